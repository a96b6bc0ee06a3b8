"""Crawl speed and memory: Kronika against stock Scrapy and a naive pipeline, in one run, as ratios.

    python benchmarks/crawl.py [--pages 2000] [--rounds 3]

A loopback server in a process of its own gives pages of 50 kB (an own article in the frame of a portal, with as many
elements, links and words as pages of that size in the wild), each linked from a list. Three crawlers fetch them all, in turn, each in a fresh process, median of the rounds:
`stock` is a Scrapy spider with default settings that does nothing with the page; `naive` parses with BeautifulSoup
(html.parser), reads the date with dateparser.parse and commits an ORM row an item; `kronika` is `kronika crawl` into
SQLite with everything on. Memory is the peak of the summed resident sets of a crawler's processes.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
from outcome import Row, conclude

FLOOR_STOCK = 0.5
FLOOR_NAIVE = 12.0
CEILING_MB = 400
MISSING = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
WORDS = [
    "miasto",
    "Kielce",
    "uchwała",
    "rada",
    "prezydent",
    "mieszkańcy",
    "inwestycja",
    "ulica",
    "przebudowa",
    "środki",
    "złotych",
    "wniosek",
    "termin",
    "składania",
    "ogłoszenie",
    "konkurs",
    "świętokrzyskie",
    "zarządzenie",
    "budżet",
    "obywatelski",
    "głosowanie",
    "spotkanie",
    "komisja",
    "zaprasza",
    "bezpłatny",
    "udział",
    "szkoła",
    "młodzież",
    "źródło",
    "żłobek",
    "przyjęcie",
    "dokument",
    "załącznik",
    "wydział",
    "kultury",
]


def words(seed: int, count: int) -> str:
    state = seed * 2654435761 % 2**32
    chosen = []
    for _ in range(count):
        state = (state * 1103515245 + 12345) % 2**31
        chosen.append(WORDS[(state >> 8) % len(WORDS)])
    return " ".join(chosen)


STYLE = "margin:0 0 4px 0; padding:2px 6px; border:0 none; font-family:Verdana,Arial,sans-serif; color:#224466"
"""Written out at every element, as portals of that time did."""


def page(number: int, pages: int) -> bytes:
    """Return an article page of 50 kB with what pages of that size in the wild have: about 600 elements, 110 links,
    13 pictures and 1 200 words; the rest is attributes and scripts."""
    menu = "".join(
        f'<tr><td class="menu-left level-{n % 3}" style="{STYLE}"><a class="menu" title="Pozycja menu {n}" '
        f'href="/art,{n % pages},{n}.html"><span>Pozycja menu {n}</span></a></td></tr>\n'
        for n in range(96)
    )
    banners = "".join(
        f'<div class="banner-right" style="{STYLE}"><a href="/art,{n % pages},{n}.html" target="_blank">'
        f'<img src="/images/banners/b{n}.jpg" width="180" height="60" border="0" alt="Baner {n}"></a><br>'
        f"<font>Baner numer {n}</font></div>\n"
        for n in range(13)
    )
    paragraphs = "".join(
        f'<p class="MsoNormal" style="{STYLE}"><span lang="PL"><font>{words(number * 97 + n, 20)}, <strong>'
        f"{words(number * 89 + n, 3)}</strong> {words(number * 83 + n, 9)}.</font></span></p>\n"
        for n in range(30)
    )
    script = "".join(f"menu_items[{n}] = new Array('/art,{n}.html', 'Pozycja {n}', {n});\n" for n in range(100))
    text = f"""<!DOCTYPE html><html lang="pl"><head><meta charset="utf-8"><title>Artykuł {number} o sprawach miasta - Kielce</title>
<script type="text/javascript">var menu_items = new Array();\n{script}</script></head>
<body bgcolor="#ffffff"><table width="980" cellspacing="0" cellpadding="0" border="0"><tr><td colspan="3">
<a href="/">Strona główna</a></td></tr><tr><td valign="top"><table width="190">{menu}</table></td>
<td valign="top" class="srodek"><h2>luty</h2><h1>Artykuł {number} o sprawach miasta</h1>
<p class="data">{number % 27 + 1} lutego 2018</p>{paragraphs}<p><a href="/">lista aktualności</a></p></td>
<td valign="top">{banners}</td></tr></table>
<div id="stopka"><p>Urząd Miasta Kielce, Rynek 1</p><p>Odwiedzin: {number * 7}</p></div></body></html>"""
    return text.encode()


def serve(pages: int, queue: multiprocessing.Queue) -> None:
    bodies = {f"/art,{n},{n}.html": page(n, pages) for n in range(pages)}
    links = "".join(f'<li><a href="{path}">Artykuł {n}</a></li>' for n, path in enumerate(bodies))
    bodies["/"] = (
        f'<html lang="pl"><head><meta charset="utf-8"><title>Lista</title></head><body><ul>{links}</ul></body></html>'.encode()
    )

    answers = {
        path.encode(): b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n"
        % len(body)
        + body
        for path, body in bodies.items()
    }
    asyncio.run(answer(answers, queue, len(bodies["/art,1,1.html"])))


async def answer(answers: dict[bytes, bytes], queue: multiprocessing.Queue, size: int) -> None:
    """Serve ready answers from memory: a server that works hard would be measured in the crawlers' stead."""

    class Connection(asyncio.Protocol):
        def connection_made(self, transport: asyncio.Transport) -> None:
            self.transport = transport
            self.asked = b""

        def data_received(self, data: bytes) -> None:
            self.asked += data
            while b"\r\n\r\n" in self.asked:
                head, _, self.asked = self.asked.partition(b"\r\n\r\n")
                self.transport.write(answers.get(head.split(b" ", 2)[1], MISSING))

    server = await asyncio.get_running_loop().create_server(Connection, "127.0.0.1", 0)
    queue.put((server.sockets[0].getsockname()[1], size))
    await server.serve_forever()


STOCK = """
import sys, scrapy
from scrapy.crawler import CrawlerProcess
class Stock(scrapy.Spider):
    name = "stock"; start_urls = [sys.argv[1]]
    def parse(self, response):
        for n in range(int(sys.argv[2])):
            yield scrapy.Request(response.urljoin(f"/art,{n},{n}.html"), callback=self.nothing)
    def nothing(self, response):
        pass
process = CrawlerProcess({"LOG_LEVEL": "ERROR", "TELNETCONSOLE_ENABLED": False, "REMOTE_CONTROL_ENABLED": False})
crawler = process.create_crawler(Stock); process.crawl(crawler); process.start()
if crawler.stats.get_value("downloader/response_status_count/200", 0) < int(sys.argv[2]):
    sys.exit("stock did not fetch every page")
"""

NAIVE = """
import sys, scrapy, dateparser
from bs4 import BeautifulSoup
from scrapy.crawler import CrawlerProcess
from sqlalchemy import create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
class Base(DeclarativeBase): pass
class Row(Base):
    __tablename__ = "rows"
    id: Mapped[int] = mapped_column(primary_key=True)
    url: Mapped[str]; title: Mapped[str]; published: Mapped[str]; body: Mapped[str]
engine = create_engine(f"sqlite:///{sys.argv[3]}"); Base.metadata.create_all(engine)
class Naive(scrapy.Spider):
    name = "naive"; start_urls = [sys.argv[1]]
    def parse(self, response):
        for n in range(int(sys.argv[2])):
            yield scrapy.Request(response.urljoin(f"/art,{n},{n}.html"), callback=self.article)
    def article(self, response):
        soup = BeautifulSoup(response.text, "html.parser")
        paragraphs = [p.get_text() for p in soup.find_all("p")]
        yield {"url": response.url, "title": soup.h1.get_text(), "published": str(dateparser.parse(paragraphs[0])), "body": "\\n\\n".join(paragraphs)}
class Store:
    def process_item(self, item):
        with Session(engine) as session:
            session.add(Row(**item)); session.commit()
        return item
process = CrawlerProcess({"LOG_LEVEL": "ERROR", "TELNETCONSOLE_ENABLED": False, "REMOTE_CONTROL_ENABLED": False, "ITEM_PIPELINES": {Store: 100}})
crawler = process.create_crawler(Naive); process.crawl(crawler); process.start()
if crawler.stats.get_value("item_scraped_count", 0) < int(sys.argv[2]):
    sys.exit("naive did not store every page")
"""


def measure(command: list[str]) -> tuple[float, float]:
    """Return (seconds, peak megabytes of the process and its children)."""
    began = time.perf_counter()
    said = tempfile.TemporaryFile("w+")  # noqa: SIM115 # a pipe nobody reads would stop a talkative peer
    process = psutil.Popen(command, stdout=subprocess.DEVNULL, stderr=said)
    peak = 0.0
    while process.poll() is None:
        total = 0
        for each in [process, *_children(process)]:
            try:
                total += each.memory_info().rss
            except psutil.Error:
                continue
        peak = max(peak, total / 2**20)
        time.sleep(0.1)
    seconds = time.perf_counter() - began
    if process.returncode != 0:
        said.seek(0)
        sys.exit(f"{command[0]} {command[1][:40]} ended with {process.returncode}: {said.read()[-2000:]}")
    return seconds, peak


def check_captured(kronika: str, archive: str, pages: int) -> None:
    """Stop the benchmark unless every page is a snapshot."""
    said = subprocess.run(
        [kronika, "--archive", archive, "crawls", "--json"], capture_output=True, text=True, check=True
    )
    new = json.loads(said.stdout)["captures"]["new"]
    if new != pages + 1:
        sys.exit(f"kronika captured {new} of {pages + 1} pages")


def _children(process: psutil.Process) -> list[psutil.Process]:
    try:
        return process.children(recursive=True)
    except psutil.Error:
        return []


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--pages", type=int, default=2000)
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--json", action="store_true")
    options = arguments.parse_args()
    queue: multiprocessing.Queue = multiprocessing.Queue()
    server = multiprocessing.Process(target=serve, args=(options.pages, queue), daemon=True)
    server.start()
    port, size = queue.get(timeout=120)
    url = f"http://127.0.0.1:{port}/"
    kronika = str(Path(sys.executable).with_name("kronika"))
    rates: dict[str, list[float]] = {"stock": [], "naive": [], "kronika": []}
    peaks: dict[str, float] = dict.fromkeys(rates, 0.0)
    try:
        with tempfile.TemporaryDirectory() as folder:
            # Scrapy reads a spider's source, so the peers are files.
            peers = {name: Path(folder, f"{name}.py") for name in ("stock", "naive")}
            peers["stock"].write_text(STOCK, encoding="utf-8")
            peers["naive"].write_text(NAIVE, encoding="utf-8")
            for number in range(options.rounds):
                commands = {
                    "stock": [sys.executable, str(peers["stock"]), url, str(options.pages)],
                    "kronika": [
                        kronika,
                        "--archive",
                        f"{folder}/{number}.db",
                        "crawl",
                        "--seed",
                        url,
                        "--allow-private",
                        "--delay",
                        "0",
                    ],
                    "naive": [
                        sys.executable,
                        str(peers["naive"]),
                        url,
                        str(options.pages),
                        f"{folder}/naive{number}.db",
                    ],
                }
                for name, command in commands.items():
                    seconds, peak = measure(command)
                    rates[name].append(options.pages / seconds)
                    if name == "kronika":
                        check_captured(kronika, f"{folder}/{number}.db", options.pages)
                    peaks[name] = max(peaks[name], peak)
    finally:
        server.terminate()
    report(options, size, rates, peaks)


def report(options: argparse.Namespace, size: int, rates: dict[str, list[float]], peaks: dict[str, float]) -> None:
    median = {name: statistics.median(values) for name, values in rates.items()}
    pages = f"{options.pages} pages of {size / 1000:.0f} kB"
    print(f"{pages}, median of {options.rounds} rounds, start-up included", file=sys.stderr)
    print(
        ", ".join(f"{name} {median[name]:.1f} pages/s, peak {peaks[name]:.0f} MB" for name in median), file=sys.stderr
    )
    rows = [
        Row(work=f"crawl of {pages}", unit="pages/s", ours=median["kronika"], peer_name="stock Scrapy",
            peer=median["stock"], bound=FLOOR_STOCK),
        Row(work=f"crawl of {pages}", unit="pages/s", ours=median["kronika"], peer_name="naive pipeline",
            peer=median["naive"], bound=FLOOR_NAIVE),
        Row(work="peak memory of a crawl's processes", unit="MB", ours=peaks["kronika"], peer_name="limit",
            peer=CEILING_MB, bound=1, most=True),
    ]  # fmt: skip
    conclude(rows, as_json=options.json)


if __name__ == "__main__":
    main()
