"""Help: it is complete, it fits, and every example in it runs."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from lamb.cli.terminal import LEAST_ROOM
from lamb.course.learning.study import curriculum
from lamb.repl.commands.about import TOPICS
from lamb.repl.drawing import prose
from lamb.repl.editor import Past
from lamb.repl.homes import Homes
from lamb.repl.repl import Command, Leave, commands, find
from lamb.show.lines import plain
from tests.repl.entering import Prompt

COMMANDS = list(commands().values())
every_command = pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)

OVERVIEW = """\
Type a term to evaluate it, or name = term to name it. The commands are:

:help [NAME]           the commands; all about one, or about a name
:history [N | TEXT]    what was typed, here and before
:quit                  leave the prompt

:load FILE…            run a file, and have its definitions
:reload                load the same files again
:save FILE             write your definitions to a file
:edit [FILE | NAME]    edit a file or a definition, and load it
:lint [FILE…]          what a file says and hardly means
:format FILE…          write a file in one style

:names [PATTERN]       the names that are defined
:info NAME             its definition, what it is for, who uses it
:undo                  take back the last definition
:clear [NAME…]         forget your definitions, or some of them

:step [TERM]           walk through a reduction, step by step
:trace [TERM]          list the steps of a reduction
:machine NAME [TERM]   a machine at work, state by state
:bigstep [HOW] [TERM]  its value, and how that is derived
:compare [TERM]        all strategies side by side
:graph [TERM]          all that it reduces to, and how
:check TERM ; STEP     is this the next step? If not, why not?
:alpha TERM == TERM    are they the same up to α, β, η?

:type [TERM]           its simple type, and how that is derived
:debruijn [TERM]       with de Bruijn's indices for names
:blc [TERM | BITS]     as binary lambda calculus, or back
:ski [BASIS] [TERM]    without variables: S, K, I and others
:convert TO [TERM]     in another notation, or from there
:tree [TERM]           as a tree of functions and arguments
:diagram [TERM]        as a diagram of bars, stems and links
:size [TERM]           how large it is, and what is in it
:time TERM             evaluate it, and say how long it took

:bohm [DEPTH] [TERM]   its Böhm tree: all that can be seen of it
:solvable [TERM]       is there a head normal form?
:diamond [N M] [TERM]  two steps, and how they come together

:strategy [NAME]       which redex is next in :step and :trace
:budget …              how far each evaluation may go
:set [OPTION [VALUE]]  how things are shown

:learn …               a course of short lessons

:help NAME says more; also :help language, :help derivations, :help keys"""


def test_help_lists_all_commands() -> None:
    assert Prompt().said(":help") == OVERVIEW


@every_command
def test_every_command_has_a_line_and_a_text_of_help(command: Command) -> None:
    said = Prompt().said(f":help {command.name}").split("\n")
    heading = said[: said.index("")]
    assert " ".join(" ".join(heading).split()) == f"{command.usage} {command.summary}"
    assert len(said) > 2
    assert command.help != command.summary


@pytest.mark.parametrize("name", [*commands(), *TOPICS, ""])
def test_help_fits_on_80_columns(name: str) -> None:
    said = Prompt().said(f":help {name}").split("\n")
    assert max(map(len, said[name in commands() :])) <= 80  # a heading is a sentence


def test_help_is_the_same_in_colours_but_for_the_colours() -> None:
    for name in ("", "step", "language"):
        colored = Prompt(colored=True).said(f":help {name}")
        assert "\x1b[" in colored
        plain = re.sub("\x1b\\[[\\d;]*m", "", colored)
        assert [line.rstrip() for line in plain.split("\n")] == Prompt().said(f":help {name}").split("\n")


# ── Examples ──────────────────────────────────────────────────────────────────────────


PROSE = {
    **TOPICS,
    **{command.name: command.help for command in COMMANDS},
    **{
        f"{lesson.title} {at}": part.text
        for lesson in curriculum().lessons
        for at, part in enumerate(lesson.parts)
    },
}


@pytest.mark.parametrize("width", [40, 60])
def test_help_and_lessons_are_as_wide_as_the_terminal(width: int) -> None:
    for text in PROSE.values():
        lines = plain(prose(text, width)).split("\n")
        assert all(len(line) <= width or max(map(len, line.split())) > LEAST_ROOM for line in lines)
        assert " ".join(lines).split() == text.split()


def examples(text: str) -> list[tuple[str, str]]:
    """What is indented by four in a text of help, and what is said to come of it, indented by more."""
    found: list[tuple[str, str]] = []
    for line in text.split("\n"):
        if re.match(r" {6,}\S", line) and found and len(line) - len(line.lstrip()) == 6:
            typed, said = found[-1]
            found[-1] = typed, f"{said}\n{line.strip() if not said else line[6:]}".lstrip("\n")
        elif re.match(r" {4}\S", line):
            found.append((re.split(r" {2,}", line.strip())[0], ""))
    return found


EXAMPLES = [
    pytest.param([typed for typed, _ in found[:at]], *found[at], id=f"{name}: {found[at][0]}")
    for name, text in [*((command.name, command.help) for command in COMMANDS), *TOPICS.items()]
    for found in [examples(text)]
    for at in range(len(found))
]


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the files that examples name; an editor that changes nothing."""
    monkeypatch.chdir(tmp_path)
    for name in ("numbers.lc", "my homework.lc", "file.lc"):
        (tmp_path / name).write_text("two = 2\nassert add two 1 == 3\n", encoding="utf-8")
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", str(shutil.which("true")))
    return tmp_path


@pytest.mark.parametrize(("before", "typed", "expected"), EXAMPLES)
def test_every_example_runs(files: Path, before: list[str], typed: str, expected: str) -> None:
    prompt = Prompt()
    prompt.said("add 1 2", "1", *before)
    said = prompt.said(typed, script=["q"])
    for wrong in ("hint: it is used so", "there is no command", "is not defined", "never", "did you mean"):
        assert wrong not in said
    if expected:
        assert said == expected


def test_there_are_examples() -> None:
    assert len(EXAMPLES) > 60
    with_results = [example for example in EXAMPLES if example.values[2]]
    assert len(with_results) >= 6
    commands_without = [command.name for command in COMMANDS if not examples(command.help)]
    assert commands_without == ["quit"]


# ── What help is asked about ──────────────────────────────────────────────────────────


def test_help_knows_topics_definitions_and_beginnings() -> None:
    prompt = Prompt()
    assert prompt.said(":help keys").startswith("  Enter")
    assert prompt.said(":help is-zero").startswith("is-zero n = ")
    assert prompt.said(":help tr").startswith(":trace")
    assert prompt.said(":help :tr") == prompt.said(":help trace")
    assert prompt.said(":? step") == prompt.said(":help step")


def test_help_says_that_a_definition_has_the_name_of_a_command_too() -> None:
    prompt = Prompt()
    assert prompt.said("size = 3", ":help size").endswith(
        "There is a definition of this name too: :info size"
    )


def test_what_nobody_knows_is_told_apart() -> None:
    prompt = Prompt()
    assert prompt.said(":help langage") == (
        "there is nothing called “langage”\n  hint: did you mean “language”?"
    )
    assert prompt.said(":hlep") == "there is no command “:hlep”\n  hint: did you mean “:help”?"
    assert prompt.said(":zzz") == "there is no command “:zzz”\n  hint: :help lists them"


@every_command
def test_a_command_may_be_cut_short(command: Command) -> None:
    beginnings = [command.name[:end] for end in range(1, len(command.name) + 1)]
    assert command in [find(beginning) for beginning in beginnings]
    assert find(command.name) is command


# ── History, and the way out ──────────────────────────────────────────────────────────


def test_history_shows_what_was_typed() -> None:
    prompt = Prompt()
    prompt.said("x", "f a =\n  a a")
    assert prompt.said(":history") == "1  x\n2  f a =\n     a a\n3  :history"
    assert prompt.said(":history 2") == "3  :history\n4  :history 2"
    assert prompt.said(":history a a") == "2  f a =\n     a a"
    assert "has “zzz” in it" in prompt.said(":history zzz")


def test_history_shows_earlier_sessions_once(tmp_path: Path) -> None:
    file = tmp_path / "history"
    for typed in ("one", "two\nlines", ":history"):
        Past(file).store_string(typed)
    prompt = Prompt(Homes(tmp_path, tmp_path))
    assert prompt.said(":history") == "1  one\n2  two\n   lines\n3  :history"


def test_history_shows_once_what_two_prompts_have_typed(tmp_path: Path) -> None:
    prompt = Prompt(Homes(tmp_path, tmp_path))
    for ours, theirs in (("one", "uno"), ("two\n:time x", "due"), ("two", "one"), (":history", "tre")):
        Past(tmp_path / "history").store_string(ours)
        Past(tmp_path / "history").store_string(theirs)
        for part in ours.split("\n"):
            said = prompt.said(part)
    assert said == "1  one\n2  uno\n3  due\n4  tre\n5  one\n6  two\n7  :time x\n8  two\n9  :history"


def test_help_comes_without_a_colon_unless_it_is_a_term_of_the_users() -> None:
    prompt = Prompt()
    for typed in ("help", "?"):
        assert prompt.said(typed) == OVERVIEW
        assert prompt.said(f"{typed} step") == prompt.said(":help step")
    assert prompt.said("help = 1", "help").startswith("λf x. f x    -- 1")


def test_there_is_no_shell_and_that_is_said() -> None:
    for typed in ("!ls", ":!ls", "! ls -l"):
        assert Prompt().said(typed).startswith("there is no shell here\n  hint: ")


@pytest.mark.parametrize("typed", [":quit", ":q", ":q!", ":exit", "exit", "quit"])
def test_quit_leaves(typed: str) -> None:
    with pytest.raises(Leave):
        Prompt().enter(typed)
