"""Derivations: what holds, what does not, and what is said about it."""

import pytest

from lamb import Derived, Session, Source, Verdict
from lamb.calculus.reduction import Rule, contract, innermost, redexes, subterm
from lamb.course.derivations import outermost, unfold
from lamb.notation import parse_term

DEFINITIONS = r"""
let id = \x -> x
let zero = \f x -> x
let one = \f x -> f x
let incr = \n f x -> f (n f x)
let omega = (\x -> x x) (\x -> x x)
"""


def verdict(derivation: str) -> tuple[Verdict, str, int]:
    """What is said of a derivation over the definitions above, and the column it points at."""
    results = list(Session().run_program(Source(DEFINITIONS + derivation)))
    (derived,) = (result for result in results if isinstance(result, Derived))
    return derived.verdict, derived.reason, derived.place.column


@pytest.mark.parametrize(
    "derivation",
    [
        r"eval a : id zero =d> (\x -> x) zero =b> zero",
        r"eval a : id zero =d> (\x -> x) (\f x -> x) =a> (\y -> y) (\f x -> x) =b> \f x -> x =d> zero",
        r"eval a : incr zero =*> one",
        r"eval a : incr zero =~> one",
        r"eval a : incr zero =n*> \f x -> f x",
        r"eval a : incr zero =p*> \f x -> f x",
        r"eval a : (\x -> x x) (\y -> y) =n> (\y -> y) (\y -> y) =p:s> \y -> y",
        r"eval a : \x -> f x =e> f",
        r"eval a : \f x -> f x =e> \f -> f",
        r"conf a : id id =d> (\x -> x) id =b> id <d= \x -> x",
        r"conf a : one <*= incr zero",
        r"conf a : \x -> x <b= (\y -> y) (\x -> x)",
        r"conf a : (\x -> x) y =b:w> y",
        r"conf a : (\x y -> x) z =b:h> \y -> z",
        r"conf a : 2 =d> \f x -> f (f x)",
        r"conf a : omega =*> omega",
    ],
)
def test_a_derivation_that_holds_is_said_to_hold(derivation: str) -> None:
    assert verdict(derivation)[0] is Verdict.HOLDS


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
        (r"conf a : incr zero =~> zero", "not the normal form"),
        (r"conf a : incr zero =~> incr zero", "still has a redex"),
        (r"conf a : incr zero =n*> zero", "does not come past"),
        (r"conf a : \x -> f x x =e> f x", "no single η-step"),
        (r"conf a : \x y -> f x y =e> f", "more than one η-step"),
        (r"eval a : omega =d> (\x -> x x) (\x -> x x)", "no normal form"),
        (r"conf a : (\x -> x) ((\y -> y) z) =b:s> (\y -> y) z", "strong normal form"),
        (r"conf a : (\x -> x) ((\y -> y) z) =b:w> (\y -> y) z", "weak normal form"),
        (r"conf a : (\x -> x) ((\y -> y) z) =b:h> (\y -> y) z", "head normal form"),
        (r"conf a : (\x y -> x) y =b> \y -> y", "no single β-step"),
    ],
)
def test_a_derivation_that_does_not_hold_is_told_why(derivation: str, reason: str) -> None:
    found, why, _ = verdict(derivation)
    assert found is Verdict.FAILS
    assert reason in why


def test_the_place_of_a_flaw_is_the_step_that_has_it() -> None:
    derivation = r"eval a : id zero =d> (\x -> x) zero =b> one =b> one"
    assert verdict(derivation)[2] == derivation.index("=b>") + 1


def test_a_search_without_an_end_is_given_up_and_says_so() -> None:
    assert verdict(r"conf a : (\x -> x x x) (\x -> x x x) =*> y")[0] is Verdict.UNDECIDED
    assert verdict(r"conf a : (\x -> x x x) (\x -> x x x) =n*> y")[0] is Verdict.UNDECIDED
    assert verdict(r"conf a : omega =~> zero")[0] is Verdict.UNDECIDED


def test_two_derivations_of_one_name_are_refused() -> None:
    results = list(Session().run_program(Source("conf a : x\nconf a : x")))
    assert "already a derivation “a”" in str(results[0])


def test_normal_order_takes_the_outermost_redex_and_applicative_order_the_innermost() -> None:
    term = parse_term("(λx. (λy. y) x) ((λz. z) w)")
    assert outermost(term) == ()
    assert innermost(term) == ("fn", "body")


def test_the_innermost_redex_has_none_inside() -> None:
    term = parse_term("(λx. x x) ((λy. (λz. z) y) w) ((λu. u) v)")
    while (path := innermost(term)) is not None:
        assert [found for _, found in redexes(subterm(term, path), rules=frozenset({Rule.BETA}))] == [()]
        term = contract(term, path, Rule.BETA)


def test_unfolding_leaves_no_name_that_has_a_definition() -> None:
    definitions = {"a": parse_term("b b"), "b": parse_term("λx. 2 x")}
    assert unfold(parse_term("a y"), definitions) == parse_term(
        "(λx. (λf x. f (f x)) x) (λx. (λf x. f (f x)) x) y"
    )


def test_unfolding_works_through_a_chain_of_ten_thousand_definitions() -> None:
    definitions = {f"n{number}": parse_term(f"n{number + 1}") for number in range(10_000)}
    assert unfold(parse_term("n0"), definitions) == parse_term("n10000")
