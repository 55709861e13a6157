"""A term being reduced in front of somebody: from which step to which, and what came of it."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice, pairwise
from textwrap import wrap
from typing import NamedTuple, TypeAlias

from lamb.analysis.divergence import Cycle, Divergence, Lookout
from lamb.calculus.budget import Budget, Exhausted, Meter, Status, Watch
from lamb.calculus.reduction import Path, Rule, Table
from lamb.calculus.strategies import Strategy
from lamb.calculus.term import App, Lam, Term
from lamb.course.derivations.conditions import unfold
from lamb.course.presentation import WIDEST_PIECE, Shown, explained, presented
from lamb.definitions import Definitions
from lamb.encodings.readings import Reading, readings
from lamb.errors import columns
from lamb.machine.trace import Trace, trace
from lamb.notation.elision import Excerpt, Measure, Room, excerpt
from lamb.notation.printer import pretty
from lamb.notation.syntax import Abstraction, Application, Expr
from lamb.quantities import counted
from lamb.show.lines import Line, Piece, Style, shown_readings, ways_further


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be shown: the steps of a strategy from the *first* to the *last*, within a *budget*.

    If it *ends with a cycle*, none is shown after the term has begun to repeat. Names are *folded*
    until they are needed, unless a plan says that every one is unfolded when its turn comes.
    """

    strategy: Strategy = Strategy.NORMAL
    first: int = 1
    last: int | None = None
    budget: Budget = field(default_factory=Budget)
    eta: bool = False
    unfolded: bool = False
    ends_with_a_cycle: bool = False
    folded: bool = True


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
        self._lookout = Lookout(term)

    @property
    def steps(self) -> int:
        """How many steps there were so far, renamings not being any."""
        return self.counts.total() - self.counts[Rule.ALPHA]

    @property
    def status(self) -> Status | None:
        """Why it ended; None if it has not, or was left when it began to repeat."""
        return self.stopped or self._trace.status

    @property
    def meter(self) -> Meter:
        """The meter of the steps, and of all that is shown of them."""
        return self._trace.meter

    def skip(self) -> None:
        """Go to the *term* that the first step which is to be shown begins with."""
        step = None
        for step in islice(self._trace, self.plan.first - 1):
            self.counts[step.rule] += 1
        if step is not None:
            self.term = step.after

    def lines(self) -> Iterator[Shown]:
        """The lines from there on; *term* is what the last one that was given leads to."""
        self._lookout = Lookout(self.term)
        try:
            yield from self._lines()
        except Exhausted as exhausted:
            self.stopped = exhausted.status

    def _lines(self) -> Iterator[Shown]:
        plan = self.plan
        lines = presented(self.term, self._trace, definitions=self.definitions, folded=plan.folded)
        for line in self.meter.each(lines):
            self.counts[line.rule] += 1
            self.term = line.after
            yield line
            if line.rule is not Rule.ALPHA:
                self._lookout.see(line.after)
                if self._lookout.period and plan.ends_with_a_cycle:
                    return

    @property
    def is_as_planned(self) -> bool:
        """Whether it was shown as far as the *last* step that was wanted, and there are more."""
        return self.status is Status.STEPS and self.steps == self.plan.last

    def divergence(self) -> Divergence | None:
        """What can be said about its not ending."""
        return self._lookout.divergence(self._steps)

    def _steps(self) -> Trace:
        return trace(
            self._begin,
            strategy=self.plan.strategy,
            definitions=self.definitions,
            budget=self.plan.budget,
            watch=self.watch,
            folded=self.plan.folded,
            eta=self.plan.eta,
        )


# ── Endings ─────────────────────────────────────────────────────────────────────────
# What came of a reduction that was shown step by step, in a line.
#
# normal form after 12 steps (7 β, 5 δ)    -- 5
# no normal form within 1,000 steps; it grows by 4 nodes every 2 steps


COUNTED = (Rule.BETA, Rule.DELTA, Rule.ETA)
LARGEST_READ = 100_000  # nodes of a normal form that is unfolded to be read


def finished(reduction: Reduction, values: tuple[Reading, ...], view: View) -> Line:
    """That a reduction has come to what its strategy stops at, and what that can be read as."""
    form = reduction.plan.strategy.form
    steps = f" after {counted(reduction.steps, 'step')}{_rules(reduction, view)}"
    text = f"{form}{steps}" if reduction.steps else f"this is a {form} already"
    term = reduction.term
    shown = pretty(term) if term.size <= len(max(values, key=len, default="")) else ""
    comment = shown_readings(shown, values)
    return (Piece(text), *([Piece(f"    -- {comment}", "comment")] if comment else []))


def _rules(reduction: Reduction, view: View) -> str:
    """How many steps there were of each rule, if that says more than how many there were."""
    counts = [f"{reduction.counts[rule]:,} {view.name(rule)}" for rule in COUNTED if reduction.counts[rule]]
    renamings = reduction.counts[Rule.ALPHA]
    parts = [", ".join(counts), counted(renamings, "renaming") if renamings else ""]
    said = "; ".join(part for part in parts if part)
    return f" ({said})" if said else ""


def unfinished(reduction: Reduction) -> str:
    """Why a reduction did not come to an end, and what can be said about that."""
    status = reduction.status or Status.STEPS
    if status is Status.INTERRUPTED:
        return f"interrupted after {counted(reduction.steps, 'step')}"
    budget = replace(reduction.plan.budget, steps=reduction.steps)
    message = f"no {reduction.plan.strategy.form} {budget.within(status)}"
    diagnosis = reduction.divergence()
    if isinstance(diagnosis, Cycle):
        return str(diagnosis)
    return f"{message}; {diagnosis}" if diagnosis else message


def hint(reduction: Reduction) -> str | None:
    """How to go ten times as far."""
    ways = ways_further(reduction.plan.budget, "--{name} {limit}", "if there is an end at all")
    way = ways.get(reduction.status) if reduction.status else None
    return way.replace("--steps", "--max") if way else None


def readings_of(term: Term, definitions: Table) -> tuple[Reading, ...]:
    """What a normal form, in which names may be folded, can be read as."""
    if term.size > LARGEST_READ:
        return readings(term)
    whole = unfold(term, definitions)
    names = definitions.names_of(whole) if isinstance(definitions, Definitions) else []
    return readings(whole, {whole: names} if names else {})


# ── Steps ───────────────────────────────────────────────────────────────────────────
# What a reduction looks like, line by line.
#
#           (λx y. x) y z
#               ^
#     α     (λx y'. x) y z    -- y would be captured by this λy, so it becomes y'
#               ~~
#           ^^^^^^^^^^^^
#     1  β  (λy'. y) z
#           ~~~~~~~~
#           ^^^^^^^^^^
#     2  β  y
#           ~
#
# Under each term, `~~~` is what the last step has made, and `^^^` what the next one is about: on a
# terminal with colours, both are in the term itself. A term that is wider than its line is elided
# around what the next step is about (`notation/elision.py`), and never wrapped.


SPELLED = {
    Rule.ALPHA: "alpha",
    Rule.BETA: "beta",
    Rule.DELTA: "delta",
    Rule.ETA: "eta",
    Rule.PARALLEL: "all",
}
NARROWEST = 20  # columns


class Span(NamedTuple):
    """A stretch of a line's text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class View:
    """How lines should look: how wide, with colours or with marks below, in ASCII, and whether each step
    is *explained*; step numbers are so many *digits* wide, *measure* says how wide a text is, and
    """

    width: int | None = 100
    colored: bool = False
    ascii: bool = False
    explained: bool = False
    digits: int = 4
    measure: Measure = columns

    def name(self, rule: Rule) -> str:
        """A rule's name."""
        return SPELLED[rule] if self.ascii else rule.value

    def margin(self, number: int | None = None, rule: Rule | None = None) -> str:
        """What stands before a term: the number of the step that led to it, and its rule."""
        name = self.name(rule) if rule else ""
        shown = "" if number is None else number
        return f"{shown:>{self.digits}}  {name:<{5 if self.ascii else 1}}  "

    def room(self) -> Room:
        """What there is room for beside the margin."""
        width = None if self.width is None else max(NARROWEST, self.width - len(self.margin()))
        return Room(width, self.measure, self.ascii)


def first_lines(term: Term, following: Shown | None, view: View) -> list[Line]:
    """The term that a reduction begins with, and what its first step is about, if there is one."""
    focus = following.path if following else head(term, view.width)
    return _term_lines(view.margin(), _MarkedText(term, focus, None, following, view), view)


def step_lines(number: int, line: Shown, following: Shown | None, view: View) -> list[Line]:
    """What a step leads to: the term, what is new in it, and what the following step is about, if any."""
    is_renaming = line.rule is Rule.ALPHA
    margin = view.margin(None if is_renaming else number, line.rule)
    focus = following.path if following else line.path
    marked = _MarkedText(line.after, focus, line, following, view)
    if not (view.explained or is_renaming):
        return _term_lines(margin, marked, view)
    width = view.room().width
    sentence = explained(
        line, widest=WIDEST_PIECE if width is None else min(WIDEST_PIECE, width // 2), ascii=view.ascii
    )
    beside = f"    -- {sentence}"
    if not view.explained and (width is None or view.measure(marked.text + beside) <= width):
        return _term_lines(margin, marked, view, beside)
    return [*_sentence_lines(sentence, view), *_term_lines(margin, marked, view)]


def _sentence_lines(sentence: str, view: View) -> list[Line]:
    """A sentence as comments, on as many lines as it needs."""
    width = view.room().width
    parts = (
        [sentence]
        if width is None
        else wrap(sentence, width - len("-- "), break_long_words=False, break_on_hyphens=False)
    )
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

    def __init__(
        self, term: Term, focus: Path, line: Shown | None, following: Shown | None, view: View
    ) -> None:
        found = excerpt(term, view.room(), focus, line.path if line else ())
        self.text = found.text
        self.new = spans(found, line) if line and line.rule is not Rule.PARALLEL else []
        self.next = spans(found, following) if following else []

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
        new = {"~": self.new} if self.new else {}
        following = {"^": self.next} if self.next else {}
        overlap = any(a.start < b.end and b.start < a.end for a in self.new for b in self.next)
        rows = [new, following] if overlap else [new | following]
        return [self._row(row, measure) for row in rows if row]

    def _row(self, marks: Mapping[str, list[Span]], measure: Measure) -> str:
        row, column = "", 0
        for span, mark in sorted((span, mark) for mark, spans in marks.items() for span in spans):
            start = measure(self.text[: span.start])
            row += " " * (start - column) + mark * (measure(self.text[: span.end]) - start)
            column = len(row)
        return row


def head(term: Term, width: int | None) -> Path:
    """The way to the head of a term, with which its text begins, as far as anybody can read."""
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
    """Where that is which a step is about, or has made: nowhere if it is not shown."""
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


# ── Listing ─────────────────────────────────────────────────────────────────────────
# A long reduction in few lines: the first ones, and the last.


class Row(NamedTuple):
    """A *term*, the *line* that led to it, which is, or is made for, step *number*, and the line after
    it. The term that the reduction begins with has no line.
    """

    number: int
    term: Term
    line: Shown | None
    following: Shown | None


class Gap(NamedTuple):
    """So many lines are left out."""

    lines: int


Listing: TypeAlias = Iterator[Row | Gap]


def listed(reduction: Reduction, first: int, last: int) -> Listing:
    """The term that a reduction begins with, its first lines and its last ones, each as soon as it may be
    shown; with a gap between them, if it has more.
    """
    held: deque[Row] = deque(maxlen=last)
    given = -1  # which is the term that it begins with
    for at, row in enumerate(_rows(reduction)):
        if at <= first:
            given = at
            yield row
        else:
            held.append(row)
    if gap := reduction.counts.total() - given - len(held):
        yield Gap(gap)
    yield from held


def _rows(reduction: Reduction) -> Iterator[Row]:
    """All rows of a reduction, each when the line after it is known."""
    term, lines = reduction.term, reduction.lines()
    following = next(lines, None)
    yield Row(0, following.before if following else term, None, following)
    number = 0
    while following is not None:
        line, following = following, next(lines, None)
        number += line.rule is not Rule.ALPHA
        yield Row(number, line.after, line, following)
