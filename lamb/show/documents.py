"""Reductions as documents: the exports for JSON, LaTeX and Markdown, and functions that do it all at once.

In Markdown, a reduction is a table that GitHub shows, with the redexes in bold:

    |   | rule | term | |
    |---:|:---:|:---|:---|
    | | | <code><b>(λx y. x) a</b> b</code> | |
    | 1 | β | <code><b>(λy. a) b</b></code> | “a” takes the place of x, which occurs once |

Terms are in the HTML that Markdown allows, since nothing can be bold in its own code. All that
means something in either is written as a character's number, so that it is only ever shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import TypedDict, Unpack

from lamb.calculus.budget import Budget, Status
from lamb.calculus.reduction import Rule
from lamb.calculus.strategies import Strategy
from lamb.calculus.term import Term
from lamb.course.presentation import explained
from lamb.encodings.readings import Readings, readings
from lamb.show.latex import Export, LatexDerivation, Paper, Write
from lamb.show.reductions import Ending, Plan, Reduction, Row
from lamb.show.trace_json import TraceDocument


class MarkdownTable(Paper):
    """Writes each reduction as a table, and a sentence below it."""

    head = "| | rule | term | |\n|---:|:---:|:---|:---|\n"
    stressed = "<b>{}</b>"

    def show(self, row: Row) -> None:
        number = rule = sentence = ""
        if row.line is not None:
            number = "" if row.line.rule is Rule.ALPHA else str(row.number)
            rule, sentence = row.line.rule.value, escaped(explained(row.line, ascii=self.ascii))
        self.write(f"| {number} | {rule} | <code>{self.term(row, escaped)}</code> | {sentence} |\n")

    def finish(self, ending: Ending) -> None:
        said = str(ending)
        self.write(f"\n{escaped(said[:1].upper() + said[1:])} ({self.strategy.value}).\n")
        self._open = False


_MEANS_SOMETHING = re.compile(r"""[!"#$&*/<>@\[\\\]^_`{|}~]|[.:](?=\S)|(?<=\s)\s|[^\S ]""")


def escaped(text: str) -> str:
    """Any text, so that Markdown and HTML show it as it is.

    >>> print(escaped("λx. <b>x_y</b> | x"))
    λx. &#60;b&#62;x&#95;y&#60;&#47;b&#62; &#124; x
    """
    shown = "".join(char if char.isprintable() or char.isspace() else "\ufffd" for char in text)
    return _MEANS_SOMETHING.sub(lambda found: " " if found[0].isspace() else f"&#{ord(found[0])};", shown)


# ── Whole reductions ──────────────────────────────────────────────────────────────────


class Choices(TypedDict, total=False):
    """The way a term is reduced: by default, in normal order, for a thousand steps or until it repeats."""

    strategy: Strategy
    definitions: Mapping[str, Term]
    budget: Budget
    eta: bool


def trace_json(term: Term, **choices: Unpack[Choices]) -> str:
    """The reduction of a term as a JSON document, which `lamb/recheck.py` checks."""
    return _exported(term, partial(TraceDocument, budget=choices.get("budget", Budget())), **choices)


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
    return _exported(term, partial(LatexDerivation, width=width, standalone=standalone), **choices)


def trace_markdown(term: Term, *, width: int | None = None, **choices: Unpack[Choices]) -> str:
    """The reduction of a term as a table in Markdown, as GitHub shows it."""
    return _exported(term, partial(MarkdownTable, width=width), **choices)


def _exported(term: Term, to: Callable[[Write], Export], **choices: Unpack[Choices]) -> str:
    """The text of a reduction that is written down by an export."""
    written: list[str] = []
    export = to(written.append)
    plan = Plan(
        choices.get("strategy", Strategy.NORMAL),
        budget=choices.get("budget", Budget(steps=1_000)),
        eta=choices.get("eta", False),
        ends_with_a_cycle="budget" not in choices,
    )
    reduction = Reduction(term, choices.get("definitions", {}), plan)
    export.begin(plan.strategy)
    for row in reduction.rows():
        export.show(row)
    ended = reduction.status is Status.NORMAL_FORM
    export.finish(reduction.ending(readings(reduction.term) if ended else Readings()))
    export.close()
    return "".join(written)
