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
from tests.course.mistakes.wrong import DEFINITIONS, RULES, Wrong, wrong_steps
from tests.effort import EXAMPLES

CASES = EXAMPLES


def pasted(line: str, steps: str) -> list[Verdict]:
    """The verdicts on a derivation with these *steps* in place of a wrong one, where names count or not."""
    definitions = [f"{name} = {lamb.pretty(term)}" for name, term in DEFINITIONS.items()]
    source = Source("\n".join([*definitions, f"conf repaired : {line} {steps}"]), "repaired.lc")
    verdicts = []
    for strict_alpha in (False, True):
        results = list(Session(strict_alpha=strict_alpha).run_program(source))
        assert not [result for result in results if isinstance(result, LambError)], results
        verdicts += [result.verdict for result in results if isinstance(result, Derived)]
    return verdicts


def check_repair(wrong: Wrong, mistake: Mistake) -> None:
    steps = mistake.told(3).instead.partition("write ")[2]
    above, line = write(wrong.left), f"{wrong.operator} {write(wrong.right)}"
    if wrong.operator.startswith("<"):
        above, line = write(wrong.right), f"{wrong.operator} {write(wrong.left)}"
    if steps:
        assert pasted(above, steps) == [Verdict.HOLDS] * 2, (above, line, str(mistake.told(3)))
        assert not any(steps == f"{operator} {above}" for operator, _ in mistake.repair), (above, line, steps)
        assert steps != line


@pytest.mark.parametrize("kind", RULES)
def test_what_to_write_instead_is_right_and_mostly_there(kind: str) -> None:
    mistakes = [
        (wrong, diagnose(*wrong, DEFINITIONS, CONSTRUCTORS)) for wrong in wrong_steps(kind, CASES, seed=11)
    ]
    for wrong, mistake in mistakes:
        check_repair(wrong, mistake)
    if kind not in {"wrong-meaning", "lambda-scope", "eta-variable"}:
        assert sum(bool(mistake.repair) for _, mistake in mistakes) > 0.3 * CASES


@pytest.mark.parametrize("kind", RULES)
def test_what_to_write_instead_of_a_step_from_right_to_left_is_right(kind: str) -> None:
    for made in wrong_steps(kind, CASES // 3, seed=5):
        wrong = made._replace(operator=f"<{made.operator[1:-1]}=")
        check_repair(wrong, diagnose(*wrong, DEFINITIONS, CONSTRUCTORS))
