"""What speaks for and against a line being content: named witnesses of a line, of its box and of its page."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from scraper.parsers import traits
from scraper.parsers.lines import Line, Page
from scraper.parsers.words import BACK, FOOTER, MORE, NOISE

_TRAITS = tuple(
    (getattr(traits, name.upper()), name)
    for name in ("form", "hidden", "item", "table", "quote", "figure", "article", "main", "paragraph", "code", "aside")
) + tuple(
    (getattr(traits, name.upper()), name)
    for name in ("says_content", "says_frame", "says_comments", "says_related", "says_share", "terms")
)
_CALLS = re.compile(
    r"(czytaj|zobacz|sprawdź|polecamy|więcej|przeczytaj|dodaj|skomentuj|komentarz|komentuj|oceń|wyślij|drukuj|poleć|zaloguj"
    r"|zarejestruj|zgłoś|udostępnij|podziel|galeria|tagi|źródło|fot\b|autor|redakcja|kategori|słowa kluczowe|reklama|polub"
    r"|forum|ostatni|najnowsze|najczęściej|read (more|next)|related|subscribe|sign|log ?in|share|follow|comment|reply|leave"
    r"|posted|filed|tags?\b|categor|advert|photo|image|by\b|newsletter|cookie|privacy|terms|contact|copyright|all rights"
    r"|learn more|shop|buy|add to|view|see (all|more)|you (may|might)|about|previous|next|skip|get started|book|try|download"
    r"|join|search|menu|home|back|recent|popular|trending|more from|recommended|written|updated|published|\d+ (min|comment))",
    re.IGNORECASE,
)
"""How a line begins that calls for something, or says who, where and when."""

_CLOSES = re.compile(
    r"(komentarz|skomentuj|komentuj|dodaj (komentarz|opini)|czytaj (też|także|również|więcej)|zobacz (też|także|również)"
    r"|przeczytaj|polecamy|tagi\b|słowa kluczowe|udostępnij|podziel|drukuj|oceń|wyślij|poleć|rekomenduj|zgłoś|opinie|podobne"
    r"|powiązane|więcej o|ostatnio|najnowsze|najczęściej|related|you (may|might)|share\b|leave a|\d* ?comments?\b|tags?\b"
    r"|filed (in|under)|more from|recommended|recent posts|previous|next\b|about the author)",
    re.IGNORECASE,
)
"""How a line begins that stands after an article."""

_LEGAL = (
    *("praw autorskich", "prawa autorskie", "żadna część", "kopiowanie", "rozpowszechnian", "regulamin", "zarejestruj"),
    *(
        "zaloguj",
        "prenumerat",
        "polityka prywatności",
        "polityki prywatności",
        "danych osobowych",
        "newsletter",
        "cookie",
    ),
    *("ciastecz", "privacy policy", "terms of", "subscri", "sign up", "log in", "login", "affiliate", "all rights"),
    *("trademark", "your email", "e-mail address"),
)
_TAGS = frozenset(
    {
        "p",
        "li",
        "td",
        "th",
        "div",
        "dt",
        "dd",
        "blockquote",
        "pre",
        "section",
        "article",
        "figcaption",
        "center",
        "body",
    }
)


@dataclass(frozen=True, slots=True)
class Setting:
    """What the witnesses of a page's lines share: their words, where the title stands, which kind the page leans to.

    `words` counts words of each line, `before` those of all lines before it, `mass` the unlinked characters in each
    box; `kind` is "article" or "wide", `frame_share` the share of sibling pages that hold a line too (None: unknown).
    """

    page: Page
    words: list[int]
    before: list[int]
    dense: list[bool]
    mass: list[int]
    around: list[float]
    beside: list[str]
    title: int | None
    kind: str
    seen: list[bool]
    said: list[tuple[str, ...]]
    passed: list[int]
    frame_share: Sequence[float] | None


def setting_of(page: Page, title: int | None, frame_share: Sequence[float] | None = None) -> Setting:
    """Return what the witnesses of a page share."""
    lines = page.lines
    words = [line.text.count(" ") + 1 if line.text else 0 for line in lines]
    dense = [line.dense for line in lines]
    before = [0, *accumulate(words)]
    mass = [0] * len(page.parents)
    prose = [0] * len(lines)
    once: set[str] = set()
    seen = []
    for number, line in enumerate(lines):
        seen.append(line.text in once and words[number] > 2)
        once.add(line.text)
        if not dense[number]:
            mass[line.box] += len(line.text) - line.linked
            prose[number] = words[number]
    for box in range(len(mass) - 1, 0, -1):
        mass[page.parents[box]] += mass[box]
    sums = [0, *accumulate(prose)]
    size = len(lines)
    around = [(sums[min(n + 4, size)] - sums[max(n - 3, 0)]) / 7 for n in range(size)]
    said = [_said(line.text, count) for line, count in zip(lines, words, strict=True)]
    passed = _passed(said, words, dense, title or 0)
    beside = ["end", *map(_beside, words, dense), "end"]
    return Setting(
        page,
        words,
        before,
        dense,
        mass,
        around,
        beside,
        title,
        kind_of(page, words, dense),
        seen,
        said,
        passed,
        frame_share,
    )


ARTICLE_TYPES = re.compile(r'"(?:[A-Za-z]*Article|BlogPosting|Report|LiveBlogPosting)"')
_WIDE_TYPES = re.compile(
    r'"(?:Product|ProductGroup|QAPage|DiscussionForumPosting|ItemList|CollectionPage|Service|SoftwareApplication)"'
)


def kind_of(page: Page, words: list[int], dense: list[bool]) -> str:
    """Return "article" where a page says or looks so, "wide" where it is a forum, product, service or manual page."""
    data = " ".join(page.data)
    declared = " ".join(page.head.get("og:type", ()))
    if ARTICLE_TYPES.search(data) or "article" in declared or "article:published_time" in page.head:
        return "article"
    if _WIDE_TYPES.search(data) or "product" in declared:
        return "wide"
    total = sum(count for count, tight in zip(words, dense, strict=True) if not tight)
    long = sum(count for count, tight in zip(words, dense, strict=True) if count >= 25 and not tight)
    return "article" if long > 0.45 * total else "middle" if long > 0.25 * total else "wide"


_SHARES = (0.02, 0.1, 0.25, 0.5, 0.8)
_OWN = (0.05, 0.3, 0.7)
_LINKED = (0.01, 0.2, 0.45, 0.7)
_PLACES = (0.05, 0.15, 0.3, 0.5, 0.7, 0.85, 0.95)
_AFTER = (0, 1, 2, 5, 20, 80)
_AROUND = (1, 3, 6, 12, 20, 35)
_SHARED = (0.15, 0.5, 0.9)

BoxKey = tuple[str, int, str, int, int, int]
LineKey = tuple[str, int, int, int, str, int, int, int, str, str, bool, bool, int, int, tuple[str, ...]]


def size_of(words: int) -> int:
    """Return the class of a line's length: 0 none, 1 one word, then by powers of two up to 8 for 127 words and more."""
    return words if words < 2 else min((words + 1).bit_length(), 8)


def box_key(setting: Setting, box: int) -> BoxKey:
    """Return what the witnesses of a box follow from; boxes of one key are witnessed alike."""
    page, mass = setting.page, setting.mass
    parent = page.parents[box]
    whole = mass[0] or 1
    return (
        page.tags[box],
        page.traits[box],
        setting.kind,
        bisect_right(_SHARES, mass[parent] / whole),
        bisect_right(_SHARES, mass[page.parents[parent]] / whole),
        bisect_right(_OWN, mass[box] / whole),
    )


def of_box(key: BoxKey) -> list[str]:
    """Return the witnesses that all lines of a box share."""
    tag, bits, kind, parent, grandparent, own = key
    found = [f"tag {tag}" if tag in _TAGS else "tag h" if len(tag) == 2 and tag[0] == "h" else "tag other"]
    if bits:
        found.extend(name for bit, name in _TRAITS if bits & bit)
        found.extend(f"{kind} {name}" for bit, name in _TRAITS if bits & bit and name not in ("paragraph", "code"))
    found += (f"parent {parent}", f"grandparent {grandparent}", f"{kind} parent {parent}", f"own {own}")
    return found


def line_key(setting: Setting, number: int) -> LineKey:
    """Return what the witnesses of a line follow from; lines of one key are witnessed alike."""
    line: Line = setting.page.lines[number]
    text = line.text
    size = size_of(setting.words[number])
    shared = setting.frame_share
    return (
        setting.kind,
        size,
        bisect_right(_LINKED, line.linked / (len(text) or 1)),
        bisect_right(_PLACES, setting.before[number] / (setting.before[-1] or 1)),
        line.zone,
        line.heading,
        bisect_right(_AFTER, number - setting.title) if setting.title is not None else -1,
        bisect_right(_AROUND, setting.around[number]),
        setting.beside[number],
        setting.beside[number + 2],
        setting.seen[number],
        bool(line.images),
        bisect_right(_SHARED, shared[number]) if shared is not None else -1,
        setting.passed[number],
        setting.said[number],
    )


def of_line(key: LineKey) -> list[str]:
    """Return the witnesses of a line itself, of its place and its neighbours."""
    kind, size, linked, place, zone, heading, after, around, before, following, seen, pictured, shared, passed, text = (
        key
    )
    found = ["base", kind, f"size {size}", f"linked {linked}", f"{kind} size {size} linked {linked}"]
    found += (f"place {place}", f"{kind} place {place}", f"around {around}", f"{kind} around {around}")
    found += (f"before {before} {size > 3}", f"next {following} {size > 3}")
    if zone:
        found += (f"zone {zone}", f"{kind} zone {zone}")
    if heading:
        found += (f"heading {heading}", f"{kind} heading")
    if passed:
        found += (f"passed {passed}", f"{kind} passed {passed}")
    if after >= 0:
        found.append(f"after {after}")
    if seen:
        found.append("seen")
    if pictured:
        found.append("pictured")
    if shared >= 0:
        found.append(f"shared {shared}")
    found += text
    return found


def _beside(words: int, dense: bool) -> str:
    if dense:
        return "dense"
    return "none" if not words else "short" if words < 8 else "middle" if words < 25 else "long"


_CUES = frozenset({"closes", "noise", "footer words", "rights", "legal"})
_PASSED = (1, 2, 4, 8)


def _passed(said: Sequence[tuple[str, ...]], words: Sequence[int], dense: Sequence[bool], title: int) -> list[int]:
    """Return of each line the class of how many lines that close an article stand between its first prose and it."""
    found, count, prose = [], 0, False
    for number, about in enumerate(said):
        found.append(bisect_right(_PASSED, count))
        if number >= title:
            prose = prose or (words[number] >= 15 and not dense[number])
            count += prose and not _CUES.isdisjoint(about)
    return found


def _said(text: str, words: int) -> tuple[str, ...]:
    if not text:
        return ()
    return _short_text(text) if size_of(words) < 6 else _long_text(text)


@lru_cache(maxsize=16_384)
def _short_text(text: str) -> tuple[str, ...]:
    found = list(_long_text(text))
    if _CALLS.match(text):
        found.append("calls")
    if _CLOSES.match(text):
        found.append("closes")
    if BACK.fullmatch(text) or MORE.fullmatch(text) or NOISE.fullmatch(text):
        found.append("noise")
    if FOOTER.fullmatch(text):
        found.append("footer words")
    if text[0].isdigit():
        found.append("digit first")
    if text.isupper():
        found.append("capitals")
    return tuple(found)


def _long_text(text: str) -> tuple[str, ...]:
    size = size_of(text.count(" ") + 1)
    found = [f"ends {_ENDS.get(text[-1], 'other')} {min(size, 4)}"]
    if "©" in text or "reserved" in text or "zastrzeżone" in text:
        found.append("rights")
    if size > 3:
        lower = text[:250].lower()
        if any(map(lower.__contains__, _LEGAL)):
            found.append("legal")
        found.append(f"commas {min(text.count(','), 3)}")
        found.append(f"sentences {min(text.count('. '), 3)} {text[-1] in _STOPS}")
        if "|" in text or "»" in text:
            found.append("bars")
    if text[0].islower():
        found.append("lower first")
    return tuple(found)


_STOPS = ".!?…:”"
_ENDS = dict.fromkeys('.!?"”', "stop") | dict.fromkeys("…»>", "more") | {":": "colon", ")": "bracket", ",": "comma"}
