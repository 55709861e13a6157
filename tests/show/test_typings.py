"""Derivations of types: an independent checker accepts all that are shown, and no others."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import assume, given, strategies as st

import lamb
from lamb import App, Free, Lam, Term, Typing, TypingError, recheck_types
from lamb.errors import BudgetError
from lamb.show.lines import Look, plain
from lamb.show.prooftrees import derivation_latex, derivation_lines, typing_json
from tests.strategies import CLASHING_HINTS, DEFINITIONS, defined, letters, numerals, terms


def typing(term: Term | str, *, let: bool = False) -> Typing:
    term = lamb.parse_term(term) if isinstance(term, str) else term
    return lamb.principal_type(term, definitions=DEFINITIONS, let=let)


def document(found: Typing) -> Any:
    return json.loads(json.dumps({"typings": [typing_json(found)]}))


DEEP = 1_200  # Python's stack ends at 1,000
some = terms(names=letters | numerals | defined, most=8, hints=st.sampled_from(CLASHING_HINTS))


@given(some, st.booleans())
def test_every_derivation_is_accepted(term: Term, let: bool) -> None:
    try:
        found = typing(term, let=let)
    except TypingError:
        assume(False)
    assert recheck_types.complaint(document(found)) is None


@given(st.sampled_from(["λx y. x", "S K K a", "f (λx. 2 x) b", "(λf. f f) I"]), st.data())
def test_another_type_anywhere_is_refused(text: str, data: st.DataObject) -> None:
    found = document(typing(text, let=True))
    rows = found["typings"][0]["derivation"]
    row = data.draw(st.sampled_from(rows))
    row["type"] = f"{row['type']} → z" if data.draw(st.booleans()) else "z"
    assert recheck_types.complaint(found) is not None


@pytest.mark.parametrize(
    ("key", "value"),
    [("rule", "let"), ("term", "λx. y"), ("premises", []), ("premises", [0]), ("context", {"x": "a"})],
)
def test_another_judgement_is_refused(key: str, value: object) -> None:
    found = document(typing("λx. x"))
    found["typings"][0]["derivation"][0][key] = value
    assert recheck_types.complaint(found) is not None


def test_what_a_lambda_binds_is_not_generic() -> None:
    found = document(typing("λy. (λx. x) y", let=True))
    rows = found["typings"][0]["derivation"]
    for row in rows:
        if "x" in row["context"]:
            row["context"]["x"] = "∀a. a"
    assert recheck_types.complaint(found) is not None


@pytest.mark.parametrize("type", ["(" * DEEP + "a" + " → a)" * DEEP, "a → " * DEEP + "a"])
def test_a_type_of_any_depth_is_checked(type: str) -> None:
    text = json.dumps(document(typing("f x y")), ensure_ascii=False)
    assert recheck_types.complaint(json.loads(re.sub(r"\ba\b", f"({type})", text))) is None
    assert recheck_types.complaint(json.loads(re.sub(r"\ba\b", f"({type})", text, count=1))) is not None


def test_a_judgement_has_no_more_premises_than_a_rule() -> None:
    found = document(typing("f x"))
    (row, *_) = found["typings"][0]["derivation"]
    row["premises"] *= 1_000
    assert recheck_types.complaint(found) is not None


# ── As text, LaTeX and SVG ──


def test_the_premises_stand_above_the_bar() -> None:
    assert plain(derivation_lines(typing("f I"), Look(), 80)).split("\n") == [
        "f : (a → a) → b ⊢ f : (a → a) → b   f : (a → a) → b ⊢ I : a → a",
        "─────────────────────────────────────────────────────────────── →E",
        "                   f : (a → a) → b ⊢ f I : b",
    ]


def test_a_wide_derivation_is_an_outline() -> None:
    assert plain(derivation_lines(typing("λx. x"), Look(ascii=True), 10)).split("\n") == [
        "|- \\x. x : a -> a    ->I",
        "  x : a |- x : a    var",
    ]


def test_it_is_a_prooftree_in_latex() -> None:
    assert derivation_latex(typing("λx. f x")).split("\n") == [
        r"\begin{prooftree}",
        r"  \AxiomC{$f : a \to b,\ x : a \vdash f : a \to b$}",
        r"  \AxiomC{$f : a \to b,\ x : a \vdash x : a$}",
        r"  \RightLabel{\scriptsize $\to$E}",
        r"  \BinaryInfC{$f : a \to b,\ x : a \vdash f\ x : b$}",
        r"  \RightLabel{\scriptsize $\to$I}",
        r"  \UnaryInfC{$f : a \to b \vdash \lambda x.\ f\ x : a \to b$}",
        r"\end{prooftree}",
    ]


def test_a_notebook_shows_the_derivation() -> None:
    shown = typing("λx. x")._repr_mimebundle_()
    assert shown["text/plain"] == "a → a"
    assert "⊢ λx. x : a → a" in shown["text/html"]
    assert shown["text/latex"].startswith(r"\begin{prooftree}")


def test_one_that_is_too_long_is_not_shown() -> None:
    term: Term = Free("x")
    for _ in range(1_000):
        term = App(Lam("y", term), Free("a"))
    found = typing(term)
    assert typing_json(found)["derivation"] is None
    assert found._repr_mimebundle_()["text/plain"].endswith("⊢ a")
    for show in (derivation_latex, Typing.tree, lambda it: derivation_lines(it, Look(), 80)):
        with pytest.raises(BudgetError):
            show(found)
