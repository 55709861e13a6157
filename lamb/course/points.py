"""What claims are worth, as comments say: of a claim by itself, or of an exercise, whose claims share it.

-- points: 2               directly above a claim, or at the end of its first line

-- exercise nand: Not both
-- points: 3               of all claims up to the next exercise, where none has points of its own
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from lamb.errors import Place, Source
from lamb.notation.layout import blank, comments, documentation
from lamb.notation.parser import Program

EXERCISE = re.compile(r"exercise\s+(?P<names>[^\s,:]+(?:\s*,\s*[^\s,:]+)*)\s*(?::\s*(?P<title>.*))?")
"""The line of a comment in which an exercise begins."""

_NUMBER = r"(?:hidden\W+)?points?[ \t]*:[ \t]*(\d{1,9}(?:\.\d{1,9})?)(?![\d.])"
_ABOVE = re.compile(r"^\W*" + _NUMBER, re.IGNORECASE | re.MULTILINE)
_SAID = re.compile(r"points[ \t]*:[ \t]*(\d{1,9}(?:\.\d{1,9})?)")
_CLAIM = re.compile(r"^(?:eval|conf|assert)(?![\w'-]|[ \t]*=)", re.MULTILINE)
_BEHIND = re.compile(r"(?:--|#|\{-)\W*" + _NUMBER, re.IGNORECASE)


def points(program: Program, place: Place, keyword: str) -> float | None:
    """The points of the claim at *place*, which a *keyword* begins; None if no comment gives any."""
    begins = max(0, place.source.text.rfind(keyword, 0, place.start))
    line = place.source.position(begins)[0]
    own = _own(place.source, line, program.documentation)
    return _worth(place.source).get(line) if own is None else own


def all_points(source: Source) -> float:
    """The points of all claims in a text, also where it is no program; up to a comment without an end."""
    return sum(worth or 0 for worth in _worth(source).values())


def _own(source: Source, line: int, above: Mapping[int, str]) -> float | None:
    """The points in the comments of a claim that begins in a line."""
    found = _BEHIND.search(source.line(line)) or _ABOVE.search(above.get(line, ""))
    return float(found[1]) if found else None


@lru_cache(maxsize=1)
def _worth(source: Source) -> Mapping[int, float | None]:
    """The points of the claims in a text, by the lines in which they begin."""
    stretches = comments(source, [])
    above = documentation(source, stretches)
    begins = (claim.start() for claim in _CLAIM.finditer(blank(source.text, stretches)))
    lines = [source.position(at)[0] for at in begins]
    worth = {line: _own(source, line, above) for line in lines}
    said, claims = list[float](), list[int]()  # of the exercise
    shared = list[tuple[list[float], list[int]]]()
    for line in sorted({*above, *worth}):
        for text in map(str.strip, above.get(line, "").splitlines()):
            if EXERCISE.fullmatch(text):
                said, claims = list[float](), []
                shared.append((said, claims))
            elif line not in worth and (number := _SAID.fullmatch(text)):
                said.append(float(number[1]))
        if line in worth:
            claims.append(line)
    for said, claims in shared:
        if said and all(worth[line] is None for line in claims):
            worth |= dict.fromkeys(claims, said[0] / max(1, len(claims)))
    return worth
