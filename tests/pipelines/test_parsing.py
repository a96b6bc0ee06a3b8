"""`kronika parse --url-list`: pages of one host teach each other, whatever their order in the list."""

import json

import pytest
from command import run

from pipelines.demo.days import city
from pipelines.demo.server import site

BANNERS = "".join(
    f"<div><a href='/b{n}'>Baner numer {n} o wielkiej sprawie miasta</a> i jego opis</div>" for n in range(9)
)


def soup(number):
    text = "".join(
        f"<div>Zdanie {number}-{n} mówi o sprawie, której nie ma na żadnej innej stronie.</div>" for n in range(9)
    )
    return f"<title>Sprawa {number}</title><body><div>Sprawa {number}</div><div>01-02-2018</div>{text}{BANNERS}"


@pytest.fixture
def folder(tmp_path):
    lines = []
    for host in ("a.example", "b.example"):
        for number in range(7):
            path = tmp_path / f"{host}-{number}.html"
            path.write_text(soup(number), encoding="utf-8")
            lines.append(f"{path}\thttp://{host}/{number}")
    return tmp_path, lines


def parsed(folder, lines):
    listing = folder / "list.tsv"
    listing.write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = run("parse", "--url-list", listing, "--json", "--captured-at", "2026-11-24T12:00:00Z")
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_pages_of_a_host_tell_frame_from_content_for_each_other(folder):
    (alone,) = parsed(folder[0], folder[1][:1])
    assert "Baner" in alone["articles"][0]["body"]
    for page in parsed(*folder):
        assert "Baner" not in page["articles"][0]["body"]
        assert page["articles"][0]["body"].count("Zdanie") == 9
        assert len(page["navigation"]) == 9


def test_what_is_read_does_not_depend_on_the_order_of_the_list(folder):
    there = parsed(*folder)
    mixed = folder[1][::2] + folder[1][1::2][::-1]
    back = {page["url"]: page for page in parsed(folder[0], mixed)}
    assert [page["url"] for page in there] == [line.split("\t")[1] for line in folder[1]]
    assert [back[page["url"]] for page in there] == there


def test_the_bundled_portal_is_read_in_a_list_as_page_by_page(tmp_path):
    lines = []
    for number, (path, (kind, body)) in enumerate(site(city(0), "tables", "http://127.0.0.1:8000/").items()):
        saved = tmp_path / f"{number}"
        saved.write_bytes(body)
        lines.append(f"{saved}\thttp://127.0.0.1:8000{path}\t{kind}")
    together = parsed(tmp_path, lines)
    assert together[10] == parsed(tmp_path, lines[10:11])[0]
    assert len(together) == len(lines)


def test_a_list_gives_its_days_to_the_pages_that_print_none(tmp_path):
    menu = "".join(f"<li><a href='/d{n}'>Dział {n}</a></li>" for n in range(5))
    pages = {
        f"{n}.html": f"<title>Sprawa {n}</title>{menu}<h1>Sprawa {n}</h1><p>To jest sprawa numer {n}.</p>"
        for n in range(3)
    }
    entries = "".join(f"<h3><a href='/{n}.html'>Sprawa {n}</a></h3><p>1{n}.03.2019</p>" for n in range(3))
    pages["lista.html"] = f"<title>Sprawy</title>{menu}<h1>Sprawy</h1>{entries}"
    lines = []
    for name, text in pages.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        lines.append(f"{tmp_path / name}\thttp://a.example/{name}")
    read = parsed((tmp_path), lines)
    assert [page["articles"][0]["published"] for page in read[:3]] == ["2019-03-10", "2019-03-11", "2019-03-12"]
    assert parsed(tmp_path, lines[::-1]) == read[::-1]
    assert parsed(tmp_path, lines[:1])[0]["kind"] == "static"
