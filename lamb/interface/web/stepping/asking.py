"""What a reader asks about the next step: is it this? and what is it?"""

from __future__ import annotations

from dataclasses import replace

from lamb.course.walk import Walk
from lamb.errors import LambError, ParseError
from lamb.interface.web.stepping.remarks import Remark
from lamb.interface.web.stepping.verdicts import MOST_HINTS, Verdict, complaint, given_away

LONGEST_TYPED = 10_000  # characters
YES = '<p class="lamb-fine">✓ Yes, this is the next step.</p>'


class Asking:
    """What was typed last, and what is answered; nothing, once there is another next step.

    *hints* is how much is said at first about a wrong step, from 1 to 3 (`verdicts.py`).
    """

    def __init__(self, hints: int) -> None:
        self.hints = max(1, min(hints, MOST_HINTS))
        self.forget()

    def forget(self) -> None:
        """Nothing has been asked."""
        self._verdict: Verdict | None = None  # on a wrong step
        self._said = Remark()  # of any other text
        self._given = 0  # how much has been given away to somebody who typed nothing
        self.is_right = False

    def ask(self, walk: Walk, text: str) -> bool:
        """Whether a text is the next step of a walk. Raises TooLarge."""
        self.forget()
        try:
            reply = walk.ask(_typed(text))
        except LambError as error:
            self._said = complaint(error)
            return False
        self._verdict = None if reply.right else Verdict(text, reply, self.hints)
        return reply.right

    def praise(self) -> None:
        """The next step was typed, and has been taken."""
        self.is_right = True
        self._said = Remark("yes, this is the next step", YES)

    def tell_more(self) -> None:
        """Answer more of what was asked, or of what comes next."""
        if self._verdict:
            self._verdict = replace(self._verdict, hints=min(self._verdict.hints + 1, MOST_HINTS))
        else:
            given = self._given
            self.forget()
            self._given = min(given + 1, 2)

    def answer(self, walk: Walk) -> Remark:
        """What is answered."""
        if self._verdict:
            return self._verdict.remark(walk)
        return given_away(walk, result=self._given > 1) if self._given else self._said


def _typed(text: str) -> str:
    if not text.strip():
        raise ParseError("type what the term becomes in the next step", hint="… stands for any part of it")
    if len(text) > LONGEST_TYPED:
        raise ParseError(f"this is too long: type no more than {LONGEST_TYPED:,} characters")
    return text
