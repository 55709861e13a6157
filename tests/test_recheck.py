"""The independent checker: it accepts every trace, and finds everything that was tampered with."""

from __future__ import annotations

import ast
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings, strategies as st

import lamb
from lamb import App, Budget, Free, Lam, Strategy, Term, recheck
from lamb.calculus.reduction import context_at, plug
from lamb.calculus.substitution import replace_names
from lamb.show.documents import TraceDocument, exported
from tests.strategies import DEFINITIONS, clashing, programs, shared, unfolding

ENOUGH = Budget(steps=10, nodes=2_000)
PATIENT = settings(suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])

strategies = st.sampled_from(Strategy)
applied = st.tuples(clashing(), clashing(most=4)).map(lambda parts: App(Lam("x", parts[0]), parts[1]))
reduced = clashing() | applied | programs | shared()


def document(term: Term | str, strategy: Strategy = Strategy.NORMAL, **choices: Any) -> Any:
    term = lamb.parse_term(term) if isinstance(term, str) else term
    choices = {"definitions": DEFINITIONS, "budget": ENOUGH} | choices
    return json.loads(exported(term, TraceDocument, strategy=strategy, **choices))


def only_trace(found: Any) -> Any:
    (trace,) = found["traces"]
    return trace


# ── Laws ──


@PATIENT
@given(reduced, strategies)
def test_every_trace_is_accepted(term: Term, strategy: Strategy) -> None:
    assert recheck.complaint(document(term, strategy)) is None


@PATIENT
@given(unfolding(8), st.booleans())
def test_traces_with_eta_and_without_definitions_are_accepted(term: Term, eta: bool) -> None:
    assert recheck.complaint(document(term, eta=eta)) is None
    assert recheck.complaint(document(term, eta=eta, definitions={})) is None


@PATIENT
@given(reduced, strategies, st.data())
def test_another_term_after_any_step_is_refused(term: Term, strategy: Strategy, data: st.DataObject) -> None:
    found = document(term, strategy)
    steps = only_trace(found)["steps"]
    assume(steps)
    step = data.draw(st.sampled_from(steps))
    right = lamb.parse_term(step["after"])
    wrong = data.draw(mutations(right))
    assume(wrong != right)
    step["after"] = lamb.pretty(wrong)
    assert recheck.complaint(found) is not None


@st.composite
def mutations(draw: st.DrawFn, term: Term) -> Term:
    """A term that differs from another in one place, if at all."""
    path: list[str] = []
    node = term
    while isinstance(node, Lam | App) and draw(st.booleans()):
        field = "body" if isinstance(node, Lam) else draw(st.sampled_from(["fn", "arg"]))
        path, node = [*path, field], getattr(node, field)
    context, part = context_at(term, tuple(path))
    match part:
        case App(fn, arg):
            new = draw(st.sampled_from([fn, arg, App(arg, fn), App(App(fn, arg), arg)]))
        case Lam(hint, body):
            new = draw(
                st.sampled_from([Lam(hint, App(body, body)), Lam(hint, Lam("v", Free("v"))), App(part, part)])
            )
        case _:
            number = sum(field == "body" for field in path)
            choices: list[Term] = [Free("a"), Free("I"), App(part, part), Lam("w", Free("w"))]
            new = draw(st.sampled_from([*choices, *map(lamb.Var, range(number))]))
    return plug(context, new)


@given(clashing() | unfolding(), st.booleans())
def test_its_reader_reads_what_is_printed(term: Term, ascii: bool) -> None:
    assert as_term(recheck.read(lamb.pretty(term, ascii=ascii))) == term


@given(reduced)
def test_a_normal_form_is_the_same_for_both(term: Term) -> None:
    assert recheck.is_normal(recheck.read(lamb.pretty(term)), "", {}) == lamb.is_normal(
        without_numerals(term)
    )


def as_term(read: Any, bound: tuple[str, ...] = ()) -> Term:
    match read:
        case "λ", str(name), body:
            return Lam("x", as_term(body, (name, *bound)))
        case "@", fn, arg:
            return App(as_term(fn, bound), as_term(arg, bound))
    return lamb.Var(bound.index(read)) if read in bound else Free(read)


def without_numerals(term: Term) -> Term:
    return replace_names(term, {str(number): lamb.church(number) for number in (0, 1, 2, 3, 4, 42)})


# ── Tampering ──

CAPTURE = "(λx y. x) y z"


def swapped(trace: Any) -> None:
    step = trace["steps"][0]
    step["old"], step["new"] = step["new"], step["old"]


def later(number: int, **changes: Any) -> Callable[[Any], None]:
    """A change of the step in that place."""
    return lambda trace: trace["steps"][number].update(changes)


def ended(**changes: Any) -> Callable[[Any], None]:
    return lambda trace: trace["end"].update(changes)


def defined(**changes: Any) -> Callable[[Any], None]:
    return lambda trace: trace["definitions"].update(changes)


def dropped(number: int) -> Callable[[Any], None]:
    return lambda trace: trace["steps"].pop(number)


def renumbered(trace: Any) -> None:
    for number, step in enumerate(trace["steps"], 5):
        step["number"] = number


def stopped_early(trace: Any) -> None:
    trace["steps"].pop()
    trace["end"]["steps"] -= 1


TAMPERED: dict[str, tuple[str, Callable[[Any], Any], str]] = {
    "the rule is another": (CAPTURE, later(1, rule="delta"), "step 1 (delta"),
    "the rule is unknown": (CAPTURE, later(2, rule="gamma"), "step 2 (gamma"),
    "there is no rule": ("(λx. x x) λx. x x", later(0, rule=""), "step 1"),
    "nothing is called a renaming": ("(λx. x x) λx. x x", later(0, rule="alpha", old="x", new="x"), "step 1"),
    "the redex is elsewhere": (CAPTURE, later(1, path=[]), "step 1 (beta at the root)"),
    "there is no such place": (CAPTURE, later(1, path=["arg", "fn"]), "step 1 (beta at arg.fn)"),
    "a β-step that changes nothing is elsewhere": ("(λx. x x) λx. x x", later(0, path=["arg"]), "step 1"),
    "the term after is another": (CAPTURE, later(2, after="z"), "does not lead to “z”"),
    "a variable is captured": (CAPTURE, later(1, after="(λy. y) z"), "step 1 (beta at fn)"),
    "the wrong binder is renamed": (CAPTURE, later(0, after="(λx' y. x') y z"), "step 1 (alpha"),
    "a renaming captures": (CAPTURE, later(0, new="x", after="(λx x. x) y z"), "step 1 (alpha"),
    "another binder is renamed too": (CAPTURE, later(0, after="(λv y'. v) y z"), "step 1 (alpha"),
    "a renaming does more": (CAPTURE, later(0, after="(λy'. y) z"), "step 1 (alpha"),
    "the names are swapped": (CAPTURE, swapped, "step 1 (alpha"),
    "the first step is dropped": ("I (I a)", dropped(0), "is numbered 2"),
    "a step is dropped": ("K a b", dropped(1), "is numbered 3"),
    "the last step is dropped": (CAPTURE, dropped(-1), "there are 1 steps, and not 2"),
    "the numbers are others": ("I a", renumbered, "is numbered 5"),
    "the normal form is false": (CAPTURE, stopped_early, "is no normal form"),
    "a definition is another": ("I a", defined(I="λx. x x"), "does not lead to"),
    "a definition is missing": ("I a", lambda trace: trace["definitions"].clear(), "step 1 (delta"),
    "a folded name is no normal form": ("a K", defined(K="(λx. x) a"), "is no normal form"),
    "a weak normal form is called one": (
        "λx. I x",
        lambda trace: (trace["steps"].clear(), trace["end"].update(steps=0)),
        "is no normal form",
    ),
    "a numeral is another": ("2 f x", later(0, after="(λf x. f (f (f x))) f x"), "step 1 (delta at fn.fn)"),
    "η is wrong where the variable occurs": ("λx. x x", ended(steps=1), "there are 0 steps"),
}


@pytest.mark.parametrize("name", TAMPERED)
def test_tampering_is_found(name: str) -> None:
    text, change, message = TAMPERED[name]
    found = document(text)
    assert recheck.complaint(found) is None
    change(only_trace(found))
    assert message in (recheck.complaint(found) or "")


@pytest.mark.parametrize(
    ("before", "rule", "after"),
    [
        ("λx. x x", "eta", "x"),
        ("λx. f x", "eta", "λx. f"),
        ("λ_. f _", "eta", "f"),
        ("λK. K a", "delta", "λK. (λx y. x) a"),
        ("λy. stuck", "parallel", "λy. y"),
        ("I (I a)", "parallel", "a"),
        ("(λx. x) ((λx. x) a)", "parallel", "(λx. x) a"),
        ("(λx. x x) (λx. x)", "beta", "λx. x"),
    ],
)
def test_a_wrong_step_is_refused(before: str, rule: str, after: str) -> None:
    definitions = {"I": recheck.read("λx. x"), "K": recheck.read("λx y. x"), "stuck": recheck.read("y")}
    step = {"rule": rule, "path": ["body", "fn"] if rule == "delta" else []}
    assert not recheck.leads(step, recheck.read(before), recheck.read(after), definitions)


@pytest.mark.parametrize(
    ("before", "rule", "after"),
    [
        ("λx. f x", "eta", "f"),
        ("(λx y. x) y", "beta", "λz. y"),
        ("42", "delta", lamb.pretty(lamb.church(42))),
        ("I (I a)", "parallel", "(λx. x) ((λx. x) a)"),
        ("(λx. x x) ((λy. y) a) K", "parallel", "a a K"),
        ("(λx. x b) (λx. x)", "parallel", "(λx. x) b"),
    ],
)
def test_a_right_step_is_accepted(before: str, rule: str, after: str) -> None:
    definitions = {"I": recheck.read("λx. x"), "K": recheck.read("λx y. x")}
    step = {"rule": rule, "path": []}
    assert recheck.leads(step, recheck.read(before), recheck.read(after), definitions)


@pytest.mark.parametrize(
    "text", ["", "(", ")", "x)(y", "λx", "λx.", "λ. x", "λ x y", "x = y", "[a, b]", "()", "λ1. x"]
)
def test_what_is_no_term_is_refused(text: str) -> None:
    with pytest.raises((ValueError, IndexError)):
        recheck.read(text)


def test_depth_is_no_obstacle() -> None:
    assert recheck.complaint(document("2000 f (2000 f x)", budget=Budget(steps=8))) is None


def test_an_unfinished_trace_claims_no_normal_form() -> None:
    found = document("(λx. x x x) λx. x x x", budget=Budget(steps=5))
    assert only_trace(found)["end"]["form"] is None
    assert recheck.complaint(found) is None
    only_trace(found)["end"].update(status="normal form", form="normal form")
    assert recheck.complaint(found) == "the last term is no normal form"


@pytest.mark.parametrize(
    "change", [{"after": "λx"}, {"after": None}, {"path": None}, {"path": ["fn", 1]}, {"number": "1"}]
)
def test_what_is_no_trace_is_refused(change: Any) -> None:
    found = document("K a b")
    only_trace(found)["steps"][1] |= change
    assert recheck.complaint(found)
    for other in ({}, [], {"traces": [{}]}, {"traces": 1}):
        assert "this is no trace" in (recheck.complaint(other) or "")


# ── On its own ──


def test_it_runs_wherever_it_is_copied(tmp_path: Path) -> None:
    checker, trace = tmp_path / "checker.py", tmp_path / "trace.json"
    shutil.copy(recheck.__file__, checker)

    def run() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-I", checker, trace], capture_output=True, encoding="utf-8", check=False
        )

    found = document("K a b")
    trace.write_text(json.dumps(found), encoding="utf-8")
    assert run().returncode == 0
    only_trace(found)["steps"][1]["after"] = "b"
    trace.write_text(json.dumps(found), encoding="utf-8")
    wrong = run()
    assert wrong.returncode == 1
    assert "step 2 (beta at fn)" in wrong.stderr


def test_it_knows_nothing_of_ours_and_is_read_in_five_minutes() -> None:
    text = Path(recheck.__file__).read_text(encoding="utf-8")
    tree = ast.parse(text)
    imported = {
        alias.name if isinstance(node, ast.Import) else node.module
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    assert imported <= sys.stdlib_module_names
    told = {
        number
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.FunctionDef) and ast.get_docstring(node)
        for number in range(node.body[0].lineno, (node.body[0].end_lineno or 0) + 1)
    }
    lines = enumerate(text.splitlines(), 1)
    assert sum(bool(line.strip()) and number not in told for number, line in lines) < 145
