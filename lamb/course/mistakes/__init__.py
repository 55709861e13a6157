"""A wrong step of a derivation, explained: what the student probably did, and what is right.

    diagnose(left, "=b>", right, definitions, constructors)      of a step that does not hold
    unfinished(term, "s", definitions, constructors)             of a term that is no normal form

The method: what was written is compared with what other operators, several steps, and a catalogue
of wrong rules (`rules/`) make of the left term. Where nothing fits, the first difference from the
nearest right step is shown. All searches are bounded, and say how far they are (`tick`), so that they
can be stopped before.
"""

from __future__ import annotations

from collections.abc import Mapping

from lamb.calculus.term import Term, Tick, unheard
from lamb.course.mistakes.attempt import Attempt, Meanings
from lamb.course.mistakes.diagnosis import explain
from lamb.course.mistakes.forms import not_normal
from lamb.course.mistakes.mistake import Mistake, Place, Repair, Side
from lamb.course.mistakes.sugar import has_brackets
from lamb.notation.names import Constructors
from lamb.notation.syntax import Expr

__all__ = ["Mistake", "Place", "Repair", "Side", "diagnose", "unfinished"]


def diagnose(  # noqa: PLR0913  (a step, what it means, and who may stop the search)
    left: Expr,
    operator: str,
    right: Expr,
    definitions: Mapping[str, Term],
    constructors: Constructors,
    *,
    tick: Tick = unheard,
) -> Mistake:
    """What is wrong with the step from *left* to *right*.

    The step is read forwards: for a reversed operator the caller swaps the two. One that is right up
    to the names of bound variables is said to need a renaming.
    """
    meanings = Meanings(definitions, constructors, has_brackets(left) or has_brackets(right), tick)
    return explain(Attempt(left, operator, right, meanings))


def unfinished(
    term: Expr,
    form: str,
    definitions: Mapping[str, Term],
    constructors: Constructors,
    *,
    tick: Tick = unheard,
) -> Mistake | None:
    """Why *term* is in no normal form, or no strong (`s`), weak (`w`) or head (`h`) one; None if it is."""
    meanings = Meanings(definitions, constructors, has_brackets(term), tick)
    return not_normal(Attempt(term, f"=~:{form}>", term, meanings))
