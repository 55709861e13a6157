"""What a notebook shows of each thing, by MIME type: always text, and HTML or LaTeX where there are any.

A notebook takes the richest that it can show. A kind of thing says here what it looks like; a front
end that has more kinds adds them with `bundle.register`.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import singledispatch
from typing import TypeAlias

from lamb.calculus.budget import Outcome
from lamb.calculus.term import Node
from lamb.encodings.readings import Reading
from lamb.errors import LambError
from lamb.interface.look import Look
from lamb.interface.render import Line, Piece, complaint, counted, noted, plain, render
from lamb.interface.web.answers import answer_bundle, term_bundle
from lamb.interface.web.escaping import shown
from lamb.interface.web.lines import lines_html
from lamb.interface.web.output import output
from lamb.results import Answer, Asked, Checked, Defined, Derived, Imported, Note

Bundle: TypeAlias = dict[str, str]

LOOK = Look(elided=True)


@singledispatch
def bundle(thing: object) -> Bundle:
    """What *thing* looks like, by MIME type."""
    return {"text/plain": repr(thing)}


def written(lines: Iterable[Line], *, role: str = "group") -> Bundle:
    """Lines as text and in HTML."""
    lines = list(lines)
    return {"text/plain": shown(plain(lines)), "text/html": output(lines_html(lines), role=role)}


# ── Terms ─────────────────────────────────────────────────────────────────────────────


@bundle.register
def _(term: Node) -> Bundle:
    return term_bundle(term)  # type: ignore[arg-type]


@bundle.register
def _(outcome: Outcome) -> Bundle:
    if outcome.finished:
        return term_bundle(outcome.term)
    text = f"{outcome.status.value} ran out after {counted(outcome.steps, 'step')}"
    reached = (Piece("  reached: ", "note"), Piece(LOOK.beginning(outcome.beginning)))
    return written([(Piece(text, "error"),), reached])


@bundle.register
def _(reading: Reading) -> Bundle:
    return written([(Piece(str(reading)),)])


# ── Results ───────────────────────────────────────────────────────────────────────────


@bundle.register
def _(answer: Answer) -> Bundle:
    if answer.outcome.finished and not answer.notes:
        return answer_bundle(answer.outcome.term, answer.readings)
    rendered = render(answer, LOOK)
    return written([*rendered.answer, *rendered.remarks])


@bundle.register(Checked)
@bundle.register(Derived)
def _(result: Checked | Derived) -> Bundle:
    rendered = render(result, LOOK)
    return written([*rendered.answer, *rendered.remarks])


@bundle.register
def _(asked: Asked) -> Bundle:
    return term_bundle(asked.term)


@bundle.register
def _(defined: Defined) -> Bundle:
    return term_bundle(defined.term)


@bundle.register
def _(imported: Imported) -> Bundle:
    return written([(Piece(f"{counted(imported.definitions, 'definition')} of {imported.what}", "comment"),)])


@bundle.register
def _(note: Note) -> Bundle:
    return written([noted(note)])


@bundle.register
def _(error: LambError) -> Bundle:
    return written(complaint(error), role="alert")
