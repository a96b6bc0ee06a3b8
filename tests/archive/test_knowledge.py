"""What was learned is kept under numbers that never change their meaning, and a crawl reads with one of them."""

import pytest
from small_site import TERMS, Ticking

from archive.crawls import begin, finish, interrupt
from archive.db import open_archive
from archive.knowledge import latest, load, store
from archive.terms.errors import NotThere

FIRST, SECOND = {"format": 1, "epochs": []}, {"format": 1, "epochs": [{"pages": [1]}]}


@pytest.fixture
def archive(tmp_path):
    with open_archive(str(tmp_path / "k.db"), write=True, create=True) as opened:
        yield opened


def a_crawl(archive, learned=None, *, end=True):
    handle = begin(archive, TERMS, full=False, fresh=False, clock=Ticking())
    if end:
        finish(archive, handle, limited=False, clock=Ticking(), learned=learned)
    else:
        interrupt(archive, handle, reason="stopped", clock=Ticking(), learned=learned)
    handle.close()
    return handle.knowledge


def test_nothing_learned_is_number_nought(archive):
    a_crawl(archive)
    with archive.reading() as connection:
        assert latest(connection, TERMS.name) == 0
        assert load(connection, TERMS.name, 0) is None


def test_a_number_is_given_only_for_what_differs_from_the_latest(archive):
    a_crawl(archive)
    with archive.writing() as connection:
        assert [store(connection, TERMS.name, content) for content in (FIRST, FIRST, SECOND, SECOND, FIRST)] == [
            1,
            1,
            2,
            2,
            3,
        ]
        assert [load(connection, TERMS.name, number) for number in (1, 2, 3)] == [FIRST, SECOND, FIRST]
        assert latest(connection, TERMS.name) == 3
        assert latest(connection, "elsewhere") == 0


def test_a_number_never_given_is_an_error_that_says_so(archive):
    with archive.reading() as connection, pytest.raises(NotThere, match="knowledge 4 of the portal miasto"):
        load(connection, TERMS.name, 4)


def test_a_crawl_reads_with_what_was_known_when_it_began(archive):
    assert a_crawl(archive, FIRST) == 0
    assert a_crawl(archive, SECOND) == 1
    assert a_crawl(archive, SECOND) == 2
    assert a_crawl(archive) == 2


def test_a_resumed_crawl_goes_on_with_the_knowledge_it_began_with(archive):
    assert a_crawl(archive, FIRST, end=False) == 0
    assert a_crawl(archive, SECOND) == 0
    assert a_crawl(archive) == 2
