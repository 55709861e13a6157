"""Formatted programs: the same program, in a form that formatting leaves alone."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import assume, given, strategies as st

from lamb.errors import ParseError, Source
from lamb.notation.formatting import formatted
from lamb.notation.names import remove_names
from lamb.notation.parser import parse
from lamb.notation.printer import pretty
from lamb.notation.syntax import (
    Assertion,
    Assumption,
    Definition,
    Derivation,
    Expr,
    Import,
    Query,
    Statement,
    TypeAssertion,
)

CHECKOUT = Path(__file__).parents[2]
OURS = sorted([*CHECKOUT.glob("lamb/prelude/*.lc"), *CHECKOUT.glob("notebooks/programs/*.lc")])
NOTEBOOKS = sorted(CHECKOUT.glob("notebooks/*.ipynb"))
THEIRS = sorted([*CHECKOUT.glob("tests/golden/**/*.lc"), CHECKOUT / "notebooks/homework.lc"])

STATEMENTS = [
    "x = λ a b . a ( b a )", "f x := \\ y -> y", "let id = \\ x → x", "rec g n = g ( n , [ 1 , 2 ] )",
    "assert forall n m : nat , b : bool . n m != b", "assert x : ( a -> b ) → a", "assume y : a -> a",
    'import "a.lc"', "let u = x ; v = u in v ( λ _ . u )", "[ ]", "x \\lambda y . y", "in rec",
    "eval one : f x =b> ( λ y . y ) x =*:w> x <d= x", "conf two : x", "assert [ f ] =eta= let a = b in a",
    "eval long : " + " =d> ".join(["aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"] * 3),
]  # fmt: skip
GAPS = [
    " ",
    "  ",
    "\t",
    "\n ",
    "\n    ",
    "\n\n  ",
    " {- a\n {- b -}-} ",
    " -- said\n  ",
    "\n  # said\n   ",
    "\n",
]
BETWEEN = ["\n", "\n\n\n\n", "\n  ", " ", "  -- behind\n", "\n-- above\n", "\n   {- above\n -}\n", "\n\t"]
ENDS = ["", "\n", "\n\n", " -- the end", "\n  -- the end\n\n", "\r\n"]


@st.composite
def programs(draw: st.DrawFn) -> str:
    """Programs with blanks and comments wherever they may be, and where they may not."""
    pieces = [draw(st.sampled_from(["", "  ", "-- first\n", "\n\n", "{- first -} "]))]
    for statement in draw(st.lists(st.sampled_from(STATEMENTS), min_size=1, max_size=5)):
        for word in statement.split(" "):
            pieces += word, draw(st.sampled_from(GAPS)) if draw(st.integers(0, 5)) == 0 else " "
        pieces[-1] = draw(st.sampled_from(BETWEEN))
    return "".join([*pieces[:-1], draw(st.sampled_from(ENDS))])


def meant(text: str) -> list[object]:
    """The meaning of a program."""
    return list(map(meaning_of, parse(Source(text)).statements))


def documented(text: str) -> list[str | None]:
    """The comment above each statement that begins a line."""
    program = parse(Source(text))
    lines = [program.source.position(one.start) for one in program.statements]
    return [program.documentation.get(line, "") if column == 1 else None for line, column in lines]


def written(expr: Expr) -> str:
    return pretty(remove_names(expr))


def meaning_of(statement: Statement) -> object:
    match statement:
        case Definition(name, term, recursive):
            return name, written(term), recursive
        case Query(term):
            return written(term)
        case Assertion(left, right, relation, generators):
            return written(left), written(right), relation, generators
        case TypeAssertion(term, type, exactly):
            return written(term), type, exactly
        case Derivation(name, first, steps, normalizes):
            terms = [(step.operator, written(step.term)) for step in steps]
            return name, written(first), terms, normalizes
        case Import(what, library):
            return what, library
        case Assumption(names, type):
            return names, type


@given(programs(), st.booleans())
def test_formatting_changes_no_program_and_nothing_that_is_formatted(text: str, ascii: bool) -> None:
    try:
        before = meant(text)
    except ParseError:
        assume(False)
    once = formatted(Source(text), ascii=ascii)
    assert meant(once) == before
    pairs = zip(documented(text), documented(once), strict=True)
    assert all(above in (None, now) for above, now in pairs) or "{-" in text
    assert formatted(Source(once), ascii=ascii) == once


@pytest.mark.parametrize("file", OURS, ids=lambda file: file.name)
def test_our_own_programs_are_formatted(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert formatted(Source(text)) == text


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda notebook: notebook.stem)
def test_cells_of_notebooks_stay_what_they_are(notebook: Path) -> None:
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    texts = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    programs = [text.partition("\n")[2] for text in texts if text.startswith("%%lamb")]
    for text in programs:
        with suppress(ParseError):  # there are cells that show one
            once = formatted(Source(text))
            assert meant(once) == meant(text)
            assert formatted(Source(once)) == once


@pytest.mark.parametrize("file", THEIRS, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_programs_of_others_stay_what_they_are(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    once = formatted(Source(text))
    assert meant(once) == meant(text)
    assert formatted(Source(once)) == once
    assert meant(formatted(Source(once), ascii=True)) == meant(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I=\\x->x", "I = λx. x\n"),
        ("f(x)( \\y->(y) )", "f (x) (λy. (y))\n"),
        ("[ 1,2 ,( a,b ) ]", "[1, 2, (a, b)]\n"),
        ("\n\n\nx\n\n\n\n\ny\n\n", "x\n\n\ny\n"),
        ("let x=1;y=2 in x", "let x = 1; y = 2 in x\n"),
        ("assert x:(a->b)", "assert x : (a -> b)\n"),
        ("assert forall n:nat.n==n", "assert forall n : nat. n == n\n"),
        ("{- above -} x = y", "{- above -}\nx = y\n"),
        ("x  {- inside -}  y# behind", "x {- inside -} y  # behind\n"),
        ("x   -- behind  ", "x  -- behind\n"),
        ("x = a let y = b eval z : y", "x = a\nlet y = b\neval z : y\n"),
        ("  x = 1\n  yy = f\n    2", "x = 1\nyy = f\n  2\n"),
        ("x\t= 1\nlonger  = 2", "x      = 1\nlonger = 2\n"),
        (
            "x  = 1   -- one\nyy = 22  -- two\n         -- more",
            "x  = 1   -- one\nyy = 22  -- two\n         -- more\n",
        ),
        ("eval a:\n      x\n   =b>y\n-- why\n=d>z", "eval a :\n  x\n  =b> y\n  -- why\n  =d> z\n"),
        (
            "eval a : f (\n        x)\n    =b> f (\n          y)",
            "eval a : f (\n        x)\n  =b> f (\n        y)\n",
        ),
        ("x\r\ny\r\n", "x\r\ny\r\n"),
        ("", ""),
    ],
)
def test_the_style(text: str, expected: str) -> None:
    assert formatted(Source(text)) == expected


def test_a_long_derivation_has_a_line_for_each_step_and_keeps_its_points() -> None:
    term = "x" * 50
    text = f"eval a : {term} =d> {term}  -- points: 3"
    assert formatted(Source(text)) == f"eval a :  -- points: 3\n  {term}\n  =d> {term}\n"


def test_columns_far_to_the_right_are_no_columns() -> None:
    text = "x " * 600
    assert formatted(Source(f"{text} -- said")) == f"{text} -- said\n"


def test_a_program_in_ascii_is_one_for_elsa() -> None:
    assert formatted(Source("let I = λx. x"), ascii=True) == "let I = \\x -> x\n"


def test_a_program_with_an_error_is_not_formatted() -> None:
    with pytest.raises(ParseError):
        formatted(Source("x = (\ny = 1"))
