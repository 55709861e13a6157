"""Python values ⇄ terms: numerals, booleans, pairs and lists.

    3            λf x. f (f (f x))         do something three times
    True         λx y. x                   choose the first
    (a, b)       λp. p a b                 hand both to a function
    [a, b]       λc n. c a (c b n)         a list is its own fold from the right

Each `read_…` gives the value back, or None. They read normal forms, up to η: `λx. x` is 1. Lists are read
too where they are made of pairs: λs. s a (λs. s b λs x y. x).
"""

from __future__ import annotations

from collections.abc import Mapping

from lamb.calculus.budget import tick
from lamb.calculus.numerals import LARGEST, church, is_numeral, name_of, number_named, numeral_hints
from lamb.calculus.recursion import Recursion, unbounded
from lamb.calculus.reduction import eta_normal
from lamb.calculus.term import App, Free, Lam, Term, Var, rebuilt
from lamb.errors import EncodingError

TRUE: Term = Lam("x", Lam("y", Var(1)))
FALSE: Term = Lam("x", Lam("y", Var(0)))
NIL: Term = Lam("c", Lam("n", Var(0)))
END: Term = Lam("s", TRUE)
PAIR: Term = Lam("x", Lam("y", Lam("p", App(App(Var(0), Var(2)), Var(1)))))
CONS: Term = Lam(
    "h",
    Lam("t", Lam("c", Lam("n", App(App(Var(1), Var(3)), App(App(Var(2), Var(1)), Var(0)))))),
)
FIX: Term = Lam(
    "f",
    App(
        Lam("x", App(Var(1), App(Var(0), Var(0)))),
        Lam("x", App(Var(1), App(Var(0), Var(0)))),
    ),
)

SUGAR: Mapping[str, Term] = {"pair": PAIR, "cons": CONS, "nil": NIL, "Y": FIX}
"""The terms that the sugar stands for, by the names that the prelude has for it."""


LARGEST_SHORTENED = 20_000  # nodes


def boolean(value: bool) -> Term:
    """λx y. x for true, λx y. y for false."""
    return TRUE if value else FALSE


def pair(fst: Term, snd: Term) -> Term:
    """λp. p fst snd, of closed terms."""
    return Lam("p", App(App(Var(0), fst), snd))


def list_of(items: list[Term]) -> Term:
    """λc n. c item (c … n), of closed terms."""
    body: Term = Var(0)
    for item in reversed(items):
        body = App(App(Var(1), item), body)
    return Lam("c", Lam("n", body))


@unbounded
def encode(value: object) -> Recursion[Term]:
    """The normal form that stands for a value of Python's: natural number, bool, pair or list.

    Terms stand for themselves, inside pairs and lists too. Raises EncodingError for anything else.

    >>> encode((True, 0))
    Lam('p', App(App(Var(0), Lam('x', Lam('y', Var(1)))), Lam('f', Lam('x', Var(0)))))
    """
    match value:
        case Var() | Free() | Lam() | App():
            return value
        case bool():
            return boolean(value)
        case int() if value > LARGEST:
            message = f"a number above {LARGEST:,} is too large to be written out as a term"
            raise EncodingError(message, hint="write it with digits: such a name needs no room")
        case int() if value >= 0:
            return church(value)
        case (fst, snd) if isinstance(value, tuple):
            first = yield (fst,)
            return pair(first, (yield (snd,)))
        case list():
            items = []
            for item in value:
                items.append((yield (item,)))
            return list_of(items)
    hint = "natural numbers, True, False, pairs and lists of them do"
    raise EncodingError(f"{value!r:.60} stands for no term", hint=hint)


def read_numeral(term: Term) -> int | None:
    """The number that a Church numeral stands for. Linear in what is written of it."""
    match term:
        case Free(name) if is_numeral(name):
            return number_named(name)
        case Lam(_, Var(0)):  # λf. f, which is 1 up to η
            return 1
    found = numeral_hints(term)
    return found[0] if found else None


def with_numbers(term: Term) -> Term | None:
    """*term* with numbers for the numerals in it; None if it has none but 0, which is false and nil, and 1.

    >>> from lamb.notation import parse_term
    >>> with_numbers(parse_term("f λf x. f (f (f x))"))
    App(Free('f'), Free('3'))
    """
    found: set[int] = set()

    def number(node: Term) -> Term | None:
        hints = numeral_hints(node) if isinstance(node, Lam) else None
        if hints is None or not hints[0]:
            return None
        found.add(hints[0])
        return Free(name_of(hints[0]))

    named = rebuilt(term, number)
    return named if max(found, default=0) > 1 else None


def read_boolean(term: Term) -> bool | None:
    """The truth value that λx y. x or λx y. y stands for."""
    return True if term == TRUE else False if term == FALSE else None


def read_pair(term: Term) -> tuple[Term, Term] | None:
    """The two parts of λp. p fst snd."""
    match term:
        case Lam(_, App(App(Var(0), fst), snd)) if not fst.open and not snd.open:
            return fst, snd
    return None


def read_list(term: Term) -> list[Term] | None:
    """The items of λc n. c item (c … n)."""
    match term:
        case Lam(_, App(Var(0), item)) if not item.open:  # λc. c item, which is [item] up to η
            return [item]
    items = open_items(term)
    return None if items is None or any(item.open for item in items) else items


def read_chain(term: Term) -> list[Term] | None:
    """The items of λs. s item (λs. s item … λs. true), a list of pairs; None if there are none."""
    items: list[Term] = []
    while term != END:
        tick(1)
        parts = read_pair(term)
        if parts is None:
            return None
        items.append(parts[0])
        term = parts[1]
    return items or None


def open_items(term: Term) -> list[Term] | None:
    """The terms in the place of items of λc n. c item (c … n), whatever they are."""
    match term:
        case Lam(_, Lam(_, body)):
            items: list[Term] = []
            while True:
                tick(1)
                match body:
                    case Var(0):
                        return items
                    case App(App(Var(1), item), body):
                        items.append(item)
                    case _:
                        return None
    return None


def short(term: Term) -> Term:
    """*term* as the readers want it: without η-redexes, unless it is a numeral already, or too large."""
    return term if term.size > LARGEST_SHORTENED or read_numeral(term) is not None else eta_normal(term)
