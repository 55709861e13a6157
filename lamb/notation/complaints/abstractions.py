"""Complaints about λs: their variables, and the dot between these and the body."""

from __future__ import annotations

from itertools import islice, takewhile
from unicodedata import normalize

from lamb.notation.complaints.situation import TERM, UNKNOWN, Part, Stuck
from lamb.notation.complaints.vocabulary import DOTS, Complaint


def no_variable(stuck: Stuck) -> Complaint | None:
    """`λ. x`, `λ(x). x`, `λ5. x`"""
    if stuck.last.kind != "LAMBDA":
        return None
    hint = {
        "LPAR": "its variables stand without parentheses: λx y. …",
        "NUMERAL": "a number cannot be a variable: write λx. …",
    }.get(stuck.found.kind, "write λx. …")
    return Complaint("this λ has no variable", stuck.last, hint)


def no_dot(stuck: Stuck) -> Complaint | None:
    """`λx x`"""
    names = list(takewhile(lambda part: part.kind == "NAME", reversed(stuck.unfinished)))
    before = stuck.unfinished[: len(stuck.unfinished) - len(names)]
    if not names or not before or before[-1].kind != "LAMBDA":
        return None
    hint = {
        "COMMA": "separate its variables by blanks: λx y. …",
        "_COLON": "variables have no types here: λx. …",
    }.get(stuck.found.kind, "put a “.” between its variables and its body: λx. …")
    place = Part(TERM, before[-1].start, stuck.last.end)
    return Complaint("this λ has no “.” after its variables", place, hint)


LONGEST_NAME = 100  # characters of a name that are looked at
MOST_VARIABLES = 100
LOOKALIKES = "Λᴧƛʎ⋋⅄⩘ꟛꟚϡ"


def looks_like_lambda(char: str) -> bool:
    """Whether a character that is no λ may have been taken for one.

    >>> [looks_like_lambda(char) for char in "Λ𝛌ʎλx"]
    [True, True, True, False, False]
    """
    return char != "λ" and (char in LOOKALIKES or normalize("NFKC", char) in ("λ", "Λ"))


def other_lambda(stuck: Stuck) -> Complaint | None:
    """`Λx. x`, `𝛌 x. x`: mostly these are letters like all others, and make names."""
    if stuck.found.kind not in (*DOTS, UNKNOWN):
        return None
    before = takewhile(lambda part: part.kind in (TERM, "NAME"), reversed(stuck.unfinished))
    for part in [stuck.found] if stuck.found.kind == UNKNOWN else islice(before, MOST_VARIABLES):
        for at in range(part.start, min(part.end, part.start + LONGEST_NAME)):
            if looks_like_lambda(char := stuck.text[at]):
                message = f"this “{char}” looks like a λ, and is none (U+{ord(char):04X})"
                return Complaint(message, Part(TERM, at, at + 1), r"write λ, or \ for it: \x. …")
    return None


def dot_without_lambda(stuck: Stuck) -> Complaint | None:
    """`x. x`, `λx. y. z`"""
    if stuck.found.kind not in DOTS or stuck.nearest("_FORALL", "_IMPORT"):
        return None
    one = "write one λ for all variables, λx y. …, or one for each"
    hint = one if stuck.nearest("LAMBDA") else "write λx. …"
    return Complaint(f"this “{stuck.written(stuck.found)}” belongs to no λ", stuck.found, hint)
