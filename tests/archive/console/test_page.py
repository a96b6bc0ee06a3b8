"""A page for people: every zone is recognisable by its mark and its colour, and nothing archived is obeyed."""

from __future__ import annotations

import re
from datetime import date

import pytest

from archive.console.page import print_page
from archive.terms.marks import Image, Link, Reader, SidebarLink
from archive.terms.outcomes import PageKind
from archive.types import ArticleContent, EntryContent, PageContent, Revision

ESCAPE = "\x1b[31m\x1b]0;x\x07[bold red]\u202ezło[/]:bomb:\nwarning: fałsz\r"
URL = "http://a.pl/"


def page(mark):
    """A page with something in every zone, each text beginning with `mark`."""

    def said(name):
        return f"{mark}{name}"

    row = Revision(version=said("wersja"), changed_text="1.1.2026", author=said("kto"), reason=said("powód"))
    article = ArticleContent(
        title=said("wpis"), published=date(2026, 11, 20), published_text="20-11-2026", updated_text=said("zmiana"),
        author=said("autor"), responsible=said("osoba"), body=f"{said('akapit')}\n\nDrugi akapit.",
        links=(Link(url=f"{URL}l", text=said("odnośnik")),), attachments=(Link(url=f"{URL}p", text=said("plik")),),
        images=(Image(url=f"{URL}o", alt=said("obraz")),), history=(row,),
    )  # fmt: skip
    return PageContent(
        url=URL, kind=PageKind.ARTICLE, reader=Reader(name="t", version=1), language="pl", section=said("dział"),
        title=said("tytuł"), articles=(article,),
        entries=(EntryContent(url=f"{URL}e", title=said("wykaz"), text=said("zajawka"), published=date(2026, 1, 2)),),
        sidebar=(SidebarLink(url=f"{URL}b", text=said("baner")),), navigation=(Link(url=f"{URL}m", text=said("menu")),),
        properties=(("producer", said("program")),), warnings=(said("uwaga"),),
    )  # fmt: skip


@pytest.fixture(params=[True, False], ids=["terminal", "plain"])
def terminal(request, monkeypatch):
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("FORCE_COLOR" if request.param else "TERM", "1" if request.param else "dumb")
    monkeypatch.setenv("COLUMNS", "200")
    return request.param


def printed(capsys, content):
    print_page(content)
    return capsys.readouterr().out


def test_each_zone_has_its_mark(capsys):
    lines = printed(capsys, page("")).splitlines()
    assert lines[0] == "tytuł"
    assert "article · dział · pl · http://a.pl/" in lines
    assert {"20-11-2026 wpis", "updated: zmiana", "author: autor", "responsible: osoba"} <= set(lines)
    assert {"log: wersja | 1.1.2026 | kto | powód", "akapit", "Drugi akapit."} <= set(lines)
    assert {"  → odnośnik http://a.pl/l", "  ⇩ plik http://a.pl/p", "  ▣ obraz http://a.pl/o"} <= set(lines)
    assert {"• 2026-01-02 wykaz http://a.pl/e", "  zajawka", "sidebar: baner http://a.pl/b"} <= set(lines)
    assert {"navigation: menu", "property: producer: program", "warning: uwaga"} <= set(lines)


def test_only_a_terminal_gets_colours_and_each_zone_its_own(capsys, terminal):
    shown = printed(capsys, page(""))
    styles = {
        name: found[1]
        for name in ("tytuł", "dział", "plik", "obraz", "odnośnik", "baner", "menu", "uwaga")
        if (found := re.search(rf"\x1b\[([\d;]+)m[^\x1b]*{name}", shown))
    }
    assert ("\x1b" in shown) is terminal
    assert len(set(styles.values())) == (8 if terminal else 0)


def test_archived_text_is_never_obeyed(capsys, terminal):
    shown = printed(capsys, page(ESCAPE))
    own = re.sub(r"\x1b\[[\d;]*m", "", shown)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", own)
    assert "\x1b[31m" not in shown.replace("\x1b[1;31m", "")
    assert own.count("[bold red]") == ESCAPE.count("[bold red]") * 19
    assert ":bomb:" in own
    assert len([line for line in own.splitlines() if line.startswith("warning:")]) == 2  # one is a line of the body


def test_long_text_is_wrapped_for_a_terminal_only(capsys, terminal, monkeypatch):
    monkeypatch.setenv("COLUMNS", "60")
    body = "Zdanie o remoncie mostu. " * 20
    article = ArticleContent(title=None, body=body.strip())
    content = PageContent(
        url=URL, kind=PageKind.STATIC, reader=Reader(name="t", version=1), title="T", articles=(article,)
    )
    assert (body.strip() in printed(capsys, content)) is not terminal
