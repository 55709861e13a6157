"""What a term says with every definition written out, as most of a derivation's operators see it.

A definition that is used twice is one object in two places: unfolding is linear in the definitions,
though what it stands for may be as large as 2ⁿ (`d1 = pair d0 d0`, `d2 = pair d1 d1`, …).
"""

from __future__ import annotations

from collections.abc import Mapping

from lamb.calculus.numerals import churches, is_numeral
from lamb.calculus.recursion import Recursion, unbounded
from lamb.calculus.substitution import free_names, replace_names
from lamb.calculus.term import Term

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
    for name in free_names(term) - known.keys():
        if name in definitions:
            known[name] = yield definitions[name], definitions, known, numerals
        elif numerals and is_numeral(name) and len(name) <= LONGEST_NUMERAL:
            written.add(name)
    meanings = churches(map(int, written))  # all at once: they share their nodes
    known |= {name: meanings[int(name)] for name in written}
    return replace_names(term, known)


def immense_numerals(term: Term) -> list[str]:
    """The numerals in an unfolded term that were too large to be unfolded."""
    return sorted(name for name in free_names(term) if is_numeral(name))
