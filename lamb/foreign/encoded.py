"""What other tools take numbers, operators and standard names for: 2 is a λ-term only by an encoding.

church          n = λs z. s (s … z), which a numeral is here
scott           0 = λz _. z      n + 1 = λ_ s. s n
binary_scott    0 = λz _ _. z    2n = λ_ f _. f n    2n + 1 = λ_ _ t. t n
negabinary      the same with -2n and -2n + 1, so that negative numbers are there too

Codewars names the first three (`numEncoding`); the last is what its users made of them. Each `read_…` gives
the number of a normal form back, or None; digits 0 at the end of one count for nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from lamb.calculus.budget import tick
from lamb.calculus.term import App, Lam, Term, Var
from lamb.notation.syntax import Abstraction, Application, Expr, Name

_PARTS = re.compile(r"[A-Za-z0-9]+|[\s\S]")
_SIGNS = {
    "+": "plus",
    "-": "minus",
    "=": "equals",
    "!": "not",
    "@": "at",
    "$": "dollar",
    "%": "percent",
    "^": "caret",
    "&": "and",
    "*": "star",
    "/": "slash",
    "\\": "backslash",
    ":": "colon",
    "<": "less",
    ">": "greater",
    ".": "dot",
    ",": "comma",
    "|": "bar",
    "~": "tilde",
    "?": "question",
    "[": "open",
    "]": "close",
}
LARGEST = 100_000
"""The largest number that is written as so many constructors."""
_NEGATIVE = "numbers to the base -2 may be: the notation codewars-negabinary has them"


class NotEncodedError(Exception):
    """An encoding has no term for a number: *args* are why, and what now."""


def church(number: int) -> Expr:
    """The numeral of a number. Raises NotEncodedError if it is negative."""
    if number < 0:
        raise NotEncodedError("Church's numerals are never negative", _NEGATIVE)
    return Name(str(number))


def scott(number: int) -> Expr:
    """Scott's numeral of a number. Raises NotEncodedError if there is none, or none of a sensible size."""
    if not 0 <= number <= LARGEST:
        hint = "codewars-binary has larger numbers" if number > 0 else _NEGATIVE
        raise NotEncodedError(f"Scott's numerals go from 0 to {LARGEST:,}", hint)
    term = _constructor("z", "_", taken="z")
    for _ in range(number):
        term = _constructor("_", "s", taken="s", of=term)
    return term


def binary_scott(number: int) -> Expr:
    """The binary digits of a number, the last one outside. Raises NotEncodedError if it is negative."""
    if number < 0:
        raise NotEncodedError("a binary number is never negative", _NEGATIVE)
    return _digits(number, 2)


def negabinary(number: int) -> Expr:
    """The digits of a number to the base -2, the last one outside."""
    return _digits(number, -2)


def read_scott(term: Term) -> int | None:
    """The number that Scott's numeral stands for. Linear in it."""
    number = 0
    while True:
        tick(1)
        match term:
            case Lam(_, Lam(_, Var(1))):
                return number
            case Lam(_, Lam(_, App(Var(0), before))):
                term, number = before, number + 1
            case _:
                return None


def read_binary_scott(term: Term) -> int | None:
    """The number that binary digits stand for. Linear in them."""
    digits = _read_digits(term)
    return None if digits is None else int(digits, 2)


def read_negabinary(term: Term) -> int | None:
    """The number that digits to the base -2 stand for. Linear in them."""
    digits = _read_digits(term)
    if digits is None:
        return None
    last = len(digits) - 1
    above, below = (
        "".join(digit if (last - at) % 2 == odd else "0" for at, digit in enumerate(digits)) for odd in (0, 1)
    )
    return int(above, 2) - int(below, 2)


def composition() -> Expr:
    """λf g x. f (g x), which Haskell's `.` is."""
    return _abstraction("fgx", Application(Name("f"), Application(Name("g"), Name("x"))))


def application() -> Expr:
    """λf x. f x, which `$` is where it stands alone."""
    return _abstraction("fx", Application(Name("f"), Name("x")))


def operator_name(sign: str) -> str:
    """A name for one that is none: op-plus for +, op-star-star for **."""
    words = [
        _SIGNS.get(word) or (word if word.isalnum() else f"u{ord(word):x}") for word in _PARTS.findall(sign)
    ]
    return "-".join(["op", *words])


def _digits(number: int, base: int) -> Expr:
    digits = []
    while number:
        digits.append(number % 2)
        number = (number - digits[-1]) // base
    term = _constructor("z", "_", "_", taken="z")
    for digit in reversed(digits):
        binders = ("_", "_", "t") if digit else ("_", "f", "_")
        term = _constructor(*binders, taken="t" if digit else "f", of=term)
    return term


def _read_digits(term: Term) -> str | None:
    """The digits that a term stands for, in the order in which they are written."""
    digits: list[str] = []
    while True:
        tick(1)
        match term:
            case Lam(_, Lam(_, Lam(_, Var(2)))):
                return "".join(reversed(digits)) or "0"
            case Lam(_, Lam(_, Lam(_, App(Var(0 | 1 as bit), rest)))):
                digits.append("10"[bit])
                term = rest
            case _:
                return None


def _constructor(*binders: str, taken: str, of: Expr | None = None) -> Expr:
    """λbinders. taken, or λbinders. taken of."""
    return _abstraction(binders, Application(Name(taken), of) if of else Name(taken))


def _abstraction(binders: Iterable[str], term: Expr) -> Expr:
    """λbinders. term"""
    for binder in reversed([*binders]):
        term = Abstraction(binder, term)
    return term


# ── The standard names of lci ─────────────────────────────────────────────────────────

LCI = """
I = λx. x
K = λx y. x
S = λx y z. x z (y z)
Iota = λf. f S K
Y = λf. (λx. f (x x)) (λx. f (x x))

True = λx y. x
False = λx y. y
If = λp x y. p x y
Not = λp. p False True
And = λp q. p (q True False) False
Or = λp q. p True (q True False)

Succ = λn f x. n f (f x)
Pred = λn f x. n (λg h. h (g f)) (λu. x) (λu. u)
Add = λm n f x. m f (n f x)
Monus = λm n. n Pred m
Mult = λm n f. m (n f)
Exp = λm n. n m
IsZero = λn. n (λx. False) True
Leq = λm n. IsZero (Monus m n)
Geq = λm n. Leq n m
Equal = λm n. And (Leq m n) (Leq n m)
op-not-equals = λm n. Not (Equal m n)
op-less = λm n. Not (Geq m n)
op-greater = λm n. Not (Leq m n)
rec op-slash = λm n. If (op-less m n) 0 (Succ (op-slash (Monus m n) n))

Pair = λx y s. s x y
Fst = λp. p True
Snd = λp. p False

Cons = λhead tail s. s head tail
Nil = λs. True
IsNil = λlist. list λhead tail. False
Head = λlist. list True
Tail = λlist. list False
op-dot-dot = λm n. Monus n m (λlist. Cons (Pred (Head list)) list) (Cons n Nil)

Theta = (λx f. f (x x f)) (λx f. f (x x f))
rec Loop = Loop
rec Nats = λn. Cons n (Nats (Succ n))
Ack = λm. m (λf n. Succ n f 1) Succ
Ack2 = Ack
rec Foldr = λf z list. If (IsNil list) z (f (Head list) (Foldr f z (Tail list)))
Sum = Foldr Add 0
Product = Foldr Mult 1
Length = Foldr (λitem. Succ) 0
Append = λfirst second. Foldr Cons second first
Map = λf. Foldr (λitem. Cons (f item)) Nil
Filter = λf. Foldr (λitem rest. If (f item) (Cons item rest) rest) Nil
All = λf. Foldr (λitem. And (f item)) True
Member = λx. Foldr (λitem. Or (Equal x item)) False
Reverse = λlist. Foldr (λitem rest. Append rest (Cons item Nil)) Nil list
Combine = λfirst second. Foldr (λitem. Append (Map (Pair item) second)) Nil first
rec Take = λn list. If (IsZero n) Nil (Cons (Head list) (Take (Pred n) (Tail list)))
rec Zip = λfirst second. If (Or (IsNil first) (IsNil second)) Nil
  (Cons (Pair (Head first) (Head second)) (Zip (Tail first) (Tail second)))
rec ListEqual = λfirst second. If (IsNil first) (IsNil second)
  (And (Equal (Head first) (Head second)) (ListEqual (Tail first) (Tail second)))
"""
"""The definitions that a program of lci has without its saying so, which its `.lcirc` makes."""

# ── The standard names of mikrokosmos ─────────────────────────────────────────────────

MIKROKOSMOS = """
id = λx. x
const = λx y. x
compose = λf g x. f (g x)
true = λyes no. yes
false = λyes no. no
not = λp. p false true
and = λp q. p q p
or = λp q. p p q
implies = λp. or (not p)
ifelse = λp. p

succ = λn f x. f (n f x)
pred = λn f x. n (λg h. h (g f)) (λu. x) (λu. u)
plus = λm n f x. m f (n f x)
mult = λm n f x. m (n f) x
minus = λm n. n pred m
iszero = λn. n (λx. false) true
leq = λm n. iszero (minus m n)
geq = λm n. iszero (minus n m)
lt = λm n. not (geq m n)
gt = λm n. not (leq m n)
eq = λm n. and (leq m n) (leq n m)

S = λx y z. x z (y z)
K = λx y. x
I = λx. x
C = λf x y. f y x
B = λf g x. f (g x)
W = λx y. y y
Y = λf. (λx. f (x x)) (λx. f (x x))
fix = λf. (λx. f (x x)) (λx. f (x x))
omega = (λx. x x) (λx. x x)

tuple = λx y s. s x y
first = λp. p true
second = λp. p false
nil = λc n. n
cons = λitem rest c n. c item (rest c n)
foldr = λc n list. list c n
fold = λc n list. list c n
head = fold const nil
tail = λlist. first (list (λitem both. tuple (second both) (cons item (second both))) (tuple nil nil))
take = λn list. first (n
  (λboth. tuple (cons (head (second both)) (first both)) (tail (second both))) (tuple nil list))
sum = foldr plus 0
prod = foldr mult 1
length = foldr (λitem. succ) 0
map = λf. foldr (λitem. cons (f item)) nil
filter = λp. foldr (λitem rest. p item (cons item rest) rest) nil
node = λx left right f n. f x (left f n) (right f n)

fact = fix (λf n. iszero n 1 (mult n (f (pred n))))
fib = fix (λf n. iszero n 1 (plus (f (pred n)) (f (pred (pred n)))))
naturals = fix (λnumbers. cons 0 (map succ numbers))
infinity = fix succ
division = fix (λf q a b. lt a b (tuple q a) (f (succ q) (minus a b) b)) 0
div = λa b. first (division a b)
mod = λa b. second (division a b)

op-comma = λx y s. s x y
FST = λp. p (λx y. x)
SND = λp. p (λx y. y)
INL = λx left right. left x
INR = λx left right. right x
UNIT = λx. x
ABORT = λx. x
ABSURD = λx. x
pair = op-comma
fst = λp. FST p
snd = λp. SND p
inl = λx. INL x
inr = λx. INR x
caseof = λx. x
unit = UNIT
abort = λx. ABORT x
absurd = λx. ABSURD x
"""
"""The definitions that a program of mikrokosmos has without its saying so.

Pairs and sums are primitive there. Here they are their own eliminators: a sum applies one of two functions.
"""

# ── The standard names of Lambdulus ───────────────────────────────────────────────────

LAMBDULUS = """
T = λthen else. then
F = λthen else. else
NOT = λp then else. p else then
NOT2 = λp. p F T
AND = λp q. p q p
OR = λp q. p T q
OR2 = λp q. p p q
IF = λp then else. p then else
Y = λf. (λx. f (x x)) (λx. f (x x))
Z = λf. (λx. f (λy. x x y)) (λx. f (λy. x x y))

ZERO = λn. n (λx. F) T
SUC = λn s z. s (n s z)
PRED = λn s z. n (λg h. h (g s)) (λu. z) (λu. u)
op-plus = λm n s z. m s (n s z)
op-minus = λm n. n PRED m
op-star = λm n s. m (n s)
op-caret = λm n. n m
op-slash = λm n. Y (λf m. op-less m n 0 (SUC (f (op-minus m n)))) m
DELTA = λm n. op-plus (op-minus m n) (op-minus n m)
op-equals = λm n. ZERO (DELTA m n)
op-less-equals = λm n. ZERO (op-minus m n)
op-greater-equals = λm n. ZERO (op-minus n m)
op-greater = λm n. NOT (ZERO (op-minus m n))
op-less = λm n. op-greater n m

PAIR = λx y s. s x y
FIRST = λp. p T
SECOND = λp. p F
CONS = λx y s. s x y
NIL = λs. T
NULL = λlist. list (λfirst second. F)
"""
"""The definitions that a program of Lambdulus has without its saying so."""
