"""What the docs say of classes and weights is what the program does."""

from __future__ import annotations

import re
from pathlib import Path

from archive.classes.significance import WEIGHTS
from archive.terms.classes import CLASSES

PAGE = (Path(__file__).parents[3] / "docs" / "changes.md").read_text(encoding="utf-8")


def test_every_class_stands_in_the_docs_and_no_other():
    rows = [row.partition("|")[0] for row in re.findall(r"^\| (`[a-z_`, ]+ \|.*)$", PAGE, re.MULTILINE)]
    assert {name for row in rows for name in re.findall(r"`(\w+)`", row)} == set(CLASSES)


def test_every_weight_stands_in_the_docs():
    stated = {name: float(weight) for name, weight in re.findall(r"(\w+) (\.\d+)[,;]", " ".join(PAGE.split()))}
    assert {name: stated[name] for name in WEIGHTS} == WEIGHTS
