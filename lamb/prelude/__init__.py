"""The prelude: the standard names, written in the language itself, one concept a file.

A definition is parsed when it is first asked for. Until then only the places are known where the
statements of a file begin, which takes a few milliseconds and no parser. The normal forms, by which
answers get their names, are found when the package is built, and kept with a digest of the text;
without that file they are found when they are first needed. To have it in a checkout:
`python -m lamb.prelude`.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property
from zlib import crc32

from lamb.calculus.budget import Budget
from lamb.calculus.substitution import free_names
from lamb.calculus.term import Term
from lamb.encodings.blc import to_blc
from lamb.errors import Place, Source
from lamb.machine.machine import normalize
from lamb.notation.layout import blank, comments, documentation
from lamb.notation.names import NAME, meaning
from lamb.notation.syntax import Definition

_STATEMENT = re.compile(rf"^(?:rec +)?(?P<name>{NAME.pattern})", re.MULTILINE)

NAMES = "names.json"
NAMING = Budget(steps=500, nodes=2_000)
"""The most that is spent on the normal form of a definition, with which answers are compared."""


class Prelude(Mapping[str, Term]):
    """The standard names and what they are defined as."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self._places: dict[str, Place] = {}
        self._terms: dict[str, Term] = {}
        self._documentation: dict[str, dict[int, str]] = {}  # by files and lines, as far as it was asked for
        for name in sorted(os.listdir(folder)):
            if not name.endswith(".lc"):
                continue
            with open(os.path.join(folder, name), encoding="utf-8") as file:
                source = Source(file.read(), f"prelude/{name}")
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
        """The place where a name is defined."""
        return self._places[name]

    def documentation(self, name: str) -> str:
        """The text of the comment above a definition."""
        place = self._places[name]
        file = place.source.name
        if file not in self._documentation:
            self._documentation[file] = documentation(place.source, comments(place.source))
        return self._documentation[file].get(place.line, "")

    @cached_property
    def names(self) -> Mapping[str, list[str]]:
        """The names whose definitions have a normal form, by its bits."""
        try:
            with open(os.path.join(self.folder, NAMES), "rb") as file:
                saved = json.load(file)
        except (OSError, ValueError):
            saved = {}
        names: Mapping[str, list[str]] = saved.get("names", {})
        return names if saved.get("made from") == self.digest else names_by_bits(self, self)

    @property
    def digest(self) -> str:
        """A digest of the text of all files."""
        sources = {place.source.name: place.source.text for place in self._places.values()}
        return f"{crc32(''.join(sources.values()).encode()):08x}"

    def save_names(self, target: str | os.PathLike[str]) -> None:
        """Find the names of all normal forms and write them to a file."""
        saved = {"made from": self.digest, "names": names_by_bits(self, self)}
        with open(target, "w", encoding="utf-8") as file:
            json.dump(saved, file)

    def _parse(self, place: Place) -> Term:
        from lamb.notation.parser import parse

        (definition,) = parse(Source(place.text, place.source.name)).statements
        assert isinstance(definition, Definition)
        return meaning(definition)


def names_by_bits(names: Iterable[str], definitions: Mapping[str, Term]) -> dict[str, list[str]]:
    """The names whose normal form is closed and soon found, by its bits."""
    found: dict[str, list[str]] = {}
    for name in names:
        outcome = normalize(definitions[name], definitions=definitions, budget=NAMING)
        if outcome.finished and not free_names(outcome.term):
            found.setdefault(to_blc(outcome.term), []).append(name)
    return found


@cache
def prelude() -> Prelude:
    """The prelude that comes with the package."""
    return Prelude(os.path.dirname(__file__))
