"""The editor in this process: keys in, an input out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, strategies as st
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.output import DummyOutput

from lamb.cli.terminal import Terminal
from lamb.repl.editor import LONGEST, Background, Editor, Loaded, Past
from lamb.repl.homes import Homes

ENTER, CTRL_C, CTRL_D, ALT_ENTER = "\r", "\x03", "\x04", "\x1b\r"
UP, HOME, LEFT, BACKSPACE = "\x1b[A", "\x01", "\x1b[D", "\x7f"

Type = Callable[[str], str]


@pytest.fixture
def loaded() -> Loaded:
    terminal = Terminal()
    terminal.out = terminal.err = StringIO()
    terminal.color("never")
    return Loaded(terminal, Homes())


@pytest.fixture
def keyboard() -> Iterator[PipeInput]:
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        yield pipe


def editor(loaded: Loaded, past: Path | None = None, prompt: str = "λ> ") -> Editor:
    return Editor(Background(lambda: loaded), prompt, ".. ", past)


@pytest.fixture
def typing(loaded: Loaded, keyboard: PipeInput) -> Type:
    """Type some keys, and give the input that they make."""
    reader = editor(loaded)

    def read(keys: str) -> str:
        keyboard.send_text(keys)
        return reader.read()

    return read


def pasted(text: str) -> str:
    return f"\x1b[200~{text}\x1b[201~"


# ── Enter ─────────────────────────────────────────────────────────────────────────────


def test_enter_ends_what_is_complete_and_continues_what_is_not(typing: Type) -> None:
    assert typing("f x" + ENTER) == "f x"
    assert typing("f x =" + ENTER + "g" + ENTER) == "f x =\n  g"
    assert typing("(" + ENTER + "x" + ENTER + ")" + ENTER) == "(\n  x\n  )"


def test_what_is_wrong_or_a_command_is_not_continued(typing: Type) -> None:
    assert typing("x)" + ENTER) == "x)"
    assert typing(":load (" + ENTER) == ":load ("


def test_an_empty_line_ends_anything_and_is_no_part_of_it(typing: Type) -> None:
    assert typing("(x" + ENTER + ENTER) == "(x"
    assert typing("eval a : x" + ENTER + "=~> x" + ENTER + ENTER) == "eval a : x\n  =~> x"


def test_alt_enter_begins_a_new_line_in_any_case(typing: Type) -> None:
    assert typing("a" + ALT_ENTER + BACKSPACE * 2 + "b" + ENTER) == "a\nb"


def test_enter_in_the_middle_ends_a_complete_line_too(typing: Type) -> None:
    assert typing("add 1 2" + HOME + ENTER) == "add 1 2"


# ── λ ─────────────────────────────────────────────────────────────────────────────────


def test_a_backslash_becomes_a_lambda_and_two_become_a_backslash(typing: Type) -> None:
    assert typing("\\x. x" + ENTER) == "λx. x"
    assert typing("\\\\x. x" + ENTER) == "\\x. x"
    assert typing("\\\\\\x. x" + ENTER + ENTER) == "\\λx. x"


def test_a_backslash_after_another_lambda_is_a_lambda(typing: Type) -> None:
    assert typing("\\x. \\" + LEFT * 3 + "\x05" + "y. y" + ENTER) == "λx. λy. y"
    assert typing(pasted("λ") + "\\" + ENTER + ENTER) == "λλ"


def test_a_backslash_stays_in_comments_and_in_the_names_of_files(typing: Type) -> None:
    assert typing("x -- \\" + ENTER) == "x -- \\"
    assert typing(":load a\\b" + ENTER) == ":load a\\b"
    assert typing(":step \\x. x" + ENTER) == ":step λx. x"


def test_a_backslash_stays_where_there_is_no_lambda(loaded: Loaded, keyboard: PipeInput) -> None:
    keyboard.send_text("\\x. x" + ENTER)
    assert editor(loaded, prompt="\\> ").read() == "\\x. x"


# ── Pasting ───────────────────────────────────────────────────────────────────────────


def test_what_is_pasted_stays_as_it_is_and_waits_for_enter(typing: Type) -> None:
    text = "one = \\f. f\n\n-- two\ntwo = (λf x.\n  f (f x))"
    assert typing(pasted(text.replace("\n", "\r\n") + "\r\n") + ENTER) == text


# ── Keys that end, clear and remember ─────────────────────────────────────────────────


def test_ctrl_d_leaves_on_an_empty_line_alone(typing: Type) -> None:
    assert typing("ab" + HOME + CTRL_D + ENTER) == "b"
    with pytest.raises(EOFError):
        typing(CTRL_D)


def test_ctrl_c_clears_the_line(typing: Type) -> None:
    assert typing("(λx" + ENTER + "oops" + CTRL_C + "x" + ENTER) == "x"


def test_an_entry_of_several_lines_comes_back_whole(typing: Type) -> None:
    typing("f x =" + ENTER + "x" + ENTER)
    assert typing("y" + ENTER) == "y"
    assert typing(UP + UP + ENTER) == "f x =\n  x"


def test_up_looks_for_what_began_so(typing: Type) -> None:
    for text in ("succ 1", "add 1 2", "succ 2", "K"):
        typing(text + ENTER)
    assert typing("a" + UP + ENTER) == "add 1 2"


def test_another_session_remembers(loaded: Loaded, keyboard: PipeInput, tmp_path: Path) -> None:
    keyboard.send_text("add 1 2" + ENTER)
    editor(loaded, tmp_path / "history").read()
    keyboard.send_text(UP + ENTER)
    assert editor(loaded, tmp_path / "history").read() == "add 1 2"


def test_the_history_may_be_somewhere_where_nothing_can_be_written(
    loaded: Loaded, keyboard: PipeInput, tmp_path: Path
) -> None:
    keyboard.send_text("x" + ENTER)
    assert editor(loaded, tmp_path / "no" / "history").read() == "x"


def test_what_is_very_long_is_not_kept(tmp_path: Path) -> None:
    Past(tmp_path / "history").store_string("x" * (LONGEST + 1))
    assert not (tmp_path / "history").exists()


typed = st.lists(st.text(alphabet="λx+# \n\r\u2028é").filter(bool), max_size=5)


@given(typed)
def test_what_was_kept_is_read_again(texts: list[str]) -> None:
    with TemporaryDirectory() as folder:
        past = Past(Path(folder) / "history")
        for text in texts:
            past.store_string(text)
        assert list(past.load_history_strings()) == texts[::-1]


def test_bytes_in_the_history_that_are_no_text_do_no_harm(tmp_path: Path) -> None:
    (tmp_path / "history").write_bytes(b"\n# today\n+\xff\n")
    assert list(Past(tmp_path / "history").load_history_strings()) == ["\ufffd"]


def test_vi_users_have_their_keys(loaded: Loaded, typing: Type) -> None:
    loaded.repl.settings.editing = "vi"
    assert typing("\\x. x" + ENTER) == "λx. x"


def test_bytes_that_are_no_text_are_replaced(loaded: Loaded, keyboard: PipeInput) -> None:
    keyboard.send_bytes(b"a\xff" + ENTER.encode())
    assert editor(loaded).read() == "a?"
