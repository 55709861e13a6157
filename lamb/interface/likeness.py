"""Whether a term can be read as something of Python's, however deep that is."""

from __future__ import annotations

from lamb.calculus.recursion import Recursion, unbounded
from lamb.calculus.term import App, Free, Lam, Term, Var
from lamb.encodings.values import read_boolean, read_list, read_numeral, read_pair, short


def reads_as(term: Term, value: object) -> bool:
    """Whether a normal form can be read as a value of Python's. Linear in the smaller of both.

    >>> from lamb.encodings.values import encode
    >>> reads_as(encode([1, (True, [])]), [1, (True, 0)]), reads_as(encode(1), True)
    (True, False)
    """
    return _is_like(short(term), value)


@unbounded
def _is_like(term: Term, value: object) -> Recursion[bool]:
    match value:
        case bool():
            return read_boolean(term) is value
        case int():
            return read_numeral(term) == value
        case tuple():
            both = read_pair(term)
            parts = both and list(both)
        case list():
            parts = read_list(term)
        case Var() | Free() | Lam() | App():
            return term == short(value)
        case _:
            return False
    if parts is None or len(parts) != len(value):
        return False
    for part, wanted in zip(parts, value, strict=True):
        if not (yield part, wanted):
            return False
    return True
