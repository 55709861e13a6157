"""Terms that Python computes with: `fact(5)`, `int(value)`, `value == [1, 2]`.

    int(value)       the number, if it is a numeral; and so bool(), list() and tuple()
    value.python     the one thing that it can be read as
    value.term       the term, which is reduced when its normal form is first needed

`λx y. y` is zero, and false, and the empty list: the caller says which is meant. In the other direction,
numbers, bools, pairs, lists, terms, and the texts of terms stand for terms.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

from lamb.calculus.budget import Budget
from lamb.calculus.recursion import Recursion, unbounded
from lamb.calculus.substitution import replace_names
from lamb.calculus.term import App, Free, Lam, Term, Var
from lamb.display import Displayed
from lamb.encodings.readings import Readings, readings
from lamb.encodings.values import (
    boolean,
    list_of,
    pair,
    read_boolean,
    read_list,
    read_numeral,
    read_pair,
    short,
)
from lamb.errors import EncodingError, LambError, Place, Source
from lamb.machine.machine import normalize
from lamb.machine.readback import Outcome
from lamb.notation.names import NAME, RESERVED, remove_names
from lamb.notation.parser import parse, parse_expression
from lamb.notation.printer import pretty
from lamb.notation.syntax import Definition
from lamb.quantities import counted
from lamb.results import Answer
from lamb.show.lines import ways_further

if TYPE_CHECKING:
    from lamb.definitions import Definitions
    from lamb.session import Session

LARGEST = 1_000_000  # nodes of a term that is reduced to be looked at
GLANCE = Budget(nodes=1_000_000, seconds=1)
"""A value that is only looked at is not waited for any longer."""

Read = TypeVar("Read")

NOWHERE = Place(Source("", "value"), 0, 0)
LONGEST = 60  # characters of a term in an error
MOST_BITS = 10_000  # of a number that is written in digits
LARGEST_WRITTEN = 1_000_000  # nodes of a term that is written as text
HINT = "natural numbers, True, False, pairs and lists of them, terms, and texts of terms do"


class Value(Displayed):
    """A *term*, and the session in which it means something.

    Called, it is applied: ints, bools, pairs, lists, terms, values and texts can be arguments. It is equal
    to what it can be read as, and to terms with the same normal form. All that needs its normal form
    raises LambError if there is none within the session's budget.
    """

    __hash__ = None  # type: ignore[assignment]  # 1 and λf. f would need the same

    def __init__(self, term: Term, session: Session, outcome: Outcome | None = None) -> None:
        self.term = term
        self.session = session
        self._outcome = outcome

    def __call__(self, *arguments: object) -> Value:
        """The application to *arguments*, which is not reduced yet. Raises EncodingError."""
        term = self.term
        for argument in arguments:
            term = App(term, encoded(argument, self.session))
        return Value(term, self.session)

    @property
    def outcome(self) -> Outcome:
        """The outcome of its reduction."""
        if self._outcome is None or not self._outcome.finished:
            self._outcome = self.session.normalize(self.term)
        return self._outcome

    @property
    def normal_form(self) -> Term:
        """The normal form. Raises LambError if there is none within the budget."""
        outcome = self.outcome
        if not outcome.finished:
            budget = self.session.budget
            ways = ways_further(budget, "%lamb :budget {name} {limit}")
            message = f"{pretty(self.term, limit=LONGEST)}: no normal form {budget.within(outcome.status)}"
            raise LambError(message, hint=ways.get(outcome.status))
        return outcome.term

    @property
    def readings(self) -> Readings:
        """All that it can be read as."""
        term = self.normal_form
        definitions = self.session.definitions
        return readings(term, definitions.names_of(term), types=definitions.types)

    @property
    def python(self) -> object:
        """The value that it can be read as. Raises LambError unless there is exactly one."""
        found = [one for one in self.readings if one.kind != "name"]
        if len(found) == 1:
            return found[0].value
        if not found:
            raise self._unreadable("value of Python's")
        ways = ", ".join(found)
        raise LambError(f"this can be read as {ways}", hint="int(), bool() and list() say which is meant")

    def __int__(self) -> int:
        return self._read(read_numeral, "numeral")

    __index__ = __int__

    def __bool__(self) -> bool:
        return self._read(read_boolean, "boolean")

    def __iter__(self) -> Iterator[Value]:
        return iter([Value(part, self.session) for part in self._parts()])

    def __len__(self) -> int:
        return len(self._parts())

    def _parts(self) -> Sequence[Term]:
        return self._read(_items, "list and no pair")

    def _read(self, read: Callable[[Term], Read | None], what: str) -> Read:
        found = read(short(self.normal_form))
        if found is None:
            raise self._unreadable(what)
        return found

    def _unreadable(self, what: str) -> EncodingError:
        return EncodingError(f"this is no {what}: {pretty(self.normal_form, limit=LONGEST)}")

    def __eq__(self, other: object) -> bool:
        match other:
            case Value():
                return self.normal_form == other.normal_form
            case Var() | Free() | Lam() | App():
                return self.normal_form == Value(other, self.session).normal_form
            case bool() | int() | list() | tuple():
                return reads_as(self.normal_form, other)
        return NotImplemented

    def __str__(self) -> str:
        return pretty(self.normal_form)

    def __repr__(self) -> str:
        outcome = self._glance()
        return pretty(outcome.term if outcome else self.term, limit=1_000)

    def _bundle(self) -> dict[str, str]:
        outcome = self._glance()
        if outcome is None:
            return self.term._bundle()
        names = tuple(self.session.definitions.names_of(outcome.term))
        return Answer(NOWHERE, self.term, outcome, names=names)._bundle()

    def _glance(self) -> Outcome | None:
        """The outcome of its reduction, if it ends soon."""
        if (self._outcome is None or not self._outcome.finished) and self.term.size <= LARGEST:
            budget = GLANCE.or_else(self.session.budget)
            self._outcome = normalize(self.term, definitions=self.session.definitions, budget=budget)
        return self._outcome if self._outcome and self._outcome.finished else None


def _items(term: Term) -> Sequence[Term] | None:
    """The items of a list, or the parts of a pair."""
    items = read_list(term)
    return items if items is not None else read_pair(term)


def reads_as(term: Term, value: object) -> bool:
    """A normal form can be read as a value of Python's. Linear in the smaller of both.

    >>> from lamb.encodings.values import encode
    >>> reads_as(encode([1, (True, [])]), [1, (True, 0)]), reads_as(encode(1), True)
    (True, False)
    """
    return _is_like(short(term), value)


@unbounded
def _is_like(term: Term, value: object) -> Recursion[bool]:
    match value:
        case bool():
            return read_boolean(term) is value
        case int():
            return read_numeral(term) == value
        case tuple():
            parts: Sequence[Term] | None = read_pair(term)
        case list():
            parts = read_list(term)
        case Var() | Free() | Lam() | App():
            return term == short(value)
        case _:
            return False
    if parts is None or len(parts) != len(value):
        return False
    for part, wanted in zip(parts, value, strict=True):
        if not (yield part, wanted):
            return False
    return True


@unbounded
def encoded(value: object, session: Session) -> Recursion[Term]:
    """The term that stands for a value. Numbers stay numerals. Raises EncodingError and ParseError."""
    match value:
        case Value(term=term):
            return term
        case Var() | Free() | Lam() | App() if not value.open:
            return value
        case str():
            expr = parse_expression(Source(value, "text"))
            return without_answers(remove_names(expr, session.definitions.constructors), session.definitions)
        case bool():
            return boolean(value)
        case int():
            return _numeral(value)
        case (fst, snd) if isinstance(value, tuple):
            first = yield fst, session
            return pair(first, (yield snd, session))
        case list():
            items = []
            for item in value:
                items.append((yield item, session))
            return list_of(items)
    raise EncodingError(f"a {type(value).__name__} stands for no term", hint=HINT)


def _numeral(number: int) -> Term:
    if number < 0:
        raise EncodingError("a negative number stands for no term", hint=HINT)
    if number.bit_length() > MOST_BITS:
        raise EncodingError("this number has too many digits")
    return Free(str(number))


def without_answers(term: Term, definitions: Definitions) -> Term:
    """A term with `it` and the like written out, which go on to mean something else."""
    answers = {name: it for name, it in definitions.answers.items() if name not in definitions.entries}
    return replace_names(term, answers) if answers else term


def define(session: Session, name: str, value: object) -> None:
    """Give a name a meaning in a session. Raises LambError."""
    if not NAME.fullmatch(name) or name in RESERVED:
        raise LambError(f"“{name}” cannot be the name of a definition", hint="names are like fact, is-zero")
    text = value if isinstance(value, str) else _text(value, name, session)
    source = Source(f"{name} = {text}", f'lamb["{name}"]')
    statements = parse(source).statements
    if len(statements) != 1 or not isinstance(statements[0], Definition):
        raise LambError("this is no term by itself", hint="%%lamb runs whole programs")
    for result in session.run(source):
        if isinstance(result, LambError):
            raise result


@unbounded
def _text(value: object, name: str, session: Session) -> Recursion[str]:
    """A value as text. What it says of *name* is written out, which will mean this from now on."""
    match value:
        case (fst, snd) if isinstance(value, tuple):
            first = yield fst, name, session
            return f"({first}, {(yield snd, name, session)})"
        case list():
            items = []
            for item in value:
                items.append((yield item, name, session))
            return f"[{', '.join(items)}]"
    term = _small(encoded(value, session))
    if name in session.definitions:
        term = _small(replace_names(term, {name: session.definitions[name]}))
    return pretty(term)


def _small(term: Term) -> Term:
    """A term that is not too large to be written. Raises EncodingError for others."""
    if term.size > LARGEST_WRITTEN:
        raise EncodingError(f"this term is too large to be a definition: it has {counted(term.size, 'node')}")
    return term
