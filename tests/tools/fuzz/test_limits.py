"""The fuzzer of limits: it knows all commands of terms, and its hard terms are terms."""

from __future__ import annotations

from lamb.__main__ import COMMANDS as SUBCOMMANDS
from lamb.notation import parse_term
from lamb.repl.repl import commands
from tests.tools.fuzz.commands import COMMANDS
from tests.tools.fuzz.hard import hard_term

OF_NO_TERM = {"class", "functions", "kernel", "learn", "names", "new", "web"}


def test_all_commands_are_judged_that_take_a_term_or_a_file() -> None:
    words = [command.words.split() for command in COMMANDS]
    assert {first for first, *_ in words} - {"prompt"} == SUBCOMMANDS.keys() - OF_NO_TERM
    typed = {second for first, *more in words if first == "prompt" for second in more[:1]} - {"…"}
    of_terms = {f":{name}" for name, command in commands().items() if "TERM" in command.arguments}
    assert typed == of_terms - {":learn"}


def test_hard_terms_are_terms() -> None:
    for number in range(40):
        assert parse_term(hard_term(number)).size > 0
