"""Traces as JSON: valid whatever is in them, written as they come, each place where it is said to be."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import compress, islice
from typing import Any

import pytest
from hypothesis import example, given, strategies as st

import lamb
from lamb import App, Budget, Free, Lam, Strategy, Term, Var
from lamb.errors import Source
from lamb.notation.parser import parse_expression
from lamb.show.documents import Export, LatexDerivation, MarkdownTable, TraceDocument, Write, exported
from lamb.show.reductions import Ending, Plan, Reduction, Row
from tests.clocks import Clock
from tests.strategies import DEFINITIONS, clashing, unfolding

OMEGA = lamb.parse_term("(λx. x x) λx. x x")


def trace_of(term: Term | str, **choices: Any) -> Any:
    term = lamb.parse_term(term) if isinstance(term, str) else term
    (trace,) = json.loads(exported(term, TraceDocument, **choices))["traces"]
    return trace


@given(st.text(), st.text())
def test_any_name_is_only_ever_a_name(name: str, hint: str) -> None:
    text = exported(App(Lam(hint, App(Free(name), Free("x"))), Free(name)), TraceDocument)
    assert text.isascii()
    assert json.loads(text)["schema"] == "lamb.trace/1"


@given(clashing() | unfolding(), st.sampled_from(Strategy))
def test_spans_are_where_the_parser_finds_what_is_at_the_path(term: Term, strategy: Strategy) -> None:
    """As far as the memory goes, of which a document takes more."""
    trace = trace_of(term, strategy=strategy, definitions=DEFINITIONS, budget=Budget(steps=6, nodes=1_000))
    before = trace["term"]
    for step in trace["steps"]:
        if before is None or step["after"] is None:
            break
        assert step["redex"] == span(before, step["path"])
        assert step["contractum"] == span(step["after"], step["path"])
        before = step["after"]


def span(text: str, path: list[str]) -> list[int]:
    tree: Any = parse_expression(Source(text))
    for field in path:
        tree = getattr(tree, field)
    return [tree.start, tree.end]


@given(unfolding(), st.sampled_from(Strategy))
@example(lamb.parse_term("2 (4 4)"), Strategy.PARALLEL)
def test_the_steps_are_those_of_the_trace(term: Term, strategy: Strategy) -> None:
    """As far as the memory goes, of which a document takes more."""
    budget = Budget(steps=6, nodes=1_000)
    found = trace_of(term, strategy=strategy, definitions=DEFINITIONS, budget=budget)
    trace = lamb.trace(term, strategy=strategy, definitions=DEFINITIONS, budget=budget, folded=True)
    steps = list(trace)
    shown = [step for step in found["steps"] if step["rule"] != "alpha"]
    if found["end"]["status"] == "nodes" or trace.status is lamb.Status.NODES:
        most = min(len(shown), len(steps))
        shown, steps = shown[:most], steps[:most]
    assert [(step["symbol"], tuple(step["path"])) for step in shown] == [
        (step.rule.value, step.path) for step in steps
    ]
    written = [step["after"] is not None for step in shown]  # the others were too large for that
    assert all(written) or found["end"]["status"] == "nodes"
    texts = [step["after"] for step in compress(shown, written)]
    assert list(map(lamb.parse_term, texts)) == [step.after for step in compress(steps, written)]
    assert [step["number"] for step in shown] == list(range(1, len(steps) + 1))


def test_a_renaming_says_why() -> None:
    first, second, _ = trace_of("(λx y. x) y z")["steps"]
    assert (first["rule"], first["old"], first["new"], first["after"]) == (
        "alpha",
        "y",
        "y'",
        "(λx y'. x) y z",
    )
    assert first["explanation"] == "y would be captured by this λy, so it becomes y'"
    assert first["number"] == second["number"] == 1


def test_the_end_says_what_came_of_it() -> None:
    end = trace_of("(λx y. y) a")["end"]
    assert (end["status"], end["form"], end["steps"]) == ("normal form", "normal form", 1)
    assert [reading["text"] for reading in end["readings"]] == ["1"]


def test_readings_are_those_of_other_documents() -> None:
    """A number that other programs cannot read is none; what has no room is counted."""
    (many,) = trace_of(App(Lam("x", Var(0)), Free("9" * 5_000)))["end"]["readings"]
    assert (many["text"], many["value"]) == ("9" * 5_000, None)
    end = trace_of("λp. p (λp. p (λx y. y) (λx y. y)) (λp. p (λx y. y) (λp. p (λx y. y) (λx y. y)))")["end"]
    assert len(end["readings"]) + end["more_readings"] == 3**5


def test_a_cycle_is_said_and_no_result() -> None:
    end = trace_of(OMEGA)["end"]
    assert end["form"] is None
    assert end["divergence"] == {"kind": "cycle", "step": 1, "earlier": 0}
    assert "repeats" in end["sentence"]


def test_growth_is_said() -> None:
    end = trace_of("(λx. x x x) λx. x x x", budget=Budget(steps=40))["end"]
    assert end["divergence"] == {"kind": "growth", "nodes": 7, "steps": 1}


def test_definitions_are_those_that_are_needed() -> None:
    definitions = trace_of("K (a S) SKK", definitions=DEFINITIONS)["definitions"]
    assert definitions == {"K": "λx y. x", "S": "λf g x. f x (g x)"} | (
        {"SKK": "S K K"} if "SKK" in definitions else {}
    )


def rows_of_omega(most: int) -> Iterator[Row]:
    """The first rows of a reduction without end."""
    return islice(Reduction(OMEGA, {}, Plan()).rows(), most)


def test_each_step_is_written_when_it_comes() -> None:
    written: list[str] = []
    export = TraceDocument(written.append)
    export.begin(Strategy.NORMAL)
    for row in rows_of_omega(4):
        export.show(row)
        assert row.number == 0 or f'"number": {row.number},' in written[-1]


def test_a_document_that_was_left_is_whole() -> None:
    written: list[str] = []
    export = TraceDocument(written.append)
    export.begin(Strategy.NORMAL)
    for row in rows_of_omega(3):
        export.show(row)
    export.close(130, "interrupted")
    found = json.loads("".join(written))
    assert (found["ok"], found["exit"], found["error"]) == (False, 130, "interrupted")
    assert found["traces"][0]["end"]["steps"] == 2


@pytest.mark.parametrize("export", [TraceDocument, LatexDerivation, MarkdownTable])
def test_a_document_is_written_in_the_seconds_of_its_reduction(export: Callable[[Write], Export]) -> None:
    """The clock, which goes on when it is looked at, is looked at for each term that is written."""
    term = lamb.parse_term("(λx. x) (" * 9 + "f " * 4_500 + "y" + ")" * 9)
    whole = exported(term, export)
    for seconds in (1, 10, 30, 50):
        clock = Clock()
        text = exported(term, export, budget=Budget(seconds=seconds, clock=clock))
        assert seconds < clock.looks < seconds + 5
        assert len(text) < len(whole) * seconds / 100
        if export is TraceDocument:
            assert json.loads(text)["traces"][0]["end"]["status"] == "seconds"


def test_a_document_may_hold_several_reductions_or_none() -> None:
    written: list[str] = []
    export = TraceDocument(written.append)
    for name in "ab":
        export.begin(Strategy.NORMAL)
        export.show(Row(0, Free(name), None, None))
        export.finish(Ending(lamb.Status.NORMAL_FORM, "normal form", 0))
    export.close()
    assert [trace["term"] for trace in json.loads("".join(written))["traces"]] == ["a", "b"]
    written.clear()
    TraceDocument(written.append).close(2, "no such option")
    assert json.loads("".join(written))["traces"] == []


def test_a_term_that_is_too_large_has_no_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lamb.show.lines.LARGEST", 5)
    trace = trace_of("(λx. a) (b c)")
    (step,) = trace["steps"]
    assert (trace["term"], step["redex"]) == (None, None)
    assert (step["after"], step["contractum"]) == ("a", [0, 1])
