"""Reductions, line by line.

          (λx y. x) y z
              ^
    α     (λx y'. x) y z    -- y would be captured by this λy, so it becomes y'
              ~~
          ^^^^^^^^^^^^
    1  β  (λy'. y) z
          ~~~~~~~~
          ^^^^^^^^^^
    2  β  y
          ~
    normal form after 2 steps (2 β; 1 renaming)

Under each term, `~~~` is what the last step has made, and `^^^` what the next one is about: on a
terminal with colours, both are in the term itself. A term that is wider than its line is elided
around what the next step is about (`notation/elision.py`), and never wrapped.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import islice, pairwise
from textwrap import wrap
from typing import NamedTuple

from lamb.analysis.divergence import Cycle, Detector, Divergence
from lamb.calculus.budget import Budget, Exhausted, Meter, Status, Watch
from lamb.calculus.reduction import Path, Rule, Table, unfold
from lamb.calculus.strategies import Strategy
from lamb.calculus.term import App, Lam, Term
from lamb.course.presentation import WIDEST_PIECE, Shown, explained, presented
from lamb.definitions import Definitions, numbers_among, types_among
from lamb.encodings.combinators import COMBINATORY, combinator_trace
from lamb.encodings.readings import Readings, readings
from lamb.errors import columns
from lamb.machine.trace import Trace, trace
from lamb.notation.elision import Excerpt, Measure, Room, excerpt
from lamb.notation.printer import pretty
from lamb.notation.syntax import Abstraction, Application, Expr
from lamb.quantities import counted
from lamb.records import Record
from lamb.show.lines import Line, Piece, Style, commented, name_of_rule, ways_further


class Plan(Record):
    """The steps that are shown: those of a strategy from the *first* to the *last*, within a *budget*.

    If it *ends with a cycle*, none is shown after the term has begun to repeat. Names are *folded*
    until they are needed, or else unfolded one by one; *unfolded*, they are so before the first step.
    Terms of *combinators* are reduced by the rules of these.
    """

    strategy: Strategy = Strategy.NORMAL
    first: int = 1
    last: int | None = None
    budget: Budget = Budget()
    eta: bool = False
    unfolded: bool = False
    ends_with_a_cycle: bool = False
    folded: bool = True
    combinators: bool = False


class Row(NamedTuple):
    """A *term*; the *line* that led to it, which is, or is made for, step *number*, and the line after it.
    The term that a reduction begins with has no line.
    """

    number: int
    term: Term
    line: Shown | None
    following: Shown | None


class Gap(NamedTuple):
    """So many lines are left out."""

    lines: int


class Ending(NamedTuple):
    """The end of a reduction: after so many *steps* its strategy stopped at a *form*, or (for
    another *status* than NORMAL_FORM) it did not, and the *sentence* says why.

    *definitions* are those that it was carried out with. A status of None: it was left.
    """

    status: Status | None
    form: str
    steps: int
    sentence: str = ""
    divergence: Divergence | None = None
    readings: Readings = Readings()
    definitions: Mapping[str, Term] = {}

    @property
    def finished(self) -> bool:
        return self.status is Status.NORMAL_FORM

    def __str__(self) -> str:
        """A sentence without a full stop."""
        if not self.finished:
            return self.sentence or "and so on"
        values = f": {self.readings.listed()}" if self.readings else ""
        return f"{self.form} after {counted(self.steps, 'step')}{values}"


class Reduction:
    """A reduction as it was planned. *counts* has the number of lines of each rule so far."""

    def __init__(self, term: Term, definitions: Table, plan: Plan, watch: Watch | None = None) -> None:
        self.plan = plan
        self.definitions = definitions
        self.watch = watch
        self.counts: Counter[Rule] = Counter()
        self.term = self._begin = unfold(term, definitions, numerals=False) if plan.unfolded else term
        self.stopped: Status | None = None
        self._trace = self._steps()
        self._detector = Detector(term)

    @property
    def steps(self) -> int:
        """The number of steps so far, without renamings."""
        return self.counts.total() - self.counts[Rule.ALPHA]

    @property
    def status(self) -> Status | None:
        """The reason why it ended; None if it has not, or was left when it began to repeat."""
        return self.stopped or self._trace.status

    @property
    def meter(self) -> Meter:
        """The meter of the steps, and of all that is shown of them."""
        return self._trace.meter

    def skip(self) -> None:
        """Go to the *term* before the first step that is shown."""
        step = None
        for step in islice(self._trace, self.plan.first - 1):
            self.counts[step.rule] += 1
        if step is not None:
            self.term = step.after

    def lines(self) -> Iterator[Shown]:
        """The lines from there on; *term* is what the last one leads to."""
        plan, self._detector = self.plan, Detector(self.term)
        try:
            lines = (
                (Shown(step.rule, step.path, step.before, step.after) for step in self._trace)
                if plan.combinators  # which have no variables to rename
                else presented(self.term, self._trace, definitions=self.definitions, folded=plan.folded)
            )
            for line in self.meter.each(lines):
                self.counts[line.rule] += 1
                self.term = line.after
                yield line
                if line.rule is not Rule.ALPHA:
                    self._detector.see(line.after)
                if self._detector.period and plan.ends_with_a_cycle:
                    return
        except Exhausted as exhausted:
            self.stopped = exhausted.status

    def rows(self) -> Iterator[Row]:
        """The rows from there on, each when the line after it is known."""
        term, number, lines = self.term, self.steps, self.lines()
        following = next(lines, None)
        yield Row(number, following.before if following else term, None, following)
        while following is not None:
            line, following = following, next(lines, None)
            number += line.rule is not Rule.ALPHA
            yield Row(number, line.after, line, following)

    def listed(self, first: int, last: int) -> Iterator[Row | Gap]:
        """The term that it begins with, its *first* lines and its *last* ones, each as soon as it may be
        shown; with a gap between them, if it has more.
        """
        held: deque[Row] = deque(maxlen=last)
        given = -1  # which is the term that it begins with
        for at, row in enumerate(self.rows()):
            if at <= first:
                given = at
                yield row
            else:
                held.append(row)
        if gap := self.counts.total() - given - len(held):
            yield Gap(gap)
        yield from held

    @property
    def is_as_planned(self) -> bool:
        """True if all steps to the *last* that was wanted were shown, and there are more."""
        return self.status is Status.STEPS and self.steps == self.plan.last

    @cached_property
    def divergence(self) -> Divergence | None:
        """The reason why it has no end, if that can be seen: asked for when it is left."""
        return self._detector.divergence(self._steps)

    def ending(self, values: Readings = Readings()) -> Ending:  # noqa: B008  (it never changes)
        """Its end; *values* are the readings of its normal form."""
        form, definitions = self.plan.strategy.form, self.definitions
        ending = Ending(self.status, form, self.steps, readings=values, definitions=definitions)
        if ending.finished or self.is_as_planned:
            return ending
        return ending._replace(sentence=unfinished(self), divergence=self.divergence)

    def _steps(self) -> Trace:
        if self.plan.combinators:
            return combinator_trace(self._begin, budget=self.plan.budget, watch=self.watch)
        return trace(
            self._begin,
            strategy=self.plan.strategy,
            definitions=self.definitions,
            budget=self.plan.budget,
            watch=self.watch,
            folded=self.plan.folded,
            eta=self.plan.eta,
        )


# ── Endings ───────────────────────────────────────────────────────────────────────────

COUNTED = (Rule.BETA, Rule.DELTA, Rule.ETA, *COMBINATORY)
LARGEST_READ = 100_000  # nodes of a normal form that is unfolded to be read


def finished(reduction: Reduction, values: Readings, view: View) -> Line:
    """The line of a reduction that has come to what its strategy stops at, with the readings of that."""
    form = reduction.plan.strategy.form
    steps = f" after {counted(reduction.steps, 'step')}{_rules(reduction, view)}"
    text = f"{form}{steps}" if reduction.steps else f"this is a {form} already"
    term = reduction.term
    shown = pretty(term) if term.size <= len(max(values, key=len, default="")) else ""
    return commented(text, values.listed(shown))


def _rules(reduction: Reduction, view: View) -> str:
    """The number of steps of each rule."""
    counts = [f"{reduction.counts[rule]:,} {view.name(rule)}" for rule in COUNTED if reduction.counts[rule]]
    renamings = reduction.counts[Rule.ALPHA]
    parts = [", ".join(counts), counted(renamings, "renaming") if renamings else ""]
    said = "; ".join(part for part in parts if part)
    return f" ({said})" if said else ""


def unfinished(reduction: Reduction) -> str:
    """The reason why a reduction did not come to an end."""
    status = reduction.status or Status.STEPS
    if status is Status.INTERRUPTED:
        return f"interrupted after {counted(reduction.steps, 'step')}"
    most = reduction.plan.budget
    used = Budget(reduction.steps, most.nodes, most.seconds)
    message = f"no {reduction.plan.strategy.form} {used.within(status)}"
    diagnosis = reduction.divergence
    if isinstance(diagnosis, Cycle):
        return str(diagnosis)
    return f"{message}; {diagnosis}" if diagnosis else message


def hint(reduction: Reduction) -> str | None:
    """The way to go ten times as far."""
    ways = ways_further(reduction.plan.budget, "--{name} {limit}", "if there is an end at all")
    way = ways.get(reduction.status) if reduction.status else None
    return way.replace("--steps", "--max") if way else None


def readings_of(term: Term, definitions: Table) -> Readings:
    """The readings of a normal form in which names may be folded."""
    number_in = numbers_among(definitions)
    if term.size > LARGEST_READ:
        return readings(term, number_in=number_in)
    whole = unfold(term, definitions)
    names = definitions.names_of(whole) if isinstance(definitions, Definitions) else []
    return readings(whole, names, types=types_among(definitions), number_in=number_in)


# ── Lines ─────────────────────────────────────────────────────────────────────────────

NARROWEST = 20  # columns


class Span(NamedTuple):
    """A stretch of a line's text."""

    start: int
    end: int


class View(Record):
    """The *width* of lines, with colours or with marks below, in ASCII or not, each step *explained* or not;
    the number of *digits* for a step's number, and the *measure* of a text's width.
    """

    width: int | None = 100
    colored: bool = False
    ascii: bool = False
    explained: bool = False
    digits: int = 4
    measure: Measure = columns

    def name(self, rule: Rule) -> str:
        return name_of_rule(rule, ascii=self.ascii)

    def margin(self, number: int | None = None, rule: Rule | None = None) -> str:
        """The text before a term: the number of the step that led to it, and its rule."""
        name = self.name(rule) if rule else ""
        shown = "" if number is None else number
        return f"{shown:>{self.digits}}  {name:<{5 if self.ascii else 1}}  "

    def room(self) -> Room:
        """The room beside the margin."""
        width = None if self.width is None else max(NARROWEST, self.width - len(self.margin()))
        return Room(width, self.measure, self.ascii)


def row_lines(row: Row, view: View) -> list[Line]:
    """A term, what is new in it, and what the following step is about, if any; with a word on the step."""
    line = row.line
    marked = _MarkedText(row, view)
    if line is None:
        return _term_lines(view.margin(), marked, view)
    is_renaming = line.rule is Rule.ALPHA
    margin = view.margin(None if is_renaming else row.number, line.rule)
    if not (view.explained or is_renaming):
        return _term_lines(margin, marked, view)
    width = view.room().width
    widest = WIDEST_PIECE if width is None else min(WIDEST_PIECE, width // 2)
    sentence = explained(line, widest=widest, ascii=view.ascii)
    beside = f"    -- {sentence}"
    if not view.explained and (width is None or view.measure(marked.text + beside) <= width):
        return _term_lines(margin, marked, view, beside)
    return [*_sentence_lines(sentence, view), *_term_lines(margin, marked, view)]


def _sentence_lines(sentence: str, view: View) -> list[Line]:
    """A sentence as comments, on as many lines as it needs."""
    parts, width = [sentence], view.room().width
    if width is not None:
        parts = wrap(sentence, width - len("-- "), break_long_words=False, break_on_hyphens=False)
    return [(Piece(view.margin()), Piece(f"-- {part}", "comment")) for part in parts]


def _term_lines(margin: str, marked: _MarkedText, view: View, comment: str = "") -> list[Line]:
    after = (Piece(comment, "comment"),) if comment else ()
    if view.colored:
        return [(Piece(margin), *marked.pieces(), *after)]
    blank = view.margin()
    return [
        (Piece(margin), Piece(marked.text), *after),
        *((Piece(blank + row),) for row in marked.rows(view.measure)),
    ]


class _MarkedText:
    """The text of a term, and where in it something is marked: what is new, and what is next."""

    def __init__(self, row: Row, view: View) -> None:
        new = row.line.path if row.line else ()
        focus = row.following.path if row.following else new if row.line else head(row.term, view.width)
        found = excerpt(row.term, view.room(), focus, new)
        self.text = found.text
        self.new = spans(found, row.line) if row.line and row.line.rule is not Rule.PARALLEL else []
        self.next = spans(found, row.following) if row.following else []

    def pieces(self) -> Iterable[Piece]:
        """The text in pieces that look alike."""
        for start, end in pairwise(sorted({0, len(self.text)}.union(*self.new, *self.next))):
            yield Piece(self.text[start:end], self._style(start))

    def _style(self, at: int) -> Style:
        is_new = any(start <= at < end for start, end in self.new)
        if any(start <= at < end for start, end in self.next):
            return "new redex" if is_new else "redex"
        return "contractum" if is_new else "plain"

    def rows(self, measure: Measure) -> list[str]:
        """The marks in rows of their own: in one, unless they overlap."""
        new, following = [(span, "~") for span in self.new], [(span, "^") for span in self.next]
        overlap = any(a.start < b.end and b.start < a.end for a in self.new for b in self.next)
        rows = [new, following] if overlap else [new + following]
        return [self._row(sorted(row), measure) for row in rows if row]

    def _row(self, marks: Iterable[tuple[Span, str]], measure: Measure) -> str:
        row, column = "", 0
        for span, mark in marks:
            start = measure(self.text[: span.start])
            row += " " * (start - column) + mark * (measure(self.text[: span.end]) - start)
            column = len(row)
        return row


def head(term: Term, width: int | None) -> Path:
    """The path to the head of a term, with which its text begins, within *width* nodes."""
    path: list[str] = []
    while len(path) < (width or 0):
        match term:
            case Lam(_, body):
                path, term = [*path, "body"], body
            case App(fn, _):
                path, term = [*path, "fn"], fn
            case _:
                break
    return tuple(path)


def spans(found: Excerpt, line: Shown) -> list[Span]:
    """The stretches of text that a step is about, or has made; none if they are not shown."""
    if line.rule is Rule.PARALLEL:
        return _outermost_redexes(found.tree)
    tree = found.at(line.path)
    if tree is None:
        around = found.window[: len(line.path)] == line.path  # then all that is shown is part of it
        return [Span(0, len(found.text))] if around else []
    if line.rule is Rule.ALPHA and isinstance(tree, Abstraction):
        start = tree.start
        while found.text[start] in "(λ\\":
            start += 1
        return [Span(start, start + len(tree.hint))]
    return [Span(tree.start, tree.end)]


def _outermost_redexes(tree: Expr) -> list[Span]:
    found = []
    todo = [tree]
    while todo:
        match todo.pop():
            case Application(Abstraction()) as redex:
                found.append(Span(redex.start, redex.end))
            case Application(fn, arg):
                todo += arg, fn
            case Abstraction(_, body):
                todo.append(body)
    return found
