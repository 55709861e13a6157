"""What is said of a wrong step, in three hints that tell more and more."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import NamedTuple, TypeAlias

from lamb.calculus.budget import tick
from lamb.calculus.reduction import Path
from lamb.calculus.strategies import Strategy
from lamb.calculus.substitution import free_names
from lamb.calculus.term import Lam, Term, nodes
from lamb.course.derivations.conditions import unfold
from lamb.course.mistakes.subterms import Subterm, bracketed, named, node_at, quote, redexes
from lamb.course.mistakes.sugar import dressed, folded, meaning, plain, sweet
from lamb.course.verdicts import Mistake, Side, Stretch
from lamb.notation.names import Constructors, remove_names
from lamb.notation.printer import beginning
from lamb.notation.syntax import Expr

# ── Attempt ─────────────────────────────────────────────────────────────────────────
# A step that somebody made, as its operator looks at it.
#
# `=a>` and `=b>` look at terms as they are written; for all others every name is unfolded on both
# sides, so far as that stays small enough to be searched.


MOST_NODES = 2_000
"""Nodes of a term that the wrong rules are tried on; larger ones get the first difference only."""
MOST_REDEXES = 40
"""Redexes that a mistake is looked for at."""
MOST_UNFOLDED = 200_000
"""Nodes of a term with all names unfolded; larger ones are compared as they are written."""

MOST_SEEN, MOST_QUOTED = 200_000, 2_000
"""Nodes of a term that is shown, and of one in a sentence, as a tree; of larger ones the beginning is."""

STRATEGIES = {"n": Strategy.NORMAL, "p": Strategy.APPLICATIVE}

Maker: TypeAlias = Callable[[], Mistake]


class Environment(NamedTuple):
    """What names stand for, and what sugar does; and who is told how much has been looked at."""

    definitions: Mapping[str, Term]
    constructors: Constructors
    sweet: bool  # whether pairs and lists are to be written in brackets


@dataclass(frozen=True, slots=True)
class WrongStep:
    """What a wrong rule makes of the term at a place, and what is to be said if that was written."""

    subterm: Subterm
    new: Term
    mistake: Maker


class Attempt:
    """A step from *left* to *right*, read forwards.

    *start* and *end* are the terms that are compared. With *seen_through*, they have their names
    unfolded although the operator would not see through them.
    """

    def __init__(
        self, left: Expr, operator: str, right: Expr, environment: Environment, *, seen_through: bool = False
    ) -> None:
        self.step, _, self.form = operator.strip("<=>").partition(":")
        self.operator = f"={operator.strip('<=>')}>"
        self.backwards = operator.startswith("<")
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
        """Whether the costly rules may be tried on it."""
        return max(self.seen_start.size, self.seen_end.size, self.written_start.size) <= MOST_NODES

    def seen(self, term: Term) -> Term:
        """*term* with all its names unfolded, if that is not too large."""
        if not any(self.meaning(name) is not None for name in free_names(term)):
            return term
        unfolded = unfold(term, self.environment.definitions)
        return unfolded if unfolded.size <= MOST_UNFOLDED else term

    def meaning(self, name: str) -> Term | None:
        """What a name stands for, if it is a definition's or a numeral that can be written out."""
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

    def wrote(self, guess: WrongStep) -> bool:
        """Whether the right side is what a wrong rule makes of the left one."""
        tick(guess.new.size)
        whole = self.start.size - guess.subterm.node.size + guess.new.size
        return whole == self.end.size and guess.subterm.filled(guess.new) == self.end

    def redexes(self) -> Iterator[Subterm]:
        """The first β-redexes of the left side; the one that a strategy asks for comes before them."""
        for redex in islice(redexes(self.start, STRATEGIES.get(self.step[0])), MOST_REDEXES):
            tick(self.start.size)
            yield redex

    def as_written(self, term: Term) -> Term:
        """*term* with names for what the right side has names for."""
        return folded(_seen(term), self.right, self.abbreviations)

    # ── other steps ──

    def reversed(self) -> Attempt:
        """The same step from right to left."""
        operator = self.operator if self.backwards else f"<{self.operator[1:-1]}="
        return Attempt(self.right, operator, self.left, self.environment)

    def with_operator(self, operator: str) -> Attempt:
        """The same two terms with another operator."""
        return Attempt(self.left, operator, self.right, self.environment)

    def seeing_through(self) -> Attempt:
        """The same step, with all names unfolded."""
        return Attempt(self.left, self.operator, self.right, self.environment, seen_through=True)

    def going_on_from(self, term: Term, operator: str) -> Attempt:
        """The step from another term to the same right one."""
        return Attempt(named(self.folded(term)), operator, self.right, self.environment)

    # ── pieces of it ──

    def text(self, subterm: Subterm) -> str:
        """A part of the left term in quotes, as it is written if it is there."""
        node, there = node_at(self.left, subterm.path)
        return self._quote(node) if there else self.text_of(subterm.node, subterm.names)

    def text_right(self, subterm: Subterm) -> str:
        """A part of the right term in quotes, as it is written if it is there."""
        node, there = node_at(self.right, subterm.path)
        return self._quote(node) if there else self.text_of(subterm.node, subterm.names)

    def text_of(self, term: Term, names: list[str]) -> str:
        """A term in quotes that stands under λs with these names."""
        return self._quote(named(self.folded(_seen(term, MOST_QUOTED)), names))

    def bracketed(self, subterm: Subterm) -> str:
        """How a part of the left term is read, in quotes."""
        return bracketed(named(self.folded(_seen(subterm.node, MOST_QUOTED)), subterm.names))

    def show(self, term: Term) -> Expr:
        """A whole term as a tree, with the student's names: for binders, and for what they unfold to."""
        return self._sweet(named(dressed(_seen(term), self.right, self.abbreviations, self._old_hints)))

    def show_written(self, term: Term) -> Expr:
        """A whole term as a tree, with the student's names for binders, and nothing folded."""
        return self._sweet(named(dressed(_seen(term), self.right, {}, self._old_hints)))

    @cached_property
    def _old_hints(self) -> frozenset[str]:
        """What λs are called on the left side, so that the student has not made it up: but for =a>."""
        found = (node.hint for node in nodes(self.start) if isinstance(node, Lam))
        return frozenset(() if self.step == "a" else found)

    def quoted(self, term: Term) -> str:
        """A whole term in quotes, with the student's names."""
        return quote(self.show(_seen(term, MOST_QUOTED)))

    def show_as_it_is(self, term: Term) -> Expr:
        """A whole term as a tree, with the names that it has for its binders."""
        return self._sweet(named(self.as_written(term)))

    def folded(self, term: Term) -> Term:
        """*term* with names for what the student has names for."""
        return folded(_seen(term), None, self.abbreviations)

    def _quote(self, expr: Expr) -> str:
        return quote(self._sweet(expr))

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

    def place_in_contractum(self, redex: Subterm, subterm: Subterm) -> Stretch | None:
        """Where a part of a redex's body is in the right term."""
        path = redex.path
        return self.place("right", (*path, *subterm.path[len(path) + 2 :]))


def _seen(term: Term, most: int = MOST_SEEN) -> Term:
    """A term, or the beginning of one whose parts are shared so often that as a tree it never ends."""
    return term if term.size <= most else beginning(term, most)
