"""Elision: as much of a term as a line has room for, around the part that matters.

    … (λf x. f (f ((λy. f (y …)) x))) …

Each `…` inside is one subterm, and one at an end is all that is around; brackets always match. What
matters comes first, and from there it grows inwards and outwards, the nearest and smallest parts
before the others, until the line is full. So an immense term takes no longer than its line.

In what a user types, `…` is a hole: it stands for any subterm, and a long term need not be typed again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from heapq import heappop, heappush
from itertools import count
from typing import NamedTuple, TypeAlias

from lamb.calculus.recursion import Recursion, unbounded
from lamb.calculus.reduction import Path
from lamb.calculus.substitution import replace_names
from lamb.calculus.term import App, Free, Lam, Term, Var
from lamb.errors import LambError, Place, Source
from lamb.notation.names import restore_names
from lamb.notation.printer import write
from lamb.notation.syntax import Application, Expr, Name

OUTWARDS = 3  # how far the next part outwards is
INWARDS = 2
TWICE_AS_LARGE = 1  # how much farther a part is for that
LARGE = 1_000_000  # nodes of a part that is as far as if it had no more

LAMBDA = 3  # columns of a λ and its point
NEXT_LAMBDA = 1  # of one that is written as one with the λ around it
REGAINED = 4  # dots that names may yet replace in a line that is too long with them
OTHER = {"fn": "arg", "arg": "fn"}

Measure: TypeAlias = Callable[[str], int]
Binders: TypeAlias = "tuple[str, Binders] | None"
"""The names of the λs around a place, the innermost first."""


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
    binders: Binders = None
    for name in around:
        binders = name, binders
    if width is None or term.size <= width:  # no text is shorter than its term's size
        whole = _placed(term, binders, line)
        if width is None or line.measure(whole.text) <= width:
            return whole
    growth = _Growth((term, binders), line, focus, also)
    rank = most = growth.ranks_within(width)
    shown = growth.shown(rank)
    while rank and (excess := line.measure(shown.text) - width) > 0:  # by the primes of names
        most = rank - 1
        rank = min(most, growth.ranks_within(growth.columns[rank] - excess))
        shown = growth.shown(rank)
    while rank < most and line.measure((more := growth.shown(rank + 1)).text) <= width:
        rank, shown = rank + 1, more
    return shown


def around_head(term: Term, line: Room) -> Excerpt:
    """As much of *term* around its head as there is room for.

    >>> from lamb.notation import parse_term
    >>> around_head(parse_term("λx. (λy. y y) (f x) (g x) (h x)"), Room(20)).text
    '… (λy. y y) …'
    """
    head: list[str] = []
    inner = term
    while isinstance(inner, Lam | App):
        head.append("body" if isinstance(inner, Lam) else "fn")
        inner = inner.body if isinstance(inner, Lam) else inner.fn
    return excerpt(term, line, tuple(head))


def _placed(term: Term, binders: Binders, line: Room, window: Path = ()) -> Excerpt:
    """The excerpt that shows a term under its binders, with `…` for what is around it at its window."""
    around: list[str] = []
    while binders is not None and len(around) < term.open:
        name, binders = binders
        around.append(name)
    whole = tree = restore_names(term, around)
    if not {"arg", "body"}.isdisjoint(window):
        whole = Application(Name(line.ellipsis), whole)
    if "fn" in window:
        whole = Application(whole, Name(line.ellipsis))
    return Excerpt(write(whole, ascii=line.ascii, places=True), tree, window)


class _Part:
    """A subterm under its *binders*, which is this *field* of the part *around* it."""

    is_open = False  # a λ that is shown, or an application that is not one … as a whole
    ends_in_lambda = False  # its argument is a λ that is shown
    steps = -1  # from the top to it, if it is on the way to what is wanted, too
    fn: Term | None = None  # what is shown of its own parts
    arg: Term | None = None
    body: Term | None = None

    def __init__(self, term: Term, binders: Binders, around: _Part | None = None, field: str = "") -> None:
        self.term = term
        self.binders = binders
        self.around = around
        self.field = field

    @property
    def name(self) -> str:
        """The name of a variable, or of the variable of a λ."""
        term, binders = self.term, self.binders
        if isinstance(term, Var):
            for _ in range(term.index):
                binders = binders and binders[1]
            return binders[0] if binders else ""
        return term.hint if isinstance(term, Lam) else term.name  # type: ignore[union-attr]

    def cut(self, rest: Term) -> Term:
        """What is shown of it, with *rest* for its other parts. None of its parts is shown after that."""
        term, fn, arg, body = self.term, self.fn, self.arg, self.body
        self.fn = self.arg = self.body = None
        if isinstance(term, App):
            return App(fn or rest, arg or rest) if fn or arg else rest
        return Lam(term.hint, body or rest) if isinstance(term, Lam) else term


class _Growth:
    """The parts of a term, ranked: those before some rank are what is shown in a line.

    *columns* are those of the line without any part, with the first, with two and so on, until it is too
    long; where names need no more primes than they have.
    """

    def __init__(self, whole: tuple[Term, Binders], line: Room, focus: Path, also: Path) -> None:
        self.line = line
        self.focus = focus
        term, binders = whole
        self.spine = _nodes_on(term, focus)
        for level, step in enumerate(focus):
            if step == "body":
                binders = self.spine[level].hint, binders  # type: ignore[union-attr]
        self.root = _Part(self.spine[-1], binders)
        self.parts: list[_Part | None] = []  # by rank: None is a step outwards, or too long a name
        self.outwards: list[int] = []  # the ranks of these
        self._text = _Text(self.root, line, focus)
        self.columns = [self._text.columns]
        self._also = also
        apart = (level for level, (one, other) in enumerate(zip(focus, also, strict=False)) if one != other)
        self._together = next(apart, min(len(focus), len(also)))  # steps that both begin with
        self.root.steps = len(focus) if len(focus) == self._together else -1
        self._waiting: list[tuple[int, int, _Part | None]] = []
        self._order = count()
        self._rank_all(line.width or 0)

    def ranks_within(self, width: int) -> int:
        """The most ranks for which a line has room."""
        return next((rank for rank in range(len(self.parts), 0, -1) if self.columns[rank] <= width), 0)

    def _rank_all(self, width: int) -> None:
        wait, waiting, text = self._wait, self._waiting, self._text  # the loop that most of the time goes to
        wait(0, self.root)
        wait(OUTWARDS, None)
        most = width + REGAINED * (text.dots - 1)
        while waiting and len(self.parts) < 2 * width and text.columns <= most:
            _, distance, part = heappop(waiting)
            inwards = distance + INWARDS
            if part is None:
                self._go_outwards(distance)
            elif isinstance(term := part.term, App):
                wait(inwards, _Part(term.fn, part.binders, part, "fn"))
                wait(inwards, _Part(term.arg, part.binders, part, "arg"))
            elif 2 * (name := text.width(part.name)) > width:  # which leaves no room for others
                part = None
            else:
                text.show(part, name)
                if isinstance(term, Lam):
                    wait(inwards, _Part(term.body, (term.hint, part.binders), part, "body"))
            self.parts.append(part)
            self.columns.append(text.columns)

    def _wait(self, distance: int, part: _Part | None) -> None:
        """Put a part, or the next node outwards, where it belongs in the order of ranking."""
        if part is None:
            size = 1
        else:
            size = min(part.term.size, LARGE).bit_length()
            steps = -1 if part.around is None else part.around.steps
            if 0 <= steps < len(self._also) and self._also[steps] == part.field:
                part.steps = steps + 1
                distance = 0
        place = distance + TWICE_AS_LARGE * size
        heappush(self._waiting, ((place << 32) + next(self._order), distance, part))

    def _go_outwards(self, distance: int) -> None:
        """Rank the next node around the root, if there is one."""
        level = len(self.focus) - len(self.outwards) - 1
        if level < 0:
            return
        inner = self._text.around[-1] if self.outwards else self.root
        binders = inner.binders and inner.binders[1] if self.focus[level] == "body" else inner.binders
        part = _Part(self.spine[level], binders)
        part.steps = level if level <= self._together else -1
        self.outwards.append(len(self.parts))
        self._text.around.append(part)
        if isinstance(part.term, App):
            field = OTHER[self.focus[level]]
            self._wait(distance + INWARDS, _Part(getattr(part.term, field), part.binders, part, field))
        if level == 0 or isinstance(part.term, Lam):
            self._text.widen(part)
        self._wait(distance + OUTWARDS, None)

    def shown(self, ranks: int) -> Excerpt:
        """What is shown with so many ranks."""
        rest: Term = Free(self.line.ellipsis)
        cut = rest
        for part in reversed(self.parts[:ranks]):  # each before the one around it
            if part is self.root:
                cut = part.cut(rest)
            elif part is not None and (inner := part.cut(rest)) is not rest:
                setattr(part.around, part.field, inner)
        around = [part for part, rank in zip(self._text.around, self.outwards, strict=True) if rank < ranks]
        if len(around) < len(self.focus):  # the … at an end stands for what is next to it, too
            told = [part.fn or part.arg or isinstance(part.term, Lam) for part in around]
            del around[max((number for number, is_told in enumerate(told, 1) if is_told), default=0) :]
        level, top = len(self.focus), self.root
        for top in around:
            level -= 1
            setattr(top, self.focus[level], cut)
            cut = top.cut(rest)
        return _placed(cut, top.binders, self.line, self.focus[:level])


class _Text:
    """The *columns* of a text that shows more and more parts: where it opens one, it has less of `…`."""

    def __init__(self, root: _Part, line: Room, focus: Path) -> None:
        self.around: list[_Part] = []  # the nodes around the root that are ranked, from the inside
        self._root = self._top = root  # the top is the outermost node that is shown
        self._focus = focus
        self._level = len(focus)  # of the top
        self._measure = line.measure
        self.dots = line.measure(line.ellipsis)
        self._inside = self.dots  # columns of the top, without brackets around it
        self._left = next((level for level, step in enumerate(focus) if step != "fn"), len(focus))
        self._right = focus.index("fn") if "fn" in focus else len(focus)
        self.columns = self._inside + self._outside()

    def _outside(self) -> int:
        """The columns of what is around the top."""
        has_left, has_right, top = self._level > self._left, self._level > self._right, self._top
        dots = (1 + self.dots) * (has_left + has_right)
        if not dots or not top.is_open:
            return dots
        if isinstance(top.term, Lam):
            return dots + 2 * has_right
        return dots + 2 * (has_left or top.ends_in_lambda)

    def width(self, name: str) -> int:
        """The columns of a name."""
        return len(name) if name.isascii() else self._measure(name)

    def show(self, part: _Part, name: int) -> None:
        """Show a λ or a leaf, whose name has so many columns, and the nodes around it."""
        around, inside = part.around, name - self.dots
        while around is not None and not around.is_open:
            if around.around is None and around is not self._root:
                self.widen(around)
                break
            around.is_open = True
            inside += 1 + self.dots + 2 * (around.field == "arg")
            around = around.around
        if isinstance(part.term, Lam):
            part.is_open = True
            inside += self.dots + self._lambda(part)
        self._inside += inside
        self.columns = self._inside + self._outside()

    def _lambda(self, part: _Part) -> int:
        """The columns of a λ, its point, and brackets around it."""
        around = part.around
        if around is None:
            return LAMBDA
        if isinstance(around.term, Lam):
            return NEXT_LAMBDA
        if part.field == "arg":
            around.ends_in_lambda = True
        return LAMBDA + 2 * (part.field == "fn" or around.field == "fn")

    def widen(self, part: _Part) -> None:
        """Show the nodes around the root up to this one."""
        while self._top is not part:
            top, around = self._top, self.around[len(self._focus) - self._level]
            self._level -= 1
            top.around, top.field = around, self._focus[self._level]
            is_lambda = top.is_open and isinstance(top.term, Lam)
            around.is_open = True
            if isinstance(around.term, Lam):
                self._inside += self.width(around.name) + (NEXT_LAMBDA if is_lambda else LAMBDA)
            elif top.field == "fn":
                self._inside += 1 + self.dots + 2 * (is_lambda or top.ends_in_lambda)
            else:
                self._inside += 1 + self.dots + 2 * (top.is_open and not is_lambda)
                around.ends_in_lambda = is_lambda
            self._top = around
        self.columns = self._inside + self._outside()


def _nodes_on(term: Term, path: Path) -> list[Term]:
    """The nodes on a path, from the top."""
    found = [term]
    for step in path:
        term = getattr(term, step)
        found.append(term)
    return found


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
