"""The check of an answer: a claim a line, in words, or as an assertion about `answer`.

    is closed
    has 2 free variables
    may use true false
    assert forall p q : bool. answer p q == and p q

`lamb/course/lessons/README.md` says what each of the lines asks. Each has a function that returns why an
answer is refused, or None: those about how it is written are in `form.py`, those about its reduction here.
Without a strategy, steps are counted as `lamb eval` counts them, which does nothing twice; by a strategy,
as `lamb compare` does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from operator import attrgetter, eq, ge, le
from typing import NamedTuple

from lamb.analysis.divergence import diagnose
from lamb.calculus.budget import Exhausted, Status
from lamb.calculus.reduction import Step, eta_normal, unfold
from lamb.calculus.strategies import Strategy
from lamb.calculus.substitution import free_names
from lamb.calculus.term import App, Free, Term
from lamb.course.assertions import AssertionOutcome, check, check_larger
from lamb.course.derivations.operators import Conditions, NumeralTooLarge, of_any_kind
from lamb.course.learning import form
from lamb.course.learning.answer import (
    ANSWER,
    ITSELF,
    ClaimTerm,
    LessonAnswer,
    applied,
    both,
    mentions,
    stopped,
    value,
)
from lamb.course.learning.form import code_of, unbound, variables
from lamb.course.learning.lesson import strategy_at
from lamb.course.verdicts import USUAL_HINT
from lamb.course.walk import Walk
from lamb.encodings.readings import readings
from lamb.errors import LambError, ParseError, Place, did_you_mean
from lamb.machine.readback import Outcome
from lamb.machine.trace import Trace
from lamb.notation import parse_type
from lamb.notation.datatypes import SORTS
from lamb.notation.layout import Stretch
from lamb.notation.names import CONSTRUCTORS, remove_names
from lamb.notation.parser import parse, parse_expression
from lamb.notation.printer import write
from lamb.notation.syntax import Assertion
from lamb.quantities import counted

ENOUGH = 10_000
"""Steps after which a strategy is believed never to end."""

GROWTH = 20
"""Steps that have to grow."""

MOST_CALLS = 200
"""Times that a fixed point of `f` is asked for one more."""

BOUNDS: Mapping[str, Callable[[int, int], bool]] = {"at most": le, "at least": ge, "exactly": eq}

WRITTEN_SORTS = {r"\d+": "nat", "true|false": "bool", r"\[.*": "list", r"\(.*,.*": "pair"}
"""The sorts of values, by how they are written out."""

LARGEST_COMPARED = 20_000  # nodes of a term whose η-normal form is looked at
LONGEST_STEP = 500  # characters


def _sort_of(text: str) -> str:
    """The sort of a value that is written out; nothing for any other term."""
    return next((sort for pattern, sort in WRITTEN_SORTS.items() if re.fullmatch(pattern, text)), "")


def _this(answer: LessonAnswer, subject: ClaimTerm) -> str:
    return "this" if subject.text == ANSWER else applied(subject.text, answer)


def _by(strategy: Strategy | None) -> str:
    return f" by {strategy.value}" if strategy else ""


def _run(answer: LessonAnswer, subject: ClaimTerm, strategy: Strategy | None) -> Outcome | Trace:
    return answer.follow(subject.term, strategy) if strategy else answer.normalize(subject.term)


def _unfinished(
    answer: LessonAnswer, subject: ClaimTerm, status: Status | None, strategy: Strategy | None = None
) -> str:
    return f"{_this(answer, subject)} {stopped(answer, status)}{_by(strategy)}"


# ── Equations ─────────────────────────────────────────────────────────────────────────


class Equation(NamedTuple):
    """An assertion about the answer, the texts of its sides, and the *sort* of the results."""

    assertion: Assertion
    left: str
    right: str
    sort: str
    sides: tuple[Term, Term]
    named: frozenset[str] = frozenset()
    """The free names of all equations that are asked together."""


def equation(answer: LessonAnswer, asked: Equation) -> str | None:
    """Both sides have the same normal form, and the answer knows no name that it should be given."""
    stand_for_it = answer.meaning.stands_for.keys()
    beside_it = {name for side in asked.sides if (free := free_names(side)) & stand_for_it for name in free}
    if unknown := [name for name in variables(answer) if name not in asked.named or name in beside_it]:
        return unbound(answer, unknown)
    found = check(asked.assertion, CONSTRUCTORS, answer.normalize)
    if not found.holds:
        return _values(asked, found) + _difference(answer, asked, found)
    if not asked.assertion.generators:
        return None
    larger = check_larger(asked.assertion, CONSTRUCTORS, answer.normalize, seed=asked.left + asked.right)
    answer.limits.resume()
    return _values(asked, larger) + _difference(answer, asked, larger) if larger.holds is False else None


def _values(asked: Equation, found: AssertionOutcome) -> str:
    """The values of the generalized names in a counterexample."""
    sorts = asked.assertion.sorts
    shown = [f"{name} = {value(term, str(sorts[name]))}" for name, term in found.values.items()]
    return f"for {', '.join(shown)}: " if shown else ""


def _difference(answer: LessonAnswer, asked: Equation, found: AssertionOutcome) -> str:
    is_turned = mentions(asked.right, answer) and not mentions(asked.left, answer)
    side = asked.right if is_turned else asked.left
    this = "your answer" if side == ANSWER else applied(side, answer)
    if found.left is None or found.right is None:
        return f"{this} {stopped(answer, found.stopped)}"
    results = (found.right, found.left) if is_turned else (found.left, found.right)
    gives, wanted = both(*results, asked.sort or _sort_of(asked.left if is_turned else asked.right))
    because = ""
    if max(term.size for term in results) <= LARGEST_COMPARED and len(set(map(eta_normal, results))) == 1:
        because = " (the same up to η, but that is not enough here)"
    return f"{this} gives {gives}, and should give {wanted}{because}"


# ── Normal forms ──────────────────────────────────────────────────────────────────────


def endless(answer: LessonAnswer, subject: ClaimTerm) -> str | None:
    """No normal form is found within the budget, and the reduction shows a pattern."""
    outcome = answer.normalize(subject.term)
    if not outcome.finished:
        seen = diagnose(answer.put_into(subject.term), answer.definitions)
        return None if seen else "this takes long, but it may end: find one that never does"
    if subject.text != ANSWER:
        return f"{applied(subject.text, answer)} ends, with {value(outcome.term)}, and should not"
    if not outcome.steps:
        return "this is a normal form already"
    steps = "a step" if outcome.steps == 1 else f"{outcome.steps} steps"
    return f"this ends after {steps}, with {value(outcome.term)}"


def normal_form_coded(answer: LessonAnswer, subject: ClaimTerm, code: str) -> str | None:
    """The normal form is the one with a code, so that a check need not print it."""
    outcome = answer.normalize(subject.term)
    if not outcome.finished:
        return _unfinished(answer, subject, outcome.status)
    right = code_of(outcome.term) == code
    return None if right else f"{_this(answer, subject)} gives {value(outcome.term)}, which is not right"


def growing(answer: LessonAnswer) -> str | None:
    """The first steps go on, and each leads to a larger term."""
    steps: list[Step] = []
    term = unfold(answer.put_into(ITSELF.term), answer.definitions)
    run = answer.follow(term, Strategy.NORMAL, GROWTH, steps)
    if run.status is Status.NORMAL_FORM:
        return f"this ends after {counted(run.steps, 'step')}" if steps else "this is a normal form already"
    for number, step in enumerate(steps, 1):
        before, after = step.before.size, step.after.size
        if after <= before:
            return f"step {number} leads from {before:,} nodes to {after:,}: it has to grow with every step"
    return None if len(steps) == GROWTH else _unfinished(answer, ITSELF, run.status)


def fixing(answer: LessonAnswer) -> str | None:
    """Applied to a free `f` it gives f r, and r gives f again and again, until a term comes back."""
    rest: Term = App(ITSELF.term, Free("f"))
    seen: set[Term] = set()
    while rest not in seen and len(seen) < MOST_CALLS:
        times = f"{applied('answer f', answer)} gives “f” {counted(len(seen), 'time')}, and then"
        seen.add(rest)
        steps: list[Step] = []
        run = answer.follow(rest, Strategy.HEAD, taken=steps)
        if run.status is not Status.NORMAL_FORM:
            return f"{times} {stopped(answer, run.status)}"
        match steps[-1].after if steps else rest:
            case App(Free("f"), next_one):
                rest = next_one
            case found:
                return f"{times} ends with {value(found)}"
    return None if rest in seen else f"no end and no repetition is seen after “f” {MOST_CALLS} times"


def reading(answer: LessonAnswer, subject: ClaimTerm, wanted: str) -> str | None:
    """The normal form can be read as a value."""
    outcome = answer.normalize(subject.term)
    if not outcome.finished:
        return _unfinished(answer, subject, outcome.status)
    if wanted in readings(outcome.term):
        return None
    gives = value(outcome.term, _sort_of(wanted))
    return f"{_this(answer, subject)} gives {gives}, and should give {wanted}"


# ── Steps ─────────────────────────────────────────────────────────────────────────────


def taking(
    answer: LessonAnswer, subject: ClaimTerm, bound: str, number: int, strategy: Strategy | None = None
) -> str | None:
    """The reduction ends, in so many steps."""
    run = _run(answer, subject, strategy)
    if run.status is not Status.NORMAL_FORM:
        return _unfinished(answer, subject, run.status, strategy)
    if BOUNDS[bound](run.steps, number):
        return None
    steps = counted(run.steps, "step")
    return f"{_this(answer, subject)} takes {steps}{_by(strategy)}, and should take {bound} {number:,}"


def fewer(answer: LessonAnswer, strategy: Strategy, other: Strategy) -> str | None:
    """One strategy ends, and takes fewer steps than another, which may not end at all."""
    one = answer.follow(ITSELF.term, strategy)
    if one.status is not Status.NORMAL_FORM:
        return _unfinished(answer, ITSELF, one.status, strategy)
    two = answer.follow(ITSELF.term, other, most=one.steps + 1)
    if two.steps > one.steps:
        return None
    if two.status is not Status.NORMAL_FORM:
        return _unfinished(answer, ITSELF, two.status, other)
    return f"this takes {counted(one.steps, 'step')}{_by(strategy)}, and {two.steps or 'none'}{_by(other)}"


def ending(answer: LessonAnswer, subject: ClaimTerm, strategy: Strategy | None = None) -> str | None:
    run = _run(answer, subject, strategy)
    ended = run.status is Status.NORMAL_FORM
    return None if ended else _unfinished(answer, subject, run.status, strategy)


def not_ending(answer: LessonAnswer, subject: ClaimTerm, strategy: Strategy) -> str | None:
    """The strategy goes on for long."""
    run = answer.follow(subject.term, strategy, most=ENOUGH)
    if run.status is Status.NORMAL_FORM:
        after = f"after {counted(run.steps, 'step')}" if run.steps else "at once"
        return f"{_this(answer, subject)} ends {after}{_by(strategy)}, and should not"
    endless = run.status in (Status.STEPS, Status.NODES)
    return None if endless else f"{_this(answer, subject)} takes too long"


def leading(answer: LessonAnswer, subject: ClaimTerm, goal: ClaimTerm) -> str | None:
    """β-steps, any and anywhere, lead to the goal."""
    with answer.limits.meter as meter:
        left = meter.left()
        conditions = Conditions(answer.definitions, budget=left, watch=answer.limits.watch)
        try:
            why_not = of_any_kind(answer.put_into(subject.term), answer.put_into(goal.term), conditions)
        except Exhausted as exhausted:
            why_not = f"no way there was found {left.within(exhausted.status)}"
        except NumeralTooLarge:
            why_not = "there are numerals in them that are too large to be written out"
    if why_not is None:
        return None
    start = "your answer" if subject.text == ANSWER else applied(subject.text, answer)
    return f"{start} should reduce to {applied(goal.text, answer)}: {why_not}"


def next_step(answer: LessonAnswer, start: ClaimTerm, strategy: Strategy | None = None) -> str | None:
    """The answer is what the next step leads to; names of bound variables do not count."""
    line = answer.line  # as it was written, `…` included, but without the name that it is given
    with suppress(LambError):
        if answer.meaning.name and "=" in line:
            line = write(answer.tree)
    if len(line) > LONGEST_STEP:
        raise ParseError(f"no step here has {len(line):,} characters")
    mistake = Walk(start.term, answer.library, strategy=strategy or Strategy.NORMAL).ask(line).mistake
    return mistake.told(USUAL_HINT).message if mistake else None


# ── The lines ─────────────────────────────────────────────────────────────────────────

RULES: dict[str, Callable[..., str | None]] = {
    "assert EQUATION": equation,
    "has a normal form": partial(ending, subject=ITSELF),
    "[TERM] has no normal form": endless,
    "[TERM] has the normal form #CODE": normal_form_coded,
    "grows with every step": growing,
    "is a fixed-point combinator": fixing,
    "is the term TERM": form.same,
    "is the term #CODE": form.same_code,
    "is not the term TERM": form.another,
    "is an α-variant of TERM": form.variant,
    "is a variable": partial(form.of_kind, wanted="a variable"),
    "is an application": partial(form.of_kind, wanted="an application"),
    "is an abstraction": partial(form.of_kind, wanted="an abstraction"),
    "is a normal form": form.normal,
    "is no normal form": form.not_normal,
    "has N redex(es)": form.redexes,
    "has no λ": form.without_lambda,
    "has at most N pair(s) of brackets": form.brackets,
    "has at most N character(s)": form.short,
    "binds no name twice": form.different_binders,
    "is a FORM": form.in_form,
    "is no FORM": partial(form.in_form, wanted=False),
    "is closed": form.closed,
    "has N free variable(s)": form.free_variables,
    "has the free variable(s) NAMES": form.exactly_free,
    "has the type TYPE": form.of_type,
    "has no simple type": form.without_type,
    "defines NAME": form.defining,
    "may use NAMES": form.only,
    "may not use NAMES": form.without,
    "is the next step of TERM [by STRATEGY]": next_step,
    "[TERM] reduces to GOAL": leading,
    "[TERM] reads as VALUE": reading,
    "[TERM] ends by STRATEGY": ending,
    "[TERM] does not end by STRATEGY": not_ending,
    "[TERM] takes BOUND N step(s) [by STRATEGY]": taking,
    "takes fewer steps by STRATEGY than by OTHER": fewer,
}
"""The lines of a check, and the functions that refuse an answer. What is in square brackets may be missing.

Where a line can be read by two rules, the later one counts. A claim that begins with a TERM is about
that term and not about the answer as it is.
"""


@dataclass(frozen=True, slots=True)
class Claim:
    """A line of a check; it *is_of_terms* with the answer in them, or of the answer as it is."""

    place: Place
    rule: str
    holes: tuple[object, ...]
    is_of_terms: bool

    def refuse(self, answer: LessonAnswer) -> str | None:
        """The reason why an answer is refused; None if it is not. Raises LambError if it cannot be read."""
        return RULES[self.rule](answer, *self.holes)


def claims(check: Place) -> tuple[Claim, ...]:
    """The claims of a check, without lines that begin with `--`.

    Raises LambError where a line is no claim, or a term in it is not in order.
    """
    lines = re.finditer(r"^[ \t]*(?!--)(?P<claim>\S.*?)[ \t]*$", check.text, re.MULTILINE)
    found = [_claim(_inside(check, *line.span("claim"))) for line in lines]
    equations = [hole for claim in found for hole in claim.holes if isinstance(hole, Equation)]
    named = frozenset(name for each in equations for side in each.sides for name in free_names(side))
    return tuple(
        replace(claim, holes=tuple(_knowing(hole, named) for hole in claim.holes)) for claim in found
    )


def _knowing(hole: object, named: frozenset[str]) -> object:
    """An equation that knows the free *named* of all that are asked together; anything else as it is."""
    return hole._replace(named=named) if isinstance(hole, Equation) else hole


def _claim(place: Place) -> Claim:
    for rule in reversed(RULES):
        if found := re.fullmatch(_pattern(rule), place.text):
            holes = tuple(
                _MISSING[name] if text is None else _HOLES[name][1](_inside(place, *found.span(name)))
                for name, text in found.groupdict().items()
            )
            is_of_terms = rule.startswith("assert") or (rule.startswith("[") and found["TERM"] is not None)
            return Claim(place, rule, holes, is_of_terms)
    guide = "lamb/course/lessons/README.md lists what can be asked"
    hint = did_you_mean(place.text, RULES, guide, cutoff=0.4)
    raise LambError("this line of a check is not understood", place, hint)


def _pattern(rule: str) -> str:
    """The pattern of the lines that a rule reads."""
    rule = rule.replace("[TERM] ", "(?:TERM )?").replace(" [by STRATEGY]", "(?: by STRATEGY)?")
    rule = re.sub(r"\((\w+)\)", r"(?:\1)?", rule).replace(" ", r"\s+")
    return re.sub(r"[A-Z]{4,}|\bN\b", lambda hole: f"(?P<{hole[0]}>{_HOLES[hole[0]][0]})", rule)


def _inside(place: Place, start: int, end: int) -> Place:
    return Place(place.source, place.start + start, place.start + end)


# ── Reading ───────────────────────────────────────────────────────────────────────────


def term_at(place: Place) -> ClaimTerm:
    """The one term at a place. Raises LambError."""
    tree = parse_expression(Stretch(place))
    return ClaimTerm(place.text, tree, remove_names(tree))


def _equation(place: Place) -> Equation:
    """An assertion; a comment at the end of the line names the sort of the results: `-- bool`."""
    whole = Place(place.source, place.source.text.rfind("assert", 0, place.start), place.end)
    (assertion,) = parse(Stretch(whole)).statements
    if not isinstance(assertion, Assertion):
        raise LambError("this is no assertion", whole)
    sides = remove_names(assertion.left), remove_names(assertion.right)
    if sides[0] == sides[1]:
        raise LambError("both sides of this are the same", whole)
    if assertion.relation == "!=":
        raise LambError("a claim about an answer says what it is equal to", whole)
    left, right = (place.source.text[side.start : side.end] for side in (assertion.left, assertion.right))
    comment = place.text.rpartition("--")[2].strip()
    sort = comment if comment.split(" ")[0] in SORTS else ""
    return Equation(assertion, left, right, sort, sides)


def _names(place: Place) -> tuple[str, ...]:
    return () if place.text == "nothing" else tuple(re.split(r"[\s,]+", place.text))


_text = attrgetter("text")
_HOLES: Mapping[str, tuple[str, Callable[[Place], object]]] = {
    "EQUATION": (".+?", _equation),
    "TERM": (".+?", term_at),
    "GOAL": (".+?", term_at),
    "VALUE": (".+?", _text),
    "TYPE": (".+?", lambda place: parse_type(place.text)),
    "CODE": (r"[0-9a-f]{12}", _text),
    "N": (r"\d[\d,_]*", lambda place: int(re.sub("[,_]", "", place.text))),
    "FORM": ("|".join(form.FORMS), _text),
    "BOUND": ("|".join(BOUNDS), _text),
    "NAME": (r"\S+", _text),
    "NAMES": (".+?", _names),
    "STRATEGY": (".+?", strategy_at),
    "OTHER": (".+?", strategy_at),
}
"""The patterns of what stands in the holes of a rule, and what reads it."""
_MISSING = {"TERM": ITSELF, "STRATEGY": None}
