"""The command line for tests: each call in a process of its own, forked from one that has loaded everything already.

Starting Python and loading Scrapy and SQLAlchemy takes a second; a fork takes ten milliseconds. Tests of starting
itself (kill -9, signals, what `--help` loads, pipes) start the installed `kronika`.
"""

from __future__ import annotations

import gc
import json
import os
import pkgutil
import signal
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

import archive.cli
import pipelines
import scraper

KRONIKA = str(Path(sys.executable).with_name("kronika"))
LOADED = ("alembic.command", "alembic.config", "rich.table", "rich.progress", "rapidfuzz.distance", "morfeusz2")
"""What commands load besides the project's own modules."""


def run(*words, cwd=None, environment=None, timeout=120, before="", text=True):
    """Run `kronika WORDS` and return its CompletedProcess; `before` is Python run first in its process."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        order = {
            "words": list(map(str, words)),
            "cwd": str(cwd or Path.cwd()),
            "environment": dict(environment if environment is not None else os.environ),
            "out": f"/proc/{os.getpid()}/fd/{out.fileno()}",
            "err": f"/proc/{os.getpid()}/fd/{err.fileno()}",
            "timeout": timeout,
            "before": before,
        }
        loaded = _loaded()
        loaded.stdin.write(json.dumps(order) + "\n")
        loaded.stdin.flush()
        status = int(loaded.stdout.readline())
        said = [_all(file) for file in (out, err)]
    if text:
        said = [words.decode() for words in said]
    return subprocess.CompletedProcess(order["words"], status, *said)


def _all(file):
    file.seek(0)
    return file.read()


@cache
def _loaded():
    return subprocess.Popen([sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def _own():
    """Yield the modules of the project that a command may load."""
    for package in (archive, pipelines, scraper):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.startswith("archive.migrations") and not module.name.endswith("__main__"):
                yield module.name


def _serve():
    for name in (*LOADED, *_own()):
        __import__(name)
    archive.cli._entries()
    gc.freeze()  # else each process that ends goes through all of this once more, for half a second
    for line in sys.stdin:
        order = json.loads(line)
        child = os.fork()
        if child == 0:
            _become(order)
            return
        _, ended = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(ended)}\n")
        sys.stdout.flush()


def _become(order):
    """Run one command in this process, as the installed script would."""
    signal.alarm(order["timeout"])
    for number, path, flags in (
        (0, os.devnull, os.O_RDONLY),
        (1, order["out"], os.O_RDWR),
        (2, order["err"], os.O_RDWR),
    ):
        opened = os.open(path, flags)
        os.dup2(opened, number)
        os.close(opened)
    os.chdir(order["cwd"])
    os.environ.clear()
    os.environ.update(order["environment"])
    sys.argv = ["kronika", *order["words"]]
    exec(order["before"], {})  # the test's own words
    archive.cli.main()


if __name__ == "__main__":
    _serve()
