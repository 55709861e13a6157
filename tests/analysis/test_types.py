"""Simple types: principal, or the reason that there is none."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from itertools import count
from typing import Any

import pytest
from hypothesis import assume, given

import lamb
from lamb import App, Budget, Free, FunctionType, Lam, Strategy, Term, Type, TypeVariable, TypingError, Var
from lamb.analysis.types import Inference, is_instance
from lamb.calculus.reduction import Rule, contract, redexes
from lamb.notation.parser import parse
from lamb.notation.syntax import Assumption
from lamb.prelude import prelude
from lamb.quantities import IMMENSE
from tests.strategies import DEFINITIONS, letters, numerals, terms


def type_of(text: str, **options: Any) -> str:
    return str(lamb.principal_type(lamb.parse_term(text), definitions=prelude(), **options))


def reason_of(text: str, **options: Any) -> tuple[str, str]:
    with pytest.raises(TypingError) as caught:
        lamb.principal_type(lamb.parse_term(text), definitions=prelude(), **options)
    return caught.value.message, ".".join(caught.value.path)


def read(text: str) -> Type:
    (assumption,) = parse(lamb.Source(f"assume x : {text}")).statements
    assert isinstance(assumption, Assumption)
    return assumption.type


@pytest.mark.parametrize(
    ("term", "type"),
    [
        ("λx. x", "a → a"),
        ("λx y. x", "a → b → a"),
        ("λf g x. f x (g x)", "(a → b → c) → (a → b) → a → c"),
        ("λf x. f (f x)", "(a → a) → a → a"),
        ("λf. f λx. x", "((a → a) → b) → b"),
        ("0", "a → b → b"),
        ("1", "(a → b) → a → b"),
        ("42", "(a → a) → a → a"),
        ("K I", "a → b → b"),
        ("I I", "a → a"),
        ("2 2", "(a → a) → a → a"),
        ("λx. let y = x in y", "a → a"),
        ("f x", "f : a → b, x : a ⊢ b"),
        ("λx. x y", "y : a ⊢ (a → b) → b"),
    ],
)
def test_the_principal_type(term: str, type: str) -> None:
    assert type_of(term) == type


@pytest.mark.parametrize(
    ("term", "reason", "path"),
    [
        ("λx. x x", "“x” would need a type that is an argument of itself: x : a and x : a → b", "body"),
        (
            "λx y. y (x (λy. x))",
            "“x” would need a type that is a part of itself: x : a and x : (b → a) → c",
            "body.body.arg",
        ),
        ("S I I", "the function takes (a → b) → a, and is given c → c: no type is an instance of both", ""),
        (
            "λf g. f (g (f g))",
            "“f” takes a → b, and is given b: no type is an instance of both",
            "body.body",
        ),
        ("K (x x)", "“x” would need a type that is an argument of itself: x : a and x : a → b", "arg"),
        (
            "(x y) (x y)",
            "the function would need a type that is an argument of itself: a and a → b",
            "",
        ),
        (
            "λx. ω",
            "“ω” has no simple type: "
            "“x” would need a type that is an argument of itself: x : a and x : a → b",
            "body",
        ),
    ],
)
def test_where_there_is_no_type_the_reason_is_said(term: str, reason: str, path: str) -> None:
    assert reason_of(term) == (reason, path)


def test_the_first_application_is_to_blame() -> None:
    assert reason_of("f (x x) (λy. y y) (λz. z z)")[1] == "fn.fn.arg"


def test_names_have_the_types_that_are_assumed() -> None:
    assumed = {"f": read("a -> b"), "x": read("a")}
    assert type_of("f x", assumptions=assumed) == "f : a → b, x : a ⊢ b"
    assert type_of("λy. f x", assumptions=assumed) == "f : a → b, x : a ⊢ c → b"
    message = "“x” is applied, but its type a is no function type"
    assert reason_of("x f", assumptions=assumed) == (message, "")
    assert reason_of("f f", assumptions=assumed)[0] == (
        "“f” takes a, and is given a → b: no type is an instance of both"
    )


def test_free_names_in_a_definition_are_those_of_the_term() -> None:
    definitions = {"g": lamb.parse_term("x"), "h": lamb.parse_term("g y")}
    assert str(lamb.principal_type(lamb.parse_term("λz. h"), definitions=definitions)) == (
        "x : a → b, y : a ⊢ c → b"
    )
    with pytest.raises(TypingError):
        lamb.principal_type(lamb.parse_term("x g"), definitions=definitions)


def test_definitions_in_a_circle_have_no_type() -> None:
    definitions = {"f": lamb.parse_term("λx. g"), "g": lamb.parse_term("f")}
    with pytest.raises(TypingError, match="defined by itself"):
        lamb.principal_type(Free("f"), definitions=definitions)


# ── let ──


def test_what_let_names_is_polymorphic_on_request() -> None:
    text = "let f = λx. x in f f"
    assert reason_of(text)[1] == "fn.body"
    assert type_of(text, let=True) == "a → a"
    assert type_of("λy. let k = λx. y in pair (k 1) (k true)", let=True) == "a → (a → a → b) → b"


def test_what_a_lambda_around_binds_is_not() -> None:
    assert reason_of("λf. f f", let=True)[1] == "body"
    assert reason_of("λy. let x = y in x x", let=True)[1] == "body.fn.body"


@given(terms(scope=1, most=8))
def test_a_let_has_the_type_of_its_term_with_the_value_in_place(term: Term) -> None:
    let = App(Lam("x", term), lamb.parse_term("λy z. y"))
    one, other = typing_of(let, let=True), typing_of(contract(let, (), Rule.BETA), let=True)
    assert (one is None) == (other is None)
    assert one is None or other is None or same(one.type, other.type)


def typing_of(term: Term, **options: Any) -> lamb.Typing | None:
    try:
        return lamb.principal_type(term, **options)
    except TypingError:
        return None


# ── Laws ──


def same(one: Type, other: Type) -> bool:
    """True if each is an instance of the other."""
    return is_instance(one, other) and is_instance(other, one)


def naive(term: Term) -> Any:
    """The principal type by substitutions, as on paper: a number, or (domain, codomain); or None."""
    fresh = count()
    known: dict[int, Any] = {}
    context: dict[str, int] = {}

    def resolved(type: Any) -> Any:
        while isinstance(type, int) and type in known:
            type = known[type]
        return type if isinstance(type, int) else tuple(map(resolved, type))

    def occurs(variable: int, type: Any) -> bool:
        return variable == type if isinstance(type, int) else any(occurs(variable, part) for part in type)

    def unify(one: Any, other: Any) -> bool:
        one, other = resolved(one), resolved(other)
        if one == other:
            return True
        if isinstance(one, int):
            if occurs(one, other):
                return False
            known[one] = other
            return True
        if isinstance(other, int):
            return unify(other, one)
        return all(map(unify, one, other))

    def infer(term: Term, scope: tuple[Any, ...]) -> Any:
        match term:
            case Var(index):
                return scope[index]
            case Free(name):
                return context.setdefault(name, next(fresh))
            case Lam(_, body):
                binder = next(fresh)
                found = infer(body, (binder, *scope))
                return None if found is None else (binder, found)
            case App(fn, arg):
                of_fn, of_arg = infer(fn, scope), infer(arg, scope)
                if of_fn is None or of_arg is None:
                    return None
                result = next(fresh)
                return result if unify(of_fn, (of_arg, result)) else None
        raise AssertionError

    found = infer(term, ())
    return None if found is None else resolved(found)


def written(type: Any) -> Type:
    if isinstance(type, int):
        return TypeVariable(f"t{type}")
    return FunctionType(*map(written, type))


@given(terms())
def test_it_is_what_the_naive_inference_finds(term: Term) -> None:
    expected, found = naive(term), typing_of(term)
    assert (expected is None) == (found is None)
    if found:
        assert same(found.type, written(expected))


typed = terms(names=letters | numerals, most=10)


@given(typed)
def test_a_step_keeps_the_type(term: Term) -> None:
    typing = typing_of(term)
    assume(typing)
    for rule, path in list(redexes(term))[:5]:
        after = typing_of(contract(term, path, rule))
        assert after is not None
        assert is_instance(typing.type, after.type)  # type: ignore[union-attr]


@given(terms(most=10))
def test_what_has_a_type_ends_in_every_order(term: Term) -> None:
    assume(typing_of(term))
    for strategy in (Strategy.NORMAL, Strategy.APPLICATIVE):
        trace = lamb.trace(term, strategy=strategy, budget=Budget(steps=2_000))
        assert sum(1 for _ in trace) < 2_000


@given(terms(most=8))
def test_definitions_are_typed_as_if_they_were_unfolded(term: Term) -> None:
    folded = lamb.parse_term("I K (S K) a")
    unfolded = lamb.parse_term("(λx. x) (λx y. x) ((λf g x. f x (g x)) λx y. x) a")
    one = lamb.principal_type(App(Lam("_", folded), term), definitions=DEFINITIONS) if naive(term) else None
    other = lamb.principal_type(App(Lam("_", unfolded), term)) if naive(term) else None
    assert one is other or (one is not None and other is not None and same(one.type, other.type))


# ── Sizes ──


def test_terms_are_as_deep_as_they_like() -> None:
    term: Term = Free("x")
    for _ in range(3_000):
        term = App(Free("f"), Lam("y", term))
    assert lamb.principal_type(term).text(limit=20).startswith("f : (a → ")


def test_an_immense_type_is_a_shared_graph() -> None:
    term = lamb.parse_term("λx. x")
    for _ in range(1_100):
        term = App(lamb.parse_term("λy z. z y y"), term)
    typing = lamb.principal_type(term)
    assert typing.type.size == IMMENSE
    assert typing.text(limit=30).endswith(" …")
    assert typing.type == lamb.principal_type(term).type
    assert is_instance(typing.type, typing.type)


def test_an_exponential_type_takes_no_more_than_its_budget() -> None:
    definitions: Mapping[str, Term] = {"p0": lamb.parse_term("λx y. x")} | {
        f"p{number + 1}": lamb.parse_term(f"λz. z p{number} p{number}") for number in range(40)
    }
    with pytest.raises(lamb.BudgetError, match="the type was not found within"):
        lamb.principal_type(Free("p40"), definitions=definitions, budget=Budget(nodes=20_000))


def test_the_whole_prelude_is_typed() -> None:
    inference = Inference(prelude(), {})
    types: dict[str, str] = {}
    for name in prelude():
        try:
            types[name] = str(inference.typing(Free(name)))
        except TypingError as error:
            types[name] = error.message
    assert types["add"] == "(a → b → c) → (a → d → b) → a → d → c"
    assert types["pair"] == "a → b → (a → b → c) → c"
    assert types["fact"].startswith("“fact” has no simple type, since it uses “Y”: “x” would need")


def test_an_immense_numeral_is_not_written_out() -> None:
    numeral = lamb.church(10**9)
    assert isinstance(numeral, Lam)
    assert str(lamb.principal_type(numeral)) == "(a → a) → a → a"
    assert str(lamb.principal_type(Lam("f", numeral.body))) == "(a → a) → a → a"
    wrong = Lam("f", App(numeral.body, Var(0)))  # λf. (λx. f (f … x)) f
    with pytest.raises(TypingError, match="the function takes a"):
        lamb.principal_type(wrong)


def test_free_names_in_definitions_have_one_type() -> None:
    definitions = {"g": lamb.parse_term("x y"), "h": lamb.parse_term("x (x y)")}
    with pytest.raises(TypingError, match="the free names in “h” would need other types here"):
        lamb.principal_type(lamb.parse_term("f (λz. y g) h g"), definitions=definitions)


def test_a_deep_type_is_freed_with_care() -> None:
    """As in a browser, where nodes hand on their parts when they die."""
    program = """
import sys
sys.platform = "emscripten"
import lamb
term = lamb.Free("x")
for _ in range(5_000):
    term = lamb.Lam("y", term)
typing = lamb.principal_type(term)
assert hasattr(lamb.FunctionType, "__del__")
print(typing.type.size)
del typing
"""
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert (ended.stdout, ended.stderr) == ("10001\n", "")
