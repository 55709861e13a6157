"""Brackets a million deep, lines of ten megabytes, numerals of ten thousand digits."""

from __future__ import annotations

from collections.abc import Callable

from tests.tools.nasty.case import BUDGET, FINE, WRONG, Case

MILLION = 1_000_000
"""Of what is quick to read. The quick tests have less."""
MANY = 4_000
"""Of what takes long to read: enough for Python's stack, and for anything quadratic to be felt."""


def each(write: Callable[[int], str], many: int = MANY) -> str:
    """A text for every number, one after the other."""
    return "".join(map(write, range(many)))


SIZES: tuple[Case, ...] = (
    # brackets
    Case("a million brackets", lambda: "(" * MILLION + "x" + ")" * MILLION, BUDGET, "to its end"),
    Case("many brackets", lambda: "(" * MANY + "x" + ")" * MANY, FINE, "x"),
    Case("a million opened", lambda: "(" * MILLION, BUDGET, "to its end"),
    Case("many opened", lambda: "(" * MANY, WRONG, "never closed"),
    Case("a million closed", lambda: ")" * MILLION, WRONG, "closes nothing"),
    Case("many square brackets", lambda: "[" * MANY + "]" * MANY, FINE),
    Case("many wrong brackets", lambda: "([" * MANY + ")", WRONG),
    Case("many pairs", lambda: "(x," * MANY + "x" + ")" * MANY, FINE),
    # comments
    Case("a million comments opened", lambda: "{-" * MILLION, WRONG, "never closed"),
    Case("a million comments in each other", lambda: "{-" * MILLION + "-}" * MILLION + "x", FINE, "x"),
    Case("many comments closed", lambda: "-}" * (MILLION // 10), WRONG, "closes no comment"),
    Case("a comment of nine megabytes", lambda: "-- " + "x" * 9 * MILLION + "\nx", FINE, "x"),
    Case(
        "many lines of comments", lambda: "-- points: 2\n" * (MILLION // 10) + "assert x == x", FINE, "holds"
    ),
    Case("lines of comments and one without an end", lambda: "-- x\n" * 9_000 + "{-" * MANY, WRONG, "closed"),
    # lines
    Case("a line of ten megabytes", lambda: "x " * 5 * MILLION, BUDGET, "to its end"),
    Case("a line of eleven megabytes", lambda: "x" * 11_000_000, WRONG, "is the most"),
    Case("nine million blanks", lambda: " " * 9 * MILLION + "x", FINE, "x"),
    Case("nine million empty lines", lambda: "\n" * 9 * MILLION + "x", FINE, "x"),
    Case("lines of blanks", lambda: " \n" * 4 * MILLION + "x", FINE, "x"),
    Case("tabs and nothing", lambda: "\t" * 9 * MILLION, FINE),
    Case("a wrong character at the end of a long line", lambda: "x " * MANY + "$", WRONG, "means nothing"),
    Case("a megabyte in quotes", lambda: 'import "' + "x" * MILLION + '"', WRONG, "at most 4,096"),
    Case("a quotation mark and a megabyte", lambda: 'import "' + "x" * MILLION, WRONG, "never closed"),
    # words
    Case("a numeral of ten thousand digits", lambda: "1" * 10_000, WRONG, "1,000 is the most"),
    Case("a numeral of a million digits", lambda: "9" * MILLION, WRONG, "1,000 is the most"),
    Case("a numeral of zeros", lambda: "0" * 1_000, FINE, "0"),
    Case("a name of a megabyte", lambda: "x" * MILLION, WRONG, "more than 1,000 characters"),
    Case("a binder of a megabyte", lambda: "λ" + "x" * MILLION + ". y", WRONG, "more than 1,000 characters"),
    Case("a name of primes", lambda: "x" + "'" * MILLION, WRONG, "more than 1,000 characters"),
    Case("hyphens", lambda: "x" + "-x" * MILLION, WRONG, "more than 1,000 characters"),
    Case("hyphens that begin a comment", lambda: "x" + "-" * 1_000_001, FINE, "x"),
    Case("a million signs", lambda: "=" * MILLION, WRONG),
    Case("signs of steps", lambda: "x =" + "*" * MILLION + "> y", WRONG),
    # binders and definitions
    Case("many λs", lambda: "λx. " * MANY + "x", FINE),
    Case("many binders", lambda: "λ" + "x " * MANY + ". x", FINE),
    Case("many lets", lambda: "let x = y in " * MANY + "x", FINE, "y"),
    Case("lets in lets", lambda: "let x = " * MANY + "y" + " in x" * MANY, FINE, "y"),
    Case("a let of many", lambda: "let x = y" + "; x = x" * MANY + " in x", FINE, "y"),
    Case("many definitions", lambda: each(lambda number: f"a{number} = x\n"), FINE),
    Case("a chain of definitions", lambda: each(lambda number: f"a{number} = a{number + 1}\n") + "a0", FINE),
    Case("a circle of many", lambda: each(lambda n: f"a{n} = a{n + 1}\n") + f"a{MANY} = a0", WRONG, "circle"),
    Case("many statements", lambda: "x\n" * 500, FINE, "x"),
    Case("many parameters", lambda: "f " + "x " * MANY + "= x", FINE),
    Case("many arguments", lambda: "f " + "x " * MANY, FINE),
    Case("many sorts", lambda: f"assert forall n : {'list (' * MANY}nat{')' * MANY}. n == n", WRONG, "deep"),
    Case("many steps", lambda: "conf a : x" + " =a> x" * 1_000, FINE, "holds"),
)
