"""A reduction as Markdown: a table that GitHub shows, with the redexes in bold.

    |   | rule | term | |
    |---:|:---:|:---|:---|
    | | | <code><b>(λx y. x) a</b> b</code> | |
    | 1 | β | <code><b>(λy. a) b</b></code> | “a” takes the place of x, which occurs once |

Terms are in the HTML that Markdown allows, since nothing can be bold in its own code. All that
means something in either is written as a character's number, so that it is only ever shown.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from lamb.calculus.reduction import Rule
from lamb.calculus.strategies import Strategy
from lamb.calculus.term import Term
from lamb.course.presentation.explanation import explained
from lamb.course.presentation.presented import Shown
from lamb.interface.exports.export import Ending, Write, marked

HEAD = "| | rule | term | |\n|---:|:---:|:---|:---|\n"


class MarkdownTable:
    """Writes each reduction as a table, and a sentence below it.

    Terms wider than *width* characters are elided around the redex.
    """

    def __init__(self, write: Write, *, width: int | None = None) -> None:
        self.write = write
        self.width = width
        self._begun = False
        self._name = ""
        self._waiting: tuple[Term, str, str, str] | None = None  # for what the next step is about

    def begin(self, term: Term, strategy: Strategy) -> None:
        self.write(("\n" if self._begun else "") + HEAD)
        self._begun = True
        self._name = strategy.value
        self._waiting = term, "", "", ""

    def show(self, number: int, line: Shown) -> None:
        self._row(line)
        shown = "" if line.rule is Rule.ALPHA else f"{number}"
        self._waiting = line.after, shown, line.rule.value, escaped(explained(line))

    def finish(self, ending: Ending) -> None:
        self._row(None)
        said = str(ending)
        self.write(f"\n{escaped(said[:1].upper() + said[1:])} ({self._name}).\n")

    def _row(self, following: Shown | None) -> None:
        if self._waiting is not None:
            term, number, rule, sentence = self._waiting
            text, spans = marked(term, following, self.width)
            self.write(f"| {number} | {rule} | <code>{_bold(text, spans)}</code> | {sentence} |\n")
        self._waiting = None

    def close(self, code: int = 0, problem: str | None = None, errors: Sequence[Any] = ()) -> None:
        if self._waiting is not None:  # it was left in the middle
            self.finish(Ending(None, "", 0, problem or ""))


def _bold(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """A text with some stretches of it, which do not overlap, in bold."""
    written: list[str] = []
    last = 0
    for start, end in spans:
        written += escaped(text[last:start]), f"<b>{escaped(text[start:end])}</b>"
        last = end
    return "".join([*written, escaped(text[last:])])


_MEANS_SOMETHING = re.compile(r"""[!"#$&*/<>@\[\\\]^_`{|}~]|[.:](?=\S)|(?<=\s)\s|[^\S ]""")


def escaped(text: str) -> str:
    """Any text, so that Markdown and HTML show it as it is.

    >>> print(escaped("λx. <b>x_y</b> | x"))
    λx. &#60;b&#62;x&#95;y&#60;&#47;b&#62; &#124; x
    """
    shown = "".join(char if char.isprintable() or char.isspace() else "\ufffd" for char in text)
    return _MEANS_SOMETHING.sub(lambda found: " " if found[0].isspace() else f"&#{ord(found[0])};", shown)
