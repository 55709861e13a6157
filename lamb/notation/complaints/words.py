"""Complaints about single words: characters and steps that there are not, and words out of place."""

from __future__ import annotations

import re
from unicodedata import category

from lamb.notation.complaints.definitions import awaits_definition
from lamb.notation.complaints.situation import TERM, UNKNOWN, Part, Stuck
from lamb.notation.complaints.vocabulary import DEFINES, KEYWORDS, STEPS, Complaint

NAMES = "names are made of letters, digits, “_”, “'”, “?” and “!”, and begin with a letter or “_”"
FUNCTIONS = {
    "add m n": "+",
    "sub m n": "-\N{MINUS SIGN}",
    "mul m n": "*×·",
    "div m n": "/÷",
    "pow m n": "^",
    "mod m n": "%",
    "lt m n": "<",
    "gt m n": ">",
    "leq m n": "≤",
    "geq m n": "≥",
    "and p q": "&∧",
    "or p q": "|\N{LOGICAL OR}",
    "not p": "!¬",
}
PRIMES = "’\N{LEFT SINGLE QUOTATION MARK}′`\N{ACUTE ACCENT}"
BACKSLASHES = "\N{FULLWIDTH REVERSE SOLIDUS}\N{REVERSE SOLIDUS OPERATOR}\N{SET MINUS}\N{FULLWIDTH SOLIDUS}"
INSTEAD = {
    **{char: f"a function is called by its name: {call}" for call in FUNCTIONS for char in FUNCTIONS[call]},
    **dict.fromkeys("{}", "write “(” and “)”, or “{-” and “-}” around a comment"),
    **dict.fromkeys("“”„«»", 'write straight quotation marks: "'),
    **dict.fromkeys("≡≟", "write “==”, in an assertion: assert t == u"),
    "≔": "write “=” or “:=”",
    "∀": "write forall",
    "…": "write the term out",
    **dict.fromkeys("⇒↦⟶➔➝⟼", "write “.” or “->” between the variables of a λ and its body"),
    **dict.fromkeys(PRIMES, "write a straight quotation mark behind a name: x'"),
    **dict.fromkeys(BACKSLASHES, r"write λ, or a plain \ for it: \x. …"),
    "$": "write parentheses around what follows",
    "'": "a name begins with a letter or “_”: x'",
    "?": "a name begins with a letter or “_”: zero?",
}

_STEP_SHAPE = re.compile(r"=[^\s=<>()\[\]]{1,6}>|<[^\s=<>()\[\]]{1,6}=")


def unfinished_string(stuck: Stuck) -> Complaint | None:
    """`import "file.lc`"""
    if stuck.found.kind != UNKNOWN or stuck.text[stuck.found.start] != '"':
        return None
    line = stuck.text[stuck.found.start :].split("\n", 1)[0].rstrip()
    place = Part(UNKNOWN, stuck.found.start, stuck.found.start + len(line))
    return Complaint("this quotation mark is never closed", place, 'end the name of the file with “"”')


def unknown_step(stuck: Stuck) -> Complaint | None:
    """`t =x> u`"""
    if stuck.found.kind == "STEP":
        return None
    before = stuck.text.rfind("=", max(0, stuck.found.start - 8), stuck.found.start)
    for at in (stuck.found.start, before):
        shape = _STEP_SHAPE.match(stuck.text, max(at, 0))
        if shape and shape.end() > stuck.found.start:
            place = Part(UNKNOWN, *shape.span())
            return Complaint(f"there is no step “{shape.group()}”", place, STEPS)
    return None


def unknown_character(stuck: Stuck) -> Complaint | None:
    """`m + n`"""
    if stuck.found.kind != UNKNOWN:
        return None
    char = stuck.text[stuck.found.start]
    if not char.isprintable() or category(char).startswith("Z"):
        return Complaint(f"there is an invisible character here, U+{ord(char):04X}", stuck.found, "remove it")
    return Complaint(f"“{char}” means nothing here", stuck.found, INSTEAD.get(char, NAMES))


def reserved(stuck: Stuck) -> Complaint | None:
    """`λin. x`, `let = 3`, `f eval`"""
    defined = stuck.found.kind in DEFINES
    word = stuck.last if defined else stuck.found
    if word.kind not in KEYWORDS or (word.kind == "_IN" and awaits_definition(stuck)):
        return None
    if word.kind == "_REC" and stuck.last.kind == "LET":
        nested = len(stuck.unfinished) > 1
        hint = "use a fixed point: Y (λname. …)" if nested else "write rec name = …, without let"
        return Complaint("there is no “let rec”", Part(TERM, stuck.last.start, word.end), hint)
    name = stuck.written(word)
    if defined or "NAME" in stuck.expected:
        hint = f"choose another name, such as {name}'"
        return Complaint(f"“{name}” is a reserved word and cannot be a name", word, hint)
    hint = "write let x = t in u" if word.kind == "_IN" else "put it on a line of its own, not indented"
    return Complaint(f"“{name}” is a reserved word and cannot stand here", word, hint)


def text_in_quotes(stuck: Stuck) -> Complaint | None:
    """`x = "three"`"""
    if stuck.found.kind != "STRING":
        return None
    hint = 'write import "file.lc" on a line of its own'
    return Complaint("a text in quotes can only follow import", stuck.found, hint)
