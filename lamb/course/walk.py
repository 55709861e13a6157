"""A walk through a reduction: every redex may be contracted, each step taken back, and a next step tried.

    walk = Walk(parse_term("(λx. x x) ((λy. y) z)"))
    walk.text                 (λx. x x) ((λy. y) z)
    walk.choices              the redexes: their rules, paths and places in the text; which one is next
    walk.contract(2)          (λx. x x) z       the second of them
    walk.back()
    walk.ask("z z")           two steps at once: …

    CombinatorWalk(parse_term("S K K x")).contract(1)       K x (K x)

A trace is the steps that a strategy makes; on a walk, the reader chooses. The strategy says which step
is the next one, and may be changed on the way. The conversation around a walk is in `dialogue.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from dataclasses import KW_ONLY, dataclass, field
from itertools import islice
from typing import TypeAlias

from lamb.analysis.divergence import Detector, Divergence
from lamb.calculus.budget import Budget, Watch
from lamb.calculus.numerals import is_numeral
from lamb.calculus.reduction import Path, Rule, Step, context_at, is_redex, meaning_in, redexes, step_in
from lamb.calculus.strategies import Strategy, TooLarge, next_redex
from lamb.calculus.substitution import free_names
from lamb.calculus.term import Free, Term
from lamb.course.mistakes.diagnosis import diagnose
from lamb.course.presentation import Shown, presented, settle
from lamb.course.verdicts import Mistake
from lamb.encodings.combinators import (
    COMBINATORY,
    combinator_redexes,
    combinator_step,
    combinator_trace,
    rule_at,
    rule_text,
)
from lamb.errors import LambError, Source
from lamb.machine.trace import STRONG, Trace, trace
from lamb.notation.elision import filled, matches, parse_with_holes
from lamb.notation.names import CONSTRUCTORS, Constructors, remove_names, restore_names
from lamb.notation.printer import write

MOST_CHOICES = 1_000
WALKED = 300_000
"""Nodes of a term to walk through, and of all that a walk keeps, unless more are allowed."""
LONGEST_QUOTED = 60  # characters
OPERATORS = {Rule.BETA: "=b>", Rule.DELTA: "=d>", Rule.ETA: "=e>"}


@dataclass(frozen=True, slots=True)
class Choice:
    """A redex that can be contracted. Numbers begin at 1 and go from the outside in and left to right.

    It stands from *start* up to *end* in the text of the walk; the strategy contracts the one that *is_next*.
    """

    number: int
    rule: Rule
    path: Path
    start: int
    end: int
    is_next: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """The reply to a step that was typed: the *mistake* in it, if any, and the *goal* of the next step."""

    mistake: Mistake | None
    goal: Term | None

    @property
    def right(self) -> bool:
        return self.mistake is None


Redex: TypeAlias = "Choice | tuple[Rule, Path]"
"""A redex of the walk's term: one of its choices, or a rule and a path."""


@dataclass(eq=False, repr=False)
class Walk:
    """The steps that a reader has taken from *start*, and where they have led.

    Definitions stay folded until they are needed, or chosen. With *eta*, η-redexes are choices too, and
    come next when no β is left. A run goes as far as the *budget* and the *watch* let it. No numeral is
    unfolded, and no step taken, that makes a term of more nodes than the *largest*.
    Raises ValueError if a variable points out of the term.
    """

    start: Term
    definitions: Mapping[str, Term] = field(default_factory=dict)
    constructors: Constructors = field(default_factory=lambda: CONSTRUCTORS)
    _: KW_ONLY
    strategy: Strategy = Strategy.NORMAL
    eta: bool = False
    budget: Budget = field(default_factory=Budget)
    watch: Watch | None = None
    largest: int = WALKED

    taken: list[list[Shown]] = field(init=False, default_factory=list)
    """The steps so far: each is a line, after the lines of the α-steps that it needed."""

    _undone: list[list[Shown]] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        self.start = settle(self.start)
        self._arrive()

    def _arrive(self) -> None:
        self.term = self.taken[-1][-1].after if self.taken else self.start
        self.tree = restore_names(self.term)
        self.text = write(self.tree, places=True)

    def copy(self) -> Walk:
        """A walk that stands where this one does, and goes its own way from there."""
        other = copy(self)
        other.taken, other._undone = [*self.taken], [*self._undone]
        return other

    @property
    def steps(self) -> int:
        """The number of steps so far, α-steps not counted."""
        return len(self.taken)

    @property
    def lines(self) -> list[Shown]:
        """The lines of all steps so far."""
        return [line for lines in self.taken for line in lines]

    # ── redexes ──

    @property
    def choices(self) -> list[Choice]:
        """The redexes, at most a thousand of them. Every name or numeral with a definition is one."""
        upcoming = self.upcoming
        found = filter(self._has_room, islice(self._redexes(), MOST_CHOICES))
        return [self._choice(number, redex, redex == upcoming) for number, redex in enumerate(found, 1)]

    @property
    def _rules(self) -> tuple[Rule, ...]:
        return (Rule.BETA, Rule.DELTA, Rule.ETA) if self.eta else (Rule.BETA, Rule.DELTA)

    def rules_at(self, node: Term) -> list[Rule]:
        """The rules by which a part of the term is a redex."""
        return [rule for rule in self._rules if is_redex(node, rule, self.definitions)]

    def _redexes(self) -> Iterator[tuple[Rule, Path]]:
        return redexes(self.term, self.definitions, frozenset(self._rules))

    def _has_room(self, redex: tuple[Rule, Path]) -> bool:
        """A redex may be contracted unless it is a numeral too large to be unfolded."""
        rule, path = redex
        match rule, context_at(self.term, path)[1]:
            case Rule.DELTA, Free(name) if is_numeral(name) and name not in self.definitions:
                return all(most is None or int(name) <= most for most in (self.budget.nodes, self.largest))
        return True

    @property
    def next(self) -> Choice | None:
        """The redex that the strategy contracts next; None where it stops. A parallel step has number 0."""
        listed = next((choice for choice in self.choices if choice.is_next), None)
        upcoming = None if listed else self.upcoming
        return self._choice(0, upcoming, is_next=True) if upcoming else listed

    @property
    def upcoming(self) -> tuple[Rule, Path] | None:
        """The rule and the path of the next step, if there is one. It costs less than `next`."""
        upcoming = next_redex(self.term, self.strategy, self.definitions, folded=True)
        if upcoming is None and self.ends_with_eta:
            return next(redexes(self.term, rules=frozenset({Rule.ETA})), None)
        return upcoming

    @property
    def ends_with_eta(self) -> bool:
        """η-redexes come next when no β is left: the strategy goes as far as there."""
        return self.eta and self.strategy in STRONG

    def _choice(self, number: int, redex: tuple[Rule, Path], is_next: bool) -> Choice:
        rule, path = redex
        node = self.tree
        for part in path:
            node = getattr(node, part)
        return Choice(number, rule, path, node.start, node.end, is_next)

    # ── going ──

    def contract(self, redex: Redex | int) -> list[Shown]:
        """Contract a redex, or the one that has this number; returns the new lines.

        Raises ValueError if there is no such redex, and TooLarge if the term would be too large; then
        the walk stays where it is.
        """
        if isinstance(redex, int):
            choices = self.choices
            if not 1 <= redex <= len(choices):
                raise ValueError(f"there is no redex number {redex}: they are 1 to {len(choices)}")
            redex = choices[redex - 1]
        step = self._step(redex)
        if self._is_too_large(step.after):
            raise TooLarge
        self._undone.clear()
        return self._go([*self._presented([step])])

    def forward(self) -> list[Shown]:
        """Take the step again that was taken back last, or else the next one; returns its lines."""
        if self._undone:
            return self._go(self._undone.pop())
        return self.contract(upcoming) if (upcoming := self.upcoming) else []

    def back(self) -> bool:
        """Take the last step back; returns whether there was one."""
        steps = self.steps
        self.go_to(steps - 1)
        return steps > 0

    @property
    def ahead(self) -> list[list[Shown]]:
        """The steps that were taken back, in the order in which `forward` takes them again."""
        return self._undone[::-1]

    def go_to(self, steps: int) -> None:
        """Go to where so many *steps* had been taken: back, or forward over steps that were taken back."""
        while self.taken and self.steps > steps:
            self._undone.append(self.taken.pop())
        while self._undone and self.steps < steps:
            self.taken.append(self._undone.pop())
        self._arrive()

    def run(self, steps: int) -> Divergence | None:
        """Take at most so many *steps* by the strategy; returns why they seem not to end, if they do."""
        begun, detector = self.term, Detector(self.term)
        taken: list[Shown] = []
        try:
            for line in self._presented(islice(self._trace(begun), steps)):
                if self._is_too_large(line.after):
                    break
                taken.append(line)
                if line.rule is not Rule.ALPHA:
                    detector.see(line.after)
                    self._undone.clear()
                    self.taken.append(taken)
                    taken = []
                if detector.period is not None:
                    break
        finally:  # Ctrl-C may come in between
            self._arrive()
        return None if self.upcoming is None else detector.divergence(lambda: self._trace(begun))

    def _trace(self, term: Term) -> Trace:
        return trace(
            term,
            strategy=self.strategy,
            definitions=self.definitions,
            budget=self.budget,
            watch=self.watch,
            folded=True,
            eta=self.ends_with_eta,
        )

    def _is_too_large(self, term: Term) -> bool:
        return term.size > self.largest

    def _go(self, lines: list[Shown]) -> list[Shown]:
        self.taken.append(lines)
        self._arrive()
        return lines

    def _presented(self, steps: Iterable[Step]) -> Iterator[Shown]:
        return presented(self.term, steps, definitions=self.definitions, folded=True)

    def _step(self, redex: Redex) -> Step:
        rule, path = (redex.rule, redex.path) if isinstance(redex, Choice) else redex
        if rule is Rule.PARALLEL:
            if step := next(self._trace(self.term), None):
                return step
            raise TooLarge
        if not self._has_room((rule, path)):
            raise TooLarge
        return step_in(*context_at(self.term, path), rule, meaning_in(self.definitions))

    def after(self, redex: Redex) -> Term:
        """The term that contracting a redex leads to. Raises TooLarge."""
        return self._step(redex).after

    def ask(self, text: str) -> Reply:
        """The reply to a *text* that is tried as the next step. Raises ParseError and TooLarge.

        Names of bound variables do not count, and `…` stands for any subterm.
        """
        upcoming = self.next
        goal = self.after(upcoming) if upcoming else None
        return Reply(_mistake(self, text, upcoming, goal), goal)


# ── Combinators ───────────────────────────────────────────────────────────────────────


class CombinatorWalk(Walk):
    """The steps that a reader has taken from a term of combinators; the next one is that of normal order."""

    @property
    def strategy(self) -> Strategy:
        """Normal order. Setting another one raises LambError."""
        return Strategy.NORMAL

    @strategy.setter
    def strategy(self, strategy: Strategy) -> None:
        if strategy is not Strategy.NORMAL:
            raise LambError("combinators are reduced in normal order here, by their own rules")

    @property
    def upcoming(self) -> tuple[Rule, Path] | None:
        step = next(self._trace(self.term), None)
        return (step.rule, step.path) if step else None

    def rules_at(self, node: Term) -> list[Rule]:
        rule = rule_at(node)
        return [rule] if rule else []

    def _redexes(self) -> Iterator[tuple[Rule, Path]]:
        return combinator_redexes(self.term)

    def _trace(self, term: Term) -> Trace:
        return combinator_trace(term, budget=self.budget, watch=self.watch)

    def _presented(self, steps: Iterable[Step]) -> Iterator[Shown]:
        return (Shown(step.rule, step.path, step.before, step.after) for step in steps)

    def _step(self, redex: Redex) -> Step:
        return combinator_step(self.term, redex.path if isinstance(redex, Choice) else redex[1])


# ── Replies ───────────────────────────────────────────────────────────────────────────


def _mistake(walk: Walk, text: str, upcoming: Choice | None, goal: Term | None) -> Mistake | None:
    """The mistake in a *text* as the step that contracts the *upcoming* redex; None if it is right."""
    written, stand_in = parse_with_holes(Source(text, "<step>"))
    pattern, hole = remove_names(written, walk.constructors), Free(stand_in)
    if goal and matches(pattern, goal, hole):
        return None
    for choice in walk.choices:
        if choice != upcoming and matches(pattern, walk.after(choice), hole):
            return _another(walk, choice, upcoming, goal)
    if upcoming is None or goal is None:
        what = f"there is nothing left to do: this is a {walk.strategy.form}"
        return Mistake("ended", what, "no redex is left that the strategy contracts")
    if upcoming.rule is Rule.PARALLEL:
        what = "this is not where all redexes, contracted at once, lead to"
        return Mistake("parallel", what, f"there are {len(walk.choices)} to look at", restore_names(goal))
    if upcoming.rule in COMBINATORY:
        what = f"this is not what the rule of {upcoming.rule.value} leads to"
        return Mistake("rule", what, rule_text(upcoming.rule.value), restore_names(goal))
    if stand_in in free_names(pattern):
        written = restore_names(filled(pattern, goal, hole))
    return diagnose(walk.tree, OPERATORS[upcoming.rule], written, walk.definitions, walk.constructors)


def _another(walk: Walk, choice: Choice, upcoming: Choice | None, goal: Term | None) -> Mistake:
    """The mistake of a step that the strategy does not make."""
    where = f"this contracts {_quoted(walk, choice)}"
    if upcoming is None or goal is None:
        what = f"by {walk.strategy.value} nothing is left to do: this is a {walk.strategy.form}"
        return Mistake("another-redex", what, where, place=("left", choice.start, choice.end))
    return Mistake(
        "another-redex",
        f"this is a step, but not the one that {walk.strategy.value} makes",
        f"{where}, and {_quoted(walk, upcoming)} is next",
        restore_names(goal),
        ("left", upcoming.start, upcoming.end),
    )


def _quoted(walk: Walk, choice: Choice) -> str:
    text = walk.text[choice.start : choice.end]
    return f"“{text if len(text) <= LONGEST_QUOTED else text[: LONGEST_QUOTED - 1] + '…'}”"
