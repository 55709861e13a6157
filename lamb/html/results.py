"""What the results of a program look like: the answers as terms, the rest as every front end says it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from lamb.calculus.budget import Budget, Status
from lamb.calculus.term import Term
from lamb.course.verdicts import Judgement, Verdict
from lamb.encodings.readings import Reading, readings
from lamb.errors import Source
from lamb.html.lines import Cell, Face, spoken, stacked, table_html
from lamb.html.style import escaped
from lamb.html.terms import LARGEST, abridged, term_html
from lamb.notation.layout import blank, comments
from lamb.quantities import counted
from lamb.results import (
    Answer,
    Asked,
    Defined,
    Derived,
    Imported,
    Result,
)
from lamb.show.latex import in_mathematics
from lamb.show.lines import (
    Line,
    Look,
    Piece,
    noted,
    render,
    shortened,
    shown_readings,
)

LOOK = Look(elided=True)
READ = 120  # characters of a larger term, if it can be read as something
LARGEST_READ = 50_000  # nodes of a term that nobody has asked to read
LONGEST_STEP = 200  # characters of a step of a derivation
SIGNS = {Verdict.HOLDS: "✓", Verdict.FAILS: "✗", Verdict.PARTIAL: "✗", Verdict.UNDECIDED: "?"}


# ── Terms ─────────────────────────────────────────────────────────────────────────────


def term_face(term: Term, name: str = "") -> Face:
    """A term, what it is called, and what it can be read as. At once, however large it is."""
    found = readings(term) if term.size <= LARGEST_READ and not term.open else ()
    return read_face(term, found, name)


def read_face(term: Term, found: Iterable[Reading], name: str = "") -> Face:
    """A term, what it is called, and what it can be read as."""
    width = READ if found and term.size > READ else None
    text = abridged(term, width=width).text
    nodes = f" ({counted(term.size, 'node')})" if term.size > LARGEST else ""
    comment = shown_readings(text, found)
    said = f"    -- {comment}" if comment else ""
    html = f"{term_html(term, width=width)}{comment_html(comment)}"
    face = Face(f"{text}{nodes}{said}", html, in_mathematics(text))
    if name:
        html = f'<b class="lamb-name">{escaped(name)}</b> = {face.html}'
        face = Face(f"{name} = {face.text}", html, f"{in_mathematics(name)} = {face.latex}")
    return Face(face.text, f"<div>{face.html}</div>", f"${face.latex}$")


def comment_html(comment: str) -> str:
    """What is said beside a term, if anything is."""
    return f' <span class="lamb-comment">-- {escaped(comment)}</span>' if comment else ""


# ── Results ───────────────────────────────────────────────────────────────────────────


def result_face(result: Result, look: Look = LOOK) -> Face:
    """What came of a statement; *look* says how far reductions were to go, and how they go further."""
    match result:
        case Answer():
            return _answer_face(result, look)
        case Asked(term=term, notes=notes):
            return stacked([term_face(term), *spoken_or_nothing(map(noted, notes))])
        case Defined(name=name, term=term):
            return term_face(term, name)
        case Imported(what=what, definitions=number):
            known = (Piece(f"    -- {counted(number, 'definition')}", "comment"),) if number else ()
            return spoken([(Piece("imported ", "note"), Piece(what), *known)])
        case Derived():
            return _derived_face(result, look)
    rendered = render(result, look)
    return spoken([*rendered.answer, *rendered.remarks])


def spoken_or_nothing(lines: Iterable[Line]) -> Iterator[Face]:
    """A face, if there is something to say."""
    said = list(lines)
    if said:
        yield spoken(said)


def _answer_face(answer: Answer, look: Look) -> Face:
    """A normal form, and what it can be read as; that alone, where the term is large."""
    outcome = answer.outcome
    if not outcome.finished:
        steps = outcome.steps if outcome.status is Status.STEPS else None
        known = replace(look, budget=look.budget.or_else(Budget(steps=steps)))
        return spoken(render(answer, known).remarks)
    notes = spoken_or_nothing(map(noted, answer.notes))
    if not answer.readings or outcome.term.size <= look.width:
        return stacked([read_face(outcome.term, answer.readings), *notes])
    text = shortened(", ".join(answer.readings), look)
    html = f'<div><code class="lamb-term">{escaped(text)}</code></div>'
    return stacked([Face(text, html), *notes])


def _derived_face(derived: Derived, look: Look) -> Face:
    """A derivation, step by step, and what is wrong with it."""
    verdict = derived.verdict.value
    said = "is not finished" if derived.verdict is Verdict.PARTIAL else verdict
    name = escaped(derived.name)
    heading = f'derivation <b class="lamb-name">{name}</b> <span class="{verdict}">{said}</span>'
    judged = [*map(_judged, derived.steps), *([_judged(derived.ending)] if derived.ending else [])]
    rendered = render(derived, look)
    flaws = spoken([*rendered.answer, *rendered.remarks])
    table = f"<div>{heading}</div>{table_html([_first(derived), *judged])}"
    return Face(flaws.text, table + (flaws.html if rendered.remarks else ""))


def _first(derived: Derived) -> list[Cell]:
    """The term that a derivation begins with."""
    source = derived.place.source
    end = derived.steps[0].place.start if derived.steps else derived.place.end
    return [Cell(), Cell(_code(source.text[derived.place.start : end].partition(":")[2])), Cell()]


def _judged(judgement: Judgement) -> list[Cell]:
    """A step, or the last term, and whether it holds."""
    sign = Cell(SIGNS[judgement.verdict], judgement.verdict.value)
    if not judgement.operator:
        return [sign, Cell(escaped(judgement.reason or "a normal form"), "why", 2)]
    return [sign, Cell(_code(judgement.place.text)), Cell(escaped(judgement.reason), "why")]


def _shortened(line: str) -> str:
    return line if len(line) <= LONGEST_STEP else f"{line[: LONGEST_STEP - 1]}…"


def _code(text: str) -> str:
    """Some text of a program, on one line and without comments."""
    line = " ".join(blank(text, comments(Source(text))).split())
    return f'<code class="lamb-term">{escaped(_shortened(line))}</code>'
