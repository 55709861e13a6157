"""Exercises that ask for a derivation."""

from __future__ import annotations

from itertools import islice

import pytest
from hypothesis import assume, given, strategies as st

import lamb
from lamb import Budget, LambError, Session
from lamb.course.exercises.submission import NotYet
from lamb.notebook.exercise import exercise
from tests.course.exercises.students import derives, told_of_derivation
from tests.strategies import terms

MOST = 6  # steps

# ── Laws ──────────────────────────────────────────────────────────────────────────────


def reduction(term: lamb.Term) -> list[str]:
    """The terms of a reduction in normal order that ends soon."""
    steps = lamb.trace(term)
    found = [lamb.pretty(step.after) for step in islice(steps, MOST + 1)]
    assume(len(found) <= MOST)
    return [lamb.pretty(term), *found]


def written(lines: list[str], kind: str = "eval") -> str:
    return f"{kind} d :\n  " + "\n  =b> ".join(lines)


@given(terms(names=st.sampled_from("abc")))
def test_a_reduction_to_the_normal_form_is_what_is_asked_for(term: lamb.Term) -> None:
    lines = reduction(term)
    for kind in ("eval", "conf"):
        assert derives(written(lines, kind), lines[0], operators="=b>", most_steps=MOST)
        assert derives(written(lines, kind), lines[0], ends=lines[-1])


@given(terms(names=st.sampled_from("abc")))
def test_a_reduction_that_stops_too_early_is_not(term: lamb.Term) -> None:
    lines = reduction(term)
    assume(len(lines) > 1)
    for kind in ("eval", "conf"):
        assert "normal form" in told_of_derivation(written(lines[:-1], kind), lines[0])


@given(terms(names=st.sampled_from("abc")), st.data())
def test_a_wrong_step_anywhere_is_found(term: lamb.Term, data: st.DataObject) -> None:
    lines = reduction(term)
    assume(len(lines) > 1)
    at = data.draw(st.integers(1, len(lines) - 1))
    wrong = [*lines[:at], f"wrong ({lines[at]})", *lines[at + 1 :]]
    assert not derives(written(wrong), lines[0])


# ── What is said ──────────────────────────────────────────────────────────────────────

WRONG_STEP = "eval d :\n  (λx. x x) a\n  =b> a x"
RIGHT = "eval d :\n  (λx. x x) a\n  =b> a a"
START = "(λx. x x) a"


def test_what_is_not_there_is_asked_for() -> None:
    assert told_of_derivation("", START) == (
        "✗ there is no derivation “d” yet: write it in the cell above\n"
        "  hint: it begins with eval d : or conf d :"
    )
    assert told_of_derivation("conf dd : x", START).endswith("hint: you have “dd”: is that it?")
    assert told_of_derivation("d = 3", START).endswith(
        "hint: “d” is a definition; a derivation begins with eval d : or conf d :"
    )


def test_it_has_to_begin_where_it_should() -> None:
    assert (
        told_of_derivation(RIGHT, "(λx. x) a")
        == """\
✗ <input>:2:3: d: it has to begin with “(λx. x) a”
  2 |   (λx. x x) a
    |   ^^^^^^^^^^^"""
    )
    assert derives(RIGHT, "(λy. y y) a")
    assert derives("conf d : [(1, 2)]", "[(1, 2)]", ends="[pair 1 2]")


def test_it_has_to_go_by_the_steps_that_are_allowed() -> None:
    assert (
        told_of_derivation(RIGHT, START, operators="=d> =n>")
        == """\
✗ <input>:3:3: d: only =d>, =n> may be used here
  3 |   =b> a a
    |   ^^^^^^^"""
    )
    backwards = "conf d :\n  a a\n  <b= (λx. x x) a"
    assert not derives(backwards, "a a", operators="=b>", ends=START)
    assert derives(backwards, "a a", operators=["<b="], ends=START)
    assert derives("eval d :\n  (λx. x x) a\n  =b:s> a a", START, operators="=b>")
    assert "this takes 1 step, and none will do" in told_of_derivation(RIGHT, START, most_steps=0)


def test_it_has_to_end_where_it_should() -> None:
    assert (
        told_of_derivation(RIGHT, START, ends="a b")
        == """\
✗ <input>:3:7: d: it has to end with “a b”
  3 |   =b> a a
    |       ^^^"""
    )
    assert "normal form" in told_of_derivation(f"conf d : {START}", START)
    assert derives(f"conf d : {START}", START, ends=START)
    assert derives("conf d :\n  succ 1\n  =*> 2", "succ 1", ends="λf x. f (f x)")


def test_mistakes_are_explained_as_far_as_a_hint_goes() -> None:
    said = [told_of_derivation(WRONG_STEP, START, hint=hint) for hint in (1, 2, 3)]
    assert (
        said[0]
        == """\
✗ <input>:3:3: d: only some occurrences of the variable were replaced
  3 |   =b> a x
    |   ^^^^^^^"""
    )
    assert "“a” comes in the place of each “x” in “x x”" in said[1]
    assert "hint" not in said[1]
    assert said[2].endswith("  hint: write =b> a a")


def test_names_of_bound_variables_may_count() -> None:
    renamed = "conf d :\n  (λx y. x) z\n  =b> λw. z"
    assert derives(renamed, "(λx y. x) z")
    assert "a renaming needs a step of its own" in told_of_derivation(
        renamed, "(λx y. x) z", strict_alpha=True
    )


def test_a_name_of_ones_own_may_be_used_but_none_of_the_preludes_be_another() -> None:
    cheat = "add = λm n. 3\neval d :\n  add 1 1\n  =d> (λm n. 3) 1 1\n  =~> λf x. f (f (f x))"
    assert told_of_derivation(cheat, "add 1 1").endswith(
        "hint: “add” means here what it always does, not what you have defined"
    )
    own = "two = λf x. f (f x)\nconf d :\n  two\n  =d> λf x. f (f x)"
    assert derives(own, "two")
    assert derives(own, "two", given="two = 2")
    assert not derives(own.replace("two = λf x. f (f x)", "two = 2"), "two", given="two = 3")


def test_what_a_teacher_asks_has_to_make_sense() -> None:
    entered = exercise("d", session=Session())
    with pytest.raises(LambError, match="“=x>” is no operator") as found:
        entered.check_derivation("x", operators="=b> =x>")
    assert not isinstance(found.value, NotYet)
    with pytest.raises(LambError) as found:
        entered.check_derivation("λx")
    assert not isinstance(found.value, NotYet)


def test_a_search_that_does_not_end_is_no_success(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lamb.notebook.exercise.EXERCISE_BUDGET", Budget(steps=5_000))
    endless = "conf d :\n  Y (λx. x x x)\n  =*> a"
    assert "no steps that lead here were found" in told_of_derivation(
        endless, "Y (λx. x x x)", ends="a", seconds=None
    )
