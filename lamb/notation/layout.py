"""Layout, of which a grammar cannot speak: comments, where statements begin, and which names are words.

Comments run from `--` or `#` to the end of the line, or from `{-` to its `-}`; the latter nest, as
no regular expression can. They are blanked, which moves nothing, before the grammar reads a text. A `#`
between two letters of a name is a letter.

A statement begins at an unindented line, unless what stands before is not finished (a bracket is open, or
the line ends with an operator) or what begins there goes on with it: an operator, `in`, a closing bracket,
or, in a derivation, a term with a step after it. It also begins at `eval`, `conf`, and a `let` without an
`in`, where a statement can end. The other words are words only where they begin something: elsewhere they
are names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from os.path import commonprefix
from typing import NamedTuple, TypeAlias

from lamb.errors import ParseError, Place, Source
from lamb.notation.names import NAME

WORDS = {
    "let": "LET",
    "in": "_IN",
    "rec": "_REC",
    "import": "_IMPORT",
    "assert": "_ASSERT",
    "assume": "_ASSUME",
    "data": "_DATA",
    "forall": "_FORALL",
    "eval": "EVAL",
    "conf": "CONF",
}
"""The words of the language, and what the grammar calls them."""
UNKNOWN = "UNKNOWN"
"""The kind of a character that begins no word."""
WORD_KINDS = frozenset(WORDS.values())
NOTABLE = WORD_KINDS | {"_NEWLINE"}

_OPERATORS = ("STEP", "COMMA", "SEMICOLON", "_DOT", "_ARROW", "_COLON", "_BAR")
COMPARES = ("EQUALS", "ETA_EQUALS", "NOT_EQUALS", "EXACTLY")
CONTINUES = frozenset((*_OPERATORS, *COMPARES, "_DEFINES", "_ASSIGNS", "_IN", "RPAR", "RSQB"))
"""A line that begins with one of these goes on with the one before."""
ENDS = frozenset(("NAME", "NUMERAL", "RPAR", "RSQB", "STRING"))
"""A statement that is whole ends with one of these."""
BRACKETS = {"LPAR": 1, "LSQB": 1, "RPAR": -1, "RSQB": -1}

LONGEST = 1_000  # characters of a name

# Patterns that only some texts need, and that are compiled when one does: start-up counts.
_compiled = cache(re.compile)
_NAME = NAME.pattern
_SIGN = r"(?:[^\Wλ]|['?!])"  # of a name
STEP = r"=(?:[abed~*]|[np]\*?)(?::[swh])?>|<(?:[abed~*]|[np]\*?)(?::[swh])?="
_DEFINES = rf":=(?!:)|(?!{STEP}|==|=eta=)="
_BLANK = r"(?:[^\S\n]|\n(?!\S))"  # that ends no line, or goes on with an indented one
_DEFINED = rf"{_BLANK}*(?:{_DEFINES})"
_DEFINITION = rf"{_NAME}(?:{_BLANK}+{_NAME})*{_DEFINED}"
_ASSUMPTION = rf"assume(?:{_BLANK}+{_NAME})+{_BLANK}*:(?!=)"
_CLAIM = rf"(?:assert|import){_BLANK}+[\w(\[λ\\\"]|{_DEFINITION}"
_DATA = (  # with a bar or a field that has a sort; of one constructor without them, a type of the same name
    rf"data{_BLANK}+(?:(?:church|scott){_BLANK}+(?={_NAME}))?(?P<type>{_NAME})(?:{_BLANK}+{_NAME})*"
    rf"{_DEFINED}(?:{_BLANK}*(?P=type)(?!{_SIGN}|-{_SIGN})(?:{_BLANK}|{_NAME})*+(?=\Z|\n)"
    r"|(?:[^\n|:=.,;λ\\\"(]|\n(?=[\s|])|\((?![^\n():|=]*:(?!=)))*+(?:\||\())"
)
_AFTER_A_TERM = rf"(?P<step>{STEP})|(?P<name>{_NAME})|[=:;\"]"
_STARTS = rf"{_NAME}|(?<=\n)\S"  # names, and what begins a line
_GOES_ON = rf"[)\]=:.,;→|]|->|!=|{STEP}|in(?!{_SIGN}|-{_SIGN})"
_LETS = rf"{_NAME}|(?:λ|\\)[^.→>()\n]*|[()\[\]]|\n(?=\S)|{STEP}|[^\s]"

MOST_ERRORS = 100  # of a text, after which the rest of it is not read

_MARKS = re.compile(r'--|#|\{-|-\}|"')
_NAME_SIGN = re.compile(_SIGN)
_BLOCK_MARKS = re.compile(r"\{-|-\}")
_LINE_END = re.compile(r"[^\n]*")
_STRING = re.compile(r'"[^"\n]*"?')
_UNINDENTED = re.compile(r"^\S", re.MULTILINE)
_INDENTATION = re.compile(r"^[^\S\n]+(?=\S)", re.MULTILINE)


def comments(source: Source, errors: list[ParseError] | None = None) -> list[tuple[int, int]]:
    """The stretches of a text that are comments.

    A block that is never closed, or closes nothing, is a ParseError. It is raised, unless there is a list of
    *errors* for it.
    """
    text, at = source.text, 0
    found: list[tuple[int, int]] = []
    while mark := _MARKS.search(text, at):
        at = mark.end()
        if mark.group() == "#" and (name := _name_around(text, mark.start())):
            at = name
            continue
        match mark.group():
            case "--" | "#":
                at = _LINE_END.match(text, at).end()  # type: ignore[union-attr]
                found.append((mark.start(), at))
            case "{-":
                try:
                    at = _block_end(source, mark.start())
                except ParseError as error:
                    at = _forgiven(error, errors, len(text))
                found.append((mark.start(), at))
            case '"':
                at = _STRING.match(text, mark.start()).end()  # type: ignore[union-attr]
            case _:
                place = Place(source, mark.start(), at)
                hint = "remove it, or open the comment with “{-”"
                at = _forgiven(ParseError("this “-}” closes no comment", place, hint), errors, at)
                found.append((mark.start(), at))
    return found


def _forgiven(error: ParseError, errors: list[ParseError] | None, at: int) -> int:
    """The offset *at*, where reading goes on if the error is put among others. Else raises it."""
    if errors is None:
        raise error
    if len(errors) < MOST_ERRORS:
        errors.append(error)
    return at


def _name_around(text: str, at: int) -> int | None:
    """The end of the name that a `#` is a letter of, if it is one."""
    if not at or not _NAME_SIGN.match(text, at + 1) or not _NAME_SIGN.match(text, at - 1):
        return None
    start = at - 1
    while max(0, at - LONGEST) < start and (_NAME_SIGN.match(text, start - 1) or text[start - 1] == "-"):
        start -= 1
    name = NAME.match(text, start)
    return name.end() if name and name.end() > at else None


def _block_end(source: Source, start: int) -> int:
    """The end of the block comment that starts there, and of all blocks in it."""
    opened: list[int] = []
    for mark in _BLOCK_MARKS.finditer(source.text, start):
        if mark.group() == "{-":
            opened.append(mark.start())
        else:
            opened.pop()
            if not opened:
                return mark.end()
    place = Place(source, opened[-1], opened[-1] + 2)
    error = ParseError("this comment is never closed", place, "end it with “-}”")
    error.incomplete = True
    raise error


def blank(text: str, stretches: list[tuple[int, int]]) -> str:
    """*text* with blanks for what stands in the stretches; lines stay lines."""
    pieces: list[str] = []
    at = 0
    for start, end in stretches:
        pieces += text[at:start], "\n".join(" " * len(line) for line in text[start:end].split("\n"))
        at = end
    return "".join([*pieces, text[at:]])


class Stretch(Source):
    """The text at a place, which stands where it stood: with blanks around it. Its lines are quoted whole."""

    __slots__ = ("whole",)

    def __init__(self, place: Place) -> None:
        text = place.source.text
        super().__init__(blank(text, [(0, place.start), (place.end, len(text))]), place.source.name)
        self.whole = place.source

    def line(self, number: int) -> str:
        return self.whole.line(number)


def dedent(text: str) -> str:
    """*text* with the indentation that all its lines share moved to the ends of the lines before.

    So a text that is indented as a whole reads as if it were not, and nothing else moves.

    >>> dedent("  a\\n    b\\n  c")
    '  a  \\n  b  \\nc'
    """
    shared = indentation(text)
    return text.replace("\n" + shared, shared + "\n") if shared else text


def indentation(text: str) -> str:
    """The blanks that all lines of a text begin with, but for empty ones."""
    if _UNINDENTED.search(text):
        return ""
    shared: str = commonprefix(_INDENTATION.findall(text))  # noqa: RUF071 – of strings, not of paths
    return shared


def documentation(source: Source, stretches: list[tuple[int, int]]) -> dict[int, str]:
    """The text of the comment directly above a line, or at its beginning, for each line that has one.

    >>> text = "-- Gives back what it gets.\\nI = λx. x"
    >>> documentation(Source(text), comments(Source(text)))
    {2: 'Gives back what it gets.'}
    """
    above: dict[int, list[str]] = {}
    last = 0  # the line where the comment before ends
    for start, end in stretches:
        line, column = source.position(start)
        is_behind = line == last or source.line(line)[: column - 1].strip()
        last = source.position(max(start, end - 1))[0]
        if is_behind:
            continue
        rest = source.line(last)[source.position(end)[1] - 1 :].strip() if source.text[start] == "{" else ""
        goes_on = rest != "" and not rest.startswith(("--", "#", "{-"))
        lines = above.pop(line, [])
        lines += comment_lines(source.text[start:end])
        above[last + (not goes_on)] = lines
    return {line: "\n".join(words).strip("\n") for line, words in above.items()}


def comment_lines(comment: str) -> list[str]:
    """The lines of a comment without its marks."""
    if comment.startswith("{-"):
        return [line.strip() for line in comment[2:-2].strip().splitlines()]
    return [comment.removeprefix("--").removeprefix("#").removeprefix(" ").rstrip()]


Word: TypeAlias = tuple[str, int, int]
"""A word of a text: its kind, as the grammar calls it, and where it starts and ends. A plain tuple: there are
many."""


class _SoFar(NamedTuple):
    """What is known before a word: the kind of the *last* one, and if a statement in no bracket can end."""

    last: str
    finished: bool
    in_brackets: bool


class Layout:
    """Between the lexer and the parser: keeps the line ends that end statements, and makes words names."""

    def __init__(self, text: str, *, program: bool = True) -> None:
        self.text, self.program = text, program
        self.derives = False  # in a derivation
        self._lets: set[int] | None = None
        self._step = 0  # the offset of one that was found

    def process(self, words: Iterable[Word]) -> Iterator[Word]:
        """The words from the beginning of a statement on, with a _NEWLINE between two statements.

        The layout does not look at where words end.
        """
        newline: Word | None = None
        brackets, last, sign = 0, "", ""  # what the last word was, and the last that was no name
        first = True  # on its line, perhaps
        for found in words:
            word, (kind, start, end) = found, found
            if first or kind in NOTABLE:
                if kind == "_NEWLINE":
                    newline, first = word, True
                    continue
                so_far = _SoFar(last, last in ENDS and (last != "NAME" or sign != "LAMBDA"), brackets > 0)
                begins = kind != UNKNOWN and (
                    not last or self._begins(kind, start, so_far, newline is not None)
                )
                if begins:
                    if last:
                        yield newline or ("_NEWLINE", start, end)
                    brackets = 0
                    self.derives = kind in ("EVAL", "CONF")
                newline, first = None, False
                if kind in WORD_KINDS and not self._is_word(kind, start, last, begins):
                    kind = "NAME"
                    word = kind, start, end
            if kind != "NAME":
                sign = kind
                brackets += BRACKETS.get(kind, 0)
            last = kind
            yield word

    def _is_word(self, kind: str, start: int, last: str, begins: bool) -> bool:
        """True if a word that is like one of the language is one where it stands."""
        match kind:
            case "_IN":
                return self._belongs_together(start)
            case "_FORALL":
                return last == "_ASSERT"
            case "_ASSUME":
                return begins and self.program and _compiled(_ASSUMPTION).match(self.text, start) is not None
            case "_DATA":
                return begins and self.program and _compiled(_DATA).match(self.text, start) is not None
            case "_REC" | "_IMPORT" | "_ASSERT":
                return begins and self.program and not _is_defined(self.text, start)
        return True

    def _begins(self, kind: str, start: int, so_far: _SoFar, newline: bool) -> bool:
        """True if a statement begins with a word; *newline* if it is the first on an unindented line."""
        can_end = so_far.finished and not so_far.in_brackets
        if kind in ("LET", "EVAL", "CONF"):
            forced = (so_far.in_brackets or kind != "LET") and self._is_first(start)
            if not (newline or can_end or forced):
                return False
            return can_end and newline if kind == "LET" and self._belongs_together(start) else True
        if not newline or (kind in CONTINUES and (kind != "_IN" or self._belongs_together(start))):
            return False
        if can_end and not (self.derives and self._step_follows(start)):
            return True
        return so_far.last not in ("LET", "SEMICOLON") and self._is_sure(kind, start)

    def _step_follows(self, start: int) -> bool:
        """True if nothing but terms stands from there to the next step."""
        if start >= self._step:
            self._step = step_after(self.text, start) or start
        return start < self._step

    def _is_sure(self, kind: str, start: int) -> bool:
        """True if the first word of an unindented line begins a statement, and can be no part of a term."""
        starts = {"_IMPORT": _CLAIM, "_ASSERT": _CLAIM, "_ASSUME": _ASSUMPTION, "_DATA": _DATA}
        found = starts.get(kind, _DEFINITION)
        return _compiled(found).match(self.text, start) is not None

    def _is_first(self, start: int) -> bool:
        """True if only blanks stand before a word on its line."""
        while start and self.text[start - 1] in " \t":
            start -= 1
        return start == 0 or self.text[start - 1] == "\n"

    def _belongs_together(self, start: int) -> bool:
        """True if the `let` or the `in` that starts there is one of a pair."""
        if self._lets is None:
            self._lets = _lets(self.text)
        return start in self._lets

    def next_statement(self, at: int) -> int:
        """The offset where the next statement begins, or the text ends, if the one there is given up."""
        passed = at
        for found in _compiled(_STARTS).finditer(self.text, at):
            start, word = found.start(), found.group()
            if start < passed:
                continue
            if word in ("eval", "conf") or (word == "let" and not self._belongs_together(start)):
                return start
            if self.text[start - 1 : start] != "\n" or _compiled(_GOES_ON).match(self.text, start):
                continue
            defines = _compiled(_DEFINITION).match(self.text, start)
            if defines or word in ("let", "import", "assert", "assume"):
                return start
            step = step_after(self.text, start)
            if step is None:
                return start
            passed = step
        return len(self.text)


def defined_after(text: str, at: int) -> str | None:
    """The name that the next statement defines, whatever else stands left of its “=”, or of none."""
    left = rf"(?P<name>(?>{_NAME}))(?>(?:(?!:=)[^\n=])*)"  # linear, whatever the name is like
    statement = rf"\s*(?:(?:let|rec){_BLANK}+(?P<begun>{_NAME})|{left}(?:{_DEFINES}))"
    found = _compiled(statement).match(text, at)
    return found and (found["begun"] or found["name"])


def _is_defined(text: str, start: int) -> bool:
    """True if “=” follows the name that starts there."""
    name = NAME.match(text, start)
    return name is not None and _compiled(_DEFINED).match(text, name.end()) is not None


def step_after(text: str, start: int) -> int | None:
    """The offset of the step that follows the terms which start there, if one does."""
    for found in _compiled(_AFTER_A_TERM).finditer(text, start):
        if found["step"]:
            return found.start()
        if found["name"] in (None, "let", "eval", "conf"):
            return None
    return None


def _lets(text: str) -> set[int]:
    """The offsets of the lets that have an `in`, and of these."""
    pairs: set[int] = set()
    waiting: list[int] = []  # where lets begin; and brackets, as -1
    brackets, finished = 0, False
    for found in _compiled(_LETS).finditer(text):
        word = found.group()
        if word == "\n":
            if not brackets and finished and not _compiled(_GOES_ON).match(text, found.end()):
                waiting.clear()
            continue
        if word == "in" and finished and waiting and waiting[-1] >= 0:
            pairs |= {waiting.pop(), found.start()}
            finished = False
            continue
        match word:
            case "let":
                waiting.append(found.start())
            case "(" | "[":
                waiting.append(-1)
                brackets += 1
            case ")" | "]" if brackets:
                while waiting.pop() >= 0:
                    pass
                brackets -= 1
            case "eval" | "conf":
                waiting.clear()
                brackets = 0
        finished = word != "let" and (word in (")", "]") or _NAME_SIGN.match(word[-1]) is not None)
    return pairs
