"""The flaws of a lesson: examples, a solution, or wrong answers that are not what it says they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from lamb.analysis.types import principal_type
from lamb.calculus.term import Term
from lamb.course.assertions import check, expectation
from lamb.course.learning.answer import CheckBudget, entries_of
from lamb.course.learning.claims import term_at
from lamb.course.learning.lesson import Lesson, Steps, Try
from lamb.course.learning.study import ATTEMPT_BUDGET, attempt
from lamb.course.walk import Walk
from lamb.definitions import Definitions
from lamb.encodings.readings import readings
from lamb.errors import LambError, Place, Source
from lamb.notation.layout import Stretch
from lamb.notation.names import remove_names
from lamb.notation.parser import parse
from lamb.notation.printer import pretty
from lamb.notation.spelling import notes_on
from lamb.notation.syntax import Assertion, DataType, Definition, Query, TypeAssertion
from lamb.prelude import prelude

UNHURRIED = replace(ATTEMPT_BUDGET, seconds=None)
"""The budget of what is promised: it must not depend on how fast a machine is."""

GOES_ON = "…"
_COMMAND = re.compile(r"^:.*\n", re.MULTILINE)  # of the prompt; commands are not verified


def flaws(lesson: Lesson) -> list[LambError]:
    """All that is wrong with a lesson, each with its place; nothing if it is in order."""
    found: list[LambError] = []
    definitions = Definitions(prelude())
    try:
        for part in lesson.parts:
            match part:
                case Try():
                    found += _try(part, definitions)
                case Steps():
                    found += _steps(part, definitions)
        found += _exercise(lesson)
    except LambError as error:
        found.append(error)
    return found


def _try(part: Try, definitions: Definitions) -> Iterator[LambError]:
    """The statements that do not come out as their comments say."""
    text = _COMMAND.sub(lambda command: " " * (len(command[0]) - 1) + "\n", part.place.source.text)
    source = Source(text, part.place.source.name)
    for statement in parse(Stretch(part.place._replace(source=source))).statements:
        place = Place(source, statement.start, statement.end)
        match statement:
            case Definition() | DataType() as data:
                definitions.define(entries_of(place.source, [data]))
            case Query(term=expr):
                term = remove_names(expr, definitions.constructors)
                yield from (LambError(note, place) for _, note in notes_on(expr, definitions))
                yield from _evaluated(term, place, definitions)
            case Assertion():
                normal_form = partial(CheckBudget(UNHURRIED).normalize, definitions=definitions)
                if not check(statement, definitions.constructors, normal_form).holds:
                    yield LambError("this does not hold", place)
            case TypeAssertion(expr, type, exactly):
                term = remove_names(expr, definitions.constructors)
                if not principal_type(term, definitions=definitions).has(type, exactly=exactly):
                    yield LambError("this does not hold", place)
            case _:
                yield LambError("only terms, definitions and assertions can be tried here", place)


def _evaluated(term: Term, place: Place, definitions: Definitions) -> Iterator[LambError]:
    said = expectation(place)
    if not said:
        yield LambError("this does not say what comes of it", place, "add -- => … or -- diverges")
        return
    outcome = CheckBudget(UNHURRIED).normalize(term, definitions)
    if outcome.finished == (said.term is None):
        yield LambError("this ends" if outcome.finished else "this does not end", place)
    elif said.term and said.term.text not in (text := pretty(outcome.term), *readings(outcome.term)):
        yield LambError(f"this gives {text}, not {said.term.text}", place)


def _steps(part: Steps, definitions: Definitions) -> Iterator[LambError]:
    """The first line that is not what the steps lead to."""
    lines = part.lines
    goes_on = lines[-1] == GOES_ON
    lines = lines[: -1 if goes_on else None]
    begin = part.place.start + part.place.text.index(lines[0])
    start = term_at(Place(part.place.source, begin, begin + len(lines[0]))).term
    walk = Walk(start, definitions, definitions.constructors, strategy=part.strategy)
    while len(walk.lines) < len(lines) - 1 and walk.forward():
        pass
    real = [pretty(walk.start), *(pretty(line.after) for line in walk.lines)]
    for written, right in zip(lines, real, strict=False):
        if written != right:
            yield LambError(f"here stands {written}, and the reduction has {right}", part.place)
            return
    if len(lines) > len(real) or (not goes_on and walk.next):
        yield LambError("the reduction does not end here", part.place, "a last line … says that it goes on")


def _exercise(lesson: Lesson) -> Iterator[LambError]:
    exercise = lesson.exercise
    solved = attempt(exercise, exercise.solution, budget=UNHURRIED)
    if not solved.passed:
        yield LambError(f"the solution does not pass: {solved.message}", exercise.check)
    for wrong in exercise.wrong:
        tried = attempt(exercise, wrong.answer, budget=UNHURRIED)
        if tried.passed:
            yield LambError("this wrong answer passes", wrong.place)
        elif wrong.says not in " ".join(tried.message.split()):
            yield LambError(f"what is said to this is: {tried.message}", wrong.place)
