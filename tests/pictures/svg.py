"""What is in an SVG text, for tests to look at."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from lamb.display import Picture

SVG = "{http://www.w3.org/2000/svg}"


def parsed(picture: Picture) -> Element:
    """The SVG of a picture, which has to be well-formed, and to have nothing in it but shapes."""
    root = ElementTree.fromstring(picture.svg)
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= KINDS
    assert root.get("aria-label", "").split() == root.findtext(f"{SVG}title", "").split() != []
    return root


KINDS = {"svg", "title", "style", "g", "path", "rect", "circle", "text"}


def classes(element: Element) -> list[str]:
    return element.get("class", "").split()


def elements(root: Element, kind: str) -> list[Element]:
    return list(root.iter(SVG + kind))


def scopes(root: Element) -> list[Element]:
    """The groups of binders and variables, in the order of the picture."""
    return [group for group in elements(root, "g") if "s" in classes(group)]


def points(root: Element) -> Iterator[tuple[float, float]]:
    """The corners of all that is drawn, letters and the thickness of lines left aside."""
    for element in root.iter():
        match element.tag.removeprefix(SVG):
            case "path":
                yield from corners(element.get("d", ""))
            case "text":
                yield _number(element, "x"), _number(element, "y")
            case "circle":
                x, y, r = (_number(element, name) for name in ("cx", "cy", "r"))
                yield from ((x - r, y - r), (x + r, y + r))
            case "rect":
                x, y = _number(element, "x"), _number(element, "y")
                yield from ((x, y), (x + _number(element, "width"), y + _number(element, "height")))


def corners(path: str) -> Iterator[tuple[float, float]]:
    """The points that a path goes through, or is drawn to by."""
    x = y = 0.0
    for command, rest in re.findall(r"([MHVCh])([^A-Za-z]*)", path):
        numbers = [float(part) for part in rest.split()]
        match command, numbers:
            case "H", [x]:
                pass
            case "V", [y]:
                pass
            case "h", [by]:
                x += by
            case _:
                *before, x, y = numbers
                yield from zip(before[::2], before[1::2], strict=True)
        yield x, y


def joined(pairs: Iterable[Iterable[int]], number: int) -> set[int]:
    """One of each group of so many things that pairs join."""
    above = list(range(number))

    def top(one: int) -> int:
        while above[one] != one:
            one = above[one]
        return one

    for one, other in pairs:
        above[top(one)] = top(other)
    return {top(one) for one in range(number)}


def _number(element: Element, name: str) -> float:
    return float(element.get(name, "nan"))
