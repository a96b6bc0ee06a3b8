"""Parsing outside the event loop: a worker process that may die of a page without taking the crawl along.

Pages go to the worker one after another over a socket that the event loop itself serves (a pool of the standard
library needs two more threads in this process, which took 2 ms a page from it). One page is read at a time, under a
memory limit and a deadline (FAULTS A19, B04). The worker ends with its parent, also when that is killed.
"""

from __future__ import annotations

import asyncio
import pickle
import socket
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, BinaryIO

from archive.terms.facts import Found
from archive.terms.marks import Link, SidebarLink
from scraper.fetch.spawning import spawned
from scraper.found import found_in_content, found_in_frame
from scraper.parsers.registry import PageContext, Parsed, parse
from scraper.parsers.template import Template
from scraper.portals.base import Portal
from scraper.processes import collect_seldom

DEADLINE = 60.0
"""Seconds one page may take."""

MOST_FRAMES = 64
"""Frames that are remembered on either side of the worker's socket."""

_LENGTH = 4
"""Bytes that say how long a message is."""

Frame = tuple[tuple[SidebarLink, ...], tuple[Link, ...], tuple[Found, ...]]
"""The links of a frame, and what they lead to."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A page as parsed, and what its content and its frame lead to: thousands of addresses at times, which take time too."""

    parsed: Parsed
    content: tuple[Found, ...]
    frame: tuple[Found, ...]


Folded = tuple[Answer | Exception, int | None, Frame | None]


class ReaderKilled(Exception):  # it is what happened
    """The worker died of this page, or took longer than the deadline (`late`)."""

    def __init__(self, words: str, *, late: bool = False) -> None:
        super().__init__(words)
        self.late = late


class _WorkerLost(Exception):  # of another page
    """The worker is gone and this page was still waiting: it is to be read by the next one."""


class Reading:
    """Reads pages of a portal in a worker process, or in this one when `workers` is 0, all with the same template."""

    def __init__(self, workers: int, portal: Portal, template: Template | None = None) -> None:
        self._workers = workers
        self._portal = portal
        self._template = template
        self._worker: _Worker | None = None

    def start(self) -> None:
        """Start the worker ahead of the first page; within the running event loop."""
        if self._workers:
            self._living()

    async def read(self, payload: bytes, context: PageContext) -> Answer:
        """Return the page as parsed, and what it leads to.

        Raises ReaderKilled when the worker died of it twice or ran out of time.
        """
        if not self._workers:
            return _read(payload, replace(context, template=self._template), self._portal)
        died = False
        while True:
            try:
                return await self._living().ask(payload, context)
            except _WorkerLost:
                continue
            except ReaderKilled as error:
                if died or error.late:
                    raise
                died = True

    def _living(self) -> _Worker:
        if self._worker is None or self._worker.lost:
            self._worker = _Worker(asyncio.get_running_loop(), self._portal, self._template)
        return self._worker

    def close(self) -> None:
        """Stop the worker."""
        if self._worker is not None:
            self._worker.kill()
            self._worker = None


class _Worker(asyncio.Protocol):
    """A worker process and the pages it has in hand, oldest first: the oldest is the one it is reading."""

    def __init__(self, loop: asyncio.AbstractEventLoop, portal: Portal, template: Template | None) -> None:
        self._loop = loop
        self._waiting: deque[asyncio.Future[Answer]] = deque()
        self._early: list[bytes] = []
        self._received = bytearray()
        self._frames = _Frames()
        self._transport: Any = None
        self._timer: asyncio.TimerHandle | None = None
        self._late = False
        self.lost = False
        taken = spawned()
        self._process = taken.process
        self._send((portal, template))
        taken.channel.settimeout(0)
        self._connecting = loop.create_task(loop.create_connection(lambda: self, sock=taken.channel))

    def ask(self, payload: bytes, context: PageContext) -> asyncio.Future[Answer]:
        """Hand a page over; the future raises ReaderKilled where the worker died of it, _WorkerLost of another."""
        self._send((payload, context))
        answer = self._loop.create_future()
        self._waiting.append(answer)
        if len(self._waiting) == 1:
            self._watch()
        return answer

    def _send(self, told: object) -> None:
        framed = _framed(told)
        if self._transport is None:
            self._early.append(framed)
        else:
            self._transport.write(framed)

    def kill(self) -> None:
        """End the process; what it has in hand is lost."""
        self.lost = True
        self._process.kill()
        self._connecting.cancel()
        if self._transport is not None:
            self._transport.abort()
        self._process.join()
        self._fail()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Send what was asked before the socket was ready."""
        self._transport = transport
        for framed in self._early:
            self._transport.write(framed)
        self._early.clear()

    def data_received(self, data: bytes) -> None:
        """Take answers as they come, in the order of the questions."""
        self._received += data
        while len(self._received) >= _LENGTH:
            end = _LENGTH + int.from_bytes(self._received[:_LENGTH], "big")
            if len(self._received) < end:
                return
            answer = self._frames.unfolded(
                pickle.loads(memoryview(self._received)[_LENGTH:end])  # noqa: S301 # our own process
            )
            del self._received[:end]
            future = self._waiting.popleft()
            if future.done():
                pass  # nobody waits any more
            elif isinstance(answer, Exception):
                future.set_exception(answer)
            else:
                future.set_result(answer)
            self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """The process is gone: the oldest page was in its hands."""
        del exc
        self.lost = True
        self._fail()

    def _watch(self) -> None:
        """Give the page that is now in hand its time."""
        if self._timer is not None:
            self._timer.cancel()
        self._timer = self._loop.call_later(DEADLINE, self._take_too_long) if self._waiting else None

    def _take_too_long(self) -> None:
        self._late = True
        self.kill()

    def _fail(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        words = (
            f"reading the page took longer than {DEADLINE:.0f} s"
            if self._late
            else "the parser was killed by this page"
        )
        errors: list[Exception] = [ReaderKilled(words, late=self._late)]
        while self._waiting:
            future = self._waiting.popleft()
            if not future.done():
                future.set_exception(errors.pop() if errors else _WorkerLost())


class _Frames:
    """The frames that crossed from the worker: a hundred links, the same on most pages, cross once.

    Both sides number them alike, from 0 on; a frame that comes with the number 0 begins anew.
    """

    def __init__(self) -> None:
        self._numbers: dict[Frame, int] = {}
        self._known: list[Frame] = []

    def folded(self, answer: Answer | Exception) -> Folded:
        """Return an answer with its frame taken out, the frame's number, and the frame where that is new."""
        if isinstance(answer, Exception) or not answer.parsed.page.navigation:
            return answer, None, None
        frame = (answer.parsed.page.sidebar, answer.parsed.page.navigation, answer.frame)
        rest = _with_frame(answer, ((), (), ()))
        number = self._numbers.get(frame)
        if number is not None:
            return rest, number, None
        if len(self._numbers) >= MOST_FRAMES:
            self._numbers.clear()
        number = self._numbers[frame] = len(self._numbers)
        return rest, number, frame

    def unfolded(self, folded: Folded) -> Answer | Exception:
        """Return the answer that was folded."""
        answer, number, frame = folded
        if isinstance(answer, Exception) or number is None:
            return answer
        if frame is not None:
            del self._known[number:]
            self._known.append(frame)
        return _with_frame(answer, self._known[number])


def _with_frame(answer: Answer, frame: Frame) -> Answer:
    sidebar, navigation, found = frame
    page = replace(answer.parsed.page, sidebar=sidebar, navigation=navigation)
    return replace(answer, parsed=replace(answer.parsed, page=page), frame=found)


def serve(channel: socket.socket) -> None:
    """Read pages until the parent closes the socket; the first message is the portal and its template. Runs in the worker."""
    collect_seldom()
    frames = _Frames()
    channel.settimeout(None)
    with channel, channel.makefile("rb") as questions:
        told = _messages(questions)
        begun = next(told, None)
        if begun is None:
            return  # started ahead, and never taken
        portal, template = begun
        for payload, context in told:
            answer = _answer(payload, replace(context, template=template), portal)
            channel.sendall(_framed(frames.folded(answer)))


def _framed(told: object) -> bytes:
    message = pickle.dumps(told, pickle.HIGHEST_PROTOCOL)
    return len(message).to_bytes(_LENGTH, "big") + message


def _messages(stream: BinaryIO) -> Iterator[Any]:
    while length := stream.read(_LENGTH):
        yield pickle.loads(stream.read(int.from_bytes(length, "big")))  # noqa: S301 # our own parent


def _answer(payload: bytes, context: PageContext, portal: Portal) -> Answer | Exception:
    try:
        return _read(payload, context, portal)
    except MemoryError:
        raise  # a worker at its limit ends
    except Exception as error:  # noqa: BLE001 # raised again where the page is waited for
        return error


def _read(payload: bytes, context: PageContext, portal: Portal) -> Answer:
    parsed = parse(payload, context)
    return Answer(parsed, found_in_content(parsed.page, portal), found_in_frame(parsed.page, portal))
