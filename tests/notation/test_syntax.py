"""Surface trees: where they stand."""

from __future__ import annotations

import pytest

from lamb.notation.syntax import Abstraction, Application, Expr, ListOf, Local, Name, PairOf

X, Y = Name("x"), Name("y")
KINDS = [
    (Name, ("x",)),
    (Abstraction, ("x", X)),
    (Application, (X, Y)),
    (Local, ("x", X, Y)),
    (ListOf, ((X, Y),)),
    (PairOf, (X, Y)),
]


@pytest.mark.parametrize(("kind", "parts"), KINDS, ids=lambda part: getattr(part, "__name__", ""))
def test_a_tree_has_its_parts_and_stands_where_it_is_put(kind: type[Expr], parts: tuple[object, ...]) -> None:
    tree = kind(*parts)  # type: ignore[arg-type, call-arg]
    assert tuple(getattr(tree, field) for field in kind.__match_args__) == parts
    assert (tree.start, tree.end) == (0, 0)
    placed = kind(*parts, 3, 7)  # type: ignore[arg-type, call-arg]
    assert (placed.start, placed.end) == (3, 7)
    tree.at(4, 9)
    assert (tree.start, tree.end) == (4, 9)
