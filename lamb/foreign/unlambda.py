"""Unlambda (Madore 1999): combinators in Polish notation, where ` applies one term to the next.

    t ::= s | k | i | ` t t

What else Unlambda has (printing, input, continuations, promises) is no λ-term. Terms go there by bracket
abstraction (`encodings/combinators.py`), so what comes back is equal up to βη, not the same.
"""

from __future__ import annotations

import re

from lamb.calculus.budget import tick
from lamb.calculus.term import App, Free, Term, preorder
from lamb.encodings.combinators import from_combinators, to_combinators
from lamb.errors import EncodingError, ParseError, Place, Source

_WORD = re.compile(r"(?:\s|#[^\n]*)+|(?P<sign>[\s\S])")


def to_unlambda(term: Term) -> str:
    """The text of a closed term. Raises EncodingError if it is not closed, and BudgetError.

    >>> from lamb.notation import parse_term
    >>> to_unlambda(parse_term("λx. x x"))
    '``sii'
    """
    written: list[str] = []
    for node, _ in preorder(to_combinators(term)):
        match node:
            case App():
                written.append("`")
            case Free("S" | "K" | "I" as name):
                written.append(name.lower())
            case Free(name):
                raise EncodingError(f"“{name}” is free: Unlambda has no names", hint="bind it with a λ")
    return "".join(written)


def from_unlambda(source: Source) -> Term:
    """The closed term that a text stands for. Raises ParseError.

    >>> from lamb.notation.printer import pretty
    >>> pretty(from_unlambda(Source("``ski")))
    '(λf g x. f x (g x)) (λx y. x) λx. x'
    """
    signs = [word for word in _WORD.finditer(source.text) if word["sign"]]
    built: list[Term] = []
    for word in reversed(signs):
        tick(1)
        if word["sign"] in "skiSKI":
            built.append(Free(word["sign"].upper()))
        elif word["sign"] == "`" and len(built) > 1:
            built.append(App(built.pop(), built.pop()))
        else:
            missing = word["sign"] == "`"
            message = "this “`” has not two terms" if missing else f"“{word['sign']}” is no combinator"
            raise ParseError(message, Place(source, *word.span()), "s, k and i are read, and ` applies them")
    if len(built) != 1:
        at = len(source.text)
        message = "there are several terms, and no “`” before them" if built else "there is no term here"
        raise ParseError(message, Place(source, at, at), "s, k and i are read, and ` applies them")
    return from_combinators(built[0])
