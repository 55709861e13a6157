"""Clocks for budgets of seconds: they go on when somebody looks at them, and never wait."""

from __future__ import annotations


class Clock:
    """A clock that goes on by so many *seconds* at each look, and counts the looks."""

    def __init__(self, seconds: float = 1.0) -> None:
        self.seconds = seconds
        self.looks = 0

    def __call__(self) -> float:
        self.looks += 1
        return self.looks * self.seconds
