"""What stands around a page changes from day to day; what the page says must not, and an edit must show as that alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from archive.digest import content_digest
from archive.terms.outcomes import PageKind
from pipelines.demo.blocks import Block, article_blocks, frame_of, static_blocks
from pipelines.demo.days import Article, Static, city
from pipelines.demo.markup import MARKUPS, render
from pipelines.demo.server import page_blocks
from pipelines.normalize import normalize_page
from pipelines.polish.forms import display
from scraper.parsers.registry import PageContext, parse
from scraper.parsers.template import Learner

ROOT = "http://127.0.0.1:8000"
MOMENT = datetime(2026, 11, 24, 12, tzinfo=UTC)
TODAY = frame_of(city(0), 10_017)
NOISE = {
    "counter": replace(TODAY, visits=1_234_567),
    "day": replace(TODAY, today=TODAY.today + timedelta(days=9)),
    "banners": replace(TODAY, banners=(*TODAY.banners[3:], *TODAY.banners[:3])),
    "menu": replace(TODAY, menu=(*TODAY.menu[:2], ("Budżet obywatelski 2027", "/budzet/"), *TODAY.menu[2:])),
}
NOISE["all"] = replace(
    NOISE["menu"], visits=9, today=date(2027, 3, 1), banners=(("Nowy baner", "Nowość", "/n/"), *TODAY.banners[::-1])
)


class Portal:
    """The pages of the bundled portal in one mark-up, as blocks that a test may alter before they are set.

    Every second page has no way back under it, so that the scores alone find its end.
    """

    def __init__(self, markup, template=None):
        self.markup = markup
        self.bulletin = MARKUPS[markup].bulletin
        self.template = template
        self.pages = [
            (path, [block for block in blocks if number % 2 or block.kind != "back"], language)
            for number, (path, blocks, language) in enumerate(page_blocks(city(0), bulletin=self.bulletin))
        ]
        self.calm = {path: self.read(path, blocks, language=language) for path, blocks, language in self.pages}

    def parsed(self, path, blocks, frame=TODAY, language="pl"):
        body = render(self.markup, blocks, frame, language=language)
        kind = f"text/html; charset={MARKUPS[self.markup].label}"
        return parse(
            body,
            PageContext(
                url=ROOT + path,
                content_type=kind,
                captured=MOMENT,
                template=self.template,
                sketched=self.template is None,
            ),
        ).page

    def read(self, path, blocks, frame=TODAY, language="pl"):
        return normalize_page(self.parsed(path, blocks, frame, language), today=MOMENT.date())

    def learned(self):
        learner = Learner()
        for path, blocks, language in self.pages[::3]:
            learner.learn(self.parsed(path, blocks, language=language).sketch)
        return Portal(self.markup, learner.template())


@pytest.fixture(scope="module", params=MARKUPS)
def portal(request):
    return Portal(request.param)


def content_of(page):
    """Everything a page says: what a snapshot is made of."""
    return (page.kind, page.section, page.title, page.articles, page.entries, page.warnings)


def digest(page):
    return content_digest(page, b"")


def text(page):
    return "\n\n".join(article.body for article in page.articles)


def assert_calm(portal, names):
    for path, blocks, language in portal.pages:
        for name in names:
            noisy = portal.read(path, blocks, NOISE[name], language)
            assert content_of(noisy) == content_of(portal.calm[path]), (path, name)
            assert digest(noisy) == digest(portal.calm[path])


def test_noise_in_the_frame_changes_no_page(portal):
    assert_calm(portal, NOISE)


@pytest.mark.parametrize("markup", ["divs", "bip"])
def test_noise_in_the_frame_changes_no_page_where_the_frame_is_known(markup):
    assert_calm(Portal(markup).learned(), ["all"])


def edits(portal):
    """Yield, of each page with paragraphs, one of them by turns: (path, language, blocks before, paragraph, after)."""
    for number, (path, blocks, language) in enumerate(portal.pages):
        places = [place for place, block in enumerate(blocks) if block.kind == "text" and block.text]
        if places:
            place = places[number % len(places)]
            yield path, language, blocks[:place], blocks[place], blocks[place + 1 :]


def test_one_changed_word_is_all_that_changes(portal):
    for path, language, before, paragraph, after in edits(portal):
        words = paragraph.text.split(" ")
        words[len(words) // 2] = "przedwczoraj"
        edited = replace(paragraph, text=" ".join(words))
        page = portal.read(path, [*before, edited, *after], NOISE["all"], language)
        calm = portal.calm[path]
        assert digest(page) != digest(calm)
        assert text(page) == text(calm).replace(display(paragraph.text), display(edited.text))
        assert (page.kind, page.section, page.title) == (calm.kind, calm.section, calm.title)


@pytest.mark.parametrize(
    "added",
    ["Wstęp wolny.", "Na przebudowę miasto wyda 120 tys. zł, a prace potrwają do końca czerwca przyszłego roku."],
)
def test_one_added_paragraph_is_all_that_changes(portal, added):
    for path, language, before, paragraph, after in edits(portal):
        page = portal.read(path, [*before, paragraph, Block(kind="text", text=added), *after], NOISE["all"], language)
        calm = portal.calm[path]
        assert digest(page) != digest(calm)
        assert text(page) == text(calm).replace(
            display(paragraph.text), f"{display(paragraph.text)}\n\n{display(added)}"
        )
        assert (page.kind, page.section, page.title) == (calm.kind, calm.section, calm.title)


FILES = (
    ("protokół obrad (PDF)", "/pliki/protokol.pdf"),
    ("lista obecności", "/pliki/lista.pdf"),
    ("uchwała", "/pobierz/77"),
)


def news(title, *paragraphs, files=()):
    path = "/biuro-prasowe/aktualnosci/art,99,krotko.html"
    signed = {"author": "Jan Nowak", "responsible": "Anna Lis"}
    return Article(
        path=path,
        section="aktualności",
        title=title,
        published=date(2026, 11, 20),
        paragraphs=paragraphs,
        files=files,
        **signed,
    )


def notice(title, *paragraphs):
    return Static(path="/kasa/", title=title, paragraphs=paragraphs)


LITTLE = [
    notice("Kasa urzędu", "Kasa jest nieczynna do odwołania."),
    notice("Zebranie", "Odwołane."),
    news("Kasa nieczynna", "W poniedziałek kasa urzędu jest nieczynna."),
    news("Odwołane zebranie", "Odwołane."),
    news("Protokół z sesji", files=FILES),
    news("Protokół z sesji", files=FILES[:1]),
    news("Protokół z sesji rady", "W załączeniu protokół.", files=FILES),
]


@pytest.mark.parametrize("back", [True, False])
@pytest.mark.parametrize("one", LITTLE, ids=lambda one: f"{one.title}-{len(one.paragraphs)}")
def test_a_page_that_says_little_is_read_whole_and_stays_the_same(portal, one, back):
    dated = isinstance(one, Article)
    blocks = article_blocks(one, bulletin=portal.bulletin) if dated else static_blocks(one)
    blocks = [block for block in blocks if back or block.kind != "back"]
    calm = portal.read(one.path, blocks)
    (article,) = calm.articles
    assert (calm.kind, calm.title) == (PageKind.ARTICLE if dated else PageKind.STATIC, one.title)
    assert article.body == "\n\n".join(one.paragraphs)
    assert [link.text for link in article.attachments] == [label for label, _ in (one.files if dated else ())]
    assert {digest(portal.read(one.path, blocks, frame)) for frame in NOISE.values()} == {digest(calm)}


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_of_attachments_alone_keeps_them(portal, count):
    files = FILES[:count]
    blocks = [Block(kind="title", text="Regulaminy"), Block(kind="files", text="Pliki do pobrania", more=files)]
    calm = portal.read("/regulaminy/", blocks)
    (article,) = calm.articles
    assert (calm.kind, article.body) == (PageKind.STATIC, "")
    assert [link.text for link in article.attachments] == [label for label, _ in files]
    assert {digest(portal.read("/regulaminy/", blocks, frame)) for frame in NOISE.values()} == {digest(calm)}
