"""What notebooks show of everything: text always, HTML that does no harm, LaTeX where it is mathematics."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st

import lamb
from lamb import App, Budget, Free, Lam, LambError, Place, Session, Source, Strategy, Term, Var
from lamb.html.bundles import bundle, lines_bundle
from lamb.html.markup import shown
from lamb.html.renderings import LOOK
from lamb.results import Note
from lamb.show.lines import Piece, plain, render
from tests.html.seen import classes, rows, seen, text_of
from tests.html.test_terms import any_text
from tests.strategies import clashing, doubled, unfolding

PROGRAM = """
double = λn. add n n
double = λn. mul 2 n
double 2
λx. dubble x
fact 4
(1, [true, false])
(λx. x x x) λx. x x x
assert add 1 2 == 3
assert add 1 2 == 4
assert forall n : nat. add n 0 == mul 2 n
import prelude
import "missing.lc"
eval right : (λx. x) a =b> a
eval wrong : (λx. x x) a =b> a
conf open : a =d> b
"""


def results(text: str, **choices: Any) -> list[lamb.Result]:
    return list(Session(budget=Budget(steps=300), **choices).run(Source(text, "demo.lc")))


def html(thing: object) -> str:
    return text_of(seen(bundle(thing)["text/html"]))


def things() -> list[object]:
    """One of each kind."""
    term = lamb.parse_term("(λx. x) a")
    compared = lamb.compare(term)
    return [
        term,
        lamb.normalize(term),
        lamb.normalize(lamb.parse_term("(λx. x x) λx. x x"), budget=Budget(steps=5)),
        next(lamb.trace(term)),
        lamb.trace(term),
        lamb.trace(term).table(),
        compared,
        compared[0],
        LambError("no", Place(Source("a <b> c"), 2, 5), "yes"),
        Note("hm"),
        lamb.readings(lamb.church(2))[0],
        *results(PROGRAM),
        *results("a", evaluates=False),
    ]


# ── All kinds ──


@pytest.mark.parametrize("thing", things(), ids=lambda thing: type(thing).__name__)
def test_everything_is_text_and_html_and_does_no_harm(thing: object) -> None:
    shown_as = bundle(thing)
    assert shown_as["text/plain"].strip()
    assert set(shown_as) <= {"text/plain", "text/html", "text/latex"}
    (frame,) = seen(shown_as["text/html"])
    assert "lamb" in classes(frame)
    assert text_of(frame).strip()


@pytest.mark.parametrize("thing", things(), ids=lambda thing: type(thing).__name__)
def test_everything_but_readings_knows_how_it_is_shown(thing: object) -> None:
    if isinstance(thing, lamb.Reading):
        assert thing == "2"
        return
    assert thing._repr_mimebundle_() == bundle(thing)  # type: ignore[attr-defined]
    assert set(thing._repr_mimebundle_(include={"text/plain"})) == {"text/plain"}  # type: ignore[attr-defined]
    assert "text/html" not in thing._repr_mimebundle_(exclude={"text/html"})  # type: ignore[attr-defined]


def test_what_has_no_other_face_is_as_python_shows_it() -> None:
    assert bundle([1, 2]) == {"text/plain": "[1, 2]"}


@given(any_text)
def test_no_text_of_a_program_is_html(text: str) -> None:
    term = App(Lam(text, Var(0)), Free(text))
    error = LambError(text, Place(Source(text or " ", text), 0, 1), text)
    reduced = lamb.normalize(term, budget=Budget(nodes=1_000))  # it may be a numeral
    for thing in (term, error, reduced, next(lamb.trace(term)), lamb.trace(term), Note(text)):
        seen(bundle(thing)["text/html"])
        assert shown(bundle(thing)["text/plain"]) == bundle(thing)["text/plain"]


@given(st.text(alphabet="ab<&'\"λ. ()=>:\n-\x00\x1b\u202e"))
def test_whatever_a_program_is_its_results_are_only_shown(text: str) -> None:
    for result in Session(budget=Budget(steps=20)).run(text):
        seen(bundle(result)["text/html"])


# ── Terms ──


@given(clashing() | unfolding())
def test_a_term_is_its_text_and_what_it_can_be_read_as(term: Term) -> None:
    text = lamb.pretty(term)
    comment = ", ".join(reading for reading in lamb.readings(term) if reading != text)
    said = bundle(term)
    assert said["text/plain"] == (f"{text}    -- {comment}" if comment else text)
    assert html(term) == (f"{text} -- {comment}" if comment else text)
    assert said["text/latex"].startswith("$")


def test_a_numeral_that_is_long_is_elided() -> None:
    said = bundle(lamb.church(500))["text/plain"]
    assert said.startswith("λf x. f (f (f (")
    assert said.endswith(")    -- 500")
    assert "…" in said
    assert len(said) < 200


VAST = doubled(Free("x"), 60)


@pytest.mark.parametrize("term", [VAST, Var(3), Lam("x", Var(1)), App(Var(0), VAST)])
def test_any_node_can_be_shown(term: Term) -> None:
    assert len(bundle(term)["text/plain"]) < 1_000


def test_a_term_is_still_written_in_python_where_python_is_asked() -> None:
    assert repr(lamb.parse_term("λx. x")) == "Lam('x', Var(0))"


# ── Results ──


def test_answers_are_terms_or_what_they_are_read_as() -> None:
    assert [html(answer) for answer in results("add 1 1\nmul 4 9\nλx y. y")] == [
        "λf x. f (f x) -- 2",
        "36",
        "λx y. y -- 0, false, nil",
    ]


def test_a_note_is_said_below_its_answer() -> None:
    (answer,) = results("λx. dubble x")
    assert bundle(answer)["text/plain"] == (
        "dubble\ndemo.lc:1:5: note: “dubble” is not defined: did you mean “double”?"
    ) or bundle(answer)["text/plain"].startswith("λx. dubble x\ndemo.lc:1:5: note: “dubble”")


def test_results_that_are_no_answers_say_what_every_front_end_says() -> None:
    for result in results('assert 1 == 1\nassert 1 == 2\nimport "missing.lc"\n(λx. x x x) λx. x x x'):
        if isinstance(result, lamb.Answer):
            assert "no normal form within 300 steps" in html(result)
        else:
            rendered = render(result, LOOK)
            assert html(result) == plain([*rendered.answer, *rendered.remarks])


def test_definitions_and_imports_say_what_they_did() -> None:
    said = [bundle(result)["text/plain"] for result in results("double = λn. add n n\nimport prelude")]
    assert said == ["double = λn. add n n", "imported prelude"]


def test_an_imported_file_says_how_much_it_defines(tmp_path: Path) -> None:
    (tmp_path / "two.lc").write_text("a = 1\nb = 2\n")
    (result,) = results('import "two.lc"', roots=(tmp_path,))
    assert bundle(result)["text/plain"] == "imported two.lc    -- 2 definitions"


def test_a_derivation_is_shown_step_by_step() -> None:
    right, wrong = results("eval right : (λx. x) a -- yes\n  =b> a\neval wrong : (λx. x x) a =b> a")
    assert rows(seen(bundle(right)["text/html"])) == [
        ["", "(λx. x) a", ""],
        ["✓", "=b> a", ""],
        ["✓", "a normal form"],
    ]
    assert html(right).startswith("derivation right holds")
    signs = [row[0] for row in rows(seen(bundle(wrong)["text/html"]))]
    assert signs == ["", "✗", "✓"]
    assert "demo.lc:3:" in html(wrong)
    assert bundle(wrong)["text/plain"] in html(wrong)


def test_a_derivation_that_is_not_finished_says_so() -> None:
    (partial,) = results("eval some : (λx y. x) a b =b> (λy. a) b")
    assert html(partial).startswith("derivation some is not finished")


def test_outcomes_say_how_far_they_came() -> None:
    omega = lamb.parse_term("(λx. x x) λx. x x")
    found = [
        lamb.normalize(lamb.parse_term("(λx y. x) a")),
        lamb.normalize(omega, budget=Budget(steps=7)),
        lamb.normalize(omega, watch=lambda steps: True),
        lamb.normalize(omega, budget=Budget(seconds=0)),
    ]
    said = [bundle(outcome)["text/plain"].split("\n") for outcome in found]
    assert said[0] == ["λy. a", "a normal form after 1 step"]
    assert said[1] == ["(λx. x x) λx. x x", "no normal form within 7 steps"]
    assert said[2][1].startswith("interrupted after")
    assert said[3][1].endswith("when the seconds ran out")


# ── Errors ──


def test_an_error_is_its_message_its_caret_and_its_hint() -> None:
    (error,) = results("λx. (x y")
    assert isinstance(error, LambError)
    (frame,) = seen(bundle(error)["text/html"])
    assert frame.get("role") == "alert"
    assert text_of(frame) == str(error) == bundle(error)["text/plain"]
    assert [child.tag for child in frame] == ["style", "pre"]


@given(any_text)
def test_a_traceback_is_the_complaint_and_sends_nothing(text: str) -> None:
    error = LambError(text, Place(Source(text or " ", text), 0, 1), text)
    lines = error._render_traceback_()
    assert "\n".join(lines) == shown(str(error))


# ── The frame ──


def test_only_the_rules_that_are_needed_come_along() -> None:
    small = bundle(lamb.parse_term("x"))["text/html"]
    assert ".v0" not in small
    assert "lamb-table" not in small
    deep = bundle(lamb.parse_term("λx y z. x"))["text/html"]
    assert ".v2" in deep
    assert ".v3" not in deep
    assert "--lamb-lit" in small


def test_mathjax_reads_none_of_it() -> None:
    (frame,) = seen(lines_bundle([(Piece("$x$"),)])["text/html"])
    assert {"tex2jax_ignore", "mathjax_ignore"} <= set(classes(frame))


def test_what_shows_terms_loads_no_parser_and_no_notebook() -> None:
    code = (
        "import lamb, sys; lamb.Lam('x', lamb.Var(0))._repr_mimebundle_();"
        "print({'lark', 'rich', 'prompt_toolkit', 'IPython', 'hypothesis'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


@pytest.mark.parametrize("strategy", Strategy)
def test_traces_of_all_strategies_are_shown(strategy: Strategy) -> None:
    assert strategy.value in html(lamb.trace(lamb.parse_term("(λx. x) a"), strategy=strategy))


def test_html_alone_can_be_asked_for() -> None:
    """marimo does, of the things in a list."""
    term = lamb.parse_term("(λx. x x) y")
    for thing in (term, term.tree(), lamb.trace(term), lamb.compare(term), *Session().run("1")):
        assert thing._repr_html_() == thing._repr_mimebundle_()["text/html"]
