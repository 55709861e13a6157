"""Which lessons there are: the shipped ones, and those of a teacher's folder."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from lamb import LambError
from lamb.course.learning.study import curriculum
from tests.course.learning.pages import page


def folder(place: Path, **texts: str) -> Path:
    """A folder of lessons; `_` in a name is a hyphen, and a letter comes before its number."""
    for name, text in texts.items():
        (place / f"{name[1:].replace('_', '-')}.md").write_text(text, encoding="utf-8")
    return place


def test_a_folder_adds_lessons_where_their_numbers_say(tmp_path: Path) -> None:
    course = curriculum(folder(tmp_path, n06a_mine=page(), n100_last=page()))
    assert len(course) == len(curriculum()) + 2
    names = [lesson.name for lesson in course.lessons]
    assert names[names.index("currying") + 1] == "mine"
    assert names[-1] == "last"
    assert course.errors == ()


def test_a_lesson_of_the_same_name_takes_the_place_of_the_shipped_one(tmp_path: Path) -> None:
    course = curriculum(folder(tmp_path, n06_currying=page()))
    assert len(course) == len(curriculum())
    assert course.find("currying").title == "Not"


def test_a_bad_file_is_named_and_the_others_are_there(tmp_path: Path) -> None:
    folder(tmp_path, n01_good=page(), n02_bad="words", n03_worse=page("is nonsense"), nlesson=page())
    (tmp_path / "04-bytes.md").write_bytes(b"\xff\xff")
    (tmp_path / "README.md").write_text("about my lessons", encoding="utf-8")
    (tmp_path / "notes.txt").write_text("x", encoding="utf-8")
    (tmp_path / "05-folder.md").mkdir()
    course = curriculum(tmp_path)
    shipped = {lesson.name for lesson in curriculum().lessons}
    assert {lesson.name for lesson in course.lessons} - shipped == {"good"}
    messages = "\n".join(map(str, course.errors))
    for words in ("02-bad.md:1:1", "03-worse.md:", "is not called like a lesson", "not UTF-8", "is a folder"):
        assert words in messages
    assert len(course.errors) == 5


def test_a_folder_that_is_not_there_is_an_error_beside_the_shipped_lessons(tmp_path: Path) -> None:
    course = curriculum(tmp_path / "nowhere")
    assert len(course) == len(curriculum())
    assert "cannot be read" in str(course.errors[0])


@pytest.mark.parametrize("wanted", ["6", "currying", "curr", "Several arguments", "several", " CURRYING "])
def test_a_lesson_is_found_by_its_number_name_or_title(wanted: str) -> None:
    assert curriculum().find(wanted).name == "currying"


@pytest.mark.parametrize(
    ("wanted", "hint"), [("curyring", "currying"), ("0", "from 1"), ("", "from 1"), ("999", "from 1")]
)
def test_a_lesson_that_is_not_there_gets_a_hint(wanted: str, hint: str) -> None:
    with pytest.raises(LambError) as found:
        curriculum().find(wanted)
    assert hint in str(found.value)


def test_a_table_of_contents_needs_no_hypothesis() -> None:
    code = (
        "from lamb.course.learning.study import curriculum; import sys; "
        "print(len(curriculum()), 'hypothesis' in sys.modules, 'rich' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split()[1:] == ["False", "False"]
