"""What the boxes of a page say of themselves: bits of a box by its tag, attributes and, weakly, its class words.

A box has the bits of the boxes around it too. Class words are one weak witness: no rule rests on them alone.
"""

from __future__ import annotations

import re
from functools import lru_cache

FORM = 1
HIDDEN = 2
ITEM = 4
TABLE = 8
QUOTE = 16
FIGURE = 32
ARTICLE = 64
MAIN = 128
PARAGRAPH = 256
CODE = 512
ASIDE = 1024
SAYS_CONTENT = 2048
SAYS_FRAME = 4096
SAYS_COMMENTS = 8192
SAYS_RELATED = 16384
SAYS_SHARE = 32768
TERMS = 65536
"""In a definition list."""

OF_TAG = {
    "form": FORM,
    "fieldset": FORM,
    "dialog": HIDDEN,
    "li": ITEM,
    "td": TABLE,
    "th": TABLE,
    "blockquote": QUOTE,
    "figure": FIGURE,
    "figcaption": FIGURE,
    "article": ARTICLE,
    "main": MAIN,
    "p": PARAGRAPH,
    "pre": CODE,
    "aside": ASIDE,
    "nav": ASIDE,
    "footer": ASIDE,
    "dd": TERMS,
    "dt": TERMS,
}

_WORDS = (
    (SAYS_COMMENTS, r"comment|komentarz|disqus|replies|opinie\b"),
    (
        SAYS_RELATED,
        r"relat|recommend|podobne|powiaz|polecan|more-|teaser|popular|najcz|similar|also|promo|reklam|\bad[sv]?\b|sponsor",
    ),
    (SAYS_SHARE, r"shar|social|tool|print|meta|byline|author|tags?\b|breadcrumb|okrusz|sciezka|pag(?:er|ing|ination)"),
    (
        SAYS_FRAME,
        r"nav|menu|foot|stopk|side|banner|header|top\b|login|search|cookie|modal|popup|newsletter|subscri|widget|skip",
    ),
    (SAYS_CONTENT, r"articl|artyk|content|body\b|entry|post\b|text|tresc|story|main|lead|news"),
)
_PATTERNS = tuple((bit, re.compile(words, re.IGNORECASE)) for bit, words in _WORDS)
_NOT_SHOWN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


@lru_cache(maxsize=4_096)
def of_names(names: str) -> int:
    """Return the bits that the words of a class and id suggest."""
    found = 0
    for bit, pattern in _PATTERNS:
        if pattern.search(names):
            found |= bit
    return found


@lru_cache(maxsize=1_024)
def is_hidden(style: str) -> bool:
    """Tell whether a style attribute hides its box."""
    return _NOT_SHOWN.search(style) is not None
