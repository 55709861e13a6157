"""Trees → text: what is printed means the same, in the fewest brackets."""

import pytest
from hypothesis import given, strategies as st

from lamb.calculus.numerals import church
from lamb.calculus.term import App, Free, Lam, Term, Var
from lamb.errors import BudgetError, ParseError, Source
from lamb.notation import parse_term
from lamb.notation.formatting import formatted
from lamb.notation.names import remove_names, restore_names
from lamb.notation.parser import parse_expression
from lamb.notation.printer import SLACK, pretty, write
from lamb.notation.syntax import Abstraction, Application, Expr, ListOf, Local, Name, PairOf
from tests.effort import DEEPER, often
from tests.strategies import clashing, doubled, expressions

# ── Laws ──


@often(5)
@given(clashing())
def test_what_is_printed_parses_to_the_same_term(term: Term) -> None:
    assert parse_term(pretty(term)) == term
    assert parse_term(pretty(term, ascii=True)) == term


@given(clashing(hints=("x", "y", "f")))
def test_ascii_output_is_ascii(term: Term) -> None:
    assert all(char.isascii() or char in "₁" for char in pretty(term, ascii=True))


@often(4)
@given(clashing())
def test_printing_again_changes_nothing(term: Term) -> None:
    text = pretty(term)
    assert pretty(parse_term(text)) == text


@often(5)
@given(expressions())
def test_a_written_tree_means_what_the_tree_means(expr: Expr) -> None:
    assert parse_term(write(expr)) == remove_names(expr)
    assert parse_term(write(expr, ascii=True)) == remove_names(expr)


@often(4)
@given(clashing(most=10))
def test_no_pair_of_brackets_could_be_left_out(term: Term) -> None:
    text = pretty(term)
    for opener, closer in matching_brackets(text):
        without = text[:opener] + " " + text[opener + 1 : closer] + " " + text[closer + 1 :]
        assert means(without) != term, without


@often(3)
@given(clashing())
def test_a_limit_cuts_the_text_and_says_so(term: Term) -> None:
    text = pretty(term)
    short = pretty(term, limit=5)
    assert short == text or (short.endswith("…") and text.startswith(short[:-1]))
    assert pretty(term, limit=len(text)) == text


@often(5)
@given(expressions(), st.booleans())
def test_a_placed_tree_stands_where_its_text_is_parsed(expr: Expr, ascii: bool) -> None:
    text = write(expr, ascii=ascii, places=True)
    assert text == write(expr, ascii=ascii)
    assert places(expr) == places(parse_expression(Source(text)))


@often(4)
@given(clashing())
def test_a_path_through_a_term_leads_to_its_piece_of_the_text(term: Term) -> None:
    expr = restore_names(term)
    text = write(expr, places=True)
    assert places(expr) == places(parse_expression(Source(text)))


# ── Examples ──


@pytest.mark.parametrize(
    "text",
    [
        "x",
        "42",
        "λx. x",
        "λx y. x",
        "f x y",
        "f (x y)",
        "f (g (h x))",
        "(λx. x) y",
        "f λx. x",
        "f (λx. x) y",
        "f (g λx. x) y",
        "λ_. x",
        "λ_ _. x",
        "λx x'. x x'",
        "λx. x λy. y x",
        "(λx. x x) λx. x x",
        "λx x. x",
    ],
)
def test_it_is_printed_as_it_is_written(text: str) -> None:
    assert pretty(parse_term(text)) == text


def test_sugar_is_written_as_sugar() -> None:
    for text in (
        "[]",
        "[a, λx. x]",
        "(a, b c)",
        "let x = f y in x",
        "f let x = 1 in x",
        "f (let x = 1 in x) y",
    ):
        assert write(parse_expression(Source(text))) == text


def test_the_inner_nodes_of_merged_binders_and_of_a_row_of_arguments_have_their_own_places() -> None:
    expr = parse_expression(Source("f (λx y. x) z"))
    text = write(expr, places=True)
    assert isinstance(expr, Application)
    assert isinstance(expr.fn, Application)
    assert isinstance(expr.fn.arg, Abstraction)
    inner = expr.fn.arg.body
    assert text[expr.fn.start : expr.fn.end] == "f (λx y. x)"
    assert text[expr.fn.arg.start : expr.fn.arg.end] == "(λx y. x)"
    assert text[inner.start : inner.end] == "y. x"


def test_a_tree_of_any_depth_is_placed() -> None:
    expr: Expr = Name("x")
    for _ in range(DEEPER):
        expr = Abstraction("x", Application(Name("f"), expr))
    text = write(expr, places=True)
    assert text.startswith("λx. f λx. f λx. ")
    assert (expr.start, expr.end) == (0, len(text))


def test_a_variable_that_points_out_of_the_term_cannot_be_printed() -> None:
    with pytest.raises(ValueError, match="points out"):
        pretty(App(Free("f"), Lam("x", Var(1))))


def places(expr: Expr) -> list[tuple[type, int, int]]:
    """Where every node stands, each before its parts."""
    found, todo = [], [expr]
    while todo:
        node = todo.pop()
        found.append((type(node), node.start, node.end))
        match node:
            case Abstraction(_, body):
                todo.append(body)
            case Application(one, other) | PairOf(one, other) | Local(_, one, other):
                todo += one, other
            case ListOf(items):
                todo += items
    return found


def matching_brackets(text: str) -> list[tuple[int, int]]:
    opened, pairs = [], []
    for at, char in enumerate(text):
        if char == "(":
            opened.append(at)
        elif char == ")":
            pairs.append((opened.pop(), at))
    return pairs


def means(text: str) -> Term | None:
    try:
        return parse_term(text)
    except ParseError:
        return None


def test_what_is_too_large_to_be_written_out_is_refused() -> None:
    """A numeral of 2¹⁰⁰, and a graph of 40 nodes that is a tree of 2⁴⁰."""
    tree = doubled(Free("q"), 40)
    for term in (church(2**100), tree):
        with pytest.raises(BudgetError):
            pretty(term)
        assert len(pretty(term, limit=100)) < 200


@given(clashing(), st.integers(1, 30))
def test_a_limit_cuts_no_more_than_it_must(term: Term, limit: int) -> None:
    """The name that passes the limit is there as a whole."""
    text = pretty(term)
    short = pretty(term, limit=limit)
    assert short == text or limit < len(short) - 1


def test_a_limit_cuts_a_row_of_binders_between_two() -> None:
    """All binders of a row are one piece, and a piece may be a little too long."""
    row: Expr = Name("end")
    for number in range(2 * SLACK):
        row = Abstraction(f"v{number}", row)
    text = write(row)
    short = write(row, limit=100)
    assert len(short) <= 100
    assert text.startswith(short[:-1])
    assert short.endswith(" …")


def test_a_tree_that_is_written_stands_where_it_stood() -> None:
    tree = parse_expression(Source("f\n   ((λx. x) y)"))
    assert isinstance(tree, Application)
    before = tree.arg.start, tree.arg.end
    assert write(tree) == "f ((λx. x) y)"
    assert (tree.arg.start, tree.arg.end) == before


def test_a_variable_called_lambda_is_no_sign() -> None:
    """`\\lambda f. t` is λf. t, as in LaTeX."""
    term = parse_term("λlambda f. lambda")
    assert pretty(term, ascii=True) == r"\ lambda f. lambda"
    assert parse_term(pretty(term, ascii=True)) == term
    assert formatted(Source("λlambda f. lambda"), ascii=True) == "\\ lambda f -> lambda\n"
