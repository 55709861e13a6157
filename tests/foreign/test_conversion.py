"""Other notations: what is written comes back, and means there what it means here."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tracemalloc
from contextlib import suppress

import pytest
from hypothesis import given, settings, strategies as st

import lamb
from lamb import App, Budget, BudgetError, Lam, LambError, ParseError, Session, Status, Term, Var
from lamb.calculus.substitution import free_names
from lamb.errors import Source
from lamb.foreign.dialects import DIALECTS, dialect_named
from lamb.foreign.reading import read_program
from lamb.foreign.writing import write_term
from lamb.notation.names import remove_names
from lamb.notation.parser import parse
from lamb.notation.syntax import Definition, Query
from tests.clocks import Clock
from tests.effort import DEPTH
from tests.strategies import CLASHING_HINTS, terms

HINTS = st.sampled_from([*CLASHING_HINTS, "lambda", "in", "K", "α", "is-zero", "x1", "_"])
closed = terms(1, names=st.nothing(), hints=HINTS).map(lambda body: Lam("x", body))
every_notation = pytest.mark.parametrize("name", DIALECTS)
OF_OURS = [one.name for one in DIALECTS.values() if not (one.ours or one.bits or one.combinators)]
PYTHON = "print((lambda n: n(lambda x: x + 1)(0))({}))"
NODE = "console.log((n => n(x => x + 1)(0))({}))"


@pytest.mark.parametrize("name", [one.name for one in DIALECTS.values() if not one.combinators])
@settings(max_examples=15)
@given(term=closed)
def test_a_term_comes_back_from_every_notation(name: str, term: Term) -> None:
    written = lamb.convert(lamb.pretty(term), target=name)
    assert lamb.parse_term(lamb.convert(written, source=name)) == term


LONG = "(λx. x) " * 2_600
"""A term that takes more than 1,000 nodes to be read, and more than one look at a clock."""


@every_notation
def test_a_text_is_read_within_a_budget(name: str) -> None:
    few_words = name in ("ski", "bckwi", "bulk")  # one for each λx. x
    text = lamb.convert(LONG * 2 if few_words else LONG, target=name)
    for budget, status in (
        (Budget(nodes=1_000), Status.NODES),
        (Budget(seconds=2, clock=Clock(2)), Status.SECONDS),
    ):
        error = next(Session(notation=name, budget=budget).run(text))
        assert isinstance(error, BudgetError)
        assert error.message == f"this text could not be read to its end {budget.within(status)}"


@pytest.mark.parametrize("name", OF_OURS)
def test_no_number_has_more_digits_than_can_be_computed_with(name: str) -> None:
    """Also where it is a name."""
    error = next(Session(notation=name).run("1" * 1_001))
    assert isinstance(error, ParseError)
    assert "more than 1,000 digits" in error.message


COMMENTS = {"haskell": "{-…-}", "ocaml": "(*…*)", "javascript": "/*…*/"}


@every_notation
def test_blanks_and_comments_take_little_memory(name: str) -> None:
    term = lamb.convert("λx. x", target=name)
    meant = lamb.convert(term, source=name)
    for between in [" " * 20_000, "\n" * 20_000, COMMENTS.get(name, "").replace("…", "x " * 10_000)]:
        text = term if name == "blc8" else f"\n{between}\n{term}"
        tracemalloc.start()
        assert lamb.convert(text, source=name) == meant
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert peak < 16 * len(text) + 300_000


LINE_COMMENTS = {"scheme": ";", "javascript": "//", "latex": "%"} | dict.fromkeys(
    (
        "bruijn",
        "python",
        "mikrokosmos",
        "lci",
        "unlambda",
        *(name for name in DIALECTS if "codewars" in name),
    ),
    "#",
)


@every_notation
@settings(max_examples=10)
@given(term=closed)
def test_a_comment_stands_wherever_a_blank_does(name: str, term: Term) -> None:
    text = lamb.convert(lamb.pretty(term), target=name)
    comment = COMMENTS.get(name) or LINE_COMMENTS.get(name, "--") + " λ x\n "
    commented = re.sub(r"(?<!\\) ", f" {comment} ", text)
    without = {"jot", "bruijn", "lambdulus", "lambdulus-words"}  # bruijn's stand on lines of their own
    if not DIALECTS[name].bits and name not in without:
        assert lamb.convert(commented, source=name) == lamb.convert(text, source=name)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("ait", "let -- one\n x -- y = \n = -- λ\n \\y.y in x"),
        ("ocaml", "let (* one *) x (* two *) = fun (* y *) y (* z *) -> y;; x"),
        ("haskell", "x = \\ {- a b -} y {- c -} -> y\nx"),
        ("scheme", "(define ; x\n x (lambda ; y z\n (y) y)) x"),
        ("javascript", "const /* one */ x /* two */ = /* y */ y /* z */ => y; x"),
    ],
)
def test_a_comment_in_a_definition_is_none_of_its_names(name: str, text: str) -> None:
    assert lamb.convert(text, source=name) == "x = λy. y\nx"


def test_a_variable_called_lambda_is_no_sign_for_elsa() -> None:
    assert lamb.convert("λlambda f. lambda", target="elsa") == r"\ lambda f -> lambda"


def test_a_long_name_may_have_primes_in_latex() -> None:
    text = r"\lambda \mathit{step}\,\mathit{step}'.\ \mathit{step} \mathit{step}'"
    assert lamb.convert(text, source="latex") == "λstep step'. step step'"


@pytest.mark.parametrize("name", [one.name for one in DIALECTS.values() if one.combinators])
@pytest.mark.parametrize(
    "text", ["K", "S", "λf g x. f (g x)", "λx. x x", "2", "λx y. y x", "λx y z. z (y x)"]
)
def test_combinators_mean_the_same(text: str, name: str) -> None:
    back = lamb.parse_term(lamb.convert(lamb.convert(text, target=name), source=name))
    same = f"assert {lamb.pretty(back)} =eta= {text}"
    (checked,) = lamb.Session().run(same)
    assert isinstance(checked, lamb.Checked)
    assert checked.verdict is lamb.Verdict.HOLDS


@pytest.mark.parametrize("name", ["ski", "sk", "bckwi", "lazyk"])
@given(term=closed)
def test_letters_of_combinators_need_no_blanks_between_them(name: str, term: Term) -> None:
    text = lamb.convert(lamb.pretty(term), target="sk" if name == "lazyk" else name)
    assert lamb.convert(text.replace(" ", ""), source=name) == lamb.convert(text, source=name)


@given(term=closed)
def test_lazy_k_reads_combinators_and_unlambda_and_jot(term: Term) -> None:
    for name in ("ski", "unlambda", "jot"):
        text = lamb.convert(lamb.pretty(term), target=name)
        assert lamb.convert(text, source="lazyk") == lamb.convert(text, source=name)


@every_notation
@settings(max_examples=10)
@given(text=st.text(st.sampled_from("\\λ.x y()[],->=:;\nfun lambdet01_#"), max_size=30))
def test_any_text_is_read_or_refused_by_an_error_of_ours(name: str, text: str) -> None:
    with suppress(LambError):
        assert lamb.convert(text, source=name) is not None


@pytest.mark.parametrize("name", OF_OURS)
def test_a_deep_term_comes_back(name: str) -> None:
    term: Term = Var(0)
    for level in range(DEPTH):
        term = Lam("x", term) if level % 2 else App(Var(0), term)
    term = Lam("x", term)
    (query,) = read_program(Source(write_term(term, dialect_named(name))), dialect_named(name)).statements
    assert isinstance(query, Query)
    assert remove_names(query.term) == term


@pytest.mark.parametrize(
    ("name", "text", "ours"),
    [
        ("debruijn", "λλ1", "λx x'. x"),
        ("debruijn1", "\\ \\ 2 (\\ 1 y)", "λx x'. x λx. x y"),
        ("levels", "λλ0 1", "λx x'. x x'"),
        ("bruijn", "k [[1]]\n(k [0])", "k = λx x'. x\nk λx. x"),
        ("bruijn", "k = [[1]]", "k = λx x'. x"),
        ("blc", "00 10", "λx. x"),
        ("elsa", "let id = \\x -> x\neval e :\n  id\n  =d> \\x -> x", "id = λx. x"),
        ("mikrokosmos", "id = \\x.x # itself\n2 id", "id = λx. x\n2 id"),
        ("mikrokosmos", "a != \\x.x\n:load nat\n:ski on\nb := a\n  a\nb", "a = λx. x\nb = a a\nb"),
        ("mikrokosmos", "f λé.λ2.é 2", "f λé x. é x"),
        ("mikrokosmos", "f FST p q", "FST = λp. p λx y. x\nf (FST (p q))"),
        ("mikrokosmos", "f (x,\\y.y z)", "op-comma = λx y s. s x y\nf (op-comma x λy. y z)"),
        ("mikrokosmos", "CASE x OF f; g y", "x f g y"),
        ("mikrokosmos", "@@ \\x.x\n@ x\n  y", "λx. x\nx y"),
        ("mikrokosmos", "CASE x OF \\a.b;\\a.a c", "x (λa. b) λa. a c"),
        ("mikrokosmos", "f CASE CASE x OF y;z OF a;CASE b OF c;d", "f (x y z a (b c d))"),
        (
            "mikrokosmos",
            "not = S\nK not\nnot = not",
            "S = λx y z. x z (y z)\nK = λx y. x\nnot' = S\n(λnot. K not) not'\nnot = (λnot. not) not'",
        ),
        ("lci", "K = \\x.\\y.x; K K", "K = λx y. x\nK K"),
        ("lambdulus", "(λxyz.yz(~ a1b . xa1b))y1x2", "(λx y z. y z λa1 b. x a1 b) y1 x2"),
        ("lambdulus", "AB := (\\x.AB xAB ABA);\nAB aAB", "rec AB = λx. AB x A B A B A\nAB a A B"),
        ("lambdulus-words", "AB := (λ ab . ab AB); AB a1", "rec AB = λab. ab AB\nAB a1"),
        (
            "lambdulus-words",
            "-3(^)",
            "PRED = λn s z. n (λg h. h (g s)) (λu. z) λu. u\n"
            "op-minus = λm n. n PRED m\nop-caret = λm n. n m\nop-minus 3 op-caret",
        ),
        ("codewars", "f = \\ x .\n # a comment\n  f _x ()", "rec f = λx. f undefined undefined"),
        (
            "codewars",
            "# a\np = \\ n . n () \\ n-1 . n-1 # b\n\nq = p\n    ( p\n      p )\n",
            "p = λn. n undefined λn-1. n-1\nq = p (p p)",
        ),
        ("codewars-scott", "n = 1", "n = λ_ s. s λz _. z"),
        ("codewars-binary", "n = 2", "n = λ_ f _. f λ_ _ t. t λz _ _. z"),
        ("codewars-negabinary", "n = -1", "n = λ_ _ t. t λ_ _ t. t λz _ _. z"),
        ("ait", "let id = \\x x; two = \\f\\x.f (f x) in two id", "id = λx. x\ntwo = λf x. f (f x)\ntwo id"),
        ("ait", "let -- nothing\n in \\x.let in x letin", "λx. x letin"),
        ("ait", "let x' = \\2.2; y = x'; in (let 2 = y x' in 2 y)", "x' = λx. x\ny = x'\n(λx. x y) (y x')"),
        ("scheme", "(define (k x y) x) (k (λ (z) z) a)", "k = λx y. x\nk (λz. z) a"),
        ("haskell", "twice f x = f (f x) -- again\ntwice id", "twice = λf x. f (f x)\ntwice id"),
        ("ski", "S K K x", "(λf g x. f x (g x)) (λx y. x) (λx y. x) x"),
        ("bulk", "A = x I\nB2 = A A\nB2 A", "x (λx. x) (x λx. x) (x λx. x)"),
        (
            "ski",
            "SII (x SKI) foo",
            "(λf g x. f x (g x)) (λx. x) (λx. x) (x (λf g x. f x (g x)) (λx y. x) λx. x) foo",
        ),
        ("iota", "*ii # x", "(λf. f (λf g x. f x (g x)) λx y. x) λf. f (λf g x. f x (g x)) λx y. x"),
        ("lazyk", "# K\n`ki", "(λx y. x) λx. x"),
        ("lazyk", "k*i`ik", "(λx y. x) ((λf. f (λf g x. f x (g x)) λx y. x) ((λx. x) λx y. x))"),
        ("lazyk", "()0", "(λx. x) ((λx. x) (λf g x. f x (g x)) λx y. x)"),
        ("jot", "0\n", "(λx. x) (λf g x. f x (g x)) λx y. x"),
        ("haskell", "f x = x $ \\y -> y x $ g x y", "f = λx. x λy. y x (g x y)"),
        ("ocaml", "f @@ fun x -> x (g @@ x y)", "f λx. x (g (x y))"),
        ("ocaml", "let rec f x = f x;; (* loops *) f (fun y z -> y)", "rec f = λx. f x\nf λy z. y"),
        ("python", "f = lambda x, y: x(y)\nf(a, b)(c)", "f = λx y. x y\nf a b c"),
        ("javascript", "const f = (x, y) => x(y); f(a)(z => z)", "f = λx y. x y\nf a λz. z"),
        ("haskell", "f . g $ x", "(λf g x. f (g x)) f g x"),
        ("haskell", "f . g . h", "(λf g x. f (g x)) f ((λf g x. f (g x)) g h)"),
        ("haskell", "f . \\x -> x . x", "(λf g x. f (g x)) f λx. (λf g x. f (g x)) x x"),
        ("haskell", "(f .) (.) ($)", "(λf g x. f (g x)) f (λf g x. f (g x)) λf x. f x"),
        ("haskell", "(. f . g)", "(λy x. (λf g x. f (g x)) x y) ((λf g x. f (g x)) f g)"),
        ("haskell", "(f x $) ($ y)", "(λf x. f x) (f x) ((λy x. x y) y)"),
        (
            "haskell",
            "f = let g = x in g . h\n  . g",
            "f = (λg. (λf g x. f (g x)) g ((λf g x. f (g x)) h g)) x",
        ),
        ("javascript", "x => { return x; }", "λx. x"),
        (
            "javascript",
            "export const a = x, b = y => { let c = a, d = c; return d; };",
            "a = x\nb = λy. (λc. (λd. d) c) a",
        ),
        ("javascript", "f(x => { const y = x; let z = y; return z(y) })(a)", "f (λx. (λy. (λz. z y) y) x) a"),
        ("javascript", "(x, y) => { function f(x) { return y; } return f }", "λx y. (λf. f) λx. y"),
        ("javascript", "function f(x) { return f; }\n(f)(a)", "rec f = λx. f\nf a"),
        ("javascript", "const f = function (x) { return x; }(a)", "f = (λx. x) a"),
        ("javascript", "f(function g(x) { return x; })", "f λx. x"),
        (
            "scheme",
            "(define (1+ n) (+ n -)) (church+ *)",
            "x1plus = λn. op-plus n op-minus\nchurchplus op-star",
        ),
        (
            "javascript",
            "const f = x => {\n const y = x\n return y\n}\nf\n(f)\nf",
            "f = λx. (λy. y) x\nf f\nf",
        ),
        ("scheme", "(define (f x) (f x))", "rec f = λx. f x"),
        ("lci", "f x@y", "op-at (f x) y"),
        ("lci", "'+' = \\m.\\n.m; a + b", "op-plus = λm n. m\nop-plus a b"),
        ("lci", "? DefOp '@' 50 xfy; ? f a@b@c; 'id' = λx.x", "f (op-at a (op-at b c))\nid = λx. x"),
        ("lci", "let x ~= a in f let y = x in y ~ x", "(λx. f ((λy. y x) x)) a"),
        ("lci", "'@' = \\a.\\b. a @ b; '0'", "rec op-at = λa b. op-at a b\n0"),
        ("lci", "Add = \\m.\\n. n + m", "rec Add = λm n. Add n m"),
        ("lci", "FixedPoint;\n?Set trace on;\nx", "x"),
        ("lci", "Consult 'other one.lci';\nPrint x y;\n? Print\tz;\nQuit", "x y\nz"),
        ("lci", "'0' = \\s.\\z.z;\n0 '0'", "0 0"),
        ("latex", r"$\lambda x\,y.\ x_{1}\,(\mathit{add} y)$", "λx y. x1 (add y)"),
    ],
)
def test_what_the_tool_of_a_notation_reads_is_read(name: str, text: str, ours: str) -> None:
    assert lamb.convert(text, source=name) == ours


FILES = {
    "python": (
        '''#!/usr/bin/env python
"""A text,
f = x."""
def k(x, y):
    # here
    """It is "x"."""
    return x
def i(x) -> y: return (
x)
f = k(i)\\
  (i)
k(
i
)''',
        "k = λx y. x\ni = λx. x\nf = k i i\nk i",
    ),
    "javascript": (
        """'use strict';
import { x } from './y'
const { a, b } = require('c')
const i = x => x
i(i)
y => y
export { i };
module.exports = {
  i
}
export default i""",
        "i = λx. x\ni i\nλy. y\ni",
    ),
    "scheme": (
        """#lang racket
(provide f (all-defined-out))
#| a comment (
|#
[define (f x) (λ [y] [x y])]
(let ([x f]) x)""",
        "f = λx y. x y\n(λx. x) f",
    ),
    "haskell": (
        """{- a comment {- in another -} -}
import M
  (x)
data T = A
  | B
infixl 6 `f`
f x y = x `f` y `g` x y
a `f` b""",
        "rec f = λx y. g (f x y) (x y)\nf a b",
    ),
    "ocaml": (
        """(* a comment (* in another *) *)
let f : 'a -> 'a = fun x -> x
let _ = f f
let () = let _ = f in f
let g x = f""",
        "f = λx. x\nf f\n(λ_. f) f\ng = λx. f",
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_of_a_language_is_read_as_it_stands(name: str) -> None:
    text, ours = FILES[name]
    assert lamb.convert(text, source=name) == ours


@pytest.mark.parametrize(
    ("name", "text", "complaint"),
    [
        ("unlambda", "s 7", "t:1:3: “7” is no combinator"),
        ("lazyk", "*i", "t:1:1: this “*” has not two terms"),
        ("lazyk", "k(s", "t:1:2: this “(” is never closed"),
        ("lazyk", "`s)", "t:1:3: nothing is open that “)” closes"),
        ("lazyk", "sb", "t:1:2: “b” cannot stand here"),
        ("lazyk", "#", "t:1:1: there is no term here"),
        ("haskell", "f = \\x -> (x", "t:1:11: this “(” is never closed"),
        ("haskell", "f 2", "t:1:3: a number is no λ-term here"),
        ("python", "f x", "t:1:3: a function is called with its argument in brackets"),
        ("python", "lambda x:", "t:1:1: this λ has no body"),
        ("python", "(a, b)", "t:1:3: “,” stands between the arguments of a call"),
        ("scheme", "(f)", "t:1:1: a call has an argument"),
        ("scheme", "(lambda (x) x y)", "t:1:15: a function has one term as its body"),
        ("ocaml", "x))", "t:1:2: nothing is open that “)” closes"),
        ("javascript", "a => \n  new", "t:2:3: “new” is a word of the notation"),
        ("debruijn", "λ 0 (λ 2)", "t:1:8: 2 is the variable of no λ: there are 2 around"),
        ("codewars", "x = -1", "t:1:5: Church's numerals are never negative"),
        ("codewars", "x = \\ . x", "t:1:5: “\\” cannot stand here"),
        ("haskell", "f = $ x", "t:1:5: nothing stands before this “$”"),
        ("haskell", "(f . g .)", "t:1:8: nothing stands after this “.”"),
        ("haskell", "f .", "t:1:3: nothing stands after this “.”"),
        ("haskell", "(. f $ x)", "t:1:2: “.” comes before “$”: set brackets"),
        ("ocaml", "(f @@)", "t:1:4: nothing stands after this “@@”"),
        ("javascript", "x => { const y = x; }", "t:1:6: there is no “return” in this block"),
        ("javascript", "x => { return x", "t:1:6: this “{” is never closed"),
        ("javascript", "return x", "t:1:1: there is no “function” that this “return” belongs to"),
        ("javascript", "x => { y; return x; }", "t:1:8: a definition is wanted here"),
        (
            "javascript",
            "f function (x) { return x; }",
            "t:1:3: a function is called with its argument in brackets",
        ),
        ("javascript", "f(x\ny)", "t:2:1: a function is called with its argument in brackets"),
        ("javascript", "f\n  x y", "t:2:5: a function is called with its argument in brackets"),
        ("python", "def f(x):\n  y = x\n  return y", "t:1:1: “def” is a word of the notation"),
        ("haskell", "{- {- -} x", "t:1:1: “{” cannot stand here"),
        ("lci", "[a, ,b]", "t:1:5: “,” stands between the parts of a pair or a list"),
        ("lci", "[a,]", "t:1:4: a term is missing before this"),
        ("lci", "(a,b,c)", "t:1:1: a pair has two parts"),
        ("lci", "'0' = \\x.x", "t:1:1: numbers are Church's here"),
        ("lci", "a + + b", "t:1:5: nothing stands before this “+”"),
        ("lci", "\\X.X", "t:1:1: “\\” cannot stand here"),
        ("lambdulus", "λx.x", "t:1:1: “λ” cannot stand here"),
        ("lambdulus", "f a) b", "t:1:4: nothing is open that “)” closes"),
        ("mikrokosmos", "(a,b,c)", "t:1:1: a pair has two parts"),
        ("mikrokosmos", "a,b", "t:1:2: “,” stands between the parts of a pair"),
        ("mikrokosmos", "x (FST)", "t:1:4: this “FST” has no argument"),
        ("mikrokosmos", "\\SND.x", "t:1:2: “SND” is a word of the notation"),
        ("mikrokosmos", "x OF y", "t:1:3: there is no “CASE” that this “OF” belongs to"),
        ("mikrokosmos", "(CASE x) OF y;z", "t:1:2: this is not CASE term OF function; function"),
        ("mikrokosmos", "CASE x y OF y;z", "t:1:1: this is not CASE term OF function; function"),
        ("mikrokosmos", "a CASE x OF y;", "t:1:3: this is not CASE term OF function; function"),
        ("bulk", "B2 = B B B", "t:1:11: there is no term here"),
        ("bulk", "rec B2 = B2\nx", "t:1:5: a definition of a combinator is wanted here"),
        ("ski", "S (K", "t:1:3: this “(” is never closed"),
        ("unlambda", "`k.a", "t:1:3: “.a” has an effect, and is no λ-term"),
        ("unlambda", "`k", "t:1:1: this “`” has not two terms"),
        ("lci", "K = ; K", "t:1:1: “K” is defined by nothing"),
    ],
)
def test_what_is_wrong_has_a_place(name: str, text: str, complaint: str) -> None:
    with pytest.raises(ParseError) as error:
        lamb.convert(text, source=name, name="t")
    assert str(error.value).startswith(complaint)


LCI = """
Perms = \\l. If (IsNil l) [[]] (Concat (Map (\\x. Map (Cons x) (Perms (Without x l))) l));
Without = \\x.\\l. Filter (\\y. y != x) l;
Concat = \\l. Foldr Append Nil l;
"""


@pytest.mark.parametrize(
    ("term", "value"),
    [
        ("3+5*2", 13),
        ("2*3**2-1", 17),
        ("7/2", 3),
        ("Sum 1..10", 55),
        ("Sum (Take 3 (Nats 5))", 18),
        ("Length 1..10 ++ [4,5]", 12),
        ("Head (Map (\\n.n**2) 2..5)", 4),
        ("Product (Filter (Leq 6) [3,6,10,11])", 660),
        ("Snd (Head (Zip (Reverse [1,2]) 3:4:Nil))", 3),
        ("Length (Combine [1,2] [3,4,5])", 6),
        ("Fst (7,[])", 7),
        ("Ack 2 2", 7),
        ("If (Member 3 1..10) && (Length [3,4,5]) >= 3 1 2", 1),
        ("If 3 < 3 || 3 > 3 || 2 != 2 || (Not (ListEqual [1] [1])) || (All IsZero [0,1]) 1 2", 2),
        ("Length (Perms [1,2,3])", 6),
        ("(S K K (Iota Iota) Ack2 2 2) - (Iota (Iota I) 2 3)", 5),
        ("Theta (\\f.\\n. If (IsZero n) 0 (2 + (f n-1))) 3", 6),
    ],
)
def test_lci_programs_have_its_answers(term: str, value: int) -> None:
    *_, answer = lamb.Session(prelude=False, notation="lci").run(f"{LCI} {term}")
    assert isinstance(answer, lamb.Answer)
    assert lamb.read_numeral(answer.outcome.term) == value


@pytest.mark.parametrize(
    ("term", "value"),
    [
        ("plus 3 (mult 2 5)", 13),
        ("minus (fact 3) (pred 2)", 5),
        ("fib 6", 21),
        ("plus (div 17 5) (mod 17 5)", 5),
        ("(and (leq 2 3) (or (lt 3 3) (geq 3 3))) 1 2", 1),
        ("(implies (gt 2 3) (eq 2 3)) (not false 1 2) 3", 1),
        ("sum (map (mult 2) (filter (leq 2) (cons 1 (cons 2 (cons 3 nil)))))", 10),
        ("prod (take 2 (cons 3 (cons 4 (cons 5 nil))))", 12),
        ("plus (head (cons 7 nil)) (length (tail (cons 1 (cons 2 nil))))", 8),
        ("node 1 (node 2 nil nil) nil (\\x.\\a.\\b.plus x (plus a b)) 0", 3),
        ("FST (snd (pair 1 (2,3)))", 2),
        ("CASE (inr 3) OF (plus 2);(mult 2)", 6),
        ("caseof (INL 3) (plus 2) (mult 2)", 5),
        ("second (tuple 1 2)", 2),
        ("S K K (compose (B succ) I succ 1)", 3),
    ],
)
def test_mikrokosmos_programs_have_its_answers(term: str, value: int) -> None:
    *_, answer = lamb.Session(prelude=False, notation="mikrokosmos").run(term)
    assert isinstance(answer, lamb.Answer)
    assert lamb.read_numeral(answer.outcome.term) == value


@pytest.mark.parametrize(
    ("term", "value"),
    [
        ("+ (* 2 3) (- 9 5)", 10),
        ("^ 2 5", 32),
        ("/ 17 5", 3),
        ("IF (= 2 2) (IF (< 2 1) 1 2) 3", 2),
        ("IF (AND (<= 2 3) (OR (> 2 3) (NOT (>= 2 3)))) 1 2", 1),
        ("(OR2 F (NOT2 (ZERO 0))) 1 2", 2),
        ("Y (λfn.(<n 2) 1 (*n(f(PRED n)))) 4", 24),
        ("Z (λ f n . (ZERO n) 0 (SUC (f (- n 1)))) 3", 3),
        ("FIRST (SECOND (PAIR 1 (PAIR 2 3)))", 2),
        ("IF (NULL NIL) (FIRST (CONS 4 NIL)) 5", 4),
        ("DELTA 3 7", 4),
    ],
)
def test_lambdulus_programs_have_its_answers(term: str, value: int) -> None:
    *_, answer = lamb.Session(prelude=False, notation="lambdulus").run(term)
    assert isinstance(answer, lamb.Answer)
    assert lamb.read_numeral(answer.outcome.term) == value


def test_a_library_means_its_own_names_where_a_program_means_others() -> None:
    text = "plus = \\a.\\b.b\nsum (cons 1 (cons 2 nil))\nplus 1 2"
    *_, three, two = lamb.Session(prelude=False, notation="mikrokosmos").run(text)
    assert isinstance(three, lamb.Answer)
    assert isinstance(two, lamb.Answer)
    assert [lamb.read_numeral(one.outcome.term) for one in (three, two)] == [3, 2]


def test_a_program_renames_what_it_takes_of_a_library_for_itself_alone() -> None:
    for _ in range(2):
        assert lamb.convert("f = K\nK = \\x.x", source="mikrokosmos") == (
            "K' = λx y. x\nf = (λK. K) K'\nK = λx. x"
        )


def test_names_that_a_language_does_not_have_are_spelled_otherwise() -> None:
    text = "λlambda α x'. is-zero lambda α x' x"
    assert (
        lamb.convert(text, target="python")
        == "lambda xlambda: lambda alpha: lambda x_: is_zero(xlambda)(alpha)(x_)(x)"
    )
    assert lamb.convert("λx x. x", target="haskell") == "\\x x1 -> x1"


def test_a_name_that_is_defined_twice_means_what_it_meant_there() -> None:
    text = "a = \\ x . x\nb = a\na = \\ x . a b\nc = a"
    read = lamb.convert(text, source="codewars")
    assert read.split("\n") == [
        "a' = λx. x",
        "b = (λa. a) a'",
        "rec a = λx. a b",
        "c = a",
    ]


@pytest.mark.parametrize("name", [one.name for one in DIALECTS.values() if one.definition][1:])
@settings(max_examples=20)
@given(order=st.permutations(range(5)))
def test_a_definition_is_written_below_those_that_it_needs(name: str, order: list[int]) -> None:
    """Elsewhere than here, a name means what is above it."""
    texts = ["na = λx. x", "nb = na na", "nc = λna. nb na", "rec nd x = nd nc", "ne = na nb"]
    written = lamb.convert("\n".join([*(texts[one] for one in order), "nd ne"]), target=name)
    defined: set[str] = set()
    for one in parse(Source(lamb.convert(written, source=name))).statements:
        assert isinstance(one, Definition | Query)
        assert free_names(remove_names(one.term)) <= defined
        defined |= {one.name} if isinstance(one, Definition) else set()
    assert defined == {"na", "nb", "nc", "nd", "ne"}
    in_place = lamb.convert("\n".join([*texts, "nd ne"]), target=name)
    assert sorted(written.split("\n")) == sorted(in_place.split("\n"))


def test_definitions_stand_in_the_place_of_names_where_there_are_none() -> None:
    assert lamb.convert("id = λx. x\nid K", target="debruijn") == "(λ 0) K"
    assert lamb.convert("id = λx. x\nid K", target="debruijn", inline=True) == "(λ 0) (λ λ 1)"
    assert lamb.convert("rec f n = f\nf", target="elsa").startswith("let f = (\\f1 -> (\\x -> f1 (x x))")
    with pytest.raises(LambError, match="only definitions here"):
        lamb.convert("id = λx. x", target="blc")


@pytest.mark.parametrize("number", [0, 1, 3, 30])
def test_bytes_have_the_bits(number: int) -> None:
    written = lamb.convert(str(number), target="blc8")
    assert lamb.from_blc(lamb.convert(str(number), target="blc")) == lamb.church(number)
    assert lamb.parse_term(lamb.convert(written, source="blc8")) == lamb.church(number)
    with pytest.raises(LambError, match="bytes after the end"):
        lamb.convert(f"{written}\0", source="blc8")


def test_a_byte_that_would_end_a_line_elsewhere_stays() -> None:
    written = lamb.convert("λx y z. (λx y. x) z", target="blc8")
    assert "\r" in written
    assert lamb.convert(lamb.convert(written, source="blc8"), target="blc8") == written


def test_python_computes_the_same() -> None:
    program = PYTHON.format(lamb.convert("mul (add 2 3) 4", target="python", inline=True))
    assert subprocess.check_output([sys.executable, "-c", program], text=True) == "20\n"


@pytest.mark.skipif(shutil.which("node") is None, reason="there is no node")
def test_blocks_compute_what_node_says() -> None:
    program = """
    const add = (m, n) => { const more = f => { return x => m(f)(n(f)(x)); }; return more; };
    function twice(n) { function self(x) { return add(x, n) } return self(n); }
    """.replace("(m, n)", "m => n").replace("add(x, n)", "add(x)(n)")
    three = "f => x => f(f(f(x)))"
    said = subprocess.check_output(
        ["node", "-e", f"{program}; console.log(twice({three})(x => x + 1)(0))"], text=True
    )
    read = lamb.Session(notation="javascript")
    *_, answer = read.run(f"{program}; twice({three})")
    assert isinstance(answer, lamb.Answer)
    assert lamb.read_numeral(answer.outcome.term) == int(said) == 6


@pytest.mark.skipif(shutil.which("node") is None, reason="there is no node")
def test_javascript_computes_the_same() -> None:
    program = NODE.format(lamb.convert("mul (add 2 3) 4", target="javascript", inline=True))
    assert subprocess.check_output(["node", "-e", program], text=True) == "20\n"
