"""Words and their lemmas: what a query and the vocabulary have to agree on."""

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.polish import lemmas as module
from pipelines.polish.lemmas import LONGEST, STEM, engine, engine_offered, has_polish_letter, lemmas, spellings


@pytest.fixture
def without_morfeusz(monkeypatch):
    """Stand on a system that Morfeusz has no package for."""
    monkeypatch.setattr(module, "_morfeusz", lambda: None)
    for remembered in (lemmas, engine):
        remembered.cache_clear()
    yield
    monkeypatch.undo()
    for remembered in (lemmas, engine):
        remembered.cache_clear()


@pytest.mark.parametrize(
    ("word", "lemma"),
    [
        ("uchwałami", "uchwała"),
        ("kielcach", "Kielce"),  # a name typed in lower case
        ("KIELCACH", "Kielce"),
        ("nowaka", "Nowak"),
        ("zamek", "zamek"),  # without the marks of its homonyms
        ("zrobiłem", "zrobić"),
        ("zus", "ZUS"),
        ("kielecki", "kielecki"),
    ],
)
def test_a_word_has_its_lemma_however_it_is_typed(word, lemma):
    assert lemma in lemmas(word)


@pytest.mark.parametrize(("word", "stray"), [("zrobiłem", "być"), ("Tom", "to"), ("gdybym", "być"), ("dlań", "on")])
def test_an_enclitic_is_no_word_of_its_own(word, stray):
    assert stray not in lemmas(word)
    assert lemmas(word)


def test_a_word_no_dictionary_has_goes_by_its_stem_and_meets_no_lemma():
    assert lemmas("Telbusowi") == lemmas("telbusem") == {f"{STEM}telbus"}
    assert not any(lemma.startswith(STEM) for lemma in lemmas("uchwała"))


@pytest.mark.parametrize("word", ["2018", "12a", "x" * (LONGEST + 1)])
def test_numbers_and_noise_have_no_lemma(word):
    assert lemmas(word) == frozenset()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("zolwiami", "żółwiami"),
        ("zrodlo", "źródło"),
        ("rozpoczeli", "rozpoczęli"),
        ("lodz", "łódź"),
        ("wojcika", "wójcika"),
    ],
)
def test_a_word_typed_without_polish_letters_is_spelled_with_them(typed, meant):
    assert meant in set(spellings(typed))


def test_too_many_spellings_are_not_tried():
    assert list(spellings("zlzlzlzlzlzlzlzlzlzl")) == []


@settings(max_examples=200)
@given(st.text(max_size=LONGEST + 5))
def test_any_text_can_be_analysed(word):
    found = lemmas(word)
    assert all(isinstance(lemma, str) for lemma in found)
    assert list(spellings(word[:8])) is not None


def test_the_engine_names_programs_and_dictionary():
    assert engine().startswith("Morfeusz 2 ")
    assert "sgjp" in engine()
    assert "Snowball" in engine()
    assert "Morfeusz" in engine_offered()


def test_without_morfeusz_snowball_stands_alone_and_says_so(without_morfeusz):
    assert lemmas("uchwałami") == lemmas("uchwałom") == {f"{STEM}uchwał"}
    assert list(spellings("zolwiami")) == []
    assert "alone" in engine()


def test_polish_letters_are_seen_in_either_case():
    assert has_polish_letter("Łódź")
    assert has_polish_letter("ŻÓŁW")
    assert not has_polish_letter("Kielce")


def test_importing_loads_no_dictionary():
    program = (
        "import sys\nimport pipelines.polish.lemmas as l\n"
        "l.lemmas('2018')\n"
        "sys.exit(bool({'morfeusz2', 'snowballstemmer'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False, timeout=60).returncode == 0


def test_a_system_without_the_package_is_told_by_version(monkeypatch):
    def version(name):
        if name == "morfeusz2":
            raise module.PackageNotFoundError
        return "3.1.1"

    monkeypatch.setattr(module, "version", version)
    assert "alone" in engine_offered()
    monkeypatch.setitem(sys.modules, "morfeusz2", None)
    assert module._morfeusz.__wrapped__() is None
