"""Serves the bundled portal on loopback, on whichever day it is; an HTTP server a crawler takes for a real one."""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from xml.sax.saxutils import escape

from archive.terms.errors import BadInput
from pipelines.demo.blocks import (
    Block,
    article_blocks,
    frame_of,
    links_blocks,
    listing_blocks,
    month_blocks,
    resource,
    static_blocks,
)
from pipelines.demo.days import ARCHIVE, NEWS, PER_PAGE, City, city
from pipelines.demo.markup import MARKUPS, render

Page = tuple[str, bytes]
"""(content type, body)"""


Calendar = Callable[[int], City]
"""The portal on a day."""


class DemoServer:
    """The portal while it runs: its address, its mark-up, the day it is, and the requests it was sent."""

    def __init__(self, markup: str, day: int, calendar: Calendar = city) -> None:
        self.markup = markup
        self.day = day
        self._calendar = calendar
        self.url = ""
        self.requests: list[tuple[str, int]] = []
        self._pages: dict[int, dict[str, Page]] = {}

    def state(self) -> City:
        """Return the portal of the day."""
        return self._calendar(self.day)

    def pages(self) -> dict[str, Page]:
        """Return the pages of the day by path."""
        if self.day not in self._pages:
            self._pages[self.day] = site(self.state(), self.markup, self.url)
        return self._pages[self.day]

    def page(self, path: str) -> Page | None:
        """Return what stands at a path; a bulletin's board has a page for any number."""
        past = _BOARD_PAGE.fullmatch(path)
        if path in self.pages() or past is None or not MARKUPS[self.markup].bulletin:
            return self.pages().get(path)
        state = self.state()
        blocks = board_past_end(state, int(past[1]))
        return _type(self.markup), render(self.markup, blocks, frame_of(state, 10_000))

    def instead(self, path: str) -> tuple[int, bytes] | None:
        """Return the status and body with which an address answers in its page's place, None where it does not."""
        answers = dict(self.state().answers)
        answer = answers.get(path) or answers.get("*")
        if answer is None or (path == "/robots.txt" and answer == "maintenance"):
            return None
        if answer == "soft-404":
            frame = frame_of(self.state(), 10_000)
            return 200, render(self.markup, list(_NOT_FOUND), frame)
        return _ANSWERS[answer]

    def moved(self) -> dict[str, str]:
        """Return the redirects of the day."""
        return dict(self.state().moved)


_NOT_FOUND = (
    Block(kind="title", text="Nie znaleziono strony"),
    Block(
        kind="text",
        text="Strona o podanym adresie nie istnieje. Proszę sprawdzić adres albo przejść do strony głównej.",
    ),
)
_MISSING = b"<html><title>404</title><h1>Nie znaleziono strony</h1></html>"
_ANSWERS = {
    "404": (404, _MISSING),
    "410": (410, "<html><title>410</title><h1>Strona została usunięta</h1></html>".encode()),
    "503": (503, b"<html><title>503</title><h1>Service Unavailable</h1></html>"),
    "maintenance": (
        200,
        "<html><head><title>Przerwa techniczna</title></head><body><h1>Przerwa techniczna</h1>"
        "<p>Trwają prace serwisowe, portal jest chwilowo niedostępny. Zapraszamy później.</p></body></html>".encode(
            "ascii", "xmlcharrefreplace"
        ),
    ),
}


def site(state: City, markup: str, root: str) -> dict[str, Page]:
    """Return all pages of a day by path."""
    bulletin = MARKUPS[markup].bulletin
    pages: dict[str, Page] = {}
    for number, (path, blocks, language) in enumerate(page_blocks(state, bulletin=bulletin)):
        frame = frame_of(state, 10_000 + 97 * state.day + number, number)
        pages[path] = (_type(markup), render(markup, blocks, frame, language=language))
    labels = {path: label for label, path in _attached(state)}
    for path, text in state.files:
        address = resource(path, labels[path]) if bulletin else path
        pages[address] = ("application/pdf", pdf(text))
    pages["/rss.xml"] = ("application/rss+xml", _rss(state, root))
    addresses = [path for path in pages if path.endswith(("/", ".html"))]
    locations = "".join(f"<url><loc>{escape(root.rstrip('/') + path)}</loc></url>" for path in addresses)
    sitemap = f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{locations}</urlset>'
    pages["/sitemap.xml"] = ("application/xml", sitemap.encode())
    robots = f"User-agent: *\nDisallow: /szukaj\nSitemap: {root}sitemap.xml\n"
    pages["/robots.txt"] = ("text/plain", robots.encode())
    return pages


def _type(markup: str) -> str:
    return f"text/html; charset={MARKUPS[markup].label}"


def _attached(state: City) -> Iterator[tuple[str, str]]:
    """Yield the label and address of every file, as articles and items name them."""
    for article in (*state.articles, *state.archived):
        yield from article.files
    for month in state.months:
        for _, items in month.days:
            for item in items:
                yield from item.files


_BOARD_PAGE = re.compile(re.escape(NEWS) + r"aktualnosci-1\.html\?page=(\d+)")


def _board_path(number: int, *, bulletin: bool) -> str:
    if number == 1:
        return NEWS
    return f"{NEWS}aktualnosci-1.html?page={number}" if bulletin else f"{NEWS}strona,{number}.html"


def _board(state: City, number: int, *, bulletin: bool, asked: int | None = None) -> list[Block]:
    """Return a page of the news list; a bulletin's pager always has a next page, counted from the one asked for."""
    pages = -(-len(state.articles) // PER_PAGE)
    pager = [(str(one), _board_path(one, bulletin=bulletin)) for one in range(1, pages + 1)]
    if bulletin:
        pager.append(("następna", _board_path((asked or number) + 1, bulletin=True)))
    chunk = state.articles[(number - 1) * PER_PAGE : number * PER_PAGE]
    return listing_blocks("Aktualności", chunk, tuple(pager), current=number, bulletin=bulletin)


def board_past_end(state: City, asked: int) -> list[Block]:
    """Return what a bulletin's board shows for a page past its last one: page 1 again, and a next page."""
    return _board(state, 1, bulletin=True, asked=asked)


def _counted(state: City, blocks: list[Block]) -> list[Block]:
    """Return an article's content with how often it was read, where the portal prints that."""
    if not state.restless:
        return blocks
    count = Block(kind="count", text=f"Liczba wyświetleń: {120 + 31 * state.day + len(blocks[1].text)}")
    return [*blocks[:-1], count, blocks[-1]]


def page_blocks(state: City, *, bulletin: bool) -> Iterator[tuple[str, list[Block], str]]:
    """Yield the address, content and language of every page of a day."""
    yield "/", listing_blocks("Portal miasta", state.articles[:5], (), bulletin=bulletin), "pl"
    for number in range(1, -(-len(state.articles) // PER_PAGE) + 1):
        yield _board_path(number, bulletin=bulletin), _board(state, number, bulletin=bulletin), "pl"
    for article in (*state.articles, *state.archived):
        yield article.path, _counted(state, article_blocks(article, bulletin=bulletin)), "pl"
    months = [(month.title.replace("Archiwum aktualności ", "").lstrip("- "), month.path) for month in state.months]
    folders = sorted({article.path.rpartition("/")[0] + "/" for article in state.archived})
    named = [(f"{folder.split('/')[-2]} {folder.split('-')[-1][:4]}", folder) for folder in folders]
    yield ARCHIVE, links_blocks("Archiwum aktualności", (*named, *months)), "pl"
    for folder, (name, _) in zip(folders, named, strict=True):
        inside = tuple(article for article in state.archived if article.path.startswith(folder))
        yield folder, listing_blocks(f"Aktualności: {name}", inside, (), bulletin=bulletin), "pl"
    for month in state.months:
        yield month.path, month_blocks(month, bulletin=bulletin), "pl"
    for page in state.static:
        yield page.path, static_blocks(page), page.language
    for number, (_, caption) in enumerate(state.banners):
        text = (
            f"To jest strona działu {caption}. Znajdziesz tu przepisy, formularze i odpowiedzi na pytania mieszkańców."
        )
        yield f"/banery/{number}/", [Block(kind="title", text=caption), Block(kind="text", text=text)], "pl"
    for number, name in enumerate(state.icons):
        text = f"Serwis {name} prowadzi odrębny zespół urzędu; informacje są aktualizowane w dni robocze."
        yield f"/ikony/{number}/", [Block(kind="title", text=name), Block(kind="text", text=text)], "pl"


def _rss(state: City, root: str) -> bytes:
    items = "".join(
        f"<item><title>{escape(article.title)}</title><link>{root.rstrip('/')}{article.path}</link>"
        f"<pubDate>{article.published:%a, %d %b %Y} 08:00:00 +0100</pubDate></item>"
        for article in state.articles[:PER_PAGE]
    )
    feed = f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Aktualności</title>{items}</channel></rss>'
    return feed.encode()


def pdf(text: str) -> bytes:
    """Return a one-page PDF that says `text`."""
    said = text.encode("ascii", "replace").decode()
    stream = f"BT /F1 24 Tf 72 720 Td ({said}) Tj ET"
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 {font} >> >> >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
    ]
    body, offsets = "%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    trailer = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF\n"
    return (body + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{trailer}").encode("ascii")


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    portal: DemoServer


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    disable_nagle_algorithm = True
    server: _Server

    def do_GET(self) -> None:  # the library's name
        portal = self.server.portal
        target, instead = portal.moved().get(self.path), portal.instead(self.path)
        kind, body = portal.page(self.path) or ("", b"")
        if instead is not None:
            self._answer(instead[0], instead[1], _type(portal.markup) if instead[0] == 200 else "text/html", {})
        elif target is not None:
            self._answer(301, b"", "text/html", {"Location": target})
        elif not body:
            self._answer(404, _MISSING, "text/html", {})
        else:
            etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
            known = self.headers.get("If-None-Match") == etag
            self._answer(304 if known else 200, b"" if known else body, "" if known else kind, {"ETag": etag})

    def _answer(self, status: int, body: bytes, kind: str, headers: dict[str, str]) -> None:
        self.server.portal.requests.append((self.path, status))
        if body and "gzip" in self.headers.get("Accept-Encoding", ""):
            body = gzip.compress(body, 6, mtime=0)
            headers |= {"Content-Encoding": "gzip"}
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if kind:
            self.send_header("Content-Type", kind)
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 # the library's name
        """Say nothing; `requests` has it."""


@contextmanager
def serve(markup: str, *, day: int = 0, port: int = 0, calendar: Calendar = city) -> Iterator[DemoServer]:
    """Serve the portal on 127.0.0.1 while the context lasts. Raises BadInput for an unknown mark-up."""
    if markup not in MARKUPS:
        raise BadInput(f"“{markup}” is no mark-up of the portal; choose one of {', '.join(MARKUPS)}")
    portal = DemoServer(markup, day, calendar)
    server = _Server(("127.0.0.1", port), _Handler)
    server.portal = portal
    portal.url = f"http://127.0.0.1:{server.server_address[1]}/"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield portal
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
