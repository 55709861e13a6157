"""Terms in HTML: the text that is printed, and a binder and its variables are found by their classes."""

from __future__ import annotations

from xml.etree.ElementTree import Element

import pytest
from hypothesis import given, strategies as st

import lamb
from lamb import App, Free, Lam, Term, Var
from lamb.calculus.reduction import redexes
from lamb.errors import Source
from lamb.html.markup import LEVELS, mark, marked, shown, term_html, terms_style
from lamb.notation.names import restore_names
from lamb.notation.parser import parse_expression
from lamb.notation.printer import write
from lamb.notation.syntax import Expr
from tests.effort import DEEPER
from tests.html.seen import BROWSERS_NEST, classes, depth, seen, text_of, with_class
from tests.strategies import clashing, deep, doubled, expressions, terms, unfolding

STYLE = terms_style(LEVELS)
HOSTILE = ("<script>", "&lt;", "'\"", "a\x00b", "\u202ex\u202c", "\x1b[31m", "]]>", "\ud800", "\uffff", "$x$")
any_text = st.text() | st.sampled_from(HOSTILE)


def placed(term: Term) -> tuple[str, Expr]:
    tree = restore_names(term)
    return write(tree, places=True), tree


# ── Text ──


@given(clashing() | unfolding() | deep() | clashing(hints=HOSTILE))
def test_between_the_tags_is_what_is_printed(term: Term) -> None:
    assert text_of(seen(term_html(term))) == lamb.pretty(term)


@given(any_text, any_text)
def test_whatever_a_name_is_it_is_only_shown(name: str, hint: str) -> None:
    term = App(Lam(hint, App(Free(name), Var(0))), Free(name))
    assert text_of(seen(term_html(term))) == shown(lamb.pretty(term))


@given(any_text)
def test_what_is_shown_sends_nothing(text: str) -> None:
    assert not any(char in shown(text) for char in "\x00\x1b\x7f\u202a\u202e\u2066\u2069\ud800\uffff")


# ── Scope ──


def variables(term: Term) -> list[int | None]:
    """Of each variable and name, in the order of the print, which binder is its own, if any is."""
    found: list[int | None] = []
    binders: list[int] = []
    number = 0
    todo: list[tuple[Term, int]] = [(term, 0)]
    while todo:
        node, around = todo.pop()
        del binders[around:]
        match node:
            case Var(index):
                found.append(binders[-1 - index])
            case Free():
                found.append(None)
            case Lam(_, body):
                binders.append(number)
                number += 1
                todo.append((body, around + 1))
            case App(fn, arg):
                todo += (arg, around), (fn, around)
    return found


def level(node: Element, letter: str) -> str:
    """The level that a binder or a variable has, or "" where no more light up."""
    return next((name[1:] for name in classes(node) if name[0] == letter and name[1:].isdigit()), "")


def lit(root: Element) -> dict[int, list[int]]:
    """Which variables the rules find for each binder, both by their numbers in the text."""
    binders, found = with_class(root, "b"), with_class(root, "v")
    lighted: dict[int, list[int]] = {}
    for scope in with_class(root, "a"):
        (binder,) = (child for child in scope if "b" in classes(child))
        own = with_class(scope, f"v{level(binder, 'd')}")
        lighted[binders.index(binder)] = [found.index(variable) for variable in own]
    return lighted


@given(clashing() | unfolding() | terms())
def test_a_binder_lights_its_variables_and_no_others(term: Term) -> None:
    lighted = lit(seen(term_html(term)))
    bound = [number for number in variables(term) if number is not None]
    assert lighted == {
        binder: [at for at, own in enumerate(bound) if own == binder] for binder in range(len(lighted))
    }


@given(deep())
def test_the_outermost_light_up_if_they_are_too_deep_in_each_other(term: Term) -> None:
    root = seen(term_html(term))
    levels = [level(binder, "d") for binder in with_class(root, "b")]
    bound = [number for number in variables(term) if number is not None]
    assert [level(variable, "v") for variable in with_class(root, "v")] == [levels[own] for own in bound]
    assert {int(found) for found in levels if found} <= set(range(LEVELS))


@given(expressions())
def test_a_written_term_lights_up_as_it_is_meant(expr: Expr) -> None:
    text = write(expr, places=True)
    root = seen(marked(text, expr))
    assert text_of(root) == text
    assert all(with_class(scope, "b") for scope in with_class(root, "a"))
    for scope in with_class(root, "a"):
        binder = next(child for child in scope if "b" in classes(child))
        own = with_class(scope, f"v{level(binder, 'd')}")
        assert {text_of(variable) for variable in own} <= {text_of(binder)}


def test_the_value_of_a_let_is_outside_its_scope() -> None:
    expr = parse_expression(Source("let x = λy. x in x"))
    root = seen(marked("let x = λy. x in x", expr))
    assert lit(root) == {0: [0], 1: []}


def test_there_is_a_rule_for_every_level() -> None:
    assert all(f">.d{at}:hover) .v{at}" in STYLE for at in range(LEVELS))
    assert f".d{LEVELS}" not in STYLE


# ── Marks ──


@given(clashing() | unfolding())
def test_every_redex_can_be_marked_at_once(term: Term) -> None:
    text, tree = placed(term)
    marks, stretches = [], []
    for number, (_, path) in enumerate(redexes(term)):
        node = tree
        for part in path:
            node = getattr(node, part)
        marks.append(mark(node.start, node.end, "redex", {"data-number": str(number)}))
        stretches.append(text[node.start : node.end])
    html = marked(text, tree, marks)
    root = seen(html.replace("data-number", "role"))
    found = {mark.get("role"): text_of(mark) for mark in root.iter("mark")}
    assert found == {str(number): stretch for number, stretch in enumerate(stretches)}
    assert text_of(root) == text


@given(clashing())
def test_marks_keep_no_binder_from_lighting_up(term: Term) -> None:
    text, tree = placed(term)
    marks, todo = [], [tree]
    while todo:
        node = todo.pop()
        marks.append(mark(node.start, node.end, "redex"))
        todo += [getattr(node, part) for part in ("fn", "arg", "body") if hasattr(node, part)]
    assert lit(seen(marked(text, tree, marks))) == lit(seen(marked(text, tree)))


def test_marks_mean_something_without_a_style_sheet() -> None:
    text, tree = placed(lamb.parse_term("f x y"))
    marks = [mark(0, 3, "redex"), mark(2, 3, "contractum new"), mark(4, 5, "choice", {"title": "<"})]
    assert marked(text, tree, marks) == (
        '<mark class="redex">f <b class="contractum new">x</b></mark> <u class="choice" title="&lt;">y</u>'
    )


def test_a_part_is_marked_by_its_path() -> None:
    term = lamb.parse_term("f ((λx. x) y) z")
    root = seen(term_html(term, marks=[(("fn", "arg"), "redex")]))
    assert [text_of(mark) for mark in root.iter("mark")] == ["((λx. x) y)"]
    root = seen(term_html(term, width=12, marks=[(("fn", "arg"), "redex")]))
    assert text_of(root) == "… (… y) …"


# ── Size ──


def chain(length: int, around: str) -> Term:
    term: Term = Free("x")
    for _ in range(length):
        match around:
            case "body":
                term = Lam("x", term)
            case "fn":
                term = App(term, Free("y"))
            case "arg":
                term = App(Free("y"), term)
            case "redex":
                term = App(Lam("x", Var(0)), term)
    return term


@pytest.mark.parametrize("around", ["body", "fn", "arg", "redex"])
@pytest.mark.parametrize("length", [600, DEEPER])
def test_no_term_is_too_deep(around: str, length: int) -> None:
    html = term_html(chain(length, around))
    assert depth(html) < BROWSERS_NEST
    assert len(html) < 200_000
    seen(html)


def test_an_immense_term_is_shown_from_its_beginning() -> None:
    root = seen(term_html(doubled(Free("x"), 40)))
    assert text_of(root).startswith("x x (x x) (x x (x x)) (x x (x x) (x x (x x)))")
    assert text_of(root).endswith("(2,199,023,255,551 nodes)")


def test_marks_that_are_too_deep_are_not_written() -> None:
    text, tree = placed(chain(1_000, "redex"))
    marks = [mark(node.start, node.end, "redex") for node in _arguments(tree)]
    html = marked(text, tree, marks)
    assert depth(html) < BROWSERS_NEST
    assert text_of(seen(html)) == text


def _arguments(tree: Expr) -> list[Expr]:
    found = []
    while hasattr(tree, "arg"):
        found.append(tree)
        tree = tree.arg
    return found


def test_a_variable_that_points_out_of_a_term_says_how_far() -> None:
    assert text_of(seen(term_html(Lam("y", App(Var(2), Var(0)))))) == "λy. ↑1 y"
    assert text_of(seen(term_html(Var(10**9)))) == "↑1000000000"
