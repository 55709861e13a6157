"""A program in the house style: its words stay, and the blanks between them change.

* λ for \\, a dot between the variables of a λ and its body, one blank where words meet: λx y. f (x, y).
* A statement begins a line. What goes on below keeps its indentation, the steps of a derivation get two.
* Lines end where they ended; derivations that are too long are broken before their steps.
* Columns stay columns: the “=” of definitions below each other, and comments behind them.
* Comments and brackets stay as they are, and so do blank lines, up to two.

It works on words, not on trees, so nothing that was written can be lost. What comes of it has the same words,
and statements begin at the same ones: so it is the same program.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from lamb.calculus.budget import Meter
from lamb.errors import LambError, Source, columns
from lamb.notation.layout import Word, blank, comments, indentation
from lamb.notation.parser import parse, words_of

WIDTH = 100
"""Columns that a line of a derivation may have."""
WIDEST = 1_000
"""Columns of a line in which columns are looked for."""
INDENT = 2
MOST_BLANK_LINES = 2
COMMENT_GAP = 2
"""Blanks before a comment behind a line."""

COMMENT = "COMMENT"
_NOTHING_BEFORE = frozenset(("RPAR", "RSQB", "COMMA", "SEMICOLON", "_DOT"))
_NOTHING_BEHIND = frozenset(("LPAR", "LSQB", "LAMBDA"))
_DEFINES = ("_DEFINES", "_ASSIGNS")
_DERIVES = ("EVAL", "CONF")
_BLANKS = re.compile(r"\s*")


def formatted(source: str | Source, meter: Meter | None = None, *, ascii: bool = False) -> str:
    r"""The text of a program in the house style; with *ascii*, λs are written as Elsa reads them: \x -> x.

    Linear in the text. Raises ParseError, and BudgetError where the *meter* runs out.

    >>> formatted("I=\\x->x  #identity")
    'I = λx. x  #identity\n'
    """
    source = Source(source) if isinstance(source, str) else source
    parse(source, meter)
    text = source.text.replace("\r\n", "\n")
    words = _words(text)
    new = "".join(f"{line}\n" for line in _laid_out(_lines(text, words, ascii)))
    if _contents(new, _words(new)) != _contents(text, words):
        raise LambError("this program would not be the same if it were formatted", hint="please report it")
    return new.replace("\n", "\r\n") if "\r\n" in source.text else new


# ── Words and lines ───────────────────────────────────────────────────────────────────


def _words(text: str) -> list[Word]:
    """The words of a text and its comments, in order; a _NEWLINE before each statement but the first."""
    source = Source(text)
    stretches = comments(source)
    found: list[Word] = []
    at, begins = 0, False
    for word in words_of(source, stretches):
        if word[0] == "_NEWLINE":  # whose own place means nothing
            begins = True
            continue
        while at < len(stretches) and stretches[at][0] < word[1]:
            found.append((COMMENT, *stretches[at]))
            at += 1
        if begins:
            found.append(("_NEWLINE", word[1], word[1]))
        found.append(word)
        begins = False
    return found + [(COMMENT, *stretch) for stretch in stretches[at:]]


def _contents(text: str, words: list[Word]) -> tuple[list[str], list[str]]:
    """All that must stay: the words of a program, and its comments, which may change places."""
    program: list[str] = []
    beside: list[str] = []
    for kind, written in _spelled(text, words):
        (beside if kind == COMMENT else program).append(f"{kind} {written}")
    return program, sorted(beside)


def _spelled(text: str, words: Iterable[Word], ascii: bool = False) -> Iterator[tuple[str, str]]:
    """The kinds of words, and how they are written in the house style."""
    sign = before = ""  # the last word that was no name, and the last word
    for kind, start, end in words:
        written = text[start:end].rstrip() if kind == COMMENT else text[start:end]
        match kind:
            case "LAMBDA":
                written = "\\" if ascii else "λ"
            case "_DOT" | "_ARROW" if sign == "LAMBDA":
                written = "->" if ascii else "."
            case "_ARROW":
                written = "->"
            case "NAME" if ascii and before == "LAMBDA" and written == "lambda":
                written = " lambda"  # \lambda x is λx
        before = kind
        sign = sign if kind in ("NAME", COMMENT) else kind
        yield "_DOT" if written == "." else "_ARROW" if written == "->" else kind, written


@dataclass(slots=True)
class _Line:
    """A line: the kinds and texts of its words, and of the comment behind them."""

    column: int
    """The blanks before it, and then those that it gets."""
    blank: int
    """The empty lines above it."""
    words: list[tuple[str, str]] = field(default_factory=list)
    comment: str = ""
    has_code: bool = False
    begins: bool = False
    """True if a statement begins in it."""
    is_step: bool = False
    """True if a step of a derivation does, or its first term."""
    equation: int | None = None
    """The column of its “=”."""
    beside: int | None = None
    """The column of its last comment; if there is nothing else, of the first."""

    def set_comment_apart(self) -> None:
        if self.has_code and not self.comment and self.words[-1][0] == COMMENT:
            self.comment = self.words.pop()[1]


def _lines(text: str, words: list[Word], ascii: bool = False) -> list[_Line]:
    """The lines of a text, with a new one for each statement."""
    shared = _width(indentation(blank(text, comments(Source(text)))))
    lines: list[_Line] = []
    line_start = last = until = 0  # where the line of a word starts; where the last word starts, and ends
    begins, derives, after = True, False, ""
    for (kind, start, end), spelled in zip(words, _spelled(text, words, ascii), strict=True):
        if kind == "_NEWLINE":
            begins = True
            continue
        line_start = text.rfind("\n", last, start) + 1 or line_start
        is_comment, ends = kind == COMMENT, text.count("\n", until, start)
        if not lines or ends or (begins and not is_comment):
            first = start if ends or not lines else _BLANKS.match(text, line_start).end()  # type: ignore[union-attr]
            empty = min(max(0, ends - 1), MOST_BLANK_LINES) if lines else 0
            lines.append(_Line(max(0, _width(text[line_start:first]) - shared), empty))
        line = lines[-1]
        column = _width(text[line_start:start]) if start - line_start <= WIDEST else None
        if is_comment:
            line.beside = line.beside if line.beside is not None and not line.has_code else column
        else:
            if begins:
                line.begins, derives = True, kind in _DERIVES
            elif not line.has_code:
                line.is_step = derives and (kind == "STEP" or after == "_COLON")
            if kind in _DEFINES and line.begins and line.equation is None:
                line.equation = column
            line.has_code, begins, after = True, False, kind
        line.words.append(spelled)
        last, until = start, end
    for line in lines:
        line.set_comment_apart()
    return lines


def _width(text: str) -> int:
    """The columns of the last line of a text."""
    return columns(text.rpartition("\n")[2].expandtabs())


# ── Layout ────────────────────────────────────────────────────────────────────────────


def _laid_out(lines: list[_Line]) -> Iterator[str]:
    """The text of each line."""
    _indent(lines)
    lines = [piece for line in lines for piece in _broken(line)]
    texts = _in_columns(lines, [line.equation for line in lines], [_halves(line) for line in lines], 1)
    beside: list[int | None] = []
    for line in lines:  # a comment below one that is behind a line may go on with it
        goes_on = not line.has_code and not line.blank and beside[-1:] == [line.beside]
        beside.append(line.beside if line.comment or goes_on else None)
    pairs = [
        (text, line.comment) if line.has_code or column is None else ("", text.lstrip())
        for line, text, column in zip(lines, texts, beside, strict=True)
    ]
    for line, text in zip(lines, _in_columns(lines, beside, pairs, COMMENT_GAP), strict=True):
        yield from [""] * line.blank
        yield text


def _indent(lines: list[_Line]) -> None:
    """Give each line its indentation: what goes on below moves with what it belongs to."""
    shift = 0
    above: list[tuple[_Line, int]] = []  # comments, and where they were
    for line in lines:
        before = line.column
        line.column = before and max(INDENT, before + shift)
        if not line.has_code:
            above.append((line, before))
            continue
        if line.begins or line.is_step:
            line.column = 0 if line.begins else INDENT
            shift = line.column - before
        for comment, column in above:
            if column == before:
                comment.column = line.column
        above.clear()


def _broken(line: _Line) -> Iterator[_Line]:
    """A line; if it is of a derivation and too long, one for each of its steps."""
    cuts = [at for at, (kind, _) in enumerate(line.words) if at and kind == "STEP"]
    if line.begins and line.words[0][0] in _DERIVES:
        colons = [at for at, (kind, _) in enumerate(line.words, 1) if kind == "_COLON"]
        cuts = sorted({*colons[:1], *cuts} - {len(line.words)})
    if not cuts or line.column + _width(_joined(line.words)) <= WIDTH:
        yield line
        return
    for start, end in pairwise([0, *cuts, len(line.words)]):
        piece = _Line(INDENT, 0, line.words[start:end], has_code=True, is_step=True)
        if start == 0:
            piece.column, piece.blank, piece.comment = line.column, line.blank, line.comment
            piece.beside = line.beside
        piece.set_comment_apart()
        yield piece


def _halves(line: _Line) -> tuple[str, str]:
    """The text of a line up to its “=”, and from there; the second is empty where there is none."""
    at = len(line.words)
    if line.equation is not None:
        at = next(at for at, (kind, _) in enumerate(line.words) if kind in _DEFINES)
    return " " * line.column + _joined(line.words[:at]), _joined(line.words[at:])


def _joined(words: Iterable[tuple[str, str]]) -> str:
    """Words as a text."""
    pieces: list[str] = []
    before = "LPAR"
    for kind, text in words:
        pieces += text if kind in _NOTHING_BEFORE or before in _NOTHING_BEHIND else f" {text}"
        before = kind
    return "".join(pieces)


def _in_columns(
    lines: list[_Line], marks: list[int | None], halves: list[tuple[str, str]], gap: int
) -> list[str]:
    """The texts of lines, of which the second halves stay in a column where they were in one."""
    texts: list[str] = []
    group: list[tuple[str, str]] = []

    def close() -> None:
        wide = max((_width(left) for left, _ in group), default=0) + gap
        texts.extend(f"{left}{' ' * (wide - _width(left))}{right}" for left, right in group)
        group.clear()

    before: int | None = None
    for line, mark, pair in zip(lines, marks, halves, strict=True):
        if mark is None or mark != before or line.blank:
            close()
        if mark is None:
            texts.append((" " * gap).join(filter(None, pair)))
        else:
            group.append(pair)
        before = mark
    close()
    return texts
