"""What a student has defined for an exercise.

The names of the *library*, which is the prelude and what the exercise gives, mean in claims what they
always did, whatever the student means by them: redefining `add` helps nobody who has to double with it.
And a forbidden name is found behind all of the student's definitions.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cached_property

from lamb.calculus.substitution import free_names, replace_names
from lamb.calculus.term import Free, Term
from lamb.course.exercises.not_yet import NotYet
from lamb.course.learning.answer import ANSWER, Answer, owned
from lamb.course.learning.patience import Patience
from lamb.definitions import Definitions
from lamb.notation.names import NAME
from lamb.notation.printer import write
from lamb.notation.spelling import notes_on
from lamb.notation.syntax import Expr
from lamb.source import Place

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


class Submitted(Answer):
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
