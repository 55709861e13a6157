"""Terms as trees."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import NamedTuple
from xml.etree.ElementTree import Element

import pytest
from hypothesis import given

from lamb import Free, Lam, Term, church, parse_term, redexes
from lamb.calculus.reduction import Rule
from lamb.html.markup import HUES
from lamb.notation.names import restore_names
from lamb.notation.syntax import Abstraction, Application, Expr, Name
from lamb.pictures.canvas import short, width
from lamb.pictures.tree import PILL, SIZE, tree
from tests.pictures.svg import classes, corners, elements, joined, parsed, points, scopes
from tests.pictures.terms import IMMENSE, anything
from tests.strategies import clashing


class Scope(NamedTuple):
    """What belongs to a binder: its name, its variables, and the number of its colour."""

    binder: str
    variables: list[str]
    hue: int


def expected(expr: Expr, around: tuple[Scope, ...] = ()) -> list[Scope]:
    """The scopes of a printed term, from the outside in."""
    match expr:
        case Abstraction(hint, body):
            scope = Scope(short(hint), [], len(around) % HUES)
            return [scope, *expected(body, (*around, scope))]
        case Application(fn, arg):
            return expected(fn, around) + expected(arg, around)
        case Name(name):
            for scope in reversed(around):
                if scope.binder == short(name):
                    scope.variables.append(short(name))
                    break
    return []


def drawn(root: Element) -> list[Scope]:
    found = []
    for group in scopes(root):
        first, *others = (text.text or "" for text in elements(group, "text"))
        found.append(Scope(first.removeprefix("λ"), others, hue(group)))
    return found


def hue(group: Element) -> int:
    """The number of the colour of a group."""
    (number,) = [int(name[1:]) for name in classes(group) if name[0] == "h"]
    return number


@given(clashing())
def test_each_variable_is_in_the_group_and_has_the_colour_of_its_binder(term: Term) -> None:
    assert drawn(parsed(tree(term))) == expected(restore_names(term))


def names(expr: Expr) -> list[str]:
    """What is written in a tree."""
    match expr:
        case Abstraction(hint, body):
            return [f"λ{short(hint)}", *names(body)]
        case Application(fn, arg):
            return names(fn) + names(arg)
        case Name(name):
            return [short(name)]
    raise AssertionError(f"no part of a printed term: {expr}")


@given(clashing())
def test_names_are_those_of_the_print(term: Term) -> None:
    texts = [text.text or "" for text in elements(parsed(tree(term)), "text")]
    assert sorted(texts) == sorted(names(restore_names(term)))


@given(anything)
def test_no_two_names_of_a_row_overlap(term: Term) -> None:
    rows = defaultdict(list)
    for text in elements(parsed(tree(term)), "text"):
        half = width(text.text or "", SIZE) / 2
        x = float(text.get("x", ""))
        rows[text.get("y")].append((x - half, x + half))
    for row in rows.values():
        row.sort()
        assert all(one[1] < other[0] for one, other in pairwise(row))


@given(anything)
def test_all_is_within_the_frame(term: Term) -> None:
    root = parsed(tree(term))
    _, _, wide, high = map(float, root.get("viewBox", "").split())
    assert all(0 < x < wide and 0 < y < high for x, y in points(root))


@given(clashing())
def test_each_redex_is_a_dot_of_its_own_kind(term: Term) -> None:
    root = parsed(tree(term))
    found = sum(rule is Rule.BETA for rule, _ in redexes(term))
    assert len(elements(root, "circle")) == found
    leaves = sum(1 for text in elements(root, "text") if not (text.text or "").startswith("λ"))
    assert len(subpaths(root, "dots")) + found == leaves - 1


def subpaths(root: Element, cls: str) -> list[str]:
    """The lines of a path."""
    paths = [path.get("d", "") for path in elements(root, "path") if cls in classes(path)]
    return [f"M{line}" for path in paths for line in path.split("M")[1:]]


@given(clashing())
def test_edges_go_from_vertex_to_vertex_and_make_one_tree(term: Term) -> None:
    root = parsed(tree(term))
    places = [
        *((float(text.get("x", "")), float(text.get("y", "")) - SIZE / 3) for text in elements(root, "text")),
        *((float(dot.get("cx", "")), float(dot.get("cy", ""))) for dot in elements(root, "circle")),
        *(next(corners(line)) for line in subpaths(root, "dots")),
    ]
    assert len(places) == term.size

    def vertex(point: tuple[float, float]) -> int:
        near = [
            number
            for number, (x, y) in enumerate(places)
            if abs(point[0] - x) < 0.2 and abs(point[1] - y) < PILL / 2 + 0.2
        ]
        assert len(near) == 1
        return near[0]

    lines = [list(corners(line)) for line in subpaths(root, "edges")]
    edges = [(vertex(line[0]), vertex(line[-1])) for line in lines]
    assert len(edges) == term.size - 1
    assert len(joined(edges, term.size)) == 1


@pytest.mark.parametrize("kind", IMMENSE)
def test_an_immense_term_is_drawn_in_part_and_it_is_said_how_much_is_missing(kind: str) -> None:
    picture = tree(IMMENSE[kind]())
    assert "are not shown" in picture.alt
    root = parsed(picture)
    assert len(elements(root, "text")) < 500
    assert any(text.text == "…" for text in elements(root, "text"))


def test_what_is_cut_says_how_much_it_stands_for() -> None:
    (cut,) = [group for group in elements(parsed(tree(church(3_000))), "g") if "cut" in classes(group)]
    shown = 2 + 2 * 165
    assert "".join(cut.itertext()) == f"{3_000 * 2 + 3 - shown:,} nodes … "


def test_a_whole_term_of_a_thousand_nodes_is_drawn() -> None:
    assert tree(church(498)).alt.endswith(" as a tree of 999 nodes")


def test_a_long_name_is_cut_and_told_whole() -> None:
    text = tree(Free("a-name-that-nobody-could-bear")).svg
    assert ">a-name-that-nob…</text>" in text
    assert "<title>a-name-that-nobody-could-bear</title>" in text


def test_terms_draw_themselves() -> None:
    term = parse_term("λx. x x")
    assert term.tree(theme="dark") == tree(term, theme="dark")
    assert 'class="lamb-dark"' in term.tree(theme="dark").svg


def test_subterms_that_are_open_are_drawn() -> None:
    term = parse_term("λx y. x y")
    assert isinstance(term, Lam)
    assert ">↑0</text>" in term.body.tree().svg
