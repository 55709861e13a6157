"""Combinators as texts: applications of S, K, I and the like, as terms are, after the definitions of those of
many arguments, where SII is S I I; the bits of Jot; and three that have signs in front:

    unlambda   t ::= s | k | i | ` t t                           (Madore 1999)
    iota       t ::= i | * t t                                   (Barker 2001)
    lazyk      t ::= S | K | I | s | k | i | ` t t | * j j | (t …) | bits of Jot, and all of it may follow on
               j ::= t, but i is ι                               (Rudiak-Gould 2002)

What else Unlambda has (printing, input, continuations, promises) is no λ-term. Terms go there by bracket
abstraction (`encodings/abstraction.py`), so what comes back is equal up to βη, not the same.
"""

from __future__ import annotations

import re

from lamb.calculus.budget import tick
from lamb.calculus.substitution import free_names, replace_names
from lamb.calculus.term import App, Free, Term, preorder
from lamb.encodings.abstraction import to_bulk_combinators, to_combinators
from lamb.encodings.combinators import from_combinators, from_jot, to_jot
from lamb.errors import EncodingError, ParseError, Place, Source
from lamb.notation.names import NAME, remove_names
from lamb.notation.parser import parse, parse_expression
from lamb.notation.printer import pretty
from lamb.notation.spelling import apart
from lamb.notation.syntax import Definition, Query

_WORD = re.compile(r"(?:\s|#[^\n]*)++|(?P<sign>[.?][\s\S]|[01]++|[\s\S])")
_LETTERS = re.compile("[BCIKSWι]+")
_LAZY = {"S": Free("S"), "K": Free("K"), "I": Free("I"), "s": Free("S"), "k": Free("K"), "i": Free("I")}
_UNLAMBDA = "s, k and i are read, and ` applies them"
_LAZY_K = "S, K and I are read, `xy and *ii, and the bits of Jot"
_EFFECTS = "rcdve@|.?"  # of Unlambda


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
        case "lazyk":
            return pretty(_without_names(to_combinators(term), "Lazy K")).replace(" ", "")
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
        case "lazyk":
            return from_lazy_k(source)
        case "iota" if re.fullmatch(r"(?:\s|#[^\n]*+|[*iι])++", source.text):
            return from_lazy_k(source, iota=True)
    words = {word.group() for word in NAME.finditer(source.text)}
    whole = {word for word in words if not _LETTERS.fullmatch(word)}
    return from_combinators(remove_names(apart(parse_expression(source), source.text, whole)))


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
    for node, _ in preorder(_without_names(to_combinators(term), "Unlambda")):
        match node:
            case App():
                written.append("`")
            case Free(name):
                written.append(name.lower())
    return "".join(written)


def _without_names(term: Term, language: str) -> Term:
    """A term of S, K and I. Raises EncodingError where another name is in it."""
    if names := free_names(term) - {"S", "K", "I"}:
        raise EncodingError(f"“{min(names)}” is free: {language} has no names", hint="bind it with a λ")
    return term


def from_unlambda(source: Source) -> Term:
    """The closed term that a text stands for. Raises ParseError.

    >>> from lamb.notation.printer import pretty
    >>> pretty(from_unlambda(Source("``ski")))
    '(λf g x. f x (g x)) (λx y. x) λx. x'
    """
    signs = [word for word in _WORD.finditer(source.text) if word["sign"]]
    for word in signs:
        if word["sign"] not in "`skiSKI":
            effect = word["sign"][0] in _EFFECTS
            what = "has an effect, and is no λ-term" if effect else "is no combinator"
            raise ParseError(f"“{word['sign']}” {what}", Place(source, *word.span()), _UNLAMBDA)
    built: list[Term] = []
    for word in reversed(signs):
        tick(1)
        if word["sign"] != "`":
            built.append(Free(word["sign"].upper()))
        elif len(built) > 1:
            built.append(App(built.pop(), built.pop()))
        else:
            raise ParseError("this “`” has not two terms", Place(source, *word.span()), _UNLAMBDA)
    if len(built) != 1:
        at = len(source.text)
        message = "there are several terms, and no “`” before them" if built else "there is no term here"
        raise ParseError(message, Place(source, at, at), _UNLAMBDA)
    return from_combinators(built[0])


class _Operands:
    """The operands that were read of a “`” or a “*”, which takes two, or of a bracket, which takes all."""

    __slots__ = ("place", "sign", "term")

    def __init__(self, sign: str, place: Place) -> None:
        self.sign, self.place = sign, place
        self.term: Term | None = None


def from_lazy_k(source: Source, *, iota: bool = False) -> Term:
    """The closed term that a text of Lazy K stands for, or one of *iota* alone. Raises ParseError.

    >>> from_lazy_k(Source("``s`kk(K)")) == from_lazy_k(Source("S(KK)K"))
    True
    """
    levels = [_Operands("", Place(source, 0, 0))]
    for word in _WORD.finditer(source.text):
        sign = word["sign"]
        if not sign:
            continue
        tick(1)
        level, place = levels[-1], Place(source, *word.span())
        if sign in "`*(":
            levels.append(_Operands(sign, place))
            continue
        if sign == ")":
            if level.sign != "(":
                raise ParseError("nothing is open that “)” closes", place, _LAZY_K)
            term = levels.pop().term or Free("I")
        elif sign in "iι" and (iota or level.sign == "*" or sign == "ι"):
            term = Free("ι")
        elif sign[0] in "01":
            term = from_jot(sign)
        elif sign in _LAZY:
            term = _LAZY[sign]
        else:
            raise ParseError(f"“{sign}” cannot stand here", place, _LAZY_K)
        while levels[-1].sign in ("`", "*") and levels[-1].term:
            term = App(levels.pop().term, term)  # type: ignore[arg-type]
        level = levels[-1]
        level.term = App(level.term, term) if level.term else term
    if len(levels) > 1:
        what = "is never closed" if levels[-1].sign == "(" else "has not two terms"
        raise ParseError(f"this “{levels[-1].sign}” {what}", levels[-1].place, _LAZY_K)
    if levels[0].term is None:
        raise ParseError("there is no term here", Place(source, 0, 0), _LAZY_K)
    return from_combinators(levels[0].term)
