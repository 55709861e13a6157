"""A picture looks the same where style sheets are dropped, and can be read where all tags are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import pytest
from hypothesis import given

import lamb
from lamb.display import Picture, Theme
from lamb.html.markup import colours_of
from tests.pictures.svg import SVG
from tests.pictures.test_graph import parsed
from tests.strategies import terms

LOOKS = ("fill", "stroke", "color", "font-family", "font-size", "text-anchor")
DRAWN = {f"{SVG}{tag}" for tag in ("path", "rect", "circle", "text", "tspan")}


def pictures(term: lamb.Term, theme: Theme) -> list[Picture]:
    graph = lamb.reduction_graph(term, most=30)
    return [
        term.tree(theme=theme),
        term.diagram(theme=theme),
        term.bohm(depth=2, theme=theme),
        *(graph.picture(theme=theme, boxes=boxes) for boxes in (True, False)),
    ]


def looks(element: Element, given: dict[str, str]) -> Iterator[tuple[Element, dict[str, str]]]:
    """What is drawn, and how it looks by attributes alone."""
    given = given | {name: value for name in LOOKS if (value := element.get(name))}
    if element.tag in DRAWN:
        yield element, given
    for inner in element:
        yield from looks(inner, given)


@pytest.mark.parametrize("theme", ["auto", "light", "dark"])
@given(term=terms())
def test_all_has_a_colour_of_the_theme_without_the_style_sheet(term: lamb.Term, theme: Theme) -> None:
    colours = {*colours_of("dark" if theme == "dark" else "light").values()}
    for picture in pictures(term, theme):
        for element, look in looks(parsed(picture), {}):
            seen = {look.get(name, "black") for name in ("fill", "stroke") if look.get(name) != "none"}
            if look.get("stroke") is None:  # which is none then
                seen.discard("black")
            assert {look["color"] if colour == "currentColor" else colour for colour in seen} <= colours
            if element.tag == f"{SVG}text":
                assert seen
                assert {"font-family", "font-size", "text-anchor"} <= {*look}


def test_texts_can_be_read_where_tags_are_dropped() -> None:
    drawn = pictures(lamb.parse_term("(λx. x x) y"), "auto")
    bare = [re.sub("<style>.*?</style>|<[^>]*>", "", picture.svg) for picture in drawn]
    assert [text.splitlines()[0] for text in bare] == [picture.alt for picture in drawn]
    assert bare[0].endswith("λx binds 2 variables λx x x y ")
