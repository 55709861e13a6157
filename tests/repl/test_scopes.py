"""Colours: every text has some, and what they say of names is what the parser says."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from lamb.errors import Source
from lamb.notation.names import free_occurrences
from lamb.notation.parser import parse, parse_expression
from lamb.notation.printer import write
from lamb.notation.syntax import Assertion, Definition, Derivation, Expr, Query
from lamb.repl.lexing import Kind, paint
from tests.strategies import expressions

CHECKOUT = Path(__file__).parents[2]
PROGRAMS = sorted([*CHECKOUT.glob("notebooks/programs/*.lc"), *CHECKOUT.glob("lamb/prelude/*.lc")])

PIECES = [
    "λ", "\\", "x", "y", "f", "(", ")", "[", "]", ",", ";", ".", "->", "=", ":=", "==", "!=", "=eta=", ":",
    "=b>", "<d=", "let", "in", "rec", "assert", "forall", "eval", "conf", "import", "nat", "42", " ", "\n",
    "\n  ", "{-", "-}", "--", "#", '"', "%", "\t",
]  # fmt: skip
broken = st.lists(st.sampled_from(PIECES), max_size=40).map("".join) | st.text()
names = st.sampled_from(["x", "y", "f"])


def kinds(text: str, *wanted: Kind) -> list[str]:
    """The pieces of *text* that are of one of these kinds."""
    return [text[start:end] for start, end, kind in paint(text).tokens if kind in wanted]


def free(text: str) -> set[int]:
    """Where names stand in *text* that nothing binds, as it is painted."""
    return {start for start, _, kind in paint(text).tokens if kind in ("name", "defined")}


# ── Any text ──────────────────────────────────────────────────────────────────────────


@given(broken)
def test_the_tokens_are_the_text(text: str) -> None:
    tokens = paint(text).tokens
    assert "".join(text[start:end] for start, end, _ in tokens) == text
    assert [start for start, _, _ in tokens[1:]] == [end for _, end, _ in tokens[:-1]]
    assert all(start < end for start, end, _ in tokens)


@given(broken)
def test_brackets_belong_to_each_other(text: str) -> None:
    waiting: list[str] = []
    for bracket in kinds(text, "bracket"):
        if bracket in "([":
            waiting.append(bracket)
        else:
            assert waiting.pop() + bracket in ("()", "[]")
    assert waiting == []


@given(broken, broken)
def test_what_follows_changes_no_scope(before: str, after: str) -> None:
    whole, part = paint(f"{before}\n{after}"), paint(before)
    known = len(before)
    assert [(start, end) for start, end, _ in whole.tokens if end < known] == [
        (start, end) for start, end, _ in part.tokens if end < known
    ]


# ── Terms and programs ────────────────────────────────────────────────────────────────


@given(expressions())
def test_a_name_in_a_term_is_painted_free_where_the_parser_says_so(expr: Expr) -> None:
    text = write(expr)
    parsed = parse_expression(Source(text))
    expected = {name.start for name in free_occurrences(parsed) if not name.name.isdigit()}
    assert free(text) == expected


@st.composite
def programs(draw: st.DrawFn) -> str:
    """Programs with all kinds of statements."""
    terms = expressions().map(write)

    def statement() -> str:
        t, u, x, y = draw(terms), draw(terms), draw(names), draw(names)
        return draw(
            st.sampled_from(
                [
                    t,
                    f"{x} = {t}",
                    f"let g {x} {y} := {t}",
                    f"rec g {x} =\n  {t}",
                    f"h {x} = -- a comment\n  {t}",
                    f"assert {t} == {u}",
                    f"assert {t} =eta= {u}",
                    f"assert forall {x} : nat, z w : list (pair nat bool). {t} == {u}",
                    f"eval g : {t} =b> {u}\n=d> {t}",
                    f"conf g : {t}\n  <n*= {u}",
                    f"let g {x} = {t}; {y} = {u} in {t}",
                    f"(f {t}\n)",
                ]
            )
        )

    return "\n".join(statement() for _ in range(draw(st.integers(1, 4))))


@given(programs(), st.sampled_from(["", "  ", "\t", "{- x\n y -}\n"]))
def test_a_name_in_a_program_is_painted_free_where_the_parser_says_so(program: str, margin: str) -> None:
    text = (
        "".join(f"{margin}{line}\n" for line in program.split("\n")) if margin.isspace() else margin + program
    )
    parsed = parse(Source(text))
    expected: set[int] = set()
    for statement in parsed.statements:
        for term, bound in parts(statement):
            found = free_occurrences(term)
            expected |= {n.start for n in found if not n.name.isdigit() and n.name not in bound}
    assert free(text) == expected
    assert len(paint(text).statements) == len(parsed.statements)


@st.composite
def free_layouts(draw: st.DrawFn) -> str:
    """Programs in Elsa's layout: more than a statement on a line, terms in column 0, words as names."""
    words = st.sampled_from(["rec", "in", "assert", "import", "forall", "x"])
    terms = st.sampled_from(
        ["\\{0} -> {0} {1}", "(\\{0} ->\n{0})\n {1}", "let {0} = {1} in\n{0}", "{0} a#1", "{1}"]
    )

    def term() -> str:
        return draw(terms).format(draw(words), draw(words))

    def statement() -> str:
        x = draw(words)
        definitions = (f"let {x} = {term()}", f"let {x}\n= {term()}", f"\n{x} = {term()}")
        derivations = (f"eval {x} : {term()} =b>\n{term()}", f"conf {x} :\n{term()}\n<n*= {term()}")
        return draw(st.sampled_from([*definitions, *derivations, f"(f {term()})"]))

    between = st.sampled_from(["\n", "\n\n", " ", "\n  ", "\n\t"])
    return "".join(statement() + draw(between) for _ in range(draw(st.integers(1, 4))))


def parts(statement: object) -> list[tuple[Expr, set[str]]]:
    """The terms in a statement, each with the names that the statement binds in it."""
    match statement:
        case Query(term) | Definition(term=term):
            return [(term, set())]
        case Assertion(left, right, generators=generators):
            bound = {name for generator in generators for name in generator.names}
            return [(left, bound), (right, bound)]
        case Derivation(first=first, steps=steps):
            return [(term, set()) for term in (first, *(step.term for step in steps))]
    return []


@pytest.mark.parametrize("file", PROGRAMS, ids=lambda file: file.stem)
def test_nothing_is_wrong_in_programs_that_are_right(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert kinds(text, "wrong", "unbalanced", "open") == []
    assert len(paint(text).statements) == len(parse(Source(text, str(file))).statements)


@given(free_layouts())
def test_the_prompt_sees_the_statements_and_the_words_that_the_parser_sees(text: str) -> None:
    parsed = parse(Source(text), errors=True)
    if parsed.errors:
        return
    assert len(paint(text).statements) == len(parsed.statements)
    expected: set[int] = set()
    for statement in parsed.statements:
        for term, bound in parts(statement):
            found = free_occurrences(term)
            expected |= {n.start for n in found if not n.name.isdigit() and n.name not in bound}
    assert free(text) == expected


# ── What one sees ─────────────────────────────────────────────────────────────────────


def test_a_parameter_is_a_binder_and_the_name_a_definition() -> None:
    text = "compose f g = λx. f (g x) y"
    assert kinds(text, "definition") == ["compose"]
    assert kinds(text, "binder") == ["f", "g", "x"]
    assert kinds(text, "bound") == ["f", "g", "x"]
    assert kinds(text, "name") == ["y"]


def test_what_a_text_defines_is_defined_in_it() -> None:
    assert kinds("b = a\na = c", "defined") == ["a"]
    assert paint("a", {"a"}).tokens == [(0, 1, "defined")]


def test_a_binder_that_is_being_typed_is_one() -> None:
    assert kinds("λx y", "binder") == ["x", "y"]
    assert paint("λx y. ").scope == ["y", "x"]


def test_no_statement_begins_in_brackets() -> None:
    assert kinds("(λx\ny. y)", "binder") == ["x", "y"]


def test_the_scope_at_the_end_is_the_innermost_first() -> None:
    assert paint("f a = λx. let y = x in (λz. z) ").scope == ["y", "x", "a"]
    assert paint("(λx. x) ").scope == []
    assert paint("λx. x\ny").scope == []


def test_brackets_that_are_not_closed_can_be_told_from_those_that_close_nothing() -> None:
    assert kinds("(a [b)", "open") == ["["]
    assert kinds("(a", "open") == ["("]
    assert kinds("a) (b]", "unbalanced") == [")", "]"]


def test_the_end_may_be_inside_of_a_comment_or_a_string() -> None:
    assert paint("x -- y").inside == "comment"
    assert paint("{- {- -}").inside == "comment"
    assert paint("{- -}").inside is None
    assert paint('import "a').inside == "string"
    assert paint('import "a"').inside is None
    assert paint("x -- y\n").inside is None


def test_a_command_is_followed_by_a_term_if_it_takes_one() -> None:
    assert kinds(":step λx. x", "command", "binder", "bound") == [":step", "x", "x"]
    plain = paint(":load (a.lc", takes_term=lambda word: word != "load")
    assert [kind for _, _, kind in plain.tokens] == ["command", "space", *["argument"] * 4]


@pytest.mark.parametrize("end", ["=b>", ";", "let", "λ", "."])
def test_only_names_right_after_forall_are_bound_by_it(end: str) -> None:
    assert "nat" not in kinds(f"assert forall {end} (nat", "binder", "sort")


@pytest.mark.parametrize("text", ["(" * 5_000, "λx." * 5_000, "let x = " * 5_000, "a)" * 5_000, "{-" * 5_000])
def test_what_is_deep_is_painted_like_everything_else(text: str) -> None:
    assert paint(text).tokens[-1][1] == len(text)


@pytest.mark.parametrize(
    "text", ["assert λx. x : a -> (b → c)", "assert x :=: a -> (b → c)", "assume x : a -> (b → c)"]
)
def test_names_in_a_type_are_sorts(text: str) -> None:
    assert kinds(text, "sort") == ["a", "b", "c"]
