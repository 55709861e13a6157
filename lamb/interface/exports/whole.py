"""A term's whole reduction as a text, in one go: for notebooks and other programs in Python."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypedDict, Unpack

from lamb.calculus.budget import Budget
from lamb.calculus.reduction import Rule
from lamb.calculus.strategies import Strategy
from lamb.calculus.term import Term
from lamb.encodings.readings import Reading, readings
from lamb.interface.endings import unfinished
from lamb.interface.exports.document import TraceDocument
from lamb.interface.exports.export import Ending, Export
from lamb.interface.exports.latex import LatexDerivation
from lamb.interface.exports.markdown import MarkdownTable
from lamb.interface.stepping import Plan, Reduction


class Choices(TypedDict, total=False):
    """How a term is reduced: by default, in normal order, for a thousand steps or until it repeats."""

    strategy: Strategy
    definitions: Mapping[str, Term]
    budget: Budget
    eta: bool


def trace_json(term: Term, **choices: Unpack[Choices]) -> str:
    """The reduction of a term as a JSON document, which `lamb/recheck.py` checks."""
    written: list[str] = []
    export(term, TraceDocument(written.append, choices.get("budget", Budget())), **choices)
    return "".join(written)


def trace_latex(
    term: Term, *, width: int | None = None, standalone: bool = False, **choices: Unpack[Choices]
) -> str:
    r"""The reduction of a term in LaTeX; *standalone*, as a file that can be compiled.

    >>> from lamb import parse_term
    >>> print(trace_latex(parse_term("(λx y. x) a")), end="")
    \begin{align*}
      & \underline{(\lambda x\ y.\ x)\ a} \\
      \to_{\beta}\ & \lambda y.\ a
    \end{align*}
    """
    written: list[str] = []
    export(term, LatexDerivation(written.append, width=width, standalone=standalone), **choices)
    return "".join(written)


def trace_markdown(term: Term, *, width: int | None = None, **choices: Unpack[Choices]) -> str:
    """The reduction of a term as a table in Markdown, as GitHub shows it."""
    written: list[str] = []
    export(term, MarkdownTable(written.append, width=width), **choices)
    return "".join(written)


def export(term: Term, to: Export, **choices: Unpack[Choices]) -> None:
    """Reduce a term, write down how, and close what it was written to."""
    plan = Plan(
        choices.get("strategy", Strategy.NORMAL),
        budget=choices.get("budget", Budget(steps=1_000)),
        eta=choices.get("eta", False),
        ends_with_a_cycle="budget" not in choices,
    )
    reduction = Reduction(term, choices.get("definitions", {}), plan)
    number = 0
    to.begin(term, plan.strategy)
    for line in reduction.lines():
        number += line.rule is not Rule.ALPHA
        to.show(number, line)
    ending = ending_of(reduction)
    to.finish(ending._replace(readings=readings(reduction.term)) if ending.finished else ending)
    to.close()


def ending_of(reduction: Reduction, values: Sequence[Reading] = ()) -> Ending:
    """What came of a reduction; *values* are the readings of its normal form."""
    form = reduction.plan.strategy.form
    ending = Ending(
        reduction.status, form, reduction.steps, readings=values, definitions=reduction.definitions
    )
    if ending.finished or reduction.is_as_planned:
        return ending
    return ending._replace(sentence=unfinished(reduction), divergence=reduction.divergence())
