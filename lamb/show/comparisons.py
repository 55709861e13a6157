"""A comparison of strategies as lines: a table, and the places where they part.

(λx. a) ((λx. x x) λx. x x)
                     steps  largest  parts at
normal order             1       12         –  normal form  a
applicative order        –       12    step 1  repeats for ever from the start

step 1  (λx. a) ((λx. x x) λx. x x)
  β  (λx. a) ((λx. x x) λx. x x)       normal, name
  β  (λx. x x) λx. x x                 applicative
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from textwrap import wrap
from typing import NamedTuple, TypeAlias

from lamb.analysis.comparison import Comparison, Run
from lamb.analysis.divergence import Cycle, Growth
from lamb.calculus.budget import Status
from lamb.calculus.reduction import Path, Rule
from lamb.calculus.strategies import Strategy
from lamb.calculus.term import Term
from lamb.definitions import numbers_among, types_among
from lamb.encodings.readings import Readings, readings
from lamb.notation.elision import Room, excerpt
from lamb.notation.printer import write
from lamb.notation.syntax import Application
from lamb.quantities import amount
from lamb.show.lines import Line, Look, Piece, name_of_rule

NAMES = max(len(strategy.value) for strategy in Strategy)
SHORT_NAMES = max(len(strategy.short) for strategy in Strategy)
FIGURES = ("steps", "largest", "parts at")
MARGIN = 2
CHOICE = 32  # columns of a redex that is chosen
ENDINGS = max(len(strategy.form) for strategy in Strategy) + MARGIN + CHOICE // 4  # columns at least
LEAST_NAMES = 20  # columns of the names of strategies
BELOW = " " * 4  # before what has no room behind the figures

Choice: TypeAlias = tuple[Rule, Path] | None
"""The redex that is contracted at a step; None where a strategy stops."""


def comparison(compared: Comparison, look: Look, width: int) -> list[Line]:
    """A term, the figures of each strategy, and where they part. No line is wider than *width*."""
    term, runs = compared.term, [*compared]
    rows = [figures_of(run) for run in runs]
    widths = [max(len(text) for text in column) for column in zip(FIGURES, *rows, strict=True)]
    table = sum(widths) + MARGIN * (len(FIGURES) + 1)
    is_narrow = width - table - NAMES < ENDINGS
    names = SHORT_NAMES if is_narrow else NAMES
    heading = " " * names + _columns(FIGURES, widths)
    lines: list[Line] = [(Piece(_text(term, look, width)),), (Piece(heading, "note"),)]
    for run, row in zip(runs, rows, strict=True):
        read = read_end(run, compared.definitions)
        name = run.strategy.short if is_narrow else run.strategy.value
        figures = name.ljust(names) + _columns(row, widths)
        if width - table - names < ENDINGS:
            lines += (Piece(figures),), (Piece(BELOW), *_ending(run, read, look, width - len(BELOW)))
        else:
            lines.append((Piece(figures + " " * MARGIN), *_ending(run, read, look, width - table - names)))
    return [*lines, *_partings(runs, look, width)]


def _columns(texts: Sequence[str], widths: Sequence[int]) -> str:
    return "".join(" " * MARGIN + text.rjust(width) for text, width in zip(texts, widths, strict=True))


def figures_of(run: Run) -> tuple[str, str, str]:
    """The steps of a run, the size of its largest term, and the step at which it parts from normal order."""
    repeats = isinstance(run.divergence, Cycle)
    steps = f"{run.steps:,}" if run.finished else "–" if repeats else f"{run.steps:,}+"
    return steps, amount(run.largest), f"step {run.parting.step:,}" if run.parting else "–"


def read_end(run: Run, definitions: Mapping[str, Term]) -> Readings:
    """The readings of the term that a run stops at, by these definitions; none if it does not stop."""
    if not run.finished:
        return Readings()
    return readings(run.term, types=types_among(definitions), number_in=numbers_among(definitions))


def _ending(run: Run, found: Readings, look: Look, width: int) -> Line:
    """The form that a run stops at, and the term, or the reason why it has not stopped."""
    if not run.finished:
        return (Piece(endlessness(run, look), "note"),)
    form = f"{run.strategy.form}  "
    room = width - len(form)
    text = _text(run.term, look, room)
    if found and "…" in text:
        return (Piece(form, "hint"), Piece(found.listed()[:room]))
    comment = found.listed(text)
    reading = f"    -- {comment}" if comment else ""
    shown = (Piece(reading, "comment"),) if len(text) + len(reading) <= room else ()
    return (Piece(form, "hint"), Piece(text), *shown)


def endlessness(run: Run, look: Look) -> str:
    """The reason why a run has not come to an end, in a few words."""
    match run.divergence:
        case Cycle(earlier=earlier):
            return f"repeats for ever from {f'step {earlier:,}' if earlier else 'the start'}"
        case Growth():
            return str(run.divergence).removeprefix("it ")
    if run.status is Status.INTERRUPTED:
        return "interrupted"
    return f"not ended {look.budget.within(run.status)}"


class ChoicePoint(NamedTuple):
    """A *step* at which strategies leave normal order, the term *before* it, and who makes which choice."""

    step: int
    before: Term
    choices: dict[Choice, list[Strategy]]


def choice_points(runs: Sequence[Run]) -> Iterator[ChoicePoint]:
    """The steps at which the runs part, in their order. The choice of normal order comes first."""
    partings = [run.parting for run in runs if run.parting]
    for step in sorted({parting.step for parting in partings}):
        here = next(parting for parting in partings if parting.step == step)
        going_on = [run.strategy for run in runs if run.parting is None or run.parting.step > step]
        choices: dict[Choice, list[Strategy]] = {here.other: going_on}
        for run in runs:
            if run.parting and run.parting.step == step:
                choices.setdefault(run.parting.choice, []).append(run.strategy)
        yield ChoicePoint(step, here.before, choices)


def _partings(runs: Sequence[Run], look: Look, width: int) -> Iterator[Line]:
    """The terms at which strategies part, and the redexes that they contract there."""
    for step, term, choices in choice_points(runs):
        before = f"step {step:,}  "
        yield ()
        yield (Piece(before, "note"), Piece(_text(term, look, width - len(before))))
        for choice, who in choices.items():
            redex = f"  {_redex(term, choice, look)}  "
            hang = look.measure(redex)
            if width - hang < LEAST_NAMES:
                yield (Piece(redex.rstrip()),)
                redex, hang = BELOW, len(BELOW)
            for part in wrap(names(who), width - hang, break_on_hyphens=False):
                yield (Piece(redex), Piece(part, "hint"))
                redex = " " * hang


def names(who: Iterable[Strategy]) -> str:
    """The short names of some strategies."""
    return ", ".join(strategy.short for strategy in who)


def _redex(before: Term, choice: Choice, look: Look) -> str:
    """The redex that is contracted, and the rule."""
    rule_columns = 5 if look.ascii else 1
    if choice is None:
        return "stops".ljust(rule_columns + 2 + CHOICE)
    rule, path = choice
    shown = excerpt(before, Room(CHOICE, look.measure, look.ascii), path)
    node = shown.at(path)
    text = shown.text[node.start : node.end] if node else shown.text
    if rule is Rule.PARALLEL:
        text = "all redexes at once"
    elif text.startswith("(") and isinstance(node, Application):
        text = write(node, ascii=look.ascii)  # without the brackets around it
    blank = " " * (CHOICE - look.measure(text))
    return f"{name_of_rule(rule, ascii=look.ascii):{rule_columns}}  {text}{blank}"


def _text(term: Term, look: Look, width: int) -> str:
    return excerpt(term, Room(max(width, 1), look.measure, look.ascii)).text
