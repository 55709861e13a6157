"""Values of data types ⇄ terms: `node leaf 3 leaf` is what its constructors make of its fields.

A value is read by its sort: the data type says which handler a constructor calls, and what its fields are. A
term is a value as a normal form, in Church's or in Scott's encoding (`notation/datatypes.py`), or as
constructors that are applied by their names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple, TypeAlias

from lamb.calculus.budget import tick
from lamb.calculus.numerals import name_of
from lamb.calculus.recursion import Recursion, unbounded
from lamb.calculus.substitution import shift
from lamb.calculus.term import App, Free, Lam, Term, Var, spine
from lamb.encodings.values import open_items, read_boolean, read_numeral
from lamb.notation.datatypes import SORTS, Flaw, arity_flaw, is_recursive, sorts_of
from lamb.notation.syntax import Constructor, DataType, Sort

Types: TypeAlias = Mapping[str, DataType]
"""Data types by their names."""

NO_TYPES: Types = {}
ANY = Sort("_")
"""The sort of a field that may be anything."""
DEEPEST = 100
"""Values in each other, in one that is read."""
HIGHEST = 20
"""Values in each other, in the smallest one of a sort for which some are generated."""


class Made(NamedTuple):
    """A value that was read: how it is written, and what it is in Python: (constructor, field, …)."""

    text: str
    value: object


class _Within(NamedTuple):
    """A value of Church's, *depth* λs below whose own λs a term stands: recursive fields are parts of it."""

    data: DataType
    depth: int = 0


_Part: TypeAlias = tuple[Term, Sort, _Within | None]
"""A term to be read, its sort, and the value that it is a part of, if it is one of Church's."""


def read_made(term: Term, data: DataType, types: Types) -> Made | None:
    """The value of a data type that a term is, with any sorts for its parameters; None if it is none.

    >>> from lamb.notation import parse_term
    >>> from lamb.errors import Source
    >>> from lamb.notation.parser import parse
    >>> (tree,) = parse(Source("data tree = leaf | node tree nat tree")).statements
    >>> read_made(parse_term("λleaf node. node leaf 3 leaf"), tree, {"tree": tree})
    Made(text='node leaf 3 leaf', value=('node', ('leaf',), 3, ('leaf',)))
    """
    return _read(term, _of_any(data), None, types, DEEPEST)


def _of_any(data: DataType) -> Sort:
    """The sort of a data type whose parameters may be anything."""
    return Sort(data.name, (ANY,) * len(data.parameters))


@unbounded
def _read(term: Term, sort: Sort, within: _Within | None, types: Types, left: int) -> Recursion[Made | None]:
    """The value of a sort that a term is, if it has no more than so many in each other."""
    tick(1)
    if left == 0:
        return None
    match sort:
        case Sort("_"):
            if term.open:
                return None
            for one in (Sort("nat"), Sort("bool"), *map(_of_any, types.values())):
                found: Made | None = yield term, one, None, types, left
                if found is not None:
                    return found
            return None
        case Sort("nat"):
            number = None if term.open else read_numeral(term)
            return None if number is None else Made(name_of(number), number)
        case Sort("bool"):
            truth = read_boolean(term)
            return None if truth is None else Made(str(truth).lower(), truth)
        case Sort("list", (of,)):
            items = open_items(term)
            if items is None:
                return None
            known = yield from _all_read([(item, of, _deeper(within, 2)) for item in items], types, left)
            if known is None:
                return None
            return Made(f"[{', '.join(item.text for item in known)}]", [item.value for item in known])
        case Sort("pair", (of_fst, of_snd)):
            match term:
                case Lam(_, App(App(Var(0), fst), snd)):
                    inside = _deeper(within, 1)
                    known = yield from _all_read([(fst, of_fst, inside), (snd, of_snd, inside)], types, left)
                    if known is not None:
                        first, second = known
                        return Made(f"({first.text}, {second.text})", (first.value, second.value))
            return None
    found_parts = _parts(term, sort, within, types)
    if found_parts is None:
        return None
    constructor, parts = found_parts
    known = yield from _all_read(parts, types, left)
    if known is None:
        return None
    text = " ".join([constructor.name, *(_bracketed(field.text) for field in known)])
    return Made(text, (constructor.name, *(field.value for field in known)))


def _all_read(parts: Iterable[_Part], types: Types, left: int) -> Recursion[list[Made] | None]:
    """The values of all parts of another; None if one is none. A part of `_read`."""
    known = []
    for part in parts:
        found: Made | None = yield *part, types, left - 1
        if found is None:
            return None
        known.append(found)
    return known


def _deeper(within: _Within | None, by: int) -> _Within | None:
    return within and within._replace(depth=within.depth + by)


def _bracketed(text: str) -> str:
    return f"({text})" if " " in text and text[0] not in "([" else text


def _parts(
    term: Term, sort: Sort, within: _Within | None, types: Types
) -> tuple[Constructor, list[_Part]] | None:
    """The constructor that has made a value of a type, and the fields that it was given."""
    data = types.get(sort.name)
    if data is None or len(data.parameters) != len(sort.of):
        return None
    number: int | None = None
    args: list[Term] = []
    inside = None
    if within is not None and within.data is data:
        number, args = _called(term, len(data.constructors), within.depth)
        inside = within
    elif not term.open:
        head, args = spine(term)
        names = [constructor.name for constructor in data.constructors]
        if isinstance(head, Free) and head.name in names:
            number = names.index(head.name)
        else:
            number, args = _called(_applied(term, len(names)), len(names), 0)
            inside = _Within(data)
    if number is None:
        return None
    constructor = data.constructors[number]
    if len(args) != len(constructor.fields):
        return None
    sorts = [_instance(one, data, sort, types) for one in _sorts(constructor, data, types)]
    parts: list[_Part] = []
    for arg, one in zip(args, sorts, strict=True):
        is_part = inside is not None and data.encoding == "church" and is_recursive(one, data)
        if arg.open and not is_part:
            return None
        parts.append((arg, one, inside if is_part else None))
    return constructor, parts


def _sorts(constructor: Constructor, data: DataType, types: Types) -> list[Sort | None]:
    """The sorts of the fields of a constructor."""
    return sorts_of(constructor, {*types, *data.parameters, *SORTS})


def _instance(sort: Sort | None, data: DataType, of: Sort, types: Types) -> Sort:
    """The sort of a field where the parameters of its type are those of the sort *of* a value."""
    if sort is None:
        return ANY
    if sort.name in data.parameters:
        return of.of[data.parameters.index(sort.name)]
    return Sort(sort.name, tuple(_instance(part, data, of, types) for part in sort.of))


def _called(term: Term, handlers: int, depth: int) -> tuple[int | None, list[Term]]:
    """The number of the handler that a term calls, and its arguments; *depth* λs are between the two."""
    head, args = spine(term)
    if isinstance(head, Var) and 0 <= head.index - depth < handlers:
        return handlers - 1 - (head.index - depth), args
    return None, []


def _applied(term: Term, handlers: int) -> Term:
    """The body of a term below so many λs, which it has up to η."""
    missing = handlers
    while missing and isinstance(term, Lam):
        tick(1)
        term = term.body
        missing -= 1
    if missing and missing < handlers:
        term = shift(term, missing)
        for index in reversed(range(missing)):
            term = App(term, Var(index))
    return term if missing < handlers else Free("_")


# ── Values to be tried ────────────────────────────────────────────────────────────────


def flaw_of(sort: Sort, types: Types) -> Flaw | None:
    """The reason why no values of a sort can be generated, if there is one."""
    if sort.name in SORTS:
        found = arity_flaw(sort, SORTS[sort.name])
    elif sort.name not in types:
        hint = "the sorts are nat, bool, list SORT and pair SORT SORT, and data types"
        found = Flaw(f"“{sort.name}” is no sort of values", sort, hint)
    else:
        found = arity_flaw(sort, len(types[sort.name].parameters)) or _flaw_of_type(sort, types)
    return found or next((flaw for part in sort.of if (flaw := flaw_of(part, types))), None)


def _flaw_of_type(sort: Sort, types: Types) -> Flaw | None:
    todo, seen = [sort.name], set[str]()
    while todo:
        tick(1)
        data = types[todo.pop()]
        if data.name in seen:
            continue
        seen.add(data.name)
        fields = [(one, field) for one in data.constructors for field in one.fields]
        sorts = [sort for one in data.constructors for sort in _sorts(one, data, types)]
        for (constructor, field), one in zip(fields, sorts, strict=True):
            if one is None:
                message = f"the field “{field.name}” of {constructor.name} has no sort"
                return Flaw(message, sort, f"write its sort in data {data.name}: ({field} : {data.sort})")
            for name in _names(one):
                if name in types:
                    todo.append(name)
                elif name not in (*data.parameters, *SORTS):
                    return Flaw(
                        f"“{name}”, of {data.name}, is no sort of values", sort, "define it with data"
                    )
    if heights(types).get(sort.name, HIGHEST + 1) > HIGHEST:
        return Flaw(
            f"no small value is a “{sort.name}”", sort, "it needs a constructor that is not recursive"
        )
    return None


def _names(sort: Sort) -> Iterator[str]:
    yield sort.name
    for part in sort.of:
        yield from _names(part)


def heights(types: Types) -> dict[str, int]:
    """The number of values in each other, in the smallest value of each type that has one, up to a limit."""
    known: dict[str, int] = {}
    for height in range(1, HIGHEST + 1):
        found = {
            name
            for name, data in types.items()
            if name not in known
            and any(_height(one, data, types, known) is not None for one in data.constructors)
        }
        known |= dict.fromkeys(found, height)
    return known


def _height(constructor: Constructor, data: DataType, types: Types, known: Mapping[str, int]) -> int | None:
    """The height of the smallest value of a constructor, as far as that of types is known."""
    tick(1)
    least = 0
    for sort in _sorts(constructor, data, types):
        for name in _needed(sort):
            if name in types and name not in data.parameters:
                if name not in known:
                    return None
                least = max(least, known[name])
    return least + 1


def _needed(sort: Sort | None) -> Iterator[str]:
    """The names of the sorts without a value of which there is none of a sort: a list may be empty."""
    if sort is not None and sort.name != "list":
        yield sort.name
        if sort.name == "pair":
            for part in sort.of:
                yield from _needed(part)


Choose: TypeAlias = Callable[[int], int]
"""A number below another one; the simplest is 0."""


def generated(
    sort: Sort, types: Types, depth: int, choose: Choose, other: Callable[[Sort, int], Term]
) -> Term:
    """A value of a data type as its constructors, applied, with about *depth* in each other at most.

    Its fields of other sorts are what *other* makes of these.
    """
    data, known = types[sort.name], heights(types)
    costs = [(_height(one, data, types, known) or HIGHEST, one) for one in data.constructors]
    least = min(cost for cost, _ in costs)
    allowed = sorted((cost, number) for number, (cost, _) in enumerate(costs) if cost <= max(least, depth))
    constructor = data.constructors[allowed[choose(len(allowed))][1]]
    made: Term = Free(constructor.name)
    for one in _sorts(constructor, data, types):
        made = App(made, other(_instance(one, data, sort, types), depth - 1))
    return made
