"""Text → trees: a run of the automaton of the grammar (`tables.py`), and what each of its rules builds.

The rules build while the text is read: a tree built first and walked later would be walked on Python's stack.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from functools import cache, partial
from itertools import chain
from sys import intern
from typing import Any, TypeVar

from lamb.calculus.budget import Exhausted, Meter, Status
from lamb.errors import BudgetError, ParseError, Place, Source
from lamb.freeing import fewer_collections
from lamb.notation import tables
from lamb.notation.layout import (
    LONGEST,
    MOST_ERRORS,
    STEP,
    UNKNOWN,
    WORDS,
    Layout,
    Word,
    blank,
    comments,
    dedent,
    defined_after,
    documentation,
)
from lamb.notation.names import NAME
from lamb.notation.spelling import asked_for, is_unseparated
from lamb.notation.syntax import (
    Abstraction,
    Application,
    Assertion,
    Assumption,
    Constructor,
    DataType,
    Definition,
    Derivation,
    DerivationStep,
    Expr,
    Field,
    Generator,
    Import,
    ListOf,
    Local,
    Name,
    PairOf,
    Query,
    Relation,
    Sort,
    Spanned,
    Statement,
    TypeAssertion,
    WrittenType,
)
from lamb.records import Record, value

LONGEST_TEXT = 10_000_000  # characters
LONGEST_NUMERAL = 1_000  # digits
WORDS_A_LOOK = 4_096  # between two looks at the budget
DEEPEST_SORT = 20

Piece = TypeVar("Piece", bound=Spanned)


class Program(Record, frozen=False):
    """A text and its statements; *documentation* has the comment above a line, by its number, and *errors*
    what is wrong with the statements that are not here. *letters* says if each letter of a name stands for
    itself; None where no comment does.
    """

    source: Source
    statements: list[Statement]
    documentation: dict[int, str] = value(default_factory=dict)
    errors: list[ParseError] = value(default_factory=list)
    letters: bool | None = None
    names: Collection[str] = ()
    """The names in the text that its terms may have in them; not those in comments."""
    spelled_well: bool | None = None
    """True if none of them looks like a slip; None until that is asked for."""
    unseparated: bool = False
    """True if an item of a list looks as if commas were missing in it."""


def parse(source: Source, meter: Meter | None = None, *, errors: bool = False) -> Program:
    """The statements of a program. 2–4 s a megabyte.

    Raises ParseError, or with *errors* goes on at the next statement and keeps it; and where the *meter* runs
    out before the end, BudgetError.
    """
    limit_length(source)
    found: list[ParseError] | None = [] if errors else None
    stretches = comments(source, found)
    statements, building = _parse(source, stretches, "program", meter, found)
    found = sorted(found or (), key=lambda error: error.place.start if error.place else 0)
    letters = asked_for(source.text, stretches)
    return Program(
        source,
        list(statements),
        documentation(source, stretches),
        found,
        letters,
        building.names,
        unseparated=building.unseparated,
    )


def parse_expression(source: Source, meter: Meter | None = None) -> Expr:
    """The one term in a text. Raises ParseError and BudgetError."""
    limit_length(source)
    expression: Expr
    expression, _ = _parse(source, comments(source), "term", meter)
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


def words_of(source: Source, stretches: list[tuple[int, int]]) -> Iterator[Word]:
    """The words of a program whose comments are these, with a _NEWLINE between two statements."""
    text = dedent(blank(source.text, stretches)).rstrip()
    return Layout(text).process(_words(text, 0))


def limit_length(source: Source) -> None:
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
) -> tuple[Any, _Actions]:
    """What the rules make of a text, and what they have seen in it. Raises ParseError if it is not put among
    *errors*.
    """
    text = dedent(blank(source.text, stretches)).rstrip()
    reading = _Reading(text, start, partial(_look, source, meter.again()) if meter else None)
    with fewer_collections():
        while True:
            try:
                return reading.result(), reading.building
            except (_Unexpected, _Refused) as reason:
                error = _error(source, reason, reading)
                if errors is None:
                    raise error from None
                errors.append(error)
                error.defines = reading.defined()
                reading.skip()
            if len(errors) >= MOST_ERRORS:
                message = f"after {MOST_ERRORS} errors the rest is not read"
                errors.append(ParseError(message, error.place, "mend the others first"))
                reading.stop()


def _error(source: Source, reason: _Unexpected | _Refused, reading: _Reading) -> ParseError:
    if isinstance(reason, _Refused):
        return ParseError(reason.message, Place(source, reason.start, reason.end), reason.hint)
    from lamb.notation.complaints import complaint  # start-up counts, and most texts are in order
    from lamb.notation.complaints.situation import stuck

    expected = reading.expected()
    error = complaint(
        source, stuck(reading.text, reading.word, reading.unfinished(), expected, reading.start)
    )
    error.incomplete = reading.word[0] == tables.END
    return error


class _Unexpected(Exception):
    """A word that cannot stand where it does."""


class _Refused(Exception):
    """Something that the grammar lets through and the language does not, and where it stands."""

    def __init__(self, message: str, start: int, end: int, hint: str) -> None:
        super().__init__()
        self.message, self.start, self.end, self.hint = message, start, end, hint


class _Reading:
    """A run of the automaton over the words of a text, with a *look* at the budget now and then.

    Its stack is in two lists: *states*, and *values*, of which there is one less. The value of a word is the
    offset where it starts, that of anything else what its rule has built.

    After an error, which `result` raises, `skip` lets it go on at the next statement.
    """

    def __init__(self, text: str, start: str, look: Callable[[Word], None] | None) -> None:
        self.text, self.start, self.look = text, start, look
        self.tables = _tables()
        self.building = _Actions(text)
        self.layout = Layout(text, program=start == "program")
        self.states = [self.tables.starts[start]]
        self.values: list[Any] = []
        self.words = self._words(0)
        self.word: Word = ("", 0, 0)  # the last one that was looked at
        self.begun = 0  # where the first statement begins, or the first after an error

    def result(self) -> Any:
        """What the rules make of the text. Raises _Unexpected, _Refused, and what the look raises."""
        table, rules, states, values = self.tables.states, _rules(), self.states, self.values
        building = self.building
        until = self.word[1]  # the end of the last word on the stack
        word = self.word
        try:
            for number, word in enumerate(self.words, 1):
                kind, start, end = word
                while (to := table[states[-1]].get(kind)) is None or to < 0:
                    if to is None:
                        raise _Unexpected
                    symbol, length, action = rules[~to]
                    if length == 1:
                        if action is not None:  # else the value only gets another name
                            values[-1] = action(building, until, values[-1])
                        states.pop()
                    elif length == 2:
                        values[-2] = action(building, until, values[-2], values[-1])
                        del values[-1], states[-2:]
                    else:
                        built = action(building, until, *values[len(values) - length :])
                        del values[len(values) - length :], states[len(states) - length :]
                        values.append(built)
                    states.append(table[states[-1]][symbol])
                states.append(to)
                values.append(start)
                until = end
                if number % WORDS_A_LOOK == 0 and self.look is not None:
                    self.look(word)
        finally:
            self.word = word
        return values[-2]

    def _words(self, at: int) -> Iterator[Word]:
        """The words from an offset on, and the end."""
        return chain(self.layout.process(_words(self.text, at)), self._end())

    def _end(self) -> Iterator[Word]:
        if self.values and self.tables.symbols[self.states[-1]] == "_NEWLINE":
            del self.values[-1], self.states[-1]  # what followed it was not whole
        yield tables.END, len(self.text), len(self.text)

    # ── after an error ──

    def defined(self) -> str | None:
        """The name that the statement with the error defines, if any."""
        at = self._statement()
        return defined_after(self.text, max(self.begun, self.values[at - 1] if at else 0))

    def skip(self) -> None:
        """Forget the statement that is being read, and go on at the next."""
        kept = self._statement()
        del self.values[kept:], self.states[kept + 1 :]
        kind, start, end = self.word
        self.begun = start
        if kind != "_NEWLINE":
            self.begun = self.layout.next_statement(start if kind == UNKNOWN else end)
            self.words = self._words(self.begun)

    def stop(self) -> None:
        """Read no more of the text."""
        self.words = self._words(len(self.text))

    def _statement(self) -> int:
        """The number of values on the stack before the statement that is being read."""
        symbols, at = self.tables.symbols, len(self.values)
        while at and symbols[self.states[at]] != "_NEWLINE":
            at -= 1
        return at

    def unfinished(self) -> Iterator[Word]:
        """What has been read of the statement: words, and as a “TERM” what is whole."""
        at = self._statement()
        for state, held in zip(self.states[at + 1 :], self.values[at:], strict=True):
            symbol = self.tables.symbols[state]
            if symbol.isupper() or symbol in ("_dot", "_defines"):
                yield symbol.upper(), held, self._end_of(held)
            elif symbol == "binders":
                for binder in reversed([*_binders(held)]):
                    yield "NAME", binder.start, self._end_of(binder.start)
            else:
                for piece in held if isinstance(held, list) else [held]:
                    yield "TERM", getattr(piece, "start", 0), getattr(piece, "end", 0)

    def _end_of(self, start: int) -> int:
        word = self.tables.words.match(self.text, start)
        return word.end() if word else start

    def expected(self) -> frozenset[str]:
        """The kinds of words that can stand next."""
        kinds = self.tables.states[self.states[-1]]
        return frozenset(kind for kind in kinds if kind.isupper() and self._accepts(kind))

    def _accepts(self, kind: str) -> bool:
        table = self.tables.states
        depth, above = len(self.states), list[int]()  # the states that are left, and those on top of them
        while (to := table[above[-1] if above else self.states[depth - 1]].get(kind)) is not None and to < 0:
            symbol, length, _ = self.tables.rules[~to]
            depth -= max(0, length - len(above))
            del above[max(0, len(above) - length) :]
            above.append(table[above[-1] if above else self.states[depth - 1]][symbol])
        return to is not None


def _words(text: str, at: int) -> Iterator[Word]:
    """The words of a text from an offset on."""
    kinds, name = _tables().kinds, _tables().kinds.index("NAME")
    for found in _tables().words.finditer(text, at):
        number = found.lastindex or 0  # never 0: each alternative is a group
        start, end = found.span(number)
        yield (kinds[number] if number != name else WORDS.get(text[start:end], "NAME")), start, end


@cache
def _tables() -> tables.Tables:
    return tables.load()


def _look(source: Source, meter: Meter, word: Word) -> None:
    """Raise if the budget has run out at a word."""
    if status := meter.exhausted():
        raise out_of_budget(Place(source, *word[1:]), status, meter)


def out_of_budget(place: Place, status: Status, meter: Meter) -> BudgetError:
    """The error where a budget has run out while a text was read. Raises KeyboardInterrupt if it was that."""
    if status is Status.INTERRUPTED:
        raise KeyboardInterrupt
    message = f"this text could not be read to its end {meter.budget.within(status)}"
    return BudgetError(message, place, "allow more, or split it into several files")


@contextmanager
def in_time(meter: Meter, place: Place) -> Iterator[None]:
    """Let a meter run. Raises BudgetError where it runs out."""
    try:
        with meter:
            yield
    except Exhausted as exhausted:
        raise out_of_budget(place, exhausted.status, meter) from None


# ── The rules ─────────────────────────────────────────────────────────────────────────


class _Actions:
    """Each rule of the grammar, and the tree that it builds.

    An action gets the offset where its piece of the text ends, and the values of all that stands in the rule.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.names: dict[str, str] = {}
        self.read: list[str] = []  # the names since the last definition or term
        self.handlers = 0  # of data types
        self.unseparated = False  # items of a list

    def _name(self, start: int, end: int) -> str:
        """A name in the text. Raises _Refused if it is too long."""
        if end - start > LONGEST:
            message = f"this name has more than {LONGEST:,} characters"
            raise _Refused(message, start, end, "choose a shorter one")
        name = self.text[start:end]
        name = self.names.setdefault(name, name)
        self.read.append(name)
        return name

    def _name_at(self, start: int) -> tuple[str, int, int]:
        """The name that starts at an offset, and its place."""
        end = NAME.match(self.text, start).end()  # type: ignore[union-attr]
        return self._name(start, end), start, end

    def first(self, _end: int, *parts: Any) -> list[Any]:
        """What repeats, once."""
        return [parts[-1]]

    def more(self, _end: int, found: list[Any], *parts: Any) -> list[Any]:
        """What repeats, once more."""
        found.append(parts[-1])
        return found

    def _sequence(self, _end: int, *parts: Any) -> tuple[Any, ...]:
        """The first of what repeats, if any, and the rest, if any."""
        return (*parts[:1], *(parts[1] if parts[1:] else ()))

    program = equations = items = generators = _sequence

    # ── terms ──

    def name(self, end: int, start: int) -> Expr:
        return Name(self._name(start, end), start, end)

    def numeral(self, end: int, start: int) -> Expr:
        if end - start > LONGEST_NUMERAL:
            message = f"this numeral has {end - start:,} digits; {LONGEST_NUMERAL:,} is the most"
            raise _Refused(message, start, end, "compute it: pow 10 1000")
        return Name(intern(self.text[start:end].lstrip("0") or "0"), start, end)

    def application(self, end: int, fn: Expr, arg: Expr) -> Expr:
        return Application(fn, arg, fn.start, end)

    def binder(self, end: int, start: int) -> Abstraction:
        """A λ's first variable."""
        return Abstraction(self._name(start, end), NOTHING, start)

    def next_binder(self, end: int, before: Abstraction, start: int) -> Abstraction:
        """A λ's next variable, in place of whose body the one before it waits."""
        return Abstraction(self._name(start, end), before, start)

    def abstraction(self, end: int, lambda_: int, binders: Abstraction, _dot: int, body: Expr) -> Expr:
        binder: Expr = binders
        while isinstance(binder, Abstraction):
            binder.body, binder.end, body, binder = body, end, binder, binder.body
        body.start = lambda_
        return body

    def group(self, end: int, opening: int, term: Expr, _closing: int) -> Expr:
        term.at(opening, end)
        return term

    def pair(self, end: int, opening: int, fst: Expr, _comma: int, snd: Expr, _closing: int) -> Expr:
        return PairOf(fst, snd, opening, end)

    def list_of(self, end: int, opening: int, *rest: Any) -> Expr:
        items = rest[0] if len(rest) == 2 else ()
        self.unseparated = self.unseparated or any(map(is_unseparated, items))
        return ListOf(items, opening, end)

    def local_definitions(
        self, end: int, let: int, equations: tuple[Definition, ...], _in: int, body: Expr
    ) -> Expr:
        for equation in reversed(equations):
            body = Local(equation.name, equation.term, body, equation.start, end)
        body.start = let
        return body

    # ── statements ──

    def query(self, _end: int, term: Expr) -> Statement:
        self.read = []
        return _standing(Query(term), term.start, term.end)

    def equation(self, end: int, spine: Expr, _defines: int, term: Expr) -> Definition:
        """`f x y = t`: the name *f*, and λx y. t."""
        name, *parameters = _names(spine)
        if parameters and name.name == "rec":
            hint = "write rec name = …, without let; in a term, Y (λname. …)"
            raise _Refused("there is no “let rec”", name.start, name.end, hint)
        if parameters and name.name in ("def", "define", "fun", "function"):
            hint = f"a definition is name = t: write {parameters[0].name} = …, without “{name.name}”"
            raise _Refused(f"“{name.name}” begins no definition here", name.start, name.end, hint)
        for parameter in reversed(parameters):
            term = Abstraction(parameter.name, term, parameter.start, term.end)
        return _standing(Definition(name.name, term), spine.start, end)

    def definition(self, _end: int, *parts: Any) -> Statement:
        equation: Definition = parts[-1]
        self.read.remove(equation.name)
        equation.mentioned = frozenset(self.read)
        self.read = []
        return equation

    let_definition = definition

    def recursion(self, end: int, _rec: int, equation: Definition) -> Statement:
        """`rec f = t`: f is the fixed point of λf. t."""
        equation.term = Abstraction(equation.name, equation.term, equation.start, equation.end)
        equation.recursive = True
        return self.definition(end, equation)

    def import_library(self, end: int, _import: int, start: int) -> Statement:
        name = self._name(start, end)
        if name != "prelude":
            hint = 'write import prelude, or a file in quotes: import "file.lc"'
            raise _Refused(f"there is no library “{name}”", start, end, hint)
        return _standing(Import(name, library=True), start, end)

    def import_file(self, end: int, _import: int, start: int) -> Statement:
        return _standing(Import(self.text[start + 1 : end - 1]), start, end)

    def assertion(self, end: int, _assert: int, left: Expr, relation: Relation, right: Expr) -> Statement:
        return _standing(Assertion(left, right, relation), left.start, end)

    def generalization(self, end: int, *parts: Any) -> Statement:
        _assert, _forall, generators, _dot, left, relation, right = parts
        return _standing(Assertion(left, right, relation, generators), left.start, end)

    def equality(self, end: int, start: int) -> Any:
        """The relation, as it is written."""
        return self.text[start:end]

    def type_assertion(
        self, end: int, _assert: int, term: Expr, exactly: bool, type: WrittenType
    ) -> Statement:
        return _standing(TypeAssertion(term, type.type, exactly), term.start, end)

    def typed(self, end: int, start: int) -> bool:
        """True if it is the principal type."""
        return self.text[start:end] == ":=:"

    def assumption(
        self, end: int, _assume: int, binders: Abstraction, _colon: int, type: WrittenType
    ) -> Statement:
        names = [*_binders(binders)][::-1]
        assumption = Assumption(tuple(name.hint for name in names), type.type)
        return _standing(assumption, names[0].start, end)

    def type_variable(self, end: int, start: int) -> WrittenType:
        from lamb.analysis.types import TypeVariable  # start-up counts, and few texts have types in them

        return _standing(WrittenType(TypeVariable(self._name(start, end))), start, end)

    def function_type(self, end: int, domain: WrittenType, _arrow: int, codomain: WrittenType) -> WrittenType:
        from lamb.analysis.types import FunctionType

        return _standing(WrittenType(FunctionType(domain.type, codomain.type)), domain.start, end)

    def grouped_type(self, end: int, opening: int, type: WrittenType, _closing: int) -> WrittenType:
        return _standing(type, opening, end)

    def generator(self, _end: int, binders: Abstraction, _colon: int, sort: Sort) -> Generator:
        return Generator(tuple(binder.hint for binder in _binders(binders))[::-1], sort)

    def sort_of(self, _end: int, at: int, of: Sequence[Sort] = ()) -> Sort:
        head, start, end = self._name_at(at)
        from lamb.notation.datatypes import SORTS, arity_flaw  # start-up counts, and few texts have sorts

        sort = _standing(Sort(head, tuple(of)), start, end)
        if found := arity_flaw(sort, SORTS.get(head, len(of))):
            raise _Refused(found.message, start, end, found.hint)
        if sort.depth > DEEPEST_SORT:
            message = f"this sort is nested more than {DEEPEST_SORT} deep"
            raise _Refused(message, start, end, "claim something simpler")
        return sort

    def grouped_sort(self, _end: int, _opening: int, sort: Sort, _closing: int) -> Sort:
        return sort

    def data_type(self, end: int, data: int, spine: Expr, _defines: int, cases: tuple[Any, ...]) -> Statement:
        """A type; church or scott before its name is its encoding."""
        from lamb.notation.datatypes import LARGEST, flaw, size_of  # start-up counts, and few texts have one

        head, *parameters = [name.name for name in _names(spine)]
        encoding: Any = "church"
        if parameters and head in ("church", "scott"):
            encoding, head, *parameters = head, *parameters
        made = _standing(DataType(head, tuple(parameters), cases, encoding), data, end)
        if found := flaw(made):
            raise _Refused(found.message, found.piece.start, found.piece.end, found.hint)
        self.handlers += size_of(made)
        if self.handlers > LARGEST:
            hint = "make types of fewer constructors, or several files"
            raise _Refused("the data types of this text are too large", data, end, hint)
        return made

    def cases(self, _end: int, *parts: Any) -> tuple[Constructor, ...]:
        first, *rest = parts[isinstance(parts[0], int) :]  # without the bar before all
        return (first, *(rest[0] if rest else ()))

    def case(self, end: int, at: int, *fields: list[list[Field]]) -> Constructor:
        name, start, _ = self._name_at(at)
        found = chain.from_iterable(fields[0] if fields else ())
        return _standing(Constructor(name, tuple(found)), start, end)

    def plain_field(self, end: int, sort: Sort) -> list[Field]:
        """A name, which is looked up as a sort later; or a sort in brackets."""
        is_name = not sort.of and self.text[end - 1] != ")"
        return [Field(sort.name, None if is_name else sort)]

    def sorted_field(
        self, _end: int, _opening: int, names: Sort, _colon: int, sort: Sort, _closing: int
    ) -> list[Field]:
        """`(left right : tree)`: the names read as a sort would."""
        if wrong := next((name for name in names.of if name.of), None):
            hint = "write names, a colon and their sort: (left right : tree)"
            raise _Refused("only names can stand left of this “:”", wrong.start, wrong.end, hint)
        return [Field(name.name, sort) for name in (names, *names.of)]

    def derivation(self, _end: int, kind: int, at: int, _colon: int, first: Expr, *rest: Any) -> Statement:
        name, start, end = self._name_at(at)
        steps = tuple(rest[0]) if rest else ()
        return _standing(Derivation(name, first, steps, self.text.startswith("eval", kind)), start, end)

    def step(self, end: int, start: int, term: Expr) -> DerivationStep:
        operator: Any = re.compile(STEP).match(self.text, start)
        return _standing(DerivationStep(operator.group(), term), start, end)


NOTHING = Name("_")
"""What the first variable of a λ has in place of a body while the others are read."""


@cache
def _rules() -> list[tuple[str, int, Any]]:
    """The symbol and the length of each rule, and its action."""
    return [
        (symbol, length, getattr(_Actions, action) if action else None)
        for symbol, length, action in _tables().rules
    ]


def _binders(last: Abstraction) -> Iterator[Abstraction]:
    """The variables of a λ, the last one first."""
    binder: Expr = last
    while isinstance(binder, Abstraction):
        before = binder.body
        yield binder
        binder = before


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
            raise _Refused("only names can stand left of “=”", expr.start, expr.end, hint)
        names.append(expr)
    return names


def _standing(piece: Piece, start: int, end: int) -> Piece:
    """*piece*, noted to stand there."""
    piece.at(start, end)
    return piece


if __name__ == "__main__":
    tables.save(f"{tables.folder()}/tables.json")
