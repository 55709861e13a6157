"""Data types: what `data tree = leaf | node (left : tree) (value : nat) (right : tree)` defines.

A value is made by a constructor from its fields: `node leaf 3 leaf`. As a term it is a function that takes a
handler for each constructor and calls its own. Two encodings differ in what that handler gets:

    Church   node left value right = λleaf' node'. node' (left leaf' node') value (right leaf' node')
    Scott    node left value right = λleaf' node'. node' left value right

A handler has the name of its constructor and a prime, so that no step has to rename it where the constructor
is in a field.

* Church's value is its own fold: the handlers have been to all trees in it, so what is computed of a tree
  needs no other recursion. `tree-fold leaf node t` is `t leaf node`. To look at a part as it is, `tree-case`
  has to build it again, as `pred` does a numeral: in a pair with what is wanted of it. That takes time linear
  in the value.
* Scott's value is its own case, in one step: `tree-case leaf node t` is `t leaf node`. It recurs nowhere:
  `tree-fold` does so through Y, and so do the functions of a user's.

A field is recursive if its sort says so: `tree`, or a `list` or a `pair` with `tree` in it. A field that is
called like the type, a parameter or another type (`node tree nat tree`) is of that sort; one with any other
name alone may be anything. Without a recursive field the two encodings are one, and there is no fold.

(Sources: Böhm and Berarducci, “Automatic synthesis of typed Λ-programs on term algebras”, 1985; Scott's
encoding is in Curry, Hindley and Seldin, “Combinatory Logic II”, 1972, p. 504.)
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from typing import NamedTuple

from lamb.notation.names import primed
from lamb.notation.syntax import (
    Abstraction,
    Application,
    Constructor,
    DataType,
    Definition,
    Expr,
    Name,
    Sort,
    Spanned,
    Statement,
)
from lamb.quantities import counted

SORTS: Mapping[str, int] = {"nat": 0, "bool": 0, "list": 1, "pair": 2}
"""The sorts that are there without a data type, and of how many others each is."""
MOST = 100
"""Constructors of a type, and fields of a constructor: all of them have the others in them."""


LARGEST = 100_000
"""Handlers that the definitions of all data types in a text may be given."""


def size_of(data: DataType) -> int:
    """About how many handlers the definitions of a data type are given: some at each field."""
    fields = sum(len(constructor.fields) for constructor in data.constructors)
    return len(data.constructors) * (len(data.constructors) + fields)


class Flaw(NamedTuple):
    """A mistake in a data type, and the piece where it is."""

    message: str
    piece: Spanned
    hint: str


def flaw(data: DataType) -> Flaw | None:
    """The first mistake in a data type that can be seen without others, if there is one."""
    if data.name in SORTS:
        return Flaw(f"“{data.name}” is a sort already", data, "give the type another name")
    sorts = {data.name, *SORTS}
    for parameter in data.parameters:
        if parameter in sorts:
            return Flaw(f"there is another “{parameter}” already", data, "give the parameter another name")
        sorts.add(parameter)
    if len(data.constructors) > MOST:
        return Flaw(f"{MOST} constructors are the most", data, "make several types")
    names: set[str] = set()
    for constructor in data.constructors:
        if constructor.name in names:
            return Flaw(f"there are two constructors “{constructor.name}”", constructor, "rename one of them")
        if constructor.name == "_":
            return Flaw("“_” cannot be mentioned", constructor, "give the constructor another name")
        names.add(constructor.name)
        if len(constructor.fields) > MOST:
            return Flaw(f"{MOST} fields are the most", constructor, "make a type of some of them")
        for field in constructor.fields:
            if field.sort and (found := _flaw_of_sort(field.sort, data)):
                return found
    return None


def _flaw_of_sort(sort: Sort, data: DataType) -> Flaw | None:
    """The mistake in the sort of a field, if there is one."""
    if sort.name == data.name and sort != data.sort:
        return Flaw(f"a field of a “{data.sort}” cannot be a “{sort}”", sort, f"write ({data.sort})")
    if sort.name in data.parameters and sort.of:
        return Flaw(f"“{sort.name}” stands for a sort: it takes none", sort, "remove what follows it")
    if sort.name not in (*SORTS, data.name) and any(is_recursive(part, data) for part in sort.of):
        hint = "lists and pairs do"
        return Flaw(f"“{sort.name}” cannot have a “{data.name}” in it here", sort, hint)
    return next((found for part in sort.of if (found := _flaw_of_sort(part, data))), None)


def arity_flaw(sort: Sort, arity: int) -> Flaw | None:
    """The mistake where a sort is not of as many others as it has to be."""
    if len(sort.of) == arity:
        return None
    message = f"“{sort.name}” takes {counted(arity, 'sort')}, not {len(sort.of)}"
    return Flaw(message, sort, "the sorts are nat, bool, list SORT and pair SORT SORT, and data types")


def sorts_of(constructor: Constructor, known: Container[str]) -> list[Sort | None]:
    """The sorts of its fields; one without its own has that of its name, if this is *known*."""
    return [field.sort or (Sort(field.name) if field.name in known else None) for field in constructor.fields]


def is_recursive(sort: Sort | None, data: DataType) -> bool:
    """True if values of a sort may have some of the type in them, as far as the type can know."""
    return sort is not None and (sort.name == data.name or any(is_recursive(part, data) for part in sort.of))


# ── Definitions ───────────────────────────────────────────────────────────────────────


def definitions_of(statement: Statement) -> list[Definition]:
    """The definitions that a statement makes itself: those of a data type are its constructors, its case and,
    if it is recursive, its fold.
    """
    match statement:
        case Definition():
            return [statement]
        case DataType():
            return _Encoding(statement).definitions()
    return []


def meaning_of(name: str, data: DataType) -> str:
    """One line on a name that a data type defines."""
    handlers = " ".join(constructor.name for constructor in data.constructors)
    if name == f"{data.name}-case":
        return (
            f"Looks at a {data.name}: {name} {handlers} t has a function of the fields for each constructor."
        )
    if name == f"{data.name}-fold":
        return f"Folds a {data.name}: {name} {handlers} t is t with these in the place of its constructors."
    made = next(constructor for constructor in data.constructors if constructor.name == name)
    fields = "".join(f" {field.name}" for field in made.fields)
    return f"Makes a {data.sort}: {name}{fields}. ({data.encoding.capitalize()}'s encoding.)"


class _Encoding:
    """The terms of a data type."""

    def __init__(self, data: DataType) -> None:
        self.data, self.piece = data, Spanned()
        self.names = [constructor.name for constructor in data.constructors]
        self.sorts = [
            sorts_of(constructor, (data.name, *data.parameters, *SORTS)) for constructor in data.constructors
        ]
        self.recurs = any(is_recursive(sort, data) for sorts in self.sorts for sort in sorts)
        self.taken = {*self.names, f"{data.name}-fold"}
        self.handlers = self._fresh(self.names)
        (self.value,) = self._fresh("t")
        taken = frozenset(self.taken)
        self.fields: list[list[str]] = []
        for constructor in data.constructors:
            self.taken = {*taken}
            self.fields.append(self._fresh(field.name for field in constructor.fields))
        self.taken = {*taken}.union(*self.fields)

    def definitions(self) -> list[Definition]:
        found = [self._constructor(number) for number in range(len(self.names))]
        self.piece = self.data
        applied = self._case_of(self.handlers, self._handlers())
        church = self.data.encoding == "church"
        case = self._rebuilding_case() if church and self.recurs else applied
        found.append(self._definition(f"{self.data.name}-case", case))
        if self.recurs:
            name = f"{self.data.name}-fold"
            fold = applied if church else self._recursive_fold(name)
            found.append(self._definition(name, fold, recursive=not church))
        return found

    def _constructor(self, number: int) -> Definition:
        """λfields handlers. handler fields: Church's recursive ones get the handlers, too."""
        self.piece = self.data.constructors[number]

        def folded(value: Expr) -> Expr:
            return self._apply(value, *self._handlers())

        fields = self._mapped(number, folded if self.data.encoding == "church" else lambda value: value)
        body = self._apply(self._name(self.handlers[number]), *fields)
        term = self._lambda([*self.fields[number], *self.handlers], body)
        return self._definition(self.names[number], term)

    def _recursive_fold(self, name: str) -> Expr:
        """λname handlers t. t (λfields. handler fields), with the fold of those that are recursive."""

        def folded(value: Expr) -> Expr:
            return self._apply(self._name(name), *self._handlers(), value)

        cases = [
            self._lambda(self.fields[number], self._apply(handler, *self._mapped(number, folded)))
            for number, handler in enumerate(self._handlers())
        ]
        return self._lambda([name], self._case_of(self.handlers, cases))

    def _rebuilding_case(self) -> Expr:
        """λhandlers t. t (λfields. (what was there, what is wanted of it)) snd"""
        (both,) = self._fresh("p")

        def first(value: Expr) -> Expr:
            return self._apply(value, self._lambda(["x", "y"], self._name("x")))

        def case(number: int) -> Expr:
            made = self._apply(self._name(self.names[number]), *self._mapped(number, first))
            asked = self._apply(self._name(self.handlers[number]), *self._mapped(number, first))
            return self._lambda([*self.fields[number], both], self._apply(self._name(both), made, asked))

        cases = map(case, range(len(self.names)))
        return self._case_of(self.handlers, [*cases, self._lambda(["x", "y"], self._name("y"))])

    def _case_of(self, handlers: list[str], args: list[Expr]) -> Expr:
        """λhandlers t. t args"""
        return self._lambda([*handlers, self.value], self._apply(self._name(self.value), *args))

    def _mapped(self, number: int, change: Callable[[Expr], Expr]) -> list[Expr]:
        """The fields of a constructor, with a *change* of each value of the type in them."""
        fields = map(self._name, self.fields[number])
        return [
            self._inside(sort, field, change) for field, sort in zip(fields, self.sorts[number], strict=True)
        ]

    def _inside(self, sort: Sort | None, value: Expr, change: Callable[[Expr], Expr]) -> Expr:
        """A value of a sort, with a change of each of the type in it. (No sort is deep.)"""
        if sort is None or not is_recursive(sort, self.data):
            return value
        match sort:
            case Sort("list", (of,)):  # λc n. value (λh. c h) n
                cons, nil, head = self._fresh("cnh")
                item = self._inside(of, self._name(head), change)
                step = self._lambda([head], self._apply(self._name(cons), item))
                return self._lambda([cons, nil], self._apply(value, step, self._name(nil)))
            case Sort("pair", of):  # value (λx y p. p x y)
                *names, both = self._fresh("xyp")
                parts = [
                    self._inside(part, self._name(name), change) for name, part in zip(names, of, strict=True)
                ]
                body = self._apply(self._name(both), *parts)
                return self._apply(value, self._lambda([*names, both], body))
        return change(value)

    # ── trees, all of which stand where the piece does that they are made for ──

    def _fresh(self, hints: Iterable[str]) -> list[str]:
        """Names like the hints that nothing else has here."""
        found: list[str] = []
        for hint in hints:
            primes, plain = 0, hint if hint != "_" else "x"
            while (name := primed(plain, primes)) in self.taken:
                primes += 1
            self.taken.add(name)
            found.append(name)
        return found

    def _handlers(self) -> list[Expr]:
        return [self._name(name) for name in self.handlers]

    def _name(self, name: str) -> Expr:
        return Name(name, self.piece.start, self.piece.end)

    def _lambda(self, names: Iterable[str], body: Expr) -> Expr:
        for name in reversed([*names]):
            body = Abstraction(name, body, self.piece.start, self.piece.end)
        return body

    def _apply(self, fn: Expr, *args: Expr) -> Expr:
        for arg in args:
            fn = Application(fn, arg, self.piece.start, self.piece.end)
        return fn

    def _definition(self, name: str, term: Expr, *, recursive: bool = False) -> Definition:
        made = Definition(name, term, recursive)
        made.at(self.piece.start, self.piece.end)
        return made
