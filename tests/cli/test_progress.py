"""The live line, and Ctrl-C, with a clock of their own."""

import re
import signal
import sys
from io import StringIO

import pytest

import lamb
from lamb.__main__ import main
from lamb.calculus.budget import BLOCKS_PER_NODE, Memory
from lamb.cli.progress import LISTENING, PATIENCE, Progress
from lamb.cli.running import Job
from lamb.results import Exit
from tests.cli.command import OMEGA, as_seen


@pytest.fixture(autouse=True)
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal on which a line can come and go."""
    monkeypatch.setenv("TERM", "xterm")


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def watched(calls: list[tuple[float, int]], ends: bool = False) -> str:
    """What is written when a statement asks at these times and steps."""
    screen, clock = StringIO(), Clock()
    progress = Progress(screen, clock)
    with progress.watching():
        for clock.now, steps in calls:
            assert progress(steps) is False
        shown = screen.getvalue()
    return screen.getvalue() if ends else shown


def test_nothing_is_shown_of_what_is_soon_done() -> None:
    assert watched([(0.1, 5_000), (PATIENCE - 0.01, 500_000)], ends=True) == ""


def test_after_a_while_the_steps_and_the_time_are_shown() -> None:
    line = watched([(0.1, 5_000), (2.14, 1_234_567)])
    (seen,) = as_seen(line)
    assert re.fullmatch(r"1,234,567 steps, 2\.1 s, [\d,]+ nodes — Ctrl-C stops", seen)


def test_the_first_line_counts_what_has_been_taken_since_the_statement_began() -> None:
    screen, clock = StringIO(), Clock()
    progress = Progress(screen, clock)
    with progress.watching():
        taken = [[number] for number in range(100_000)]
        clock.now = 2.0
        progress(5_000)
    nodes, *_ = re.findall(r"([\d,]+) nodes", screen.getvalue())
    assert int(nodes.replace(",", "")) >= len(taken) / BLOCKS_PER_NODE


def test_the_memory_is_not_asked_for_at_the_beginning_of_each_of_many_statements(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[Memory] = []
    monkeypatch.setattr(Memory, "held", lambda self: asked.append(self) or 0)
    for screen in (None, StringIO()):
        progress = Progress(screen, Clock())
        for _ in range(100):
            with progress.watching():
                pass
    assert len(asked) == 1


def test_the_line_is_drawn_no_more_often_than_can_be_seen() -> None:
    assert watched([(2 + step / 1000, step) for step in range(1000)]).count("Ctrl-C") == 10


def test_the_line_is_taken_away_at_the_end() -> None:
    assert as_seen(watched([(2.0, 1), (3.0, 999_999), (4.0, 5)], ends=True)) == [""]


def test_a_terminal_that_can_only_show_text_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    assert watched([(2.0, 1), (3.0, 999_999), (4.0, 5)], ends=True) == "Ctrl-C stops\n"


def test_several_reductions_of_a_statement_are_counted_together() -> None:
    assert "350 steps," in watched([(0.1, 100), (0.2, 200), (0.3, 50), (0.4, 100), (1.5, 50)])


def test_without_a_screen_nothing_is_drawn() -> None:
    progress = Progress(None, clock := Clock())
    clock.now = 100
    assert progress(1) is False


def test_ctrl_c_asks_an_evaluation_that_listens_to_stop() -> None:
    progress = Progress(None, clock := Clock())
    with progress.interruptible():
        progress(1)
        clock.now += LISTENING / 2
        signal.raise_signal(signal.SIGINT)
        assert progress(2) is True


def test_ctrl_c_ends_the_program_where_nothing_listens_and_the_second_time() -> None:
    progress = Progress(None, clock := Clock())
    with progress.interruptible():
        progress(1)
        signal.raise_signal(signal.SIGINT)
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    progress = Progress(None, clock)
    with progress.interruptible():
        progress(1)
        clock.now += LISTENING * 2
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)


def test_ctrl_c_waits_for_what_must_not_break_off_but_not_the_second_time() -> None:
    progress = Progress(None)
    with progress.interruptible(), progress.sheltered():
        signal.raise_signal(signal.SIGINT)
        assert progress(1) is True
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)


def test_afterwards_ctrl_c_is_what_it_was() -> None:
    before = signal.getsignal(signal.SIGINT)
    with Progress().interruptible():
        assert signal.getsignal(signal.SIGINT) is not before
    assert signal.getsignal(signal.SIGINT) is before


def test_a_program_that_is_told_to_ignore_ctrl_c_does() -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with Progress().interruptible():
            assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)


def test_ctrl_c_stops_the_machine_with_what_it_reached() -> None:
    progress = Progress()

    def watch(steps: int) -> bool:
        stop = progress(steps)
        if not stop:
            signal.raise_signal(signal.SIGINT)
        return stop

    with progress.interruptible():
        (result,) = lamb.Session(watch=watch).run(OMEGA)
    assert isinstance(result, lamb.Answer)
    assert result.outcome.status is lamb.Status.INTERRUPTED
    assert result.outcome.term == lamb.parse_term(OMEGA)


def test_a_ctrl_c_in_a_destructor_under_a_command_is_silent(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Dying:
        def __del__(self) -> None:
            raise KeyboardInterrupt

    def end(self: Job, code: Exit, problem: str | None) -> None:
        Dying()

    monkeypatch.setattr(Job, "end", end)
    monkeypatch.setattr(sys, "unraisablehook", sys.__unraisablehook__)
    assert main(["eval", "-e", "1"]) == 0
    assert capsys.readouterr().err == ""
