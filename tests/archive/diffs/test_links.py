"""What became of links, by zone."""

from __future__ import annotations

from archive.diffs.links import LinkChange, LinkDiff, ZonedLink, diff_links


def link(url, text="", zone="body"):
    return ZonedLink(zone=zone, url=url, text=text)


def test_links_are_added_removed_retargeted_and_relabelled():
    stays, gone, came = link("/a", "stały"), link("/gone", "znikł"), link("/new", "nowy")
    found = diff_links(
        [stays, gone, link("/1", "cennik"), link("/m", "mapa")],
        [link("/m", "plan"), stays, link("/2", "cennik"), came],
    )
    assert found == LinkDiff(
        added=(came,),
        removed=(gone,),
        retargeted=(LinkChange(old=link("/1", "cennik"), new=link("/2", "cennik")),),
        relabelled=(LinkChange(old=link("/m", "mapa"), new=link("/m", "plan")),),
    )
    assert found


def test_a_link_in_another_place_of_its_zone_is_no_difference_and_in_another_zone_is_one():
    one, two = link("/a", "a"), link("/b", "b")
    assert not diff_links([one, two], [two, one])
    filed = link("/a", "a", "attachment")
    assert diff_links([one], [filed]) == LinkDiff(added=(filed,), removed=(one,))


def test_a_file_under_a_new_address_is_known_by_its_name_where_its_words_changed_too():
    old, new = link("/1/plan.pdf?v=1", "plan", "attachment"), link("/2/plan.pdf", "plan miasta", "attachment")
    assert diff_links([old], [new]).retargeted == (LinkChange(old=old, new=new),)
    assert not diff_links([link("/1/a.htm", "x")], [link("/2/a.htm", "y")]).retargeted


def test_links_without_words_are_no_pair():
    assert diff_links([link("/a")], [link("/b")]) == LinkDiff(added=(link("/b"),), removed=(link("/a"),))
