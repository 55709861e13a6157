"""What `import lamb` offers, it has, and keeps to."""

from __future__ import annotations

import inspect
from collections import deque
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from hypothesis import given, strategies as st

import lamb
from lamb import Budget, Lam, LambError, Status, Strategy, Term, Var
from lamb.analysis.machines.transitions import MACHINES
from tests.strategies import DEFINITIONS, terms, unfolding

OFFERED = """
    Var Free Lam App Term parse_term pretty normalize trace Budget Outcome Status Rule Step Strategy
    readings church boolean pair list_of encode read_numeral read_boolean read_pair read_list
    to_blc from_blc Session LambError ParseError DefinitionError LoadError EncodingError
"""
PROMISED = OFFERED.split()

LARGE = [
    lamb.parse_term(text)
    for text in (
        "(λx. x x) λx. x x",
        "1500 (λr. f r g) w",
        "pow 10 12",
        "λw x. 60 (λt. f t t) w x",
        "λx. f x",
    )
]


@pytest.mark.parametrize("name", sorted({*PROMISED, *lamb.__all__}))
def test_every_name_that_is_offered_is_there(name: str) -> None:
    assert name in lamb.__all__
    assert name in dir(lamb)
    assert getattr(lamb, name) is getattr(lamb, name)


def test_other_names_are_not() -> None:
    with pytest.raises(AttributeError, match="no attribute 'normalise'"):
        lamb.normalise  # noqa: B018
    assert not hasattr(lamb, "anything")


@pytest.mark.parametrize("name", [name for name in lamb.__all__ if callable(getattr(lamb, name))])
def test_everything_offered_says_what_it_is(name: str) -> None:
    assert inspect.getdoc(getattr(lamb, name))


@pytest.mark.parametrize(
    ("function", "keywords"),
    [
        (lamb.normalize, {"definitions", "budget"}),
        (lamb.trace, {"strategy", "definitions", "budget"}),
        (lamb.pretty, {"ascii"}),
        (lamb.Session, {"prelude", "budget", "strategy"}),
    ],
)
def test_options_are_named(function: object, keywords: set[str]) -> None:
    parameters = inspect.signature(function).parameters  # type: ignore[arg-type]
    assert all(parameters[keyword].kind is inspect.Parameter.KEYWORD_ONLY for keyword in keywords)


def test_a_budget_has_no_limit_unless_one_is_named() -> None:
    assert (Budget().steps, Budget().nodes, Budget().seconds) == (None, None, None)
    assert Budget(steps=3) == Budget(steps=3)


def test_the_readme_of_the_package_works() -> None:
    outcome = lamb.normalize(lamb.parse_term("(λx y. y x) a"))
    assert (outcome.status, outcome.finished, outcome.steps) == (Status.NORMAL_FORM, True, 1)
    assert lamb.pretty(outcome.term) == "λy. y a"
    assert lamb.pretty(outcome.term, ascii=True) == "\\y. y a"
    (step,) = lamb.trace(lamb.parse_term("(λx y. y x) a"), strategy=Strategy.NORMAL)
    assert (step.rule.value, step.path, step.after) == ("β", (), outcome.term)


def test_errors_are_of_one_family() -> None:
    for error in (lamb.ParseError, lamb.DefinitionError, lamb.LoadError, lamb.EncodingError):
        assert issubclass(error, lamb.LambError)
    with pytest.raises(lamb.ParseError):
        lamb.parse_term("(λx. x")


def test_terms_can_be_matched() -> None:
    match lamb.parse_term("λx. x"):
        case Lam(hint, Var(index)):
            assert (hint, index) == ("x", 0)
        case _:
            pytest.fail("it is an abstraction")


# ── What leaves a public function ─────────────────────────────────────────────────────

Call = Callable[[Term, dict[str, Any]], object]
"""A public name put to use, on a term, with a budget and a watch."""

SHOWN = ("__str__", "__repr__", "_repr_mimebundle_")


def looked_at(thing: object) -> None:
    """All that a notebook asks of a thing."""
    for method in SHOWN:
        if found := getattr(thing, method, None):
            found()


def each(things: Iterable[object]) -> None:
    for thing in things:
        looked_at(thing)


def ran(term: Term, limits: dict[str, Any]) -> None:
    session = lamb.Session(**limits)
    text = lamb.pretty(term)
    each(session.run(f"v = {text}\nv\nassert v == {text}\nassert v =eta= v\nassert v"))
    each(session.run(f"eval e :\n  {text}\n  =*> v\n  =~> {text}"))
    each(session.trace(term))
    looked_at(session.normalize(term).term)
    session.walk(term).run(5)


def walked(walk: lamb.Walk) -> None:
    walk.run(5)
    walk.ask("x")
    for choice in walk.choices[:3]:
        walk.copy().contract(choice)


def computed(term: Term, limits: dict[str, Any]) -> None:
    value = lamb.Value(term, lamb.Session(**limits))
    looked_at(value(1))
    for read in (int, bool, list, lambda found: found.python, lambda found: found == 1):
        try:
            read(value)
        except LambError as error:
            looked_at(error)


def plainly(function: Callable[[Term], object]) -> Call:
    return lambda term, _: looked_at(function(term))


def untabled(limits: dict[str, Any]) -> dict[str, Any]:
    """The limits without the definitions."""
    return {name: limit for name, limit in limits.items() if name != "definitions"}


BUDGETED: dict[str, Call] = {
    "convert": lambda term, limits: looked_at(lamb.convert(lamb.pretty(term), target="python", **limits)),
    "normalize": lambda term, limits: looked_at(lamb.normalize(term, **limits)),
    "trace": lambda term, limits: [[*lamb.trace(term, strategy=one, **limits)] for one in Strategy],
    "Trace": lambda term, limits: looked_at(lamb.trace(term, eta=True, **limits)),
    "compare": lambda term, limits: each([*lamb.compare(term, **limits), lamb.compare(term, **limits)]),
    "reduction_graph": lambda term, limits: looked_at(lamb.reduction_graph(term, most=20, **limits)),
    "principal_type": lambda term, limits: looked_at(lamb.principal_type(term, let=True, **limits)),
    "to_combinators": lambda term, limits: [
        lamb.to_combinators(term, basis=basis, algorithm=algorithm, **limits)
        for basis, algorithm in (("ski", "naive"), ("bckwi", "eta"), ("iota", "linear"))
    ],
    "to_bulk_combinators": lambda term, limits: looked_at(lamb.to_bulk_combinators(term, **limits)),
    "combinator_trace": lambda term, limits: looked_at(
        [*lamb.combinator_trace(lamb.to_combinators(term, **limits), **untabled(limits))]
    ),
    "big_step": lambda term, limits: [
        looked_at(lamb.big_step(term, passing, **limits)) for passing in ("name", "value")
    ],
    "machine_trace": lambda term, limits: [
        looked_at([*lamb.machine_trace(term, machine, **limits)]) for machine in MACHINES
    ],
    "solvability": lambda term, limits: looked_at(lamb.solvability(term, **limits)),
    "bohm_tree": lambda term, limits: looked_at(lamb.bohm_tree(term, depth=3, **limits)),
    "diamond": lambda term, limits: looked_at(lamb.diamond(term, **limits)),
    "equality": lambda term, limits: looked_at(lamb.equality(term, lamb.church(2), **limits)),
    "Walk": lambda term, limits: walked(lamb.Walk(term, **limits)),
    "Session": ran,
    "Value": computed,
}
UNBUDGETED: dict[str, Call] = {
    "contract": lambda term, _: [lamb.contract(term, path, rule) for rule, path in lamb.redexes(term)],
    "next_redex": plainly(lambda term: [lamb.next_redex(term, strategy) for strategy in Strategy]),
    "redexes": plainly(lambda term: list(lamb.redexes(term))),
    "encode": plainly(lamb.encode),
    "to_jot": plainly(lamb.to_jot),
    "from_jot": plainly(lambda term: lamb.from_jot(lamb.to_jot(lamb.to_combinators(term, basis="sk")))),
    "from_blc": plainly(lambda term: lamb.from_blc(lamb.to_blc(term))),
    "list_of": plainly(lambda term: lamb.list_of([term])),
    "pair": plainly(lambda term: lamb.pair(term, term)),
    "formatted": plainly(lambda term: lamb.formatted(lamb.pretty(term))),
    "parse_term": plainly(lambda term: lamb.parse_term(lamb.pretty(term))),
}
PLAIN = """
    eta_normal is_beta_eta_normal is_eta_normal is_head_normal is_normal is_weak_head_normal is_weak_normal
    from_combinators pretty read_boolean read_list read_numeral read_pair readings to_blc
"""
UNBUDGETED |= {name: plainly(getattr(lamb, name)) for name in PLAIN.split()}
OF_NO_TERM = {"boolean", "church", "exercise", "parse_type"}


def test_every_public_function_is_put_to_use_below() -> None:
    functions = {name for name in lamb.__all__ if inspect.isfunction(getattr(lamb, name))}
    assert functions - {*BUDGETED, *UNBUDGETED} == OF_NO_TERM
    budgeted = (name for name in lamb.__all__ if callable(getattr(lamb, name)))
    signatures = {name: inspect.signature(getattr(lamb, name)) for name in budgeted if name[0].islower()}
    assert {name for name, signature in signatures.items() if "budget" in signature.parameters} <= {*BUDGETED}


budgets = st.builds(
    Budget,
    steps=st.integers(0, 30),
    nodes=st.sampled_from([None, 0, 5, 5_000]),
    seconds=st.sampled_from([None, 0, 0.001]),
    clock=st.builds(
        lambda times: lambda: times.popleft() if times else 9.0, st.builds(deque, st.just([0.0] * 9))
    ),
)
watches = st.sampled_from([None, lambda steps: True, lambda steps: steps > 2])


@pytest.mark.parametrize("name", [*BUDGETED, *UNBUDGETED])
@given(term=terms() | unfolding() | st.sampled_from(LARGE), budget=budgets, watch=watches)
def test_only_errors_of_ours_leave_a_public_function(
    name: str, term: Term, budget: Budget, watch: Any
) -> None:
    """A budget that runs out, or a watch that stops, is told by what is returned, or by a LambError."""
    call = BUDGETED.get(name) or UNBUDGETED[name]
    limits = {"budget": budget, "watch": watch}
    if name not in ("Session", "Value", *UNBUDGETED):
        limits["definitions"] = DEFINITIONS
    try:
        call(term, limits)
    except LambError as error:
        looked_at(error)
