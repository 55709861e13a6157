"""The example programs do what they say: `assert` lines hold, and `-- => …` is the answer."""

import re
from functools import cache
from pathlib import Path

import pytest

import lamb
from lamb.results import Answer, Checked, Result, Verdict

PROGRAMS = sorted((Path(__file__).parents[1] / "notebooks" / "programs").glob("*.lc"))
EXPECTATION = re.compile(r"\S  -- => (.+)$", re.MULTILINE)

programs = pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.stem)


@cache
def run(program: Path) -> tuple[lamb.Session, list[Result]]:
    session = lamb.Session()
    return session, list(session.run_file(program))


@programs
def test_a_program_has_no_errors(program: Path) -> None:
    _, results = run(program)
    assert [result for result in results if isinstance(result, lamb.LambError)] == []


@programs
def test_the_assertions_of_a_program_hold(program: Path) -> None:
    _, results = run(program)
    verdicts = [result.verdict for result in results if isinstance(result, Checked)]
    assert set(verdicts) == {Verdict.HOLDS}


@programs
def test_the_answers_of_a_program_are_what_it_says(program: Path) -> None:
    session, results = run(program)
    answers = [result.outcome.term for result in results if isinstance(result, Answer)]
    expected = EXPECTATION.findall(program.read_text(encoding="utf-8"))
    assert answers == [session.normalize(lamb.parse_term(text)).term for text in expected]
    assert answers


@programs
def test_a_program_opens_with_what_it_is_about(program: Path) -> None:
    assert program.read_text(encoding="utf-8").startswith("-- ")


def test_there_are_programs() -> None:
    assert len(PROGRAMS) >= 10
