"""What the tests of the prelude ask of the language: normal forms, and the prelude's own text."""

from functools import cache
from pathlib import Path

import lamb
import lamb.prelude
from lamb.errors import Source
from lamb.notation.parser import Program, parse
from lamb.notation.syntax import Definition

FILES = sorted(Path(lamb.prelude.__file__).parent.glob("*.lc"))


def outcome(text: str, budget: lamb.Budget = lamb.Budget(steps=5_000_000)) -> lamb.Outcome:  # noqa: B008
    return lamb.normalize(lamb.parse_term(text), definitions=lamb.prelude.prelude(), budget=budget)


@cache
def normal_form(text: str) -> lamb.Term:
    """The normal form of the term that is written so, with the prelude's definitions."""
    ended = outcome(text)
    assert ended.finished, f"{text} has no normal form within {ended.steps} steps"
    return ended.term


@cache
def program(file: Path) -> Program:
    return parse(Source(file.read_text(encoding="utf-8"), file.name))


def definitions(file: Path) -> dict[str, Definition]:
    """The definitions of a file in their order, by name."""
    found = [item for item in program(file).statements if isinstance(item, Definition)]
    return {definition.name: definition for definition in found}
