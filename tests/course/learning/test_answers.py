"""Other answers to the exercises of lessons than the solution: right ones, and wrong ones that look right."""

from __future__ import annotations

import pytest

from lamb.course.learning.study import attempt, curriculum
from lamb.course.learning.verification import UNHURRIED

LESSONS = {lesson.name: lesson for lesson in curriculum().lessons}

RIGHT = {
    "terms": ["x", "foo", "(y)"],
    "application": ["(g (f x))", "g ( f x )"],
    "brackets": ["f x (g y z)"],
    "abstraction": ["λf. f y", "λg. g y", "\\x. x y"],
    "reach": ["(λz. z z) y"],
    "currying": ["λf a b. f b a", "λf. λx. λy. f y x", "flip f x y = f y x"],
    "scope": ["λa. a (λb. b (λc. c))"],
    "free": ["λx. y z", "λx. x a b", "f x = a b"],
    "alpha": ["λa. y (a z)", "λx'. y (x' z)"],
    "substitution": ["λz. z (f a) (λx. x)", "λy. y (f a) (λz. z)"],
    "beta": ["λz. (λz. z) (z (λz. z))", "λy. (λx. x) (y (λw. w))", "r = λy. (λz. z) (y (λz. z))"],
    "capture": ["λa. g x (g x a)", "r y = g x (g x y)", "r = λz. g x (g x z)"],
    "redexes": ["f ((λx. x) y) ((λx. x) y)", "(λx. x) ((λx. x) y)", "(λx. (λy. y) x) z"],
    "normal-forms": ["λz. a", "λx. a"],
    "reading-steps": ["f ((λz. z) a) ((λy. y) a)"],
    "order": ["(λa b. b) ((λw. w) (λw. w)) b"],
    "divergence": [
        "(λx. x x x) (λx. x x x)",
        "(λx. x x y) (λx. x x y)",
        "(λy. y y) (λx. x (x x))",
        "λx. (λy. y y) (λy. y y)",
        "w = λx. x x\nw w w",
    ],
    "laziness": ["λa b. b b", "f x y = y y", "λx. λy. y y"],
    "definitions": [
        "thrice f x = f (f (f x))",
        "thrice = λg y. g (g (g y))",
        "twice f x = f (f x)\nthrice f x = f (twice f x)",
    ],
    "booleans": ["λx y p. p x y"],
    "not": ["λp. p false true", "not' p = p false true", "λp x y. p y x"],
    "and-or": ["λp q. p q p", "λp. p (λq. q) (λq. false)", "λp q x y. p (q x y) y"],
    "xor": [
        "λp q. p (not q) q",
        "λp q. if p (not q) q",
        "λp q. or (and p (not q)) (and (not p) q)",
        "λp q x y. p (q y x) (q x y)",
    ],
    "pairs": ["λp. pair (snd p) (fst p)", "λp. p (λx y. (y, x))", "swap' p = (p false, p true)"],
    "numerals": ["λf x. f (f (f x))", "three f x = f (f (f x))"],
    "succ": ["λn f x. f (n f x)", "λn f x. n f (f x)", "s n f = λx. n f (f x)"],
    "add": ["λm n. m succ n", "λm n f x. m f (n f x)", "λm n. n succ m", "λm. m succ"],
    "mul": ["λm n. m (add n) 0", "λm n f. m (n f)", "λm n f x. m (n f) x", "λm n. n (add m) 0"],
    "zero": ["λn. n (λx. false) true", "λn. n (K false) true", "λn. n (λx a b. b) (λa b. a)"],
    "pred": [
        "λn. fst (n (λp. pair (snd p) (succ (snd p))) (pair 0 0))",
        "λn f x. n (λg h. h (g f)) (λu. x) (λu. u)",
        "λn. n (λp. (snd p, succ (snd p))) (0, 0) true",
        "λn. snd (n (λp. (succ (fst p), fst p)) (0, 0))",
    ],
    "comparisons": [
        "λm n. and (is-zero (sub m n)) (is-zero (sub n m))",
        "λm n. is-zero (add (sub m n) (sub n m))",
        "λm n. is-zero (sub m n) (is-zero (sub n m)) false",
    ],
    "lists": ["λl. l and true", "λl. l (λx r. x r false) true", "λl. l (λx r. and r x) true"],
    "length": [
        "λl. l (λx n. succ n) 0",
        "λl. l (λx. succ) 0",
        "λl f x. l (λy. f) x",
        "λl. l (λx n. add n 1) 0",
        "λl. l (K succ) 0",
    ],
    "map": [
        "λf l. l (λx r. cons (f x) r) nil",
        "λf l. l (λx r. cons (f x) r) []",
        "λf l c n. l (λx r. c (f x) r) n",
    ],
    "filter": [
        "λp l. l (λx r. if (p x) (cons x r) r) nil",
        "λp l. l (λx r. p x (cons x r) r) []",
        "λp l. l (λx. p x (cons x) (λr. r)) nil",
    ],
    "append": ["λl. l (λx r. append r [x]) []", "λl. l (λx k acc. k (cons x acc)) (λa. a) []"],
    "eta": ["λy. f (g y)", "λx. f (g x)"],
    "combinators": ["K (K I)", "S (K K) (K I)"],
    "translation": ["S I (K a)"],
    "cases": [
        "λl r y g. l g r y",
        "λl. l (λr y g. g) (λr y g. r) (λr y g. y)",
        "next l = l (λx y z. z) (λx y z. x) (λx y z. y)",
    ],
    "scott": ["λn. n scott-zero (λx. x)", "λn. n scott-zero I", "λn. n n (λm. m)", "λn. n (λz s. z) (λm. m)"],
    "de-bruijn": ["λa b. a (λc. a c)"],
    "uncomputable": [
        "λh d. h d Ω d",
        "λh d. if (h d) Ω d",
        "λh d. h d (Y (λx. x)) d",
        "λh d. h d ((λx. x x) (λx. x x)) d",
    ],
    "pow": ["λm n. n m", "λm n. n (mul m) 1"],
    "self-application": [
        "λself n. leq n 0 0 (add (self self (pred n)) n)",
        "λagain n. if (is-zero n) 0 (add n (again again (pred n)))",
    ],
    "fixed-points": [
        "λf. (λx. x x) (λx. f (x x))",
        "(λx y. y (x x y)) (λx y. y (x x y))",
        "a = λx y. y (x x y)\na a",
    ],
    "recursion": [
        "rec fib n = leq n 1 n (add (fib (sub n 1)) (fib (sub n 2)))",
        "next p = (snd p, add (fst p) (snd p))\nfib n = fst (n next (0, 1))",
        "fib n = fst (n (λp. (snd p, add (fst p) (snd p))) (0, 1))",
        "fib = Y (λfib n. is-zero n 0 (is-zero (pred n) 1 (add (fib (pred n)) (fib (pred (pred n))))))",
    ],
    "shifting": ["[1,0,1]", "cons 1 [0, 1]", "mine = [1, 0, 1]"],
    "contexts": ["λh. (λa. a) ((λb. b b) h)", "context hole = (λx. x) ((λy. y y) hole)"],
    "rules": ["[l, r, b]", "proof = [l, r, b]"],
    "parallel": ["(λy. y) b", "result = (λz. z) b"],
    "fixed-point-theorem": [
        "Y (λy f. f (y f))",
        "Y (S I)",
        "D = λy f. f (y f)\nW = λx. D (x x)\nW W",
        "rec fix f = f (fix f)",
    ],
    "substitution-lemma": ["(w z) w", "mine = w z w"],
    "search": [
        "rec from p n = p n n (from p (succ n))\nλp. from p 0",
        "λp. Y (λself n. if (p n) n (self (add n 1))) 0",
        "go = λself p n. p n n (self self p (succ n))\nleast p = go go p 0",
    ],
    "solvability": ["λa b x. x", "λa. K I", "K (K I)"],
    "types": ["λg f x. f (g x)", "λf g. (λh x. g (h x)) f", "λf g x. (λy. g y) (f x)"],
    "machines": ["(λx. (λz. z) a x) b c", "state = (λy. (λz. z) a y) b c"],
    "need": ["(λx. f x x x x x) ((λy. y) a)", "(λx. x x x x) ((λy. y) a)", "(λx. f (x x) (x x)) ((λy. y) a)"],
    "scott-curry": [
        "λf a b. (λx. f (x x) b a) (λx. f (x x) b a)",
        "rec x f a b = f (x f a b) b a",
        "λf a b. Y (λx. f x b a)",
    ],
    "infinite-lists": ["rec l = cons a (cons b l)\nl", "Y (λl. cons a (cons b l))"],
}

WRONG = {
    "pow": ["λm n. mul m (mul m 1)", "λm n. is-zero n 1 (mul m n)"],
    "self-application": [
        "λself n. is-zero n 0 (is-zero (pred n) 1 10)",
        "λself n. n (λp q. add q (p (succ q))) (λq. 0) 1",
    ],
    "fixed-points": ["λf. f (f (f (f (λx. x))))", "λf. f (f (f (f ((λx. x x) (λx. x x)))))", "λf. f f"],
    "recursion": ["fib n = n", "fib n = leq n 1 n 8", "rec fib n = leq n 1 n (mul 2 (fib (pred n)))"],
    "shifting": ["[1, 0, 0]", "λz y. z (y z)"],
    "contexts": ["λhole. hole", "λhole. (λx. x) ((λy. y y) ((λz. z) hole))"],
    "rules": ["[l, b]", "[l, l, b]", "[r, l, b]"],
    "parallel": ["b b", "(λz. z) (λz. z) b"],
    "substitution-lemma": ["y z y", "w z y"],
    "search": ["λp. 7", "λp. p 7 7 (p 8 8 13)", "λp. 13 (λn. p n n (succ n)) 0"],
    "church-rosser": ["[a, b, c, d]", "[d, b, c, a]"],
    "fixed-point-theorem": ["λy f. f (y f)", "λf. f (f (f Ω))", "Y Y"],
    "solvability": ["λa b. a", "Ω", "λa b. λx. y"],
    "machines": ["(λy. (λx. x) b y) b c", "(λz. z) a ((λy. y) b) c"],
    "need": ["a", "(λx y. f x x x x y) a b", "(λx. f x x x x) a"],
    "scott-curry": ["λf a b. f a b", "λf a b. b", "λf a b. f (Y f) a b", "Y"],
    "infinite-lists": ["[a, b, a, b, a, b, a]"],
    "bohm-trees": ["λx. x (Ω x) (λy. x y)", "λx. x bottom (x y)"],
    "types": ["λf g x. g x", "λx. x x", "λf g x. g (f g)"],
}


def _cases(answers: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(name, text) for name, texts in answers.items() for text in texts]


@pytest.mark.parametrize(("name", "text"), _cases(RIGHT))
def test_right_answers_of_other_kinds_pass(name: str, text: str) -> None:
    came = attempt(LESSONS[name].exercise, text, budget=UNHURRIED)
    assert came.passed, came.message


@pytest.mark.parametrize(("name", "text"), _cases(WRONG))
def test_answers_that_only_look_right_do_not(name: str, text: str) -> None:
    assert not attempt(LESSONS[name].exercise, text, budget=UNHURRIED).passed


def test_every_lesson_is_answered_here_in_another_way() -> None:
    few = {"bohm-trees", "confluence", "church-rosser"}  # their answers are one term
    assert LESSONS.keys() - few == RIGHT.keys()
