"""`lamb` on a terminal: the live line, Ctrl-C, colours, long terms, sentences as wide as it is."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, strategies as st

if sys.platform == "win32":
    pytest.skip("there are no pseudo-terminals", allow_module_level=True)

from lamb.cli.terminal import LEAST_ROOM, broken, narrowed, shown
from lamb.errors import columns as width_of
from lamb.show.lines import Piece, Sentence
from tests.cli.command import CHECKOUT, ENDLESS, LAMB, OMEGA, Screen, as_seen, environment

Start = Callable[..., Screen]


@pytest.fixture
def start() -> Iterator[Start]:
    """Start `lamb` on a terminal, and see that it ends."""
    screens: list[Screen] = []

    def start(*words: str, out: int | None = None, columns: int = 80, **env: str) -> Screen:
        screens.append(Screen(*words, out=out, columns=columns, **env))
        return screens[-1]

    yield start
    for screen in screens:
        if screen.process.poll() is None:
            screen.process.kill()
            screen.process.wait()


def test_ctrl_c_stops_an_evaluation_and_says_what_it_reached(start: Start) -> None:
    screen = start("eval", "--seconds", "none", "-e", ENDLESS, "-e", "never")
    screen.read_until(r"[1-9]\d*(,\d{3})+ steps, \d+\.\d s, [\d,]+ nodes — Ctrl-C stops")
    screen.type("\x03")
    assert screen.end() == 130
    lines = as_seen(screen.text)
    assert "interrupted after" in lines[0]
    assert "Ctrl-C stops" not in "".join(lines)
    assert any("reached:" in line and "(λx n. x x λy. n)" in line for line in lines)
    assert "never" not in screen.text


def test_ctrl_c_while_reading_is_quiet(start: Start, tmp_path: Path) -> None:
    (tmp_path / "first.lc").write_text("fact 5")
    screen = start("eval", str(tmp_path / "first.lc"), "-")
    screen.read_until("120")
    screen.type("\x03")
    if screen.is_silent(5):  # what comes just before Python waits is not always heard
        screen.type("\x03")
    assert screen.end() == 130
    assert "Traceback" not in screen.text
    assert as_seen(screen.text)[-2].endswith("interrupted")


def test_the_line_is_on_the_terminal_even_if_results_go_elsewhere(start: Start) -> None:
    read, write = os.pipe()
    screen = start("eval", "-e", ENDLESS, "--seconds", "none", out=write)
    os.close(write)
    screen.read_until("Ctrl-C stops")
    screen.type("\x03")
    assert screen.end() == 130
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


# ── Sentences ─────────────────────────────────────────────────────────────────────────

words = st.lists(st.text(alphabet="aλ変[]:/\x1b\\", min_size=1, max_size=8), min_size=1, max_size=30)


@given(words, st.integers(40, 80), st.sampled_from(["", "  "]))
def test_a_sentence_is_broken_between_words(words: list[str], width: int, indent: str) -> None:
    sentence = indent + " ".join(words)
    text = shown(Sentence((Piece(sentence, "hint"),)), colored=False, width=width)
    assert text.split() == shown(sentence, colored=False).split()
    assert all(width_of(line) <= width for line in text.split("\n"))


@given(words, st.integers(10, 60))
def test_a_line_that_is_no_sentence_is_never_broken(words: list[str], width: int) -> None:
    line = (Piece(" ".join(words), "redex"), Piece(" ".join(words)))
    text = shown(line, colored=True, width=width)
    assert re.sub("\x1b\\[[0-9;]*m", "", text) == shown(line, colored=False)


def test_what_is_quoted_stays_together() -> None:
    said = "the free “y” is captured by “λx y z. x y”: see `:help step` and rename"
    assert [line.plain for line in broken(said, 34)] == [
        "the free “y” is captured by",
        "“λx y z. x y”: see `:help step`",
        "and rename",
    ]


columns_of_words = st.lists(
    st.lists(st.text("aλ-{", min_size=1, max_size=LEAST_ROOM), min_size=1, max_size=9).map(" ".join),
    min_size=1,
    max_size=3,
).map("   ".join)
help_lines = st.one_of(
    st.just(""), st.builds(str.__add__, st.sampled_from(["", "  ", " " * 24]), columns_of_words)
)


@given(st.lists(help_lines, max_size=6), st.integers(30, 70))
def test_a_help_text_is_as_wide_as_the_terminal_and_keeps_its_words(lines: list[str], width: int) -> None:
    text = "\n".join(lines)
    narrow = narrowed(text, width)
    assert narrow.split() == text.split()
    assert max(map(width_of, narrow.split("\n"))) <= width
    assert narrow == text or max(map(width_of, lines)) > width


@pytest.mark.parametrize(
    ("command", "columns"),
    [("", 40), ("", 80), ("eval", 60), ("step", 80), ("class", 80), ("class grade", 60)],
)
def test_no_word_of_the_help_is_broken(start: Start, command: str, columns: int) -> None:
    screen = start(*command.split(), "--help", columns=columns)
    assert screen.end() == 0
    assert max(map(width_of, screen.text.splitlines())) <= columns


@pytest.mark.parametrize("columns", [40, 60, 80, 100])
def test_messages_are_as_wide_as_the_terminal_and_sources_stay(start: Start, columns: int) -> None:
    def lines(columns: int) -> list[str]:
        screen = start(
            "eval", "-e", OMEGA, "-e", "conf a : (λx y. x) y =b> λy. y", "--steps", "9", columns=columns
        )
        assert screen.end() == 1
        return as_seen(screen.text, columns)

    seen, whole = lines(columns), lines(500)
    assert max(map(len, seen)) <= columns
    assert " ".join(" ".join(seen).split()) == " ".join(" ".join(whole).split())
    assert {line for line in whole if " | " in line} <= set(seen)


def test_what_a_name_is_for_and_its_type_are_as_wide_as_the_terminal(start: Start) -> None:
    screen = start("doc", "map", columns=40)
    assert screen.end() == 0
    lines = as_seen(screen.text, 40)
    assert "  The results of a function at every\n      item.\n" in "\n".join(lines)
    assert "  type  (a → b) → ((a → ((b → c → d)\n      → e → c) →" in "\n".join(lines)


def test_the_size_of_a_graph_is_as_wide_as_the_terminal(start: Start) -> None:
    screen = start("graph", "-e", "map succ [1, 2]", columns=60, PAGER="")
    assert screen.end() == 0
    *_, said, more = as_seen(screen.text, 60)[:-1]
    assert said.startswith("500 terms, ")
    assert more.startswith("    ")


def test_the_rows_of_a_graph_go_on_below_where_their_steps_begin(start: Start) -> None:
    screen = start("graph", "-e", "fact 3", columns=60, PAGER="")
    assert screen.end() == 0
    seen = as_seen(screen.text, 60)
    assert max(map(len, seen)) <= 60
    rows = [number for number, line in enumerate(seen) if "→" in line]
    assert [seen[number][:2].strip() for number in rows] == [str(number) for number in range(40)]
    below = [seen[number] for number in range(rows[-1]) if number not in rows]
    assert below
    assert {len(line) - len(line.lstrip()) for line in below} == {seen[0].index("→")}
    assert not any(line.split()[0] in "δη" for line in below)


def test_piped_output_is_not_broken_and_needs_no_rich() -> None:
    import_times = [sys.executable, "-X", "importtime", *LAMB[1:]]
    done = subprocess.run(
        [*import_times, "eval", "-e", "foo (" + "x " * 200],
        cwd=CHECKOUT,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    said = [line for line in done.stderr.split("\n") if not line.startswith("import time:")]
    assert said[0] == "-e:1:5: this “(” is never closed"
    assert "lamb.cli.terminal" in done.stderr
    assert "rich" not in done.stderr


def test_many_ctrl_c_at_any_gap_end_it_without_a_traceback(start: Start) -> None:
    gaps = Random(14)
    screen = start("eval", "-e", ENDLESS, "--seconds", "none")
    screen.read_until("Ctrl-C stops")
    for _ in range(8):
        os.kill(screen.process.pid, signal.SIGINT)
        screen.is_silent(gaps.choice((0, 0.001, 0.003, 0.01)))
    assert screen.end() == 130
    assert "Traceback" not in screen.text
