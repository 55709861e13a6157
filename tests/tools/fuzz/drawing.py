"""Bytes as choices: what a fuzzer changes in them changes what is drawn, and little else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from lamb import App, Free, Lam, Term, Var

Thing = TypeVar("Thing")

WORDS = tuple(
    r"""
    let in rec import assert forall eval conf = := == != =eta= =b> =a> =d> =e> =n> =p> =*> =~> =n*> <b= =b:w>
    : . , ; -> → λ \ ( ) [ ] ( ) x y z f a 0 1 2 3 42 { } @ " {- -} -- # _ ' x' is-zero λx. λy. (λx. (λf.
    prelude "a.lc" nat bool list pair true false succ add mul pow fact K I S Y pair cons nil fst head
    """.split()  # noqa: SIM905  (two hundred quotation marks say nothing)
)
GLUE = (" ", " ", " ", " ", "", "\n", "\n  ", "\t", "\r\n", "\n\n")
NAMES = ("x", "y", "x'", "x''", "f", "0", "1", "42", "pair", "cons", "nil", "succ", "K", "I", "zero?", "a")
HINTS = ("x", "y", "x'", "x''", "f", "_", "let", "x'4", "", "7", "is-zero")
DEEPEST = 60


class Draw:
    """Draws from bytes; when there are no more, always what comes first."""

    def __init__(self, content: bytes) -> None:
        self._left = iter(content)

    @property
    def byte(self) -> int:
        return next(self._left, 0)

    def one(self, things: Sequence[Thing]) -> Thing:
        return things[self.byte % len(things)]

    def text(self) -> str:
        """Any characters, or words of the language, as the first byte says."""
        if self.byte % 4 == 0:
            return bytes(self._left).decode("utf-8", "replace")
        return self.words()

    def words(self) -> str:
        """Words of the language, one after the other."""
        written: list[str] = []
        for byte in self._left:
            written += WORDS[byte % len(WORDS)], self.one(GLUE)
        return "".join(written)

    def term(self, names: Sequence[str] = NAMES, depth: int = 0) -> Term:
        """A closed term, no deeper than its drawing may be."""
        kind = self.byte % 8 if depth < DEEPEST else 0
        bound = self._bound if depth else 0
        if kind < 2:
            number = self.byte
            return Var(number % bound) if bound and number % 3 else Free(names[number % len(names)])
        if kind < 5:
            hint = self.one(HINTS)
            self._bound = bound + 1
            body = self.term(names, depth + 1)
            self._bound = bound
            return Lam(hint, body)
        self._bound = bound
        fn = self.term(names, depth + 1)
        self._bound = bound
        return App(fn, self.term(names, depth + 1))

    _bound = 0
