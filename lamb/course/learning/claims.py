"""What a check asks of an answer: a claim a line, in words, or as an assertion about `answer`.

    is closed
    has 2 free variables
    may use true false
    assert forall p q : bool. answer p q == and p q

A claim is read once, and then refuses answers with a few words, or has nothing against them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from lamb.course.learning import (
    form,
    form as names,
    form as sameness,
    meaning,
    meaning as reductions,
    meaning as steps,
)
from lamb.course.learning.text import strategy_at
from lamb.course.learning.wording import Refusal
from lamb.errors import LambError, Place

RULES: Mapping[str, Callable[..., Refusal]] = {
    "assert EQUATION": meaning.equation,
    "has a normal form": meaning.normalizing,
    "TERM has no normal form": meaning.endless,
    "has no normal form": meaning.endless,
    "is the term TERM": sameness.same,
    "is not the term TERM": sameness.another,
    "is an α-variant of TERM": sameness.variant,
    "is a variable": form.variable,
    "is an application": form.application,
    "is an abstraction": form.abstraction,
    "is a normal form": form.normal,
    "is no normal form": form.not_normal,
    "has N redex(es)": form.redexes,
    "has no λ": form.without_lambda,
    "has at most N pair(s) of brackets": form.brackets,
    "has at most N character(s)": form.short,
    "binds no name twice": form.different_binders,
    "is a FORM": form.in_form,
    "is no FORM": form.not_in_form,
    "is closed": names.closed,
    "has N free variable(s)": names.free_variables,
    "has the free variable(s) NAMES": names.exactly_free,
    "defines NAME": names.defining,
    "may use NAMES": names.only,
    "may not use NAMES": names.without,
    "is the next step of TERM": steps.next_step,
    "is the next step of TERM by STRATEGY": steps.next_step,
    "TERM reduces to GOAL": reductions.of_term(reductions.leading),
    "reduces to GOAL": reductions.leading,
    "TERM reads as VALUE": reductions.of_term(reductions.reading),
    "reads as VALUE": reductions.reading,
    "TERM ends by STRATEGY": reductions.of_term(reductions.ending),
    "ends by STRATEGY": reductions.ending,
    "TERM does not end by STRATEGY": reductions.of_term(reductions.not_ending),
    "does not end by STRATEGY": reductions.not_ending,
    "TERM takes BOUND N step(s)": reductions.of_term(reductions.taking),
    "takes BOUND N step(s)": reductions.taking,
    "TERM takes BOUND N step(s) by STRATEGY": reductions.of_term(reductions.taking),
    "takes BOUND N step(s) by STRATEGY": reductions.taking,
    "takes fewer steps by STRATEGY than by OTHER": reductions.fewer,
}
"""All that can stand on a line of a check, and what it is read as. The more special come later."""

OF_TERMS = ("assert", "TERM")
"""What rules begin with that are about terms with the answer in them, not about the answer as it is."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A line of a check, by a *rule*; *refuse* says what it has against an answer."""

    place: Place
    refuse: Refusal
    rule: str = ""

    @property
    def is_of_terms(self) -> bool:
        """Whether it is about terms with the answer in them, not about the answer as it is."""
        return self.rule.startswith(OF_TERMS)


def claims(check: Place) -> tuple[Claim, ...]:
    """The claims of a check, without lines that begin with `--`.

    Raises LambError where a line is no claim, or a term in it is not in order.
    """
    lines = re.finditer(r"^[ \t]*(?!--)(?P<claim>\S.*?)[ \t]*$", check.text, re.MULTILINE)
    return tuple(_claim(_inside(check, *line.span("claim"))) for line in lines)


def _claim(place: Place) -> Claim:
    for rule in reversed(list(RULES)):
        found = re.fullmatch(_pattern(rule), place.text)
        if found:
            holes = {name: _inside(place, *found.span(name)) for name in found.groupdict()}
            return Claim(place, RULES[rule](*(_READ[name](hole) for name, hole in holes.items())), rule)
    close = get_close_matches(place.text, RULES, n=1, cutoff=0.4)
    hint = f"did you mean “{close[0]}”?" if close else "lamb/course/lessons/README.md lists what can be asked"
    raise LambError("this line of a check is not understood", place, hint)


def _pattern(rule: str) -> str:
    """The pattern of the lines that say so: blanks are blanks, (s) may be missing."""
    rule = re.sub(r"\((\w+)\)", r"(?:\1)?", rule).replace(" ", r"\s+")
    return re.sub(r"[A-Z]{4,}|\bN\b", lambda hole: f"(?P<{hole.group()}>{_HOLES[hole.group()]})", rule)


def _inside(place: Place, start: int, end: int) -> Place:
    return Place(place.source, place.start + start, place.start + end)


def _names(place: Place) -> tuple[str, ...]:
    return () if place.text == "nothing" else tuple(re.split(r"[\s,]+", place.text))


_HOLES = {
    "EQUATION": ".+",
    "TERM": ".+?",
    "GOAL": ".+",
    "VALUE": ".+",
    "N": r"\d[\d,_]*",
    "FORM": "|".join(form.FORMS),
    "BOUND": "|".join(reductions.BOUNDS),
    "NAME": r"\S+",
    "NAMES": ".+",
    "STRATEGY": ".+?",
    "OTHER": ".+",
}
_READ: Mapping[str, Callable[[Place], object]] = {
    "EQUATION": lambda place: place,
    "TERM": lambda place: place,
    "GOAL": lambda place: place,
    "VALUE": lambda place: place.text,
    "N": lambda place: int(re.sub("[,_]", "", place.text)),
    "FORM": lambda place: place.text,
    "BOUND": lambda place: place.text,
    "NAME": lambda place: place.text,
    "NAMES": _names,
    "STRATEGY": strategy_at,
    "OTHER": strategy_at,
}
