"""The index and the texts it is of: written together, built anew, and held against each other."""

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime

import pytest
from alembic import command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from searched_pages import ROOT, Ticking, crawl, names, page
from sqlalchemy import text

from archive.db import make_engine, open_archive
from archive.log.verify import verify
from archive.schema import _config, upgrade
from archive.search import vocabulary
from archive.search.finding import search
from archive.search.index import Article, Indexer, first_number, last_number
from archive.search.query import parse_query
from archive.search.rebuild import check_index, reindex
from archive.search.vocabulary import analyse, vocabulary_state
from archive.terms.outcomes import PageKind

DAYS = st.none() | st.dates(date(1990, 1, 1), date(2030, 1, 1))
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60) | st.sampled_from(
    ["Zażółć gęślą jaźń", "ﬁrma – „Łódź”…", "a\u00adb\u200bc", "Ⅻ m² № ½", "İstanbul ß ς", "e\u0301 n\u0303o"]
)
ARTICLES = st.lists(st.tuples(st.none() | TEXTS, TEXTS, DAYS), max_size=3)
PORTALS = st.lists(st.lists(ARTICLES, min_size=1, max_size=3), min_size=1, max_size=3)


def portal(kinds):
    pages = [page(f"p{number}", articles, kind=PageKind.OTHER) for number, articles in enumerate(kinds)]
    return [page("", [], kind=PageKind.LISTING), *pages]


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    path = tmp_path_factory.mktemp("empty") / "e.db"
    open_archive(str(path), write=True, create=True).close()
    return path


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(PORTALS)
def test_index_and_text_cannot_part(empty, tmp_path, crawls):
    path = tmp_path / "k.db"
    for beside in tmp_path.glob("k.db*"):
        beside.unlink()
    shutil.copy(empty, path)
    clock = Ticking()
    with open_archive(str(path), write=True) as archive:
        for kinds in crawls:
            crawl(archive, portal(kinds), clock)
        report = check_index(archive, deep=True)
        assert report.problems == ()
        assert report.compared
        done = reindex(archive)
        assert done["articles"] == report.articles
        assert check_index(archive, deep=True).problems == ()


@pytest.fixture
def archive(new_target):
    with open_archive(new_target(), write=True, create=True) as opened:
        clock = Ticking()
        for price in ("cztery złote", "pięć złotych"):
            crawl(
                opened,
                [
                    page("", [("Start", "Strona główna.", None)]),
                    page("a", [("Bilet", f"Bilety kosztują {price}.", date(2026, 1, 1))]),
                    page("b", [("Park", "W parku jest ławka.", date(2025, 1, 1))]),
                ],
                clock,
            )
        yield opened


def run(archive, statement):
    with archive.writing() as connection:
        return connection.execute(text(statement))


OF_NO_ARTICLE = {
    "sqlite": "INSERT INTO search_index (rowid, title, body) VALUES (5, 'x', 'y')",
    "postgresql": "INSERT INTO search_index (rowid, words) VALUES (5, 'x')",
}


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        ("DELETE FROM indexed WHERE position = 0 AND snapshot = 1", "1 articles are not in the search index"),
        (
            "INSERT INTO indexed VALUES (1, 1, 7, false, NULL, 'other', 0)",
            "1 entries of the search index are of no article",
        ),
        ("DELETE FROM superseded", "wrongly marked"),
        (
            "UPDATE articles SET body = body || ' dopisek' WHERE snapshot = 1",
            "the words of the search index are not those",
        ),
        ("A TEXT OF NO ARTICLE", "texts in the search index belong to no article"),
    ],
)
def test_what_has_parted_is_told_and_reindexing_mends_it(archive, damage, words):
    run(archive, OF_NO_ARTICLE[archive.engine.dialect.name] if damage == "A TEXT OF NO ARTICLE" else damage)
    report = verify(archive, deep=True)
    assert not report.ok
    assert any(words in problem and "kronika reindex" in problem for problem in report.problems)
    reindex(archive)
    assert check_index(archive, deep=True).problems == ()


def test_a_shallow_check_compares_no_words(archive):
    report = check_index(archive)
    assert (report.articles, report.compared, report.problems) == (4, False, ())


def test_words_are_not_compared_while_another_writes(empty, tmp_path, monkeypatch):
    monkeypatch.setattr("archive.db.BUSY_SECONDS", 0.1)
    path = tmp_path / "k.db"
    shutil.copy(empty, path)
    with open_archive(str(path), write=True) as archive, closing(sqlite3.connect(path, timeout=0)) as other:
        other.execute("BEGIN IMMEDIATE")
        report = check_index(archive, deep=True)
        assert (report.compared, report.problems) == (False, ())


def test_reindexing_goes_on_where_it_was_stopped(archive, monkeypatch):
    monkeypatch.setattr("archive.search.rebuild.CHUNK", 1)
    told = []

    def stop(what, done, total):
        told.append((what, done, total))
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        reindex(archive, stop)
    with archive.reading() as connection:
        assert search(connection, parse_query("bilet")).notes == (
            "the search index does not hold every article of this archive; run `kronika reindex`",
        )
    assert check_index(archive).problems == ()
    assert reindex(archive)["articles"] == 2
    assert told == [("articles", 1, 4), ("articles", 2, 4)]
    assert names(archive, "złoty") == ["a"]
    assert check_index(archive, deep=True).problems == ()


def test_an_archive_from_before_the_index_says_so_until_it_is_reindexed(archive, tmp_path):
    engine = make_engine(archive.target, write=True)
    config = _config()
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0004")
    engine.dispose()
    upgrade(archive.target)
    with open_archive(archive.target, write=True) as old:
        with old.reading() as connection:
            found = search(connection, parse_query("bilet"))
        assert found.hits == ()
        assert "run `kronika reindex`" in found.notes[0]
        assert reindex(old)["articles"] == 4
        assert names(old, "biletami") == ["a"]


def test_words_of_a_crawl_that_was_killed_are_found_before_they_are_analysed(archive, monkeypatch):
    clock = Ticking(datetime(2026, 3, 1, tzinfo=UTC))
    pages = [page("", [("Start", "Otwarto zrewitalizowane skwery, śluzy i Telbusy.", None)])]
    crawl(archive, pages, clock, ended=False)
    with archive.reading() as connection:
        assert vocabulary_state(connection).pending > 0
    for typed in ("skwerem", "sluza", "telbusem"):
        assert names(archive, typed) == [""]
    monkeypatch.setattr("archive.search.finding.MOST_PENDING", 0)
    with archive.reading() as connection:
        assert "new words have no lemmas yet" in search(connection, parse_query("skwer")).notes[0]
    assert analyse(archive) > 0
    assert analyse(archive) == 0
    assert names(archive, "skwerem") == [""]


def test_a_new_dictionary_has_the_words_analysed_again_and_no_article_indexed(archive, monkeypatch):
    with archive.reading() as connection:
        before = connection.execute(text("SELECT count(*) FROM forms")).scalar_one()
    monkeypatch.setattr(vocabulary, "engine", lambda: "another dictionary")
    monkeypatch.setattr("archive.search.finding.engine", lambda: "another dictionary")
    with archive.reading() as connection:
        assert "words were analysed by Morfeusz" in search(connection, parse_query("bilet")).notes[0]
    assert analyse(archive) == 0  # no crawl's business
    assert analyse(archive, again=True) == before
    with archive.reading() as connection:
        found = search(connection, parse_query("biletem"))
    assert found.notes == ()
    assert [hit.url for hit in found.hits] == [ROOT + "a"]


def test_an_articles_number_begins_with_its_day():
    day = date(2018, 2, 28).toordinal()
    assert first_number(day) <= (day << 24) + 5 <= last_number(day) < first_number(day + 1)


def test_articles_of_a_day_are_counted_on_across_transactions(archive):
    for number in range(3):
        with archive.writing() as connection:
            article = Article(
                snapshot=1,
                position=10 + number,
                section=None,
                kind="other",
                title=None,
                body="x",
                published=date(2026, 1, 1),
                seen=datetime.now(UTC),
            )
            Indexer().write(connection, [article])
    ids = [row[0] for row in run(archive, "SELECT id FROM indexed WHERE position >= 10 ORDER BY position")]
    assert ids == list(range(ids[0], ids[0] + 3))
