"""Terms as textbooks have them: short names, few brackets, and no variable that is bound for nothing.

A term is drawn as a tree with names, by a generator of random numbers that is given. The same generator, in
the same state, draws the same term everywhere.
"""

from __future__ import annotations

from random import Random

from lamb.calculus.recursion import Recursion, unbounded
from lamb.calculus.substitution import pointers
from lamb.calculus.term import App, Free, Lam, Term, Var, nodes
from lamb.notation.syntax import Abstraction, Application, Expr, Name
from lamb.records import Record

FREE = ("a", "b", "c")
ARGUMENTS = ("x", "y", "z", "u", "v", "w")
FUNCTIONS = ("f", "g", "h")

DEEPEST = 4  # λs around a λ that was not asked for
SHADOWING = 0.06  # of the λs bind a name again that a λ around them binds
UNUSED = 0.05  # of the λs may bind a variable that does not occur


class Draft(Record):
    """A tree to be drawn: so many *leaves*, among them the names that *must* occur; *scope* has the names
    that λs around it bind. So many *redexes* are in it, and so many λs at its front.
    """

    leaves: int
    must: tuple[str, ...] = ()
    scope: tuple[str, ...] = ()
    redexes: int = 0
    lambdas: int = 0


class Author:
    """Draws terms. *clashing*: free names may have the names of bound variables."""

    def __init__(self, random: Random, *, clashing: bool) -> None:
        self.random = random
        letters = [*FREE, *random.sample(ARGUMENTS[:3], 2)] if clashing else FREE
        self.free = tuple(random.sample(letters, 3))

    def tree(self, draft: Draft) -> Expr:
        """A tree as it is drafted, or a little larger."""
        return _drawn(self, draft)

    def trap(self, fn: Expr, captures: int) -> None:
        """Let what is drawn from now on have free names that λs of a function bind, if it has so many."""
        binders = []
        while isinstance(fn, Abstraction):
            binders.append(fn.hint)
            fn = fn.body
        if captures and len(binders) > captures:
            self.free = tuple(binders[1:])

    def around(self, tree: Expr) -> Expr:
        """A tree, or one in which it is a part: applied to a name, an argument of one, or below a λ."""
        match self.random.randrange(6):
            case 0:
                return Application(tree, Name(self.random.choice(FREE)))
            case 1:
                return Application(Name(self.random.choice(self.free)), tree)
            case 2:
                return Abstraction(self.random.choice(self.free), tree)
        return tree

    def leaf(self, draft: Draft, *, head: bool = False) -> str:
        """A name that is in scope or free; at the *head* of an application rather that of a function."""
        if draft.must:
            return draft.must[0]
        names = [*draft.scope, *draft.scope, *self.free]
        if head:
            names += [name for name in draft.scope if name in FUNCTIONS] * 3
        return self.random.choice(names)

    def binder(self, draft: Draft) -> str:
        """The name for a new λ."""
        names = ARGUMENTS[:4] if self.random.random() < 0.7 else FUNCTIONS
        taken = () if self.random.random() < SHADOWING else draft.scope
        left = [name for name in names if name not in taken] or [
            name for name in (*ARGUMENTS, *FUNCTIONS) if name not in taken
        ]
        return self.random.choice(left)

    def under(self, draft: Draft, name: str) -> Draft:
        """The draft of the body of a λ."""
        used = (name,) if self.random.random() >= UNUSED else ()
        must = (*(other for other in draft.must if other != name), *used)
        scope = (*(other for other in draft.scope if other != name), name)
        return draft.with_values(
            leaves=max(draft.leaves, len(must)), must=must, scope=scope, lambdas=max(0, draft.lambdas - 1)
        )

    def split(self, draft: Draft) -> tuple[Draft, Draft]:
        """The drafts of the two parts of an application."""
        left = self.random.randint(1, draft.leaves - 1)
        names = self.random.sample(draft.must, len(draft.must))
        least = max(0, len(names) - (draft.leaves - left))
        taken = self.random.randint(least, min(left, len(names)))
        redexes = self.random.randint(0, draft.redexes)
        parts = (left, names[:taken], redexes), (draft.leaves - left, names[taken:], draft.redexes - redexes)
        one, other = (Draft(leaves, tuple(must), draft.scope, inner) for leaves, must, inner in parts)
        return one, other


@unbounded
def _drawn(author: Author, draft: Draft) -> Recursion[Expr]:
    random = author.random
    inside = draft.leaves > 1 and not draft.redexes and len(draft.scope) < DEEPEST and random.random() < 0.2
    if draft.lambdas or inside:
        name = author.binder(draft)
        body = yield author, author.under(draft, name)
        return Abstraction(name, body)
    if draft.leaves == 1:
        return Name(author.leaf(draft))
    if draft.redexes and draft.leaves > 2 and random.random() < 0.7:
        one, other = author.split(draft.with_values(redexes=draft.redexes - 1))
        fn = yield author, one.with_values(lambdas=random.choice((1, 1, 2)), leaves=max(2, one.leaves))
        return Application(fn, (yield author, other))
    one, other = author.split(draft)
    fn = yield author, one
    return Application(fn, (yield author, other))


# ── What no textbook has ──────────────────────────────────────────────────────────────


def is_plain(term: Term, unused: int = 1) -> bool:
    """True if a term is not odd: few of its variables are *unused*, no name is applied to itself, and no
    variable more than once.
    """
    inner = nodes(term)
    applied_to_itself = [node for node in inner if isinstance(node, App) and node.fn == node.arg]
    bound = sum(isinstance(node, Lam) and 0 not in pointers(node.body) for node in inner)
    return (
        bound <= unused
        and len(applied_to_itself) <= 1
        and all(isinstance(node.fn, Var) for node in applied_to_itself)
        and not any(map(_repeats, inner))
    )


def _repeats(node: Term) -> bool:
    """True for `x x x` and `x (x x)`, `f x x` and `x y (x y)`, and for λx. f x."""
    match node:
        case App(App(_, one), other) | App(one, App(_, other)) | App(one, other) if one == other:
            return one.size > 1 or not isinstance(node.fn, Var)
        case Lam(_, App(fn, Var(0))) if isinstance(fn, Var | Free):
            return fn != Var(0)
    return False
