"""The law: of the wrong steps that are made on purpose, at least 95 in 100 are called by their name.

Two mistakes can come to the same term: then the one that is looked for earlier is named, and it
counts if that mistake, made independently, leads there too (`is_tie`).
"""

import pytest

from lamb.course.mistakes.diagnosis import diagnose
from lamb.notation.names import CONSTRUCTORS
from lamb.notation.printer import write
from tests.course.mistakes.wrong import DEFINITIONS, RULES, Wrong, is_tie, wrong_steps
from tests.effort import EXAMPLES

CASES = max(20, EXAMPLES)
ENOUGH = 0.95


def kind_of(wrong: Wrong) -> str:
    return diagnose(wrong.left, wrong.operator, wrong.right, DEFINITIONS, CONSTRUCTORS).kind


@pytest.mark.parametrize("kind", RULES)
def test_a_mistake_is_called_by_its_name(kind: str) -> None:
    missed = []
    for wrong in wrong_steps(kind, CASES):
        said = kind_of(wrong)
        if said != kind and not is_tie(said, wrong):
            missed.append(f"{write(wrong.left)} {wrong.operator} {write(wrong.right)}: {said}")
    assert len(missed) <= (1 - ENOUGH) * CASES, missed
