"""Diagrams in characters: as wide as there is room, and the same in ASCII."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

import lamb
from lamb.errors import columns
from lamb.pictures.tromp import in_characters
from tests.repl.entering import Prompt
from tests.strategies import DEFINITIONS, unfolding


@given(unfolding(40), st.integers(30, 80))
def test_a_diagram_is_as_wide_as_there_is_room_at_most(term: lamb.Term, width: int) -> None:
    assert max(map(columns, in_characters(term, DEFINITIONS, width))) <= width


@given(unfolding())
def test_each_line_is_where_it_is_in_ascii_too(term: lamb.Term) -> None:
    drawn, plain = in_characters(term, {}, 80), in_characters(term, {}, 80, ascii=True)
    strokes = str.maketrans("│─┬┼├┘", "|-+++'")
    assert [row.translate(strokes) for row in drawn] == plain
    assert all(row.replace("ω", "w").isascii() for row in plain)  # a name is written as it is


ADD_2 = """\
add       x
│   ┬─┬── │
│   ┼─┼─┬ │
│   │ ├─┘ │
│   ├─┘   │
├───┘     │
├─────────┘
│"""


@pytest.mark.parametrize(("term", "drawn"), [("x", "x\n│"), ("λx y. y", "─\n┬\n│"), ("add 2 x", ADD_2)])
def test_free_names_stand_above_on_stems_of_their_own(term: str, drawn: str) -> None:
    assert "\n".join(in_characters(lamb.parse_term(term), {}, 80)) == drawn


def test_a_terminal_without_lines_has_strokes() -> None:
    assert Prompt().said(":set ascii", ":diagram λf x. f x") == "ascii is on\n+--\n+-+\n+-'\n|"


def test_what_is_too_large_is_cut() -> None:
    deep = lamb.parse_term("λx. " + "x (" * 500 + "x" + ")" * 500)
    rows = in_characters(deep, {}, 40)
    assert "…" in rows[0]
    assert max(map(columns, rows)) <= 40
