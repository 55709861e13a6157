"""The stepper of a notebook: what it says, and what it leaves behind where it does not run."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

import lamb
from lamb import Rule, Strategy, Term
from lamb.course.walk import Walk
from lamb.html.walk_page import Stepping
from lamb.notebook import stepper as home
from lamb.notebook.stepper import Stepper
from lamb.python import Value
from tests.html.walk_page import Parsed
from tests.strategies import doubled, unfolding

SCRIPT = (Path(home.__file__).parent / "stepper.js").read_text(encoding="utf-8")
STYLE = (Path(home.__file__).parent / "stepper.css").read_text(encoding="utf-8")
VIEW = "application/vnd.jupyter.widget-view+json"
STATE = "application/vnd.jupyter.widget-state+json"


def hears(stepper: Stepper, event: object) -> list[object]:
    """What a stepper answers to an event from a page."""
    answers: list[object] = []
    stepper.send = answers.append
    stepper._handle_custom_msg(event, [])
    return answers


# ── Its reader ────────────────────────────────────────────────────────────────────────


def test_python_can_read_where_its_reader_is() -> None:
    stepper = Stepper("(λx y. x) y")
    hears(stepper, {"kind": "forward"})
    assert lamb.pretty(stepper.term) == "λy'. y"
    assert stepper.walk.steps == 1
    assert [line.rule for line in stepper.history] == [Rule.ALPHA, Rule.BETA]


def test_it_begins_with_a_text_a_term_or_a_walk() -> None:
    walk = Walk(lamb.parse_term("(λx. x) a"))
    walk.forward()
    assert [Stepper(start).walk.text for start in ("K a", lamb.Free("a"), walk)] == ["K a", "a", "a"]


def test_it_begins_with_a_value_of_the_notebook() -> None:
    session = lamb.Session(strategy=Strategy.CALL_BY_VALUE)
    list(session.run("five = add 2 3"))
    stepper = Stepper(Value(lamb.parse_term("mul five"), session)(2))
    assert stepper.walk.text == "mul five 2"
    assert stepper.walk.strategy is Strategy.CALL_BY_VALUE
    hears(stepper, {"kind": "run"})
    assert Stepper("five", session.definitions).walk.next is not None


def test_names_mean_what_the_prelude_says_unless_something_else_is_said() -> None:
    assert Stepper("add 1 2").walk.next is not None
    assert Stepper("add 1 2", {"1": lamb.Free("one")}).walk.next is None
    assert Stepper("id a", {"id": lamb.parse_term("λx. x")}).walk.next is not None


def test_it_takes_a_strategy_and_eta() -> None:
    stepper = Stepper("λx. f x", eta=True, strategy=Strategy.APPLICATIVE)
    assert stepper.shown["strategy"] == "applicative"
    hears(stepper, {"kind": "forward"})
    assert stepper.walk.text == "f"


def test_what_is_no_term_is_said_at_once() -> None:
    with pytest.raises(lamb.ParseError):
        Stepper("(λx. x")


def test_an_immense_term_is_refused_without_being_looked_at() -> None:
    term = doubled(lamb.Free("a"), 40)
    with pytest.raises(lamb.LambError, match="it has 2,199,023,255,551 nodes"):
        Stepper(term)


# ── What goes to and fro ──────────────────────────────────────────────────────────────


def test_whoever_says_something_is_heard() -> None:
    stepper = Stepper("(λx. x) a")
    before = stepper.shown
    assert hears(stepper, {"kind": "hello"}) == [{"kind": "heard"}]
    assert stepper.shown == before
    assert hears(stepper, "nonsense") == [{"kind": "heard"}]
    assert hears(stepper, {"kind": "forward"}) == [{"kind": "heard"}]
    assert stepper.shown["is_last"]


def test_all_that_goes_out_is_plain_data() -> None:
    stepper = Stepper("add 1 2")
    hears(stepper, {"kind": "picture", "name": "tree", "on": True})
    hears(stepper, {"kind": "run"})
    json.dumps([stepper.shown, stepper.past, stepper.pictures])


def test_the_page_has_a_place_for_what_it_is_sent_and_is_sent_what_it_reads() -> None:
    shown = Stepper("a").shown
    slots = set(re.findall(r'data-slot="(\w+)"', SCRIPT))
    read = set(re.findall(r"\bshown\.(\w+)", SCRIPT))
    assert slots
    assert slots | read == shown.keys()


def test_python_understands_all_that_the_page_says() -> None:
    kinds = set(re.findall(r'kind"?: ?"(\w+)"', SCRIPT)) - {"hello"}
    here = Stepping(Walk(lamb.parse_term("(λx. x) a")))
    details = {"step": 0, "number": 1, "at": 0, "name": "normal", "text": "a", "on": True}
    assert {"forward", "back", "go", "run", "ask", "picture", "strategy"} <= kinds
    for kind in kinds:
        before = here.shown()["number"]
        here.obey({"kind": kind, **details, "at": before})
        assert here.shown()["number"] != before, kind


def test_the_style_sheet_is_of_the_classes_that_there_are() -> None:
    """The page's own, those of the HTML that is made for it, and no others."""
    used = set(re.findall(r"\.(lamb-[\w-]+)", STYLE))
    here = [path.read_text(encoding="utf-8") for path in Path(lamb.__file__).parent.glob("html/*.py")]
    for cls in used - {"lamb-term"}:
        assert any(cls in text for text in [SCRIPT, *here]), cls


def test_a_walk_that_has_gone_on_is_shown_where_it_is() -> None:
    stepper = Stepper("(λx. x) a")
    stepper.walk.forward()
    stepper.refresh()
    assert stepper.shown["step"] == 1
    assert Parsed(stepper.shown["term"]).text == "a"


# ── Where it does not run ─────────────────────────────────────────────────────────────


def test_a_notebook_keeps_the_stepper_and_the_whole_trace() -> None:
    stepper = Stepper("(λx. x x) ((λy. y) z)")
    view, trace = stepper.outputs
    assert view[VIEW]["model_id"] == stepper.model_id
    assert view["text/plain"] == "stepper: (λx. x x) ((λy. y) z)"
    assert "normal form after 3 steps" in trace["text/plain"]
    assert trace["text/html"].startswith(f'<div data-lamb-trace="{stepper.trace_id}">')
    assert stepper._repr_mimebundle_() == view | trace


@given(unfolding())
def test_the_trace_begins_where_the_walk_does(term: Term) -> None:
    walk = Walk(term)
    walk.forward()
    trace = Stepper(walk).outputs[1]
    assert Parsed(trace["text/html"]).nests
    first, *elided = trace["text/plain"].split("\n")[0].strip().split("…")
    whole = lamb.pretty(walk.start)
    assert whole.startswith(first) if elided else whole == first


def notebook(stepper: Stepper, *, state: bool) -> Any:
    """A notebook with a stepper in it, as it is saved: with the state of its widgets or without."""
    nbformat = pytest.importorskip("nbformat")
    cell = nbformat.v4.new_code_cell("lamb.stepper(…)")
    cell.outputs = [nbformat.v4.new_output("display_data", output) for output in stepper.outputs]
    made = nbformat.v4.new_notebook(cells=[cell])
    if state:
        model = {"model_name": "AnyModel", "model_module": "anywidget", "state": {}}
        made.metadata["widgets"] = {
            STATE: {"version_major": 2, "version_minor": 0, "state": {stepper.model_id: model}}
        }
    return made


@pytest.mark.parametrize("state", [True, False])
def test_an_exported_page_shows_the_trace(state: bool) -> None:
    exporters = pytest.importorskip("nbconvert.exporters")
    page, _ = exporters.HTMLExporter().from_notebook_node(notebook(Stepper("(λx. x x) z"), state=state))
    assert "what happens" in page
    assert "“z” takes the place of x" in page


def test_an_exported_text_has_the_trace() -> None:
    exporters = pytest.importorskip("nbconvert.exporters")
    text, _ = exporters.MarkdownExporter().from_notebook_node(notebook(Stepper("(λx. x x) z"), state=False))
    assert "z z" in text
