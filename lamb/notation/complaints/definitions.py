"""Complaints about definitions, on a line of their own and after let: their “=”, “;” and “in”."""

from __future__ import annotations

import re

from lamb.notation.complaints.situation import END, TERM, Part, Stuck
from lamb.notation.complaints.vocabulary import (
    CLOSERS,
    COMPARES,
    DEFINES,
    DERIVES,
    OPENERS,
    STEPS,
    Complaint,
)

LET = "write let x = t in u"


def no_definition(stuck: Stuck) -> Complaint | None:
    """`let in x`, `let x in x`, `let x 1`, `rec f`"""
    begun = stuck.nearest("LET", "_REC")
    if not begun or not awaits_definition(stuck):
        return None
    hint = "write rec name = t" if begun.kind == "_REC" else LET
    return Complaint(f"this {stuck.written(begun)} defines nothing", begun, hint)


def awaits_definition(stuck: Stuck) -> bool:
    """Whether a let or a rec has not come to its “=”."""
    return stuck.last.kind in ("LET", "_REC") or (
        "_DEFINES" in stuck.expected and stuck.nearest("LET", "_REC") is not None
    )


def no_in(stuck: Stuck) -> Complaint | None:
    """`(let x = 1)`, `f let x = 1; y = 2`, `let x = 1 y = 2 in x`"""
    let = stuck.nearest("LET")
    if not let or "_IN" not in stuck.expected:
        return None
    if stuck.found.kind in (END, *CLOSERS, "COMMA", "STEP", *COMPARES):
        return Complaint("this let has no “in”", let, "say what it is for: let x = t in u")
    inside = let.start != stuck.unfinished[0].start or stuck.nearest("SEMICOLON") or _has_in(stuck)
    if stuck.found.kind in DEFINES and inside:
        hint = "separate definitions with “;”: let x = t; y = u in v"
        return Complaint("this “=” is one too many", stuck.found, hint)
    return None


def _has_in(stuck: Stuck) -> bool:
    """Whether an “in” follows before the next statement."""
    rest = stuck.text[stuck.found.start : stuck.next_statement(stuck.found.start) + 3]
    return re.search(r"\bin\b", rest) is not None


def misplaced_semicolon(stuck: Stuck) -> Complaint | None:
    """`x; y`, `[a; b]`"""
    if stuck.found.kind != "SEMICOLON":
        return None
    hint = "write “,” here" if stuck.nearest(*OPENERS) else "put each statement on a line of its own"
    return Complaint("“;” only separates the definitions of a let", stuck.found, hint)


def misplaced_definition(stuck: Stuck) -> Complaint | None:
    """`(x = 3)`, `assert x = y`, `a = b = c`, and a second definition on an indented line."""
    if stuck.found.kind not in DEFINES:
        return None
    if opener := stuck.nearest(*OPENERS):
        same = stuck.line_of(opener) == stuck.line_of(stuck.found)
        closing = f"close the “{stuck.written(opener)}” {stuck.whereabouts(opener)} first"
        return Complaint("a definition cannot stand in brackets", stuck.found, LET if same else closing)
    if stuck.wanted == "term":
        return Complaint("a term is asked for here, not a definition", stuck.found, LET)
    return _on_an_indented_line(stuck) or _in_another_statement(stuck)


def _on_an_indented_line(stuck: Stuck) -> Complaint | None:
    line = stuck.text[stuck.text.rfind("\n", 0, stuck.found.start) + 1 : stuck.found.end]
    if not line[:1].isspace():
        return None
    place = Part(TERM, stuck.found.end - len(line.lstrip()), stuck.found.end)
    name = stuck.written(Part(TERM, place.start, stuck.found.start)).split()[:1]
    hint = f"remove the blanks before “{name[0]}”" if name else f"remove “{stuck.written(stuck.found)}”"
    return Complaint("this line is indented, so it continues the one above", place, hint)


def _in_another_statement(stuck: Stuck) -> Complaint:
    mark, place = stuck.written(stuck.found), stuck.found
    if stuck.nearest("_ASSERT"):
        return Complaint(f"“{mark}” defines; it compares nothing", place, "write assert t == u")
    if stuck.nearest(*DERIVES):
        return Complaint(f"“{mark}” is no step", place, STEPS)
    if stuck.nearest(*DEFINES):
        hint = "define one name a line; “==” compares, in an assertion"
        return Complaint(f"this “{mark}” is one too many", place, hint)
    return Complaint(f"there is no name before this “{mark}”", place, "a definition is name = t")
