"""Tromp's diagrams."""

from __future__ import annotations

from itertools import combinations
from xml.etree.ElementTree import Element

import pytest
from hypothesis import given, strategies as st

from lamb import App, Free, Lam, Term, Var, church, parse_term, to_blc
from lamb.calculus.substitution import free_names
from lamb.notation.names import restore_names
from lamb.pictures.canvas import Vertex, portion, unfolded, vertices, width
from lamb.pictures.tromp import ABOVE, BESIDE, SIZE, Lines, diagram, lines
from tests.pictures.boxes import boxes
from tests.pictures.svg import classes, corners, elements, joined, parsed, points, scopes
from tests.pictures.terms import IMMENSE, anything
from tests.pictures.test_tree import expected, hue
from tests.strategies import DEFINITIONS, LETTERS, clashing, terms, unfolding


def drawing(term: Term) -> tuple[list[Vertex], Lines]:
    found = vertices(portion(term, term.size))
    return found, lines(found)


# ── The lines ──

KNOWN = {
    "λx. x": """
        ┬
        │
    """,
    "λx y. x": """
        ┬
        ┼
        │
    """,
    "λx y. y": """
        ─
        ┬
        │
    """,
    "λx y z. x z (y z)": """
        ┬──────
        ┼───┬──
        ┼─┬─┼─┬
        ├─┘ ├─┘
        ├───┘
        │
    """,
    "λf. (λx. x x) (λx. f (x x))": """
        ────┬────
        ┬─┬ ┼─┬─┬
        ├─┘ │ ├─┘
        │   ├─┘
        ├───┘
        │
    """,
    "λf x. f (f x)": """
        ┬─┬──
        ┼─┼─┬
        │ ├─┘
        ├─┘
        │
    """,
    "λf x. f (f (f x))": """
        ┬─┬─┬──
        ┼─┼─┼─┬
        │ │ ├─┘
        │ ├─┘
        ├─┘
        │
    """,
    "λn f x. n (λg h. h (g f)) (λu. x) (λu. u)": """
        ┬──────────
        ┼─────┬────
        ┼─────┼─┬──
        │ ──┬─┼ ┼ ┬
        │ ┬─┼─┼ │ │
        │ │ ├─┘ │ │
        │ ├─┘   │ │
        ├─┘     │ │
        ├───────┘ │
        ├─────────┘
        │
    """,
    "(λx. x x) (λx. x x)": """
        ┬─┬ ┬─┬
        ├─┘ ├─┘
        ├───┘
        │
    """,
    "λx. a (x b)": """
        │   │
        ┼─┬─┼
        │ ├─┘
        ├─┘
        │
    """,
}
"""What Tromp draws of the terms on his page, and one with names."""


@pytest.mark.parametrize(("text", "picture"), KNOWN.items())
def test_known_terms_are_drawn_as_tromp_draws_them(text: str, picture: str) -> None:
    shown = [row.strip() for row in picture.strip().splitlines()]
    assert [row.strip() for row in boxes(drawing(parse_term(text))[1])] == shown


@given(clashing())
def test_there_is_a_line_for_each_node(term: Term) -> None:
    found, (bars, stems, links, _) = drawing(term)
    kinds = [vertex.node.__class__ for vertex in found]
    assert [kinds[bar.number] for bar in bars] == [kind for kind in kinds if kind is Lam]
    assert [kinds[link.number] for link in links] == [kind for kind in kinds if kind is App]
    assert [kinds[stem.number] for stem in stems] == [kind for kind in kinds if kind in (Var, Free)]


@given(clashing())
def test_a_stem_hangs_from_the_bar_of_its_binder(term: Term) -> None:
    found, (bars, stems, _, _) = drawing(term)
    by_number = {bar.number: bar for bar in bars}
    for stem in stems:
        binder = found[stem.number].binder
        if binder is None:
            assert stem.top == ABOVE
        else:
            bar = by_number[binder]
            assert stem.top == bar.row
            assert bar.left <= stem.column <= bar.right


@given(clashing())
def test_a_link_ends_the_stem_of_the_argument_and_not_that_of_the_function(term: Term) -> None:
    _, (_, stems, links, bottom) = drawing(term)
    ends = {stem.column: stem.bottom for stem in stems}
    for link in links:
        assert ends[link.right] == link.row < ends[link.left]
    assert sorted(ends) == list(range(len(stems)))
    assert ends[0] == bottom


@given(clashing())
def test_no_line_lies_on_another(term: Term) -> None:
    _, (bars, stems, links, _) = drawing(term)
    for one, other in combinations([*bars, *links], 2):
        assert one.row != other.row or one.right < other.left or other.right < one.left
    assert all(stem.top < stem.bottom for stem in stems)
    assert all(link.left < link.right for link in links)


def crossings(found: Lines) -> int:
    """How many times a stem goes on through a bar, or a link that it has nothing to do with."""
    return sum(
        stem.top < line.row < stem.bottom and line.left <= stem.column <= line.right
        for stem in found.stems
        for line in (*found.bars, *found.links)
        if line in found.bars or stem.column not in (line.left, line.right)
    )


@given(terms(1, names=st.nothing()).map(lambda body: Lam("x", body)))
def test_lines_and_crossings_are_as_many_as_there_are_bits(term: Term) -> None:
    """The length in binary lambda calculus is twice the number of lines and that of crossings (Tromp)."""
    found = drawing(term)[1]
    number = len(found.bars) + len(found.stems) + len(found.links)
    assert len(to_blc(term)) == 2 * number + crossings(found)


# ── The picture ──


def segments(root: Element) -> list[tuple[float, float, float, float]]:
    """All lines, from the left and from the top."""
    found = []
    for path in elements(root, "path"):
        for line in path.get("d", "").split("M")[1:]:
            (x, y), (to, end) = corners(f"M{line}")
            found.append((min(x, to), min(y, end), max(x, to), max(y, end)))
    return found


def touch(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


@given(anything)
def test_there_are_as_many_lines_as_nodes_and_all_are_connected(term: Term) -> None:
    """But for the bar of an abstraction that is closed and whose variable does not occur."""
    whole = unfolded(term, {}, 1_000)
    found = segments(parsed(diagram(term)))
    assert len(found) == whole.size
    pairs = ((i, j) for (i, one), (j, other) in combinations(enumerate(found), 2) if touch(one, other))
    assert len(joined(pairs, len(found))) == 1 + lonely(whole)


def lonely(term: Term) -> int:
    """How many abstractions have a body that is closed, and without free names."""
    match term:
        case Lam(_, body):
            return lonely(body) + (not body.open and not free_names(body))
        case App(fn, arg):
            return lonely(fn) + lonely(arg)
    return 0


@given(anything)
def test_all_is_within_the_frame(term: Term) -> None:
    root = parsed(diagram(term))
    _, _, wide, high = map(float, root.get("viewBox", "").split())
    assert all(0 < x < wide and 0 < y < high for x, y in points(root))


@given(st.integers(0, 5), st.sampled_from([10, 70, 100, 300]))
def test_all_edges_are_on_whole_pixels(few: int, many: int) -> None:
    root = parsed(diagram(App(Lam("x", App(church(few), Var(0))), church(many))))
    (group,) = [group for group in elements(root, "g") if "lamb-diagram" in classes(group)]
    moved = 0.5 if group.get("transform") == "translate(.5 .5)" else 0.0
    half = int(group.get("stroke-width", "")) / 2
    edges = [place + moved + half for line in segments(root) for place in line]
    for rect in elements(root, "rect"):
        x, y, wide, high = (float(rect.get(name, "")) for name in ("x", "y", "width", "height"))
        edges += x + moved, y + moved, x + wide + moved, y + high + moved
    assert all(edge == int(edge) for edge in edges)


@given(clashing())
def test_each_bar_is_in_one_group_with_the_stems_that_hang_from_it(term: Term) -> None:
    wanted = [
        (len(scope.variables), scope.hue) for scope in expected(restore_names(unfolded(term, {}, 1_000)))
    ]
    groups = scopes(parsed(diagram(term)))
    assert [
        (path.get("d", "").count("V"), hue(group)) for group in groups for path in elements(group, "path")
    ] == wanted


@given(anything)
def test_names_are_apart(term: Term) -> None:
    ends = -BESIDE / 2
    for text in elements(parsed(diagram(term)), "text"):
        half = width(text.text or "", SIZE) / 2
        assert ends + BESIDE / 2 < float(text.get("x", "")) - half
        ends = float(text.get("x", "")) + half


@given(unfolding())
def test_names_of_definitions_are_drawn_as_what_they_mean(term: Term) -> None:
    drawn_ = parsed(diagram(term, definitions=DEFINITIONS))
    assert segments(drawn_) == segments(parsed(diagram(unfolded(term, DEFINITIONS, 1_000))))
    assert {text.text for text in elements(drawn_, "text")} <= set(LETTERS)


@pytest.mark.parametrize("kind", IMMENSE)
def test_an_immense_term_is_drawn_in_part_and_it_is_said_how_much_is_missing(kind: str) -> None:
    picture = diagram(IMMENSE[kind](), definitions=DEFINITIONS)
    assert "are not shown" in picture.alt
    root = parsed(picture)
    assert len(segments(root)) <= 333
    assert any("cut" in classes(group) for group in elements(root, "g"))


def test_lines_become_thinner_when_there_are_more() -> None:
    thick = [diagram(church(number)).svg.partition('stroke-width="')[2][0] for number in (10, 70, 100, 400)]
    assert thick == ["4", "3", "2", "1"]


def test_a_redex_is_highlighted() -> None:
    root = parsed(diagram(parse_term("(λx. x x) (λx. x x)")))
    assert len(elements(root, "rect")) == 1
    assert [path.get("d") for path in elements(root, "path") if "redexes" in classes(path)] == ["M16 34H48"]


def test_terms_draw_themselves() -> None:
    term = parse_term("λx. K 2")
    table = {"K": parse_term("λx y. x")}
    assert term.diagram(theme="dark") == diagram(term, theme="dark")
    assert term.diagram(definitions=table) == diagram(term, definitions=table) != diagram(term)
