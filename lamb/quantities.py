"""Numbers in words: exact while a reader can take them in, then by their order of magnitude.

A term that is shared knows its size as a tree, and that may have more digits than there are atoms,
more even than Python is willing to write down.
"""

from __future__ import annotations

from math import log10
from typing import Final

LARGEST_COUNTED: Final = 10**15
IMMENSE: Final = 2**1_024
"""No further than this is a size counted."""
SMALL: Final = 2**29
"""Python compares numbers below this in no time; with IMMENSE, it takes longer than to add two."""


def amount(number: int) -> str:
    """A number in words.

    >>> amount(1_000), amount(2**100), amount(2**100_000)
    ('1,000', 'about 10^30', 'more than 10^308')
    """
    if abs(number) <= LARGEST_COUNTED:
        return f"{number:,}"
    return "more than 10^308" if number >= IMMENSE else f"about 10^{int(log10(abs(number)))}"


def natural(text: str) -> int | None:
    """The number that a text is, if it is one that a user may mean.

    >>> natural("42"), natural("²"), natural("9" * 5_000), natural("")
    (42, None, None, None)
    """
    return int(text) if text.isdecimal() and len(text) <= len(str(LARGEST_COUNTED)) else None


def scored(points: float, worth: float) -> str:
    """So many points of so many.

    >>> scored(0.5, 1), scored(2, 3)
    ('0.5 of 1 point', '2 of 3 points')
    """
    return f"{points:g} of {worth:g} {'point' if worth == 1 else 'points'}"


def counted(number: int, one: str, many: str = "") -> str:
    """So many things, in words.

    >>> counted(1, "step"), counted(2_000, "step"), counted(2, "redex", "redexes")
    ('1 step', '2,000 steps', '2 redexes')
    """
    return f"{amount(number)} {one if number == 1 else many or one + 's'}"
