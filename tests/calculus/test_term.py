"""Terms: equality is α-equivalence, nothing is captured, and nothing ever changes."""

from __future__ import annotations

import copy
import pickle
from typing import TypeAlias

import pytest
from hypothesis import given, strategies as st

import lamb
from lamb import App, Free, Lam, Term, Var
from lamb.calculus.budget import TICK
from lamb.calculus.substitution import free_names, shift, substitute
from lamb.calculus.term import LONGEST_REPR, nodes, parts
from tests.meters import Recording
from tests.strategies import hints, letters, shared, terms

# ── A reference: terms with names, and substitution as the books have it ──────────────

Named: TypeAlias = "tuple[str] | tuple[str, Named] | tuple[Named, Named]"
"""(x,) is a variable, (x, body) with a text first an abstraction, (fn, arg) an application."""


def mentioned(term: Named) -> set[str]:
    """The free variables of a named term."""
    match term:
        case (str(name),):
            return {name}
        case (str(name), body):
            return mentioned(body) - {name}
        case (fn, arg):
            return mentioned(fn) | mentioned(arg)


def fresh(taken: set[str]) -> str:
    """The first name that is not taken: names are used again wherever they can be."""
    return next(name for n in range(1_000) for name in (f"v{n}",) if name not in taken)


def replace(term: Named, name: str, new: Named) -> Named:
    """term[name := new], renaming a binder that would capture (Barendregt 1984, 2.1.15)."""
    match term:
        case (str(here),):
            return new if here == name else term
        case (str(binder), body):
            if binder == name:
                return term
            if binder in mentioned(new):
                other = fresh(mentioned(new) | mentioned(body) | {name})
                binder, body = other, replace(body, binder, (other,))
            return binder, replace(body, name, new)
        case (fn, arg):
            return replace(fn, name, new), replace(arg, name, new)


def named(term: Term, scope: tuple[str, ...]) -> Named:
    """*term* with names: those in *scope* for what points out of it, the nearest first."""
    match term:
        case Var(index):
            return (scope[index],)
        case Free(name):
            return (name,)
        case Lam(_, body):
            outer = {scope[index - 1] for index in pointers(body) if index}
            binder = fresh(outer | free_names(body))
            return binder, named(body, (binder, *scope))
        case App(fn, arg):
            return named(fn, scope), named(arg, scope)


def unnamed(term: Named, scope: tuple[str, ...]) -> Term:
    """The inverse of `named`."""
    match term:
        case (str(name),):
            return Var(scope.index(name)) if name in scope else Free(name)
        case (str(name), body):
            return Lam(name, unnamed(body, (name, *scope)))
        case (fn, arg):
            return App(unnamed(fn, scope), unnamed(arg, scope))


def pointers(term: Term) -> set[int]:
    """The indices of the variables that point out of *term*, as they read at its top."""
    match term:
        case Var(index):
            return {index}
        case Lam(_, body):
            return {index - 1 for index in pointers(body) if index}
        case App(fn, arg):
            return pointers(fn) | pointers(arg)
    return set()


SCOPE = ("s", "t", "u", "v0", "v1")
in_scope = terms(len(SCOPE), most=10)


# ── Substitution ──────────────────────────────────────────────────────────────────────


@given(in_scope)
def test_the_reference_gives_names_and_takes_them_back(term: Term) -> None:
    assert unnamed(named(term, SCOPE), SCOPE) == term


@given(terms(len(SCOPE) + 1, most=10), in_scope)
def test_substitution_is_what_it_is_with_names(body: Term, arg: Term) -> None:
    expected = replace(named(body, ("here", *SCOPE)), "here", named(arg, SCOPE))
    assert substitute(body, arg) == unnamed(expected, SCOPE)


@given(in_scope, st.lists(st.sampled_from(["p", "q", "r"]), unique=True))
def test_a_shifted_term_means_the_same_under_more_lambdas(term: Term, more: list[str]) -> None:
    scope = (*more, *SCOPE)
    assert named(shift(term, len(more)), scope) == named(term, SCOPE)


@given(terms(2), terms(1), terms(0))
def test_the_substitution_lemma(body: Term, arg: Term, outer: Term) -> None:
    """t[x := u][y := v] is t[y := v][x := u[y := v]] (Barendregt 1984, 2.1.16)."""
    at_once = substitute(Lam("x", body), outer)
    assert isinstance(at_once, Lam)
    assert substitute(substitute(body, arg), outer) == substitute(at_once.body, substitute(arg, outer))


@given(in_scope, in_scope)
def test_substitution_for_a_variable_that_does_not_occur_changes_nothing(term: Term, arg: Term) -> None:
    assert substitute(shift(term, 1), arg) == term


@given(in_scope, st.integers(0, 5), st.integers(0, 5))
def test_shifts_add_up(term: Term, one: int, other: int) -> None:
    assert shift(shift(term, one), other) == shift(term, one + other)
    assert shift(shift(term, one), -one) == term


@given(terms(0))
def test_a_closed_term_is_left_alone(term: Term) -> None:
    assert shift(term, 5) is term
    assert substitute(term, Free("gone")) is term


# ── Equality ──────────────────────────────────────────────────────────────────────────


def spelled(term: Term) -> str:
    """*term* in full, without hints: what two α-equivalent terms share, and no others."""
    match term:
        case Var(index):
            return f"{index}"
        case Free(name):
            return f"“{name}”"
        case Lam(_, body):
            return f"(λ {spelled(body)})"
        case App(fn, arg):
            return f"({spelled(fn)} {spelled(arg)})"


def renamed(term: Term, hint: str) -> Term:
    """*term* with all its binders called the same."""
    match term:
        case Lam(_, body):
            return Lam(hint, renamed(body, hint))
        case App(fn, arg):
            return App(renamed(fn, hint), renamed(arg, hint))
    return term


@given(terms(2), hints)
def test_hints_do_not_count(term: Term, hint: str) -> None:
    other = renamed(term, hint)
    assert term == other
    assert hash(term) == hash(other)


@given(terms(2, most=4), terms(2, most=4))
def test_equal_terms_are_those_that_are_spelled_alike(one: Term, other: Term) -> None:
    assert (one == other) == (spelled(one) == spelled(other))
    assert (one != other) == (spelled(one) != spelled(other))
    assert one != other or hash(one) == hash(other)


def test_the_kinds_of_terms_differ() -> None:
    different = [Var(0), Var(1), Free("0"), Free("x"), Lam("x", Var(0)), App(Var(0), Var(0))]
    assert len(set(different)) == len(different)
    assert Free("x") != "x"
    assert Var(0) != 0


# ── What a term knows of itself ───────────────────────────────────────────────────────


@given(in_scope)
def test_a_term_knows_how_far_it_reaches_and_how_large_it_is(term: Term) -> None:
    for part in nodes(term):
        assert part.open == max(pointers(part), default=-1) + 1
        assert part.size == 1 + sum(child.size for child in children(part))


def children(term: Term) -> list[Term]:
    match term:
        case Lam(_, body):
            return [body]
        case App(fn, arg):
            return [fn, arg]
    return []


@given(in_scope)
def test_nodes_come_once_and_after_their_parts(term: Term) -> None:
    listed = nodes(term)
    place = {id(part): at for at, part in enumerate(listed)}
    assert len(place) == len(listed)
    assert listed[-1] is term
    assert all(place[id(child)] < place[id(part)] for part in listed for child in children(part))


@given(in_scope | shared())
def test_parts_are_the_nodes_each_a_few_times(term: Term) -> None:
    found = [id(part) for part in parts(term)]
    assert found[0] == id(term)
    assert set(found) == {id(node) for node in nodes(term)}
    assert len(found) <= 8 * len(set(found))


def test_parts_are_linear_in_what_is_shared() -> None:
    for around in (lambda term: App(term, term), lambda term: Lam("x", App(App(term, term), term))):
        term: Term = Var(0)
        for _ in range(1_000):
            term = around(term)
        assert sum(1 for _ in parts(term)) <= 8 * len(nodes(term))


@given(terms(0, names=letters))
def test_the_free_names_are_those_that_occur(term: Term) -> None:
    assert free_names(term) == {part.name for part in nodes(term) if isinstance(part, Free)}


@pytest.mark.parametrize(
    ("term", "field"),
    [
        (Var(0), "index"),
        (Free("x"), "name"),
        (Lam("x", Var(0)), "hint"),
        (Lam("x", Var(0)), "body"),
        (App(Var(0), Var(1)), "fn"),
        (App(Var(0), Var(1)), "arg"),
        (Var(0), "open"),
        (Var(0), "size"),
        (Var(0), "anything"),
    ],
)
def test_terms_never_change(term: Term, field: str) -> None:
    with pytest.raises(AttributeError, match=r"^terms never change$"):
        setattr(term, field, Var(7))
    with pytest.raises(AttributeError, match=r"^terms never change$"):
        delattr(term, field)


def test_a_walk_through_the_parts_is_heard_of_on_the_way() -> None:
    term: Term = Var(0)
    for _ in range(8 * TICK):
        term = App(term, Var(1))
    with Recording() as meter:
        heard = [len(meter.told) for _ in parts(term)]
    assert heard[0] < heard[len(heard) // 2] < heard[-1]


# ── Copies, pickles and what Python shows ─────────────────────────────────────────────


def hinted(term: Term) -> list[str]:
    return [part.hint for part in nodes(term) if isinstance(part, Lam)]


@given(in_scope)
def test_a_pickled_term_comes_back_with_its_hints(term: Term) -> None:
    back = pickle.loads(pickle.dumps(term))
    assert back == term
    assert hinted(back) == hinted(term)
    assert (back.open, back.size) == (term.open, term.size)


@given(in_scope)
def test_a_copy_is_the_term_itself(term: Term) -> None:
    assert copy.copy(term) is term
    assert copy.deepcopy([term])[0] is term


@given(terms(3))
def test_a_term_shows_how_python_writes_it(term: Term) -> None:
    back = eval(repr(term), vars(lamb) | {"Var": Var, "Free": Free, "Lam": Lam, "App": App})
    assert back == term
    assert hinted(back) == hinted(term)


def test_a_long_term_shows_its_size_only() -> None:
    assert repr(lamb.church(LONGEST_REPR)) == f"<Lam of {2 * LONGEST_REPR + 3:,} nodes>"
