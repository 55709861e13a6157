"""Which lessons there are: those that come with the package, and a teacher's own.

The file of a lesson is called `NUMBER-NAME.md`: the number says where it stands, the name what it is
known by. A teacher's `17a-xor.md` comes after 17; one with the name of a lesson that is shipped stands
in its place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from lamb.calculus.quantities import natural
from lamb.course.learning.lesson import Lesson
from lamb.course.learning.markdown import read_lesson
from lamb.errors import LambError, LoadError
from lamb.files import Files

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
