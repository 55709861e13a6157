"""What the README shows is what happens: its commands, its program and its Python are run."""

import os
import re
import shlex
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile

import pytest
from IPython.core.displaypub import CapturingDisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from sybil import Example, Sybil
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser
from traitlets.config import Config

from lamb import Answer, Session, Source, parse_term, reduction_graph
from tests.cli.command import started
from tests.repl.entering import Prompt

ROOT = Path(__file__).parent.parent


def run_console(example: Example) -> None:
    """Each `$ lamb …` prints the lines below it, on either stream; what makes files makes them elsewhere."""
    with TemporaryDirectory() as elsewhere:
        for command, expected in re.findall(
            r"^\$ lamb (.*)\n((?:(?!\$ ).*\n?)*)", example.parsed, re.MULTILINE
        ):
            with open(os.devnull) as nothing, TemporaryFile() as out:
                streams = nothing.fileno(), out.fileno(), out.fileno()
                cwd = Path(elsewhere) if command.startswith("class ") else ROOT
                started(shlex.split(command), streams, cwd).wait()
                out.seek(0)
                assert out.read().decode() == expected, f"lamb {command}"


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


def run_cell(example: Example) -> None:
    """The cells of one notebook; `=>` in a comment says what comes of one."""
    shell = example.namespace.setdefault("shell", notebook())
    shell.display_pub.outputs.clear()
    ran = shell.run_cell(example.parsed)
    ran.raise_error()
    shown = [output["data"]["text/plain"].rpartition("-- ")[2] for output in shell.display_pub.outputs]
    assert re.findall(r"(?:--|#) => (.*)", example.parsed) == [
        *shown,
        *([str(ran.result)] if ran.result else []),
    ]


def notebook() -> InteractiveShell:
    shell = InteractiveShell(config=Config(HistoryManager={"enabled": False}))
    shell.display_pub = CapturingDisplayPublisher(shell=shell)
    return shell


README = Sybil(
    parsers=[
        PythonCodeBlockParser(),
        CodeBlockParser(language="console", evaluator=run_console),
        CodeBlockParser(language="lc", evaluator=run_program),
        CodeBlockParser(language="repl", evaluator=run_prompt),
        CodeBlockParser(language="ipython", evaluator=run_cell),
    ]
).parse(ROOT / "README.md")


def test_what_the_readme_shows_happens() -> None:
    examples = list(README.examples())
    assert len(examples) >= 16
    for example in examples:
        example.evaluate()


def test_what_the_readme_links_to_exists() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    headings = {
        f"#{heading.lower().replace(' ', '-')}" for heading in re.findall(r"^#+ (.*)", text, re.MULTILINE)
    }
    for target in re.findall(r"\]\(((?!https?:)[^)]+)\)", text):
        assert target in headings or (ROOT / target).exists(), target


PICTURES = {
    "factorial": lambda: Session().definitions["fact"].diagram(definitions=Session().definitions),
    "two-two": lambda: reduction_graph(parse_term("(λf x. f (f x)) λf x. f (f x)")).picture(),
}


@pytest.mark.parametrize("name", PICTURES)
def test_its_pictures_are_what_is_drawn(name: str) -> None:
    picture = ROOT / f"notebooks/pictures/{name}.svg"
    assert picture.read_text(encoding="utf-8") == PICTURES[name]().svg
    assert f"(notebooks/pictures/{name}.svg)" in (ROOT / "README.md").read_text(encoding="utf-8")
