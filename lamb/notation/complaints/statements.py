"""Complaints about statements: definitions (those of a let, too), derivations, assertions, imports."""

from __future__ import annotations

import re

from lamb.notation.complaints.situation import (
    ASSERT,
    CLOSERS,
    DEFINES,
    DERIVES,
    DOTS,
    END,
    LET,
    OPENERS,
    STEPS,
    TERM,
    UNKNOWN,
    Complaint,
    Part,
    Stuck,
)
from lamb.notation.layout import COMPARES

_ALMOST_A_STEP = re.compile(r"(?<![\w=<])[-–]?(?P<kind>[abed]|[np]\*?|\*|~)>")

# ── Definitions ──


def no_definition(stuck: Stuck) -> Complaint | None:
    """`let`, `let x \\y -> y`, `let x in x`, `let x 1`, `rec f`"""
    begun = stuck.nearest("LET", "_REC")
    if not begun or not awaits_definition(stuck):
        return None
    if stuck.last.kind == TERM:
        return Complaint(
            f"“=” is missing after “{stuck.written(stuck.last)}”", stuck.last, "a definition is name = t"
        )
    hint = "write rec name = t" if begun.kind == "_REC" else LET
    return Complaint(f"this {stuck.written(begun)} defines nothing", begun, hint)


def awaits_definition(stuck: Stuck) -> bool:
    """True if a let or a rec has not come to its “=”."""
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
    rest = stuck.text[stuck.found.start : stuck.next_statement(stuck.found.start) + 3]
    inside = (
        let.start != stuck.unfinished[0].start or stuck.nearest("SEMICOLON") or re.search(r"\bin\b", rest)
    )
    if stuck.found.kind in DEFINES and inside:
        hint = "separate definitions with “;”: let x = t; y = u in v"
        return Complaint("this “=” is one too many", stuck.found, hint)
    return None


def misplaced_definition(stuck: Stuck) -> Complaint:
    """`(x = 3)`, `assert x = y`, `a = b = c`, and a second definition on an indented line."""
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
        return Complaint(f"“{mark}” defines a name: it does not compare", place, ASSERT)
    if stuck.nearest(*DERIVES):
        return Complaint(f"“{mark}” is not a step", place, STEPS)
    if stuck.nearest(*DEFINES):
        hint = "define one name on each line; in an assertion, “==” compares"
        return Complaint(f"this “{mark}” is one too many", place, hint)
    return Complaint(f"there is no name before this “{mark}”", place, "a definition is name = t")


def misplaced_mark(stuck: Stuck) -> Complaint:
    """`x; y`, `[a; b]`, `x : 3`, `x = "three"`"""
    match stuck.found.kind:
        case "SEMICOLON":
            hint = "write “,” here" if stuck.nearest(*OPENERS) else "put each statement on a line of its own"
            return Complaint("“;” only separates the definitions of a let", stuck.found, hint)
        case "_COLON":
            hint = "write eval name : t, assert t : a -> b, or define with “=”"
            return Complaint("this “:” belongs to no derivation and no type", stuck.found, hint)
    hint = 'write import "file.lc" on a line of its own'
    return Complaint("a text in quotes can only follow import", stuck.found, hint)


def unfinished_data(stuck: Stuck) -> Complaint | None:
    """`data t = a | 3`, `data t a | b`"""
    line = stuck.text[stuck.text.rfind("\n", 0, stuck.found.start) + 1 : stuck.found.start]
    is_data = stuck.nearest("_DATA") or (stuck.found.kind == "_BAR" and line.split()[:1] == ["data"])
    if not is_data or stuck.found.kind in ("LET", "EVAL", "CONF"):
        return None
    hint = "write data tree = leaf | node (left right : tree) value"
    if stuck.found.kind == END:
        return Complaint("this data type is not finished", stuck.last, hint)
    return Complaint(f"“{stuck.written(stuck.found)}” cannot stand here in a data type", stuck.found, hint)


# ── Derivations ──


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


def almost_a_step(stuck: Stuck) -> Complaint | None:
    """`b> u`, `-> u`, `~> u` in a derivation"""
    if not stuck.nearest(*DERIVES) or stuck.nearest(*OPENERS):
        return None
    at = stuck.found.start
    if stuck.found.kind == "_ARROW":
        place, kind = stuck.found, "b"
        if stuck.nearest("LAMBDA") and not stuck.begins_line(place):
            return None
    else:
        near = _ALMOST_A_STEP.finditer(stuck.text, max(0, at - 4), at + 6)
        found = next((sign for sign in near if sign.start() <= at < sign.end()), None)
        if not found:
            return None
        place, kind = Part(UNKNOWN, *found.span()), found["kind"]
    return Complaint(f"a step is written ={kind}>, not “{stuck.written(place)}”", place, STEPS)


def misplaced_step(stuck: Stuck) -> Complaint | None:
    """`t =b> u` on its own"""
    bracketed = stuck.nearest(*OPENERS)
    if stuck.nearest(*DERIVES) and not bracketed:
        return None
    hint = "a step stands between two whole terms" if bracketed else "write eval name : t =b> u"
    return Complaint(f"the step “{stuck.written(stuck.found)}” belongs to no derivation", stuck.found, hint)


# ── Assertions ──


def misplaced_comparison(stuck: Stuck) -> Complaint:
    """`x == y`, `t = a == b`, `assert a == b == c`"""
    mark = stuck.written(stuck.found)
    if stuck.nearest("_ASSERT"):
        if "$END" in stuck.expected:
            return Complaint(f"this “{mark}” is one too many", stuck.found, "an assertion compares two terms")
        hint = "an assertion compares two whole terms"
        return Complaint(f"“{mark}” cannot stand in brackets", stuck.found, hint)
    hint = f"{ASSERT} on a line of its own"
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
    return Complaint("this forall needs names and their sort", forall, hint)


def unfinished_assertion(stuck: Stuck) -> Complaint | None:
    """`assert t`"""
    begun = stuck.nearest("_ASSERT")
    return begun and Complaint("this assert compares nothing", begun, ASSERT)


# ── Imports ──


def unfinished_import(stuck: Stuck) -> Complaint | None:
    """`import`, `import shapes.lc`"""
    begun = stuck.nearest("_IMPORT")
    if not begun:
        return None
    if stuck.last == begun:
        return Complaint("this import names nothing", begun, 'write import prelude, or import "file.lc"')
    words = re.compile(r"\S+").match(stuck.text, stuck.last.start)
    if stuck.last.kind == "STRING" or not words:
        return Complaint("an import names one file", stuck.found, "put each import on a line of its own")
    place = Part(TERM, *words.span())
    return Complaint("the name of a file stands in quotes", place, f'write import "{stuck.written(place)}"')
