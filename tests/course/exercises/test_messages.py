"""What students are told, word by word."""

from __future__ import annotations

import pytest

from lamb import LambError, Session
from lamb.course.exercises.submission import NotYet
from lamb.notebook.exercise import exercise
from tests.course.exercises.students import DOUBLE, session, told, told_teacher

TOLD = {
    ("", DOUBLE): """\
✗ there is no “double” yet: define it in the cell above
  hint: there is one in the prelude, but yours is wanted""",
    ("duble = λn. n", DOUBLE): """\
✗ there is no “double” yet: define it in the cell above
  hint: you have “duble”: is that it?""",
    ("Double = λn. n", DOUBLE): """\
✗ there is no “double” yet: define it in the cell above
  hint: you have “Double”: is that it?""",
    ("double n = add n (add n n)", DOUBLE): "✗ double: for n = 1: “double n” gives 3, and should give 2",
    ("double n = n n", DOUBLE): "✗ double: for n = 0: “double n” gives 1, and should give 0",
    ("double n = twice n", DOUBLE): """\
✗ double: “twice” is not defined, so it stays as it is""",
    ("add m n = m\ndouble n = add n n", DOUBLE): """\
✗ double: for n = 1: “double n” gives 1, and should give 2
  hint: this uses “add” as you have defined it""",
    ("rec double n = double n", DOUBLE): """\
✗ double: for n = 0: “double n” does not come to an end within 20,000 steps""",
    ("twice = mul 2\ndouble n = twice n", "may not use mul"): """\
✗ double: this uses “mul”, which is what you are to do without""",
    ("double n = add n m", "is closed"): "✗ double: “m” is free here: no λ binds it",
    ("double n = (λx. x) n", "is a normal form"): """\
✗ double: “λn. (λx. x) n” is no normal form: a redex under a λ can still be contracted""",
    ("double n = add n n", "double 9 takes at most 3 steps"): """\
✗ double: “double 9” takes 9 steps, and should take at most 3""",
    ("double n = n", "assert answer 1 == double 1"): "✗ double: “double 1” gives 1, and should give 2",
}


@pytest.mark.parametrize(("text", "claim"), TOLD)
def test_students_are_told_kindly(text: str, claim: str) -> None:
    assert told(text, claim) == TOLD[text, claim]


PAIR = "my-pair x y ask = ask x y\nmy-fst p = p λx y. x\nmy-snd p = p λx y. x"


def test_definitions_that_belong_together_are_checked_together() -> None:
    names = "my-pair my-fst my-snd"
    assert told(PAIR, "assert my-snd (my-pair a b) == b", names=names) == (
        "✗ my-pair, my-snd: “my-snd (my-pair a b)” gives a, and should give b"
    )
    assert told(PAIR, "has 1 free variable", names=names).startswith("✗ my-pair: ")
    assert told(PAIR.replace("my-snd p = p", "my-snd p = fst"), "may not use fst", names=names).startswith(
        "✗ my-snd: this uses “fst”"
    )
    assert told(PAIR, "is closed", names="my-pair my-third").startswith("✗ there is no “my-third” yet")


TOLD_TEACHERS = {
    "is clozed": """\
<check>:1:1: this line of a check is not understood
  1 | is clozed
    | ^^^^^^^^^
  hint: did you mean “is closed”?""",
    "assert add a b == add b a": """\
<check>:1:1: this claim says nothing of the answer
  1 | assert add a b == add b a
    | ^^^^^^^^^^^^^^^^^^^^^^^^^
  hint: write “double” in it, or “answer”""",
    "assert double a == double a": """\
<check>:1:1: both sides of this are the same
  1 | assert double a == double a
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^""",
}


@pytest.mark.parametrize("claim", TOLD_TEACHERS)
def test_teachers_are_told_what_makes_no_sense(claim: str) -> None:
    assert told_teacher(claim) == TOLD_TEACHERS[claim]


def test_something_has_to_be_asked() -> None:
    assert "nothing is asked" in told_teacher()
    assert "only definitions" in told_teacher("is closed", given="assert a == a")
    with pytest.raises(LambError, match="an exercise has a name"):
        exercise()


def test_not_yet_is_an_error_of_ours_and_a_failed_assertion() -> None:
    with pytest.raises(AssertionError) as found:
        exercise("double", session=Session()).check(DOUBLE)
    assert isinstance(found.value, LambError)
    assert isinstance(found.value, NotYet)


def test_a_notebook_shows_no_more_than_the_message_in_lines_that_can_be_read() -> None:
    assert "\n".join(NotYet("short", hint="a hint")._render_traceback_()) == "✗ short\n  hint: a hint"
    assert NotYet("long " * 30)._render_traceback_() == ["✗" + 17 * " long", " " + 13 * " long"]


# ── Points ────────────────────────────────────────────────────────────────────────────


def test_what_is_right_is_said_with_its_points(capsys: pytest.CaptureFixture[str]) -> None:
    right = session("double n = add n n")
    assert exercise("double", points=2, session=right).check(DOUBLE) is None
    assert exercise("double", points=1, session=right).check(DOUBLE) is None
    exercise("double", session=right).check(DOUBLE)
    assert capsys.readouterr().out == "✓ double: 2 of 2 points\n✓ double: 1 of 1 point\n✓ double\n"


def test_partial_credit_is_a_number(capsys: pytest.CaptureFixture[str]) -> None:
    """nbgrader reads the number that a cell ends with as its points."""
    checked = exercise("double", points=3, session=session("double n = n"))
    claims = ("assert double 0 == 0", DOUBLE, "is closed")
    assert checked.check(*claims, partial=True) == 2
    assert capsys.readouterr().out == (
        "✗ double: 2 of 3 points\n  double: for n = 1: “double n” gives 1, and should give 2\n"
    )
    assert checked.check("is closed", partial=True) == 3
    assert capsys.readouterr().out == "✓ double: 3 of 3 points\n"
    with pytest.raises(NotYet, match="for n = 1"):
        checked.check(DOUBLE, partial=True)
    with pytest.raises(LambError, match="needs points"):
        exercise("double", session=session("double n = n")).check("is closed", partial=True)


def test_an_endless_claim_costs_the_points_of_no_other() -> None:
    checked = exercise("double", points=2, session=session("double n = n (λx. Ω) 0"))
    assert checked.check("assert double 1 == 2", "assert double 0 == 0", partial=True) == 1
