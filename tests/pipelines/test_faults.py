"""A portal each page of which has a fault (the catalogue's ids name the tests): one crawl, one account, page by page."""

from __future__ import annotations

import gzip
import json
import sqlite3
import zlib

import brotli
import pytest
import zstandard
from command import run
from faulty import FOREVER, NEVER, answer, crawl_of, faulty, page, redirect

MIB = 1024 * 1024
ZEROS = bytes(MIB)
pytestmark = pytest.mark.xdist_group("faults")
CHUNKED = "Transfer-Encoding: chunked"
GZIP = "Content-Encoding: gzip"
WHOLE = gzip.compress(page("skompresowana") * 40)


def gzip_bomb(size):
    """Return a gzip body of `size` MiB of zeros, made by repeating one flushed block."""
    squeeze = zlib.compressobj(9, zlib.DEFLATED, 31)
    block = squeeze.compress(ZEROS) + squeeze.flush(zlib.Z_FULL_FLUSH)
    again = squeeze.compress(ZEROS) + squeeze.flush(zlib.Z_FULL_FLUSH)
    return block + again * (size - 1) + squeeze.flush()


def deflate_bomb(size):
    squeeze = zlib.compressobj(9)
    block = squeeze.compress(ZEROS) + squeeze.flush(zlib.Z_FULL_FLUSH)
    again = squeeze.compress(ZEROS) + squeeze.flush(zlib.Z_FULL_FLUSH)
    return block + again * (size - 1) + squeeze.flush()


def chunk(body):
    return f"{len(body):x}\r\n".encode() + body + b"\r\n"


def endless(number, head):
    here = int(head.split()[1].rpartition("/")[2])
    return redirect(f"/a02/{here + 1}")


def until_cookie(number, head):
    return answer(page("po ciastku")) if "sesja=1" in head else redirect("/a03", "Set-Cookie: sesja=1; Path=/")


def third_time(number, head):
    return answer(page("za trzecim razem")) if number == 3 else answer(page("błąd"), status="500 Oops")


def decoded_later(number, head):
    unknown = answer(page("błąd"), "Content-Encoding: pack200-gzip", status="500 Oops")
    return unknown if number == 1 else answer(page("za drugim razem"))


def answers(canary):
    own = page("strona")
    return {
        "/good": answer(own),
        "/a01/a": redirect("/a01/b"),
        "/a01/b": redirect("/a01/a"),
        **{f"/a02/{number}": endless for number in range(30)},
        "/a03": until_cookie,
        "/a04": redirect(canary + "/a04"),
        "/a05/name": redirect(canary.replace("127.0.0.1", "localhost") + "/a05"),
        "/a05/number": redirect(canary.replace("127.0.0.1", "2130706433") + "/a05"),
        "/a06": answer(page("odświeżana", head=f'<meta http-equiv="refresh" content="0;url={canary}/a06">')),
        "/a07": answer(own, f"Refresh: 0; url={canary}/a07"),
        "/a08/file": redirect("file:///etc/passwd"),
        "/a08/data": redirect("data:text/html,x"),
        "/a08/javascript": redirect("javascript:alert(1)"),
        "/a09": answer(
            page("linki", '<a href="javascript:x()">a</a><a href="http://[">b</a><a href="/a09/later">później</a>')
        ),
        "/a09/later": answer(own),
        "/a12": answer(gzip_bomb(1200), GZIP),
        "/a13/deflate": answer(deflate_bomb(1200), "Content-Encoding: deflate"),
        "/a13/br": answer(brotli.compress(ZEROS * 64, quality=1), "Content-Encoding: br"),
        "/a13/zstd": answer(zstandard.compress(ZEROS) * 1200, "Content-Encoding: zstd"),
        "/a14": answer(gzip_bomb(1000), GZIP),
        "/a15/nested": answer(gzip.compress(gzip.compress(gzip_bomb(1200))), "Content-Encoding: gzip, gzip, gzip"),
        "/a15/twice": answer(gzip.compress(gzip_bomb(1200)), "Content-Encoding: gzip, gzip"),
        "/a15/members": answer(gzip.compress(ZEROS) * 1200, GZIP),
        "/a17": answer(own, length=1_200_000_000),
        "/a18": (answer(b"", CHUNKED, length=False), chunk(b"x" * 65536), FOREVER),
        "/a20/silent": (NEVER,),
        "/a20/drip": (answer(own, length=5000), NEVER),
        "/a22/empty": b"",
        "/a22/garbage": b"\x16\x03\x01 this is no HTTP\r\n\r\n",
        "/a23": answer(own, length=len(own) + 400),
        "/a25/negative": answer(own, length=-1),
        "/a25/two": answer(own, "Content-Length: 7"),
        "/a26": answer(b"", "Content-Length: 5", CHUNKED, length=False) + chunk(own) + b"0\r\n\r\n",
        "/a27": answer(own, length=False),
        "/a28/bad": answer(b"", CHUNKED, length=False) + chunk(own) + b"zz\r\n\r\n",
        "/a28/missing": answer(b"", CHUNKED, length=False) + chunk(own),
        "/a29": answer(WHOLE[: len(WHOLE) // 2], GZIP),
        "/a29/br": answer(brotli.compress(own)[:-20], "Content-Encoding: br"),
        "/a29/zstd": answer(zstandard.compress(own)[:-20], "Content-Encoding: zstd"),
        "/a29/whole": answer(WHOLE, GZIP),
        "/a30": answer(WHOLE[:-8] + b"\0\0\0\0" + WHOLE[-4:], GZIP),
        "/a31": answer(own, GZIP),
        "/a32": answer(own, "Content-Encoding: pack200-gzip"),
        "/a32/later": decoded_later,
        "/a34": answer(own, *(f"X-{number}: 1" for number in range(300))),
        "/a35": answer(own, "X-Mark: <b>\x1b[31m", status="200 \x1b[31mFine"),
        "/a43": answer(own, "Content-Type: text/html; charset=unicode_escape"),
        "/a47": answer(page("baza", '<a href="a47-relative">dalej</a>', head=f'<base href="{canary}/">')),
        "/a59": third_time,
        "/a61/204": answer(b"", status="204 No Content"),
        "/a61/206": answer(own, "Content-Range: bytes 0-9/99", status="206 Partial Content"),
        "/a61/304": answer(b"", status="304 Not Modified"),
        "/a61/999": answer(own, status="999 Request denied"),
    }


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    return tmp_path_factory.mktemp("faults") / "k.db"


@pytest.fixture(scope="module")
def crawled(archive):
    with faulty() as (portal, canary):
        canary.answers = {
            path: answer(page("kanarek")) for path in ("/", "/a04", "/a05", "/a06", "/a07", "/a47-relative")
        }
        portal.answers = answers(canary.url)
        deeper = ("/a01/b", "/a09/later", *(f"/a02/{number}" for number in range(1, 30)))
        links = "".join(f'<p><a href="{path}">{path}</a></p>' for path in portal.answers if path not in deeper)
        portal.answers["/"] = answer(page("początek", links))
        account = crawl_of(archive, portal.url + "/")
        account.portal, account.canary = portal, canary
        yield account


@pytest.fixture(scope="module")
def told(crawled):
    def told_of(path):
        return crawled.urls[crawled.portal.url + path]

    return told_of


def test_every_page_that_was_due_ends_in_exactly_one_row(crawled):
    listed = [entry["url"] for entry in crawled.report["urls"]]
    assert len(listed) == len(set(listed)) == crawled.report["due"] == sum(crawled.report["outcomes"].values())
    assert {crawled.portal.url + path for path in crawled.portal.answers if not path.startswith("/a02/")} <= set(listed)
    assert crawled.crawl["status"] == "finished"
    assert crawled.crawl["captures"]["skipped"] == 0


def test_every_row_where_nothing_was_stored_says_why(crawled):
    assert [
        entry["url"]
        for entry in crawled.report["urls"]
        if not entry["reason"] and entry["outcome"] not in ("new", "redirected")
    ] == []


def test_a04_a05_a06_a07_a47_nobody_visits_the_canary(crawled):
    assert crawled.canary.requests == []


def test_a01_a_redirect_loop_is_one_record_with_its_chain(told, crawled):
    assert told("/a01/a")["outcome"] == "redirected"
    loop = told("/a01/b")
    assert (loop["outcome"], loop["reason"]) == ("failed", "redirect loop")
    assert loop["redirects"] == [crawled.portal.url + path for path in ("/a01/a", "/a01/a")]


def test_a02_redirects_without_end_are_cut_at_ten(crawled):
    hops = [entry for url, entry in crawled.urls.items() if "/a02/" in url]
    assert [hop["outcome"] for hop in hops] == ["redirected"] * 10 + ["failed"]
    assert hops[-1]["reason"] == "more than 10 redirects"
    assert len(hops[-1]["redirects"]) == 11


def test_a03_a_page_behind_a_cookie_is_stored(told):
    assert told("/a03")["outcome"] == "new"


@pytest.mark.parametrize("path", ["/a04", "/a05/name", "/a05/number"])
def test_a04_a05_a_redirect_to_another_port_is_refused(told, path):
    refused = told(path)
    assert refused["outcome"] == "refused"
    assert refused["reason"].startswith("blocked address")


@pytest.mark.parametrize("path", ["/a06", "/a07"])
def test_a06_a07_a_refresh_is_not_followed(told, path):
    assert told(path)["outcome"] == "new"


@pytest.mark.parametrize("path", ["/a08/file", "/a08/data", "/a08/javascript"])
def test_a08_a_redirect_off_the_web_is_refused(told, path):
    refused = told(path)
    assert (refused["outcome"], refused["status"]) == ("refused", 302)
    assert "no web address" in refused["reason"]


def test_a09_a_link_nobody_can_follow_loses_none_of_the_others(told):
    assert told("/a09/later")["outcome"] == "new"


@pytest.mark.parametrize(
    "path",
    [
        "/a12",
        "/a13/deflate",
        "/a13/br",
        "/a13/zstd",
        "/a14",
        "/a15/nested",
        "/a15/twice",
        "/a15/members",
        "/a17",
        "/a18",
    ],
)
def test_a12_to_a18_what_is_too_large_is_refused(told, path):
    assert told(path)["outcome"] == "refused"


def test_a12_to_a18_bombs_take_no_memory(crawled):
    assert crawled.peak < 300


@pytest.mark.parametrize("path", ["/a20/silent", "/a20/drip"])
def test_a20_a_page_that_never_comes_is_given_up(told, crawled, path):
    late = told(path)
    assert (late["outcome"], late["reason"]) == ("failed", "no whole answer in time")
    assert crawled.portal.requests.count(path) == 3


def test_a32_a_body_in_an_unknown_coding_is_kept_as_sent_and_not_parsed(told, archive):
    entry = told("/a32")
    assert entry["outcome"] == "suspect"
    assert "pack200-gzip" in entry["reason"]
    with sqlite3.connect(archive) as connection:
        query = "SELECT length FROM payloads JOIN captures ON payload = sha256 WHERE url = ?"
        assert connection.execute(query, (entry["url"],)).fetchall() == [(entry["bytes"],)]
    assert entry["bytes"] == len(page("strona"))


def test_a32_an_unknown_coding_of_an_answer_that_was_tried_again_is_not_held_against_the_next(told):
    assert told("/a32/later")["outcome"] == "new"


CUT = ("/a22/empty", "/a22/garbage", "/a23", "/a28/bad", "/a28/missing", "/a29", "/a29/br", "/a29/zstd", "/a30", "/a31")


@pytest.mark.parametrize("path", CUT)
def test_a22_to_a31_a_body_that_is_cut_or_corrupt_is_tried_again_and_never_a_page(told, crawled, path):
    assert told(path)["outcome"] == "failed"
    assert crawled.portal.requests.count(path) == 3


def test_a25_lengths_that_cannot_be_are_no_page(told):
    assert told("/a25/negative")["outcome"] in ("failed", "refused")
    assert told("/a25/two")["outcome"] in ("failed", "refused")


def test_a26_chunks_win_over_a_length(told):
    assert told("/a26")["outcome"] == "new"


def test_a27_a_body_ended_by_close_is_stored_and_flagged(told):
    assert (told("/a27")["outcome"], told("/a27")["flags"]) == ("new", ["completeness-unknown"])


def test_a29_a_whole_gzip_body_is_stored_and_its_length_on_the_wire_kept(told):
    assert (told("/a29/whole")["outcome"], told("/a29/whole")["bytes"]) == ("new", len(WHOLE))


def test_a34_too_many_headers_are_refused(told):
    assert "headers" in told("/a34")["reason"]


@pytest.mark.parametrize("path", ["/a35", "/a43"])
def test_a35_a43_hostile_headers_lose_no_page(told, path):
    assert told(path)["outcome"] == "new"


def test_a59_an_error_that_passes_leaves_the_page(told, crawled):
    assert told("/a59")["outcome"] == "new"
    assert crawled.portal.requests.count("/a59") == 3


@pytest.mark.parametrize(
    ("path", "outcome"),
    [("/a61/204", "suspect"), ("/a61/206", "suspect"), ("/a61/304", "failed"), ("/a61/999", "failed")],
)
def test_a61_only_200_is_content(told, path, outcome):
    assert told(path)["outcome"] == outcome


def test_only_whole_pages_became_snapshots(crawled, archive):
    shown = run("--archive", archive, "pages", "--json")
    stored = {line["url"] for line in map(json.loads, shown.stdout.splitlines()) if line["snapshots"]}
    assert stored == {url for url, entry in crawled.urls.items() if entry["outcome"] == "new"}
    assert crawled.crawl["snapshots"] == len(stored)
