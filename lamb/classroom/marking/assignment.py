"""Assignments: what a teacher gives, asks, and keeps back, in one program.

    -- Week 1                            what students read first
    both p q = p q p                     -- given: all definitions above the first exercise

    -- exercise nand: Not both           what is asked for, and a title
    -- Define `nand`.                    what students read
    -- points: 2                         shared by the claims, where none has points of its own
    -- asks: may not use and             a line of lamb/course/lessons/README.md, that has to be met
    -- hint: what does `both` give?
    nand p q = not (both p q)            -- the model solution
    assert nand true false == true
    assert forall p q : bool. nand p q == not (and p q)    -- hidden

    -- exercise kix: A reduction
    -- Reduce the term, one step a line.
    -- operators: =b>                    and no others
    -- steps: 2                          and no more
    -- points: 3
    eval kix :
      (λx y. x) (λx. x) z
      =b> (λy x. x) z
      =b> λx. x

`lamb check` takes it as it is: `points` and `hidden` stand above a claim, or behind it. `marking: whole`
gives all points or none, `hints: 0` to `3` how much is said of wrong steps. A definition with `given` above
it is given in an exercise, too; one with `hidden` above it is not, even among those that are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from lamb.analysis.types import Type
from lamb.calculus.numerals import is_numeral
from lamb.calculus.substitution import free_names
from lamb.course.exercises.submission import Demands, read_claims
from lamb.course.learning.claims import Claim
from lamb.course.points import EXERCISE, points as points_of
from lamb.course.verdicts import HINTS, USUAL_HINT
from lamb.definitions import Definitions, Entry
from lamb.errors import LambError, ParseError, Place, Source, did_you_mean
from lamb.files import Files
from lamb.notation.datatypes import definitions_of
from lamb.notation.layout import comment_lines, comments
from lamb.notation.parser import Program, parse
from lamb.notation.printer import write
from lamb.notation.spelling import set_apart
from lamb.notation.syntax import Assertion, DataType, Definition, Derivation, Statement, TypeAssertion
from lamb.prelude import prelude
from lamb.records import Record, value
from lamb.session import Session

_WORDS = ("points", "asks", "hint", "hints", "operators", "steps", "marking")
_SAID = re.compile(r"(?P<word>\w+)\s*:\s*(?P<rest>.*)")
_MARKS = frozenset({"hidden", "given"})
ClaimStatement = Assertion | TypeAssertion | Derivation
_NUMBER = re.compile(r"\d{1,6}(?:\.\d{1,4})?")


class AskedClaim(Record):
    """A claim of the teacher's, with the points that it has of its own; a *hidden* one is not released."""

    statement: Assertion | TypeAssertion | Derivation
    place: Place
    points: float | None
    hidden: bool


class AssignedExercise(Record):
    """An exercise: *names* to be defined or derived, the first of which it is called by.

    *text* is what students read, *hint* what they may be told, *asks* are conditions: where one is not met,
    there are no points. *hints* says how much is told of a wrong step. With *whole*, there are all points or
    none. *free* are the names that an answer may use without a definition.
    """

    name: str
    names: tuple[str, ...]
    place: Place
    title: str
    text: str
    points: float
    hint: str
    asks: tuple[Claim, ...]
    claims: tuple[AskedClaim, ...]
    operators: tuple[str, ...] | None = None
    most_steps: int | None = None
    whole: bool = False
    hints: int = USUAL_HINT
    free: frozenset[str] = frozenset()

    @property
    def worth(self) -> list[float]:
        """The points of each claim; or, where there are none, of each condition."""
        if any(claim.points is not None for claim in self.claims):
            return [claim.points or 0.0 for claim in self.claims]
        parts = len(self.claims) or len(self.asks)
        return [self.points / parts] * parts

    def model(self, name: str) -> Derivation | None:
        """The model solution of a derivation; None if the name is to be defined."""
        found = (claim.statement for claim in self.claims if isinstance(claim.statement, Derivation))
        return next((derivation for derivation in found if derivation.name == name), None)

    def demands(self, model: Derivation) -> Demands:
        """What a derivation has to be, to be one like the model."""
        last = model.steps[-1].term if model.steps else model.first
        ends = None if model.normalizes else write(last)
        secret = self.hints < max(HINTS)  # students are not told the solution
        first = write(model.first)
        return Demands(first, self.operators, self.most_steps, ends, hint=self.hints, secret_end=secret)


class Assignment(Record):
    """A teacher's file: its *exercises*, and what all of them share.

    *entries* are all definitions of it, *given* the names of those that students have; *kept* are those of
    hidden definitions. Derivations see the prelude where it *imports* that.
    """

    name: str
    source: Source
    program: Program = value(hidden=True)
    exercises: tuple[AssignedExercise, ...]
    entries: Mapping[str, Entry] = value(hidden=True)
    given: frozenset[str]
    types: Mapping[str, Type] = value(hidden=True)
    imports_library: bool = False

    @property
    def points(self) -> float:
        """The points of all exercises."""
        return sum(exercise.points for exercise in self.exercises)

    def exercise(self, name: str) -> AssignedExercise:
        """The exercise of a name. Raises LambError if there is none."""
        for exercise in self.exercises:
            if exercise.name == name:
                return exercise
        known = [exercise.name for exercise in self.exercises]
        raise LambError(
            f"there is no exercise “{name}” in “{self.name}”",
            hint=did_you_mean(name, known, f"there are {', '.join(known)}"),
        )

    @cached_property
    def public(self) -> Definitions:
        """What students have: the prelude, and what is given."""
        return Definitions(
            prelude(), {name: self.entries[name] for name in self.entries if name in self.given}
        )

    @cached_property
    def world(self) -> Definitions:
        """What the derivations of students see: what is given, and the prelude if it is imported."""
        library = prelude() if self.imports_library else {}
        return Definitions(library, {name: self.entries[name] for name in self.entries if name in self.given})

    @cached_property
    def libraries(self) -> Mapping[str, Definitions]:
        """For each exercise, what its claims see besides the answer."""
        return {
            exercise.name: Definitions(
                prelude(),
                {name: entry for name, entry in self.entries.items() if name not in exercise.names},
            )
            for exercise in self.exercises
        }


# ── Reading ───────────────────────────────────────────────────────────────────────────


def read_assignment(source: Source, root: Path | None = None, *, files: Files | None = None) -> Assignment:
    """The assignment in a text, which may import files from *root*, or from *files*. Its name is that of the
    file.

    Raises LambError, with a place, where something is not in order.
    """
    session = Session(roots=() if root is None else (root,), evaluates=False)
    session.files = files or session.files
    for result in session.run_program(source):
        if isinstance(result, LambError):
            raise result
    program = parse(source)
    for statement in program.statements if program.letters else ():
        if not isinstance(statement, Definition):
            set_apart(statement, source.text, session.definitions)
    sections = _sections(program)
    if not sections.exercises:
        hint = "an exercise begins with a comment: -- exercise NAME: TITLE"
        raise LambError("there is no exercise in this assignment", Place(source, 0, 0), hint)
    entries = session.definitions.entries
    asked = [_exercise(section, program, entries) for section in sections.exercises]
    given = frozenset(entries) - sections.kept
    _verify_names(asked, given)
    return Assignment(
        Path(source.name).stem,
        source,
        program,
        tuple(asked),
        entries,
        given,
        session.assumptions,
        session.imports_library,
    )


def _verify_names(asked: Iterable[AssignedExercise], given: Collection[str]) -> None:
    """Raise LambError where a name is asked for that is given, or asked for already."""
    taken = set[str]()
    for exercise in asked:
        for name in exercise.names:
            if name in taken:
                raise LambError(f"“{name}” is asked for twice", exercise.place, "give one another name")
            if name in given:
                raise LambError(f"“{name}” is given, and asked for", exercise.place, "it is one or the other")
            taken.add(name)


class Section(NamedTuple):
    """An exercise as it is read: where it begins, what its comments say, and its statements."""

    place: Place
    names: tuple[str, ...]
    title: str
    text: list[str]
    said: list[tuple[str, str, Place]]
    statements: list[Statement]


class Sections(NamedTuple):
    """The exercises of a program, and the names of the definitions that students do not get."""

    exercises: list[Section]
    kept: frozenset[str]


def _sections(program: Program) -> Sections:
    """The exercises of a program. Raises LambError for a comment that is nearly one of ours."""
    exercises: list[Section] = []
    kept: set[str] = set()
    for piece in pieces(program):
        if isinstance(piece, Remark):
            _read(piece, exercises)
            continue
        marks = marks_of(piece, program)
        if isinstance(piece, Definition) and ("hidden" in marks or (exercises and "given" not in marks)):
            kept.add(piece.name)
        elif isinstance(piece, DataType) and "hidden" in marks:
            kept |= {made.name for made in definitions_of(piece)}
        if exercises:
            exercises[-1].statements.append(piece)
    return Sections(exercises, frozenset(kept))


def _read(remark: Remark, exercises: list[Section]) -> None:
    """Read the lines of comments that stand on lines of their own."""
    of_claim = isinstance(remark.below, ClaimStatement)
    for line, place in remark.lines:
        if head := head_in(line):
            names = tuple(re.split(r"\s*,\s*", head["names"]))
            exercises.append(Section(place, names, head["title"] or "", [], [], []))
        elif of_claim and line.strip().startswith("points"):
            continue  # they are those of the claim below
        elif (said := said_in(line, place)) and exercises:
            exercises[-1].said.append((*said, place))
        elif exercises and is_text(remark, exercises[-1]) and line.strip() not in _MARKS:
            exercises[-1].text.append(line)


def is_text(remark: Remark, section: Section) -> bool:
    """True if comments are for students to read: those of an exercise do not explain its solution."""
    explains = isinstance(remark.below, Definition) and remark.below.name not in section.names
    return not section.statements and (remark.begins_exercise or not explains)


def head_in(line: str) -> re.Match[str] | None:
    """The names and the title in the line that begins an exercise; None for others."""
    return EXERCISE.fullmatch(line.strip())


def said_in(line: str, place: Place) -> tuple[str, str] | None:
    """The word and the rest of a line like `points: 2`; None for others. Raises LambError for `piont: 2`."""
    said = _SAID.fullmatch(line.strip())
    if said is None or said["word"] in _WORDS:
        return None if said is None else (said["word"], said["rest"])
    nearly = did_you_mean(said["word"], _WORDS, "", cutoff=0.7)
    if nearly and said["word"].islower():
        raise LambError(f"an exercise has no line “{said['word']}:”", place, nearly)
    return None


# ── Pieces ────────────────────────────────────────────────────────────────────────────


class Remark(NamedTuple):
    """Comments on lines of their own, without a gap, line by line; and the statement right *below* them."""

    lines: list[tuple[str, Place]]
    below: Statement | None

    @property
    def begins_exercise(self) -> bool:
        """True if an exercise begins in it."""
        return any(head_in(line) for line, _ in self.lines)


def begin_of(statement: Statement, source: Source) -> int:
    """The offset at which a statement begins, with the word in front of it."""
    match statement:
        case Assertion() | TypeAssertion():
            return max(0, source.text.rfind("assert", 0, statement.start))
        case Derivation():
            return max(0, source.text.rfind(statement.kind, 0, statement.start))
    return source.text.rfind("\n", 0, statement.start) + 1


def end_of(statement: Statement) -> int:
    """The offset at which a statement ends."""
    if isinstance(statement, Derivation):
        return (statement.steps[-1].term if statement.steps else statement.first).end
    return statement.end


def pieces(program: Program) -> list[Remark | Statement]:
    """The statements of a program, and the comments between them, as they stand."""
    source = program.source
    spans = [(begin_of(statement, source), end_of(statement)) for statement in program.statements]
    statements = {begin: one for (begin, _), one in zip(spans, program.statements, strict=True)}
    on_line = {source.position(begin)[0]: one for begin, one in statements.items()}
    found: dict[int, Remark | Statement] = {**statements}
    blocks: dict[int, Remark] = {}  # by the lines below them
    for start, end in comments(source):
        line, column = source.position(start)
        within = any(begin < start < stop for begin, stop in spans)
        if within or source.line(line)[: column - 1].strip():
            continue
        after = source.position(max(start, end - 1))[0] + 1
        place = Place(source, start, end)
        lines = [(text, place) for text in comment_lines(place.text)]
        before = blocks.pop(line, None)
        block = Remark([*before.lines, *lines] if before else lines, on_line.get(after))
        blocks[after] = block
        found[block.lines[0][1].start if block.lines else start] = block
    return [found[begin] for begin in sorted(found)]


def marks_of(statement: Statement, program: Program) -> set[str]:
    """`hidden` and `given`, as far as a comment above a statement or behind it says so."""
    source = program.source
    above = program.documentation.get(source.position(begin_of(statement, source))[0], "")
    behind = source.line(source.position(max(0, end_of(statement) - 1))[0])
    said = [*re.split(r"\n|[,;]", above), *re.split(r"--|#|[,;]", behind)[1:]]
    return {one.strip() for one in said} & _MARKS


# ── One exercise ──────────────────────────────────────────────────────────────────────


def _exercise(section: Section, program: Program, entries: Mapping[str, Entry]) -> AssignedExercise:
    """The exercise that a section says. Raises LambError."""
    claims = tuple(_claim(one, program) for one in section.statements if isinstance(one, ClaimStatement))
    settings = _settings(section)
    asked = [_asked(rest, place) for word, rest, place in section.said if word == "asks"]
    hint = "\n".join(rest for word, rest, _ in section.said if word == "hint")
    exercise = AssignedExercise(
        section.names[0],
        section.names,
        section.place,
        section.title,
        "\n".join(section.text).strip("\n"),
        _points(claims, settings.pop("points", None), section.place),
        hint,
        tuple(chain(*asked)),
        claims,
        free=_free(section, entries),
        **settings,
    )
    _verify(exercise, section, entries)
    return exercise


def _claim(statement: Assertion | TypeAssertion | Derivation, program: Program) -> AskedClaim:
    keyword = statement.kind if isinstance(statement, Derivation) else "assert"
    place = Place(program.source, statement.start, statement.end)
    worth = points_of(program, place, keyword)
    whole = Place(program.source, begin_of(statement, program.source), end_of(statement))
    return AskedClaim(statement, whole, worth, "hidden" in marks_of(statement, program))


def _points(claims: Iterable[AskedClaim], said: float | None, place: Place) -> float:
    """The points of an exercise: what its claims have, or what it says itself."""
    own = [claim.points for claim in claims if claim.points is not None]
    if own and said is not None and sum(own) != said:
        message = f"its claims have {sum(own):g} points, and the exercise says {said:g}"
        raise LambError(message, place, "give points to the claims, or to the exercise, but not both")
    points = sum(own) if own else said
    if not points:
        raise LambError("this exercise has no points", place, "write a line -- points: 2")
    return points


def _free(section: Section, entries: Mapping[str, Entry]) -> frozenset[str]:
    """The names without a definition in the model solution: an answer may have them, too."""
    used, todo = set[str](), [name for name in section.names if name in entries]
    for name in todo:
        names = free_names(Definitions(prelude(), entries)[name])
        todo += sorted(names & entries.keys() - {*todo})
        used |= names
    return frozenset(name for name in used - entries.keys() - prelude().keys() if not is_numeral(name))


def _verify(exercise: AssignedExercise, section: Section, entries: Mapping[str, Entry]) -> None:
    """Raise LambError where an exercise asks for nothing, or for something without a solution."""
    defined = {one.name for one in section.statements if isinstance(one, Definition | Derivation)}
    for name in exercise.names:
        if name not in defined:
            hint = f"write it below: {name} = …, or eval {name} : …; students do not get it"
            raise LambError(f"there is no model solution of “{name}” in its exercise", exercise.place, hint)
    for claim in exercise.claims:
        derivation = claim.statement
        if isinstance(derivation, Derivation):
            if derivation.name not in exercise.names:
                hint = f"write -- exercise {derivation.name}, or add the name behind a comma"
                raise LambError(f"no exercise asks for “{derivation.name}”", claim.place, hint)
            exercise.demands(derivation)
    if not (exercise.claims or exercise.asks):
        hint = "write a claim: assert …; or a condition: -- asks: is closed"
        raise LambError(f"nothing is checked in the exercise “{exercise.name}”", exercise.place, hint)


def _asked(rest: str, place: Place) -> tuple[Claim, ...]:
    try:
        return read_claims((rest,))
    except ParseError as error:
        raise LambError(f"“{rest}” is no condition: {error.message}", place, error.hint) from None
    except LambError as error:
        raise LambError(f"“{rest}”: {error.message}", place, error.hint) from None


def _number(rest: str) -> float | None:
    return float(rest) if _NUMBER.fullmatch(rest) else None


_SETTINGS: Mapping[str, tuple[str, Callable[[str], object], str]] = {
    "points": ("points", _number, "write a number: -- points: 2, or 1.5"),
    "operators": ("operators", lambda rest: tuple(rest.replace(",", " ").split()), ""),
    "steps": ("most_steps", lambda rest: int(rest) if rest.isdecimal() else None, "write -- steps: 4"),
    "marking": ("whole", {"parts": False, "whole": True}.get, "there are parts and whole"),
    "hints": ("hints", {str(hint): hint for hint in HINTS}.get, "write a number from 0 to 3"),
}
"""The lines that are said once in an exercise: what they set, how they are read, and how to write them."""


def _settings(section: Section) -> dict[str, Any]:
    """What the lines of an exercise set. Raises LambError where one cannot be read, or says it again."""
    found: dict[str, Any] = {}
    for word, rest, place in section.said:
        if word not in _SETTINGS:
            continue
        sets, read, advice = _SETTINGS[word]
        setting = read(rest.strip())
        if setting is None:
            raise LambError(f"“{word}: {rest}” is not understood", place, advice)
        if sets in found:
            raise LambError(f"“{word}” is said twice in an exercise", place, "remove one of the two")
        found[sets] = setting
    return found
