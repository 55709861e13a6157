"""Arithmetic as textbooks define it, each in its own way: what their programs come to, and how fast."""

from __future__ import annotations

from math import gcd

import pytest

import lamb
from lamb import Budget

WIKIPEDIA = """
zero = λf x. x
one = λf x. f x
succ = λn f x. f (n f x)
plus = λm n. m succ n
mult = λm n. m (plus n) zero
exp = λb e. e b
true = λa b. a
false = λa b. b
pred = λn f x. n (λg h. h (g f)) (λu. x) (λu. u)
minus = λm n. n pred m
iszero = λn. n (λx. false) true
leq = λm n. iszero (minus m n)
and = λp q. p q p
eq = λm n. and (leq m n) (leq n m)
lt = λm n. and (leq m n) (not (eq m n))
not = λp a b. p b a
Y = λg. (λx. g (x x)) (λx. g (x x))
fact = Y (λf n. iszero n one (mult n (f (pred n))))
fib = Y (λf n. (leq n one) n (plus (f (pred n)) (f (minus n 2))))
mod = Y (λr m n. leq n m (r (minus m n) n) m)
div = Y (λr m n. leq n m (succ (r (minus m n) n)) zero)
gcd = Y (λr m n. iszero n m (r n (mod m n)))
prime = λn. Y (λr d. eq d n true (iszero (mod n d) false (r (succ d)))) 2
"""

PIERCE = """
tru = λt f. t
fls = λt f. f
test = λl m n. l m n
and = λb c. b c fls
pair = λf s b. b f s
fst = λp. p tru
snd = λp. p fls
c0 = λs z. z
c1 = λs z. s z
scc = λn s z. s (n s z)
plus = λm n s z. m s (n s z)
times = λm n. m (plus n) c0
power = λm n. n (times m) c1
iszro = λm. m (λx. fls) tru
zz = pair c0 c0
ss = λp. pair (snd p) (plus c1 (snd p))
prd = λm. fst (m ss zz)
subtract1 = λm n. n prd m
equal = λm n. and (iszro (m prd n)) (iszro (n prd m))
fix = λf. (λx. f (λy. x x y)) (λx. f (λy. x x y))
g = λfct n. test (iszro n) (λx. c1) (λx. times n (fct (prd n))) c0
factorial = fix g
fib = fix (λf n. test (iszro (prd n)) (λx. n) (λx. plus (f (prd n)) (f (prd (prd n)))) c0)
mod = fix (λr m n. test (iszro (subtract1 n m)) (λx. r (subtract1 m n) n) (λx. m) c0)
gcd = fix (λr m n. test (iszro n) (λx. m) (λx. r n (mod m n)) c0)
search = λn r d. test (equal d n) (λx. tru) (λx. test (iszro (mod n d)) (λx. fls) (λx. r (scc d)) c0) c0
prime = λn. fix (search n) 2
"""

ROJAS = """
T = λx y. x
F = λx y. y
S = λw y x. y (w y x)
ADD = λx y. x S y
MUL = λx y z. x (y z)
AND = λx y. x y F
NOT = λx. x F T
Z = λx. x F NOT F
PHI = λp z. z (S (p T)) (p T)
P = λn. n PHI (λz. z 0 0) F
GE = λx y. Z (x P y)
EQ = λx y. AND (Z (x P y)) (Z (y P x))
YY = (λx y. y (x x y)) (λx y. y (x x y))
R = YY (λr n. Z n 1 (MUL n (r (P n))))
FIB = YY (λr n. (GE 1 n) n (ADD (r (P n)) (r (P (P n)))))
MOD = YY (λr m n. GE m n (r (n P m) n) m)
GCD = YY (λr m n. Z n m (r n (MOD m n)))
PRIME = λn. YY (λr d. EQ d n T (Z (MOD n d) F (r (S d)))) 2
"""

BOOKS = [
    pytest.param(WIKIPEDIA, ["fact {}", "fib {}", "gcd {} {}", "prime {}"], id="Wikipedia"),
    pytest.param(PIERCE, ["factorial {}", "fib {}", "gcd {} {}", "prime {}"], id="TAPL"),
    pytest.param(ROJAS, ["R {}", "FIB {}", "GCD {} {}", "PRIME {}"], id="Rojas"),
]


@pytest.mark.parametrize(("book", "calls"), BOOKS)
def test_programs_of_textbooks_come_to_numbers_in_few_steps(book: str, calls: list[str]) -> None:
    """Without integers, 20! alone is out of reach."""
    factorial, fibonacci, divisor, prime = calls
    session = lamb.Session(prelude=False, numbers=True, budget=Budget(steps=300_000))
    assert not [result for result in session.run(book) if isinstance(result, lamb.LambError)]

    def answer(text: str) -> lamb.Term:
        (result,) = session.run(text)
        assert isinstance(result, lamb.Answer)
        assert result.outcome.finished
        return result.outcome.term

    assert lamb.read_numeral(answer(factorial.format(20))) == 2_432_902_008_176_640_000
    assert lamb.read_numeral(answer(fibonacci.format(15))) == 610
    assert lamb.read_numeral(answer(divisor.format(1071, 462))) == gcd(1071, 462)
    assert answer(prime.format(97)) == lamb.boolean(True)
    assert answer(prime.format(91)) == lamb.boolean(False)
