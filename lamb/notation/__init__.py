"""Text ⇄ trees: everything about names and places lives here."""

from __future__ import annotations

from lamb.calculus.term import Term
from lamb.errors import Source
from lamb.notation.names import remove_names


def parse_term(text: str, name: str = "<term>") -> Term:
    """The term that a text means: sugar expanded, bound names turned into indices.

    Free names and numerals stay names. *name* is what errors call the text. Raises ParseError.

    >>> parse_term("λx. x y")
    Lam('x', App(Var(0), Free('y')))
    """
    from lamb.notation.parser import parse_expression  # Lark is not for those who only print

    return remove_names(parse_expression(Source(text, name)))
