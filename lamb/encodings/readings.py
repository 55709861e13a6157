"""Readings: everything that an answer can stand for.

`λx y. y` is zero, and false, and the empty list: a term does not say which encoding was meant, so
all are given and none is guessed. The items of a list are read alike (all as numbers, or all as
booleans) where they can be; the parts of a pair are read each on its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice, product, takewhile

from lamb.calculus.budget import tick
from lamb.calculus.numerals import name_of, written_size
from lamb.calculus.recursion import Recursion, unbounded
from lamb.calculus.term import Term
from lamb.encodings.values import read_boolean, read_list, read_numeral, read_pair, short

MOST_READINGS = 16
DEEPEST = 100  # pairs and lists in each other
LARGEST = 2_000_000  # nodes of a term that is looked into, unless it is a numeral


class Reading(str):
    """The text of something that a term can be read as; *kind* is its type, *value* is it in Python."""

    kind: str
    value: object

    def __new__(cls, text: str, kind: str, value: object) -> Reading:
        reading = super().__new__(cls, text)
        reading.kind = kind
        reading.value = value
        return reading


Names = Mapping[Term, Iterable[str]]


def readings(term: Term, names: Names | None = None) -> tuple[Reading, ...]:
    """All that a normal form can be read as: numbers, booleans, lists, pairs; then its names.

    *names* has those of definitions, by their normal form. At most sixteen; linear in the size.

    >>> from lamb.notation import parse_term
    >>> readings(parse_term("λx y. y"))
    ('0', 'false', 'nil')
    >>> readings(parse_term("λp. p (λx y. x) (λx. x)"))
    ('(true, 1)',)
    """
    if term.size > LARGEST and read_numeral(term) is None and written_size(term) > LARGEST:
        return ()
    found = list(_readings(short(term), DEEPEST))
    for name in (names or {}).get(term, ()):
        if name not in found:
            found.append(Reading(name, "name", name))
    return tuple(found[:MOST_READINGS])


def reading_of_sort(term: Term, sort: str) -> Reading | None:
    """The reading that is most like a value of a sort; None if none is like one.

    >>> from lamb.notation import parse_term
    >>> reading_of_sort(parse_term("λx y. y"), "list (nat)")
    'nil'
    """
    wanted = _words(sort)

    def likeness(reading: Reading) -> int:
        return sum(1 for _ in takewhile(bool, map(str.__eq__, _words(reading.kind), wanted)))

    best = max(readings(term), key=likeness, default=None)
    return best if best is not None and likeness(best) else None


def _words(kind: str) -> list[str]:
    """The words of a sort or a kind: where the brackets are follows from them."""
    return kind.replace("(", "").replace(")", "").split()


@unbounded
def _readings(term: Term, depth: int) -> Recursion[list[Reading]]:
    """The readings of an η-short term that has no more than *depth* terms in each other."""
    tick(1)
    found: list[Reading] = []
    if (number := read_numeral(term)) is not None:
        found.append(Reading(name_of(number), "nat", number))
    if (truth := read_boolean(term)) is not None:
        found.append(Reading(str(truth).lower(), "bool", truth))
    if depth and (parts := read_pair(term)) is not None:
        first = yield parts[0], depth - 1
        second = yield parts[1], depth - 1
        found += islice(map(_pair, product(first, second)), MOST_READINGS)
    if depth and (items := read_list(term)) is not None:
        columns: list[list[Reading]] = []
        for item in items:
            columns.append((yield item, depth - 1))
        found += _lists(columns)
    return found[:MOST_READINGS]


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
