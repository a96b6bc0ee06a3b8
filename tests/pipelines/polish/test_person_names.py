"""Names of people in the nominative."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.polish import lemmas, person_names
from pipelines.polish.person_names import nominative


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("Wojciecha Lubawskiego", "Wojciech Lubawski"),
        ("Wojciech Lubawski", "Wojciech Lubawski"),
        ("Anny Nowak", "Anna Nowak"),
        ("Jana Nowaka", "Jan Nowak"),
        ("Henryka Nowak", "Henryka Nowak"),
        ("Henryka Nowaka", "Henryk Nowak"),
        ("Stanisława Zaręby", "Stanisław Zaręba"),
        ("Anny Marii Kowalskiej-Nowak", "Anna Maria Kowalska-Nowak"),
        ("Janem Kowalskim", "Jan Kowalski"),
        ("J. Kowalskiego", "J. Kowalski"),
        ("Adamowi Brzydźwińskiemu", "Adam Brzydźwiński"),
        ("Ewą Brzydźwińską", "Ewa Brzydźwińska"),
    ],
)
def test_a_name_is_given_in_the_nominative(printed, name):
    assert nominative(printed) == name


@pytest.mark.parametrize("printed", ["Anna Kowalskiego", "Xyzom Qwert", "", "Jan", "Nowak-", "J. Qwert"])
def test_a_name_that_nothing_settles_stands_as_printed(printed):
    assert nominative(printed) == printed


def test_without_a_dictionary_a_name_stands_as_printed(monkeypatch):
    monkeypatch.setattr(lemmas, "_morfeusz", lambda: None)
    lemmas.name_readings.cache_clear()
    assert lemmas.name_readings("Nowaka", "nazwisko") == ()
    assert person_names.nominative.__wrapped__("Jana Nowaka") == "Jana Nowaka"
    lemmas.name_readings.cache_clear()


@given(st.text(max_size=60))
def test_no_text_fails(text):
    assert isinstance(nominative(text), str)
