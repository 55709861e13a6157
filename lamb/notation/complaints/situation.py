"""The situation in which the parser got stuck: what it found, and what it had begun and not finished.

In `id = (λx y)` it is stuck at the `)`, with the name, `=`, `(`, λ and two variables unfinished. That
is all that the rules need to know of a mistake.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import dropwhile
from typing import NamedTuple

TERM = "TERM"  # a term, or another finished piece
END = "END"  # of a line that ends a statement, or of the text
UNKNOWN = "UNKNOWN"  # a character that begins no word

OPENERS = ("LPAR", "LSQB")
CLOSERS = ("RPAR", "RSQB")
DEFINES = ("_DEFINES", "_ASSIGNS")
DERIVES = ("EVAL", "CONF")
DOTS = ("_DOT", "_ARROW")
KEYWORDS = ("LET", "_IN", "_REC", "_IMPORT", "_ASSERT", "_ASSUME", "_FORALL", *DERIVES)

LET = "write let x = t in u"
ASSERT = "write assert t == u"
STEPS = "a step is one of =a> =b> =e> =d> =n> =p> =*> =n*> =p*> =~>, or reversed: <b="

LONGEST_QUOTE = 30  # characters of a part that a complaint repeats
MOST_UNFINISHED = 100_000  # parts that are looked at, the nearest ones

_BRACKET = re.compile(r'"[^"\n]*"|[(\[]|[)\]]')
_LINE_START = re.compile(r"\n(?=\S)")


def called(example: str) -> str:
    """The hint where a sign stands for a function: an *example* of its call."""
    return f"a function is called by its name: {example}"


class Part(NamedTuple):
    """A stretch of the text and what it is: a terminal of the grammar, or one of the first three above."""

    kind: str
    start: int
    end: int


class Complaint(NamedTuple):
    """A *message* that says what is wrong, its *place*, and in *hint* what to do now."""

    message: str
    place: Part
    hint: str


@dataclass(frozen=True, slots=True)
class Stuck:
    """The text, the *found* part that cannot stand there, and the *unfinished* ones before it."""

    text: str  # without its comments, but with the same offsets
    found: Part
    unfinished: list[Part]  # of this statement, the outermost first
    expected: frozenset[str]
    wanted: str  # "program" or "term"

    @property
    def last(self) -> Part:
        """The part right before the found one, if it is in the same statement."""
        return self.unfinished[-1] if self.unfinished else Part(END, self.found.start, self.found.start)

    def nearest(self, *kinds: str) -> Part | None:
        """The last unfinished part of these kinds."""
        return next((part for part in reversed(self.unfinished) if part.kind in kinds), None)

    @property
    def begun_lambda(self) -> Part | None:
        """The λ whose variables come last: its “.” is awaited."""
        rest = dropwhile(lambda part: part.kind == "NAME", reversed(self.unfinished))
        before = next(rest, None)
        return before if before and before.kind == "LAMBDA" and self.last != before else None

    def written(self, part: Part) -> str:
        """The text of a part on one line; of a long one the beginning."""
        text = " ".join(self.text[part.start : min(part.end, part.start + LONGEST_QUOTE + 1)].split())
        return text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 1] + "…"

    def line_of(self, part: Part) -> int:
        return self.text.count("\n", 0, part.start) + 1

    def whereabouts(self, part: Part) -> str:
        """The place of an earlier part, in words, seen from the found one."""
        line = self.line_of(part)
        return "before it" if line == self.line_of(self.found) else f"of line {line}"

    def begins_line(self, part: Part) -> bool:
        """True if nothing stands before a part on its line."""
        return not self.text[self.text.rfind("\n", 0, part.start) + 1 : part.start].strip()

    def line_ends_before(self, at: int, part: Part) -> bool:
        """True if an unindented line begins between an offset and the end of a part."""
        return _LINE_START.search(self.text, at, part.end) is not None

    def next_statement(self, at: int) -> int:
        """The offset where the next unindented line begins, or the text ends."""
        line = _LINE_START.search(self.text, at)
        return line.start() if line else len(self.text)

    def is_closed_later(self) -> bool:
        """True if the innermost open bracket is closed in the rest of the text."""
        depth = 1
        for bracket in _BRACKET.finditer(self.text, self.found.start):
            depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(bracket.group(), 0)
            if depth == 0:
                return True
        return False


def stuck(
    text: str,
    word: tuple[str, int, int],
    unfinished: Iterable[tuple[str, int, int]],
    expected: frozenset[str],
    wanted: str,
) -> Stuck:
    """The situation in which a word cannot stand where it does."""
    kind, start, end = word
    found = Part(*word)
    if kind in ("$END", "_NEWLINE"):
        end = len(text[:start].rstrip())
        found = Part(END, max(0, end - 1), end)
    nearest = deque(unfinished, MOST_UNFINISHED)
    return Stuck(text, found, [Part(*part) for part in nearest], expected, wanted)
