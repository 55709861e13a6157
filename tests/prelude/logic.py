"""What Python says about combinators, booleans and pairs."""

from tests.prelude.values import Symbol, booleans, meaning, number_functions, numbers, symbols

S, K = Symbol("S"), Symbol("K")

COMBINATORS = {
    "I": meaning(lambda x: x, symbols),
    "K": meaning(lambda x, y: x, symbols, symbols),
    "S": meaning(lambda f, g, x: f(x, g(x)), symbols, symbols, symbols),
    "B": meaning(lambda f, g, x: f(g(x)), symbols, symbols, symbols),
    "C": meaning(lambda f, x, y: f(y, x), symbols, symbols, symbols),
    "W": meaning(lambda f, x: f(x, x), symbols, symbols),
    "T": meaning(lambda x, f: f(x), symbols, symbols),
    "ω": meaning(lambda f: f(f), symbols),
    "ι": meaning(lambda f: f(S, K), symbols),
    "Φ": meaning(lambda f, g, h, x: f(g(x), h(x)), symbols, symbols, symbols, symbols),
    "on": meaning(lambda f, g, x, y: f(g(x), g(y)), symbols, symbols, symbols, symbols),
    "compose": meaning(lambda f, g, n: f(g(n)), number_functions, number_functions, numbers),
    "pipe": meaning(lambda f, g, n: g(f(n)), number_functions, number_functions, numbers),
    "flip": meaning(lambda f, x, y: f(y, x), symbols, symbols, symbols),
}

BOOLEANS = {
    "true": meaning(lambda a, b: a, symbols, symbols),
    "false": meaning(lambda a, b: b, symbols, symbols),
    "if": meaning(lambda p, a, b: a if p else b, booleans, symbols, symbols),
    "not": meaning(lambda p: not p, booleans),
    "and": meaning(lambda p, q: p and q, booleans, booleans),
    "or": meaning(lambda p, q: p or q, booleans, booleans),
    "xor": meaning(lambda p, q: p != q, booleans, booleans),
    "iff": meaning(lambda p, q: p == q, booleans, booleans),
    "nand": meaning(lambda p, q: not (p and q), booleans, booleans),
    "nor": meaning(lambda p, q: not (p or q), booleans, booleans),
    "implies": meaning(lambda p, q: q if p else True, booleans, booleans),
}

symbol_pairs = symbols.flatmap(lambda x: symbols.map(lambda y: (x, y)))
triples = symbol_pairs.flatmap(lambda pair: symbols.map(lambda z: (*pair, z)))

PAIRS = {
    "pair": meaning(lambda x, y: (x, y), symbols, symbols),
    "fst": meaning(lambda p: p[0], symbol_pairs),
    "snd": meaning(lambda p: p[1], symbol_pairs),
    "swap": meaning(lambda p: (p[1], p[0]), symbol_pairs),
    "curry": meaning(lambda f, x, y: f((x, y)), symbols, symbols, symbols),
    "uncurry": meaning(lambda f, p: f(*p), symbols, symbol_pairs),
    "map-fst": meaning(lambda f, p: (f(p[0]), p[1]), symbols, symbol_pairs),
    "map-snd": meaning(lambda f, p: (p[0], f(p[1])), symbols, symbol_pairs),
    "map-pair": meaning(lambda f, p: (f(p[0]), f(p[1])), symbols, symbol_pairs),
    "fork": meaning(lambda f, g, x: (f(x), g(x)), symbols, symbols, symbols),
    "triple": meaning(lambda x, y, z: (x, y, z), symbols, symbols, symbols),
    "first-of-3": meaning(lambda t: t[0], triples),
    "second-of-3": meaning(lambda t: t[1], triples),
    "third-of-3": meaning(lambda t: t[2], triples),
}

MEANINGS = COMBINATORS | BOOLEANS | PAIRS
