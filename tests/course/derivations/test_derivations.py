"""Derivations: a right step is never rejected, a wrong one never accepted, and what is said about it."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from hypothesis import assume, given, strategies as st

import lamb
from lamb import Budget, Derived, Session, Source, Status, Step, Strategy, Term, Verdict
from lamb.calculus.budget import Exhausted
from lamb.calculus.reduction import Rule, contract, redexes
from lamb.calculus.strategies import next_redex
from lamb.calculus.substitution import free_names
from lamb.calculus.term import App, Free, Lam, Var
from lamb.course.derivations.operators import (
    CLAIMS,
    Conditions,
    NumeralTooLarge,
    named_alike,
    reaches,
    read,
    reducts_like,
    unfold,
)
from lamb.course.mistakes.diagnosis import diagnose
from lamb.notation.names import CONSTRUCTORS
from lamb.notation.parser import parse_expression
from tests import strategies
from tests.clocks import Clock
from tests.course.derivations import oracle
from tests.effort import DEPTH
from tests.meters import Recording, Stopping

LITTLE = Budget(steps=1_000, nodes=2_000_000)
LONG = 500  # steps, of which each is inside the one before, or around it
BETA, ETA = frozenset({Rule.BETA}), frozenset({Rule.ETA})
STRATEGIES = {"n": Strategy.NORMAL, "p": Strategy.APPLICATIVE}
DEFINITIONS = strategies.DEFINITIONS

choices = st.randoms(use_true_random=False)


def holds(operator: str, left: Term, right: Term, *, strict: bool = False) -> bool | None:
    """Whether a step is said to hold; None if it is not known."""
    conditions = Conditions(DEFINITIONS, strict_alpha=strict, budget=LITTLE)
    try:
        return CLAIMS[operator](left, right, conditions) is None
    except (Exhausted, NumeralTooLarge):
        return None


def renamed(term: Term, choose: random.Random) -> Term:
    """*term* with other hints."""
    match term:
        case Lam(_, body):
            return Lam(choose.choice(strategies.HINTS), renamed(body, choose))
        case App(fn, arg):
            return App(renamed(fn, choose), renamed(arg, choose))
        case _:
            return term


def partly_unfolded(term: Term, choose: random.Random) -> Term:
    """*term* with some of its definitions and numerals unfolded, wherever they are used."""
    match term:
        case Lam(hint, body):
            return Lam(hint, partly_unfolded(body, choose))
        case App(fn, arg):
            return App(partly_unfolded(fn, choose), partly_unfolded(arg, choose))
        case Free(name) if choose.random() < 0.5:
            return unfold(term, DEFINITIONS) if choose.random() < 0.5 else DEFINITIONS.get(name, term)
        case _:
            return term


# ── A right step is never rejected ────────────────────────────────────────────────────


@given(strategies.unfolding(), choices)
def test_every_renaming_is_accepted(term: Term, choose: random.Random) -> None:
    assert holds("a", term, renamed(term, choose))
    assert holds("a", term, renamed(term, choose), strict=True)


@given(strategies.unfolding(), choices)
def test_every_contraction_is_accepted(term: Term, choose: random.Random) -> None:
    for rule, path in redexes(term, rules=BETA):
        after = contract(term, path, rule)
        assert holds("b", term, after, strict=True)
        assert holds("b", renamed(term, choose), renamed(after, choose))
        assert holds("*", partly_unfolded(term, choose), partly_unfolded(after, choose)) is not False


@given(strategies.unfolding(), choices)
def test_every_eta_contraction_is_accepted(term: Term, choose: random.Random) -> None:
    unfolded = unfold(term, DEFINITIONS)
    for rule, path in redexes(unfolded, rules=ETA):
        after = contract(unfolded, path, rule)
        assert holds("e", term, after, strict=True)
        assert holds("e", partly_unfolded(term, choose), renamed(after, choose))


@given(strategies.unfolding(), choices)
def test_every_unfolding_is_accepted(term: Term, choose: random.Random) -> None:
    assert holds("d", partly_unfolded(term, choose), partly_unfolded(term, choose), strict=True)
    assert holds("d", partly_unfolded(term, choose), renamed(partly_unfolded(term, choose), choose))


@given(strategies.unfolding(), st.sampled_from("np"), choices)
def test_every_step_of_a_strategy_is_accepted(term: Term, order: str, choose: random.Random) -> None:
    start = unfold(term, DEFINITIONS)
    found = next_redex(start, STRATEGIES[order])
    if found is None:
        assert holds(order, term, term) is False
    else:
        after = contract(start, found[1], Rule.BETA)
        assert holds(order, term, after, strict=True)
        assert holds(order, partly_unfolded(term, choose), renamed(after, choose))


@given(strategies.unfolding(), st.sampled_from("np"), st.integers(0, 8), choices)
def test_any_number_of_steps_of_a_strategy_is_accepted(
    term: Term, order: str, number: int, choose: random.Random
) -> None:
    after = unfold(term, DEFINITIONS)
    for _ in range(number):
        found = next_redex(after, STRATEGIES[order])
        if found is not None:
            after = contract(after, found[1], Rule.BETA)
    assert holds(f"{order}*", partly_unfolded(term, choose), renamed(after, choose))


@given(strategies.unfolding(), st.integers(0, 8), choices)
def test_any_number_of_any_steps_is_accepted(term: Term, number: int, choose: random.Random) -> None:
    after = unfold(term, DEFINITIONS)
    for _ in range(number):
        found = [path for _, path in redexes(after, rules=BETA)]
        if found and after.size < 500:
            after = contract(after, choose.choice(found), Rule.BETA)
    assert holds("*", partly_unfolded(term, choose), renamed(after, choose))


@given(strategies.unfolding(), choices)
def test_every_normal_form_is_accepted(term: Term, choose: random.Random) -> None:
    outcome = lamb.normalize(term, definitions=DEFINITIONS, budget=LITTLE)
    assume(outcome.finished)
    assert holds("~", partly_unfolded(term, choose), renamed(outcome.term, choose))
    assert holds("*", partly_unfolded(term, choose), renamed(outcome.term, choose))


# ── A wrong one never accepted ────────────────────────────────────────────────────────

closed = {name: term for name, term in DEFINITIONS.items() if not free_names(term) & set("abc")}
definitions = {name: oracle.read(term) for name, term in {**closed, "2": lamb.church(2)}.items()}


def near(term: Term, choose: random.Random) -> Term:
    """What somebody may write for what *term* becomes: some steps, unfoldings, and slips."""
    for _ in range(choose.randrange(4)):
        match choose.randrange(7):
            case 0 | 1 | 2:
                rules = choose.choice([BETA, BETA, ETA])
                found = [(rule, path) for rule, path in redexes(term, rules=rules)]
                if found and term.size < 60:
                    rule, path = choose.choice(found)
                    term = contract(term, path, rule)
            case 3:
                term = renamed(term, choose)
            case 4:
                term = unfold(term, DEFINITIONS)
            case _:
                term = slipped(term, choose)
    return term


def slipped(term: Term, choose: random.Random, depth: int = 0) -> Term:
    """*term* with a wrong variable, or with the parts of an application in the wrong order."""
    match term:
        case Lam(hint, body):
            return Lam(hint, slipped(body, choose, depth + 1))
        case App(fn, arg) if choose.random() < 0.2:
            return App(arg, fn)
        case App(fn, arg) if choose.random() < 0.5:
            return App(slipped(fn, choose, depth), arg)
        case App(fn, arg):
            return App(fn, slipped(arg, choose, depth))
        case _ if depth:
            return Var(choose.randrange(depth))
        case _:
            return Free(choose.choice(strategies.LETTERS))


small = strategies.terms(names=strategies.letters | st.sampled_from(sorted(definitions)), most=7)


@given(small, st.sampled_from(sorted(CLAIMS)), choices)
def test_a_step_holds_if_an_independent_checker_says_so(
    left: Term, operator: str, choose: random.Random
) -> None:
    right = near(left, choose)
    assume(unfold(left, DEFINITIONS).size < 80 and unfold(right, DEFINITIONS).size < 80)
    try:
        expected = oracle.holds(operator, oracle.read(left), oracle.read(right), definitions)
    except oracle.TooMany:
        assume(False)
    assert holds(operator, left, right) in (expected, None)


@given(small, choices)
def test_strict_contraction_is_one_without_any_renaming(left: Term, choose: random.Random) -> None:
    left = lamb.parse_term(lamb.pretty(left))  # its hints are its names
    right = lamb.parse_term(lamb.pretty(near(left, choose)))
    expected = oracle.hinted(right) in list(
        oracle.everywhere(oracle.hinted(left), oracle.beta_without_renaming)
    )
    assert holds("b", left, right, strict=True) == expected


@given(small, choices)
def test_a_reduct_is_found_at_the_one_place_where_two_terms_differ(left: Term, choose: random.Random) -> None:
    right = near(left, choose)
    reducts = [contract(left, path, rule) for rule, path in redexes(left, rules=BETA)]
    found = list(reducts_like(left, right, lamb.Rule.BETA))
    assert all(one == right for one in found)
    assert bool(found) == (right in reducts)
    if left != right:
        alike = [reduct for reduct in reducts if reduct == right]
        assert all(any(named_alike(one, other) for other in found) for one in alike)


def chain(hint: str, length: int) -> Term:
    """(λx. x) ((λx. x) (… a)), of which every redex contracts to the same term."""
    term: Term = Free("a")
    for _ in range(length):
        term = App(Lam(hint, Var(0)), term)
    return term


def test_one_of_many_reducts_that_are_alike_is_enough() -> None:
    """So that checking a step takes as long as its terms are large."""
    left, right = chain("x", 1_000), chain("x", 999)
    for strict in (False, True):
        conditions = Conditions({}, strict_alpha=strict)
        with Budget().meter() as meter:
            assert CLAIMS["b"](left, right, conditions) is None
        assert meter.visited < 5 * left.size


@pytest.mark.parametrize("at", [0, 199])
def test_a_redex_at_either_end_is_found_in_a_time_linear_in_the_size(at: int) -> None:
    """Of (λx. (λx. (… f x x …) a) a) a, whose parts are all alike but for the innermost."""
    left: Term = Free("f")
    for index in reversed(range(200)):
        left = App(left, Var(index))
    for _ in range(200):
        left = App(Lam("x", left), Free("a"))
    right = contract(left, ("fn", "body") * at, Rule.BETA)
    with Budget().meter() as meter:
        assert holds("b", left, right)
    assert meter.visited < 10 * left.size


def test_the_search_for_reducts_is_metered() -> None:
    """Here each of them has another name than what was written."""
    conditions = Conditions({}, strict_alpha=True)
    with pytest.raises(Exhausted), Budget(seconds=20, clock=Clock()).meter():
        CLAIMS["b"](chain("x", 1_000), chain("y", 999), conditions)


# ── Searches ──────────────────────────────────────────────────────────────────────────

OMEGA = "(λx. x x) (λx. x x)"
GROWING = "(λx. x x x) (λx. x x x)"


@pytest.mark.parametrize(
    ("start", "goal", "expected"),
    [
        (OMEGA, OMEGA, True),
        (OMEGA, "a", False),
        (f"{OMEGA} b", "a b", False),
        (f"(λx. x) ({OMEGA}) b", f"{OMEGA} b", True),
        (f"(λx y. y) ({GROWING}) a", "a", True),
        (f"f ({GROWING}) ((λx. x) a)", f"f ({GROWING}) a", True),
        (f"f ({GROWING}) a", f"f ({GROWING} λx. x x x) a", True),
        (f"(λx. x a) (λy. f y y ({GROWING}))", f"f a a ({GROWING} λx. x x x)", True),
        ("(λx. x x) ((λy. y) a)", "(λy. y) a a", True),
        ("(λx. x x) ((λy. y) a)", "a ((λy. y) a)", True),
        ("(λf. f (f (f a))) (λx. g x x)", "g (g (g a a) (g a a)) (g (g a a) (g a a))", True),
        ("λx. (λy. y) x", "λx. x", True),
        ("λx. x", "λx. (λy. y) x", False),
    ],
)
def test_steps_are_looked_for_by_the_shape_of_their_goal(start: str, goal: str, expected: bool) -> None:
    search = Conditions({}, budget=LITTLE).meter.again()
    assert reaches(lamb.parse_term(start), lamb.parse_term(goal), search) is expected


def test_a_search_that_does_not_end_says_what_ran_out() -> None:
    search = Conditions({}, budget=LITTLE).meter.again()
    with pytest.raises(Exhausted) as exhausted:
        reaches(lamb.parse_term(GROWING), lamb.parse_term("a"), search)
    assert exhausted.value.status is Status.STEPS


def test_a_long_reduction_is_found_as_fast_as_it_is_made() -> None:
    start = unfold(lamb.parse_term("four four succ a"), DEFINITIONS)
    goal = start
    for _ in range(400):
        goal = contract(goal, next_redex(goal, Strategy.NORMAL)[1], Rule.BETA)  # type: ignore[index]
    assert reaches(start, goal, Conditions({}, budget=Budget(steps=2_000)).meter.again())


@pytest.mark.parametrize("operator", ["n*", "p*"])
def test_few_terms_of_a_long_reduction_are_put_together(
    operator: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Step] = []
    put_together = Step.after.func
    monkeypatch.setattr(Step, "after", property(lambda step: (made.append(step), put_together(step))[1]))
    term = lamb.parse_term(f"{LONG} (λy. f y) x")
    assert holds(operator, term, lamb.normalize(term).term)
    assert len(made) <= 2 * LONG.bit_length()


def test_unfolding_leaves_no_name_that_has_a_definition() -> None:
    definitions = {"a": lamb.parse_term("b b"), "b": lamb.parse_term("λx. 2 x")}
    assert unfold(lamb.parse_term("a y"), definitions) == lamb.parse_term(
        "(λx. (λf x. f (f x)) x) (λx. (λf x. f (f x)) x) y"
    )


def test_unfolding_works_through_a_long_chain_of_definitions() -> None:
    definitions: dict[str, Term] = {f"n{number}": Free(f"n{number + 1}") for number in range(DEPTH)}
    assert unfold(Free("n0"), definitions) == Free(f"n{DEPTH}")


def test_a_derivation_may_be_deep() -> None:
    deep = "f (" * DEPTH + r"(\x -> x) a" + ")" * DEPTH
    after = "f (" * DEPTH + "a" + ")" * DEPTH
    for operator in "b", "n", "p", "*", "n*", "~":
        assert derived(f"conf deep : {deep} ={operator}> {after}").verdict is Verdict.HOLDS, operator


def test_operators_are_read_apart() -> None:
    assert read("=b>") == ("b", "", False)
    assert read("<n*:w=") == ("n*", "w", True)


def test_no_mistake_is_looked_for_once_the_time_is_over() -> None:
    text = "conf short : a" + "".join(f" =a> a{number}" for number in range(100))
    steps = derived(text, budget=Budget(seconds=100, clock=Clock())).steps
    assert {step.verdict for step in steps} == {Verdict.FAILS}
    mistakes = [step.mistake for step in steps]
    assert mistakes[0]
    assert not mistakes[-1]


# ── What is said ──────────────────────────────────────────────────────────────────────

HOMEWORK = r"""
let id = \x -> x
let zero = \f x -> x
let one = \f x -> f x
let incr = \n f x -> f (n f x)
let omega = (\x -> x x) (\x -> x x)
"""


def derived(derivation: str, *, strict: bool = False, budget: Budget = LITTLE) -> Derived:
    """What is found of a derivation over the definitions above."""
    session = Session(budget=budget, strict_alpha=strict)
    results = session.run_program(Source(HOMEWORK + derivation, "demo.lc"))
    (found,) = (result for result in results if isinstance(result, Derived))
    return found


@pytest.mark.parametrize(
    ("derivation", "reason"),
    [
        (r"eval a : id zero =b> zero", "unfold a definition first"),
        (r"conf a : (\x -> x) y =b> z", "no single β-step"),
        (r"conf a : x =b> x", "no β-redex"),
        (r"eval a : id =d> \x -> y", "more than definitions"),
        (r"conf a : \x -> x =a> \x -> y", "names of bound variables"),
        (r"conf a : (\x -> x x) ((\y -> y) z) =n> (\x -> x x) z", "normal order"),
        (r"conf a : (\x -> x x) ((\y -> y) z) =p> (\y -> y) z ((\y -> y) z)", "applicative order"),
        (r"conf a : x =n> x", "no redex left"),
        (r"conf a : incr zero =*> zero", "no steps lead here"),
        (r"conf a : incr zero =*> id zero", "no steps lead here"),
        (r"conf a : incr zero =~> zero", "not the normal form"),
        (r"conf a : incr zero =~> incr zero", "still has a redex"),
        (r"conf a : incr zero =n*> zero", "does not lead to"),
        (r"conf a : omega =~> zero", "has no normal form: it repeats for ever"),
        (r"conf a : (\f -> f f zero) (\f x -> f f x) =~> zero", "has no normal form: it repeats for ever"),
        (r"conf a : omega =n*> zero", "does not lead to"),
        (r"conf a : omega =p*> zero", "does not lead to"),
        (r"conf a : \x -> f x x =e> f x", "no single η-step"),
        (r"conf a : \x y -> f x y =e> f", "more than one η-step"),
        (r"conf a : (\x -> x) ((\y -> y) z) =b:s> (\y -> y) z", "strong normal form"),
        (r"conf a : (\x -> x) ((\y -> y) z) =b:w> (\y -> y) z", "weak normal form"),
        (r"conf a : (\x -> x) ((\y -> y) z) =b:h> (\y -> y) z", "head normal form"),
        (r"conf a : (\x y -> x) y =b> \y -> y", "no single β-step"),
    ],
)
def test_a_derivation_that_does_not_hold_is_told_why(derivation: str, reason: str) -> None:
    found = derived(derivation)
    assert found.verdict is Verdict.FAILS
    assert reason in found.reason


def test_a_derivation_without_an_end_is_partial() -> None:
    found = derived(r"eval a : omega =d> (\x -> x x) (\x -> x x)")
    assert found.verdict is Verdict.PARTIAL
    assert [step.verdict for step in found.steps] == [Verdict.HOLDS]
    assert found.ending is not None
    assert found.ending.place.text == r"(\x -> x x) (\x -> x x)"
    assert "no normal form" in found.reason


def test_a_step_that_asks_for_the_normal_form_is_not_asked_for_it_twice() -> None:
    found = derived("eval a : omega =~> omega")
    assert found.verdict is Verdict.FAILS
    assert len(found.flaws) == 1


def test_all_mistakes_are_found_each_at_its_place() -> None:
    found = derived(r"eval a : id zero =b> id zero =d> (\x -> x) zero =b> one =b> one")
    assert found.verdict is Verdict.FAILS
    assert [step.verdict is Verdict.HOLDS for step in found.steps] == [False, True, False, False]
    assert [step.place.text for step in found.flaws] == ["=b> id zero", "=b> one", "=b> one"]
    assert found.flaw is found.steps[0]


GROWING = r"(\s -> s s z) (\s n -> s s (i n))"


@pytest.mark.parametrize(
    ("derivation", "status"),
    [
        (f"conf a : {GROWING} =*> y", Status.STEPS),
        (f"conf a : {GROWING} =n*> y", Status.STEPS),
        (f"conf a : {GROWING} =~> zero", Status.STEPS),
        (r"conf a : 100000000 f x =*> x", None),
    ],
)
def test_a_search_without_an_end_is_given_up_and_says_so(derivation: str, status: Status | None) -> None:
    found = derived(derivation)
    assert found.verdict is Verdict.UNDECIDED
    assert found.stopped is status
    assert "within 1,000 steps" in found.reason or "too large" in found.reason


def test_the_seconds_of_a_budget_are_those_of_the_whole_derivation() -> None:
    clock = ticking(0.1)
    budget = Budget(steps=100_000, seconds=1.0, clock=lambda: next(clock))
    found = derived(f"conf a : {GROWING} =~> zero =~> one <~= {GROWING}", budget=budget)
    assert [step.stopped for step in found.steps] == [Status.SECONDS, None, Status.SECONDS]
    assert next(clock) < 3.5  # each look at it takes a tenth


def ticking(step: float) -> Iterator[float]:
    now = 0.0
    while True:
        now += step
        yield now


def test_what_fails_for_certain_is_worse_than_what_is_undecided() -> None:
    assert derived(f"conf a : {GROWING} =~> zero =a> one").verdict is Verdict.FAILS
    assert derived(f"eval a : {GROWING} =n*> id id").verdict is Verdict.PARTIAL


def test_a_wrong_step_is_explained_when_somebody_asks() -> None:
    found = derived(r"conf a : (\x y -> x) y =b> \y -> y")
    mistake = found.steps[0].mistake
    assert mistake is not None
    assert mistake.what
    assert derived(r"conf a : (\x -> x) y =b> y").steps[0].mistake is None


def test_two_derivations_of_one_name_are_refused() -> None:
    results = list(Session().run_program(Source("conf a : x\nconf a : x")))
    assert "already a derivation “a”" in str(results[0])


# ── Strict α ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("derivation", "allowed"),
    [
        (r"conf a : \x -> x =a> \y -> y", True),
        (r"conf a : (\x y -> x) z =b> \y -> z", True),
        (r"conf a : (\x y -> x) z =b> \u -> z", False),
        (r"conf a : (\x y -> x) y =b> \z -> y", False),
        (r"conf a : (\x y -> x) y =a> (\x z -> x) y =b> \z -> y", True),
        (r"conf a : id =d> \x -> x", True),
        (r"conf a : id =d> \y -> y", False),
        (r"conf a : \x y -> f x y =e> \x -> f x", True),
        (r"conf a : \x y -> f x y =e> \z -> f z", False),
        (r"conf a : id (\y -> y) =n> \y -> y", True),
        (r"conf a : id (\y -> y) =n> \z -> z", False),
        (r"conf a : id (\y -> y) =p> \z -> z", False),
        (r"conf a : id (\y -> y) =*> \z -> z", True),
        (r"conf a : id (\y -> y) =n*> \z -> z", True),
        (r"conf a : id (\y -> y) =p*> \z -> z", True),
        (r"conf a : id (\y -> y) =~> \z -> z", True),
        (r"conf a : \z -> z <b= (\x -> x) (\y -> y)", False),
    ],
)
def test_with_strict_alpha_a_renaming_needs_a_step_of_its_own(derivation: str, allowed: bool) -> None:
    assert derived(derivation).verdict is Verdict.HOLDS
    found = derived(derivation, strict=True)
    assert (found.verdict is Verdict.HOLDS) == allowed
    assert allowed or "=a>" in found.reason


def test_with_strict_alpha_shadowed_names_still_mean_the_inner_one() -> None:
    assert derived(r"conf a : (\x -> \x -> x) b =b> \x -> x", strict=True).verdict is Verdict.HOLDS
    assert derived(r"conf a : (\x -> x (\x -> x)) b =b> b (\x -> x)", strict=True).verdict is Verdict.HOLDS


# ── The time that explanations take ──

BUSY = "(λx. x (x x)) ((λy z. z y y) " * 12 + "a" + ")" * 12


@pytest.mark.parametrize("operator", ["=b>", "=n>", "=p>", "=e>", "=d>", "=*>", "=n*>", "=~>"])
def test_the_search_for_a_mistake_can_be_stopped(operator: str) -> None:
    left, right = (parse_expression(Source(text)) for text in (BUSY, "a b"))
    with Recording() as meter:
        assert diagnose(left, operator, right, {}, CONSTRUCTORS)
    assert len(meter.told) > 1
    with pytest.raises(Exhausted), Stopping():
        diagnose(left, operator, right, {}, CONSTRUCTORS)


def test_a_mistake_is_looked_for_in_the_time_that_the_judging_has_left() -> None:
    clock = Clock(1 / 100)
    found = derived(f"conf a : {BUSY} =b> b", budget=Budget(seconds=0.1, clock=clock))
    begun = clock.looks
    (step,) = found.steps
    assert step.verdict is Verdict.FAILS
    assert step.mistake is None
    assert step.reason
    assert clock.looks - begun <= 12


def test_it_does_not_matter_when_somebody_asks_for_the_mistake() -> None:
    now = 0.0
    found = derived("conf a : (λx. x x) y =b> y", budget=Budget(seconds=1, clock=lambda: now))
    now = 1_000.0
    (step,) = found.steps
    assert step.mistake
