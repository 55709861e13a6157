"""What Python says about lists. Of an empty list `head` and its kind are `nil`, as documented."""

import math
from collections.abc import Callable
from functools import cmp_to_key, reduce
from itertools import dropwhile, takewhile
from typing import Any

from hypothesis import strategies as st

from tests.prelude.values import (
    Function,
    Symbol,
    meaning,
    number_lists,
    numbers,
    predicates,
    symbol_lists,
    symbols,
)

counts = st.integers(0, 6)
list_of_lists = st.lists(symbol_lists, max_size=3)
short_lists = st.lists(symbols, max_size=3)
list_functions = st.sampled_from(
    [
        Function("λx. [x, f x]", lambda x: [x, Symbol("f")(x)]),
        Function("λx. []", lambda x: []),
    ]
)


def fold_right(join: Callable[[Any, Any], Any], end: Any, items: list[Any]) -> Any:
    return join(items[0], fold_right(join, end, items[1:])) if items else end


ever_more = st.sampled_from(
    [
        Function("succ", lambda n: n + 1),
        Function("add 3", lambda n: n + 3),
    ]
)
below_9 = st.just(Function("λn rest. if (lt n 9) (cons n rest) nil", lambda n: n < 9))


def iterated(step: Function, item: int, still: Function) -> list[int]:
    return [item, *iterated(step, step(item), still)] if still(item) else []


LISTS = {
    "iterate": meaning(
        lambda f, x, c, n: iterated(f, x, c), ever_more, numbers, below_9, st.just(Symbol("nil"))
    ),
    "nil": meaning(lambda c, n: n, symbols, symbols),
    "cons": meaning(lambda first, rest: [first, *rest], symbols, symbol_lists),
    "foldr": meaning(fold_right, symbols, symbols, symbol_lists),
    "is-nil": meaning(lambda xs: not xs, symbol_lists),
    "head": meaning(lambda xs: xs[0] if xs else [], symbol_lists),
    "tail": meaning(lambda xs: xs[1:], symbol_lists),
    "singleton": meaning(lambda x: [x], symbols),
    "length": meaning(len, symbol_lists),
    "append": meaning(lambda xs, ys: xs + ys, symbol_lists, symbol_lists),
    "snoc": meaning(lambda xs, x: [*xs, x], symbol_lists, symbols),
    "map": meaning(lambda f, xs: [f(x) for x in xs], symbols, symbol_lists),
    "filter": meaning(lambda p, xs: [x for x in xs if p(x)], predicates, number_lists),
    "foldl": meaning(lambda f, z, xs: reduce(f, xs, z), symbols, symbols, symbol_lists),
    "reverse": meaning(lambda xs: xs[::-1], symbol_lists),
    "concat": meaning(lambda xss: [x for xs in xss for x in xs], list_of_lists),
    "concat-map": meaning(lambda f, xs: [y for x in xs for y in f(x)], list_functions, symbol_lists),
    "replicate": meaning(lambda n, x: [x] * n, counts, symbols),
    "range": meaning(lambda m, n: [*range(m, n)], numbers, numbers),
    "sum": meaning(sum, number_lists),
    "product": meaning(math.prod, st.lists(st.integers(0, 4), max_size=4)),
    "all": meaning(lambda p, xs: all(map(p, xs)), predicates, number_lists),
    "any": meaning(lambda p, xs: any(map(p, xs)), predicates, number_lists),
    "count": meaning(lambda p, xs: sum(map(p, xs)), predicates, number_lists),
}


def subsequences(items: list[Any]) -> list[list[Any]]:
    if not items:
        return [[]]
    others = subsequences(items[1:])
    return [[items[0], *some] for some in others] + others


def insertions(new: Any, items: list[Any]) -> list[list[Any]]:
    return [[*items[:place], new, *items[place:]] for place in range(len(items) + 1)]


def arrangements(items: list[Any]) -> list[list[Any]]:
    if not items:
        return [[]]
    return [new for others in arrangements(items[1:]) for new in insertions(items[0], others)]


SUBLISTS = {
    "take": meaning(lambda n, xs: xs[:n], counts, symbol_lists),
    "drop": meaning(lambda n, xs: xs[n:], counts, symbol_lists),
    "split-at": meaning(lambda n, xs: (xs[:n], xs[n:]), counts, symbol_lists),
    "nth": meaning(lambda n, xs: xs[n] if n < len(xs) else [], counts, symbol_lists),
    "take-while": meaning(lambda p, xs: [*takewhile(p, xs)], predicates, number_lists),
    "drop-while": meaning(lambda p, xs: [*dropwhile(p, xs)], predicates, number_lists),
    "span": meaning(lambda p, xs: ([*takewhile(p, xs)], [*dropwhile(p, xs)]), predicates, number_lists),
    "partition": meaning(
        lambda p, xs: ([x for x in xs if p(x)], [x for x in xs if not p(x)]),
        predicates,
        number_lists,
    ),
    "last": meaning(lambda xs: xs[-1] if xs else [], symbol_lists),
    "init": meaning(lambda xs: xs[:-1], symbol_lists),
    "tails": meaning(lambda xs: [xs[n:] for n in range(len(xs) + 1)], symbol_lists),
    "inits": meaning(lambda xs: [xs[:n] for n in range(len(xs) + 1)], symbol_lists),
    "subsequences": meaning(subsequences, short_lists),
    "insertions": meaning(insertions, symbols, symbol_lists),
    "permutations": meaning(arrangements, short_lists),
}

bits = st.lists(st.integers(0, 1), max_size=3)
relations = st.sampled_from(
    [
        Function("eq", lambda m, n: m == n),
        Function("leq", lambda m, n: m <= n),
    ]
)

ZIPS = {
    "zip-with": meaning(
        lambda f, xs, ys: [f(x, y) for x, y in zip(xs, ys, strict=False)],
        symbols,
        symbol_lists,
        symbol_lists,
    ),
    "zip": meaning(lambda xs, ys: [*zip(xs, ys, strict=False)], symbol_lists, symbol_lists),
    "unzip": meaning(
        lambda pairs: ([x for x, _ in pairs], [y for _, y in pairs]),
        st.lists(st.tuples(symbols, symbols), max_size=4),
    ),
    "enumerate": meaning(lambda xs: [*enumerate(xs)], symbol_lists),
    "eq-list": meaning(
        lambda same, xs, ys: len(xs) == len(ys) and all(map(same, xs, ys)),
        relations,
        bits,
        bits,
    ),
    "elem": meaning(lambda n, xs: n in xs, counts, number_lists),
    "unique": meaning(lambda xs: [*dict.fromkeys(xs)], st.lists(st.integers(0, 3), max_size=6)),
}

ascending = st.sampled_from(
    [Function("leq", lambda m, n: m <= n), Function("on leq half", lambda m, n: m // 2 <= n // 2)]
)
orders = ascending | st.just(Function("geq", lambda m, n: m >= n))


def insert_before(before: Callable[[int, int], bool], new: int, items: list[int]) -> list[int]:
    place = next((at for at, item in enumerate(items) if before(new, item)), len(items))
    return [*items[:place], new, *items[place:]]


def sort_by(before: Callable[[int, int], bool], items: list[int]) -> list[int]:
    return sorted(items, key=cmp_to_key(lambda m, n: before(n, m) - before(m, n)))


sorted_lists = number_lists.map(sorted)

SORTING = {
    "insert-by": meaning(insert_before, orders, numbers, number_lists),
    "insert": meaning(lambda n, xs: sorted([n, *xs]), numbers, sorted_lists),
    "sort-by": meaning(sort_by, orders, number_lists),
    "sort": meaning(sorted, number_lists),
    "is-sorted": meaning(lambda xs: xs == sorted(xs), number_lists | sorted_lists),
    "merge": meaning(lambda xs, ys: sorted(xs + ys), sorted_lists, sorted_lists),
    "maximum": meaning(lambda xs: max(xs, default=0), number_lists),
    "minimum": meaning(lambda xs: min(xs, default=0), number_lists),
}

MEANINGS = LISTS | SUBLISTS | ZIPS | SORTING
