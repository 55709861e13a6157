"""Explanation: what happens in a step, in one plain sentence."""

from __future__ import annotations

from lamb.calculus.numerals import is_numeral
from lamb.calculus.recursion import Recursion, unbounded
from lamb.calculus.reduction import Rule, context_at
from lamb.calculus.substitution import shift
from lamb.calculus.term import App, Free, Lam, Term, Var
from lamb.course.presentation.capture import hints_around
from lamb.course.presentation.presented import Shown
from lamb.notation.elision import Line, excerpt

WIDEST_PIECE = 40  # characters of a term in a sentence


def explained(line: Shown, *, widest: int = WIDEST_PIECE, ascii: bool = False) -> str:
    """What a step does, as a sentence without a full stop, terms in it being at most so wide.

    >>> from lamb.calculus.trace import trace
    >>> from lamb.course.presentation.presented import presented
    >>> from lamb.notation import parse_term
    >>> term = parse_term("(λx. f x x) a")
    >>> [explained(line) for line in presented(term, trace(term))]
    ['“a” takes the place of x, which occurs 2 times']
    """
    context, redex = context_at(line.before, line.path)
    around = hints_around(context)

    def quoted(term: Term) -> str:
        return f"“{excerpt(term, Line(widest, ascii=ascii), around=around).text}”"

    match line.rule, redex:
        case Rule.ALPHA, _ if line.renaming:
            name, fresh, _ = line.renaming
            lambda_ = "\\" if ascii else "λ"
            return f"{name} would be captured by this {lambda_}{name}, so it becomes {fresh}"
        case Rule.BETA, App(Lam(hint, body), arg):
            times = occurrences(body)
            if not times:
                return f"{hint} does not occur: the argument {quoted(arg)} is thrown away"
            return f"{quoted(arg)} takes the place of {hint}, which occurs {_times(times)}"
        case Rule.DELTA, Free(name) if is_numeral(name) and line.path[-1:] == ("fn",):
            return f"{name} is unfolded: it is applied"
        case Rule.DELTA, Free(name) if is_numeral(name):
            return f"{name} is unfolded"
        case Rule.DELTA, Free(name):
            return f"“{name}” is unfolded to what it stands for"
        case Rule.ETA, Lam(_, App(fn, _)):
            return f"{quoted(redex)} does what {quoted(shift(fn, -1))} does: η"
    return "1 redex is contracted" if line.redexes == 1 else f"{line.redexes} redexes are contracted at once"


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number:,} times"


def occurrences(body: Term) -> int:
    """How often the variable of the λ that has just been taken off *body* occurs in it."""
    return _occurrences(body, 0, {})


@unbounded
def _occurrences(term: Term, depth: int, known: dict[tuple[int, int], int]) -> Recursion[int]:
    if term.open <= depth:
        return 0
    if (id(term), depth) not in known:
        number = 0
        match term:
            case Var(index):
                number = int(index == depth)
            case Lam(_, body):
                number = yield body, depth + 1, known
            case App(fn, arg):
                number = (yield fn, depth, known) + (yield arg, depth, known)
        known[id(term), depth] = number
    return known[id(term), depth]
