"""A reduction graph in lines, for who reads text.

0  (λx. x) ((λy. y) z)  → 1 ×2
1  (λy. y) z            → 2
2  z                    normal form
3 terms, 3 steps, 1 normal form, no cycle; complete
"""

from __future__ import annotations

from collections.abc import Iterator

from lamb.calculus.quantities import counted
from lamb.calculus.reduction_graph import ReductionGraph
from lamb.interface.graphs import MARKS, arrows, marks, reading, text
from lamb.interface.render import Line, Piece
from lamb.source import columns

MOST_LISTED = 40  # terms
MOST_TARGETS = 12  # that are listed for a term


def graph_lines(graph: ReductionGraph, width: int) -> Iterator[Line]:
    """The terms with their numbers, what each is, and where its steps lead.

    No term takes more than half of *width* columns.
    """
    rows = list(zip(graph.terms, marks(graph), _targets(graph), strict=True))[:MOST_LISTED]
    digits = len(str(len(rows) - 1))
    texts = [text(term, width // 2) for term, _, _ in rows]
    widest = max(map(columns, texts))
    for number, ((term, its, targets), written) in enumerate(zip(rows, texts, strict=True)):
        notes = [MARKS[mark] + (reading(term) if mark == "normal" else "") for mark in its if mark != "start"]
        behind = "; ".join([*([f"→ {targets}"] if targets else []), *notes])
        gap = " " * (widest - columns(written) + 2)
        yield Piece(f"{number:>{digits}}  ", "note"), Piece(written), Piece(gap + behind, "comment")
    more = len(graph) - len(rows)
    unseen = f" ({counted(more, 'more term')} not shown)" if more else ""
    yield (Piece(f"{graph}{unseen}", "note"),)


def _targets(graph: ReductionGraph) -> list[str]:
    """For each term, the numbers of those that its steps lead to."""
    found: list[list[str]] = [[] for _ in graph.terms]
    for arrow in arrows(graph):
        found[arrow.source].append(f"{arrow.target} {arrow.label}".strip())
    return [
        ", ".join(targets[:MOST_TARGETS]) + (", …" if len(targets) > MOST_TARGETS else "")
        for targets in found
    ]
