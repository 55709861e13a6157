"""Pieces of trees: found, named and quoted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, starmap

from lamb.calculus.reduction import Context, Path, Rule, contractum, path_of, places, plug
from lamb.calculus.strategies import ORDERS, Order, Strategy, find
from lamb.calculus.substitution import replace_variables
from lamb.calculus.term import App, Free, Lam, Term, Var
from lamb.notation.names import restore_names
from lamb.notation.printer import write
from lamb.notation.syntax import Abstraction, Application, Expr, Name

LONGEST_QUOTE = 60  # characters


def node_at(tree: Expr, path: Path) -> tuple[Expr, bool]:
    """The node at the end of a path, and true; or the last one on it that there is, and false."""
    for step in path:
        part = getattr(tree, step, None)
        if part is None:
            return tree, False
        tree = part
    return tree, True


def named(term: Term, names: Sequence[str] = ()) -> Expr:
    """A tree of *term*, whose variables that point out of it are called by the *names*, nearest first."""
    if term.open:
        term = replace_variables(term, lambda index, depth: Free(_name(names, index - depth)))
    return restore_names(term)


def _name(names: Sequence[str], number: int) -> str:
    return names[number] if number < len(names) else "…"


def resolve(name: str, names: Sequence[str]) -> Term:
    """What *name* means under λs with these *names*, nearest first."""
    return Var(names.index(name)) if name != "_" and name in names else Free(name)


def under(hints: Sequence[str], body: Term) -> Term:
    """*body* under λs, the last of which is the nearest."""
    for hint in reversed(hints):
        body = Lam(hint, body)
    return body


def quote(expr: Expr | str) -> str:
    """A piece of a term for a sentence, in quotes, and cut off where it gets long."""
    text = expr if isinstance(expr, str) else write(expr, limit=LONGEST_QUOTE)
    return f"“{text}”"


def bracketed(expr: Expr) -> str:
    """How the outermost node of *expr* is read, in quotes: “(f f) x”, “λx. (x y)”."""
    match expr:
        case Application(fn, arg):
            return quote(f"{_closed(fn)} {_closed(arg)}")
        case Abstraction(hint, body):
            return quote(f"λ{hint}. {_closed(body)}")
    return quote(expr)


def _closed(expr: Expr) -> str:
    text = write(expr, limit=LONGEST_QUOTE)
    return text if isinstance(expr, Name) else f"({text})"


# ── Places ──────────────────────────────────────────────────────────────────────────
# Places in a term, and the redexes among them.


MOST_VISITED = 20_000
"""Nodes that are looked at for redexes: homework has some dozens, and no search may hang."""


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
        """What the λs around it are called, the nearest first."""
        names = []
        context = self.context
        while context is not None:
            if isinstance(context[1], Lam):
                names.append(context[1].hint)
            context = context[2]
        return names

    def part(self, *fields: str) -> Subterm:
        """The place of one of its parts."""
        node, context = self.node, self.context
        for field in fields:
            context = field, node, context
            node = getattr(node, field)
        return Subterm(node, context)

    def filled(self, new: Term) -> Term:
        """The whole term, with *new* at this place."""
        return plug(self.context, new)


def subterms(term: Term) -> Iterator[Subterm]:
    """The first places in a term, from the outside in and from left to right."""
    return starmap(Subterm, islice(places(term), MOST_VISITED))


def is_redex(term: Term) -> bool:
    """Whether *term* itself is a β-redex."""
    return isinstance(term, App) and isinstance(term.fn, Lam)


def beta(redex: Term) -> Term:
    """What a β-redex contracts to."""
    new = contractum(redex, Rule.BETA)
    assert new is not None, "only redexes are contracted"
    return new


def redexes(term: Term, strategy: Strategy | None = None) -> Iterator[Subterm]:
    """The β-redexes, from the outside in and from left to right; a strategy's own comes first."""
    first = next_by(term, ORDERS[strategy]) if strategy else None
    if first is not None:
        yield first
    path = first.path if first is not None else None
    for subterm in subterms(term):
        if is_redex(subterm.node) and (path is None or subterm.path != path):
            yield subterm


def eta_redexes(term: Term) -> Iterator[tuple[Subterm, Term]]:
    """The η-redexes, and what they contract to."""
    for subterm in subterms(term):
        new = contractum(subterm.node, Rule.ETA)
        if new is not None:
            yield subterm, new


def next_by(term: Term, order: Order) -> Subterm | None:
    """The β-redex that comes next in an order."""
    found = find(term, None, order)
    return Subterm(found[1], found[2]) if found is not None else None


def spine(term: Term) -> tuple[Term, list[Term]]:
    """The head of an application, and its arguments."""
    args = []
    while isinstance(term, App):
        args.append(term.arg)
        term = term.fn
    return term, args[::-1]


def applied(head: Term, args: Sequence[Term]) -> Term:
    """*head* applied to arguments."""
    for arg in args:
        head = App(head, arg)
    return head


def binders(term: Term) -> tuple[list[str], Term]:
    """What the leading λs are called, and the body under them."""
    hints = []
    while isinstance(term, Lam):
        hints.append(term.hint)
        term = term.body
    return hints, term
