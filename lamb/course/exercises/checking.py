"""What claims have against a submission."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lamb.calculus.budget import Budget
from lamb.calculus.term import Term
from lamb.course.exercises.submission import Submission
from lamb.course.learning.answer import Answer
from lamb.course.learning.claims import Claim, claims
from lamb.course.learning.claims.wording import mentions
from lamb.definitions import Definitions, Entry
from lamb.errors import LambError
from lamb.notation.names import NAME
from lamb.notation.parser import parse
from lamb.notation.syntax import Definition
from lamb.prelude import prelude
from lamb.source import Place, Source

PATIENCE = Budget(steps=100_000, nodes=1_000_000, seconds=20)
"""What checking one exercise may take: the steps and nodes for each reduction, the seconds for all.

Steps decide before seconds do, so that a mark does not depend on how fast a machine is.
"""


def read(lines: tuple[str, ...]) -> tuple[Claim, ...]:
    """The claims that a teacher has written. Raises LambError where one is not understood."""
    source = Source("\n".join(lines), "<check>")
    found = claims(Place(source, 0, len(source.text)))
    if not found:
        raise LambError("nothing is asked here", hint='write what is to hold: .check("is closed")')
    return found


def library(given: str = "") -> Mapping[str, Term]:
    """What names mean in claims: the prelude's, and those of the definitions that are *given*.

    Raises LambError where these are not in order.
    """
    definitions = Definitions(prelude())
    source = Source(given, "<given>")
    entries = []
    for statement in parse(source).statements:
        place = Place(source, statement.start, statement.end)
        if not isinstance(statement, Definition):
            raise LambError("only definitions can be given", place)
        entries.append(Entry(statement, place))
    definitions.define(entries)
    return definitions


def objections(submission: Submission, wanted: tuple[Claim, ...]) -> Iterator[str | None]:
    """What is to be said against a submission, claim by claim; None where there is nothing.

    Raises LambError if a claim is about nothing of the student's.
    """
    for claim in wanted:
        submission.patience.again()
        yield _about_terms(submission, claim) if claim.is_of_terms else _about_each(submission, claim)


def _about_terms(submission: Submission, claim: Claim) -> str | None:
    answer = submission.answers(claim.place.text)[0]
    if not mentions(claim.place.text, answer):
        hint = f"write “{submission.names[0]}” in it, or “answer”"
        raise LambError("this claim says nothing of the answer", claim.place, hint)
    about = [name for name in submission.names if name in NAME.findall(claim.place.text)]
    refused = _refused(claim, answer)
    return f"{', '.join(about or submission.names[:1])}: {refused}" if refused else None


def _about_each(submission: Submission, claim: Claim) -> str | None:
    """What is to be said of the first that does not meet it."""
    for answer in submission.answers(claim.place.text):
        if refused := _refused(claim, answer):
            return f"{answer.name}: {refused}"
    return None


def _refused(claim: Claim, answer: Answer) -> str | None:
    try:
        return claim.refuse(answer)
    except LambError as error:
        return str(error)
