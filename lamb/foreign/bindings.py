"""Local definitions → terms: the `let`, `let rec`, `letrec` and `where` of other tools.

    (λx y. t) u v         let x = u and y = v in t, where neither is seen in u and v    OCaml, Scheme
    (λx. (λy. t) v) u     where x is seen in v, too                                     Scheme's let*, AIT
    (λx. t) (Y (λx. u))   where x is seen in u itself                                   AIT
    all of them           where each is seen in all                                     Haskell, letrec

Definitions that need each other are a tuple, which is a fixed point: a function that gives its parts to
what asks, p = Y (λp. λs. s u v), with p (λx y. x) for x and p (λx y. y) for y in u and v.

A name that a program defines twice means what it meant at that place: its earlier definition gets a prime.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Sequence, Set
from itertools import count, islice
from typing import Literal, NamedTuple, TypeAlias

from lamb.analysis.graph import components
from lamb.calculus.budget import tick
from lamb.calculus.substitution import free_names
from lamb.notation.names import primed, remove_names
from lamb.notation.syntax import Abstraction, Application, Definition, Expr, Local, Name, Query, Statement

Scope: TypeAlias = Literal["none", "before", "itself", "all"]
"""Which definitions of a group are seen in one: the ones before it, and itself, too, or all."""


class LocalDefinition(NamedTuple):
    """A definition; a *recursive* one has its name in its value."""

    name: str
    value: Expr
    recursive: bool = False


def mentions(name: str, value: Expr) -> bool:
    """True if a name is free in a tree."""
    return name in free_names(remove_names(value))


def bound(equations: Sequence[LocalDefinition], body: Expr, scope: Scope) -> Expr:
    """The term in which definitions are those of its *body*. Linear in them and in it."""
    match scope:
        case "none":
            return _applied(_abstracted([one.name for one in equations], body), equations)
        case "before":
            for one in reversed(equations):
                tick(1)
                body = Local(one.name, one.value, body, one.value.start, body.end)
        case "itself":
            for one in reversed(equations):
                tick(1)
                body = _group([one], body)
        case "all":
            for group in reversed(_groups(equations)):
                tick(1)
                body = _group(group, body)
    return body


def _groups(equations: Sequence[LocalDefinition]) -> list[list[LocalDefinition]]:
    """Those that need each other, after the ones that they need."""
    if len(equations) == 1:
        return [[*equations]]
    numbers = {one.name: number for number, one in enumerate(equations)}
    used = [free_names(remove_names(one.value)) & numbers.keys() for one in equations]
    found = components([[numbers[name] for name in sorted(names)] for names in used])
    return [[equations[member] for member in members] for members in found]


def looped(name: str, equations: Sequence[LocalDefinition], body: Expr) -> Expr:
    """Scheme's named let: the function of that name and those parameters, applied to what they begin with."""
    return _applied(_fixed(name, _abstracted([one.name for one in equations], body)), equations)


def _group(equations: Sequence[LocalDefinition], body: Expr) -> Expr:
    """The term in which one definition, or several that need each other, are those of its body."""
    (first, *others) = equations
    if not others:
        value = _fixed(first.name, first.value) if first.recursive else first.value
        return Local(first.name, value, body, value.start, body.end)
    names = [one.name for one in equations]
    taken = free_names(remove_names(body))
    made, parts = _tuple("p", equations, taken)
    tuple_of_all = _fixed(made.name, made.value)
    return Local(made.name, tuple_of_all, _applied(_abstracted(names, body), parts), body.start, body.end)


def _tuple(
    hint: str, equations: Sequence[LocalDefinition], taken: Set[str]
) -> tuple[LocalDefinition, list[LocalDefinition]]:
    """The tuple of definitions that need each other, whose name is in it, and those of its parts."""
    names = [one.name for one in equations]
    taken = {*taken, *names}.union(*(free_names(remove_names(one.value)) for one in equations))
    both, asks = _fresh(hint, taken), _fresh("s", taken)
    parts = [LocalDefinition(name, Application(Name(both), _abstracted(names, Name(name)))) for name in names]
    made = _abstracted([*names, asks], _applied(Name(asks), equations))
    return LocalDefinition(both, _applied(made, parts), recursive=True), parts


def _fresh(hint: str, taken: Container[str]) -> str:
    """A name like the hint that is not taken."""
    return next(name for primes in count() if (name := primed(hint, primes)) not in taken)


def _abstracted(names: Sequence[str], body: Expr) -> Expr:
    for name in reversed(names):
        tick(1)
        body = Abstraction(name, body, body.start, body.end)
    return body


def _applied(fn: Expr, equations: Sequence[LocalDefinition]) -> Expr:
    """A function of the values of definitions."""
    for one in equations:
        tick(1)
        fn = Application(fn, one.value, fn.start, fn.end)
    return fn


def _fixed(name: str, value: Expr) -> Expr:
    """Y (λname. value), with no name for Y: it may mean something else where this stands."""
    twice = Abstraction("x", Application(Name("f"), Application(Name("x"), Name("x"))))
    recursive = Abstraction(name, value, value.start, value.end)
    return Application(Abstraction("f", Application(twice, twice)), recursive, value.start, value.end)


# ── Definitions of a program ──────────────────────────────────────────────────────────


def definition(made: LocalDefinition, start: int, end: int) -> Definition:
    """The definition of a program that a definition is."""
    value = Abstraction(made.name, made.value, start, end) if made.recursive else made.value
    statement = Definition(made.name, value, made.recursive)
    statement.at(start, end)
    return statement


def tied(statements: Sequence[Statement]) -> list[Statement]:
    """The statements of a program in which definitions may need each other, as ones in which none do: those
    are the parts of a tuple, which is defined before the first of them. Linear, where few need each other.
    """
    found = {one.name: one for one in statements if isinstance(one, Definition)}
    groups = [group for group in _groups([_local(one) for one in found.values()]) if len(group) > 1]
    if not groups:
        return [*statements]
    taken = found.keys() | {name for one in statements for name in _free(one)}
    order = {name: number for number, name in enumerate(found)}
    tuples: dict[str, Definition] = {}  # by the definition that each is before
    instead: dict[str, Definition] = {}
    for group in groups:
        group.sort(key=lambda one: order[one.name])
        made, parts = _tuple("-".join(one.name for one in group[:3]), group, taken)
        taken.add(made.name)
        first = found[group[0].name]
        tuples[first.name] = definition(made, first.start, first.end)
        for part in parts:
            instead[part.name] = definition(part, found[part.name].start, found[part.name].end)
    result: list[Statement] = []
    for one in statements:
        name = one.name if isinstance(one, Definition) else ""
        result += [tuples[name]] if name in tuples else []
        result.append(instead.get(name, one))
    return result


def _local(one: Definition) -> LocalDefinition:
    recursive = one.recursive and isinstance(one.term, Abstraction)
    return LocalDefinition(one.name, one.term.body if recursive else one.term, recursive)  # type: ignore[union-attr]


def _free(statement: Statement) -> Set[str]:
    return free_names(remove_names(statement.term)) if isinstance(statement, Definition | Query) else set()


# ── Names that are defined twice ──────────────────────────────────────────────────────


def apart(statements: list[Statement]) -> list[Statement]:
    """The statements of a program in which names may be defined twice, as ones in which none is.

    All but the last definition of a name get primes, the first one the most; below one, and before the next,
    the name is a local one. Linear.
    """
    times = Counter(one.name for one in statements if isinstance(one, Definition))
    if len(times) == times.total():
        return statements
    taken = times.keys() | {name for one in statements for name in _free(one)}
    left: dict[str, list[str]] = {}  # the names for those to come, the next one last
    for name in times:
        left[name] = list(islice(_primed(name, taken), times[name] - 1))
        taken.update(left[name])
    meant: dict[str, str] = {}  # the names that mean an earlier definition now, and its name
    for statement in statements:
        tick(1)
        if isinstance(statement, Definition | Query) and meant:
            for name in sorted(_free(statement) & meant.keys()):
                term = statement.term
                statement.term = Local(name, Name(meant[name]), term, term.start, term.end)
        if isinstance(statement, Definition):
            name = statement.name
            meant.pop(name, None)
            if left[name]:
                statement.name = meant[name] = left[name].pop()
    return statements


def _primed(name: str, taken: Container[str]) -> Iterator[str]:
    """The names like one, with more and more primes, that are not taken."""
    for primes in count(1):
        tick(1)
        if (found := primed(name, primes)) not in taken:
            yield found
