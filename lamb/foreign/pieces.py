"""What a text in another notation is on the way to a tree: words, levels with definitions in them, and
operators, which wait in a level until one that binds less comes, or its end (Dijkstra 1961).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator
from functools import cache
from typing import NamedTuple, NoReturn, TypeAlias

from lamb.calculus.budget import tick
from lamb.foreign import encoded
from lamb.foreign.bindings import LocalDefinition, Scope
from lamb.foreign.dialects import Dialect, Infix, Side
from lamb.foreign.encoded import operator_name
from lamb.notation.syntax import Abstraction, Application, Expr, Name


@cache
def words(dialect: Dialect) -> re.Pattern[str]:
    """The pattern of a word of a notation, whose kind is the last group of it."""
    defines = f"(?P<defines>{_with_comments(dialect.defines, dialect)})|" if dialect.defines else ""
    unit = r"(?P<unit>\(\s*\))|" if dialect.unit else ""
    unit += f"(?P<infix>{dialect.signs})|"
    line = rf"(?P<line>\n(?!{dialect.blank}|{dialect.comment}|$))|" if dialect.lines else ""
    local = r"(?P<within>in(?![\w']))|" if dialect.local and dialect.apply == "juxtaposed" else ""
    if dialect.layout:
        local += r"(?P<local>(?:let|where)(?![\w']))|(?P<equals>=(?!=))|"
    elif dialect.blocks:
        local = (
            r"(?P<within>return(?![\w$]))|function(?:\s+(?P<called>NAME))?\s*"
            r"\((?P<parts>\s*NAME(?:\s*,\s*NAME)*\s*)\)\s*(?P<function>\{)|"
        )
    elif dialect.lists:
        local += r"DefOp\s+'(?P<sign>[^']+)'\s+(?P<binds>\d+)\s+(?P<declares>yfx|xfy|xfx)|"
    elif dialect.prefixes:
        local += rf"(?P<prefix>(?:{'|'.join(dialect.prefixes.split())})(?![^\W_]))|(?P<of>OF(?![^\W_]))|"
    elif dialect.apply == "listed":
        local = r"(?P<listed>[(\[]\s*(?P<sort>let\*?|letrec\*?)(?:\s+(?P<loop>NAME))?\s*[(\[])|"
    minus = "" if dialect.operators or re.fullmatch(dialect.names, "-") else "-?"
    behind = "|[-+]" if dialect.apply == "listed" else ""
    number = "" if re.fullmatch(dialect.names, "2") else rf"(?P<number>{minus}\d+(?![A-Za-z_]{behind}))|"
    opens, closes = (
        r"[(\[]" if dialect.lists or dialect.apply == "listed" else r"\(",
        r"[)\]}]" if dialect.blocks else r"[)\]]",
    )
    # What is repeated is kept for going back, unless it is said (++) that there is no going back.
    blank = rf"(?:(?!\n)(?:{dialect.blank}))++|\n" if dialect.lines else f"(?:{dialect.blank})++"
    local, begins = (_with_comments(part, dialect) for part in (local, dialect.begins))
    pattern = (
        rf"{line}(?P<blank>{blank}|{dialect.comment})|{defines}(?P<ends>{dialect.ends})|"
        rf"{local}(?P<begins>{begins})|{unit}(?P<opens>{opens})|(?P<closes>{closes})|"
        rf"(?P<comma>,)|{number}(?P<word>NAME)|(?P<stray>[\s\S])"
    )
    return re.compile(pattern.replace("NAME", f"(?:{dialect.names})"))


def _with_comments(pattern: str, dialect: Dialect) -> str:
    """A pattern in which comments may stand wherever blanks may."""
    gap = rf"(?:\s|{dialect.comment})"
    return pattern.replace(r"\s+", f"{gap}++").replace(r"\s*", f"{gap}*+")


def names_in(part: str, dialect: Dialect) -> Iterator[re.Match[str]]:
    """The names in a part of a text, but not those in its comments."""
    without = _comment(dialect.comment, dialect.names).sub(lambda one: " " * len(one.group()), part)
    return _name(dialect.names).finditer(without)


@cache  # by the patterns: a dialect has forty values, which would be hashed for every binder
def _name(names: str) -> re.Pattern[str]:
    return re.compile(names)


@cache
def _comment(comment: str, names: str) -> re.Pattern[str]:
    return re.compile(comment.replace("NAME", f"(?:{names})"))


# ── Levels ────────────────────────────────────────────────────────────────────────────


Mentioned: TypeAlias = "list[tuple[str, int]]"
"""Names, and where each is last mentioned so far."""


class Begun(NamedTuple):
    """The beginning of a definition, and where its names were *mentioned* before."""

    name: str
    parameters: tuple[str, ...]
    start: int
    end: int
    mentioned: Mentioned


class Group:
    """Definitions: those that are *found*, and the one that is *begun*.

    Local ones are *open* until `in`, and have so many *brackets* around. What is to the right of their
    *column* goes on. *body* is what stands before `where`, *loop* the name of a function that calls itself.
    """

    __slots__ = ("begun", "body", "brackets", "column", "found", "loop", "mentioned", "open", "scope")

    def __init__(self, scope: Scope, brackets: int = 0, body: Expr | None = None) -> None:
        self.scope, self.brackets, self.body = scope, brackets, body
        self.found: list[LocalDefinition] = []
        self.mentioned: Mentioned = []  # outside, of the names that are found
        self.begun: Begun | None = None
        self.column: int | None = None
        self.open = False
        self.loop: str | None = None


class Waiting(NamedTuple):
    """An operator with what is left of it, if anything is, and the function that it stands for, if any."""

    left: Expr | None
    operator: Infix
    function: Expr | None
    start: int
    end: int


def section(function: Expr | None) -> Expr:
    """The function of what is left of an operator, when it is given what is right of it: λy x. f x y."""
    applied = Application(function, Name("x")) if function else Name("x")
    return Abstraction("y", Abstraction("x", Application(applied, Name("y"))))


class OpenLevel:
    """A bracket or an abstraction that is open, or the statement around all, and what was read in it.

    It goes on until its *closer*, if it has one. *binders* has the variables of an abstraction, *function*
    what is called with what is read here, *group* the definitions of a `let`, *listed* those that are
    listed here; a function of JavaScript's that *declares* its name ends a statement, and one that is
    called *itself* may call itself. A *prefix* is a word before it all. *items* are before the last comma.
    *operands* counts what the *term* is made of, and operators are *waiting* for it.
    """

    __slots__ = (
        *(
            "binders",
            "closer",
            "declares",
            "end",
            "function",
            "group",
            "items",
            "itself",
            "listed",
            "mentioned",
            "operands",
            "prefix",
            "start",
            "term",
            "waiting",
        ),
    )

    def __init__(
        self, start: int, end: int, closer: str = "", binders: tuple[str, ...] | None = None
    ) -> None:
        self.start, self.end, self.closer, self.binders = start, end, closer, binders
        self.function: Expr | None = None
        self.group: Group | None = None
        self.listed: Group | None = None
        self.term: Expr | None = None
        self.mentioned: Mentioned = []  # outside, of the binders
        self.operands = 0
        self.declares = False
        self.itself: str | None = None
        self.prefix = ""
        self.items: list[Expr] = []
        self.waiting: list[Waiting] = []

    def join(self) -> None:
        """Apply the last operator that is waiting to what is left and right of it."""
        left, _, function, start, _ = self.waiting.pop()
        assert self.term
        end = self.term.end
        if left is None:
            self.term = Application(section(function), self.term, start, end)
        elif function is None:
            self.term = Application(left, self.term, left.start, end)
        else:
            self.term = Application(Application(function, left, left.start, end), self.term, left.start, end)


# ── Operators ─────────────────────────────────────────────────────────────────────────


class Operators:
    """The operators of a text, which *refuse* a place of it where they cannot be understood."""

    def __init__(self, dialect: Dialect, refuse: Callable[[str, int, int], NoReturn]) -> None:
        self.known = {one.sign: one for one in dialect.operators}
        self.juxtaposition, self.sections, self.refuse = dialect.juxtaposition, dialect.sections, refuse
        self.names: list[tuple[Infix, Name]] = []  # for which operators stand

    def declare(self, sign: str, precedence: int, side: str) -> None:
        """Note how an operator of lci's binds, from here on."""
        sides: dict[str, Side] = {"yfx": "left", "xfy": "right", "xfx": "none"}
        self.known[sign] = Infix(sign, -precedence, sides[side], self._operator(sign).meaning)

    def take(self, level: OpenLevel, sign: str, start: int, end: int) -> None:
        """Take what was read in a level as that which is left of an operator."""
        begins_section = self.sections and level.closer and not level.waiting
        if level.term is None and not begins_section:
            self.refuse(f"nothing stands before this “{sign}”", start, end)
        operator = self._operator(sign)
        if level.term is not None:
            self.join(level, operator)
        level.waiting.append(Waiting(level.term, operator, self._function(operator, start, end), start, end))
        level.term, level.operands = None, 0

    def juxtapose(self, level: OpenLevel, term: Expr) -> None:
        """Take what was read in a level as a function of the term that follows, which operators may bind."""
        assert self.juxtaposition
        self.join(level, self.juxtaposition)
        level.waiting.append(Waiting(level.term, self.juxtaposition, None, term.start, term.start))
        level.term = term

    def join(self, level: OpenLevel, next_one: Infix | None = None) -> None:
        """Apply the operators that are waiting to what is left and right of them, if they come before the
        next one.
        """
        while level.waiting and (next_one is None or level.waiting[-1].operator.before(next_one)):
            tick(1)
            left, operator, _, start, end = level.waiting[-1]
            if left is None and next_one is not None:
                self.refuse(f"“{operator.sign}” comes before “{next_one.sign}”: set brackets", start, end)
            level.join()

    def settle(self, level: OpenLevel) -> None:
        """Apply all operators that are waiting, at the end of a level."""
        if level.waiting and level.term is None:
            left, operator, function, start, end = level.waiting.pop()
            if level.waiting or not (self.sections and level.closer):
                self.refuse(f"nothing stands after this “{operator.sign}”", start, end)
            level.term = function or encoded.application()
            level.term.at(start, end)
            if left is not None:
                level.term = Application(level.term, left, left.start, end)
        self.join(level)

    def collect(self, level: OpenLevel, end: int) -> None:
        """Make a pair or a list of the terms in a bracket: (x, y) or [x, y, …]."""
        items, is_list = level.items, level.closer == "]"
        if level.term is not None:
            items.append(level.term)
        elif items:
            self.refuse("a term is missing before this", end - 1, end)
        if not is_list and len(items) != 2:
            self.refuse("a pair has two parts", level.start, end)
        nil = Infix("Nil", 0, "none", "Nil")
        term = self._function(nil, end - 1, end) if is_list else items.pop()
        while items:
            tick(1)
            first = items.pop()
            function = self._function(self.known[":" if is_list else ","], first.end, first.end)
            assert function
            assert term
            term = Application(Application(function, first, first.start, first.end), term, first.start, end)
        level.term = term

    def named(self, defined: Container[str]) -> list[str]:
        """The names that operators stand for: those that have been *defined* in quotes, or the usual ones."""
        for operator, name in self.names:
            if name.name not in defined and isinstance(operator.meaning, str):
                name.name = operator.meaning
        return [name.name for _, name in self.names]

    def _operator(self, sign: str) -> Infix:
        if sign.startswith("`"):  # a function between its arguments, in Haskell
            return Infix(sign, 9, "left", lambda: Name(sign.strip("`")))
        return self.known.get(sign) or Infix(sign, -100, "left", operator_name(sign))

    def _function(self, operator: Infix, start: int, end: int) -> Expr | None:
        """The function that an operator stands for, if it does not apply one term to the other."""
        if not isinstance(operator.meaning, str):
            return operator.meaning() if operator.meaning else None
        name = Name(operator_name(operator.sign), start, end)
        self.names.append((operator, name))
        return name
