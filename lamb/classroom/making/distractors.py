"""Distractors: wrong answers that look right, each by a mistake that students make.

The wrong rules of `course/mistakes/rules.py` say what each mistake would write; the mistake is then called
what the diagnosis calls it, so that a worksheet and a marked derivation speak of it in the same words.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from random import Random

from lamb.calculus.budget import Budget
from lamb.calculus.term import Term
from lamb.classroom.making.made import Distractor
from lamb.course.mistakes.attempt import AttemptedStep, Environment
from lamb.course.mistakes.diagnosis import diagnose
from lamb.course.mistakes.rules import BETA_RULES
from lamb.course.verdicts import Mistake
from lamb.machine.machine import normalize
from lamb.notation.names import CONSTRUCTORS, restore_names
from lamb.notation.printer import pretty
from lamb.records import Record


def wrong_steps(term: Term) -> Mapping[Term, str]:
    """What each wrong rule makes of a term in one step, and the kind of its mistake."""
    tree = restore_names(term)
    attempt = AttemptedStep(tree, "=b>", tree, Environment({}, CONSTRUCTORS, False))
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
