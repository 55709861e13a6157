"""Recognition: which abstractions are arithmetic that is known, and which are numerals.

Both are told by what they are, up to α, not by what they are called: `λa b. a (b succ) 0` is nothing
known, even if somebody calls it `mul`. Names in a term are replaced by their definitions first, as
far as the term stays small.
"""

from __future__ import annotations

from collections.abc import Mapping

from lamb.calculus.arithmetic.laws import Law
from lamb.calculus.arithmetic.table import known_arithmetic, sizes
from lamb.calculus.numerals import church, is_numeral, number_named
from lamb.calculus.recursion import Recursion, unbounded
from lamb.calculus.term import App, Lam, Term, Var, free_names, replace_names
from lamb.calculus.unwritten import times_left

LARGEST_LITERAL = 9  # of the numerals that may stand in known arithmetic


class Recognizer:
    """Knows arithmetic whose names mean what they do in *definitions*."""

    def __init__(self, definitions: Mapping[str, Term]) -> None:
        self._definitions = definitions
        self._unfolded: dict[str, Term | None] = {}
        self._sizes = sizes()
        self._largest = max(self._sizes)

    def law(self, abstraction: Term) -> Law | None:
        """The law that an abstraction obeys, if it is known arithmetic. Linear in it, if it is small."""
        if abstraction.size > self._largest:
            return None
        term = _unfolded(self, abstraction)
        return known_arithmetic().get(term) if term is not None and term.size in self._sizes else None

    def meaning(self, name: str) -> Term | None:
        """What a name stands for, if it is small; names that nobody has defined are in no known term."""
        if name in self._definitions:
            term = self._definitions[name]
            return term if term.size <= self._largest else None
        return church(int(name)) if is_numeral(name) and number_named(name) <= LARGEST_LITERAL else None


@unbounded
def _unfolded(recognizer: Recognizer, term: Term) -> Recursion[Term | None]:
    """*term* without names; None if that is large, or one of them has no meaning."""
    known = recognizer._unfolded
    meanings: dict[str, Term] = {}
    for name in free_names(term):
        if name not in known:
            known[name] = None  # meanwhile: who is defined by itself is not known
            meaning = recognizer.meaning(name)
            if meaning is not None:
                known[name] = yield recognizer, meaning
        unfolded = known[name]
        if unfolded is None:
            return None
        meanings[name] = unfolded
    whole = replace_names(term, meanings) if meanings else term
    return whole if whole.size <= recognizer._largest else None


def numeral_hints(abstraction: Term) -> tuple[int, str, str] | None:
    """The number that a written λf x. f (f … x) stands for, with what f and x are called in it.

    λf. f is no numeral, though it would be 1 up to η.
    """
    match abstraction:
        case Lam(f) if not abstraction.written:
            return times_left(abstraction), f, "x"
        case Lam(f, Lam(x, body)):
            number = 0
            while isinstance(body, App) and isinstance(body.fn, Var) and body.fn.index == 1:
                if not body.written:
                    return number + times_left(body), f, x
                body = body.arg
                number += 1
            if isinstance(body, Var) and body.index == 0:
                return number, f, x
    return None
