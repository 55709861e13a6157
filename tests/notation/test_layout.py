"""Comments, and where a statement ends."""

import pytest
from hypothesis import given, strategies as st

from lamb.errors import ParseError, Source
from lamb.notation.layout import blank, comments, dedent, documentation
from lamb.notation.parser import MOST_ERRORS, parse

texts = st.lists(st.sampled_from(["--", "#", "{-", "-}", '"', "\n", " ", "x", "λ"]), max_size=12).map("".join)

# ── Laws ──


@given(texts)
def test_blanking_comments_moves_nothing(text: str) -> None:
    try:
        stretches = comments(Source(text))
    except ParseError:
        return
    blanked = blank(text, stretches)
    assert len(blanked) == len(text)
    for at, (old, new) in enumerate(zip(text, blanked, strict=True)):
        inside = any(start <= at < end for start, end in stretches)
        assert new == (" " if inside and old != "\n" else old)


@given(
    st.lists(st.sampled_from(["x", "  y", "", " ", "\t", "z w"]), max_size=6),
    st.sampled_from(["", " ", "    ", "\t"]),
)
def test_an_indented_text_reads_like_one_that_is_not(lines: list[str], margin: str) -> None:
    indented = "\n".join(margin + line for line in lines)
    dedented = dedent(indented)
    assert len(dedented) == len(indented)
    assert [at for at, char in enumerate(dedented) if not char.isspace()] == [
        at for at, char in enumerate(indented) if not char.isspace()
    ]
    assert ends(indented) == ends("\n".join(lines))


def test_a_comment_keeps_its_indentation_but_no_empty_lines_around_it() -> None:
    source = Source("--\n--   f a == b\n-- so.\n--\nf = x")
    assert documentation(source, comments(source)) == {5: "  f a == b\nso."}


def test_a_comment_behind_something_says_nothing_about_the_next_line_and_hides_no_other() -> None:
    source = Source("x = y -- behind\nz = y\n-- above\nf = x")
    assert documentation(source, comments(source)) == {4: "above"}


def test_a_comment_at_the_beginning_of_a_line_is_about_that_line() -> None:
    source = Source("-- above\n{- before -} x = y\nz = y\n{- alone -} -- and more\nw = y")
    assert documentation(source, comments(source)) == {2: "above\nbefore", 5: "alone"}


# ── Where a statement ends ──


@pytest.mark.parametrize(
    ("text", "statements"),
    [
        ("x\ny", 2),
        ("x\n\n\ny", 2),
        ("x\n y", 1),
        ("x\n\n\n  y", 1),
        ("x\n-- no end of its own\ny", 2),
        ("x\n-- no end of its own\n  y", 1),
        ("x {- \n -}\ny", 2),
        ("x {- \n -} y", 1),
        ("{- \n -} x", 1),
        ("(x\ny)", 1),
        ("[x,\ny\n]\nz", 2),
        ("(x\n)\ny", 2),
        ("(f\n[\na\n]\n) x\ny", 2),
        ("let x = 1\nin x", 1),
        ("let x = 1;\n    y = 2\nin x\ny", 2),
        ("let x = 1\nlet y = 2", 2),
        ("eval e : x\n=b> y\n=d> z\nw", 2),
        ("eval e :\n  x\n  =b> y\n\n\n<b= z", 1),
        ("x =\n  y", 1),
        ("f = λx.\n  x\ng = f", 2),
        ("assert x\n  == y", 1),
        ("import prelude\nx", 2),
        ("x\r\ny", 2),
        ("x\n\ty\nz", 2),
        ("\n\n  \nx", 1),
        ("eval a :\nx\n=b>\ny\nz", 2),
        ("eval a : x =b>\n\n-- and now\ny", 1),
        ("let f = \\x -> x let g = f eval e : g =d> f", 3),
        ("let f = x\n  let g = let y = x in y\n\teval e : g", 3),
        ("f let x = 1 in x", 1),
        ("f let x = 1 in let y = x in y", 1),
        ("f let x = let y = 1 in y in x\ny", 2),
        ("f\nlet x = 1 in x", 2),
        ("f =\nlet x = 1 in x", 1),
        ("(f\nlet x = 1;\ny = 2\nin x)", 1),
        ("let f =\nλx.\nx\nlet g\n= f", 2),
        ("eval e : (\\x -> x)\n(\\y -> y)\nz\n=b> z", 1),
        ("eval e : x\ny z\nw = x", 3),
        ("let rec = \\in -> in rec\nx in", 2),
        ("rec = assert\nassert rec == rec\nimport = forall\nrec import x = x", 4),
        ("let x = f in in in", 1),
        ("assert forall in : nat. in == in", 1),
    ],
)
def test_a_statement_ends_where_its_line_does(text: str, statements: int) -> None:
    assert len(parse(Source(text)).statements) == statements


WHOLE = ["x = y", "f a =\n  a", "eval e : x =b> y", "assert x == y", "import prelude", "let i = \\x -> x"]
BROKEN = {  # and the names that they define
    "g = x % y": "g",
    "f = (x": "f",
    "eval e : x\n  =d>": None,
    "let x \\y -> y": "x",
    "y = λ. x": "y",
    "rec f =": "f",
    "x = y = z": "x",
    "conf c :": None,
    "h = λ": "h",
    "k = [λx y": "k",
    "assert a ==": None,
}


@given(st.lists(st.sampled_from([*WHOLE, *BROKEN]), max_size=8), st.sampled_from(["\n", "\n\n"]))
def test_an_error_hides_no_statement_and_no_other_error(statements: list[str], gap: str) -> None:
    program = parse(Source(gap.join([*statements, "last = x"])), errors=True)
    assert len(program.statements) == sum(statement in WHOLE for statement in statements) + 1
    lines = [error.place.line for error in program.errors if error.place]
    assert lines == sorted(lines)
    broken = [BROKEN[statement] for statement in statements if statement in BROKEN]
    assert [error.defines for error in program.errors] == broken


def test_after_many_errors_the_rest_is_not_read() -> None:
    program = parse(Source("x )\n" * 1_000), errors=True)
    assert len(program.errors) == MOST_ERRORS + 1


# ── Comments ──


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("x -- y\nz", ["-- y"]),
        ("x # y -- z", ["# y -- z"]),
        ("{- a {- b -} c -} x", ["{- a {- b -} c -}"]),
        ("-- {- x\ny", ["-- {- x"]),
        ("{- -- -} x", ["{- -- -}"]),
        ('import "a--b#c{-d" -- e', ["-- e"]),
        ("x--y", ["--y"]),
        ("x->y", []),
        ("a#1 # b", ["# b"]),
        ("a'#b#c d# e", ["# e"]),
        ("3#x", ["#x"]),
        ("λ#x", ["#x"]),
    ],
)
def test_comments_are_found(text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in comments(Source(text))] == found


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("-- One.\nx = y", "One."),
        ("-- One.\n-- Two.\nx = y", "One.\nTwo."),
        ("# One.\n#   Two.\nx = y", "One.\n  Two."),
        ("{- One.\n   Two. -}\nx = y", "One.\nTwo."),
        ("-- A heading.\n\n-- One.\nx = y", "One."),
        ("y = z -- not this\nx = y", None),
        ("-- Far away.\n\nx = y", None),
        ("x = y -- not this", None),
        ("\ufeff-- One.\nx = y", "One."),
        ("-- One.\r\nx = y", "One."),
        ("  -- One.\n  x = y", "One."),
    ],
)
def test_the_comment_directly_above_is_the_documentation(text: str, said: str | None) -> None:
    source = Source(text)
    (line,) = (
        at for at in range(1, 9) if at <= text.count("\n") + 1 and source.line(at).strip().startswith("x =")
    )
    assert documentation(source, comments(source)).get(line) == said


def ends(text: str) -> int:
    return len(parse(Source(text)).statements)
