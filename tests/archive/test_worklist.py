"""The working list: filters, reviews that stay, and the list as a sheet."""

import csv
import io
import json
from dataclasses import replace

import pytest
from command import run
from hypothesis import given
from hypothesis import strategies as st
from staged import ROOT, Staged, note

from archive.terms.errors import BadInput, NotThere
from archive.types import ArticleContent
from archive.worklist.reviews import add_review, signed
from archive.worklist.selection import occurrences, selection
from archive.worklist.sheets import COLUMNS, write_csv

COST, LINKED, LOST, MOVED, NEW = (ROOT + name for name in ("oplata", "link", "znika", "stary-adres", "nowy-adres"))
LONG = "Zarząd dróg zamyka na dwa tygodnie most na Silnicy, a objazd prowadzi ulicami Ogrodową i Solną do ronda."


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    """Return an archive with an amount changed in silence, a page gone, a note moved with an addition."""
    path = tmp_path_factory.mktemp("worklist") / "k.db"
    portal = Staged(path)
    pages = {COST: note("Opłata wynosi 20 zł."), LOST: note("Festyn w parku.", title="=Festyn"), MOVED: note(LONG)}
    portal.crawl(pages)
    portal.crawl(pages | {COST: note("Opłata wynosi 25 zł.")})
    portal.crawl({COST: note("Opłata wynosi 25 zł."), LOST: 410, MOVED: 404, NEW: note(LONG + " Wraca w maju.")})
    portal.archive.close()
    return path


def listed(path, *words, status=0):
    done = run("--archive", path, "changes", "--json", *words)
    assert done.returncode == status, done.stderr
    return [(line["kind"], line["url"]) for line in map(json.loads, done.stdout.splitlines())]


EDIT, GONE, MOVE = ("edited", COST), ("gone", LOST), ("moved", NEW)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ((), [EDIT, GONE, MOVE]),
        (("--class", "amount", "--class", "image"), [EDIT]),
        (("--significance", "0.8"), [EDIT, GONE]),
        (("--silent",), [EDIT, MOVE]),
        (("--finding", "undeclared_removal"), [GONE]),
        (("--section", "aktualności", "--crawl", "2"), [EDIT]),
        (("--section", "sport"), []),
        (("--text", "added:25 zł"), [EDIT]),
        (("--text", "removed:20 zł", "--text", "added:25"), [EDIT]),
        (("--text", "removed:festyn"), [GONE]),
        (("--text", "added:maju"), [MOVE]),
        (("--text", "removed:maj*"), []),
    ],
)
def test_filters(path, words, expected):
    assert listed(path, *words) == expected


def test_reviews_are_kept_in_order_signed_and_the_list_goes_on_after_the_last(path, tmp_path):
    copy = tmp_path / "k.db"
    copy.write_bytes(path.read_bytes())
    done = run(
        "--archive", copy, "review", 1, "--verdict", "confirmed", "--note", "podwyżka", "--by", "A. Nowak", "--json"
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) | {"at": None} == {
        "change": 1, "verdict": "confirmed", "note": "podwyżka", "reviewer": "A. Nowak", "at": None,
    }  # fmt: skip
    assert run("--archive", copy, "review", 1, "--verdict", "harmless", "--by", "B. Lis").returncode == 0
    assert listed(copy, "--since", "last-review") == [GONE, MOVE]
    first = json.loads(run("--archive", copy, "changes", "--json").stdout.splitlines()[0])
    assert [(one["verdict"], one["reviewer"]) for one in first["reviews"]] == [
        ("confirmed", "A. Nowak"), ("harmless", "B. Lis"),
    ]  # fmt: skip
    assert "harmless (B. Lis)" in run("--archive", copy, "changes").stdout
    sheet = list(csv.DictReader(io.StringIO(run("--archive", copy, "changes", "--format", "csv").stdout)))
    assert (sheet[0]["verdict"], sheet[0]["findings"], sheet[1]["kind"]) == ("harmless", "silent", "gone")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("review", 99, "--verdict", "harmless", "--by", "A"), "no change 99"),
        (("review", 1, "--verdict", "two words", "--by", "A"), "one word"),
        (("review", 1, "--verdict", "harmless", "--by", " "), "signed by a name"),
        (("changes", "--class", "colour"), "no class"),
        (("changes", "--finding", "loud"), "no finding"),
        (("changes", "--text", "maj"), "added:WORDS"),
    ],
)
def test_what_cannot_be_is_one_sentence(path, words, said):
    done = run("--archive", path, *words)
    assert done.returncode in (1, 2)
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_what_a_sheet_would_compute_stays_text(tmp_path):
    portal = Staged(tmp_path / "k.db")
    portal.crawl({})
    portal.crawl({ROOT + "a": ArticleContent(title="=1+1", body="Treść")})
    (change,) = portal.changes()
    portal.archive.close()
    target = io.StringIO()
    write_csv([replace(change, summary="=HYPERLINK(1)", why="@x")], target)
    row = dict(zip(COLUMNS, list(csv.reader(io.StringIO(target.getvalue())))[1], strict=True))
    assert (row["summary"], row["why"], row["silent"]) == ("'=HYPERLINK(1)", "'@x", "")


def test_reviews_ask_for_a_change_that_is_there(tmp_path):
    portal = Staged(tmp_path / "k.db")
    with pytest.raises(NotThere):
        add_review(portal.archive, signed(1, verdict="open", note="", reviewer="A", clock=portal))
    portal.archive.close()


@given(st.lists(st.sampled_from(["maj", "maja", "maj.", "czerwiec"]), max_size=6))
def test_words_are_counted_whole_unless_a_star_ends_them(words):
    text = " ".join(words)
    assert occurrences(text, "MAJ") == words.count("maj") + words.count("maj.")
    assert occurrences(text, "maj*") == sum(word.startswith("maj") for word in words)


def test_a_selection_of_nothing_wants_all():
    assert selection() == selection(texts=())
    with pytest.raises(BadInput):
        selection(texts=("added: ",))
