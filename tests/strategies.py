"""Terms for laws to be tried on, well scoped by construction and fond of clashing names."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from lamb.calculus.term import App, Free, Lam, Term, Var
from lamb.notation.syntax import Abstraction, Application, Expr, ListOf, Local, Name, PairOf

HINTS = ("x", "y", "x'", "x''", "f", "_", "is-zero", "größe", "let", "x'4", "", "7")
FREE = ("x", "y", "x'", "f", "0", "1", "42", "pair", "cons", "nil", "succ", "zero?", "z₁")


@st.composite
def terms(
    draw: DrawFn,
    *,
    free: Sequence[str] = FREE,
    hints: Sequence[str] = HINTS,
    closed: bool = False,
    max_size: int = 25,
) -> Term:
    """Terms of at most that many nodes, no variable pointing out of them; with *closed*, no free names.

    Hints are what a binder may be called, some of which cannot be names: the printer has to cope.
    """
    names = () if closed else tuple(free)
    # what is left to build: a size and a depth, an App to make, or the hint of a Lam to make
    todo: list[tuple[int, int] | str | None] = [(draw(st.integers(1, max_size)), 0)]
    built: list[Term] = []
    while todo:
        match todo.pop():
            case None:
                arg = built.pop()
                built.append(App(built.pop(), arg))
            case str(hint):
                built.append(Lam(hint, built.pop()))
            case size, depth if not (depth or names):
                todo += draw(st.sampled_from(hints)), (size - 1, depth + 1)
            case size, depth if size < 2:
                built.append(draw(_leaves(depth, names)))
            case size, depth if size == 2 or draw(st.booleans()):
                todo += draw(st.sampled_from(hints)), (size - 1, depth + 1)
            case size, depth:
                left = draw(st.integers(1, size - 2))
                todo += None, (size - 1 - left, depth), (left, depth)
    return built.pop()


def _leaves(depth: int, names: Sequence[str]) -> SearchStrategy[Term]:
    variables = st.integers(0, depth - 1).map(Var) if depth else st.nothing()
    return variables | (st.sampled_from(names).map(Free) if names else st.nothing())


def expressions(names: Sequence[str] = ("x", "y", "f", "pair", "nil", "42")) -> SearchStrategy[Expr]:
    """Surface trees with all the sugar, as somebody may have written them."""
    hints = st.sampled_from([name for name in names if not name.isdigit()] + ["_"])
    return st.recursive(
        st.sampled_from(names).map(Name),
        lambda inner: (
            st.builds(Application, inner, inner)
            | st.builds(Abstraction, hints, inner)
            | st.builds(Local, hints, inner, inner)
            | st.builds(PairOf, inner, inner)
            | st.lists(inner, max_size=3).map(lambda items: ListOf(tuple(items)))
        ),
        max_leaves=12,
    )
