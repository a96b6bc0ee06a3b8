"""Searching an archive: which pages are found, in which order, and what is shown of them."""

import json
import time
from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from searched_pages import ROOT, Ticking, crawl, hits, names, page
from sqlalchemy import text

import archive.search.patience as module
from archive.cli import _run
from archive.db import open_archive
from archive.search.expansion import Expander
from archive.search.finding import count, search
from archive.search.hits import SearchImpossible, Sort
from archive.search.query import QueryNotUnderstood, parse_query
from archive.search.trend import Step, trend
from archive.terms.outcomes import PageKind

LONG = "Miasto zaprasza mieszkańców na spacer. " * 40


def pages(*, later):
    """Return the portal; `later` it has another price and lost a bench."""
    price = "5,20 zł" if later else "4,50 zł"
    bench = "" if later else "\n\nPrzy fontannie stanie ławka."
    return [
        page("", [("Start", "Strona główna miasta.", None)], kind=PageKind.STATIC, section=None),
        page("parking", [("Parkowanie w śródmieściu", f"Godzina kosztuje {price}.{bench}", date(2026, 1, 5))]),
        page("sesja", [("Sesja rady", "Rada miasta przyjęła uchwały w sprawie budżetu.", date(2025, 11, 2))]),
        page("rada", [("Miasto i rada", "Radzie zabrakło głosów; miasta to nie zmienia.", date(2024, 3, 4))]),
        page(
            "drogi",
            [
                (
                    "Drogi",
                    f"Remont 3 maja {2025 + later} r. za 1 200 000,50 zł, w marcu 2018 r. za 2,5 mln zł.",
                    date(2022, 2, 2),
                )
            ],
        ),
        page("Kielce", [("Święto Kielc", "W Kielcach zagra Łódzka Orkiestra.", date(2025, 5, 6))], section="kultura"),
        page("park", [(None, f"{LONG}\n\nW parku posadzono <b>dęby</b> & lipy. {LONG}", date(2023, 1, 1))]),
        page(
            "luty",
            [(None, "Zamknięto most.", date(2018, 2, 1)), (None, "Otwarto mosty dla pieszych.", date(2018, 2, 2))],
            kind=PageKind.MONTH_ARCHIVE,
            section="luty",
            title="Luty 2018",
        ),
    ]


@pytest.fixture(scope="module")
def archive(new_target):
    with open_archive(new_target(), write=True, create=True) as opened:
        clock = Ticking()
        crawl(opened, pages(later=False), clock)
        clock.moment = datetime(2026, 2, 1, tzinfo=UTC)
        crawl(opened, pages(later=True), clock)
        yield opened


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("kielcach", ["Kielce"]),
        ("orkiestrami", ["Kielce"]),
        ("uchwala", ["sesja"]),  # typed without Polish letters
        ("lodzka", ["Kielce"]),
        ("uchwałami budżetu", ["sesja"]),
        ("uchwałami parkingu", []),
        ('"rada miasta"', ["sesja"]),
        ('"radami miast"', ["sesja"]),
        ("rada", ["sesja", "rada"]),  # the newest first
        ("rada -budżet", ["rada"]),
        ('rada -"rada miasta"', ["rada"]),
        ("orkiestra OR budżety", ["sesja", "Kielce"]),
        ("orkie*", ["Kielce"]),
        ("swie*", ["Kielce"]),
        ("most", ["luty#1", "luty"]),
        ("luty", ["luty"]),  # the page's own title stands for its first article
        ("rada section:aktualności from:2025", ["sesja"]),
        ("rada section:Aktualnosci from:2025", ["sesja"]),
        ("rada section:aktuálności from:2025", []),
        ("miasto section:KULTURA", []),
        ("orkiestra section:KULTURA", ["Kielce"]),
        ("miasto kind:static", [""]),
        ("from:2018-02-02 to:2018-02-02", ["luty#1"]),
        ("kind:static", [""]),
        ("ławka", []),  # not in the latest snapshot
        ("4,50", []),
        ('"5 20"', ["parking"]),
        ("amount:>1000000", ["drogi"]),
        ("amount:5,20", ["parking"]),
        ("amount:4,50", []),  # not in the latest snapshot
        ("amount:..6", ["parking"]),
        ("amount:1200000,50..1200001 remonty", ["drogi"]),
        ("amount:>3mln", []),
        ("mentions:2018-03-15", ["drogi"]),
        ("mentions:2026-05 remont", ["drogi"]),
        ("mentions:2025-05", []),  # not in the latest snapshot
        ("mentions:2019..2025", []),
        ("mentions:2018 amount:2500000", ["drogi"]),
    ],
)
def test_what_is_found(archive, typed, found):
    assert names(archive, typed) == found


def test_every_snapshot_can_be_searched_and_says_when_it_was_seen(archive):
    assert names(archive, "ławka", every_snapshot=True) == ["parking"]
    (hit,) = hits(archive, "ławki seen:2026-01")
    assert (hit.snapshot, hit.first_seen.day, hit.last_seen.month) == (1, 1, 1)
    assert hits(archive, "ławki seen:2026-02") == ()
    assert len(hits(archive, "godzina", every_snapshot=True)) == 2


def test_a_change_is_found_by_the_words_it_brought_and_those_it_took(archive):
    (brought,) = hits(archive, "added:5,20")
    assert (brought.url, brought.snapshot) == (ROOT + "parking", 2)
    assert "<mark>5</mark>,<mark>20</mark>" in brought.snippet.to_html()
    (took,) = hits(archive, "removed:ławek")
    assert (took.url, took.snapshot) == (ROOT + "parking", 2)
    assert "<mark>ławka</mark>" in took.snippet.to_html()
    assert hits(archive, "removed:ławka added:5,20 godzina") == (hits(archive, "removed:ławka added:5,20 godzina")[0],)
    for nothing in ("added:ławka", "removed:5,20", "added:godzina", "removed:ławka uchwała"):
        assert hits(archive, nothing) == ()


def test_amounts_and_dates_asked_for_are_marked(archive):
    (hit,) = hits(archive, "amount:>1000000 mentions:2018")
    assert hit.snippet.to_html().endswith(
        "za <mark>1</mark> <mark>200</mark> <mark>000</mark>,<mark>50</mark> <mark>zł</mark>,"
        " w <mark>marcu</mark> <mark>2018</mark> <mark>r</mark>. za <mark>2</mark>,<mark>5</mark> <mark>mln</mark> <mark>zł</mark>."
    )
    assert len(hits(archive, "amount:>1000000 mentions:2025-05-03", every_snapshot=True)) == 1


def test_what_a_search_leaves_out_is_said(archive, monkeypatch):
    def said(typed, **options):
        with archive.reading() as connection:
            return search(connection, parse_query(typed), **options).notes

    assert said("miasto", sort=Sort.RELEVANCE) == said("added:5,20") == said('"rada miasta"') == ()
    monkeypatch.setattr("archive.search.ranking.MOST_SCORED", 2)
    assert said("miasto", sort=Sort.RELEVANCE) == (
        (
            "by relevance 2 of 4 articles are ranked, those with the words in their titles and the newest among them; "
            "a narrower query ranks all, --sort newest gives all"
        ),
    )
    monkeypatch.setattr("archive.search.edits.MOST_CHANGES", 1)
    assert said("added:5") == ("of the changes around 5 only the newest 1 were compared",)
    monkeypatch.setattr("archive.search.matching.MOST_PHRASES", 1)
    monkeypatch.setattr("archive.search.finding.MOST_HITS", 1)
    assert said('"miasta rada"') == ("only the newest 1 articles with these words were read for their order",)


def test_what_waits_to_be_read_is_said(archive):
    with archive.writing() as connection:
        connection.execute(text("INSERT INTO new_texts (article) SELECT max(id) FROM indexed"))
        asked = search(connection, parse_query("amount:>1000000"))
        assert asked.notes[0].startswith("the amounts and dates of 1 new articles are not read yet")
        assert search(connection, parse_query("remont")).notes == ()
        connection.rollback()


def test_a_snippet_is_cut_around_the_words_as_they_stand_and_is_safe_mark_up(archive):
    (hit,) = hits(archive, "dąb")
    shown = hit.snippet.to_html()
    assert "posadzono &lt;b&gt;<mark>dęby</mark>&lt;/b&gt; &amp; lipy" in shown
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert len(shown) < 400
    assert "\n" not in shown


def test_a_phrase_is_marked_only_where_it_stands(archive):
    (hit,) = hits(archive, '"rada miasta"')
    assert hit.snippet.to_html().count("<mark>") == 2
    (title,) = hits(archive, "święta")
    assert title.snippet.to_html() == "<mark>Święto</mark> Kielc"


def test_json_is_that_of_the_contract(archive):
    document = hits(archive, "orkiestra")[0].to_json()
    assert list(document) == [
        "url", "snapshot", "article", "title", "published", "section", "snippet", "score", "first_seen", "last_seen",
    ]  # fmt: skip
    assert document["published"] == "2025-05-06"
    assert document["score"] > 0


def test_relevance_counts_all_forms_of_a_word_as_one(archive):
    found = hits(archive, "miasto", sort=Sort.RELEVANCE)
    assert found[0].url == ROOT + "park"  # eighty times
    assert [hit.score for hit in found] == sorted((hit.score for hit in found), reverse=True)
    assert names(archive, "kind:static", sort=Sort.RELEVANCE) == [""]


def test_counting_agrees_with_finding(archive):
    with archive.reading() as connection:
        for typed in ("miasto", "rada -budżet", "from:2025", "most", "kielcach"):
            assert count(connection, parse_query(typed)) == len(names(archive, typed))


def test_more_than_people_read_is_not_counted_to_its_end(archive, monkeypatch):
    monkeypatch.setattr("archive.search.finding.MOST_COUNTED", 1)
    with archive.reading() as connection:
        assert count(connection, parse_query("rada")) == len(names(archive, "rada")) == 2
        assert count(connection, parse_query("kind:article")) == 2 < len(names(archive, "kind:article"))


def test_limit_takes_the_newest(archive):
    assert names(archive, "rada", limit=1) == ["sesja"]


def test_phrases_of_too_many_forms_are_verified_in_the_text(archive, monkeypatch):
    monkeypatch.setattr("archive.search.matching.MOST_PHRASES", 1)
    assert names(archive, '"rada miasta"') == ["sesja"]
    assert names(archive, 'rada -"rada miasta"') == ["rada"]
    assert names(archive, '"rada miasta"', sort=Sort.RELEVANCE) == ["sesja"]
    with archive.reading() as connection:
        assert count(connection, parse_query('"rada miasta"')) is None


def test_an_expansion_says_what_was_asked_for(archive, monkeypatch):
    with archive.reading() as connection:
        (word,) = Expander(connection).expand_term(parse_query("uchwala").all_of[0][0]).words
        assert "uchwała" in word.lemmas
        assert {"uchwały", "uchwala"} <= set(word.forms)
        assert word.left_out == 0
        (beginning,) = Expander(connection).expand_term(parse_query("orkie*").all_of[0][0]).words
        assert beginning.to_json()["forms"] == ["orkiestra"]
        monkeypatch.setattr("archive.search.expansion.MOST_FORMS", 1)
        (word,) = Expander(connection).expand_term(parse_query("rada").all_of[0][0]).words
        assert word.forms == ("rada",)
        assert word.left_out > 0


def test_a_search_that_takes_too_long_is_given_up_with_a_sentence(archive, monkeypatch):
    monkeypatch.setattr(module, "LONGEST", -1.0)
    monkeypatch.setattr(module, "STEPS", 1)
    with pytest.raises(SearchImpossible, match="took longer than"):
        hits(archive, "miasto")
    with archive.reading() as connection:
        counted = count(connection, parse_query("miasto"))
        assert counted is None or connection.dialect.name == "postgresql"  # its clock ticks in milliseconds
    monkeypatch.undo()
    assert hits(archive, "miasto")


def test_a_trend_counts_mentions_beside_words_published(archive):
    with archive.reading() as connection:
        found = trend(connection, "most", by=Step.MONTH)
        assert found.periods[0].to_json() == {
            "period": "2018-02", "mentions": 2, "articles": 2, "words": 8, "per_million": 250000.0,
        }  # fmt: skip
        assert (found.periods[-1].period, found.periods[-1].mentions) == ("2026-01", 0)
        years = trend(connection, "miast*", by=Step.YEAR).periods
        assert [period.period for period in years] == [str(year) for year in range(2018, 2027)]
        assert next(period for period in years if period.period == "2025").mentions == 1
        for typed in ('"rada miasta"', "rada park", "rada OR park", "from:2018", "-rada park"):
            with pytest.raises(QueryNotUnderstood, match="a trend is that of one word"):
                trend(connection, typed)


SIGNS = st.text(max_size=60) | st.text(alphabet='aą"*():^-+{}NEAROT \x00\ud800', max_size=60)
PIECES = st.lists(
    st.sampled_from(
        ["rada", '"rada', 'miasta"', "-", "OR", "mia*", "uchwal", "amount:", ">1", "..", "mentions:2018", "from:", "2018-02",
         "seen:9999", "to:0001-01-01", "kind:static", "section:'", "added:", "removed:x", "'", ";--", "NEAR(", "\x1b[31m", "9" * 40]
    ),
    max_size=18,
).map(" ".join)  # fmt: skip


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    SIGNS | PIECES | PIECES.map(lambda typed: typed.replace(" ", "")),
    st.sampled_from([(), ("--sort", "relevance"), ("--all-snapshots",), ("--explain",), ("--facets",)]),
)
def test_whatever_is_typed_the_command_answers_or_says_one_sentence_within_a_second(archive, capsys, typed, options):
    began = time.process_time()
    status = _run(["--archive", archive.target, "search", "--json", *options, "--", typed])
    taken = time.process_time() - began
    said = capsys.readouterr()
    assert taken < 1
    if status == 0:
        assert all(isinstance(json.loads(line), dict) for line in said.out.splitlines())
    else:
        assert (status, said.out) == (2, "")
        assert said.err.startswith("kronika: ")
        assert "query" in said.err
        assert "unexpected" not in said.err
        assert said.err.count("\n") == 1
        assert "\x1b" not in said.err


@pytest.mark.parametrize(
    "typed",
    [
        '" OR 1=1 --', "'; DROP TABLE snapshots; --", "col:x", "title:x", "NEAR(a b, 200)", "a NEAR b", "rowid:1", '"a" "', "^a",
        "{title body}:a", "section:'", 'section:"\x00"', "kind:article' OR '1'='1", "added:*", '"*"', "a*b*", "((((((a))))))",
        " ".join(f'"{"rada " * 7}"' for _ in range(2)), "abc* abd* abe*", "section:\ud800",
    ],
)  # fmt: skip
def test_no_syntax_of_the_database_is_reached(archive, typed):
    try:
        query = parse_query(typed)
    except QueryNotUnderstood:
        return
    with archive.reading() as connection:
        search(connection, query)
        search(connection, query, sort=Sort.RELEVANCE)
