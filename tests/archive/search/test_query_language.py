"""What a person types, and what it is taken for."""

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.search.query import (
    MOST_CHARACTERS,
    MOST_WORDS,
    Query,
    QueryNotUnderstood,
    Span,
    narrowed,
    parse_query,
    read_period,
)
from archive.terms.outcomes import PageKind


def typed(groups):
    return [[term.typed for term in group] for group in groups]


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("kielcach uchwala", [["kielcach"], ["uchwala"]]),
        ('"rada miasta" budżet', [['"rada miasta"'], ["budżet"]]),
        ("„rada miasta”", [['"rada miasta"']]),
        ("park OR skwer drzewa", [["park", "skwer"], ["drzewa"]]),
        ("park OR skwer OR ogród", [["park", "skwer", "ogród"]]),
        ("park AND skwer", [["park"], ["skwer"]]),
        ("kiel*", [["kiel*"]]),
        ("uchwała XII/345/2012", [["uchwała"], ['"XII 345 2012"']]),
        ("(park) & [skwer];", [["park"], ["skwer"]]),
        ("https://www.um.kielce.pl", [['"https www um kielce pl"']]),
        ("godz. 12:30", [["godz"], ['"12 30"']]),
        ("500-lecie", [['"500 lecie"']]),
        ('"OR"', [["OR"]]),
        ("NEAR NOT", [["NEAR"], ["NOT"]]),
        ("a_b", [['"a b"']]),
    ],
)
def test_words_phrases_and_alternatives(text, groups):
    assert typed(parse_query(text).all_of) == groups


def test_fields_and_exclusions():
    query = parse_query(
        'park -drzewa -"rada miasta" section:"Rok 2018" kind:article from:2018 to:2018-02 seen:2026-01-02 added:ławka removed:płot'
    )
    assert [term.typed for term in query.none_of] == ["drzewa", '"rada miasta"']
    assert (query.section, query.kind) == ("Rok 2018", PageKind.ARTICLE)
    assert query.published == Span(first=date(2018, 1, 1), last=date(2018, 2, 28))
    assert query.seen == Span(first=date(2026, 1, 2), last=date(2026, 1, 2))
    assert [term.typed for term in (*query.added, *query.removed)] == ["ławka", "płot"]
    assert parse_query("seen:2025-12..2026").seen == Span(first=date(2025, 12, 1), last=date(2026, 12, 31))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no word"),
        (" & - ()", "no word"),
        ('park "rada', "quotation mark.*character 6"),
        ("OR park", "OR has nothing before it at character 1"),
        ("park OR", "OR has nothing after it at character 6"),
        ("park OR -skwer", "exclusion at character 9"),
        ("park OR kind:article", "field at character 9"),
        ("-park", "only exclusions.*character 1"),
        ("park autor:Nowak", "no field “autor:” at character 6.*section:, kind:"),
        ("kind:wiersz", "“wiersz” is no kind of page at character 1.*article"),
        ("from:luty", "“luty” is no date at character 1"),
        ("from:2018-02-30", "no date"),
        ("from:0000", "no date"),
        ("from:2018-13", "no date"),
        ("-kind:article park", "“kind:” cannot be excluded"),
        ("aaa* bbb* ccc* -ddd*", "more than 3 words with a \\* at character 16"),
        ("ab*", "at least 3 letters"),
        ("park amount:tanio", "“tanio” is no amount at character 6.*in złoty"),
        ("mentions:maj", "“maj” is no date or span of dates at character 1"),
        ("seen:2018..x", "“2018..x” is no date or span"),
        ("added:- park", "“added:” names no word"),
        ("park section:", "“section:” has nothing after it at character 6"),
        ('amount:"" park', "“amount:” has nothing after it at character 1"),
        ("park -From:", "“from:” has nothing after it at character 6"),
        ("seen:2018..2017", "“2018..2017” ends before it begins at character 1"),
        ("amount:5..2", "“5..2” ends before it begins at character 1"),
        ("x" * (MOST_CHARACTERS + 1), "513 characters"),
        ("park " * (MOST_WORDS + 1), f"more than {MOST_WORDS} words at character 81"),
    ],
)
def test_what_is_not_understood_is_one_sentence_with_the_place(text, words):
    with pytest.raises(QueryNotUnderstood, match=words) as caught:
        parse_query(text)
    assert "\n" not in str(caught.value)


def test_a_sign_alone_says_nothing():
    assert parse_query("park - OR skwer -()") == parse_query("park   OR skwer")


def test_options_of_the_command_line_go_before_the_querys_own():
    query = narrowed(parse_query("park from:2017 section:luty"), first="2018", last="2018-02-03", section="maj")
    assert query.published == Span(first=date(2018, 1, 1), last=date(2018, 2, 3))
    assert query.section == "maj"
    assert narrowed(parse_query("park"), first=None, last=None, section=None) == parse_query("park")
    with pytest.raises(QueryNotUnderstood, match="“wczoraj” is no date; write it"):
        narrowed(parse_query("park"), first="wczoraj", last=None, section=None)
    for option in ("first", "last", "section"):
        with pytest.raises(QueryNotUnderstood, match=r"no date|no name"):
            narrowed(parse_query("park"), **{"first": None, "last": None, "section": None, option: ""})
    assert typed(parse_query("uwaga: park").all_of) == [["uwaga"], ["park"]]
    assert read_period("2020-02") == Span(first=date(2020, 2, 1), last=date(2020, 2, 29))


HOSTILE = (  # noqa: SIM905 # a list would take a line each
    '" „ ” \' - -- ( ) * kiel* a* OR AND NOT NEAR(a ^a col:x title: section: section:" section:"a kind: kind:article kind:x '
    "from: from:2018 from:0000 from:9999 from:2018-13 to:2018-02-30 seen:.. seen:2018..2017 seen:..9999-12-31 amount: amount:> "
    "amount:>1000000 amount:1.. amount:NaN amount:1e5 amount:>99999999999999999999 mentions:0000-00-00 added: added:rada removed:- "
    "łódź kielcach \x00 \x1b[31m \ud800 \u200b \u202e İ ß ﬁ Ⅻ ½ 漢字 😀 e\u0301 __ % %s {0} :words '; \\ \x85 \u2028 "
    "https://a.b/?c=d#e 12:30 -rada -section:x -*"
).split(" ")


@settings(max_examples=300)
@given(
    st.sampled_from(["", " "]).flatmap(lambda blank: st.lists(st.sampled_from(HOSTILE), max_size=40).map(blank.join))
)
def test_what_is_not_understood_is_one_sentence_with_its_place(text):
    try:
        query = parse_query(text)
    except QueryNotUnderstood as trouble:
        said = str(trouble)
        placed = re.search(r"at character (\d+) of the query; ", said)
        assert placed or said.startswith(("the query has no word", f"the query has {len(text)} characters"))
        assert placed is None or 1 <= int(placed[1]) <= len(text)
        return
    assert query != Query()


@settings(max_examples=300)
@given(st.text(max_size=80) | st.text(alphabet='ab*"-: OR()ę\x00', max_size=80))
def test_anything_typed_is_a_query_or_a_sentence(text):
    try:
        query = parse_query(text)
    except QueryNotUnderstood:
        return
    assert query != Query()
    assert all(word.isalnum() for term in query.terms for word in term.words)
