"""`lamb` on a terminal: the live line, Ctrl-C, colours, long terms."""

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("there are no pseudo-terminals", allow_module_level=True)

from tests.cli.command import OMEGA, Screen, as_seen

Start = Callable[..., Screen]


@pytest.fixture
def start() -> Iterator[Start]:
    """Start `lamb` on a terminal, and see that it ends."""
    screens: list[Screen] = []

    def start(*words: str, out: int | None = None, **env: str) -> Screen:
        screens.append(Screen(*words, out=out, **env))
        return screens[-1]

    yield start
    for screen in screens:
        if screen.process.poll() is None:
            screen.process.kill()
            screen.process.wait()


def test_ctrl_c_stops_an_evaluation_and_says_what_it_reached(start: Start) -> None:
    screen = start("eval", "-e", OMEGA, "-e", "never")
    screen.read_until(r"[1-9]\d*(,\d{3})+ steps, \d+\.\d s, [\d,]+ nodes — Ctrl-C stops")
    screen.type("\x03")
    assert screen.end() == 130
    lines = as_seen(screen.text)
    assert "interrupted after" in lines[0]
    assert "Ctrl-C stops" not in "".join(lines)
    assert any("reached:" in line and "(λx. x x) λx. x x" in line for line in lines)
    assert "never" not in screen.text


def test_ctrl_c_while_reading_is_quiet(start: Start, tmp_path: Path) -> None:
    (tmp_path / "first.lc").write_text("fact 5")
    screen = start("eval", str(tmp_path / "first.lc"), "-")
    screen.read_until("120")
    screen.type("\x03")
    assert screen.end() == 130
    assert "Traceback" not in screen.text
    assert as_seen(screen.text)[-2].endswith("interrupted")


def test_the_line_is_on_the_terminal_even_if_results_go_elsewhere(start: Start) -> None:
    read, write = os.pipe()
    screen = start("eval", "-e", OMEGA, "--seconds", "1.3", out=write)
    os.close(write)
    assert screen.end() == 3
    assert "Ctrl-C stops" in screen.text
    assert "Ctrl-C stops" not in "".join(as_seen(screen.text))
    assert os.read(read, 100) == b""
    os.close(read)


def test_a_terminal_gets_colours_unless_somebody_minds(start: Start) -> None:
    def shown(*words: str, **env: str) -> str:
        screen = start("eval", "-e", "1", "-e", "(", *words, **env)
        assert screen.end() == 1
        return screen.text

    assert "\x1b[" in shown()
    assert "\x1b[" not in shown("--color", "never")
    assert "\x1b[" not in shown(NO_COLOR="1")
    assert "\x1b[" not in shown(TERM="dumb")


def test_a_long_term_is_elided_on_a_terminal_and_can_be_had(start: Start) -> None:
    term = r"\s. " + "s " * 20_000
    screen = start("eval", "-e", term, "--color", "never")
    assert screen.end() == 0
    assert "--format term shows it whole" in screen.text
    assert len(screen.text) < 1_000
    screen = start("eval", "-e", term, "--format", "term")
    assert screen.end() == 0
    assert len(screen.text) > 40_000


def test_a_command_on_a_terminal_with_nothing_to_do_says_so(start: Start) -> None:
    screen = start("eval")
    assert screen.end() == 2
    assert "there is nothing to evaluate" in screen.text
