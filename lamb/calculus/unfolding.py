"""Which names a reduction unfolds, and to what.

Usually every name that has a definition is a redex, as is every numeral. A reduction that somebody
is to read leaves them *folded* for as long as nothing is lost by it: a name is unfolded only where
it is applied to something, or if what it stands for is no normal form itself. So `pair 1 2` ends as
`λp. p 1 2`, and nothing that ends folded would go on if it were unfolded.
"""

from __future__ import annotations

from collections.abc import Mapping

from lamb.calculus.numerals import LARGEST, church, is_numeral
from lamb.calculus.recursion import Recursion, unbounded
from lamb.calculus.term import App, Free, Lam, Term, nodes

LONGEST = len(str(LARGEST))  # digits of a numeral that may be unfolded


class Unfolding:
    """The names of *definitions* and the numerals, and when they are redexes.

    A numeral larger than *largest* is refused with `TooLarge` when its turn comes.
    """

    def __init__(
        self, definitions: Mapping[str, Term], *, folded: bool = False, largest: int | None = None
    ) -> None:
        self.definitions = definitions
        self.folded = folded
        self.largest = largest
        self._values: dict[str, bool] = {}
        self._needed: dict[tuple[str, bool], bool] = {}

    def needs(self, name: str, applied: bool) -> bool:
        """Whether a name is a redex, where it is *applied* or not."""
        key = name, applied
        if key not in self._needed:
            self._needed[key] = self._needs(name, applied)
        return self._needed[key]

    def _needs(self, name: str, applied: bool) -> bool:
        if name not in self.definitions and not is_numeral(name):
            return False
        return applied or not self.folded or not _is_value(name, self.definitions, self._values)

    def meaning(self, name: str) -> Term:
        """What a name that is a redex unfolds to."""
        term = self.definitions.get(name)
        if term is not None:
            return term
        largest = LARGEST if self.largest is None else min(self.largest, LARGEST)
        if len(name) > LONGEST or int(name) > largest:
            raise TooLarge
        return church(int(name))


class TooLarge(Exception):
    """A numeral has more nodes than the budget."""


@unbounded
def _is_value(name: str, definitions: Mapping[str, Term], known: dict[str, bool]) -> Recursion[bool]:
    """Whether what *name* stands for is certain to be a normal form, unfolded as far as can be."""
    if name not in known:
        known[name] = True
        if name in definitions:
            for node in nodes(definitions[name]):
                match node:
                    case App(Lam(), _):
                        known[name] = False
                    case App(Free(inner), _) if inner in definitions or is_numeral(inner):
                        known[name] = False
                    case Free(inner) if inner in definitions and not (yield inner, definitions, known):
                        known[name] = False
    return known[name]
