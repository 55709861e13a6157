"""Complaints about parentheses and square brackets: not closed, not opened, not a pair, empty."""

from __future__ import annotations

from lamb.notation.complaints.situation import END, TERM, UNKNOWN, Part, Stuck
from lamb.notation.complaints.vocabulary import CLOSERS, OPENERS, Complaint

CLOSER = {"(": ")", "[": "]"}
OPENER = {")": "(", "]": "["}


def never_closed(stuck: Stuck) -> Complaint | None:
    """`id = (λx. x`, found at the end or only on a later line: it is the “(” that is wrong."""
    opener = stuck.nearest(*OPENERS)
    if not opener or stuck.found.kind == UNKNOWN:
        return None
    let = stuck.nearest("LET")
    too_late = stuck.line_ends_before(opener.start, stuck.found) or (
        stuck.found.kind == "_IN" and let is not None and let.start < opener.start
    )
    if stuck.found.kind != END and (not too_late or stuck.is_closed_later()):
        return None
    mark = stuck.written(opener)
    hint = f"add “{CLOSER[mark]}” at the end of {_last_line(stuck, opener)}"
    return Complaint(f"this “{mark}” is never closed", opener, hint)


def _last_line(stuck: Stuck, part: Part) -> str:
    """The line where the statement of a part ends, in words."""
    lines = stuck.text[part.start : stuck.next_statement(part.start)].rstrip().count("\n")
    return f"line {stuck.line_of(part) + lines}" if lines else "the line"


def wrong_closer(stuck: Stuck) -> Complaint | None:
    """`x)`, `(λx. x]`"""
    if stuck.found.kind not in CLOSERS:
        return None
    mark, opener = stuck.written(stuck.found), stuck.nearest(*OPENERS)
    if not opener:
        hint = f"remove it, or write “{OPENER[mark]}” before it"
        return Complaint(f"this “{mark}” closes nothing", stuck.found, hint)
    opening = stuck.written(opener)
    if CLOSER[opening] == mark:
        return None
    message = f"this “{mark}” cannot close the “{opening}” {stuck.whereabouts(opener)}"
    return Complaint(message, stuck.found, f"write “{CLOSER[opening]}” here, or before it")


def empty(stuck: Stuck) -> Complaint | None:
    """`()`"""
    if (stuck.last.kind, stuck.found.kind) != ("LPAR", "RPAR"):
        return None
    place = Part(TERM, stuck.last.start, stuck.found.end)
    return Complaint(
        "there is nothing between these parentheses", place, "write a term in them, or remove them"
    )
