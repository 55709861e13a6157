"""What to say about a text that is not in the language.

The parser stops at the first word that cannot stand where it stands. Each rule below knows one kind
of mistake by that word and by what had been begun and not finished (`stuck.py`), and says in the
user's terms what is wrong, where, and what to do now. They are tried in the order in which they
stand here; the last one always has something to say.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple, TypeAlias
from unicodedata import category

from lamb.errors import ParseError
from lamb.notation.stuck import END, TERM, UNKNOWN, Part, Stuck, stuck
from lamb.source import Place, Source

if TYPE_CHECKING:
    from lark import UnexpectedInput


class Complaint(NamedTuple):
    """What, where, and what now."""

    message: str
    place: Part
    hint: str


Rule: TypeAlias = Callable[[Stuck], Complaint | None]


def complaint(source: Source, text: str, unexpected: UnexpectedInput) -> ParseError:
    """The error to raise for what Lark did not expect. *text* is the source without its comments."""
    situation = stuck(text, unexpected)
    found = next(found for rule in RULES if (found := rule(situation)))
    return ParseError(found.message, Place(source, found.place.start, found.place.end), found.hint)


OPENERS, CLOSERS = ("LPAR", "LSQB"), ("RPAR", "RSQB")
PARTNERS = {"LPAR": "RPAR", "LSQB": "RSQB"}
MARKS = {"LPAR": "(", "RPAR": ")", "LSQB": "[", "RSQB": "]"}
KEYWORDS = ("LET", "_IN", "_REC", "_IMPORT", "_ASSERT", "_FORALL", "EVAL", "CONF")
DEFINES = ("_DEFINES", "_ASSIGNS")
COMPARES = ("EQUALS", "ETA_EQUALS")
DOTS = ("_DOT", "_ARROW")
STEPS = "a step is one of =a> =b> =e> =d> =n> =p> =*> =n*> =p*> =~>, or reversed: <b="


# ── Brackets ──────────────────────────────────────────────────────────────────────────


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
    mark, closer = MARKS[opener.kind], MARKS[PARTNERS[opener.kind]]
    hint = f"add “{closer}” at the end of {_last_line(stuck, opener)}"
    return Complaint(f"this “{mark}” is never closed", opener, hint)


def _last_line(stuck: Stuck, part: Part) -> str:
    """The line where the statement of a part ends, in words."""
    lines = stuck.text[part.start : stuck.next_statement(part.start)].rstrip().count("\n")
    return f"line {stuck.line_of(part) + lines}" if lines else "the line"


def stray(stuck: Stuck) -> Complaint | None:
    """`x)`"""
    if stuck.found.kind in CLOSERS and not stuck.nearest(*OPENERS):
        mark = MARKS[stuck.found.kind]
        opener = {")": "(", "]": "["}[mark]
        return Complaint(
            f"this “{mark}” closes nothing", stuck.found, f"remove it, or write “{opener}” before it"
        )
    return None


def mismatched(stuck: Stuck) -> Complaint | None:
    """`(λx. x]`"""
    opener = stuck.nearest(*OPENERS)
    if stuck.found.kind not in CLOSERS or not opener or PARTNERS[opener.kind] == stuck.found.kind:
        return None
    mark, wanted = MARKS[stuck.found.kind], MARKS[PARTNERS[opener.kind]]
    message = f"this “{mark}” cannot close the “{MARKS[opener.kind]}” {_before(stuck, opener)}"
    return Complaint(message, stuck.found, f"write “{wanted}” here, or before it")


def empty(stuck: Stuck) -> Complaint | None:
    """`()`"""
    if (stuck.last.kind, stuck.found.kind) == ("LPAR", "RPAR"):
        place = Part(TERM, stuck.last.start, stuck.found.end)
        return Complaint(
            "there is nothing between these parentheses", place, "write a term in them, or remove them"
        )
    return None


# ── Characters and words ──────────────────────────────────────────────────────────────


def unfinished_string(stuck: Stuck) -> Complaint | None:
    """`import "file.lc`"""
    if stuck.found.kind != UNKNOWN or stuck.text[stuck.found.start] != '"':
        return None
    end = stuck.text.find("\n", stuck.found.start)
    end = len(stuck.text) if end < 0 else end
    place = Part(UNKNOWN, stuck.found.start, len(stuck.text[:end].rstrip()))
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


_STEP_SHAPE = re.compile(r"=[^\s=<>()\[\]]{1,6}>|<[^\s=<>()\[\]]{1,6}=")


def unknown_character(stuck: Stuck) -> Complaint | None:
    """`m + n`"""
    if stuck.found.kind != UNKNOWN:
        return None
    char = stuck.text[stuck.found.start]
    if not char.isprintable() or category(char).startswith("Z"):
        return Complaint(f"there is an invisible character here, U+{ord(char):04X}", stuck.found, "remove it")
    hint = INSTEAD.get(
        char, "names are made of letters, digits, “_”, “'”, “?” and “!”, and begin with a letter or “_”"
    )
    return Complaint(f"“{char}” means nothing here", stuck.found, hint)


_FUNCTIONS = {
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
INSTEAD = {
    **{char: f"a function is called by its name: {call}" for call in _FUNCTIONS for char in _FUNCTIONS[call]},
    **dict.fromkeys("{}", "write “(” and “)”, or “{-” and “-}” around a comment"),
    **dict.fromkeys("“”„«»", 'write straight quotation marks: "'),
    **dict.fromkeys("≡≟", "write “==”, in an assertion: assert t == u"),
    "≔": "write “=” or “:=”",
    "∀": "write forall",
    "…": "write the term out",
    "$": "write parentheses around what follows",
    "'": "a name begins with a letter or “_”: x'",
    "?": "a name begins with a letter or “_”: zero?",
}


def reserved(stuck: Stuck) -> Complaint | None:
    """`λin. x`, `let = 3`, `f eval`"""
    word, follows = (stuck.last, stuck.found) if stuck.found.kind in DEFINES else (stuck.found, None)
    if word.kind not in KEYWORDS or (word.kind == "_IN" and _awaits_definition(stuck)):
        return None
    if word.kind == "_REC" and stuck.last.kind == "LET":
        nested = len(stuck.unfinished) > 1
        hint = "use a fixed point: Y (λname. …)" if nested else "write rec name = …, without let"
        return Complaint("there is no “let rec”", Part(TERM, stuck.last.start, word.end), hint)
    name = stuck.written(word)
    if follows or stuck.expected & {"NAME"}:
        return Complaint(
            f"“{name}” is a reserved word and cannot be a name", word, f"choose another name, such as {name}'"
        )
    hint = "write let x = t in u" if word.kind == "_IN" else "put it on a line of its own, not indented"
    return Complaint(f"“{name}” is a reserved word and cannot stand here", word, hint)


def text_in_quotes(stuck: Stuck) -> Complaint | None:
    """`x = "three"`"""
    if stuck.found.kind == "STRING":
        return Complaint(
            "a text in quotes can only follow import",
            stuck.found,
            'write import "file.lc" on a line of its own',
        )
    return None


# ── Abstractions ──────────────────────────────────────────────────────────────────────


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
    names = 0
    while names < len(stuck.unfinished) and stuck.unfinished[-1 - names].kind == "NAME":
        names += 1
    if not names or names == len(stuck.unfinished) or stuck.unfinished[-1 - names].kind != "LAMBDA":
        return None
    place = Part(TERM, stuck.unfinished[-1 - names].start, stuck.last.end)
    hint = {
        "COMMA": "separate its variables by blanks: λx y. …",
        "_COLON": "variables have no types here: λx. …",
    }.get(stuck.found.kind, "put a “.” between its variables and its body: λx. …")
    return Complaint("this λ has no “.” after its variables", place, hint)


def dot_without_lambda(stuck: Stuck) -> Complaint | None:
    """`x. x`, `λx. y. z`"""
    if stuck.found.kind not in DOTS or stuck.nearest("_FORALL", "_IMPORT"):
        return None
    hint = (
        "write one λ for all variables, λx y. …, or one for each"
        if stuck.nearest("LAMBDA")
        else "write λx. …"
    )
    return Complaint(f"this “{stuck.written(stuck.found)}” belongs to no λ", stuck.found, hint)


# ── What is missing ───────────────────────────────────────────────────────────────────


def no_term(stuck: Stuck) -> Complaint | None:
    """`x =`, `λx.`, `t =b>`, `assert a ==`, `[a, ]`: nothing stands where a term should."""
    ends = (END, *CLOSERS, "COMMA", "SEMICOLON", "STEP", *COMPARES, *DEFINES, *DOTS)
    last = stuck.last
    if stuck.found.kind not in ends and not (stuck.found.kind == "_IN" and stuck.nearest("LET")):
        return None
    mark = stuck.written(last)
    indented = (
        ", or indent the line below"
        if stuck.found.kind == END and stuck.found.end < len(stuck.text) - 1
        else ""
    )
    match last.kind:
        case "_DOT" | "_ARROW" if stuck.nearest("_FORALL"):
            return Complaint(
                "this forall claims nothing", last, "write what holds after it: forall n : nat. t == u"
            )
        case "_DOT" | "_ARROW":
            return Complaint("this λ has no body", last, f"write a term after “{mark}”{indented}")
        case "_DEFINES" | "_ASSIGNS":
            return Complaint("this definition has no term", last, f"write a term after “{mark}”{indented}")
        case "_IN":
            return Complaint("this let has no body", last, f"write a term after “{mark}”{indented}")
        case "STEP" | "EQUALS" | "ETA_EQUALS" | "_COLON" if not stuck.nearest("_FORALL"):
            return Complaint(f"there is no term after “{mark}”", last, f"write one after it{indented}")
        case "_ASSERT":
            return Complaint("this assert claims nothing", last, "write assert t == u")
        case "COMMA":
            return Complaint("nothing follows this comma", last, "remove it, or write another term after it")
        case "SEMICOLON":
            return Complaint(
                "nothing follows this “;”", last, "remove it, or write another definition after it"
            )
    return None


def no_program(stuck: Stuck) -> Complaint | None:
    """A text without a term in it, where one was asked for."""
    if stuck.found.kind == END and not stuck.unfinished:
        return Complaint("there is no term here", stuck.found, "write one, such as λx. x")
    return None


# ── Definitions ───────────────────────────────────────────────────────────────────────


def no_definition(stuck: Stuck) -> Complaint | None:
    """`let in x`, `let x in x`, `let x 1`, `rec f`"""
    begun = stuck.nearest("LET", "_REC")
    if not begun or not _awaits_definition(stuck):
        return None
    whole = "rec name = t" if begun.kind == "_REC" else "let x = t in u"
    return Complaint(f"this {stuck.written(begun)} defines nothing", begun, f"write {whole}")


def _awaits_definition(stuck: Stuck) -> bool:
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
        return Complaint(
            "this “=” is one too many", stuck.found, "separate definitions with “;”: let x = t; y = u in v"
        )
    return None


def _has_in(stuck: Stuck) -> bool:
    """Whether an “in” follows before the next statement."""
    rest = stuck.text[stuck.found.start : stuck.next_statement(stuck.found.start) + 3]
    return re.search(r"\bin\b", rest) is not None


def misplaced_definition(stuck: Stuck) -> Complaint | None:
    """`(x = 3)`, `assert x = y`, `a = b = c`, and a second definition on an indented line."""
    if stuck.found.kind not in DEFINES:
        return None
    mark, opener = stuck.written(stuck.found), stuck.nearest(*OPENERS)
    if opener:
        same = stuck.line_of(opener) == stuck.line_of(stuck.found)
        hint = (
            "write let x = t in u"
            if same
            else f"close the “{MARKS[opener.kind]}” {_before(stuck, opener)} first"
        )
        return Complaint("a definition cannot stand in brackets", stuck.found, hint)
    if stuck.wanted == "term":
        return Complaint("a term is asked for here, not a definition", stuck.found, "write let x = t in u")
    line = stuck.text[stuck.text.rfind("\n", 0, stuck.found.start) + 1 : stuck.found.end]
    if line[:1].isspace():
        begin = stuck.found.end - len(line.lstrip())
        name = stuck.written(Part(TERM, begin, stuck.found.start)).split()[:1]
        hint = f"remove the blanks before “{''.join(name)}”" if name else f"remove “{mark}”"
        return Complaint(
            "this line is indented, so it continues the one above", Part(TERM, begin, stuck.found.end), hint
        )
    if stuck.nearest("_ASSERT"):
        return Complaint(f"“{mark}” defines; it compares nothing", stuck.found, "write assert t == u")
    if stuck.nearest("EVAL", "CONF"):
        return Complaint(f"“{mark}” is no step", stuck.found, STEPS)
    if stuck.nearest(*DEFINES):
        return Complaint(
            f"this “{mark}” is one too many",
            stuck.found,
            "define one name a line; “==” compares, in an assertion",
        )
    return Complaint(f"there is no name before this “{mark}”", stuck.found, "a definition is name = t")


# ── Assertions, derivations, imports ──────────────────────────────────────────────────


def misplaced_comparison(stuck: Stuck) -> Complaint | None:
    """`x == y`, `t = a == b`, `assert a == b == c`"""
    if stuck.found.kind not in COMPARES:
        return None
    mark = stuck.written(stuck.found)
    if stuck.nearest("_FORALL") and not stuck.nearest(*DOTS):
        return None
    if stuck.nearest("_ASSERT") and "$END" in stuck.expected:
        return Complaint(f"this “{mark}” is one too many", stuck.found, "an assertion compares two terms")
    if stuck.nearest("_ASSERT"):
        return Complaint(
            f"“{mark}” cannot stand in brackets", stuck.found, "an assertion compares two whole terms"
        )
    if stuck.last.kind in (TERM, "NAME", "NUMERAL") and len(stuck.unfinished) <= 2:
        line = stuck.text[stuck.unfinished[0].start :].split("\n", 1)[0].rstrip()
        if len(line) <= 60:
            return Complaint(f"“{mark}” belongs to an assertion", stuck.found, f"did you mean: assert {line}")
    return Complaint(
        f"“{mark}” belongs to an assertion", stuck.found, "write assert t == u on a line of its own"
    )


def misplaced_step(stuck: Stuck) -> Complaint | None:
    """`t =b> u` on its own"""
    if stuck.found.kind != "STEP" or (stuck.nearest("EVAL", "CONF") and not stuck.nearest(*OPENERS)):
        return None
    hint = "a step stands between two whole terms" if stuck.nearest(*OPENERS) else "write eval name : t =b> u"
    return Complaint(f"the step “{stuck.written(stuck.found)}” belongs to no derivation", stuck.found, hint)


def unfinished_forall(stuck: Stuck) -> Complaint | None:
    """`assert forall n. n == n`"""
    forall = stuck.nearest("_FORALL")
    if forall and not stuck.nearest(*DOTS):
        return Complaint(
            "this forall does not say what it is about", forall,
            "write assert forall n m : nat, b : bool. t == u",
        )  # fmt: skip
    return None


def unfinished_assertion(stuck: Stuck) -> Complaint | None:
    """`assert t`"""
    if stuck.found.kind == END and (begun := stuck.nearest("_ASSERT")):
        return Complaint("this assert compares nothing", begun, "write assert t == u")
    return None


def unfinished_derivation(stuck: Stuck) -> Complaint | None:
    """`eval : t`, `eval name t`"""
    begun = stuck.nearest("EVAL", "CONF")
    if not begun or ("_COLON" not in stuck.expected and stuck.last != begun):
        return None
    kind = stuck.written(begun)
    if stuck.last == begun:
        return Complaint(f"this {kind} has no name", begun, f"write {kind} name : t =b> u")
    return Complaint(
        f"there is no “:” after the name of this {kind}",
        stuck.last,
        f"write {kind} {stuck.written(stuck.last)} : …",
    )


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


# ── The rest ──────────────────────────────────────────────────────────────────────────


def misplaced_comma(stuck: Stuck) -> Complaint | None:
    """`(a, b, c)`, `a, b`, `[, a]`"""
    if stuck.found.kind != "COMMA":
        return None
    if stuck.last.kind in OPENERS:
        return Complaint(
            "there is no term before this comma", stuck.found, "remove it, or write a term before it"
        )
    if stuck.nearest("COMMA") and (opener := stuck.nearest(*OPENERS)) and opener.kind == "LPAR":
        return Complaint(
            "a pair has two parts", stuck.found, "nest pairs, (a, (b, c)), or make a list: [a, b, c]"
        )
    return Complaint(
        "this comma is in no list and no pair",
        stuck.found,
        "write [a, b] or (a, b); arguments follow without commas: f a b",
    )


def misplaced_semicolon(stuck: Stuck) -> Complaint | None:
    """`x; y`, `[a; b]`"""
    if stuck.found.kind != "SEMICOLON":
        return None
    hint = "write “,” here" if stuck.nearest(*OPENERS) else "put each statement on a line of its own"
    return Complaint("“;” only separates the definitions of a let", stuck.found, hint)


def misplaced_colon(stuck: Stuck) -> Complaint | None:
    """`x : 3`"""
    if stuck.found.kind == "_COLON":
        return Complaint(
            "this “:” belongs to no derivation", stuck.found, "write eval name : t, or define with “=”"
        )
    return None


def second_line(stuck: Stuck) -> Complaint | None:
    """More than one statement where one term is asked for."""
    if stuck.found.kind != END or stuck.wanted != "term" or stuck.found.end == len(stuck.text):
        return None
    at = len(stuck.text) - len(stuck.text[stuck.found.end :].lstrip())
    return Complaint(
        "one term is asked for here, and this begins another",
        Part(TERM, at, at + 1),
        "indent the line if it continues the one above",
    )


def unexpected(stuck: Stuck) -> Complaint:
    """Anything else."""
    words = [words for kinds, words in IN_WORDS if stuck.expected & set(kinds.split())]
    here = "; ".join(words[:4]) or "the end of the text"
    if stuck.found.kind == END:
        return Complaint("something is missing after this", stuck.found, f"what can follow: {here}")
    return Complaint(
        f"I did not expect “{stuck.written(stuck.found)}” here", stuck.found, f"what can stand here: {here}"
    )


IN_WORDS = (
    ("_ASSERT", "a statement"),
    ("NUMERAL", "a term"),
    ("NAME", "a name"),
    ("_DOT _ARROW", "“.”"),
    ("_DEFINES", "“=”"),
    ("EQUALS", "“==”"),
    ("STEP", "a step such as =b>"),
    ("_COLON", "“:”"),
    ("_IN", "“in”"),
    ("COMMA", "“,”"),
    ("SEMICOLON", "“;”"),
    ("RPAR", "“)”"),
    ("RSQB", "“]”"),
    ("$END _NEWLINE", "the end of the line"),
)

RULES: tuple[Rule, ...] = (
    never_closed, stray, mismatched, empty,
    unfinished_string, unknown_step, unknown_character,
    no_term, no_program, unfinished_import, reserved, text_in_quotes,
    no_variable, no_dot,
    unfinished_derivation, unfinished_forall, no_in, no_definition,
    misplaced_definition, misplaced_comparison, misplaced_step, dot_without_lambda,
    unfinished_assertion, misplaced_comma, misplaced_semicolon, misplaced_colon, second_line,
    unexpected,
)  # fmt: skip


def _before(stuck: Stuck, part: Part) -> str:
    """Where an earlier part is, in words."""
    line = stuck.line_of(part)
    return "before it" if line == stuck.line_of(stuck.found) else f"of line {line}"
