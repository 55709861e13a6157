"""The kinds by their names, and the names that their terms may use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random
from typing import NamedTuple

from lamb import Term
from tests.tools.kinds import recursion
from tests.tools.kinds.arithmetic import arithmetic
from tests.tools.kinds.capture_prone import capture_prone
from tests.tools.kinds.combinators import combinators
from tests.tools.kinds.discarded import discarded
from tests.tools.kinds.lists import lists
from tests.tools.kinds.making import PRELUDE, drawing
from tests.tools.kinds.redex_rich import redex_rich
from tests.tools.kinds.sharing import sharing
from tests.tools.kinds.simply_typed import simply_typed
from tests.tools.kinds.uniform import uniform

NOTHING: Mapping[str, Term] = {}


class Kind(NamedTuple):
    """A kind of terms."""

    make: Callable[[Random], Term]
    definitions: Mapping[str, Term]

    @property
    def name(self) -> str:
        return self.make.__name__

    def term(self, number: int) -> Term:
        """The *number*-th term of this kind."""
        return self.make(drawing(self.name, number))


KINDS = (
    Kind(uniform, NOTHING),
    Kind(redex_rich, NOTHING),
    Kind(simply_typed, NOTHING),
    Kind(arithmetic, PRELUDE),
    Kind(lists, PRELUDE),
    Kind(recursion.recursion, recursion.DEFINITIONS),
    Kind(discarded, PRELUDE),
    Kind(combinators, PRELUDE),
    Kind(sharing, PRELUDE),
    Kind(capture_prone, NOTHING),
)
BY_NAME = {kind.name: kind for kind in KINDS}
