"""What `import lamb` offers, it has, and keeps to."""

from __future__ import annotations

import inspect

import pytest

import lamb
from lamb import Budget, Lam, Status, Strategy, Var

OFFERED = """
    Var Free Lam App Term parse_term pretty normalize trace Budget Outcome Status Rule Step Strategy
    readings church boolean pair list_of encode read_numeral read_boolean read_pair read_list
    to_blc from_blc Session LambError ParseError DefinitionError LoadError EncodingError
"""
PROMISED = OFFERED.split()


@pytest.mark.parametrize("name", sorted({*PROMISED, *lamb.__all__}))
def test_every_name_that_is_offered_is_there(name: str) -> None:
    assert name in lamb.__all__
    assert name in dir(lamb)
    assert getattr(lamb, name) is getattr(lamb, name)


def test_other_names_are_not() -> None:
    with pytest.raises(AttributeError, match="no attribute 'normalise'"):
        lamb.normalise  # noqa: B018
    assert not hasattr(lamb, "anything")


@pytest.mark.parametrize("name", [name for name in lamb.__all__ if callable(getattr(lamb, name))])
def test_everything_offered_says_what_it_is(name: str) -> None:
    assert inspect.getdoc(getattr(lamb, name))


@pytest.mark.parametrize(
    ("function", "keywords"),
    [
        (lamb.normalize, {"definitions", "budget"}),
        (lamb.trace, {"strategy", "definitions", "budget"}),
        (lamb.pretty, {"ascii"}),
        (lamb.Session, {"prelude", "budget", "strategy"}),
    ],
)
def test_options_are_named(function: object, keywords: set[str]) -> None:
    parameters = inspect.signature(function).parameters  # type: ignore[arg-type]
    assert all(parameters[keyword].kind is inspect.Parameter.KEYWORD_ONLY for keyword in keywords)


def test_a_budget_has_no_limit_unless_one_is_named() -> None:
    assert (Budget().steps, Budget().nodes, Budget().seconds) == (None, None, None)
    assert Budget(steps=3) == Budget(steps=3)


def test_the_readme_of_the_package_works() -> None:
    outcome = lamb.normalize(lamb.parse_term("(λx y. y x) a"))
    assert (outcome.status, outcome.finished, outcome.steps) == (Status.NORMAL_FORM, True, 1)
    assert lamb.pretty(outcome.term) == "λy. y a"
    assert lamb.pretty(outcome.term, ascii=True) == "\\y. y a"
    (step,) = lamb.trace(lamb.parse_term("(λx y. y x) a"), strategy=Strategy.NORMAL)
    assert (step.rule.value, step.path, step.after) == ("β", (), outcome.term)


def test_errors_are_of_one_family() -> None:
    for error in (lamb.ParseError, lamb.DefinitionError, lamb.LoadError, lamb.EncodingError):
        assert issubclass(error, lamb.LambError)
    with pytest.raises(lamb.ParseError):
        lamb.parse_term("(λx. x")


def test_terms_can_be_matched() -> None:
    match lamb.parse_term("λx. x"):
        case Lam(hint, Var(index)):
            assert (hint, index) == ("x", 0)
        case _:
            pytest.fail("it is an abstraction")
