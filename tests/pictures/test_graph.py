"""Pictures of reduction graphs: every term and every step is there, and says what it is."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
from hypothesis import given, strategies as st

import lamb
from lamb import App, Budget, Free, Lam, Strategy, Term, Var
from lamb.analysis.graph import SHOWN, ReductionGraph, reduction_graph
from lamb.display import Picture
from lamb.pictures import graph_text as graphs
from lamb.pictures.graph_text import dot
from lamb.pictures.reduction_graph import graph as drawn
from tests.effort import DEPTH
from tests.pictures.svg import classes, elements, points
from tests.pictures.terms import HOSTILE, IMMENSE, anything
from tests.strategies import DEFINITIONS, programs

LITTLE = Budget(steps=300, nodes=20_000)
OMEGA = "(λx. x x) λx. x x"


def graph_of(text: str, most: int = 500) -> ReductionGraph:
    return reduction_graph(lamb.parse_term(text), DEFINITIONS, most=most)


def some_of(term: Term, most: int = 40) -> ReductionGraph:
    return reduction_graph(term, DEFINITIONS, most=most, budget=LITTLE)


def parsed(picture: Picture) -> Element:
    root = ElementTree.fromstring(picture.svg)
    kinds = {element.tag.partition("}")[2] for element in root.iter()}
    assert kinds <= {"svg", "title", "style", "g", "path", "rect", "circle", "text", "tspan"}
    return root


def having(root: Element, kind: str, cls: str) -> list[Element]:
    return [element for element in elements(root, kind) if cls in classes(element)]


def texts(root: Element, cls: str) -> list[str]:
    """What is written in the groups of a class."""
    return ["".join(text.itertext()) for group in having(root, "g", cls) for text in elements(group, "text")]


# ── terms and steps ──


@given(programs, st.booleans())
def test_every_term_and_every_step_is_there(term: Term, boxes: bool) -> None:
    graph = some_of(term)
    root = parsed(drawn(graph, boxes=boxes))
    terms = having(root, "g", "n")
    assert len(terms) == len(graph)
    arrows = graphs.arrows(graph)
    for node, group in enumerate(terms):
        leaving = [arrow for arrow in arrows if arrow.source == node]
        assert len(having(group, "path", "e")) == len(leaving)
        assert len(having(group, "path", "h")) == boxes * len(leaving)
        assert bool(elements(group, "rect")) == boxes != bool(elements(group, "circle"))
        labels = ["".join(text.itertext()) for text in having(group, "text", "m")]
        assert labels == [arrow.label for arrow in leaving if arrow.label and boxes]


@given(programs, st.booleans())
def test_marks_say_what_terms_are(term: Term, boxes: bool) -> None:
    graph = some_of(term)
    root = parsed(drawn(graph, boxes=boxes))
    marked = [set(classes(group)) - {"n"} for group in having(root, "g", "n")]
    on_cycles = {node for cycle in graph.cycles for node in cycle}
    for node, marks in enumerate(marked):
        assert ("start" in marks) == (node == 0)
        assert ("normal" in marks) == (node in graph.normal_forms)
        assert ("open" in marks) == (node in graph.frontier)
        assert ("cycle" in marks) == (node in on_cycles)
    legend = " ".join(texts(root, "k"))
    for mark, said in graphs.MARKS.items():
        assert (said in legend) == (mark != "start" and any(mark in marks for marks in marked))


@given(programs, st.booleans())
def test_all_is_within_the_picture(term: Term, boxes: bool) -> None:
    root = parsed(drawn(some_of(term), boxes=boxes))
    width, height = float(root.get("width", "nan")), float(root.get("height", "nan"))
    (drawing, _) = elements(root, "g")[0]
    left, top = map(float, drawing.get("transform", "").removeprefix("translate(").rstrip(")").split())
    for group in (drawing,):
        shapes = [shape for shape in group.iter() if "h" not in classes(shape)]
        for shape in shapes:
            for x, y in points(shape):
                assert 0 <= left + x <= width
                assert 0 <= top + y <= height


def test_terms_are_written_in_boxes() -> None:
    root = parsed(drawn(graph_of("(λx. x x) ((λy. y) z)")))
    assert texts(root, "n")[0] == "(λx. x x) ((λy. y) z)"
    assert texts(root, "normal") == ["z z"]
    assert texts(root, "k")[2:] == ["normal form"]


def test_terms_are_elided_at_a_width() -> None:
    root = parsed(drawn(graph_of("(λx. x x) ((λy. y) z)"), width=10))
    written = texts(root, "n")
    assert all(len(text) <= 10 for text in written)
    assert any("…" in text for text in written)


def test_what_can_be_read_is() -> None:
    picture = drawn(graph_of("add 1 1"))
    assert "normal form (can be read as 2)" in " ".join(texts(parsed(picture), "k"))
    assert "λf x. f (f x)\nnormal form (can be read as 2)" in picture.svg


def test_arrows_say_what_is_special() -> None:
    root = parsed(drawn(graph_of("(λx. x) ((λx. x) (I a))")))
    labels = ["".join(text.itertext()) for text in having(root, "text", "m")]
    assert sorted(set(labels)) == ["×2", "×3", "δ"]


def test_a_large_graph_has_dots_that_say_what_they_are() -> None:
    graph = graph_of("Y K", most=200)
    root = parsed(drawn(graph))
    assert len(elements(root, "circle")) == 200 + 1  # and one in the legend
    assert elements(root, "rect") == []
    titles = [group.findtext("{*}title", "") for group in having(root, "g", "n")]
    assert titles[0] == "Y K\nstart"
    assert len(set(titles)) > 100


# ── strategies ──


@given(programs, st.lists(st.sampled_from(Strategy), unique=True))
def test_each_strategy_has_a_line_and_a_legend(term: Term, strategies: list[Strategy]) -> None:
    graph = some_of(term)
    root = parsed(drawn(graph, strategies=strategies))
    lines = [path for path in having(root, "path", "w") if path.find("{*}title") is not None]
    going = [strategy for strategy in strategies if len(graph.path(strategy)) > 1]
    assert [(line.findtext("{*}title") or "").split(":")[0] for line in lines] == [way.value for way in going]
    hues = [cls for line in lines for cls in classes(line) if cls != "w"]
    assert len(set(hues)) == len(lines)
    for line, strategy in zip(lines, going, strict=True):
        assert line.get("d", "").count("M") == len(graph.path(strategy)) - 1
    legend = texts(root, "k")
    assert [text.split(":")[0] for text in legend[: len(strategies)]] == [way.value for way in strategies]


@pytest.mark.parametrize(
    ("text", "most", "said"),
    [
        ("(λx. x x) ((λy. y) z)", 500, ["normal order: 3 steps", "applicative order: 2 steps"]),
        (f"(λx. a) ({OMEGA})", 500, ["normal order: 1 step", "applicative order: goes round for ever"]),
        ("I a", 1, ["normal order: leads out of the picture", "applicative order: leads out of the picture"]),
        ("a", 1, ["normal order: 0 steps", "applicative order: 0 steps"]),
    ],
)
def test_the_legend_says_how_strategies_fare(text: str, most: int, said: list[str]) -> None:
    assert texts(parsed(drawn(graph_of(text, most))), "k")[:2] == said


def test_a_graph_that_goes_on_says_so() -> None:
    endless = reduction_graph(lamb.parse_term("(λx. x x x) λx. x x x"), most=30)
    whole = reduction_graph(lamb.parse_term("(λx. x x) ((λy. y) z)"))
    for boxes in (True, False):
        assert "it goes on: shown are the first 30 terms" in endless.picture(boxes=boxes).svg
        assert "it goes on" not in whole.picture(boxes=boxes).svg


def test_what_goes_round_leads_back() -> None:
    assert "leads back" in texts(parsed(drawn(graph_of(OMEGA))), "k")
    assert "leads back" not in texts(parsed(drawn(graph_of("I a"))), "k")


# ── harm ──


@given(anything, st.booleans())
def test_whatever_is_in_a_name_the_picture_is_well_formed(term: Term, boxes: bool) -> None:
    parsed(drawn(some_of(term, most=10), boxes=boxes))


def test_names_are_shown_and_do_nothing() -> None:
    picture = drawn(reduction_graph(App(Lam("x", Var(0)), Free(HOSTILE[0]))))
    assert texts(parsed(picture), "normal") == [HOSTILE[0]]
    assert "<script" not in picture.svg


DEEP: dict[str, Callable[[Term], Term]] = {
    "λs": lambda term: Lam("x", term),
    "arguments": lambda term: App(term, Free("b")),
    "functions": lambda term: App(Free("b"), term),
}


@pytest.mark.parametrize("boxes", [True, False])
@pytest.mark.parametrize("shape", DEEP)
def test_a_deep_term_needs_no_stack(shape: str, boxes: bool) -> None:
    deep = reduce(lambda term, _: DEEP[shape](term), range(DEPTH), Free("a"))
    root = parsed(drawn(reduction_graph(App(lamb.parse_term("λx. (λy. y) x"), deep)), boxes=boxes))
    assert len(having(root, "g", "n")) == 3
    assert "normal" in classes(having(root, "g", "n")[2])


@pytest.mark.parametrize(("shape", "count"), [("doubled", 3), ("vast", 1)])
def test_an_immense_term_takes_no_longer_than_its_picture(shape: str, count: int) -> None:
    graph = reduction_graph(App(lamb.parse_term("λx. (λy. y) x"), IMMENSE[shape]()))
    assert len(having(parsed(drawn(graph)), "g", "n")) == count


# ── notebooks ──


def test_a_notebook_shows_the_picture_and_says_how_much_there_is() -> None:
    graph = graph_of("I a")
    bundle = graph._repr_mimebundle_()
    assert bundle["text/plain"] == str(graph) == graph.picture().alt
    assert bundle["image/svg+xml"] == graph.picture().svg in bundle["text/html"]


def test_a_picture_is_scrolled_before_it_is_too_small_to_be_read() -> None:
    picture = graph_of("I a").picture()
    wide = float(parsed(picture).get("width", ""))
    html = picture._repr_mimebundle_()["text/html"]
    assert html.startswith(f'<div style="overflow-x:auto"><div style="min-width:{0.7 * wide:.0f}px"><svg ')


@pytest.mark.parametrize(("theme", "cls"), [("auto", "lamb"), ("light", "lamb-light"), ("dark", "lamb-dark")])
def test_a_picture_has_a_theme(theme: str, cls: str) -> None:
    assert classes(parsed(graph_of("I a").picture(theme=theme))) == [cls]


def test_a_graph_passes_on_how_it_is_to_be_drawn() -> None:
    graph = graph_of("(λx. x x) ((λy. y) (z z z z z z z z z z z z z z z))")
    strategies = (Strategy.APPLICATIVE,)
    for boxes in (True, False):
        shown = graph.picture(strategies=strategies, theme="dark", width=20, boxes=boxes)
        assert shown.svg == drawn(graph, strategies=strategies, theme="dark", width=20, boxes=boxes).svg
    assert graph.picture().svg == drawn(graph).svg != graph.picture(width=20).svg
    assert graph.dot(strategies=strategies, width=9) == dot(graph, strategies=strategies, width=9)
    assert graph.dot() == dot(graph, strategies=SHOWN, width=40) != graph.dot(width=9)
