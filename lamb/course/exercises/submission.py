"""What a student is told who is not there yet.

It fails whatever checks it (nbgrader, a test), and says what is wrong with the answer; nobody wants to
see where in our code it was found out.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cached_property
from textwrap import wrap

from lamb.calculus.budget import Budget
from lamb.calculus.substitution import free_names, replace_names
from lamb.calculus.term import Free, Term
from lamb.course.derivations.checking import check
from lamb.course.derivations.conditions import Conditions
from lamb.course.derivations.operators import CLAIMS, read
from lamb.course.learning.answer import ANSWER, LessonAnswer, Patience, owned
from lamb.course.learning.claims import Claim, claims
from lamb.course.learning.wording import counted, mentions
from lamb.course.verdicts import Judgement, Verdict
from lamb.definitions import Definitions, Entry
from lamb.errors import LambError, Place, Source
from lamb.notation.names import NAME, notes_on, remove_names
from lamb.notation.parser import parse, parse_expression
from lamb.notation.printer import write
from lamb.notation.syntax import Definition, Derivation, Expr, Spanned
from lamb.prelude import prelude

WIDTH = 90  # columns: pages of feedback do not wrap what is shown here


class NotYet(LambError, AssertionError):
    """An exercise is not done yet: the message says why, in words for whoever does it."""

    def _render_traceback_(self) -> list[str]:
        """What IPython shows in place of a traceback."""
        first, *others = super()._render_traceback_()
        return [*wrap(f"✗ {first}", WIDTH, subsequent_indent="  ", break_on_hyphens=False), *others]


# ── Submission ──────────────────────────────────────────────────────────────────────
# What a student has defined for an exercise.
#
# The names of the *library*, which is the prelude and what the exercise gives, mean in claims what they
# always did, whatever the student means by them: redefining `add` helps nobody who has to double with it.
# And a forbidden name is found behind all of the student's definitions.


LARGEST = 20_000  # nodes of all that an answer is made of
SLIP = 0.8  # how alike names are of which one may be a slip: not my-map and my-append


class Submission:
    """The definitions of some *names* by a student, and of all that they use; the first is the answer.

    Raises NotYet if one of them is missing, or too large to be looked at.
    """

    def __init__(
        self,
        names: tuple[str, ...],
        definitions: Definitions,
        library: Mapping[str, Term],
        patience: Patience,
    ) -> None:
        self.names = names
        self.definitions = definitions
        self.library = library
        self.patience = patience
        for name in names:
            if name not in definitions.entries:
                raise _missing(name, definitions, library)
        self.uses = {name: self._followed(name) for name in names}

    def _followed(self, name: str) -> list[str]:
        """A name and those of the student's that its definition leads to."""
        found, size = [name], 0
        for used in found:
            size += self.definitions[used].size
            if size > LARGEST:
                raise NotYet(f"{name}: this is too large to be checked: it has more than {LARGEST:,} nodes")
            new = free_names(self.definitions[used]) & self.definitions.entries.keys()
            found += sorted(new - set(found))
        return found

    def meaning(self, name: str) -> Term:
        """What the student means by a name, with the student's own names as nobody can type them."""
        own = {used: Free(owned(used)) for used in self.definitions.entries}
        return replace_names(self.definitions[name], own)

    def answers(self, claim: str) -> list[Submitted]:
        """What was submitted, for a claim: its names are those of the student, whatever the library has.

        But in a claim that says `answer`, the library's names are the library's: `answer n == double n`
        asks whether the student's `double` does what the prelude's does.
        """
        aside = self.library if ANSWER in NAME.findall(claim) else {}
        meanings = {name: self.own[owned(name)] for name in self.names if name not in aside}
        stands_for = {ANSWER: self.own[owned(self.names[0])], **meanings}
        return [Submitted(name, self, stands_for) for name in self.names]

    @cached_property
    def own(self) -> Mapping[str, Term]:
        used = {name for names in self.uses.values() for name in names}
        return {owned(name): self.meaning(name) for name in used}

    @property
    def remark(self) -> str | None:
        """What may explain that it is wrong: names that the student has given another meaning, or none."""
        used = {name for names in self.uses.values() for name in names}
        redefined = sorted(name for name in used - set(self.names) if name in self.library)
        if redefined:
            return f"this uses “{redefined[0]}” as you have defined it"
        known = {*self.library, *self.definitions.entries}
        trees = (self.definitions.entries[name].definition.term for name in self.names)
        return next((note for tree in trees for _, note in notes_on(tree, known)), None)


class Submitted(LessonAnswer):
    """What is submitted under one *name*: an answer to a claim in which some names *stand for* terms."""

    def __init__(self, name: str, submission: Submission, stands_for: Mapping[str, Term]) -> None:
        super().__init__(submission.library, submission.patience)
        self.submission = submission
        self._name = name
        self._stands_for = stands_for

    @property
    def name(self) -> str:
        return self._name

    @property
    def tree(self) -> Expr:
        return self.submission.definitions.entries[self.name].definition.term

    @property
    def line(self) -> str:
        return self._text(self.name)

    @property
    def text(self) -> str:
        return "\n".join(map(self._text, self.submission.uses[self.name]))

    def _text(self, name: str) -> str:
        entry = self.submission.definitions.entries[name]
        tree = entry.definition.term
        return Place(entry.place.source, tree.start, tree.end).text or write(tree)

    @cached_property
    def own(self) -> Mapping[str, Term]:
        return {owned(name): self.submission.own[owned(name)] for name in self.submission.uses[self.name]}

    @property
    def term(self) -> Term:
        return self.own[owned(self.name)]

    @cached_property
    def definitions(self) -> Mapping[str, Term]:
        return ChainMap(self.submission.own, self.library)  # type: ignore[arg-type]  # it is only read

    @property
    def stands_for(self) -> Mapping[str, Term]:
        return self._stands_for


def _missing(name: str, definitions: Definitions, library: Mapping[str, Term]) -> NotYet:
    close = get_close_matches(name, definitions.entries, n=1, cutoff=SLIP)
    hint = f"you have “{close[0]}”: is that it?" if close else None
    if not close and name in library:
        hint = "there is one in the prelude, but yours is wanted"
    return NotYet(f"there is no “{name}” yet: define it in the cell above", hint=hint)


# ── Checking ────────────────────────────────────────────────────────────────────────
# What claims have against a submission.


PATIENCE = Budget(steps=100_000, nodes=1_000_000, seconds=20)
"""What checking one exercise may take: the steps and nodes for each reduction, the seconds for all.

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


def _refused(claim: Claim, answer: LessonAnswer) -> str | None:
    try:
        return claim.refuse(answer)
    except LambError as error:
        return str(error)


# ── Derivation ──────────────────────────────────────────────────────────────────────
# What an exercise asks of a derivation: where it begins, by which steps it goes, and where it ends.
#
# Each step is judged again, with what the library means by its names: from an `add` of one's own
# anything could be derived.


@dataclass(frozen=True, slots=True)
class Demands:
    """A derivation has to begin with *start*, and to end with *ends*, or else in a normal form.

    It has no more than *most_steps*, and none but these *operators*; where one is None, it does not
    matter. With *strict_alpha*, names of bound variables count. *hint* is how much is said of a mistake,
    from 1 to 3. Raises LambError if something of this makes no sense.
    """

    start: str
    operators: tuple[str, ...] | None = None
    most_steps: int | None = None
    ends: str | None = None
    strict_alpha: bool = False
    hint: int = 2

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
    derivation = _written_at(place)
    seen = Definitions(library)
    seen.define(entry for name, entry in definitions.entries.items() if name not in library)
    work = _Work(
        derivation, place, demands, Conditions(seen, strict_alpha=demands.strict_alpha, budget=budget)
    )
    work.begins()
    work.goes()
    derivation = replace(derivation, normalizes=demands.ends is None)
    judged = check(derivation, place.source, seen.constructors, work.conditions)
    redefined = definitions.entries.keys() & library.keys()
    for judgement in [*judged.steps, *([judged.ending] if judged.ending else [])]:
        if judgement.verdict is not Verdict.HOLDS:
            raise work.flawed(judgement, redefined)
    work.ends()


def _written_at(place: Place) -> Derivation:
    for statement in parse(place.source).statements:
        if isinstance(statement, Derivation) and statement.start == place.start:
            return statement
    raise LambError("there is no derivation here", place)


def _term(text: str) -> Term:
    return remove_names(parse_expression(Source(text, "<check>")))


@dataclass(frozen=True, slots=True)
class _Work:
    """A derivation, the *place* of its name, and what is asked of it."""

    derivation: Derivation
    place: Place
    demands: Demands
    conditions: Conditions

    def begins(self) -> None:
        if remove_names(self.derivation.first) != _term(self.demands.start):
            raise self._objection(f"it has to begin with “{self.demands.start}”", self.derivation.first)

    def goes(self) -> None:
        """By the steps that are allowed."""
        steps, operators, most = self.derivation.steps, self.demands.operators, self.demands.most_steps
        allowed = {read(operator)._replace(form="") for operator in operators or ()}
        for step in steps:
            if operators is not None and read(step.operator)._replace(form="") not in allowed:
                raise self._objection(f"only {', '.join(operators)} may be used here", step)
        if most is not None and len(steps) > most:
            raise self._objection(
                f"this takes {counted(len(steps), 'step')}, and {most or 'none'} will do", steps[most]
            )

    def ends(self) -> None:
        """With what is wanted: that term, or one that differs by definitions."""
        if self.demands.ends is None:
            return
        steps = self.derivation.steps
        last = steps[-1].term if steps else self.derivation.first
        goal = _term(self.demands.ends)
        unfold = self.conditions.unfold
        if remove_names(last) != goal and unfold(remove_names(last)) != unfold(goal):
            raise self._objection(f"it has to end with “{self.demands.ends}”", last)

    def flawed(self, judgement: Judgement, redefined: Set[str]) -> NotYet:
        """What is wrong with a step, or with the last term."""
        mistake = judgement.mistake
        message = mistake.message(min(self.demands.hint, 2)) if mistake else judgement.reason
        place = judgement.place
        if mistake and mistake.place and self.demands.hint > 1 and mistake.place[1] < mistake.place[2]:
            place = Place(self.place.source, *mistake.place[1:])
        hint = mistake.now if mistake and self.demands.hint > 2 else ""
        if used := sorted(redefined & self._names()):
            hint = f"“{used[0]}” means here what it always does, not what you have defined; {hint}".rstrip(
                "; "
            )
        return NotYet(f"{self.derivation.name}: {message}", place, hint or None)

    def _names(self) -> set[str]:
        """The free names in it."""
        terms = [self.derivation.first, *(step.term for step in self.derivation.steps)]
        return {name for term in terms for name in free_names(remove_names(term))}

    def _objection(self, what: str, where: Spanned) -> NotYet:
        return NotYet(f"{self.derivation.name}: {what}", Place(self.place.source, where.start, where.end))
