"""The judge of a class: the marks of attempts, by the assignments in the folder of the class."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from lamb.classroom.events import Attempt, Mark
from lamb.classroom.marking.assignment import Assignment, read_assignment
from lamb.classroom.marking.judge import judge
from lamb.errors import LambError, Source
from lamb.files import Files
from lamb.records import Record
from lamb.version import __version__

FIRST = "assignment.lc"
"""The assignment that is listed first; others follow by name."""


class ClassJudge(Record):
    """Judges attempts by assignments, of which it has the paths and the texts: it is sent to other processes.

    With the same *fingerprint*, equal answers always get equal marks.
    """

    texts: tuple[tuple[str, str], ...]

    @property
    def fingerprint(self) -> str:
        return _fingerprint(self.texts)

    @property
    def assignments(self) -> Sequence[Assignment]:
        """The assignments, read once in each process. Raises LambError where one is not in order."""
        return _assignments(self.texts)

    def __call__(self, attempt: Attempt) -> Mark:
        """The mark of an attempt: no points out of none if its exercise is no longer there."""
        for assignment in self.assignments:
            names = [one.name for one in assignment.exercises if assignment.name == attempt.assignment]
            if attempt.exercise in names:
                return judge(assignment, attempt.exercise, attempt.text)
        told = f"“{attempt.assignment}” does not ask for “{attempt.exercise}” any longer"
        return Mark(attempt.exercise, "undecided", 0, 0, feedback=(told,))


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
    files = Files((folder,))
    found = ClassJudge(tuple((str(path), files.open(path, within=folder).text) for path in paths))
    _assignments(found.texts)  # which raises
    return found


@lru_cache(maxsize=4)
def _fingerprint(texts: tuple[tuple[str, str], ...]) -> str:
    told = "\0".join([__version__, *(f"{Path(path).name}\0{text}" for path, text in texts)])
    return sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:32]


@lru_cache(maxsize=4)
def _assignments(texts: tuple[tuple[str, str], ...]) -> tuple[Assignment, ...]:
    return tuple(read_assignment(Source(text, path), Path(path).parent) for path, text in texts)
