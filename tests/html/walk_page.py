"""What a browser would make of the HTML of a stepper."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from typing import Any

VOID = {"br", "input", "circle", "path", "rect", "line"}


class Parsed(HTMLParser):
    """Some HTML: its text, its tags with their attributes, the events in it, and whether its tags nest."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text = ""
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.nests = True
        self.feed(html)
        self.close()
        self.nests = self.nests and not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self.nests = self.nests and bool(self.open) and self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    @property
    def events(self) -> list[dict[str, Any]]:
        return [
            json.loads(attributes["data-event"] or "")
            for _, attributes in self.tags
            if "data-event" in attributes
        ]

    def with_class(self, cls: str) -> list[dict[str, str | None]]:
        """The attributes of the tags of a class."""
        return [attributes for _, attributes in self.tags if cls in (attributes.get("class") or "").split()]
