"""Grading: the marks of all submissions, in all processors, each submission by itself.

What has been judged is kept by its content, so that a run that was broken off goes on where it was, and equal
submissions are judged once. The same submissions make the same marks, in whatever order they are judged.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from lamb.calculus.budget import Exhausted
from lamb.classroom.events import Mark, mark_of, mark_text
from lamb.classroom.marking.assignment import Assignment, read_assignment
from lamb.classroom.marking.handed import READING
from lamb.classroom.marking.judge import judge_all
from lamb.classroom.marking.submissions import Submitted
from lamb.classroom.reports.likeness import fingerprints
from lamb.classroom.reports.sheet import Fingerprint, Sheet
from lamb.errors import Source
from lamb.version import __version__
from lamb.workers import Limits, Lost, Work, work_through

LIMITS = Limits(seconds=120, memory=3_000_000_000)
"""For one submission, beyond the budgets of its claims."""

Told = Callable[[int, int], None]
"""Is told how many of all submissions have been judged."""


class Judgment(NamedTuple):
    """The marks of a submission, and the fingerprints of its answers, by exercise."""

    marks: tuple[Mark, ...]
    prints: Mapping[str, Fingerprint]


def grade(
    assignment: Assignment,
    submitted: Sequence[Submitted],
    *,
    processes: int | None = None,
    kept: Path | None = None,
    told: Told = lambda done, of: None,
) -> Sheet:
    """The marks of all students. What is judged is kept in a file, if one is named.

    Raises OSError if that cannot be read or written.
    """
    items = [item_of(one.texts) for one in submitted]
    keys = _keys(assignment, items)
    known = _known(kept)
    todo = {key: item for key, item in zip(keys, items, strict=True) if key not in known}
    done = len(items) - len(todo)
    told(done, len(items))
    lost: dict[str, Judgment] = {}
    with _Keeping(kept) as keeping:
        for key, answer in _answers(assignment, todo, processes):
            if isinstance(answer, Lost):
                lost[key] = _lost(assignment, answer)
            else:
                known[key] = answer.decode()
                keeping.keep(key, known[key])
            done += 1
            told(done, len(items))
    judged = {key: lost.get(key) or _judgment(known[key]) for key in keys}
    sheet = _sheet(assignment, {one.student: judged[key] for one, key in zip(submitted, keys, strict=True)})
    return sheet.with_values(problems={one.student: one.problems for one in submitted if one.problems})


def _answers(
    assignment: Assignment, todo: Mapping[str, bytes], processes: int | None
) -> Iterator[tuple[str, bytes | Lost]]:
    """The judgments of submissions, with their keys, as they are ready."""
    source = assignment.source
    prepare = partial(prepare_judge, source.text, source.name, Path(source.name).parent)
    keys = [*todo]
    for number, answer in work_through(prepare, [*todo.values()], processes=processes, limits=LIMITS):
        yield keys[number], answer


def _sheet(assignment: Assignment, judged: Mapping[str, Judgment]) -> Sheet:
    """The sheet of a class."""
    model = _prints(assignment, [assignment.source])
    return Sheet(
        assignment.name,
        {one.name: one.title or one.name for one in assignment.exercises},
        {student: found.marks for student, found in judged.items()},
        {student: found.prints for student, found in judged.items()},
        model,
    )


def _lost(assignment: Assignment, why: Lost) -> Judgment:
    """What is said where there is no judgment."""
    told = (f"this could not be marked: {why.value}",)
    marks = (
        Mark(one.name, "undecided", 0.0, one.points, ("lost",), "", told) for one in assignment.exercises
    )
    return Judgment(tuple(marks), {})


# ── One submission ────────────────────────────────────────────────────────────────────


def item_of(texts: Iterable[Source]) -> bytes:
    """A submission as a process is given it."""
    return json.dumps([[text.name, text.text] for text in texts]).encode()


def prepare_judge(text: str, name: str, root: Path | None) -> Work:
    """What judges submissions to the assignment in a text."""
    return partial(judge_item, read_assignment(Source(text, name), root))


def judge_item(assignment: Assignment, item: bytes) -> bytes:
    """The judgment of a submission, in JSON."""
    texts = [Source(text, name) for name, text in json.loads(item)]
    marks = [mark_text(mark) for mark in judge_all(assignment, texts)]
    prints = {name: _values(one) for name, one in _prints(assignment, texts).items()}
    return json.dumps({"marks": marks, "prints": prints}, ensure_ascii=False).encode(errors="replace")


def _values(fingerprint: Fingerprint) -> list[Any]:
    return [fingerprint.code, fingerprint.size, fingerprint.steps]


def _judgment(text: str) -> Judgment:
    """The judgment that stands in JSON. Raises ValueError, KeyError and TypeError if it is none."""
    found = json.loads(text)
    prints = {name: Fingerprint(*values) for name, values in found["prints"].items()}
    return Judgment(tuple(map(mark_of, found["marks"])), prints)


def _prints(assignment: Assignment, texts: Iterable[Source]) -> dict[str, Fingerprint]:
    """The fingerprints of answers, by exercise; none where it takes too long to find them."""
    found: dict[str, Fingerprint] = {}
    with suppress(Exhausted), READING.meter():
        for text in texts:
            found |= fingerprints(text.text)
    prints: dict[str, Fingerprint] = {}
    for exercise in assignment.exercises:
        if parts := [found[name] for name in exercise.names if name in found]:
            code = "/".join(part.code for part in parts)
            size, steps = sum(part.size for part in parts), sum(part.steps for part in parts)
            prints[exercise.name] = Fingerprint(code, size, steps)
    return prints


# ── What is kept ──────────────────────────────────────────────────────────────────────


def _keys(assignment: Assignment, items: Iterable[bytes]) -> list[str]:
    """The keys of submissions to an assignment: the same for the same content, and for no other."""
    imported = {entry.place.source.text for entry in assignment.entries.values()}
    whole = sha256(json.dumps([__version__, assignment.source.text, sorted(imported)]).encode()).digest()
    return [sha256(whole + item).hexdigest() for item in items]


def _known(path: Path | None) -> dict[str, str]:
    """The judgments that are kept in a file, by their keys; a line that is torn is left out."""
    known: dict[str, str] = {}
    with suppress(FileNotFoundError):
        for line in path.read_bytes().splitlines() if path else ():
            with suppress(ValueError, KeyError, TypeError):
                key, _, text = line.decode().partition(" ")
                _judgment(text)
                known[key] = text
    return known


class _Keeping:
    """A file to which judgments are added; none without a path."""

    def __init__(self, path: Path | None) -> None:
        self._file = path.open("ab") if path else None
        if self._file:
            self._file.write(b"\n")  # behind a line that is torn

    def __enter__(self) -> _Keeping:
        return self

    def keep(self, key: str, text: str) -> None:
        """Add a judgment."""
        if self._file:
            self._file.write(f"{key} {text}\n".encode())
            self._file.flush()

    def __exit__(self, *_: object) -> None:
        if self._file:
            self._file.close()
