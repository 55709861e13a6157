"""Terms that Python computes with: `fact(5)`, `int(value)`, `value == [1, 2]`.

    int(value)       the number, if it is a numeral; and so bool(), list() and tuple()
    value.python     what it can be read as, if that is one thing only
    value.term       the term, which is reduced when its normal form is first needed

`λx y. y` is zero, and false, and the empty list: whoever reads it says what is meant.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from lamb.calculus.budget import Budget, Outcome
from lamb.calculus.machine import normalize
from lamb.calculus.term import App, Free, Lam, Term, Var
from lamb.display import Displayed
from lamb.encodings.readings import Reading, readings
from lamb.encodings.values import read_boolean, read_list, read_numeral, read_pair, short
from lamb.errors import EncodingError, LambError
from lamb.interface.likeness import reads_as
from lamb.interface.look import ways_further
from lamb.interface.written import encoded
from lamb.notation.printer import pretty
from lamb.results import Answer
from lamb.source import Place, Source

if TYPE_CHECKING:
    from lamb.session import Session

LARGEST = 1_000_000  # nodes of a term that is reduced to be looked at
GLANCE = Budget(nodes=1_000_000, seconds=1)
"""A value that is only looked at is not waited for any longer."""

NOWHERE = Place(Source("", "value"), 0, 0)
LONGEST = 60  # characters of a term in an error


class Value(Displayed):
    """A *term*, and the session in which it means something.

    Called, it is applied: ints, bools, pairs, lists, terms, values and texts can be arguments. It is equal
    to what it can be read as, and to terms with the same normal form. Whatever needs its normal form
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

    # ── its normal form ──

    @property
    def outcome(self) -> Outcome:
        """How its reduction ends."""
        if self._outcome is None or not self._outcome.finished:
            self._outcome = self.session.normalize(self.term)
        return self._outcome

    @property
    def normal_form(self) -> Term:
        """What it reduces to."""
        outcome = self.outcome
        if not outcome.finished:
            budget = self.session.budget
            ways = ways_further(budget, "%lamb :budget {name} {limit}")
            text = pretty(self.term, limit=LONGEST)
            raise LambError(
                f"{text}: no normal form {budget.within(outcome.status)}", hint=ways.get(outcome.status)
            )
        return outcome.term

    @property
    def readings(self) -> tuple[Reading, ...]:
        """All that it can be read as."""
        term = self.normal_form
        names = self.session.definitions.names_of(term)
        return readings(term, {term: names} if names else {})

    @property
    def python(self) -> object:
        """What it can be read as, if that is one thing only. Raises LambError."""
        found = [one for one in self.readings if one.kind != "name"]
        if len(found) == 1:
            return found[0].value
        if not found:
            raise self._unreadable("value of Python's")
        ways = ", ".join(found)
        raise LambError(f"this can be read as {ways}", hint="int(), bool() and list() say which is meant")

    # ── read as somebody wants ──

    def __int__(self) -> int:
        number = read_numeral(short(self.normal_form))
        if number is None:
            raise self._unreadable("numeral")
        return number

    __index__ = __int__

    def __bool__(self) -> bool:
        truth = read_boolean(short(self.normal_form))
        if truth is None:
            raise self._unreadable("boolean")
        return truth

    def __iter__(self) -> Iterator[Value]:
        """The items of a list, or the parts of a pair."""
        return iter([Value(part, self.session) for part in self._parts()])

    def __len__(self) -> int:
        return len(self._parts())

    def _parts(self) -> list[Term]:
        term = short(self.normal_form)
        parts = read_list(term)
        if parts is None and (both := read_pair(term)) is not None:
            parts = list(both)
        if parts is None:
            raise self._unreadable("list and no pair")
        return parts

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

    # ── shown ──

    def __str__(self) -> str:
        return pretty(self.normal_form)

    def __repr__(self) -> str:
        outcome = self._glance()
        return pretty(outcome.term if outcome else self.term, limit=1_000)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        outcome = self._glance()
        if outcome is None:
            return self.term._repr_mimebundle_()
        names = tuple(self.session.definitions.names_of(outcome.term))
        return Answer(NOWHERE, self.term, outcome, names=names)._repr_mimebundle_()

    def _glance(self) -> Outcome | None:
        """How its reduction ends, if it does so soon."""
        if (self._outcome is None or not self._outcome.finished) and self.term.size <= LARGEST:
            budget = GLANCE.or_else(self.session.budget)
            self._outcome = normalize(self.term, definitions=self.session.definitions, budget=budget)
        return self._outcome if self._outcome and self._outcome.finished else None
