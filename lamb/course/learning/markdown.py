"""The file of a lesson → Lesson: what its keys and its fences mean.

`lessons/README.md` says how it is written; `blocks.py` takes it apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from lamb.calculus.strategies import Strategy
from lamb.course.learning.blocks import Block, blocks, front_matter
from lamb.course.learning.lesson import Exercise, Lesson, Part, Prose, Steps, Try, Wrong
from lamb.course.learning.stretches import strategy_at
from lamb.errors import LambError
from lamb.source import Place, Source

KEYS = ("title", "about", "steps")
NEEDED = ("title", "about")
SHOWN = ("try", "steps")
REQUIRED = ("exercise", "check", "solution")
ONCE = (*REQUIRED, "right")
KINDS = (*SHOWN, *ONCE, "hint", "wrong")
MOST_STEPS = 1_000_000

_SAID = re.compile(r"^(says|remark):[ ]*", re.MULTILINE)


def read_lesson(source: Source, name: str) -> Lesson:
    """The lesson in a file. Raises LambError, with the place, where it is not written as it should be."""
    source = Source(source.text.replace("\r\n", "\n").rstrip("\n") + "\n", source.name)
    front, begin = front_matter(source, KEYS)
    for key in NEEDED:
        if key not in front or not front[key].text.strip():
            hint = f"write {key}: … between the two lines ---"
            raise LambError(f"this lesson has no {key}", Place(source, 0, 3), hint)
    found = list(blocks(source, begin, KINDS))
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
    title, about = front["title"].text.strip(), front["about"].text.strip()
    return Lesson(name, title, about, parts, exercise, Place(source, 0, begin))


def _once(source: Source, found: Iterable[Block]) -> dict[str, Block]:
    """The blocks that there is one of in a lesson, by their kinds."""
    once: dict[str, Block] = {}
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


def _part(block: Block) -> Part:
    match block.kind:
        case "try":
            return Try(block.inside)
        case "steps":
            strategy = strategy_at(block.how) if block.how.text.strip() else Strategy.NORMAL
            return Steps(block.inside, strategy)
    return Prose(block.text)


def _steps(place: Place) -> int:
    text = place.text.strip().replace("_", "").replace(",", "")
    if not re.fullmatch(r"[0-9]{1,7}", text) or not 0 < int(text) <= MOST_STEPS:
        raise LambError(f"steps is a number from 1 to {MOST_STEPS:,}", place)
    return int(text)


def _wrong(block: Block) -> Wrong:
    answer, *said = _SAID.split(block.inside.text)
    words = {key: " ".join(text.split()) for key, text in zip(said[::2], said[1::2], strict=True)}
    if not answer.strip():
        raise LambError("this ```wrong has no answer in it", block.inside, "the answer comes first")
    if "says" not in words:
        hint = "add a line says: … with some words of what is answered to it"
        raise LambError("this ```wrong does not say what is wrong with it", block.inside, hint)
    return Wrong(block.inside, answer.strip(), words["says"], words.get("remark", ""))
