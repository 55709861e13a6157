"""A step that a student made, as its operator looks at it.

`=a>` and `=b>` look at terms as they are written; for all others every name is unfolded on both
sides, so far as that stays small enough to be searched.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from lamb.calculus.budget import tick
from lamb.calculus.reduction import Path, Rule, contractum
from lamb.calculus.strategies import Strategy
from lamb.calculus.substitution import free_names
from lamb.calculus.term import Term
from lamb.course.derivations.operators import read, unfold
from lamb.course.mistakes.subterms import (
    RULES,
    Redex,
    Subterm,
    bracketed,
    named,
    node_at,
    quote,
    redexes,
    subterms,
)
from lamb.course.mistakes.sugar import dressed, folded, meaning, plain, sweet
from lamb.course.presentation import hints_of
from lamb.course.verdicts import Side, Stretch
from lamb.notation.names import Constructors, remove_names
from lamb.notation.printer import beginning
from lamb.notation.syntax import Abstraction, Expr

MOST_NODES = 2_000
"""Nodes of a term that the wrong rules are tried on; larger ones get the first difference only."""
MOST_REDEXES = 40
"""Redexes that a mistake is looked for at."""
MOST_UNFOLDED = 200_000
"""Nodes of a term with all names unfolded; larger ones are compared as they are written."""

MOST_SEEN, MOST_QUOTED = 20_000, 2_000
"""Nodes of a term that is shown, and of one in a sentence, as a tree; of larger ones the beginning is."""

STRATEGIES = {"n": Strategy.NORMAL, "p": Strategy.APPLICATIVE}


class Environment(NamedTuple):
    """The meanings of names and of sugar, and true if the student writes pairs and lists in brackets."""

    definitions: Mapping[str, Term]
    constructors: Constructors
    sweet: bool


class AttemptedStep:
    """A step from *left* to *right*, read forwards.

    *operator* is the *written* one, turned forwards. *start* and *end* are the terms that are compared.
    With *seen_through*, they have their names unfolded although the operator would not see through them.
    """

    def __init__(
        self, left: Expr, operator: str, right: Expr, environment: Environment, *, seen_through: bool = False
    ) -> None:
        self.step, self.form, self.backwards = read(operator)
        self.written = operator
        self.operator = f"={operator.strip('<=>')}>"
        self.environment = environment
        self.left = plain(left, environment.constructors)
        self.right = plain(right, environment.constructors)
        self.written_start = remove_names(self.left)
        self.written_end = remove_names(self.right)
        self.sees_through = seen_through or self.step not in {"a", "b"}

    # ── the terms ──

    @cached_property
    def seen_start(self) -> Term:
        return self.seen(self.written_start)

    @cached_property
    def seen_end(self) -> Term:
        return self.seen(self.written_end)

    @property
    def start(self) -> Term:
        return self.seen_start if self.sees_through else self.written_start

    @property
    def end(self) -> Term:
        return self.seen_end if self.sees_through else self.written_end

    @property
    def is_small(self) -> bool:
        """True if the costly rules may be tried on it."""
        return max(self.seen_start.size, self.seen_end.size, self.written_start.size) <= MOST_NODES

    def seen(self, term: Term) -> Term:
        """*term* with all its names unfolded, if that is not too large."""
        if not any(self.meaning(name) is not None for name in free_names(term)):
            return term
        unfolded = unfold(term, self.environment.definitions)
        return unfolded if unfolded.size <= MOST_UNFOLDED else term

    def meaning(self, name: str) -> Term | None:
        return meaning(name, self.environment.definitions)

    @cached_property
    def abbreviations(self) -> dict[Term, tuple[str, ...]]:
        """Names by what they mean: those that are written on either side, and then those that their
        definitions use. There are none where nothing is seen through.
        """
        found: dict[Term, tuple[str, ...]] = {}
        if not self.sees_through:
            return found
        names = sorted(free_names(self.written_start) | free_names(self.written_end))
        for name in names:  # grows on the way
            stands_for = self.meaning(name)
            if stands_for is not None:
                names += sorted(free_names(stands_for) - set(names))
                unfolded = self.seen(stands_for)
                if unfolded.size > 1:
                    found[unfolded] = (*found.get(unfolded, ()), name)
        return found

    # ── what its operator does ──

    def redexes(self) -> Iterator[Redex]:
        """The first β-redexes of the left side; the one that a strategy asks for comes before them."""
        for redex in islice(redexes(self.start, STRATEGIES.get(self.step[0])), MOST_REDEXES):
            tick(self.start.size)
            yield redex

    def subterms(self) -> Iterator[Subterm]:
        return subterms(self.start)

    def contractum(self, subterm: Subterm) -> Term | None:
        """The contractum of a subterm by the rule of the operator; None if it is no redex."""
        return contractum(subterm.node, RULES.get(self.step, Rule.BETA))

    def wrote(self, subterm: Subterm, new: Term) -> bool:
        """True if the right side is the left one with *new* in the place of a subterm."""
        tick(new.size)
        size = self.start.size - subterm.node.size + new.size
        return size == self.end.size and subterm.replaced_by(new) == self.end

    # ── other steps ──

    def reversed(self) -> AttemptedStep:
        """The same step from right to left."""
        operator = self.operator if self.backwards else f"<{self.operator[1:-1]}="
        return AttemptedStep(self.right, operator, self.left, self.environment)

    def with_operator(self, operator: str) -> AttemptedStep:
        return AttemptedStep(self.left, operator, self.right, self.environment)

    def seeing_through(self) -> AttemptedStep:
        """The same step, with all names unfolded."""
        return AttemptedStep(self.left, self.operator, self.right, self.environment, seen_through=True)

    # ── pieces of it ──

    def text(self, subterm: Subterm, side: Side = "left") -> str:
        """A part of the left or the right term in quotes, as it is written if it is there."""
        node, there = node_at(self.left if side == "left" else self.right, subterm.path)
        return quote(self._sweet(node)) if there else self.text_of(subterm)

    def hint_at(self, subterm: Subterm) -> str | None:
        """The name, without primes, of the λ that the right side has in the place of a subterm, if any."""
        node, there = node_at(self.right, subterm.path)
        return node.hint.rstrip("'") if there and isinstance(node, Abstraction) else None

    def text_of(self, subterm: Subterm) -> str:
        """A term in quotes, with the names that it has where it stands."""
        return quote(self._sweet(self._named(subterm)))

    def bracketed(self, subterm: Subterm) -> str:
        """A part of the left term in quotes, with the brackets that it is read with."""
        return bracketed(self._named(subterm))

    def show(self, term: Term, *, fold: bool = True) -> Expr:
        """A whole term as a tree, with the student's names for binders and, to *fold* it, for terms.

        But for =a>, a name that a λ on the left side has is none that the student has made up.
        """
        abbreviations = self.abbreviations if fold else {}
        taken = set() if self.step == "a" else hints_of(self.start) | free_names(term)
        return self.plainly(dressed(seen(term), self.right, abbreviations, lambda hint: hint not in taken))

    def plainly(self, term: Term) -> Expr:
        """A whole term as a tree, with the names that it has."""
        return self._sweet(named(seen(term)))

    def as_written(self, term: Term) -> Term:
        """*term* with names for what the right side has names for."""
        return folded(seen(term), self.right, self.abbreviations)

    def _named(self, subterm: Subterm) -> Expr:
        return named(self._folded(seen(subterm.node, MOST_QUOTED)), subterm.names)

    def _folded(self, term: Term) -> Term:
        return folded(seen(term), None, self.abbreviations)

    def _sweet(self, expr: Expr) -> Expr:
        return sweet(expr, self.environment.constructors) if self.environment.sweet else expr

    def place(self, side: Side, path: Path) -> Stretch | None:
        """The stretch of text at the end of a path, or of the nearest part around it that has one."""
        tree = self.left if side == "left" else self.right
        found = (side, tree.start, tree.end) if tree.end else None
        for field in path:
            part = getattr(tree, field, None)
            if part is None:
                break
            tree = part
            if tree.end:
                found = side, tree.start, tree.end
        return found


def seen(term: Term, most: int = MOST_SEEN) -> Term:
    """A term, or the beginning of one whose parts are shared so often that as a tree it never ends."""
    return term if term.size <= most else beginning(term, most)
