"""Text → trees.

The rules are in `grammar/lamb.lark`; here is what each of them builds. Lark calls these actions
while it reads (a tree built first and walked later would be walked on Python's stack).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from lark import Lark, Token, Transformer, UnexpectedInput, v_args

from lamb.errors import ParseError
from lamb.notation import grammar
from lamb.notation.complaint import complaint
from lamb.notation.layout import blank, comments, documentation
from lamb.notation.syntax import (
    Abstraction,
    Application,
    Assertion,
    Definition,
    Derivation,
    DerivationStep,
    Expr,
    Generator,
    Import,
    ListOf,
    Local,
    Name,
    PairOf,
    Query,
    Sort,
    Statement,
)
from lamb.source import Place, Source

LONGEST_NUMERAL = 1_000  # digits


@dataclass(slots=True)
class Program:
    """A text and its statements; *documentation* has the comment above a line, by its number."""

    source: Source
    statements: list[Statement]
    documentation: dict[int, str] = field(default_factory=dict)

    @property
    def is_closed_world(self) -> bool:
        """Whether it has a derivation, and so only the definitions it makes or imports."""
        return any(isinstance(statement, Derivation) for statement in self.statements)


def parse(source: Source) -> Program:
    """The statements of a program. Raises ParseError. 2–4 s a megabyte."""
    stretches = comments(source)
    statements = _parse(source, stretches, "program")
    return Program(source, statements, documentation(source, stretches))


def parse_expression(source: Source) -> Expr:
    """The one term in a text. Raises ParseError."""
    expression: Expr = _parse(source, comments(source), "term")
    return expression


def _parse(source: Source, stretches: list[tuple[int, int]], start: str) -> Any:
    text = blank(source.text, stretches)
    try:
        return _lark().parse(text.rstrip(), start=start)
    except UnexpectedInput as unexpected:
        raise complaint(source, text, unexpected) from None
    except _Refused as refused:
        message, start_, end, hint = refused.args
        raise ParseError(message, Place(source, start_, end), hint) from None


@cache
def _lark() -> Lark:
    return grammar.load(_Actions())


class _Refused(Exception):
    """(message, start, end, hint): what the grammar lets through and the language does not."""


@v_args(inline=True)
class _Actions(Transformer):  # type: ignore[type-arg]
    """What each rule of the grammar builds."""

    # ── terms ──

    def name(self, token: Token) -> Expr:
        return Name(token.value, token.start_pos, token.end_pos)

    def numeral(self, token: Token) -> Expr:
        if len(token) > LONGEST_NUMERAL:
            message = f"this numeral has {len(token)} digits; {LONGEST_NUMERAL} is the most"
            raise _Refused(message, token.start_pos, token.end_pos, "compute it: pow 10 1000")
        return Name(token.value.lstrip("0") or "0", token.start_pos, token.end_pos)

    def application(self, fn: Expr, arg: Expr) -> Expr:
        return Application(fn, arg, fn.start, arg.end)

    def abstraction(self, lambda_: Token, binders: list[Token], body: Expr) -> Expr:
        for binder in reversed(binders):
            body = Abstraction(binder.value, body, binder.start_pos, body.end)
        body.start = lambda_.start_pos
        return body

    def binders(self, *names: Token) -> list[Token]:
        return list(names)

    def group(self, opening: Token, term: Expr, closing: Token) -> Expr:
        term.at(opening.start_pos, closing.end_pos)
        return term

    def pair(self, opening: Token, fst: Expr, snd: Expr, closing: Token) -> Expr:
        return PairOf(fst, snd, opening.start_pos, closing.end_pos)

    def list_of(self, opening: Token, *rest: Any) -> Expr:
        items = rest[0] if len(rest) == 2 else ()
        return ListOf(items, opening.start_pos, rest[-1].end_pos)

    def items(self, *items: Expr) -> tuple[Expr, ...]:
        return items

    def local_definitions(self, let: Token, equations: list[Definition], body: Expr) -> Expr:
        for equation in reversed(equations):
            body = Local(equation.name, equation.term, body, equation.start, body.end)
        body.start = let.start_pos
        return body

    def equations(self, *equations: Definition) -> list[Definition]:
        return list(equations)

    # ── statements ──

    def program(self, *statements: Statement) -> list[Statement]:
        return list(statements)

    def query(self, term: Expr) -> Statement:
        return _from(term, term, Query(term))

    def equation(self, spine: Expr, term: Expr) -> Definition:
        """`f x y = t`: the name *f*, and λx y. t."""
        head, parameters = spine, []
        while isinstance(head, Application):
            parameters.append(head.arg)
            head = head.fn
        for name in (*parameters, head):
            if not isinstance(name, Name) or name.name.isdigit():
                raise _Refused(
                    "only names can stand left of “=”", name.start, name.end,
                    "a definition is a name, its parameters, “=” and a term: add m n = m succ n",
                )
        for parameter in parameters:
            term = Abstraction(parameter.name, term, parameter.start, term.end)
        return _from(spine, term, Definition(head.name, term))

    def definition(self, equation: Definition) -> Statement:
        return equation

    def let_definition(self, let: Token, equation: Definition) -> Statement:
        return equation

    def recursion(self, equation: Definition) -> Statement:
        """`rec f = t`: f is the fixed point of λf. t."""
        equation.term = Abstraction(equation.name, equation.term, equation.start, equation.end)
        equation.recursive = True
        return equation

    def import_library(self, name: Token) -> Statement:
        if name.value != "prelude":
            raise _Refused(
                f"there is no library “{name}”", name.start_pos, name.end_pos,
                'write import prelude, or a file in quotes: import "file.lc"',
            )
        return _from(name, name, Import(name.value, library=True))

    def import_file(self, string: Token) -> Statement:
        return _from(string, string, Import(string.value[1:-1]))

    def assertion(self, left: Expr, equality: bool, right: Expr) -> Statement:
        return _from(left, right, Assertion(left, right, equality))

    def generalization(
        self, generators: tuple[Generator, ...], left: Expr, equality: bool, right: Expr
    ) -> Statement:
        return _from(left, right, Assertion(left, right, equality, generators))

    def equality(self, operator: Token) -> bool:
        """Whether it is up to η."""
        return operator.type == "ETA_EQUALS"

    def generators(self, *generators: Generator) -> tuple[Generator, ...]:
        return generators

    def generator(self, *parts: Any) -> Generator:
        *names, sort = parts
        return Generator(tuple(name.value for name in names), sort)

    def sort(self, head: Token | Sort, *of: Token | Sort) -> Sort:
        if isinstance(head, Sort):
            return head
        arity = {"nat": 0, "bool": 0, "list": 1, "pair": 2}.get(head.value)
        if arity != len(of):
            raise _Refused(
                f"“{head}” is no sort of values" if arity is None else f"“{head}” is of {arity} sorts, not {len(of)}",
                head.start_pos, head.end_pos, "the sorts are nat, bool, list SORT and pair SORT SORT",
            )
        return Sort(head.value, tuple(sort if isinstance(sort, Sort) else self.sort(sort) for sort in of))

    def grouped_sort(self, opening: Token, sort: Sort, closing: Token) -> Sort:
        return sort

    def derivation(self, kind: Token, name: Token, first: Expr, *steps: DerivationStep) -> Statement:
        derivation = Derivation(name.value, first, steps, kind.value == "eval")
        derivation.at(name.start_pos, name.end_pos)
        return derivation

    def step(self, operator: Token, term: Expr) -> DerivationStep:
        step = DerivationStep(operator.value, term)
        step.at(operator.start_pos, term.end)
        return step


def _from(first: Any, last: Any, statement: Any) -> Any:
    """*statement*, noted to stand from *first* to *last*, which are trees or tokens."""
    statement.at(
        first.start_pos if isinstance(first, Token) else first.start,
        last.end_pos if isinstance(last, Token) else last.end,
    )
    return statement
