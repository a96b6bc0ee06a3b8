"""The rendered view shows what came and went in its place, and nothing of an archived page can act in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import document_fromstring

from archive.diffs.rendered import BLOCKS, INLINE, POLICY, render_diff

ALLOWED = BLOCKS | INLINE | {"html", "head", "meta", "title", "style", "body", "ins", "del", "br"}
ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<img src=http://evil.example/a.png alt='\"><script>alert(1)</script>'>",
    "<svg onload=alert(1)><a href=javascript:alert(1)>a</a></svg>",
    "<iframe src=http://127.0.0.1/></iframe><object data=x></object><embed src=x>",
    "<a href='javascript:alert(1)' ping=http://evil.example>klik</a>",
    "<style>@import url(http://evil.example)</style><link rel=stylesheet href=http://evil.example>",
    "<meta http-equiv=refresh content='0;url=http://evil.example'><base href=http://evil.example/>",
    "<p style='background:url(http://evil.example)' onclick=alert(1)>tekst</p>",
    "<form action=http://evil.example><input name=a autofocus onfocus=alert(1)><button>ok</button></form>",
    "<template><script>alert(1)</script></template><noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<video src=http://evil.example autoplay></video><audio src=x></audio><picture><source srcset=x></picture>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<textarea></textarea><title></title><script>alert(1)</script>",
    "<div\u202e>\u202egnp.exe</div><p>\x00<ſcript>alert(1)</ſcript>",
    "<xmp><script>alert(1)</script></xmp><plaintext><script>alert(1)",
]


def body(page):
    return page.split("<body>\n")[1].split("\n</body>")[0]


def is_inert(page):
    tree = document_fromstring(page)
    for element in tree.iter():
        assert element.tag in ALLOWED, element.tag
        if element.tag != "meta":
            assert set(element.attrib) <= {"class"}
            assert element.get("class") in (None, "moved")
    assert [meta.get("content") for meta in tree.iter("meta")] == [None, POLICY]
    assert len(list(tree.iter("style"))) == 1
    assert "\x00" not in page
    assert "\u202e" not in page


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_of_an_archived_page_can_run_load_or_lead_anywhere(attack):
    for old, new in (
        ("<p>Stan.</p>", f"<p>Stan.</p>{attack}"),
        (f"<p>Stan.</p>{attack}", "<p>Stan.</p>"),
        (attack, attack * 2),
    ):
        is_inert(render_diff(old, new, title=attack))


def test_a_difference_split_over_the_letters_of_a_tag_is_text():
    page = render_diff("<p>&lt;scr ipt&gt;</p>", "<p>&lt;scr x ipt&gt;</p>", title="t")
    is_inert(page)
    assert "&lt;scr" in page


@given(st.text(alphabet="<>/a &;'\"=pbr!-", max_size=40), st.text(max_size=30))
def test_any_text_is_taken_and_stays_inert(old, new):
    is_inert(render_diff(old, new, title=old))
    is_inert(render_diff(new, old, title=new))


def test_what_came_and_went_stands_in_its_place():
    old = "<h1>Nabór</h1><ul><li>Opłata 500 zł</li><li>Wniosek</li></ul><p>Wstęp wolny.</p>"
    new = "<h1>Nabór</h1><ul><li>Opłata <b>600 zł</b></li><li>Wniosek i załącznik</li></ul>"
    assert body(render_diff(old, new, title="t")) == (
        "<h1>Nabór</h1><ul><li>Opłata <b><del>500 zł</del><ins>600 zł</ins></b></li>"
        "<li>Wniosek<ins> i załącznik</ins></li></ul><del>Wstęp wolny.</del>"
    )


def test_white_space_and_comments_of_the_source_are_no_difference():
    same = render_diff("<p>Raz  dwa</p>\n\n<p>trzy</p>", "<p>Raz\ndwa</p><!-- 12:00 --><p>trzy</p>", title="t")
    assert "<ins" not in same.split("<body>")[1]
    assert "<del" not in same.split("<body>")[1]


def test_a_paragraph_that_moved_is_marked_as_moved():
    one, two = "<p>Pierwszy akapit o remoncie mostu.</p>", "<p>Drugi akapit o nowej szkole.</p>"
    page = body(render_diff(one + two + "<p>x</p>", two + one + "<p>x</p>", title="t"))
    assert page.count('class="moved"') == 2


def test_an_empty_page_is_shown_as_what_went():
    assert "<del>Raz</del>" in render_diff("<p>Raz</p>", "", title="t")
    assert "[herb]" in render_diff("", "<img alt=herb><hr>", title="t")


def test_a_word_taken_out_of_the_middle_of_a_paragraph_is_shown_in_its_place():
    old = "<p>Rada Miasta Kielce jutro o godzinie dziesiątej uchwaliła budżet na nowy rok.</p>"
    shown = render_diff(old, old.replace("jutro ", ""), title="")
    assert "<p>Rada Miasta Kielce <del>jutro </del>o godzinie dziesiątej" in shown
