"""The claim that an answer is the next step of a reduction."""

from __future__ import annotations

from lamb.calculus.strategies import Strategy
from lamb.course.learning.answer import Answer
from lamb.course.learning.claims.wording import Refusal
from lamb.course.learning.stretches import term_at
from lamb.course.walk import Walk
from lamb.errors import ParseError
from lamb.source import Place

LONGEST = 500  # characters of a step


def next_step(place: Place, strategy: Strategy = Strategy.NORMAL) -> Refusal:
    """The answer is what the next step leads to; names of bound variables do not count."""
    term = term_at(place)

    def refuse(answer: Answer) -> str | None:
        if len(answer.line) > LONGEST:
            raise ParseError(f"no step here has {len(answer.line):,} characters")
        reply = Walk(term, answer.library, strategy=strategy).ask(answer.line)
        if reply.right:
            return None
        return reply.mistake.message(2) if reply.mistake else "this is not the next step"

    return refuse
