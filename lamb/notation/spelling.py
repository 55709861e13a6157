"""Names that may not be what was meant.

A free name is legal. But `fcat` next to a definition of `fact` is a slip, and `xy` under λx y is
one name and no application of two.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from lamb.notation.syntax import Abstraction, Application, Expr, ListOf, Local, Name, PairOf

SHORT = 2  # letters of a name that nobody would call a slip
MOST_NOTES = 5


def notes_on(expr: Expr, defined: Collection[str]) -> Iterator[tuple[Name, str]]:
    """The free names in *expr* that look like a slip, each once, and what may have been meant."""
    seen: set[str] = set()
    for name, bound in free_occurrences(expr):
        if name.name in seen or name.name in defined or name.name.isdigit():
            continue
        seen.add(name.name)
        parts = _split(name.name, bound)
        if parts:
            applied = " applied to ".join(parts)
            yield name, f"“{name.name}” is one name; for {applied}, write {' '.join(parts)}"
        elif len(name.name) > SHORT:
            close = _nearest(name.name, [*bound, *defined])
            meant = f": did you mean “{close}”?" if close else ", so it stays as it is"
            yield name, f"“{name.name}” is not defined{meant}"
        if len(seen) >= MOST_NOTES:
            return


def free_occurrences(expr: Expr) -> Iterator[tuple[Name, set[str]]]:
    """The names in *expr* that nothing binds, from left to right, with the names bound around them."""
    bound: dict[str, int] = {}
    todo: list[Expr | tuple[str, int]] = [expr]
    while todo:
        item = todo.pop()
        match item:
            case (str() as name, int() as change):  # a binder begins, or ends
                bound[name] = bound.get(name, 0) + change
            case Name(name):
                if not bound.get(name):
                    yield item, {name for name, count in bound.items() if count}
            case Abstraction(hint, body):
                todo += (hint, -1), body, (hint, 1)
            case Application(fn, arg):
                todo += arg, fn
            case Local(hint, value, body):
                todo += (hint, -1), body, (hint, 1), value
            case PairOf(fst, snd):
                todo += snd, fst
            case ListOf(items):
                todo += reversed(items)


def _split(name: str, bound: Collection[str]) -> list[str]:
    """The bound names that *name* is made of, if it is."""
    parts = list(name)
    return parts if len(parts) > 1 and all(part in bound for part in parts) else []


def _nearest(name: str, names: Collection[str]) -> str | None:
    from difflib import get_close_matches  # only when something looks wrong

    close = get_close_matches(name, names, n=1, cutoff=0.7)
    return close[0] if close else None
