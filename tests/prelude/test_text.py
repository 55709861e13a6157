"""The prelude is a text: it can be read from top to bottom, and what it shows is true."""

import re
from pathlib import Path

import pytest

import lamb
from lamb.calculus.substitution import free_names
from lamb.notation.names import meaning
from lamb.notation.syntax import Definition, Import
from tests.prelude.language import FILES, definitions, normal_form, outcome, program

EXAMPLE = re.compile(r"^--   (?P<left>.+?) == (?P<right>.+)$", re.MULTILINE)
SENTENCE = re.compile(r"[A-ZΘ].*\.$")

texts = {file.name: file.read_text(encoding="utf-8") for file in FILES}
examples = [match.groups() for text in texts.values() for match in EXAMPLE.finditer(text)]
everything = [(file, definition) for file in FILES for definition in definitions(file).values()]


def documentation(file: Path, definition: Definition) -> list[str]:
    line, _ = program(file).source.position(definition.start)
    return program(file).documentation.get(line, "").splitlines()


@pytest.mark.parametrize(("left", "right"), examples)
def test_an_example_holds(left: str, right: str) -> None:
    assert normal_form(left) == normal_form(right)


def test_every_indented_comment_is_an_example() -> None:
    indented = [line for text in texts.values() for line in text.splitlines() if line[:5] == "--   "]
    assert len(indented) == len(examples)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_file_opens_with_what_it_is_about(file: Path) -> None:
    title, blank, *_ = texts[file.name].splitlines()
    assert SENTENCE.fullmatch(title.removeprefix("-- "))
    assert blank == "--"


def test_a_definition_has_one_line_of_meaning_and_then_examples() -> None:
    for file, definition in everything:
        sentence, *shown = documentation(file, definition)
        assert SENTENCE.fullmatch(sentence), definition.name
        assert all(line.startswith("  ") for line in shown), definition.name
        assert shown, definition.name


def test_there_are_at_least_a_hundred_names_and_no_two_alike() -> None:
    names = [definition.name for _, definition in everything]
    assert len(names) == len(set(names)) >= 100


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_file_imports_what_it_uses_and_defines_before_it_uses(file: Path) -> None:
    known = imported(file)
    for name, definition in definitions(file).items():
        used = {used for used in free_names(meaning(definition)) if not used.isdigit()}
        assert used <= known, name
        known.add(name)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_file_is_a_program_of_its_own(file: Path) -> None:
    results = [*lamb.Session(prelude=False).run_file(file)]
    assert [result for result in results if isinstance(result, lamb.LambError)] == []


def imported(file: Path) -> set[str]:
    """The names that a file has from others, and those that they have from theirs."""
    names: set[str] = set()
    for statement in program(file).statements:
        if isinstance(statement, Import):
            other = file.with_name(statement.what)
            names |= imported(other) | definitions(other).keys()
    return names


def test_no_other_name_stands_for_what_is_read_as_zero_or_one() -> None:
    names: dict[lamb.Term, set[str]] = {}
    for _, definition in everything:
        ended = outcome(definition.name, lamb.Budget(steps=200, nodes=10_000))
        if ended.finished:
            names.setdefault(ended.term, set()).add(definition.name)
    assert names[lamb.parse_term("λx y. y")] == {"false", "nil"}
    assert names[lamb.parse_term("λx. x")] == {"I"}
    assert lamb.parse_term("λf x. f x") not in names
