"""HTML as a strict reader sees it, and what a style sheet finds in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

TAGS = {"div", "style", "code", "pre", "span", "small", "b", "i", "u", "mark"}
TAGS |= {"table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"}
ATTRIBUTES = {"class", "role", "colspan", "scope"}
BROWSERS_NEST = 512


def seen(html: str) -> Element:
    """The tree of some HTML, which has to be well-formed, and harmless."""
    root = ElementTree.fromstring(f"<body>{html}</body>")
    for node in root.iter():
        assert node.tag in {"body", *TAGS}
        assert set(node.keys()) <= ATTRIBUTES or node.tag == "u"
    return root


def text_of(node: Element) -> str:
    """What a reader reads."""
    return "".join(_texts(node))


def _texts(node: Element) -> Iterator[str]:
    todo: list[Element | str | None] = [node]
    while todo:
        match todo.pop():
            case None:
                pass
            case str() as text:
                yield text
            case Element(tag="style"):
                pass
            case found:
                for child in reversed(found):
                    todo += child.tail, child
                todo.append(found.text)


def classes(node: Element) -> list[str]:
    return node.get("class", "").split()


def with_class(node: Element, name: str) -> list[Element]:
    """The elements below that have a class, in the order of the text."""
    return [found for found in node.iter() if name in classes(found)]


def depth(html: str) -> int:
    """How many tags are in each other."""
    deepest = now = 0
    for closing in re.findall(r"<(/?)", html):
        now += -1 if closing else 1
        deepest = max(deepest, now)
    return deepest


def rows(root: Element) -> list[list[str]]:
    """The texts of the cells of each row of a table's body."""
    return [[text_of(cell) for cell in row] for body in root.iter("tbody") for row in body]
