"""Laws of arithmetic: what it comes to, and what has to be known of its arguments for that.

A number may be known in part. `succ n` is at least 1 whatever n is, and `is-zero (succ Ω)` is false,
though Ω has no value at all. So a question says what is enough, and the answer is either the number itself,
or, as `Known(least, False)`, that it is so much at least:

    Known(5, True)      5
    Known(2, False)     2, or more, or 2 more of what is no number: f (f …) for any f

A law is written as a generator: it yields the questions that it asks, (argument, enough), and is
sent what is known then. **It asks in the order, and only as far, as the arithmetic itself evaluates
its arguments.** That is what makes it sound: where an argument has no value, neither has what is
computed of it. What is enough for a law is enough for the term, so the order of questions can be read
off the term. For mul = λm n f. m (n f), say: m (n f) x begins with m; if m is 0 that is all; else it
goes on with n f …
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from math import log2
from typing import Any, Final, NamedTuple, TypeAlias

from lamb.records import Record

MOST_BITS: Final = 1 << 18
"""Bits of the largest number that is computed: some 79,000 digits, in less than a second."""


class Known(NamedTuple):
    """The knowledge of a number: it is *least* exactly, or else at least."""

    least: int
    exactly: bool


class NoNumberError(Exception):
    """The result is no Church numeral, or too large a one."""


Enough: TypeAlias = "int | None"
"""The part of a number that has to be known: if it is at least so much; None for all there is to know."""
Argument: TypeAlias = Any
Questions: TypeAlias = Generator[tuple[Argument, Enough], Known, Known]


class Law(Record):
    """The effect on numbers of some arithmetic with one or two arguments.

    *of* is what it comes to, and raises NoNumberError where that is no numeral; *asked* asks for the
    arguments. What *decides* something comes to true or false, not to a number. What is *lazy* is an
    abstraction at once: it looks at no argument before it is itself applied to two. The result has the
    *names* of variables that the arithmetic was written with.
    """

    arity: int
    of: Callable[..., int]
    asked: Callable[..., Questions]
    decides: bool = False
    lazy: bool = False
    names: tuple[str, str] = ("f", "x")


def _without(enough: Enough, known: int) -> Enough:
    """As much as is enough of a summand if the other one is *known*."""
    return None if enough is None else max(0, enough - known)


def _more(enough: Enough, by: int) -> Enough:
    return None if enough is None else enough + by


# ── Sums ──────────────────────────────────────────────────────────────────────────────


def succ(n: Argument, enough: Enough) -> Questions:
    """λn f x. f (n f x): there is one f before n is looked at."""
    known, exactly = yield n, _without(enough, 1)
    return Known(known + 1, exactly)


def late_succ(n: Argument, enough: Enough) -> Questions:
    """λn f x. n f (f x): its f comes after those of n."""
    known, exactly = yield n, enough
    return Known(known + 1, True) if exactly else Known(known, False)


def add(m: Argument, n: Argument, enough: Enough) -> Questions:
    """λm n f x. m f (n f x): n is what m ends with."""
    first = yield m, enough
    if not first.exactly:
        return first
    second = yield n, _without(enough, first.least)
    return Known(first.least + second.least, second.exactly)


def late_add(m: Argument, n: Argument, enough: Enough) -> Questions:
    """λm n. m late-succ n: all of m comes first, but its f come last."""
    last = (yield m, None).least
    known, exactly = yield n, enough
    return Known(known + last, True) if exactly else Known(known, False)


# ── Products and powers ───────────────────────────────────────────────────────────────


def product(m: int, n: int) -> int:
    """The product, unless it is too large."""
    if m.bit_length() + n.bit_length() > MOST_BITS:
        raise NoNumberError
    return m * n


def mul(m: Argument, n: Argument, enough: Enough) -> Questions:
    """λm n f. m (n f): as many times n as m says, one after the other."""
    times = yield m, 1
    if times == (0, True):
        return times
    each = yield n, enough
    if not each.exactly:
        return each
    if not each.least:
        yield m, None  # nothing, all of m times
        return each
    times = yield m, None if enough is None else -(-enough // each.least)
    return Known(product(times.least, each.least), times.exactly)


def late_mul(m: Argument, n: Argument, enough: Enough) -> Questions:
    """λm n. m (λx f y. x f (n f y)) 0: all of m comes before the first of n."""
    times = (yield m, None).least
    if not times:
        return Known(0, True)
    each = yield n, enough
    return Known(product(times, each.least), True) if each.exactly else each


def power(base: int, exponent: int) -> int:
    """The power, unless it is too large."""
    if base > 1 and (exponent > MOST_BITS or exponent * log2(base) > MOST_BITS):
        raise NoNumberError
    return int(base**exponent)


def proper_power(base: int, exponent: int) -> int:
    """The power, but for 0: `0 m` is λx. x, and 1 is λf x. f x, which is not the same."""
    if not exponent:
        raise NoNumberError
    return power(base, exponent)


def pow(base: Argument, exponent: Argument, enough: Enough) -> Questions:
    """λm n f x. n m f x: m of m of m … of f, so n has to be known to the end before the first f is."""
    times = yield exponent, 1
    if times == (0, True):
        return Known(1, True)
    each = yield base, 1
    if each == (0, True):
        return each
    times = yield exponent, None
    each = yield base, enough
    return Known(power(*each[:1], times.least), True) if each.exactly else each


def proper_pow(base: Argument, exponent: Argument, enough: Enough) -> Questions:
    """λm n. n m, which is no numeral if n is 0."""
    times = yield exponent, 1
    if times == (0, True):
        raise NoNumberError
    return (yield from pow(base, exponent, enough))


# ── Differences and halves ────────────────────────────────────────────────────────────


def pred(n: Argument, enough: Enough) -> Questions:
    """Kleene's or Church's: one f fewer than n has."""
    known, exactly = yield n, _more(enough, 1)
    return Known(max(0, known - 1), exactly)


def sub(m: Argument, n: Argument, enough: Enough) -> Questions:
    """λm n. n pred m: all of n comes first."""
    fewer = (yield n, None).least
    known, exactly = yield m, _more(enough, fewer)
    return Known(max(0, known - fewer), exactly)


def half(n: Argument, enough: Enough) -> Questions:
    """Two counters that take turns: every second f of n."""
    known, exactly = yield n, None if enough is None else 2 * enough
    return Known(known // 2, exactly)


# ── Comparisons ───────────────────────────────────────────────────────────────────────


def leq(m: Argument, n: Argument, _: Enough) -> Questions:
    """Two walkers who take steps in turn, m the first; who has arrived says who was smaller."""
    one, other = Known(0, False), Known(0, False)
    while True:
        if one.exactly and one.least <= other.least:
            return Known(True, True)
        if other.exactly and other.least < one.least:
            return Known(False, True)
        if one.exactly:
            other = yield n, one.least
        elif other.exactly or one.least <= other.least:
            one = yield m, other.least + 1
        else:
            other = yield n, other.least + 1


def is_even(n: Argument, _: Enough) -> Questions:
    """λn. n not true: the first `not` asks for all the others."""
    known = yield n, None
    return Known(known.least % 2 == 0, True)


def is_odd(n: Argument, _: Enough) -> Questions:
    """λn. n not false."""
    known = yield n, None
    return Known(known.least % 2 == 1, True)


# ── Division ──────────────────────────────────────────────────────────────────────────


def quotient(m: int, n: int) -> int:
    """m // n, but 0 for n = 0."""
    return m // n if n else 0


def remainder(m: int, n: int) -> int:
    """m % n, but m for n = 0."""
    return m % n if n else m


def _hours(m: Argument, n: Argument) -> Generator[tuple[Argument, Enough], Known, tuple[int, int]]:
    """m ticks of a clock of n hours, n ≥ 2: all of m, and as much of n as tells its hours apart."""
    ticks = (yield m, None).least
    return ticks, (yield n, ticks + 1).least


def div(m: Argument, n: Argument, enough: Enough) -> Questions:
    """The full turns of a clock of n hours."""
    if (yield n, 1) == (0, True):
        return Known(0, True)
    if (yield m, 1) == (0, True):
        return Known(0, True)
    if (yield n, 2) == (1, True):
        return (yield m, enough)
    ticks, hours = yield from _hours(m, n)
    return Known(ticks // hours, True)


def mod(m: Argument, n: Argument, enough: Enough) -> Questions:
    """The place of the hand of a clock of n hours."""
    if (yield n, 1) == (0, True):
        return (yield m, enough)
    if (yield m, 1) == (0, True):
        return Known(0, True)
    if (yield n, 2) == (1, True):
        return Known(0, True)
    ticks, hours = yield from _hours(m, n)
    return Known(ticks % hours, True)
