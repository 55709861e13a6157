"""A wrong step of a derivation, explained: what the student probably did, and what is right.

    diagnose(left, "=b>", right, definitions, constructors)      of a step that does not hold
    unfinished(term, "s", definitions, constructors)             of a term that is no normal form

What was written is compared with what other operators, several steps, and a catalogue of wrong rules
(`rules.py`) make of the left term. Where nothing fits, the first difference from the nearest right step is
shown. All searches are bounded, and tick, so that they can be stopped before.

A step may be several at once, or its operator may ask for several: to a normal form, or part of the way.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import replace
from itertools import islice

from lamb.calculus.budget import Budget, tick
from lamb.calculus.numerals import numeral_hints
from lamb.calculus.reduction import unfold
from lamb.calculus.strategies import ORDERS, Strategy, Unfolding, steps as strategic_steps
from lamb.calculus.term import Free, Lam, Term, rebuilt, spine
from lamb.course.derivations.operators import FORMS, named_alike
from lamb.course.mistakes.attempt import MOST_QUOTED, STRATEGIES, AttemptedStep, seen
from lamb.course.mistakes.repairs import Wording, best_repair, beta_repair, first_of, realized, repaired
from lamb.course.mistakes.rules import by_a_wrong_rule, by_another_argument
from lamb.course.mistakes.single_steps import (
    STEPS,
    another_name,
    another_redex,
    captured_by_substitution,
    made_rightly,
    misspelt,
    nearest,
    only_renamed,
    unchanged,
    unfolded_silently,
    went_backwards,
    wrong_binding,
    wrong_brackets,
    wrong_brackets_and_names,
    wrong_meaning,
    wrong_operator,
)
from lamb.course.mistakes.subterms import contractions, contractions_to, named, next_by, node_at, quote
from lamb.course.verdicts import Mistake, Repair
from lamb.machine.machine import normalize
from lamb.notation.names import Constructors
from lamb.notation.printer import write
from lamb.notation.syntax import Expr
from lamb.quantities import counted


def not_normal(attempt: AttemptedStep) -> Mistake | None:
    """The right side of a step is not in the normal form that its operator asks for."""
    kind, _, strategy, what = FORMS[attempt.form or "s"]
    name = f"{kind} normal form" if attempt.form else "normal form"
    redex = next_by(attempt.seen_end, ORDERS[strategy])
    if redex is None:
        return None
    from_here = attempt.reversed()  # a step away from the right side
    written, there = node_at(attempt.right, redex.path)
    unfolded = "" if there else f" ({quote(written)} unfolded)"
    where = f"{from_here.text(redex)}{unfolded} can be contracted"
    wording = Wording("not-normal", f"this {what}, so it is no {name}", where, "go on")
    repair = best_repair(from_here.with_operator("=n>"))
    if write(attempt.left) != write(attempt.right):
        so_far = "=*>" if attempt.step == "~" else f"={attempt.step}>"
        repair = ((so_far, attempt.right), *repair)
    return repaired(wording, repair, attempt.place("right", redex.path), right=-1)


# ── The steps between two terms ───────────────────────────────────────────────────────


MOST_TERMS = 300
"""Terms of one search: two steps at once are found among some dozens."""
MOST_NODES = 60_000
"""Nodes of these terms in all."""
LONGEST_TRACE = 200
"""Steps of a strategy that are followed."""

Way = list[tuple[str, Term]]
"""The letters of steps, b or e, and the terms that they lead to."""


def way(start: Term, end: Term, letters: str) -> Way | None:
    """The fewest steps from *start* to *end* by the operators of these *letters*; None if none were found."""
    found = {start}
    queue = deque[tuple[Term, Way]]([(start, [])])
    nodes = start.size
    while queue:
        term, passed = queue.popleft()
        steps = ((letter, step) for letter in letters for step in contractions(term, letter))
        for letter, (redex, contractum) in steps:
            new = redex.replaced_by(contractum)
            tick(new.size)
            if new == end:
                return [*passed, (letter, new)]
            nodes += new.size
            known = len(found)
            if known >= MOST_TERMS or nodes > MOST_NODES:
                return None
            found.add(new)  # which hashes it once, where a question before would do so, too
            if len(found) > known:
                queue.append((new, [*passed, (letter, new)]))
    return None


def way_by(strategy: Strategy, start: Term, end: Term) -> Way | None:
    """The steps of a strategy from *start* to *end*, if it comes past there soon."""
    passed: Way = []
    nodes = start.size
    for step in islice(strategic_steps(start, ORDERS[strategy], Unfolding({})), LONGEST_TRACE):
        passed.append(("b", step.after))
        if step.after == end:
            return passed
        tick(step.after.size)
        nodes += step.after.size
        if nodes > MOST_NODES:
            break
    return None


# ── Several steps written as one ──────────────────────────────────────────────────────


MOST_WRITTEN = 5
"""Steps that are all written out; of more, only the first."""


def several_steps(attempt: AttemptedStep) -> Mistake | None:
    """More than one step at once."""
    if attempt.step in STRATEGIES:
        steps = way_by(STRATEGIES[attempt.step], attempt.start, attempt.end)
        if steps is not None:
            return _several(attempt, steps, attempt.start, _by_strategy(attempt, steps))
    sides = [(attempt.seen_start, attempt.seen_end)]
    written = attempt.written_start, attempt.written_end
    if attempt.step == "b" and written not in sides:
        sides.insert(0, written)
    for letters in ("e", "be") if attempt.step == "e" else ("b", "be"):
        for start, end in sides:
            steps = way(start, end, letters)
            if steps is not None and len(steps) > 1:
                return _several(attempt, steps, start, _one_by_one(attempt, steps, start))
    return None


def _several(attempt: AttemptedStep, steps: Way, start: Term, repair: Repair) -> Mistake:
    letters = [letter for letter, _ in steps]
    counts = ((letters.count(letter), name) for letter, name in (("b", "β-step"), ("e", "η-step")))
    kinds = " and ".join(counted(count, name) for count, name in counts if count)
    unfolded = attempt.step == "b" and start != attempt.written_start
    redex = next(contractions_to(steps[0][1], start, letters[0]))
    definitions = ", and definitions were unfolded" if unfolded else ""
    where = f"these are {kinds}{definitions}; the first contracts {attempt.text(redex)}"
    wording = Wording("several-steps", "more than one step was made at once", where)
    return repaired(wording, repair, attempt.place("left", redex.path))


def _by_strategy(attempt: AttemptedStep, steps: Way) -> Repair:
    """All steps of a strategy, or the first, and the others at once."""
    if len(steps) > MOST_WRITTEN:
        first = attempt.operator, attempt.show(steps[0][1])
        return first, (f"={attempt.step}*>", attempt.right)
    return tuple((attempt.operator, attempt.show(term)) for _, term in steps)


def _one_by_one(attempt: AttemptedStep, steps: Way, start: Term) -> Repair:
    """The steps to write: all of them, or the first, and the others at once if they are all β."""
    if attempt.step in STRATEGIES:
        return best_repair(attempt)
    if start == attempt.written_start and len(steps) <= MOST_WRITTEN:
        return tuple((f"={letter}>", attempt.show(term, fold=False)) for letter, term in steps)
    (letter, term), *others = steps
    if letter == "e":
        first: Repair = (("=e>", attempt.show(term)),)
    else:
        first = beta_repair(attempt, next(contractions_to(term, start, letter)))
    if all(letter == "b" for letter, _ in others):
        return *first, ("=*>", attempt.right)
    shown = [attempt.show(term) for _, term in others[:-1]]
    return *first, *zip(map(_operator, others), [*shown, attempt.right], strict=True)


def _operator(step: tuple[str, Term]) -> str:
    return "=e>" if step[0] == "e" else "=*>"


# ── The operators for many steps: =*>, =n*>, =p*> and =~> ─────────────────────────────


REDUCTION = Budget(steps=20_000, nodes=300_000)
"""For the normal form of a side."""
ONE_WRONG = (wrong_brackets, captured_by_substitution, by_a_wrong_rule, wrong_binding, misspelt)


def explain_many(attempt: AttemptedStep) -> Mistake:
    """The mistake in many steps, of which none is guessed at: only what they lead to is known."""
    unfinished = not_normal(attempt) if attempt.step == "~" or attempt.form else None
    if attempt.step == "~" and unfinished:
        return unfinished
    if not attempt.is_small:
        return _not_led_to(attempt)
    right = _arrived(attempt)
    if right is not None:
        return unfinished or only_renamed(attempt, right)
    return first_of(attempt, (_another_order, _backwards, _with_eta, _wrong_one)) or _not_led_to(attempt)


def _arrived(attempt: AttemptedStep) -> Term | None:
    """The term that the steps lead to, if they are right up to α and that is soon found out."""
    if attempt.start == attempt.end:
        return attempt.start
    if attempt.step == "*":
        steps = way(attempt.start, attempt.end, "b")
    else:
        steps = way_by(STRATEGIES.get(attempt.step[0], Strategy.NORMAL), attempt.start, attempt.end)
    return steps[-1][1] if steps else None


def _another_order(attempt: AttemptedStep) -> Mistake | None:
    """β-steps, but not those of the strategy."""
    if attempt.step not in {"n*", "p*"} or way(attempt.start, attempt.end, "b") is None:
        return None
    order = STRATEGIES[attempt.step[0]].value
    what = f"β-steps lead here, but not those of {order}"
    where = f"{order} does not lead to this term; =*> allows any redexes"
    return repaired(Wording("another-redex", what, where), (("=*>", attempt.right),))


def _backwards(attempt: AttemptedStep) -> Mistake | None:
    """β-steps from right to left."""
    if way(attempt.end, attempt.start, "b") is None:
        return None
    where = "β-steps lead from the right term to the left one, not from left to right"
    step = ("=*>", attempt.left) if attempt.backwards else ("<*=", attempt.right)
    return repaired(Wording("backwards", "the steps go the other way", where), (step,))


def _with_eta(attempt: AttemptedStep) -> Mistake | None:
    """An η-step among the β-steps."""
    steps = way(attempt.start, attempt.end, "be")
    if steps is None or all(letter == "b" for letter, _ in steps):
        return None
    repair: Repair = tuple((_operator(step), attempt.show(step[1])) for step in steps)
    what = "an η-step is among these steps, and it has an operator of its own"
    where = f"{attempt.operator} stands for β-steps, renaming and definitions; η is =e>"
    return repaired(Wording("wrong-operator", what, where), repair)


def _wrong_one(attempt: AttemptedStep) -> Mistake | None:
    """The mistake in the one step that leads to the normal form."""
    redex = next_by(attempt.start, ORDERS[Strategy.NORMAL])
    if redex is None or next_by(redex.replaced_by(redex.contractum), ORDERS[Strategy.NORMAL]) is not None:
        return None
    mistake = first_of(attempt.with_operator("=n>"), ONE_WRONG)
    return mistake and replace(mistake, repair=((attempt.operator, mistake.right),) if mistake.right else ())


# ── What both sides are ───────────────────────────────────────────────────────────────


LARGEST_VALUE = 300
"""Nodes of a definition that a part of a normal form is compared with."""


def _not_led_to(attempt: AttemptedStep) -> Mistake:
    """The normal forms of both sides, if these differ: then a definition is wrong, or the claim."""
    advice = "look at the claim once more"
    match spine(attempt.written_start)[0]:
        case Free(name) if name in attempt.definitions:
            advice = f"look at the definition of {name}, or at the claim"
    form = normal_form(attempt.start)
    other = attempt.end if attempt.step == "~" else normal_form(attempt.end)
    if form is None and attempt.step == "~":
        what = "the left side has no normal form"
        return Mistake("no-normal-form", what, "it repeats for ever", advice=advice)
    if form is None or other is None or form == other:
        where = "none of the terms that were looked at is this one"
        return Mistake("unreachable", "no steps that lead here were found", where, advice="go step by step")
    right = quote(attempt.right) if other == attempt.written_end else _value(attempt, other)
    left = _value(attempt, form)
    left, right = left + _number(form, left), right + _number(other, right)
    where = f"the left side has the normal form {left}, the right side {right}"
    form_seen = attempt.show(form, fold=False)
    return Mistake("other-normal-form", "the normal forms differ", where, form_seen, advice=advice)


def normal_form(term: Term) -> Term | None:
    outcome = normalize(term, budget=REDUCTION)
    tick()
    return outcome.term if outcome.finished else None


def _value(attempt: AttemptedStep, form: Term) -> str:
    """A normal form in quotes, with the names that the student's definitions have for its parts.

    Of names that mean the same, as `ZERO` and `FALSE` do, one is taken whose definition has the same
    names for its variables.
    """
    definitions, known = attempt.definitions, dict[str, Term]()
    names: dict[Term, list[tuple[str, Term]]] = {}
    for name, term in definitions.items():
        meaning = unfold(term, definitions, known)
        if 1 < meaning.size <= LARGEST_VALUE:
            names.setdefault(meaning, []).append((name, meaning))

    def name_of(node: Term) -> Term | None:
        found = names.get(node, []) if isinstance(node, Lam) and node.size <= LARGEST_VALUE else []
        alike = [name for name, meaning in found if len(found) == 1 or named_alike(meaning, node)]
        return Free(alike[0]) if alike else None

    return quote(named(rebuilt(seen(form, MOST_QUOTED), name_of)))


def _number(form: Term, text: str) -> str:
    """The number that a normal form stands for, but for 0, which may be false as well."""
    number = numeral_hints(form) if isinstance(form, Lam) else None
    return f" ({number[0]})" if number and number[0] and str(number[0]) not in text else ""


# ── All of it ─────────────────────────────────────────────────────────────────────────

CALLED_WRONG = (unchanged, wrong_operator, another_redex, unfolded_silently, went_backwards, several_steps)
"""Of steps that are right, but not what the operator says."""

DONE_WRONG = (
    wrong_brackets,
    wrong_meaning,
    captured_by_substitution,
    by_a_wrong_rule,
    wrong_binding,
    wrong_brackets_and_names,
    misspelt,
    by_another_argument,
    another_name,
)
"""Of steps that are not right."""


def diagnose(
    left: Expr, operator: str, right: Expr, definitions: Mapping[str, Term], constructors: Constructors
) -> Mistake:
    """The mistake in the step from *left* to *right*.

    The step is read forwards: for a reversed operator the caller swaps the two. One that is right up
    to the names of bound variables is said to need a renaming.
    """
    attempt = AttemptedStep(left, operator, right, definitions, constructors)
    return realized(attempt, _explain(attempt))


def unfinished(
    term: Expr, form: str, definitions: Mapping[str, Term], constructors: Constructors
) -> Mistake | None:
    """Why *term* is in no normal form, or no strong (`s`), weak (`w`) or head (`h`) one; None if it is."""
    attempt = AttemptedStep(term, f"=~:{form}>", term, definitions, constructors)
    mistake = not_normal(attempt)
    return mistake and realized(attempt, mistake)


def _explain(attempt: AttemptedStep) -> Mistake:
    """The first explanation that fits, from the most certain to the first difference."""
    if attempt.step not in STEPS:
        return explain_many(attempt)
    if not attempt.is_small:
        return nearest(attempt)
    right = made_rightly(attempt)
    if right is not None:
        return (not_normal(attempt) if attempt.form else None) or only_renamed(attempt, right)
    found = first_of(attempt, (*CALLED_WRONG, *DONE_WRONG, _wrong_beta))
    if found is None and attempt.step == "b" and attempt.seeing_through().abbreviations:
        attempt = attempt.seeing_through()
        found = first_of(attempt, DONE_WRONG)
    return found or nearest(attempt)


def _wrong_beta(attempt: AttemptedStep) -> Mistake | None:
    """A wrong β-step, written as something else."""
    if attempt.step not in {"a", "d", "e"}:
        return None
    beta = attempt.with_operator("=b>")
    mistake = first_of(beta, (wrong_brackets, captured_by_substitution, by_a_wrong_rule, wrong_binding))
    if mistake is None:
        return None
    what = f"this is a β-step written as {attempt.operator}, and {mistake.what}"
    return replace(mistake, what=what)
