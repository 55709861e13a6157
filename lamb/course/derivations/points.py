"""Points: what a derivation or an assertion is worth, as a comment beside it says.

    -- points: 3
    eval id_zero : …

    assert add 1 2 == 3    -- points: 0.5

The comment stands directly above it, or at the end of its first line.
"""

from __future__ import annotations

import re

from lamb.notation.parser import Program
from lamb.source import Place

_NUMBER = r"points?[ \t]*:[ \t]*(\d{1,9}(?:\.\d{1,9})?)(?![\d.])"
_ABOVE = re.compile(r"^\W*" + _NUMBER, re.IGNORECASE | re.MULTILINE)
_BEHIND = re.compile(r"(?:--|#|\{-)\W*" + _NUMBER, re.IGNORECASE)


def points(program: Program, place: Place, keyword: str) -> float | None:
    """The points of the claim at *place*, which a *keyword* begins; None if no comment gives any."""
    begins = max(0, place.source.text.rfind(keyword, 0, place.start))
    line = place.source.position(begins)[0]
    found = _BEHIND.search(place.source.line(line)) or _ABOVE.search(program.documentation.get(line, ""))
    return float(found[1]) if found else None
