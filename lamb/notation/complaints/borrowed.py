"""What other languages write, and this one writes otherwise: λs, arrows, comments, operators, conditions."""

from __future__ import annotations

import re
from itertools import takewhile
from unicodedata import east_asian_width, normalize

from lamb.notation.complaints.situation import DERIVES, STEPS, TERM, UNKNOWN, Complaint, Part, Stuck, called

LAMBDA = r"a λ is written λ or \: \x. x"
ARROW = r"write “.” or “->” between the variables of a λ and its body: \x. x"
DASHES = {"–": "an en dash", "—": "an em dash", "−": "a minus sign", "‐": "a hyphen of another kind"}
WORDS = {
    **dict.fromkeys(("fun", "fn", "function"), r"a λ is written λ or \: \x -> x"),
    **dict.fromkeys(("lambda", "lam"), LAMBDA),
}
"""Words that begin an abstraction elsewhere."""

SIGNS = tuple(
    (re.compile(sign), hint)
    for sign, hint in (
        (r"&(lambda|#955|#x3bb);", r"write λ, or \ for it: \x. x"),
        (r"=>", ARROW),
        (r"//[^\n]*|/\*", "comments begin with -- or #; {- … -} is one, too"),
        (r"!!", "nth n xs is the n-th item of a list"),
        (r"\.\.+", "range m n is the list of the numbers from m to n - 1"),
        (r"\|\|", called("or p q")),
        (r"&&", called("and p q")),
        (r"\+\+", called("append xs ys")),
        (r"[0-9]+(_[0-9]+)+", "write the digits of a number without “_”"),
        (r"[0-9][\w'?!]+", "a name begins with a letter or “_”, and a number has only digits"),
    )
)
_WORD = re.compile(r"[^\W\d]+")
_LAMBDA_SIGN = re.compile(r"[\^@&/|!%~]\s*[^\W\d]\w*\s*(\.|->|→)")
_DASH_ARROW = re.compile(f"([{''.join(DASHES)}])>")
_COMPOSED = re.compile(r"(?<=[^\W(]\s)\.(?=\s[^\W\d])")
MINUS = ("-", "\N{MINUS SIGN}")
LONGEST_NUMBER = 40  # characters before a “.” that are looked at
_DIGITS_AFTER = re.compile(r"[0-9]{1,40}(?![\w.])")
_DIGITS_BEFORE = re.compile(r"(?<![\w'?!.])[0-9]+\Z")
_NOTHING_BEFORE = re.compile(r"(?<![\w'?!)\]\s])\Z|(?<=[=(\[,.]\s)\Z")
_DOT_LIKE = "·•∙⋅・|．。∶"  # what stands for the “.” of a λ


def borrowed(stuck: Stuck) -> Complaint | None:
    """`x => x`, `fun x -> x`, `-1`, `^x. x`, `x // comment`, `xs !! 0`, `f . g`, `（λx．x）`"""
    return _word(stuck) or _number(stuck) or _sign(stuck) or _dot(stuck) or _wide(stuck)


def _word(stuck: Stuck) -> Complaint | None:
    """`fun x -> x`, `lambda x: x`: found at what ends the variables."""
    names = [*takewhile(lambda part: part.kind in ("NAME", TERM), reversed(stuck.unfinished))]
    if stuck.found.kind not in ("_DOT", "_ARROW", "_COLON", UNKNOWN) or not names:
        return None
    word = _WORD.match(stuck.text, names[-1].start)
    if word is None or word.group() not in WORDS:
        return None
    place = Part(TERM, *word.span())
    return Complaint(f"“{word.group()}” begins no λ here", place, WORDS[word.group()])


def _number(stuck: Stuck) -> Complaint | None:
    """`3.14`, `-1`"""
    at = stuck.found.start
    if stuck.found.kind == "_DOT" and (digits := _DIGITS_AFTER.match(stuck.text, at + 1)):
        before = _DIGITS_BEFORE.search(stuck.text, max(0, at - LONGEST_NUMBER), at)
        hint = "numbers are 0, 1, 2 and so on, without fractions"
    else:
        digits = _DIGITS_AFTER.match(stuck.text, at + 1) if stuck.text[at : at + 1] in MINUS else None
        before = _NOTHING_BEFORE.search(stuck.text, max(0, at - LONGEST_NUMBER), at)
        hint = "no number is less than 0; sub m n subtracts"
    if digits is None or before is None:
        return None
    place = Part(UNKNOWN, before.start(), digits.end())
    return Complaint(f"“{stuck.written(place)}” is no number here", place, hint)


def _sign(stuck: Stuck) -> Complaint | None:
    """A sign of another language at the place that was found, or around it."""
    at = stuck.found.start
    if stuck.found.kind not in (UNKNOWN, "_DOT", "_DEFINES", "_ARROW"):
        return None
    if _LAMBDA_SIGN.match(stuck.text, at) and not (stuck.last.kind in ("NAME", TERM) and stuck.unfinished):
        return Complaint(f"“{stuck.text[at]}” means nothing here", Part(UNKNOWN, at, at + 1), LAMBDA)
    if dash := _DASH_ARROW.match(stuck.text, at):
        hint = f"write ->: {DASHES[dash.group(1)]} stands here"
        return Complaint(f"“{dash.group()}” is no arrow", Part(UNKNOWN, *dash.span()), hint)
    for sign, hint in SIGNS:
        for start in (at, at - 1):
            found = sign.match(stuck.text, max(start, 0))
            if found and found.end() > at:
                place = Part(UNKNOWN, *found.span())
                steps = found.group() == "=>" and stuck.nearest(*DERIVES)
                return Complaint(
                    f"“{stuck.written(place)}” means nothing here", place, STEPS if steps else hint
                )
    if (
        stuck.found.kind == "_DOT"
        and _COMPOSED.match(stuck.text, at)
        and not stuck.nearest("LAMBDA", "_FORALL")
    ):
        return Complaint("this “.” belongs to no λ", stuck.found, "f after g is compose f g; a λ is λx. …")
    return None


def _dot(stuck: Stuck) -> Complaint | None:
    """`λx·x`, `λx|x`"""
    mark = stuck.text[stuck.found.start : stuck.found.start + 1]
    if stuck.found.kind not in (UNKNOWN, "_BAR") or mark not in _DOT_LIKE or stuck.begun_lambda is None:
        return None
    return Complaint(f"“{mark}” is not the “.” of a λ", stuck.found, r"write “.” or “->” here: \x. x")


def _wide(stuck: Stuck) -> Complaint | None:
    """`（λx．x）`: signs as they are typed between Chinese or Japanese."""
    mark = stuck.text[stuck.found.start : stuck.found.start + 1]
    plain = normalize("NFKC", mark)
    if stuck.found.kind != UNKNOWN or east_asian_width(mark) not in ("F", "W", "H") or not plain.isascii():
        return None
    if plain.isspace() or plain in "\\/":
        return None
    return Complaint(f"“{mark}” is another sign than “{plain}”", stuck.found, f"write the plain “{plain}”")
