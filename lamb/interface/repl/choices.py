"""The redexes of a term on a walk: each underlined, with its number and its rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lamb.calculus.reduction import Path, Rule
from lamb.calculus.term import Term
from lamb.course.walk import Choice, Walk
from lamb.interface.render import Line, Piece
from lamb.interface.steps import NARROWEST, View
from lamb.notation.elision import Excerpt, excerpt
from lamb.notation.elision import Line as Room
from lamb.source import columns

if TYPE_CHECKING:
    from lamb.interface.repl.repl import Repl

MARGIN = 6  # columns
MOST_ROWS = 8


def choices(walk: Walk, repl: Repl) -> list[Line]:
    """The term that a walk has come to, and its redexes, of which the next one is marked."""
    upcoming = walk.next
    found = _excerpt(repl, walk.term, upcoming.path if upcoming else ())
    lines: list[Line] = [(Piece(" " * MARGIN), *_term(found, upcoming))]
    seen = [(choice, found.at(choice.path)) for choice in walk.choices]
    inside = [(choice, node) for choice, node in seen if node is not None and _is_whole(found, choice.path)]
    shown = [one for one in inside if one[0].is_next][:1]
    shown += [one for one in inside if not one[0].is_next][: MOST_ROWS - len(shown)]
    view = View(ascii=repl.look.ascii)
    for choice, node in sorted(shown, key=lambda one: one[0].number):
        before, under = columns(found.text[: node.start]), columns(found.text[node.start : node.end])
        mark = f"{choice.number:>3} {'>' if choice.is_next else ' '} "
        row = f"{mark}{' ' * before}{'^' * under}  {view.name(choice.rule)}"
        lines.append((Piece(row, "hint" if choice.is_next else "note"),))
    if upcoming and upcoming.rule is Rule.PARALLEL:
        lines.append((Piece(f"{'':{MARGIN}}the next step contracts all of them at once", "hint"),))
    if hidden := len(seen) - len(shown):
        lines.append((Piece(f"{'':{MARGIN}}and {hidden:,} more, up to number {len(seen):,}", "note"),))
    return lines


def text_of(repl: Repl, term: Term, focus: Path = ()) -> str:
    """A term on one line, around a part of it."""
    return _excerpt(repl, term, focus).text


def _excerpt(repl: Repl, term: Term, focus: Path) -> Excerpt:
    room = max(NARROWEST, repl.width - MARGIN - 4)
    return excerpt(term, Room(room, columns, repl.look.ascii), focus)


def _term(found: Excerpt, upcoming: Choice | None) -> Line:
    """The text, in which the next redex can be told from the rest."""
    node = found.at(upcoming.path) if upcoming and upcoming.rule is not Rule.PARALLEL else None
    if node is None:
        return (Piece(found.text),)
    text = found.text
    return (Piece(text[: node.start]), Piece(text[node.start : node.end], "redex"), Piece(text[node.end :]))


def _is_whole(found: Excerpt, path: Path) -> bool:
    """Whether the part at a path is shown by itself, and not as the `…` of something around it."""
    tree = found.tree
    for step in path[len(found.window) :]:
        if not hasattr(tree, step):
            return False
        tree = getattr(tree, step)
    return True
