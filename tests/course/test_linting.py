"""Lint: each kind of finding, and fixes that leave the meaning as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from lamb import Answer, Session, Source
from lamb.course.linting import Finding, mended
from lamb.notation.names import remove_names
from lamb.notation.parser import parse
from lamb.notation.syntax import Query

CHECKOUT = Path(__file__).parents[2]
PROGRAMS = sorted(CHECKOUT.glob("notebooks/programs/*.lc"))


def found(text: str) -> list[Finding]:
    findings = Session(roots=(CHECKOUT,)).lint(Source(text))
    assert all(isinstance(one, Finding) for one in findings)
    return [one for one in findings if isinstance(one, Finding)]


@pytest.mark.parametrize(
    ("text", "findings"),
    [
        ("thrice n = add n (add n n)\nthrice 2", []),
        ("thrice n = add n (add n n)\n2", ["L001 thrice"]),
        ("thrice n = add n (add n n)", []),
        ("_spare = 3\n2", []),
        ("let x = a in b", ["L001 x"]),
        ("let ab = a in ab\nab c = d", ["L003 ab", "L001 ab"]),
        ("let x = a; y = x in y", []),
        ("λx. x λx. x", ["L002 x"]),
        ("f x = x (x λ{- c -} y x. y)\nf", ["L002 x"]),
        ("f x = (let x = a in x)\nf", ["L002 x"]),
        ("λ_ _. _", ["L003 _"]),
        ("assert forall n : nat. (λn. n) n == n", ["L002 n"]),
        ("fcat 3", ["L003 fcat"]),
        ("x y", []),
        ("middle", ["L003 middle"]),
        ("middle upper\nupper middle", []),
        ("fcat fcat", ["L003 fcat"]),
        ("empty = λb e. e\nempty", []),
        ("eval one : tru a =b> a", ["L003 tru"]),
        ("plus = λm n f x. m f (n f x)\nplus", ["L004 plus = λm n f x. m f (n f x)"]),
        ("add = λm n f x. m f (n f x)\nadd", ["L004 add = λm n f x. m f (n f x)"]),
        ("plus = add\nplus", []),
        ("add = 3\nplus m n f x = m f (n f x)\nplus add", []),
        ("add = λm n f x. m f (n f x)\nconf one : add =d> add", []),
        (
            "import prelude\nadd m n f x = m f (n f x)\nconf one : add =d> add",
            ["L004 add m n f x = m f (n f x)"],
        ),
        ("rec swap p = p (λx y. (y, x))\nswap", ["L005 swap p = p (λx y. (y, x))"]),
        ("rec f x = f x\nf", []),
        ("assert f a == f a", ["L006 f a == f a"]),
        ("assert λx. x =eta= λy. y", ["L006 λx. x =eta= λy. y"]),
        ("assert a != a", []),
        ("eval one : a", ["L007 one"]),
        ("data tree = leaf | node tree nat tree\nnode leaf 2 leaf", []),
        ("data tree = leaf | node tree nat tree\n2", ["L001 data tree = leaf | node tree nat tree"]),
        ("data tree = leaf | node tree nat tree\nassert forall t : list tree. K 1 t == 1", []),
        ("data tree = leaf | node tree nat tree\ndata two = no | one tree\none leaf", []),
        ("data tree = leaf | node tree nat tree", []),
        ("data tree = leaf | node tre value\nleaf", ["L003 node tre value"]),
        ("data opt a = no | some a\nno", ["L008 some a"]),
        ("data tree = leaf | node v\nf leaf = 0\nf leaf", ["L009 leaf"]),
        ("data tree = leaf | node v\nf = λleaf node t. t leaf node\nf leaf", []),
        ("-- letters: on\nλxy.xλx.xy", ["L002 x"]),
    ],
)
def test_what_is_found(text: str, findings: list[str]) -> None:
    assert [f"{one.code} {one.place.text}" for one in found(text)] == findings


DATA = "data opt a = no | {} a\ndata tree = leaf | node (left : tree) nat (right : tree)\n"


@pytest.mark.parametrize(
    ("text", "expected", "new"),
    [
        ("some 1", "some' 1", "some'"),
        ("(λsome'. some' some) (λsome. some)", "(λsome'. some' some'') (λsome'''. some''')", "some''"),
        ("take some = K some\ntake some 1", "take some'' = K some''\ntake some' 1", "some'"),
        ("let leaf = some in leaf", "let leaf' = some' in leaf'", "some'"),
        ("ask o = o (λno some. some no) -- leaf it\nask some", None, "some'"),
        ("f leaf = 0\nf some", "f leaf = 0\nf some'", "some'"),
        ("assert some a == some a\nsome a", "assert some' a == some' a\nsome' a", "some'"),
    ],
)
def test_names_are_no_longer_those_of_constructors(text: str, expected: str | None, new: str) -> None:
    program = DATA.format("some") + text
    mend, _ = mended(program, found(program))
    assert mend == DATA.format(new) + (expected or text.replace("some", new))
    before, after = ([*Session().run(one)][-1] for one in (program, mend))
    assert isinstance(before, Answer)
    assert isinstance(after, Answer)
    assert before.outcome.term == after.outcome.term
    assert not any(one.edits for one in found(mend))


@pytest.mark.parametrize(
    "text",
    [
        "",  # which others import
        "some 1 -- => some 1",
        "assume some : a -> b\nsome 1",
        "-- letters: on\nx y",
    ],
)
def test_a_constructor_keeps_its_name_where_something_else_may_mean_it(text: str) -> None:
    told = found(DATA.format("some") + text)
    assert [(one.code, one.edits) for one in told if one.code == "L008"] == [("L008", ())]


def test_an_error_does_not_bring_out_others() -> None:
    findings = Session().lint(Source("thrice n = add n (add n n)\nfcat = (\nfcat 3"))
    assert [type(one).__name__ for one in findings] == ["ParseError"]


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.stem)
def test_what_is_mended_once_stays(program: Path) -> None:
    text = program.read_text(encoding="utf-8")
    mend, _ = mended(text, found(text))
    assert not any(one.edits for one in found(mend))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(λx. x λx. x) a", "(λx. x λx'. x') a"),
        ("λx x x'. x x'", "λx x'' x'. x'' x'"),
        ("λx. (((λ x . (x)))) x", "λx. (((λ x' . (x')))) x"),
        ("λx. let x = x in x", "λx. let x' = x in x'"),
        ("λx. let y = x; x = y in (x)", "λx. let y = x; x' = y in (x')"),
        ("rec f x = x\nf", "f x = x\nf"),
        ("plus m n f x = m f (n f x)\nplus", "plus = add\nplus"),
    ],
)
def test_what_is_mended_means_the_same(text: str, expected: str) -> None:
    mend, number = mended(text, found(text))
    assert (mend, number > 0) == (expected, True)
    if isinstance(statement := parse(Source(text)).statements[-1], Query):
        [again] = [one for one in parse(Source(mend)).statements if isinstance(one, Query)]
        assert remove_names(again.term) == remove_names(statement.term)
