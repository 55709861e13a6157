"""The table of known arithmetic: each term does what its law says, and the prelude's are all known."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from math import factorial

import pytest

import lamb
from lamb import App, Budget, Free, Lam, Term, Var
from lamb.calculus.numerals import numeral_hints
from lamb.machine.arithmetic.laws import Law, NoNumberError
from lamb.machine.arithmetic.table import ArithmeticLinker, known_arithmetic, lam
from lamb.prelude import prelude
from tests.machine.arithmetic.terms import DEFINITIONS, LAWS, OMEGA, applied

ROWS = [pytest.param(term, law, id=lamb.pretty(term)[:40]) for term, law in LAWS.items()]
PRELUDE = ["succ", "add", "mul", "pow", "pred", "sub", "half", "leq", "is-even", "is-odd", "div", "mod"]


def law_of(term: Term, definitions: Mapping[str, Term] = DEFINITIONS) -> Law | None:
    linker = ArithmeticLinker(definitions)
    return linker.law(term, linker.top)


@pytest.mark.parametrize(("term", "law"), ROWS)
def test_a_term_does_what_its_law_says(term: Term, law: Law) -> None:
    """Its result is the very numeral, or truth value, and not what is the same up to η."""
    for numbers in product(range(5), repeat=law.arity):
        outcome = lamb.normalize(
            applied(term, *map(lamb.church, numbers)), budget=Budget(steps=100_000), definitions=DEFINITIONS
        )
        try:
            expected = law.of(*numbers)
        except NoNumberError:
            assert numeral_hints(outcome.term) is None
            continue
        assert outcome.term == (lamb.boolean(bool(expected)) if law.decides else lamb.church(expected))


def test_no_term_is_there_twice() -> None:
    assert len(list(known_arithmetic())) == len(LAWS)


@pytest.mark.parametrize("name", PRELUDE)
def test_the_arithmetic_of_the_prelude_is_known(name: str) -> None:
    assert law_of(prelude()[name])


def test_arithmetic_is_known_by_what_it_is_not_by_its_name() -> None:
    wrong = {"succ": lamb.parse_term("λn. n"), "mul": lamb.parse_term("λm n. m succ n")}
    assert law_of(lamb.parse_term("λm n. m succ n"), wrong) is None
    assert law_of(lamb.parse_term("λa b. a succ b"))
    assert law_of(lamb.parse_term("λa b. b succ b")) is None
    assert law_of(lamb.parse_term("λa b. a unknown b")) is None


def test_definitions_that_go_round_in_a_circle_are_not_known() -> None:
    assert law_of(Lam("x", Free("a")), {"a": Free("b"), "b": Free("a")}) is None


def test_one_is_a_numeral_and_its_eta_short_form_is_none() -> None:
    assert numeral_hints(lamb.parse_term("λg y. g y")) == (1, "g", "y")
    assert numeral_hints(lamb.parse_term("λf. f")) is None
    assert numeral_hints(lamb.parse_term("λf x. f x x")) is None
    assert numeral_hints(lamb.parse_term("λf x. y")) is None
    assert numeral_hints(lamb.church(10**30)) == (10**30, "f", "x")


def test_functions_of_python_are_terms() -> None:
    assert lam(lambda f: lam(lambda x: f(f, x))).term == Lam("f", Lam("x", App(App(Var(1), Var(1)), Var(0))))


def number_of(text: str, steps: int) -> int | None:
    """The number that a text comes to in so many steps."""
    outcome = lamb.normalize(
        lamb.parse_term(text), definitions=DEFINITIONS, budget=Budget(steps), numbers=True
    )
    assert outcome.finished
    return lamb.read_numeral(outcome.term)


LAZY = [
    ("succ Ω (λa. true) one", "true"),
    ("is-zero (succ Ω)", "false"),
    ("is-zero (add 3 Ω)", "false"),
    ("is-zero (mul 2 (succ Ω))", "false"),
    ("mul 0 Ω", "0"),
    ("mul Ω' 0 x", None),
    ("pow 0 (succ Ω) f x", None),
    ("leq 0 Ω", "true"),
    ("leq (succ Ω) 0", "false"),
    ("leq 2 (add 2 Ω)", "true"),
    ("is-zero (pred (add 2 Ω))", "false"),
    ("is-zero (sub (add 5 Ω) 2)", "false"),
    ("is-zero (half (add 2 Ω))", "false"),
    ("mod 0 (succ Ω)", "0"),
    ("mod (succ Ω) 1", "0"),
    ("div 3 0", "0"),
    ("is-zero (div (succ Ω) 1)", "false"),
    ("K 1 (pred Ω)", "1"),
    ("succ Ω (λa. true) x", "true"),
    ("pow Ω 0", "1"),
    ("pow Ω 0 f x", "f x"),
    ("mul 0 Ω f x", "x"),
    ("K x (pair Ω (div Ω Ω))", "x"),
    ("add (succ Ω) Ω (K x) y", "x"),
    ("mul (λf x. f Ω) 2 (K x) y", "x"),
    ("2 (K 3) Ω", "3"),
    ("lt 0 (add 1 Ω)", "true"),
    ("eq (add 1 Ω) 0", "false"),
    ("gcd Ω 0", None),
    ("pred (λf x. f (f Ω)) (K x) y", "x"),
    ("λz. add z 0", "λz f x. z f x"),
    ("λz. succ (pred z)", None),
    ("pair Ω", None),
    ("(λn. pair (is-zero n) (n (K x) y)) (mul 2 (succ Ω))", "pair false x"),
    ("fst (pair 1 (sub Ω 2))", "1"),
]


@pytest.mark.parametrize(("text", "expected"), LAZY)
def test_nothing_is_looked_at_that_is_not_needed(text: str, expected: str | None) -> None:
    definitions = {**DEFINITIONS, "Ω": OMEGA, "one": Free("1")}
    budget = Budget(steps=5_000)
    term = lamb.parse_term(text)
    plain = lamb.normalize(term, definitions=definitions, budget=budget)
    fast = lamb.normalize(term, definitions=definitions, budget=budget, numbers=True)
    assert fast.status is plain.status
    if expected is not None:
        wanted = lamb.normalize(lamb.parse_term(expected), definitions=definitions)
        assert fast.term == plain.term == wanted.term


UNKNOWN = ["add 2 x", "add x 2", "mul x y", "pred x", "sub 3 x", "sub x 1", "leq x 2", "leq 2 x", "mod x 3"]


@pytest.mark.parametrize("text", [*UNKNOWN, "pred (succ x)", "add 0 x", "mul 1 x", "mul 1 (λf. f)", "0 3"])
def test_what_is_no_number_is_left_to_the_plain_machine(text: str) -> None:
    """`pred (succ n)`, `add 0 n`, `mul 1 n` are n for numbers alone, and 1 is not λf. f."""
    term = lamb.parse_term(text)
    plain = lamb.normalize(term, definitions=DEFINITIONS)
    fast = lamb.normalize(term, definitions=DEFINITIONS, numbers=True)
    assert fast.finished
    assert fast.term == plain.term


LARGE = {
    "fact 20": 2432902008176640000,
    "fib 30": 832040,
    "pow 2 200": 2**200,
    "2 2 2 2 2": 2**65_536,
    "gcd (fact 20) (mul 47 (fact 10))": 3628800,
    "mod (pow 7 100) 1000": 7**100 % 1000,
    "sub (pow 10 30) (pow 10 29)": 9 * 10**29,
    "length (range 0 100)": 100,
    "1000000000000": 10**12,
    "fact 300": factorial(300),
}


@pytest.mark.parametrize("text", LARGE)
def test_large_numbers_are_exact(text: str) -> None:
    budget = Budget(steps=20_000, nodes=100_000)
    outcome = lamb.normalize(lamb.parse_term(text), definitions=DEFINITIONS, budget=budget, numbers=True)
    assert outcome.finished
    assert lamb.read_numeral(outcome.term) == LARGE[text]
    assert outcome.term.size == 2 * LARGE[text] + 3


def test_numbers_that_are_too_large_are_left_to_the_budget() -> None:
    budget = Budget(steps=10_000, nodes=100_000)
    for text in ("pow 10 1000000000", "tetration 9 9", "mul (pow 2 200000) (pow 2 200000)"):
        outcome = lamb.normalize(lamb.parse_term(text), definitions=DEFINITIONS, budget=budget, numbers=True)
        assert outcome.status in (lamb.Status.STEPS, lamb.Status.NODES)


def test_an_outcome_says_whether_numbers_were_used() -> None:
    term = lamb.parse_term("add 1 2")
    assert lamb.normalize(term, definitions=DEFINITIONS, numbers=True).numbers_used
    assert not lamb.normalize(term, definitions=DEFINITIONS).numbers_used
    stopped = lamb.normalize(
        lamb.parse_term("Ω (add 1 2)"),
        definitions={**DEFINITIONS, "Ω": lamb.parse_term("(λx y. x x y) (λx y. x x y)")},
        budget=Budget(steps=50),
        numbers=True,
    )
    assert not stopped.numbers_used
    counting = lamb.normalize(
        lamb.parse_term("Y (λf n. is-zero n a (f (succ n))) 1"),
        definitions=DEFINITIONS,
        budget=Budget(steps=50),
        numbers=True,
    )
    assert (counting.finished, counting.numbers_used) == (False, True)
    assert not lamb.normalize(lamb.parse_term("K x y"), definitions=DEFINITIONS, numbers=True).numbers_used


def test_hints_of_numerals_that_were_written_stay() -> None:
    """`false` is 0, but it is not shown as λf x. x."""
    term = lamb.parse_term("λp. p (λx y. y) (λs z. s (s z))")
    assert lamb.pretty(lamb.normalize(term, numbers=True).term) == lamb.pretty(term)


def test_numbers_that_were_computed_are_written_with_f_and_x() -> None:
    for text in ("add 1 2", "3", "succ (λs z. s (s z))"):
        outcome = lamb.normalize(lamb.parse_term(text), definitions=DEFINITIONS, numbers=True)
        assert lamb.pretty(outcome.term) == "λf x. f (f (f x))"


def test_a_deep_sum_needs_no_stack() -> None:
    """20,000 successors, each of which asks the next one."""
    term = lamb.parse_term("20000 (λn. add n 1) 0")
    outcome = lamb.normalize(term, definitions=DEFINITIONS, numbers=True)
    assert lamb.read_numeral(outcome.term) == 20_000
    late = applied(lamb.parse_term("λn f x. n f (f x)"), lamb.parse_term("succ 4"))
    assert lamb.read_numeral(lamb.normalize(late, definitions=DEFINITIONS, numbers=True).term) == 6


def test_traces_know_no_integers() -> None:
    steps = list(lamb.trace(lamb.parse_term("add 1 1"), definitions=DEFINITIONS))
    assert {step.rule for step in steps} == {lamb.Rule.BETA, lamb.Rule.DELTA}


@pytest.mark.parametrize("text", ["pow 2 40 (K x) y", "add (pow 2 33) 1 (K x) y"])
def test_an_immense_number_is_taken_apart_as_it_is_needed(text: str) -> None:
    """A number of 2³² or more hands over its f in parts; a run that is stopped there is read right."""
    term = lamb.parse_term(text)
    for steps in range(12):
        stopped = lamb.normalize(term, definitions=DEFINITIONS, budget=Budget(steps=steps), numbers=True)
        rest = lamb.normalize(stopped.term, definitions=DEFINITIONS, budget=Budget(1_000), numbers=True)
        assert rest.term == Free("x")


LETS = {
    "let s = λn f x. f (n f x); add = λm n. m s n in add 200 300": 500,
    "let s = λn f x. f (n f x); t = s; add = λm n. m t n; mul = λm n. m (add n) 0 in mul 200 300": 60_000,
    "let p = λn f x. n (λg h. h (g f)) (λu. x) (λu. u); sub = λm n. n p m in K (sub 300 200) p": 100,
    "let zz = pair 0 0; p = λn. fst (n (λc. pair (snd c) (succ (snd c))) zz) in p 1000": 999,
}


@pytest.mark.parametrize("text", LETS)
def test_what_a_let_has_bound_may_be_a_part_of_arithmetic(text: str) -> None:
    """Then it takes a step for each `let`, and none for arithmetic."""
    assert number_of(text, steps=10) == LETS[text]


def test_a_definition_may_have_lets_around_its_arithmetic() -> None:
    text = "let s = λn f x. f (n f x); add = λm n. m s n in λm. add m m"
    definitions = {"twice": lamb.parse_term(text)}
    outcome = lamb.normalize(
        lamb.parse_term("twice 10000"), definitions=definitions, budget=Budget(10), numbers=True
    )
    assert lamb.read_numeral(outcome.term) == 20_000


def test_a_name_that_a_let_has_bound_is_not_the_one_of_the_library() -> None:
    term = lamb.parse_term("let succ = λn. n in (λm n. m succ n) 3 4")
    outcome = lamb.normalize(term, definitions=DEFINITIONS, numbers=True)
    assert lamb.read_numeral(outcome.term) == 4
