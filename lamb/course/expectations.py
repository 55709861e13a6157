"""Expectations: comments behind a term that say what comes of it.

fact 5                     -- => 120
(λx. x x) λx. x x          -- diverges
"""

from __future__ import annotations

import re
from typing import NamedTuple

from lamb.errors import Place
from lamb.notation.layout import Stretch
from lamb.notation.parser import parse_expression
from lamb.notation.syntax import Assertion, Query

_EXPECTED = re.compile(r"[ \t]*--[ \t]*(?P<text>=>[ \t]*(?P<term>\S.*?)|diverges)[ \t\r]*$", re.MULTILINE)


class Expectation(NamedTuple):
    """The text of a comment, and the place of the *term* whose normal form is expected; None if there should
    be none.
    """

    text: str
    term: Place | None


def expectation(place: Place) -> Expectation | None:
    """The expectation behind a term, at the end of its line."""
    found = _EXPECTED.match(place.source.text, place.end)
    if not found:
        return None
    term = Place(place.source, *found.span("term")) if found["term"] else None
    return Expectation(found["text"], term)


def equation(query: Query, expected: Place) -> Assertion:
    """The claim that a term has the normal form of the expected one. Raises ParseError."""
    claim = Assertion(query.term, parse_expression(Stretch(expected)))
    claim.at(query.start, query.end)
    return claim
