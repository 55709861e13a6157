"""Complaints about derivations: the name, the “:” and the steps of an eval or a conf."""

from __future__ import annotations

from lamb.notation.complaints.situation import Stuck
from lamb.notation.complaints.vocabulary import DERIVES, OPENERS, Complaint


def unfinished_derivation(stuck: Stuck) -> Complaint | None:
    """`eval : t`, `eval name t`"""
    begun = stuck.nearest(*DERIVES)
    if not begun:
        return None
    kind, name = stuck.written(begun), stuck.written(stuck.last)
    if stuck.last == begun:
        return Complaint(f"this {kind} has no name", begun, f"write {kind} name : t =b> u")
    if "_COLON" in stuck.expected:
        message = f"there is no “:” after the name of this {kind}"
        return Complaint(message, stuck.last, f"write {kind} {name} : …")
    return None


def misplaced_step(stuck: Stuck) -> Complaint | None:
    """`t =b> u` on its own"""
    bracketed = stuck.nearest(*OPENERS)
    if stuck.found.kind != "STEP" or (stuck.nearest(*DERIVES) and not bracketed):
        return None
    hint = "a step stands between two whole terms" if bracketed else "write eval name : t =b> u"
    return Complaint(f"the step “{stuck.written(stuck.found)}” belongs to no derivation", stuck.found, hint)


def misplaced_colon(stuck: Stuck) -> Complaint | None:
    """`x : 3`"""
    if stuck.found.kind != "_COLON":
        return None
    hint = "write eval name : t, or define with “=”"
    return Complaint("this “:” belongs to no derivation", stuck.found, hint)
