"""Whether two terms are the same: as they are written, in what they reduce to, in what they do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeAlias

from lamb.calculus.budget import Status
from lamb.calculus.reduction import Path, eta_normal
from lamb.calculus.term import App, Lam, Term
from lamb.encodings.readings import readings
from lamb.errors import columns
from lamb.notation.elision import Room, excerpt
from lamb.repl.walking import text_of
from lamb.show.lines import Line, Piece, shown_readings
from lamb.show.reductions import NARROWEST

if TYPE_CHECKING:
    from lamb.repl.repl import Repl


def sameness(one: Term, other: Term, repl: Repl) -> Iterator[Line]:
    """What there is to say: up to α, up to β, and up to η."""
    if one == other:
        yield _verdict("α", True, "the same but for the names of bound variables", repl)
        return
    yield _verdict("α", False, "they differ as they are written", repl)
    yield from _difference(one, other, repl)
    normal_forms: list[Term] = []
    for term, which in ((one, "the left one"), (other, "the right one")):
        outcome = repl.session.normalize(term)
        if not outcome.finished:
            stopped = outcome.status is Status.INTERRUPTED
            why = "interrupted" if stopped else f"{which} has {repl.look.limit(outcome.status)}"
            yield _verdict("β", None, why, repl)
            return
        normal_forms.append(outcome.term)
    left, right = normal_forms
    if left == right:
        yield _verdict("β", True, f"both reduce to {_shown(left, repl)}", repl)
        return
    yield _verdict("β", False, "their normal forms differ", repl)
    if (left, right) != (one, other):
        yield from _difference(left, right, repl)
    left, right = eta_normal(left), eta_normal(right)
    why = f"both do what {text_of(repl, left)} does" if left == right else "they differ in what they do"
    yield _verdict("η", left == right, why, repl)


def _shown(term: Term, repl: Repl) -> str:
    text = text_of(repl, term)
    comment = shown_readings(text, readings(term))
    return f"{text}    -- {comment}" if comment else text


def _verdict(rule: str, same: bool | None, why: str, repl: Repl) -> Line:
    name = {"α": "alpha", "β": "beta ", "η": "eta  "}[rule] if repl.look.ascii else rule
    word = {True: "yes", False: "no ", None: "not known"}[same]
    return (
        Piece(f"up to {name}  "),
        Piece(word, {True: "comment", False: "error", None: "note"}[same]),  # type: ignore[arg-type]
        Piece(f"  {why}"),
    )


# ── Where they differ ─────────────────────────────────────────────────────────────────


def first_difference(one: Term, other: Term) -> Path:
    """The way to the first parts, from left to right, in which two different terms are not alike.

    >>> from lamb.notation import parse_term
    >>> first_difference(parse_term("λx. f x a"), parse_term("λx. f x b"))
    ('body', 'arg')
    """
    todo: list[tuple[Term, Term, Way]] = [(one, other, None)]
    while todo:
        one, other, way = todo.pop()
        match one, other:
            case _ if one is other:
                pass
            case Lam(_, body), Lam(_, other_body):
                todo.append((body, other_body, ("body", way)))
            case App(fn, arg), App(other_fn, other_arg):
                todo += (arg, other_arg, ("arg", way)), (fn, other_fn, ("fn", way))
            case _ if one != other:
                return _path(way)
    return ()


Way: TypeAlias = "tuple[str, Way] | None"
"""A path, the last step first."""


def _path(way: Way) -> Path:
    steps = []
    while way is not None:
        step, way = way
        steps.append(step)
    return tuple(reversed(steps))


def _difference(one: Term, other: Term, repl: Repl) -> list[Line]:
    """Both terms, and marks under the first parts that differ."""
    path = first_difference(one, other)
    lines: list[Line] = []
    for label, term in (("  left   ", one), ("  right  ", other)):
        room = max(NARROWEST, repl.width - len(label))
        found = excerpt(term, Room(room, columns, repl.look.ascii), path)
        lines.append((Piece(label, "note"), Piece(found.text)))
        node = found.at(path)
        if path and node is not None:
            blank, marks = columns(found.text[: node.start]), columns(found.text[node.start : node.end])
            lines.append((Piece(" " * (len(label) + blank) + "^" * marks, "hint"),))
    return lines
