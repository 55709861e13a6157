"""Text → trees: the parser that Lark makes of `grammar/lamb.lark`, and what each of its rules builds.

Lark calls these actions while it reads: a tree built first and walked later would be walked on Python's
stack. Making LALR tables of a grammar takes a quarter of a second, too long before every `lamb eval`. So
they are made when the package is built, and kept with a digest of what they were made from. Where
they are missing or stale (a checkout, an edited grammar, another Lark), they are made on the spot:
never wrong, only slower. To have them in a checkout: `python -m lamb.notation.parser`.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import Any, TypeVar
from zlib import crc32

import lark
from lark import Lark, Token, Transformer, UnexpectedInput, v_args
from lark.grammar import Rule
from lark.lexer import TerminalDef

from lamb.calculus.budget import Meter, Status
from lamb.errors import BudgetError, ParseError, Place, Source
from lamb.freeing import fewer_collections
from lamb.notation.layout import Layout, blank, comments, dedent, documentation
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
    Spanned,
    Statement,
)
from lamb.quantities import counted


def folder() -> Path:
    """The folder of the grammar: in the package if it was installed, beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "grammar"
    return installed if installed.is_dir() else package.parent / "grammar"


def load(actions: object) -> lark.Lark:
    """A parser that calls the methods of *actions*, named like the rules, while it reads."""
    grammar = (folder() / "lamb.lark").read_text(encoding="utf-8")
    try:
        tables = json.loads((folder() / "tables.json").read_bytes(), object_pairs_hook=_numbered)
    except (OSError, ValueError):
        tables = {}
    if tables.get("made from") != _digest(grammar):
        return build(grammar, transformer=actions)
    parser: lark.Lark = lark.Lark._load_from_dict(  # type: ignore[no-untyped-call]
        tables["data"], tables["memo"], transformer=actions, postlex=Layout()
    )
    return parser


def build(grammar: str, **options: Any) -> lark.Lark:
    """The parser of a grammar, its tables made anew."""
    return lark.Lark(
        grammar, parser="lalr", lexer="basic", start=["program", "term"], postlex=Layout(), **options
    )


def save_tables(target: Path) -> None:
    """Make the tables of the grammar and write them to a file."""
    grammar = (folder() / "lamb.lark").read_text(encoding="utf-8")
    data, memo = build(grammar).memo_serialize([TerminalDef, Rule])
    data["options"]["postlex"] = None
    tables = {"made from": _digest(grammar), "data": data, "memo": memo}
    target.write_text(json.dumps(tables), encoding="utf-8")


def _digest(grammar: str) -> str:
    return f"Lark {lark.__version__}, {crc32(grammar.encode()):08x}"


def _numbered(pairs: list[tuple[str, Any]]) -> dict[Any, Any]:
    """A dictionary with the whole numbers among its keys that JSON made strings of."""
    return {int(key) if key.isdigit() else key: value for key, value in pairs}


# ── From texts to trees ───────────────────────────────────────────────────────────────

LONGEST_TEXT = 10_000_000  # characters
LONGEST_NAME = 1_000  # characters
LONGEST_NUMERAL = 1_000  # digits
WORDS_A_LOOK = 4_096  # between two looks at the budget
DEEPEST_SORT = 20
SORTS = {"nat": 0, "bool": 0, "list": 1, "pair": 2}  # and of how many others each is

Piece = TypeVar("Piece", bound=Spanned)


@dataclass(slots=True)
class Program:
    """A text and its statements; *documentation* has the comment above a line, by its number."""

    source: Source
    statements: list[Statement]
    documentation: dict[int, str] = field(default_factory=dict)


def parse(source: Source, meter: Meter | None = None) -> Program:
    """The statements of a program. 2–4 s a megabyte.

    Raises ParseError, and where the *meter* runs out before the end, BudgetError.
    """
    stretches = _comments(source)
    statements = _parse(source, stretches, "program", meter)
    return Program(source, list(statements), documentation(source, stretches))


def parse_expression(source: Source, meter: Meter | None = None) -> Expr:
    """The one term in a text. Raises ParseError and BudgetError."""
    expression: Expr = _parse(source, _comments(source), "term", meter)
    return expression


def is_incomplete(text: str) -> bool:
    """True if a text is no program, but the beginning of one.

    >>> [is_incomplete(text) for text in ("x", "λx.", "(x", "x)", "eval a :", "{- …")]
    [False, True, True, False, True, True]
    """
    try:
        parse(Source(text))
    except ParseError as error:
        return error.incomplete
    return False


def _comments(source: Source) -> list[tuple[int, int]]:
    """The stretches of a text that are comments. Raises ParseError if the text is too long."""
    length = len(source.text)
    if length > LONGEST_TEXT:
        message = f"this text has {length:,} characters; {LONGEST_TEXT:,} is the most"
        raise ParseError(message, Place(source, 0, 0), "split it into several files")
    return comments(source)


def _parse(source: Source, stretches: list[tuple[int, int]], start: str, meter: Meter | None) -> Any:
    text = dedent(blank(source.text, stretches)).rstrip()
    try:
        with fewer_collections():
            return _read(text, start, partial(_look, source, meter.again()) if meter else None)
    except UnexpectedInput as unexpected:
        from lamb.notation.complaints import complaint  # start-up counts, and most texts are in order

        error = complaint(source, text, unexpected)
        error.incomplete = getattr(unexpected, "token", None) == Token("$END", "")
        raise error from None
    except _Refused as refused:
        raise ParseError(refused.message, Place(source, *_ends(refused.piece)), refused.hint) from None


def _read(text: str, start: str, look: Callable[[Word], None] | None) -> Any:
    """The tree that Lark makes of a text, with a *look* at the budget now and then."""
    reader: Any = _lark().parse_interactive(text, start=start)
    state = reader.parser_state
    word: Any = None
    try:
        for number, word in enumerate(reader.lexer_thread.lex(state), 1):
            if len(word) > LONGEST_NAME and word.type == "NAME":
                raise _Refused(
                    f"this name has more than {LONGEST_NAME:,} characters", word, "choose a shorter one"
                )
            state.feed_token(word)
            if number % WORDS_A_LOOK == 0 and look is not None:
                look(word)
        return reader.feed_eof(word)
    except UnexpectedInput as unexpected:
        unexpected.interactive_parser = reader  # which the complaints ask what it had begun
        raise


def _look(source: Source, meter: Meter, word: Word) -> None:
    """Raise if the budget has run out at a word."""
    if status := meter.exhausted():
        raise out_of_budget(Place(source, word.start_pos, word.end_pos), status, meter)


def out_of_budget(place: Place, status: Status, meter: Meter) -> BudgetError:
    """The error where a budget has run out while a text was read. Raises KeyboardInterrupt if it was that."""
    if status is Status.INTERRUPTED:
        raise KeyboardInterrupt
    message = f"this text could not be read to its end {meter.budget.within(status)}"
    return BudgetError(message, place, "allow more, or split it into several files")


@cache
def _lark() -> Lark:
    return load(_Actions())


class Word(Token):
    """A token as Lark makes it of a text: it knows where it stands."""

    start_pos: int
    end_pos: int


@dataclass
class _Refused(Exception):
    """Something that the grammar lets through and the language does not."""

    message: str
    piece: Spanned | Word
    hint: str


@v_args(inline=True)
class _Actions(Transformer):  # type: ignore[type-arg]
    """Each rule of the grammar, and the tree that it builds."""

    # ── terms ──

    def name(self, token: Word) -> Expr:
        return Name(token.value, token.start_pos, token.end_pos)

    def numeral(self, token: Word) -> Expr:
        if len(token) > LONGEST_NUMERAL:
            message = f"this numeral has {len(token):,} digits; {LONGEST_NUMERAL:,} is the most"
            raise _Refused(message, token, "compute it: pow 10 1000")
        return Name(token.value.lstrip("0") or "0", token.start_pos, token.end_pos)

    def application(self, fn: Expr, arg: Expr) -> Expr:
        return Application(fn, arg, fn.start, arg.end)

    def abstraction(self, lambda_: Word, binders: tuple[Word, ...], body: Expr) -> Expr:
        for binder in reversed(binders):
            body = Abstraction(binder.value, body, binder.start_pos, body.end)
        body.start = lambda_.start_pos
        return body

    def _sequence(self, *pieces: Any) -> tuple[Any, ...]:
        return pieces

    binders = items = equations = program = generators = _sequence

    def group(self, opening: Word, term: Expr, closing: Word) -> Expr:
        term.at(opening.start_pos, closing.end_pos)
        return term

    def pair(self, opening: Word, fst: Expr, snd: Expr, closing: Word) -> Expr:
        return PairOf(fst, snd, opening.start_pos, closing.end_pos)

    def list_of(self, opening: Word, *rest: Any) -> Expr:
        items = rest[0] if len(rest) == 2 else ()
        return ListOf(items, opening.start_pos, rest[-1].end_pos)

    def local_definitions(self, let: Word, equations: tuple[Definition, ...], body: Expr) -> Expr:
        for equation in reversed(equations):
            body = Local(equation.name, equation.term, body, equation.start, body.end)
        body.start = let.start_pos
        return body

    # ── statements ──

    def query(self, term: Expr) -> Statement:
        return _from(term, term, Query(term))

    def equation(self, spine: Expr, term: Expr) -> Definition:
        """`f x y = t`: the name *f*, and λx y. t."""
        name, *parameters = _names(spine)
        if parameters and name.name in ("def", "define", "fun", "function"):
            hint = f"a definition is name = t: write {parameters[0].name} = …, without “{name.name}”"
            raise _Refused(f"“{name.name}” begins no definition here", name, hint)
        for parameter in reversed(parameters):
            term = Abstraction(parameter.name, term, parameter.start, term.end)
        return _from(spine, term, Definition(name.name, term))

    def definition(self, equation: Definition) -> Statement:
        return equation

    def let_definition(self, let: Word, equation: Definition) -> Statement:
        return equation

    def recursion(self, equation: Definition) -> Statement:
        """`rec f = t`: f is the fixed point of λf. t."""
        equation.term = Abstraction(equation.name, equation.term, equation.start, equation.end)
        equation.recursive = True
        return equation

    def import_library(self, name: Word) -> Statement:
        if name.value != "prelude":
            hint = 'write import prelude, or a file in quotes: import "file.lc"'
            raise _Refused(f"there is no library “{name}”", name, hint)
        return _from(name, name, Import(name.value, library=True))

    def import_file(self, string: Word) -> Statement:
        return _from(string, string, Import(string.value[1:-1]))

    def assertion(self, left: Expr, equality: bool, right: Expr) -> Statement:
        return _from(left, right, Assertion(left, right, equality))

    def generalization(
        self, generators: tuple[Generator, ...], left: Expr, equality: bool, right: Expr
    ) -> Statement:
        return _from(left, right, Assertion(left, right, equality, generators))

    def equality(self, operator: Word) -> bool:
        """True if it is up to η."""
        return operator.type == "ETA_EQUALS"

    def generator(self, *parts: Any) -> Generator:
        *names, sort = parts
        return Generator(tuple(name.value for name in names), sort)

    def sort_of(self, head: Word, *of: Sort) -> Sort:
        wanted = SORTS.get(head.value)
        hint = "the sorts are nat, bool, list SORT and pair SORT SORT"
        if wanted is None:
            raise _Refused(f"“{head}” is no sort of values", head, hint)
        if wanted != len(of):
            raise _Refused(f"“{head}” takes {counted(wanted, 'sort')}, not {len(of)}", head, hint)
        sort = Sort(head.value, of)
        if sort.depth > DEEPEST_SORT:
            message = f"this sort is nested more than {DEEPEST_SORT} deep"
            raise _Refused(message, head, "claim something simpler")
        return sort

    def grouped_sort(self, opening: Word, sort: Sort, closing: Word) -> Sort:
        return sort

    def derivation(self, kind: Word, name: Word, first: Expr, *steps: DerivationStep) -> Statement:
        derivation = Derivation(name.value, first, steps, kind.value == "eval")
        derivation.at(name.start_pos, name.end_pos)
        return derivation

    def step(self, operator: Word, term: Expr) -> DerivationStep:
        step = DerivationStep(operator.value, term)
        step.at(operator.start_pos, term.end)
        return step


def _names(spine: Expr) -> list[Name]:
    """The names that stand left of “=”: the one that is defined, and its parameters."""
    written: list[Expr] = []
    while isinstance(spine, Application):
        written.append(spine.arg)
        spine = spine.fn
    names: list[Name] = []
    for expr in (spine, *reversed(written)):
        if not isinstance(expr, Name) or expr.name.isdigit():
            hint = "a definition is a name, its parameters, “=” and a term: add m n = m succ n"
            raise _Refused("only names can stand left of “=”", expr, hint)
        names.append(expr)
    return names


def _from(first: Spanned | Word, last: Spanned | Word, statement: Piece) -> Piece:
    """*statement*, noted to stand from *first* to *last*."""
    statement.at(_ends(first)[0], _ends(last)[1])
    return statement


def _ends(piece: Spanned | Word) -> tuple[int, int]:
    """The offsets where a piece of a text starts and ends."""
    return (piece.start, piece.end) if isinstance(piece, Spanned) else (piece.start_pos, piece.end_pos)


if __name__ == "__main__":
    save_tables(folder() / "tables.json")
