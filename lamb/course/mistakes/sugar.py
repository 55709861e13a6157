"""Lists, pairs and local definitions: taken apart to be compared, put together to be quoted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Set

from lamb.calculus.numerals import church, is_numeral, number_named
from lamb.calculus.recursion import Recursion, unbounded
from lamb.calculus.reduction import Context, Path, plug
from lamb.calculus.term import App, Free, Lam, Term
from lamb.course.derivations.conditions import LONGEST_NUMERAL
from lamb.notation.names import Constructors, remove_names, restore_names
from lamb.notation.syntax import Abstraction, Application, Expr, ListOf, Local, Name, PairOf

LONGEST_LIST = 100
"""Items of a list that is written in brackets."""


def parts(expr: Expr) -> Iterator[Expr]:
    """All nodes of a tree."""
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


def has_brackets(expr: Expr) -> bool:
    """Whether there are pairs or lists in brackets in a tree."""
    return any(isinstance(part, PairOf | ListOf) for part in parts(expr))


def plain(expr: Expr, constructors: Constructors) -> Expr:
    """*expr* of names, abstractions and applications only; sugar expands to nodes with its own span.

    Where a binder of the user's would catch what the sugar stands for, the names are made anew.
    """
    if not any(isinstance(part, Local | PairOf | ListOf) for part in parts(expr)):
        return expr
    tree = _plain(expr, constructors)
    term = remove_names(expr, constructors)
    return tree if remove_names(tree) == term else restore_names(term)


@unbounded
def _plain(expr: Expr, constructors: Constructors) -> Recursion[Expr]:
    match expr:
        case Name():
            return expr
        case Abstraction(hint, body):
            return _at(expr, Abstraction(hint, (yield body, constructors)))
        case Application(fn, arg):
            return _at(expr, Application((yield fn, constructors), (yield arg, constructors)))
        case Local(hint, value, body):  # (λhint. body) value
            abstraction = _at(expr, Abstraction(hint, (yield body, constructors)))
            return _at(expr, Application(abstraction, (yield value, constructors)))
        case PairOf(fst, snd):  # pair fst snd
            first = _at(
                expr, Application(_constructor("pair", expr, constructors), (yield fst, constructors))
            )
            return _at(expr, Application(first, (yield snd, constructors)))
        case ListOf(items):  # cons item (cons … nil)
            rest = _constructor("nil", expr, constructors)
            for item in reversed(items):
                head = _at(
                    expr, Application(_constructor("cons", expr, constructors), (yield item, constructors))
                )
                rest = _at(expr, Application(head, rest))
            return rest


def _at(where: Expr, expr: Expr) -> Expr:
    expr.at(where.start, where.end)
    return expr


def _constructor(name: str, where: Expr, constructors: Constructors) -> Expr:
    return _at(where, restore_names(constructors[name]))


def sweet(expr: Expr, constructors: Constructors) -> Expr:
    """A plain tree with its pairs and whole lists written as such, if their names mean that in it."""
    kept = tuple(name for name in ("pair", "cons", "nil") if constructors.get(name) == Free(name))
    return _sweet(expr, kept)


@unbounded
def _sweet(expr: Expr, names: tuple[str, ...]) -> Recursion[Expr]:
    match expr:
        case Abstraction(hint, body):
            inside = tuple(name for name in names if name != hint)
            return _at(expr, Abstraction(hint, (yield body, inside)))
        case Application(Application(Name("pair"), fst), snd) if "pair" in names:
            return _at(expr, PairOf((yield fst, names), (yield snd, names)))
        case Application(Application(Name("cons"), _), _) if "cons" in names and "nil" in names:
            items = _items(expr)
            if items is not None:
                written = []
                for item in items:
                    written.append((yield item, names))
                return _at(expr, ListOf(tuple(written)))
    match expr:
        case Application(fn, arg):
            return _at(expr, Application((yield fn, names), (yield arg, names)))
    return expr


def _items(expr: Expr) -> list[Expr] | None:
    """The items of a list that ends in nil."""
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


# ── Folding ─────────────────────────────────────────────────────────────────────────
# Terms made to look like what the student wrote: their names for binders, their abbreviations.


Abbreviations = Mapping[Term, tuple[str, ...]]
"""Closed terms without names in them, and the names that stand for them, the best first."""


def dressed(term: Term, like: Expr, abbreviations: Abbreviations, old: Set[str] = frozenset()) -> Term:
    """*term* with the hints of the tree *like*, so far as both have λs at the same places and the hint is
    not one of the *old* ones, and with names for what they abbreviate, except where *like* has it written
    out.
    """
    return _dressed(term, like, _Wardrobe(abbreviations, lambda hint: hint not in old))


def folded(term: Term, like: Expr | None, abbreviations: Abbreviations) -> Term:
    """The same, with the hints that it has."""
    return _dressed(term, like, _Wardrobe(abbreviations, lambda _: False)) if abbreviations else term


class _Wardrobe:
    """Abbreviations, and which hints are taken over."""

    def __init__(self, abbreviations: Abbreviations, takes: Callable[[str], bool]) -> None:
        self.takes = takes
        self._abbreviations = abbreviations
        self._sizes = frozenset(meaning.size for meaning in abbreviations)

    def name_of(self, term: Term, like: Expr | None) -> str | None:
        """A name for *term*: the one that stands in *like*, if it is one."""
        if term.open or term.size not in self._sizes or isinstance(like, Abstraction | Application):
            return None
        names = self._abbreviations.get(term, (None,))
        return like.name if isinstance(like, Name) and like.name in names else names[0]


@unbounded
def _dressed(term: Term, like: Expr | None, wardrobe: _Wardrobe) -> Recursion[Term]:
    name = wardrobe.name_of(term, like)
    if name is not None:
        return Free(name)
    match term:
        case Lam(hint, body):
            inner = like.body if isinstance(like, Abstraction) else None
            if isinstance(like, Abstraction) and wardrobe.takes(like.hint):
                hint = like.hint
            return Lam(hint, (yield body, inner, wardrobe))
        case App(fn, arg):
            left, right = (like.fn, like.arg) if isinstance(like, Application) else (None, None)
            return App((yield fn, left, wardrobe), (yield arg, right, wardrobe))
    return term


def exposing(term: Term, path: Path, definitions: Mapping[str, Term]) -> Term:
    """*term* with the names unfolded that hide the redex at the end of a path."""
    context: Context = None
    for field in (*path, "fn"):
        term = _unfolded(term, definitions)
        context = field, term, context
        term = getattr(term, field)
    return plug(context, _unfolded(term, definitions))


def _unfolded(term: Term, definitions: Mapping[str, Term]) -> Term:
    while isinstance(term, Free):
        known = meaning(term.name, definitions)
        if known is None:
            return term
        term = known
    return term


def meaning(name: str, definitions: Mapping[str, Term]) -> Term | None:
    """What a name stands for, if it is a definition's or a numeral that can be written out."""
    if name in definitions:
        return definitions[name]
    return church(number_named(name)) if is_numeral(name) and len(name) <= LONGEST_NUMERAL else None
