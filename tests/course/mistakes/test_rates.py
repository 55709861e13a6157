"""The law: of the wrong steps that are made on purpose, at least 95 in 100 are called by their name.

Two mistakes can come to the same term: then the one that is looked for earlier is named, and it
counts if that mistake, made independently, leads there too (`is_tie`).
"""

import pytest

from lamb.notation.printer import write
from tests.course.mistakes.wrong import CASES, RULES, diagnosed, is_tie

ENOUGH = 0.95


@pytest.mark.parametrize("kind", RULES)
def test_a_mistake_is_called_by_its_name(kind: str) -> None:
    missed = []
    for wrong, mistake in diagnosed(kind):
        said = mistake.kind
        if said != kind and not is_tie(said, wrong):
            missed.append(f"{write(wrong.left)} {wrong.operator} {write(wrong.right)}: {said}")
    assert len(missed) <= (1 - ENOUGH) * CASES, missed
