"""What Python says about numbers."""

import math
import operator
from itertools import count

from hypothesis import strategies as st

from tests.prelude.values import Function, Symbol, meaning, numbers, symbols

small = st.integers(0, 4)
fibonacci = [0, 1]
for _ in range(20):
    fibonacci.append(fibonacci[-2] + fibonacci[-1])


def ackermann(m: int, n: int) -> int:
    if m == 0:
        return n + 1
    return ackermann(m - 1, ackermann(m, n - 1) if n else 1)


def tower(m: int, n: int) -> int:
    return m ** tower(m, n - 1) if n else 1


def primitive_recursion(base: Symbol, step: Symbol, n: int) -> Symbol:
    return step(n - 1, primitive_recursion(base, step, n - 1)) if n else base


NUMERALS = {
    "succ": meaning(lambda n: n + 1, numbers),
    "add": meaning(operator.add, numbers, numbers),
    "mul": meaning(operator.mul, numbers, numbers),
    "pow": meaning(operator.pow, small, small),
    "double": meaning(lambda n: 2 * n, numbers),
    "square": meaning(lambda n: n**2, numbers),
    "cube": meaning(lambda n: n**3, st.integers(0, 6)),
    "is-zero": meaning(lambda n: n == 0, numbers),
    "is-even": meaning(lambda n: n % 2 == 0, numbers),
    "is-odd": meaning(lambda n: n % 2 == 1, numbers),
    "pred": meaning(lambda n: max(n - 1, 0), numbers),
    "sub": meaning(lambda m, n: max(m - n, 0), numbers, numbers),
    "distance": meaning(lambda m, n: abs(m - n), numbers, numbers),
    "half": meaning(lambda n: n // 2, numbers),
    "primrec": meaning(primitive_recursion, symbols, symbols, small),
    "triangular": meaning(lambda n: sum(range(n + 1)), numbers),
    "fib": meaning(fibonacci.__getitem__, numbers),
    "tetration": meaning(tower, st.integers(0, 2), st.integers(0, 3)),
    "ackermann": meaning(ackermann, st.integers(0, 2), small),
}

COMPARISONS = {
    "leq": meaning(operator.le, numbers, numbers),
    "geq": meaning(operator.ge, numbers, numbers),
    "lt": meaning(operator.lt, numbers, numbers),
    "gt": meaning(operator.gt, numbers, numbers),
    "eq": meaning(operator.eq, small, small),
    "neq": meaning(operator.ne, small, small),
    "min": meaning(min, numbers, numbers),
    "max": meaning(max, numbers, numbers),
    "compare": meaning(
        lambda m, n, less, same, greater: less if m < n else same if m == n else greater,
        small,
        small,
        symbols,
        symbols,
        symbols,
    ),
}


def loop(condition: Function, step: Function, state: int) -> int:
    while condition(state):
        state = step(state)
    return state


upward = st.sampled_from([Function("succ", lambda n: n + 1), Function("add 3", lambda n: n + 3)])
passing = st.sampled_from(
    [
        Function("λn. gt n 3", lambda n: n > 3),
        Function("λn. divides 5 (succ n)", lambda n: (n + 1) % 5 == 0),
        Function("λn. true", lambda n: True),
    ]
)
limits = numbers.map(lambda limit: Function(f"λn. lt n {limit}", lambda n: n < limit))

recipes = st.sampled_from(
    [
        Function("λself n. if (is-zero n) 0 (add 2 (self (pred n)))", lambda n: 2 * n),
        Function("λself n. if (lt n 3) n (self (sub n 3))", lambda n: n % 3),
        Function("λself n. true", lambda n: True),
    ]
)
turns = st.sampled_from(
    [
        Function("λeven odd. even 5", lambda even, odd: even(5)),
        Function("λeven odd. even 8", lambda even, odd: even(8)),
        Function("λeven odd. odd 5", lambda even, odd: odd(5)),
    ]
)

RECURSION = {
    **{combinator: meaning(lambda recipe, n: recipe(n), recipes, numbers) for combinator in ("Y", "Θ", "Z")},
    "even-odd": meaning(lambda ask: ask(lambda n: n % 2 == 0, lambda n: n % 2 == 1), turns),
    "fact": meaning(math.factorial, st.integers(0, 6)),
    "while": meaning(loop, limits, upward, numbers),
    "least": meaning(lambda p: next(filter(p, count())), passing),
    "is-even-by-turns": meaning(lambda n: n % 2 == 0, numbers),
    "is-odd-by-turns": meaning(lambda n: n % 2 == 1, numbers),
}


def quotient_and_remainder(m: int, n: int) -> tuple[int, int]:
    return divmod(m, n) if n else (0, m)


DIVISION = {
    "tick": meaning(
        lambda n, clock: (clock[0] + 1, 0) if clock[1] + 1 >= n else (clock[0], clock[1] + 1),
        numbers,
        st.tuples(small, numbers),
    ),
    "div-mod": meaning(quotient_and_remainder, st.integers(0, 40), numbers),
    "div": meaning(lambda m, n: quotient_and_remainder(m, n)[0], st.integers(0, 40), numbers),
    "mod": meaning(lambda m, n: quotient_and_remainder(m, n)[1], st.integers(0, 40), numbers),
    "divides": meaning(lambda d, n: n % d == 0 if d else n == 0, small, st.integers(0, 40)),
    "gcd": meaning(math.gcd, st.integers(0, 40), st.integers(0, 40)),
    "lcm": meaning(math.lcm, numbers, numbers),
}


def divisors(n: int) -> list[int]:
    return [d for d in range(1, n + 1) if n % d == 0]


def least_divisor(n: int) -> int:
    return next((d for d in range(2, math.isqrt(n) + 1) if n % d == 0), n)


def prime_factors(n: int) -> list[int]:
    return [p := least_divisor(n), *prime_factors(n // p)] if n > 1 else []


def decimal(n: int) -> list[int]:
    return [int(digit) for digit in str(n)]


NUMBER_THEORY = {
    "sqrt": meaning(math.isqrt, st.integers(0, 60)),
    "log2": meaning(lambda n: max(n.bit_length() - 1, 0), st.integers(0, 60)),
    "divisors": meaning(divisors, st.integers(0, 24)),
    "is-perfect": meaning(lambda n: n > 0 and sum(divisors(n)) == 2 * n, st.integers(0, 28)),
    "coprime": meaning(lambda m, n: math.gcd(m, n) == 1, numbers, numbers),
    "least-divisor": meaning(least_divisor, st.integers(0, 50)),
    "is-prime": meaning(lambda n: divisors(n) == [1, n], st.integers(0, 50)),
    "prime-factors": meaning(prime_factors, st.integers(0, 50)),
    "choose": meaning(math.comb, st.integers(0, 6), st.integers(0, 6)),
    "digits": meaning(decimal, st.integers(0, 120)),
    "from-digits": meaning(
        lambda digits: int("".join(map(str, digits)) or "0"),
        st.lists(st.integers(0, 9), max_size=3),
    ),
}

MEANINGS = NUMERALS | COMPARISONS | RECURSION | DIVISION | NUMBER_THEORY
