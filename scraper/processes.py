"""What the processes of a crawl begin with: the bounds of one that reads pages, and how seldom cycles are looked for."""

from __future__ import annotations

import gc
import multiprocessing
import os
import resource
import signal
import threading

MEMORY_LIMIT = 2 * 1024**3
"""Bytes of address space of a process that reads pages."""

COLLECT_AFTER = 20_000
"""Objects made and kept after which Python looks for cycles; a page makes some thousand, none in a cycle."""


def begin_reading() -> None:
    """Make this process one that reads pages: bounded, ending with its parent, deaf to a terminal's interrupt.

    That is sent to it too, and what it has in hand is still taken.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    threading.Thread(target=_end_with_parent, daemon=True).start()


def collect_seldom() -> None:
    """Leave what was loaded alone and look for cycles seldom; a look at all there is would hold a page up."""
    gc.freeze()
    gc.set_threshold(COLLECT_AFTER)
    gc.enable()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
