"""Values that Python and the prelude both have, and how they are written in `.lc`.

A **symbol** is a free name, or one applied to others. Python can apply it too, so a Python function
that only arranges its arguments says in symbols what a term does with any arguments at all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st


@dataclass(frozen=True)
class Symbol:
    """A term of free names."""

    text: str

    def __call__(self, *arguments: object) -> Symbol:
        return Symbol(" ".join([self.text, *map(operand, arguments)]))


@dataclass(frozen=True)
class Function:
    """A function, in the prelude's words and as Python computes it."""

    text: str
    compute: Callable[..., Any]

    def __call__(self, *arguments: Any) -> Any:
        return self.compute(*arguments)


@dataclass(frozen=True)
class Tagged:
    """A value with the name of the constructor that made it: `some 3`, `left x`."""

    tag: str
    content: Any


@dataclass(frozen=True)
class Scott:
    """A number or a list in Scott's encoding."""

    content: int | list[Any]


NONE = Symbol("none")


def some(value: object) -> Tagged:
    return Tagged("some", value)


def written(value: object) -> str:
    """The term that stands for *value*."""
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case list():
            return f"[{', '.join(map(written, value))}]"
        case (first, second):
            return f"({written(first)}, {written(second)})"
        case (first, second, third):
            return f"triple {operand(first)} {operand(second)} {operand(third)}"
        case Symbol(text) | Function(text):
            return text
        case Tagged(tag, content):
            return f"{tag} {operand(content)}"
        case Scott(int() as number):
            return "scott-succ (" * number + "scott-zero" + ")" * number
        case Scott(list() as items):
            fronts = "".join(f"scott-cons {operand(item)} (" for item in items)
            return fronts + "scott-nil" + ")" * len(items)
    raise TypeError(f"{value!r} stands for no term")


def operand(value: object) -> str:
    """The term that stands for *value*, in brackets."""
    return f"({written(value)})"


numbers = st.integers(0, 12)
booleans = st.booleans()
symbols = st.sampled_from([Symbol(name) for name in ("a", "b", "c", "f", "g", "x", "y")])
number_lists = st.lists(numbers, max_size=6)
symbol_lists = st.lists(symbols, max_size=5)

number_functions = st.sampled_from(
    [
        Function("succ", lambda n: n + 1),
        Function("double", lambda n: 2 * n),
        Function("λn. 3", lambda n: 3),
    ]
)
predicates = st.sampled_from(
    [
        Function("is-even", lambda n: n % 2 == 0),
        Function("λn. lt n 6", lambda n: n < 6),
        Function("eq 0", lambda n: n == 0),
        Function("λn. true", lambda n: True),
    ]
)
options = st.none().map(lambda _: NONE) | symbols.map(some)
number_options = st.none().map(lambda _: NONE) | numbers.map(some)
eithers = st.builds(Tagged, st.sampled_from(["left", "right"]), symbols)


@dataclass(frozen=True)
class Meaning:
    """What a definition is: what Python *says* about it at *arguments*, drawn from strategies."""

    says: Callable[..., Any]
    arguments: tuple[st.SearchStrategy[Any], ...]


def meaning(says: Callable[..., Any], *arguments: st.SearchStrategy[Any]) -> Meaning:
    return Meaning(says, arguments)
