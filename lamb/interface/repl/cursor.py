"""Going over the words of a text that mean something, from left to right, and saying what they are."""

from __future__ import annotations

from lamb.interface.repl.lexing import Kind, Word, heads
from lamb.notation.names import RESERVED

OWN: dict[str, Kind] = {  # what words are wherever they stand
    "space": "space", "comment": "comment", "string": "string", "numeral": "numeral",
    "step": "step", "equality": "operator", "defines": "operator", "dot": "operator", "colon": "operator",
    "comma": "operator", "semicolon": "operator", "command": "command", "wrong": "wrong",
    "lambda": "lambda", "name": "name", "opening": "bracket", "closing": "bracket",
}  # fmt: skip


class Cursor:
    """Stands before a word. Words are known by their numbers; *kinds* says what each is, so far."""

    def __init__(self, text: str, words: list[Word]) -> None:
        self.text, self.words = text, words
        self.kinds: list[Kind] = [OWN[form] for _, _, form in words]
        self._numbers = [n for n, (_, _, form) in enumerate(words) if form not in ("space", "comment")]
        self._heads = set(heads(text, [words[n] for n in self._numbers]))
        self._at = 0  # among the numbers
        self._begun = -1  # where a statement begins, among the numbers

    def __bool__(self) -> bool:
        """Whether there are more words."""
        return self._at < len(self._numbers)

    @property
    def at_head(self) -> bool:
        """Whether a statement may begin with the next word."""
        return self._at in self._heads and self._at > self._begun

    @property
    def start(self) -> int:
        """Where the next word starts."""
        return self.words[self._numbers[self._at]][0]

    def begin(self) -> str:
        """Let a statement begin with the next word, and give that."""
        self._begun = self._at
        return self.written(self._numbers[self._at])

    def take(self, kind: Kind | None = None) -> int:
        """Go on behind the next word; its number."""
        number = self._numbers[self._at]
        self._at += 1
        if kind:
            self.kinds[number] = kind
        return number

    def names(self) -> list[int]:
        """Take the names that come next, as binders; their numbers. None of them begins a statement."""
        return [self.take("binder") for _ in range(self._names_from(self._at) - self._at)]

    def is_equation(self) -> bool:
        """Whether names come next and then `=`."""
        end = self._names_from(self._at)
        return self._at < end < len(self._numbers) and self.words[self._numbers[end]][2] == "defines"

    def written(self, number: int) -> str:
        start, end, _ = self.words[number]
        return self.text[start:end]

    def _names_from(self, at: int) -> int:
        """Where the names end that begin there."""
        while at < len(self._numbers) and not (at in self._heads and at > self._begun):
            number = self._numbers[at]
            if self.words[number][2] != "name" or self.written(number) in RESERVED:
                break
            at += 1
        return at
