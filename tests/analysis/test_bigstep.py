"""Evaluation in one big step: what small steps lead to, and a derivation of which each judgement holds."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import assume, given, strategies as st

import lamb
from lamb import App, Budget, BudgetError, Evaluation, Free, Lam, Strategy, Term, Var, recheck_values
from lamb.analysis.machines.bigstep import Passing
from lamb.calculus.substitution import substitute
from lamb.show.lines import Look, plain
from lamb.show.prooftrees import derivation_latex, derivation_lines, evaluated, evaluation_json
from tests.effort import DEPTH, often
from tests.strategies import DEFINITIONS, programs

STRATEGIES: dict[Passing, Strategy] = {"name": Strategy.WEAK_HEAD, "value": Strategy.CALL_BY_VALUE}
passings = st.sampled_from([*STRATEGIES])


def value_of(term: Term, passing: Passing, steps: int = 400) -> Evaluation:
    try:
        return lamb.big_step(
            term, passing, definitions=DEFINITIONS, budget=Budget(steps=steps, nodes=100_000)
        )
    except BudgetError:
        assume(False)
    raise AssertionError


def written(found: Evaluation) -> dict[str, Any]:
    """A derivation for JSON, if no term in it is too large for that."""
    try:
        return evaluation_json(found)
    except BudgetError:
        assume(False)
    raise AssertionError


def holds(found: Evaluation, number: int) -> bool:
    """True if a judgement follows from its premises by its rule: the rules, written down once more."""
    row = found.derivation[number]
    premises = [found.derivation[premise] for premise in row.premises]
    pairs = [(premise.term, premise.value) for premise in premises]
    match row.rule, row.term:
        case "value", Lam() | Free():
            return row.value == row.term and not premises
        case "name", Free(name):
            meaning = DEFINITIONS[name] if name in DEFINITIONS else lamb.church(int(name))
            return pairs == [(meaning, row.value)]
        case "app", App(fn, arg):
            body = premises[0].value.body  # type: ignore[union-attr]
            if found.passing == "name":
                return pairs[0][0] == fn and pairs[1:] == [(substitute(body, arg), row.value)]
            result = substitute(body, premises[1].value)
            return pairs[0][0] == fn and pairs[1][0] == arg and pairs[2:] == [(result, row.value)]
        case "stuck", App(fn, arg):
            head = premises[0].value
            passed = arg if found.passing == "name" else premises[1].value
            asked = [fn] if found.passing == "name" else [fn, arg]
            is_stuck = not isinstance(head, Lam)
            return is_stuck and row.value == App(head, passed) and [one for one, _ in pairs] == asked
    return False


@often(4)
@given(programs, passings)
def test_a_big_step_is_what_small_steps_lead_to(term: Term, passing: Passing) -> None:
    found = value_of(term, passing)
    trace = lamb.trace(
        term,
        strategy=STRATEGIES[passing],
        definitions=DEFINITIONS,
        folded=True,
        budget=Budget(steps=1_000),
    )
    last = term
    for step in trace:
        last = step.after
    assert found.value == last
    assert sum(row.rule in ("app", "name") for row in found.derivation) == trace.steps


@often(4)
@given(programs, passings)
def test_every_judgement_follows_by_its_rule(term: Term, passing: Passing) -> None:
    found = value_of(term, passing, 200)
    assert found.term == term
    assert all(holds(found, number) for number in range(len(found.derivation)))
    used = [premise for row in found.derivation for premise in row.premises]
    assert sorted(used) == [*range(1, len(found.derivation))]


@given(programs, passings)
def test_a_derivation_is_shown_in_full(term: Term, passing: Passing) -> None:
    found = value_of(term, passing, 100)
    number = len(found.derivation)
    assert len(written(found)["derivation"]) == number
    latex = derivation_latex(found)
    assert sum(latex.count(word) for word in ("AxiomC", "UnaryInfC", "BinaryInfC", "TrinaryInfC")) == number
    outline = derivation_lines(found, Look(), 1)
    assert [line[0].text.strip() for line in outline] == [row.text() for row in evaluated(found)]


@often(2)
@given(programs, passings, st.data())
def test_the_checker_accepts_a_derivation_and_none_that_was_tampered_with(
    term: Term, passing: Passing, data: st.DataObject
) -> None:
    found = json.loads(json.dumps(written(value_of(term, passing, 100))))
    assert recheck_values.complaint({"evaluations": [found]}) is None
    row = data.draw(st.sampled_from(found["derivation"]))
    part = data.draw(st.sampled_from(["term", "value", "rule", "premises"]))
    changed = {"rule": "guess", "premises": [*row["premises"], 0]}
    row[part] = changed.get(part, f"({row[part]}) tampered")
    assert recheck_values.complaint({"evaluations": [found]}) is not None


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([("stuck", "(λx. x) a", "(λx. x) a", [1]), ("value", "λx. x", "λx. x", [])], "by “stuck”"),
        ([("app", "(λx. x) a", "a", [1]), ("value", "λx. x", "λx. x", [])], "by “app”"),
        ([("value", "x", "x", [0])], "do not come after"),
        ([("value", "x y", "x y", [])], "by “value”"),
        ([("name", "K", "K", [1]), ("value", "K", "K", [])], "no derivations"),
    ],
)
def test_what_does_not_follow_is_found(rows: list[Any], said: str) -> None:
    derivation = [dict(zip(("rule", "term", "value", "premises"), row, strict=True)) for row in rows]
    whole = {"passing": "name", "term": rows[0][1], "value": rows[0][2], "definitions": {}}
    found = recheck_values.complaint({"evaluations": [whole | {"derivation": derivation}]})
    assert found is not None
    assert said in found


def test_a_derivation_as_it_is_read() -> None:
    found = lamb.big_step(lamb.parse_term("(λx. x) a b"))
    assert plain(derivation_lines(found, Look(), 100)) == (
        "λx. x ⇓ λx. x   a ⇓ a\n"
        "───────────────────── app\n"
        "    (λx. x) a ⇓ a\n"
        "  ───────────────── stuck\n"
        "  (λx. x) a b ⇓ a b"
    )
    assert "⇓" in found._repr_mimebundle_()["text/html"]


def test_what_has_no_value_has_no_derivation() -> None:
    omega = lamb.parse_term("(λx. x x) λx. x x")
    with pytest.raises(BudgetError, match="no value by name within 10,000 steps"):
        lamb.big_step(omega)
    ignored = App(App(lamb.parse_term("λx y. y"), omega), Free("a"))
    assert lamb.big_step(ignored).value == Free("a")
    with pytest.raises(BudgetError, match="by value within 100 steps"):
        lamb.big_step(ignored, "value", budget=Budget(steps=100))
    with pytest.raises(ValueError, match="points out"):
        lamb.big_step(Var(0))


@pytest.mark.parametrize("passing", STRATEGIES)
def test_a_big_step_may_be_deep(passing: Passing) -> None:
    nest: Term = Free("a")
    for _ in range(DEPTH):
        nest = App(Lam("x", Var(0)), nest)
    assert lamb.big_step(nest, passing, budget=Budget()).value == Free("a")
    with pytest.raises(BudgetError, match="this derivation is too long to be shown"):
        lamb.big_step(nest, passing, budget=Budget()).tree()
