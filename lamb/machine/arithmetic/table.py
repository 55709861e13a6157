"""Known arithmetic: the terms, where they come from, the law that each obeys, and how they are recognized.

Recognized is what is one of these terms up to the names of bound variables, once the names in it are
replaced by their definitions. What is composed of them (lt, eq, min, gcd, fact, `λm n. is-zero (sub
m n)` …) needs no line here: its parts are recognized. Nor does is-zero, which asks a number for its
first f only.

    Church    A. Church, The Calculi of Lambda-Conversion (1941)
    Kleene    S. C. Kleene, A theory of positive integers in formal logic (1935)
    Rosser    J. B. Rosser's addition, product and power, in Church's book
    Rojas     R. Rojas, A Tutorial Introduction to the Lambda Calculus (1997)
    TAPL      B. C. Pierce, Types and Programming Languages (2002), chapter 5
    Wikipedia Church encoding, and Lambda calculus
    lamb      our prelude

So that the table can be read, terms are written as Python's functions:
`lam(lambda n, f, x: f(n(f, x)))` is λn f x. f (n f x).

A linker marks them in the code, and numerals. Arithmetic is known by what it is, not by its name:
`λa b. a (b succ) 0` is nothing known, even if its name is `mul`. Names in a term, and what a `let` has bound,
stand for their definitions.

Known terms are kept in a **discrimination tree**: a term in preorder is a word of λ, @ and indices,
and the tree has a branch for each beginning of such a word.

    λ ─ λ ─ λ ─ @ ─ 1 ─ @ …         succ    λn f x. f (n f x)
                └── @ ─ @ ─ 2 …     λn f x. n f (f x), and Church's pred

So most abstractions are known to be unknown after a few of their nodes, which is all that this costs
where there is no arithmetic; and names are replaced on the way, no further than the tree goes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from itertools import product
from typing import Any, Final, TypeAlias

from lamb.calculus.numerals import church, is_numeral, number_named, numeral_hints
from lamb.calculus.term import App, Lam, Term, Var, preorder
from lamb.freeing import IN_BROWSER, dismantle
from lamb.machine.arithmetic import laws
from lamb.machine.arithmetic.laws import Law
from lamb.machine.code import DEFINED, EMPTY, LAW, TERM, Cell, Code, Linker, Scope, abstracted, numeral, under


class Sketch:
    """A term to be: what it is depends on the number of λs around it."""

    def __init__(self, under: Callable[[int], Term]) -> None:
        self.under = under

    def __call__(self, *arguments: Sketch) -> Sketch:
        """This, applied to the *arguments*."""

        def applied(depth: int) -> Term:
            term = self.under(depth)
            for argument in arguments:
                term = App(term, argument.under(depth))
            return term

        return Sketch(applied)

    @property
    def term(self) -> Term:
        """The term, if it is closed."""
        return self.under(0)


def lam(body: Callable[..., Sketch]) -> Sketch:
    """The abstraction that a function describes, with a λ for each of its parameters.

    >>> lam(lambda f, x: f(x)).term
    Lam('f', Lam('x', App(Var(1), Var(0))))
    """
    code, fixed = body.__code__, len(body.__defaults__ or ())
    hints = code.co_varnames[: code.co_argcount - fixed]

    def under(depth: int) -> Term:
        inside = depth + len(hints)
        term = body(*map(_variable, range(depth, inside))).under(inside)
        for hint in reversed(hints):
            term = Lam(hint, term)
        return term

    return Sketch(under)


def let(value: Sketch, body: Callable[[Sketch], Sketch]) -> Sketch:
    """`let x = value in body`, which is (λx. body) value."""
    return lam(body)(value)


def _variable(level: int) -> Sketch:
    return Sketch(lambda depth: Var(depth - level - 1))


# ── What arithmetic is made of ────────────────────────────────────────────────────────

TRUE = lam(lambda x, y: x)
FALSE = lam(lambda x, y: y)
NOT = lam(lambda p: p(FALSE, TRUE))
IF = lam(lambda condition, yes, no: condition(yes, no))
PAIR = lam(lambda x, y, p: p(x, y))
FST = lam(lambda p: p(TRUE))
SND = lam(lambda p: p(FALSE))
K = lam(lambda x, y: x)
T = lam(lambda x, f: f(x))
ZERO = lam(lambda f, x: x)
ONE = lam(lambda f, x: f(x))
IS_ZERO = lam(lambda n: n(lam(lambda x: FALSE), TRUE))

# ── Successors, sums, products, powers ────────────────────────────────────────────────

SUCC = lam(lambda n, f, x: f(n(f, x)))  # Church, TAPL, Wikipedia, lamb
LATE_SUCC = lam(lambda n, f, x: n(f, f(x)))  # TAPL, exercise 5.2.2

ADD = lam(lambda m, n, f, x: m(f, n(f, x)))  # Rosser, TAPL, Wikipedia, lamb
COUNTED_SUM = lam(lambda m, n: m(SUCC, n))  # Rojas, Wikipedia
LATE_SUM = lam(lambda m, n: m(LATE_SUCC, n))
TURNED_ADD = lam(lambda m, n, f, x: n(f, m(f, x)))
TURNED_SUM = lam(lambda m, n: n(SUCC, m))

MUL = lam(lambda m, n, f: m(n(f)))  # Rosser, Rojas, Wikipedia, lamb
LONG_MUL = lam(lambda m, n, f, x: m(n(f), x))  # Wikipedia
COUNTED_PRODUCTS = [lam(lambda m, n, a=a: m(a(n), ZERO)) for a in [ADD, COUNTED_SUM]]  # TAPL: times
LATE_PRODUCTS = [lam(lambda m, n, a=a: m(a(n), ZERO)) for a in [TURNED_ADD, TURNED_SUM]]
TURNED_MULS = [lam(lambda m, n, f: n(m(f))), lam(lambda m, n, f, x: n(m(f), x))]
TURNED_PRODUCTS = [lam(lambda m, n, a=a: n(a(m), ZERO)) for a in [ADD, COUNTED_SUM]]

POW = lam(lambda m, n, f, x: n(m, f, x))  # lamb, Wikipedia (λb n f x. n b f x)
SHORT_POW = lam(lambda m, n: n(m))  # Rosser, Wikipedia
COUNTED_POWERS = [  # TAPL, exercise 5.2.4: power
    lam(lambda m, n, p=p: n(p(m), ONE)) for p in [MUL, LONG_MUL, *COUNTED_PRODUCTS]
]

# ── Predecessors, differences, halves ─────────────────────────────────────────────────

CHURCH_PRED = lam(  # Wikipedia
    lambda n, f, x: n(lam(lambda g, h: h(g(f))), lam(lambda u: x), lam(lambda u: u))
)


def counting(step: Sketch) -> Sketch:
    """The first of two counters, after n steps of both from 0. Kleene's idea, at the dentist's."""
    return lam(lambda n: FST(n(step, ZEROS)))


ZEROS = PAIR(ZERO, ZERO)
PREDS = [
    counting(lam(lambda c: PAIR(SND(c), SUCC(SND(c))))),  # Kleene, Wikipedia, lamb
    *(  # TAPL: plus c1
        counting(lam(lambda c, add=add: PAIR(SND(c), add(ONE, SND(c))))) for add in [ADD, COUNTED_SUM]
    ),
    lam(lambda n: SND(n(lam(lambda c: PAIR(SUCC(FST(c)), FST(c))), ZEROS))),  # the same, turned
    lam(  # Rojas: n Φ (λz. z 0 0) false
        lambda n: n(
            lam(lambda p, z: z(SUCC(p(TRUE)), p(TRUE))),
            lam(lambda z: z(ZERO, ZERO)),
            FALSE,
        )
    ),
    lam(  # the same, turned
        lambda n: n(
            lam(lambda p, z: z(p(FALSE), SUCC(p(FALSE)))),
            lam(lambda z: z(ZERO, ZERO)),
            TRUE,
        )
    ),
]
HALF = counting(lam(lambda c: PAIR(SND(c), SUCC(FST(c)))))  # lamb

# ── Comparisons and division, as in our prelude ───────────────────────────────────────

LEQ = lam(lambda m, n: m(T, K(TRUE), n(T, K(FALSE))))
LT = lam(lambda m, n: NOT(LEQ(n, m)))
IS_EVEN = lam(lambda n: n(NOT, TRUE))
IS_ODD = lam(lambda n: n(NOT, FALSE))
TICK = lam(
    lambda n, clock: let(
        FST(clock),
        lambda turns: let(
            SUCC(SND(clock)),
            lambda hour: IF(LT(hour, n), PAIR(turns, hour), PAIR(SUCC(turns), ZERO)),
        ),
    )
)
DIV_MOD = lam(lambda m, n: IF(IS_ZERO(n), PAIR(ZERO, m), m(TICK(n), PAIR(ZERO, ZERO))))
DIV = lam(lambda m, n: FST(DIV_MOD(m, n)))
MOD = lam(lambda m, n: SND(DIV_MOD(m, n)))

# ── Their laws ────────────────────────────────────────────────────────────────────────

_SUCC = Law(1, lambda n: n + 1, laws.succ, lazy=True)
_ADD = Law(2, lambda m, n: m + n, laws.add, lazy=True)
_COUNTED_SUM = Law(2, lambda m, n: m + n, laws.add)
_MUL = Law(2, laws.product, laws.mul, lazy=True)
_COUNTED_PRODUCT = Law(2, laws.product, laws.mul)
_POW = Law(2, laws.power, laws.pow, lazy=True)
_COUNTED_POWER = Law(2, laws.power, laws.pow)
_PRED = Law(1, lambda n: max(0, n - 1), laws.pred)
_SUB = Law(2, lambda m, n: max(0, m - n), laws.sub)
PROPER_POWER = Law(2, laws.proper_power, laws.proper_pow)
"""Of `n m`, which is what applying a numeral to a numeral comes to."""


def _turned(law: Law) -> Law:
    """The law of the same arithmetic with its two arguments exchanged."""
    return law.with_values(of=lambda m, n: law.of(n, m), asked=lambda m, n, enough: law.asked(n, m, enough))


def known_arithmetic() -> Iterator[tuple[Sketch, Law]]:
    """Each term, and the law that it obeys."""
    yield SUCC, _SUCC
    yield LATE_SUCC, Law(1, lambda n: n + 1, laws.late_succ, lazy=True)
    yield ADD, _ADD
    yield COUNTED_SUM, _COUNTED_SUM
    yield LATE_SUM, Law(2, lambda m, n: m + n, laws.late_add)
    yield TURNED_ADD, _turned(_ADD)
    yield TURNED_SUM, _turned(_COUNTED_SUM)
    yield from product([MUL, LONG_MUL], [_MUL])
    yield from product(TURNED_MULS, [_turned(_MUL)])
    yield from product(COUNTED_PRODUCTS, [_COUNTED_PRODUCT])
    yield from product(TURNED_PRODUCTS, [_turned(_COUNTED_PRODUCT)])
    yield from product(LATE_PRODUCTS, [Law(2, laws.product, laws.late_mul)])
    yield POW, _POW
    yield SHORT_POW, PROPER_POWER
    yield from product(COUNTED_POWERS, [_COUNTED_POWER])
    yield from product([CHURCH_PRED, *PREDS], [_PRED])
    yield from product([lam(lambda m, n, p=p: n(p, m)) for p in [CHURCH_PRED, *PREDS]], [_SUB])
    yield HALF, Law(1, lambda n: n // 2, laws.half)
    yield LEQ, Law(2, lambda m, n: m <= n, laws.leq, decides=True)
    yield IS_EVEN, Law(1, lambda n: n % 2 == 0, laws.is_even, decides=True)
    yield IS_ODD, Law(1, lambda n: n % 2 == 1, laws.is_odd, decides=True)
    yield DIV, Law(2, laws.quotient, laws.div)
    yield MOD, Law(2, laws.remainder, laws.mod)


# ── The same as a tree of words ───────────────────────────────────────────────────────

LAMBDA: Final = -1
APPLICATION: Final = -2
"""Tokens of a term in preorder; those of variables are their indices."""

Words: TypeAlias = "dict[int, Words | Law]"
"""A tree of words: what may come next, and what follows then; in the end, the law of what was read."""


@cache
def known_words() -> Words:
    """The known terms as words in preorder. None begins with another one: terms tell where they end."""
    words: Words = {}
    for sketch, law in known_arithmetic():
        *beginning, last = _word(sketch.term)
        branch = words
        for token in beginning:
            branch = branch.setdefault(token, {})  # type: ignore[assignment]
        branch[last] = law
    return words


def _word(term: Term) -> Iterator[int]:
    for node, _ in preorder(term):
        match node:
            case Var(index):
                yield index
            case Lam():
                yield LAMBDA
            case App():
                yield APPLICATION


LONGEST_LITERAL = 1  # digits of the numerals that stand in known arithmetic
MOST_NAMES = 100  # that are replaced by their definitions in one term: they may go round in a circle


Place: TypeAlias = tuple[Term, int, Scope]
"""A term, the λs around it that have been read, and the scope outside of these."""


class Lets:
    """The bindings of the first `let`s of a term, made as they are asked for."""

    def __init__(self, term: Term, linker: Linker, cells: list[Cell]) -> None:
        self._rest = term
        self._args: list[Place] = []
        self._bound: list[Place] = []
        self._linker = linker
        self._cells = cells

    def bound(self, number: int) -> Place:
        """The term that the variable of one of the `let`s stands for, counted from the outside."""
        bound = self._bound
        while number >= len(bound):
            if isinstance(self._rest, App):
                scope = self._linker, 0, 0, self._cells, len(bound) - 1, 0, 0
                self._args.append((self._rest.arg, 0, scope))
                self._rest = self._rest.fn
            elif isinstance(self._rest, Lam):
                bound.append(self._args.pop())
                self._rest = self._rest.body
        return bound[number]


class ArithmeticLinker(Linker):
    """A linker that knows arithmetic, and marks it and numerals in the code.

    Names in arithmetic mean what they do in *definitions*, or in the `let`s around it. The marks are

    `numeral(n)`           the numeral n, also where it was written λf x. f (f … x)
    [LAW, law, body]       the body of known arithmetic, whose arguments are in the environment, the last
                           one first; without the law it is *body*
    """

    def __init__(self, definitions: Mapping[str, Term]) -> None:
        super().__init__(definitions)
        self._lets: dict[int, Lets] = {}

    def named(self, name: str) -> Cell:
        """The cell of a name; that of a numeral has its value from the start."""
        cell = super().named(name)
        if cell[0][0] == DEFINED and self.meaning(name) is None:
            cell[0], cell[1] = numeral(number_named(name)), EMPTY
        return cell

    def bindings(self, term: Term) -> list[Cell]:
        """The list for the cells that the first `let`s of a term bind, which is remembered."""
        cells: list[Cell] = []
        if term.__class__ is App:
            self._lets[id(cells)] = Lets(term, self, cells)
        return cells

    def value(self, abstraction: Lam, scope: Scope) -> Code:
        """The code of an abstraction whose variables are its own, or bound by `let`s."""
        if not abstraction.open and (known := numeral_hints(abstraction)):
            return numeral(*known)
        law = self.law(abstraction, scope)
        return super().value(abstraction, scope) if law is None else _lawful(abstraction, law, scope)

    def close(self) -> None:
        """Remember nothing from now on, nor what `let`s have bound."""
        lets = [*self._lets.values()]
        self._lets.clear()
        super().close()
        if IN_BROWSER:
            dismantle(lets)

    def law(self, abstraction: Term, scope: Scope) -> Law | None:
        """The law that an abstraction under no λ obeys, if it is known arithmetic."""
        words: Any = known_words()
        rest: list[Place] = [(abstraction, 0, scope)]  # what is to be read
        names = 0
        while rest:
            term, depth, scope = rest.pop()
            kind = term.__class__
            if kind is Lam:
                token = LAMBDA
                rest.append((term.body, depth + 1, scope))  # type: ignore[union-attr]
            elif kind is App:
                token = APPLICATION
                rest += (term.arg, depth, scope), (term.fn, depth, scope)  # type: ignore[union-attr]
            elif kind is Var and term.index < depth:  # type: ignore[union-attr]
                token = term.index  # type: ignore[union-attr]
            else:
                names += 1
                meaning = self._meaning(term, depth, scope)
                if meaning is None or names > MOST_NAMES:
                    return None
                rest.append(meaning)
                continue
            if token not in words:
                return None
            words = words[token]
        return words  # type: ignore[no-any-return]

    def _meaning(self, term: Term, depth: int, scope: Scope) -> Place | None:
        """The term that a name, or a variable of a `let`, stands for."""
        if isinstance(term, Var):
            _, _, _, cells, base, _, _ = scope
            return self._lets[id(cells)].bound(base - (term.index - depth))
        name: str = term.name  # type: ignore[union-attr]
        definition = self.meaning(name)
        if definition is None and len(name) <= LONGEST_LITERAL and is_numeral(name):
            definition = church(int(name))
        return None if definition is None else (definition, 0, scope)


def _lawful(abstraction: Lam, law: Law, scope: Scope) -> Code:
    """The code of known arithmetic."""
    body: Term = abstraction
    opened = []
    for _ in range(law.arity):
        assert isinstance(body, Lam)
        opened.append((body.hint, False))
        body = body.body
        scope = under(scope)
    match body:
        case Lam(f, Lam(x)) if (f, x) != law.names:
            law = law.with_values(names=(f, x))
    return abstracted([LAW, law, [TERM, body, scope]], opened)
