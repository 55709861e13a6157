"""The α-step that has to come before a β-step, where it would capture."""

from __future__ import annotations

from dataclasses import replace

from lamb.calculus.reduction import Context, Path, plug
from lamb.calculus.term import App, Free, Lam, Term, Var, nodes
from lamb.course.mistakes.attempt import Attempt
from lamb.course.mistakes.mistake import Mistake
from lamb.course.mistakes.places import Spot
from lamb.course.mistakes.repairs import right_steps
from lamb.course.mistakes.rules.uses import uses
from lamb.course.mistakes.trees import named, node_at, quote
from lamb.notation.names import remove_names
from lamb.notation.syntax import Abstraction, Expr


def repair_by_renaming(attempt: Attempt, redex: Spot, mistake: Mistake) -> Mistake:
    """*mistake*, with the α-step in its repair that makes the β-step at *redex* safe."""
    catching = _catching(redex)
    right = mistake.right
    if right is None or len(mistake.repair) != 1 or not catching or _is_another(attempt, redex):
        return mistake
    taken = _names(attempt.start)
    start, result = attempt.written_start, remove_names(right)
    renamed = []
    for binder in catching:
        path = (*redex.path, *binder.path[len(redex.path) + 2 :])
        if not (_has_lambda(attempt.left, binder.path) and _has_lambda(right, path)):
            return mistake  # it is inside of something folded, which the student cannot rename
        old = _hint(binder.node)
        new = _name_for(attempt, old, path, taken)
        taken.add(new)
        renamed.append(f"{quote('λ' + old)} to {quote(new)}")
        start, result = with_hint(start, binder.path, new), with_hint(result, path, new)
    right = named(result)
    repair = (("=a>", named(start)), (attempt.operator, right))
    return replace(mistake, right=right, repair=repair, advice=f"rename {' and '.join(renamed)} before")


def _has_lambda(tree: Expr, path: Path) -> bool:
    node, there = node_at(tree, path)
    return there and isinstance(node, Abstraction)


def _hint(term: Term) -> str:
    assert isinstance(term, Lam)
    return term.hint


def _is_another(attempt: Attempt, redex: Spot) -> bool:
    """Whether a strategy asks for another redex than this one."""
    step = next(iter(right_steps(attempt)), None)
    return attempt.step in {"n", "p"} and (step is None or step.path != redex.path)


def _catching(redex: Spot) -> list[Spot]:
    """The λs in the body of a redex that have the name of something in its argument, and that the
    argument comes under, from the outside in.
    """
    arg = redex.part("arg")
    names = _outward(arg.node, arg.names)
    found: dict[Path, Spot] = {}
    for use in uses(redex):
        context: Context = use.spot.context
        for _ in range(len(use.spot.path) - len(redex.path) - 2 if use.own else 0):
            assert context is not None
            field, node, context = context
            if field == "body" and isinstance(node, Lam) and node.hint in names:
                spot = Spot(node, context)
                found.setdefault(spot.path, spot)
    return sorted(found.values(), key=lambda spot: len(spot.path))


def _outward(term: Term, names: list[str]) -> set[str]:
    """The names of the variables in *term* that it does not bind itself."""
    found = set()
    stack = [(term, 0)]
    while stack:
        node, depth = stack.pop()
        match node:
            case Var(index) if index >= depth:
                found.add(names[index - depth])
            case Free(name):
                found.add(name)
            case Lam(_, body):
                stack.append((body, depth + 1))
            case App(fn, arg):
                stack += (fn, depth), (arg, depth)
    return found


def with_hint(term: Term, path: Path, hint: str) -> Term:
    """*term*, with another name for the λ at a path."""
    context: Context = None
    for field in path:
        context = field, term, context
        term = getattr(term, field)
    assert isinstance(term, Lam)
    return plug(context, Lam(hint, term.body))


def _names(term: Term) -> set[str]:
    found = set()
    for node in nodes(term):
        match node:
            case Free(name) | Lam(name, _):
                found.add(name)
    return found


def _name_for(attempt: Attempt, name: str, path: Path, taken: set[str]) -> str:
    """What the student called the λ at a path, if that is new, or *name* with as many primes as it takes."""
    written, there = node_at(attempt.right, path)
    if there and isinstance(written, Abstraction) and written.hint not in taken | {"_"}:
        return written.hint
    while name in taken | _names(attempt.end):
        name += "'"
    return name
