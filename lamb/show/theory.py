"""Böhm trees, solvability and diamonds, as lines and for JSON.

λx. x            a Böhm tree: each head with its variables, and its parts below it
├─ ⊥
└─ λy. x
   └─ y
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from lamb.analysis.diamond import Diamond
from lamb.analysis.solvability import BELOW, BOTTOM, UNKNOWN, BohmTree, Solvability, Solvable, Unsolvable
from lamb.calculus.budget import tick
from lamb.calculus.term import Term
from lamb.notation.names import restore_names
from lamb.notation.printer import pretty
from lamb.notation.syntax import Abstraction, Application, Expr, Name
from lamb.show.lines import Line, Look, Piece
from lamb.show.prooftrees import LONGEST_WRITTEN

# ── Böhm trees ────────────────────────────────────────────────────────────────────────

LEAVES = {BOTTOM: "unsolvable", UNKNOWN: "unknown", BELOW: "cut"}
_PLAIN = {BOTTOM: "_|_", UNKNOWN: "?", BELOW: "..."}


class BohmNode(NamedTuple):
    """A node of a Böhm tree: its variables, its head, or what stands there for a leaf, and the numbers of its
    parts.
    """

    binders: list[str]
    head: str
    parts: list[int]


def nodes_of(tree: BohmTree) -> list[BohmNode]:
    """The nodes of a Böhm tree, each before its parts, from left to right."""
    found: list[BohmNode] = []
    todo: list[tuple[Expr, list[int]]] = [(restore_names(tree.term), [])]
    while todo:
        expr, beside = todo.pop()
        beside.append(len(found))
        binders: list[str] = []
        while isinstance(expr, Abstraction):
            tick(1)
            binders.append(expr.hint)
            expr = expr.body
        inner: list[int] = []
        while isinstance(expr, Application):
            tick(1)
            todo.append((expr.arg, inner))
            expr = expr.fn
        assert isinstance(expr, Name)
        found.append(BohmNode(binders, expr.name, inner))
    return found


def bohm_lines(tree: BohmTree, look: Look) -> Iterator[Line]:
    """The lines of a Böhm tree, from the top down, and what its leaves are in a last one."""
    branch, last, bar = ("|- ", "`- ", "|  ") if look.ascii else ("├─ ", "└─ ", "│  ")
    nodes = nodes_of(tree)
    margins = [("", "")] * len(nodes)  # before a node, and before its parts
    for (binders, head, parts), (before, below) in zip(nodes, margins, strict=True):
        tick(1)
        sign = ("\\" if look.ascii else "λ") + " ".join(binders) + ". " if binders else ""
        shown = _PLAIN.get(head, head) if look.ascii else head
        yield (Piece(before, "note"), Piece(sign), Piece(shown, "note" if head in _PLAIN else "plain"))
        for part in parts:
            is_last = part == parts[-1]
            margins[part] = below + (last if is_last else branch), below + ("   " if is_last else bar)
    said = str(tree)
    for sign, plain in _PLAIN.items() if look.ascii else ():
        said = said.replace(f"× {sign}", f"x {plain}")
    yield (Piece(said, "note"),)


def bohm_json(term: Term, tree: BohmTree) -> dict[str, Any]:
    """A Böhm tree for JSON, its nodes by their numbers."""
    return {
        "term": _text(term),
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
    match found:
        case Solvable(form, steps):
            verdict = {"verdict": "solvable", "form": _text(form), "steps": steps}
        case Unsolvable():
            verdict = {"verdict": "unsolvable", "form": None, "steps": None}
        case _:
            verdict = {"verdict": "unknown", "form": None, "steps": found.steps}
    return {"term": _text(term), **verdict, "reason": str(found)}


def _text(term: Term) -> str:
    return pretty(term, limit=LONGEST_WRITTEN)


# ── Diamonds ──────────────────────────────────────────────────────────────────────────

WIDE = 8


def diamond_lines(found: Diamond, look: Look) -> Iterator[Line]:
    """The lines of a diamond: the term, its two sides, the term where they meet, its complete development."""

    def line(label: str, term: Term) -> Line:
        return (Piece(f"{label:<{WIDE}}", "note"), Piece(look.beginning(term)))

    yield line("t", found.term)
    for side, first, rest in (
        ("left", found.left, found.closing_left),
        ("right", found.right, found.closing_right),
    ):
        yield line(side, first.after)
        for step in rest:
            yield line("", step.after)
    yield line("both", found.meeting)
    yield line("t*", found.development)
    yield (Piece(str(found), "note"),)


def diamond_json(found: Diamond) -> dict[str, Any]:
    """A diamond for JSON: the terms on both sides, in the order of the steps."""
    return {
        "term": _text(found.term),
        "left": [_text(step.after) for step in (found.left, *found.closing_left)],
        "right": [_text(step.after) for step in (found.right, *found.closing_right)],
        "meeting": _text(found.meeting),
        "development": _text(found.development),
    }
