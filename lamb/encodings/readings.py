"""Readings: everything that an answer can stand for.

`λx y. y` is zero, and false, and the empty list: a term does not say which encoding was meant, so
all are given and none is guessed. The items of a list are read alike (all as numbers, or all as
booleans) where they can be; the parts of a pair are read each on its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice, product, takewhile
from typing import TypeAlias

from lamb.calculus.budget import tick
from lamb.calculus.numerals import is_numeral, name_of, number_named, written_size
from lamb.calculus.recursion import Recursion, unbounded
from lamb.calculus.term import App, Lam, Term
from lamb.encodings.constructed import NO_TYPES, Types, read_made
from lamb.encodings.values import END, read_boolean, read_chain, read_list, read_numeral, read_pair, short
from lamb.notation.names import remove_names
from lamb.notation.syntax import Application, DataType, Expr, ListOf, Name, PairOf

MOST_READINGS = 16
HANDFUL = 5  # readings that are shown
LITERALS = ("true", "false", "nil")  # besides numerals, pairs and lists
DEEPEST = 100  # pairs and lists in each other
LARGEST = 2_000_000  # nodes of a term that is looked into, unless it is a numeral

NumberIn: TypeAlias = Callable[[Term], int | None]
"""The number that a term is in some encoding, or None."""


class Reading(str):
    """The text of something that a term can be read as; *kind* is its type, *value* is it in Python."""

    kind: str
    value: object

    def __new__(cls, text: str, kind: str, value: object) -> Reading:
        reading = super().__new__(cls, text)
        reading.kind = kind
        reading.value = value
        return reading


class Readings(tuple[Reading, ...]):
    """The first readings of a term, and how many *more* there are."""

    more: int

    def __new__(cls, found: Iterable[Reading] = (), more: int = 0) -> Readings:
        readings = super().__new__(cls, found)
        readings.more = more
        return readings

    @property
    def values(self) -> Readings:
        """Those that are no names, if there are any."""
        return Readings((reading for reading in self if reading.kind != "name"), self.more) or self

    def listed(self, *but: str) -> str:
        """A handful of them but those that are said already, and how many more there are.

        >>> Readings([Reading("0", "nat", 0), Reading("nil", "list", [])], more=2).listed("0")
        'nil, … and 2 more'
        """
        others = [reading for reading in self if reading not in but]
        more = len(others[HANDFUL:]) + self.more
        return ", ".join(others[:HANDFUL]) + (f", … and {more:,} more" if more else "")


def readings(
    term: Term,
    names: Iterable[str] = (),
    typed: Reading | None = None,
    types: Types = NO_TYPES,
    number_in: NumberIn = read_numeral,
) -> Readings:
    """All that a normal form can be read as: numbers, booleans, lists, pairs, data; then its names.

    *names* are those of the definitions whose normal form it is. What was *typed*, where it is a value as it
    stands, comes first. *number_in* says which terms are numbers. Sixteen at most, and how many more there
    are; linear in the size.

    >>> from lamb.notation import parse_term
    >>> readings(parse_term("λx y. y"))
    ('0', 'false', 'nil')
    >>> readings(parse_term("λp. p (λx y. x) (λx. x)"))
    ('(true, 1)',)
    """
    if term.size > LARGEST and number_in(term) is None and written_size(term) > LARGEST:
        return Readings()
    found, count = _readings(term, DEEPEST, types, number_in)
    if not found:
        found, count = _readings(short(term), DEEPEST, types, number_in)
    if typed is not None:
        found = [typed, *(reading for reading in found if reading != typed)]
    found += [Reading(name, "name", name) for name in names if name not in found]
    return Readings(found[:MOST_READINGS], max(count, len(found)) - len(found[:MOST_READINGS]))


@unbounded
def literal(
    expr: Expr, types: Types = NO_TYPES, meant: Callable[[Expr], Term] = remove_names
) -> Recursion[Reading | None]:
    """The value that is written out in *expr*, of data *types*, too; None if it is not one. *meant* gives
    the term of an expression.

    >>> from lamb.errors import Source
    >>> from lamb.notation.parser import parse_expression
    >>> literal(parse_expression(Source("(false, [1, 2])")))
    '(false, [1, 2])'
    """
    match expr:
        case Name("true" | "false" as word):
            return Reading(word, "bool", word == "true")
        case Name("nil"):
            return Reading("nil", "list", [])
        case Name(word) if is_numeral(word):
            return Reading(word, "nat", number_named(word))
        case PairOf(fst, snd):
            first = yield fst, types, meant
            second = yield snd, types, meant
            return _pair((first, second)) if first is not None and second is not None else None
        case ListOf(items) if items:
            values = []
            for item in items:
                values.append((yield item, types, meant))
            return None if None in values else _list(values)
        case Name() | Application() if types and (data := _made_by(expr, types)):
            made = read_made(meant(expr), data, types)
            return None if made is None else Reading(made.text, data.name, made.value)
    return None


def _made_by(expr: Expr, types: Types) -> DataType | None:
    """The data type whose constructor is applied in *expr*."""
    while isinstance(expr, Application):
        tick(1)
        expr = expr.fn
    if not isinstance(expr, Name):
        return None
    name = expr.name
    return next((data for data in types.values() if any(name == one.name for one in data.constructors)), None)


def reading_of_sort(term: Term, sort: str, types: Types = NO_TYPES) -> Reading | None:
    """The reading that is most like a value of a sort; None if none is like one.

    >>> from lamb.notation import parse_term
    >>> reading_of_sort(parse_term("λx y. y"), "list (nat)")
    'nil'
    """
    wanted = _words(sort)

    def likeness(reading: Reading) -> int:
        return sum(1 for _ in takewhile(bool, map(str.__eq__, _words(reading.kind), wanted)))

    best = max(readings(term, types=types), key=likeness, default=None)
    return best if best is not None and likeness(best) else None


def _words(kind: str) -> list[str]:
    """The words of a sort or a kind: where the brackets are follows from them."""
    return kind.replace("(", "").replace(")", "").split()


@unbounded
def _readings(
    term: Term, depth: int, types: Types, number_in: NumberIn, is_rest: bool = False
) -> Recursion[tuple[list[Reading], int]]:
    """The first readings of a term that has no more than *depth* terms in each other, and how many there
    are. Any λc. c t is one item up to η: it is read as a list only where it was written as one.
    A list that is made of pairs is not read as a pair as well; and what *is_rest* of pairs that are none is
    none, and not gone through again.
    """
    tick(1)
    found: list[Reading] = []
    if (number := number_in(term)) is not None:
        found.append(Reading(name_of(number), "nat" if number >= 0 else "int", number))
    if (truth := read_boolean(term)) is not None:
        found.append(Reading(str(truth).lower(), "bool", truth))
    chain = read_chain(term) if depth and not is_rest else None
    items = read_list(term) if depth and not _is_short_list(term) else chain
    if items is not None:
        columns: list[list[Reading]] = []
        for item in items:
            if chain and item == END:
                columns.append(_lists([]))
            else:
                columns.append((yield item, depth - 1, types, number_in)[0])
        found += _lists(columns)
    for data in types.values():
        if made := read_made(term, data, types):
            found.append(Reading(made.text, data.name, made.value))
    if depth and not chain and (parts := read_pair(term)) is not None:
        first, firsts = yield parts[0], depth - 1, types, number_in
        second, seconds = yield parts[1], depth - 1, types, number_in, True
        pairs = islice(map(_pair, product(first, second)), MOST_READINGS)
        return [*found, *pairs][:MOST_READINGS], len(found) + firsts * seconds
    return found[:MOST_READINGS], len(found)


def _is_short_list(term: Term) -> bool:
    return isinstance(term, Lam) and isinstance(term.body, App)


def _pair(parts: tuple[Reading, Reading]) -> Reading:
    fst, snd = parts
    return Reading(f"({fst}, {snd})", f"pair ({fst.kind}) ({snd.kind})", (fst.value, snd.value))


def _lists(columns: list[list[Reading]]) -> list[Reading]:
    """The lists whose items have these readings: of one kind, or else each as it reads first."""
    if not columns:
        return [Reading("nil", "list", [])]
    if not all(columns):
        return []
    kinds = [reading.kind for reading in min(columns, key=len)]
    alike = [_alike(columns, kind) for kind in dict.fromkeys(kinds)]
    return [found for found in alike if found] or [_list([column[0] for column in columns])]


def _alike(columns: list[list[Reading]], kind: str) -> Reading | None:
    chosen = []
    for column in columns:
        like = [reading for reading in column if _fits(reading.kind, kind)]
        if not like:
            return None
        chosen.append(like[0])
    return _list(chosen)


def _fits(kind: str, wanted: str) -> bool:
    """True if a reading of one kind can stand beside another: nil is a list of anything."""
    return (
        kind == wanted
        or {kind, wanted} == {"list", f"list ({wanted[6:-1]})"}
        or (kind == "list" and wanted.startswith("list"))
    )


def _list(items: list[Reading]) -> Reading:
    kinds = {item.kind for item in items}
    kind = f"list ({max(kinds, key=len)})" if kinds else "list"
    return Reading(f"[{', '.join(items)}]", kind, [item.value for item in items])
