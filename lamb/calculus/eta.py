"""η: λx. f x is f, where x does not occur in f. Two functions that do the same are the same."""

from __future__ import annotations

from lamb.calculus.recursion import Recursion, unbounded
from lamb.calculus.substitution import shift
from lamb.calculus.term import App, Lam, Term, Var


def eta_contractum(term: Term) -> Term | None:
    """What an η-redex contracts to; None if *term* is none."""
    match term:
        case Lam(_, App(fn, Var(0))) if _least_mentioned(fn, 1):
            return shift(fn, -1)
    return None


def eta_normal(term: Term) -> Term:
    """*term* without η-redexes. A β-normal term stays one (Barendregt 1984, 15.1).

    λx₁ … xₙ. head … x₁ … xₙ loses as many of its last variables at once as occur nowhere else.
    """
    return _eta_normal(term, {})


@unbounded
def _eta_normal(term: Term, known: dict[int, Term]) -> Recursion[Term]:
    if id(term) in known:
        return known[id(term)]
    hints, body = [], term
    while isinstance(body, Lam):
        hints.append(body.hint)
        body = body.body
    head: Term = body
    args: list[Term] = []  # the last one first
    while isinstance(head, App):
        args.append((yield head.arg, known))
        head = head.fn
    if isinstance(head, Lam):
        head = yield head, known
    last = 0
    while last < min(len(args), len(hints)) and args[last] == Var(last):
        last += 1
    last = min([last, *(_least_mentioned(part, last) for part in (head, *args[last:]) if last)])
    for arg in reversed(args[last:]):
        head = App(head, arg)
    head = shift(head, -last)
    for hint in reversed(hints[: len(hints) - last]):
        head = Lam(hint, head)
    known[id(term)] = head
    return head


def _least_mentioned(term: Term, most: int) -> int:
    """The nearest of the λs around *term* whose variable occurs in it, if nearer than *most*."""
    stack = [(term, 0)]
    while stack and most:
        node, depth = stack.pop()
        if node.open <= depth:
            continue
        match node:
            case Var(index):
                most = min(most, index - depth)
            case Lam(_, body):
                stack.append((body, depth + 1))
            case App(fn, arg):
                stack += (arg, depth), (fn, depth)
    return most
