"""Names ⇄ indices: each pass undoes the other, and no name is ever captured."""

import sys
from itertools import count

import pytest
from hypothesis import given

from lamb.calculus.budget import TICK
from lamb.calculus.substitution import free_names, pointers
from lamb.calculus.term import App, Free, Lam, Term, Var, nodes
from lamb.errors import Source
from lamb.notation import parse_term
from lamb.notation.names import NAME, RESERVED, primed, remove_names, restore_names, written_at
from lamb.notation.parser import parse_expression
from lamb.notation.printer import SLACK, pretty, write
from lamb.notation.syntax import Abstraction, Application, Expr, Name
from tests.effort import often
from tests.strategies import clashing, expressions

# ── Laws ──


@often(5)
@given(clashing())
def test_names_can_be_restored_and_removed_again(term: Term) -> None:
    assert remove_names(restore_names(term)) == term


@often(5)
@given(clashing())
def test_restored_names_are_names(term: Term) -> None:
    for binder in binders(restore_names(term)):
        assert NAME.fullmatch(binder.hint)
        assert binder.hint not in RESERVED


@often(5)
@given(clashing())
def test_no_name_is_captured_and_none_is_lost(term: Term) -> None:
    assert free_names(remove_names(restore_names(term))) == free_names(term)


@often(5)
@given(clashing(hints=("x", "y", "x'", "f", "_")))
def test_a_binder_keeps_its_name_where_nothing_below_clashes(term: Term) -> None:
    for node, named in zip(abstractions(term), binders(restore_names(term)), strict=True):
        below = {part.hint for part in nodes(node.body) if isinstance(part, Lam)} | free_names(node.body)
        used = node.body.open > 0 and any(True for _ in mentions(node))
        if node.open == 0 and node.hint not in below and not (used and node.hint == "_"):
            assert named.hint == node.hint


@often(5)
@given(clashing(hints=("x", "y", "x'", "x''", "f", "_")))
def test_a_binder_has_as_few_primes_as_it_can_have(term: Term) -> None:
    assert [binder.hint for binder in binders(restore_names(term))] == least_names(term, ())


def least_names(term: Term, around: tuple[str, ...]) -> list[str]:
    """The names of binders, each the first that no name in use below has."""
    match term:
        case Lam(hint, body):
            below = set(pointers(body))
            used = free_names(body) | {name for index, name in enumerate(around, 1) if index in below}
            plain = "x" if hint == "_" and 0 in below else hint
            names = (primed(plain, primes) for primes in count())
            name = next(name for name in names if name == "_" or name not in used)
            return [name, *least_names(body, (name, *around))]
        case App(fn, arg):
            return [*least_names(fn, around), *least_names(arg, around)]
    return []


def test_many_binders_of_one_name_are_named_in_the_time_of_their_number(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tried: list[int] = []

    def counted(name: str, primes: int) -> str:
        tried.append(primes)
        return primed(name, primes)

    monkeypatch.setattr("lamb.notation.names.primed", counted)
    term: Term = Free("x")
    for index in range(2_000):
        term = App(term, Var(index))
    for _ in range(2_000):
        term = Lam("x", term)
    assert pretty(term).startswith("λx' x'' x''' x'4 x'5 ")
    assert len(tried) <= 3 * 2_000
    assert len(pretty(term, limit=100)) <= 100 + SLACK + 1


@often(4)
@given(expressions())
def test_names_that_were_written_are_kept_where_they_mean_the_same(expr: Expr) -> None:
    term = remove_names(expr)
    assert remove_names(restore_names(term)) == term


# ── Examples ──


@pytest.mark.parametrize(
    ("term", "text"),
    [
        (Lam("x", Lam("x", Var(0))), "λx x. x"),
        (Lam("x", Lam("x", Var(1))), "λx x'. x"),
        (Lam("x", Free("x")), "λx'. x"),
        (Lam("x", App(Free("x"), Free("x'"))), "λx''. x x'"),
        (Lam("_", Var(0)), "λx. x"),
        (Lam("_", Free("_")), "λ_. _"),
        (Lam("let", Var(0)), "λx. x"),
        (Lam("", Var(0)), "λx. x"),
        (Lam("x", App(Lam("x", Var(1)), Lam("x", Var(0)))), "λx. (λx'. x) λx. x"),
        (Lam("x", App(Lam("x", Var(0)), Free("x"))), "λx'. (λx. x) x"),
    ],
)
def test_primes_stand_only_where_they_must(term: Term, text: str) -> None:
    assert pretty(term) == text
    assert parse_term(text) == term


def test_many_clashes_do_not_make_long_names() -> None:
    term: Term = Free("x")
    for depth in range(30):
        term = App(term, Var(depth))
    for _ in range(30):
        term = Lam("x", term)
    text = pretty(term)
    assert parse_term(text) == term
    assert max(map(len, text.split())) < 6


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("λ_. _", Lam("_", Free("_"))),
        ("λx. λx. x", Lam("x", Lam("x", Var(0)))),
        ("let x = x in x", App(Lam("x", Var(0)), Free("x"))),
        ("let x = a; y = x in y", App(Lam("x", App(Lam("y", Var(0)), Var(0))), Free("a"))),
        ("(a, b)", App(App(Free("pair"), Free("a")), Free("b"))),
        ("[a]", App(App(Free("cons"), Free("a")), Free("nil"))),
        ("λnil. []", Lam("nil", Free("nil"))),
        ("λx. [x]", Lam("x", App(App(Free("cons"), Var(0)), Free("nil")))),
    ],
)
def test_what_a_name_means(text: str, term: Term) -> None:
    assert parse_term(text) == term


def abstractions(term: Term) -> list[Lam]:
    """The λs of a term from left to right, each where it stands."""
    found, stack = [], [term]
    while stack:
        match stack.pop():
            case Lam(_, body) as node:
                found.append(node)
                stack.append(body)
            case App(fn, arg):
                stack += arg, fn
    return found


def binders(expr: Expr) -> list[Abstraction]:
    found, stack = [], [expr]
    while stack:
        match stack.pop():
            case Abstraction(_, body) as node:
                found.append(node)
                stack.append(body)
            case Application(fn, arg):
                stack += arg, fn
            case Name():
                pass
    return found


def mentions(binder: Lam) -> list[int]:
    """The places where the variable of a λ occurs below it."""
    found: list[int] = []
    stack: list[tuple[Term, int]] = [(binder.body, 0)]
    while stack:
        match stack.pop():
            case Lam(_, body), depth:
                stack.append((body, depth + 1))
            case App(fn, arg), depth:
                stack += (fn, depth), (arg, depth)
            case Var(index), depth if index == depth:
                found.append(depth)
    return found


@pytest.mark.parametrize(
    ("text", "path", "part"),
    [
        ("(a b, c)", "arg", "c"),
        ("(a b, c)", "fn arg fn", "a"),
        ("(a, b)", "fn fn", "(a, b)"),  # what makes the pair is written nowhere else
        ("let x = v in x b", "arg", "v"),
        ("let x = v in x b", "fn", "let x = v in x b"),
        ("let x = v in x b", "fn body arg", "b"),
        ("[a, b c]", "fn arg", "a"),
        ("[a, b c]", "arg fn arg arg", "c"),
        ("[a, b c]", "arg arg", "[a, b c]"),
        ("[a, b]", "fn fn", "[a, b]"),
        ("f (λx. x y)", "arg body arg", "y"),
        ("f", "arg", "f"),
        ("f a", "body arg", "f a"),
        ("λx. x y", "arg arg", "λx. x y"),
        ("[a, b]", "body arg", "[a, b]"),
        ("let x = v in x b", "fn arg arg", "let x = v in x b"),
        ("(a, b c)", "fn body arg", "(a, b c)"),
    ],
)
def test_what_is_at_the_end_of_a_path_is_found_where_it_is_written(text: str, path: str, part: str) -> None:
    assert write(written_at(parse_expression(Source(text)), path.split())) == part


# ── Memory ──


def test_a_leaf_is_made_once() -> None:
    term = parse_term("λx. f x x (λy. x f)")
    assert isinstance(term, Lam)
    assert len(nodes(term)) == 9, "λ, λ, four applications, f, and x with two indices"


@pytest.mark.skipif(not hasattr(sys, "getrefcount"), reason="what nobody holds is freed later")
def test_a_tree_that_nobody_holds_is_freed_as_its_term_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    alive = 0

    class Counted(Application):
        __slots__ = ()

        def __del__(self) -> None:
            nonlocal alive
            alive -= 1

    trees: list[Expr] = [Name("f")]
    while alive < TICK:
        alive += 1
        trees.append(Counted(trees.pop(), Name("x")))
    seen: list[int] = []
    monkeypatch.setattr("lamb.notation.names.tick", lambda: seen.append(alive))
    remove_names(trees.pop())
    assert seen[1] == 0, "all are looked into before the first is applied"
