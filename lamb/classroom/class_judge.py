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
from lamb.files import KeptFiles, RecordedFiles
from lamb.records import Record
from lamb.version import __version__

FIRST = "assignment.lc"
"""The assignment that is listed first; others follow by name."""


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
