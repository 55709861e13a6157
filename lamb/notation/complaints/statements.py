"""Complaints about assertions and imports: unfinished, or with a comparison where none can be."""

from __future__ import annotations

import re

from lamb.notation.complaints.situation import END, TERM, Part, Stuck
from lamb.notation.complaints.vocabulary import COMPARES, DOTS, Complaint


def misplaced_comparison(stuck: Stuck) -> Complaint | None:
    """`x == y`, `t = a == b`, `assert a == b == c`"""
    if stuck.found.kind not in COMPARES or (stuck.nearest("_FORALL") and not stuck.nearest(*DOTS)):
        return None
    mark = stuck.written(stuck.found)
    if stuck.nearest("_ASSERT") and "$END" in stuck.expected:
        return Complaint(f"this “{mark}” is one too many", stuck.found, "an assertion compares two terms")
    if stuck.nearest("_ASSERT"):
        hint = "an assertion compares two whole terms"
        return Complaint(f"“{mark}” cannot stand in brackets", stuck.found, hint)
    hint = "write assert t == u on a line of its own"
    if stuck.last.kind in (TERM, "NAME", "NUMERAL") and len(stuck.unfinished) <= 2:
        line = stuck.text[stuck.unfinished[0].start :].split("\n", 1)[0].rstrip()
        hint = f"did you mean: assert {line}" if len(line) <= 60 else hint
    return Complaint(f"“{mark}” belongs to an assertion", stuck.found, hint)


def unfinished_forall(stuck: Stuck) -> Complaint | None:
    """`assert forall n. n == n`"""
    forall = stuck.nearest("_FORALL")
    if not forall or stuck.nearest(*DOTS):
        return None
    hint = "write assert forall n m : nat, b : bool. t == u"
    return Complaint("this forall does not say what it is about", forall, hint)


def unfinished_assertion(stuck: Stuck) -> Complaint | None:
    """`assert t`"""
    if stuck.found.kind == END and (begun := stuck.nearest("_ASSERT")):
        return Complaint("this assert compares nothing", begun, "write assert t == u")
    return None


def unfinished_import(stuck: Stuck) -> Complaint | None:
    """`import`, `import shapes.lc`"""
    begun = stuck.nearest("_IMPORT")
    if not begun:
        return None
    if stuck.last == begun:
        return Complaint("this import does not say what", begun, 'write import prelude, or import "file.lc"')
    words = re.compile(r"\S+").match(stuck.text, stuck.last.start)
    if stuck.last.kind == "STRING" or not words:
        return Complaint("an import names one file", stuck.found, "put each import on a line of its own")
    place = Part(TERM, *words.span())
    return Complaint("the name of a file stands in quotes", place, f'write import "{stuck.written(place)}"')
