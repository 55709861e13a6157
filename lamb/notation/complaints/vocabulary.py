"""What the rules have in common: what a complaint is, and names for the kinds of words they look for."""

from __future__ import annotations

from typing import NamedTuple

from lamb.notation.complaints.situation import Part


class Complaint(NamedTuple):
    """What, where, and what now."""

    message: str
    place: Part
    hint: str


OPENERS = ("LPAR", "LSQB")
CLOSERS = ("RPAR", "RSQB")
DEFINES = ("_DEFINES", "_ASSIGNS")
COMPARES = ("EQUALS", "ETA_EQUALS")
DERIVES = ("EVAL", "CONF")
DOTS = ("_DOT", "_ARROW")
KEYWORDS = ("LET", "_IN", "_REC", "_IMPORT", "_ASSERT", "_FORALL", *DERIVES)

STEPS = "a step is one of =a> =b> =e> =d> =n> =p> =*> =n*> =p*> =~>, or reversed: <b="
