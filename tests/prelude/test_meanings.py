"""Every definition of the prelude is what Python says it is, on generated arguments."""

import pytest
from hypothesis import given, strategies as st

import lamb
from tests.prelude import lists, logic, numbers, options, scott
from tests.prelude.language import FILES, definitions, normal_form, outcome
from tests.prelude.values import operand, written

MEANINGS = logic.MEANINGS | numbers.MEANINGS | lists.MEANINGS | options.MEANINGS | scott.MEANINGS
ARGUMENTS = {name: st.tuples(*meaning.arguments) for name, meaning in MEANINGS.items()}


@pytest.mark.parametrize("name", MEANINGS)
@given(data=st.data())
def test_a_definition_is_what_python_says(name: str, data: st.DataObject) -> None:
    arguments = data.draw(ARGUMENTS[name])
    applied = " ".join([name, *map(operand, arguments)])
    assert normal_form(applied) == normal_form(written(MEANINGS[name].says(*arguments)))


def test_python_has_said_something_about_every_definition() -> None:
    defined = {name for file in FILES for name in definitions(file)}
    assert MEANINGS.keys() | {"Ω"} == defined


def test_omega_has_no_normal_form() -> None:
    assert not outcome("Ω", lamb.Budget(steps=10_000)).finished
