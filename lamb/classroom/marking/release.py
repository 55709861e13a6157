"""Release: what students get of an assignment, and whether it is fit to be released.

They get what is given, and the text, conditions and open claims of each exercise; but no hidden claim, hint
or solution. Files that are imported are written out. Where a condition has the solution in it, they get its
code (`learning/form.py`).
"""

from __future__ import annotations

from collections.abc import Iterator

from lamb.classroom.marking.assignment import (
    AssignedExercise,
    Assignment,
    ClaimStatement,
    Remark,
    begin_of,
    end_of,
    head_in,
    marks_of,
    pieces,
    said_in,
)
from lamb.classroom.marking.handed import LONGEST
from lamb.classroom.marking.judge import judge_all
from lamb.course.exercises.submission import read_claims
from lamb.course.learning.answer import ClaimTerm
from lamb.course.learning.form import code_of
from lamb.errors import LambError, Place
from lamb.notation.layout import blank, comments
from lamb.notation.syntax import (
    Assertion,
    DataType,
    Definition,
    Derivation,
    Import,
    Query,
    Statement,
    TypeAssertion,
)

KEPT_BACK = frozenset({"hint", "hints", "hidden", "given"})
GAP = "-- define "
GO_ON = "  -- go on here: an operator and a term a line"


def released(assignment: Assignment) -> str:
    """What students get."""
    return "\n\n".join(filter(None, _parts(assignment))) + "\n"


def beginning(assignment: Assignment, exercise: AssignedExercise) -> str:
    """What students get of one exercise: they go on from there."""
    number = [one.name for one in assignment.exercises].index(exercise.name)
    return _parts(assignment)[1 + number] + "\n"


def flaws(assignment: Assignment) -> Iterator[LambError]:
    """What is wrong with an assignment: its own solution is not right, or nothing is to be done."""
    given = released(assignment)
    if (longest := max(len(assignment.source.text), len(given))) > LONGEST:
        told = f"this has {longest:,} characters with its imports, and {LONGEST:,} are the most to be marked"
        hint = "students hand in what they are given, too: make several assignments of it"
        yield LambError(told, Place(assignment.source, 0, 0), hint)
        return
    place = {exercise.name: exercise.place for exercise in assignment.exercises}
    for mark in judge_all(_all_open(assignment), [assignment.source]):
        if mark.outcome != "holds":
            told = f"the model solution of “{mark.exercise}” gets {mark.points:g} of {mark.out_of:g} points"
            yield LambError(told, place[mark.exercise], "\n        ".join(mark.feedback))
    for mark in judge_all(assignment, given):
        if mark.outcome == "holds":
            hint = "what is given is the answer already: ask for another name, or claim more"
            yield LambError(f"“{mark.exercise}” is right without an answer", place[mark.exercise], hint)


def _all_open(assignment: Assignment) -> Assignment:
    """The assignment with no claim hidden: its teacher may know which does not hold."""
    exercises = [
        one.with_values(claims=tuple(claim.with_values(hidden=False) for claim in one.claims))
        for one in assignment.exercises
    ]
    return assignment.with_values(exercises=tuple(exercises))


# ── Parts ─────────────────────────────────────────────────────────────────────────────


def _parts(assignment: Assignment) -> list[str]:
    """What students get, in parts: what stands above the exercises, and each exercise."""
    return _Release(assignment).parts()


class _Release:
    """An assignment as it is read, piece by piece."""

    def __init__(self, assignment: Assignment) -> None:
        self.assignment = assignment
        self.source = assignment.source
        self._parts: list[list[str]] = [[]]
        self._last = 0  # the line on which the last piece that was kept ends
        self._has_imported = False
        self._answers = False  # has an answer to the exercise been passed?

    def parts(self) -> list[str]:
        """The parts, each without blanks at its ends."""
        for piece in pieces(self.assignment.program):
            if isinstance(piece, Remark):
                self._remark(piece)
            else:
                self._keep(self._statement(piece), begin_of(piece, self.source), end_of(piece))
                self._answers = self._answers or self._exercise is not None
        return ["\n".join(part).strip("\n") for part in self._parts]

    def _keep(self, text: str, begin: int, end: int) -> None:
        """Add a piece; a blank line in front of it, unless it stands right below the one before."""
        if text:
            part, is_gap = self._parts[-1], text.startswith(GAP)
            after_gap = bool(part) and part[-1].startswith(GAP)
            if after_gap != is_gap or self.source.position(begin)[0] > self._last + 1:
                part.append("")
            part.append(text)
            self._last = self.source.position(max(begin, end - 1))[0]

    @property
    def _exercise(self) -> AssignedExercise | None:
        """The exercise that is being read."""
        number = len(self._parts) - 2
        return self.assignment.exercises[number] if number >= 0 else None

    def _remark(self, remark: Remark) -> None:
        """Keep the lines of comments that are for students."""
        for line, place in remark.lines:
            if head_in(line):
                self._parts.append([])
                self._answers = False
            if self._is_for_students(remark, line, place):
                self._keep(f"-- {self._coded(line, place)}".rstrip(), place.start, place.end)

    def _is_for_students(self, remark: Remark, line: str, place: Place) -> bool:
        exercise = self._exercise
        said = said_in(line, place)
        if line.strip() in KEPT_BACK or (said and said[0] in KEPT_BACK):
            return False
        if remark.begins_exercise or (
            said and exercise and not (said[0] == "points" and isinstance(remark.below, ClaimStatement))
        ):
            return True
        below = remark.below
        if exercise is None or below is None:
            return not self._answers and not (below and self._is_kept_back(below))
        if isinstance(below, Definition) and below.name in exercise.names:
            return not self._answers  # what is to be defined is said above it
        return not self._is_kept_back(below)

    def _coded(self, line: str, place: Place) -> str:
        """A line; a condition with the solution in it has the code of that."""
        said = said_in(line, place)
        if said is None or said[0] != "asks":
            return line
        (claim,) = read_claims((said[1],))
        if claim.rule != "is the term TERM":
            return line
        (term,) = claim.holes
        assert isinstance(term, ClaimTerm)
        return f"asks: is the term #{code_of(term.term)}"

    # ── statements ──

    def _is_kept_back(self, statement: Statement) -> bool:
        """True if students do not get a statement, or only the beginning of it."""
        marks = marks_of(statement, self.assignment.program)
        match statement:
            case Definition(name=name):
                return name not in self.assignment.given
            case Assertion() | TypeAssertion() | DataType():
                return "hidden" in marks
            case Derivation() | Query():
                return self._exercise is not None
            case Import(library=library):
                return not library
        return False

    def _statement(self, statement: Statement) -> str:
        """What students get of a statement."""
        begin, end = begin_of(statement, self.source), end_of(statement)
        exercise = self._exercise
        if not self._is_kept_back(statement):
            return self.source.text[begin:end] + self._behind(end)
        match statement:
            case Definition(name=name) if exercise and name in exercise.names:
                return f"{GAP}“{name}” here"
            case Derivation(first=first):
                text = blank(self.source.text, comments(self.source))[begin : first.end]
                return "\n".join([*(line.rstrip() for line in text.splitlines()), GO_ON])
            case Import():
                return self._imported()
        return ""

    def _imported(self) -> str:
        """All definitions that are imported, at the first import."""
        if self._has_imported:
            return ""
        self._has_imported = True
        entries = [one for one in self.assignment.entries.values() if one.place.source is not self.source]
        return "\n".join(
            entry.place.source.text[begin_of(entry.definition, entry.place.source) : entry.place.end]
            for entry in entries
        )

    def _behind(self, end: int) -> str:
        """The comment behind a statement, on its last line."""
        text = self.source.text
        stop = text.find("\n", end)
        return text[end : stop if stop >= 0 else len(text)].rstrip()
