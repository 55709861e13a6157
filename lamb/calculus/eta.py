"""η: λx. f x is f, where x does not occur in f. Two functions that do the same are the same."""

from __future__ import annotations

from lamb.calculus.term import App, Lam, Term, Var, nodes, shift


def eta_contractum(term: Term) -> Term | None:
    """What an η-redex contracts to; None if *term* is none."""
    match term:
        case Lam(_, App(fn, Var(0))) if not mentions_nearest(fn):
            return shift(fn, -1)
    return None


def eta_normal(term: Term) -> Term:
    """*term* without η-redexes. A β-normal term stays one (Barendregt 1984, 15.1)."""
    done: dict[int, Term] = {}
    for node in nodes(term):
        new: Term = node
        match node:
            case Lam(hint, body) if done[id(body)] is not body:
                new = Lam(hint, done[id(body)])
            case App(fn, arg) if done[id(fn)] is not fn or done[id(arg)] is not arg:
                new = App(done[id(fn)], done[id(arg)])
        done[id(node)] = eta_contractum(new) or new
    return done[id(term)]


def mentions_nearest(term: Term) -> bool:
    """Whether the variable of the λ directly above *term* occurs in it."""
    stack = [(term, 0)]
    while stack:
        node, depth = stack.pop()
        if node.open <= depth:
            continue
        match node:
            case Var(index):
                if index == depth:
                    return True
            case Lam(_, body):
                stack.append((body, depth + 1))
            case App(fn, arg):
                stack += (arg, depth), (fn, depth)
    return False
