"""Files as for Elsa, in folders that say what is to be said of them.

A step that is not valid has its verdict in a comment behind it; in the folder of a duplicate, the
whole file is refused.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lamb import Budget, DefinitionError, Derived, Session, Source, Verdict
from lamb.course.derivations.operators import CLAIMS, FORMS
from lamb.course.verdicts import Judgement

GOLDEN = Path(__file__).parents[2] / "golden" / "elsa"
LITTLE = Budget(steps=2_000, nodes=2_000_000)

WORDS = {Verdict.FAILS: "invalid", Verdict.PARTIAL: "partial", Verdict.UNDECIDED: "undecided"}
EXPECTED = re.compile(r"-- (invalid|partial|undecided)$", re.MULTILINE)


def files(*folders: str) -> list[Path]:
    return [file for folder in folders for file in sorted((GOLDEN / folder).glob("*.lc"))]


def name(file: Path) -> str:
    return f"{file.parent.name}/{file.stem}"


def said(judgement: Judgement) -> tuple[int, str]:
    """The line that a step ends in, and what was said of it."""
    source, _, end = judgement.place
    return source.position(end - 1)[0], WORDS[judgement.verdict]


def flaws(derived: Derived) -> list[Judgement]:
    """The steps that do not hold, or, where they all do, the last term."""
    steps = [step for step in derived.steps if step.verdict is not Verdict.HOLDS]
    return steps or derived.flaws


@pytest.mark.parametrize("file", files("valid", "invalid", "partial", "undecided"), ids=name)
def test_every_step_gets_the_verdict_that_stands_behind_it(file: Path) -> None:
    source = Source(file.read_text(encoding="utf-8"), file.name)
    expected = [(source.position(found.start())[0], found[1]) for found in EXPECTED.finditer(source.text)]
    results = list(Session(budget=LITTLE).check_program(source))
    derivations = [result for result in results if isinstance(result, Derived)]
    assert len(derivations) == len(results) > 0
    assert [said(flaw) for derived in derivations for flaw in flaws(derived)] == expected
    for derived in derivations:
        assert WORDS.get(derived.verdict, "valid") == file.parent.name, derived.name


@pytest.mark.parametrize("file", files("duplicate-definition", "duplicate-derivation"), ids=name)
def test_a_file_with_a_duplicate_is_refused_as_a_whole(file: Path) -> None:
    (error,) = Session().run_file(file)
    assert isinstance(error, DefinitionError)
    derivation = "already a derivation" in error.message
    assert derivation == (file.parent.name == "duplicate-derivation")
    assert derivation or "is already defined" in error.message


def test_every_operator_stands_in_both_directions_with_every_form() -> None:
    for folder in ("valid", "invalid"):
        text = "".join(file.read_text(encoding="utf-8") for file in files(folder))
        for step in CLAIMS:
            for form in ["", *(f":{form}" for form in FORMS)]:
                assert f" ={step}{form}> " in text
                assert f" <{step}{form}= " in text
