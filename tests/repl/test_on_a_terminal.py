"""The prompt as people meet it: in a process of its own, on a terminal, with what is on the screen."""

from __future__ import annotations

import os
import signal
import sys
import termios
from collections.abc import Iterator
from inspect import isfunction
from pathlib import Path
from random import Random
from typing import Protocol
from unittest.mock import Mock

import pytest

from lamb.cli.progress import Interrupts, handling, quiet_destructors
from lamb.repl.editor import Past
from lamb.repl.prompt import EXAMPLES
from tests.cli.command import ENDLESS, LONG
from tests.repl.emulator import BACKSPACE, CTRL_C, CTRL_D, CTRL_R, ENTER, TAB, UP, Emulator


class Start(Protocol):
    """Starts the prompt, and waits for it."""

    def __call__(
        self, home: Path = ..., *, old: bool = True, mute: bool = False, columns: int = 80, **env: str
    ) -> Emulator: ...


@pytest.fixture
def started(tmp_path: Path) -> Iterator[Start]:
    screens: list[Emulator] = []

    def start(
        home: Path = tmp_path, *, old: bool = True, mute: bool = False, columns: int = 80, **env: str
    ) -> Emulator:
        screen = Emulator(home, old=old, mute=mute, columns=columns, **env)
        screens.append(screen)
        screen.wait_for(r"^(λ|\\)>")
        if env.get("TERM") != "dumb" and not mute:
            screen.wait_for("normal|applicative")  # all is loaded
        return screen

    yield start
    for screen in screens:
        screen.stop()


# ── Coming and going ──────────────────────────────────────────────────────────────────


def test_somebody_new_is_told_what_to_try_and_it_works(started: Start) -> None:
    screen = started(old=False)
    screen.wait_for("Three things to try")
    assert all(example in screen.shown for example in EXAMPLES)
    assert ":learn" in screen.shown
    add, twice, _ = EXAMPLES
    screen.enter(add)
    screen.enter(twice)
    screen.enter("twice succ 3")
    assert screen.shown.count("-- 5") == 2
    assert screen.leave() == 0


def test_somebody_who_comes_back_finds_what_was_typed(started: Start, tmp_path: Path) -> None:
    screen = started(old=False)
    screen.enter("mul 6 7")
    assert screen.leave() == 0
    screen = started()
    assert "Three things" not in screen.shown
    screen.type(UP)
    screen.wait_for("^λ> mul 6 7$")
    screen.enter("")
    screen.wait_for("42")
    screen.type(CTRL_R + "6")
    screen.wait_for("I-search backward: 6")
    screen.wait_for("mul 6 7")
    screen.type(ENTER + CTRL_C)
    assert screen.leave() == 0
    assert list(Past(tmp_path / "history").load_history_strings()) == ["mul 6 7"]


def test_quit_leaves_too(started: Start) -> None:
    screen = started()
    screen.type(":quit" + ENTER)
    assert screen.end() == 0


# ── Typing ────────────────────────────────────────────────────────────────────────────


def test_what_is_typed_is_coloured_and_a_backslash_is_lambda(started: Start) -> None:
    screen = started()
    screen.type("\\xy. add xy zz)")
    screen.wait_for(r"^λ> λxy\. add xy zz\)$")
    assert screen.color_of("λxy") == "magenta"
    assert screen.color_of("xy zz") == "cyan"
    assert screen.color_of("add") == "brightblue"
    assert screen.color_of("zz)") == "default"
    assert left_after_clearing(screen) == 0


def left_after_clearing(screen: Emulator) -> int:
    screen.type(CTRL_C)
    screen.wait_for("^λ>$")
    return screen.leave()


def test_an_incomplete_input_goes_on_in_the_next_line(started: Start) -> None:
    screen = started()
    screen.type("twice f x =" + ENTER)
    screen.wait_for(r"^\.\.$")
    screen.enter("f (f x)")
    screen.enter("twice succ 40")
    screen.wait_for("42")
    assert "λ> twice f x =\n..   f (f x)\nλ> twice succ 40" in screen.shown


def test_names_are_completed_with_what_they_do(started: Start) -> None:
    screen = started()
    screen.type("is-z")
    screen.wait_for("is-zero +True for 0")
    screen.type(TAB)
    screen.wait_for("^λ> is-zero")
    screen.type(" 0")
    screen.enter("")
    screen.wait_for("true")
    screen.type(":he")
    screen.wait_for("help +the commands")
    assert left_after_clearing(screen) == 0


def test_a_file_can_be_pasted(started: Start, tmp_path: Path) -> None:
    screen = started()
    screen.type("\x1b[200~-- One.\rone = \\f. f\r\rtwo = succ\r  one\radd two two\r\x1b[201~")
    screen.wait_for(r"^\.\. add two two$")
    screen.enter("")
    screen.wait_for("-- 4")
    screen.wait_for("2 defined")
    assert list(Past(tmp_path / "history").load_history_strings()) == [
        "-- One.\none = \\f. f\n\ntwo = succ\n  one\nadd two two"
    ]


def test_ctrl_c_clears_the_line_and_says_nothing(started: Start) -> None:
    screen = started()
    before = screen.shown
    screen.type("(λx. oops")
    screen.wait_for("oops")
    screen.type(CTRL_C)
    screen.wait_for("^λ>$")
    assert screen.shown.split("\n")[:2] == before.split("\n")[:2]
    os.kill(screen.process.pid, signal.SIGINT)
    screen.enter("K")
    assert screen.leave() == 0


# ── Evaluating ────────────────────────────────────────────────────────────────────────


def begin_endless(screen: Emulator) -> None:
    """Enter what never ends, though the machine be so busy that a key is heard after ten seconds."""
    screen.enter(":budget seconds none")
    screen.type(ENDLESS + ENTER)


def test_ctrl_c_stops_what_never_ends_and_the_session_is_whole(started: Start) -> None:
    screen = started()
    screen.enter("mine = 21")
    begin_endless(screen)
    screen.wait_for("steps, .* Ctrl-C stops")
    screen.type(CTRL_C)
    screen.wait_for("interrupted after .* steps")
    screen.wait_for(r"reached: \(λx n\. x x λy\. n\)")
    screen.enter("add mine mine")
    screen.wait_for("42")
    assert screen.leave() == 0


@pytest.mark.parametrize("mute", [False, True])
def test_ctrl_c_right_after_enter_is_heard(started: Start, mute: bool) -> None:
    screen = started(mute=mute)
    begin_endless(screen)
    screen.type(CTRL_C)
    screen.wait_for("interrupted")
    screen.enter("add 1 2")
    screen.wait_for("-- 3")
    assert screen.leave() == 0


@pytest.mark.parametrize("mute", [False, True])
def test_ctrl_d_while_something_runs_leaves_after_it(started: Start, mute: bool) -> None:
    screen = started(mute=mute)
    begin_endless(screen)
    screen.wait_for("Ctrl-C stops")
    screen.type(CTRL_D)
    screen.wait_for(r"\^D")
    os.kill(screen.process.pid, signal.SIGINT)
    assert screen.end() == 0
    assert "interrupted after" in screen.shown


@pytest.mark.parametrize(("raised", "told"), [(KeyboardInterrupt, 0), (ValueError, 1)])
def test_a_ctrl_c_in_a_destructor_leaves_no_traceback(
    monkeypatch: pytest.MonkeyPatch, raised: type[BaseException], told: int
) -> None:
    class Dying:
        def __del__(self) -> None:
            raise raised

    said: list[object] = []
    monkeypatch.setattr("sys.unraisablehook", said.append)
    with quiet_destructors() as tell:
        Dying()
        assert not isfunction(sys.unraisablehook)  # in which a second one could come
        tell()
        assert len(said) == told
    assert len(said) == told


def test_ctrl_c_is_raised_only_where_it_is_caught() -> None:
    interrupts, asked = Interrupts(), Mock()

    def twice() -> None:
        try:
            signal.raise_signal(signal.SIGINT)
        finally:
            signal.raise_signal(signal.SIGINT)

    def asks() -> None:
        with interrupts.asking(asked):
            signal.raise_signal(signal.SIGINT)

    usual = signal.getsignal(signal.SIGINT)
    with handling(interrupts):
        signal.raise_signal(signal.SIGINT)
        assert interrupts.stops(twice)
        signal.raise_signal(signal.SIGINT)
        assert not interrupts.stops(asks)
        with pytest.raises(EOFError):
            interrupts.stops(Mock(side_effect=EOFError))
        signal.raise_signal(signal.SIGINT)
    assert asked.call_count == 1
    assert signal.getsignal(signal.SIGINT) is usual


def test_impatient_ctrl_c_stops_and_leaves_no_traceback(started: Start) -> None:
    screen, gaps = started(), Random(14)
    for _ in range(3):
        begin_endless(screen)
        screen.wait_for("Ctrl-C stops")
        for _ in range(8):
            os.kill(screen.process.pid, signal.SIGINT)
            screen.is_silent(gaps.choice((0, 0.001, 0.003, 0.03)))
        screen.wait_for("^λ>$")
    assert "Traceback" not in screen.text
    assert left_after_clearing(screen) == 0


@pytest.mark.parametrize("typed", ["", "add 1", ENDLESS + ENTER])
def test_a_request_to_end_leaves_the_terminal_as_it_was(started: Start, typed: str) -> None:
    screen = started()
    assert screen.is_raw
    screen.type(typed)
    screen.wait_for("Ctrl-C stops" if ENTER in typed else f"^λ> ?{typed}")
    os.kill(screen.process.pid, signal.SIGTERM)
    assert screen.process.wait(LONG) == 128 + signal.SIGTERM
    assert not screen.is_raw
    assert termios.tcgetattr(screen.keys)[6][termios.VEOF] == CTRL_D.encode()
    assert "Traceback" not in screen.text


def test_a_slip_is_said_where_it_is(started: Start) -> None:
    screen = started()
    screen.enter("fcat 3")
    screen.wait_for("“fcat” is not defined: did you mean “fact”")
    screen.type("add (1" + ENTER)
    screen.wait_for(r"^\.\.$")
    assert "the last answer" not in screen.shown  # and nothing is offered unasked
    screen.enter("")
    screen.wait_for(r"this “\(” is never closed")
    screen.enter(":lod")
    screen.wait_for("did you mean “:load”")
    assert screen.leave() == 0


def test_a_derivation_goes_on_until_an_empty_line(started: Start) -> None:
    screen = started()
    screen.type("eval two : succ 1" + ENTER)
    screen.wait_for(r"^\.\.$")
    screen.type("=~> 2" + ENTER)
    screen.wait_for(r"=~> 2\n\.\.")
    screen.enter("")
    screen.wait_for("derivation two +-- holds")
    assert screen.leave() == 0


def test_the_users_own_program_runs_at_the_start(started: Start, tmp_path: Path) -> None:
    (tmp_path / "own.lc").write_text("mine = 42\n", "utf-8")
    (tmp_path / "init.lc").write_text(':strategy applicative\n\nimport "own.lc"\n:nothing\nmine\n', "utf-8")
    screen = started(columns=200)
    screen.wait_for("applicative order")
    screen.wait_for("there is no command “:nothing”")
    screen.wait_for("42")
    (tmp_path / "init.lc").write_text("good = 1\n\nbad = (", "utf-8")
    screen = started(columns=200)
    screen.wait_for(r"this “\(” is never closed")
    screen.wait_for(r"3 \| bad = \(")
    screen.enter("K")
    assert screen.leave() == 0


def test_what_is_longer_than_the_screen_is_shown_in_pages(started: Start, tmp_path: Path) -> None:
    pager = tmp_path / "pager.py"
    pager.write_text("import sys; print('begin', len(sys.stdin.buffer.readlines()), 'end')", encoding="utf-8")
    screen = started(PAGER=f"{sys.executable} {pager}")
    screen.enter("add 1 2")
    screen.enter(":help")
    screen.wait_for(r"^begin \d\d end$")
    screen.enter(":help quit")
    assert "Ends the session" in screen.shown
    screen.enter("K [1000 a]")
    screen.wait_for(r"^begin 1 end$")
    assert screen.leave() == 0
    screen = started(PAGER="no-such-pager")
    screen.enter(":help")
    assert ":help NAME says more" in screen.shown
    assert screen.leave() == 0


# ── Where less is possible ────────────────────────────────────────────────────────────


def test_a_terminal_that_can_only_show_text_will_do(started: Start) -> None:
    screen = started(TERM="dumb")
    screen.type("twice f x =\nf (f x)\ntwice succ \\\n")
    screen.type("f x. f x\n")
    screen.wait_for(r"-- 3\nλ>\Z")
    screen.type("oops")
    screen.wait_for("oops")
    screen.interrupt(r"\^C\nλ>\Z")
    screen.type(f":budget seconds none\n{ENDLESS}\n")
    screen.wait_for("Ctrl-C stops")
    screen.type(CTRL_C)
    screen.wait_for("interrupted after")
    screen.wait_for(r"λ>\Z")
    assert "\x1b" not in screen.text
    screen.type(CTRL_D)
    assert screen.end() == 0


@pytest.mark.parametrize("columns", [40, 20])
def test_a_narrow_window_will_do(started: Start, columns: int) -> None:
    screen = started(columns=columns)
    if columns >= 40:
        screen.wait_for("^ normal · 1e7 nodes · 10 s · 0 defined")
    screen.enter("add 2 (add 2 (add 2 0))")
    screen.wait_for("6")
    assert all(len(line) <= columns for line in screen.lines)
    assert screen.leave() == 0


def test_an_encoding_without_lambda_will_do(started: Start) -> None:
    screen = started(PYTHONUTF8="0", PYTHONIOENCODING="ascii", LC_ALL="C")
    screen.type("\\x y. x")
    screen.wait_for(r"^\\> \\x y\. x$")
    screen.enter("")
    screen.wait_for(r"^\\x y\. x    -- ")
    assert screen.leave() == 0


def test_no_home_will_do(started: Start, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    screen = started(tmp_path / "file" / "home")
    screen.enter("add 1 2")
    screen.wait_for("-- 3")
    screen.type(UP)
    screen.wait_for("^λ> add 1 2$")
    assert left_after_clearing(screen) == 0


def test_no_colours_are_shown_to_who_wants_none(started: Start) -> None:
    screen = started(NO_COLOR="1")
    screen.type("λx. x")
    screen.wait_for("λx. x")
    assert screen.color_of("λx") == "default"
    assert left_after_clearing(screen) == 0


# ── A file, a walk, a lesson ──────────────────────────────────────────────────────────


def test_a_file_with_an_error_is_told_and_nothing_of_it_is_defined(started: Start, tmp_path: Path) -> None:
    file = tmp_path / "wrong.lc"
    file.write_text("good = λx. x\nbad = (λx. x\n")
    screen = started(columns=200)
    screen.enter(f":load {file}")
    assert "this “(” is never closed" in screen.shown
    screen.enter("good a")
    assert "“good” is not defined" in screen.shown
    file.write_text("good = λx. x\n")
    screen.enter(":reload")
    screen.enter("good a")
    assert "\na\n" in screen.shown
    assert screen.leave() == 0


def test_a_reduction_can_be_walked_through(started: Start) -> None:
    screen = started()
    screen.type(":step (λx y. x) y z" + ENTER)
    screen.wait_for("^step>")
    screen.type(ENTER)
    screen.wait_for(r"y would be captured by this λy, so it becomes y'\n(.*\n)+step>$")
    screen.type("\\y. y" + BACKSPACE + "z")
    screen.wait_for(r"^step> λy\. z$")
    screen.type(CTRL_C)
    screen.wait_for("^step>$")
    screen.type("λy. z" + ENTER)
    screen.wait_for("^no: ")
    screen.type(UP)
    screen.wait_for(r"^step> λy\. z$")
    screen.type(CTRL_C + ":strategy value" + ENTER)
    screen.wait_for("^call by value, to a weak normal form")
    screen.type("b" + ENTER)
    screen.wait_for(r"1 > \^+  β\nstep>$")
    screen.type("r" + ENTER)
    screen.wait_for("a weak normal form after 2 steps")
    screen.enter("1")
    assert screen.leave() == 0


def test_a_lesson_is_done_wrong_and_then_right(started: Start) -> None:
    screen = started()
    screen.enter(":learn 1")
    screen.enter("x y")
    screen.enter(":learn check")
    screen.wait_for("Not yet")
    screen.enter("mine")
    screen.wait_for("^✓ ")
    screen.enter(":learn")
    screen.read_until("Lesson 2 of")
    assert screen.leave() == 0
