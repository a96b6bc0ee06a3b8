"""Links cross the wall to the reading worker and back."""

from __future__ import annotations

import pickle

from archive.terms.marks import Link


def test_a_link_comes_through_another_process_as_it_was():
    link = Link(url="http://a.pl/", text="ł")
    assert pickle.loads(pickle.dumps((link, link))) == (link, link)
