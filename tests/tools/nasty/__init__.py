"""Texts that nobody would write in good faith, made by code where they are large.

    characters.py    what cannot be seen, what only looks like a λ, what is no text at all
    sizes.py         brackets a million deep, lines of ten megabytes, numerals of ten thousand digits
    terms.py         small texts whose terms, answers or searches are immense

Each has a name, its bytes, and the exit code that `lamb eval` must come to with it.
"""

from __future__ import annotations

from tests.tools.nasty.case import Case
from tests.tools.nasty.characters import CHARACTERS
from tests.tools.nasty.sizes import SIZES
from tests.tools.nasty.terms import TERMS

CASES: tuple[Case, ...] = (*CHARACTERS, *SIZES, *TERMS)

__all__ = ["CASES", "CHARACTERS", "SIZES", "TERMS", "Case"]
