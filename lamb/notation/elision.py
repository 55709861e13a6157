"""Elision: as much of a term as a line has room for, around the part that matters.

    … (λf x. f (f ((λy. f (y …)) x))) …

Each `…` inside is one subterm, and one at an end is all that is around; brackets always match. What
matters comes first, and from there it grows inwards and outwards, the nearest and smallest parts
before the others, until the line is full. So an immense term takes no longer than its line.

In what a user types, `…` is a hole: it stands for any subterm, and a long term need not be typed again.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import cache
from heapq import heappop, heappush
from itertools import count
from typing import NamedTuple, TypeAlias

from lamb.calculus.recursion import Recursion, unbounded
from lamb.calculus.reduction import Path
from lamb.calculus.substitution import replace_names, replace_variables
from lamb.calculus.term import App, Free, Lam, Term
from lamb.errors import LambError, Place, Source
from lamb.notation.names import restore_names
from lamb.notation.printer import write
from lamb.notation.syntax import Application, Expr, Name

OUTWARDS = 1.5  # how far the next part outwards is; inwards it is 1
TWICE_AS_LARGE = 0.5  # how much farther a part is for that
NEVER = 10**9
GUESSES = 8

Measure: TypeAlias = Callable[[str], int]


class Room(NamedTuple):
    """The columns that there are (None: any number), and the *measure* of how many a text takes up."""

    width: int | None
    measure: Measure = len
    ascii: bool = False

    @property
    def ellipsis(self) -> str:
        return "..." if self.ascii else "…"


class Excerpt(NamedTuple):
    """A *text*; the *tree* in it is the part of the term at the path *window*."""

    text: str
    tree: Expr
    window: Path = ()

    def at(self, path: Path) -> Expr | None:
        """The tree of the part at a path, or the `…` that it is in; None if it is not in the window."""
        if path[: len(self.window)] != self.window:
            return None
        tree = self.tree
        for step in path[len(self.window) :]:
            if isinstance(tree, Name):
                break
            tree = getattr(tree, step)
        return tree


def excerpt(term: Term, line: Room, focus: Path = (), also: Path = (), around: Sequence[str] = ()) -> Excerpt:
    """As much of *term* around the part at *focus*, and then at *also*, as there is room for.

    Variables that point out of what is shown are called by the hints of their binders; the names
    *around* are those of the binders around *term*.

    >>> from lamb.notation import parse_term
    >>> excerpt(parse_term("f (g (λx. x x) y) (h (z z) z)"), Room(20), ("fn", "arg")).text
    'f (g (λx. x x) y) …'
    """
    width = line.width
    if width is None or term.size <= width:  # no text is shorter than its term's size
        whole = _placed(term, around, line)
        if width is None or line.measure(whole.text) <= width:
            return whole
    growth = _Growth(term, line, focus, also)
    names = [*around, *(node.hint for node in growth.spine[:-1] if isinstance(node, Lam))]

    @cache
    def shown(rank: int) -> Excerpt:
        cut, window = growth.until(rank)
        bound = sum(step == "body" for step in focus[len(window) :])
        return _placed(cut, names[: len(names) - bound], line, window)

    @cache
    def columns(rank: int) -> int:
        return line.measure(shown(rank).text)

    # The largest rank with which the text fits: where it should be, by how far the last guess was wrong.
    fitting, wide = 0, growth.ranks + 1
    rank = bisect_right(growth.columns, width)
    for _ in range(GUESSES):
        if wide - fitting == 1:
            break
        rank = max(fitting + 1, min(rank, wide - 1))
        fitting, wide = (rank, wide) if columns(rank) <= width else (fitting, rank)
        rank = bisect_right(growth.columns, width - (columns(rank) - growth.columns[rank - 1]))
    return shown(fitting + bisect_right(range(fitting + 1, wide), width, key=columns))


def _placed(term: Term, around: Sequence[str], line: Room, window: Path = ()) -> Excerpt:
    """The excerpt that shows a term, with `…` for what is around it at its window."""
    closed = replace_variables(term, lambda index, depth: Free(around[-1 - (index - depth)]))
    whole = tree = restore_names(closed)
    if not {"arg", "body"}.isdisjoint(window):
        whole = Application(Name(line.ellipsis), whole)
    if "fn" in window:
        whole = Application(whole, Name(line.ellipsis))
    return Excerpt(write(whole, ascii=line.ascii, places=True), tree, window)


class _Part:
    """A subterm, which is this field of the one *around* it. The *rank* says how soon it is shown, and no
    longer as `…`.
    """

    __slots__ = ("around", "field", "inner", "is_open", "rank", "term")

    def __init__(self, term: Term, field: str = "", around: _Part | None = None) -> None:
        self.term = term
        self.field = field
        self.around = around
        self.rank = NEVER
        self.is_open = False  # something in it is shown
        self.inner: list[_Part] = []


class _Growth:
    """The parts of a term, ranked: those before some rank are what is shown in a line."""

    def __init__(self, term: Term, line: Room, focus: Path, also: Path) -> None:
        self.line = line
        self.focus = focus
        self.spine = _nodes_on(term, focus)
        self.columns: list[int] = []  # with each rank, about
        self.root = _Part(self.spine[-1])
        self.outwards: list[tuple[int, _Part | None]] = []  # the ranks of the nodes around the focus
        self._order = count()
        self._narrow = (line.width or 0) // 2
        self._waiting: list[tuple[float, int, float, _Part | None]] = []
        self._wanted = {id(node) for node in _nodes_on(term, also)}
        self._rank_all()

    @property
    def ranks(self) -> int:
        return len(self.columns)

    def _rank_all(self) -> None:
        self._wait(self.root, 0)
        self._wait(None, OUTWARDS)
        columns = 1 + 2 * ("fn" in self.focus) + 4 * (not {"arg", "body"}.isdisjoint(self.focus))
        most = 2 * (self.line.width or 0)
        while self._waiting and self.ranks < most and 4 * columns <= 3 * most:
            _, _, distance, part = heappop(self._waiting)
            if part is None:
                columns += self._go_outwards(distance)
            elif (name := self._width(part.term)) <= self._narrow:  # which leaves room for others
                part.rank = self.ranks
                part.inner = [_Part(term, field, part) for field, term in _fields(part.term)]
                for inner in part.inner:
                    self._wait(inner, distance + 1)
                columns += _wider(part, name)
            self.columns.append(columns)

    def _wait(self, part: _Part | None, distance: float) -> None:
        """Put a part, or the next node outwards, where it belongs in the order of ranking."""
        if part and id(part.term) in self._wanted:
            distance = 0
        size = part.term.size.bit_length() if part else 1
        heappush(self._waiting, (distance + TWICE_AS_LARGE * size, next(self._order), distance, part))

    def _go_outwards(self, distance: float) -> int:
        """Rank the next node outwards. Returns how much wider the text becomes, about."""
        level = len(self.focus) - len(self.outwards) - 1
        if level < 0:
            return 0
        others = [_Part(term) for step, term in _fields(self.spine[level]) if step != self.focus[level]]
        self.outwards.append((self.ranks, others[0] if others else None))
        for other in others:
            self._wait(other, distance + 1)
        self._wait(None, distance + OUTWARDS)
        return 2 + 2 * (self.focus[level] == "arg") if others else 2 + self._width(self.spine[level])

    def _width(self, term: Term) -> int:
        """The columns of its name."""
        name = term.hint if isinstance(term, Lam) else term.name if isinstance(term, Free) else "x"
        return len(name) if name.isascii() else self.line.measure(name)

    def until(self, rank: int) -> tuple[Term, Path]:
        """The term that is shown, with `…` for what has a higher rank, and the path to it."""
        rest = Free(self.line.ellipsis)
        others = [_cut(other, rank, rest) if other else None for at, other in self.outwards if at < rank]
        if len(others) < len(self.focus):  # the … at an end stands for what is next to it, too
            while others and others[-1] is rest:
                others.pop()
        cut, level = _cut(self.root, rank, rest), len(self.focus)
        for other in others:
            level -= 1
            match self.spine[level]:
                case Lam(hint, _):
                    cut = Lam(hint, cut)
                case _ if other and self.focus[level] == "fn":
                    cut = App(cut, other)
                case _ if other:
                    cut = App(other, cut)
        return cut, self.focus[:level]


def _nodes_on(term: Term, path: Path) -> list[Term]:
    """The nodes on a path, from the top."""
    found = [term]
    for step in path:
        term = getattr(term, step)
        found.append(term)
    return found


def _fields(term: Term) -> list[tuple[str, Term]]:
    match term:
        case Lam(_, body):
            return [("body", body)]
        case App(fn, arg):
            return [("fn", fn), ("arg", arg)]
    return []


def _wider(part: _Part, name: int) -> int:
    """The columns that a part takes more than its `…`, about, where its name takes so many."""
    if isinstance(part.term, App):
        return 0  # until something in it is shown
    follows = part.field == "arg" and part.around is not None and part.around.field == "fn"
    wider, around = name - 1, part.around
    if isinstance(part.term, Lam):
        is_next = around is not None and isinstance(around.term, Lam)
        wider += 2 if is_next else 4 + 2 * (follows or part.field == "fn")
    while around is not None and isinstance(around.term, App) and not around.is_open:
        around.is_open = True
        wider += 2 + 2 * (around.field == "arg")
        around = around.around
    return wider


@unbounded
def _cut(part: _Part, rank: int, rest: Term) -> Recursion[Term]:
    """The term of a part, with *rest* for what is not shown yet."""
    if part.rank >= rank:
        return rest
    match part.term, part.inner:
        case Lam(hint, _), [body]:
            return Lam(hint, (yield body, rank, rest))
        case App(), [fn, arg]:
            cut_fn: Term = yield fn, rank, rest
            cut_arg: Term = yield arg, rank, rest
            return rest if cut_fn is cut_arg is rest else App(cut_fn, cut_arg)
    return part.term


# ── Holes ─────────────────────────────────────────────────────────────────────────────

HOLE = Free("…")
_HOLES = re.compile(r"…|\.\.\.")
_STAND_INS = "ꙮꙨꙬꙪ"  # letters that hardly any text has


def parse_with_holes(source: Source) -> tuple[Expr, str]:
    """The term in a text, and the name that stands for `…` (or `...`) in it. Raises ParseError.

    >>> tree, hole = parse_with_holes(Source("λx. x (… x)"))
    >>> tree.body.arg.fn.name == hole
    True
    """
    from lamb.notation.parser import parse_expression  # start-up counts

    stand_in = next(letter for letter in _STAND_INS if letter not in source.text or letter == _STAND_INS[-1])
    text = _HOLES.sub(lambda hole: stand_in.ljust(len(hole[0])), source.text)  # nothing moves
    try:
        return parse_expression(Source(text, source.name)), stand_in
    except LambError as error:
        if error.place is not None:
            error.place = Place(source, error.place.start, error.place.end)
        raise


def matches(pattern: Term, term: Term, hole: Free = HOLE) -> bool:
    """True if *term* is *pattern* with something for each hole, up to α.

    So `λx. x (… x)` matches λx. x (f x) and λx. x ((λy. y) x), but not λx. x.
    """
    return filled(pattern, term, hole) == term


@unbounded
def filled(pattern: Term, term: Term, hole: Free = HOLE) -> Recursion[Term]:
    """*pattern* with what *term* has in the places of the holes; where it has no such place, `…`."""
    match pattern, term:
        case Lam(hint, body), Lam(_, other):
            return Lam(hint, (yield body, other, hole))
        case App(fn, arg), App(other_fn, other_arg):
            return App((yield fn, other_fn, hole), (yield arg, other_arg, hole))
        case _ if pattern == hole:
            return term
        case Lam() | App(), _:
            return replace_names(pattern, {hole.name: HOLE})
    return pattern
