"""Complaints about terms: where one is missing, where there is one too many, and commas between them."""

from __future__ import annotations

from lamb.notation.complaints.situation import END, TERM, Part, Stuck
from lamb.notation.complaints.vocabulary import CLOSERS, COMPARES, DEFINES, DOTS, OPENERS, Complaint


def no_term(stuck: Stuck) -> Complaint | None:
    """`x =`, `λx.`, `t =b>`, `assert a ==`, `[a, ]`: nothing stands where a term should."""
    ends = (END, *CLOSERS, "COMMA", "SEMICOLON", "STEP", *COMPARES, *DEFINES, *DOTS)
    if stuck.found.kind not in ends and not (stuck.found.kind == "_IN" and stuck.nearest("LET")):
        return None
    said = _what_is_missing(stuck)
    return Complaint(said[0], stuck.last, said[1]) if said else None


def _what_is_missing(stuck: Stuck) -> tuple[str, str] | None:
    """The message and the hint for what has nothing after it."""
    kind, mark = stuck.last.kind, stuck.written(stuck.last)
    goes_on = stuck.found.kind == END and stuck.found.end < len(stuck.text) - 1
    indent = ", or indent the line below" if goes_on else ""
    after = f"write a term after “{mark}”{indent}"
    match kind:
        case "_DOT" | "_ARROW" if stuck.nearest("_FORALL"):
            return "this forall claims nothing", "write what holds after it: forall n : nat. t == u"
        case "_DOT" | "_ARROW":
            return "this λ has no body", after
        case "_DEFINES" | "_ASSIGNS":
            return "this definition has no term", after
        case "_IN":
            return "this let has no body", after
        case "STEP" | "EQUALS" | "ETA_EQUALS" | "_COLON" if not stuck.nearest("_FORALL"):
            return f"there is no term after “{mark}”", f"write one after it{indent}"
        case "_ASSERT":
            return "this assert claims nothing", "write assert t == u"
        case "COMMA":
            return "nothing follows this comma", "remove it, or write another term after it"
        case "SEMICOLON":
            return "nothing follows this “;”", "remove it, or write another definition after it"
    return None


def no_program(stuck: Stuck) -> Complaint | None:
    """A text without a term in it, where one was asked for."""
    if stuck.found.kind == END and not stuck.unfinished:
        return Complaint("there is no term here", stuck.found, "write one, such as λx. x")
    return None


def second_line(stuck: Stuck) -> Complaint | None:
    """More than one statement where one term is asked for."""
    if stuck.found.kind != END or stuck.wanted != "term" or stuck.found.end == len(stuck.text):
        return None
    at = len(stuck.text) - len(stuck.text[stuck.found.end :].lstrip())
    message = "one term is asked for here, and this begins another"
    return Complaint(message, Part(TERM, at, at + 1), "indent the line if it continues the one above")


def misplaced_comma(stuck: Stuck) -> Complaint | None:
    """`(a, b, c)`, `a, b`, `[, a]`"""
    if stuck.found.kind != "COMMA":
        return None
    if stuck.last.kind in OPENERS:
        hint = "remove it, or write a term before it"
        return Complaint("there is no term before this comma", stuck.found, hint)
    opener = stuck.nearest(*OPENERS)
    if stuck.nearest("COMMA") and opener and opener.kind == "LPAR":
        hint = "nest pairs, (a, (b, c)), or make a list: [a, b, c]"
        return Complaint("a pair has two parts", stuck.found, hint)
    hint = "write [a, b] or (a, b); arguments follow without commas: f a b"
    return Complaint("this comma is in no list and no pair", stuck.found, hint)
