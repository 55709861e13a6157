"""The law: what a message says to write instead holds, by the judgement of the checker."""

import pytest

import lamb
from lamb import Derived, Session, Source, Verdict
from lamb.course.mistakes.diagnosis import diagnose
from lamb.course.verdicts import Mistake
from lamb.notation.names import CONSTRUCTORS
from lamb.notation.printer import write
from tests.course.mistakes.wrong import DEFINITIONS, RULES, Wrong, wrong_steps

CASES = 40


def holds(wrong: Wrong, mistake: Mistake) -> bool:
    """Whether a file with the repaired derivation in it is right."""
    definitions = [f"{name} = {lamb.pretty(term)}" for name, term in DEFINITIONS.items()]
    steps = [f"{operator} {write(term)}" for operator, term in mistake.repair]
    text = "\n".join([*definitions, " ".join(["conf repaired :", write(wrong.left), *steps])])
    results = list(Session().run_program(Source(text, "repaired.lc")))
    return [result.verdict for result in results if isinstance(result, Derived)] == [Verdict.HOLDS]


@pytest.mark.parametrize("kind", RULES)
def test_what_to_write_instead_is_right(kind: str) -> None:
    for made in wrong_steps(kind, CASES, seed=11):
        wrong = made
        mistake = diagnose(wrong.left, wrong.operator, wrong.right, DEFINITIONS, CONSTRUCTORS)
        if kind == "not-normal":
            wrong = wrong._replace(left=wrong.right)  # its repair goes on from there
        if mistake.repair:
            assert holds(wrong, mistake), (
                write(wrong.left),
                wrong.operator,
                write(wrong.right),
                str(mistake.told(3)),
            )
