"""What holds of every diagnosis, whatever was written."""

from __future__ import annotations

import pytest
from hypothesis import given, settings, strategies as st

from lamb.calculus.reduction import BETA_DELTA, Rule, contract, redexes
from lamb.course.mistakes.attempt import MOST_NODES, MOST_SEEN
from lamb.course.mistakes.diagnosis import diagnose, unfinished
from lamb.course.verdicts import Mistake
from lamb.errors import Source
from lamb.notation.names import CONSTRUCTORS, remove_names, restore_names
from lamb.notation.parser import parse_expression
from lamb.notation.syntax import Abstraction, Application, Expr, Name, PairOf
from tests.course.mistakes.wrong import RULES, diagnosed
from tests.effort import DEPTH, EXAMPLES
from tests.strategies import DEFINITIONS, expressions, unfolding

STEPS = ("a", "b", "d", "e", "n", "p", "*", "n*", "p*", "~")
operators = st.builds(
    lambda step, form, backwards: f"<{step}{form}=" if backwards else f"={step}{form}>",
    st.sampled_from(STEPS),
    st.sampled_from(("", "", ":s", ":w", ":h")),
    st.booleans(),
)
trees = expressions(("x", "y", "f", "pair", "I", "K", "Y", "42", "_"))


def said(left: Expr, operator: str, right: Expr) -> Mistake:
    return diagnose(left, operator, right, DEFINITIONS, CONSTRUCTORS)


@settings(max_examples=EXAMPLES * 2 // 3)
@given(trees, operators, trees)
def test_something_is_said_of_any_two_terms(left: Expr, operator: str, right: Expr) -> None:
    mistake = said(left, operator, right)
    assert mistake.kind
    assert mistake.what
    assert mistake.where
    assert all(str(mistake.told(hint)) for hint in (1, 2, 3))
    assert mistake.place is None or 0 <= mistake.place[1] < mistake.place[2]


@given(unfolding(), operators, st.data())
def test_something_is_said_of_steps_that_are_nearly_right(term, operator, data) -> None:  # type: ignore[no-untyped-def]
    found = [path for rule, path in redexes(term, DEFINITIONS, BETA_DELTA) if rule is Rule.BETA]
    if found:
        reduct = contract(term, data.draw(st.sampled_from(found)), Rule.BETA)
        assert said(restore_names(term), operator, restore_names(reduct)).what


@pytest.mark.parametrize("kind", RULES)
def test_each_hint_tells_more_than_the_one_before_and_the_first_names_nothing_of_the_term(kind: str) -> None:
    for _, mistake in diagnosed(kind):
        first, second, third = (str(mistake.told(hint)) for hint in (1, 2, 3))
        assert second.startswith(first)
        assert third.startswith(second)
        assert len(first) < len(second) < len(third)
        assert "“" not in mistake.told(1).message


@given(trees)
def test_a_form_is_finished_or_has_a_redex(term: Expr) -> None:
    for form in "swh":
        mistake = unfinished(term, form, DEFINITIONS, CONSTRUCTORS)
        assert mistake is None or mistake.kind == "not-normal"


def test_what_is_in_strong_normal_form_is_in_every_form() -> None:
    for form in "swh":
        assert unfinished(Abstraction("x", Name("x")), form, {}, CONSTRUCTORS) is None


# ── Depth and size ────────────────────────────────────────────────────────────────────


def nested(body: Expr, wrap: str) -> Expr:
    for _ in range(DEPTH):
        match wrap:
            case "λ":
                body = Abstraction("x", body)
            case "fn":
                body = Application(body, Name("a"))
            case "arg":
                body = Application(Name("f"), body)
            case "redex":
                body = Application(Abstraction("x", body), Name("a"))
            case "pending":
                body = Application(Abstraction("x", Name("x")), body)
    return body


@pytest.mark.parametrize("operator", ["=a>", "=b>", "=e>", "=n>", "=*>", "=~>"])
@pytest.mark.parametrize("wrap", ["λ", "arg", "pending"])
def test_depth_does_no_harm(operator: str, wrap: str) -> None:
    assert said(nested(Name("x"), wrap), operator, nested(Name("y"), wrap)).what


@pytest.mark.parametrize("operator", ["=d>", "=p>", "=n*>"])
@pytest.mark.parametrize("wrap", ["fn", "redex"])
def test_depth_on_one_side_does_no_harm(operator: str, wrap: str) -> None:
    assert said(Name("x"), operator, nested(Name("y"), wrap)).what
    assert said(nested(Name("y"), wrap), operator, Name("x")).what


def test_definitions_that_stand_for_immense_terms_do_no_harm() -> None:
    definitions = {"d0": remove_names(Abstraction("x", Name("x")))}
    for number in range(1, 60):
        last = Name(f"d{number - 1}")
        definitions[f"d{number}"] = remove_names(Application(Application(Name("pair"), last), last))
    for step in STEPS:
        for left, right in (("d59", "d58"), ("d59", "x"), ("x", "d59")):
            assert diagnose(Name(left), f"={step}>", Name(right), definitions, CONSTRUCTORS).what


def test_an_immense_numeral_does_no_harm() -> None:
    """One that is too large to be searched, and one that is too large to be shown."""
    for number, steps in ((MOST_NODES, STEPS), (MOST_SEEN, ("b", "*"))):
        left = Application(Application(Name(str(number)), Name("f")), Name("x"))
        for step in steps:
            assert diagnose(left, f"={step}>", Name("9" * 500), {}, CONSTRUCTORS).what


def test_an_endless_reduction_does_no_harm() -> None:
    half = Abstraction("x", Application(Application(Name("x"), Name("x")), Name("x")))
    for step in ("b", "p", "*", "n*", "~"):
        assert diagnose(Application(half, half), f"={step}>", Name("y"), {}, CONSTRUCTORS).what


def test_names_of_the_sugar_are_not_caught_by_binders() -> None:
    left = Abstraction("pair", PairOf(Name("x"), Name("y")))
    mistake = said(left, "=a>", Abstraction("pair", PairOf(Name("x"), Name("z"))))
    assert mistake.right is not None
    assert remove_names(mistake.right) == remove_names(left)


def test_long_terms_are_cut_off_in_messages() -> None:
    message = str(said(nested(Name("x"), "arg"), "=b>", nested(Name("y"), "arg")).told(3))
    assert len(message) < 2_000


IMMENSE = "40 (λx. p x x) q"


@pytest.mark.parametrize(
    ("left", "operators", "right"),
    [
        (IMMENSE, "=p*> =~> =b> =e> =a>", "y"),
        ("y", "=*> =p*> =~> =b> =e> =a>", IMMENSE),
        (IMMENSE, "=*> =~> =b> =e> =a>", f"z ({IMMENSE})"),
    ],
)
def test_normal_forms_that_are_immense_as_trees_do_no_harm(left: str, operators: str, right: str) -> None:
    for operator in operators.split():
        mistake = said(parse_expression(Source(left)), operator, parse_expression(Source(right)))
        assert len(str(mistake.told(2))) < 2_000
