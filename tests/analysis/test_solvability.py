"""Head normal forms and Böhm trees: what is claimed of a term is so, and what is not known is said."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

import lamb
from lamb import Budget, Solvable, Strategy, Term, Unsettled, Unsolvable
from lamb.analysis.solvability import BELOW, BOTTOM, UNKNOWN
from lamb.calculus.term import App, Free, Lam
from lamb.prelude import prelude
from lamb.show.lines import Look, plain
from lamb.show.theory import bohm_json, bohm_lines
from tests.effort import often
from tests.repl.entering import Prompt
from tests.strategies import terms

SMALL = Budget(steps=100, nodes=2_000, seconds=None)
LARGER = Budget(steps=1_000, nodes=20_000, seconds=None)


def tree(text: str, depth: int = 4) -> str:
    return lamb.pretty(lamb.bohm_tree(lamb.parse_term(text), depth=depth, definitions=prelude()).term)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("λx. x Ω (λy. (λz. z) x y)", "λx. x ⊥ λy. x y"),
        ("Y", "λf. f (f (f (f …)))"),
        ("Θ", "λf. f (f (f (f …)))"),
        ("Ω", "⊥"),
        ("λx. Ω x", "⊥"),
        ("Y K", "⊥"),
        ("(λx. x x x) λx. x x x", "⊥"),
        ("x 3 (pair Ω)", "x 3 λy p. p ⊥ y"),
        ("add 1 1", "λf x. f (f x)"),
    ],
)
def test_trees_are_those_of_textbooks(text: str, expected: str) -> None:
    assert tree(text) == expected


def test_fixed_point_combinators_have_the_same_tree() -> None:
    assert tree("Y", 9) == tree("Θ", 9)


@given(terms())
@often(4)
def test_solvable_terms_have_head_normal_forms_and_unsolvable_ones_never_come_to_one(
    term: Term,
) -> None:
    found = lamb.solvability(term, budget=SMALL)
    reduction = lamb.trace(term, strategy=Strategy.HEAD, budget=LARGER)
    last = term
    for step in reduction:
        last = step.after
    match found:
        case Solvable(form, steps):
            assert lamb.is_head_normal(form)
            assert (form, steps) == (last, reduction.steps)
        case Unsolvable():
            assert reduction.status is not lamb.Status.NORMAL_FORM
        case Unsettled(_, steps):
            assert reduction.status is not lamb.Status.NORMAL_FORM or reduction.steps > steps


@given(terms())
@often(4)
def test_the_tree_of_a_term_with_a_normal_form_is_that(term: Term) -> None:
    outcome = lamb.normalize(term, budget=SMALL)
    if outcome.finished:
        found = lamb.bohm_tree(term, depth=50, budget=LARGER)
        assert not found.unsolvable
        assert not found.complete or found.term == outcome.term


@given(terms())
@often(2)
def test_a_deeper_tree_only_has_more_below(term: Term) -> None:
    shallow = lamb.bohm_tree(term, depth=2, budget=SMALL)
    deep = lamb.bohm_tree(term, depth=4, budget=SMALL)
    todo = [(shallow.term, deep.term)]
    while todo:
        match todo.pop():
            case Free("…"), _:
                pass
            case Lam(_, body), Lam(_, other):
                todo.append((body, other))
            case App(fn, arg), App(other_fn, other_arg):
                todo += (fn, other_fn), (arg, other_arg)
            case one, other:
                assert one == other


def test_what_is_not_known_is_said_so() -> None:
    term = lamb.parse_term("λx. x (Y (λf n. f (succ n)) 0)")
    found = lamb.bohm_tree(term, definitions=prelude(), budget=SMALL)
    assert (lamb.pretty(found.term), found.unknown, found.complete) == ("λx. x ?", 1, False)


def test_leaves_are_counted() -> None:
    found = lamb.bohm_tree(lamb.parse_term("λx. x Ω (Y K) (Y x)"), depth=2, definitions=prelude())
    assert (found.unsolvable, found.unknown, found.cut) == (2, 0, 1)
    assert not found.complete
    assert str(found) == f"2 × {BOTTOM} unsolvable, 1 × {BELOW} not followed"
    assert UNKNOWN not in str(found)


def test_a_tree_is_drawn_with_lines_or_in_ascii() -> None:
    found = lamb.bohm_tree(lamb.parse_term("λx. x Ω λy. x y"), definitions=prelude())
    assert plain(bohm_lines(found, Look())).split("\n")[:4] == ["λx. x", "├─ ⊥", "└─ λy. x", "   └─ y"]
    assert (
        plain(bohm_lines(found, Look(ascii=True))) == "\\x. x\n|- _|_\n`- \\y. x\n   `- y\n1 x _|_ unsolvable"
    )


@given(term=terms(names=st.sampled_from("xyz")))
def test_its_nodes_and_its_picture_have_all_of_a_tree(term: Term) -> None:
    found = lamb.bohm_tree(term, depth=3, budget=SMALL)
    nodes = bohm_json(term, found)["nodes"]

    def text(number: int) -> str:
        node = nodes[number]
        sign = node["head"] or {"unsolvable": BOTTOM, "unknown": UNKNOWN, "cut": BELOW}[node["leaf"]]
        body = " ".join([sign, *(f"({text(part)})" for part in node["parts"])])
        return f"λ{' '.join(node['binders'])}. {body}" if node["binders"] else body

    def written(text: str) -> Term:
        return lamb.parse_term(
            text.replace(BOTTOM, "bottom").replace(UNKNOWN, "unknown").replace(BELOW, "cut")
        )

    assert written(text(0)) == written(lamb.pretty(found.term))
    svg = found.picture().svg
    assert (svg.count("<text"), svg.count("<path")) == (len(nodes), len(nodes) - 1)


def test_a_term_may_be_deep_and_a_tree_is_cut() -> None:
    term: Term = Free("x")
    for _ in range(100_000):
        term = App(Free("f"), term)
    assert lamb.bohm_tree(term, depth=10**9).cut == 1


def test_open_terms_and_negative_depths_are_refused() -> None:
    with pytest.raises(ValueError, match="points out"):
        lamb.bohm_tree(lamb.Var(0))
    with pytest.raises(ValueError, match="negative"):
        lamb.bohm_tree(lamb.Free("x"), depth=-1)


def test_the_prompt_shows_them() -> None:
    said = Prompt().said(":bohm 2 Y", ":solvable Ω", ":solvable λx. x Ω")
    assert said.split("\n")[:3] == ["λf. f", "└─ f", "   └─ …"]
    assert "unsolvable: in its head reduction, step 3 is α-equal to step 1" in said
    assert said.endswith("λx. x Ω\nsolvable: a head normal form after 0 steps")
