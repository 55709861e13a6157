"""The notation: texts ⇄ trees with names ⇄ terms.

syntax         the tree of a text: names, sugar, and where each piece stands
layout         comments, and where a statement ends
tables         the grammar as an automaton
parser         text → tree
datatypes      data types: constructors, case and fold, as definitions
complaints/    what is said about a text that is not in the language
names          trees with names ⇄ terms with indices
spelling       names of which each letter stands for itself, and names that look like slips
printer        tree → text
formatting     a program in the house style
elision        as much of a term as a line has room for
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lamb.calculus.term import Term
from lamb.errors import Source
from lamb.notation.names import remove_names

if TYPE_CHECKING:
    from lamb.analysis.types import Type


def parse_term(text: str, name: str = "<term>") -> Term:
    """The term that a text means: sugar expanded, bound names turned into indices.

    Free names and numerals stay names. *name* is what errors call the text. Raises ParseError.

    >>> parse_term("λx. x y")
    Lam('x', App(Var(0), Free('y')))
    """
    from lamb.notation.parser import parse_expression  # not for those who only print

    return remove_names(parse_expression(Source(text, name)))


def parse_type(text: str) -> Type:
    """The simple type that a text means. Raises ParseError.

    >>> print(parse_type("(a -> b) -> (a -> b)"))
    (a → b) → a → b
    """
    from lamb.errors import ParseError
    from lamb.notation.parser import parse
    from lamb.notation.syntax import Assumption

    match parse(Source(f"assume x : {text}", "<type>")).statements:
        case [Assumption(_, type)]:
            return type
    raise ParseError("this is no type", hint="a type is written like (a -> b) -> a")
