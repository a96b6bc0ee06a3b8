"""The query language: what a person types becomes a `Query`, or one sentence with the place of the trouble.

Words and phrases all have to be found; `OR` between two asks for either. What is typed is cut into words by the rule
the index was cut by, so that no sign of it can be syntax of the database. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from archive.search.ranges import Money, Span, read_days, read_money, read_span
from archive.search.words import WORD
from archive.terms.errors import BadInput
from archive.terms.outcomes import PageKind

MOST_CHARACTERS = 512
MOST_WORDS = 16
MOST_PREFIXES = 3
"""Words with a `*`: all words that begin so are gathered at once, where no clock can interrupt it."""

LEAST_PREFIX = 3
"""Letters before a `*`: what is shorter is half the dictionary."""

_QUOTES = str.maketrans("„”“«»‟", '""""""')
_PIECE = re.compile(r'(?P<sign>-?)(?:(?P<name>[^\W\d_]+):(?=[^\s/]))?(?:"(?P<quoted>[^"]*)"|(?P<bare>[^\s"]+))')


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One word, or several in a row; `prefix`: the word goes on; `place` is its first character, counted from 1."""

    words: tuple[str, ...]
    prefix: bool = False
    place: int = 1

    @property
    def typed(self) -> str:
        """The term as a person would type it."""
        if len(self.words) > 1:
            return f'"{" ".join(self.words)}"'
        return self.words[0] + ("*" if self.prefix else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What is asked: every group of `all_of` by one of its terms, no term of `none_of`, and the filters.

    `added` and `removed` are terms that the change before a snapshot brought or took; `amount` is money and `mentions`
    are days that the text mentions.
    """

    all_of: tuple[tuple[Term, ...], ...] = ()
    none_of: tuple[Term, ...] = ()
    added: tuple[Term, ...] = ()
    removed: tuple[Term, ...] = ()
    section: str | None = None
    kind: PageKind | None = None
    published: Span | None = None
    seen: Span | None = None
    amount: Money | None = None
    mentions: Span | None = None

    @property
    def terms(self) -> Iterator[Term]:
        """Every term, in the order of the fields above."""
        for group in self.all_of:
            yield from group
        yield from (*self.none_of, *self.added, *self.removed)


class QueryNotUnderstood(BadInput):
    """A query that says nothing to search for, or says it wrongly; the text tells where."""


@dataclass(slots=True)
class _Draft:
    all_of: list[list[Term]] = field(default_factory=list)
    none_of: list[Term] = field(default_factory=list)
    added: list[Term] = field(default_factory=list)
    removed: list[Term] = field(default_factory=list)
    section: str | None = None
    kind: PageKind | None = None
    first: date | None = None
    last: date | None = None
    seen: Span | None = None
    amount: Money | None = None
    mentions: Span | None = None
    either: int | None = None
    """Where the `OR` stands whose right side is awaited."""


def parse_query(typed: str) -> Query:
    """Read a query. Raises QueryNotUnderstood, a sentence with the place of the trouble."""
    if len(typed) > MOST_CHARACTERS:
        raise QueryNotUnderstood(
            f"the query has {len(typed)} characters and may have {MOST_CHARACTERS}; search for fewer words"
        )
    draft = _Draft()
    for place, sign, name, value, quoted in _pieces(_storable(typed).translate(_QUOTES)):
        if name:
            _read_field(draft, place, sign, name, value)
        elif sign:
            _exclude(draft, place, value)
        elif value in {"OR", "AND"} and not quoted:
            _join(draft, place, value)
        else:
            _require(draft, _term(place, value, quoted=quoted))
    if draft.either is not None:
        raise _trouble(draft.either, "OR has nothing after it", "name the other word")
    return _checked(draft)


def read_period(typed: str) -> Span:
    """Return the days of `2018`, `2018-02` or `2018-02-28`. Raises QueryNotUnderstood."""
    return _period(typed, None)


def _storable(text: str) -> str:
    """Return text that a database can be asked with: a terminal may hand over half a character, PostgreSQL takes no NUL."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", "\ufffd")


def _pieces(text: str) -> Iterator[tuple[int, bool, str, str, bool]]:
    """Yield (place, has a minus, field name, value, is quoted) of each piece."""
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        found = _PIECE.match(text, at)
        if found is None or (found["bare"] is None and found["quoted"] is None):
            raise _trouble(at + 1, "a quotation mark is opened and not closed", "close it or leave it out")
        at = found.end()
        quoted = found["quoted"] is not None
        value = found["quoted"] if quoted else found["bare"]
        name = (found["name"] or "").lower()
        if not (name or quoted) and value[-1:] == ":" and value[:-1].lower() in FIELDS:
            name, value = value[:-1].lower(), ""
        yield found.start() + 1, bool(found["sign"]), name, value, quoted


def _term(place: int, value: str, *, quoted: bool) -> Term | None:
    """Return the term of a piece, None where it has no word. Signs within a piece part its words: `XII/345` is a phrase."""
    words = tuple(WORD.findall(value))
    if not words:
        return None
    prefix = not quoted and value.endswith("*") and len(words) == 1
    if prefix and len(words[0]) < LEAST_PREFIX:
        raise _trouble(place, f"“{value}” is too short", f"give at least {LEAST_PREFIX} letters before the *")
    return Term(words=words, prefix=prefix, place=place)


def _require(draft: _Draft, term: Term | None) -> None:
    if term is None:
        return
    if draft.either is not None:
        draft.all_of[-1].append(term)
        draft.either = None
    else:
        draft.all_of.append([term])


def _exclude(draft: _Draft, place: int, value: str) -> None:
    term = _term(place, value, quoted=not value.endswith("*"))
    if term is None:
        return
    if draft.either is not None:
        raise _trouble(place, "OR cannot be followed by an exclusion", "name the other word")
    draft.none_of.append(term)


def _join(draft: _Draft, place: int, value: str) -> None:
    """Take an `OR`; `AND` is what stands between two words anyway."""
    if value == "AND":
        return
    if not draft.all_of or draft.either is not None:
        raise _trouble(place, "OR has nothing before it", "name a word on either side, or quote it to search for it")
    draft.either = place


def _read_field(draft: _Draft, place: int, sign: bool, name: str, value: str) -> None:
    if not value.strip():
        raise _trouble(
            place, f"“{name}:” has nothing after it", "write the value without a space, or leave the field out"
        )
    reader = FIELDS.get(name)
    if reader is None:
        known = ", ".join(f"{one}:" for one in FIELDS)
        raise _trouble(
            place, f"there is no field “{name}:”", f"the fields are {known}; quote it to search for the words"
        )
    if sign:
        raise _trouble(place, f"“{name}:” cannot be excluded", "only words and phrases can")
    if draft.either is not None:
        raise _trouble(place, "OR cannot be followed by a field", "name the other word")
    reader(draft, place, value)


def _read_section(draft: _Draft, _place: int, value: str) -> None:
    draft.section = value


def _read_kind(draft: _Draft, place: int, value: str) -> None:
    try:
        draft.kind = PageKind(value.lower())
    except ValueError:
        raise _trouble(place, f"“{value}” is no kind of page", f"the kinds are {', '.join(PageKind)}") from None


def _read_from(draft: _Draft, place: int, value: str) -> None:
    draft.first = _period(value, place).first


def _read_to(draft: _Draft, place: int, value: str) -> None:
    draft.last = _period(value, place).last


def _read_seen(draft: _Draft, place: int, value: str) -> None:
    draft.seen = _span(value, place)


def _read_mentions(draft: _Draft, place: int, value: str) -> None:
    draft.mentions = _span(value, place)


def _read_amount(draft: _Draft, place: int, value: str) -> None:
    draft.amount = read_money(value)
    if draft.amount is None:
        raise _trouble(
            place, f"“{value}” is no amount", "write it as 29,99 or >1000000 or <=1,5mln or 1000..2000, in złoty"
        )
    low, high = draft.amount.low, draft.amount.high
    if low is not None and high is not None and low > high:
        raise _trouble(place, f"“{value}” ends before it begins", "write the lower amount first")


def _read_added(draft: _Draft, place: int, value: str) -> None:
    draft.added.extend(_change_term("added", place, value))


def _read_removed(draft: _Draft, place: int, value: str) -> None:
    draft.removed.extend(_change_term("removed", place, value))


def _change_term(name: str, place: int, value: str) -> list[Term]:
    term = _term(place, value, quoted=True)
    if term is None:
        raise _trouble(place, f"“{name}:” names no word", f"write it as {name}:word")
    return [term]


FIELDS: dict[str, Callable[[_Draft, int, str], None]] = {
    "section": _read_section,
    "kind": _read_kind,
    "from": _read_from,
    "to": _read_to,
    "seen": _read_seen,
    "added": _read_added,
    "removed": _read_removed,
    "amount": _read_amount,
    "mentions": _read_mentions,
}
"""Readers of the fields; a new one is a line here, a place in `Query` and a condition in `asking`."""


def _period(value: str, place: int | None) -> Span:
    found = read_days(value)
    if found is None:
        raise _trouble(place, f"“{value}” is no date", "write it as 2018, 2018-02 or 2018-02-28")
    return found


def _span(value: str, place: int) -> Span:
    found = read_span(value)
    if found is None:
        raise _trouble(
            place, f"“{value}” is no date or span of dates", "write it as 2018-02-28, 2018-02, 2018 or 2018-02..2018-04"
        )
    if found.first is not None and found.last is not None and found.first > found.last:
        raise _trouble(place, f"“{value}” ends before it begins", "write the earlier date first")
    return found


def _checked(draft: _Draft) -> Query:
    published = Span(first=draft.first, last=draft.last) if draft.first or draft.last else None
    query = Query(
        all_of=tuple(tuple(group) for group in draft.all_of),
        none_of=tuple(draft.none_of),
        added=tuple(draft.added),
        removed=tuple(draft.removed),
        section=draft.section,
        kind=draft.kind,
        published=published,
        seen=draft.seen,
        amount=draft.amount,
        mentions=draft.mentions,
    )
    count = prefixes = 0
    for term in query.terms:
        count += len(term.words)
        prefixes += term.prefix
        if count > MOST_WORDS:
            raise _trouble(term.place, f"the query has more than {MOST_WORDS} words", "search for fewer")
        if prefixes > MOST_PREFIXES:
            raise _trouble(
                term.place, f"the query has more than {MOST_PREFIXES} words with a *", "write some of them out"
            )
    if query.none_of and not query.all_of and not query.added and not query.removed:
        raise _trouble(query.none_of[0].place, "only exclusions are given", "name a word to look for as well")
    if query == Query():
        raise QueryNotUnderstood("the query has no word to search for; type one, or a phrase in quotation marks")
    return query


def _trouble(place: int | None, what: str, advice: str) -> QueryNotUnderstood:
    where = f" at character {place}" if place is not None else ""
    return QueryNotUnderstood(f"{what}{where} of the query; {advice}" if where else f"{what}; {advice}")


def narrowed(query: Query, *, first: str | None, last: str | None, section: str | None) -> Query:
    """Return a query with the options of the command line, which go before its own fields. Raises QueryNotUnderstood."""
    span = query.published or Span()
    if first is not None:
        span = replace(span, first=read_period(first).first)
    if last is not None:
        span = replace(span, last=read_period(last).last)
    if section is not None and not section.strip():
        raise QueryNotUnderstood("the section has no name; give one, or leave --section out")
    named = _storable(section) if section is not None else query.section
    return replace(query, published=None if span == Span() else span, section=named)
