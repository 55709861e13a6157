"""Answers to the questions of a page: pure, within a budget, and escaped."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given, strategies as st

from lamb.course.learning.study import curriculum
from lamb.web.answers import _ANSWERS, MOST_EVENTS, VIEWS, _stars, _walks, answer, answer_text

FORWARD = {"kind": "forward"}


def run(program: str, **more: object) -> dict[str, Any]:
    return answer({"kind": "run", "program": program, **more})


# ── A program ─────────────────────────────────────────────────────────────────────────


def test_a_program_is_answered_statement_by_statement() -> None:
    answered = run("double n = add n n\ndouble 21\nassert double 2 == 4")
    assert [result["kind"] for result in answered["results"]] == ["definition", "answer", "claim"]
    assert "42" in answered["results"][1]["html"]
    assert answered["results"][2]["verdict"] == "holds"
    assert answered["remarks"] == []


def test_what_never_ends_is_said_at_once_and_the_rest_is_answered() -> None:
    omega, other = run("(λx. x x) (λx. x x)\nfact 5", seconds=5)["results"]
    assert not omega["ended"]
    assert "repeats for ever" in omega["html"]
    assert other["ended"]


def test_the_seconds_of_a_program_are_those_of_all_its_statements() -> None:
    answered = run("fact 10000\n" * 3, seconds=0)
    assert [result["ended"] for result in answered["results"]] == [False] * 3


def test_places_are_counted_in_utf_16() -> None:
    program = "-- 𝜆𝜆\nfact 5"
    (result,) = run(program)["results"]
    units = program.encode("utf-16-le")
    assert units[2 * result["start"] : 2 * result["end"]].decode("utf-16-le").strip() == "fact 5"


def test_an_error_is_a_result_and_a_remark_at_its_place() -> None:
    answered = run("fact 5\n(λx. x")
    assert {result["kind"] for result in answered["results"]} == {"answer", "error"}
    (remark,) = answered["remarks"]
    assert remark["how"] == "error"
    assert remark["start"] == len("fact 5\n")
    assert remark["hint"]


def test_a_name_without_a_meaning_is_a_remark_and_not_in_the_answer() -> None:
    answered = run("fatc 5")
    assert "fact" in answered["remarks"][0]["message"]
    assert "note" not in answered["results"][0]["html"]


WRONG = "eval wrong : (λx. x x) y =b> y"


def test_hints_tell_more_and_more_of_a_wrong_step() -> None:
    told = [run(WRONG, hints=hints)["remarks"][0] for hints in (1, 2, 3)]
    assert [remark["more"] for remark in told] == [True, True, False]
    assert len({remark["message"] for remark in told}) > 1
    assert "repair" not in told[1]


def test_a_repair_that_is_applied_is_accepted() -> None:
    repair = run(WRONG, hints=3)["remarks"][0]["repair"]
    mended = WRONG[: repair["start"]] + repair["text"] + WRONG[repair["end"] :]
    assert run(mended)["results"][0]["verdict"] == "holds"


def test_names_and_comments_are_text_and_never_markup() -> None:
    program = 'x -- <img src=x onerror="alert(1)">\nimport "<script>alert(1)</script>"\n"</pre><b>'
    shown = json.dumps(run(program))
    assert "<img" not in shown
    assert "<script" not in shown
    assert "</pre><b>" not in shown


# ── A walk ────────────────────────────────────────────────────────────────────────────

PROGRAM = "pick = λx y. x\npick (λz. z) w"


def walk(events: list[object], **more: object) -> dict[str, Any]:
    return answer({"kind": "walk", "program": PROGRAM, "events": events, **more})


def test_a_walk_is_where_its_events_lead() -> None:
    assert walk([])["shown"]["step"] == 0
    assert walk([FORWARD, FORWARD])["shown"]["step"] == 2
    assert walk([FORWARD, {"kind": "back"}])["shown"]["is_first"]


events = st.sampled_from([FORWARD, {"kind": "back"}, {"kind": "run"}, {"kind": "go", "step": 1}])


@given(st.lists(events, max_size=6))
def test_a_walk_that_is_remembered_is_one_that_is_made_anew(events: list[object]) -> None:
    for number in range(len(events) + 1):
        step_by_step = walk(events[:number])
    _walks.clear()
    assert walk(events) == step_by_step


def test_a_walk_begins_at_the_term_that_was_asked_about() -> None:
    program = "add 1 2\nmul 3 4"
    first, second = (answer({"kind": "walk", "program": program, "at": at})["shown"]["term"] for at in (0, 8))
    assert "add" in first
    assert "mul" in second


def test_a_walk_may_go_by_the_rules_of_combinators() -> None:
    program = "(λx. x x) ((λy. y) z)"
    begun = {"kind": "walk", "program": program, "rules": "combinators"}
    terms = [answer(begun | {"events": [FORWARD] * number})["shown"]["term"] for number in range(2)]
    assert [re.sub("<[^>]*>", "", term).strip() for term in terms] == ["W I (I z)", "I (I z) (I z)"]
    assert "rules are those" in answer(begun | {"rules": "x"})["error"]


def test_what_is_no_event_changes_nothing() -> None:
    nonsense: list[object] = [None, {"kind": "contract", "number": "x"}, {"kind": "strategy", "name": 3}]
    assert walk(nonsense)["shown"]["step"] == 0


def test_a_walk_of_too_many_events_is_refused() -> None:
    assert "too long" in walk([FORWARD] * (MOST_EVENTS + 1))["error"]


# ── A closer look ─────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("view", [view for view in VIEWS if view != "type"])
def test_every_view_shows_something(view: str) -> None:
    shown = answer({"kind": "look", "program": "(λx. x x) ((λy. y) z)", "view": view})
    assert shown["html"].startswith("<")
    drawn = ("tree", "diagram", "graph", "bohm", "diamond", "value")
    assert ("svg" in shown) is (view in drawn)


def test_a_type_is_shown_with_its_derivation_or_the_reason_that_there_is_none() -> None:
    assert "svg" in answer({"kind": "look", "program": "λx y. x", "view": "type"})
    assert "argument of itself" in answer({"kind": "look", "program": "λx. x x", "view": "type"})["error"]


def test_machines_are_shown_one_by_one_and_what_has_no_value_says_so() -> None:
    shown = answer({"kind": "look", "program": "(λx. x x) a", "view": "machine"})["html"]
    assert shown.count("<details") == 5
    assert shown.count(" open>") == 1
    endless = {"kind": "look", "program": "(λx. x x) λx. x x"}
    assert answer(endless | {"view": "machine"})["html"].count("within 200 transitions") == 5
    assert "no value by name within 300 steps" in answer(endless | {"view": "value"})["error"]


def test_a_program_is_written_in_every_notation_that_is_offered() -> None:
    notations = [name for name, _ in answer({"kind": "names"})["notations"]]
    assert {"python", "debruijn", "latex"} <= set(notations)
    asked = {"kind": "convert", "program": "λx y. x"}
    written = {name: answer(asked | {"notation": name})["text"] for name in notations}
    assert written["python"] == "lambda x: lambda y: x"
    assert all(written.values())


def test_a_notation_that_is_none_is_told_so() -> None:
    assert "there is no notation" in answer({"kind": "convert", "program": "x", "notation": "html"})["error"]


def test_the_names_of_the_prelude_are_told_with_what_they_mean() -> None:
    names = dict(answer({"kind": "names"})["names"])
    assert names["fact"]
    assert len(names) > 100


@pytest.mark.parametrize(("form", "sign"), [("markdown", "| 1 | β |"), ("latex", r"\to_{\beta}")])
def test_a_reduction_is_copied_as_text(form: str, sign: str) -> None:
    assert sign in answer({"kind": "copy", "program": "(λx. x) y", "form": form})["text"]


# ── The course ────────────────────────────────────────────────────────────────────────


def test_all_lessons_are_there_and_their_solutions_pass_with_three_stars() -> None:
    listed = answer({"kind": "lessons"})["lessons"]
    assert [one["name"] for one in listed] == [one.name for one in curriculum().lessons]
    name = listed[0]["name"]
    lesson = answer({"kind": "lesson", "name": name})
    assert lesson["task"]
    assert lesson["hints"]
    solution = answer({"kind": "solution", "name": name})["text"]
    attempt = answer({"kind": "attempt", "name": name, "program": solution, "seconds": 10})
    assert (attempt["passed"], attempt["stars"]) == (True, 3)


def test_a_wrong_answer_is_told_why() -> None:
    attempt = answer({"kind": "attempt", "name": "beta", "program": "λy. y (λz. z)"})
    assert not attempt["passed"]
    assert "more than one step" in attempt["html"]


@pytest.mark.parametrize(("text", "stars"), [("λx. x", 3), ("(λx. x) -- so", 2), ("λx. (λy. y) x", 1)])
def test_shorter_answers_have_more_stars(text: str, stars: int) -> None:
    assert _stars(text, "λx. x") == stars


# ── Strangers ─────────────────────────────────────────────────────────────────────────

nonsense = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
kinds = st.sampled_from([*_ANSWERS, "nothing"])
parts = st.sampled_from(
    ["program", "seconds", "events", "at", "strategy", "name", "view", "form", "hints", "rules"]
)


@given(kinds, st.dictionaries(parts, nonsense, max_size=4))
def test_every_question_has_an_answer_that_is_json(kind: str, parts: dict[str, object]) -> None:
    json.loads(answer_text(json.dumps({"seconds": 0.2, **parts, "kind": kind})))


@given(st.text(max_size=40))
def test_a_text_that_is_no_question_is_told_so(text: str) -> None:
    assert "error" in json.loads(answer_text(text))


def test_a_program_that_is_too_long_is_refused() -> None:
    assert "too long" in run("x " * 200_000)["error"]


def test_after_a_rehearsal_an_answer_imports_nothing() -> None:
    """So that what a browser keeps of Python is all that a program needs."""
    program = (
        "import sys; from lamb.web.answers import answer, rehearse; rehearse(); before = set(sys.modules)\n"
        "for view in ('graph', 'type'): answer({'kind': 'look', 'program': 'λx. x y', 'view': view})\n"
        "answer({'kind': 'run', 'program': 'eval e : fact 3 =~> 5\\nassert add 1 1 == 3\\n)'})\n"
        "answer({'kind': 'walk', 'program': 'fact 3', 'events': [{'kind': 'forward'}, {'kind': 'run'}]})\n"
        "print(*sorted(one for one in set(sys.modules) - before if one.startswith('lamb')))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
