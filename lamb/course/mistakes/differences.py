"""Where two terms differ: in their variables alone, in their brackets alone, or altogether."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from lamb.calculus.term import App, Free, Lam, Term, Var
from lamb.course.mistakes.subterms import Subterm, spine

MOST_LEAVES = 100
"""Variables that are told apart one by one; where more of them differ, that is not what is wrong."""


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
        """What the binder of the expected variable is called in the other term."""
        match self.expected.node:
            case Var(index):
                return self.found.names[index]
        return self.expected_name

    @property
    def is_captured(self) -> bool:
        """Whether it has the right name, but a λ in between binds it."""
        match self.expected.node, self.found.node:
            case (Free(), Var()):
                return self.found_name == self.expected_name
            case (Var(far), Var(near)):
                return near < far and self.found_name in {self.expected_name, self.renamed_to}
        return False

    @property
    def is_left_behind(self) -> bool:
        """Whether its binder has a new name, but it has the old one."""
        return self.renamed_to != self.expected_name and self.found_name == self.expected_name

    @property
    def is_of_an_inner_lambda(self) -> bool:
        """Whether an outer λ of its binder's name was renamed, and it with it."""
        match self.expected.node, self.found.node:
            case (Var(near), Var(far)):
                before, after = self.expected.names, self.found.names
                return near < far and before[near] == before[far] == after[near] != after[far]
        return False

    @property
    def is_out_of_step(self) -> bool:
        """Whether it has another name, though its binder has kept its own."""
        return isinstance(self.expected.node, Var) and self.renamed_to == self.expected_name

    @property
    def is_under_new_name(self) -> bool:
        """Whether the λ that captures it has been renamed."""
        return self.binder_before != self.found_name

    @property
    def binder_before(self) -> str:
        """What the λ that captures it is called in the term that is right."""
        assert isinstance(self.found.node, Var)
        return self.expected.names[self.found.node.index]


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
    stack = [(Subterm(expected), Subterm(found))]
    while stack:
        one, other = stack.pop()
        match one.node, other.node:
            case Lam(), Lam():
                stack.append((one.part("body"), other.part("body")))
            case App(), App():
                stack += (one.part("arg"), other.part("arg")), (one.part("fn"), other.part("fn"))
            case ((Var() | Free()), (Var() | Free())):
                if one.node != other.node:
                    leaves.append(Leaf(one, other))
            case _:
                return None
        if len(leaves) > MOST_LEAVES:
            return None
    return leaves


def differ_in_brackets(one: Term, other: Term, *, numbered: bool = False) -> bool:
    """Whether both are written with the same names in the same order, but for brackets; if they are
    *numbered*, bound names count as the same that belong to the same λ, whatever it is called.
    """
    if one.size != other.size or leaves_that_differ(one, other) is not None:
        return False
    return all(one == other for one, other in zip_longest(_words(one, numbered), _words(other, numbered)))


def _words(term: Term, numbered: bool) -> Iterator[str]:
    """The λs and names of a term in the order of its print; *numbered*, each λ by its number."""
    around: list[str] = []
    count = 0
    stack = [(term, 0)]
    while stack:
        node, depth = stack.pop()
        del around[depth:]
        match node:
            case Lam(hint, body):
                count += 1
                around.append(f"#{count}" if numbered else hint)
                yield "λ" if numbered else f"λ{hint}"
                stack.append((body, depth + 1))
            case App(fn, arg):
                stack += (arg, depth), (fn, depth)
            case Var(index):
                yield around[depth - 1 - index]
            case Free(name):
                yield name


def distance(one: Term, other: Term, most: int) -> int:
    """How many nodes are not the same in both, counted no further than *most*."""
    total = 0
    stack = [(one, other)]
    while stack and total < most:
        left, right = stack.pop()
        match left, right:
            case Lam(_, body), Lam(_, other_body):
                stack.append((body, other_body))
            case App(fn, arg), App(other_fn, other_arg):
                stack += (arg, other_arg), (fn, other_fn)
            case _:
                if left.size != right.size or left != right:
                    total += max(left.size, right.size)
    return min(total, most)


def first_difference(expected: Term, found: Term) -> tuple[Subterm, Subterm] | None:
    """The first place where two terms differ, as a place in each; an application with more arguments
    than the other one counts as a whole.
    """
    stack = [(Subterm(expected), Subterm(found), True)]
    while stack:
        one, other, whole = stack.pop()
        match one.node, other.node:
            case Lam(), Lam():
                stack.append((one.part("body"), other.part("body"), True))
            case App(), App():
                if whole and len(spine(one.node)[1]) != len(spine(other.node)[1]):
                    return one, other
                stack.append((one.part("arg"), other.part("arg"), True))
                stack.append((one.part("fn"), other.part("fn"), False))
            case _:
                if one.node != other.node:
                    return one, other
    return None
