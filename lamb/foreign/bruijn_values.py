"""What bruijn writes numbers, characters, strings and names for.

(+5) (-5t)    balanced ternary (Mogensen 2001): the last digit is outside; 0, 1 and 2 stand for 0, 1 and -1
(+5b)         binary, the last digit outside
(+5u)         Church's numeral
(+5d)         so many λs in each other, of which the outermost is meant
'a'           a binary number of eight digits
"abc"         the list of its bytes: [0 item rest], and [[0]] at the end
"""

from __future__ import annotations

import re
from unicodedata import name as name_of

from lamb.calculus.budget import tick
from lamb.calculus.term import App, Lam, Term, Var
from lamb.notation.names import NAME, RESERVED


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
    "λx x' x'' x'3. x'' (x'' (x' x))"
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
    return re.sub("[^a-z0-9]+", "-", name_of(sign, f"u{ord(sign):x}").lower())
