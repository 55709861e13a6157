"""Students that are not: what they are asked, what they answer, right and wrong, and how they send it.

Wrong steps are those that the wrong rules of `course/mistakes/rules.py` write, wrong definitions a list.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from itertools import islice
from random import Random
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import lamb
from lamb.calculus.term import Term
from lamb.classroom.making.made import wrong_steps
from lamb.classroom.marking.assignment import AssignedExercise
from lamb.notation.names import remove_names
from lamb.notation.printer import write

ASSIGNMENT = """\
-- Steps, and what is made of them.

-- exercise first: The first of two
-- Reduce the term to its normal form, one step a line.
-- points: 2
eval first : (λx y. x) a b =b> (λy. a) b =b> a

-- exercise capture: Mind the names
-- Reduce the term to its normal form: what is free stays free.
-- points: 3
-- hint: which y is bound by which λ?
eval capture : (λx y. x y) y =b> λy'. y y'

-- exercise itself: Applied to itself
-- Reduce the term to its normal form, one step a line.
-- points: 2
eval itself : (λx. x x) (λz. z) =b> (λz. z) (λz. z) =b> λz. z

-- exercise inner: Two redexes
-- Reduce the term to its normal form, in any order.
-- points: 2
eval inner : (λx. (λy. y x) x) z =b> (λy. y z) z =b> z z

-- exercise flip: The other way round
-- Define `flip`, which gives a function its two arguments in the other order.
-- points: 2
flip f x y = f y x
assert flip g a b == g b a

-- exercise nand: Not both
-- Define `nand`, which is false only where both arguments are true.
-- points: 2
nand p q = not (and p q)
assert nand true true == false
assert nand true false == true
assert nand false true == true
assert nand false false == true    -- hidden
"""

MOST_STEPS = 5
RIGHT = {"flip": "flip f x y = f y x", "nand": "nand p q = not (and p q)"}
WRONG = {
    "flip": ["flip f x y = f x y", "flip x y = y x", "flip f x y = y x f", "flip f x y = (f y x"],
    "nand": ["nand = and", "nand p q = and (not p) (not q)", "nand p q = not p", "nand p q = p q not"],
}


class Answers(NamedTuple):
    """The right answer to an exercise, and wrong ones."""

    right: str
    wrong: list[str]


def answers(exercise: AssignedExercise) -> Answers:
    """What students answer to an exercise of the assignment."""
    model = exercise.model(exercise.name)
    if model is None:
        return Answers(RIGHT[exercise.name], WRONG[exercise.name])
    begin = f"eval {exercise.name} : {write(model.first)}"
    steps = [f"=b> {write(step.term)}" for step in model.steps]
    first = remove_names(model.first, {})
    wrong = sorted(" ".join([begin, *_going_on(term)]) for term in wrong_steps(first))
    cut = [begin, *steps[:-1]] if len(steps) > 1 else [begin, "=b> "]
    return Answers(" ".join([begin, *steps]), [*wrong, " ".join(cut)])


def _going_on(term: Term) -> Iterator[str]:
    """A wrong step, and right ones from there."""
    yield f"=b> {lamb.pretty(term)}"
    for step in islice(lamb.trace(term), MOST_STEPS):
        if step.rule is lamb.Rule.BETA:
            yield f"=b> {lamb.pretty(step.after)}"


def hour(random: Random, exercises: dict[str, Answers]) -> Iterator[tuple[str, str]]:
    """What a student sends in an hour: each exercise, until it is solved or given up; or nothing at all."""
    if random.random() < 0.05:
        return
    skill = random.uniform(0.3, 0.9)
    for name, (right, wrong) in exercises.items():
        while random.random() > skill:
            yield name, wrong[min(int(random.expovariate(0.6)), len(wrong) - 1)]
        if random.random() < 0.9:
            yield name, right


class Sender:
    """One who asks a service over one connection, and again over another if that breaks."""

    def __init__(self, address: str, token: str = "") -> None:
        parts = urlsplit(address)
        self._host, self._port, self._token = str(parts.hostname), int(parts.port or 80), token
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, path: str, question: object) -> tuple[int, Any]:
        """The status and the answer. Raises OSError and EOFError where there is none."""
        try:
            if self._streams is None:
                self._streams = await asyncio.open_connection(self._host, self._port)
            reader, writer = self._streams
            body = json.dumps(question).encode()
            head = f"POST {path} HTTP/1.1\r\nHost: {self._host}\r\nContent-Length: {len(body)}\r\n"
            writer.write(f"{head}Authorization: Bearer {self._token}\r\n\r\n".encode() + body)
            lines = (await reader.readuntil(b"\r\n\r\n")).decode().lower().split("\r\n")
            length = next(int(line.split(":")[1]) for line in lines if line.startswith("content-length"))
            return int(lines[0].split()[1]), json.loads(await reader.readexactly(length))
        except (OSError, EOFError):
            self.close()
            raise

    async def send(self, attempt: dict[str, str]) -> tuple[int, Any]:
        """The same for an attempt, which is sent until there is an answer that stays."""
        while True:
            try:
                status, answer = await self.ask("/attempts", attempt)
                if status not in (429, 503):
                    return status, answer
            except (OSError, EOFError):
                pass
            await asyncio.sleep(0.2)

    def close(self) -> None:
        if self._streams is not None:
            self._streams[1].close()
        self._streams = None
