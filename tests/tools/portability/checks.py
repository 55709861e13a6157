"""What has to work at any depth, and then to be freed: each check on its own, for any Python.

    python checks.py                     the names of the checks
    python checks.py "compare" 100000    one of them; prints its seconds, and those of freeing

Needs nothing but lamb and lark, and no test runner: it also runs in a browser's Python.
"""

from __future__ import annotations

import copy
import gc
import json
import pickle
import sys
import time
from collections.abc import Callable, Iterator

import lamb
from lamb import App, Free, Lam, Rule, Term, Var
from lamb.calculus.substitution import free_names, shift, substitute
from lamb.calculus.term import nodes
from lamb.errors import Source
from lamb.notation.names import remove_names, restore_names
from lamb.notation.parser import parse_expression
from lamb.notation.printer import write

A = Free("a")
MOST_LETS = 750_000  # that there is room for in a text of 10,000,000 characters

Check = Callable[[int], object]
"""Does something to data of a depth, and returns what is then to be freed."""
CHECKS: dict[str, Check] = {}


def check(function: Check) -> Check:
    CHECKS[function.__name__.replace("_", " ").strip()] = function
    return function


# ── Deep terms ────────────────────────────────────────────────────────────────────────


def lambdas(depth: int) -> Term:
    """λx. … λx. and a variable that points out of them."""
    term: Term = Var(depth)
    for _ in range(depth):
        term = Lam("x", term)
    return term


def spine(depth: int) -> Term:
    """0 a a … a"""
    term: Term = Var(0)
    for _ in range(depth):
        term = App(term, A)
    return term


def tower(depth: int) -> Term:
    """a (a (… 0))"""
    term: Term = Var(0)
    for _ in range(depth):
        term = App(A, term)
    return term


def staircase(depth: int) -> Term:
    """λx. a (λx. a (… n)) a: all three ways down by turns."""
    term: Term = Var((depth + 2) // 3)
    for level in range(depth):
        match level % 3:
            case 0:
                term = Lam("x", term)
            case 1:
                term = App(A, term)
            case _:
                term = App(term, A)
    return term


def shapes(depth: int) -> Iterator[Term]:
    """Closed terms of the four shapes, one after the other."""
    for shape in (lambdas, spine, tower, staircase):
        yield Lam("z", shape(depth))


# ── Reading and printing ──────────────────────────────────────────────────────────────


@check
def parse_nested_lambdas(depth: int) -> object:
    term = lamb.parse_term("λx. " * depth + "x")
    assert term.size == depth + 1
    return term


@check
def parse_brackets(depth: int) -> object:
    term = lamb.parse_term("(" * depth + "y" + ")" * depth)
    assert term == Free("y")
    return term


@check
def parse_a_spine(depth: int) -> object:
    term = lamb.parse_term("y" + " y" * depth)
    assert term.size == 2 * depth + 1
    return term


@check
def parse_nested_arguments(depth: int) -> object:
    term = lamb.parse_term("f (" * depth + "x" + ")" * depth)
    assert term.size == 2 * depth + 1
    return term


@check
def parse_lets(depth: int) -> object:
    depth = min(depth, MOST_LETS)
    term = lamb.parse_term("let x = y in " * depth + "x")
    assert term.size == 3 * depth + 1
    return term


@check
def parse_lets_in_lets(depth: int) -> object:
    depth = min(depth, MOST_LETS)
    term = lamb.parse_term("let x = " * depth + "y" + " in x" * depth)
    assert term.size == 3 * depth + 1
    return term


@check
def parse_nested_lists(depth: int) -> object:
    term = lamb.parse_term("[" * depth + "y" + "]" * depth)
    assert term.size == 4 * depth + 1
    return term


@check
def parse_a_long_list(depth: int) -> object:
    term = lamb.parse_term("[" + "y, " * depth + "y]")
    assert term.size > 4 * depth
    return term


@check
def parse_pairs(depth: int) -> object:
    term = lamb.parse_term("(y, " * depth + "y" + ")" * depth)
    assert term.size == 4 * depth + 1
    return term


@check
def parse_nested_comments(depth: int) -> object:
    term = lamb.parse_term("{-" * depth + "-}" * depth + " y")
    assert term == Free("y")
    return term


@check
def keep_a_surface_tree(depth: int) -> object:
    return [
        parse_expression(Source(text))
        for text in (
            "λx. " * depth + "x",
            "f (" * depth + "x" + ")" * depth,
            "[" * depth + "y" + "]" * depth,
            "(y, " * depth + "y" + ")" * depth,
        )
    ]


@check
def refuse_what_is_never_closed(depth: int) -> object:
    try:
        lamb.parse_term("(" * depth + "y" + ")" * (depth - 1))
    except lamb.LambError as error:
        return str(error)
    raise AssertionError


@check
def give_names_and_take_them(depth: int) -> object:
    for term in shapes(depth):
        tree = restore_names(term)
        assert remove_names(tree) == term
    return term, tree


@check
def print_and_parse(depth: int) -> object:
    for term in shapes(depth):
        text = lamb.pretty(term)
        assert write(restore_names(term), ascii=True).count("\\") >= 1
        assert lamb.parse_term(text) == term
    return term


@check
def place_in_the_print(depth: int) -> object:
    tree = restore_names(Lam("z", staircase(depth)))
    text = write(tree, places=True)
    assert tree.end == len(text)
    return tree


# ── Traversals ────────────────────────────────────────────────────────────────────────


@check
def build(depth: int) -> object:
    return list(shapes(depth))


@check
def take_apart(depth: int) -> object:
    """A part outlives the whole, and the other way round."""
    term = staircase(depth)
    half = term
    for _ in range(depth // 2):
        half = half.body if isinstance(half, Lam) else half.fn if half.fn is not A else half.arg  # type: ignore[union-attr]
    del term
    assert half.size > depth // 2
    return half


@check
def compare(depth: int) -> object:
    for term, other in zip(shapes(depth), shapes(depth), strict=True):
        assert term == other
    return term, other


@check
def hash_(depth: int) -> object:
    for term, other in zip(shapes(depth), shapes(depth), strict=True):
        assert hash(term) == hash(other)
    return term, other


@check
def copy_(depth: int) -> object:
    term = staircase(depth)
    assert copy.deepcopy(term) is copy.copy(term) is term
    assert len(repr(term)) < 100
    return term


@check
def pickle_(depth: int) -> object:
    for term in shapes(depth):
        other = pickle.loads(pickle.dumps(term))
        assert other == term
    return term, other


@check
def shift_and_substitute(depth: int) -> object:
    for shape in (lambdas, spine, tower, staircase):
        term = shape(depth)
        other = substitute(shift(term, 1), Free("b"))
        assert other == term
        other = substitute(term, Free("b"))
        assert not other.open
    return term, other


@check
def free_names_and_nodes(depth: int) -> object:
    for term in shapes(depth):
        assert free_names(term) <= {"a"}
        assert len(nodes(term)) > depth
    return term


@check
def to_bits_and_back(depth: int) -> object:
    term: Term = Var(0)
    for level in range(depth):
        term = App(Var(0), term) if level % 2 else App(term, Var(1))
    terms = Lam("z", lambdas(depth)), Lam("y", Lam("z", term))
    others = [lamb.from_blc(lamb.to_blc(term)) for term in terms]
    assert others == list(terms)
    return terms, others


# ── Reduction ─────────────────────────────────────────────────────────────────────────


@check
def normalize(depth: int) -> object:
    for term in shapes(depth):
        outcome = lamb.normalize(App(Lam("x", App(Var(0), Free("b"))), term))
        assert outcome.steps == 2
        assert lamb.normalize(term).term == term
    return term, outcome


@check
def normalize_a_numeral(depth: int) -> object:
    """A value that is a chain of values, one step inside the other."""
    term = lamb.parse_term("(λn. λf x. n (λg. λy. f (g y)) (λy. y) x) " + str(depth))
    outcome = lamb.normalize(term, numbers=False)
    assert lamb.read_numeral(outcome.term) == depth
    return outcome


@check
def drop_thunks_in_the_middle(depth: int) -> object:
    """A sum that is suspended as it grows, and dropped unread; and one that is dropped once it is read."""
    succ = "(λn f x. f (n f x))"
    suspended = f"{depth} (λr sum. r ({succ} sum)) (λsum. a) 0"
    read = f"{depth} (λr sum. r ({succ} sum)) (λsum. sum (λz. z) a) 0"
    term = lamb.parse_term(f"b ({suspended}) ({read}) ({suspended})")
    outcome = lamb.normalize(term, numbers=False)
    assert lamb.pretty(outcome.term) == "b a a a"
    return outcome


@check
def compute_with_numbers(depth: int) -> object:
    """The same in known arithmetic, where the numbers are kept as such and their sums as promises."""
    sums = f"{depth} (λr sum. r (succ sum)) (λsum. sum) 0"
    meaning = {"succ": lamb.parse_term("λn f x. f (n f x)")}
    outcome = lamb.normalize(lamb.parse_term(sums), definitions=meaning, numbers=True)
    assert lamb.read_numeral(outcome.term) == depth
    return outcome


@check
def stop_among_numbers(depth: int) -> object:
    sums = f"{depth} (λr sum. r (succ sum)) (λsum. sum) 0"
    meaning = {"succ": lamb.parse_term("λn f x. f (n f x)")}
    few = lamb.Budget(steps=depth)
    return lamb.normalize(lamb.parse_term(sums), definitions=meaning, budget=few, numbers=True)


@check
def stop_in_the_middle(depth: int) -> object:
    term = lamb.parse_term(f"λx. {depth} (λy. a y) (b x)")
    outcome = lamb.normalize(term, budget=lamb.Budget(steps=depth // 2))
    assert not outcome.finished
    assert outcome.term.size > depth
    return outcome


@check
def never_read_what_was_stopped(depth: int) -> object:
    term = lamb.parse_term(f"λx. {depth} (λn f x. f (n f x)) (b x)")
    return lamb.normalize(term, budget=lamb.Budget(steps=depth // 2), numbers=False)


@check
def trace(depth: int) -> object:
    steps: list[lamb.Step] = []
    for shape in (lambdas, spine, tower, staircase):
        term = App(Lam("x", shape(depth)), App(Lam("y", Var(0)), Free("b")))
        steps = list(lamb.trace(term))
        assert [step.rule for step in steps] == [Rule.BETA, Rule.BETA]
        assert len(steps[1].path) >= depth - 1
        assert steps[1].before == steps[0].after
        assert lamb.contract(steps[1].before, steps[1].path, Rule.BETA) == steps[1].after
    return steps


@check
def trace_by_substitution(depth: int) -> object:
    term = App(Lam("x", staircase(depth)), App(Lam("y", Var(0)), Free("b")))
    steps = list(lamb.trace(term, strategy=lamb.Strategy.APPLICATIVE))
    assert len(steps) == 2
    assert steps[-1].after.size > depth
    return steps


@check
def trace_many_steps(depth: int) -> object:
    """Environments in environments: a numeral by repeated succession, some steps of it."""
    term = lamb.parse_term("(λx. x x) (λx f. f (x x))")
    last, count = None, 0
    for step in lamb.trace(term, budget=lamb.Budget(steps=depth)):
        last, count = step, count + 1
    assert count == depth
    return last


@check
def look_for_redexes(depth: int) -> object:
    for shape in (lambdas, spine, tower, staircase):
        term = substitute(shape(depth), App(Lam("y", Var(0)), Free("b")))
        ((rule, path),) = lamb.redexes(term)
        assert rule is Rule.BETA
        assert len(path) >= depth - 1
    return term, path


@check
def shorten_by_eta(depth: int) -> object:
    for term in shapes(depth):
        other = lamb.eta_normal(Lam("y", App(shift(term, 1), Var(0))))
        assert other.size <= term.size
    return term, other


# ── Readings and sessions ─────────────────────────────────────────────────────────────


@check
def read_a_numeral(depth: int) -> object:
    term = lamb.church(depth)
    assert lamb.readings(term)[0] == str(depth)
    return term


@check
def drop_numerals_that_are_not_written_out(depth: int) -> object:
    session = lamb.Session()
    results = [*session.run("fact 9"), *session.run("fact 20"), *session.run(f"pow 10 {min(depth, 1_000)}")]
    assert isinstance(results[1], lamb.Answer)
    assert results[1].readings == ("2432902008176640000",)
    numeral, same = (lamb.church(10 ** (20 + depth.bit_length())) for _ in range(2))
    assert numeral == same
    assert hash(numeral) == hash(same)
    assert copy.deepcopy(numeral) is numeral
    assert pickle.loads(pickle.dumps(numeral)) == numeral
    assert "nodes" in repr(numeral)
    assert len(lamb.pretty(numeral, limit=100)) < 200
    return session, results, numeral, same


@check
def read_lists_and_pairs(depth: int) -> object:
    """What is too large or too deep to be read has no reading, and says so at once."""
    terms = [lamb.encode([0] * depth)]
    pair: Term = lamb.church(0)
    for _ in range(depth):
        pair = Lam("p", App(App(Var(0), lamb.church(1)), pair))
    terms.append(pair)
    return terms, [lamb.readings(term) for term in terms]


@check
def answer_in_a_session(depth: int) -> object:
    session = lamb.Session(prelude=False)
    text = "deep = " + "f (" * depth + "x" + ")" * depth + "\n(λx. x) deep"
    results = list(session.run(text))
    assert len(results) == 2
    return session, results


# ── One of them ───────────────────────────────────────────────────────────────────────


def run(name: str, depth: int) -> dict[str, float]:
    """How many seconds a check takes, and how many it takes to free what it made."""
    begin = time.perf_counter()
    made = CHECKS[name](depth)
    done = time.perf_counter()
    del made
    gc.collect()
    return {"seconds": done - begin, "freed": time.perf_counter() - done}


def megabytes() -> float:
    """The most memory that this process has had so far; 0 where nobody knows."""
    try:
        import resource
    except ImportError:
        return 0.0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(arguments: list[str]) -> None:
    if not arguments:
        print("\n".join(CHECKS))
        return
    name, depth = arguments
    print(json.dumps({**run(name, int(depth)), "megabytes": megabytes()}))


if __name__ == "__main__":
    main(sys.argv[1:])
