r"""Reductions as documents: the exports for JSON, LaTeX and Markdown, and `exported`, which uses one.

In LaTeX, a reduction is a derivation that is aligned at its arrows, with the redexes underlined:

    \begin{align*}
      & \underline{(\lambda x\ y.\ x)\ a}\ b \\
      \to_{\beta}\ & \underline{(\lambda y.\ a)\ b} \\
      \to_{\beta}\ & a
    \end{align*}

In Markdown, a reduction is a table that GitHub shows, with the redexes in bold:

    |   | rule | term | |
    |---:|:---:|:---|:---|
    | | | <code><b>(λx y. x) a</b> b</code> | |
    | 1 | β | <code><b>(λy. a) b</b></code> | “a” takes the place of x, which occurs once |

Terms are in the HTML that Markdown allows, since nothing can be bold in its own code. All that
means something in either is written as a character's number, so that it is only ever shown.

In JSON, a reduction is for other programs, and for `lamb/recheck.py`, which checks it independently. It is
one document, whatever happens; keys may be added to it under the same schema, none goes or changes. It is
written as it comes, a step a line, so that no reduction is too long for it.

    {"schema": "lamb.trace/1", "lamb": "0.1.0", "traces": [trace, …], "errors": [error, …],
     "ok": bool, "exit": 0 | 1 | 2 | 3 | 130, "error": null | what is wrong with the command line}

    trace       {"term": text, "strategy": its name, "first": the number of the first step (1),
                 "steps": [step, …], "definitions": {name: text}, "end": end}
    step        {"number": from "first" on; a renaming has that of the step that it is made for,
                 "rule": "alpha" | "beta" | "delta" | "eta" | "parallel", "symbol": "α" …,
                 or, with --combinators, "s" | "k" | "i" | "b" | "c" | "w" | "iota",
                 "path": ["fn" | "arg" | "body", …] from the root to what the step is about,
                 "redex": span in the text before (the last "after", or "term"),
                 "after": text, "contractum": span in it, "explanation": str, …}, and for alpha, besides,
      alpha       "old": the binder's name, "new": what it becomes
    end         {"status": "normal form" | "steps" | "nodes" | "seconds" | "interrupted" | null (left),
                 "form": "normal form" | "weak normal form" | "head normal form"
                 | "weak head normal form" | null (none was reached), "steps": how many there were,
                 "sentence": why no form was reached | "", "divergence": divergence | null,
                 "readings": [{"text", "kind", "value"}, …], "more_readings": int}
    divergence  {"kind": "cycle", "step", "earlier"}: after step *step* the term is again what it was
                after step *earlier*; {"kind": "growth", "nodes", "steps"} (nodes are null where they are
                more than 10¹⁵); or {"kind": "cycle"}, if it began before the first step that is shown
    definitions those that were unfolded, those that the last term mentions, and what these mention
    span        [start, end], in characters
    text        a term as it would be typed; null for a span or a text of more than 5,000,000 nodes, or that
                would make more than 50,000,000 of all texts, or take longer than there is time
    error       {"error": its class, "message", "hint": str | null, "place"}, as in `lamb eval --json`

The document is ASCII, so that no encoding can spoil it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any, Protocol, TypeAlias, TypedDict, Unpack

from lamb.analysis.divergence import Cycle, Divergence, Growth
from lamb.calculus.budget import Budget, Exhausted, Meter, Status
from lamb.calculus.reduction import Path, Rule, subterm
from lamb.calculus.strategies import Strategy
from lamb.calculus.substitution import free_names, needed
from lamb.calculus.term import Free, Term
from lamb.course.presentation import Shown, explained
from lamb.encodings.readings import Readings, readings
from lamb.notation.elision import Room, excerpt
from lamb.notation.names import restore_names
from lamb.notation.printer import pretty, write
from lamb.notation.syntax import Expr
from lamb.quantities import LARGEST_COUNTED
from lamb.show.json import Json, beginning_of, described_readings, outcome_of
from lamb.show.latex import ARROWS, POSTAMBLE, PREAMBLE, in_mathematics, in_text
from lamb.show.lines import fits
from lamb.show.reductions import Ending, Plan, Reduction, Row, spans

Write: TypeAlias = Callable[[str], object]

MOST_MARKED = 10_000  # characters of a term that would be too large otherwise


class Export(Protocol):
    """Writes reductions down, one after the other, each from its first row to its ending. The terms of its
    rows are written while its *meter* is running; where that stops one, nothing of the row is written.
    """

    def begin(self, strategy: Strategy, meter: Meter | None = None) -> None: ...
    def show(self, row: Row) -> None:
        """Write a row. Raises Exhausted."""

    def finish(self, ending: Ending) -> None: ...
    def close(self, code: int = 0, problem: str | None = None, errors: Sequence[Any] = ()) -> None:
        """There are no more reductions: the exit code, what kept it from ending by itself, other errors."""


class Paper(Export):
    """Writes reductions for people. Terms wider than *width* characters are elided around the redex."""

    head: str
    stressed: str
    """The form of a redex, with {} in the place of its text."""

    def __init__(self, write: Write, *, width: int | None = None, ascii: bool = False) -> None:
        self.write = write
        self.width = width
        self.ascii = ascii
        self.strategy = Strategy.NORMAL
        self.meter = Meter()
        self._begun = self._open = False

    def begin(self, strategy: Strategy, meter: Meter | None = None) -> None:
        self.write(("\n" if self._begun else "") + self.head)
        self._begun = self._open = True
        self.strategy = strategy
        self.meter = meter or Meter()

    def close(self, code: int = 0, problem: str | None = None, errors: Sequence[Any] = ()) -> None:
        if self._open:  # it was left in the middle
            self.finish(Ending(None, "", 0, problem or ""))

    def term(self, row: Row, plain: Callable[[str], str]) -> str:
        """The text of a term, each part made *plain*, and the redexes of the following step *stressed*."""
        width, following = self.width, row.following
        with self.meter:
            if width is None and not fits(row.term):
                width = MOST_MARKED
            found = excerpt(row.term, Room(width, ascii=self.ascii), following.path if following else ())
        parts: list[str] = []
        last = 0
        for start, end in sorted(spans(found, following)) if following else []:
            parts += plain(found.text[last:start]), self.stressed.format(plain(found.text[start:end]))
            last = end
        return "".join([*parts, plain(found.text[last:])])


class LatexDerivation(Paper):
    """Writes each reduction as an `align*`; *standalone*, all of them in a document."""

    head = "\\begin{align*}\n"
    stressed = r"\underline{{{}}}"

    def __init__(self, write: Write, *, width: int | None = None, standalone: bool = False) -> None:
        super().__init__(write, width=width)
        self.standalone = standalone
        if standalone:
            write(PREAMBLE)

    def show(self, row: Row) -> None:
        arrow = f" \\\\\n  {ARROWS[row.line.rule]}\\ " if row.line else "  "
        self.write(f"{arrow}& {self.term(row, in_mathematics)}")

    def finish(self, ending: Ending) -> None:
        if not ending.finished:
            said = rf"\quad\text{{({in_text(ending.sentence)})}}" if ending.sentence else ""
            self.write(f" \\\\\n  \\to\\ & \\cdots{said}")
        self.write("\n\\end{align*}\n")
        self._open = False

    def close(self, code: int = 0, problem: str | None = None, errors: Sequence[Any] = ()) -> None:
        super().close(code, problem)
        if self.standalone:
            self.write(POSTAMBLE)


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


def exported(term: Term, to: Callable[[Write], Export], **choices: Unpack[Choices]) -> str:
    r"""The reduction of a term as an export writes it down.

    >>> from lamb import parse_term
    >>> print(exported(parse_term("(λx y. x) a"), LatexDerivation), end="")
    \begin{align*}
      & \underline{(\lambda x\ y.\ x)\ a} \\
      \to_{\beta}\ & \lambda y.\ a
    \end{align*}
    """
    written: list[str] = []
    export = to(written.append)
    plan = Plan(
        choices.get("strategy", Strategy.NORMAL),
        budget=choices.get("budget", Budget(steps=1_000)),
        eta=choices.get("eta", False),
        ends_with_a_cycle="budget" not in choices,
    )
    reduction = Reduction(term, choices.get("definitions", {}), plan)
    export.begin(plan.strategy, reduction.meter)
    try:
        for row in reduction.rows():
            export.show(row)
    except Exhausted as exhausted:
        reduction.stopped = exhausted.status
    ended = reduction.status is Status.NORMAL_FORM
    export.finish(reduction.ending(readings(reduction.term) if ended else Readings()))
    export.close()
    return "".join(written)


# ── JSON ──────────────────────────────────────────────────────────────────────────────

MOST_WRITTEN = 50_000_000
"""Nodes of all the terms in a document."""


class TraceDocument(Export):
    """Writes the document, with all the reductions in it."""

    def __init__(self, write: Write) -> None:
        self.write = write
        self._left = MOST_WRITTEN
        self._open = False
        self._before = "\n  "  # the next reduction
        write(f'{json.dumps(beginning_of("lamb.trace/1"))[:-1]},\n "traces": [')

    def begin(self, strategy: Strategy, meter: Meter | None = None) -> None:
        self.write(self._before)
        self._before = ",\n  "
        self._open = True
        self._strategy = strategy
        self._meter = meter or Meter()
        self._first: int | None = None
        self._last = 0
        self._names: set[str] = set()  # that were unfolded
        self._tree: Expr | None = None

    def show(self, row: Row) -> None:
        before, self._term = self._tree, row.term
        text, self._tree = self._placed(row.term)
        if row.line is None:
            self.write(json.dumps({"term": text, "strategy": self._strategy.value})[:-1] + ", ")
            return
        number = row.number + (row.line.rule is Rule.ALPHA)
        if self._first is None:
            self._begin_steps(number)
        step = json.dumps(self._step(number, row.line, before, text))
        self.write(f"{',' if self._last else ''}\n    {step}")
        self._last = number

    def _placed(self, term: Term) -> tuple[str | None, Expr | None]:
        """A term's text, and its tree with the places in that; nothing where that would be too much."""
        with suppress(Exhausted), self._meter:
            if fits(term, self._left):
                tree = restore_names(term)
                text = write(tree, places=True)
                self._left -= term.size
                return text, tree
        return None, None

    def _begin_steps(self, first: int) -> None:
        self._first = first
        self.write(f'"first": {first}, "steps": [')

    def _step(self, number: int, line: Shown, before: Expr | None, text: str | None) -> Json:
        self._names |= _unfolded(line)
        return {
            "number": number,
            "rule": line.rule.name.lower(),
            "symbol": line.rule.value,
            "path": line.path,
            **({"old": line.renaming.name, "new": line.renaming.fresh} if line.renaming else {}),
            "redex": _span(before, line.path),
            "after": text,
            "contractum": _span(self._tree, line.path),
            "explanation": explained(line),
        }

    def finish(self, ending: Ending) -> None:
        if self._first is None:
            self._begin_steps(ending.steps + 1)
        mentioned = free_names(self._term) if ending.finished else set()
        names = sorted(needed(self._names | mentioned, ending.definitions))
        rest = {
            "definitions": {name: pretty(ending.definitions[name]) for name in names},
            "end": self._end(ending),
        }
        self.write(f"],\n   {json.dumps(rest)[1:]}")
        self._open = False

    def close(self, code: int = 0, problem: str | None = None, errors: Sequence[Any] = ()) -> None:
        if self._open:  # it was left in the middle
            self.finish(Ending(None, "", self._last, problem or ""))
        rest = {"errors": list(errors)} | outcome_of(code, problem)
        self.write(f"\n ],\n {json.dumps(rest)[1:]}\n")

    def _end(self, ending: Ending) -> Json:
        return {
            "status": ending.status.value if ending.status else None,
            "form": ending.form if ending.finished else None,
            "steps": ending.steps,
            "sentence": ending.sentence,
            "divergence": self._divergence(ending.divergence),
            **described_readings(ending.readings),
        }

    def _divergence(self, divergence: Divergence | None) -> Json | None:
        match divergence:
            case Cycle(step, earlier) if (self._first or 1) <= earlier + 1 and step <= self._last:
                return {"kind": "cycle", "step": step, "earlier": earlier}
            case Cycle():
                return {"kind": "cycle"}
            case Growth(nodes, steps):
                known = nodes if abs(nodes) <= LARGEST_COUNTED else None
                return {"kind": "growth", "nodes": known, "steps": steps}
        return None


def _span(tree: Expr | None, path: Path) -> tuple[int, int] | None:
    if tree is None:
        return None
    for step in path:
        tree = getattr(tree, step)
    return tree.start, tree.end


def _unfolded(line: Shown) -> set[str]:
    """The names that a step may have unfolded."""
    match line.rule, subterm(line.before, line.path):
        case Rule.DELTA, Free(name):
            return {name}
        case Rule.PARALLEL, term:
            return free_names(term)
    return set()
