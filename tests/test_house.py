"""What stands beside the code is true: the sample in README, the picture, the make targets, the commit hooks."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from lxml import etree

TOP = Path(__file__).parent.parent
README = (TOP / "README.md").read_text(encoding="utf-8")
MAKEFILE = (TOP / "Makefile").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def picture():
    spec = importlib.util.spec_from_file_location("picture", TOP / "docs" / "picture.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def words(text):
    """Count the words; their order, ids and times differ from run to run."""
    return Counter(re.findall(r"[^\W\d_]{3,}", text))


def test_readme_shows_what_the_demonstration_prints(picture):
    assert words(picture.sample_of(README)) == words(picture.sample()), "run: make picture"


def test_the_picture_shows_the_same_run_and_loads_nothing(picture):
    svg = etree.fromstring(picture.PICTURE.read_bytes())
    shown = "".join(svg.itertext()).replace("\u00a0", " ")
    for word in ("SILENT", "declared", "published", "moved", "gone", "attachment", "4,50", "5,20"):
        assert word in shown
    assert not svg.xpath("//@href | //*[local-name()='image'] | //*[local-name()='script']")
    assert "url(" not in re.sub(r"url\(#demo-", "", etree.tostring(svg, encoding="unicode"))


def targets_of(text):
    return set(re.findall(r"^\s*(?:\.?/?)?make ([a-z]+)", text, re.MULTILINE))


@pytest.mark.parametrize("path", ["README.md", ".ci/run", "docs/architecture.md"])
def test_every_make_target_that_is_named_is_there(path):
    named = targets_of((TOP / path).read_text(encoding="utf-8"))
    assert named <= set(re.findall(r"^([a-z]+):", MAKEFILE, re.MULTILINE))
    if path != "docs/architecture.md":
        assert named


def test_ci_runs_the_checks_the_demonstration_and_the_tests():
    script = (TOP / ".ci" / "run").read_text(encoding="utf-8")
    assert targets_of(script) >= {"check", "test"}
    assert "kronika demo --no-serve" in script


def test_the_commit_hooks_are_valid_and_fetch_nothing():
    config = TOP / ".pre-commit-config.yaml"
    subprocess.run([Path(sys.executable).with_name("pre-commit"), "validate-config", config], check=True)
    text = config.read_text(encoding="utf-8")
    assert set(re.findall(r"repo: (\S+)", text)) == {"local"}
    assert set(re.findall(r"language: (\S+)", text)) == {"system"}
    for tool in re.findall(r"entry: \.venv/bin/(\S+)", text):
        assert Path(sys.executable).with_name(tool).exists()
