"""Submissions are read wherever they are, and nothing but them."""

from __future__ import annotations

import json
import os
import sys
import zipfile
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from lamb.classroom.marking import submissions
from lamb.classroom.marking.submissions import (
    LARGEST,
    LARGEST_OF_STUDENT,
    Submitted,
    lambda_cells,
    of_assignment,
    submissions_at,
)
from lamb.classroom.reports.formats import canvas, moodle
from lamb.classroom.reports.sheet import Sheet
from lamb.errors import LoadError, Source


def write(path: Path, text: str = "f = 1\n") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def zipped(path: Path, members: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return path


def read(path: Path) -> dict[str, dict[str, str]]:
    """The texts of each student."""
    return {one.student: {text.name: text.text for text in one.texts} for one in submissions_at(path)}


def problems(path: Path) -> list[str]:
    return [problem for one in submissions_at(path) for problem in one.problems]


def test_students_are_folders_and_files(tmp_path: Path) -> None:
    write(tmp_path / "ada.lc")
    write(tmp_path / "bob" / "deep" / "b.lc", "b = 1")
    write(tmp_path / "bob" / "a.LC", "a = 1")
    write(tmp_path / "bob" / ".hidden.lc")
    write(tmp_path / "bob" / ".git" / "c.lc")
    write(tmp_path / "notes.txt")
    (tmp_path / "carol").mkdir()
    assert read(tmp_path) == {
        "ada": {"ada.lc": "f = 1\n"},
        "bob": {"a.LC": "a = 1", "deep/b.lc": "b = 1"},
        "carol": {},
    }
    assert problems(tmp_path) == ["there is nothing to read: programs are .lc files, or λ-cells in notebooks"]


def test_one_file_is_a_submission(tmp_path: Path) -> None:
    assert read(write(tmp_path / "ada.lc")) == {"ada": {"ada.lc": "f = 1\n"}}


@pytest.mark.parametrize("packed", [False, True])
def test_moodle_tells_namesakes_apart_and_takes_the_marks_back(packed: bool, tmp_path: Path) -> None:
    moodle_adds = "_assignsubmission_file_"
    members = {
        f"Ada Lovelace_123{moodle_adds}/x.lc": "f = 1\n",
        f"Ada Lovelace_124{moodle_adds}/x.lc": "g = 1\n",
        f"Bob_125{moodle_adds}my-answer.lc": "h = 1\n",
    }
    for name, text in members.items():
        write(tmp_path / "in" / name, text)
    found = read(zipped(tmp_path / "all.zip", members) if packed else tmp_path / "in")
    assert [*found] == ["Ada Lovelace_123", "Ada Lovelace_124", "Bob_125"]
    worksheet = moodle(Sheet("hw", {}, dict.fromkeys(found, ())))
    rows = [line.split(",")[:2] for line in worksheet.splitlines()[1:]]
    assert rows == [[f"Participant {number}", name.split("_")[0]] for name in found for number in [name[-3:]]]


@pytest.mark.parametrize("packed", [False, True])
def test_no_student_is_lost_whose_files_are_not_read(packed: bool, tmp_path: Path) -> None:
    names = ["ada/a.lc", "zoë/answers.txt", "leeann_12_3456_hw.docx", "notes.txt"]
    for name in names:
        write(tmp_path / "in" / name)
    path = zipped(tmp_path / "all.zip", dict.fromkeys(names, "f = 1\n")) if packed else tmp_path / "in"
    assert {one.student: len(one.problems) for one in submissions_at(path)} == {
        "ada": 0,
        "zoë": 1,
        "leeann_12": 1,
    }


def test_what_is_unpacked_of_a_student_is_bounded_however_deep_it_is(tmp_path: Path) -> None:
    large = "-" * (LARGEST - 1)
    inner = zipped(tmp_path / "inner.zip", {f"{number}.lc": large for number in range(9)}).read_bytes()
    path = tmp_path / "all.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(3):
            archive.writestr(f"ada/{number}.zip", inner)
        archive.writestr("ada/last.lc", large)
        archive.writestr("bob/b.lc", "f = 1")
    unpacked = submissions._in_zip(path.read_bytes(), "all", "")
    assert sum(len(file.content) for file in unpacked) <= LARGEST_OF_STUDENT + LARGEST
    assert read(path)["bob"] == {"b.lc": "f = 1"}


def test_a_zip_in_a_zip_of_all_submissions_is_read(tmp_path: Path) -> None:
    inner = zipped(tmp_path / "inner.zip", {"week/a.lc": "f = 1\n"}).read_bytes()
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.writestr("ada/answers.zip", inner)
        archive.writestr("bob/answers.zip", b"no zip")
        archive.writestr("eve/b.lc", "f = 1\n")
    assert {*read(tmp_path / "all.zip")["ada"].values()} == {"f = 1\n"}
    [told] = problems(tmp_path / "all.zip")
    assert "“answers.zip” is not read: it is no zip" in told


@pytest.mark.parametrize("packed", [False, True])
def test_canvas_gives_each_student_one_row_and_the_last_file_counts(packed: bool, tmp_path: Path) -> None:
    files = {
        "adalovelace_7_100_week-1.lc": "old = 1\n",
        "adalovelace_LATE_7_1002_week-1-2.lc": "new = 1\n",
        "adalovelace_7_1001_week-1-1.lc": "newer = 1\n",
        "adalovelace_7_99_week-2.lc": "other = 1\n",
        "bob_8_101_week-1-1.lc": "b = 1\n",
    }
    for name, text in files.items():
        write(tmp_path / "in" / name, text)
    found = read(zipped(tmp_path / "all.zip", files) if packed else tmp_path / "in")
    assert found == {
        "adalovelace_7": {"week-1.lc": "new = 1\n", "week-2.lc": "other = 1\n"},
        "bob_8": {"week-1-1.lc": "b = 1\n"},
    }
    rows = canvas(Sheet("hw", {}, dict.fromkeys(found, ()))).splitlines()[2:]
    assert rows == ["adalovelace,7,,,0", "bob,8,,,0"]


def test_a_file_of_the_assignments_name_stands_for_all() -> None:
    texts = (Source("a", "week-1.lc"), Source("b", "week-2.lc"), Source("c", "x/week-1.ipynb, λ-cell 2"))
    chosen = of_assignment(Submitted("ada", texts, ()), "week-1")
    assert [text.text for text in chosen.texts] == ["a", "c"]
    assert of_assignment(Submitted("ada", texts, ()), "other").texts == texts


# ── what is refused ──


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_links_and_pipes_are_not_read(tmp_path: Path) -> None:
    secret = write(tmp_path / "secret" / "s.lc", "secret = 1")
    folder = tmp_path / "in"
    write(folder / "eve" / "fine.lc")
    (folder / "eve" / "link.lc").symlink_to(secret)
    (folder / "eve" / "way").symlink_to(secret.parent)
    (folder / "mallory").symlink_to(secret.parent)
    (folder / "eve" / "loop").symlink_to(folder)
    os.mkfifo(folder / "eve" / "pipe.lc")
    assert read(folder) == {"eve": {"fine.lc": "f = 1\n"}, "mallory": {}}
    assert sum("it is a link" in problem for problem in problems(folder)) == 4
    assert any("“pipe.lc” is not read: it is no ordinary file" in problem for problem in problems(folder))


def test_what_is_too_large_or_no_text_is_said(tmp_path: Path) -> None:
    write(tmp_path / "ada" / "large.lc", "-" * (LARGEST + 1))
    (tmp_path / "ada" / "bytes.lc").write_bytes(b"\xc3\x28")
    (tmp_path / "bob").mkdir()
    (tmp_path / "bob" / "windows.lc").write_bytes("f = λx. x".encode("utf-16"))
    told = "\n".join(problems(tmp_path))
    assert "“large.lc” is not read: it has more than 2,000,000 bytes" in told
    assert "“bytes.lc” is not UTF-8 text" in told
    assert read(tmp_path)["bob"] == {"windows.lc": "f = λx. x"}


@pytest.mark.parametrize("name", ["nowhere", "nowhere.zip", "empty"])
def test_what_has_no_submissions_is_said(name: str, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(LoadError):
        submissions_at(tmp_path / name)


# ── zips ──


def test_a_zip_reads_as_its_folder(tmp_path: Path) -> None:
    members = {"ada/x.lc": "x = 1", "bob.lc": "b = 1", "__MACOSX/ada/x.lc": "no", "ada/.x.lc": "no"}
    expected = {"ada": {"x.lc": "x = 1"}, "bob": {"bob.lc": "b = 1"}}
    assert read(zipped(tmp_path / "all.zip", members)) == expected
    wrapped = {f"week/{name}": text for name, text in members.items()}
    assert read(zipped(tmp_path / "week.zip", wrapped)) == expected
    assert read(zipped(tmp_path / "one.zip", {"ada/x.lc": "x = 1"})) == {"ada": {"x.lc": "x = 1"}}


def test_a_zip_of_a_student_is_looked_into(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    zipped(folder / "ada.zip", {"a.lc": "a = 1", "src/b.lc": "b = 1"})
    (folder / "bob.zip").write_bytes(b"PK no zip")
    assert read(folder)["ada"] == {"a.lc": "a = 1", "src/b.lc": "b = 1"}
    assert any("“bob.zip” is not read: it is no zip" in problem for problem in problems(folder))


def test_names_in_a_zip_lead_nowhere(tmp_path: Path) -> None:
    path = zipped(tmp_path / "evil.zip", {"../../evil.lc": "a", "/etc/evil.lc": "b", "c:\\x\\evil.lc": "c"})
    before = sorted(tmp_path.rglob("*"))
    read(path)
    assert sorted(tmp_path.rglob("*")) == before
    assert not (tmp_path.parent.parent / "evil.lc").exists()


def test_a_bomb_does_not_go_off(tmp_path: Path) -> None:
    path = zipped(tmp_path / "bomb.zip", {"ada/x.lc": "\0" * 30_000_000, "bob/y.lc": "y = 1"})
    assert path.stat().st_size < 100_000
    assert read(path) == {"ada": {}, "bob": {"y.lc": "y = 1"}}
    assert any("it has more than 2,000,000 bytes" in problem for problem in problems(path))


def test_links_and_locks_in_a_zip_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "odd.zip"
    with zipfile.ZipFile(path, "w") as archive:
        link = zipfile.ZipInfo("ada/link.lc")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("bob/fine.lc", "f = 1")
    assert read(path)["ada"] == {}
    assert problems(path) == ["“link.lc” is not read: it is a link"]


def test_what_has_no_name_in_a_zip_is_passed_over(tmp_path: Path) -> None:
    path = zipped(tmp_path / "week.zip", {"ada/x.lc": "x = 1", "bob/y.lc": "y = 1"})
    path.write_bytes(path.read_bytes().replace(b"ada/x.lc", b"\0da/x.lc"))
    assert read(path) == {"bob": {"y.lc": "y = 1"}}


@given(st.binary(max_size=300), st.integers(0, 200), st.integers(0, 255))
def test_a_broken_zip_breaks_nothing(rest: bytes, at: int, byte: int) -> None:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        held = BytesIO()
        with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("ada/x.lc", "x = 1\n" * 20)
            archive.writestr("bob/y.lc", "y = 1")
        content = bytearray(held.getvalue())
        content[at % len(content)] = byte
        path = Path(folder, "z.zip")
        path.write_bytes(bytes(content) + rest)
        with suppress(LoadError):
            submissions_at(path)


# ── notebooks ──


def notebook(*cells: str, language: str = "python") -> str:
    made = [{"cell_type": "code", "source": cell.splitlines(keepends=True)} for cell in cells]
    made.append({"cell_type": "markdown", "source": ["%%lamb\nno = 1"]})
    return json.dumps({"metadata": {"kernelspec": {"language": language}}, "cells": made})


def test_only_the_lambda_cells_of_a_notebook_are_read() -> None:
    text = notebook("import os", "%%lamb\nf = 1\n:trace f\ng = 2", "%%lamb\n", "lamb.exercise('f')")
    assert [*lambda_cells(text, "n.ipynb")] == ["f = 1\n\ng = 2", ""]


def test_all_code_of_a_notebook_of_ours_is_read() -> None:
    assert [*lambda_cells(notebook("f = 1", language="lambda-calculus"), "n")] == ["f = 1"]


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"cells": 1}', '{"cells": [1]}', "[" * 100_000, '{"cells": [{"cell_type": "code"}]}'],
)
def test_what_is_no_notebook_is_said(text: str) -> None:
    with pytest.raises(LoadError, match="is no notebook"):
        [*lambda_cells(text, "n.ipynb")]
