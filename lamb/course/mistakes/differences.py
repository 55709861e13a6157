"""Where two terms differ: in their variables alone, in their brackets alone, or altogether."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from lamb.calculus.reduction import Context
from lamb.calculus.term import App, Free, Lam, Term, Var, preorder
from lamb.course.mistakes.subterms import Subterm, spine

MOST_LEAVES = 100
"""Variables that are told apart one by one; where more of them differ, that is not what is wrong."""


def differences(one: Term, other: Term) -> Iterator[tuple[Subterm, Subterm]]:
    """The subterms at which two terms begin to differ, from left to right: two variables, or two of
    different kinds.
    """
    stack: list[tuple[Term, Context, Term, Context]] = [(one, None, other, None)]
    while stack:
        left, left_context, right, right_context = stack.pop()
        if left is right:
            continue
        at_left, at_right = (left, left_context), (right, right_context)
        match left, right:
            case Lam(_, body), Lam(_, other_body):
                stack.append((body, ("body", *at_left), other_body, ("body", *at_right)))
            case App(fn, arg), App(other_fn, other_arg):
                stack.append((arg, ("arg", *at_left), other_arg, ("arg", *at_right)))
                stack.append((fn, ("fn", *at_left), other_fn, ("fn", *at_right)))
            case _ if left.__class__ is not right.__class__ or left != right:
                yield Subterm(*at_left), Subterm(*at_right)


def distance(one: Term, other: Term, most: int) -> int:
    """The number of nodes that differ, counted no further than *most*."""
    total = 0
    for left, right in differences(one, other):
        total += max(left.node.size, right.node.size)
        if total >= most:
            return most
    return total


def first_difference(expected: Term, found: Term) -> tuple[Subterm, Subterm] | None:
    """The first subterms that differ; an application with more arguments than the other one counts as a
    whole.
    """
    pair = next(differences(expected, found), None)
    if pair is None:
        return None
    one, other = pair
    while (around := one.function_of) and (other_around := other.function_of):
        one, other = around, other_around
    same_length = len(spine(one.node)[1]) == len(spine(other.node)[1])
    return pair if same_length else (one, other)


# ── Variables ─────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Leaf:
    """A variable of two terms of the same shape that means one thing here and another there."""

    expected: Subterm
    found: Subterm

    @property
    def expected_name(self) -> str:
        return _name(self.expected)

    @property
    def found_name(self) -> str:
        return _name(self.found)

    @property
    def renamed_to(self) -> str:
        """The name that the binder of the expected variable has in the other term."""
        match self.expected.node:
            case Var(index):
                return self.found.names[index]
        return self.expected_name

    @property
    def renamed_from(self) -> str:
        """The name that the binder of the found variable has in the term that is right."""
        match self.found.node:
            case Var(index):
                return self.expected.names[index]
        return self.found_name

    @property
    def described(self) -> dict[str, str]:
        """Its names, by what they are called in the words of a mistake."""
        binders = {"renamed": self.renamed_to, "before": self.renamed_from}
        return {"expected": self.expected_name, "found": self.found_name, **binders}

    @property
    def is_captured(self) -> bool:
        """True if it has the right name, but a λ in between binds it."""
        match self.expected.node, self.found.node:
            case (Free(), Var()):
                return self.found_name == self.expected_name
            case (Var(far), Var(near)):
                return near < far and self.found_name in {self.expected_name, self.renamed_to}
        return False

    @property
    def is_left_behind(self) -> bool:
        """True if its binder has a new name, but it has the old one."""
        return self.renamed_to != self.expected_name and self.found_name == self.expected_name

    @property
    def is_of_an_inner_lambda(self) -> bool:
        """True if it was renamed together with an outer λ of its binder's name."""
        match self.expected.node, self.found.node:
            case (Var(near), Var(far)):
                before, after = self.expected.names, self.found.names
                return near < far and before[near] == before[far] == after[near] != after[far]
        return False

    @property
    def is_renamed_alone(self) -> bool:
        """True if its binder has kept its own name."""
        return isinstance(self.expected.node, Var) and self.renamed_to == self.expected_name


def _name(subterm: Subterm) -> str:
    match subterm.node:
        case Var(index):
            return subterm.names[index]
        case Free(name):
            return name
    raise AssertionError("only leaves have names")


def leaves_that_differ(expected: Term, found: Term) -> list[Leaf] | None:
    """The variables that differ, from left to right; None if anything else does too."""
    if expected.size != found.size:
        return None
    leaves: list[Leaf] = []
    for one, other in differences(expected, found):
        if isinstance(one.node, Lam | App) or isinstance(other.node, Lam | App) or len(leaves) == MOST_LEAVES:
            return None
        leaves.append(Leaf(one, other))
    return leaves


# ── Brackets ──────────────────────────────────────────────────────────────────────────


def differ_in_brackets(one: Term, other: Term, *, numbered: bool = False) -> bool:
    """True if both are written with the same names in the same order, but for brackets; if they are
    *numbered*, bound names are the same if they belong to the same λ, whatever its name.
    """
    if one.size != other.size or leaves_that_differ(one, other) is not None:
        return False
    return all(one == other for one, other in zip_longest(_words(one, numbered), _words(other, numbered)))


def _words(term: Term, numbered: bool) -> Iterator[str]:
    """The λs and names of a term in the order of its print; *numbered*, each λ by its number."""
    around: list[str] = []
    count = 0
    for node, depth in preorder(term):
        del around[depth:]
        match node:
            case Lam(hint, _):
                count += 1
                around.append(f"#{count}" if numbered else hint)
                yield "λ" if numbered else f"λ{hint}"
            case Var(index):
                yield around[depth - 1 - index]
            case Free(name):
                yield name
