"""Terms of the λ-calculus, without names for bound variables.

    t ::= i       Var(index)        the variable that the i-th λ outwards binds, counted from 0
        | x       Free(name)        a free variable, the name of a definition, or a numeral
        | λ.t     Lam(hint, body)   an abstraction; the hint is the name its variable was written with
        | t t     App(fn, arg)      an application

So `λx y. x z` is `Lam("x", Lam("y", App(Var(1), Free("z"))))`, and two terms that differ only in the
names of bound variables are the same term: `==` is α-equivalence (de Bruijn 1972).

Terms never change. Each knows two numbers from birth, which are what make the functions below fast:
`open`, how many enclosing λs it reaches past (0: it is closed), and `size`, how many nodes it has
as a tree (a subterm that occurs twice counts twice, though it may be one object). A size is exact up
to `IMMENSE`, which is what all larger ones are: or each of a million shared nodes would need a number
of a million bits.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Container, Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any, ClassVar, Never, TypeAlias

from lamb.calculus.budget import TICK, tick
from lamb.display import Displayed, view
from lamb.freeing import SHALLOW, free
from lamb.quantities import IMMENSE, SMALL, amount

if TYPE_CHECKING:
    from lamb.display import Picture, Theme

LONGEST_REPR = 1_000  # nodes
LARGEST_SPELT = 200  # nodes of a term that is hashed in order, in a third of the time: all are written
LARGEST_HASHED = 1_000_000  # nodes of a term of which all is hashed
BEGINNING = 1_000  # nodes of a larger one


class _Fields:
    """The fields of every node."""

    __slots__ = ("open", "size")
    open: int
    size: int


class Node(_Fields, Displayed):
    """A term: the four kinds of nodes have this in common."""

    __slots__ = ()
    __match_args__: tuple[str, ...] = ()
    written: ClassVar[bool] = True
    """True if its parts are there; those of a large numeral are made when they are asked for."""
    unwritten: ClassVar[Any]
    """Of a node that is not written: the function that makes it, given its size."""

    def __setattr__(self, name: str, value: object) -> Never:
        raise AttributeError("terms never change")

    def __delattr__(self, name: str) -> Never:
        raise AttributeError("terms never change")

    def __eq__(self, other: object) -> bool:
        """True if both are the same term up to α. Linear in the size, or in its shared part."""
        return equal(self, other) if isinstance(other, Node) else NotImplemented  # type: ignore[arg-type]

    def __hash__(self) -> int:
        """Agrees with `==`. Linear in the size, or in its shared part."""
        return structural_hash(self)  # type: ignore[arg-type]

    def __copy__(self) -> Node:
        return self

    def __deepcopy__(self, memo: object) -> Node:
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        return _from_rows, (_to_rows(self),)  # type: ignore[arg-type]

    def __repr__(self) -> str:
        return _represent(self)  # type: ignore[arg-type]

    def tree(self, *, theme: Theme = "auto") -> Picture:
        """A picture of the term as a tree, in SVG. However large the term is, some of it is shown at once."""
        picture: Picture = view("tree")(self, theme=theme)
        return picture

    def diagram(self, *, definitions: Mapping[str, Term] | None = None, theme: Theme = "auto") -> Picture:
        """A picture of the term as Tromp draws it, in SVG: λs are bars, variables stems, applications links.

        Small numerals and the names of *definitions* are unfolded, as far as there is room.
        """
        draw = view("diagram")
        picture: Picture = draw(self, definitions=definitions, theme=theme)
        return picture

    def bohm(
        self, *, depth: int = 4, definitions: Mapping[str, Term] | None = None, theme: Theme = "auto"
    ) -> Picture:
        """A picture of the Böhm tree of the term to a depth, in SVG."""
        picture: Picture = view("bohm")(self, depth=depth, definitions=definitions, theme=theme)
        return picture


# A node is made by filling in its fields, and closed by becoming what it is: from then on the guard
# of `Node.__setattr__` holds. This takes half the time of writing past the guard.


class _Var(_Fields):
    __slots__ = ("index",)
    index: int


class Var(_Var, Node):
    """The variable that the *index*-th λ outwards binds; the nearest is 0."""

    __slots__ = ()
    __match_args__ = ("index",)

    def __new__(cls, index: int) -> Var:
        node = _Var()
        node.index = index
        node.open = index + 1
        node.size = 1
        node.__class__ = cls
        return node  # type: ignore[return-value]


class _Free(_Fields):
    __slots__ = ("name",)
    name: str


class Free(_Free, Node):
    """A name that no λ binds: a free variable, a definition's name, or a numeral like `42`."""

    __slots__ = ()
    __match_args__ = ("name",)

    def __new__(cls, name: str) -> Free:
        node = _Free()
        node.name = name
        node.open = 0
        node.size = 1
        node.__class__ = cls
        return node  # type: ignore[return-value]


class _Lam(_Fields):
    __slots__ = ("body", "hint")
    hint: str
    body: Term


class Lam(_Lam, Node):
    """An abstraction. The hint is what its variable is called in print; it means nothing."""

    __slots__ = ()
    __match_args__ = ("hint", "body")

    if sys.platform == "emscripten":

        def __del__(self) -> None:
            if self.size > SHALLOW and self.written:
                free(self, "body")

    def __new__(cls, hint: str, body: Term) -> Lam:
        node = _Lam()
        node.hint = hint
        node.body = body
        node.open = body.open - 1 if body.open else 0
        size = body.size + 1
        node.size = size if size < SMALL or size < IMMENSE else IMMENSE
        node.__class__ = cls
        return node  # type: ignore[return-value]


class _App(_Fields):
    __slots__ = ("arg", "fn")
    fn: Term
    arg: Term


class App(_App, Node):
    """An application of *fn* to *arg*."""

    __slots__ = ()
    __match_args__ = ("fn", "arg")

    if sys.platform == "emscripten":

        def __del__(self) -> None:
            if self.size > SHALLOW and self.written:
                free(self, "fn", "arg")

    def __new__(cls, fn: Term, arg: Term) -> App:
        node = _App()
        node.fn = fn
        node.arg = arg
        node.open = fn.open if fn.open > arg.open else arg.open
        size = fn.size + arg.size + 1
        node.size = size if size < SMALL or size < IMMENSE else IMMENSE
        node.__class__ = cls
        return node  # type: ignore[return-value]


Term: TypeAlias = Var | Free | Lam | App


# ── Traversals ────────────────────────────────────────────────────────────────────────


def nodes(term: Term, *, whole: bool = True, known: Container[int] = ()) -> list[Term]:
    """Every distinct node of *term*, children before parents; *term* itself is the last.

    What is left to write of a large numeral (`numerals.py`) is one node, if not the *whole* is wanted.
    Parts whose id is *known* are left out.
    """
    ordered: list[Term] = []
    seen: set[int] = set()
    stack: list[Term | None] = [term]
    while stack:
        node = stack.pop()
        if node is None:  # all below the next one has been listed
            ordered.append(stack.pop())  # type: ignore[arg-type]
        elif id(node) not in seen and id(node) not in known:
            seen.add(id(node))
            if len(seen) % TICK == 0:
                tick()
            kind = node.__class__  # the commonest loop of all: a match takes half again the time
            if kind is Var or kind is Free or not (whole or node.written):
                ordered.append(node)
            elif kind is Lam:
                stack += node, None, node.body  # type: ignore[union-attr]
            else:
                stack += node, None, node.arg, node.fn  # type: ignore[union-attr]
    tick(len(seen) % TICK)
    return ordered


def parts(term: Term) -> Iterator[Term]:
    """The nodes of *term*, each before its parts: all of them, one in several places up to eight times.

    What is left to write of a large numeral is one node. Linear in what is shared, and takes less memory than
    `nodes`: along functions and bodies, only one node in eight is noted as seen.
    """
    seen, todo = set[int](), [term]
    while todo:
        node, way = todo.pop(), 0
        while way % 8 or id(node) not in seen:
            if way % 8 == 0:
                seen.add(id(node))
                if len(seen) % TICK == 0:
                    tick()
            way += 1
            yield node
            kind = node.__class__
            if kind is Var or kind is Free or not node.written:
                break
            if kind is App:
                todo.append(node.arg)  # type: ignore[union-attr]
            node = node.fn if kind is App else node.body  # type: ignore[union-attr]


def preorder(term: Term) -> Iterator[tuple[Term, int]]:
    """Each node of a tree and the number of λs around it, from the outside in and from left to right."""
    stack = [(term, 0)]
    visited = 0
    while stack:
        visited += 1
        if visited % TICK == 0:
            tick()
        node, depth = stack.pop()
        yield node, depth
        if isinstance(node, App):
            stack += (node.arg, depth), (node.fn, depth)
        elif isinstance(node, Lam):
            stack.append((node.body, depth + 1))


def spine(term: Term) -> tuple[Term, list[Term]]:
    """The head of an application, and its arguments."""
    args: list[Term] = []
    while isinstance(term, App):
        args.append(term.arg)
        term = term.fn
    tick(len(args))
    return term, args[::-1]


def side_by_side(one: Term, other: Term) -> Iterator[tuple[Term, Term]]:
    """The nodes in the same place of two terms, as long as both are of one kind; each pair once.

    From the outside in and from left to right. What is one object in both is left out.
    """
    seen: set[tuple[int, int]] = set()
    stack = [(one, other)]
    while stack:
        left, right = stack.pop()
        if left is right or (id(left), id(right)) in seen:
            continue
        seen.add((id(left), id(right)))
        if len(seen) % TICK == 0:
            tick()
        yield left, right
        match left, right:
            case Lam(_, body), Lam(_, other_body):
                stack.append((body, other_body))
            case App(fn, arg), App(other_fn, other_arg):
                stack += (arg, other_arg), (fn, other_fn)


def rebuilt(term: Term, new: Callable[[Term], Term | None]) -> Term:
    """*term* with `new(node)` for each node of which it is not None. Linear in what is shared.

    The others are put together of their new parts; a node whose parts are the same stays the object it is.
    """
    done: dict[int, Term] = {}
    for node in nodes(term, whole=False):
        made = new(node)
        if made is None and node.written:
            match node:
                case Lam(hint, body) if done[id(body)] is not body:
                    made = Lam(hint, done[id(body)])
                case App(fn, arg) if done[id(fn)] is not fn or done[id(arg)] is not arg:
                    made = App(done[id(fn)], done[id(arg)])
        done[id(node)] = made or node
    return done[id(term)]


class Unique:
    """Makes nodes, each once: two of the same parts are one. A hint that is more than a text is like none."""

    def __init__(self) -> None:
        self._made: dict[object, Term] = {}

    def var(self, index: int) -> Term:
        """The variable with an index."""
        if index not in self._made:
            self._made[index] = Var(index)
        return self._made[index]

    def lam(self, hint: str, body: Term) -> Term:
        """The abstraction of a body."""
        key = hint if hint.__class__ is str else id(hint), id(body)
        if key not in self._made:
            self._made[key] = Lam(hint, body)
        return self._made[key]

    def app(self, fn: Term, arg: Term) -> Term:
        """The application of *fn* to *arg*."""
        key = id(fn), id(arg)
        if key not in self._made:
            self._made[key] = App(fn, arg)
        return self._made[key]


def equal(one: Term, other: Term) -> bool:
    """True if two terms are the same up to the names of bound variables."""
    compared: set[tuple[int, int]] = set()
    stack = [(one, other)]
    while stack:
        left, right = stack.pop()
        if left is right:
            continue
        if left.__class__ is not right.__class__ or left.size != right.size:
            return False
        match left, right:
            case (Var(i), Var(j)) | (Free(i), Free(j)):
                if i != j:
                    return False
                continue
        if not (left.written and right.written):
            if not (_counts(left) and _counts(right)):
                return False
            continue
        pair = id(left), id(right)
        if pair in compared:
            continue
        compared.add(pair)
        if len(compared) % TICK == 0:
            tick()
        match left, right:
            case Lam(_, body), Lam(_, other_body):
                stack.append((body, other_body))
            case App(fn, arg), App(other_fn, other_arg):
                stack += (arg, other_arg), (fn, other_fn)
    return True


def _counts(node: Term) -> bool:
    """True if a node is a large numeral, or f (f … x) in one. Nothing is written for that."""
    for _ in range(2):
        if not node.written:
            return True
        if isinstance(node, Lam):
            node = node.body
    while node.written and isinstance(node, App) and isinstance(node.fn, Var) and node.fn.index == 1:
        node = node.arg
    return not node.written or (isinstance(node, Var) and node.index == 0)


def structural_hash(term: Term) -> int:
    """A number that α-equivalent terms share: for small and large ones, that of their size and beginning.

    That of f (f … x) follows from its size, so that no numeral is written out for it.
    """
    if term.size <= LARGEST_SPELT or term.size > LARGEST_HASHED:
        return _hash_of_beginning(term)
    hashes: dict[int, int] = {}
    times: set[int] = set()  # the nodes that are f (f … x)
    for node in nodes(term, whole=False):
        match node:
            case Lam() if not node.written:
                value = hash(("λ", hash(("λ", hash(("times", node.size - 2))))))
            case Var(0):
                times.add(id(node))
                value = hash(("times", 1))
            case Var(name) | Free(name):
                value = hash((name,))
            case App(fn) if not node.written or (
                id(node.arg) in times and isinstance(fn, Var) and fn.index == 1
            ):
                times.add(id(node))
                value = hash(("times", node.size))
            case Lam(_, body):
                value = hash(("λ", hashes[id(body)]))
            case App(fn, arg):
                value = hash((hashes[id(fn)], hashes[id(arg)]))
        hashes[id(node)] = value
    return hashes[id(term)]


def _hash_of_beginning(term: Term) -> int:
    beginning: list[object] = [term.size]
    for node, _ in islice(preorder(term), BEGINNING):
        named = node.name if isinstance(node, Free) else node.__class__
        beginning.append(node.index if isinstance(node, Var) else named)
    return hash(tuple(beginning))


# ── Pickling and showing ──────────────────────────────────────────────────────────────

Row: TypeAlias = "tuple[int] | tuple[str] | tuple[str, int] | tuple[int, int] | tuple[Any, int]"


def _to_rows(term: Term) -> list[Row]:
    """The nodes as flat rows, each naming its parts by their row: depth costs no stack."""
    place: dict[int, int] = {}
    rows: list[Row] = []
    for node in nodes(term, whole=False):
        place[id(node)] = len(rows)
        match node:
            case Var(index):
                rows.append((index,))
            case Free(name):
                rows.append((name,))
            case Lam() | App() if not node.written:
                rows.append((node.unwritten, node.size))
            case Lam(hint, body):
                rows.append((hint, place[id(body)]))
            case App(fn, arg):
                rows.append((place[id(fn)], place[id(arg)]))
    return rows


def _from_rows(rows: list[Row]) -> Term:
    """The inverse of `_to_rows`."""
    built: list[Term] = []
    for row in rows:
        match row:
            case (int(index),):
                built.append(Var(index))
            case (str(name),):
                built.append(Free(name))
            case (str(hint), int(body)):
                built.append(Lam(hint, built[body]))
            case (int(fn), int(arg)):
                built.append(App(built[fn], built[arg]))
            case (unwritten, int(size)) if callable(unwritten):
                built.append(unwritten(size))
    return built[-1]


def _represent(term: Term) -> str:
    """The term as Python would write it, unless that would be too long to read."""
    if term.size > LONGEST_REPR:
        return f"<{term.__class__.__name__} of {amount(term.size)} nodes>"
    texts: dict[int, str] = {}
    for node in nodes(term):
        match node:
            case Var(value) | Free(value):
                texts[id(node)] = f"{node.__class__.__name__}({value!r})"
            case Lam(hint, body):
                texts[id(node)] = f"Lam({hint!r}, {texts[id(body)]})"
            case App(fn, arg):
                texts[id(node)] = f"App({texts[id(fn)]}, {texts[id(arg)]})"
    return texts[id(term)]
