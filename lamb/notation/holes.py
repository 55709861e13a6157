"""Terms with holes: `…` stands for any subterm, whatever it is.

    λx. x (… x)      is like λx. x (f x) and λx. x ((λy. y) x), but not like λx. x

So somebody who types a long term again need not type what has not changed.
"""

from __future__ import annotations

import re

from lamb.calculus.recursion import Recursion, unbounded
from lamb.calculus.term import App, Free, Lam, Term
from lamb.errors import LambError
from lamb.notation.parser import parse_expression
from lamb.notation.syntax import Expr
from lamb.source import Place, Source

HOLE = Free("…")
_HOLES = re.compile(r"…|\.\.\.")
_STAND_INS = "ꙮꙨꙬꙪ"  # letters, of which nobody uses all


def parse_with_holes(source: Source) -> tuple[Expr, str]:
    """The term in a text, and the name that stands for `…` (or `...`) in it. Raises ParseError.

    >>> tree, hole = parse_with_holes(Source("λx. x (… x)"))
    >>> tree.body.arg.fn.name == hole
    True
    """
    stand_in = next(letter for letter in _STAND_INS if letter not in source.text or letter == _STAND_INS[-1])
    text = _HOLES.sub(lambda hole: stand_in.ljust(len(hole[0])), source.text)  # nothing moves
    try:
        return parse_expression(Source(text, source.name)), stand_in
    except LambError as error:
        if error.place is not None:
            error.place = Place(source, error.place.start, error.place.end)
        raise


def matches(pattern: Term, term: Term, hole: Term = HOLE) -> bool:
    """Whether *term* is *pattern* with something for each hole, up to α."""
    stack = [(pattern, term)]
    while stack:
        wanted, found = stack.pop()
        match wanted, found:
            case _ if wanted == hole:
                pass
            case Lam(_, body), Lam(_, other):
                stack.append((body, other))
            case App(fn, arg), App(other_fn, other_arg):
                stack += (arg, other_arg), (fn, other_fn)
            case _ if wanted != found:
                return False
    return True


@unbounded
def filled(pattern: Term, term: Term, hole: Term = HOLE) -> Recursion[Term]:
    """*pattern* with what *term* has in the places of the holes; where it has no such place, `…`."""
    match pattern, term:
        case Lam(hint, body), Lam(_, other):
            return Lam(hint, (yield body, other, hole))
        case App(fn, arg), App(other_fn, other_arg):
            return App((yield fn, other_fn, hole), (yield arg, other_arg, hole))
        case _ if pattern == hole:
            return term
        case Lam(hint, body), _:
            return Lam(hint, (yield body, HOLE, hole))
        case App(fn, arg), _:
            return App((yield fn, HOLE, hole), (yield arg, HOLE, hole))
    return pattern
