"""Names as textbooks write them, each letter for itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from lamb.errors import LambError, Source
from lamb.notation import parse_term
from lamb.notation.names import occurrences, remove_names
from lamb.notation.parser import parse_expression
from lamb.notation.spelling import apart
from lamb.results import Answer, Checked, Derived
from lamb.session import Session

DEFINED = {"add", "S", "K", "is-zero"}


@pytest.mark.parametrize(
    ("textbook", "plain"),
    [
        ("λxyz.xz(yz)", "λx y z. x z (y z)"),
        (r"\lambda xy. yx", "λx y. y x"),
        ("SKK", "S K K"),
        ("SKKadd", "S K K a d d"),
        ("add 1 20", "add 1 20"),
        ("λadd. add", "λadd. add"),
        ("f xy z", "f x y z"),
        ("f (xy) (  zw )", "f (x y) (z w)"),
        ("λx'y₁z12.x'y₁z12", "λx' y₁ z12. x' y₁ z12"),
        ("is-zero is-one a_b x", "is-zero is-one a_b x"),
        ("let two = λfx.f(fx) in two ab", "let two = λf x. f (f x) in two a b"),
        ("let x = ab in cd", "let x = a b in c d"),
        ("[ab, (cd, ef)]", "[a b, (c d, e f)]"),
        ("λx.xλab.ba", "λx. x (λa b. b a)"),
    ],
)
def test_each_letter_stands_for_itself(textbook: str, plain: str) -> None:
    expr = apart(parse_expression(Source(textbook)), textbook, DEFINED)
    assert remove_names(expr) == parse_term(plain)
    for name, _ in occurrences(expr):
        assert textbook[name.start : name.end].strip("( )") == name.name


def test_a_long_term_is_taken_apart_in_a_moment() -> None:
    text = "ab" + " cd" * 2_000
    assert remove_names(apart(parse_expression(Source(text)), text, ())).size == 2 * 4_002 - 1


PROGRAM = """\
-- letters: on
T xy = twice yx
twice = λfx.f(fx)
TIa
assert TIK == twice KI
eval swap : (λxy.yx)ab =b> (λy.ya)b =b> ba
"""


def test_a_program_asks_for_it_in_a_comment() -> None:
    results = list(Session().run_program(Source(PROGRAM)))
    assert not [result for result in results if isinstance(result, LambError)]
    (answer,) = (result for result in results if isinstance(result, Answer))
    assert answer.outcome.term == parse_term("a (a (λx. x))")
    assert [r.verdict.value for r in results if isinstance(r, Checked | Derived)] == ["holds", "holds"]


def test_the_comment_of_a_file_is_for_that_file(tmp_path: Path) -> None:
    (tmp_path / "book.lc").write_text("-- letters: on\nB = λxyz.x(yz)\n", encoding="utf-8")
    (tmp_path / "plain.lc").write_text("other = λxy. xy\n", encoding="utf-8")
    session = Session(roots=(tmp_path,), letters=True)
    imports = 'import "book.lc"\nimport "plain.lc"\n-- letters: off\n'
    assert not [r for r in session.run_program(Source(imports)) if isinstance(r, LambError)]
    assert session.definitions["B"] == parse_term("λx y z. x (y z)")
    assert session.definitions["other"] == parse_term("λxy. xy")
    (answer,) = session.run("Bfgx")
    assert isinstance(answer, Answer)
    assert answer.outcome.term == parse_term("f (g x)")
    (answer,) = session.run("fx  # letters: off")
    assert isinstance(answer, Answer)
    assert answer.outcome.term == parse_term("fx")


def test_what_is_defined_at_the_prompt_stays_whole() -> None:
    session = Session(letters=True)
    list(session.run("flip fxy = fyx"))
    (answer,) = session.run("flip Kab")
    assert isinstance(answer, Answer)
    assert answer.outcome.term == parse_term("b")
    assert not answer.notes
