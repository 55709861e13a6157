"""What each word of a text is, where it stands: bound by some λ, defined, or free.

This is the grammar's idea of scope, followed from left to right without the grammar, so that it is there
during typing: a text that is not finished, or wrong, still has a meaning up to there. Every word is looked at
once: a `Cursor` goes over the words, `Frames` hold all that is open around it, and a painter tells the one of
the other.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from lamb.notation.names import RESERVED
from lamb.repl.lexing import Kind, Token, Word, command, heads, words

OWN: dict[str, Kind] = {  # what words are wherever they stand
    "space": "space", "comment": "comment", "string": "string", "numeral": "numeral",
    "step": "step", "equality": "operator", "defines": "operator", "dot": "operator", "colon": "operator",
    "comma": "operator", "semicolon": "operator", "command": "command", "wrong": "wrong",
    "lambda": "lambda", "name": "name", "opening": "bracket", "closing": "bracket",
}  # fmt: skip


class Cursor:
    """Stands before a word. Words are known by their numbers; *kinds* says what each is, so far."""

    def __init__(self, text: str, words: list[Word]) -> None:
        self.text, self.words = text, words
        self.kinds: list[Kind] = [OWN[form] for _, _, form in words]
        self._numbers = [n for n, (_, _, form) in enumerate(words) if form not in ("space", "comment")]
        self._heads = set(heads(text, [words[n] for n in self._numbers]))
        self._at = 0  # among the numbers
        self._begun = -1  # where a statement begins, among the numbers

    def __bool__(self) -> bool:
        """Whether there are more words."""
        return self._at < len(self._numbers)

    @property
    def at_head(self) -> bool:
        """Whether a statement may begin with the next word."""
        return self._at in self._heads and self._at > self._begun

    @property
    def start(self) -> int:
        """Where the next word starts."""
        return self.words[self._numbers[self._at]][0]

    def begin(self) -> str:
        """Let a statement begin with the next word, and give that."""
        self._begun = self._at
        return self.written(self._numbers[self._at])

    def take(self, kind: Kind | None = None) -> int:
        """Go on behind the next word; its number."""
        number = self._numbers[self._at]
        self._at += 1
        if kind:
            self.kinds[number] = kind
        return number

    def names(self) -> list[int]:
        """Take the names that come next, as binders; their numbers. None of them begins a statement."""
        return [self.take("binder") for _ in range(self._names_from(self._at) - self._at)]

    def is_equation(self) -> bool:
        """Whether names come next and then `=`."""
        end = self._names_from(self._at)
        return self._at < end < len(self._numbers) and self.words[self._numbers[end]][2] == "defines"

    def written(self, number: int) -> str:
        """The text of a word."""
        start, end, _ = self.words[number]
        return self.text[start:end]

    def _names_from(self, at: int) -> int:
        """Where the names end that begin there."""
        while at < len(self._numbers) and not (at in self._heads and at > self._begun):
            number = self._numbers[at]
            if self.words[number][2] != "name" or self.written(number) in RESERVED:
                break
            at += 1
        return at


# ── Frames ──────────────────────────────────────────────────────────────────────────

Form: TypeAlias = Literal[
    "(",  # a bracket
    "[",
    "λ",  # the body of an abstraction, or of a local definition
    "let",  # the equations of a local definition
    "parameters",  # the right side of an equation with parameters
    "forall",  # a claim about all values
]
BRACKETS: tuple[Form, ...] = ("(", "[")


@dataclass(slots=True)
class Frame:
    """Something that is open around a word, and the names that it binds."""

    form: Form
    opening: int  # the number of its first word
    names: list[str] = field(default_factory=list)  # that it binds
    pending: int | None = None  # the number of the name that its equation is about to define


class Frames:
    """All that is open, the innermost last. *unclosed* has the brackets that were left open."""

    def __init__(self) -> None:
        self.stack: list[Frame] = []
        self.unclosed: list[int] = []
        self.depth = {"(": 0, "[": 0}
        self._bound: dict[str, int] = {}

    @property
    def innermost(self) -> Frame | None:
        return self.stack[-1] if self.stack else None

    @property
    def in_brackets(self) -> bool:
        return bool(self.depth["("] or self.depth["["])

    @property
    def scope(self) -> list[str]:
        """The names that are bound, the innermost first."""
        return list(dict.fromkeys(name for frame in reversed(self.stack) for name in reversed(frame.names)))

    def binds(self, name: str) -> bool:
        """Whether something binds a name."""
        return self._bound.get(name, 0) > 0

    def open(self, form: Form, opening: int, names: Iterable[str] = ()) -> None:
        """Begin with something that binds some names."""
        self.stack.append(Frame(form, opening))
        if form in BRACKETS:
            self.depth[form] += 1
        for name in names:
            self.bind(name)

    def bind(self, name: str) -> None:
        """Let the innermost frame bind a name."""
        if name != "_":  # which cannot be mentioned
            self.stack[-1].names.append(name)
            self._bound[name] = self._bound.get(name, 0) + 1

    def close_to(self, *forms: Form) -> Frame | None:
        """Close frames until one of these forms is the innermost, and give that."""
        while self.stack and self.stack[-1].form not in forms:
            self.close()
        return self.innermost

    def close(self) -> Frame:
        """Close the innermost frame; a bracket stays *unclosed*, unless `close_bracket` is called."""
        frame = self.stack.pop()
        for name in frame.names:
            self._bound[name] -= 1
        if frame.form in BRACKETS:
            self.depth[frame.form] -= 1
            self.unclosed.append(frame.opening)
        return frame

    def close_bracket(self, form: Form) -> int | None:
        """Close the innermost bracket of a form; the number of its word, or None if there is none."""
        if not self.depth[form]:
            return None
        self.close_to(form)
        self.close()
        return self.unclosed.pop()


# ── Painting ────────────────────────────────────────────────────────────────────────

OPENS: dict[str, Form] = {"(": "(", "[": "[", ")": "(", "]": "["}


@dataclass(slots=True)
class Painting:
    """The tokens of a text, in order and without gaps, and what is around its end.

    *pairs* leads from each bracket to the one that belongs to it; *scope* has the names that are
    bound at the end, the innermost first; *statements* begin there; *inside* a comment or a string
    the end may be.
    """

    tokens: list[Token]
    pairs: dict[int, int]
    scope: list[str]
    statements: list[int]
    inside: Literal["comment", "string"] | None


def paint(
    text: str, defined: Container[str] = (), takes_term: Callable[[str], bool] = lambda _: True
) -> Painting:
    """The painting of any text; linear. *takes_term* says whether what follows a command is a term."""
    found = words(text)
    name = command(text)
    if name is None or takes_term(name):
        return _Painter(Cursor(text, found), defined).painting()
    own = ("space", "command")
    tokens: list[Token] = [
        (start, end, OWN[form] if form in own else "argument") for start, end, form in found
    ]
    return Painting(tokens, {}, [], [], None)


def _inside(text: str, found: list[Word]) -> Literal["comment", "string"] | None:
    """What the end of a text is inside of."""
    if not found:
        return None
    start, end, form = found[-1]
    last = text[start:end]
    if form == "comment" and (not last.startswith("{-") or last.count("{-") > last.count("-}")):
        return "comment"
    return "string" if form == "string" and (last == '"' or not last.endswith('"')) else None


class _Painter:
    """Follows the scopes of a text, and tells its cursor what the words are."""

    def __init__(self, cursor: Cursor, defined: Container[str]) -> None:
        self.cursor, self.defined = cursor, defined
        self.frames = Frames()
        self.definitions: set[str] = set()  # that the text makes
        self.unbound: list[tuple[int, str]] = []  # names that nothing binds
        self.pairs: dict[int, int] = {}
        self.statements: list[int] = []
        self.generators: Literal["binder", "sort"] | None = None  # what a name is, after forall
        self.forall = 0  # the number of that word

    def painting(self) -> Painting:
        cursor = self.cursor
        while cursor:
            if cursor.at_head and not self.frames.in_brackets:
                self._statement(cursor.begin())
                continue
            number = cursor.take()
            form = cursor.words[number][2]
            if form != "numeral":  # of which there is nothing to say
                self._word(number, form)
        scope = self.frames.scope
        self._finish_statement()
        for number, name in self.unbound:
            if name in self.definitions or name in self.defined:
                cursor.kinds[number] = "defined"
        kinds = zip(cursor.words, cursor.kinds, strict=True)
        tokens: list[Token] = [(start, end, kind) for (start, end, _), kind in kinds]
        return Painting(tokens, self.pairs, scope, self.statements, _inside(cursor.text, cursor.words))

    # ── statements ──

    def _statement(self, word: str) -> None:
        self._finish_statement()
        self.statements.append(self.cursor.start)
        if self.cursor.is_equation():
            self._equation()
            return
        number = self.cursor.take()
        match word:
            case "rec":
                self.cursor.kinds[number] = "keyword"
                self._equation(recursive=True)
            case "eval" | "conf" | "import":
                self.cursor.kinds[number] = "keyword"
                for name in self.cursor.names()[:1]:
                    self.cursor.kinds[name] = "defined" if word == "import" else "definition"
            case _:
                self._word(number, self.cursor.words[number][2])

    def _finish_statement(self) -> None:
        """Close all that is open; a statement that is a `let` without an `in` has defined something."""
        if self.frames.stack and self.statements:
            first = self.frames.stack[0]
            opens = self.cursor.words[first.opening][0] == self.statements[-1]
            if first.form == "let" and first.pending is not None and opens:
                self._define(first.pending)
        self.frames.close_to()
        for number in self.frames.unclosed:
            self.cursor.kinds[number] = "open"
        self.frames.unclosed.clear()
        self.generators = None

    def _equation(self, *, recursive: bool = False) -> None:
        """`f x y = t` on its own."""
        taken = self.cursor.names()
        if taken:
            self._define(taken[0])
            bound = taken if recursive else taken[1:]
            self.frames.open("parameters", taken[0], map(self.cursor.written, bound))

    def _define(self, number: int) -> None:
        self.cursor.kinds[number] = "definition"
        self.definitions.add(self.cursor.written(number))

    # ── inside a statement ──

    def _word(self, number: int, form: str) -> None:
        frames, cursor = self.frames, self.cursor
        match form:
            case "name":
                self._name(number, cursor.written(number))
            case "lambda":
                self.generators = None
                frames.open("λ", number, map(cursor.written, cursor.names()))
            case "opening":
                frames.open(OPENS[cursor.written(number)], number)
            case "closing":
                self._close_bracket(number)
            case "comma":
                frames.close_to(*BRACKETS, "forall")
                self.generators = self.generators and "binder"
            case "semicolon":
                self.generators = None
                if self._end_equation():
                    self._local_equation()
            case "equality":
                frames.close_to(*BRACKETS, "forall")
            case "step":
                self.generators = None
                frames.close_to(*BRACKETS)
            case "colon":
                self.generators = self.generators and "sort"
            case "dot":
                self.generators = None

    def _name(self, number: int, name: str) -> None:
        kinds = self.cursor.kinds
        if name in RESERVED:
            kinds[number] = "keyword"
            self._keyword(number, name)
        elif self.generators:
            kinds[number] = self.generators
            if self.generators == "binder":
                self.frames.bind(name)
        elif self.frames.binds(name):
            kinds[number] = "bound"
        else:
            self.unbound.append((number, name))

    def _keyword(self, number: int, name: str) -> None:
        self.generators = None
        match name:
            case "let":
                self.frames.open("let", number)
                self._local_equation()
            case "in":
                if frame := self._end_equation():
                    frame.form = "λ"
            case "forall":
                self.frames.open("forall", number)
                self.generators, self.forall = "binder", number

    def _local_equation(self) -> None:
        """The name and the parameters of an equation after `let` or `;`."""
        taken = self.cursor.names()
        if taken:
            self.frames.stack[-1].pending = taken[0]
            self.frames.open("parameters", taken[0], map(self.cursor.written, taken[1:]))

    def _end_equation(self) -> Frame | None:
        """Bind the name that an equation of a `let` has defined; that `let`, if there is one."""
        frame = self.frames.close_to(*BRACKETS, "let")
        if frame is None or frame.form != "let":
            return None
        if frame.pending is not None:
            self.frames.bind(self.cursor.written(frame.pending))
            frame.pending = None
        return frame

    def _close_bracket(self, number: int) -> None:
        opening = self.frames.close_bracket(OPENS[self.cursor.written(number)])
        if opening is None:
            self.cursor.kinds[number] = "unbalanced"
            return
        if opening < self.forall:
            self.generators = None
        start, end = self.cursor.words[opening][0], self.cursor.words[number][0]
        self.pairs |= {start: end, end: start}
