"""The conditions under which a derivation is checked: definitions, names that count or not, a budget.

Most operators see a term with every definition written out. A definition that is used twice is one object
in two places: unfolding is linear in the definitions, though what it stands for may be as large as 2ⁿ
(`d1 = pair d0 d0`, `d2 = pair d1 d1`, …).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import TypeAlias

from lamb.calculus.budget import Budget, Meter, Watch
from lamb.calculus.numerals import churches, is_numeral
from lamb.calculus.recursion import Recursion, unbounded
from lamb.calculus.substitution import free_names, replace_names
from lamb.calculus.term import Lam, Term, side_by_side

LONGEST_NUMERAL = 5  # digits of one that is unfolded


@unbounded
def unfold(
    term: Term,
    definitions: Mapping[str, Term],
    known: dict[str, Term] | None = None,
    numerals: bool = True,
) -> Recursion[Term]:
    """*term* with every name unfolded that has a definition, and every *numeral* but immense ones.

    What is *known* already of names is used, and added to.
    """
    known = {} if known is None else known
    written: set[str] = set()
    names = free_names(term)
    for name in names - known.keys():
        if name in definitions:
            known[name] = yield definitions[name], definitions, known, numerals
        elif numerals and is_numeral(name) and len(name) <= LONGEST_NUMERAL:
            written.add(name)
    meanings = churches(map(int, written))  # all at once: they share their nodes
    known |= {name: meanings[int(name)] for name in written}
    return term if names.isdisjoint(known) else replace_names(term, known)


def immense_numerals(term: Term) -> list[str]:
    """The numerals in an unfolded term that were too large to be unfolded."""
    return sorted(name for name in free_names(term) if is_numeral(name))


# ── Conditions ────────────────────────────────────────────────────────────────────────


SEARCH = Budget(steps=1_000_000, nodes=2_000_000, seconds=5)
"""The budget if no other is given: steps of a search, nodes at a time, seconds of a derivation."""


class Conditions:
    """The *definitions* and the budget of one derivation, which starts now.

    Its steps and nodes are those of each search, its seconds those of all together. Terms are the same if
    they are so up to α; with *strict α*, as in Elsa, the names of bound variables count as well. *lost* are
    the names whose definitions have an error in them.
    """

    def __init__(
        self,
        definitions: Mapping[str, Term],
        *,
        strict_alpha: bool = False,
        budget: Budget = SEARCH,
        watch: Watch | None = None,
        lost: Collection[str] = (),
    ) -> None:
        self.definitions = definitions
        self.lost = lost
        self.strict_alpha = strict_alpha
        self.budget = budget
        self.meter = budget.meter(watch)
        self._unfolded: dict[str, Term] = {}

    def unfold(self, term: Term) -> Term:
        """*term* with every definition written out; immense numerals stay as they are."""
        return unfold(term, self.definitions, self._unfolded)

    def see_through(self, term: Term) -> Term:
        """*term* with every definition and every numeral written out. Raises NumeralTooLarge."""
        unfolded = self.unfold(term)
        for numeral in immense_numerals(unfolded):
            raise NumeralTooLarge(numeral)
        return unfolded

    def search(self) -> Meter:
        """The meter of a search that starts now."""
        return self.meter.again()


Claim: TypeAlias = Callable[[Term, Term, Conditions], str | None]
"""Why the step from the left to the right term does not hold; None if it does.

Raises Exhausted or NumeralTooLarge if the search cannot go on.
"""


class NumeralTooLarge(Exception):
    """A numeral is too large to be written out."""

    def __init__(self, numeral: str) -> None:
        self.numeral = numeral


def named_alike(one: Term, other: Term) -> bool:
    """True if two terms that are the same up to α have the same names for bound variables, too."""
    pairs = side_by_side(one, other)
    return all(
        left.hint == right.hint for left, right in pairs if isinstance(left, Lam) and isinstance(right, Lam)
    )
