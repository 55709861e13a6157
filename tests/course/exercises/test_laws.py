"""Laws of every exercise, for any names and any other definitions."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, strategies as st

import lamb
from lamb.prelude import prelude
from tests.course.exercises.students import DOUBLE, passes, told
from tests.strategies import terms

NAMES = ("double", "twofold", "add", "x'", "größe", "is-even?", "n", "succ", "answer")
RIGHT = (
    "{} = λn f x. n f (n f x)",
    "{} n f x = n f (n f x)",
    "let {} = \\n f x -> n f (n f x)",
    "{} := λn. (λm f. λx. m f (m f x)) n",
    "rec {} = λn f x. n f (n f x)",
    "part = λf n x. n f x\n{} = λn f x. part f n (part f n x)",
    "{} = λn f. (λg x. g (g x)) (n f)",
)
"""Definitions that use nothing of the prelude's."""

WRONG = ("{} = λn. n", "{} n f x = n f (n f (f x))", "{} = λn f x. n (n f) x", "{} = λn. λf x. x")

TWICE = tuple(f"assert answer {n} == add {n} {n}" for n in range(4))
"""For some n: within a law there is no room for another, about all."""

names = st.sampled_from(NAMES)
others = st.dictionaries(
    st.sampled_from(sorted(prelude().keys() - {"Y"})),  # which `rec` stands for
    terms(names=st.just("a")).map(lamb.pretty),
    max_size=4,
)


def with_noise(name: str, text: str, others: dict[str, str]) -> str:
    """A definition of a name after others, some of which are the prelude's."""
    lines = [f"{other} = {term}" for other, term in others.items() if other not in (name, "part")]
    return "\n".join([*lines, text.format(name)])


@given(names, st.sampled_from(RIGHT), others)
def test_what_is_right_passes_whatever_it_is_called_and_whatever_else_is_defined(
    name: str, text: str, others: dict[str, str]
) -> None:
    assert passes(with_noise(name, text, others), *TWICE, "is closed", "may use Y", names=name)


@given(names, st.sampled_from(WRONG), others)
def test_what_is_wrong_does_not_pass_whatever_else_is_defined(
    name: str, text: str, others: dict[str, str]
) -> None:
    assert not passes(with_noise(name, text, others), *TWICE, names=name)


@pytest.mark.parametrize("cheat", ["add = λm n. m", "add m n = m\nmul m n = n", "eq a b = true"])
def test_a_prelude_of_ones_own_does_not_cheat(cheat: str) -> None:
    assert not passes(f"{cheat}\ndouble = λn. n", DOUBLE)
    assert not passes(f"{cheat}\ndouble = λn. n", *TWICE)


def test_what_is_given_cannot_be_redefined_either() -> None:
    claim, twice = "assert answer 3 == twice succ 1", "twice f x = f (f x)"
    assert passes(f"{twice}\ndouble n = n", claim, given=twice)
    assert not passes("twice f x = 4\ndouble n = succ n", claim, given=twice)


@given(
    st.lists(st.sampled_from(["one", "two", "add", "succ", "Ω"]), unique=True),
    st.sampled_from(["mul", "fact"]),
)
def test_a_forbidden_name_is_found_behind_any_helpers(helpers: list[str], start: str) -> None:
    """`fact` is made with `mul`."""
    chain = [*helpers, "double"]
    text = "\n".join(f"{name} = λx. {used} x" for name, used in zip(chain, [start, *chain], strict=False))
    assert "“mul”" in told(text, "may not use mul")


@pytest.mark.parametrize("constant", range(6))
def test_a_counterexample_is_one_and_no_smaller_one_is(constant: int) -> None:
    message = told(f"double n = {constant}", DOUBLE)
    found = re.search(r"for n = (\d+): “double n” gives (\d+), and should give (\d+)", message)
    assert found
    n, gives, wanted = map(int, found.groups())
    assert (gives, wanted) == (constant, 2 * n)
    assert n == (1 if constant == 0 else 0)
