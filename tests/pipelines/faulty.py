"""A server by hand that says exactly the bytes it is told to, and a crawl of it in a process of its own."""

from __future__ import annotations

import json
import socket
from collections import Counter
from contextlib import contextmanager, suppress
from threading import Event, Thread

from command import run

TEXT = "<p>Rada miasta przyjęła uchwałę o remoncie mostu. Prace ruszą w maju i potrwają do końca roku.</p>"

HASTY = """
import atexit, sys
from scraper.fetch.middleware import AddressMiddleware
plain = AddressMiddleware.process_request

def hasty(self, request):
    if "/a20/" in request.url:
        request.meta["download_timeout"] = 1.0
    return plain(self, request)

AddressMiddleware.process_request = hasty

def tell_peak():
    with open("/proc/self/status") as own:
        peak = next(line.split()[1] for line in own if line.startswith("VmHWM"))
    sys.stderr.write(f"\\npeak {peak}")

atexit.register(tell_peak)
"""
"""Cuts the deadline of pages under /a20/ to a second, and has the process tell its peak memory in KiB as it ends.

The peak is the process's own (VmHWM): ru_maxrss would count the process that started it as well."""


def page(title, more="", head=""):
    return f"<html><head><title>{title}</title>{head}</head><body><h1>{title}</h1>{TEXT}{more}</body></html>".encode()


def answer(body=b"", *headers, status="200 OK", length=True):
    """Return an answer's bytes; `length` False leaves Content-Length out, a number lies about it."""
    lines = [f"HTTP/1.1 {status}", "Connection: close", *headers]
    if not any(header.lower().startswith("content-type") for header in headers):
        lines.append("Content-Type: text/html; charset=utf-8")
    if length is not False:
        lines.append(f"Content-Length: {len(body) if length is True else length}")
    return "\r\n".join(lines).encode("utf-8") + b"\r\n\r\n" + body


def redirect(location, *headers):
    return answer(b"", f"Location: {location}", *headers, status="302 Found")


MISSING = answer(b"<h1>404</h1>", status="404 Not Found")
FOREVER = object()
"""In an answer's pieces: the last piece again until the reader goes away."""
NEVER = object()
"""In an answer's pieces: nothing more, and the connection stays open."""


class FaultyPortal:
    """Answers paths with bytes, pieces of bytes, or what a function of (times asked, request head) returns."""

    def __init__(self):
        self.answers = {}
        self.requests = []
        self._counted = Counter()
        self._over = Event()
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self._socket.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._thread = Thread(target=self._listen, daemon=True)
        self._thread.start()

    def close(self):
        self._over.set()
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join()

    def _listen(self):
        while not self._over.is_set():
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection):
        with connection, suppress(OSError):
            connection.settimeout(10)
            head = b""
            while b"\r\n\r\n" not in head:
                piece = connection.recv(65536)
                if not piece:
                    return
                head += piece
            text = head.decode("latin-1")
            path = text.split()[1]
            self.requests.append(path)
            self._counted[path] += 1
            made = self.answers.get(path, MISSING)
            self._say(connection, made(self._counted[path], text) if callable(made) else made)
            with suppress(OSError):
                connection.shutdown(socket.SHUT_WR)

    def _say(self, connection, made):
        last = b""
        for piece in (made,) if isinstance(made, bytes) else made:
            if piece is NEVER:
                self._over.wait(10)
            elif piece is FOREVER:
                while not self._over.is_set():
                    connection.sendall(last)
            else:
                connection.sendall(piece)
                last = piece


@contextmanager
def faulty(count=1):
    """Serve `count` portals and one more that nobody may visit, the canary."""
    portals = [FaultyPortal() for _ in range(count + 1)]
    try:
        yield (*portals[:-1], portals[-1])
    finally:
        for portal in portals:
            portal.close()


class Account:
    """What a crawl said of each URL."""

    def __init__(self, crawl, report, peak):
        self.crawl = crawl
        self.report = report
        self.peak = peak
        self.urls = {entry["url"]: entry for entry in report["urls"]}


def crawl_of(archive, *seeds):
    """Crawl the seeds into an archive and return the account, peak memory in MiB."""
    words = [word for seed in seeds for word in ("--seed", seed)]
    done = run("--archive", archive, "crawl", *words, "--allow-private", "--json", before=HASTY)
    assert done.returncode == 0, done.stderr
    report = run("--archive", archive, "crawl-report", 1, "--all", "--json")
    peak = int(done.stderr.rpartition("peak ")[2]) / 1024
    return Account(json.loads(done.stdout), json.loads(report.stdout), peak)
