"""What can be wrong with a program, in its user's terms: what, where, what now.

    LambError
    ├── ParseError          the text is not in the language
    ├── DefinitionError     a name is defined twice, in a circle, or not at all
    ├── LoadError           a file is missing, unreadable, or must not be read
    ├── BudgetError         a text is too much for the budget, before anything in it is reduced
    └── EncodingError       bits, or a value of Python's, that stand for no term

A reduction that does not finish is no error: it has an `Outcome` (`calculus/budget.py`).
"""

from __future__ import annotations

from lamb.display import Displayed, front_end
from lamb.source import Place

LONGEST = 2_000  # characters of a message: a name in it may be as long as a book


def clipped(message: str) -> str:
    """A message; of a very long one the beginning and the end.

    >>> len(clipped("x" * 1_000_000))
    2001
    """
    if len(message) <= LONGEST:
        return message
    return f"{message[: LONGEST * 3 // 4]}…{message[-LONGEST // 4 :]}"


class LambError(Exception, Displayed):
    """Something is wrong: *message* says what, *place* where, *hint* what to do now."""

    def __init__(self, message: str, place: Place | None = None, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = clipped(message)
        self.place = place
        self.hint = clipped(hint) if hint else hint

    def __str__(self) -> str:
        """The whole complaint, as it is shown to the user.

        >>> print(LambError("a λ needs a dot", hint="write λx. x"))
        a λ needs a dot
          hint: write λx. x
        """
        lines = [f"{self.place}: {self.message}" if self.place else self.message]
        if self.place:
            lines.append(self.place.quote())
        if self.hint:
            lines.append(f"  hint: {self.hint}")
        return "\n".join(lines)

    def _render_traceback_(self) -> list[str]:
        """What IPython shows in place of a traceback: the complaint, no line of which can do any harm."""
        lines: list[str] = front_end("web.escaping", "shown")(str(self)).split("\n")
        return lines


class ParseError(LambError):
    """The text is not in the language; *incomplete*: so far, but more might follow."""

    incomplete = False


class DefinitionError(LambError):
    """A name is defined twice, in a circle, or not at all."""


class LoadError(LambError):
    """A file is missing, cannot be read as text, or must not be read."""


class BudgetError(LambError):
    """A text takes more time or memory to read than the budget has."""


class EncodingError(LambError):
    """Bits, or a value of Python's, that stand for no term."""
