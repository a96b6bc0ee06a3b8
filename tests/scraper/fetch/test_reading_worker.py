"""The reading worker: a page may kill it or keep it, and costs no other page more than a wait."""

import asyncio
import os
import signal

import pytest

from scraper.fetch import reading
from scraper.fetch.reading import ReaderKilled, Reading
from scraper.parsers.registry import PageContext, parse
from scraper.portals.base import Portal

PORTAL = Portal(name="a", seeds=("http://a.example/",), hosts=("a.example",))


def page(number, menu="menu"):
    text = f"<title>Strona {number}</title><nav><a href='/'>{menu}</a></nav><h1>Strona {number}</h1><p>Treść strony, <a href='/{number + 1}'>dalej</a>.</p>"
    return text.encode(), PageContext(url=f"http://a.example/{number}")


def run(job):
    async def whole():
        reader = Reading(1, PORTAL)
        reader.start()
        try:
            return await asyncio.wait_for(job(reader), 60)
        finally:
            reader.close()

    return asyncio.run(whole())


def test_pages_come_back_as_this_process_would_read_them_in_any_order_of_frames():
    pages = [page(number, menu=f"menu {number % 3}") for number in range(9)]

    async def job(reader):
        return await asyncio.gather(*(reader.read(*one) for one in pages))

    assert [answer.parsed for answer in run(job)] == [parse(*one) for one in pages]


def test_more_frames_than_are_remembered_are_told_apart(monkeypatch):
    pages = [page(number, menu=f"menu {number % 90}") for number in range(200)]

    async def job(reader):
        return await asyncio.gather(*(reader.read(*one) for one in pages))

    assert [answer.parsed for answer in run(job)] == [parse(*one) for one in pages]


def test_b04_a_worker_that_dies_loses_no_page():
    async def job(reader):
        waiting = [asyncio.ensure_future(reader.read(*page(number))) for number in range(5)]
        await asyncio.sleep(0)
        os.kill(reader._worker._process.pid, signal.SIGKILL)
        return await asyncio.gather(*waiting)

    assert [read.parsed.page.title for read in run(job)] == [f"Strona {number}" for number in range(5)]


def test_b04_a_page_that_kills_the_worker_twice_is_given_up_and_the_others_are_read():
    async def job(reader):
        deadly = asyncio.ensure_future(reader.read(*page(0)))
        await asyncio.sleep(0)
        for _ in range(2):
            worker = reader._worker
            os.kill(worker._process.pid, signal.SIGKILL)
            while reader._worker is worker and not deadly.done():  # noqa: ASYNC110 # there is no event to wait for
                await asyncio.sleep(0.001)
        with pytest.raises(ReaderKilled, match="killed by this page"):
            await deadly
        return await reader.read(*page(1))

    assert run(job).parsed.page.title == "Strona 1"


def test_a20_a_page_that_takes_too_long_ends_the_worker_and_says_so(monkeypatch):
    monkeypatch.setattr(reading, "DEADLINE", 0.001)

    async def job(reader):
        with pytest.raises(ReaderKilled, match="longer than"):
            await reader.read(*page(0))
        monkeypatch.setattr(reading, "DEADLINE", 60.0)
        return await reader.read(*page(1))

    assert run(job).parsed.page.title == "Strona 1"


def test_without_a_worker_pages_are_read_in_this_process():
    async def job():
        return await Reading(0, PORTAL).read(*page(0))

    answer = asyncio.run(job())
    assert answer.parsed == parse(*page(0))
    assert [led.url for led in answer.content] == ["http://a.example/1"]
    assert [led.url for led in answer.frame] == ["http://a.example/"]
