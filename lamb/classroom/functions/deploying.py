"""Deploying: a program is checked, and kept as a new version of a function.

What is checked is all that can be known before a value comes: that the program can be read, that its claims
hold, that every name in its handler is defined, and that the handler gives what it says for small values.
"""

from __future__ import annotations

from functools import reduce
from itertools import islice, product
from pathlib import Path, PurePath

from lamb.calculus.budget import Budget, Exhausted
from lamb.calculus.numerals import is_numeral
from lamb.calculus.substitution import free_names
from lamb.calculus.term import App, Free, Term
from lamb.classroom.functions.signatures import HANDLER, Signature, Unreadable, json_of, signature_in
from lamb.classroom.functions.versions import LARGEST_VERSION, LIMITS, NAME, KeptFiles, Kind, Version
from lamb.course.verdicts import Verdict
from lamb.encodings.blc import to_blc
from lamb.encodings.readings import readings
from lamb.encodings.values import boolean, list_of, pair
from lamb.errors import DefinitionError, LambError, LoadError, Place, Source, did_you_mean
from lamb.files import Files
from lamb.machine.readback import Outcome
from lamb.notation.printer import pretty
from lamb.notation.syntax import Sort
from lamb.results import Checked, Derived
from lamb.session import Session

CHECKING = Budget(steps=100_000, nodes=1_000_000, seconds=10)
"""For each claim of a program, and for each value that its handler is tried on."""
MOST_TRIED = 8
LONGEST_SHOWN = 100  # characters of a term in an error
_HANDLER: Term = Free(HANDLER)
LARGEST_KEPT = 5_000  # nodes of a normal form


class _RecordedFiles(Files):
    """Files that remember what was read, and who imported it under which words."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: dict[str, str] = {}
        self.imports: dict[str, dict[str, str]] = {}

    def open_program(self, path: str | Path) -> Source:
        """The text of the program itself, under the name that it has in a version."""
        source = self.open(path)
        self.texts[self._name(source)] = source.text
        return source

    def open_import(self, written: str, place: Place) -> Source:
        source = super().open_import(written, place)
        self.texts[self._name(source)] = source.text
        self.imports.setdefault(self._name(place.source), {})[written] = self._name(source)
        if sum(map(len, self.texts.values())) > LARGEST_VERSION:
            raise LoadError(f"a function has at most {LARGEST_VERSION:,} characters", place)
        return source

    def _name(self, source: Source) -> str:
        """The name of a file in its version: as it lies below the folder of the program."""
        path = self.path(source)
        assert path is not None
        return path.relative_to(self.roots[0]).as_posix()


def deployable(
    path: str | Path, name: str = "", *, kind: Kind = "program", limits: dict[str, float | None] | None = None
) -> Version:
    """The version, still without a number, that the program in a file makes; its name is the file's, if
    there is no other. Raises LambError for whatever is wrong with it.
    """
    name = name or PurePath(path).stem
    if not NAME.fullmatch(name):
        hint = "--name NAME: small letters, digits, - and _, the first one a letter, 64 at most"
        raise LambError(f"no function can be called “{name}”", hint=hint)
    files = _RecordedFiles()
    source = files.open_program(path)
    if len(source.text) > LARGEST_VERSION:
        raise LoadError(f"a function has at most {LARGEST_VERSION:,} characters", Place(source, 0, 0))
    if kind == "checker":
        from lamb.classroom.marking.assignment import read_assignment

        read_assignment(source, files=files)
        signature, normal_form = "submission -> marks", ""
    else:
        signature, normal_form = _handler(source, files)
    kept = dict(LIMITS if limits is None else limits)
    return Version(name, 0, kind, signature, files.texts, files.imports, kept, normal_form)


def _handler(source: Source, files: Files) -> tuple[str, str]:
    """The signature of a handler, and its normal form where that is to be kept. Raises LambError."""
    signature = signature_in(source)
    if signature is None:
        hint = f"write a comment that says it, like -- {HANDLER} : nat -> nat"
        raise LambError(f"“{source.name}” does not say what its handler takes and gives", hint=hint)
    session = _checked(source, files)
    _check_names(source, session)
    numbers_used = _check_values(source, signature, session)
    return str(signature), "" if numbers_used else _normal_form(session)


def loaded(version: Version) -> Session:
    """A session with the definitions of a version. Raises LambError where another λ wrote the version."""
    session = Session(budget=version.budget, evaluates=False)
    session.files = KeptFiles(version)
    for result in session.run_program(version.source):
        if isinstance(result, LambError):
            raise result
    return session


def _checked(source: Source, files: Files) -> Session:
    """A session with the definitions of a program. Raises LambError unless all of it is right."""
    session = Session(budget=CHECKING)
    session.files = files
    for result in session.check_program(source):
        match result:
            case LambError():
                raise result
            case Checked(place=place, verdict=verdict) | Derived(place=place, verdict=verdict) if (
                verdict is not Verdict.HOLDS
            ):
                said = "fails" if verdict is Verdict.FAILS else "does not hold for certain"
                raise LambError(f"this claim {said}", place, f"lamb check {source.name} says why")
    return session


def _check_names(source: Source, session: Session) -> None:
    """Raise DefinitionError unless there is a handler, and every name in it is defined."""
    definitions = session.definitions
    if HANDLER not in definitions.entries:
        hint = did_you_mean(HANDLER, definitions.entries, f"write {HANDLER} = λn. …")
        raise DefinitionError(f"no “{HANDLER}” is defined", Place(source, 0, 0), hint)
    needed, new = {HANDLER}, [HANDLER]
    for name in new:
        for used in sorted(free_names(definitions[name]) - needed):
            if is_numeral(used):
                continue
            if used not in definitions:
                place = definitions.entries[name].place if name in definitions.entries else None
                message = f"“{used}” is not defined, but the handler needs it"
                raise DefinitionError(message, place, did_you_mean(used, definitions, "define it"))
            needed.add(used)
            new.append(used)


def _check_values(source: Source, signature: Signature, session: Session) -> bool:
    """Try the handler on some small values, and say if integers did any of the work.

    Raises LambError where it gives what it should not. What does not end within a budget says nothing.
    """
    used = False
    for arguments in islice(product(*map(_samples, signature.takes)), MOST_TRIED):
        term = reduce(App, arguments, _HANDLER)
        outcome = session.normalize(term)
        used = used or outcome.numbers_used
        if not outcome.finished:
            continue
        try:
            with CHECKING.meter():
                json_of(outcome.term, signature.gives)
        except Unreadable:
            place = session.definitions.entries[HANDLER].place
            given = next(iter(readings(outcome.term)), None) or pretty(outcome.term, limit=LONGEST_SHOWN)
            message = f"{pretty(term, limit=LONGEST_SHOWN)} is {given}, which is no {signature.gives}"
            raise LambError(message, place, f"its signature is {signature}") from None
        except Exhausted:
            continue
    return used


def _samples(sort: Sort) -> list[Term]:
    """A few small values of a sort. (It is never deep.)"""
    match sort:
        case Sort("list", (of,)):
            few = _samples(of)[:2]
            return [list_of([]), list_of(few), list_of(few[:1])]
        case Sort("pair", (first, second)):
            return [pair(*parts) for parts in zip(_samples(first), _samples(second), strict=False)]
        case Sort("bool"):
            return [boolean(True), boolean(False)]
    return [Free(number) for number in ("2", "0", "3")]


def _normal_form(session: Session) -> str:
    """The normal form of the handler in binary lambda calculus; empty if it has none, or a large one."""
    outcome: Outcome = session.normalize(_HANDLER)
    if not outcome.finished or outcome.term.size > LARGEST_KEPT or free_names(outcome.term):
        return ""
    return to_blc(outcome.term)
