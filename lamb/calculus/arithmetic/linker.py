"""Code in which known arithmetic and numerals are marked as what they are.

[LAMBDAS, [REPEAT, n, None], …]     the numeral n, also where it was written λf x. f (f … x)
[LAW, law, body]                    the body of known arithmetic, whose arguments are in the
                                    environment, the last one first; without the law it is *body*
"""

from __future__ import annotations

from collections.abc import Mapping

from lamb.calculus.arithmetic.laws import Law
from lamb.calculus.arithmetic.recognition import Recognizer, numeral_hints
from lamb.calculus.code import DEFINED, EMPTY, LAW, TERM, Cell, Code, numeral
from lamb.calculus.linker import Linker, abstracted, under
from lamb.calculus.numerals import number_named
from lamb.calculus.term import Lam, Term, Var

FALSE, TRUE = (
    Lam("x", Lam("y", Var(0))),
    Lam("x", Lam("y", Var(1))),
)


class ArithmeticLinker(Linker):
    """A linker that knows arithmetic."""

    def __init__(self, definitions: Mapping[str, Term]) -> None:
        super().__init__(definitions)
        self._recognizer = Recognizer(definitions)
        self.truths = self.value(FALSE), self.value(TRUE)
        """The code of false and of true."""

    def named(self, name: str) -> Cell:
        """The cell of a name; that of a numeral has its value from the start."""
        cell = super().named(name)
        if cell[0][0] == DEFINED and self.meaning(name) is None:
            cell[0], cell[1] = numeral(number_named(name)), EMPTY
        return cell

    def value(self, abstraction: Lam) -> Code:
        """The code of a closed abstraction."""
        if known := numeral_hints(abstraction):
            return numeral(*known)
        law = self._recognizer.law(abstraction)
        return super().value(abstraction) if law is None else self._lawful(abstraction, law)

    def _lawful(self, abstraction: Lam, law: Law) -> Code:
        body: Term = abstraction
        scope = self.top
        opened = []
        for _ in range(law.arity):
            assert isinstance(body, Lam)
            opened.append((body.hint, False))
            body = body.body
            scope = under(scope)
        return abstracted([LAW, law, [TERM, body, scope]], opened)
