"""Complaints about terms: their words, λs, brackets and commas; and the last complaint of all."""

from __future__ import annotations

import re
from itertools import islice, takewhile
from unicodedata import category, normalize

from lamb.notation.complaints.situation import (
    ASSERT,
    CLOSERS,
    DEFINES,
    DOTS,
    END,
    KEYWORDS,
    LET,
    OPENERS,
    STEPS,
    TERM,
    UNKNOWN,
    Complaint,
    Part,
    Stuck,
    called,
)
from lamb.notation.complaints.statements import awaits_definition
from lamb.notation.layout import COMPARES, LONGEST

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
    "not p": "!¬~",
}
PRIMES = "’\N{LEFT SINGLE QUOTATION MARK}′`\N{ACUTE ACCENT}"
BACKSLASHES = "\N{FULLWIDTH REVERSE SOLIDUS}\N{REVERSE SOLIDUS OPERATOR}\N{SET MINUS}\N{FULLWIDTH SOLIDUS}"
INSTEAD = {
    **{char: called(call) for call in FUNCTIONS for char in FUNCTIONS[call]},
    **dict.fromkeys("{}", "write “(” and “)”, or “{-” and “-}” around a comment"),
    **dict.fromkeys("“”„«»", 'write straight quotation marks: "'),
    **dict.fromkeys("≡≟", "write “==”, in an assertion: assert t == u"),
    "≠": "write “!=”, in an assertion: assert t != u",
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
IN_WORDS = (
    ("_ASSERT", "a statement"),
    ("NUMERAL", "a term"),
    ("NAME", "a name"),
    ("_DOT _ARROW", "“.”"),
    ("_DEFINES", "“=”"),
    ("EQUALS", "“==”"),
    ("EXACTLY", "“:”"),
    ("STEP", "a step such as =b>"),
    ("_COLON", "“:”"),
    ("_IN", "“in”"),
    ("COMMA", "“,”"),
    ("SEMICOLON", "“;”"),
    ("RPAR", "“)”"),
    ("RSQB", "“]”"),
    ("$END _NEWLINE", "the end of the line"),
)
CLOSER = {"(": ")", "[": "]"}
OPENER = {")": "(", "]": "["}
LOOKALIKES = "Λᴧƛʎ⋋⅄⩘ꟛꟚϡ"
MOST_LETTERS = 100  # of a name that are looked at
MOST_VARIABLES = 100

_STEP_SHAPE = re.compile(r"=[^\s=<>()\[\]]{1,6}>|<[^\s=<>()\[\]]{1,6}=")


# ── Words ──


def unfinished_string(stuck: Stuck) -> Complaint | None:
    """`import "file.lc`"""
    if stuck.text[stuck.found.start] != '"':
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
        if shape and shape.end() > stuck.found.start and stuck.last.kind != "STEP":
            place = Part(UNKNOWN, *shape.span())
            return Complaint(f"there is no step “{shape.group()}”", place, STEPS)
    return None


def endless_name(stuck: Stuck) -> Complaint | None:
    """A name with more signs than a name may have."""
    name = stuck.last
    if name.end != stuck.found.start or name.end - name.start <= LONGEST:
        return None
    return Complaint(f"this name has more than {LONGEST:,} characters", name, "choose a shorter one")


def unknown_character(stuck: Stuck) -> Complaint:
    """`m + n`"""
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
    name = stuck.written(word)
    if defined or "NAME" in stuck.expected:
        hint = f"choose another name, such as {name}'"
        return Complaint(f"“{name}” is a reserved word and cannot be a name", word, hint)
    hint = LET if word.kind == "_IN" else "put it on a line of its own, not indented"
    return Complaint(f"“{name}” is a reserved word and cannot stand here", word, hint)


# ── λs ──


def no_variable(stuck: Stuck) -> Complaint | None:
    """`λ. x`, `λ(x). x`, `λ5. x`"""
    if stuck.last.kind != "LAMBDA":
        return None
    hint = {
        "LPAR": "its variables stand without parentheses: λx y. …",
        "NUMERAL": "a number cannot be a variable; λ1 as de Bruijn writes it is λx. …",
        "LAMBDA": "name each λ's variable: λx y. …; lamb convert --from debruijn reads de Bruijn's numbers",
    }.get(stuck.found.kind, "write λx. …")
    return Complaint("this λ has no variable", stuck.last, hint)


def no_dot(stuck: Stuck) -> Complaint | None:
    """`λx x`"""
    begun = stuck.begun_lambda
    if begun is None:
        return None
    hint = {
        "COMMA": "separate its variables by blanks: λx y. …",
        "_COLON": "variables have no types here: λx. …",
    }.get(stuck.found.kind, "put a “.” between its variables and its body: λx. …")
    place = Part(TERM, begun.start, stuck.last.end)
    return Complaint("this λ has no “.” after its variables", place, hint)


def other_lambda(stuck: Stuck) -> Complaint | None:
    """`Λx. x`, `𝛌 x. x`: mostly these are letters like all others, and make names."""
    before = takewhile(lambda part: part.kind in (TERM, "NAME"), reversed(stuck.unfinished))
    for part in [stuck.found] if stuck.found.kind == UNKNOWN else islice(before, MOST_VARIABLES):
        for at in range(part.start, min(part.end, part.start + MOST_LETTERS)):
            char = stuck.text[at]
            if char != "λ" and (char in LOOKALIKES or normalize("NFKC", char) in ("λ", "Λ")):
                message = f"this “{char}” looks like a λ, but is not (U+{ord(char):04X})"
                return Complaint(message, Part(TERM, at, at + 1), r"write λ, or \ for it: \x. …")
    return None


def dot_without_lambda(stuck: Stuck) -> Complaint | None:
    """`x. x`, `λx. y. z`"""
    if stuck.nearest("_FORALL", "_IMPORT"):
        return None
    one = "write one λ for all variables, λx y. …, or one for each"
    hint = one if stuck.nearest("LAMBDA") else "write λx. …"
    return Complaint(f"this “{stuck.written(stuck.found)}” belongs to no λ", stuck.found, hint)


# ── Brackets ──


def never_closed(stuck: Stuck) -> Complaint | None:
    """`id = (λx. x`, found at the end or only on a later line: it is the “(” that is wrong."""
    opener = stuck.nearest(*OPENERS)
    if not opener or stuck.found.kind == UNKNOWN:
        return None
    let = stuck.nearest("LET")
    too_late = stuck.line_ends_before(opener.start, stuck.found) or (
        stuck.found.kind == "_IN" and let is not None and let.start < opener.start
    )
    mark, found = stuck.written(opener), stuck.written(stuck.found)
    hint = f"add “{CLOSER[mark]}” at the end of {_last_line(stuck, opener)}"
    if stuck.found.kind == "STEP":
        too_late, hint = True, f"add “{CLOSER[mark]}” before “{found}”"
    lost = stuck.found.kind == "STEP" and stuck.begins_line(stuck.found)
    if stuck.found.kind != END and not lost and (not too_late or stuck.is_closed_later()):
        return None
    return Complaint(f"this “{mark}” is never closed", opener, hint)


def _last_line(stuck: Stuck, part: Part) -> str:
    """The line where the statement of a part ends, in words."""
    lines = stuck.text[part.start : stuck.next_statement(part.start)].rstrip().count("\n")
    return f"line {stuck.line_of(part) + lines}" if lines else "the line"


def wrong_closer(stuck: Stuck) -> Complaint | None:
    """`x)`, `(λx. x]`"""
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
    if stuck.last.kind != "LPAR":
        return None
    place, hint = Part(TERM, stuck.last.start, stuck.found.end), "write a term in them, or remove them"
    return Complaint("there is nothing between these parentheses", place, hint)


# ── Terms ──


def no_term(stuck: Stuck) -> Complaint | None:
    """`x =`, `λx.`, `t =b>`, `assert a ==`, `[a, ]`, an empty text: nothing stands where a term should."""
    if stuck.found.kind == END and not stuck.unfinished:
        return Complaint("there is no term here", stuck.found, "write one, such as λx. x")
    ends = (END, *CLOSERS, "COMMA", "SEMICOLON", "STEP", *COMPARES, *DEFINES, *DOTS)
    if stuck.found.kind not in ends and not (stuck.found.kind == "_IN" and stuck.nearest("LET")):
        return None
    mark = stuck.written(stuck.last)
    hint = f"write a term after “{mark}”"
    match stuck.last.kind:
        case "_DOT" | "_ARROW" if stuck.nearest("_FORALL"):
            message, hint = "this forall claims nothing", "write what holds after it: forall n : nat. t == u"
        case "_COLON" | "EXACTLY" | "_ARROW" if (
            stuck.nearest("_ASSERT", "_ASSUME") and "NAME" in stuck.expected
        ):
            message, hint = f"there is no type after “{mark}”", "write one after it, such as (a -> b) -> a"
        case "_DOT" | "_ARROW":
            message = "this λ has no body"
        case "_DEFINES" | "_ASSIGNS":
            message = "this definition has no term"
        case "_IN":
            message = "this let has no body"
        case "STEP" | "EQUALS" | "ETA_EQUALS" | "NOT_EQUALS" | "_COLON" if not stuck.nearest("_FORALL"):
            message, hint = f"there is no term after “{mark}”", "write one after it"
        case "_ASSERT":
            message, hint = "this assert claims nothing", ASSERT
        case "COMMA":
            message, hint = "nothing follows this comma", "remove it, or write another term after it"
        case "SEMICOLON":
            message, hint = "nothing follows this “;”", "remove it, or write another definition after it"
        case _:
            return None
    return Complaint(message, stuck.last, hint)


def second_line(stuck: Stuck) -> Complaint | None:
    """More than one statement where one term is asked for."""
    if stuck.wanted != "term" or stuck.found.end == len(stuck.text):
        return None
    at = len(stuck.text) - len(stuck.text[stuck.found.end :].lstrip())
    message = "one term is asked for here, and this begins another"
    return Complaint(message, Part(TERM, at, at + 1), "indent the line if it continues the one above")


def misplaced_comma(stuck: Stuck) -> Complaint:
    """`(a, b, c)`, `a, b`, `[, a]`"""
    if stuck.last.kind in OPENERS:
        hint = "remove it, or write a term before it"
        return Complaint("there is no term before this comma", stuck.found, hint)
    opener = stuck.nearest(*OPENERS)
    if stuck.nearest("COMMA") and opener and opener.kind == "LPAR":
        hint = "nest pairs, (a, (b, c)), or make a list: [a, b, c]"
        return Complaint("a pair has two parts", stuck.found, hint)
    hint = "write [a, b] or (a, b); arguments follow without commas: f a b"
    return Complaint("this comma is in no list and no pair", stuck.found, hint)


# ── Anything else ──


def unexpected(stuck: Stuck) -> Complaint:
    """The word that was found, and those that could stand there."""
    words = [words for kinds, words in IN_WORDS if stuck.expected & set(kinds.split())]
    here = "; ".join(words[:4]) or "the end of the text"
    if stuck.found.kind == END:
        return Complaint("something is missing after this", stuck.found, f"what can follow: {here}")
    message = f"I did not expect “{stuck.written(stuck.found)}” here"
    return Complaint(message, stuck.found, f"what can stand here: {here}")
