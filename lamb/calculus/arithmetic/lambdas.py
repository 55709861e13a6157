"""Terms written as Python's functions: `lam(lambda n, f, x: f(n(f, x)))` is λn f x. f (n f x).

The calculus has no parser, and a table of terms should be readable.
"""

from __future__ import annotations

from collections.abc import Callable

from lamb.calculus.term import App, Lam, Term, Var


class Sketch:
    """A term to be: what it is depends on the number of λs around it."""

    def __init__(self, under: Callable[[int], Term]) -> None:
        self.under = under

    def __call__(self, *arguments: Sketch) -> Sketch:
        """This, applied to the *arguments*."""

        def applied(depth: int) -> Term:
            term = self.under(depth)
            for argument in arguments:
                term = App(term, argument.under(depth))
            return term

        return Sketch(applied)

    @property
    def term(self) -> Term:
        """The term, if it is closed."""
        return self.under(0)


def lam(body: Callable[..., Sketch]) -> Sketch:
    """The abstraction that a function describes, with a λ for each of its parameters.

    >>> lam(lambda f, x: f(x)).term
    Lam('f', Lam('x', App(Var(1), Var(0))))
    """
    code, fixed = body.__code__, len(body.__defaults__ or ())
    hints = code.co_varnames[: code.co_argcount - fixed]

    def under(depth: int) -> Term:
        inside = depth + len(hints)
        term = body(*map(_variable, range(depth, inside))).under(inside)
        for hint in reversed(hints):
            term = Lam(hint, term)
        return term

    return Sketch(under)


def let(value: Sketch, body: Callable[[Sketch], Sketch]) -> Sketch:
    """`let x = value in body`, which is (λx. body) value."""
    return lam(body)(value)


def _variable(level: int) -> Sketch:
    return Sketch(lambda depth: Var(depth - level - 1))
