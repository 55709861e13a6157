"""What is made: an exercise, how difficult it is by the engine's own counts, and wrong answers to it.

A *distractor* looks right, by a mistake that students make. The wrong rules of `course/mistakes/rules.py` say
what each mistake would write; the mistake is then called what the diagnosis calls it, so that a worksheet and
a marked derivation speak of it in the same words.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from itertools import islice
from random import Random
from typing import NamedTuple

from lamb.calculus.budget import Budget
from lamb.calculus.reduction import Rule
from lamb.calculus.strategies import ORDERS, Strategy, Unfolding, steps
from lamb.calculus.substitution import replace_names
from lamb.calculus.term import Free, Term, nodes
from lamb.course.mistakes.attempt import AttemptedStep
from lamb.course.mistakes.diagnosis import diagnose
from lamb.course.mistakes.rules import BETA_RULES
from lamb.course.presentation import Shown, presented
from lamb.course.verdicts import Mistake
from lamb.machine.machine import normalize
from lamb.notation.names import CONSTRUCTORS, restore_names
from lamb.notation.printer import pretty
from lamb.records import Record, value


class Bounds(NamedTuple):
    """Whole numbers from *least* to *most*."""

    least: int
    most: int

    def __contains__(self, number: object) -> bool:
        return isinstance(number, int) and self.least <= number <= self.most

    def __str__(self) -> str:
        return f"{self.least}" if self.least == self.most else f"{self.least}-{self.most}"


class Difficulty(Record):
    """The β-steps of a solution, the renamings (α-steps) without which they capture something, and the
    characters of its widest term.
    """

    steps: int
    captures: int
    width: int


class Wanted(Record):
    """The difficulty that is asked for; *width* is the most. No *steps*, or *captures*: the usual ones."""

    width: int
    steps: Bounds | None = None
    captures: Bounds | None = None

    def or_else(self, steps: Bounds, captures: Bounds) -> Wanted:
        """The same, with these spans where it has none."""
        return Wanted(self.width, self.steps or steps, self.captures or captures)

    def has(self, found: Difficulty) -> bool:
        """True if a difficulty is as it is asked for."""
        return (
            found.width <= self.width
            and (self.steps is None or found.steps in self.steps)
            and (self.captures is None or found.captures in self.captures)
        )


def reduction(term: Term, most: int, strategy: Strategy = Strategy.NORMAL) -> list[Shown] | None:
    """The reduction of a term to the form its strategy stops at, as a person writes it down, renamings
    included; None if it has more than so many β-steps.
    """
    made = list(islice(steps(term, ORDERS[strategy], Unfolding({})), most + 1))
    return list(presented(term, made)) if len(made) <= most else None


def difficulty(start: Term, rows: Sequence[Shown]) -> Difficulty:
    """The difficulty of a reduction from *start*."""
    rules = [row.rule for row in rows]
    width = max(len(pretty(term)) for term in (start, *(row.after for row in rows)))
    return Difficulty(rules.count(Rule.BETA), rules.count(Rule.ALPHA), width)


class Distractor(Record):
    """A wrong answer, the kind of the *mistake* that leads to it, and what that is in words."""

    text: str
    mistake: str
    what: str


class MadeExercise(Record):
    """An exercise: a *task* about what is *given*, and its *answer*.

    The *rows* are a derivation that leads there, each an operator and a term. Where there are none, the
    answer is a definition, and the *asks* are the conditions that it has to meet (as in
    `lamb/course/lessons/README.md`). No two exercises of a series have the same *key*.
    """

    kind: str
    task: str
    given: str
    answer: str
    difficulty: Difficulty
    rows: tuple[tuple[str, str], ...] = ()
    asks: tuple[str, ...] = ()
    distractors: tuple[Distractor, ...] = ()
    key: object = value(default=None, hidden=True)


class Request(Record):
    """What is asked for: a difficulty, and so many distractors."""

    wanted: Wanted
    distractors: int = 3


def numbered(term: Term) -> Term:
    """The term with its free names numbered as they come: the same for two that differ in names only."""
    order: dict[str, Term] = {}
    for node in nodes(term):
        if isinstance(node, Free):
            order.setdefault(node.name, Free(str(len(order))))
    return replace_names(term, order)


def wrong_steps(term: Term) -> Mapping[Term, str]:
    """What each wrong rule makes of a term in one step, and the kind of its mistake."""
    tree = restore_names(term)
    attempt = AttemptedStep(tree, "=b>", tree, {}, CONSTRUCTORS)
    found: dict[Term, str] = {}
    for rule in BETA_RULES:
        for step in rule.steps(attempt):
            if not step.hint:
                found.setdefault(step.subterm.replaced_by(step.new), rule.wording.kind)
    return found


def diagnosed(term: Term, operator: str, wrong: Term) -> Mistake:
    """The mistake that the diagnosis sees in a step."""
    return diagnose(restore_names(term), operator, restore_names(wrong), {}, CONSTRUCTORS)


MOST_FOLLOWED = 4
"""Wrong steps from one term that are followed to their normal forms."""
FOLLOWING = Budget(steps=50, nodes=10_000)


class Options(Record):
    """So many distractors of at most this width, for a step by an operator."""

    number: int
    width: int
    operator: str = "=b>"


def distractors(
    random: Random, term: Term, right: Container[Term], options: Options
) -> tuple[Distractor, ...]:
    """Wrong results of a step from *term*, as many as there is a choice of; of different mistakes, if that
    can be. None of them is *right*.
    """
    found = [
        (wrong, kind) for wrong, kind in wrong_steps(term).items() if wrong not in right and wrong != term
    ]
    random.shuffle(found)
    found.sort(key=lambda one: one[1] != "capture")  # the one to look out for
    chosen: list[Distractor] = []
    for wrong, _ in _different(found):
        if len(chosen) == options.number:
            break
        if len(text := pretty(wrong)) <= options.width and wrong.size <= 2 * term.size:
            mistake = diagnosed(term, options.operator, wrong)
            chosen.append(Distractor(text, mistake.kind, mistake.what))
    return tuple(chosen)


def wrong_ends(
    random: Random, starts: Sequence[Term], right: Term, options: Options
) -> tuple[Distractor, ...]:
    """Wrong normal forms: what comes out if one step of a reduction, from any of the *starts*, goes wrong and
    all others are right.
    """
    chosen: dict[Term, Distractor] = {}
    for start in random.sample(starts, len(starts)):
        wrong = list(wrong_steps(start).items())
        random.shuffle(wrong)
        for after, _ in _different(wrong)[:MOST_FOLLOWED]:
            outcome = normalize(after, budget=FOLLOWING)
            end = outcome.term
            if not outcome.finished or end == right or end in chosen or len(pretty(end)) > options.width:
                continue
            mistake = diagnosed(start, options.operator, after)
            chosen[end] = Distractor(pretty(end), mistake.kind, mistake.what)
            if len(chosen) == options.number:
                return tuple(chosen.values())
    return tuple(chosen.values())


def _different(found: Iterable[tuple[Term, str]]) -> list[tuple[Term, str]]:
    """Those of different kinds first."""
    first: dict[str, tuple[Term, str]] = {}
    rest = []
    for one in found:
        if one[1] in first:
            rest.append(one)
        else:
            first[one[1]] = one
    return [*first.values(), *rest]
