"""Subterms: found in a term, taken apart, given names, and quoted; and where two terms differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, zip_longest
from typing import NamedTuple

from lamb.calculus.budget import tick
from lamb.calculus.reduction import Context, Path, Rule, contractum, path_of, places, plug
from lamb.calculus.strategies import ORDERS, Order, Strategy, find
from lamb.calculus.substitution import replace_variables, substitute
from lamb.calculus.term import App, Free, Lam, Term, Var, preorder, spine
from lamb.course.presentation import lambdas_around
from lamb.notation.names import restore_names
from lamb.notation.printer import write
from lamb.notation.syntax import Abstraction, Application, Expr, Name

MOST_VISITED = 20_000
"""Subterms of one term that are visited: homework has some dozens, and no search may hang."""
SMALLEST_REDEX = 4  # nodes: (λx. x) y, or λx. y x
LONGEST_QUOTE = 60  # characters

RULES = {"b": Rule.BETA, "n": Rule.BETA, "p": Rule.BETA, "e": Rule.ETA}
"""The rules of the operators that contract one redex."""


@dataclass(frozen=True, slots=True)
class Subterm:
    """A part of a term, and the context it stands in."""

    node: Term
    context: Context = None

    @property
    def path(self) -> Path:
        return path_of(self.context)

    @property
    def names(self) -> list[str]:
        """The names of the λs around it, the nearest first."""
        return [hint for _, hint in lambdas_around(self.context)]

    @property
    def function_of(self) -> Subterm | None:
        """The application that it is the function of, if it is one."""
        context = self.context
        return Subterm(context[1], context[2]) if context is not None and context[0] == "fn" else None

    def part(self, *fields: str) -> Subterm:
        node, context = self.node, self.context
        for field in fields:
            context = field, node, context
            node = getattr(node, field)
        return Subterm(node, context)

    def replaced_by(self, new: Term) -> Term:
        """The whole term, with *new* in its place."""
        return plug(self.context, new)


class Redex(Subterm):
    """A β-redex (λx. body) arg, and the context it stands in."""

    __slots__ = ()

    @property
    def parts(self) -> tuple[str, Term, Term]:
        """The name of its variable, the body, and the argument."""
        assert isinstance(self.node, App)
        assert isinstance(self.node.fn, Lam)
        return self.node.fn.hint, self.node.fn.body, self.node.arg

    @property
    def contractum(self) -> Term:
        _, body, arg = self.parts
        return substitute(body, arg)

    def path_after(self, part: Subterm) -> Path:
        """The path to a *part* of its body once it is contracted; other paths stay as they are."""
        body, path = (*self.path, "fn", "body"), part.path
        return (*self.path, *path[len(body) :]) if path[: len(body)] == body else path


def subterms(term: Term) -> Iterator[Subterm]:
    """The first subterms, from the outside in and from left to right; the redexes among them as such."""
    for node, context in islice(places(term), MOST_VISITED):
        is_redex = isinstance(node, App) and isinstance(node.fn, Lam)
        yield Redex(node, context) if is_redex else Subterm(node, context)


def redexes(term: Term, strategy: Strategy | None = None) -> Iterator[Redex]:
    """The β-redexes, from the outside in and from left to right; that of a strategy comes first."""
    first = next_by(term, ORDERS[strategy]) if strategy else None
    if first is not None:
        yield first
    path = first and first.path
    yield from (part for part in subterms(term) if isinstance(part, Redex) and part.path != path)


def contractions(term: Term, letter: str) -> Iterator[tuple[Subterm, Term]]:
    """The redexes of the operator b or e, and what they contract to."""
    rule = RULES[letter]
    kind, found = (Lam, Subterm) if rule is Rule.ETA else (App, Redex)
    large_enough = places(term, lambda part, _: part.size >= SMALLEST_REDEX)
    for node, context in islice(large_enough, MOST_VISITED):
        new = contractum(node, rule) if node.__class__ is kind else None
        if new is not None:
            yield found(node, context), new


def contractions_to(end: Term, start: Term, letter: str) -> Iterator[Subterm]:
    """The redexes of *start*, of the operator b or e, whose contraction leads to *end*."""
    for redex, new in contractions(start, letter):
        tick(new.size)
        if start.size - redex.node.size + new.size == end.size and redex.replaced_by(new) == end:
            yield redex


def next_by(term: Term, order: Order) -> Redex | None:
    """The β-redex that comes next in an order."""
    found = find(term, None, order)
    return Redex(found[1], found[2]) if found is not None else None


# ── Terms taken apart and put together ────────────────────────────────────────────────


def binders(term: Term) -> tuple[list[str], Term]:
    """The names of the leading λs, and the body under them."""
    hints = []
    while isinstance(term, Lam):
        hints.append(term.hint)
        term = term.body
    return hints, term


def under(hints: Sequence[str], body: Term) -> Term:
    """*body* under λs, the last of which is the nearest."""
    for hint in reversed(hints):
        body = Lam(hint, body)
    return body


# ── Names ─────────────────────────────────────────────────────────────────────────────


def named(term: Term, names: Sequence[str] = ()) -> Expr:
    """A tree of *term*, whose variables that point out of it are called by the *names*, nearest first."""
    if term.open:
        beyond = [*names, *["…"] * term.open]
        term = replace_variables(term, lambda index, depth: Free(beyond[index - depth]))
    return restore_names(term)


def resolve(name: str, names: Sequence[str]) -> Term:
    """The variable that *name* is under λs with these *names*, nearest first; or a free one."""
    return Var(names.index(name)) if name != "_" and name in names else Free(name)


def node_at(tree: Expr, path: Path) -> tuple[Expr, bool]:
    """The node at the end of a path, and true; or the last one on it that there is, and false."""
    for step in path:
        part = getattr(tree, step, None)
        if part is None:
            return tree, False
        tree = part
    return tree, True


# ── Quotes ────────────────────────────────────────────────────────────────────────────


def quote(expr: Expr | str) -> str:
    """A piece of a term for a sentence, in quotes, and cut off where it gets long."""
    text = expr if isinstance(expr, str) else write(expr, limit=LONGEST_QUOTE)
    return f"“{text}”"


def bracketed(expr: Expr) -> str:
    """*expr* in quotes, with brackets around the parts of its outermost node: “(f f) x”, “λx. (x y)”."""
    match expr:
        case Application(fn, arg):
            return quote(f"{_closed(fn)} {_closed(arg)}")
        case Abstraction(hint, body):
            return quote(f"λ{hint}. {_closed(body)}")
    return quote(expr)


def _closed(expr: Expr) -> str:
    text = write(expr, limit=LONGEST_QUOTE)
    return text if isinstance(expr, Name) else f"({text})"


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


class Leaf(NamedTuple):
    """A variable of two terms of the same shape that means one thing in the *right* one and another in what
    was *written*.

    Its names are those that are *expected* and *found*. The binder of the expected variable is *renamed* in
    what was written, and that of the found one has another name *before*.
    """

    right: Subterm
    written: Subterm
    expected: str
    found: str
    renamed: str
    before: str

    @property
    def is_captured(self) -> bool:
        """True if it has the right name, but a λ in between binds it."""
        match self.right.node, self.written.node:
            case (Free(), Var()):
                return self.found == self.expected
            case (Var(far), Var(near)):
                return near < far and self.found in {self.expected, self.renamed}
        return False

    @property
    def is_left_behind(self) -> bool:
        """True if its binder has a new name, but it has the old one."""
        return self.renamed != self.expected and self.found == self.expected

    @property
    def is_of_an_inner_lambda(self) -> bool:
        """True if it was renamed together with an outer λ of its binder's name."""
        match self.right.node, self.written.node:
            case (Var(near), Var(far)):
                return near < far and self.expected == self.before == self.renamed != self.found
        return False

    @property
    def is_renamed_alone(self) -> bool:
        """True if its binder has kept its own name."""
        return isinstance(self.right.node, Var) and self.renamed == self.expected


def _name(variable: Subterm, there: Subterm) -> str:
    """The name that a variable has, or that its binder has around another place."""
    node = variable.node
    assert isinstance(node, Var | Free)
    return there.names[node.index] if isinstance(node, Var) else node.name


def leaves_that_differ(expected: Term, found: Term) -> list[Leaf] | None:
    """The variables that differ, from left to right; None if anything else does too."""
    if expected.size != found.size:
        return None
    leaves: list[Leaf] = []
    for one, other in differences(expected, found):
        if isinstance(one.node, Lam | App) or isinstance(other.node, Lam | App) or len(leaves) == MOST_LEAVES:
            return None
        places = ((one, one), (other, other), (one, other), (other, one))
        leaves.append(Leaf(one, other, *(_name(variable, there) for variable, there in places)))
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
