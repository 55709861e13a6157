"""A term with its names unfolded, as far as a picture has room for what they mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from lamb.calculus.numerals import church, is_numeral
from lamb.calculus.substitution import replace_names
from lamb.calculus.term import App, Free, Lam, Term

LARGEST_NUMERAL = 10
"""The largest numeral that is unfolded."""

MOST_TIMES = 100  # definitions may mean each other in a circle


def unfolded(term: Term, definitions: Mapping[str, Term], most: int) -> Term:
    """*term* with what names and numerals mean in their place, and what the names in that mean, and so on.

    A name is left where the result would have more than *most* nodes with it.

    >>> from lamb.notation import parse_term
    >>> from lamb.notation.printer import pretty
    >>> pretty(unfolded(parse_term("f (g 2 12)"), {"g": parse_term("λx. h x")}, 100))
    'f ((λx. h x) (λf x. f (f x)) 12)'
    """
    for _ in range(MOST_TIMES):
        meanings: dict[str, Term] = {}
        size = term.size
        for name, times in _names(term).items() if size <= most else ():
            meaning = _meaning(name, definitions)
            if meaning and not meaning.open and size + times * (meaning.size - 1) <= most:
                meanings[name] = meaning
                size += times * (meaning.size - 1)
        if not meanings:
            break
        term = replace_names(term, meanings)
    return term


def _meaning(name: str, definitions: Mapping[str, Term]) -> Term | None:
    if name in definitions:
        return definitions[name]
    if is_numeral(name) and len(name) <= len(str(LARGEST_NUMERAL)) and int(name) <= LARGEST_NUMERAL:
        return church(int(name))
    return None


def _names(term: Term) -> Counter[str]:
    """How often each name is free in a term. Linear in its size as a tree."""
    found: Counter[str] = Counter()
    todo = [term]
    while todo:
        match todo.pop():
            case Free(name):
                found[name] += 1
            case Lam(_, body):
                todo.append(body)
            case App(fn, arg):
                todo += arg, fn
    return found
