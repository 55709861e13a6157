"""What each operator of a derivation claims, as Elsa means it (Jhala, UC San Diego).

    =a>           bound variables are renamed
    =b>  =e>      one β-step, one η-step, anywhere
    =d>           definitions are unfolded or folded, any number of them
    =n>  =p>      the one β-step that normal order makes, or applicative order
    =n*> =p*>     any number of these
    =*>           any number of β-steps, anywhere
    =~>           all steps to the normal form

`<b=` is `=b>` read from right to left, and `=b:w>` also asks that what it leads to be in weak normal
form. `=a>` and `=b>` look at terms as they are written, all others see through definitions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from lamb.calculus.normal_forms import is_head_normal, is_normal, is_weak_normal
from lamb.calculus.strategies import Strategy
from lamb.calculus.term import Term
from lamb.course.derivations import many_steps, single_steps
from lamb.course.derivations.conditions import Claim

CLAIMS: Mapping[str, Claim] = {
    "a": single_steps.renames,
    "b": single_steps.contracts_beta,
    "e": single_steps.contracts_eta,
    "d": single_steps.unfolds,
    "n": single_steps.next_by(Strategy.NORMAL),
    "p": single_steps.next_by(Strategy.APPLICATIVE),
    "n*": many_steps.by(Strategy.NORMAL),
    "p*": many_steps.by(Strategy.APPLICATIVE),
    "*": many_steps.of_any_kind,
    "~": many_steps.to_normal_form,
}

GIVEN_UP: Mapping[str, str] = {
    "n*": "normal order did not come past this term",
    "p*": "applicative order did not come past this term",
    "*": "no steps that lead here were found",
    "~": "no normal form was found",
}
"""What is known when the search of an operator is given up."""

FORMS: Mapping[str, tuple[str, Callable[[Term], bool]]] = {
    "s": ("strong", is_normal),
    "w": ("weak", is_weak_normal),
    "h": ("head", is_head_normal),
}
"""The kinds of normal forms, and how to tell them."""


class Operator(NamedTuple):
    """An operator taken apart: `<n*:w=` is ("n*", "w", backwards)."""

    step: str
    form: str
    backwards: bool


def read(operator: str) -> Operator:
    """What an operator is made of.

    >>> read("=b>"), read("<n*:w=")
    (Operator(step='b', form='', backwards=False), Operator(step='n*', form='w', backwards=True))
    """
    step, _, form = operator.strip("<=>").partition(":")
    return Operator(step, form, operator.startswith("<"))
