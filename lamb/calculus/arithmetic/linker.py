"""Code in which known arithmetic and numerals are marked as what they are.

`numeral(n)`           the numeral n, also where it was written λf x. f (f … x)
[LAW, law, body]       the body of known arithmetic, whose arguments are in the environment, the last
                       one first; without the law it is *body*
"""

from __future__ import annotations

from collections.abc import Mapping

from lamb.calculus.arithmetic.laws import Law
from lamb.calculus.arithmetic.recognition import Recognizer, numeral_hints
from lamb.calculus.code import DEFINED, EMPTY, LAW, TERM, Cell, Code, numeral
from lamb.calculus.freeing import IN_BROWSER, dismantle
from lamb.calculus.linker import Linker, Scope, abstracted, under
from lamb.calculus.numerals import number_named
from lamb.calculus.term import App, Lam, Term


class ArithmeticLinker(Linker):
    """A linker that knows arithmetic."""

    def __init__(self, definitions: Mapping[str, Term]) -> None:
        super().__init__(definitions)
        self._recognizer = Recognizer(definitions)

    def named(self, name: str) -> Cell:
        """The cell of a name; that of a numeral has its value from the start."""
        cell = super().named(name)
        if cell[0][0] == DEFINED and self.meaning(name) is None:
            cell[0], cell[1] = numeral(number_named(name)), EMPTY
        return cell

    def bindings(self, term: Term) -> list[Cell]:
        """Where the cells go that the first `let`s of a term bind: parts of known arithmetic may be there."""
        cells: list[Cell] = []
        if term.__class__ is App:
            self._recognizer.remember(term, self, cells)
        return cells

    def value(self, abstraction: Lam, scope: Scope) -> Code:
        """The code of an abstraction whose variables are its own, or bound by `let`s."""
        if not abstraction.open and (known := numeral_hints(abstraction)):
            return numeral(*known)
        law = self._recognizer.law(abstraction, scope)
        return super().value(abstraction, scope) if law is None else _lawful(abstraction, law, scope)

    def close(self) -> None:
        """Remember nothing from now on, nor what `let`s have bound."""
        lets = self._recognizer.forget()
        super().close()
        if IN_BROWSER:
            dismantle(lets)


def _lawful(abstraction: Lam, law: Law, scope: Scope) -> Code:
    """The code of known arithmetic."""
    body: Term = abstraction
    opened = []
    for _ in range(law.arity):
        assert isinstance(body, Lam)
        opened.append((body.hint, False))
        body = body.body
        scope = under(scope)
    return abstracted([LAW, law, [TERM, body, scope]], opened)
