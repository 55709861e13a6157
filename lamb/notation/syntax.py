"""The surface tree: a text with its names and its sugar, and the place of each piece.

    Expr ::= x, 42                   Name(name)
           | λx. e                   Abstraction(hint, body)
           | e e                     Application(fn, arg)
           | let x = e in e          Local(hint, value, body)
           | [e, …]                  ListOf(items)
           | (e, e)                  PairOf(fst, snd)

The first three have the shape and the field names of terms (`calculus/term.py`), so a path through
a term is a path through the tree that was parsed from its print. Each node knows the stretch of
text it came from, brackets included, as `start` and `end` (0 and 0 where there is no text).
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Literal, TypeAlias

from lamb.freeing import free
from lamb.records import Record, value

if TYPE_CHECKING:
    from lamb.analysis.types import Type


class Spanned:
    """A piece of the tree that may stand in a text."""

    __slots__ = ("end", "start")
    start: int
    end: int

    def at(self, start: int, end: int) -> None:
        """Note that it stands from *start* to *end*."""
        self.start = start
        self.end = end

    if sys.platform == "emscripten":

        def __del__(self) -> None:
            free(self, *self.__slots__)


class Name(Spanned):
    __slots__ = ("name",)
    __match_args__ = ("name",)

    def __init__(self, name: str, start: int = 0, end: int = 0) -> None:
        self.name = name
        self.start = start
        self.end = end


class Abstraction(Spanned):
    __slots__ = ("body", "hint")
    __match_args__ = ("hint", "body")

    def __init__(self, hint: str, body: Expr, start: int = 0, end: int = 0) -> None:
        self.hint = hint
        self.body = body
        self.start = start
        self.end = end


class Application(Spanned):
    __slots__ = ("arg", "fn")
    __match_args__ = ("fn", "arg")

    def __init__(self, fn: Expr, arg: Expr, start: int = 0, end: int = 0) -> None:
        self.fn = fn
        self.arg = arg
        self.start = start
        self.end = end


class Local(Spanned):
    __slots__ = ("body", "hint", "value")
    __match_args__ = ("hint", "value", "body")

    def __init__(self, hint: str, value: Expr, body: Expr, start: int = 0, end: int = 0) -> None:
        self.hint = hint
        self.value = value
        self.body = body
        self.start = start
        self.end = end


class ListOf(Spanned):
    __slots__ = ("items",)
    __match_args__ = ("items",)

    def __init__(self, items: tuple[Expr, ...], start: int = 0, end: int = 0) -> None:
        self.items = items
        self.start = start
        self.end = end


class PairOf(Spanned):
    __slots__ = ("fst", "snd")
    __match_args__ = ("fst", "snd")

    def __init__(self, fst: Expr, snd: Expr, start: int = 0, end: int = 0) -> None:
        self.fst = fst
        self.snd = snd
        self.start = start
        self.end = end


Expr: TypeAlias = Name | Abstraction | Application | Local | ListOf | PairOf


# ── Statements ────────────────────────────────────────────────────────────────────────


class Definition(Spanned, Record, frozen=False):
    """`name = t`; if it is *recursive*, `rec name = t`, and *term* is λname. t.

    *mentioned* has all names that its text may mention, whatever binds them; None if they are not known.
    """

    name: str
    term: Expr
    recursive: bool = False
    mentioned: frozenset[str] | None = value(default=None, hidden=True)


class Import(Spanned, Record, frozen=False):
    """`import "file.lc"`, or, with *library*, `import prelude`."""

    what: str
    library: bool = False


class Generator(Record, frozen=False):
    """`n m : nat`: names that stand for every value of a sort."""

    names: tuple[str, ...]
    sort: Sort


class Sort(Spanned, Record):
    """`nat`, `bool`, `list nat`, `pair nat bool`, or one of a data type's: a kind of values."""

    name: str
    of: tuple[Sort, ...] = ()

    def at(self, start: int, end: int) -> None:
        """Note where it stands, which does not count."""
        object.__setattr__(self, "start", start)
        object.__setattr__(self, "end", end)

    @property
    def depth(self) -> int:
        """The depth to which sorts are nested in it. (The parser lets no deep ones through.)"""
        return 1 + max((sort.depth for sort in self.of), default=0)

    def __str__(self) -> str:
        return " ".join([self.name, *(f"({sort})" if sort.of else sort.name for sort in self.of)])


Relation: TypeAlias = Literal["==", "=eta=", "!="]
"""The same normal form, the same up to η, or different ones."""


class Assertion(Spanned, Record, frozen=False):
    """`assert forall … . t == u`, the generators being empty where there is no `forall`."""

    left: Expr
    right: Expr
    relation: Relation = "=="
    generators: tuple[Generator, ...] = ()

    @property
    def sorts(self) -> dict[str, Sort]:
        """The generalized names, and the sorts of their values."""
        return {name: generator.sort for generator in self.generators for name in generator.names}


class WrittenType(Spanned, Record, frozen=False):
    """`(a -> b) -> a`: a simple type where it stands."""

    type: Type


class TypeAssertion(Spanned, Record, frozen=False):
    """`assert t : a -> b`, or, with *exactly*, `assert t :=: a -> b`, which the principal type is."""

    term: Expr
    type: Type
    exactly: bool = False


class Assumption(Spanned, Record, frozen=False):
    """`assume x y : a -> b`: free names have a type."""

    names: tuple[str, ...]
    type: Type


class Field(Record):
    """What a constructor takes: `(left : tree)`, or a name alone, which may be anything."""

    name: str
    sort: Sort | None = None


class Constructor(Spanned, Record, frozen=False):
    """`node (left : tree) value`: a way to make a value."""

    name: str
    fields: tuple[Field, ...] = ()


class DataType(Spanned, Record, frozen=False):
    """`data tree a = leaf | node (left : tree a) a (right : tree a)`, or `data scott tree a = …`."""

    name: str
    parameters: tuple[str, ...]
    constructors: tuple[Constructor, ...]
    encoding: Literal["church", "scott"] = "church"

    @property
    def sort(self) -> Sort:
        """The sort of its values, of whatever its parameters are."""
        return Sort(self.name, tuple(map(Sort, self.parameters)))


class DerivationStep(Spanned, Record, frozen=False):
    """`=b> t`: the operator as it is written, and the term to its right."""

    operator: str
    term: Expr


class Derivation(Spanned, Record, frozen=False):
    """`eval name : t =b> … `, or, with *normalizes* false, `conf name : …`."""

    name: str
    first: Expr
    steps: tuple[DerivationStep, ...]
    normalizes: bool = True

    @property
    def terms(self) -> tuple[Expr, ...]:
        """The first term, and those that the steps lead to."""
        return self.first, *(step.term for step in self.steps)

    @property
    def kind(self) -> Literal["eval", "conf"]:
        return "eval" if self.normalizes else "conf"


class Query(Spanned, Record, frozen=False):
    """A term on its own: evaluate it and show its normal form."""

    term: Expr

    def taken(self) -> Expr:
        """The term, which the query has no more: so a long one can be freed while its meaning is made."""
        term, self.term = self.term, Name("_")
        return term


Statement: TypeAlias = (
    Definition | DataType | Import | Assertion | TypeAssertion | Assumption | Derivation | Query
)
