"""What a lesson is: something to read, something to try, and an exercise."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from lamb.calculus.strategies import Strategy
from lamb.course.learning.text import Block, blocks, front_matter, strategy_at
from lamb.errors import LambError, LoadError, Place, Source
from lamb.files import Files
from lamb.quantities import natural

if TYPE_CHECKING:
    from lamb.course.learning.claims import Claim


@dataclass(frozen=True, slots=True)
class Prose:
    """Something to read. What stands between backquotes is to be typed, or was."""

    text: str


@dataclass(frozen=True, slots=True)
class Try:
    """Statements to type at the prompt; a comment `-- => …` says what comes of one."""

    place: Place

    @property
    def text(self) -> str:
        return self.place.text.strip("\n")


@dataclass(frozen=True, slots=True)
class Steps:
    """A reduction, a term a line; a last line `…` says that it goes on."""

    place: Place
    strategy: Strategy

    @property
    def lines(self) -> list[str]:
        return [line.strip() for line in self.place.text.splitlines() if line.strip()]

    @property
    def text(self) -> str:
        return self.place.text.strip("\n")


Part: TypeAlias = Prose | Try | Steps


@dataclass(frozen=True, slots=True)
class Wrong:
    """A typical wrong answer, what *says* that it is wrong, and a *remark* for whoever gives it."""

    place: Place
    answer: str
    says: str
    remark: str


@dataclass(frozen=True)
class Exercise:
    """A *task*, how an answer to it is checked, and ways to help.

    The *hints* tell more and more. *right* is what there is to say to a right answer. *steps* is how
    many each reduction may take.
    """

    task: str
    check: Place
    hints: tuple[str, ...]
    solution: str
    wrong: tuple[Wrong, ...] = ()
    right: str = ""
    steps: int | None = None

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """What the check asks of an answer. Raises LambError where it is not understood."""
        from lamb.course.learning.claims import claims  # they need the parser, a table of contents does not

        return claims(self.check)


@dataclass(frozen=True)
class Lesson:
    """A lesson; *name* is what it is known by, whatever its place in the course is."""

    name: str
    title: str
    about: str
    parts: tuple[Part, ...]
    exercise: Exercise
    place: Place

    @property
    def text(self) -> str:
        """All there is to read, without what there is to try."""
        return "\n\n".join(part.text for part in self.parts if isinstance(part, Prose))

    @property
    def tries(self) -> tuple[Try, ...]:
        return tuple(part for part in self.parts if isinstance(part, Try))


# ── Markdown ────────────────────────────────────────────────────────────────────────
# The file of a lesson → Lesson: what its keys and its fences mean.
#
# `lessons/README.md` says how it is written; `text.py` takes it apart.


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


# ── Curriculum ──────────────────────────────────────────────────────────────────────
# Which lessons there are: those that come with the package, and a teacher's own.
#
# The file of a lesson is called `NUMBER-NAME.md`: the number says where it stands, the name what it is
# known by. A teacher's `17a-xor.md` comes after 17; one with the name of a lesson that is shipped stands
# in its place.


SHIPPED = Path(__file__).parent.parent / "lessons"
NOT_A_LESSON = "README.md"

_FILE = re.compile(r"(?P<number>\d+)(?P<letter>[a-z]?)-(?P<name>[\w-]+)\.md")


@dataclass(frozen=True, slots=True)
class Curriculum:
    """Lessons in their order, and what is wrong with files that should have been some."""

    lessons: tuple[Lesson, ...]
    errors: tuple[LambError, ...] = ()

    def __len__(self) -> int:
        return len(self.lessons)

    def number(self, lesson: Lesson) -> int:
        """Where a lesson stands, from 1."""
        return self.lessons.index(lesson) + 1

    def find(self, wanted: str) -> Lesson:
        """The lesson with a number, a name, a title, or the beginning of one. Raises LambError."""
        if (number := natural(wanted)) is not None and 1 <= number <= len(self):
            return self.lessons[number - 1]
        word = wanted.strip().casefold()
        for same in (str.__eq__, str.startswith) if word else ():
            for lesson in self.lessons:
                if same(lesson.name.casefold(), word) or same(lesson.title.casefold(), word):
                    return lesson
        close = get_close_matches(word, [lesson.name for lesson in self.lessons], n=1)
        hint = f"did you mean “{close[0]}”?" if close else f"they are numbered from 1 to {len(self)}"
        raise LambError(f"there is no lesson “{wanted}”", hint=hint)


def curriculum(folder: Path | None = None, *, shipped: bool = True) -> Curriculum:
    """The lessons that are *shipped*, and those in a folder, which may take the place of some.

    A file that is not in order is left out, and named among the errors.
    """
    found: dict[str, tuple[tuple[int, str, str], Lesson]] = {}
    errors: list[LambError] = []
    for place in ([SHIPPED] if shipped else []) + ([folder] if folder else []):
        own = place is folder
        for path in _files(place, errors):
            try:
                position, lesson = _read(path, thoroughly=own)
            except LambError as error:
                errors.append(error)
                continue
            found[lesson.name] = position, lesson
    ordered = sorted(found.values(), key=lambda item: item[0])
    return Curriculum(tuple(lesson for _, lesson in ordered), tuple(errors))


def _files(folder: Path, errors: list[LambError]) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if path.suffix == ".md" and path.name != NOT_A_LESSON)
    except OSError as error:
        reason = (error.strerror or "an error").lower()
        errors.append(LoadError(f"the lessons in “{folder}” cannot be read: {reason}"))
        return []


def _read(path: Path, *, thoroughly: bool) -> tuple[tuple[int, str, str], Lesson]:
    """A lesson and where it belongs; *thoroughly*: with its check. Raises LambError."""
    named = _FILE.fullmatch(path.name)
    if not named:
        raise LoadError(f"“{path}” is not called like a lesson", hint="number it: 12-currying.md")
    lesson = read_lesson(Files().open(path), named["name"])
    if thoroughly:
        assert lesson.exercise.claims is not None  # reading them finds what is wrong with them
    return (int(named["number"]), named["letter"], named["name"]), lesson
