"""Combinators as texts: applications of S, K, I and the like, as terms are, after the definitions of those of
many arguments; the bits of Jot; and Unlambda (Madore 1999), in Polish notation, where ` applies one term to
the next.

    t ::= s | k | i | ` t t

What else Unlambda has (printing, input, continuations, promises) is no λ-term. Terms go there by bracket
abstraction (`encodings/abstraction.py`), so what comes back is equal up to βη, not the same.
"""

from __future__ import annotations

import re

from lamb.calculus.budget import tick
from lamb.calculus.substitution import replace_names
from lamb.calculus.term import App, Free, Term, preorder
from lamb.encodings.abstraction import to_bulk_combinators, to_combinators
from lamb.encodings.combinators import from_combinators, from_jot, to_jot
from lamb.errors import EncodingError, ParseError, Place, Source
from lamb.notation.names import remove_names
from lamb.notation.parser import parse, parse_expression
from lamb.notation.printer import pretty
from lamb.notation.syntax import Definition, Query

_WORD = re.compile(r"(?:\s|#[^\n]*)++|(?P<sign>[\s\S])")


def to_text(term: Term, notation: str) -> str:
    """The text of a term in combinators. Raises EncodingError where a name is free in it, and BudgetError.

    >>> from lamb.notation import parse_term
    >>> to_text(parse_term("λx. x x"), "ski"), to_text(parse_term("λx y. x"), "jot")
    ('S I I', '11100')
    """
    match notation:
        case "unlambda":
            return to_unlambda(term)
        case "jot":
            return to_jot(to_combinators(term, basis="sk"))
        case "bulk":
            found = to_bulk_combinators(term)
            lines = [f"{name} = {pretty(one)}" for name, one in found.definitions.items()]
            return "\n".join([*lines, pretty(found.term)])
        case "ski" | "sk" | "bckwi" | "iota":
            return pretty(to_combinators(term, basis=notation))
    raise AssertionError(notation)


def from_text(source: Source, notation: str) -> Term:
    """The term that a text of combinators stands for. Raises ParseError and EncodingError.

    >>> from_text(Source("K x"), "ski")
    App(Lam('x', Lam('y', Var(1))), Free('x'))
    """
    match notation:
        case "unlambda":
            return from_unlambda(source)
        case "jot":
            return from_combinators(from_jot("".join(source.text.split())))
        case "bulk":
            return _from_bulk(source)
    return from_combinators(remove_names(parse_expression(source)))


def _from_bulk(source: Source) -> Term:
    """The term below definitions, each of which needs those above it alone."""
    meanings: dict[str, Term] = {}
    statements = parse(source).statements
    last = statements.pop() if statements else None
    for one in statements:
        if not isinstance(one, Definition) or one.recursive:
            place = Place(source, one.start, one.end)
            raise ParseError("a definition of a combinator is wanted here", place, "B2 = B B B")
        meanings[one.name] = from_combinators(replace_names(remove_names(one.term), meanings))
    if not isinstance(last, Query):
        at = len(source.text)
        raise ParseError("there is no term here", Place(source, at, at), "it follows the definitions")
    return from_combinators(replace_names(remove_names(last.term), meanings))


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
