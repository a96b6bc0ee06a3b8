"""How long a command takes to start: `kronika --help` against bare Python, `kronika show` against SQLAlchemy's own import.

    .venv/bin/python benchmarks/startup.py [--rounds 15]

The four take turns in each round, so that what else the machine does meets them alike; medians are compared. `show`
prints one page of a small archive made for it. Exit status 1 where a ratio is above its ceiling.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

from outcome import Row, conclude

TOP = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(TOP / "tests" / "support")]
KRONIKA = str(Path(sys.executable).with_name("kronika"))
CEILINGS = {"kronika --help": ("python -c pass", 6.0), "kronika show": ("import sqlalchemy.orm", 1.5)}


def archive_in(folder):
    from small_site import Ticking, crawl_into

    from archive.db import open_archive

    path = str(Path(folder) / "small.db")
    with open_archive(path, write=True, create=True) as archive:
        crawl_into(archive, Ticking())
    return path


def seconds(words):
    began = perf_counter()
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
    return perf_counter() - began


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--rounds", type=int, default=15)
    options.add_argument("--json", action="store_true")
    asked = options.parse_args()
    rounds = asked.rounds
    with tempfile.TemporaryDirectory() as folder:
        from small_site import EDITED

        commands = {
            "python -c pass": [sys.executable, "-c", "pass"],
            "kronika --help": [KRONIKA, "--help"],
            "import sqlalchemy.orm": [sys.executable, "-c", "import sqlalchemy.orm"],
            "kronika show": [KRONIKA, "--archive", archive_in(folder), "show", EDITED],
        }
        for words in commands.values():
            seconds(words)  # compiles what was not
        taken = {name: [] for name in commands}
        for _ in range(rounds):
            for name, words in commands.items():
                taken[name].append(seconds(words))
    middle = {name: median(times) for name, times in taken.items()}
    rows = [
        Row(
            work=f"start of {name}", unit="ms", ours=middle[name] * 1000, peer_name=peer, peer=middle[peer] * 1000,
            bound=ceiling, most=True,
        )
        for name, (peer, ceiling) in CEILINGS.items()
    ]  # fmt: skip
    conclude(rows, as_json=asked.json)


if __name__ == "__main__":
    main()
