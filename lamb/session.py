"""A session: statements in, results out. The only thing that changes.

    session = Session()
    for result in session.run("double = λn. add n n"):  # Defined
    for result in session.run("double 21"):             # Answer

A text is parsed whole before any of it is carried out: with a syntax error in what is typed, nothing is. What
goes wrong is yielded as a `LambError`, and the session goes on as it was. A *program* (a file) yields all its
syntax errors, and makes the definitions that are whole before its other statements run, in whatever order.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import cached_property, partial, wraps
from typing import TYPE_CHECKING, ParamSpec

from lamb.analysis.divergence import DivergenceWatch
from lamb.calculus.budget import Budget, Exhausted, Meter, Status, Watch
from lamb.calculus.strategies import LARGE, Strategy, Unfolding, has_no_redex
from lamb.calculus.term import Free, Term
from lamb.course.verdicts import Verdict
from lamb.definitions import Definitions, Entry, entries_of_type
from lamb.encodings.readings import LARGEST, LITERALS, literal
from lamb.errors import DefinitionError, LambError, LoadError, Place, Source, TypingError
from lamb.files import Files
from lamb.freeing import fewer_collections
from lamb.machine.machine import normalize
from lamb.machine.readback import Outcome
from lamb.notation.datatypes import definitions_of
from lamb.notation.names import remove_names
from lamb.notation.parser import Program, in_time, parse
from lamb.notation.spelling import may_slip, note_on_definition, notes_on, notes_on_lists, set_apart
from lamb.notation.syntax import (
    Assertion,
    Assumption,
    DataType,
    Definition,
    Derivation,
    Expr,
    Import,
    Query,
    Statement,
    TypeAssertion,
)
from lamb.prelude import prelude as standard
from lamb.results import Answer, Asked, Assumed, Checked, Defined, Derived, Imported, Note, Result

if TYPE_CHECKING:  # start-up counts: what only some statements need is imported with them
    from pathlib import Path

    from lamb.analysis.types import Type, Typing
    from lamb.course.linting import Finding
    from lamb.course.walk import Walk
    from lamb.encodings.abstraction import Algorithm, Basis
    from lamb.foreign.bruijn import Modules
    from lamb.foreign.dialects import Dialect
    from lamb.judging import ClaimJudge
    from lamb.machine.trace import Trace


AT_ONCE = Budget(seconds=0.2)
"""For reading what was reached when it was interrupted."""

Arguments = ParamSpec("Arguments")


def errors_as_results(run: Callable[Arguments, Iterator[Result]]) -> Callable[Arguments, Iterator[Result]]:
    """*run*, but an error that it raises is its last result."""

    @wraps(run)
    def results(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Iterator[Result]:
        try:
            yield from run(*args, **kwargs)
        except LambError as error:
            yield error

    return results


class Session:
    """Definitions, a budget for each reduction, and a strategy for those that are shown step by step.

    Without the *prelude* no name is defined to begin with. Files are imported from the folders in
    *roots* and below, or, if there are none, from the folder of the file that was run. *watch* is
    called every few thousand steps with their number, and stops the reduction by returning true.
    With *strict_alpha*, derivations have to rename bound variables by steps of their own. Unless it
    *evaluates*, a term on its own is left as it is, for the caller to reduce. With *numbers*, known
    arithmetic is done with integers (`machine/arithmetic/`); never in steps that are shown. With *letters*,
    names are read as textbooks write them, each letter for itself, unless a comment in a text says otherwise.
    The texts are in a *notation* (`foreign/dialects.py`).
    If it *expects*, `check_program` checks terms with a comment `-- => u` or `-- diverges` behind them, too.
    """

    def __init__(  # noqa: PLR0913  (all are choices with defaults)
        self,
        *,
        prelude: bool = True,
        budget: Budget = Budget(),  # noqa: B008  (it never changes)
        strategy: Strategy = Strategy.NORMAL,
        roots: tuple[str | Path, ...] = (),
        watch: Watch | None = None,
        strict_alpha: bool = False,
        evaluates: bool = True,
        numbers: bool = True,
        letters: bool = False,
        notation: str = "lamb",
        expects: bool = False,
    ) -> None:
        self.definitions = Definitions(standard() if prelude else {})
        self.budget = budget
        self.strategy = strategy
        self.files = Files(roots)
        self.watch = watch
        self.strict_alpha = strict_alpha
        self.evaluates = evaluates
        self.numbers = numbers
        self.letters = letters
        self.notation = notation
        self.expects = expects
        self.imported: set[Path | None] = set()
        self.imports_library = False
        """True if the last program that was run imports the prelude."""
        self.lost: frozenset[str] = frozenset()
        """The names whose definitions in the last program have an error in them."""
        self.assumptions: dict[str, Type] = {}
        """The types of free names."""
        self.derived: dict[str, Derived] = {}
        """The last derivation of each name."""

    # ── running ──

    @errors_as_results
    def run(self, source: str | Source) -> Iterator[Result]:
        """The results of the statements of a text, one by one, as typed at a prompt.

        A definition replaces an earlier one of the same name.
        """
        program = self._parse(source if isinstance(source, Source) else Source(source))
        for statement in program.statements:
            yield from self._carry_out(statement, program)

    def run_program(self, source: Source) -> Iterator[Result]:
        """The results of a whole program, in which no name is defined twice.

        Its derivations are a closed world: they see what it defines and imports, and nothing else. A
        session that does not evaluate does not check claims either.
        """
        yield from self._run_whole(
            source,
            lambda statement: (
                self.evaluates or isinstance(statement, Query | Definition | DataType | Assumption)
            ),
        )

    def check_program(self, source: Source) -> Iterator[Result]:
        """The results of the derivations and assertions of a whole program, and what is wrong with it.

        Terms on their own are not evaluated.
        """
        claims = Derivation | Assertion | TypeAssertion | Assumption
        yield from self._run_whole(
            source,
            lambda statement: (
                isinstance(statement, claims) or (self.expects and isinstance(statement, Query))
            ),
        )

    @errors_as_results
    def _run_whole(self, source: Source, wanted: Callable[[Statement], bool]) -> Iterator[Result]:
        """Make all definitions of a program, and carry out what else is *wanted* of it."""
        program = self._parse(source, errors=True)
        self.lost = frozenset(error.defines for error in program.errors if error.defines)
        yield from program.errors
        with fewer_collections(), self._all_or_nothing():
            self.imports_library = False
            entries, results = self._define_all(program)
        world = self._world(entries)
        for statement in filter(wanted, program.statements):
            if id(statement) in results:
                yield from results[id(statement)]
            else:
                yield from self._carry_out(statement, program, world)

    def _world(self, entries: dict[str, Entry]) -> Definitions:
        """All that the derivations of a program see: what it defines and imports."""
        return Definitions(standard() if self.imports_library else {}, entries)

    def lint(self, source: str | Source) -> list[Finding | LambError]:
        """The findings on a program (`course/linting.py`), behind its syntax errors.

        Raises DefinitionError, LoadError and BudgetError.
        """
        from lamb.course.linting import findings

        source = Source(source) if isinstance(source, str) else source
        program = self._parse(source, errors=True)
        self.imports_library = False
        entries, _ = self._define_all(program)
        with in_time(self.budget.meter(self.watch), Place(source, 0, 0)):
            for statement in program.statements:
                if program.letters and not isinstance(statement, Definition):
                    set_apart(statement, source.text, self.definitions)
            found = findings(program, self.definitions, self._world(entries))
        return [*program.errors, *found]

    @errors_as_results
    def run_file(self, path: str | Path) -> Iterator[Result]:
        """The results of the program in a file."""
        yield from self.run_program(self.files.open(path))

    def normalize(self, term: Term) -> Outcome:
        """The normal form of a term, with the session's definitions and budget."""
        return self._normalized(term, self.budget.meter(self._watch_over(term)))

    def _watch_over(self, term: Term) -> DivergenceWatch:
        """The watch, which stops a reduction that repeats for ever, too."""
        return DivergenceWatch(term, self.definitions, self.budget, self.watch)

    @property
    def _judge(self) -> ClaimJudge:
        """The judge of claims, by what is defined and assumed now."""
        from lamb.judging import ClaimJudge

        free = {name: type for name, type in self.assumptions.items() if name not in self.definitions}
        return ClaimJudge(self.definitions, self.budget, free, self.watch, self.numbers, lost=self.lost)

    def _normalized(self, term: Term, meter: Meter) -> Outcome:
        answer = self.definitions.answers.get(term.name, term) if isinstance(term, Free) else term
        if answer.size > LARGE:  # an answer, perhaps, that is asked about once more
            with suppress(Exhausted), meter:
                if has_no_redex(answer, Unfolding(self.definitions)):
                    return Outcome(Status.NORMAL_FORM, 0, lambda: answer)
        left, watch = meter.left(), meter.watch
        return normalize(term, definitions=self.definitions, budget=left, watch=watch, numbers=self.numbers)

    def trace(self, term: Term) -> Trace:
        """The steps of a term's reduction, by the session's strategy, definitions and budget."""
        from lamb.machine.trace import trace

        return trace(
            term, strategy=self.strategy, definitions=self.definitions, budget=self.budget, watch=self.watch
        )

    def to_combinators(self, term: Term, *, basis: Basis = "ski", algorithm: Algorithm = "eta") -> Term:
        """A term of combinators that is equal to a term, with the session's definitions and budget.

        Raises EncodingError and BudgetError, as `lamb.to_combinators` does.
        """
        from lamb.encodings.abstraction import to_combinators

        return to_combinators(
            term,
            basis=basis,
            algorithm=algorithm,
            definitions=self.definitions,
            budget=self.budget,
            watch=self.watch,
        )

    def typing(self, term: Term, *, let: bool = False, meter: Meter | None = None) -> Typing:
        """The principal type of a term, with the session's definitions, assumptions and budget.

        Raises TypingError and BudgetError, as `principal_type` does.
        """
        return self._judge.typing(term, let=let, meter=meter)

    def typing_of(self, result: Asked | Defined, *, let: bool = False) -> Typing:
        """The principal type of a term or a definition. Raises TypingError, with a place, and BudgetError."""
        from lamb.judging import placed

        try:
            return self.typing(result.term, let=let)
        except TypingError as error:
            if isinstance(result, Asked):
                raise placed(error, result.expr, result.place.source) from None
            definition = self.definitions.entries[result.name].definition
            if definition.recursive:  # Y (λname. …)
                if error.path[:1] != ("arg",):
                    raise TypingError(error.message, error.path, result.place, error.hint) from None
                error.path = error.path[1:]
            raise placed(error, definition.term, result.place.source) from None

    def walk(self, term: Term) -> Walk:
        """A walk through a term's reduction, with the session's definitions and strategy."""
        from lamb.course.walk import Walk

        return Walk(term, self.definitions, self.definitions.constructors, strategy=self.strategy)

    # ── statements ──

    @cached_property
    def _dialect(self) -> Dialect | None:
        """The notation of the texts; None for our own, which costs no look at others."""
        if self.notation == "lamb":
            return None
        from lamb.foreign.dialects import dialect_named

        return dialect_named(self.notation)

    @cached_property
    def modules(self) -> Modules:
        """The programs of bruijn that were read, and are imported."""
        from lamb.foreign.bruijn import Modules

        return Modules(self.files.open_import, runs=True)

    def _parse(self, source: Source, *, errors: bool = False) -> Program:
        meter = self.budget.meter(self.watch)
        if self._dialect:
            from lamb.foreign.conversion import program_in

            self.definitions.number_in = self._dialect.number_in
            known = self.definitions.entries.keys()
            return program_in(source, self._dialect, meter, self.modules, known)
        program = parse(source, meter, errors=errors)
        if program.letters is None:
            program.letters = self.letters
        return program

    def _set_apart(self, entries: Collection[Entry]) -> None:
        """Read the definitions in which each letter stands for itself, now that all names are known."""
        lettered = [entry for entry in entries if entry.letters]
        known = {*self.definitions, *(entry.definition.name for entry in entries)} if lettered else ()
        for entry in lettered:
            with in_time(self.budget.meter(self.watch), entry.place):
                set_apart(entry.definition, entry.place.source.text, known)

    @errors_as_results
    def _carry_out(
        self, statement: Statement, program: Program, world: Definitions | None = None
    ) -> Iterator[Result]:
        """The results of a statement. A derivation sees the definitions of its *world*, or the session's."""
        place = Place(program.source, statement.start, statement.end)
        if program.letters and not isinstance(statement, Definition):
            with in_time(self.budget.meter(self.watch), place):
                set_apart(statement, program.source.text, self.definitions)
        match statement:
            case Definition():
                replaced = statement.name in self.definitions
                added = self._entries(statement, program)
                self._set_apart(added)
                self.definitions.define(added)
                notes = self._notes(statement.term, place, program) + _meant_otherwise(statement, place)
                yield Defined(statement.name, self.definitions.reader(statement.name), place, replaced, notes)
            case DataType():
                known = set(self.definitions)
                added = self._entries(statement, program)
                self.definitions.define(added)
                yield from (self._defined(entry, known) for entry in added)
            case Import():
                with self._all_or_nothing():
                    entries: dict[str, Entry] = {}
                    _add(self._entries(statement, program), entries)
                    self._set_apart(entries.values())
                    self.definitions.define(entries.values())
                yield Imported(statement.what, len(entries), place)
            case Query() if self.expects:
                yield from self._expected(statement, place, program)
            case Query():
                yield self._answer(statement, place, program)
            case Assertion() | TypeAssertion():
                yield self._check(statement, place, program)
            case Assumption(names, type):
                for name in names:
                    if name in self.definitions:
                        message = f"“{name}” is defined: its type follows from its definition"
                        raise DefinitionError(message, place, "assume a type for a name of your own")
                self.assumptions |= dict.fromkeys(names, type)
                yield Assumed(names, type, place)
            case Derivation():
                yield self._derive(statement, place, program, self.definitions if world is None else world)

    def _answer(self, query: Query, place: Place, program: Program) -> Asked | Answer:
        notes = self._notes(query.term, place, program)
        constructors = self.definitions.constructors
        meter = self.budget.meter(self.watch)
        with in_time(meter, place):
            typed = None
            if self.evaluates and not self.definitions.entries.keys() & LITERALS:
                meant = partial(remove_names, constructors=constructors)
                typed = literal(query.term, self.definitions.types, meant)
            term = remove_names(query.taken() if self.evaluates else query.term, constructors)
        if not self.evaluates:
            return Asked(place, term, notes, query.term)
        watch = self._watch_over(term)
        outcome = self._normalized(term, meter.left().meter(watch))
        interrupted = outcome.status is Status.INTERRUPTED and not watch.found
        rest = AT_ONCE.meter().pause() if interrupted else meter.rest()
        names = self.definitions.names_of(outcome.term) if outcome.finished else []
        equal = tuple(name for name in names if term != Free(name))
        if self._dialect and outcome.finished:
            if not self._dialect.has_value(outcome.term):
                hint = "() has no value, nor have names that begin with _"
                raise DefinitionError("this needs the value of “()”, which has none", place, hint)
            if self._dialect.reading_in and outcome.term.size <= LARGEST:
                with suppress(Exhausted), rest:
                    typed = self._dialect.reading_in(outcome.term)
        return Answer(place, term, outcome, notes, equal, typed, self.definitions, rest, watch.found)

    def _notes(
        self, expr: Expr, place: Place, program: Program | None, meter: Meter | None = None
    ) -> tuple[Note, ...]:
        """The notes on the names and lists in a tree, which is in the text of a program, if one is given."""
        notes: list[Note] = []
        if self._dialect:  # whose names, and ways to write them, are others
            return ()
        if program is not None and program.spelled_well is None:
            apart = program.letters or any(may_slip(name, self.definitions) for name in program.names)
            program.spelled_well = not apart
        spelled_well, unseparated = False, True
        if program is not None:
            spelled_well, unseparated = bool(program.spelled_well), program.unseparated
        if spelled_well and not unseparated:
            return ()
        with suppress(Exhausted), meter or self.budget.grace().meter(self.watch):
            for name, message in () if spelled_well else notes_on(expr, self.definitions):
                if name.name not in self.lost:
                    notes.append(Note(message, Place(place.source, name.start, name.end)))
            for item, message in notes_on_lists(expr, place.source.text) if unseparated else ():
                notes.append(Note(message, Place(place.source, item.start, item.end)))
        return tuple(notes)

    def _expected(self, query: Query, place: Place, program: Program) -> Iterator[Checked]:
        """The verdict on what a comment expects of a term, if one does."""
        from lamb.course.assertions import equation, expectation

        expected = expectation(place)
        if expected is None:
            return
        if expected.term:
            yield self._check(equation(query, expected.term), place, program, expected.text)
            return
        answer = self._answer(query, place, program)
        assert isinstance(answer, Answer)
        verdict = Verdict.HOLDS if answer.divergence else Verdict.UNDECIDED
        reason = None
        if answer.outcome.finished:
            verdict, reason = Verdict.FAILS, LambError("this does not diverge: it has a normal form", place)
        stopped = answer.outcome.status if verdict is Verdict.UNDECIDED else None
        yield Checked(place, verdict, stopped=stopped, reason=reason, expected=expected.text)

    def _check(
        self, claim: Assertion | TypeAssertion, place: Place, program: Program, expected: str = ""
    ) -> Checked:
        from lamb.course.assertions import both_sides
        from lamb.course.points import points

        worth = None if expected else points(program, place, "assert")
        checked = self._judge.verdict(claim, place)
        notes: tuple[Note, ...] = ()
        if checked.verdict is not Verdict.HOLDS and isinstance(claim, Assertion):
            notes = self._notes(both_sides(claim), place, None if expected else program)
        return checked.with_values(points=worth, notes=notes, expected=expected)

    def _derive(self, derivation: Derivation, place: Place, program: Program, world: Definitions) -> Derived:
        from lamb.course.points import points

        judged = self._judge.derivation(derivation, place, world, strict_alpha=self.strict_alpha)
        derived = judged.with_values(points=points(program, place, derivation.kind))
        self.derived[derivation.name] = derived
        return derived

    # ── definitions of a whole program ──

    def _define_all(self, program: Program) -> tuple[dict[str, Entry], dict[int, list[Result]]]:
        """Make the definitions and imports of a program; the results are by statement."""
        entries: dict[str, Entry] = {}
        results: dict[int, list[Result]] = {}
        derivations: dict[str, Place] = {}
        for statement in program.statements:
            added = self._entries(statement, program)
            _add(added, entries)
            place = Place(program.source, statement.start, statement.end)
            match statement:
                case Import(what):
                    results[id(statement)] = [Imported(what, len(added), place)]
                case Derivation(name) if name in derivations:
                    message = f"there is already a derivation “{name}” in line {derivations[name].line}"
                    raise DefinitionError(message, place, "give one of them another name")
                case Derivation(name):
                    derivations[name] = place
        self._set_apart(entries.values())
        known = {name for name in entries if name in self.definitions}
        self.definitions.define(entries.values())
        meter = self.budget.grace().meter(self.watch)  # for the notes on all of them
        for statement in program.statements:
            if isinstance(statement, Definition):
                entry = entries[statement.name]
                notes = self._notes(statement.term, entry.place, program, meter) + _meant_otherwise(
                    statement, entry.place
                )
                results[id(statement)] = [self._defined(entry, known, notes)]
            elif isinstance(statement, DataType):
                made = [entries[one.name] for one in definitions_of(statement)]
                results[id(statement)] = [self._defined(entry, known) for entry in made]
        return entries, results

    def _defined(self, entry: Entry, known: Collection[str], notes: tuple[Note, ...] = ()) -> Defined:
        name = entry.definition.name
        return Defined(name, self.definitions.reader(name), entry.place, name in known, notes)

    @contextmanager
    def _all_or_nothing(self) -> Iterator[None]:
        """Forget which files and which library were brought in if an error follows."""
        library, imported = self.definitions.library, set(self.imported)
        try:
            yield
        except LambError:
            self.definitions.library, self.imported = library, imported
            raise

    def _entries(self, statement: Statement, program: Program) -> list[Entry]:
        """The definitions that a statement makes or imports, directly or not."""
        match statement:
            case Definition():
                return [self._entry(statement, program)]
            case DataType():
                return [*entries_of_type(statement, program)]
            case Import():
                return self._imported_entries(statement, program)
        return []

    def _entry(self, definition: Definition, program: Program) -> Entry:
        place = Place(program.source, definition.start, definition.end)
        documentation = program.documentation.get(place.line, "") if program.documentation else ""
        answers = self.definitions.answers_in(definition)
        return Entry(definition, place, documentation, answers, bool(program.letters), None)

    def _imported_entries(self, statement: Import, program: Program) -> list[Entry]:
        """The definitions of a file, and of those that it imports."""
        entries: list[Entry] = []
        meter = self.budget.meter(self.watch)  # all that is imported has the seconds of one text
        importing: list[tuple[Program, Iterator[Statement]]] = [(program, iter([statement]))]
        importers = {self.files.path(program.source): program}
        while importing:  # files import each other as deep as they like
            importer, rest = importing[-1]
            inner = next(rest, None)
            if inner is None:
                importing.pop()
                del importers[self.files.path(importer.source)]
            elif not isinstance(inner, Import):
                entries += self._entries(inner, importer)
            elif imported := self._imported(inner, importers, meter):
                importing.append((imported, iter(imported.statements)))
                importers[self.files.path(imported.source)] = imported
        return entries

    def _imported(
        self, statement: Import, importers: dict[Path | None, Program], meter: Meter
    ) -> Program | None:
        """The program that the last of the importers imports; None if it has been imported before."""
        if statement.library:
            self.definitions.library = standard()
            self.imports_library = True
            return None
        importer = importers[next(reversed(importers))]
        place = Place(importer.source, statement.start, statement.end)
        with in_time(meter, place):
            meter.look()
        source = self.files.open_import(statement.what, place)
        path = self.files.path(source)
        if path in importers:
            names = " → ".join([*(one.source.name for one in importers.values()), source.name])
            hint = "move what they share into a third file, and import that from each"
            raise LoadError(f"these files import each other in a circle: {names}", place, hint)
        if path in self.imported:
            return None
        self.imported.add(path)
        if self._dialect:
            return self.modules.read[source.name].program
        return parse(source, meter)


def _meant_otherwise(statement: Definition, place: Place) -> tuple[Note, ...]:
    message = note_on_definition(statement, place.text)
    return (Note(message, place),) if message else ()


def _add(added: Iterable[Entry], entries: dict[str, Entry]) -> None:
    """Put those that are *added* among the *entries*: none of them may have a name that is taken."""
    for entry in added:
        name = entry.definition.name
        if name in entries:
            first = entries[name].place
            where = f"in line {first.line}" if first.source is entry.place.source else f"at {first}"
            hint = "give one of them another name, or remove it"
            raise DefinitionError(f"“{name}” is already defined {where}", entry.place, hint)
        entries[name] = entry
