"""What is open around a word, and which names that binds.

(  [                  a bracket
λ                     the body of an abstraction, or of a local definition
let                   the equations of a local definition
parameters            the right side of an equation with parameters
forall                what is claimed of all values
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Form: TypeAlias = Literal["(", "[", "λ", "let", "parameters", "forall"]
BRACKETS: tuple[Form, ...] = ("(", "[")


@dataclass(slots=True)
class Frame:
    """Something that is open."""

    form: Form
    opening: int  # the number of its first word
    names: list[str] = field(default_factory=list)  # that it binds
    pending: int | None = None  # the number of the name that its equation is about to define


class Frames:
    """All that is open, the innermost last. *unclosed* has the brackets that were left open."""

    def __init__(self) -> None:
        self.stack: list[Frame] = []
        self.unclosed: list[int] = []
        self.depth = {"(": 0, "[": 0}
        self._bound: dict[str, int] = {}

    @property
    def innermost(self) -> Frame | None:
        return self.stack[-1] if self.stack else None

    @property
    def in_brackets(self) -> bool:
        return bool(self.depth["("] or self.depth["["])

    @property
    def scope(self) -> list[str]:
        """The names that are bound, the innermost first."""
        return list(dict.fromkeys(name for frame in reversed(self.stack) for name in reversed(frame.names)))

    def binds(self, name: str) -> bool:
        """Whether something binds a name."""
        return self._bound.get(name, 0) > 0

    def open(self, form: Form, opening: int, names: Iterable[str] = ()) -> None:
        """Begin with something that binds some names."""
        self.stack.append(Frame(form, opening))
        if form in BRACKETS:
            self.depth[form] += 1
        for name in names:
            self.bind(name)

    def bind(self, name: str) -> None:
        """Let the innermost frame bind a name."""
        if name != "_":  # which cannot be mentioned
            self.stack[-1].names.append(name)
            self._bound[name] = self._bound.get(name, 0) + 1

    def close_to(self, *forms: Form) -> Frame | None:
        """Close frames until one of these forms is the innermost, and give that."""
        while self.stack and self.stack[-1].form not in forms:
            self.close()
        return self.innermost

    def close(self) -> Frame:
        """Close the innermost frame. A bracket stays *unclosed* unless somebody knows better."""
        frame = self.stack.pop()
        for name in frame.names:
            self._bound[name] -= 1
        if frame.form in BRACKETS:
            self.depth[frame.form] -= 1
            self.unclosed.append(frame.opening)
        return frame

    def close_bracket(self, form: Form) -> int | None:
        """Close the innermost bracket of a form; the number of its word, or None if there is none."""
        if not self.depth[form]:
            return None
        self.close_to(form)
        self.close()
        return self.unclosed.pop()
