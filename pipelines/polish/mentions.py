"""All that a text mentions, in order and without overlaps; feeds search by amount, date and reference, and change classes.

Where two recognisers claim the same characters, the one that reads more of them as one thing goes first: `ul. 3 Maja 12`
is an address and no date, the date in `Dz. Urz. UE` a part of the reference, digits of a web address no telephone number.
"""

from __future__ import annotations

from datetime import date
from itertools import chain

from pipelines.polish.contacts import emails, phones, urls
from pipelines.polish.mention import Mention, apart
from pipelines.polish.mentioned import mentioned_dates
from pipelines.polish.numbers import amounts, percentages
from pipelines.polish.people import people
from pipelines.polish.places import addresses
from pipelines.polish.references import file_numbers, references


def mentions(text: str, written: date | None = None) -> list[Mention]:
    """Return what a text mentions; offsets are into `text` as given. Never raises; linear in the text.

    `written` is when the text was written, where that is known: `15 marca br.` has a year only then.
    """
    return apart(
        text,
        chain(
            urls(text),
            emails(text),
            references(text),
            file_numbers(text),
            addresses(text),
            mentioned_dates(text, written),
            amounts(text),
            percentages(text),
            phones(text),
            people(text),
        ),
    )
