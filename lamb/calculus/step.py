"""A step of a reduction."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TypeAlias

from lamb.calculus.reduction import Context, Path, Rule, path_of, plug
from lamb.calculus.term import Term

View: TypeAlias = tuple[Context, Term, Term]
"""What a step does: in this context, this redex becomes that term."""


def seen(context: Context, redex: Term, contractum: Term) -> Callable[[], View]:
    """The look at what is known already."""
    return lambda: (context, redex, contractum)


class Step:
    """One step: its *rule*, and what it does, which is found out when somebody first asks."""

    def __init__(self, rule: Rule, look: Callable[[], View]) -> None:
        self.rule = rule
        self._look = look

    @cached_property
    def _view(self) -> View:
        return self._look()

    @property
    def redex(self) -> Term:
        """What is contracted. Its variables may point out of it."""
        return self._view[1]

    @property
    def contractum(self) -> Term:
        """What the redex becomes."""
        return self._view[2]

    @cached_property
    def path(self) -> Path:
        """Where the redex is in *before*, and its contractum in *after*."""
        return path_of(self._view[0])

    @cached_property
    def before(self) -> Term:
        """The whole term, with the redex."""
        return plug(self._view[0], self.redex)

    @cached_property
    def after(self) -> Term:
        """The whole term, with the contractum."""
        return plug(self._view[0], self.contractum)

    def __repr__(self) -> str:
        return f"Step({self.rule.value} at {'.'.join(self.path) or 'the root'})"
