"""Terms made to look like what the student wrote: their names for binders, their abbreviations."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set

from lamb.calculus.numerals import church, is_numeral, number_named
from lamb.calculus.recursion import Recursion, unbounded
from lamb.calculus.reduction import Context, Path, plug
from lamb.calculus.term import App, Free, Lam, Term
from lamb.course.unfolding import LONGEST_NUMERAL
from lamb.notation.syntax import Abstraction, Application, Expr, Name

Abbreviations = Mapping[Term, tuple[str, ...]]
"""Closed terms without names in them, and the names that stand for them, the best first."""


def dressed(term: Term, like: Expr, abbreviations: Abbreviations, old: Set[str] = frozenset()) -> Term:
    """*term* with the hints of the tree *like*, so far as both have λs at the same places and the hint is
    not one of the *old* ones, and with names for what they abbreviate, except where *like* has it written
    out.
    """
    return _dressed(term, like, _Wardrobe(abbreviations, lambda hint: hint not in old))


def folded(term: Term, like: Expr | None, abbreviations: Abbreviations) -> Term:
    """The same, with the hints that it has."""
    return _dressed(term, like, _Wardrobe(abbreviations, lambda _: False)) if abbreviations else term


class _Wardrobe:
    """Abbreviations, and which hints are taken over."""

    def __init__(self, abbreviations: Abbreviations, takes: Callable[[str], bool]) -> None:
        self.takes = takes
        self._abbreviations = abbreviations
        self._sizes = frozenset(meaning.size for meaning in abbreviations)

    def name_of(self, term: Term, like: Expr | None) -> str | None:
        """A name for *term*: the one that stands in *like*, if it is one."""
        if term.open or term.size not in self._sizes or isinstance(like, Abstraction | Application):
            return None
        names = self._abbreviations.get(term, (None,))
        return like.name if isinstance(like, Name) and like.name in names else names[0]


@unbounded
def _dressed(term: Term, like: Expr | None, wardrobe: _Wardrobe) -> Recursion[Term]:
    name = wardrobe.name_of(term, like)
    if name is not None:
        return Free(name)
    match term:
        case Lam(hint, body):
            inner = like.body if isinstance(like, Abstraction) else None
            if isinstance(like, Abstraction) and wardrobe.takes(like.hint):
                hint = like.hint
            return Lam(hint, (yield body, inner, wardrobe))
        case App(fn, arg):
            left, right = (like.fn, like.arg) if isinstance(like, Application) else (None, None)
            return App((yield fn, left, wardrobe), (yield arg, right, wardrobe))
    return term


def exposing(term: Term, path: Path, definitions: Mapping[str, Term]) -> Term:
    """*term* with the names unfolded that hide the redex at the end of a path."""
    context: Context = None
    for field in (*path, "fn"):
        term = _unfolded(term, definitions)
        context = field, term, context
        term = getattr(term, field)
    return plug(context, _unfolded(term, definitions))


def _unfolded(term: Term, definitions: Mapping[str, Term]) -> Term:
    while isinstance(term, Free):
        known = meaning(term.name, definitions)
        if known is None:
            return term
        term = known
    return term


def meaning(name: str, definitions: Mapping[str, Term]) -> Term | None:
    """What a name stands for, if it is a definition's or a numeral that can be written out."""
    if name in definitions:
        return definitions[name]
    return church(number_named(name)) if is_numeral(name) and len(name) <= LONGEST_NUMERAL else None
