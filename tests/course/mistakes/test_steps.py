"""Wrong steps as students write them: what is said of each, and what is not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import lamb
from lamb import Derived, Session, Source
from lamb.course.verdicts import Verdict

TABLE = Path(__file__).parents[2] / "golden" / "steps.tsv"
ROWS = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines()[1:]]


def derived(text: str, **options: bool) -> Derived:
    found = [one for one in Session(**options).check_program(Source(text)) if isinstance(one, Derived)]
    return found[-1]


@pytest.mark.parametrize(
    ("_name", "text", "_verdict", "says", "says_not"), ROWS, ids=[row[0] for row in ROWS]
)
def test_a_wrong_step_is_explained(_name: str, text: str, _verdict: str, says: str, says_not: str) -> None:
    found = derived(re.sub(r"\\(.)", lambda match: {"n": "\n", "t": "\t"}.get(match[1], match[1]), text))
    assert found.verdict is Verdict.FAILS
    told = "\n".join(str(flaw.told(3)) for flaw in found.flaws)
    for part in says.split("|"):
        assert part in told
    for part in filter(None, says_not.split("|")):
        assert part not in told


@pytest.mark.parametrize(
    ("definition", "step", "note"),
    [
        ("NOT = λb. b", "NOTT a =b> a", "“NOTT” is not defined here: did you mean “NOT”?"),
        ("NOT = λb. b", "f a =b> NOTT a", "“NOTT” is not defined here: did you mean “NOT”?"),
        ("Z = λn. NOTT n\nNOT = λb. b", "Z a =*> b", "“NOTT” is not defined here: did you mean “NOT”?"),
        ("INCR = λn. n", "SUCC a =d> b", "did you mean “INCR”?"),
        ("W = λx. x x x", "W W (NOT a) =~> a", "import prelude brings “not”"),
        ("W = λx. x x x", "W W plus =~> a", "import prelude brings “add”"),
        ("a = b", "(λy z. y) z pair =b> (λz. z) pair", "import prelude brings “pair”"),
    ],
)
def test_a_name_without_a_definition_is_told_at_every_hint(definition: str, step: str, note: str) -> None:
    session = Session(budget=lamb.Budget(steps=1_000))
    (found,) = [
        one
        for one in session.check_program(Source(f"{definition}\nconf e : {step}"))
        if isinstance(one, Derived)
    ]
    assert found.verdict is not Verdict.HOLDS
    assert all(note in flaw.told(hint).message for flaw in found.flaws for hint in range(4))


def test_free_names_that_are_like_no_other_are_left_alone() -> None:
    assert "defined" not in derived("conf e : (λx. x x) apple =b> apple").reason
