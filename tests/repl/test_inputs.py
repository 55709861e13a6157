"""Which inputs are whole, what follows a line, and what a pasted text consists of."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from lamb.notation.parser import is_incomplete
from lamb.notation.printer import write
from lamb.repl.lexing import indentation, inputs, is_whole
from tests.repl.entering import Prompt
from tests.strategies import expressions


@given(expressions().map(write))
def test_a_term_is_whole(text: str) -> None:
    assert is_whole(text)
    assert is_whole(f"f x = {text}")


@given(st.text(alphabet="λx.()[]=, \nlet in"))
def test_an_input_goes_on_where_the_parser_wants_more_and_nowhere_else(text: str) -> None:
    if text.strip() and text.rpartition("\n")[2].strip():
        assert is_whole(text) == (not is_incomplete(text))


@pytest.mark.parametrize("text", ["", "  ", "\n", ":", ":help", "x)", "λ)", "-- x", "(λx\n  ", "{- x\n"])
def test_it_is_carried_out_where_more_would_not_help(text: str) -> None:
    assert is_whole(text)


def test_a_derivation_goes_on_until_an_empty_line() -> None:
    assert not is_whole("eval two : succ 1")
    assert not is_whole("eval two : succ 1\n  =~> 2")
    assert is_whole("eval two : succ 1\n  =~> 2\n  ")
    assert is_whole("eval two : succ 1\n  =~> 2\nx")
    assert is_whole("eval two : succ ) 1")


@given(expressions().map(write), st.integers(1, 20))
def test_an_indented_line_goes_on_with_the_statement(text: str, cut: int) -> None:
    words = f"f x = {text}".split(" ")
    before, after = " ".join(words[:cut]), " ".join(words[cut:])
    if is_incomplete(before):
        assert not is_incomplete(f"{before}\n{indentation(before)}{after}")


def test_commands_and_programs_can_be_pasted_together() -> None:
    assert list(inputs("x\n:time on\na = 1\n\n:quit")) == ["x", "\n:time on", "\n\na = 1", "\n\n\n\n:quit"]
    assert list(inputs("{-\n:quit\n-}\nx")) == ["{-\n:quit\n-}\nx"]
    assert [one.split() for one in inputs("  a = 1\n  b = 2")] == [["a", "=", "1", "b", "=", "2"]]


@given(st.text(alphabet=":ab \n-{}"))
def test_nothing_that_is_pasted_is_lost(text: str) -> None:
    written = [line.strip() for line in text.split("\n") if line.strip()]
    found = [line.strip() for one in inputs(text) for line in one.split("\n") if line.strip()]
    assert "".join(found) == "".join(written)


def test_lines_of_which_one_is_wrong_are_said_to_do_nothing() -> None:
    prompt = Prompt()
    said = prompt.said("a = x\nb = (y\nc = z\n")
    assert said.endswith("\n  nothing of these lines has been carried out")
    assert prompt.terms() == {}
    assert "nothing of these lines" not in prompt.said("b = (y))")
