"""Where the variable of a redex occurs, and a contraction that goes its own way at each occurrence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import combinations, count
from typing import TypeVar

from lamb.calculus.recursion import Recursion, unbounded
from lamb.calculus.reduction import Context, Path, plug
from lamb.calculus.substitution import shift
from lamb.calculus.term import App, Free, Lam, Term, Var, nodes
from lamb.course.mistakes.attempt import Attempt, WrongStep
from lamb.course.mistakes.differences import leaves_that_differ
from lamb.course.mistakes.repairs import Words, explained, right_steps
from lamb.course.mistakes.subterms import Subterm, beta, named, node_at, quote, resolve
from lamb.course.verdicts import Mistake
from lamb.notation.names import remove_names
from lamb.notation.syntax import Abstraction, Expr


@dataclass(frozen=True, slots=True)
class Use:
    """A place where the name of a redex's λ is written in its body, *depth* λs deep.

    It is the λ's *own* variable, or that of an inner λ of the same name. The variables of a body are
    numbered from left to right.
    """

    number: int
    subterm: Subterm
    depth: int
    own: bool


def parts(redex: Subterm) -> tuple[str, Term, Term]:
    """The name of a redex's variable, the body it stands in, and the argument."""
    match redex.node:
        case App(Lam(hint, body), arg):
            return hint, body, arg
    raise AssertionError("this is no redex")


def uses(redex: Subterm) -> list[Use]:
    """Where the name of a redex's λ is written in its body, from left to right."""
    hint, _, _ = parts(redex)
    found: list[Use] = []
    numbers = count()
    stack = [(redex.part("fn", "body"), 0)]
    hints: list[str] = []
    while stack:
        subterm, depth = stack.pop()
        del hints[depth:]
        match subterm.node:
            case Var(index):
                number = next(numbers)
                if index == depth or (index < depth and hints[depth - 1 - index] == hint != "_"):
                    found.append(Use(number, subterm, depth, index == depth))
            case Lam(inner, _):
                hints.append(inner)
                stack.append((subterm.part("body"), depth + 1))
            case App():
                stack += (subterm.part("arg"), depth), (subterm.part("fn"), depth)
    return found


def refilled(redex: Subterm, new: Mapping[int, Term]) -> Term:
    """A redex contracted, with what is *new* for some of its variables, by their numbers.

    The others stay as they are written, and mean what they mean once the λ is gone.
    """
    hint, body, _ = parts(redex)
    return _refilled(body, 0, count(), new, resolve(hint, redex.names))


@unbounded
def _refilled(
    term: Term, depth: int, numbers: Iterator[int], new: Mapping[int, Term], outside: Term
) -> Recursion[Term]:
    match term:
        case Lam(hint, body):
            return Lam(hint, (yield body, depth + 1, numbers, new, outside))
        case App(fn, arg):
            fn = yield fn, depth, numbers, new, outside
            return App(fn, (yield arg, depth, numbers, new, outside))
        case Var(index):
            put = new.get(next(numbers))
            if put is not None:
                return put
            if index == depth:
                return shift(outside, depth)
            return Var(index - 1) if index > depth else term
    return term


def put_right(redex: Subterm, use: Use) -> Term:
    """The argument, as it has to stand at one place."""
    return shift(parts(redex)[2], use.depth)


def put_blindly(redex: Subterm, use: Use) -> Term:
    """The argument, copied letter by letter: the λs around the place catch what has their name."""
    return _caught(parts(redex)[2], 0, use.subterm.names[: use.depth], redex.names)


@unbounded
def _caught(term: Term, depth: int, inside: Sequence[str], outside: Sequence[str]) -> Recursion[Term]:
    match term:
        case Lam(hint, body):
            return Lam(hint, (yield body, depth + 1, inside, outside))
        case App(fn, arg):
            return App((yield fn, depth, inside, outside), (yield arg, depth, inside, outside))
        case Var(index) if index < depth:
            return term
        case Var(index):
            name = outside[index - depth]
            return Var(depth + inside.index(name)) if name in inside else Var(index + len(inside))
        case Free(name) if name in inside and name != "_":
            return Var(depth + inside.index(name))
    return term


# ── Renaming ────────────────────────────────────────────────────────────────────────
# The α-step that has to come before a β-step, where it would capture.


def repair_by_renaming(attempt: Attempt, redex: Subterm, mistake: Mistake) -> Mistake:
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


def _is_another(attempt: Attempt, redex: Subterm) -> bool:
    """Whether a strategy asks for another redex than this one."""
    step = next(iter(right_steps(attempt)), None)
    return attempt.step in {"n", "p"} and (step is None or step.path != redex.path)


def _catching(redex: Subterm) -> list[Subterm]:
    """The λs in the body of a redex that have the name of something in its argument, and that the
    argument comes under, from the outside in.
    """
    arg = redex.part("arg")
    names = _outward(arg.node, arg.names)
    found: dict[Path, Subterm] = {}
    for use in uses(redex):
        context: Context = use.subterm.context
        for _ in range(len(use.subterm.path) - len(redex.path) - 2 if use.own else 0):
            assert context is not None
            field, node, context = context
            if field == "body" and isinstance(node, Lam) and node.hint in names:
                subterm = Subterm(node, context)
                found.setdefault(subterm.path, subterm)
    return sorted(found.values(), key=lambda subterm: len(subterm.path))


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


# ── Capture ─────────────────────────────────────────────────────────────────────────
# Substitution letter by letter: what has the name of a λ comes under it, and is caught.


def captured(attempt: Attempt) -> Iterator[WrongStep]:
    """(λx y. x y) y → λy. y y"""
    for redex in attempt.redexes():
        new = _blind(redex)
        if new != beta(redex.node):
            yield WrongStep(redex, new, partial(_captured, attempt, redex))


def _blind(redex: Subterm) -> Term:
    return refilled(redex, {use.number: put_blindly(redex, use) for use in uses(redex) if use.own})


def _captured(attempt: Attempt, redex: Subterm) -> Mistake:
    right = redex.filled(beta(redex.node))
    leaves = leaves_that_differ(right, redex.filled(_blind(redex)))
    assert leaves
    leaf = leaves[0]
    return capture(attempt, redex, leaf.expected_name, leaf.found.path)


def capture(attempt: Attempt, redex: Subterm, name: str, path: Path) -> Mistake:
    """The variable *name* of the argument was put under a λ of that name, at a path of the right term."""
    mistake = explained(
        attempt,
        Words(
            "capture",
            "a variable was captured: it was put under a λ of the same name, which binds it now",
            f"the {quote(name)} in the argument {attempt.text(redex.part('arg'))} comes from outside, but in "
            f"{attempt.text(redex.part('fn'))} it is put under {quote('λ' + name)}, which must not bind it",
        ),
        redex,
        attempt.place("right", path),
    )
    return repair_by_renaming(attempt, redex, mistake)


# ── Substitution ────────────────────────────────────────────────────────────────────
# Wrong substitutions: the right argument, but not for every variable of the λ, or for others too.


MOST_CHOSEN = 6
"""Occurrences of which every choice is tried; of more, all but one, only one, and all."""

Choice = TypeVar("Choice")

PUTS = ((put_right, put_right), (put_right, put_blindly), (put_blindly, put_blindly))
"""How an argument is put in the place of a variable, and in that of an inner λ."""


def shadowed(attempt: Attempt) -> Iterator[WrongStep]:
    """(λx. x (λx. x)) a → a (λx. a)"""
    for redex in attempt.redexes():
        written = uses(redex)
        for chosen in _choices([use for use in written if not use.own]):
            for put, put_inside in PUTS:
                new = {use.number: put(redex, use) for use in written if use.own}
                new |= {use.number: put_inside(redex, use) for use in chosen}
                yield WrongStep(redex, refilled(redex, new), partial(_shadowed, attempt, redex, chosen[0]))


def _shadowed(attempt: Attempt, redex: Subterm, use: Use) -> Mistake:
    hint, _, _ = parts(redex)
    return explained(
        attempt,
        Words(
            "shadowed",
            "a variable was replaced that belongs to an inner λ of the same name",
            f"in {attempt.text(redex.part('fn'))} the {quote(hint)} under the inner {quote('λ' + hint)} is "
            f"bound by that λ, not by the one that takes the argument {attempt.text(redex.part('arg'))}: it "
            f"stays {quote(hint)}",
        ),
        redex,
        attempt.place_in_contractum(redex, use.subterm),
    )


def some_occurrences(attempt: Attempt) -> Iterator[WrongStep]:
    """(λx. x x) a → a x"""
    for redex in attempt.redexes():
        own = [use for use in uses(redex) if use.own]
        for left in _choices(own):
            if len(left) < len(own):
                new = {use.number: put_right(redex, use) for use in own if use not in left}
                yield WrongStep(
                    redex,
                    refilled(redex, new),
                    partial(_some, attempt, redex, own, left),
                )


def _some(attempt: Attempt, redex: Subterm, own: list[Use], left: Sequence[Use]) -> Mistake:
    hint, _, _ = parts(redex)
    which = " and ".join(_ordinal(own.index(use) + 1) for use in left)
    verb = "was" if len(left) == 1 else "were"
    return explained(
        attempt,
        Words(
            "some-occurrences",
            "only some occurrences of the variable were replaced by the argument",
            f"{quote(hint)} occurs {len(own)} times in the body of {attempt.text(redex.part('fn'))}, and "
            f"{attempt.text(redex.part('arg'))} has to come in the place of each; the {which} {verb} left",
        ),
        redex,
        attempt.place_in_contractum(redex, left[0].subterm),
    )


def _choices(things: Sequence[Choice]) -> Iterator[Sequence[Choice]]:
    """The ways to choose some of the *things*, all of them first."""
    if not things:
        return
    if len(things) <= MOST_CHOSEN:
        for number in range(len(things), 0, -1):
            yield from combinations(things, number)
        return
    yield things
    for at in range(len(things)):
        yield [*things[:at], *things[at + 1 :]]
        yield things[at : at + 1]


def _ordinal(number: int) -> str:
    suffix = {1: "st", 2: "nd", 3: "rd"}.get(number % 10 if number not in {11, 12, 13} else 0, "th")
    return f"{number}{suffix}"
