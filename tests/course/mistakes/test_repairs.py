"""The law: what a message says to write instead holds in place of the wrong line, by the judgement of the
checker, also where the names of bound variables count; and it is neither that line nor the one above.
"""

import pytest

import lamb
from lamb import Derived, Session, Source, Verdict
from lamb.course.mistakes.diagnosis import diagnose
from lamb.course.verdicts import Mistake
from lamb.errors import LambError
from lamb.notation.names import CONSTRUCTORS
from lamb.notation.printer import write
from tests.course.mistakes.wrong import CASES, DEFINITIONS, RULES, Wrong, diagnosed

PROGRAM = [f"{name} = {lamb.pretty(term)}" for name, term in DEFINITIONS.items()]


def pasted(derivations: list[str], *, strict_alpha: bool) -> list[Verdict]:
    """The verdicts on derivations, where names count or not."""
    lines = [*PROGRAM, *(f"conf repaired{number} : {text}" for number, text in enumerate(derivations))]
    results = list(Session(strict_alpha=strict_alpha).run_program(Source("\n".join(lines), "repaired.lc")))
    assert not [result for result in results if isinstance(result, LambError)], results
    return [result.verdict for result in results if isinstance(result, Derived)]


def repaired(wrong: Wrong, mistake: Mistake) -> list[str]:
    """The derivation with what is to be written in place of the wrong step, if anything is."""
    steps = mistake.told(3).instead.partition("write ")[2]
    if not steps:
        return []
    above, line = write(wrong.left), f"{wrong.operator} {write(wrong.right)}"
    if wrong.operator.startswith("<"):
        above, line = write(wrong.right), f"{wrong.operator} {write(wrong.left)}"
    assert not any(steps == f"{operator} {above}" for operator, _ in mistake.repair), (above, line, steps)
    assert steps != line
    return [f"{above} {steps}"]


def check_repairs(mistakes: list[tuple[Wrong, Mistake]]) -> None:
    derivations = [text for wrong, mistake in mistakes for text in repaired(wrong, mistake)]
    for strict_alpha in (False, True):
        verdicts = pasted(derivations, strict_alpha=strict_alpha)
        judged = zip(derivations, verdicts, strict=True)
        assert [text for text, verdict in judged if verdict is not Verdict.HOLDS] == []


@pytest.mark.parametrize("kind", RULES)
def test_what_to_write_instead_is_right_and_mostly_there(kind: str) -> None:
    mistakes = diagnosed(kind)
    check_repairs(mistakes)
    if kind not in {"wrong-meaning", "lambda-scope", "eta-variable"}:
        assert sum(bool(mistake.repair) for _, mistake in mistakes) > 0.3 * CASES


@pytest.mark.parametrize("kind", RULES)
def test_what_to_write_instead_of_a_step_from_right_to_left_is_right(kind: str) -> None:
    backwards = [
        wrong._replace(operator=f"<{wrong.operator[1:-1]}=") for wrong, _ in diagnosed(kind)[: CASES // 4]
    ]
    check_repairs([(wrong, diagnose(*wrong, DEFINITIONS, CONSTRUCTORS)) for wrong in backwards])
