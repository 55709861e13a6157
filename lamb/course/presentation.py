"""A reduction as a person writes it down: each step replaces names, after the renamings that it needs.

Terms have no names for bound variables, but their print has, and a variable must not change its name between
two lines for no reason. So the reduction is carried out once more on a **settled** term (`settle`), whose
hints are the names that are printed. Each step does what a pencil does: it replaces a variable by its
argument, name for name. Where that would capture something, an α-step comes first:

    (λx y. x) y   contracts to λy. y if x is simply replaced, and the y that was put in is captured.
    (λx y'. x) y  contracts to λy'. y, which is what was meant.

A δ-step may capture too: in `λsucc. add 1 succ`, where add is defined as `λm n. m succ n`, the λsucc captures
the succ in the definition. An η-step only takes a variable away.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import count
from typing import NamedTuple

from lamb.calculus.numerals import is_numeral
from lamb.calculus.recursion import Recursion, unbounded
from lamb.calculus.reduction import Context, Path, Rule, Step, Table, context_at, contract, path_of, plug
from lamb.calculus.strategies import Unfolding
from lamb.calculus.substitution import free_names, hints_of, names_in, open_parts, pointers, shift
from lamb.calculus.term import App, Free, Lam, Term, Var, nodes
from lamb.encodings.combinators import COMBINATORY, rule_text
from lamb.machine.parallel import development
from lamb.notation.elision import Room, excerpt
from lamb.notation.names import named, primed, remove_names, restore_names

LARGEST_SETTLED = 100_000
"""Nodes of a term that is settled as a whole, when it comes in or has been developed. Larger ones are
taken as they are: what was parsed from a text is settled already; otherwise an α-step may be missing."""

MOST_PLACES = 10
"""Places of a node, on average, in a large body in which λs are renamed. Where there are more, an α-step may
be missing."""

WIDEST_PIECE = 40  # characters of a term in a sentence

_PRIMES = re.compile(r"'+\d*$")


class Renaming(NamedTuple):
    """The reason of an α-step: the λ at *path* would capture another *name*, so its own becomes *fresh*."""

    name: str
    fresh: str
    path: Path


class Shown(NamedTuple):
    """A line of a presented reduction: *before* becomes *after* by a rule at a path.

    Both are settled, and *before* is the *after* of the line above. *renaming* is the reason of an
    α-step, and None of any other. A parallel step contracts so many *redexes* at once.
    """

    rule: Rule
    path: Path
    before: Term
    after: Term
    renaming: Renaming | None = None
    redexes: int = 1


# ── Captures ──────────────────────────────────────────────────────────────────────────


class _Catching(NamedTuple):
    """A λ that would catch something, and the next such λ around it."""

    number: int
    hint: str
    context: Context
    outer: _Catching | None


def catching_below(body: Term, names: set[str], most: int) -> list[tuple[Path, str]]:
    """The paths and the names of the λs in *body* that bind one of these *names*, above the variable of the λ
    that was taken off it.

    From the outside in and from left to right. None if more than *most* nodes have to be looked at, as in a
    small graph that is immense as a tree.
    """
    if not names:
        return []
    found: dict[int, tuple[Path, str]] = {}
    number = 0
    stack: list[tuple[Term, int, Context, _Catching | None]] = [(body, 0, None, None)]
    while stack:
        node, depth, context, above = stack.pop()
        if node.open <= depth:  # the variable does not occur here
            continue
        number += 1
        if number > most:
            return []
        match node:
            case Var(index) if index == depth:
                while above is not None and above.number not in found:
                    found[above.number] = path_of(above.context), above.hint
                    above = above.outer
            case Lam(hint, inner):
                if hint in names:
                    above = _Catching(number, hint, context, above)
                stack.append((inner, depth + 1, ("body", node, context), above))
            case App(fn, arg):
                stack.append((arg, depth, ("arg", node, context), above))
                stack.append((fn, depth, ("fn", node, context), above))
    return [found[number] for number in sorted(found)]


def lambdas_around(context: Context) -> Iterator[tuple[Context, str]]:
    """The contexts and the hints of the λs around a place, the innermost first."""
    while context is not None:
        _, node, context = context
        if isinstance(node, Lam):
            yield context, node.hint


def hints_around(context: Context) -> list[str]:
    """The names that are bound around a place, the innermost last."""
    return [hint for _, hint in lambdas_around(context)][::-1]


def names_of(term: Term, context: Context = None) -> set[str]:
    """The names that occur free in a part of a settled term, which stands in this context.

    Not `_`, which no binder can capture: as a binder it binds nothing.
    """
    around = hints_around(context) if term.open else []
    return free_names(term) - {"_"} | {around[-1 - index] for index in pointers(term)}


# ── Renamings ─────────────────────────────────────────────────────────────────────────


def settle(term: Term) -> Term:
    """*term* with the names that are printed as its hints. n log n in the size.

    >>> from lamb.calculus.term import Free
    >>> settle(Lam("y", Lam("y", App(Free("y"), Free("y")))))
    Lam("y'", Lam("y'", App(Free('y'), Free('y'))))
    """
    return remove_names(restore_names(term))


def rename(term: Term, path: Path, name: str) -> Term:
    """*term* with another name for the λ at the end of a path."""
    context, found = context_at(term, path)
    assert isinstance(found, Lam)
    return plug(context, Lam(name, found.body))


def fresh(name: str, taken: set[str]) -> str:
    """*name* with as few primes, but at least one, as make it none of those that are taken.

    >>> fresh("y", {"y", "y'"}), fresh("y''", {"y''"})
    ("y''", "y'")
    """
    plain = _PRIMES.sub("", name)
    return primed(plain, _primes(plain, taken, 1))


def _primes(plain: str, taken: set[str], least: int) -> int:
    """The least number of primes, but at least so many, that make a name none of those that are taken."""
    return next(primes for primes in count(least) if primed(plain, primes) not in taken)


def before_beta(term: Term, path: Path) -> list[Renaming]:
    """The renamings of a settled term before the β-step at a path.

    From the outside in and from left to right. Linear in the redex and the path to it.
    """
    context, redex = context_at(term, path)
    match redex:
        case App(Lam(_, body), arg):
            reached = [part for part, _ in open_parts(body)]
            hints = {part.hint for part in reached if isinstance(part, Lam)}
            caught = hints and hints & names_of(arg, context)  # whose names are read only if there is need
            found = catching_below(body, caught, max(MOST_PLACES * len(reached), LARGEST_SETTLED))
            if not found:
                return []
            below = [((*path, "fn", "body", *inner), name) for inner, name in found]
            return _renamings(below, names_of(redex, context) | hints_of(redex))
    return []


def before_delta(term: Term, path: Path, meaning: Term) -> list[Renaming]:
    """The renamings of a settled term before the name at a path is replaced by its *meaning*."""
    names = names_of(meaning)
    around = lambdas_around(context_at(term, path)[0]) if names else ()
    found = [(path_of(outer), hint) for outer, hint in around if hint in names]
    return _renamings(found[::-1], names | names_in(term)) if found else []


def before_development(term: Term, unfolding: Unfolding) -> Renaming | None:
    """The first renaming of a settled term before all redexes are contracted, if one is needed.

    A complete development puts no binder under a copy of itself. So a name that nothing else has
    keeps a binder from capturing anything.
    """
    after = development(marked(term, None), unfolding)
    caught = (node.hint for node, name in named(after) if isinstance(node, Lam) and node.hint != name)
    hint = next(caught, None)
    if not isinstance(hint, MarkedHint):
        return None
    taken = names_in(term) | names_in(after)
    return Renaming(str(hint), fresh(hint, taken), path_of(hint.context))


def _renamings(binders: list[tuple[Path, str]], taken: set[str]) -> list[Renaming]:
    """A new name for each of the binders, by their paths and names, which nothing else has."""
    renamings = []
    primes: dict[str, int] = {}  # the most that a name has been given
    for path, name in binders:
        plain = _PRIMES.sub("", name)
        primes[plain] = _primes(plain, taken, primes.get(plain, 0) + 1)
        new = primed(plain, primes[plain])
        renamings.append(Renaming(name, new, path))
        taken.add(new)
    return renamings


class MarkedHint(str):
    """The hint of a λ that knows the context in which the λ stands."""

    __slots__ = ("context",)
    context: Context


@unbounded
def marked(term: Term, context: Context) -> Recursion[Term]:
    """*term* in a context, with hints that know theirs."""
    match term:
        case Lam(hint, body):
            mark = MarkedHint(hint)
            mark.context = context
            return Lam(mark, (yield body, ("body", term, context)))
        case App(fn, arg):
            return App((yield fn, ("fn", term, context)), (yield arg, ("arg", term, context)))
    return term


# ── Lines ─────────────────────────────────────────────────────────────────────────────


def presented(
    term: Term, steps: Iterable[Step], *, definitions: Table | None = None, folded: bool = False
) -> Iterator[Shown]:
    """The steps of *term*, with an α-step before those that would capture something.

    *definitions* and *folded* are as they were for the trace, and matter to parallel steps only. Each
    line is made when it is asked for, and costs as much as its redex is large and deep; a parallel
    one, as the term is large.
    """
    unfolding = Unfolding(definitions or {}, folded=folded)
    meanings: dict[str, Term] = {}
    term = _settled(term)
    for step in steps:
        meaning = _meaning(step, meanings) if step.rule is Rule.DELTA else None
        for renaming in _renamings_before(term, step, meaning, unfolding):
            renamed = rename(term, renaming.path, renaming.fresh)
            yield Shown(Rule.ALPHA, renaming.path, term, renamed, renaming)
            term = renamed
        redexes = 1
        match step.rule:
            case Rule.DELTA if meaning:
                after = plug(context_at(term, step.path)[0], meaning)
            case Rule.PARALLEL:
                after, redexes = _settled(development(term, unfolding)), contracted(term, unfolding)
            case _:
                after = contract(term, step.path, step.rule)
        yield Shown(step.rule, step.path, term, after, redexes=redexes)
        term = after


def _renamings_before(
    term: Term, step: Step, meaning: Term | None, unfolding: Unfolding
) -> Iterator[Renaming]:
    """The renamings that must come before a step, in their order; *meaning* is that of a name it unfolds."""
    match step.rule:
        case Rule.BETA:
            yield from before_beta(term, step.path)
        case Rule.DELTA if meaning:
            yield from before_delta(term, step.path, meaning)
        case Rule.PARALLEL:
            if max(term.size, step.after.size) > LARGEST_SETTLED:
                return
            while renaming := before_development(term, unfolding):
                yield renaming
                term = rename(term, renaming.path, renaming.fresh)


def _meaning(step: Step, meanings: dict[str, Term]) -> Term:
    """The meaning of the name that a step unfolds, settled."""
    assert isinstance(step.redex, Free)
    name = step.redex.name
    if is_numeral(name):
        return step.contractum
    if name not in meanings:
        meanings[name] = _settled(step.contractum)
    return meanings[name]


def _settled(term: Term) -> Term:
    return settle(term) if term.size <= LARGEST_SETTLED else term


def contracted(term: Term, unfolding: Unfolding) -> int:
    """The number of redexes that a complete development contracts, each place counted."""
    numbers: dict[tuple[int, bool], int] = {}
    for node in nodes(term):
        for applied in (False, True):
            match node:
                case App(fn, arg):
                    below = numbers[id(fn), True] + numbers[id(arg), False]
                    number = below + isinstance(fn, Lam)
                case Lam(_, body):
                    number = numbers[id(body), False]
                case Free(name):
                    number = int(unfolding.needs(name, applied))
                case _:
                    number = 0
            numbers[id(node), applied] = number
    return numbers[id(term), False]


# ── Sentences ─────────────────────────────────────────────────────────────────────────


def explained(line: Shown, *, widest: int = WIDEST_PIECE, ascii: bool = False) -> str:
    """A sentence without a full stop about what a step does; the terms in it are at most so wide.

    >>> from lamb.machine.trace import trace
    >>> from lamb.course.presentation import presented
    >>> from lamb.notation import parse_term
    >>> term = parse_term("(λx. f x x) a")
    >>> [explained(line) for line in presented(term, trace(term))]
    ['“a” takes the place of x, which occurs 2 times']
    """
    context, redex = context_at(line.before, line.path)
    around = hints_around(context)

    def quoted(term: Term) -> str:
        return f"“{excerpt(term, Room(widest, ascii=ascii), around=around).text}”"

    match line.rule, redex:
        case Rule.ALPHA, _ if line.renaming:
            name, fresh, _ = line.renaming
            lambda_ = "\\" if ascii else "λ"
            return f"{name} would be captured by this {lambda_}{name}, so it becomes {fresh}"
        case Rule.BETA, App(Lam(hint, body), arg):
            number = occurrences(body)
            if not number:
                return f"{hint} does not occur: the argument {quoted(arg)} is thrown away"
            times = "once" if number == 1 else f"{number:,} times"
            return f"{quoted(arg)} takes the place of {hint}, which occurs {times}"
        case Rule.DELTA, Free(name) if is_numeral(name) and line.path[-1:] == ("fn",):
            return f"{name} is unfolded: it is applied"
        case Rule.DELTA, Free(name) if is_numeral(name):
            return f"{name} is unfolded"
        case Rule.DELTA, Free(name):
            return f"“{name}” is unfolded to what it stands for"
        case Rule.ETA, Lam(_, App(fn, _)):
            return f"{quoted(redex)} does what {quoted(shift(fn, -1))} does: η"
        case rule, _ if rule in COMBINATORY:
            return rule_text(rule.value)
    return "1 redex is contracted" if line.redexes == 1 else f"{line.redexes} redexes are contracted at once"


@unbounded
def occurrences(
    body: Term, depth: int = 0, known: dict[tuple[int, int], int] | None = None
) -> Recursion[int]:
    """The number of times that the variable of the λ that was taken off *body* occurs in it.

    In a part of the body, so many λs deep, what is *known* already is used, and added to.
    """
    known = {} if known is None else known
    if body.open <= depth:
        return 0
    part = id(body), depth
    if part not in known:
        match body:
            case Var(index):
                known[part] = int(index == depth)
            case Lam(_, inner):
                known[part] = yield inner, depth + 1, known
            case App(fn, arg):
                known[part] = (yield fn, depth, known) + (yield arg, depth, known)
    return known[part]
