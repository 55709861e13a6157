"""The check of an answer: a claim a line, in words, or as an assertion about `answer`.

    is closed
    has 2 free variables
    may use true false
    assert forall p q : bool. answer p q == and p q

`lamb/course/lessons/README.md` says what each of the lines asks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from operator import attrgetter

from lamb.calculus.substitution import free_names
from lamb.course.learning import form, meaning
from lamb.course.learning.answer import ITSELF, ClaimTerm, LessonAnswer
from lamb.course.learning.lesson import strategy_at
from lamb.errors import LambError, Place, did_you_mean
from lamb.notation import parse_type
from lamb.notation.datatypes import SORTS
from lamb.notation.layout import Stretch
from lamb.notation.names import remove_names
from lamb.notation.parser import parse, parse_expression
from lamb.notation.syntax import Assertion

RULES: dict[str, Callable[..., str | None]] = {
    "assert EQUATION": meaning.equation,
    "has a normal form": partial(meaning.ending, subject=ITSELF),
    "[TERM] has no normal form": meaning.endless,
    "[TERM] has the normal form #CODE": meaning.normal_form_coded,
    "grows with every step": meaning.growing,
    "is a fixed-point combinator": meaning.fixing,
    "is the term TERM": form.same,
    "is the term #CODE": form.same_code,
    "is not the term TERM": form.another,
    "is an α-variant of TERM": form.variant,
    "is a variable": partial(form.of_kind, wanted="a variable"),
    "is an application": partial(form.of_kind, wanted="an application"),
    "is an abstraction": partial(form.of_kind, wanted="an abstraction"),
    "is a normal form": form.normal,
    "is no normal form": form.not_normal,
    "has N redex(es)": form.redexes,
    "has no λ": form.without_lambda,
    "has at most N pair(s) of brackets": form.brackets,
    "has at most N character(s)": form.short,
    "binds no name twice": form.different_binders,
    "is a FORM": form.in_form,
    "is no FORM": form.not_in_form,
    "is closed": form.closed,
    "has N free variable(s)": form.free_variables,
    "has the free variable(s) NAMES": form.exactly_free,
    "has the type TYPE": form.of_type,
    "has no simple type": form.without_type,
    "defines NAME": form.defining,
    "may use NAMES": form.only,
    "may not use NAMES": form.without,
    "is the next step of TERM [by STRATEGY]": meaning.next_step,
    "[TERM] reduces to GOAL": meaning.leading,
    "[TERM] reads as VALUE": meaning.reading,
    "[TERM] ends by STRATEGY": meaning.ending,
    "[TERM] does not end by STRATEGY": meaning.not_ending,
    "[TERM] takes BOUND N step(s) [by STRATEGY]": meaning.taking,
    "takes fewer steps by STRATEGY than by OTHER": meaning.fewer,
}
"""The lines of a check, and the functions that refuse an answer. What is in square brackets may be missing.

Where a line can be read by two rules, the later one counts. A claim that begins with a TERM is about
that term and not about the answer as it is.
"""


@dataclass(frozen=True, slots=True)
class Claim:
    """A line of a check; it *is_of_terms* with the answer in them, or of the answer as it is."""

    place: Place
    rule: str
    holes: tuple[object, ...]
    is_of_terms: bool

    def refuse(self, answer: LessonAnswer) -> str | None:
        """The reason why an answer is refused; None if it is not. Raises LambError if it cannot be read."""
        return RULES[self.rule](answer, *self.holes)


def claims(check: Place) -> tuple[Claim, ...]:
    """The claims of a check, without lines that begin with `--`.

    Raises LambError where a line is no claim, or a term in it is not in order.
    """
    lines = re.finditer(r"^[ \t]*(?!--)(?P<claim>\S.*?)[ \t]*$", check.text, re.MULTILINE)
    found = [_claim(_inside(check, *line.span("claim"))) for line in lines]
    equations = [hole for claim in found for hole in claim.holes if isinstance(hole, meaning.Equation)]
    named = frozenset(name for each in equations for side in each.sides for name in free_names(side))
    return tuple(
        replace(claim, holes=tuple(_knowing(hole, named) for hole in claim.holes)) for claim in found
    )


def _knowing(hole: object, named: frozenset[str]) -> object:
    """An equation that knows the free *named* of all that are asked together; anything else as it is."""
    return hole._replace(named=named) if isinstance(hole, meaning.Equation) else hole


def _claim(place: Place) -> Claim:
    for rule in reversed(RULES):
        if found := re.fullmatch(_pattern(rule), place.text):
            holes = tuple(
                _MISSING[name] if text is None else _READ[name](_inside(place, *found.span(name)))
                for name, text in found.groupdict().items()
            )
            is_of_terms = rule.startswith("assert") or (rule.startswith("[") and found["TERM"] is not None)
            return Claim(place, rule, holes, is_of_terms)
    guide = "lamb/course/lessons/README.md lists what can be asked"
    hint = did_you_mean(place.text, RULES, guide, cutoff=0.4)
    raise LambError("this line of a check is not understood", place, hint)


def _pattern(rule: str) -> str:
    """The pattern of the lines that a rule reads."""
    rule = rule.replace("[TERM] ", "(?:TERM )?").replace(" [by STRATEGY]", "(?: by STRATEGY)?")
    rule = re.sub(r"\((\w+)\)", r"(?:\1)?", rule).replace(" ", r"\s+")
    return re.sub(r"[A-Z]{4,}|\bN\b", lambda hole: f"(?P<{hole[0]}>{_HOLES.get(hole[0], '.+?')})", rule)


def _inside(place: Place, start: int, end: int) -> Place:
    return Place(place.source, place.start + start, place.start + end)


# ── Reading ───────────────────────────────────────────────────────────────────────────


def term_at(place: Place) -> ClaimTerm:
    """The one term at a place. Raises LambError."""
    tree = parse_expression(Stretch(place))
    return ClaimTerm(place.text, tree, remove_names(tree))


def _equation(place: Place) -> meaning.Equation:
    """An assertion; a comment at the end of the line names the sort of the results: `-- bool`."""
    whole = Place(place.source, place.source.text.rfind("assert", 0, place.start), place.end)
    (assertion,) = parse(Stretch(whole)).statements
    if not isinstance(assertion, Assertion):
        raise LambError("this is no assertion", whole)
    sides = remove_names(assertion.left), remove_names(assertion.right)
    if sides[0] == sides[1]:
        raise LambError("both sides of this are the same", whole)
    if assertion.relation == "!=":
        raise LambError("a claim about an answer says what it is equal to", whole)
    left, right = (place.source.text[side.start : side.end] for side in (assertion.left, assertion.right))
    comment = place.text.rpartition("--")[2].strip()
    sort = comment if comment.split(" ")[0] in SORTS else ""
    return meaning.Equation(assertion, left, right, sort, sides)


def _names(place: Place) -> tuple[str, ...]:
    return () if place.text == "nothing" else tuple(re.split(r"[\s,]+", place.text))


_text = attrgetter("text")
_HOLES = {
    "N": r"\d[\d,_]*",
    "FORM": "|".join(form.FORMS),
    "BOUND": "|".join(meaning.BOUNDS),
    "NAME": r"\S+",
    "CODE": r"[0-9a-f]{12}",
}
_READ: Mapping[str, Callable[[Place], object]] = {
    "EQUATION": _equation,
    "TERM": term_at,
    "GOAL": term_at,
    "VALUE": _text,
    "TYPE": lambda place: parse_type(place.text),
    "CODE": _text,
    "N": lambda place: int(re.sub("[,_]", "", place.text)),
    "FORM": _text,
    "BOUND": _text,
    "NAME": _text,
    "NAMES": _names,
    "STRATEGY": strategy_at,
    "OTHER": strategy_at,
}
_MISSING = {"TERM": ITSELF, "STRATEGY": None}
