"""Classes that are made up: attempts, invocations, and a judge that reads its verdict off the answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from hypothesis import strategies as st

from lamb.classroom.events import Attempt, Event, Invocation, Mark, Outcome, StepMark
from lamb.classroom.log.views import Tables, add, empty
from lamb.records import Record

OUTCOMES: tuple[Outcome, ...] = ("holds", "partial", "fails", "undecided", "missing", "unreadable")


class Grader(Record):
    """A judge of answers like `2 capture`: an outcome by its number, then the mistakes of its steps.

    With more *bonus*, a mark has more points.
    """

    bonus: int = 0

    @property
    def fingerprint(self) -> str:
        return f"grader {self.bonus}"

    def __call__(self, attempt: Attempt) -> Mark:
        first, *mistakes = attempt.text.split(" ")
        outcome = OUTCOMES[int(first or 0) % len(OUTCOMES)]
        steps = tuple(
            StepMark("=b>", line, f"{mistake}  at {attempt.text}", "fails", mistake)
            for line, mistake in enumerate(mistakes)
        )
        points = min(3.0, OUTCOMES.index(outcome) / 3 + self.bonus)
        return Mark(
            attempt.exercise, outcome, points, 3.0, tuple(mistakes), attempt.text, ("as said",), steps
        )

    def marks(self, attempts: Sequence[Attempt]) -> list[Mark]:
        return [self(attempt) for attempt in attempts]


letters = st.text(st.characters(codec="utf-8"), max_size=3)
seconds = st.floats(0, 2e9)
attempts = st.builds(
    Attempt,
    key=letters,
    student=st.sampled_from(["ann", "bob", "cyd", "λ\0é"]),
    assignment=st.sampled_from(["week1", "week2"]),
    exercise=st.sampled_from(["one", "two"]),
    text=st.builds(
        lambda number, kinds: " ".join([str(number), *kinds]),
        st.integers(0, 5),
        st.lists(st.sampled_from(["capture", "bracket", "off-by-one", "é\0'\"{}"]), max_size=3),
    ),
    at=seconds,
)
whole = st.integers(0, 2**40)
invocations = st.builds(
    Invocation,
    key=letters,
    function=st.sampled_from(["square", "fib"]),
    version=st.integers(1, 2),
    trigger=st.sampled_from(["http", "file"]),
    queued=seconds,
    started=seconds,
    ended=seconds,
    billed=whole,
    contractions=whole,
    memory=whole,
    outcome=st.sampled_from(["ok", "seconds"]),
)
events: st.SearchStrategy[Event] = cast("st.SearchStrategy[Event]", attempts | invocations)


def logs(most: int = 12) -> st.SearchStrategy[list[Event]]:
    """Events with their numbers, from 1."""
    found = st.lists(events, max_size=most)
    return found.map(lambda many: [event.with_values(number=place) for place, event in enumerate(many, 1)])


def from_scratch(log: list[Event], judge: Grader) -> Tables:
    """The views of a whole log, each event judged and counted by itself."""
    tables = empty()
    for event in log:
        add(tables, event, judge(event) if isinstance(event, Attempt) else None)
    return tables


def attempt(number: int, text: str = "0", student: str = "ann") -> Attempt:
    """An attempt whose key has a number in it; it has none itself so far."""
    return Attempt(f"key {number}", student, "week1", "one", text, float(number))
