"""Attempts, judged at once: by processes, each of which can be ended. Equal answers are judged once.

What takes too long has its process ended, and a mark that says so; so has what ends its process.
"""

from __future__ import annotations

import asyncio
import json
from collections import OrderedDict
from time import process_time

from lamb.classroom.class_judge import ClassJudge
from lamb.classroom.events import Attempt
from lamb.classroom.log.kept_marks import answer_of
from lamb.classroom.marks import Mark, mark_of, mark_text
from lamb.processes import Pool, Question, Unanswered

SECONDS = 60.0  # after which a process is ended, whatever it does; budgets end an evaluation long before
MEMORY = 2_000_000_000  # bytes that a process may have
BESIDE = 4  # times as many processes as there are at once, for those that take long
MOST_MARKS = 20_000  # that are remembered
LATE = "this took too long or too much memory, and was stopped"


def judged(question: str) -> str:
    """The mark of an attempt and the seconds that it took, as JSON: what a process does."""
    texts, (assignment, exercise, text) = json.loads(question)
    judge, attempt = ClassJudge(tuple(map(tuple, texts))), Attempt("", "", assignment, exercise, text, 0.0)
    begun = process_time()
    mark = judge(attempt)
    return json.dumps([mark_text(mark), process_time() - begun])


class Judges:
    """Processes that judge attempts as *judge* does, so many at once. They are a judge themselves."""

    def __init__(
        self, judge: ClassJudge, at_once: int, answer: str = "lamb.classroom.service.judges:judged"
    ) -> None:
        self.fingerprint = judge.fingerprint
        self._texts = judge.texts
        self._points = {
            (one.name, each.name): each.points for one in judge.assignments for each in one.exercises
        }
        self._pool = Pool(answer, at_most=BESIDE * at_once, at_once=at_once, memory=MEMORY)
        self._marks: OrderedDict[bytes, asyncio.Task[tuple[Mark, float]]] = OrderedDict()

    async def mark(self, attempt: Attempt) -> tuple[Mark, float]:
        """The mark of an attempt, and the seconds that it took: none for an answer that is known.

        Equal answers that come while one of them is judged wait for the same mark.
        """
        answer = answer_of(attempt)
        task, known = self._marks.pop(answer, None), True
        if task is None:
            task, known = asyncio.create_task(self._new(attempt)), False
        self._marks[answer] = task
        if len(self._marks) > MOST_MARKS:
            self._marks.popitem(last=False)
        mark, seconds = await asyncio.shield(task)  # which goes on where one of those who wait has gone
        return mark, 0.0 if known else seconds

    def __call__(self, attempt: Attempt) -> Mark:
        """The mark of an attempt, waited for: of one of the log that has none from today's judge."""
        try:
            return _read(self._asked(attempt).text())[0]
        except Unanswered:
            return self._late(attempt)

    async def _new(self, attempt: Attempt) -> tuple[Mark, float]:
        try:
            return _read(await asyncio.wrap_future(self._asked(attempt).future))
        except Unanswered:
            return self._late(attempt), SECONDS

    def _asked(self, attempt: Attempt) -> Question:
        parts = attempt.assignment, attempt.exercise, attempt.text
        return self._pool.ask(json.dumps([self._texts, parts]), SECONDS)

    def _late(self, attempt: Attempt) -> Mark:
        points = self._points.get((attempt.assignment, attempt.exercise), 0.0)
        return Mark(attempt.exercise, "undecided", 0, points, feedback=(LATE,))

    def begin(self) -> None:
        """Start a process before there is an attempt."""
        self._pool.warm()

    def end(self) -> None:
        """End the processes, whatever they do."""
        self._pool.end()


def _read(text: str) -> tuple[Mark, float]:
    mark, seconds = json.loads(text)
    return mark_of(mark), seconds
