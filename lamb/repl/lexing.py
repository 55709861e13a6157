"""The words of any text, what each is where it stands, and the inputs in it.

This is the grammar's idea of scope, followed from left to right without the grammar, so that it is there
during typing: a text that is not finished, or wrong, has a meaning up to there. The words follow each other
without a gap, so that nothing is lost that is typed.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal, TypeAlias

from lamb.errors import ParseError, Source
from lamb.notation.layout import WORD_KINDS, WORDS, Layout, blank, comments, dedent
from lamb.notation.names import NAME, RESERVED

Word: TypeAlias = tuple[int, int, str]
"""A stretch of a text, from where to where, and its form. A plain tuple: there are many."""

FORMS = {
    "space": r"\s+",
    "name": NAME.pattern,
    "opening": r"[(\[]",
    "closing": r"[)\]]",
    "lambda": r"λ|\\lambda(?=\s+[^\W\d])|\\",
    "numeral": r"[0-9]+(?![^\Wλ])",
    "comment": r"--[^\n]*|#[^\n]*",
    "block": r"\{-",
    "string": r'"[^"\n]*"?',
    "step": r"=(?:[abed~*]|[np]\*?)(?::[swh])?>|<(?:[abed~*]|[np]\*?)(?::[swh])?=",
    "equality": r"==|!=|=eta=|:=:",
    "defines": r":?=",
    "dot": r"\.|->|→",
    "colon": r":",
    "comma": r",",
    "semicolon": r";",
    "bar": r"\|",
    "wrong": r".",
}
"""The forms of words, the first that fits; `notebook/labextension/static/words.js` has them too."""
_WORD = re.compile("|".join(f"(?P<{form}>{pattern})" for form, pattern in FORMS.items()))
_COMMAND = re.compile(r"\s*(?P<word>:[^\s]*)")
_BLOCK_MARKS = re.compile(r"\{-|-\}")


def command(text: str) -> str | None:
    """The name of the command that a text begins with, if it does; it may be empty so far.

    >>> command(":load f.lc"), command(":"), command("x")
    ('load', '', None)
    """
    found = _COMMAND.match(text)
    return found["word"][1:] if found else None


def words(text: str) -> list[Word]:
    """The words of a text, in order, without gaps."""
    found: list[Word] = []
    at = 0
    if begin := _COMMAND.match(text):
        at, start = begin.end(), begin.start("word")
        found += [(0, start, "space")] if start else []
        found.append((start, at, "command"))
    while at < len(text):
        for match in _WORD.finditer(text, at):
            form = str(match.lastgroup)
            start, at = match.span()
            if form == "block":
                at = _block_end(text, start)
                found.append((start, at, "comment"))
                break
            found.append((start, at, "keyword" if form == "name" and match.group() in RESERVED else form))
    return found


def _block_end(text: str, start: int) -> int:
    """The end of a block comment, and of all blocks in it; the end of the text if it is never closed."""
    depth = 0
    for mark in _BLOCK_MARKS.finditer(text, start):
        depth += 1 if mark.group() == "{-" else -1
        if depth == 0:
            return mark.end()
    return len(text)


GRAMMAR = {
    "opening": "LPAR", "closing": "RPAR", "step": "STEP", "equality": "EQUALS", "defines": "_DEFINES",
    "dot": "_DOT", "colon": "_COLON", "comma": "COMMA", "semicolon": "SEMICOLON", "bar": "_BAR",
    "lambda": "LAMBDA", "numeral": "NUMERAL", "string": "STRING",
}  # fmt: skip
"""The forms of words, and what the grammar calls them."""


def layout(text: str, found: list[Word]) -> tuple[set[int], set[int]]:
    """The numbers of the words that begin a statement, and of those that are words of the language."""
    code = dedent(blank(text, [(start, end) for start, end, form in found if form == "comment"]))
    in_command = command(text) is not None

    def items() -> Iterator[tuple[str, int, int]]:  # with the number of each for its end
        for number, (start, end, form) in enumerate(found):
            if form in ("space", "comment", "command"):
                continue
            if start and code[start - 1] == "\n":
                yield "_NEWLINE", start, number
            kind = (
                WORDS.get(text[start:end], "NAME") if form in ("name", "keyword") else GRAMMAR.get(form, form)
            )
            yield kind, start, number

    heads: set[int] = set()
    keywords: set[int] = set()
    begins = not in_command
    for kind, _, number in Layout(code, program=not in_command).process(items()):
        if kind == "_NEWLINE":
            begins = True
            continue
        if begins:
            heads.add(number)
        if kind in WORD_KINDS:
            keywords.add(number)
        begins = False
    return heads, keywords


# ── Scopes ──────────────────────────────────────────────────────────────────────────

Kind: TypeAlias = Literal[
    "space", "comment", "string", "numeral", "keyword", "sort",
    "lambda", "binder", "bound", "name", "defined", "definition",
    "operator", "step", "bracket", "open", "unbalanced",
    "command", "argument", "wrong",
]  # fmt: skip
"""*name*: nothing says what it means. *open*: a bracket that is not closed yet."""

Token: TypeAlias = tuple[int, int, Kind]
"""A word, and what it is where it stands."""

OWN: dict[str, Kind] = {  # what words are wherever they stand
    "space": "space", "comment": "comment", "string": "string", "numeral": "numeral", "keyword": "keyword",
    "step": "step", "equality": "operator", "defines": "operator", "dot": "operator", "colon": "operator",
    "comma": "operator", "semicolon": "operator", "bar": "operator", "command": "command", "wrong": "wrong",
    "lambda": "lambda", "name": "name", "opening": "bracket", "closing": "bracket",
}  # fmt: skip

Form: TypeAlias = Literal[
    "(",  # a bracket
    "[",
    "λ",  # the body of an abstraction, or of a local definition
    "let",  # the equations of a local definition
    "parameters",  # the right side of an equation with parameters
    "forall",  # a claim about all values
]
BRACKETS: tuple[Form, ...] = ("(", "[")
OPENS: dict[str, Form] = {"(": "(", "[": "[", ")": "(", "]": "["}


@dataclass(slots=True)
class Painting:
    """The tokens of a text, in order and without gaps, and what is around its end.

    *scope* has the names that are bound at the end, the innermost first; *statements* begin there; *inside* a
    comment or a string the end may be.
    """

    tokens: list[Token]
    scope: list[str]
    statements: list[int]
    inside: Literal["comment", "string"] | None


def paint(
    text: str, defined: Container[str] = (), takes_term: Callable[[str], bool] = lambda _: True
) -> Painting:
    """The painting of any text; linear. *takes_term* says whether what follows a command is a term."""
    name = command(text)
    if name is None or takes_term(name):
        return _Painter(text, defined).painting()
    kinds: dict[str, Kind] = {"space": "space", "command": "command"}
    return Painting(
        [(start, end, kinds.get(form, "argument")) for start, end, form in words(text)], [], [], None
    )


@dataclass(slots=True)
class _Frame:
    """Something that is open around a word, and the names that it binds."""

    form: Form
    opening: int  # the number of its first word
    names: list[str] = field(default_factory=list)
    pending: int | None = None  # the number of the name that its equation is about to define


class _Painter:
    """Goes over the words of a text once. A word is known by its number; *kinds* has what each is, so far."""

    def __init__(self, text: str, defined: Container[str]) -> None:
        self.text, self.defined = text, defined
        self.words = words(text)
        self.heads, keywords = layout(text, self.words)  # where a statement may still begin
        for number in keywords:
            self.words[number] = (*self.words[number][:2], "keyword")
        self.kinds: list[Kind] = [OWN[form] for _, _, form in self.words]
        self.ahead = deque(n for n, kind in enumerate(self.kinds) if kind not in ("space", "comment"))
        self.frames: list[_Frame] = []  # the innermost last
        self.brackets: Counter[Form] = Counter()  # that are open
        self.bound: Counter[str] = Counter()
        self.unbound: list[int] = []  # names that nothing binds
        self.definitions: set[str] = set()  # that the text makes
        self.statements: list[int] = []
        self.generators: Literal["binder", "sort"] | None = None  # what a name is, after forall or in a type
        self.claims = False  # in a statement that may have a type
        self.declares = False  # in a data type

    def painting(self) -> Painting:
        while self.ahead:
            if self.ahead[0] in self.heads:
                self._statement(self.ahead[0])
            else:
                self._word(self.ahead.popleft())
        scope = list(dict.fromkeys(name for frame in self.frames[::-1] for name in frame.names[::-1]))
        self._finish_statement()
        for number in self.unbound:
            if (name := self._written(number)) in self.definitions or name in self.defined:
                self.kinds[number] = "defined"
        kinds = zip(self.words, self.kinds, strict=True)
        tokens: list[Token] = [(start, end, kind) for (start, end, _), kind in kinds]
        return Painting(tokens, scope, self.statements, self._inside())

    def _inside(self) -> Literal["comment", "string"] | None:
        if not self.words:
            return None
        start, end, form = self.words[-1]
        last = self.text[start:end]
        if form == "comment" and (not last.startswith("{-") or last.count("{-") > last.count("-}")):
            return "comment"
        return "string" if form == "string" and (last == '"' or not last.endswith('"')) else None

    def _written(self, number: int) -> str:
        start, end, _ = self.words[number]
        return self.text[start:end]

    def _comes(self, form: str) -> bool:
        """True if the next word has a form."""
        return bool(self.ahead) and self.words[self.ahead[0]][2] == form

    def _names(self) -> list[int]:
        """Take the names that come next, as binders. None of them begins a statement."""
        taken: list[int] = []
        while self._comes("name") and self.ahead[0] not in self.heads:
            taken.append(self.ahead.popleft())
            self.kinds[taken[-1]] = "binder"
        return taken

    # ── statements ──

    def _statement(self, first: int) -> None:
        self._finish_statement()
        self.heads.remove(first)
        self.statements.append(self.words[first][0])
        word = self._written(first) if self.words[first][2] == "keyword" else ""
        self.claims = word in ("assert", "assume")
        self.declares = word == "data"
        if word in ("rec", "eval", "conf", "import", "data"):
            self.ahead.popleft()
        names = self._names()
        match word:
            case "data":
                for name in names:
                    self.kinds[name] = "sort"
            case "eval" | "conf" | "import":
                for name in names[:1]:
                    self.kinds[name] = "defined" if word == "import" else "definition"
            case _ if names and (word == "rec" or self._comes("defines")):
                self._define(names[0])
                self._open("parameters", names[0], names if word == "rec" else names[1:])
            case _:
                for name in names:
                    self.kinds[name] = "name"
                self.unbound += names

    def _finish_statement(self) -> None:
        """Close all that is open; a statement that is a `let` without an `in` has defined something."""
        if self.frames and self.statements:
            first = self.frames[0]
            if first.pending is not None and self.words[first.opening][0] == self.statements[-1]:
                self._define(first.pending)
        self._close_to()
        self.generators = None

    def _define(self, number: int) -> None:
        self.kinds[number] = "definition"
        self.definitions.add(self._written(number))

    # ── frames ──

    def _open(self, form: Form, opening: int, names: Iterable[int] = ()) -> None:
        self.frames.append(_Frame(form, opening))
        if form in BRACKETS:
            self.brackets[form] += 1
        for name in names:
            self._bind(self._written(name))

    def _bind(self, name: str) -> None:
        """Let the innermost frame bind a name."""
        if name != "_":  # which cannot be mentioned
            self.frames[-1].names.append(name)
            self.bound[name] += 1

    def _close_to(self, *forms: Form) -> _Frame | None:
        """Close frames until one of these forms is the innermost, and give that."""
        while self.frames and self.frames[-1].form not in forms:
            self._close()
        return self.frames[-1] if self.frames else None

    def _close(self) -> _Frame:
        frame = self.frames.pop()
        self.bound.subtract(frame.names)
        if frame.form in BRACKETS:
            self.brackets[frame.form] -= 1
            self.kinds[frame.opening] = "open"
        return frame

    # ── inside a statement ──

    def _word(self, number: int) -> None:
        form = self.words[number][2]
        if form in ("keyword", "lambda", "semicolon", "step"):
            self.generators = None
        match form:
            case "name":
                self._name(number)
            case "keyword":
                self._keyword(number)
            case "lambda":
                self._open("λ", number, self._names())
            case "opening":
                self._open(OPENS[self._written(number)], number)
                if self.declares:
                    self._field()
            case "closing":
                self.generators = None if self.declares else self.generators
                self._close_bracket(number)
            case "comma":
                self._close_to(*BRACKETS, "forall")
                self.generators = self.generators and "binder"
            case "semicolon":
                if self._end_equation():
                    self._local_equation()
            case "equality":
                self._close_to(*BRACKETS, "forall")
                self.generators = "sort" if self._written(number) == ":=:" else None
            case "step":
                self._close_to(*BRACKETS)
            case "defines" | "bar" if self.declares:
                while self._comes("bar"):
                    self.ahead.popleft()
                for name in self._names()[:1]:
                    self._define(name)
            case "colon" if self.declares:
                self.generators = "sort"
            case "colon":
                self.generators = "sort" if self.generators or self.claims else None
            case "dot" if self._written(number) == ".":
                self.generators = None

    def _name(self, number: int) -> None:
        name = self._written(number)
        if self.generators:
            self.kinds[number] = self.generators
            if self.generators == "binder":
                self._bind(name)
        elif self.declares:
            self.kinds[number] = "sort" if self.frames else "binder"
        elif self.bound[name]:
            self.kinds[number] = "bound"
        else:
            self.unbound.append(number)

    def _field(self) -> None:
        """The names in brackets in a data type, before a colon; without one they are a sort."""
        names = self._names()
        if not self._comes("colon"):
            for name in names:
                self.kinds[name] = "sort"

    def _keyword(self, number: int) -> None:
        match self._written(number):
            case "let":
                self._open("let", number)
                self._local_equation()
            case "in":
                if frame := self._end_equation():
                    frame.form = "λ"
            case "forall":
                self._open("forall", number)
                self.generators = "binder"

    def _local_equation(self) -> None:
        """The name and the parameters of an equation after `let` or `;`."""
        if names := self._names():
            self.frames[-1].pending = names[0]
            self._open("parameters", names[0], names[1:])

    def _end_equation(self) -> _Frame | None:
        """Bind the name that an equation of a `let` has defined; that `let`, if there is one."""
        frame = self._close_to(*BRACKETS, "let")
        if frame is None or frame.form != "let":
            return None
        if frame.pending is not None:
            self._bind(self._written(frame.pending))
            frame.pending = None
        return frame

    def _close_bracket(self, number: int) -> None:
        form = OPENS[self._written(number)]
        if not self.brackets[form]:
            self.kinds[number] = "unbalanced"
            return
        self._close_to(form)
        self.kinds[self._close().opening] = "bracket"


# ── Inputs ──────────────────────────────────────────────────────────────────────────

INDENTATION = "  "

_INDENTED = re.compile(r"[^\S\n]*")
_COMMAND_LINE = re.compile(r"^:[^\n]*", re.MULTILINE)


def is_whole(text: str) -> bool:
    """True if a text is carried out, and no more of it awaited. A derivation goes on until an empty line,
    which ends any other input too: so a user who does not know what is missing is told.

    >>> [is_whole(text) for text in ("x", "λx.", "x)", ":load", "eval a : x", "eval a : x\\n  ", "(\\n")]
    [True, False, True, True, False, True, True]
    """
    from lamb.notation.parser import parse  # start-up counts
    from lamb.notation.syntax import Derivation

    if command(text) is not None or not text.rpartition("\n")[2].strip():
        return True
    try:
        statements = parse(Source(text)).statements
    except ParseError as error:
        return not error.incomplete
    return not (statements and isinstance(statements[-1], Derivation))


def indentation(before: str) -> str:
    """The beginning of the line after *before*, so that it goes on with the same statement.

    >>> indentation("f x ="), indentation("f x =\\n    g"), indentation("")
    ('  ', '    ', '  ')
    """
    written = before.rstrip().rpartition("\n")[2]
    return _INDENTED.match(written)[0] or INDENTATION  # type: ignore[index]


def inputs(text: str) -> Iterator[str]:
    """The commands in a text, each a line that begins with `:`, and the programs between them.

    Each has an empty line for every line before it: its places are those in the whole.

    >>> list(inputs(":time\\nx\\n\\ny\\n:quit"))
    [':time', '\\nx\\n\\ny', '\\n\\n\\n\\n:quit']
    """
    text = dedent(text).rstrip()
    try:
        code = blank(text, comments(Source(text)))
    except ParseError:
        code = text if command(text) is not None else ""
    cuts = [0, *(cut for found in _COMMAND_LINE.finditer(code) for cut in found.span()), len(text)]
    for start, end in pairwise(cuts):
        if part := text[start:end].rstrip():
            yield "\n" * text.count("\n", 0, start) + part
