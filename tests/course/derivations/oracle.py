"""A checker of steps that shares nothing with the one it is held against: slow, and plainly right.

Terms have names, as they are written, and are compared after every binder has got a name by its
number. All searches go breadth first.

    term ::= "x" | ("λ", "x", term) | ("@", term, term)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

from lamb.calculus.term import App, Free, Lam, Term, Var
from lamb.notation.names import restore_names
from lamb.notation.syntax import Abstraction, Application, Expr, Name

Named: TypeAlias = Any

MOST = 300  # terms that a search looks at


class TooMany(Exception):
    """The search looks at too many terms."""


def read(term: Term) -> Named:
    """A term with names, by way of its print."""
    return _read(restore_names(term))


def _read(expr: Expr) -> Named:
    match expr:
        case Name(name):
            return name
        case Abstraction(hint, body):
            return ("λ", hint, _read(body))
        case Application(fn, arg):
            return ("@", _read(fn), _read(arg))
    raise AssertionError("no sugar here")


def hinted(term: Term, around: tuple[str, ...] = ()) -> Named:
    """A term with its hints for names, whatever they capture."""
    match term:
        case Var(index):
            return around[index]
        case Free(name):
            return name
        case Lam(hint, body):
            return ("λ", hint, hinted(body, (hint, *around)))
        case App(fn, arg):
            return ("@", hinted(fn, around), hinted(arg, around))


# ── Names ─────────────────────────────────────────────────────────────────────────────


def numbered(term: Named, names: Mapping[str, str] | None = None, depth: int = 0) -> Named:
    """*term* with every bound variable called by the number of λs around its own."""
    names = names or {}
    match term:
        case str():
            return names.get(term, term)
        case ("λ", name, body):
            return ("λ", f"${depth}", numbered(body, {**names, name: f"${depth}"}, depth + 1))
        case (_, fn, arg):
            return ("@", numbered(fn, names, depth), numbered(arg, names, depth))


def free(term: Named) -> set[str]:
    match term:
        case str():
            return {term}
        case ("λ", name, body):
            return free(body) - {name}
        case (_, fn, arg):
            return free(fn) | free(arg)


def put(term: Named, name: str, new: Named) -> Named:
    """*term* with *new* for a free name; binders in the way are renamed."""
    match term:
        case str():
            return new if term == name else term
        case ("λ", bound, body) if bound == name:
            return term
        case ("λ", bound, body):
            if bound in free(new) and name in free(body):
                taken = free(new) | free(body) | {name}
                fresh = next(other for other in (f"v{i}" for i in range(999)) if other not in taken)
                bound, body = fresh, put(body, bound, fresh)
            return ("λ", bound, put(body, name, new))
        case (_, fn, arg):
            return ("@", put(fn, name, new), put(arg, name, new))


def captures(term: Named, name: str, new: Named, around: frozenset[str] = frozenset()) -> bool:
    """Whether a binder has to be renamed when *new* is put for a name."""
    match term:
        case str():
            return term == name and bool(around & free(new))
        case ("λ", bound, body):
            return bound != name and captures(body, name, new, around | {bound})
        case (_, fn, arg):
            return captures(fn, name, new, around) or captures(arg, name, new, around)


def unfolded(term: Named, definitions: Mapping[str, Named]) -> Named:
    """*term* without names that are defined. The definitions' terms are closed."""
    while used := sorted(free(term) & definitions.keys()):
        term = put(term, used[0], definitions[used[0]])
    return term


# ── Steps ─────────────────────────────────────────────────────────────────────────────


def everywhere(term: Named, rule: Callable[[Named], list[Named]]) -> Iterator[Named]:
    """What *term* becomes by a rule, at each place."""
    yield from rule(term)
    match term:
        case ("λ", name, body):
            yield from (("λ", name, new) for new in everywhere(body, rule))
        case ("@", fn, arg):
            yield from (("@", new, arg) for new in everywhere(fn, rule))
            yield from (("@", fn, new) for new in everywhere(arg, rule))


def beta(term: Named) -> list[Named]:
    match term:
        case ("@", ("λ", name, body), arg):
            return [put(body, name, arg)]
    return []


def beta_without_renaming(term: Named) -> list[Named]:
    match term:
        case ("@", ("λ", name, body), arg) if not captures(body, name, arg):
            return [put(body, name, arg)]
    return []


def eta(term: Named) -> list[Named]:
    match term:
        case ("λ", name, ("@", fn, arg)) if arg == name and name not in free(fn):
            return [fn]
    return []


def normal_order(term: Named) -> Named | None:
    match term:
        case ("@", ("λ", _, _), _):
            return beta(term)[0]
        case ("λ", name, body):
            new = normal_order(body)
            return None if new is None else ("λ", name, new)
        case ("@", fn, arg):
            if (new := normal_order(fn)) is not None:
                return ("@", new, arg)
            new = normal_order(arg)
            return None if new is None else ("@", fn, new)
    return None


def applicative_order(term: Named) -> Named | None:
    match term:
        case ("λ", name, body):
            new = applicative_order(body)
            return None if new is None else ("λ", name, new)
        case ("@", fn, arg):
            if (new := applicative_order(fn)) is not None:
                return ("@", new, arg)
            if (new := applicative_order(arg)) is not None:
                return ("@", fn, new)
            return next(iter(beta(term)), None)
    return None


# ── What the operators claim ──────────────────────────────────────────────────────────


def holds(operator: str, left: Named, right: Named, definitions: Mapping[str, Named]) -> bool:
    """Whether a step holds, up to α. Raises TooMany."""
    if operator in ("a", "b"):
        start, end = numbered(left), numbered(right)
    else:
        start, end = numbered(unfolded(left, definitions)), numbered(unfolded(right, definitions))
    match operator:
        case "a" | "d":
            return bool(start == end)
        case "b":
            return any(numbered(new) == end for new in everywhere(start, beta))
        case "e":
            return any(numbered(new) == end for new in everywhere(start, eta))
        case "n":
            return end in list(after(start, normal_order))[1:2]
        case "p":
            return end in list(after(start, applicative_order))[1:2]
        case "n*":
            return end in run(start, normal_order)
        case "p*":
            return end in run(start, applicative_order)
        case "*":
            return end in reachable(start)
        case "~":
            return normal_order(end) is None and run(start, normal_order)[-1] == end
    raise AssertionError(operator)


def after(term: Named, step: Callable[[Named], Named | None]) -> Iterator[Named]:
    """*term*, and what it becomes step by step."""
    following: Named | None = term
    for _ in range(MOST):
        if following is None:
            return
        yield numbered(following)
        following = step(following)


def run(term: Named, step: Callable[[Named], Named | None]) -> list[Named]:
    """All terms that a strategy comes past."""
    found = list(after(term, step))
    if len(found) == MOST:
        raise TooMany
    return found


def reachable(term: Named) -> list[Named]:
    """All terms that steps lead to."""
    found = [term]
    for reached in found:
        for new in map(numbered, everywhere(reached, beta)):
            if new not in found:
                found.append(new)
                if len(found) > MOST:
                    raise TooMany
    return found
