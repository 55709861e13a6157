"""Böhm trees as lines and for JSON: each head with its variables, and its parts below it.

λx. x
├─ ⊥
└─ λy. x
   └─ y
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from lamb.analysis.solvability import BELOW, BOTTOM, UNKNOWN, BohmTree, Solvability, Solvable, Unsolvable
from lamb.calculus.budget import tick
from lamb.calculus.term import Term
from lamb.notation.names import restore_names
from lamb.notation.printer import pretty
from lamb.notation.syntax import Abstraction, Application, Expr, Name
from lamb.show.lines import Line, Look, Piece
from lamb.show.prooftrees import LONGEST_WRITTEN

LEAVES = {BOTTOM: "unsolvable", UNKNOWN: "unknown", BELOW: "cut"}
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


class BohmNode(NamedTuple):
    """A node of a Böhm tree: its variables, its head, or what stands there for a leaf, and the numbers of its
    parts."""

    binders: list[str]
    head: str
    parts: list[int]


def nodes_of(tree: BohmTree) -> list[BohmNode]:
    """The nodes of a Böhm tree, each before its parts, from left to right."""
    found: list[BohmNode] = []
    todo: list[tuple[Expr, list[int]]] = [(restore_names(tree.term), [])]
    while todo:
        tick(1)
        expr, beside = todo.pop()
        binders, head, parts = _head(expr)
        beside.append(len(found))
        node = BohmNode(binders, head, [])
        found.append(node)
        todo += [(part, node.parts) for part in reversed(parts)]
    return found


def bohm_json(term: Term, tree: BohmTree) -> dict[str, Any]:
    """A Böhm tree for JSON, its nodes by their numbers."""
    return {
        "term": pretty(term, limit=LONGEST_WRITTEN),
        "depth": tree.depth,
        "complete": tree.complete,
        "unsolvable": tree.unsolvable,
        "unknown": tree.unknown,
        "cut": tree.cut,
        "nodes": [
            {
                "binders": binders,
                "head": None if head in LEAVES else head,
                "leaf": LEAVES.get(head),
                "parts": parts,
            }
            for binders, head, parts in nodes_of(tree)
        ],
    }


def solvability_json(term: Term, found: Solvability) -> dict[str, Any]:
    """What is known of the solvability of a term, for JSON."""
    verdict = (
        "solvable"
        if isinstance(found, Solvable)
        else "unsolvable"
        if isinstance(found, Unsolvable)
        else "unknown"
    )
    form = pretty(found.form, limit=LONGEST_WRITTEN) if isinstance(found, Solvable) else None
    steps = None if isinstance(found, Unsolvable) else found.steps
    text = pretty(term, limit=LONGEST_WRITTEN)
    return {"term": text, "verdict": verdict, "form": form, "steps": steps, "reason": str(found)}


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
