"""`kronika parse` and `kronika portals` as people type them, and the last look before the archive."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from command import run

from archive.terms.errors import PipelineError
from archive.terms.facts import FetchFacts
from archive.terms.marks import Reader
from archive.terms.outcomes import FetchOutcome, FoundBy, PageKind
from archive.types import NewCapture, PageContent
from pipelines.validate import ValidatePipeline, contradiction

URL = "http://www.miasto.example/art,1,most.html"
PAGE = (
    "<html><head><title>Remont mostu</title></head><body><h1>Remont mostu</h1><p>28-02-2018</p>"
    "<p>Rada miasta przyjęła uchwałę o remoncie mostu. Prace ruszą w maju i potrwają do końca roku.</p></body></html>"
)


@pytest.fixture
def saved(tmp_path):
    (tmp_path / "a.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "b.html").write_bytes(PAGE.encode("iso-8859-2"))
    return tmp_path


def kronika(folder, *words, status=0):
    done = run(*words, cwd=folder)
    assert done.returncode == status, done.stderr
    if status:
        assert len(done.stderr.strip().splitlines()) == 1 or "Usage" in done.stderr
    return done.stdout or done.stderr


def test_a_saved_page_is_taken_apart(saved):
    page = json.loads(kronika(saved, "parse", "a.html", "--url", URL, "--captured-at", "2018-03-01", "--json"))
    assert (page["url"], page["kind"], page["title"]) == (URL, "article", "Remont mostu")
    assert page["articles"][0]["published"] == "2018-02-28"
    assert page["articles"][0]["body"].startswith("Rada miasta")
    assert "Rada miasta" in kronika(saved, "parse", "a.html", "--url", URL)


def test_a_list_of_pages_is_a_line_each_in_its_order(saved):
    (saved / "list").write_text(
        f"b.html\t{URL}?b\ttext/html; charset=iso-8859-2\n\na.html\t{URL}?a\n", encoding="utf-8"
    )
    told = [json.loads(line) for line in kronika(saved, "parse", "--url-list", "list", "--json").splitlines()]
    assert [page["url"] for page in told] == [f"{URL}?b", f"{URL}?a"]
    assert told[0]["articles"][0]["body"] == told[1]["articles"][0]["body"]
    assert kronika(saved, "parse", "--url-list", "list").count("Rada miasta") == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("parse", "none.html", "--url", URL), "none.html cannot be read"),
        (("parse", "a.html", "--url", "mailto:a"), "not an http or https address"),
        (("parse", "a.html", "--url", URL, "--portal", "atlantyda"), "atlantyda"),
        (("parse", "a.html"), "--url-list LIST"),
        (("parse", "a.html", "--url-list", "list"), "--url-list alone"),
        (("parse", "--url-list", "lost"), "lost names none.html"),
        (("parse", "--url-list", "words"), "line 1 of words"),
        (("parse", "--url-list", "noise"), "not UTF-8"),
    ],
)
def test_a_bad_list_or_page_is_one_sentence_and_prints_nothing(saved, words, said):
    (saved / "lost").write_text(f"a.html\t{URL}\nnone.html\t{URL}\n")
    (saved / "words").write_text("only words\n")
    (saved / "noise").write_bytes(b"\xff\xfe\xff")
    assert said in kronika(saved, *words, status=2)


def test_declared_portals_are_known_without_an_archive(saved):
    known = [json.loads(line) for line in kronika(saved, "portals", "--json").splitlines()]
    assert [portal["name"] for portal in known] == ["kielce", "kielce_bip", "kielce_eu"]
    assert all((portal["resources"], portal["last_crawl"]) == (0, None) for portal in known)
    assert "kielce" in kronika(saved, "portals")


FACTS = FetchFacts(
    portal="a", crawl=1, url=URL, urlkey="x", outcome=FetchOutcome.FETCHED,
    fetched=datetime(2026, 1, 1, tzinfo=UTC), found_by=FoundBy.LINK,
)  # fmt: skip
CONTENT = PageContent(url=URL, kind=PageKind.ERROR, reader=Reader(name="t", version=1))
WHOLE = NewCapture(facts=FACTS, payload=b"x", content=replace(CONTENT, kind=PageKind.STATIC))


@pytest.mark.parametrize(
    ("capture", "trouble"),
    [
        (WHOLE, None),
        (NewCapture(facts=replace(FACTS, outcome=FetchOutcome.FAILED)), "without a reason"),
        (NewCapture(facts=replace(FACTS, outcome=FetchOutcome.REDIRECTED)), "to nowhere"),
        (NewCapture(facts=FACTS), "without a payload"),
        (replace(WHOLE, facts=replace(FACTS, outcome=FetchOutcome.MISSING)), "but was read"),
        (replace(WHOLE, content=CONTENT), "nobody suspects"),
    ],
)
def test_a_capture_that_contradicts_itself_never_reaches_the_archive(capture, trouble):
    if trouble is None:
        assert ValidatePipeline().process_item(capture) is capture
        return
    assert trouble in contradiction(capture)
    with pytest.raises(PipelineError, match=trouble):
        ValidatePipeline().process_item(capture)
