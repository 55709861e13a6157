"""What a text in another notation is on the way to a tree: words, and levels with definitions in them."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple, TypeAlias

from lamb.foreign.bindings import LocalDefinition, Scope
from lamb.foreign.dialects import Dialect
from lamb.notation.syntax import Expr


@cache
def words(dialect: Dialect) -> re.Pattern[str]:
    """The pattern of a word of a notation, whose kind is the last group of it."""
    defines = f"(?P<defines>{dialect.defines})|" if dialect.defines else ""
    unit = r"(?P<unit>\(\s*\))|" if dialect.unit else ""
    unit += f"(?P<applies>{dialect.application})|"
    line = rf"(?P<line>\n(?!{dialect.blank}|{dialect.comment}|$))|" if dialect.lines else ""
    local = r"(?P<within>in(?![\w']))|" if dialect.local and dialect.apply == "juxtaposed" else ""
    if dialect.layout:
        local += r"(?P<local>(?:let|where)(?![\w']))|(?P<equals>=(?!=))|"
    elif dialect.apply == "listed":
        local = r"(?P<listed>\(\s*(?P<sort>let\*?|letrec\*?)(?:\s+(?P<loop>NAME))?\s*\()|"
    number = "" if re.fullmatch(dialect.names, "2") else r"(?P<number>-?\d+(?![A-Za-z_]))|"
    blank = rf"(?:(?!\n)(?:{dialect.blank}))+|\n" if dialect.lines else f"(?:{dialect.blank})+"
    pattern = (
        rf"{line}(?P<blank>{blank}|{dialect.comment})|{defines}(?P<ends>{dialect.ends})|"
        rf"{local}(?P<begins>{dialect.begins})|{unit}(?P<opens>\()|(?P<closes>[)\]])|"
        rf"(?P<comma>,)|{number}(?P<word>NAME)|(?P<stray>[\s\S])"
    )
    return re.compile(pattern.replace("NAME", f"(?:{dialect.names})"))


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


class OpenLevel:
    """A bracket or an abstraction that is open, or the statement around all, and what was read in it.

    It goes on until its *closer*, if it has one. *binders* has the variables of an abstraction, *function*
    what is called with what is read here, *group* the definitions of a `let`, *listed* those that are
    listed here. *operands* counts what the *term* is made of.
    """

    __slots__ = (
        *(
            "binders",
            "closer",
            "end",
            "function",
            "group",
            "listed",
            "mentioned",
            "operands",
            "start",
            "term",
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
