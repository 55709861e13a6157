"""Church's numerals: names whose definition is known without any table.

The name `3` stands for λf x. f (f (f x)): do something three times. It stays a name until a reduction
needs it, which keeps traces readable and long numerals short.

A large numeral is a term, too, whose nodes are made when they are asked for: that of 20! has
4,865,804,016,353,280,003, and still an answer may be it. A node is *unwritten* while its part is missing, and
becomes an ordinary `Lam` or `App` as soon as it is asked for it.

    λf. …                    the whole numeral; its size, 2n + 3, says which one it is
    λf x. f (f (f (…)))      after a walk three applications deep

An unwritten node looks like what it becomes; only `written` tells them apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import Final

from lamb.calculus.term import App, Free, Lam, Node, Term, Var, _App, _Fields, _Lam, nodes, parts, rebuilt

_PYTHON_READS = 600  # digits: Python's limit can be set no lower than 640

WRITTEN_AT_ONCE: Final = 100  # applications
NAMED_OTHERWISE: Final = 1_000  # applications of a numeral whose variables are not called f and x

LARGEST = 20_000_000
"""The largest that is written out as a term: it takes about two gigabytes."""

# ── Names ─────────────────────────────────────────────────────────────────────────────


def is_numeral(name: str) -> bool:
    """True if a name is a numeral.

    >>> is_numeral("42"), is_numeral("x42")
    (True, False)
    """
    return name.isascii() and name.isdigit()


def number_named(name: str) -> int:
    """The number that a numeral is the name of, however long it is: Python's `int` has a limit."""
    if len(name) <= _PYTHON_READS:
        return int(name)
    from decimal import Decimal  # start-up counts

    return int(Decimal(name))


def name_of(number: int) -> str:
    """The numeral that names a number, however long it is: Python's `str` has a limit."""
    if number.bit_length() <= 3 * _PYTHON_READS:
        return str(number)
    from decimal import Decimal  # start-up counts

    return str(Decimal(number))


# ── Unwritten nodes ───────────────────────────────────────────────────────────────────

_become = vars(object)["__class__"].__set__  # past the guard of terms, and past what is said below
_set_size, _set_body, _set_arg = (  # the same for fields
    vars(fields)[field].__set__ for fields, field in ((_Fields, "size"), (_Lam, "body"), (_App, "arg"))
)
_F: Final = Var(1)


class _Numeral(Lam):
    """λf x. f (f … x), of which only the hint is there."""

    __slots__ = ()
    written = False
    __class__ = property(lambda _: Lam)
    body = property(lambda node: _complete(node, Lam, _set_body, Lam("x", _times(node.size // 2 - 1))))


class _Times(App):
    """f (f … x), of which only the first f is there."""

    __slots__ = ()
    written = False
    __class__ = property(lambda _: App)
    arg = property(lambda node: _complete(node, App, _set_arg, _times(node.size // 2 - 1)))


def _complete(node: Term, kind: type[Node], set_part: Callable[[Term, Term], None], part: Term) -> Term:
    """Give an unwritten node the part that was missing, which is there from now on."""
    set_part(node, part)
    _become(node, kind)
    return part


def times(number: int, body: Term = Var(0)) -> Term:  # noqa: B008  (terms never change)
    """f (f … *body*) with *number* times f, all of which are there."""
    for _ in range(number):
        body = App(_F, body)
    return body


def _times(number: int) -> Term:
    """f (f … x) with *number* times f."""
    return _unwritten_times(2 * number + 1) if number > WRITTEN_AT_ONCE else times(number)


def unwritten(number: int) -> Term:
    """Church's numeral, of which hardly anything is there. Time and space are constant."""
    return _unwritten_numeral(2 * number + 3)


def _unwritten_numeral(size: int) -> Term:
    return _sized(Lam("f", Lam("x", _F)), size, _Numeral)


def _unwritten_times(size: int) -> Term:
    return _sized(App(_F, _F), size, _Times)


def _sized(node: Term, size: int, kind: type[Node]) -> Term:
    _set_size(node, size)
    _become(node, kind)
    return node


_Numeral.unwritten = staticmethod(_unwritten_numeral)
_Times.unwritten = staticmethod(_unwritten_times)


def times_left(node: Term) -> int:
    """The number of f that an unwritten node stands for.

    >>> times_left(unwritten(10**9))
    1000000000
    """
    return node.size // 2 - (1 if isinstance(node, Lam) else 0)


def written_size(term: Term) -> int:
    """The size of a term in which each unwritten part counts as one node. Linear in what is shared."""
    if all(node.written for node in parts(term)):
        return term.size
    sizes: dict[int, int] = {}
    for node in nodes(term, whole=False):
        size = 1
        if node.written:
            match node:
                case Lam(_, body):
                    size += sizes[id(body)]
                case App(fn, arg):
                    size += sizes[id(fn)] + sizes[id(arg)]
        sizes[id(node)] = size
    return sizes[id(term)]


# ── Terms ─────────────────────────────────────────────────────────────────────────────


def church(number: int, f: str = "f", x: str = "x") -> Term:
    """Church's numeral: λf x. f (f … x) with *number* times f, and as hints *f* and *x*.

    One whose hints are f and x, as those of any very large one are, is made in constant time, and written
    out as far as its parts are asked for. Raises ValueError for a negative number.
    """
    if number < 0:
        raise ValueError("a Church numeral counts applications: it cannot be negative")
    if number > NAMED_OTHERWISE or (f, x) == ("f", "x"):
        return unwritten(number) if number > WRITTEN_AT_ONCE else _small(number)
    return Lam(f, Lam(x, times(number)))


@cache
def _small(number: int) -> Term:
    return Lam("f", Lam("x", times(number)))


def churches(numbers: Iterable[int]) -> dict[int, Term]:
    """Church's numerals of several numbers, which share what they can: no more than the largest takes."""
    found: dict[int, Term] = {}
    body: Term = Var(0)
    done = 0
    for number in sorted(set(numbers)):
        if number < 0:
            raise ValueError("a Church numeral counts applications: it cannot be negative")
        if number > LARGEST:
            raise ValueError(f"a numeral above {LARGEST:,} is too large to be written out as a term")
        body = times(number - done, body)
        done = number
        found[number] = Lam("f", Lam("x", body))
    return found


def numeral_term(number: int) -> Term:
    """A numeral: its name, or if that would be long, the term that it is the name of."""
    return Free(str(number)) if number.bit_length() <= 3 * _PYTHON_READS else church(number)


def numeral_hints(abstraction: Term) -> tuple[int, str, str] | None:
    """The number that a written λf x. f (f … x) stands for, with what f and x are called in it.

    λf. f is no numeral, though it would be 1 up to η.
    """
    match abstraction:
        case Lam(f) if not abstraction.written:
            return times_left(abstraction), f, "x"
        case Lam(f, Lam(x, body)):
            number = 0
            while body.__class__ is App and body.fn.__class__ is Var and body.fn.index == 1:
                if not body.written:
                    return number + times_left(body), f, x
                body = body.arg
                number += 1
            if body.__class__ is Var and body.index == 0:
                return number, f, x
    return None


def name_numerals(term: Term) -> Term:
    """*term* with names for the numerals that are too large to be written out. Linear in what is written."""

    def name(node: Term) -> Term | None:
        number = numeral_hints(node) if isinstance(node, Lam) and node.size > 2 * LARGEST else None
        return Free(name_of(number[0])) if number else None

    return rebuilt(term, name) if term.size > 2 * LARGEST else term
