"""Pages of every kind in several mark-ups: a folder holds the page, where it is from, and what must come out of it."""

from __future__ import annotations

import json
import random
import re
from datetime import datetime
from pathlib import Path

import pytest

from archive.types import page_json
from pipelines.reading import read_payload
from scraper.portals.registry import portal_of_url

FIXTURES = sorted(path for path in (Path(__file__).parent / "fixtures").iterdir() if path.is_dir())
NAMES = [path.name for path in FIXTURES]


def read(folder, text=None):
    meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    payload = (folder / "page.html").read_bytes() if text is None else text.encode()
    portal = portal_of_url(meta["url"])
    return page_json(
        read_payload(
            payload,
            url=meta["url"],
            portal=portal.name if portal is not None else None,
            content_type=meta["content_type"],
            captured=datetime.fromisoformat(meta["captured"]),
        )
    )


def shown(found, expected):
    """Return what was found, without the fields that nothing is expected of."""
    if isinstance(expected, dict) and isinstance(found, dict):
        return {name: shown(found.get(name), value) for name, value in expected.items()}
    if isinstance(expected, list) and isinstance(found, list):
        return [shown(one, two) for one, two in zip(found, expected, strict=False)] + found[len(expected) :]
    return found


CASES = [
    pytest.param(folder, field, id=f"{folder.name}-{field}")
    for folder in FIXTURES
    for field in json.loads((folder / "expected.json").read_text(encoding="utf-8"))
]


@pytest.mark.parametrize(("folder", "field"), CASES)
def test_a_field_comes_out_as_a_person_reads_it(folder, field):
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))[field]
    assert shown(read(folder)[field], expected) == expected


@pytest.mark.parametrize("folder", FIXTURES, ids=NAMES)
def test_the_names_of_classes_and_ids_decide_nothing(folder):
    text = (folder / "page.html").read_text(encoding="utf-8")
    dice = random.Random(folder.name)
    names = sorted({name for value in re.findall(r'(?:class|id)="([^"]*)"', text) for name in value.split()})
    shuffled = dict(zip(names, dice.sample(names, len(names)), strict=True))

    def renamed(match):
        return f'{match[1]}="{" ".join(shuffled[name] for name in match[2].split())}"'

    other = re.sub(r'\b(class|id)="([^"]*)"', renamed, text)
    foreign = re.sub(r'\b(class|id)="([^"]*)"', lambda match: f'{match[1]}="x{dice.randrange(10**6)}"', text)
    assert read(folder, other) == read(folder, foreign) == read(folder)
