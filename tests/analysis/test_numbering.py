"""Numbers for terms: one for each up to α."""

from __future__ import annotations

from hypothesis import given, strategies as st

import lamb
from lamb import App, Free, Lam, Term, Var
from lamb.analysis.graph import Numbering
from lamb.calculus.term import nodes
from tests.strategies import doubled, shared, terms


def numbered(terms: list[Term]) -> tuple[Numbering, list[int]]:
    numbering = Numbering()
    return numbering, [numbering.add(term, numbering.unknown(term)) for term in terms]


def copied(term: Term) -> Term:
    """The same term up to α, and no node of it the same object."""
    done: dict[int, Term] = {}
    for node in nodes(term):
        match node:
            case Var(index):
                done[id(node)] = Var(index)
            case Free(name):
                done[id(node)] = Free(name)
            case Lam(hint, body):
                done[id(node)] = Lam(hint + "'", done[id(body)])
            case App(fn, arg):
                done[id(node)] = App(done[id(fn)], done[id(arg)])
    return done[id(term)]


@given(st.lists(terms(2) | shared(), min_size=2, max_size=6))
def test_terms_have_the_same_number_just_if_they_are_the_same_up_to_alpha(some: list[Term]) -> None:
    some += [copied(term) for term in some]
    _, numbers = numbered(some)
    for one, its in zip(some, numbers, strict=True):
        for other, others in zip(some, numbers, strict=True):
            assert (its == others) == (one == other)


@given(terms(2), terms(2))
def test_a_term_is_found_just_if_it_is_part_of_one_that_was_added(term: Term, other: Term) -> None:
    numbering, _ = numbered([term])
    parts = nodes(term)
    for node in [*parts, *nodes(copied(term)), *nodes(other)]:
        assert (numbering.find(node) is not None) == (node in parts)


@given(terms(2))
def test_what_is_looked_for_is_not_kept(term: Term) -> None:
    numbering, _ = numbered([Free("a")])
    assert (numbering.find(term) is None) == (term != Free("a"))
    assert len(numbering) == 1


@given(shared())
def test_only_what_is_new_is_unknown(term: Term) -> None:
    numbering, _ = numbered([term])
    assert len(numbering) == len({id(node) for node in nodes(term)})
    assert numbering.unknown(term) == []
    around = App(term, Free("new"))
    assert numbering.unknown(around) == [around.arg, around]


def test_an_immense_term_takes_no_longer_than_its_nodes() -> None:
    term, other = doubled(lamb.church(0), 1_000), doubled(lamb.church(0), 1_000)
    numbering, (number,) = numbered([term])
    assert numbering.find(other) == number
