"""A lesson, and the file it is read from: something to read, something to try, and an exercise.

The file begins with `key: value` lines between two lines `---`. Words follow, and blocks between fences of
three backquotes; `lamb/course/lessons/README.md` says what each kind of block is for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lamb.calculus.strategies import Strategy
from lamb.errors import LambError, Place, Source, did_you_mean
from lamb.quantities import natural

KEYS = ("title", "about", "steps")
REQUIRED_KEYS = ("title", "about")
SHOWN = ("try", "steps")
REQUIRED = ("exercise", "check", "solution")
ONCE = (*REQUIRED, "right")
KINDS = (*SHOWN, *ONCE, "hint", "wrong")
MOST_STEPS = 1_000_000

_FRONT = re.compile(r"---\n(?P<lines>(?:.*\n)*?)---(?:\n|\Z)")
_FENCE = re.compile(
    r"^```[ ]*(?P<kind>[\w-]*)[ ]*(?P<how>.*)\n(?P<inside>(?:(?!```).*\n)*)(?P<end>```)?", re.MULTILINE
)
_SAID = re.compile(r"^(says|remark):[ ]*", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class LessonPart:
    """A part of a lesson that is shown."""

    place: Place

    @property
    def text(self) -> str:
        return self.place.text.strip("\n")


class Prose(LessonPart):
    """Something to read. What stands between backquotes can be typed."""


class Try(LessonPart):
    """Statements to type at the prompt; a comment `-- => …` says what comes of one."""


@dataclass(frozen=True, slots=True)
class Steps(LessonPart):
    """A reduction, a term a line; a last line `…` says that it goes on."""

    strategy: Strategy

    @property
    def lines(self) -> list[str]:
        return [line.strip() for line in self.place.text.splitlines() if line.strip()]


@dataclass(frozen=True, slots=True)
class Wrong:
    """A typical wrong *answer*, words of the message that it gets (*says*), and a *remark* on it."""

    place: Place
    answer: str
    says: str
    remark: str


@dataclass(frozen=True, slots=True)
class Exercise:
    """A *task*, the *check* of an answer, and *hints* that tell more and more.

    *right* is the reply to a right answer, *steps* the limit of each reduction.
    """

    task: str
    check: Place
    hints: tuple[str, ...]
    solution: str
    wrong: tuple[Wrong, ...] = ()
    right: str = ""
    steps: int | None = None


@dataclass(frozen=True, slots=True)
class Lesson:
    """A lesson. Progress is remembered by its *name*, wherever it stands in the course."""

    name: str
    title: str
    about: str
    parts: tuple[LessonPart, ...]
    exercise: Exercise

    @property
    def tries(self) -> tuple[Try, ...]:
        return tuple(part for part in self.parts if isinstance(part, Try))


# ── The file ──────────────────────────────────────────────────────────────────────────


def read_lesson(source: Source, name: str) -> Lesson:
    """The lesson in a file. Raises LambError, with the place, where it is not written as it should be."""
    source = Source(source.text.replace("\r\n", "\n").rstrip("\n") + "\n", source.name)
    front, begin = _front_matter(source)
    found = list(_blocks(source, begin))
    once = _once(source, found)
    exercise = Exercise(
        once["exercise"].text,
        once["check"].inside,
        tuple(block.text for block in found if block.kind == "hint"),
        once["solution"].text,
        tuple(_wrong(block) for block in found if block.kind == "wrong"),
        once["right"].text if "right" in once else "",
        _steps(front["steps"]) if "steps" in front else None,
    )
    parts = tuple(_part(block) for block in found if block.kind in ("", *SHOWN))
    title, about = (front[key].text.strip() for key in REQUIRED_KEYS)
    return Lesson(name, title, about, parts, exercise)


def _front_matter(source: Source) -> tuple[dict[str, Place], int]:
    """The values of the keys at the top, and where they end. Raises LambError."""
    found = _FRONT.match(source.text)
    if not found:
        hint = "the first lines are ---, title: …, about: …, ---"
        raise LambError("a lesson begins with its title, between two lines ---", Place(source, 0, 3), hint)
    values: dict[str, Place] = {}
    for line in re.finditer(r".+", found["lines"]):
        start, end = (found.start("lines") + offset for offset in line.span())
        key, colon, value = line.group().partition(":")
        if not colon or key not in KEYS:
            raise LambError(
                f"“{key}” is no key of a lesson", Place(source, start, start + len(key)), _nearest(key, KEYS)
            )
        values[key] = Place(source, end - len(value.lstrip()), end)
    for key in REQUIRED_KEYS:
        if key not in values or not values[key].text.strip():
            hint = f"write {key}: … between the two lines ---"
            raise LambError(f"this lesson has no {key}", Place(source, 0, 3), hint)
    return values, found.end()


@dataclass(frozen=True, slots=True)
class _Block:
    """The text *inside* a fence, or, with no *kind*, outside of fences. *how* follows the kind."""

    kind: str
    inside: Place
    how: Place

    @property
    def text(self) -> str:
        return self.inside.text.strip()


def _blocks(source: Source, begin: int) -> Iterator[_Block]:
    """The blocks from *begin* on, in the order of the file. Raises LambError."""
    at = begin
    for fence in _FENCE.finditer(source.text, begin):
        yield from _outside(source, at, fence.start())
        kind, inside, how = (Place(source, *fence.span(part)) for part in ("kind", "inside", "how"))
        if kind.text not in KINDS:
            raise LambError(f"“{kind.text}” is no kind of block", kind, _nearest(kind.text, KINDS))
        if not fence["end"]:
            raise LambError(f"this ```{kind.text} is never closed", kind, "end it with a line ```")
        if not inside.text.strip():
            raise LambError(f"there is nothing in this ```{kind.text}", kind, "fill it, or take it out")
        yield _Block(kind.text, inside, how)
        at = fence.end()
    yield from _outside(source, at, len(source.text))


def _outside(source: Source, start: int, end: int) -> Iterator[_Block]:
    place = Place(source, start, end)
    if place.text.strip():
        yield _Block("", place, Place(source, start, start))


def _nearest(word: str, known: tuple[str, ...]) -> str:
    return did_you_mean(word, known, f"there are {', '.join(known)}")


def _once(source: Source, found: list[_Block]) -> dict[str, _Block]:
    """The blocks that a lesson has one of, by their kinds."""
    once: dict[str, _Block] = {}
    for block in found:
        if block.kind in once:
            raise LambError(f"there is a ```{block.kind} already", block.inside, "a lesson has one")
        if block.kind in ONCE:
            once[block.kind] = block
    for kind in REQUIRED:
        if kind not in once:
            end = len(source.text) - 1
            hint = f"a lesson has one of each: {', '.join(REQUIRED)}"
            raise LambError(f"this lesson has no ```{kind}", Place(source, end, end), hint)
    return once


def _part(block: _Block) -> LessonPart:
    match block.kind:
        case "try":
            return Try(block.inside)
        case "steps":
            return Steps(block.inside, strategy_at(block.how) if block.how.text.strip() else Strategy.NORMAL)
    return Prose(block.inside)


def strategy_at(place: Place) -> Strategy:
    """The strategy whose name stands at a place. Raises LambError."""
    try:
        return Strategy(place.text.strip())
    except ValueError:
        hint = f"there are {', '.join(strategy.value for strategy in Strategy)}"
        raise LambError(f"“{place.text.strip()}” is no strategy", place, hint) from None


def _steps(place: Place) -> int:
    steps = natural(re.sub("[_,]", "", place.text.strip()))
    if steps is None or not 0 < steps <= MOST_STEPS:
        raise LambError(f"steps is a number from 1 to {MOST_STEPS:,}", place)
    return steps


def _wrong(block: _Block) -> Wrong:
    answer, *said = _SAID.split(block.inside.text)
    words = {key: " ".join(text.split()) for key, text in zip(said[::2], said[1::2], strict=True)}
    if not answer.strip():
        raise LambError("this ```wrong has no answer in it", block.inside, "the answer comes first")
    if "says" not in words:
        hint = "add a line says: … with some words of what is answered to it"
        raise LambError("this ```wrong does not say what is wrong with it", block.inside, hint)
    return Wrong(block.inside, answer.strip(), words["says"], words.get("remark", ""))
