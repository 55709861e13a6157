"""The colours of what is typed: those that a terminal has names for, so that each theme has its own.

Yellow cannot be read on white, nor blue on black: neither is used.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Hashable

from prompt_toolkit.application.current import get_app
from prompt_toolkit.document import Document
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.layout.processors import Processor, Transformation, TransformationInput
from prompt_toolkit.layout.utils import explode_text_fragments
from prompt_toolkit.lexers import Lexer
from prompt_toolkit.styles import Style

from lamb.repl.lexing import Kind
from lamb.repl.scopes import Painting, paint

KINDS: dict[Kind, str] = {
    "space": "",
    "comment": "ansigreen",
    "string": "ansigreen",
    "numeral": "ansibrightblue",
    "keyword": "bold ansimagenta",
    "sort": "ansimagenta",
    "lambda": "bold ansimagenta",
    "binder": "bold ansicyan",
    "bound": "ansicyan",
    "name": "",
    "defined": "ansibrightblue",
    "definition": "bold ansibrightblue",
    "operator": "",
    "step": "bold ansimagenta",
    "bracket": "",
    "open": "ansired",
    "unbalanced": "bold ansired reverse",
    "command": "bold ansimagenta",
    "argument": "",
    "wrong": "bold ansired reverse",
}

STYLE = Style.from_dict(
    {
        **{f"lamb.{kind}": style for kind, style in KINDS.items()},
        "lamb.pair": "bold underline",
        "prompt": "bold",
        "continuation": "ansibrightblack",
        "auto-suggestion": "ansibrightblack",
    }
)


# ── Highlighting ────────────────────────────────────────────────────────────────────
# Colours for what is typed, and the bracket at the cursor with the one that belongs to it.


STYLES = {kind: f"class:lamb.{kind}" for kind in KINDS}
OF_SEVERAL_LINES = ("space", "comment")


class Painted:
    """The painting of the text that is on the screen, made once for each text."""

    def __init__(
        self,
        defined: Callable[[], Container[str]],
        takes_term: Callable[[str], bool],
        version: Callable[[], Hashable],
    ) -> None:
        self.defined, self.takes_term, self.version = defined, takes_term, version
        self._of: tuple[str, Hashable] | None = None
        self._painting = paint("")

    def __call__(self, text: str) -> Painting:
        of = (text, self.version())
        if of != self._of:
            self._painting, self._of = paint(text, self.defined(), self.takes_term), of
        return self._painting


class Colors(Lexer):
    """What a text looks like, line by line."""

    def __init__(self, painted: Painted) -> None:
        self.painted = painted

    def lex_document(self, document: Document) -> Callable[[int], StyleAndTextTuples]:
        lines = fragments(document.text, self.painted(document.text))
        return lambda number: lines[number] if number < len(lines) else []

    def invalidation_hash(self) -> Hashable:
        return self.painted.version()


def fragments(text: str, painting: Painting) -> list[StyleAndTextTuples]:
    """The lines of a text, each as pieces with their styles."""
    lines: list[StyleAndTextTuples] = [[]]
    for start, end, kind in painting.tokens:
        written, style = text[start:end], STYLES[kind]
        if kind in OF_SEVERAL_LINES:
            written, *others = written.split("\n")
            lines[-1].append((style, written))
            lines += [[(style, line)] for line in others]
        else:
            lines[-1].append((style, written))
    return lines


class PairOfBrackets(Processor):
    """Shows which bracket belongs to the one at the cursor."""

    def __init__(self, painted: Painted) -> None:
        self.painted = painted

    def apply_transformation(self, ti: TransformationInput) -> Transformation:
        if get_app().is_done:
            return Transformation(ti.fragments)
        shown = ti.fragments
        for position in at_cursor(ti.document, self.painted):
            row, column = ti.document.translate_index_to_position(position)
            column = ti.source_to_display(column)
            if row == ti.lineno:
                shown = explode_text_fragments(shown)
                style, char, *_ = shown[column]
                shown[column] = (f"{style} class:lamb.pair", char)
        return Transformation(shown)


def at_cursor(document: Document, painted: Painted) -> tuple[int, ...]:
    """Where the bracket under the cursor is, or the one that was closed just before it, and its partner."""
    pairs = painted(document.text).pairs
    cursor = document.cursor_position
    if cursor in pairs:
        return cursor, pairs[cursor]
    if document.char_before_cursor in (")", "]") and cursor - 1 in pairs:
        return cursor - 1, pairs[cursor - 1]
    return ()
