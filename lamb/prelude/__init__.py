"""The prelude: the standard names, written in the language itself, one concept a file.

A definition is parsed when it is first asked for. Until then only the places are known where the
statements of a file begin, which takes a few milliseconds and no parser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from lamb.calculus.term import Term
from lamb.notation.layout import blank, comments, documentation
from lamb.notation.names import NAME, meaning
from lamb.notation.syntax import Definition
from lamb.source import Place, Source

_STATEMENT = re.compile(rf"^(?:rec +)?(?P<name>{NAME.pattern})", re.MULTILINE)


class Prelude(Mapping[str, Term]):
    """The standard names and what they are defined as."""

    def __init__(self, folder: Path) -> None:
        self._places: dict[str, Place] = {}
        self._terms: dict[str, Term] = {}
        for file in sorted(folder.glob("*.lc")):
            source = Source(file.read_text(encoding="utf-8"), f"prelude/{file.name}")
            text = blank(source.text, comments(source))
            starts = list(_STATEMENT.finditer(text))
            for start, end in zip(starts, [*(s.start() for s in starts[1:]), len(text)], strict=True):
                stop = start.start() + len(text[start.start() : end].rstrip())
                if start["name"] != "import":
                    self._places[start["name"]] = Place(source, start.start(), stop)

    def __getitem__(self, name: str) -> Term:
        if name not in self._terms:
            self._terms[name] = self._parse(self._places[name])
        return self._terms[name]

    def __contains__(self, name: object) -> bool:
        return name in self._places

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    def place(self, name: str) -> Place:
        """Where a name is defined."""
        return self._places[name]

    def documentation(self, name: str) -> str:
        """What the comment above a definition says."""
        place = self._places[name]
        return documentation(place.source, comments(place.source)).get(place.line, "")

    def _parse(self, place: Place) -> Term:
        from lamb.notation.parser import parse

        (definition,) = parse(Source(place.text, place.source.name)).statements
        assert isinstance(definition, Definition)
        return meaning(definition)


@cache
def prelude() -> Prelude:
    """The prelude that comes with the package."""
    return Prelude(Path(__file__).parent)
