"""Binary lambda calculus: closed terms as strings of bits (Tromp, *Functional bits*, 2004–2023).

00 t       an abstraction
01 t u     an application
1…1 0      the variable of the i-th λ outwards, with i times 1, counted from 1
"""

from __future__ import annotations

import re

from lamb.calculus.numerals import is_numeral
from lamb.calculus.term import App, Free, Lam, Term, Unique, Var, preorder
from lamb.errors import EncodingError
from lamb.freeing import fewer_collections

MOST_BITS = 50_000_000
AGAIN = "01110"  # f, and that it is applied

_CODE = re.compile(r"00|01|1+0?|0")  # the last one may be cut off
_NO_BIT = re.compile(r"[^01]")


def to_blc(term: Term) -> str:
    """The bits of a closed term, numerals unfolded.

    Raises EncodingError where it is not closed, or has more than `MOST_BITS` bits.

    >>> to_blc(Lam("x", Var(0)))
    '0010'
    """
    if term.open:
        raise EncodingError("a variable points out of the term: only closed terms have bits")
    if 2 * term.size > MOST_BITS:  # a node has at least two bits
        raise _too_long()
    bits: list[str] = []
    left = MOST_BITS
    for node, _ in preorder(term):
        match node:
            case Var(index):
                code = "1" * (index + 1) + "0"
            case Lam():
                code = "00"
            case App():
                code = "01"
            case Free(name) if is_numeral(name):
                if len(name) > len(str(MOST_BITS)) or int(name) > left // len(AGAIN):
                    raise _too_long()
                code = "0000" + AGAIN * int(name) + "10"
            case Free(name):
                hint = "bind it with a λ, or replace it by its definition"
                raise EncodingError(f"“{name}” is free: only closed terms have bits", hint=hint)
        bits.append(code)
        left -= len(code)
        if left < 0:
            raise _too_long()
    return "".join(bits)


def _too_long() -> EncodingError:
    return EncodingError(f"this term has more than {MOST_BITS:,} bits")


def from_blc(bits: str) -> Term:
    """The closed term that a string of bits stands for; blanks do not count.

    Parts that are alike are one object: programs in bits say the same thing again and again.
    Raises EncodingError where something else than bits is met, where they end too early or too
    late, where there are too many, and where a variable has no λ.

    >>> from_blc("0010")
    Lam('x', Var(0))
    """
    bits = "".join(bits.split())
    if len(bits) > MOST_BITS:
        raise EncodingError(f"there are {len(bits):,} bits; {MOST_BITS:,} is the most")
    codes = _codes(bits)
    with fewer_collections():
        built = _built(codes)
    if len(built) != 1:
        raise EncodingError("there are bits after the end of the term" if built else "there are no bits")
    if built[0].open:
        raise EncodingError("a variable has no λ: only closed terms have bits")
    return built[0]


def _built(codes: list[str]) -> list[Term]:
    """The terms that the codes stand for, the first one last, with each of its parts made once."""
    built: list[Term] = []
    unique = Unique()
    for code in reversed(codes):
        if code == "01" and len(built) > 1:
            built.append(unique.app(built.pop(), built.pop()))
        elif code == "00" and built:
            built.append(unique.lam("x", built.pop()))
        elif code[0] == "1":
            built.append(unique.var(len(code) - 2))
        else:
            raise EncodingError("the bits end before the term does")
    return built


def _codes(bits: str) -> list[str]:
    if stray := _NO_BIT.search(bits):
        raise EncodingError(f"at bit {stray.start() + 1}: {stray.group()!r} is no bit")
    codes = _CODE.findall(bits)
    if codes and codes[-1] in ("0", "1" * len(codes[-1])):
        raise EncodingError(f"at bit {len(bits) + 1}: the bits end before the term does")
    return codes
