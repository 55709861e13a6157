"""What bruijn writes numbers, characters, strings and names for.

(+5) (-5t)    balanced ternary (Mogensen 2001): the last digit is outside; 0, 1 and 2 stand for 0, 1 and -1
(+5b)         binary, the last digit outside
(+5u)         Church's numeral
(+5d)         so many λs in each other, of which the outermost is meant
'a'           a binary number of eight digits
"abc"         the list of its bytes: [0 item rest], and [[0]] at the end
`t            t as a value (Mogensen 1992): `i is [[[2 (+iu)]]], `(t u) is [[[1 `t `u]]], `[t] is [[[0 `t]]]
"""

from __future__ import annotations

import re
import unicodedata

from lamb.calculus.budget import tick
from lamb.calculus.numerals import name_of
from lamb.calculus.recursion import Recursion, unbounded
from lamb.calculus.term import App, Free, Lam, Term, Var
from lamb.encodings.readings import DEEPEST, Reading
from lamb.encodings.values import read_numeral
from lamb.notation.names import NAME, RESERVED

MOST_QUOTED = 2_000_000  # nodes of a term
MOST_DIGITS = 5_000  # of a number that is read
MOST_KINDS = 3  # of digits
_ESCAPED = {"\n": "\\n", "\t": "\\t", "\r": "\\r", "\b": "\\b", "\f": "\\f", "\\": "\\\\"}
_NIL: Term = Lam("x", Lam("x", Var(0)))


def digits_of(digits: list[int], end: int) -> Term:
    """Digits, the first one outside, below one λ for each kind of them and one for their end."""
    term: Term = Var(end)
    for digit in reversed(digits):
        tick(1)
        term = App(Var(digit), term)
    for _ in range(end + 1):
        term = Lam("x", term)
    return term


def ternary(number: int) -> Term:
    """A number in balanced ternary: 0, 1 and 2 stand for 0, 1 and -1.

    >>> from lamb.notation.printer import pretty
    >>> pretty(ternary(-5))
    "λx x' x'' x'''. x'' (x'' (x' x))"
    """
    digits = []
    while number:
        digits.append(number % 3)
        number = (number + 1) // 3
    return digits_of(digits, 3)


def binary(number: int) -> Term:
    return digits_of([int(digit) for digit in reversed(f"{number:b}".lstrip("0"))], 2)


def byte_of(byte: int) -> Term:
    return digits_of([byte >> place & 1 for place in range(8)], 2)


def list_of(items: list[Term]) -> Term:
    """[0 item rest], and [[0]] at the end."""
    term: Term = Lam("x", Lam("x", Var(0)))
    for item in reversed(items):
        tick(1)
        term = Lam("x", App(App(Var(0), item), term))
    return term


@unbounded
def quoted(term: Term) -> Recursion[Term]:
    """A term in which no name is, as a value.

    >>> quoted(Var(3)) == Lam("x", Lam("x", Lam("x", App(Var(2), Free("3")))))
    True
    """
    tick(1)
    match term:
        case Var(index):
            body = App(Var(2), Free(str(index)))
        case Lam(_, inner):
            body = App(Var(0), (yield (inner,)))
        case App(fn, arg):
            first = yield (fn,)
            body = App(App(Var(1), first), (yield (arg,)))
        case Free(name):
            raise AssertionError(name)
    return Lam("x", Lam("x", Lam("x", body)))


# ── Reading them ──────────────────────────────────────────────────────────────────────


@unbounded
def reading_in(term: Term, depth: int = DEEPEST) -> Recursion[Reading | None]:
    """The number, character, string, list or pair that bruijn takes a normal form for; None if it is none, or
    there are more than *depth* in each other. Church's numerals are left to `readings`.

    >>> reading_in(list_of([ternary(5), ternary(-1)]))
    '{(+5), (-1)}'
    """
    if digits := _digits_in(term):
        return _number(*digits)
    if not depth or (items := _items(term)) is None:
        return None
    whole = items[-1] is _NIL
    if whole and (text := _string(items[:-1])) is not None:
        return Reading(_quoted(text, '"'), "string", text)
    found = []
    for item in items[:-1] if whole else items:
        reading = yield item, depth - 1
        if reading is None and not (isinstance(item, Lam) and isinstance(item.body, Var)):
            number = read_numeral(item)
            reading = None if number is None else Reading(f"(+{name_of(number)}u)", "nat", number)
        if reading is None:
            return None
        found.append(reading)
    values = [one.value for one in found]
    if whole:
        return Reading(f"{{{', '.join(found)}}}", "list", values)
    text = found.pop()
    for one in reversed(found):
        text = f"<{one} : {text}>"
    return Reading(text, "pair", tuple(values))


def _digits_in(term: Term) -> tuple[int, list[int]] | None:
    """How many kinds of digits there are in a number, and its digits, the last one first."""
    kinds = -1
    for _ in range(MOST_KINDS + 1):
        if isinstance(term, Lam):
            term, kinds = term.body, kinds + 1
    digits = []
    while isinstance(term, App) and isinstance(term.fn, Var) and term.fn.index < kinds:
        tick(1)
        digits.append(term.fn.index)
        term = term.arg
    if kinds not in (2, 3) or term != Var(kinds) or len(digits) > MOST_DIGITS:
        return None
    return kinds, digits


def _number(kinds: int, digits: list[int]) -> Reading:
    """A number of digits; a character, if it is eight binary ones."""
    number = 0
    for digit in reversed(digits):
        number = number * kinds + (-1 if digit == kinds - 1 == 2 else digit)
    if kinds == 2 and len(digits) == 8 and (chr(number).isprintable() or chr(number) in _ESCAPED):
        return Reading(_quoted(chr(number), "'"), "char", chr(number))
    sign = "-" if number < 0 else "+"
    return Reading(f"({sign}{name_of(abs(number))}{'b' if kinds == 2 else ''})", "int", number)


def _items(term: Term) -> list[Term] | None:
    """The items of a list and _NIL, or those of pairs in each other's second part; None if it is neither."""
    items: list[Term] = []
    while True:
        tick(1)
        match term:
            case Lam(_, App(App(Var(0), item), rest)) if not (item.open or rest.open):
                items.append(item)
                term = rest
            case Lam(_, Lam(_, Var(0))):
                return [*items, _NIL] if items else None
            case _:
                return [*items, term] if items else None


def _string(items: list[Term]) -> str | None:
    """The text that bytes are; None if one is none."""
    read = [_digits_in(item) for item in items]
    if not all(one and one[0] == 2 and len(one[1]) == 8 for one in read):
        return None
    values = [sum(digit << place for place, digit in enumerate(one[1])) for one in read if one]
    return bytes(values).decode("utf-8", "backslashreplace")


def _quoted(text: str, quote: str) -> str:
    escaped = _ESCAPED | {quote: f"\\{quote}"}
    return f"{quote}{''.join(escaped.get(sign, sign) for sign in text)}{quote}"


# ── Names ─────────────────────────────────────────────────────────────────────────────


def spelled(name: str) -> str:
    """A name of ours for one of bruijn's.

    >>> spelled("is-odd?"), spelled("…+…"), spelled("-‣")
    ('is-odd?', 'op-plus-sign', 'pre-hyphen-minus')
    """
    kind = "pre" if name.endswith("‣") else "op" if "…" in name else ""
    words = [kind, *(_word(part[0]) for part in re.finditer(r"[\w'?!-]+|.", name) if part[0] not in "…‣")]
    found = re.sub("--+", "-", "-".join(words)[:100]).strip("-")
    if not re.match(r"[^\W\d_]", found):
        found = f"x-{found}"
    return f"{found}'" if found in RESERVED else found


def _word(part: str) -> str:
    """A part of a name, with the names of characters that ours do not have."""
    if not part.isascii() or (len(part) == 1 and not part.isalnum()):
        part = "".join(sign if NAME.fullmatch(f"x{sign}") else f"-{_called(sign)}-" for sign in part)
    return part


def _called(sign: str) -> str:
    return re.sub("[^a-z0-9]+", "-", unicodedata.name(sign, f"u{ord(sign):x}").lower())
