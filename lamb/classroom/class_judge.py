"""The judge of a class: the marks of attempts, by the assignments in the folder of the class."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache, partial
from hashlib import sha256
from pathlib import Path

from lamb.classroom.events import Attempt, Mark, mark_of, mark_text
from lamb.classroom.marking.assignment import AssignedExercise, Assignment, read_assignment
from lamb.classroom.marking.judge import judge
from lamb.errors import LambError, Source
from lamb.files import KeptFiles, RecordedFiles
from lamb.records import Record
from lamb.version import __version__
from lamb.workers import Lost, Work, work_through

FIRST = "assignment.lc"
"""The assignment that is listed first; others follow by name."""
MANY = 20  # attempts, for which processes are started


class ClassJudge(Record):
    """Judges attempts by assignments, of which it has the paths and the *texts*; of what they import, it has
    who imports it and how, its name, and its text. It is sent to other processes.

    With the same *fingerprint*, equal answers always get equal marks.
    """

    texts: tuple[tuple[str, str], ...]
    imports: tuple[tuple[str, str, str, str], ...] = ()

    @property
    def fingerprint(self) -> str:
        return _fingerprint(self)

    @property
    def assignments(self) -> Sequence[Assignment]:
        """The assignments, read once in each process. Raises LambError where one is not in order."""
        return _assignments(self)

    def __call__(self, attempt: Attempt) -> Mark:
        """The mark of an attempt: no points out of none if its exercise is no longer there."""
        for assignment, exercise in self._asked(attempt):
            return judge(assignment, exercise.name, attempt.text)
        told = f"“{attempt.assignment}” does not ask for “{attempt.exercise}” any longer"
        return Mark(attempt.exercise, "undecided", 0, 0, feedback=(told,))

    def marks(self, attempts: Sequence[Attempt]) -> list[Mark]:
        """The marks of attempts, by all processors if there are many."""
        if len(attempts) < MANY:
            return [self(attempt) for attempt in attempts]
        answers = dict(work_through(partial(_work, self), [*map(question_of, attempts)]))
        return [self._told(attempt, answers[number]) for number, attempt in enumerate(attempts)]

    def answer(self, question: bytes) -> bytes:
        """The mark of an attempt, as other processes are asked for it and tell it."""
        assignment, exercise, text = json.loads(question)
        return mark_text(self(Attempt("", "", assignment, exercise, text, 0.0))).encode()

    def _told(self, attempt: Attempt, answer: bytes | Lost) -> Mark:
        if isinstance(answer, bytes):
            return mark_of(answer.decode())
        points = sum(exercise.points for _, exercise in self._asked(attempt))
        told = f"this could not be marked: {answer.value}"
        return Mark(attempt.exercise, "undecided", 0, points, feedback=(told,))

    def _asked(self, attempt: Attempt) -> list[tuple[Assignment, AssignedExercise]]:
        """The exercise that an attempt is at, if there is one."""
        assignments = [one for one in self.assignments if one.name == attempt.assignment]
        return [(one, each) for one in assignments for each in one.exercises if each.name == attempt.exercise]


def question_of(attempt: Attempt) -> bytes:
    """What other processes are asked of an attempt."""
    return json.dumps([attempt.assignment, attempt.exercise, attempt.text]).encode()


def _work(judge: ClassJudge) -> Work:
    return judge.answer


def judge_of(folder: Path) -> ClassJudge:
    """The judge of the class in a folder: each file of its that ends in .lc is an assignment.

    Raises LambError where there is none, or one is not in order.
    """
    paths = sorted(folder.glob("*.lc"), key=lambda path: (path.name != FIRST, path.name))
    if not folder.is_dir():
        raise LambError(f"there is no folder “{folder}”", hint=f"`lamb class new {folder}` makes one")
    if not paths:
        hint = "write one, or begin with `lamb class new`"
        raise LambError(f"there is no assignment in the folder “{folder}”", hint=hint)
    files = RecordedFiles((folder,))
    texts = tuple((str(path), files.open(path, within=folder).text) for path in paths)
    for path, text in texts:
        read_assignment(Source(text, path), files=files)
    read = files.imports.items()
    imports = tuple((importer, words, found.name, found.text) for (importer, words), found in read)
    return ClassJudge(texts, imports)


@lru_cache(maxsize=4)
def _fingerprint(judge: ClassJudge) -> str:
    asked = [f"{Path(path).name}\0{text}" for path, text in judge.texts]
    imported = [f"{words}\0{text}" for _, words, _, text in judge.imports]
    told = "\0".join([__version__, *asked, *imported])
    return sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:32]


@lru_cache(maxsize=4)
def _assignments(judge: ClassJudge) -> tuple[Assignment, ...]:
    kept = {(importer, words): Source(text, name) for importer, words, name, text in judge.imports}
    return tuple(read_assignment(Source(text, path), files=KeptFiles(kept)) for path, text in judge.texts)
