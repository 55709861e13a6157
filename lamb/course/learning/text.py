"""The outer form of a lesson's file: `key: value` lines between two `---`, then words, and fences.

Nothing here knows what the keys and the fences mean; everything that is found knows its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import get_close_matches

from lamb.calculus.strategies import Strategy
from lamb.calculus.term import Term
from lamb.errors import LambError, Place, Source
from lamb.notation.layout import blank
from lamb.notation.names import remove_names
from lamb.notation.parser import Program, parse, parse_expression
from lamb.notation.printer import write
from lamb.notation.syntax import Expr

_FRONT = re.compile(r"---\n(?P<lines>(?:.*\n)*?)---(?:\n|\Z)")
_FENCE = re.compile(
    r"^```[ ]*(?P<kind>[\w-]*)[ ]*(?P<how>.*)\n(?P<inside>(?:(?!```).*\n)*)(?P<end>```)?", re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Block:
    """What stands *inside* a fence, or, with no *kind*, outside of fences. *how* follows the kind."""

    kind: str
    inside: Place
    how: Place

    @property
    def text(self) -> str:
        return self.inside.text.strip()


def front_matter(source: Source, keys: tuple[str, ...]) -> tuple[dict[str, Place], int]:
    """The values of the keys at the top, and where they end. Raises LambError."""
    found = _FRONT.match(source.text)
    if not found:
        hint = "the first lines are ---, title: …, about: …, ---"
        raise LambError("a lesson begins with its title, between two lines ---", Place(source, 0, 3), hint)
    values: dict[str, Place] = {}
    for line in re.finditer(r".+", found["lines"]):
        start = found.start("lines") + line.start()
        key, colon, value = line.group().partition(":")
        if not colon or key not in keys:
            place = Place(source, start, start + len(key))
            raise LambError(f"“{key}” is no key of a lesson", place, _nearest(key, keys))
        end = start + len(line.group())
        values[key] = Place(source, end - len(value.lstrip()), end)
    return values, found.end()


def blocks(source: Source, begin: int, kinds: tuple[str, ...]) -> Iterator[Block]:
    """What stands in fences and outside them from *begin* on, in the order of the file. Raises LambError."""
    at = begin
    for fence in _FENCE.finditer(source.text, begin):
        yield from _outside(source, at, fence.start())
        kind, inside, how = (Place(source, *fence.span(part)) for part in ("kind", "inside", "how"))
        if kind.text not in kinds:
            raise LambError(f"“{kind.text}” is no kind of block", kind, _nearest(kind.text, kinds))
        if not fence["end"]:
            raise LambError(f"this ```{kind.text} is never closed", kind, "end it with a line ```")
        if not inside.text.strip():
            raise LambError(f"there is nothing in this ```{kind.text}", kind, "fill it, or take it out")
        yield Block(kind.text, inside, how)
        at = fence.end()
    yield from _outside(source, at, len(source.text))


def _outside(source: Source, start: int, end: int) -> Iterator[Block]:
    place = Place(source, start, end)
    if place.text.strip():
        yield Block("", place, Place(source, start, start))


def _nearest(word: str, known: tuple[str, ...]) -> str:
    close = get_close_matches(word, known, n=1)
    return f"did you mean “{close[0]}”?" if close else f"there are {', '.join(known)}"


# ── Stretches ───────────────────────────────────────────────────────────────────────
# A stretch of a lesson's file, read as a text of the language, with errors where they are in the file.


def program_at(place: Place) -> Program:
    """The statements in a stretch. Raises LambError."""
    with placed_in(place.source):
        return parse(_alone(place))


def expression_at(place: Place) -> Expr:
    """The one term in a stretch, as it is written. Raises LambError."""
    with placed_in(place.source):
        return parse_expression(_alone(place))


def term_at(place: Place) -> Term:
    """The one term in a stretch. Raises LambError."""
    return remove_names(expression_at(place))


def text_at(place: Place) -> str:
    """The one term in a stretch, as it is printed. Raises LambError."""
    return write(expression_at(place))


def strategy_at(place: Place) -> Strategy:
    """The strategy that a stretch names. Raises LambError."""
    for strategy in Strategy:
        if place.text.strip() == strategy.value:
            return strategy
    names = ", ".join(strategy.value for strategy in Strategy)
    raise LambError(f"“{place.text.strip()}” is no strategy", place, f"there are {names}")


def _alone(place: Place) -> Source:
    """The text with blanks for all but the stretch: what is read there stands where it stood."""
    text = place.source.text
    return Source(blank(text, [(0, place.start), (place.end, len(text))]), place.source.name)


@contextmanager
def placed_in(source: Source) -> Iterator[None]:
    """Let errors quote *source*, of which a text with blanks was read."""
    try:
        yield
    except LambError as error:
        if error.place:
            error.place = Place(source, error.place.start, error.place.end)
        raise
