"""Versions: programs that have been deployed, as they are kept in a folder. A version never changes.

    functions/square/1.json     the first version of “square”: its texts, its signature, its limits, a digest
    functions/square/2.json     the second one, which is called from now on

A version has everything that it needs in it, imported files too. It is written once, under a number that no
other version has, and it is refused when what is there is not what was written.

What is checked when a program is deployed is all that can be known before a value comes: that it can be read,
that its claims hold, that every name in its handler is defined, and that the handler gives what it says for
small values.
"""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import reduce
from hashlib import sha256
from itertools import islice, product
from pathlib import Path, PurePath
from threading import get_ident
from typing import Any, Literal, TypeAlias

from lamb.calculus.budget import Budget, Exhausted
from lamb.calculus.numerals import is_numeral
from lamb.calculus.substitution import free_names
from lamb.calculus.term import App, Free, Term
from lamb.classroom.functions.signatures import HANDLER, Signature, Unreadable, json_of, signature_in
from lamb.course.verdicts import Verdict
from lamb.encodings.blc import to_blc
from lamb.encodings.readings import readings
from lamb.encodings.values import boolean, list_of, pair
from lamb.errors import DefinitionError, LambError, LoadError, Place, Source, did_you_mean, reason_of
from lamb.files import Files, KeptFiles
from lamb.machine.readback import Outcome
from lamb.notation.printer import pretty
from lamb.notation.syntax import Sort
from lamb.quantities import counted
from lamb.records import Record
from lamb.results import Checked, Derived
from lamb.session import Session

Kind: TypeAlias = Literal["program", "checker"]
"""A λ-program with a handler, or an assignment, which marks what students send."""

NAME = re.compile(r"[a-z][a-z0-9_-]{0,63}")
LARGEST_VERSION = 5_000_000  # characters of all its texts
CHECKER_SECONDS = 60.0  # of each invocation of a checker, whose judge stops long before
LIMITS = {"steps": None, "nodes": 3_000_000, "seconds": 3.0}
"""Of each invocation, where the one who deploys says nothing."""

_FOLDER = "functions"
_FILE = re.compile(r"([1-9]\d{0,8})\.json")


class NoSuchFunction(LambError):
    """There is no function of a name, or it has no version of a number."""


class Version(Record):
    """A version of a function: the *texts* of its files by name, the first of which is the program's; which
    of them each of them *imports*, as that is written in it; and the normal form of its handler in binary
    lambda calculus, empty where there is none that is worth to be kept.
    """

    function: str
    number: int
    kind: Kind
    signature: str
    texts: Mapping[str, str]
    imports: Mapping[str, Mapping[str, str]]
    limits: Mapping[str, float | None]
    normal_form: str = ""

    @property
    def source(self) -> Source:
        """The text of the program itself."""
        name, text = next(iter(self.texts.items()))
        return Source(text, name)

    @property
    def budget(self) -> Budget:
        """The most that an invocation may use; seconds are the processor's, whatever else goes on."""
        steps, nodes = self.limits["steps"], self.limits["nodes"]
        return Budget(
            None if steps is None else int(steps),
            None if nodes is None else int(nodes),
            self.limits["seconds"],
            clock=time.thread_time,
        )

    def is_like(self, other: Version) -> bool:
        """True if another version differs in nothing but its number."""
        return self.with_values(number=0) == other.with_values(number=0)

    def written(self) -> str:
        """The JSON text of the version, with its digest."""
        content = vars(self)
        return json.dumps(content | {"digest": _digest(content)}, ensure_ascii=False, indent=1) + "\n"


def _digest(content: Mapping[str, Any]) -> str:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def version_in(text: str, name: str) -> Version:
    """The version that a JSON text says. Raises LoadError for a text that is not as it was written."""
    with suppress(ValueError, TypeError, KeyError, AttributeError, RecursionError):
        content = json.loads(text)
        if content.pop("digest") == _digest(content):
            return Version(**content)
    hint = "a version never changes: deploy another one"
    raise LoadError(f"“{name}” is not as it was deployed", hint=hint)


def files_of_version(version: Version) -> KeptFiles:
    """The files of a version, which are read from nowhere else."""
    return KeptFiles(
        {
            (importer, written): Source(version.texts[name], name)
            for importer, imports in version.imports.items()
            for written, name in imports.items()
        }
    )


# ── The versions in a folder ──────────────────────────────────────────────────────────


class Library:
    """The functions that are kept in the folder of a class."""

    def __init__(self, folder: str | Path) -> None:
        self._folder = Path(folder) / _FOLDER
        self._known: dict[tuple[str, int], Version] = {}

    def names(self) -> list[str]:
        """The names of all functions, in order."""
        try:
            found = [entry.name for entry in self._folder.iterdir() if NAME.fullmatch(entry.name)]
        except OSError:
            return []
        return sorted(name for name in found if self.numbers(name))

    def numbers(self, name: str) -> list[int]:
        """The numbers of the versions of a function, the first one first."""
        return sorted(self._numbers(name))

    def _numbers(self, name: str) -> Iterator[int]:
        if NAME.fullmatch(name):
            with suppress(OSError):
                for entry in os.scandir(self._folder / name):
                    if found := _FILE.fullmatch(entry.name):
                        yield int(found[1])

    def version(self, name: str, number: int | None = None) -> Version:
        """A version of a function, or its last one. Raises NoSuchFunction and LoadError."""
        numbers = self.numbers(name)
        if not numbers:
            hint = did_you_mean(name, self.names(), "lamb functions list says what there is")
            raise NoSuchFunction(f"there is no function “{name:.64}”", hint=hint)
        wanted = numbers[-1] if number is None else number
        if wanted not in numbers:
            hint = f"it has {', '.join(map(str, numbers[-5:]))}"
            raise NoSuchFunction(f"“{name}” has no version {wanted}", hint=hint)
        if (name, wanted) not in self._known:
            self._known[name, wanted] = self._read(name, wanted)
        return self._known[name, wanted]

    def _read(self, name: str, number: int) -> Version:
        path = self._path(name, number)
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            reason = reason_of(error) if isinstance(error, OSError) else "it is not UTF-8 text"
            raise LoadError(f"“{path}” cannot be read: {reason}") from None
        version = version_in(text, str(path))
        if (version.function, version.number) != (name, number):
            raise LoadError(f"“{path}” is version {version.number} of “{version.function}”")
        return version

    def path(self, version: Version) -> Path:
        """The file that a version is kept in."""
        return self._path(version.function, version.number)

    def _path(self, name: str, number: int) -> Path:
        return self._folder / name / f"{number}.json"

    def add(self, version: Version) -> Version:
        """Keep a version under the next number; the last one, if that is like it. Raises LambError.

        It is there whole or not at all, also if several are added at a time: each has its own number.
        """
        numbers = self.numbers(version.function)
        if numbers and (last := self.version(version.function)).is_like(version):
            return last
        folder = self._folder / version.function
        try:
            folder.mkdir(parents=True, exist_ok=True)
            number = (numbers or [0])[-1] + 1
            while not self._kept(version.with_values(number=number)):
                number += 1
        except OSError as error:
            raise LambError(f"nothing can be kept in “{folder}”: {reason_of(error)}") from None
        return self.version(version.function, number)

    def _kept(self, version: Version) -> bool:
        """True if the version could be written; False if its number has been taken meanwhile."""
        path = self.path(version)
        new = path.with_name(f".{path.name}.{os.getpid()}.{get_ident()}")
        try:
            with new.open("w", encoding="utf-8") as file:
                file.write(version.written())
                file.flush()
                os.fsync(file.fileno())
            new.chmod(0o444)
            os.link(new, path)  # which, unlike renaming, replaces nothing
        except FileExistsError:
            return False
        finally:
            with suppress(OSError):
                new.unlink()
        return True


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
    session.files = files_of_version(version)
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
    for term, outcome in _tried(signature, session):
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


def unanswered(version: Version) -> str:
    """A note on the small values for which a program has no answer; empty if it has one for each."""
    signature = signature_in(version.source)
    if version.kind == "checker" or signature is None:
        return ""
    session, limits = loaded(version), version.budget.or_else(CHECKING)
    steps, nodes = (min(getattr(limits, one), getattr(CHECKING, one)) for one in ("steps", "nodes"))
    session.budget = Budget(steps, nodes, limits.seconds, limits.clock)
    tried = [*_tried(signature, session)]
    failed = [(term, session.budget.within(one.status)) for term, one in tried if not one.finished]
    if not failed:
        return ""
    term, limit = failed[0]
    found = len(tried) - len(failed)
    told = f"it was tried on {counted(len(tried), 'value')}, and has an answer for {found or 'none'}"
    return f"{pretty(term, limit=LONGEST_SHOWN)} has no answer {limit}; {told}"


def _tried(signature: Signature, session: Session) -> Iterator[tuple[Term, Outcome]]:
    """The handler, applied to some small values, and what comes of each."""
    for arguments in islice(product(*map(_samples, signature.takes)), MOST_TRIED):
        term = reduce(App, arguments, _HANDLER)
        yield term, session.normalize(term)


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
