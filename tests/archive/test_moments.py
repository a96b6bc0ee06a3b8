"""Time as it was: what stood there at a moment, how surely, and the bar that draws it."""

from datetime import timedelta

import pytest
from staged import ROOT, START, Staged, note

from archive.console.bar import bar, gaps
from archive.moments import look
from archive.queries import timeline
from archive.terms.errors import NotThere

PAGE = ROOT + "a"
OLD, NEW = note("Wnioski przyjmuje kancelaria urzędu."), note("Wnioski przyjmuje sekretariat urzędu.")


@pytest.fixture(scope="module")
def portal(tmp_path_factory):
    staged = Staged(tmp_path_factory.mktemp("moments") / "k.db")
    for day, answer in ((0, OLD), (1, OLD), (2, 500), (5, OLD), (6, NEW), (7, 410), (9, 410), (10, NEW)):
        staged.crawl({PAGE: answer}, day=day)
    yield staged
    staged.archive.close()


def at(portal, days):
    with portal.archive.reading() as connection:
        return look(connection, PAGE, START + timedelta(days=days))


def test_between_two_sights_of_one_snapshot_it_stood_there_although_a_try_failed_in_between(portal):
    known = at(portal, 3)
    assert (known.before.snapshot, known.after.snapshot, known.certain) == (1, 1, True)
    assert "and again at" in known.words()


def test_between_two_snapshots_nobody_can_say(portal):
    known = at(portal, 5.5)
    assert (known.before.snapshot, known.certain) == (1, False)
    assert "it was snapshot 2, and nobody looked in between" in known.words()


def test_after_the_last_capture_nobody_looked(portal):
    known = at(portal, 100)
    assert (known.after, known.certain, known.to_json()["looked_after"]) == (None, False, None)
    assert "nobody looked" in known.words()


def test_the_moment_of_a_capture_is_certain(portal):
    with portal.archive.reading() as connection:
        moment = timeline(connection, PAGE).coverage[-1].fetched
        known = look(connection, PAGE, moment)
    assert (known.certain, known.words().startswith("seen at")) == (True, True)


@pytest.mark.parametrize(("days", "words"), [(-1, "nobody had looked at"), (8, r"not there \(HTTP 410\)")])
def test_before_the_first_look_and_while_it_was_gone_there_is_nothing_to_show(portal, days, words):
    with pytest.raises(NotThere, match=words):
        at(portal, days)


def test_the_bar_draws_sights_snapshots_and_gaps(portal):
    with portal.archive.reading() as connection:
        page = timeline(connection, PAGE)
    looks, stood = bar(page, 11)
    assert looks == "●●×  ●●○ ○●"
    assert stood == "1111112___2"
    assert [(gap.since.day, gap.until.day, gap.changed) for gap in gaps(page)] == [
        (2, 6, False), (6, 7, True), (7, 8, True), (10, 11, True),
    ]  # fmt: skip


def test_a_bar_of_one_capture_is_one_sign(tmp_path):
    staged = Staged(tmp_path / "k.db")
    staged.crawl({PAGE: OLD})
    with staged.archive.reading() as connection:
        page = timeline(connection, PAGE)
    staged.archive.close()
    assert (bar(page, 5), gaps(page)) == (("●    ", "1····"), ())
