"""What is made: an exercise, and what is asked for when one is made."""

from __future__ import annotations

from lamb.calculus.substitution import replace_names
from lamb.calculus.term import Free, Term, nodes
from lamb.classroom.making.difficulty import Difficulty, Wanted
from lamb.records import Record, value


class Distractor(Record):
    """A wrong answer, the kind of the *mistake* that leads to it, and what that is in words."""

    text: str
    mistake: str
    what: str


class MadeExercise(Record):
    """An exercise: a *task* about what is *given*, and its *answer*.

    The *rows* are a derivation that leads there, each an operator and a term. Where there are none, the
    answer is a definition, and the *asks* are the conditions that it has to meet (as in
    `lamb/course/lessons/README.md`). No two exercises of a series have the same *key*.
    """

    kind: str
    task: str
    given: str
    answer: str
    difficulty: Difficulty
    rows: tuple[tuple[str, str], ...] = ()
    asks: tuple[str, ...] = ()
    distractors: tuple[Distractor, ...] = ()
    key: object = value(default=None, hidden=True)


class Request(Record):
    """What is asked for: a difficulty, and so many distractors."""

    wanted: Wanted
    distractors: int = 3


def numbered(term: Term) -> Term:
    """The term with its free names numbered as they come: the same for two that differ in names only."""
    order: dict[str, Term] = {}
    for node in nodes(term):
        if isinstance(node, Free):
            order.setdefault(node.name, Free(str(len(order))))
    return replace_names(term, order)
