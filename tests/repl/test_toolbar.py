"""The line at the bottom fits."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from lamb.calculus.budget import Budget
from lamb.calculus.strategies import Strategy
from lamb.cli.terminal import shown
from lamb.repl.commands.settings import state
from lamb.repl.editor import CONTINUED, KEYS, toolbar
from lamb.repl.homes import Homes
from lamb.repl.prompt import EXAMPLES, greeting
from lamb.session import Session

texts = st.lists(st.text(alphabet="ab ", max_size=8), max_size=4)


@given(texts, texts, st.integers(0, 60))
def test_it_is_as_wide_as_the_window(left: list[str], right: list[str], width: int) -> None:
    assert len(toolbar(left, right, width)) == width


@pytest.mark.parametrize("strategy", Strategy)
def test_everything_about_a_session_is_there_in_40_columns(strategy: Strategy) -> None:
    shown = state(Session(strategy=strategy, budget=Budget(nodes=10_000_000)), width=40)
    assert " · ".join(shown) in toolbar(shown, KEYS, 40)


@pytest.mark.parametrize("keys", [KEYS, CONTINUED])
def test_the_keys_are_there_in_80_columns(keys: tuple[str, ...]) -> None:
    shown = state(Session(budget=Budget(nodes=10_000_000)), width=80)
    assert keys[-1] in toolbar(shown, keys, 80)


@pytest.mark.parametrize("columns", [30, 40, 80, 200])
def test_the_greeting_fits(columns: int) -> None:
    said = [shown(line, colored=False, width=columns) for line in greeting(Homes(), columns)[1:]]
    assert all(len(line) <= columns for text in said for line in text.split("\n"))
    assert all(any(example in line for line in greeting(Homes(), columns)) for example in EXAMPLES)
