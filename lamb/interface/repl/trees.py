"""Terms as trees, for rich to draw."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from rich.tree import Tree

from lamb.calculus.term import Term
from lamb.interface.repl.drawing import text
from lamb.notation.names import restore_names
from lamb.notation.printer import beginning, write
from lamb.notation.syntax import Abstraction, Application, Expr

if TYPE_CHECKING:
    from lamb.interface.repl.repl import Repl

MOST_NODES = 150
INDENT = 4  # columns a level
LEAST = 24  # columns for what is written in a line


def drawn(repl: Repl, term: Term) -> Tree:
    """The tree of a term. The nodes nearest to its root come first, until the drawing is full."""
    ascii = repl.look.ascii
    deepest = max(1, (repl.width - LEAST) // INDENT)
    expr = restore_names(beginning(term, 100 * MOST_NODES))
    root = Tree(text(_label(expr, ascii)))
    waiting: deque[tuple[Expr, Tree, int]] = deque([(expr, root, 1)])
    nodes = 1
    while waiting:
        node, drawing, depth = waiting.popleft()
        parts = _parts(node)
        nodes += len(parts)
        for part in parts:
            is_line = bool(_parts(part)) and (depth >= deepest or nodes >= MOST_NODES)
            line = write(part, ascii=ascii, limit=LEAST - INDENT) if is_line else _label(part, ascii)
            below = drawing.add(text(line, "comment" if is_line else "plain"))
            if not is_line:
                waiting.append((part, below, depth + 1))
    return root


def _parts(expr: Expr) -> list[Expr]:
    match expr:
        case Abstraction(_, body):
            return [body]
        case Application(fn, arg):
            return [fn, arg]
    return []


def _label(expr: Expr, ascii: bool) -> str:
    match expr:
        case Abstraction(hint, _):
            return ("\\" if ascii else "λ") + hint
        case Application():
            return "@"
    return write(expr)
