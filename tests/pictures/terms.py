"""Terms that pictures must be able to take."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce

from hypothesis import strategies as st

from lamb import App, Free, Lam, Term, Var
from tests.strategies import bind, clashing, doubled, sketches

DEEP = 50_000


def _nested(around: Callable[[Term], Term]) -> Term:
    return reduce(lambda term, _: around(term), range(DEEP), Free("a"))


IMMENSE: dict[str, Callable[[], Term]] = {
    "λs": lambda: _nested(lambda term: Lam("x", term)),
    "arguments": lambda: _nested(lambda term: App(term, Free("b"))),
    "functions": lambda: _nested(lambda term: App(Free("b"), term)),
    "doubled": lambda: doubled(Free("a"), 30),
    "vast": lambda: doubled(Lam("x", Var(0)), 20_000),
    "open": lambda: reduce(lambda term, _: App(term, Lam("x", term)), range(30), Var(3)),
}
"""What makes terms that are too deep, or too large, to be looked at as a whole."""

HOSTILE = (
    *("</svg><script>", "\"'&<>", "]]>", "\0\x1b[31m", "\ud800", "\u202e", "\ufffe"),
    *("", " ", "e" + "\u0301" * 500, "変数", "x" * 200, "λ", "…"),
)

strings = st.sampled_from(HOSTILE) | st.text(max_size=5)
hostile = sketches(st.integers(0, 5) | strings, hints=strings).map(bind)
"""Terms made in Python, with anything for names."""

anything = clashing() | hostile
