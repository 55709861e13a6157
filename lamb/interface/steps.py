"""What a reduction looks like, line by line.

          (λx y. x) y z
              ^
    α     (λx y'. x) y z    -- y would be captured by this λy, so it becomes y'
              ~~
          ^^^^^^^^^^^^
    1  β  (λy'. y) z
          ~~~~~~~~
          ^^^^^^^^^^
    2  β  y
          ~

Under each term, `~~~` is what the last step has made, and `^^^` what the next one is about: on a
terminal with colours, both are in the term itself. A term that is wider than its line is elided
around what the next step is about (`notation/elision.py`), and never wrapped.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from textwrap import wrap
from typing import NamedTuple

from lamb.calculus.reduction import Path, Rule
from lamb.calculus.term import App, Lam, Term, Tick, unheard
from lamb.course.presentation.explanation import WIDEST_PIECE, explained
from lamb.course.presentation.presented import Shown
from lamb.interface.render import Line, Piece, Style
from lamb.notation.elision import Excerpt, Measure, excerpt
from lamb.notation.elision import Line as Room
from lamb.notation.syntax import Abstraction, Application, Expr
from lamb.source import columns

SPELLED = {
    Rule.ALPHA: "alpha",
    Rule.BETA: "beta",
    Rule.DELTA: "delta",
    Rule.ETA: "eta",
    Rule.PARALLEL: "all",
}
NARROWEST = 20  # columns


class Span(NamedTuple):
    """A stretch of a line's text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class View:
    """How lines should look: how wide, with colours or with marks below, in ASCII, and whether each step
    is *explained*; step numbers are so many *digits* wide, *measure* says how wide a text is, and
    *tick* is told of long terms.
    """

    width: int | None = 100
    colored: bool = False
    ascii: bool = False
    explained: bool = False
    digits: int = 4
    measure: Measure = columns
    tick: Tick = unheard

    def name(self, rule: Rule) -> str:
        """A rule's name."""
        return SPELLED[rule] if self.ascii else rule.value

    def margin(self, number: int | None = None, rule: Rule | None = None) -> str:
        """What stands before a term: the number of the step that led to it, and its rule."""
        name = self.name(rule) if rule else ""
        shown = "" if number is None else number
        return f"{shown:>{self.digits}}  {name:<{5 if self.ascii else 1}}  "

    def room(self) -> Room:
        """What there is room for beside the margin."""
        width = None if self.width is None else max(NARROWEST, self.width - len(self.margin()))
        return Room(width, self.measure, self.ascii, self.tick)


def first_lines(term: Term, following: Shown | None, view: View) -> list[Line]:
    """The term that a reduction begins with, and what its first step is about, if there is one."""
    focus = following.path if following else head(term, view.width)
    return _term_lines(view.margin(), _Marked(term, focus, None, following, view), view)


def step_lines(number: int, line: Shown, following: Shown | None, view: View) -> list[Line]:
    """What a step leads to: the term, what is new in it, and what the following step is about, if any."""
    is_renaming = line.rule is Rule.ALPHA
    margin = view.margin(None if is_renaming else number, line.rule)
    focus = following.path if following else line.path
    marked = _Marked(line.after, focus, line, following, view)
    if not (view.explained or is_renaming):
        return _term_lines(margin, marked, view)
    width = view.room().width
    sentence = explained(
        line, widest=WIDEST_PIECE if width is None else min(WIDEST_PIECE, width // 2), ascii=view.ascii
    )
    beside = f"    -- {sentence}"
    if not view.explained and (width is None or view.measure(marked.text + beside) <= width):
        return _term_lines(margin, marked, view, beside)
    return [*_sentence_lines(sentence, view), *_term_lines(margin, marked, view)]


def _sentence_lines(sentence: str, view: View) -> list[Line]:
    """A sentence as comments, on as many lines as it needs."""
    width = view.room().width
    parts = (
        [sentence]
        if width is None
        else wrap(sentence, width - len("-- "), break_long_words=False, break_on_hyphens=False)
    )
    return [(Piece(view.margin()), Piece(f"-- {part}", "comment")) for part in parts]


def _term_lines(margin: str, marked: _Marked, view: View, comment: str = "") -> list[Line]:
    after = (Piece(comment, "comment"),) if comment else ()
    if view.colored:
        return [(Piece(margin), *marked.pieces(), *after)]
    blank = view.margin()
    return [
        (Piece(margin), Piece(marked.text), *after),
        *((Piece(blank + row),) for row in marked.rows(view.measure)),
    ]


class _Marked:
    """The text of a term, and where in it something is marked: what is new, and what is next."""

    def __init__(
        self, term: Term, focus: Path, line: Shown | None, following: Shown | None, view: View
    ) -> None:
        found = excerpt(term, view.room(), focus, line.path if line else ())
        self.text = found.text
        self.new = spans(found, line) if line and line.rule is not Rule.PARALLEL else []
        self.next = spans(found, following) if following else []

    def pieces(self) -> Iterable[Piece]:
        """The text in pieces that look alike."""
        for start, end in pairwise(sorted({0, len(self.text)}.union(*self.new, *self.next))):
            yield Piece(self.text[start:end], self._style(start))

    def _style(self, at: int) -> Style:
        is_new = any(start <= at < end for start, end in self.new)
        if any(start <= at < end for start, end in self.next):
            return "new redex" if is_new else "redex"
        return "contractum" if is_new else "plain"

    def rows(self, measure: Measure) -> list[str]:
        """The marks in rows of their own: in one, unless they overlap."""
        new = {"~": self.new} if self.new else {}
        following = {"^": self.next} if self.next else {}
        overlap = any(a.start < b.end and b.start < a.end for a in self.new for b in self.next)
        rows = [new, following] if overlap else [new | following]
        return [self._row(row, measure) for row in rows if row]

    def _row(self, marks: Mapping[str, list[Span]], measure: Measure) -> str:
        row, column = "", 0
        for span, mark in sorted((span, mark) for mark, spans in marks.items() for span in spans):
            start = measure(self.text[: span.start])
            row += " " * (start - column) + mark * (measure(self.text[: span.end]) - start)
            column = len(row)
        return row


def head(term: Term, width: int | None) -> Path:
    """The way to the head of a term, with which its text begins, as far as anybody can read."""
    path: list[str] = []
    while len(path) < (width or 0):
        match term:
            case Lam(_, body):
                path, term = [*path, "body"], body
            case App(fn, _):
                path, term = [*path, "fn"], fn
            case _:
                break
    return tuple(path)


def spans(found: Excerpt, line: Shown) -> list[Span]:
    """Where that is which a step is about, or has made: nowhere if it is not shown."""
    if line.rule is Rule.PARALLEL:
        return _outermost_redexes(found.tree)
    tree = found.at(line.path)
    if tree is None:
        around = found.window[: len(line.path)] == line.path  # then all that is shown is part of it
        return [Span(0, len(found.text))] if around else []
    if line.rule is Rule.ALPHA and isinstance(tree, Abstraction):
        start = tree.start
        while found.text[start] in "(λ\\":
            start += 1
        return [Span(start, start + len(tree.hint))]
    return [Span(tree.start, tree.end)]


def _outermost_redexes(tree: Expr) -> list[Span]:
    found = []
    todo = [tree]
    while todo:
        match todo.pop():
            case Application(Abstraction()) as redex:
                found.append(Span(redex.start, redex.end))
            case Application(fn, arg):
                todo += arg, fn
            case Abstraction(_, body):
                todo.append(body)
    return found
