"""The faults that mutmut knows for a file, each as the whole text of the file with that fault in it."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from difflib import unified_diff
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

FOLDERS = (
    *("lamb/calculus", "lamb/machine", "lamb/analysis", "lamb/notation", "lamb/course"),
    "lamb/freeing.py",
)


class Fault(NamedTuple):
    """A fault: in which file, at which line, the *number*-th of that file; and the text that has it."""

    file: str
    number: int
    line: int
    text: str
    diff: str

    @property
    def name(self) -> str:
        """The same for the same change, wherever in the file it has moved."""
        return f"{self.file}:{sha256(self.diff.encode()).hexdigest()[:8]}"


def files(checkout: Path, paths: Sequence[str]) -> list[str]:
    """The files below *paths*, as they are called in the checkout."""
    found = [
        file
        for path in paths
        for file in (
            sorted((checkout / path).rglob("*.py")) if (checkout / path).is_dir() else [checkout / path]
        )
    ]
    return [file.relative_to(checkout).as_posix() for file in found if file.stat().st_size]


def sample(checkout: Path, file: str, most: int, seed: int) -> Iterator[Fault]:
    """So many faults of a file, drawn at random."""
    text = (checkout / file).read_text(encoding="utf-8")
    module, mutations = _mutations(text)
    order = list(range(len(mutations)))
    random.Random(f"{seed} {file}").shuffle(order)
    inside = [number for number in order if _is_in_a_function(mutations[number])]
    for number in inside[:most]:
        yield _fault(file, number, text, _replaced(module, mutations[number]))


def population(checkout: Path, file: str) -> int:
    """How many faults there are of a file."""
    return sum(map(_is_in_a_function, _mutations((checkout / file).read_text(encoding="utf-8"))[1]))


def _fault(file: str, number: int, text: str, new: str) -> Fault:
    before, after = text.splitlines(), new.splitlines()
    pairs = zip(before, after, strict=False)
    line = next((at for at, (old, now) in enumerate(pairs, 1) if old != now), len(after))
    diff = list(unified_diff(before, after, lineterm="", n=0))[2:]
    around = [row for row in diff if not row.startswith("@@")]
    scope = next((row.strip() for row in reversed(before[:line]) if row.lstrip().startswith("def ")), "")
    return Fault(file, number, line, new, "\n".join([scope, *around]))


def _mutations(text: str) -> tuple[Any, list[Any]]:
    """mutmut's for the bodies of functions, but with those that have decorators, and `__new__`."""
    import libcst as cst
    from mutmut.mutation.file_mutation import MutationVisitor
    from mutmut.mutation.mutators import mutation_operators
    from mutmut.mutation.pragma_handling import IgnoredCode

    class Visitor(MutationVisitor):  # type: ignore[misc,unused-ignore]
        def _skip_node_and_children(self, node: cst.CSTNode) -> bool:
            whole = isinstance(node, cst.FunctionDef)
            return False if whole else bool(super()._skip_node_and_children(node))

    wrapper = cst.MetadataWrapper(cst.parse_module(text))
    visitor = Visitor(mutation_operators, IgnoredCode(set(), set(), set()))
    module = wrapper.visit(visitor)
    return module, [found for found in visitor.mutations if found.contained_by_top_level_function]


def _is_in_a_function(mutation: Any) -> bool:
    return type(mutation.contained_by_top_level_function).__name__ == "FunctionDef"


def _replaced(module: Any, mutation: Any) -> str:
    from mutmut.mutation.file_mutation import deep_replace

    new: Any = deep_replace(module, mutation.original_node, mutation.mutated_node)
    return str(new.code)
