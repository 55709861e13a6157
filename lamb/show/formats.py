"""Terms as text, in the formats that `--format` names, whole or only their beginning."""

from __future__ import annotations

from typing import Literal, TypeAlias

from lamb.calculus.budget import TICK, tick
from lamb.calculus.numerals import church, is_numeral
from lamb.calculus.term import App, Free, Lam, Term, Var, nodes
from lamb.encodings.blc import to_blc
from lamb.errors import EncodingError
from lamb.notation.printer import pretty

Format: TypeAlias = Literal["readings", "value", "term", "debruijn", "blc"]
FORMATS: tuple[Format, ...] = ("readings", "value", "term", "debruijn", "blc")

LARGEST = 5_000_000  # nodes of a term that is written whole
SMALL = 100_000  # nodes of one whose names may be as long as they like
LONGEST = 100_000_000  # characters of the names of a larger one


def fits(term: Term, most: int | None = None) -> bool:
    """Whether *term* can be written whole, with so many nodes at the *most*.

    No name in it may be so long that it makes a book of it.
    """
    if term.size > (LARGEST if most is None else min(most, LARGEST)):
        return False
    longest = max((len(_name(node)) for node in nodes(term)), default=0) if term.size > SMALL else 0
    return term.size * longest <= LONGEST


def _name(node: Term) -> str:
    return node.hint if isinstance(node, Lam) else node.name if isinstance(node, Free) else ""


def write(term: Term, format: Format, *, ascii: bool = False) -> str:
    """*term* as text, all of it. Raises EncodingError where there are no bits for it."""
    if format == "debruijn":
        return indexed(term, ascii=ascii)
    if format == "blc":
        return to_blc(term)
    return pretty(term, ascii=ascii)


def _unwound(term: Term) -> tuple[Term, list[Term]]:
    """What a term applies, and to what, the last argument first."""
    arguments = []
    while isinstance(term, App):
        arguments.append(term.arg)
        term = term.fn
    return term, arguments


# ── Without names ─────────────────────────────────────────────────────────────────────


def indexed(term: Term, *, ascii: bool = False) -> str:
    r"""*term* with de Bruijn's indices: a variable is the number of λs between it and its own.

        t ::= λ t    t t    0, 1, …    x

    Brackets are as in terms with names. Numerals are unfolded, since a number is an index here; raises
    EncodingError if one is too large.

    >>> from lamb.notation import parse_term
    >>> indexed(parse_term("λf x. f (f x) y λz. z"))
    'λ λ 1 (1 0) y λ 0'
    """
    written: list[str] = []
    left = LARGEST  # of the nodes that numerals may unfold to
    todo: list[Term | str] = [term]  # what is left to write, the next one last
    while todo:
        item = todo.pop()
        if len(written) % TICK == 0:
            tick()
        match item:
            case str():
                written.append(item)
            case Var(index):
                written.append(str(index))
            case Free(name) if is_numeral(name):
                if len(name) > len(str(left)) or int(name) > left:
                    raise EncodingError(f"the numeral {name:.20} is too large to be unfolded")
                left -= int(name)
                todo.append(church(int(name)))
            case Free(name):
                written.append(name)
            case Lam(_, body):
                written.append("\\ " if ascii else "λ ")
                todo.append(body)
            case App(fn, arg):
                last = [arg] if _is_abstraction(arg) else _argument(arg)
                todo += [*last, " ", *(reversed(_spine(fn)))]
    return "".join(written)


def _spine(fn: Term) -> list[Term | str]:
    """What stands before the last argument, from left to right."""
    head, arguments = _unwound(fn)
    parts: list[Term | str] = ["(", head, ")"] if _is_abstraction(head) else [head]
    for argument in reversed(arguments):
        parts += " ", *reversed(_argument(argument))
    return parts


def _argument(term: Term) -> list[Term | str]:
    """An argument, the last part first."""
    return [")", term, "("] if _is_abstraction(term) or isinstance(term, App) else [term]


def _is_abstraction(term: Term) -> bool:
    return isinstance(term, Lam) or (isinstance(term, Free) and is_numeral(term.name))
