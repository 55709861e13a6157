"""Terms made to look like what the student wrote: their names for binders, their abbreviations."""

from __future__ import annotations

from collections.abc import Mapping

from lamb.calculus.recursion import Recursion, unbounded
from lamb.calculus.reduction import Context, Path, Rule, contractum, plug
from lamb.calculus.term import App, Free, Lam, Term
from lamb.notation.syntax import Abstraction, Application, Expr, Name

Abbreviations = Mapping[Term, tuple[str, ...]]
"""Closed terms without names in them, and the names that stand for them, the best first."""


def dressed(term: Term, like: Expr | None, abbreviations: Abbreviations) -> Term:
    """*term* with the hints of the tree *like*, so far as both have λs at the same places, and with
    names for what they abbreviate, except where *like* has it written out.
    """
    return _dressed(term, like, abbreviations, frozenset(meaning.size for meaning in abbreviations), True)


def folded(term: Term, like: Expr | None, abbreviations: Abbreviations) -> Term:
    """The same, with the hints that it has."""
    if not abbreviations:
        return term
    return _dressed(term, like, abbreviations, frozenset(meaning.size for meaning in abbreviations), False)


@unbounded
def _dressed(
    term: Term, like: Expr | None, abbreviations: Abbreviations, sizes: frozenset[int], renaming: bool
) -> Recursion[Term]:
    if not term.open and term.size in sizes and not isinstance(like, Abstraction | Application):
        names = abbreviations.get(term, ())
        if isinstance(like, Name) and like.name in names:
            return Free(like.name)
        if names:
            return Free(names[0])
    match term:
        case Lam(hint, body):
            inner = like.body if isinstance(like, Abstraction) else None
            if renaming and isinstance(like, Abstraction):
                hint = like.hint
            return Lam(hint, (yield body, inner, abbreviations, sizes, renaming))
        case App(fn, arg):
            left, right = (like.fn, like.arg) if isinstance(like, Application) else (None, None)
            return App(
                (yield fn, left, abbreviations, sizes, renaming),
                (yield arg, right, abbreviations, sizes, renaming),
            )
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
        meaning = contractum(term, Rule.DELTA, definitions)
        if meaning is None:
            return term
        term = meaning
    return term
