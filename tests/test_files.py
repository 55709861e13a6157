"""Files: read as text, and only where they may be read."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import assume, given, strategies as st

from lamb import Budget, LambError, LoadError, Place, Session, Source
from lamb.errors import BudgetError
from lamb.files import LARGEST, Files, decode
from tests.sessions import answer, only_error, results, write


def refused(path: Path, **options: object) -> LoadError:
    """What is wrong with a file that cannot be run."""
    (error,) = Session(**options).run_file(path)  # type: ignore[arg-type]
    assert isinstance(error, LoadError)
    assert str(error)
    return error


# ── What is no text ───────────────────────────────────────────────────────────────────


def test_a_missing_file_is_refused_and_the_nearest_is_named(tmp_path: Path) -> None:
    write(tmp_path, primes="1")
    error = refused(tmp_path / "prims.lc")
    assert error.message == f"there is no file “{tmp_path / 'prims.lc'}”"
    assert error.hint == f"did you mean “{tmp_path / 'primes.lc'}”?"
    assert refused(tmp_path / "primes").hint == f"did you mean “{tmp_path / 'primes.lc'}”?"
    assert refused(tmp_path / "prime").hint is None


@pytest.mark.parametrize("written", ["sub/prims.lc", "sub/primes"])
def test_a_missing_import_brings_the_nearest_as_it_would_be_written(written: str, tmp_path: Path) -> None:
    write(tmp_path, main=f'import "{written}"', sub__primes="one = 1")
    error = refused(tmp_path / "main.lc")
    assert error.hint == f"did you mean “{Path('sub/primes.lc')}”?"


def test_a_missing_import_is_placed_where_it_is_written(tmp_path: Path) -> None:
    write(tmp_path, main='1\nimport "prims.lc"', primes="1")
    error = refused(tmp_path / "main.lc")
    assert error.hint is not None
    assert "primes.lc" in error.hint
    assert error.place is not None
    assert (error.place.line, error.place.text) == (2, '"prims.lc"')


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    assert refused(tmp_path).message == f"“{tmp_path}” is a folder, not a file"
    write(tmp_path, main='import "sub"', sub__one="1")
    assert "is a folder" in refused(tmp_path / "main.lc").message


def test_what_is_not_utf_8_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "latin.lc"
    path.write_bytes("ok = 1\n-- größe\n".encode("latin-1"))
    error = refused(path)
    assert error.message == f"“{path}” is not UTF-8 text: byte 0xf6 in line 2"
    assert error.hint == "save it as UTF-8"


@given(st.binary(max_size=20))
def test_bytes_are_text_or_are_refused(content: bytes) -> None:
    assume(not content.startswith((b"\xff\xfe", b"\xfe\xff")))
    if valid(content):
        assert decode(content, "some").encode() == content.removeprefix(b"\xef\xbb\xbf")
        return
    with pytest.raises(LoadError, match="not UTF-8"):
        decode(content, "some")


@given(st.text(max_size=20), st.sampled_from(["le", "be"]), st.booleans())
def test_utf_16_is_read_as_windows_writes_it(text: str, order: str, broken: bool) -> None:
    content = f"\ufeff{text}".encode(f"utf-16-{order}")
    if broken:
        with pytest.raises(LoadError, match="“some” is not UTF-16 text"):
            decode(content + b"x", "some")
    elif order == "le" and text.startswith("\0"):
        assert content.startswith(b"\xff\xfe\0\0")  # as in UTF-32
    else:
        assert decode(content, "some") == text


def valid(content: bytes) -> bool:
    try:
        return content.decode() is not None
    except UnicodeDecodeError:
        return False


def test_a_byte_order_mark_does_not_count(tmp_path: Path) -> None:
    path = tmp_path / "windows.lc"
    path.write_bytes(b"\xef\xbb\xbfone = 1\r\none\r\n")
    _, found = Session().run_file(path)
    assert not isinstance(found, LambError)


def test_a_file_that_is_too_large_is_not_read_to_its_end() -> None:
    assert f"more than {LARGEST:,} bytes" in refused(Path("/dev/zero")).message


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file_is_refused(tmp_path: Path) -> None:
    write(tmp_path, secret="1")
    (tmp_path / "secret.lc").chmod(0)
    assert "cannot be read: permission denied" in refused(tmp_path / "secret.lc").message


@pytest.mark.parametrize(
    "name", ["a\0b", "x" * 5_000, "sub/" * 2_000, "loop.lc", "loop.lc/more.lc", "main.lc/more.lc"]
)
def test_what_is_no_name_of_a_file_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "loop.lc").symlink_to(tmp_path / "loop.lc")
    write(tmp_path, main=f'import "{name}"')
    error = refused(tmp_path / "main.lc")
    assert error.place is not None
    assert error.place.line == 1


# ── Outside ───────────────────────────────────────────────────────────────────────────


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A file that no program in `inside` may read."""
    write(tmp_path, secret="secret = 42", inside__ok="ok = 1")
    return tmp_path / "secret.lc"


@pytest.mark.parametrize(
    "written",
    ["../secret.lc", "{outside}", "./../secret.lc", "sub/../../secret.lc", "link.lc", "sub/secret.lc"],
)
def test_nothing_outside_the_folder_of_the_program_is_imported(outside: Path, written: str) -> None:
    inside = outside.parent / "inside"
    (inside / "link.lc").symlink_to(outside)
    (inside / "sub").symlink_to(outside.parent)
    write(inside, main=f'import "{written.format(outside=outside)}"\nsecret')
    error = refused(inside / "main.lc")
    assert "is outside the folder of the program" in error.message
    assert error.hint == f"an import stays in {inside.resolve()}"
    assert "42" not in str(error)


def test_what_is_not_there_cannot_be_told_from_what_may_not_be_read(outside: Path) -> None:
    write(outside.parent / "inside", main='import "../nothing.lc"')
    assert "is outside" in refused(outside.parent / "inside" / "main.lc").message


def test_a_folder_that_the_user_named_may_be_read(outside: Path) -> None:
    inside = outside.parent / "inside"
    write(inside, main='import "../secret.lc"\nsecret')
    found = list(Session(roots=(outside.parent,)).run_file(inside / "main.lc"))
    assert not any(isinstance(result, LambError) for result in found)


def test_a_link_inside_the_folder_may_be_followed(tmp_path: Path) -> None:
    write(tmp_path, real="one = 1", main='import "link.lc"\none')
    (tmp_path / "link.lc").symlink_to("real.lc")
    found = list(Session().run_file(tmp_path / "main.lc"))
    assert not any(isinstance(result, LambError) for result in found)


def test_a_name_that_only_begins_like_the_folder_is_outside_it(tmp_path: Path) -> None:
    write(tmp_path, app__main='import "../app-secret/key.lc"', **{"app-secret__key": "key = 1"})
    assert "is outside" in refused(tmp_path / "app" / "main.lc").message


def test_the_prompt_imports_from_the_current_folder(outside: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(outside.parent / "inside")
    assert answer('import "ok.lc"\nok') in ("1", "0")
    assert "is outside" in only_error(results('import "../secret.lc"')).message


# ── Names in errors ───────────────────────────────────────────────────────────────────


def test_an_imported_file_is_called_by_its_way_from_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, main='import "sub/one.lc"', sub__one="one = 1")
    place = Place(Source('import "sub/one.lc"', "main.lc"), 7, 19)
    monkeypatch.chdir(tmp_path)
    files = Files()
    main = files.open(Path("main.lc"))
    one = files.open_import("sub/one.lc", place)
    assert (main.name, one.name) == ("main.lc", str(Path("sub/one.lc")))
    assert files.path(one) == (tmp_path / "sub" / "one.lc").resolve()
    assert files.path(Source("", "another")) is None


def test_two_files_of_one_name_are_not_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, one__lib='import "more/lib.lc"\na = 1', one__more__lib="b = 2", here__x="1")
    monkeypatch.chdir(tmp_path / "here")
    roots = tmp_path / "one", tmp_path / "one" / "more"
    session = Session(roots=(roots[1], roots[0]))
    found = list(session.run_file(tmp_path / "one" / "lib.lc"))
    assert not any(isinstance(result, LambError) for result in found)
    assert {"a", "b"} <= set(session.definitions)


@pytest.mark.parametrize("name", ["a\0b", "a\ud800"])
def test_what_no_file_can_be_called_is_refused(name: str) -> None:
    assert "no file" in refused(Path(name)).message


def test_a_current_folder_that_was_deleted_harms_no_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, gone__x="1", main='import "lib.lc"\na', lib="a = 1")
    monkeypatch.chdir(tmp_path / "gone")
    shutil.rmtree(tmp_path / "gone")
    assert answer("add 1 1") in ("2", "λf x. f (f x)")
    assert "there is no file" in only_error(results('import "x.lc"')).message
    assert not any(isinstance(result, LambError) for result in Session().run_file(tmp_path / "main.lc"))


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"])
def test_a_line_may_end_as_on_any_system(tmp_path: Path, end: str) -> None:
    (tmp_path / "main.lc").write_bytes(end.join(["one = 1 -- a comment", "one", "("]).encode())
    results = Session().run_file(tmp_path / "main.lc")
    (error,) = (result for result in results if isinstance(result, LambError))
    assert error.place is not None
    assert (error.place.line, error.place.column) == (3, 1)


# ── Many ──────────────────────────────────────────────────────────────────────────────


def test_files_import_each_other_as_deep_as_they_like(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(1_200):
        (tmp_path / f"{number}.lc").write_text(f'import "{number + 1}.lc"\nx{number} = x{number + 1}')
    (tmp_path / "1200.lc").write_text("x1200 = end")
    monkeypatch.chdir(tmp_path)
    assert answer('import "0.lc"\nx0') == "end"
    (tmp_path / "1200.lc").write_text('import "900.lc"')
    message = only_error(results('import "0.lc"')).message
    assert message.startswith("these files import each other in a circle: <input> → 0.lc → 1.lc")
    assert message.endswith("1200.lc → 900.lc")


def test_what_is_imported_has_the_budget_too(tmp_path: Path) -> None:
    (tmp_path / "long.lc").write_text("a = " + "x " * 50_000)
    session = Session(budget=Budget(nodes=10_000), roots=(tmp_path,))
    error = only_error([*session.run('import "long.lc"')])
    assert isinstance(error, BudgetError)
    assert error.place is not None
    assert error.place.source.name.endswith("long.lc")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes among these files")
def test_a_pipe_is_not_imported_for_that_would_wait_for_ever(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.lc")
    (tmp_path / "main.lc").write_text('import "pipe.lc"')
    (found,) = Session(prelude=False).run_file(tmp_path / "main.lc")
    assert isinstance(found, LoadError)
    assert "pipe.lc” is no ordinary file" in found.message
    assert found.place
