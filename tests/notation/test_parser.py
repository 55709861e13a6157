"""Text → trees: what each form means, and where each part of it stands."""

import json
import re
import sys
import tracemalloc
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from random import Random

import lark
import pytest
from hypothesis import given

from lamb.calculus.budget import Budget
from lamb.calculus.term import App, Free, Lam, Term, Var
from lamb.errors import BudgetError, ParseError, Source
from lamb.notation import parse_term, tables as grammar
from lamb.notation.names import NAME, meaning, remove_names
from lamb.notation.parser import DEEPEST_SORT, WORDS_A_LOOK, parse, parse_expression
from lamb.notation.printer import pretty, write
from lamb.notation.syntax import (
    Abstraction,
    Application,
    Assertion,
    Definition,
    Derivation,
    Expr,
    Import,
    ListOf,
    Local,
    PairOf,
    Query,
    Sort,
    Statement,
)
from tests.effort import often
from tests.strategies import clashing, expressions

# ── Laws ──


@often(4)
@given(expressions())
def test_a_node_stands_exactly_where_its_text_is(expr: Expr) -> None:
    text = write(expr)
    for node in tree(parse_expression(Source(text))):
        assert parse_term(text_of(node, text)) == remove_names(node)


@often(4)
@given(clashing())
def test_a_path_through_a_term_is_a_path_through_what_was_printed(term: Term) -> None:
    text = pretty(term)
    stack: list[tuple[Term, Expr]] = [(term, parse_expression(Source(text)))]
    while stack:
        match stack.pop():
            case Lam(_, body), Abstraction(_, inner):
                stack.append((body, inner))
            case App(fn, arg), Application(function, argument):
                stack += (fn, function), (arg, argument)
            case Free(name), at:
                assert text[at.start : at.end] == name
            case Var(_), at:
                assert NAME.fullmatch(text, at.start, at.end)
            case other:
                pytest.fail(f"not the same shape: {other}")


@often(4)
@given(expressions(), expressions())
def test_a_definition_stands_from_its_name_to_the_end_of_its_term(one: Expr, other: Expr) -> None:
    text = f"\n  -- first\none = {write(one)}   -- {{- \n\n\ntwo a b := {write(other)}\n"
    first, second = parse(Source(text)).statements
    assert text[first.start : first.end] == f"one = {write(one)}"
    assert text[second.start : second.end] == f"two a b := {write(other)}"
    assert isinstance(first, Definition)
    assert remove_names(first.term) == remove_names(one)


# ── The table of terms ──


@pytest.mark.parametrize(
    "name",
    ["x", "x'", "is-zero", "zero?", "x₁", "größe", "_", "_x", "a-b-c", "set!", "x'4", "x-1", "п", "名"],
)
def test_names(name: str) -> None:
    assert parse_term(name) == Free(name)
    assert parse_term(f"f {name}") == App(Free("f"), Free(name))
    if name != "_":
        assert parse_term(f"λ{name}.{name}") == Lam(name, Var(0))


@pytest.mark.parametrize(
    "text", ["λx.x", "\\x.x", "λx -> x", "\\x->x", "λx → x", "λ x . x", "(λx. x)", "((λx.(x)))"]
)
def test_abstractions(text: str) -> None:
    assert parse_term(text) == Lam("x", Var(0))


def test_abstractions_of_several_variables() -> None:
    assert parse_term("λx y z. y") == parse_term("λx. λy. λz. y") == parse_term("\\x y -> \\z -> y")
    assert parse_term("λx.λy.x") == Lam("x", Lam("y", Var(1)))
    assert parse_term("xλy.y") == App(Free("x"), Lam("y", Var(0)))


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("f x y", "((f x) y)"),
        ("λx. f x y", "(λx. ((f x) y))"),
        ("f x λy. y z", "((f x) (λy. (y z)))"),
        ("f λx. g λy. y", "(f (λx. (g (λy. y))))"),
        ("f let x = 1 in x y", "(f (let x = 1 in (x y)))"),
        ("let f x = x in f", "let f = λx. x in f"),
        ("let x = 1; y = x in y", "let x = 1 in let y = x in y"),
        ("let x := 1 in x", "(λx. x) 1"),
        ("007", "7"),
        ("00", "0"),
        ("[a, b]", "cons a (cons b nil)"),
        ("[]", "nil"),
        ("[λx. x]", "cons (λx. x) nil"),
        ("(a, λx. x)", "pair a (λx. x)"),
        ("[(1, []), (2, [x])]", "cons (pair 1 nil) (cons (pair 2 (cons x nil)) nil)"),
        ("f -- one\n  {- two {- three -} -} x # four", "f x"),
    ],
)
def test_terms_that_are_written_in_two_ways(text: str, same: str) -> None:
    assert parse_term(text) == parse_term(same)


# ── Statements ──


def test_every_form_of_statement() -> None:
    program = parse(
        Source(
            """
            import prelude
            import "shapes.lc"
            id = λx. x
            K x y := x
            let B f g x = f (g x)
            rec loop = λx. loop x
            id id
            assert id id == id
            assert λx. f x =eta= f
            assert forall n m : nat, ps : list (pair nat bool). n == m
            eval step : id x =d> (λx. x) x =b> x
            conf half : id x
              =d:w> (λx. x) x
              <b= x
            """
        )
    )
    kinds = [type(statement) for statement in program.statements]
    assert kinds == [Import] * 2 + [Definition] * 4 + [Query] + [Assertion] * 3 + [Derivation] * 2
    prelude, shapes, _, const, compose, loop, _, plain, eta, forall, step, half = program.statements
    assert (prelude.what, prelude.library, shapes.what, shapes.library) == (
        "prelude",
        True,
        "shapes.lc",
        False,
    )
    assert remove_names(const.term) == parse_term("λx y. x")
    assert remove_names(compose.term) == parse_term("λf g x. f (g x)")
    assert loop.recursive
    assert meaning(loop) == parse_term("Y (λloop x. loop x)")
    assert (plain.relation, eta.relation, plain.generators) == ("==", "=eta=", ())
    numbers, pairs = forall.generators
    assert (numbers.names, numbers.sort) == (("n", "m"), Sort("nat"))
    assert (pairs.names, str(pairs.sort)) == (("ps",), "list (pair nat bool)")
    assert (step.name, step.normalizes, [s.operator for s in step.steps]) == ("step", True, ["=d>", "=b>"])
    assert (half.name, half.normalizes, [s.operator for s in half.steps]) == ("half", False, ["=d:w>", "<b="])


@pytest.mark.parametrize("letter", ["a", "b", "e", "d", "n", "p", "*", "n*", "p*", "~"])
@pytest.mark.parametrize("form", ["", ":s", ":w", ":h"])
def test_every_step(letter: str, form: str) -> None:
    derivation = only(f"eval e : t ={letter}{form}> u <{letter}{form}= v")
    assert [step.operator for step in derivation.steps] == [f"={letter}{form}>", f"<{letter}{form}="]


def test_a_text_may_be_empty() -> None:
    for text in ("", "\n\n", "  ", "-- nothing", "{- nothing\n -}", "\n  -- nothing\n"):
        assert parse(Source(text)).statements == []


def test_reserved_words_are_names_when_more_is_in_them() -> None:
    assert parse_term("let' inn rec1 in-order") == parse_term("(((let' inn) rec1) in-order)")


def test_other_courseworks_are_read_as_they_stand() -> None:
    elsa = "let id   = \\x -> x\nlet zero = \\f x -> x\n\n"
    elsa += "eval id_zero :\n  id zero\n  =d> (\\x -> x) zero\n  =b> zero\n"
    assert [type(statement) for statement in statements(elsa)] == [Definition, Definition, Derivation]
    codewars = "#import nothing\nis-zero = \\ n . n (\\ _ . false) true\npair = \\ x y f . f x y\n"
    assert [statement.name for statement in statements(codewars)] == ["is-zero", "pair"]


# ── What surrounds a text ──


def test_line_ends_tabs_and_other_blanks_mean_nothing() -> None:
    plain = parse_source("x = f\n  y\nz = λx. x\n")
    for text in (
        "x = f\r\n  y\r\nz = λx. x\r\n",
        "\ufeffx = f\n  y\nz = λx. x",
        "x\t=\tf\n\ty\nz = λx.\tx",
        "x =\u00a0f\n\u00a0 y\nz = λx. x",
        "\n\n\tx = f\n\t\ty\n\n\tz = λx. x\n\t",
        "    x = f\n      y\n-- a comment\n    z = λx. x\n",
    ):
        assert parse_source(text) == plain, text


def test_places_are_right_in_an_indented_text() -> None:
    source = Source("\n    one = λx. x\n    two = one\n      one\n")
    one, two = parse(source).statements
    assert source.text[one.start : one.end] == "one = λx. x"
    assert source.position(two.start) == (3, 5)
    with pytest.raises(ParseError) as raised:
        parse(Source("\n    one = λx. x\n    two = )\n"))
    assert str(raised.value.place) == "<input>:3:11"


def test_a_term_that_is_wrong_is_called_one() -> None:
    with pytest.raises(ParseError) as raised:
        parse_term("x )")
    assert str(raised.value.place) == "<term>:1:3"


# ── The grammar ──


def test_the_grammar_has_no_conflicts() -> None:
    lark.Lark(
        grammar.text_of_grammar(),
        parser="lalr",
        lexer="basic",
        strict=True,
        start=["program", "term"],
    )


def test_the_grammar_is_in_the_package_or_beside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grammar, "__file__", str(tmp_path / "lamb" / "notation" / "tables.py"))
    assert grammar.folder() == str(tmp_path / "grammar")
    (tmp_path / "lamb" / "grammar").mkdir(parents=True)
    assert grammar.folder() == str(tmp_path / "lamb" / "grammar")


def test_a_derivation_stands_where_its_name_does() -> None:
    text = "x\neval swap : a =b> b"
    derivation = parse(Source(text)).statements[1]
    assert isinstance(derivation, Derivation)
    assert text[derivation.start : derivation.end] == "swap"


def test_saved_tables_are_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "lamb.lark").write_text(grammar.text_of_grammar(), encoding="utf-8")
    monkeypatch.setattr(grammar, "folder", lambda: tmp_path)
    grammar.save(tmp_path / "tables.json")
    saved = json.loads((tmp_path / "tables.json").read_bytes())
    monkeypatch.setattr(grammar, "make", None)  # it must not be needed
    loaded = grammar.load()
    assert loaded.words.pattern == saved["words"]
    assert loaded.states == saved["states"]
    assert [list(rule) for rule in loaded.rules] == saved["rules"]


def test_stale_tables_are_ignored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    current = grammar.text_of_grammar()
    monkeypatch.setattr(grammar, "folder", lambda: tmp_path)
    (tmp_path / "lamb.lark").write_text(current, encoding="utf-8")
    grammar.save(tmp_path / "tables.json")
    (tmp_path / "lamb.lark").write_text(current.replace('LPAR: "("', 'LPAR: "<<"'), encoding="utf-8")
    assert "<<" in grammar.load().words.pattern
    for broken in ("", "{", json.dumps({"made from": "elsewhere"})):
        (tmp_path / "tables.json").write_text(broken, encoding="utf-8")
        assert "<<" in grammar.load().words.pattern


def test_the_automaton_reads_what_lark_reads() -> None:
    """Lark is asked without the layout: there is no word here that is a name elsewhere."""
    reader = lark.Lark(grammar.text_of_grammar(), parser="lalr", lexer="basic", start=["program", "term"])
    pieces = ["x", "λ", ".", "(", ")", "[", "]", ",", "=", ";", "42", "->", "f", " λx. ", "(x)", "[x, 1]"]
    random = Random(0)
    for _ in range(300):
        text = " ".join(random.choices(pieces, k=random.randint(1, 9)))
        assert is_read(partial(reader.parse, start="term"), text) == is_read(parse_term, text), text


def is_read(read: Callable[[str], object], text: str) -> bool:
    try:
        read(text)
    except (lark.UnexpectedInput, ParseError):
        return False
    return True


# ── Depth ──

DEEP = 12_000


@pytest.mark.parametrize(
    "text",
    [
        "λx" + " x" * DEEP + ". x",
        "f (" * DEEP + "f x" + ")" * DEEP,
        "x" + " x" * DEEP,
    ],
    ids=["abstractions", "arguments", "spine"],
)
def test_deep_terms_are_read_and_printed(text: str) -> None:
    assert pretty(parse_term(text)) == text
    assert sys.getrecursionlimit() <= 10_000


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("λx. " * DEEP + "x", "λ" + "x " * DEEP + ". x"),
        ("(" * DEEP + "x" + ")" * DEEP, "x"),
        ("(" * DEEP + "x" + " y)" * DEEP, "x" + " y" * DEEP),
        ("{-" * DEEP + "-}" * DEEP + "x", "x"),
        ("--" * DEEP + "\n" * DEEP + "x", "x"),
    ],
    ids=["abstractions", "brackets", "functions", "comments", "lines"],
)
def test_deep_terms_that_are_written_in_two_ways(text: str, same: str) -> None:
    assert parse_term(text) == parse_term(same)


@pytest.mark.parametrize(
    "text",
    [
        "[" * DEEP + "x" + "]" * DEEP,
        "[" + "x, " * (DEEP // 2) + "x]",
        "(x, " * (DEEP // 2) + "x" + ")" * (DEEP // 2),
        "let x = x in " * (DEEP // 2) + "x",
        "let x = " * (DEEP // 2) + "x" + " in x" * (DEEP // 2),
    ],
    ids=["lists", "items", "pairs", "lets", "values"],
)
def test_deep_sugar_is_read_and_printed(text: str) -> None:
    expr = parse_expression(Source(text))
    assert write(expr) == text
    assert remove_names(expr).size > DEEP // 2


def test_an_error_in_a_deep_or_long_text_is_found_quickly_and_quoted_shortly() -> None:
    for text in (
        "(" * DEEP + "]",
        "λx. " * (DEEP // 2),
        "[" + "x, " * DEEP,
        "x " * DEEP + "@",
        "x" * 10**6 + ")",
    ):
        with pytest.raises(ParseError) as raised:
            parse(Source(text))
        assert len(str(raised.value)) < 600


# ── ──


def tree(expr: Expr) -> list[Expr]:
    """Every node of a tree."""
    found, stack = [], [expr]
    while stack:
        node = stack.pop()
        found.append(node)
        match node:
            case Application(one, other) | PairOf(one, other) | Local(_, one, other):
                stack += one, other
            case Abstraction(_, body):
                stack.append(body)
            case ListOf(items):
                stack += items
    return found


def text_of(node: Expr, text: str) -> str:
    """The text of a node, made whole where it shares its λ or `let` with the ones around it."""
    written = text[node.start : node.end]
    match node:
        case Abstraction() if not re.match(r"[λ(]", written):
            return "λ" + written
        case Local() if not re.match(r"let\b|\(", written):
            return "let " + written
        case _:
            return written


def statements(text: str) -> list[Statement]:
    return parse(Source(text)).statements


def only(text: str) -> Statement:
    (statement,) = statements(text)
    return statement


def parse_source(text: str) -> list[tuple[str, Term]]:
    return [(found.name, remove_names(found.term)) for found in statements(text)]


def test_sorts_have_a_sane_depth() -> None:
    def claim(depth: int) -> Source:
        return Source(f"assert forall n : {'list (' * depth}nat{')' * depth}. n == n")

    parse(claim(DEEPEST_SORT - 1))
    with pytest.raises(ParseError, match="nested more than 20 deep"):
        parse(claim(20_000))


# ── Within a budget ───────────────────────────────────────────────────────────────────


LONG_TEXT = "x " * 20_000


def test_a_text_is_read_within_the_time_there_is() -> None:
    now = iter(range(100))
    meter = Budget(seconds=3, clock=lambda: next(now)).meter()
    with pytest.raises(BudgetError) as raised:
        parse(Source(LONG_TEXT), meter)
    assert "could not be read to its end within 3 s" in raised.value.message
    assert next(now) == 4  # the first look after three seconds was the last
    assert raised.value.place is not None
    assert raised.value.place.start == 2 * (3 * WORDS_A_LOOK - 1)


def test_a_text_is_read_within_the_memory_there_is() -> None:
    with pytest.raises(BudgetError, match="within 1,000 nodes of memory"):
        parse_expression(Source(LONG_TEXT), Budget(nodes=1_000).meter())


def test_reading_a_text_can_be_interrupted() -> None:
    with pytest.raises(KeyboardInterrupt):
        parse(Source(LONG_TEXT), Budget().meter(lambda steps: True))


def test_a_budget_that_is_large_enough_changes_nothing() -> None:
    assert parse_expression(Source(LONG_TEXT), Budget(nodes=10_000_000, seconds=600).meter())


def test_a_hyphen_stands_between_two_letters_of_a_name() -> None:
    assert parse_term("x-y-z") == Free("x-y-z")
    for text in ("x-λy. y", "x- y", "x-"):
        with pytest.raises(ParseError, match="“-” means nothing here"):
            parse_term(text)


@pytest.mark.parametrize(
    "text",
    [
        " " * 10**5 + "x",
        "\n" * 10**5 + "x",
        " \n" * 10**5 + "x",
        "-- " + "x" * 10**5 + "\nx",
        "{-" * 10**4 + "-}" * 10**4,
        "x" * 10**5,
        "x" + "-x" * 10**5,
        "x" + "'" * 10**5,
    ],
    ids=["blanks", "lines", "empty lines", "a comment", "comments", "a name", "hyphens", "primes"],
)
def test_a_long_word_or_gap_takes_no_more_memory_than_itself(text: str) -> None:
    """A regular expression that remembers each of its turns takes two hundred bytes a character."""
    tracemalloc.start()
    with suppress(ParseError):
        parse(Source(text))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 20 * len(text)
