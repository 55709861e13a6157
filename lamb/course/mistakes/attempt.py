"""A step that a student made, as its operator looks at it.

`=a>` and `=b>` look at terms as they are written; for all others every name is unfolded on both
sides, so far as that stays small enough to be searched. Sugar and abbreviations are taken apart to be
compared, and put back to be quoted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from itertools import islice

from lamb.calculus.budget import tick
from lamb.calculus.numerals import church, is_numeral, number_named
from lamb.calculus.recursion import Recursion, unbounded
from lamb.calculus.reduction import LONGEST_NUMERAL, Context, Path, Rule, contractum, plug, unfold
from lamb.calculus.strategies import Strategy
from lamb.calculus.substitution import free_names, hints_of
from lamb.calculus.term import App, Free, Lam, Term
from lamb.course.derivations.operators import read
from lamb.course.mistakes.subterms import RULES, Redex, Subterm, bracketed, named, node_at, quote, redexes
from lamb.course.verdicts import Side, Stretch
from lamb.notation.names import Constructors, remove_names, restore_names, written_at
from lamb.notation.printer import beginning
from lamb.notation.syntax import Abstraction, Application, Expr, ListOf, Local, Name, PairOf

MOST_NODES = 2_000
"""Nodes of a term that the wrong rules are tried on; larger ones get the first difference only."""
MOST_REDEXES = 40
"""Redexes that a mistake is looked for at."""
MOST_UNFOLDED = 200_000
"""Nodes of a term with all names unfolded; larger ones are compared as they are written."""

MOST_SEEN, MOST_QUOTED = 20_000, 2_000
"""Nodes of a term that is shown, and of one in a sentence, as a tree; of larger ones the beginning is."""

STRATEGIES = {"n": Strategy.NORMAL, "p": Strategy.APPLICATIVE}


LONGEST_LIST = 100
"""Items of a list that is written in brackets."""


class AttemptedStep:
    """A step from *left* to *right*, read forwards.

    *operator* is the *written* one, turned forwards. *start* and *end* are the terms that are compared.
    """

    def __init__(
        self,
        left: Expr,
        operator: str,
        right: Expr,
        definitions: Mapping[str, Term],
        constructors: Constructors,
    ) -> None:
        self.step, self.form, self.backwards = read(operator)
        self.written = operator
        self.operator = f"={operator.strip('<=>')}>"
        self.definitions, self.constructors = definitions, constructors
        self.texts = {"left": left, "right": right}
        self.left = _plain(left, constructors)
        self.right = _plain(right, constructors)
        self.written_start = remove_names(self.left)
        self.written_end = remove_names(self.right)
        self.seen_start, self.seen_end = self.seen(self.written_start), self.seen(self.written_end)
        self.start, self.end = self.written_start, self.written_end
        self.sees_through = False
        if self.step not in {"a", "b"}:
            self._see_through()

    # ── the terms ──

    def _see_through(self) -> None:
        self.sees_through, self.start, self.end = True, self.seen_start, self.seen_end

    @property
    def is_small(self) -> bool:
        """True if the costly rules may be tried on it."""
        return max(self.seen_start.size, self.seen_end.size, self.written_start.size) <= MOST_NODES

    def seen(self, term: Term) -> Term:
        """*term* with all its names unfolded, if that is not too large."""
        if not any(self.meaning(name) is not None for name in free_names(term)):
            return term
        unfolded = unfold(term, self.definitions)
        return unfolded if unfolded.size <= MOST_UNFOLDED else term

    def meaning(self, name: str) -> Term | None:
        """The term that a name stands for, if it is a definition's or a numeral that can be written out."""
        if name in self.definitions:
            return self.definitions[name]
        return church(number_named(name)) if is_numeral(name) and len(name) <= LONGEST_NUMERAL else None

    def exposing(self, path: Path) -> Term:
        """The left side as it is written, but with the names unfolded that hide the redex at a path."""
        context: Context = None
        term = self._unfolded(self.written_start)
        for field in (*path, "fn"):
            context, term = (field, term, context), self._unfolded(getattr(term, field))
        return plug(context, term)

    def _unfolded(self, term: Term) -> Term:
        while isinstance(term, Free) and (known := self.meaning(term.name)) is not None:
            term = known
        return term

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
        right, left = self.texts.values()
        return AttemptedStep(left, operator, right, self.definitions, self.constructors)

    def with_operator(self, operator: str) -> AttemptedStep:
        left, right = self.texts.values()
        return AttemptedStep(left, operator, right, self.definitions, self.constructors)

    def seeing_through(self) -> AttemptedStep:
        """The same step, with all names unfolded although its operator does not see through them."""
        other = self.with_operator(self.operator)
        other._see_through()
        return other

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
        return self.plainly(_dressed(seen(term), self.right, abbreviations, lambda hint: hint not in taken))

    def plainly(self, term: Term) -> Expr:
        """A whole term as a tree, with the names that it has."""
        return self._sweet(named(seen(term)))

    def as_written(self, term: Term) -> Term:
        """*term* with names for what the right side has names for."""
        return self._folded(seen(term), self.right)

    def _named(self, subterm: Subterm) -> Expr:
        return named(self._folded(seen(subterm.node, MOST_QUOTED), None), subterm.names)

    def _folded(self, term: Term, like: Expr | None) -> Term:
        """*term* with names for what they abbreviate, except where *like* has it written out."""
        return _dressed(term, like, self.abbreviations, lambda _: False) if self.abbreviations else term

    def _sweet(self, expr: Expr) -> Expr:
        """A tree with its pairs and whole lists in brackets, if the student writes them so."""
        if not any(
            isinstance(part, PairOf | ListOf) for tree in self.texts.values() for part in _parts(tree)
        ):
            return expr
        meant = frozenset(name for name, term in self.constructors.items() if term == Free(name))
        return _sweet(expr, meant)

    def place(self, side: Side, path: Path) -> Stretch | None:
        """The stretch of text at the end of a path, or of what is around it there."""
        part = written_at(self.texts[side], path)
        return (side, part.start, part.end) if part.end else None


def seen(term: Term, most: int = MOST_SEEN) -> Term:
    """A term, or the beginning of one whose parts are shared so often that as a tree it never ends."""
    return term if term.size <= most else beginning(term, most)


# ── Sugar ─────────────────────────────────────────────────────────────────────────────


def _parts(expr: Expr) -> Iterator[Expr]:
    todo = [expr]
    while todo:
        expr = todo.pop()
        yield expr
        match expr:
            case Abstraction(_, body):
                todo.append(body)
            case Application(one, other) | Local(_, one, other) | PairOf(one, other):
                todo += one, other
            case ListOf(items):
                todo += items


def _plain(expr: Expr, constructors: Constructors) -> Expr:
    """*expr* of names, abstractions and applications only."""
    if any(isinstance(part, Local | PairOf | ListOf) for part in _parts(expr)):
        return restore_names(remove_names(expr, constructors))
    return expr


@unbounded
def _sweet(expr: Expr, names: frozenset[str]) -> Recursion[Expr]:
    """A plain tree with its pairs and whole lists in brackets, if the *names* of sugar mean that in it."""
    match expr:
        case Abstraction(hint, body):
            return Abstraction(hint, (yield body, names - {hint}))
        case Application(Application(Name("pair"), fst), snd) if "pair" in names:
            return PairOf((yield fst, names), (yield snd, names))
        case Application(fn, arg):
            items = _items(expr) if {"cons", "nil"} <= names else None
            if items is None:
                return Application((yield fn, names), (yield arg, names))
            written = []
            for item in items:
                written.append((yield item, names))
            return ListOf(tuple(written))
    return expr


def _items(expr: Expr) -> list[Expr] | None:
    """The items of a list that is not empty and ends in nil."""
    items: list[Expr] = []
    while len(items) <= LONGEST_LIST:
        match expr:
            case Application(Application(Name("cons"), item), rest):
                items.append(item)
                expr = rest
            case Name("nil"):
                return items
            case _:
                break
    return None


# ── Names ─────────────────────────────────────────────────────────────────────────────


def _dressed(
    term: Term, like: Expr | None, abbreviations: Mapping[Term, tuple[str, ...]], takes: Callable[[str], bool]
) -> Term:
    """*term* with those hints of the tree *like* that it *takes*, so far as both have λs at the same places,
    and with names for what they abbreviate, except where *like* has it written out.
    """
    sizes = frozenset(meaning.size for meaning in abbreviations)

    def name_of(term: Term, like: Expr | None) -> str | None:
        if term.open or term.size not in sizes or isinstance(like, Abstraction | Application):
            return None
        names = abbreviations.get(term, (None,))
        return like.name if isinstance(like, Name) and like.name in names else names[0]

    @unbounded
    def dress(term: Term, like: Expr | None) -> Recursion[Term]:
        name = name_of(term, like)
        if name is not None:
            return Free(name)
        match term:
            case Lam(hint, body):
                other, inner = (like.hint, like.body) if isinstance(like, Abstraction) else (hint, None)
                return Lam(other if takes(other) else hint, (yield body, inner))
            case App(fn, arg):
                left, right = (like.fn, like.arg) if isinstance(like, Application) else (None, None)
                return App((yield fn, left), (yield arg, right))
        return term

    return dress(term, like)
