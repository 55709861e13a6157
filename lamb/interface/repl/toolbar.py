"""The line at the bottom of the screen: how terms are reduced, how far, with what; and which keys help."""

from __future__ import annotations

from collections.abc import Sequence

from lamb.calculus.budget import Budget
from lamb.calculus.strategies import Strategy
from lamb.interface.strategies import STRATEGIES

KEYS = ("Tab completes", "Ctrl-R searches", "Ctrl-D leaves", ":help")
CONTINUED = ("Alt-Enter: a new line", "an empty line: run it")
SHORT = {strategy: name for name, strategy in STRATEGIES.items()}
NARROW = 60  # columns under which strategies go by their short names


def toolbar(state: Sequence[str], keys: Sequence[str], width: int, between: str = " · ") -> str:
    """As much of both as fits, the *state* on the left and the *keys* on the right.

    >>> toolbar(["normal order", "3 defined"], (":help",), 30)
    ' normal order · 3 defined     '
    >>> toolbar(["normal order", "3 defined"], (":help",), 33)
    ' normal order · 3 defined  :help '
    """
    left = _fitting(state, width - 2, between)
    right = between.join(reversed(_fitting(keys[::-1], width - 3 - len(between.join(left)), between)))
    line = between.join(left)
    return f" {line}{right:>{max(0, width - 2 - len(line))}} "[: max(0, width)]


def _fitting(parts: Sequence[str], width: int, between: str) -> Sequence[str]:
    """The first of the parts, as many as fit."""
    number = len(parts)
    while number and len(between.join(parts[:number])) > width:
        number -= 1
    return parts[:number]


def state(strategy: Strategy, budget: Budget, definitions: int, width: int = NARROW) -> list[str]:
    """What a session is set to, the most important first.

    >>> state(Strategy.NORMAL, Budget(nodes=10_000_000, seconds=5), 1)
    ['normal order', '1e7 nodes', '5 s', '1 defined']
    """
    limits = [
        f"{short(budget.steps)} steps" if budget.steps is not None else "",
        f"{short(budget.nodes)} nodes" if budget.nodes is not None else "",
        f"{budget.seconds:g} s" if budget.seconds is not None else "",
    ]
    name = SHORT[strategy] if width < NARROW else strategy.value
    return [
        part
        for part in (name, *(limits if any(limits) else ["no limit"]), f"{definitions:,} defined")
        if part
    ]


def short(number: int) -> str:
    """A number in a few characters, if it has many digits.

    >>> short(10_000_000), short(25_000), short(1_234_567)
    ('1e7', '25,000', '1,234,567')
    """
    digits = str(number)
    if len(digits) > 4 and not digits[1:].strip("0"):
        return f"{digits[0]}e{len(digits) - 1}"
    return f"{number:,}"
