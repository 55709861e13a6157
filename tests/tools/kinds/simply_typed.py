"""Simply typed: made along a type, so that each of them ends (Tait 1967).

    A ::= o | A → A

A term of type A → B is an abstraction; one of type o is a variable applied to what it asks for, or a
redex (λx. t) u, where u has a type drawn for it. The names c : o, s : o → o and p : o → o → o see to it
that there is something of every type.
"""

from __future__ import annotations

from random import Random
from typing import TypeAlias

from lamb import App, Free, Lam, Term, Var

Type: TypeAlias = "tuple[Type, Type] | None"
"""None is o, and a pair is an arrow."""

CONSTANTS: dict[str, Type] = {"c": None, "s": (None, None), "p": (None, (None, None))}


def simply_typed(draw: Random) -> Term:
    """A term of a type that is drawn, too."""
    return _of(draw, _type(draw, 2), [], draw.randint(3, 7))


def _type(draw: Random, depth: int) -> Type:
    if not depth or draw.random() < 0.4:
        return None
    return _type(draw, depth - 1), _type(draw, depth - 1)


def _of(draw: Random, wanted: Type, scope: list[Type], depth: int) -> Term:
    if depth > 0 and draw.random() < 0.6:
        given = _type(draw, 2)
        body = _of(draw, wanted, [given, *scope], depth - 1)
        return App(Lam("x", body), _of(draw, given, scope, depth - 1))
    if wanted is not None:
        given, result = wanted
        return Lam("y", _of(draw, result, [given, *scope], depth))
    if depth <= 0:
        return next((Var(index) for index, type_ in enumerate(scope) if type_ is None), Free("c"))
    heads: list[tuple[Term, Type]] = [(Var(index), type_) for index, type_ in enumerate(scope)]
    heads += [(Free(name), type_) for name, type_ in CONSTANTS.items()]
    term, type_ = draw.choice(heads)
    while type_ is not None:
        given, type_ = type_
        term = App(term, _of(draw, given, scope, depth - 1))
    return term


def types(term: Term) -> bool:
    """Whether a term has a simple type, found out without knowing how it was made: by unification.

    A type is a number, a variable of which `meant` may know more; "o"; or a pair (Hindley 1969).
    """
    meant: dict[int, object] = {}
    fresh = iter(range(1_000_000))

    def found(type_: object) -> object:
        while type_ in meant:
            type_ = meant[type_]  # type: ignore[index]
        return type_

    def within(variable: int, type_: object) -> bool:
        type_ = found(type_)
        return type_ == variable or (
            isinstance(type_, tuple) and any(within(variable, part) for part in type_)
        )

    def same(left: object, right: object) -> bool:
        left, right = found(left), found(right)
        if left == right:
            return True
        if isinstance(left, int) and not within(left, right):
            meant[left] = right
            return True
        if isinstance(right, int):
            return not isinstance(left, int) and same(right, left)
        if isinstance(left, tuple) and isinstance(right, tuple):
            return same(left[0], right[0]) and same(left[1], right[1])
        return False

    def written(type_: Type) -> object:
        return "o" if type_ is None else (written(type_[0]), written(type_[1]))

    def infer(term: Term, scope: list[object]) -> object | None:
        match term:
            case Var(index):
                return scope[index]
            case Free(name):
                return written(CONSTANTS[name])
            case Lam(_, body):
                given = next(fresh)
                result = infer(body, [given, *scope])
                return None if result is None else (given, result)
            case App(fn, arg):
                left, right, result = infer(fn, scope), infer(arg, scope), next(fresh)
                if left is None or right is None or not same(left, (right, result)):
                    return None
                return result

    return infer(term, []) is not None
