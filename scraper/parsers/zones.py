"""Parts a page's lines into frame and content: where the content begins, which box holds it, where it ends."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipelines.polish.dates import is_date_line
from scraper.parsers.blocks import Line, Page
from scraper.parsers.dating import is_of_event, lowest_menu
from scraper.parsers.gather import is_file, rows_of_files
from scraper.parsers.scoring import core_of
from scraper.parsers.words import (
    BACK,
    FILES,
    FOOTER,
    MORE,
    PAGER,
    TAGS,
    WAY_BACK,
    folded,
    title_parts,
)

FRAME_ZONES = frozenset({"nav", "header", "footer", "aside"})
_NEVER_CONTENT = frozenset({"nav", "footer"})
HOLDS = 0.7
"""Share of a page's prose that the box of the content holds."""

LEAST_TITLE = 2.0
"""What the witnesses of a title line must come to more than."""

GLUED = 3
"""Blanks of a link that is a title even where no blank parts it from the date behind it."""

LONG_SLUG = 10
"""Letters from which a line that stands anywhere in the document's title is taken for it."""

HEADS_FILES = 30
"""Characters of a heading of files at most."""

NAMES_SECTION = 40
"""Characters of the name of a section at most."""

CLIMBS = 4
"""Boxes around a title that are tried for a content, one after the other."""

LITTLE = 0.4
"""Share of a content's words that may stand behind a column of picture links and still be frame."""

BY_BOXES = "the box around the title that holds most of the text"
SIBLINGS = "sibling pages have the line too"
CLOSED = "the title and the way back under it: the page itself says what its content is"

RUN = 3
"""Lines of nothing but links in a row that end a content no box bounds."""


@dataclass(frozen=True, slots=True)
class Zones:
    """Line numbers of the content (in order), of the title (None where no line is one), and the title's text.

    `rule` says what chose the content, `ended` what ended it by the boxes, `left_out` why lines inside went out.
    """

    content: list[int]
    title_line: int | None
    title: str | None
    dates: frozenset[int]
    closed: bool = False
    """A way back (`lista aktualności`) ends the content: the page itself says what its content is."""

    rule: str = BY_BOXES
    ended: str = ""
    left_out: Mapping[int, str] = field(default_factory=dict)


def is_date(line: Line) -> bool:
    """Tell whether a line is a date, labelled or not."""
    return bool(line.dates)


def is_frame(line: Line) -> bool:
    """Tell whether a line belongs to the frame by its zone or its words."""
    return line.zone in FRAME_ZONES or line.noise


def zones_of(page: Page, frame_share: Sequence[float] | None = None) -> Zones:
    """Return where the content of a page lies; `frame_share`: per line the share of siblings that have it, 0 for chance.

    What siblings repeat is no title. It may be content still: the labels of a change log stand on every page of a bulletin.
    """
    lines = page.lines
    frame = [is_frame(line) for line in lines]
    dates = frozenset(
        number
        for number, line in enumerate(lines)
        if not frame[number] and is_date(line) and not is_of_event(page, number)
    )
    number = _title_line(page, dates, frame_share)
    if number is not None:
        lowest = lowest_menu(page, number)
        dates = frozenset(one for one in dates if one >= lowest)
    title = lines[number].text if number is not None else _head_title(page)
    box = _content_box(page, number, frame) if lines else 0
    first = number + 1 if number is not None else _after_menu(page)
    content, ended = _content(page, box, first, dates, frame)
    for _ in range(CLIMBS):
        if content or not box:
            break
        box = page.parents[box]  # a list of links has no prose to find its box by
        content, ended = _content(page, box, first, dates, frame)
    closed = number is not None and bool(content) and _is_closed(page, content[-1])
    rule = CLOSED if closed else BY_BOXES
    return Zones(content=content, title_line=number, title=title, dates=dates, closed=closed, rule=rule, ended=ended)


def _is_closed(page: Page, last: int) -> bool:
    return any(line.links and WAY_BACK.fullmatch(line.text) for line in page.lines[last + 1 : last + 3])


def with_core(page: Page, zones: Zones, frame_share: Sequence[float] | None) -> Zones:
    """Return zones whose content is what the scores say; the title's date lines and the files stay with it."""
    if zones.closed:
        return zones
    chosen = core_of(page, zones.title_line, zones.content, frame_share)
    left_out = dict(chosen.left_out)
    core = set(chosen.lines)
    _leave_out(core, [number for number, share in enumerate(frame_share or ()) if share > 0], SIBLINGS, left_out)
    start = zones.title_line
    core.discard(-1 if start is None else start)
    if start is None:
        first = next((number for number in sorted(core) if not page.lines[number].dense), 0)
        menu = [number for number in core if number < first]
        _leave_out(core, menu if len(menu) >= RUN else (), "a menu before the first text", left_out)
    never = [number for number in core if _is_never_content(page.lines[number])]
    _leave_out(core, never, "a footer, menu, counter or day of the visit", left_out)
    kept = _without_banners(page, set(core), zones.dates)
    _leave_out(core, core - kept, "a column of picture links, or links after the last text", left_out)
    beside = {number for number in zones.dates if start is not None and start < number <= start + 4}
    files = set(_files(page, zones.content, max(core, default=-1)))
    content = core | beside | files
    said = {number: why for number, why in left_out.items() if number not in content}
    return replace(zones, content=sorted(content), rule=chosen.rule, left_out=said)


def _leave_out(core: set[int], numbers: Collection[int], why: str, left_out: dict[int, str]) -> None:
    left_out.update((number, why) for number in core.intersection(numbers))
    core.difference_update(numbers)


def _is_never_content(line: Line) -> bool:
    """Tell whether a line is of a footer or menu, or a counter, whatever its score."""
    return line.zone in _NEVER_CONTENT or line.noise or (line.linked > 0 and TAGS.match(line.text) is not None)


def _without_banners(page: Page, core: set[int], dates: frozenset[int]) -> set[int]:
    """Return the core up to a column of picture links with little behind it, and without links that end it."""
    lines = page.lines
    if not core:
        return core
    words = {number: lines[number].text.count(" ") + 1 for number in core if not lines[number].dense}
    left = whole = sum(words.values())
    kept = core
    for number in range(min(core), max(core)):
        if left < LITTLE * whole and lines[number].images and _frame_begins(page, number, dates):
            kept = {one for one in core if one < number}
            break
        left -= words.get(number, 0)
    return kept - set(_links_behind(page, sorted(kept)))


def _links_behind(page: Page, numbers: list[int]) -> list[int]:
    """Return which of the content's lines are links that end it; a link or two set like its last text are of it."""
    lines = page.lines
    text = max((place for place, number in enumerate(numbers) if not lines[number].dense), default=-1)
    behind = numbers[text + 1 :]
    own = text >= 0 and len(behind) < RUN and all(_set_alike(page, numbers[text], one) for one in behind)
    return [] if own else behind


def _set_alike(page: Page, one: int, other: int) -> bool:
    """Tell whether two lines stand in one box, or in boxes of one tag side by side, as paragraphs do."""
    first, second = page.lines[one].box, page.lines[other].box
    return first == second or (page.parents[first], page.tags[first]) == (page.parents[second], page.tags[second])


def _files(page: Page, numbers: Sequence[int], last: int) -> Iterator[int]:
    """Yield the lines of lists and tables of files, wherever they stand, and links to documents that stand after line `last`."""
    listed = False
    rows = rows_of_files([page.lines[number] for number in numbers])
    for number in numbers:
        line = page.lines[number]
        listed = _lists_files(line, listed=listed)
        if listed or line.row in rows or (number > last and _is_document(line)):
            yield number


def _lists_files(line: Line, *, listed: bool) -> bool:
    """Tell whether a line heads a list of files, or goes on with one (`listed`): any link is a file's there."""
    headed = len(line.text) <= HEADS_FILES and FILES.fullmatch(line.text) is not None
    return headed or (listed and line.listed and not line.images)


def _is_document(line: Line) -> bool:
    return line.listed and all(is_file(href, text) for href, text in line.links)


def _head_title(page: Page) -> str | None:
    for key in ("og:title", "title"):
        if page.head.get(key):
            parts = title_parts(page.head[key][0].strip(" :|*·•»«–—-"))
            return parts[1] if len(parts) > 1 else parts[0]
    return None


def _title_line(page: Page, dates: frozenset[int], frame_share: Sequence[float] | None) -> int | None:
    best, chosen = LEAST_TITLE, None
    for number, witnesses in title_lines(page, dates, frame_share):
        score = sum(weight for _, weight in witnesses)
        if score > best:
            best, chosen = score, number
    return chosen


def title_lines(
    page: Page, dates: frozenset[int], frame_share: Sequence[float] | None
) -> Iterator[tuple[int, list[tuple[str, float]]]]:
    """Yield the lines that may be the title, each with the weights of its witnesses; the first of the highest sum is it."""
    after_menu = _after_menu(page)
    declared = _declared_titles(page, after_menu)
    said = " ".join(text for key in ("og:title", "title") for text in page.head.get(key, ())).lower()
    links = {line.text for line in page.lines if line.links and len(line.text) <= NAMES_SECTION and line.dense}
    begins = _begins_text(page, dates, after_menu)
    near = {number + step for number in dates for step in (-2, -1, 1)}
    for number, line in enumerate(page.lines):
        text = line.text
        if not 2 < len(text) <= 300 or number in dates:
            continue
        if not line.heading and number not in near and number != begins and text.split(None, 1)[0].lower() not in said:
            continue  # nothing speaks for it; folding every line would cost more than all else here
        framed = is_frame(line) or (frame_share is not None and frame_share[number] > 0)
        found = _title_witnesses(page, number, dates, declared, framed=framed)
        if number < after_menu and declared.printed:
            found.append(("the menu stands under it", -2.5))
        if number == begins:
            found.append(("most text of the page stands right under it", 1.0 if line.heading else 2.5))
        if len(found) > 1 and len(text) <= NAMES_SECTION and not line.dense and text in links:
            found.append(("a link leads to a page of this name", -2.0))
        yield number, found


@dataclass(frozen=True, slots=True)
class _Titles:
    """Slugs of what the head calls the page: `parts` and the first ones of them, titles whole; `printed`: a heading is one."""

    parts: frozenset[str]
    first: frozenset[str]
    joined: frozenset[str]
    printed: bool


def _declared_titles(page: Page, after_menu: int) -> _Titles:
    split = [(key, title_parts(said)) for key in ("og:title", "title") for said in page.head.get(key, ())]
    joined = frozenset(folded(parts[0]) for _, parts in split if len(parts) > 2)  # the whole and its parts
    parts = frozenset(folded(part) for _, parts in split for part in parts)
    first = frozenset(folded(parts[0] if key == "og:title" else parts[1]) for key, parts in split if parts[1:])
    headings = (folded(line.text) for line in page.lines[after_menu:] if line.heading)
    return _Titles(parts, first, joined, any(slug in parts and slug not in joined for slug in headings))


def _begins_text(page: Page, dates: frozenset[int], after_menu: int) -> int | None:
    """Return the one line, a heading or else bare by a date, under which, to the next heading, most text of a page stands.

    None where the page declares `og:title`: it need not be guessed there.
    """
    lines = page.lines
    if "og:title" in page.head:
        return None
    prose = [number for number, line in enumerate(lines) if line.prose and not is_frame(line)]
    if not prose:
        return None
    first = prose[0]
    over = next((one for one in range(first - 1, -1, -1) if one not in dates), None)
    if over is None or lines[over].dense or is_frame(lines[over]):
        return None
    bare = over + 1 == first and over != after_menu and over - 1 not in dates
    if not lines[over].heading and (over == 0 or bare or lines[over].text.endswith(".")):
        return None
    end = next((number for number in range(first, len(lines)) if lines[number].heading), len(lines))
    own = sum(len(lines[number].text) for number in prose if number < end)
    return over if own >= HOLDS * sum(len(lines[number].text) for number in prose) else None


def _after_menu(page: Page) -> int:
    """Return the first line after the menu that a page begins with: short links in a box of their own; 0 where none is.

    The page after it holds text or entries: a page of links alone is no menu.
    """
    lines = page.lines
    run: list[int] = []
    for number, line in enumerate(lines):
        if line.dense and len(line.text) <= NAMES_SECTION and not line.images:
            run.append(number)
        elif len(run) >= RUN:
            break
        else:
            run = []
    if len(run) < RUN:
        return 0
    box = lines[run[0]].box
    for number in run:
        box = page.common(box, lines[number].box)
    after = next((number for number in range(run[-1] + 1, len(lines)) if not page.inside(lines[number].box, box)), 0)
    told = after and box and any(line.prose or is_entry(line) for line in lines[after:])
    return after if told else 0


def _title_witnesses(
    page: Page, number: int, dates: frozenset[int], declared: _Titles, *, framed: bool
) -> list[tuple[str, float]]:
    line = page.lines[number]
    found: list[tuple[str, float]] = []
    if line.heading:
        found.append((f"heading {line.heading}", {1: 3.0, 2: 2.0, 3: 1.5}.get(line.heading, 1.0)))
    slug = folded(line.text)
    long = len(slug) >= LONG_SLUG
    joined = declared.printed and slug in declared.joined
    if not joined and (slug in declared.parts or (long and any(slug in said for said in declared.parts))):
        found.append(("said in <title> or og:title", 3.5))
        if slug in declared.first or long:
            found.append(("long, or the whole of it", 1.0))
    found.extend(_beside_title(number, line, dates, framed=framed))
    score = sum(weight for _, weight in found)
    if not line.heading and slug not in declared.parts and LEAST_TITLE < score <= 3:
        found.append(("a bare line by a date is no title yet", LEAST_TITLE - score))
    return found


def _beside_title(number: int, line: Line, dates: frozenset[int], *, framed: bool) -> Iterator[tuple[str, float]]:
    if number + 1 in dates:
        yield "a date right under it", 2.0
    elif number - 1 in dates or number + 2 in dates:
        yield "a date near it", 1.0
    if framed:
        yield "frame", -4.0
    if line.dense:
        yield "a link", -2.5


def _content_box(page: Page, title: int | None, frame: list[bool]) -> int:
    """Return the smallest box around the title that holds most of the page's prose; the page where it has none."""
    masses = [0] * len(page.parents)
    for number, (line, framed) in enumerate(zip(page.lines, frame, strict=True)):
        if not framed and not line.dense and number != title:
            masses[line.box] += len(line.text) - line.linked
    for number in range(len(masses) - 1, 0, -1):
        masses[page.parents[number]] += masses[number]
    box = page.lines[title or 0].box
    while box and (not masses[0] or masses[box] < HOLDS * masses[0]):
        box = page.parents[box]
    return box


def _content(page: Page, box: int, first: int, dates: frozenset[int], frame: list[bool]) -> tuple[list[int], str]:
    """Return the lines of the content (inside the box, from the title on, up to the way back or the frame) and its end."""
    found: list[int] = []
    within = [False] * len(page.parents)
    within[box] = True
    for one in range(box + 1, len(within)):
        within[one] = within[page.parents[one]]
    listed = said = False
    for number in range(first, len(page.lines)):
        line = page.lines[number]
        if frame[number]:
            continue
        if not within[line.box]:
            if found:
                return found, "outside the box of the content"
            continue
        listed = _lists_files(line, listed=listed)
        if (said or len(found) >= RUN) and _ends(line):
            return found, "after the way back, printing, sharing or a footer's words"
        if found and not listed and _frame_begins(page, number, dates):
            return found, "a column of picture links begins before it"
        found.append(number)
        said = said or not (line.dense or number in dates)
    return found, ""


def _ends(line: Line) -> bool:
    return (bool(line.links) and BACK.fullmatch(line.text) is not None) or FOOTER.fullmatch(line.text) is not None


def _frame_begins(page: Page, number: int, dates: frozenset[int]) -> bool:
    """Tell whether a column of picture links begins here: the banners of a page whose boxes do not part them."""
    first = page.lines[number]
    if not first.dense and not first.images:
        return False
    run = page.lines[number : number + 2 * RUN]
    pictured = [line for line in run if any(href for _, _, href in line.images)]
    linked = [line for line in run if line.dense or any(href for _, _, href in line.images)]
    framed = len(pictured) >= RUN and len(linked) == len(run) and number not in dates
    return framed and not _is_document(page.lines[number])


def dated_link(line: Line) -> str | None:
    """Return the day that stands beside the one link of a line (`Zebranie wiejskie (12.03.2018)`), and nothing else does."""
    if len(line.links) != 1 or line.dense or len(line.links[0][1]) < LONG_SLUG:
        return None
    rest = line.text.replace(line.links[0][1], "", 1)
    if rest[:1].isalnum() and rest[-1:].isalnum() and line.links[0][1].count(" ") < GLUED:
        return None  # glued to the link: two boxes of a header
    day = rest.strip(" ()[]–—-,;|")
    return day if is_date_line(day) else None


def is_entry(line: Line) -> bool:
    """Tell whether a line is the title link of another page."""
    words = line.text
    if not (line.dense or dated_link(line)) or len(line.links) != 1 or PAGER.fullmatch(words) or MORE.fullmatch(words):
        return False
    return len(words) >= 3 and BACK.fullmatch(words) is None  # a month's name is one already
