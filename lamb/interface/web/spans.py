"""Tags around stretches of a text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from lamb.interface.web.escaping import escaped

MOST_NESTED = 200
"""Tags in each other; those further inside are not written. Browsers nest no more than 512."""


class Span(NamedTuple):
    """A stretch of text with a tag around it; of two around the same text, the lower *rank* is outside."""

    start: int
    end: int
    tag: str
    attributes: Mapping[str, str]
    rank: int = 0

    @property
    def opening(self) -> str:
        """The tag that it begins with."""
        attributes = "".join(f' {name}="{escaped(value)}"' for name, value in self.attributes.items())
        return f"<{self.tag}{attributes}>"


def tagged(text: str, spans: Iterable[Span]) -> str:
    """A text as HTML, with tags around some stretches of it, which are in each other or apart.

    >>> tagged("a < b", [Span(0, 5, "p", {}), Span(4, 5, "b", {"class": "x"})])
    '<p>a &lt; <b class="x">b</b></p>'
    """
    written: list[str] = []
    opened: list[Span] = []
    last = 0

    def write(until: int, tag: str) -> None:
        nonlocal last
        written.append(f"{escaped(text[last:until])}{tag}")
        last = max(last, until)

    def close(until: int) -> None:
        while opened and opened[-1].end <= until:
            span = opened.pop()
            write(span.end, f"</{span.tag}>")

    for span in sorted(spans, key=lambda span: (span.start, -span.end, span.rank)):
        close(span.start)
        if len(opened) < MOST_NESTED:
            write(span.start, span.opening)
            opened.append(span)
    close(len(text))
    write(len(text), "")
    return "".join(written)
