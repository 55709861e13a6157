"""A step of a reduction."""

from __future__ import annotations

from functools import cached_property

from lamb.calculus.reduction import Context, Path, Rule, path_of, plug
from lamb.calculus.term import Term
from lamb.display import Displayed


class Step(Displayed):
    """One step: in a context, by its *rule*, the *redex* became the *contractum*.

    The variables of both may point out of them. The whole terms, and the path, are put together when
    they are first asked for.
    """

    context: Context
    redex: Term
    contractum: Term

    def __init__(self, rule: Rule, context: Context, redex: Term, contractum: Term) -> None:
        self.rule = rule
        self.context = context
        self.redex = redex
        self.contractum = contractum

    @cached_property
    def path(self) -> Path:
        """Where the redex is in *before*, and its contractum in *after*."""
        return path_of(self.context)

    @cached_property
    def before(self) -> Term:
        """The whole term, with the redex."""
        return plug(self.context, self.redex)

    @cached_property
    def after(self) -> Term:
        """The whole term, with the contractum."""
        return plug(self.context, self.contractum)

    def __repr__(self) -> str:
        return f"Step({self.rule.value} at {'.'.join(self.path) or 'the root'})"
