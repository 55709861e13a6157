"""The notation: texts ⇄ trees with names ⇄ terms.

syntax         the tree of a text: names, sugar, and where each piece stands
layout         comments, and where a statement ends
tables         the grammar as an automaton
parser         text → tree
complaints/    what is said about a text that is not in the language
names          trees with names ⇄ terms with indices
slips          names that look like slips, and what may have been meant
printer        tree → text
elision        as much of a term as a line has room for
"""

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
    from lamb.notation.parser import parse_expression  # not for those who only print

    return remove_names(parse_expression(Source(text, name)))
