"""A stretch of a lesson's file, read as a text of the language, with errors where they are in the file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from lamb.calculus.strategies import Strategy
from lamb.calculus.term import Term
from lamb.errors import LambError
from lamb.notation.layout import blank
from lamb.notation.names import remove_names
from lamb.notation.parser import Program, parse, parse_expression
from lamb.notation.printer import write
from lamb.notation.syntax import Expr
from lamb.source import Place, Source


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
