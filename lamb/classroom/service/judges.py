"""Attempts, judged at once: by processes, each of which can be ended. Equal answers are judged once.

What takes too long has its process ended, and a mark that says so; so has what ends its process.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence

from lamb.classroom.class_judge import ClassJudge, question_of
from lamb.classroom.events import Attempt, Mark, mark_of, mark_text
from lamb.classroom.log.kept_marks import Verdicts, answer_of
from lamb.classroom.service.rates import Turns
from lamb.processes import Pool, Question, Unanswered

SECONDS = 120.0  # after which a process is ended, whatever it does; budgets end an evaluation long before
MEMORY = 2_000_000_000  # bytes that a process may have
PLACES = 12  # processes besides, in which what takes long pauses while others are judged
LATE = "this took too long or too much memory, and was stopped"


def judged(question: str) -> str:
    """The mark of an attempt, as JSON: what a process does."""
    read, (assignment, exercise, text) = json.loads(question)
    judge = ClassJudge(*(tuple(map(tuple, part)) for part in read))
    return mark_text(judge(Attempt("", "", assignment, exercise, text, 0.0)))


class Judges:
    """Processes that judge attempts as *judge* does, so many at once. They are a judge themselves."""

    def __init__(
        self, judge: ClassJudge, at_once: int, verdicts: Verdicts, answer: str = f"{__name__}:judged"
    ) -> None:
        self.fingerprint = judge.fingerprint
        self._read = json.dumps([judge.texts, judge.imports])
        self._points = {
            (one.name, each.name): each.points for one in judge.assignments for each in one.exercises
        }
        self._pool = Pool(answer, at_most=at_once + PLACES, at_once=at_once, memory=MEMORY)
        self._turns = Turns()
        self._verdicts = verdicts
        self._judging: dict[bytes, asyncio.Task[Mark]] = {}

    async def mark(self, attempt: Attempt) -> Mark:
        """The mark of an attempt. Equal answers that come while one is judged wait for the same mark.

        Raises TooSoon where too many of one student wait.
        """
        answer = answer_of(attempt)
        known = self._verdicts.known(self.fingerprint, answer)
        if known is None:
            async with self._turns.turn(attempt.student):
                known = self._verdicts.known(self.fingerprint, answer)
                if known is None:
                    known = await asyncio.shield(self._task(attempt, answer))
        return known

    def _task(self, attempt: Attempt, answer: bytes) -> asyncio.Task[Mark]:
        """What judges an answer, and goes on where one of those who wait for it has gone."""
        if answer not in self._judging:
            self._judging[answer] = task = asyncio.create_task(self._judged(attempt, answer))
            task.add_done_callback(lambda _: self._judging.pop(answer))
        return self._judging[answer]

    def __call__(self, attempt: Attempt) -> Mark:
        """The mark of an attempt, waited for: of one of the log that has none from today's judge.

        Raises Unanswered where the processes are ended meanwhile.
        """
        (mark,) = self.marks([attempt])
        return mark

    def marks(self, attempts: Sequence[Attempt]) -> list[Mark]:
        """The marks of attempts, waited for. Raises Unanswered as well."""
        asked = [(attempt, self._asked(attempt)) for attempt in attempts]
        return [self._told(attempt, question) for attempt, question in asked]

    def _told(self, attempt: Attempt, question: Question) -> Mark:
        try:
            return mark_of(question.text())
        except Unanswered as error:
            return self._late(attempt, error)

    async def _judged(self, attempt: Attempt, answer: bytes) -> Mark:
        try:
            mark = mark_of(await asyncio.wrap_future(self._asked(attempt).future))
        except Unanswered as error:
            mark = self._late(attempt, error)
        await asyncio.to_thread(self._verdicts.keep, self.fingerprint, {answer: mark})
        return mark

    def _asked(self, attempt: Attempt) -> Question:
        question = f"[{self._read}, {question_of(attempt).decode()}]"
        return self._pool.ask(question, SECONDS, attempt.student)

    def _late(self, attempt: Attempt, error: Unanswered) -> Mark:
        if error.why == "dropped":  # the service ends, which says nothing of the answer
            raise error
        points = self._points.get((attempt.assignment, attempt.exercise), 0.0)
        return Mark(attempt.exercise, "undecided", 0, points, feedback=(LATE,))

    def begin(self) -> None:
        """Start a process before there is an attempt."""
        self._pool.warm()

    def end(self) -> None:
        """End the processes, whatever they do."""
        self._pool.end()
