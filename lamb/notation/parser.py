"""Text → trees: the parser that Lark makes of `grammar/lamb.lark`, and what each of its rules builds.

Lark calls these actions while it reads: a tree built first and walked later would be walked on Python's
stack. Making LALR tables of a grammar takes a quarter of a second, too long before every `lamb eval`. So
they are made when the package is built, and kept with a digest of what they were made from. Where
they are missing or stale (a checkout, an edited grammar, another Lark), they are made on the spot:
never wrong, only slower. To have them in a checkout: `python -m lamb.notation.parser`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import Any, TypeVar
from zlib import crc32

import lark
from lark import Lark, Token, Transformer, UnexpectedCharacters, UnexpectedInput, v_args
from lark.grammar import Rule
from lark.lexer import TerminalDef

from lamb.calculus.budget import Meter, Status
from lamb.errors import BudgetError, ParseError, Place, Source
from lamb.freeing import fewer_collections
from lamb.notation.layout import LONGEST, MOST_ERRORS, Layout, blank, comments, dedent, documentation
from lamb.notation.syntax import (
    Abstraction,
    Application,
    Assertion,
    Assumption,
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
    TypeAssertion,
    WrittenType,
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
        tables["data"], tables["memo"], transformer=actions
    )
    return parser


def build(grammar: str, **options: Any) -> lark.Lark:
    """The parser of a grammar, its tables made anew."""
    return lark.Lark(grammar, parser="lalr", lexer="basic", start=["program", "term"], **options)


def save_tables(target: Path) -> None:
    """Make the tables of the grammar and write them to a file."""
    grammar = (folder() / "lamb.lark").read_text(encoding="utf-8")
    data, memo = build(grammar).memo_serialize([TerminalDef, Rule])
    tables = {"made from": _digest(grammar), "data": data, "memo": memo}
    target.write_text(json.dumps(tables), encoding="utf-8")


def _digest(grammar: str) -> str:
    return f"Lark {lark.__version__}, {crc32(grammar.encode()):08x}"


def _numbered(pairs: list[tuple[str, Any]]) -> dict[Any, Any]:
    """A dictionary with the whole numbers among its keys that JSON made strings of."""
    return {int(key) if key.isdigit() else key: value for key, value in pairs}


# ── From texts to trees ───────────────────────────────────────────────────────────────

LONGEST_TEXT = 10_000_000  # characters
LONGEST_NUMERAL = 1_000  # digits
WORDS_A_LOOK = 4_096  # between two looks at the budget
DEEPEST_SORT = 20
SORTS = {"nat": 0, "bool": 0, "list": 1, "pair": 2}  # and of how many others each is

Piece = TypeVar("Piece", bound=Spanned)


@dataclass(slots=True)
class Program:
    """A text and its statements; *documentation* has the comment above a line, by its number, and *errors*
    what is wrong with the statements that are not here.
    """

    source: Source
    statements: list[Statement]
    documentation: dict[int, str] = field(default_factory=dict)
    errors: list[ParseError] = field(default_factory=list)


def parse(source: Source, meter: Meter | None = None, *, errors: bool = False) -> Program:
    """The statements of a program. 2–4 s a megabyte.

    Raises ParseError, or with *errors* goes on at the next statement and keeps it; and where the *meter* runs
    out before the end, BudgetError.
    """
    _limit_length(source)
    found: list[ParseError] | None = [] if errors else None
    stretches = comments(source, found)
    statements = _parse(source, stretches, "program", meter, found)
    found = sorted(found or (), key=lambda error: error.place.start if error.place else 0)
    return Program(source, list(statements), documentation(source, stretches), found)


def parse_expression(source: Source, meter: Meter | None = None) -> Expr:
    """The one term in a text. Raises ParseError and BudgetError."""
    _limit_length(source)
    expression: Expr = _parse(source, comments(source), "term", meter)
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


def _limit_length(source: Source) -> None:
    """Raise ParseError if a text is too long."""
    length = len(source.text)
    if length > LONGEST_TEXT:
        message = f"this text has {length:,} characters; {LONGEST_TEXT:,} is the most"
        raise ParseError(message, Place(source, 0, 0), "split it into several files")


def _parse(
    source: Source,
    stretches: list[tuple[int, int]],
    start: str,
    meter: Meter | None,
    errors: list[ParseError] | None = None,
) -> Any:
    """What Lark makes of a text. Raises ParseError, if there is no list of *errors* to put it in."""
    text = dedent(blank(source.text, stretches)).rstrip()
    reading = _Reading(text, start, partial(_look, source, meter.again()) if meter else None)
    with fewer_collections():
        while True:
            try:
                return reading.result()
            except (UnexpectedInput, _Refused) as reason:
                error = _error(source, text, reason, reading)
                if errors is None:
                    raise error from None
                errors.append(error)
                reading.skip(lost=isinstance(reason, UnexpectedCharacters))
            if len(errors) >= MOST_ERRORS:
                message = f"after {MOST_ERRORS} errors the rest is not read"
                errors.append(ParseError(message, error.place, "mend the others first"))
                reading.stop()


def _error(source: Source, text: str, reason: UnexpectedInput | _Refused, reading: _Reading) -> ParseError:
    if isinstance(reason, _Refused):
        return ParseError(reason.message, Place(source, *_ends(reason.piece)), reason.hint)
    from lamb.notation.complaints import complaint  # start-up counts, and most texts are in order

    reason.interactive_parser = reading.reader  # which the complaints ask what it had begun
    error = complaint(source, text, reason)
    error.incomplete = getattr(reason, "token", None) == Token("$END", "")
    return error


class _Reading:
    """Feeds Lark the words of a text, with a *look* at the budget now and then.

    After an error, which `result` raises, `skip` lets it go on at the next statement.
    """

    def __init__(self, text: str, start: str, look: Callable[[Word], None] | None) -> None:
        self.text, self.look = text, look
        self.layout = Layout(text, program=start == "program")
        self.reader: Any = _lark().parse_interactive(text, start=start)
        self.words = self._words()
        self.word: Any = None  # the last one that was fed

    def result(self) -> Any:
        """What the actions make of the text. Raises what Lark raises, and _Refused."""
        state, word = self.reader.parser_state, self.word
        try:
            for number, word in enumerate(self.words, 1):
                if len(word) > LONGEST and word.type == "NAME":
                    message = f"this name has more than {LONGEST:,} characters"
                    raise _Refused(message, word, "choose a shorter one")
                state.feed_token(word)
                if number % WORDS_A_LOOK == 0 and self.look is not None:
                    self.look(word)
        finally:
            self.word = word
        if state.value_stack and getattr(state.value_stack[-1], "type", None) == "_NEWLINE":
            del state.value_stack[-1], state.state_stack[-1]  # what followed it was not whole
        return self.reader.feed_eof(self.word)

    def skip(self, *, lost: bool) -> None:
        """Forget the statement that is being read, and go on at the next; *lost* where no word was found."""
        state, line = self.reader.parser_state, self.reader.lexer_thread.state.line_ctr
        values = state.value_stack
        kept = len(values)
        while kept and getattr(values[kept - 1], "type", None) != "_NEWLINE":
            kept -= 1
        del values[kept:], state.state_stack[kept + 1 :]
        if lost or self.word is None or self.word.type != "_NEWLINE":
            self._go_on_at(self.layout.next_statement(line.char_pos))

    def stop(self) -> None:
        """Read no more of the text."""
        self._go_on_at(len(self.text))

    def _go_on_at(self, offset: int) -> None:
        self.reader.lexer_thread.state.line_ctr.char_pos = offset
        self.words = self._words()

    def _words(self) -> Iterator[Any]:
        return self.layout.process(self.reader.lexer_thread.lex(self.reader.parser_state))


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
        if parameters and name.name == "rec":
            hint = "write rec name = …, without let; in a term, Y (λname. …)"
            raise _Refused("there is no “let rec”", name, hint)
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

    def type_assertion(self, term: Expr, exactly: bool, type: WrittenType) -> Statement:
        return _from(term, type, TypeAssertion(term, type.type, exactly))

    def typed(self, *exactly: Word) -> bool:
        """True if it is the principal type."""
        return bool(exactly)

    def assumption(self, *parts: Any) -> Statement:
        *names, type = parts
        return _from(names[0], type, Assumption(tuple(name.value for name in names), type.type))

    def type_variable(self, name: Word) -> WrittenType:
        from lamb.analysis.types import TypeVariable  # start-up counts, and few texts have types in them

        return _from(name, name, WrittenType(TypeVariable(name.value)))

    def function_type(self, domain: WrittenType, codomain: WrittenType) -> WrittenType:
        from lamb.analysis.types import FunctionType

        return _from(domain, codomain, WrittenType(FunctionType(domain.type, codomain.type)))

    def grouped_type(self, opening: Word, type: WrittenType, closing: Word) -> WrittenType:
        return _from(opening, closing, type)

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
