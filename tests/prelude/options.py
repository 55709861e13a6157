"""What Python says about option and either."""

from typing import Any

from hypothesis import strategies as st

from tests.prelude.values import (
    NONE,
    Function,
    Symbol,
    Tagged,
    eithers,
    meaning,
    number_lists,
    number_options,
    numbers,
    options,
    predicates,
    some,
    symbol_lists,
    symbols,
)

answering = st.sampled_from(
    [
        Function("λn. some (succ n)", lambda n: some(n + 1)),
        Function("λn. if (is-even n) (some n) none", lambda n: NONE if n % 2 else some(n)),
    ]
)
entries = st.lists(st.tuples(st.integers(0, 4), symbols), max_size=4)


def case(option: Any, default: Any, use: Any) -> Any:
    return default if option == NONE else use(option.content)


def first(items: list[Any]) -> Any:
    return some(items[0]) if items else NONE


OPTIONS = {
    "none": meaning(lambda n, s: n, symbols, symbols),
    "some": meaning(lambda x, n, s: s(x), symbols, symbols, symbols),
    "option": meaning(lambda d, f, o: case(o, d, f), symbols, symbols, options),
    "is-some": meaning(lambda o: o != NONE, options),
    "is-none": meaning(lambda o: o == NONE, options),
    "from-option": meaning(lambda d, o: case(o, d, lambda x: x), symbols, options),
    "map-option": meaning(lambda f, o: case(o, NONE, lambda x: some(f(x))), symbols, options),
    "then-option": meaning(lambda o, f: case(o, NONE, f), number_options, answering),
    "or-option": meaning(lambda o, other: case(o, other, some), options, options),
    "option-to-list": meaning(lambda o: case(o, [], lambda x: [x]), options),
    "somes": meaning(lambda os: [o.content for o in os if o != NONE], st.lists(options, max_size=4)),
    "safe-div": meaning(lambda m, n: some(m // n) if n else NONE, numbers, numbers),
    "safe-head": meaning(first, symbol_lists),
    "uncons": meaning(lambda xs: some((xs[0], xs[1:])) if xs else NONE, symbol_lists),
    "find": meaning(lambda p, xs: first([*filter(p, xs)]), predicates, number_lists),
    "lookup": meaning(
        lambda key, es: first([value for place, value in es if place == key]),
        st.integers(0, 4),
        entries,
    ),
}


def contents(tag: str, values: list[Tagged]) -> list[Symbol]:
    return [value.content for value in values if value.tag == tag]


EITHERS = {
    "left": meaning(lambda x, on_left, on_right: on_left(x), symbols, symbols, symbols),
    "right": meaning(lambda x, on_left, on_right: on_right(x), symbols, symbols, symbols),
    "either": meaning(lambda f, g, e: (f if e.tag == "left" else g)(e.content), symbols, symbols, eithers),
    "is-left": meaning(lambda e: e.tag == "left", eithers),
    "is-right": meaning(lambda e: e.tag == "right", eithers),
    "map-either": meaning(
        lambda f, e: Tagged("right", f(e.content)) if e.tag == "right" else e, symbols, eithers
    ),
    "lefts": meaning(lambda es: contents("left", es), st.lists(eithers, max_size=4)),
    "rights": meaning(lambda es: contents("right", es), st.lists(eithers, max_size=4)),
}

MEANINGS = OPTIONS | EITHERS
