"""Starts the process that reads pages, ahead of time where the caller can: loading what reads a page takes half a second."""

from __future__ import annotations

import gc
import multiprocessing
import socket
from dataclasses import dataclass
from multiprocessing.process import BaseProcess

from scraper.processes import begin_reading


@dataclass(frozen=True, slots=True)
class Spawned:
    """A process that reads pages, and this side of the socket it is asked on."""

    process: BaseProcess
    channel: socket.socket


_AHEAD: list[Spawned] = []


def spawn_ahead() -> None:
    """Start the process that the first crawl takes; one that nobody takes ends with this process."""
    _AHEAD.append(_spawn())


def spawned() -> Spawned:
    """Return the process that was started ahead, else a new one."""
    return _AHEAD.pop() if _AHEAD else _spawn()


def _spawn() -> Spawned:
    ours, theirs = socket.socketpair()
    process = multiprocessing.get_context("spawn").Process(target=_run, args=(theirs,), daemon=True)
    process.start()
    theirs.close()
    return Spawned(process, ours)


def _run(channel: socket.socket) -> None:
    """Read pages; runs in the process."""
    begin_reading()
    gc.disable()  # modules leave no cycles to speak of; `serve` switches it on
    from scraper.fetch.reading import serve  # noqa: PLC0415 # what takes its time

    serve(channel)
