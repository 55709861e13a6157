"""States of machines as a table, a transition a line: in a terminal, in Markdown, LaTeX and JSON.

                code               environment   stack
                (λx y. x) a b
    1  push     (λx y. x) a                      b
    2  push     λx y. x                          a · b
    3  grab     λy. x              x = a         b
    4  grab     x                  y = b, x = a
    5  access   a

A closure is written as its term, with what its variables stand for behind it: (x y)[x = a, y = I]. What is
too long ends in …, and so do bindings within bindings within bindings.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import chain, islice
from typing import Any, NamedTuple

from lamb.analysis.machines.states import (
    Beside,
    Bindings,
    Closure,
    Environment,
    HeapCell,
    Held,
    Level,
    Neutral,
    Shown,
    Value,
    each,
    subscripted,
)
from lamb.analysis.machines.transitions import MachineTrace, Transition
from lamb.calculus.budget import Exhausted, Status, tick
from lamb.calculus.substitution import free_names, pointers, replace_variables
from lamb.calculus.term import Free, Term
from lamb.encodings.readings import Readings
from lamb.errors import columns
from lamb.notation.names import primed
from lamb.notation.printer import SLACK, beginning, pretty
from lamb.quantities import counted
from lamb.show.documents import escaped
from lamb.show.latex import in_mathematics, in_text
from lamb.show.lines import Line, Piece, commented, whole
from lamb.show.reductions import Gap

DEEPEST = 2  # bindings within bindings that are shown
DEEPEST_WRITTEN = 100  # for another program
LISTED = 20  # bindings of an environment that are named, and those that the code mentions
LONGEST = 200  # characters in a column, where there is no width to keep to
MOST_WRITTEN = 10_000  # texts that are remembered
CLEAR = 2 * SLACK  # characters of a column that are left where nothing in it was cut
STANDS_FOR = "stands for"
NARROWEST = 8  # columns


class MachineRow(NamedTuple):
    """A transition as texts: its number, its rule, what is in each column of the state, and its *term*."""

    number: int
    rule: str
    cells: tuple[str, ...]
    term: str = ""


class _Remembered(NamedTuple):
    """The *text* of *parts* of a state, and the *characters* of a column that it takes up."""

    parts: tuple[object, object]  # which keeps their ids their own
    text: str
    characters: int


class Texts:
    """Writes states as texts of about *limit* characters a column, with as many bindings within bindings."""

    def __init__(
        self, *, limit: int = LONGEST, ascii: bool = False, terms: bool = False, deepest: int = DEEPEST
    ) -> None:
        self.limit = limit
        self.deepest = deepest
        self.ascii = ascii
        self.terms = terms
        self._time = 0
        self._left = limit  # characters of the column that is being written
        self._written: dict[tuple[int, int], _Remembered] = {}

    def row(self, transition: Transition) -> MachineRow:
        """A transition as texts; with *terms*, also the term that its state stands for."""
        number, rule, state = transition
        self._time = number
        cells = tuple(map(self.column, state.columns))
        return MachineRow(number, rule, cells, self.term(state.term()) if self.terms else "")

    def term(self, term: Term) -> str:
        """A term, or its beginning."""
        self._left = self.limit
        return self._term(term)

    def plain(self, text: str) -> str:
        """A text, in ASCII if it has to be."""
        return text.translate(_ASCII) if self.ascii else text

    def column(self, items: Iterable[Shown]) -> str:
        """What stands in a column, from the top down, as far as there is room."""
        self._left = self.limit
        written: list[str] = []
        last = ""
        for item in items:
            word = item if isinstance(item, str) else ""
            if written:
                written.append(_between(last, word))
            if self._left <= 0:
                written.append("…")
                break
            written.append(self._word(word) if word else self._item(item))
            last = word
        return self.plain("".join(written))

    def _word(self, word: str) -> str:
        self._left -= len(word) + 1
        return word

    def _term(self, term: Term) -> str:
        return self._word(pretty(self._cut(term), limit=max(1, self._left), ascii=self.ascii))

    def _cut(self, term: Term) -> Term:
        """A term, or as much of its beginning as there is room for."""
        room = max(1, self._left)
        return beginning(term, room) if term.size > room else term

    def _item(self, item: Any) -> str:
        match item:
            case Bindings(environment, code):
                return self._bindings(_named(map(self._cut, code), environment, LISTED), 0)
            case Beside(term, Bindings(environment, code)):
                return self._opened(self._cut(term), _named(map(self._cut, code), environment, LISTED))
            case Held(cell):
                held = cell.held(self._time)
                return self._again(
                    (cell, held), lambda: self._word(f"p{cell.number} ↦ ") + self._value(held, 0)
                )
            case Closure(term, environment):
                return self._again((term, environment), lambda: self._value(item, 0))
            case _:
                return self._value(item, 0)

    def _again(self, parts: tuple[object, object], write: Callable[[], str]) -> str:
        """What is written of these parts of a state, which most states have in common with the one before."""
        key, left = (id(parts[0]), id(parts[1])), self._left
        known = self._written.get(key)
        if known and left - known.characters > CLEAR:
            self._left -= known.characters
            return known.text
        text = write()
        if self._left > CLEAR:
            if len(self._written) >= MOST_WRITTEN:
                self._written.clear()
            self._written[key] = _Remembered(parts, text, left - self._left)
        return text

    def _value(self, value: Value, depth: int) -> str:
        """A value, within so many bindings."""
        match value:
            case HeapCell():
                return self._word(f"p{value.number}")
            case Level():
                return self._word(subscripted(value))
            case Neutral(head, arguments):
                parts = [self._value(head, depth)]
                for argument in islice(reversed(list(each(arguments))), max(1, self._left)):
                    parts.append(_bracketed(self._value(argument, depth)) if self._left > 0 else "…")
                return " ".join(parts)
            case Closure(term, environment):
                term = self._cut(term)
                bound = _named([term], environment, 0)
                text = self._opened(term, bound)
                bindings = self._bindings(bound, depth + 1)
                return f"{_bracketed(text)}[{bindings}]" if bindings else text

    def _opened(self, term: Term, bound: Iterable[tuple[int, str, Value]]) -> str:
        """A term whose variables have names."""
        names = {index: Free(_name(name, value)) for index, name, value in bound}
        return self._term(replace_variables(term, lambda index, inside: names[index - inside]))

    def _bindings(self, bound: Iterable[tuple[int, str, Value]], depth: int) -> str:
        """x = …, y = …; too deep inside, or where there is no room, … alone."""
        written: list[str] = []
        for _, name, value in bound:
            if isinstance(value, Level):
                continue
            if depth > self.deepest or self._left <= 0:
                return ", ".join([*written, "…"])
            written.append(self._word(f"{name} = ") + self._value(value, depth))
        return ", ".join(written)


_SPELLED = {"λ": "\\", "β": "beta", "δ": "delta", "·": ".", "↦": "->", "□": "[]", "…": "..."}
_ASCII = str.maketrans(_SPELLED | dict(zip("₀₁₂₃₄₅₆₇₈₉", "0123456789", strict=True)))


def _between(left: str, right: str) -> str:
    """What separates two things in a column of which some are words."""
    if left in ("(", "#") or right == ")":
        return ""
    return " " if left in ("arg", "fun", "answer", "|", "□") or right in ("|", "□") else " · "


def _bracketed(text: str) -> str:
    return f"({text})" if " " in text else text


def _name(name: str, value: Value) -> str:
    return subscripted(value) if isinstance(value, Level) else name


def _named(code: Iterable[Term], environment: Environment, listed: int) -> list[tuple[int, str, Value]]:
    """The variables that terms mention, and the first ones *listed*, with names that differ, and values."""
    wanted: set[int] = set()
    taken: set[str] = set()
    for term in code:
        wanted |= set(pointers(term))
        taken |= free_names(term)
    last = max(wanted, default=-1)
    bound: list[tuple[int, str, Value]] = []
    index = 0
    while environment is not None and (index <= last or index < listed):
        tick(1)
        hint, value, environment = environment
        if index in wanted or index < listed:
            name, primes = hint, 0
            while name in taken:
                tick(1)
                primes += 1
                name = primed(hint, primes)
            taken.add(name)
            bound.append((index, name, value))
        index += 1
    return bound


# ── Rows ──────────────────────────────────────────────────────────────────────────────


def rows(trace: MachineTrace, texts: Texts) -> Iterator[MachineRow]:
    """The transitions of a machine as texts, as they come, to one that takes too long to be written."""
    try:
        for transition in trace:
            with trace.meter:
                row = texts.row(transition)
            yield row
    except Exhausted as exhausted:
        trace.status = exhausted.status


def listed(trace: MachineTrace, texts: Texts, first: int, last: int) -> Iterator[MachineRow | Gap]:
    """The first rows, and the last ones; with a gap between them, if there are more."""
    yield from islice(rows(trace, texts), first)
    held = deque(trace, last)
    gap = trace.transitions + 1 - first - len(held)
    if held and gap > 0:
        yield Gap(gap)
    with suppress(Exhausted), trace.meter.rest():
        for transition in held:
            yield texts.row(transition)


def ending(trace: MachineTrace) -> str:
    """The reason why a machine has stopped, and after how many transitions."""
    form = trace.machine.strategy.form
    if trace.status is Status.NORMAL_FORM:
        return f"{form} after {counted(trace.transitions, 'transition')} ({trace.steps:,} β)"
    if trace.status is Status.INTERRUPTED:
        return f"interrupted after {counted(trace.transitions, 'transition')}"
    if trace.status in (Status.STEPS, None):
        return f"no {form} within {counted(trace.transitions, 'transition')}"
    return f"no {form} {trace.meter.budget.within(trace.status)}"


def final(trace: MachineTrace, texts: Texts, values: Readings) -> Line:
    """The last line of a machine that has stopped by itself: what it stands for, and the readings of that."""
    text = texts.term(trace.state.term())
    said = ending(trace)
    return commented(f"{texts.plain(said)}: {text}", values.listed(text))


def legend(trace: MachineTrace, texts: Texts) -> Iterator[Line]:
    """What each rule does that was used."""
    longest = max(map(len, trace.machine.rules))
    for rule, sentence in trace.machine.rules.items():
        if trace.counts[rule]:
            yield Piece(f"  {rule:<{longest}}  ", "comment"), Piece(texts.plain(sentence), "note")


# ── In a terminal ─────────────────────────────────────────────────────────────────────

FITTED = 40  # rows that are looked at before it is said how wide the columns are
GAP = 3  # columns between two


class Columns:
    """The lines of a table that is as wide as its first rows are, and never wider than *width*."""

    def __init__(
        self,
        trace: MachineTrace,
        texts: Texts,
        width: int | None,
        measure: Callable[[str], int] = columns,
    ) -> None:
        self.headings = (*trace.machine.columns, *([STANDS_FOR] if texts.terms else []))
        self.rules = max(map(len, trace.machine.rules))
        self.width = width
        self.measure = measure
        self.texts = texts
        self.digits = 4
        self._last = ""
        self.widths: list[int] = []

    def fit(self, first: Sequence[MachineRow | Gap]) -> None:
        """Make the columns as wide as the first rows need; the widest are narrower, if there is no room."""
        shown = [self._cells(row) for row in first if isinstance(row, MachineRow)]
        self.widths = self._needed(shown)
        if self.width is None:
            return
        room = self.width - self.digits - 2 - self.rules - GAP * len(self.widths)
        if sum(self.widths) > room and len(shown) > 1:
            self.widths = self._needed(shown[1:])  # the term that it begins with is known
        narrow_first = sorted(range(len(self.widths)), key=self.widths.__getitem__)
        for number, at in enumerate(narrow_first):  # what they leave is for the others
            fair = max(NARROWEST, room // (len(narrow_first) - number))
            self.widths[at] = min(self.widths[at], fair)
            room -= self.widths[at]

    def _needed(self, shown: Sequence[tuple[str, ...]]) -> list[int]:
        """The widths that rows need, and the headings."""
        measured = [map(self.measure, cells) for cells in (self.headings, *shown)]
        return [max(widths) for widths in zip(*measured, strict=True)]

    def _cells(self, row: MachineRow) -> tuple[str, ...]:
        return (*row.cells, row.term) if self.texts.terms else row.cells

    def head(self) -> Line:
        """The line above the first row."""
        margin = " " * (self.digits + 2 + self.rules)
        return (Piece(f"{margin}{self._joined(self.headings)}", "note"),)

    def line(self, row: MachineRow | Gap) -> Line:
        """The line of a row."""
        if isinstance(row, Gap):
            return (
                Piece(
                    self.texts.plain(f"{'':>{self.digits}}  … {counted(row.lines, 'more transition')} …"),
                    "note",
                ),
            )
        number = f"{row.number:>{self.digits}}  " if row.rule else " " * (self.digits + 2)
        rule = Piece(f"{row.rule:<{self.rules}}", "comment")
        new, self._last = row.term if row.term != self._last else "", row.term
        return Piece(number), rule, Piece(self._joined(self._cells(row._replace(term=new))))

    def _joined(self, cells: Iterable[str]) -> str:
        parts = []
        for cell, width in zip(cells, self.widths, strict=True):
            cut = self._cut(cell, width)
            parts.append(" " * GAP + cut + " " * (width - self.measure(cut)))
        return "".join(parts).rstrip()

    def _cut(self, text: str, width: int) -> str:
        if self.width is None or self.measure(text) <= width:
            return text
        ellipsis = self.texts.plain("…")
        kept = text[: max(0, width - len(ellipsis))]
        while self.measure(kept) > width - len(ellipsis):
            kept = kept[:-1]
        return kept + ellipsis


def table_lines(
    trace: MachineTrace, texts: Texts, width: int | None, measure: Callable[[str], int] = columns
) -> Iterator[Line]:
    """All rows of a machine as lines below their headings, as they come: the first ones together."""
    table = Columns(trace, texts, width, measure)
    given = rows(trace, texts)
    first = list(islice(given, FITTED))
    table.fit(first)
    yield table.head()
    yield from map(table.line, chain(first, given))


# ── On paper, and for programs ────────────────────────────────────────────────────────


def markdown(trace: MachineTrace, texts: Texts) -> Iterator[str]:
    """A table in Markdown, line by line."""
    headings = ["", "rule", *trace.machine.columns, *([STANDS_FOR] if texts.terms else [])]
    yield f"| {' | '.join(headings)} |"
    yield f"|---:|:---|{':---|' * (len(headings) - 2)}"
    for row in rows(trace, texts):
        cells = [*row.cells, *([row.term] if texts.terms else [])]
        codes = [f"<code>{escaped(cell)}</code>" if cell else "" for cell in cells]
        yield f"| {row.number or ''} | {row.rule} | {' | '.join(codes)} |"
    yield ""
    said = ending(trace)
    yield f"{escaped(said[:1].upper() + said[1:])}, by {escaped(trace.machine.title)}."


def latex(trace: MachineTrace, texts: Texts) -> Iterator[str]:
    """A `tabular` in LaTeX, line by line, which needs no package."""
    headings = [*trace.machine.columns, *([STANDS_FOR] if texts.terms else [])]
    yield rf"\begin{{tabular}}{{rl{'l' * len(headings)}}}"
    yield f"  & & {' & '.join(headings)} \\\\ \\hline"
    for row in rows(trace, texts):
        cells = [*row.cells, *([row.term] if texts.terms else [])]
        number = f"{row.number} & \\textsc{{{row.rule}}}" if row.rule else " & "
        yield f"  {number} & {' & '.join(f'${_mathematics(cell)}$' if cell else '' for cell in cells)} \\\\"
    yield rf"  \multicolumn{{{2 + len(headings)}}}{{l}}{{{in_text(ending(trace)).replace('β', '$beta$')}}}"
    yield r"\end{tabular}"


_SIGNS = {
    "·": r"\cdot ",
    "↦": r"\mapsto ",
    "#": r"\#",
    "□": r"\bigcirc ",
    "|": r"\mid ",
    "=": "=",
    ",": r",\ ",
}
_SIGN = re.compile(r"( ?[·↦=|] ?|, |[#□\[\]])")


def _mathematics(text: str) -> str:
    return "".join(
        _SIGNS.get(part.strip(), part) if at % 2 else in_mathematics(part)
        for at, part in enumerate(_SIGN.split(text))
    )


def machine_json(trace: MachineTrace, texts: Texts) -> dict[str, Any]:
    """The run of a machine for JSON (`show/json.py`)."""
    texts.deepest = DEEPEST_WRITTEN
    names = trace.machine.columns
    begun = texts.term(trace.state.term())
    transitions = [
        {
            "number": row.number,
            "rule": row.rule or None,
            "state": dict(zip(names, map(whole, row.cells), strict=True)),
            "term": whole(row.term) or None,
        }
        for row in rows(trace, texts)
    ]
    ended = trace.status is Status.NORMAL_FORM
    return {
        "machine": trace.machine.name,
        "strategy": trace.machine.strategy.value,
        "term": whole(begun),
        "columns": list(names),
        "rules": dict(trace.machine.rules),
        "transitions": transitions,
        "end": {
            "status": trace.status.value if trace.status else None,
            "form": trace.machine.strategy.form if ended else None,
            "transitions": trace.transitions,
            "steps": trace.steps,
            "term": whole(texts.term(trace.state.term())),
        },
    }
