"""Claims and how many of them hold: the derivations and assertions of a file.

valid       it holds
invalid     a step of it does not hold, or the assertion does not
partial     every step holds, but an `eval` does not end in a normal form
undecided   a search was given up
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeAlias

from lamb.course.verdicts import Verdict
from lamb.errors import LambError
from lamb.interface.render import claim
from lamb.results import Checked, Derived
from lamb.source import Place

Claim: TypeAlias = Derived | Checked

WORDS = {
    Verdict.HOLDS: "valid",
    Verdict.FAILS: "invalid",
    Verdict.PARTIAL: "partial",
    Verdict.UNDECIDED: "undecided",
}


def name_of(result: Claim) -> str:
    """What a claim is called: a derivation by its name, an assertion by its text."""
    return result.name if isinstance(result, Derived) else claim(result.place)


def place_of(result: Claim) -> Place:
    """Where a claim begins."""
    if isinstance(result, Derived):
        return result.place
    source, start, end = result.place
    return Place(source, max(0, source.text.rfind("assert", 0, start)), end)


@dataclass
class Tally:
    """How many claims there are, how many hold, and the points for them."""

    claims: int = 0
    holding: int = 0
    points: float = 0
    worth: float = 0
    for_points: bool = False

    def add(self, result: Claim) -> None:
        self.claims += 1
        self.holding += result.verdict is Verdict.HOLDS
        if result.points is not None:
            self.for_points = True
            self.worth += result.points
            self.points += earned(result)

    def __str__(self) -> str:
        """In words: `5 of 7 hold, 12 of 15 points`."""
        if not self.claims:
            return "nothing was checked"
        hold = "holds" if self.claims == 1 else "hold"
        points = f", {self.points:g} of {self.worth:g} points" if self.for_points else ""
        return f"{self.holding:,} of {self.claims:,} {hold}{points}"


def earned(result: Claim) -> float:
    """The points for a claim: all or none."""
    return result.points or 0.0 if result.verdict is Verdict.HOLDS else 0.0


@dataclass
class CheckedFile:
    """A file, its claims, and what is wrong with it."""

    name: str
    claims: list[Claim] = field(default_factory=list)
    errors: list[LambError] = field(default_factory=list)

    def take(self, found: Claim | LambError) -> None:
        """Note what was found in it."""
        if isinstance(found, LambError):
            self.errors.append(found)
        else:
            self.claims.append(found)


def tally(claims: Iterable[Claim]) -> Tally:
    """How the claims do together."""
    counted = Tally()
    for result in claims:
        counted.add(result)
    return counted
