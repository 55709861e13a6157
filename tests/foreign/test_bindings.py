"""`let`, `where` and `letrec` of other notations: they mean what their tool takes them for."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, strategies as st

import lamb
from lamb import App, Lam, LambError, ParseError, Term, Var
from lamb.errors import Source
from lamb.foreign.dialects import dialect_named
from lamb.foreign.reading import read_program
from lamb.notation.names import remove_names
from lamb.notation.syntax import Query
from tests.effort import DEPTH
from tests.foreign.test_conversion import closed

LOCAL = {
    "haskell": ("let {name} = {value} in {body}", "\\{name} -> {body}"),
    "ocaml": ("let {name} = {value} in {body}", "fun {name} -> {body}"),
    "ait": ("let {name} = {value} in {body}", "\\{name}.{body}"),
    "scheme": ("(let (({name} {value})) {body})", "(lambda ({name}) {body})"),
}


def _with_lets(term: Term, name: str, around: tuple[str, ...] = ()) -> str:
    """The text of a small term, with `let` for its redexes and another name for each λ."""
    let, function = LOCAL[name]
    match term:
        case Var(index):
            return around[-1 - index]
        case App(Lam(_, body), value):
            bound = f"x{len(around)}"
            parts = _with_lets(value, name, around), _with_lets(body, name, (*around, bound))
            text = let.format(name=bound, value=parts[0], body=parts[1])
        case App(fn, arg):
            text = f"({_with_lets(fn, name, around)} {_with_lets(arg, name, around)})"
        case Lam(_, body):
            bound = f"x{len(around)}"
            text = function.format(name=bound, body=_with_lets(body, name, (*around, bound)))
        case free:
            return str(lamb.pretty(free))
    return text if name == "scheme" or text.startswith("(") else f"({text})"


@pytest.mark.parametrize("name", LOCAL)
@given(term=closed)
def test_let_is_a_redex(name: str, term: Term) -> None:
    assert lamb.parse_term(lamb.convert(_with_lets(term, name), source=name)) == term


WORDS = {
    "haskell": "let |where |in |= |;|\n|\n  |\n    |x |(|)|\\x -> |{|}|$ |. |:: |_ |main ",
    "ocaml": "let |rec |and |in |= |;;|\n|x |(|)|fun x -> |@@ |_ |let x = |and y = ",
    "ait": "let |in |= |; |\n|x |0 |(|)|\\x |\\x.|let x = ",
    "javascript": "{|}|return |const x = |let y = |function f(x) {|function (y) {|;|x|y|(|)|x => |x => {|,",
    "lci": "let x = |let y ~= |in |X = |'+' = |;|? |DefOp '@' 9 xfy|x |Y |+|:|@|,|[|]|(|)|\\x.|'+'|3 |..",
    "mikrokosmos": "x|2|,|(|)|\\x.|FST |CASE |OF |;| |\n|x = |y != |:load x\n|# ",
    "scheme": "(|)|let |let* |letrec |let loop |((x y)) |define |x |(lambda (x) |()|(let ((x y)) ",
}


@pytest.mark.parametrize("name", WORDS)
@given(data=st.data())
def test_any_words_of_local_definitions_are_read_or_refused(name: str, data: st.DataObject) -> None:
    words = data.draw(st.lists(st.sampled_from(WORDS[name].split("|")), max_size=25))
    with suppress(LambError):
        lamb.convert("".join(words), source=name)


@pytest.mark.parametrize("name", LOCAL)
def test_lets_in_each_other_may_be_deep(name: str) -> None:
    let, _ = LOCAL[name]
    before, after = let.format(name="x", value="y", body="|").split("|")
    (query,) = read_program(
        Source(before * DEPTH + "x" + after * DEPTH if name == "scheme" else f"({before * DEPTH}x)"),
        dialect_named(name),
    ).statements
    assert isinstance(query, Query)
    assert remove_names(query.term).size == 3 * DEPTH + 1


@pytest.mark.parametrize(
    ("name", "text", "ours"),
    [
        ("haskell", "f x = let y = x; z a b = y a in z y", "f = λx. (λy. (λz. z y) (λa b. y a)) x"),
        ("haskell", "f x = let z = y\n          y = x\n      in z", "f = λx. (λy. (λz. z) y) x"),
        ("haskell", "f x = let\n  y :: a\n  y = x\n in y", "f = λx. (λy. y) x"),
        ("haskell", "f x = y z\n  where\n    y = x\n    z = w\n     where w = y\ng = f",
         "f = λx. (λy. (λz. y z) ((λw. w) y)) x\ng = f"),
        ("haskell", "module M where\nmain :: a\nmain = let { x = a; } in x {- a - b -}", "main = (λx. x) a"),
        ("haskell", "\\_ -> x", "λ_. x"),
        ("ocaml", "let f x = let y = x in y;; f x", "f = λx. (λy. y) x\nf x"),
        ("ocaml", "let x = a and y = x in x y", "(λx y. x y) a x"),
        ("ocaml", "let x = a in let x = x in x", "(λx. (λx. x) x) a"),
        ("ocaml", "let rec f x = f x and g = f let h = g", "rec f = λx. f x\ng = f\nh = g"),
        ("ait", "let a = x; b = \\y.(let c = y; d = c in d); in b", "a = x\nb = λy. (λc. (λd. d) c) y\nb"),
        ("ait", "\\io. let a = \\x.x in a io", "λio. (λa. a io) λx. x"),
        ("scheme", "(let ((x a) (y x)) (x y))", "(λx y. x y) a x"),
        ("scheme", "(let* ((x a) (y x)) (x y))", "(λx. (λy. x y) x) a"),
        ("scheme", "(define (f x) (let () x)) (f a)", "f = λx. x\nf a"),
    ],
)  # fmt: skip
def test_local_definitions_are_seen_where_their_tool_sees_them(name: str, text: str, ours: str) -> None:
    read = lamb.convert(text, source=name)
    assert read == lamb.convert(ours)


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("haskell", "x . ", ""),
        ("haskell", "(. ", ")"),
        ("haskell", "x $ ", ""),
        ("lci", "x:", ""),
        ("lci", "x+y x*", ""),
        ("lci", "[", "]"),
        ("lci", "(y,", ")"),
        ("lci", "let x = y in ", ""),
        ("mikrokosmos", "FST ", ""),
        ("mikrokosmos", "CASE x OF y; ", ""),
        ("mikrokosmos", "CASE ", " OF y; z"),
        ("mikrokosmos", "(x, ", ")"),
        ("javascript", "x => { return ", "}"),
        ("javascript", "x => { const y = ", "; return y; }"),
    ],
)
def test_operators_and_brackets_may_go_deep(name: str, before: str, after: str) -> None:
    text = f"{before * DEPTH}x{after * DEPTH}"
    query = read_program(Source(text), dialect_named(name)).statements[-1]
    assert isinstance(query, Query)
    assert remove_names(query.term).size > DEPTH


@st.composite
def sums(draw: st.DrawFn) -> tuple[str, int]:
    """A sum of products, in which sums may stand in brackets, and its value."""
    text, value = "", 0
    for _ in range(draw(st.integers(1, 3))):
        product, factors = 1, []
        for _ in range(draw(st.integers(1, 3))):
            factor = draw(st.integers(0, 4))
            added = draw(st.integers(0, 2))
            factors.append(f"({factor}+{added})" if added else f"{factor}")
            product *= factor + added
        text += ("+" if text else "") + " * ".join(factors)
        value += product
    return text, value


@given(both=sums())
def test_operators_of_lci_bind_as_in_arithmetic(both: tuple[str, int]) -> None:
    text, value = both
    *_, answer = lamb.Session(prelude=False, notation="lci").run(text)
    assert isinstance(answer, lamb.Answer)
    assert lamb.read_numeral(answer.outcome.term) == value


MUTUAL = {
    "haskell": "odd n = n (\\x y -> y) even\neven n = n (\\x y -> x) odd\n{}",
    "ocaml": "let rec even n = n (fun x y -> x) odd and odd n = n (fun x y -> y) even;; {}",
    "scheme": "(define (even n) ((n (lambda (x) (lambda (y) x))) odd))"
    "(define odd (lambda (n) ((n (lambda (x) (lambda (y) y))) even))) {}",
    "python": "even = lambda n: n(lambda x, y: x)(odd)\nodd = lambda n: n(lambda x, y: y)(even)\n{}",
    "javascript": "const even = n => n((x, y) => x)(odd);"
    "function odd(n) {{ return n((x, y) => y)(even) }} {}",
    "lci": "Even = \\n. n (\\x.\\y.x) Odd; Odd = \\n. n (\\x.\\y.y) Even; {}",
}


@pytest.mark.parametrize("name", MUTUAL)
@pytest.mark.parametrize("number", range(4))
def test_definitions_of_a_program_may_need_each_other(name: str, number: int) -> None:
    text = MUTUAL[name].format("Even" if name == "lci" else "even")
    definitions, _, even = lamb.convert(text, source=name).rpartition("\n")
    numeral = "scott-zero"
    for _ in range(number):
        numeral = f"(scott-succ {numeral})"
    *_, answer = lamb.Session().run(f"{definitions}\n{even} {numeral}")
    assert isinstance(answer, lamb.Answer)
    assert lamb.read_boolean(answer.outcome.term) == (number % 2 == 0)


def test_definitions_that_need_each_other_stay_where_the_other_notation_has_them() -> None:
    text = "even = n => n(odd)\nodd = n => n(even)"
    python = "even = lambda n: n(odd)\nodd = lambda n: n(even)"
    assert lamb.convert(text.replace("even =", "const even =").replace("\nodd", "; const odd"),
                        source="javascript", target="python") == python  # fmt: skip


def test_a_tuple_of_definitions_captures_no_name() -> None:
    text = "f x = g s (x f-g)\ng x = f p".replace("f-g", "fg")
    assert lamb.convert(text, source="haskell").split("\n") == [
        "rec f-g = (λf g s'. s' (λx. g s (x fg)) λx. f p) (f-g λf g. f) (f-g λf g. g)",
        "f = f-g λf g. f",
        "g = f-g λf g. g",
    ]


def test_names_that_are_not_defined_together_go_on_to_be_refused() -> None:
    (error,) = [
        one
        for one in lamb.Session(notation="mikrokosmos").run("even = \\n.odd\nodd = \\n.even")
        if isinstance(one, LambError)
    ]
    assert "round in a circle" in str(error)


SCOTT = {"Z": r"λz _. z", "S": "λn _ s. s n"}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("haskell", r"let { even n = n (\x y -> x) odd; odd n = n (\x y -> y) even } in even"),
        ("haskell", "f where\n f = even\n even n = n (\\x y -> x) odd\n odd n = n (\\x y -> y) even"),
        ("ocaml", "let rec even n = n (fun x y -> x) odd and odd n = n (fun x y -> y) even in even"),
        ("scheme", "(letrec ((even (lambda (n) ((n (lambda (x) (lambda (y) x))) odd)))"
                   " (odd (lambda (n) ((n (lambda (x) (lambda (y) y))) even)))) even)"),
        ("ait", r"(let e = \n n (\x\y x) (\m m (\x\y y) e) in e)"),
    ],
)  # fmt: skip
def test_local_definitions_recur(name: str, text: str) -> None:
    text = text if "where" not in text else f"g = {text}"
    even = lamb.convert(text, source=name).removeprefix("g = ")
    for number in range(4):
        numeral = "Z"
        for _ in range(number):
            numeral = f"(S {numeral})"
        term = lamb.parse_term(f"(λZ S. ({even}) {numeral}) ({SCOTT['Z']}) ({SCOTT['S']})")
        assert lamb.normalize(term).term == lamb.boolean(number % 2 == 0)


def test_a_loop_of_scheme_calls_itself() -> None:
    loop = lamb.convert("(let loop ((x a) (y b)) (loop y x))", source="scheme")
    assert loop == "(λf. (λx. f (x x)) λx. f (x x)) (λloop x y. loop y x) a b"


@pytest.mark.parametrize(
    ("name", "text", "complaint"),
    [
        ("haskell", "f = let x = y", "t:1:5: this “let” has no “in”"),
        ("haskell", "f = let x y in z", "t:1:9: a definition is wanted here"),
        ("haskell", "f = let x = in z", "t:1:9: “x” is defined by nothing"),
        ("haskell", "f = let x = a; x = b in z", "t:1:16: “x” is defined twice here"),
        ("haskell", "f = x in z", "t:1:7: there is no “let” that this “in” belongs to"),
        ("haskell", "f = g let x = a in x", "t:1:7: “let … in …” is an argument in brackets alone"),
        ("haskell", "(x where x = y)", "t:1:4: “where” follows what a name is defined by"),
        ("haskell", "f x = a = b", "t:1:9: “=” stands after the name that is defined"),
        ("ocaml", "let x = a in let y = x;;", "t:1:14: this “let” has no “in”"),
        ("ocaml", "let x = a and y = x b;;", "t:1:19: this “x” is not the one that is defined beside it"),
        ("ait", "(let a = x)", "t:1:2: this “let” has no “in”"),
        ("scheme", "(let ((x a)))", "t:1:1: this “let” has no body"),
        ("scheme", "(let (x) x)", "t:1:7: a let has a list of (name term)"),
    ],
)
def test_what_is_wrong_in_local_definitions_has_a_place(name: str, text: str, complaint: str) -> None:
    with pytest.raises(ParseError) as error:
        lamb.convert(text, source=name, name="t")
    assert str(error.value).startswith(complaint)


def test_the_library_of_a_notation_gives_way_to_what_is_defined_already() -> None:
    session = lamb.Session(notation="lci")
    results = list(session.run("Succ = \\n.n; '+' = \\m.\\n.m"))
    for text, value in (("Succ 3", 3), ("2 + 3", 2), ("2 * 3", 6), ("Succ (2 * 3)", 6)):
        *_, answer = session.run(text)
        assert isinstance(answer, lamb.Answer)
        assert lamb.read_numeral(answer.outcome.term) == value
    assert [one.name for one in results if isinstance(one, lamb.Defined)] == ["Succ", "op-plus"]
