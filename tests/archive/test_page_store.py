"""A page goes into the archive's JSON and comes back as it was."""

import json

from hypothesis import given
from hypothesis import strategies as st

from archive.page_store import content_to_json, frame_to_json, page_from_json
from archive.terms.marks import Image, Link, Reader, SidebarLink
from archive.terms.outcomes import PageKind
from archive.types import ArticleContent, EntryContent, PageContent, Revision, page_json

text = st.text(max_size=12)
maybe = st.none() | text
day = st.none() | st.dates()


def few(strategy):
    return st.lists(strategy, max_size=2).map(tuple)


links = few(st.builds(Link, url=text, text=text))
articles = st.builds(
    ArticleContent,
    title=maybe, published=day, published_text=maybe, updated=day, updated_text=maybe, author=maybe, body=text,
    links=links, attachments=links, images=few(st.builds(Image, url=text, alt=text)), responsible=maybe,
    history=few(st.builds(Revision, version=maybe, changed=day, changed_text=maybe, author=maybe, reason=maybe)),
    language=maybe,
)  # fmt: skip
pages = st.builds(
    PageContent,
    url=text, kind=st.sampled_from(PageKind), reader=st.builds(Reader, name=text, version=st.integers(0, 99)),
    language=maybe, section=maybe, title=maybe, articles=few(articles),
    entries=few(st.builds(EntryContent, url=text, title=text, text=text, published=day)),
    sidebar=few(st.builds(SidebarLink, url=text, text=text, image=maybe)), navigation=links, warnings=few(text),
)  # fmt: skip


@given(pages)
def test_a_page_comes_back_from_its_two_parts_as_it_was(page):
    content, frame = (json.loads(json.dumps(part)) for part in (content_to_json(page), frame_to_json(page)))
    assert page_from_json(content, frame) == page
    assert content | frame == page_json(page)


@given(pages)
def test_without_a_frame_only_the_frame_is_missing(page):
    bare = page_from_json(content_to_json(page), None)
    assert (bare.sidebar, bare.navigation) == ((), ())
    assert content_to_json(bare) == content_to_json(page)
