"""What a change may be of: the classes that changes are told apart and filtered by."""

from __future__ import annotations

from typing import Literal, get_args

ClassName = Literal[
    "typography",
    "diacritics",
    "number",
    "amount",
    "date",
    "deadline",
    "legal_reference",
    "negation",
    "person",
    "wording",
    "paragraph_added",
    "paragraph_removed",
    "link",
    "attachment",
    "image",
]
CLASSES: tuple[ClassName, ...] = get_args(ClassName)
