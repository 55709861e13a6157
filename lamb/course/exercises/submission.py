"""Exercises of a notebook: a student's definitions or derivation, and what claims have against it.

An exercise that is not done yet raises NotYet, so that it fails whatever runs it (nbgrader, a test); its
message is about the answer, and is shown without a traceback.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, replace
from difflib import get_close_matches
from itertools import chain
from textwrap import wrap

from lamb.calculus.budget import Budget
from lamb.calculus.substitution import free_names, replace_names
from lamb.calculus.term import Free, Term
from lamb.course.derivations.checking import check
from lamb.course.derivations.operators import CLAIMS, Conditions, read
from lamb.course.learning.answer import (
    ANSWER,
    CheckBudget,
    LessonAnswer,
    Meaning,
    entries_of,
    mentions,
    owned,
)
from lamb.course.learning.claims import Claim, claims
from lamb.course.verdicts import Judged, Verdict
from lamb.definitions import Definitions
from lamb.errors import LambError, Place, Source
from lamb.notation.datatypes import definitions_of
from lamb.notation.names import NAME, remove_names
from lamb.notation.parser import parse, parse_expression
from lamb.notation.printer import write
from lamb.notation.spelling import notes_on
from lamb.notation.syntax import Derivation, Spanned
from lamb.prelude import prelude
from lamb.quantities import counted

WIDTH = 90  # columns: pages of feedback do not wrap what is shown here


class NotYet(LambError, AssertionError):
    """An exercise is not done yet; the message tells the student why."""

    def _render_traceback_(self) -> list[str]:
        """The lines that IPython shows in place of a traceback."""
        first, *others = super()._render_traceback_()
        return [*wrap(f"✗ {first}", WIDTH, subsequent_indent="  ", break_on_hyphens=False), *others]


# ── Submission ────────────────────────────────────────────────────────────────────────
# The names of the *library*, which is the prelude and what the exercise gives, mean in claims what they
# always did, whatever the student means by them: a student who has to double cannot redefine `add` for it.
# And a forbidden name is found behind all of the student's definitions.


LARGEST = 20_000  # nodes of all that an answer is made of
SLIP = 0.8  # how alike names are of which one may be a slip: not my-map and my-append


class Submission:
    """A student's definitions of some *names*, and of all that they use; the first is the answer.

    Raises NotYet if one of them is missing, or too large to be looked at.
    """

    def __init__(
        self,
        names: tuple[str, ...],
        definitions: Definitions,
        library: Mapping[str, Term],
        limits: CheckBudget,
    ) -> None:
        self.names = names
        self.entries = definitions.entries
        self.library = library
        self.limits = limits
        for name in names:
            if name not in self.entries:
                raise _missing(name, definitions, library)
        self.uses = {name: _followed(name, definitions) for name in names}
        renamed = {name: Free(owned(name)) for name in self.entries}
        self.own = {
            owned(used): replace_names(definitions[used], renamed) for used in chain(*self.uses.values())
        }

    def answers(self, claim: str) -> list[LessonAnswer]:
        """The answers to a claim: its names are those of the student, whatever the library has.

        But in a claim that says `answer`, the library's names are the library's: `answer n == double n`
        asks whether the student's `double` does what the prelude's does.
        """
        aside = self.library if ANSWER in NAME.findall(claim) else {}
        meanings = {name: self.own[owned(name)] for name in self.names if name not in aside}
        stands_for = {ANSWER: self.own[owned(self.names[0])], **meanings}
        return [self._answer(name, stands_for) for name in self.names]

    def _answer(self, name: str, stands_for: Mapping[str, Term]) -> LessonAnswer:
        own = {owned(used): self.own[owned(used)] for used in self.uses[name]}
        tree = self.entries[name].definition.term
        meaning = Meaning(name, tree, own[owned(name)], own, stands_for, self.own)
        text = "\n".join(map(self._text, self.uses[name]))
        return LessonAnswer(text, self._text(name), lambda: meaning, self.library, self.limits)

    def _text(self, name: str) -> str:
        entry = self.entries[name]
        tree = entry.definition.term
        return Place(entry.place.source, tree.start, tree.end).text or write(tree)

    @property
    def remark(self) -> str | None:
        """A possible reason of a wrong answer: a name that is redefined, or not defined; None if unknown."""
        used = set(chain(*self.uses.values())) - set(self.names)
        if redefined := sorted(used & self.library.keys()):
            return f"this uses “{redefined[0]}” as you have defined it"
        known = {*self.library, *self.entries}
        trees = (self.entries[name].definition.term for name in self.names)
        return next((note for tree in trees for _, note in notes_on(tree, known)), None)


def _followed(name: str, definitions: Definitions) -> list[str]:
    """A name and those of the student's that its definition leads to."""
    todo, found, size = [name], {name}, 0
    for used in todo:
        size += definitions[used].size
        if size > LARGEST:
            raise NotYet(f"{name}: this is too large to be checked: it has more than {LARGEST:,} nodes")
        new = sorted((free_names(definitions[used]) & definitions.entries.keys()) - found)
        found |= {*new}
        todo += new
    return todo


def _missing(name: str, definitions: Definitions, library: Mapping[str, Term]) -> NotYet:
    close = [other for other in definitions.entries if other.casefold() == name.casefold()]
    close = close or get_close_matches(name, definitions.entries, n=1, cutoff=SLIP)
    hint = f"you have “{close[0]}”: is that it?" if close else None
    if not close and name in library:
        hint = "there is one in the prelude, but yours is wanted"
    return NotYet(f"there is no “{name}” yet: define it in the cell above", hint=hint)


# ── Checking ──────────────────────────────────────────────────────────────────────────

EXERCISE_BUDGET = Budget(steps=100_000, nodes=1_000_000, seconds=20)
"""The limits of checking one exercise: the steps and nodes of each reduction, the seconds of all.

Steps decide before seconds do, so that a mark does not depend on how fast a machine is.
"""


def read_claims(lines: tuple[str, ...]) -> tuple[Claim, ...]:
    """The claims that a teacher has written. Raises LambError where one is not understood."""
    source = Source("\n".join(lines), "<check>")
    found = claims(Place(source, 0, len(source.text)))
    if not found:
        raise LambError("nothing is asked here", hint='write what is to hold: .check("is closed")')
    return found


def library(given: str = "") -> Mapping[str, Term]:
    """The meanings of names in claims: the prelude's, and those of the definitions that are *given*.

    Raises LambError where these are not in order.
    """
    definitions = Definitions(prelude())
    source = Source(given, "<given>")
    statements = parse(source).statements
    for statement in statements:
        if not definitions_of(statement):
            place = Place(source, statement.start, statement.end)
            raise LambError("only definitions can be given", place)
    definitions.define(entries_of(source, statements))
    return definitions


def objections(submission: Submission, wanted: tuple[Claim, ...]) -> Iterator[str | None]:
    """The objections to a submission, claim by claim; None where there is none.

    Raises LambError if a claim is not about the student's definitions.
    """
    for claim in wanted:
        submission.limits.resume()
        yield _objection(submission, claim)


def _objection(submission: Submission, claim: Claim) -> str | None:
    text = claim.place.text
    answers = [*zip(submission.names, submission.answers(text), strict=True)]
    if claim.is_of_terms:
        (first, answer), *_ = answers
        if not mentions(text, answer):
            hint = f"write “{first}” in it, or “answer”"
            raise LambError("this claim says nothing of the answer", claim.place, hint)
        about = [name for name in submission.names if name in NAME.findall(text)]
        answers = [(", ".join(about or [first]), answer)]
    for called, answer in answers:
        try:
            refused = claim.refuse(answer)
        except LambError as error:
            refused = str(error)
        if refused:
            return f"{called}: {refused}"
    return None


# ── Derivations ───────────────────────────────────────────────────────────────────────
# Each step is judged again, with the library's meanings of its names: from an `add` of one's own anything
# could be derived.


@dataclass(frozen=True, slots=True)
class Demands:
    """A derivation has to begin with *start*, and to end with *ends*, or else in a normal form.

    It has no more than *most_steps*, and none but these *operators*; where one is None, it does not
    matter. With *strict_alpha*, names of bound variables count. *hint* is how much is said of a mistake,
    from 1 to 3; with *secret_end*, nothing of it says what *ends* is. Raises LambError if something of this
    makes no sense.
    """

    start: str
    operators: tuple[str, ...] | None = None
    most_steps: int | None = None
    ends: str | None = None
    strict_alpha: bool = False
    hint: int = 2
    secret_end: bool = False

    def __post_init__(self) -> None:
        for operator in self.operators or ():
            if operator[:1] not in ("=", "<") or read(operator).step not in CLAIMS:
                known = ", ".join(f"={step}>" for step in CLAIMS)
                raise LambError(f"“{operator}” is no operator of a derivation", hint=f"there are {known}")
        for text in filter(None, (self.start, self.ends)):
            _term(text)


def require(
    place: Place, demands: Demands, definitions: Definitions, library: Mapping[str, Term], budget: Budget
) -> None:
    """Raise NotYet, with a reason, if the derivation whose name is at a place is not what is asked for.

    The *definitions* are the student's; where the *library* has the name, they do not count.
    """
    statements = (one for one in parse(place.source).statements if isinstance(one, Derivation))
    derivation = next((one for one in statements if one.start == place.start), None)
    if derivation is None:
        raise LambError("there is no derivation here", place)
    if unwanted := next(shortcomings(derivation, demands, place), None):
        raise unwanted
    world = Definitions(library)
    world.define(entry for name, entry in definitions.entries.items() if name not in library)
    judged, missed = judged_derivation(derivation, demands, place, world, budget)
    for judgement in filter(None, (*judged.steps, judged.ending)):
        if judgement.verdict is not Verdict.HOLDS:
            told = judgement.told(demands.hint)
            note = _redefined(derivation, definitions.entries.keys() & library.keys())
            hint = "; ".join(filter(None, (note, told.instead)))
            where = judgement.underlined(demands.hint)
            raise NotYet(f"{derivation.name}: {told.message}", where, hint or None)
    if missed is not None:
        raise missed


def judged_derivation(
    derivation: Derivation, demands: Demands, place: Place, world: Definitions, budget: Budget
) -> tuple[Judged, NotYet | None]:
    """The judgements of a derivation, which sees the definitions of its *world*, and the objection to where
    it ends, if that is not where it has to.
    """
    conditions = Conditions(world, strict_alpha=demands.strict_alpha, budget=budget)
    asked = replace(derivation, normalizes=demands.ends is None)
    judged = check(asked, place.source, world.constructors, conditions)
    if demands.ends is None:
        return judged, None
    end, goal = derivation.terms[-1], _term(demands.ends)
    last = remove_names(end)
    if last == goal or conditions.unfold(last) == conditions.unfold(goal):
        return judged, None
    wanted = "another term" if demands.secret_end else f"“{demands.ends}”"
    return judged, _unwanted(f"it has to end with {wanted}", end, derivation, place)


def shortcomings(derivation: Derivation, demands: Demands, place: Place) -> Iterator[NotYet]:
    """The objections to the first term and to the steps, whether these hold or not."""
    if remove_names(derivation.first) != _term(demands.start):
        yield _unwanted(f"it has to begin with “{demands.start}”", derivation.first, derivation, place)
    steps, operators, most = derivation.steps, demands.operators, demands.most_steps
    allowed = {read(operator)._replace(form="") for operator in operators or ()}
    for step in steps:
        if operators is not None and read(step.operator)._replace(form="") not in allowed:
            yield _unwanted(f"only {', '.join(operators)} may be used here", step, derivation, place)
    if most is not None and len(steps) > most:
        what = f"this takes {counted(len(steps), 'step')}, and {most or 'none'} will do"
        yield _unwanted(what, steps[most], derivation, place)


def _unwanted(what: str, where: Spanned, derivation: Derivation, place: Place) -> NotYet:
    return NotYet(f"{derivation.name}: {what}", Place(place.source, where.start, where.end))


def _redefined(derivation: Derivation, names: Set[str]) -> str:
    """A note if the derivation uses one of the names, which the student has redefined; else nothing."""
    free = {name for tree in derivation.terms for name in free_names(remove_names(tree))}
    used = sorted(names & free)
    return f"“{used[0]}” means here what it always does, not what you have defined" if used else ""


def _term(text: str) -> Term:
    return remove_names(parse_expression(Source(text, "<check>")))
