"""An answer to an exercise: what was written, what it means and does within a budget, and how it is quoted.

An answer is a term, or definitions and a term that uses them, or definitions alone, of which the last one
is meant. What the library means by a name stays as it is: the answer's own definitions are known under
names that cannot be typed.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from lamb.calculus.budget import Budget, Status, Watch
from lamb.calculus.reduction import Step
from lamb.calculus.strategies import Strategy
from lamb.calculus.substitution import free_names, needed, replace_names
from lamb.calculus.term import App, Free, Lam, Term
from lamb.definitions import Definitions, Entry
from lamb.encodings.readings import reading_of_sort, readings
from lamb.errors import DefinitionError, LambError, ParseError, Place, Source
from lamb.machine.machine import normalize
from lamb.machine.readback import Outcome
from lamb.machine.trace import Trace, trace
from lamb.notation.datatypes import definitions_of
from lamb.notation.names import NAME, remove_names
from lamb.notation.parser import parse
from lamb.notation.printer import beginning, pretty, write
from lamb.notation.syntax import Definition, Expr, Name, Query, Statement
from lamb.prelude import prelude

ANSWER = "answer"
"""The name of the answer in a check."""

LONGEST_ANSWER = 5_000  # characters
LONGEST_QUOTED = 80  # characters of a term
LARGEST_SHOWN = 1_000  # nodes that are looked at, to show so many characters
LONGEST_INSERTED = 30  # characters of an answer in the place of `answer`
_OWN = "your "


def owned(name: str) -> str:
    """The name under which an answer's own definition of a name is known."""
    return _OWN + name


class ClaimTerm(NamedTuple):
    """A term in a claim, in which `answer` may stand for the answer."""

    text: str
    tree: Expr
    term: Term


ITSELF = ClaimTerm(ANSWER, Name(ANSWER), Free(ANSWER))


class CheckBudget:
    """The limits of checking one answer: steps and nodes of each reduction, seconds of all together."""

    def __init__(self, budget: Budget, watch: Watch | None = None) -> None:
        self.budget = budget
        self.watch = watch
        self.meter = budget.meter().pause()  # it runs while something is reduced
        self._stopped: Outcome | None = None

    def normalize(self, term: Term, definitions: Mapping[str, Term]) -> Outcome:
        """The normal form of a term; once a limit was reached, the outcome then, until `resume`."""
        if self._stopped is not None:
            return self._stopped
        with self.meter:
            left = self.meter.left()
            outcome = normalize(term, definitions=definitions, budget=left, watch=self.watch)
        if not outcome.finished:
            self._stopped = outcome
        return outcome

    def resume(self) -> None:
        """Let terms be reduced again after a limit was reached, in the seconds that are left."""
        if self._stopped is not None and self._stopped.status is not Status.INTERRUPTED:
            self._stopped = None


class Meaning(NamedTuple):
    """The term that is meant, as it is written (*tree*) and with indices, and the *name* that it is given.

    *own* has the definitions that it uses, by the names that cannot be typed. In claims, the names of
    *stands_for* stand for terms, which may use all of the *definitions*.
    """

    name: str | None
    tree: Expr
    term: Term
    own: Mapping[str, Term]
    stands_for: Mapping[str, Term]
    definitions: Mapping[str, Term]


@dataclass(frozen=True)
class LessonAnswer:
    """A *text* as an answer, and the *line* of it that is the term.

    Its meaning is read when it is needed; that may raise LambError.
    """

    text: str
    line: str
    read: Callable[[], Meaning]
    library: Mapping[str, Term]
    limits: CheckBudget

    @cached_property
    def meaning(self) -> Meaning:
        return self.read()

    @property
    def tree(self) -> Expr:
        return self.meaning.tree

    @property
    def term(self) -> Term:
        return self.meaning.term

    @property
    def written(self) -> Term:
        """The term with the names that were typed."""
        return replace_names(self.term, {name: Free(name.removeprefix(_OWN)) for name in self.meaning.own})

    @property
    def known(self) -> set[str]:
        """All names that have a definition, as they are typed."""
        return {*self.library, *(name.removeprefix(_OWN) for name in self.meaning.own)}

    @cached_property
    def definitions(self) -> Mapping[str, Term]:
        """The meanings of all names: the answer's own and the library's."""
        return ChainMap(self.meaning.definitions, self.library)  # type: ignore[arg-type]  # it is only read

    @cached_property
    def names(self) -> set[str]:
        """The free names in the term and in its own definitions, except the names of these."""
        found = {name for term in (self.term, *self.meaning.own.values()) for name in free_names(term)}
        return found - self.meaning.own.keys()

    def put_into(self, term: Term) -> Term:
        """A term of a claim, with the answer in the place of its name."""
        return replace_names(term, self.meaning.stands_for)

    def normalize(self, term: Term) -> Outcome:
        """The normal form of a term of a claim."""
        return self.limits.normalize(self.put_into(term), self.definitions)

    def follow(
        self, term: Term, strategy: Strategy, most: int | None = None, taken: list[Step] | None = None
    ) -> Trace:
        """The reduction of a term of a claim by a strategy: all of it, or the first *most* steps.

        The steps are put into *taken*.
        """
        limits = self.limits
        with limits.meter:
            left = limits.meter.left()
            steps = trace(
                self.put_into(term),
                strategy=strategy,
                definitions=self.definitions,
                budget=replace(left, steps=most).or_else(left),
                watch=limits.watch,
                folded=True,
            )
            for step in steps:
                if taken is not None:
                    taken.append(step)
        return steps


# ── Answers that were typed ───────────────────────────────────────────────────────────


def typed(
    text: str, budget: Budget, watch: Watch | None = None, before: Iterable[Entry] = ()
) -> LessonAnswer:
    """A text as an answer, with definitions *before* it. Raises LambError if it is empty or too long."""
    source = Source(text, ANSWER)
    if not source.text.strip():
        raise LambError("there is nothing here yet", hint="type an answer; a hint is there if you want one")
    if len(source.text) > LONGEST_ANSWER:
        message = f"this answer has {len(source.text):,} characters; {LONGEST_ANSWER:,} is the most"
        raise ParseError(message, hint="a short one will do")
    limits = CheckBudget(budget, watch)
    return LessonAnswer(source.text, source.text, lambda: _read(source, before), prelude(), limits)


def _read(source: Source, before: Iterable[Entry]) -> Meaning:
    """The meaning of a text. Raises LambError where it is no answer."""
    statements = _statements(source)
    entries = entries_of(source, statements)
    definitions = Definitions(prelude(), {entry.definition.name: entry for entry in before})
    definitions.define(entries)
    renamed = {name: Free(owned(name)) for name in definitions.entries}
    last = statements[-1]
    name = last.name if isinstance(last, Definition) else None
    meant = definitions[name] if name else remove_names(last.term, definitions.constructors)
    term = replace_names(meant, renamed)
    known = {each: definitions[each] for each in definitions.entries}
    used = needed([*(entry.definition.name for entry in entries), *free_names(meant)], known)
    own = {owned(each): replace_names(known[each], renamed) for each in used}
    return Meaning(name, last.term, term, own, {ANSWER: term}, own)


def _statements(source: Source) -> list[Definition | Query]:
    """Definitions, and at most one term, which is the last statement."""
    found: list[Definition | Query] = []
    for statement in parse(source).statements:
        place = Place(source, statement.start, statement.end)
        if not isinstance(statement, Definition | Query):
            raise ParseError("an answer is a term, or definitions", place)
        if found and isinstance(found[-1], Query):
            hint = "keep the one that you mean; definitions may stand above it"
            raise ParseError("here is more than one term", place, hint)
        found.append(statement)
    if not found:
        raise LambError("there is only a comment here", hint="type a term below it")
    return found


def entries_of(source: Source, statements: Iterable[Statement]) -> list[Entry]:
    """The definitions among statements. Raises DefinitionError if there are two of one name."""
    entries: dict[str, Entry] = {}
    for statement in statements:
        for made in definitions_of(statement):
            place = Place(source, made.start, made.end)
            if made.name in entries:
                line = entries[made.name].place.line
                message = f"“{made.name}” is already defined in line {line}"
                raise DefinitionError(message, place, "keep one of the two")
            entries[made.name] = Entry(made, place)
    return list(entries.values())


# ── Words ─────────────────────────────────────────────────────────────────────────────


def listed(words: list[str], last: str = "and") -> str:
    """Words as a list in a sentence.

    >>> listed(["a", "b", "c"]), listed(["a"], "or")
    ('a, b and c', 'a')
    """
    return f" {last} ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def shown(term: Term) -> str:
    """A term, or its beginning."""
    return _cut(pretty(beginning(term, LARGEST_SHOWN), limit=LONGEST_QUOTED))


def quoted(answer: LessonAnswer) -> str:
    """The term that was answered, as it was written, or its beginning."""
    return f"“{_cut(write(answer.tree, limit=LONGEST_QUOTED))}”"


def _cut(text: str) -> str:
    """A text that was shortened, except for its lists of binders, which may still be long."""
    return text if len(text) <= 2 * LONGEST_QUOTED else f"{text[:LONGEST_QUOTED]}…"


def kind(term: Term) -> str:
    """The kind of a term, of three."""
    match term:
        case Lam():
            return "an abstraction"
        case App():
            return "an application"
    return "a variable"


def mentions(text: str, answer: LessonAnswer) -> bool:
    """True if a name for a term of the answer occurs in a text."""
    return any(name in answer.meaning.stands_for for name in NAME.findall(text))


def applied(text: str, answer: LessonAnswer) -> str:
    """The text of a claim, quoted, with the answer (its name, or itself if it is short) for `answer`."""
    if answer.meaning.name or answer.meaning.own:
        called = answer.meaning.name or "(your answer)"
    elif not NAME.fullmatch(called := write(answer.tree)):
        called = f"({called})" if len(called) <= LONGEST_INSERTED else "(your answer)"
    return f"“{NAME.sub(lambda name: called if name.group() == ANSWER else name.group(), text)}”"


def stopped(answer: LessonAnswer, status: Status | None) -> str:
    """The limit that a reduction reached."""
    match status:
        case Status.NODES:
            return "does not come to an end, and grows too large"
        case Status.INTERRUPTED:
            return "was interrupted"
    return f"does not come to an end {answer.limits.budget.within(status or Status.SECONDS)}"


def value(term: Term, sort: str = "") -> str:
    """A term, read as a value of a sort if it can be; otherwise as it is, with all its readings.

    >>> from lamb.encodings.values import boolean
    >>> value(boolean(False), "bool"), value(boolean(False))
    ('false', 'λx y. y (0, false or nil)')
    """
    if reading := reading_of_sort(term, sort):
        return reading
    text = shown(term)
    others: list[str] = [reading for reading in readings(term) if reading != text]
    return f"{text} ({listed(others, 'or')})" if others else text


def both(found: Term, wanted: Term, sort: str = "") -> tuple[str, str]:
    """Two different terms, as values of a sort; or without one, of the first kind that both can be."""
    for reading in () if sort else readings(wanted):
        for other in readings(found):
            if other != reading and other.kind.split()[0] == reading.kind.split()[0]:
                return other, reading
    return value(found, sort), value(wanted, sort)
