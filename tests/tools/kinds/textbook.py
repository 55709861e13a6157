"""The λ-calculus once more, as textbooks write it: with names, and renaming where a name would be caught.

    t ::= x | λx. t | t t

    (λx. t) u          →  t[x := u]
    x[x := u]          =  u
    y[x := u]          =  y
    (t s)[x := u]      =  t[x := u] s[x := u]
    (λx. t)[x := u]    =  λx. t
    (λy. t)[x := u]    =  λy. t[x := u]               y is not free in u, or x is not free in t
    (λy. t)[x := u]    =  λz. t[y := z][x := u]       otherwise, with a fresh z

(Barendregt 1984, 2.1 and appendix C; Curry and Feys 1958.) It shares nothing with the package, neither
its terms nor its parser nor its numerals, so that a mistake would have to be made twice. Terms here are
small: it may recurse on Python's stack, and gives up on what is too deep for that.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from itertools import count
from typing import TypeAlias

DEEPEST = 120


class GivenUp(Exception):
    """It takes too many steps, or a term became too deep."""


class Var:
    __match_args__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name
        self.free = frozenset({name})
        self.depth = 1


class Lam:
    __match_args__ = ("name", "body")

    def __init__(self, name: str, body: Term) -> None:
        self.name = name
        self.body = body
        self.free: frozenset[str] = body.free - {name}
        self.depth: int = body.depth + 1


class App:
    __match_args__ = ("fn", "arg")

    def __init__(self, fn: Term, arg: Term) -> None:
        self.fn = fn
        self.arg = arg
        self.free: frozenset[str] = fn.free | arg.free
        self.depth: int = max(fn.depth, arg.depth) + 1


Term: TypeAlias = Var | Lam | App


# ── Reading and writing ───────────────────────────────────────────────────────────────


def read(text: str) -> Term:
    """The term that a text without sugar stands for: names, `λx y. t`, application and brackets."""
    words = re.findall(r"[λ.()]|[^λ.()\s]+", text)[::-1]
    term = _read(words)
    assert not words, f"not read: {words[::-1]}"
    return term


def _read(words: list[str]) -> Term:
    if words[-1] == "λ":
        words.pop()
        names = []
        while (word := words.pop()) != ".":
            names.append(word)
        body = _read(words)
        for name in reversed(names):
            body = Lam(name, body)
        return body
    term = _operand(words)
    while words and words[-1] != ")":
        term = App(term, _read(words) if words[-1] == "λ" else _operand(words))
    return term


def _operand(words: list[str]) -> Term:
    word = words.pop()
    if word != "(":
        return Var(word)
    term = _read(words)
    assert words.pop() == ")"
    return term


def write(term: Term) -> str:
    """A text that reads as this term."""
    match term:
        case Var(name):
            return name
        case Lam(name, body):
            return f"(λ{name}. {write(body)})"
        case App(fn, arg):
            return f"({write(fn)} {write(arg)})"


# ── Reducing ──────────────────────────────────────────────────────────────────────────


def substitute(term: Term, name: str, new: Term) -> Term:
    """*term* with *new* for the free variable *name*."""
    if name not in term.free:
        return term
    match term:
        case Var():
            return new
        case App(fn, arg):
            return App(substitute(fn, name, new), substitute(arg, name, new))
        case Lam(bound, body) if bound not in new.free:
            return Lam(bound, substitute(body, name, new))
        case Lam(bound, body):
            fresh = next(z for n in count() if (z := f"v{n}") not in body.free | new.free)
            return Lam(fresh, substitute(substitute(body, bound, Var(fresh)), name, new))


def capture(term: Term, name: str, new: Term) -> Term:
    """The same without the last equation: the mistake that everybody makes once."""
    if name not in term.free:
        return term
    match term:
        case Var():
            return new
        case App(fn, arg):
            return App(capture(fn, name, new), capture(arg, name, new))
        case Lam(bound, body):
            return Lam(bound, capture(body, name, new))


class Reduction:
    """Normal order: the leftmost of the outermost redexes first, at most so many times.

    *beta* counts how often. Names that have a meaning stand for it wherever they come to be looked at,
    and so do numerals.
    """

    def __init__(
        self,
        meanings: Mapping[str, Term],
        most: int,
        by: Callable[[Term, str, Term], Term] = substitute,
    ) -> None:
        self.meanings = meanings
        self.most = most
        self.beta = 0
        self._substitute = by

    def normal(self, term: Term, under: int = 0) -> Term:
        """The normal form of what stands *under* so many nodes. Raises GivenUp."""
        if under > DEEPEST:
            raise GivenUp
        head, arguments = self._weak(term)
        if isinstance(head, Lam):
            return Lam(head.name, self.normal(head.body, under + 1))
        for argument in reversed(arguments):
            head = App(head, self.normal(argument, under + 1))
        return head

    def _weak(self, term: Term) -> tuple[Term, list[Term]]:
        """The weak head normal form, as its head and the arguments, the first one last."""
        arguments: list[Term] = []
        while True:
            if term.depth > DEEPEST:
                raise GivenUp
            match term:
                case App(fn, arg):
                    arguments.append(arg)
                    term = fn
                case Lam(name, body) if arguments:
                    if self.beta == self.most:
                        raise GivenUp
                    self.beta += 1
                    term = self._substitute(body, name, arguments.pop())
                case Var(name) if (meaning := self._meaning(name)) is not None:
                    term = meaning
                case _:
                    return term, arguments

    def _meaning(self, name: str) -> Term | None:
        if name in self.meanings:
            return self.meanings[name]
        return church(int(name)) if name.isdigit() else None


def church(number: int) -> Term:
    """f n times over x."""
    body: Term = Var("x")
    for _ in range(number):
        body = App(Var("f"), body)
    return Lam("f", Lam("x", body))
