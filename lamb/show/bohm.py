"""Böhm trees as lines: each head with its variables, and its parts below it.

λx. x
├─ ⊥
└─ λy. x
   └─ y
"""

from __future__ import annotations

from collections.abc import Iterator

from lamb.analysis.solvability import BELOW, BOTTOM, UNKNOWN, BohmTree
from lamb.calculus.budget import tick
from lamb.notation.names import restore_names
from lamb.notation.syntax import Abstraction, Application, Expr, Name
from lamb.show.lines import Line, Look, Piece

_PLAIN = {BOTTOM: "_|_", UNKNOWN: "?", BELOW: "..."}


def bohm_lines(tree: BohmTree, look: Look) -> Iterator[Line]:
    """The lines of a Böhm tree, from the top down, and what its leaves are in a last one."""
    branch, last, bar = ("|- ", "`- ", "|  ") if look.ascii else ("├─ ", "└─ ", "│  ")
    todo: list[tuple[Expr, str, str]] = [(restore_names(tree.term), "", "")]
    while todo:
        tick(1)
        expr, before, below = todo.pop()
        binders, head, parts = _head(expr)
        sign = ("\\" if look.ascii else "λ") + " ".join(binders) + ". " if binders else ""
        shown = _PLAIN.get(head, head) if look.ascii else head
        yield (Piece(before, "note"), Piece(sign), Piece(shown, "note" if head in _PLAIN else "plain"))
        lines = [(part, below + branch, below + bar) for part in parts[:-1]]
        lines += [(part, below + last, below + "   ") for part in parts[-1:]]
        todo += reversed(lines)
    said = str(tree)
    for sign, plain in _PLAIN.items() if look.ascii else ():
        said = said.replace(f"× {sign}", f"x {plain}")
    yield (Piece(said, "note"),)


def _head(expr: Expr) -> tuple[list[str], str, list[Expr]]:
    """The variables, the head and the parts of a node."""
    binders: list[str] = []
    while isinstance(expr, Abstraction):
        tick(1)
        binders.append(expr.hint)
        expr = expr.body
    parts: list[Expr] = []
    while isinstance(expr, Application):
        tick(1)
        parts.append(expr.arg)
        expr = expr.fn
    assert isinstance(expr, Name)
    return binders, expr.name, parts[::-1]
