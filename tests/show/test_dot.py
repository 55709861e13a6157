"""Reduction graphs in DOT, read as Graphviz reads them."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from hypothesis import given, strategies as st

import lamb
from lamb import Budget, Strategy, Term
from lamb.analysis.graph import ReductionGraph, reduction_graph
from lamb.pictures import graph_text as graphs
from lamb.pictures.graph_text import COLOURS, dot, quoted
from tests.pictures.terms import anything
from tests.strategies import DEFINITIONS, programs

STRING = r'"(?:[^"\\]|\\.)*"'
ATTRIBUTE = rf"(\w+)=({STRING}|<.*>|[\w.]+)"
STATEMENT = re.compile(
    rf"  (?:(\w+)(?: -> (\w+))?(?: \[({ATTRIBUTE}(?:, {ATTRIBUTE})*)\])?|{ATTRIBUTE});", re.DOTALL
)

Statement = tuple[str, str, dict[str, str]]


def graph_of(text: str, most: int = 500) -> ReductionGraph:
    return reduction_graph(lamb.parse_term(text), DEFINITIONS, most=most)


def unquoted(string: str) -> str:
    """What Graphviz shows for a string as a label: escapes, then entities."""
    if not string.startswith('"'):
        return string
    return html.unescape(re.sub(r"\\(.)", lambda found: {"n": "\n"}.get(found[1], found[1]), string[1:-1]))


def statements(text: str) -> Iterator[Statement]:
    """The nodes and edges of a DOT text and their attributes; nothing may be left over."""
    assert text.startswith("digraph reductions {\n")
    assert text.endswith("\n}\n")
    at = text.index("\n") + 1
    while at < len(text) - len("}\n"):
        found = STATEMENT.match(text, at)
        assert found, text[at:]
        source, target, attributes = found[1], found[2], found[3]
        if source not in (None, "node", "edge"):
            yield (
                source,
                target or "",
                {name: unquoted(its) for name, its in re.findall(ATTRIBUTE, attributes or "")},
            )
        at = found.end() + 1


@given(programs, st.lists(st.sampled_from(Strategy), unique=True))
def test_every_term_and_every_step_is_there(term: Term, strategies: list[Strategy]) -> None:
    graph = reduction_graph(term, DEFINITIONS, most=40, budget=Budget(steps=300, nodes=20_000))
    found = list(statements(dot(graph, strategies=strategies)))
    nodes = [its for name, target, its in found if not target and name != "start"]
    assert [its["label"] for its in nodes] == [graphs.text(term, 40) for term in graph.terms]
    edges = {(name, target): its for name, target, its in found if target and name != "start"}
    arrows = graphs.arrows(graph)
    for arrow in arrows:
        its = edges.pop((f"n{arrow.source}", f"n{arrow.target}"))
        assert its.get("label", "") == arrow.label
        going = [
            way for way in graphs.ways(graph, strategies) if (arrow.source, arrow.target) in [*way.steps]
        ]
        assert its.get("color", "") == ":".join(COLOURS[way.strategy] for way in going)
    assert all(its["style"] == "dashed" for its in edges.values())
    assert not edges or Strategy.PARALLEL in strategies


@given(programs)
def test_marks_are_those_of_the_picture(term: Term) -> None:
    graph = reduction_graph(term, DEFINITIONS, most=40, budget=Budget(steps=300, nodes=20_000))
    nodes = [its for name, target, its in statements(dot(graph)) if not target and name != "start"]
    for node, (marks, its) in enumerate(zip(graphs.marks(graph), nodes, strict=True)):
        assert ("peripheries" in its) == ("normal" in marks) == (node in graph.normal_forms)
        assert ("dashed" in its.get("style", "")) == ("open" in marks) == (node in graph.frontier)
        assert ("penwidth" in its) == (node == 0)


pieces = st.sampled_from(["&lt;", "&#955;", "&", "\\", "\\N", '"', "\n", "n", "<b>"])


@given(st.text() | st.lists(pieces).map("".join))
def test_a_string_says_what_it_said(text: str) -> None:
    assert re.fullmatch(STRING, quoted(text), re.DOTALL)
    assert unquoted(quoted(text)) == text


@given(anything)
def test_whatever_is_in_a_name_it_is_shown(term: Term) -> None:
    graph = reduction_graph(term, most=10, budget=Budget(steps=100, nodes=20_000))
    (first, *_) = (its for name, _, its in statements(dot(graph, width=30)) if name == "n0")
    assert first["label"] == graphs.text(term, 30)


def test_strategies_are_named_in_their_colours() -> None:
    text = dot(graph_of("(λx. a) ((λx. x x) λx. x x)"))
    assert '<font color="/dark28/1">normal order: 1 step</font>' in text
    assert '<font color="/dark28/2">applicative order: goes round for ever</font>' in text
    assert "label=<" not in dot(graph_of("a b"), strategies=[])


def test_an_example() -> None:
    lines = graph_of("(λx. a x x) (I b)", most=2).dot(strategies=[Strategy.NORMAL]).splitlines()
    assert lines[4:] == [
        '  n0 [label="(λx. a x x) (I b)", tooltip="(λx. a x x) (I b)\\nstart; not followed to the end", '
        'penwidth=2, style="rounded,filled,dashed"];',
        '  n1 [label="a (I b) (I b)", tooltip="a (I b) (I b)\\nnot followed to the end", '
        'style="rounded,filled,dashed"];',
        "  start -> n0;",
        '  n0 -> n1 [tooltip="β: 1 redex", color="1", penwidth=3];',
        '  label=<<font color="/dark28/1">normal order: leads out of the picture</font>>;',
        "}",
    ]
