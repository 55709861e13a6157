"""What the README shows is what happens: its commands, its program and its Python are run."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

from sybil import Example, Sybil
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser

from lamb import Answer, Session, Source
from tests.interface.repl.entering import Prompt

ROOT = Path(__file__).parent.parent


def run_console(example: Example) -> None:
    """Each `$ lamb …` prints the lines below it, on either stream."""
    for command, expected in re.findall(r"^\$ lamb (.*)\n((?:(?!\$ ).*\n?)*)", example.parsed, re.MULTILINE):
        ran = subprocess.run(
            [sys.executable, "-m", "lamb", *shlex.split(command)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            cwd=ROOT,
            check=False,
        )
        assert ran.stdout == expected, f"lamb {command}"


def run_program(example: Example) -> None:
    """The answers of a program are those that its `-- =>` comments promise."""
    expected = re.findall(r"-- => (.*)", example.parsed)
    results = list(Session().run_program(Source(example.parsed)))
    assert [answer.readings[0] for answer in results if isinstance(answer, Answer)] == expected


def run_prompt(example: Example) -> None:
    """Each input after `λ> ` is answered by the lines below it."""
    prompt = Prompt()
    for text, expected in re.findall(r"^λ> (.*)\n((?:(?!λ> ).*\n?)*)", example.parsed, re.MULTILINE):
        assert prompt.said(text) == expected.rstrip("\n"), text


README = Sybil(
    parsers=[
        PythonCodeBlockParser(),
        CodeBlockParser(language="console", evaluator=run_console),
        CodeBlockParser(language="lc", evaluator=run_program),
        CodeBlockParser(language="repl", evaluator=run_prompt),
    ]
).parse(ROOT / "README.md")


def test_what_the_readme_shows_happens() -> None:
    examples = list(README.examples())
    assert len(examples) >= 13
    for example in examples:
        example.evaluate()


def test_what_the_readme_links_to_exists() -> None:
    for target in re.findall(r"\]\(((?!https?:)[^)]+)\)", (ROOT / "README.md").read_text(encoding="utf-8")):
        assert (ROOT / target).exists(), target
