"""A scheduled crawl as a process of its own, by the interpreter that schedules it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from typing import BinaryIO, Protocol

from archive.schedules.decide import Schedule

PREFIX = "kronika: "
"""What the command line puts before the sentence of an error."""


class CrawlProcess(Protocol):
    """A crawl under way."""

    def status(self) -> int | None:
        """Return the exit status, negative for the signal that ended it, None while it runs."""
        ...

    def interrupt(self) -> None:
        """Ask it to end so that it can be gone on with; a second time, to end at once."""
        ...

    def said(self) -> str:
        """Return what it said since it was asked last."""
        ...


def words_of(schedule: Schedule) -> list[str]:
    """Return the command line of one crawl of a schedule, without `kronika` and the archive."""
    options = schedule.options
    words = ["crawl", "--allow-private"] if options.allow_private else ["crawl"]
    if options.delay is not None:
        words += ["--delay", str(options.delay)]
    if options.gone_after is not None:
        words += ["--gone-after", options.gone_after]
    if options.seeds:
        return words + [word for seed in options.seeds for word in ("--seed", seed)]
    return [*words, schedule.portal]


class Subprocess:
    """A crawl in a process of its own, in a process group of its own.

    So Ctrl-C in a terminal reaches it once, through whoever started it. It writes to a file that is there as long as
    it is: a pipe would break under a crawl that outlives a killed scheduler.
    """

    def __init__(self, archive: str, schedule: Schedule) -> None:
        self._told: BinaryIO = tempfile.TemporaryFile()  # noqa: SIM115 # closed with the process
        self._read = 0
        # -P: the current folder is no place to import from; whatever is called archive there is not ours
        command = [sys.executable, "-P", "-m", "archive", *words_of(schedule)]
        self._process = subprocess.Popen(  # noqa: S603 # our own interpreter and command
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=self._told,
            env=os.environ | {"KRONIKA_ARCHIVE": archive},  # an address may hold a password: not for `ps` to show
            process_group=0,
        )

    def status(self) -> int | None:
        """Return the exit status, None while it runs."""
        return self._process.poll()

    def interrupt(self) -> None:
        """Send it SIGTERM; SIGINT may have been inherited as ignored, by a process that a shell put in the background."""
        self._process.send_signal(signal.SIGTERM)

    def said(self) -> str:
        """Return what it wrote since it was asked last."""
        new = os.pread(self._told.fileno(), 1 << 20, self._read)
        self._read += len(new)
        return new.decode("utf-8", "replace")
