"""Notes on names that may not be what was meant."""

from __future__ import annotations

import pytest
from hypothesis import given

from lamb.calculus.substitution import free_names
from lamb.errors import Source
from lamb.notation.names import free_occurrences, remove_names, restore_names
from lamb.notation.parser import parse, parse_expression
from lamb.notation.printer import write
from lamb.notation.spelling import (
    MOST_NOTES,
    SYNONYMS,
    may_slip,
    nearest,
    note_on_definition,
    notes_on,
    notes_on_lists,
)
from lamb.notation.syntax import Definition, Expr, Name
from lamb.prelude import prelude
from tests.strategies import expressions, unfolding

DEFINED = ["fact", "add", "primrec", "is-prime", "reverse", "is-zero", "x", "I", "S", "K"]


def notes(text: str) -> list[str]:
    return [message for _, message in notes_on(parse_expression(Source(text)), DEFINED)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("fcat 5", ["“fcat” is not defined: did you mean “fact”?"]),
        ("reverze l", ["“reverze” is not defined: did you mean “reverse”?"]),
        ("iszero", ["“iszero” is not defined: did you mean “is-zero”?"]),
        ("λnumber. nmber", ["“nmber” is not defined: did you mean “number”?"]),
        ("zzzz", ["“zzzz” is not defined, so it stays as it is"]),
        ("λx y. xy", ["“xy” is one name; for x applied to y, write x y"]),
        ("λf. λx. ffx", ["“ffx” is one name; for f applied to f applied to x, write f f x"]),
        ("λa. let b = a in ab", ["“ab” is one name; for a applied to b, write a b"]),
        ("id 5", ["“id” is not defined: did you mean “I”?"]),
        ("ONE", ["“ONE” is not defined: did you mean “1”?"]),
        ("λ_. f _ _", ["“_” stands for nothing that a λ binds: give the variable a name"]),
        ("f ab", ["“ab” is not defined, so it stays as it is"]),
        ("Plus 1 2", ["“Plus” is not defined: did you mean “add”?"]),
        ("prime 5", ["“prime” is not defined: did you mean “is-prime”?"]),
        ("FACT 3", ["“FACT” is not defined: did you mean “fact”?"]),
        ("factorial 3", ["“factorial” is not defined: did you mean “fact”?"]),
        ("SKK", ["“SKK” is not defined: did you mean “S K K”?"]),
        (
            "λxyz.xz(yz)",
            [
                "“xyz” is one name; for three binders, write λx y z",
                "“xz” is one name; for x applied to z, write x z",
                "“yz” is one name; for y applied to z, write y z",
            ],
        ),
        ("λlist. lst", ["“lst” is not defined: did you mean “list”?"]),
        ("λxy.xy", ["“xy” is one name; for two binders, write λx y"]),
        ("(λyx.y) λx.x", ["“yx” is one name; for two binders, write λy x"]),
    ],
)
def test_a_slip_is_noted(text: str, expected: list[str]) -> None:
    assert notes(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "fact 5",
        "a b",
        "x1 x' x₂",
        "λfoo. foo",
        "λfn. fn 1",
        "λxs. (λx. x) xs",
        "let foo = 1 in foo",
        "42",
        "λx. (x, [fact, 3])",
    ],
)
def test_what_is_no_slip_is_not(text: str) -> None:
    assert notes(text) == []


def notes_on_lists_in(text: str) -> list[tuple[str, str]]:
    """The notes on the items of lists in a text, each behind its item."""
    found = notes_on_lists(parse_expression(Source(text)), text)
    return [(text[item.start : item.end], message) for item, message in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[1 2]", [("1 2", "this is a list of one item, 1 2: commas separate items")]),
        ("f [1 2 x]", [("1 2 x", "this is a list of one item, 1 2 x: commas separate items")]),
        ("[1, 2 3]", [("2 3", "this is one item of a list, 2 3: commas separate items")]),
        ("[[1] [2]]", [("[1] [2]", "this is a list of one item, [1] [2]: commas separate items")]),
        ("([(1, 2) (3, 4)], x)", [("(1, 2) (3, 4)",) * 2]),
        ("λx. let y = [1 [x]] in [y 2]", [("1 [x]",) * 2]),
        ("[(5 6) 7, [8 9]]", [("8 9",) * 2]),
        ("[1\n 2]", [("1\n 2", "this is a list of one item: commas separate items")]),
    ],
)
def test_a_list_in_which_commas_may_be_missing_is_noted(text: str, expected: list[tuple[str, str]]) -> None:
    found = notes_on_lists_in(text)
    assert [item for item, _ in found] == [item for item, _ in expected]
    assert all(message in said for (_, said), (_, message) in zip(found, expected, strict=True))
    assert parse(Source(text)).unseparated


@pytest.mark.parametrize(
    "text", ["1 2", "[]", "[1, 2]", "[(1 2)]", "[2 f x]", "[f 1 2]", "[x 1]", "[λx. 1 2]", "[(2 f) 3]"]
)
def test_a_list_in_which_no_comma_is_missing_is_not_noted(text: str) -> None:
    assert notes_on_lists_in(text) == []
    assert not parse(Source(text)).unseparated


@given(expressions(("x", "1", "42")))
def test_where_a_list_gets_a_note_the_parser_has_seen_it(expr: Expr) -> None:
    text = write(expr)
    assert bool(notes_on_lists_in(text)) == parse(Source(text)).unseparated


def test_there_are_never_too_many_notes_on_lists() -> None:
    for text in (f"[{'1 2, ' * 100}3]", "[1 2] " * 100, "[1 2, 3 " * 100 + "]" * 100):
        assert len(notes_on_lists_in(text)) == MOST_NOTES


def test_deep_lists_are_looked_through() -> None:
    assert len(notes_on_lists_in("[" * 20_000 + "1 2" + "]" * 20_000)) == 1


def test_a_name_is_noted_once_where_it_stands_first() -> None:
    text = "λx. (x, [fcat, fcat]) fcat"
    ((name, _),) = notes_on(parse_expression(Source(text)), DEFINED)
    assert (name.start, text[name.start : name.end]) == (text.index("fcat"), "fcat")


def test_there_are_never_too_many_notes() -> None:
    assert len(notes(" ".join(f"name{number}" for number in range(100)))) == MOST_NOTES


def test_a_scope_ends_where_it_ends() -> None:
    assert notes("(λfoo. foo) foo") == ["“foo” is not defined, so it stays as it is"]
    assert notes("let foo = foo in foo") == ["“foo” is not defined, so it stays as it is"]


@given(unfolding())
def test_the_free_occurrences_are_those_of_the_free_names(term) -> None:  # type: ignore[no-untyped-def]
    expr = restore_names(term)
    found = [*free_occurrences(expr)]
    assert {name.name for name in found} == free_names(remove_names(expr))
    assert all(isinstance(name, Name) for name in found)


@given(expressions(("x", "xyz", "ab", "fcat", "fact", "then", "_", "a1", "42")))
def test_a_name_that_gets_a_note_may_slip(expr: Expr) -> None:
    known = {*prelude(), "fact"}
    if [*notes_on(expr, known)]:
        assert any(may_slip(name, known) for name in parse(Source(write(expr))).names)


def test_a_deep_term_is_looked_through() -> None:
    text = "λx. " * 20_000 + "fcat"
    assert notes(text) == ["“fcat” is not defined: did you mean “fact”?"]


def test_every_synonym_is_of_a_name_in_the_prelude_and_none_is_one() -> None:
    assert set(SYNONYMS.values()) <= set(prelude())
    assert not SYNONYMS.keys() & set(prelude())


def test_long_names_among_many_are_not_compared() -> None:
    known = [f"{'x' * 190}{number}" for number in range(3_000)]
    assert nearest("y" * 191, known) is None


@pytest.mark.parametrize("count", [15_000])
def test_free_names_under_many_binders_are_looked_at_in_one_pass(count: int) -> None:
    names = " ".join(f"b{number}" for number in range(count))
    assert notes(f"λ{names}. " + "x " * count) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "f x where x = 5",
            "this defines “f”, with a parameter “where”: a local definition is written let x = t in u",
        ),
        ("add x x where x = 5", "this defines “add”, with a parameter “where”: a local definition is"),
        (
            "rec f x return = x",
            "this defines “f”, with a parameter “return”: what a function gives back is its body",
        ),
        ("val x = 5", "this defines a function “val”; without “val” it defines “x”"),
        (
            "data box a = mk a",
            "this defines a function “data”; a type of one constructor is data box a = | mk a",
        ),
        ("f x y x = y", "two parameters are called “x”: only the last one is meant by it"),
        ("f _ _ x = x", None),
        ("f = λx. λx. x", None),
        ("f x = λx. x", None),
        ("f x = λwhere. where", None),
        ("val = 5", None),
        ("f x y := y", None),
    ],
)
def test_a_definition_that_means_something_else_elsewhere_is_noted(text: str, expected: str | None) -> None:
    (definition,) = parse(Source(text)).statements
    assert isinstance(definition, Definition)
    note = note_on_definition(definition, text.removeprefix("rec "))
    assert note is None if expected is None else (note or "").startswith(expected)
