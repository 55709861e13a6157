"""Names as textbooks write them: each letter is one, so that `λxyz.xz(yz)` is λx y z. x z (y z).

A name of several letters stays whole where it is defined, or bound by a `let`. A letter takes the digits,
primes, `?` and `!` behind it along, as in `x'y₁`; a name with any other sign in it is one name.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from lamb.calculus.budget import tick
from lamb.notation.syntax import (
    Abstraction,
    Application,
    Assertion,
    Definition,
    Derivation,
    Expr,
    ListOf,
    Local,
    Name,
    PairOf,
    Query,
    Statement,
    TypeAssertion,
)

_LETTER = r"[^\W\d_²³¹¼-¾⁰-₉][\d²³¹⁰-₉'?!]*"
_PRAGMA = r"(?:--|#)[ \t]*letters[ \t]*:[ \t]*(on|off)\s*"


def asked_for(text: str, comments: Iterable[tuple[int, int]]) -> bool | None:
    """What the last comment `-- letters: on`, or `off`, in a text says; None if there is none."""
    asked = None
    for start, end in comments:
        if found := re.compile(_PRAGMA).fullmatch(text, start, end):
            asked = found[1] == "on"
    return asked


def set_apart(statement: Statement, text: str, defined: Collection[str]) -> None:
    """Take the names in a statement apart, but for those that are *defined*. It is changed in place."""
    match statement:
        case Definition() | Query() | TypeAssertion():
            statement.term = apart(statement.term, text, defined)
        case Assertion(generators=generators):
            defined = {*defined, *(name for generator in generators for name in generator.names)}
            statement.left = apart(statement.left, text, defined)
            statement.right = apart(statement.right, text, defined)
        case Derivation(steps=steps):
            statement.first = apart(statement.first, text, defined)
            for step in steps:
                step.term = apart(step.term, text, defined)


def apart(expr: Expr, text: str, defined: Collection[str]) -> Expr:
    """A tree with its names taken apart, but for those that are *defined*. It is changed in place."""
    whole = set(defined)

    def letters(part: Expr) -> list[Expr]:
        """The letters of a name; any other term as it is."""
        if not isinstance(part, Name) or part.name in whole:
            return [part]
        at = text.find(part.name, part.start)
        return [Name(name, at + start, at + end) for name, start, end in _letters(part.name)] or [part]

    def joined(part: Expr) -> Expr:
        """The letters of a name, each applied to the next; any other term as it is."""
        term, *rest = letters(part)
        for letter in rest:
            term = Application(term, letter, term.start, letter.end)
        if rest:
            term.at(part.start, part.end)
        return term

    top = ListOf((expr,))
    todo: list[Expr] = [top]
    while todo:
        tick(1)
        match node := todo.pop():
            case Application(fn, arg):
                is_bare = isinstance(arg, Name) and arg.end - arg.start == len(arg.name)
                *before, node.arg = letters(arg) if is_bare else [joined(arg)]
                node.fn = joined(fn)
                for letter in before:  # f xy is f x y, where f (xy) is f (x y)
                    node.fn = Application(node.fn, letter, node.start, letter.end)
                todo += node.fn, node.arg
            case Abstraction(hint, body):
                node.body = joined(body)
                todo.append(node.body)
                if hint not in whole:
                    _set_binder_apart(node, text)
            case Local(hint, value, body):
                whole.add(hint)
                node.value, node.body = joined(value), joined(body)
                todo += node.value, node.body
            case PairOf(fst, snd):
                node.fst, node.snd = joined(fst), joined(snd)
                todo += node.fst, node.snd
            case ListOf(items):
                node.items = tuple(map(joined, items))
                todo += node.items
    return top.items[0]


def _set_binder_apart(node: Abstraction, text: str) -> None:
    """Make one abstraction for each letter of a binder."""
    at = text.find(node.hint, node.start)
    letters = _letters(node.hint)
    for letter, start, _ in reversed(letters[1:]):
        node.body = Abstraction(letter, node.body, at + start, node.end)
    if letters:
        node.hint = letters[0][0]


def _letters(name: str) -> list[tuple[str, int, int]]:
    """The letters of a name, and where each stands in it; none if the name has other signs, or one letter."""
    found = [(letter[0], *letter.span()) for letter in re.finditer(_LETTER, name)]
    return found if len(found) > 1 and sum(len(letter) for letter, _, _ in found) == len(name) else []
