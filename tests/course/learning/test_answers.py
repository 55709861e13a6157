"""Other answers to the exercises of lessons than the solution: right ones, and wrong ones that look right."""

from __future__ import annotations

import pytest

from lamb.course.learning.study import attempt, curriculum
from lamb.course.learning.verification import UNHURRIED

LESSONS = {lesson.name: lesson for lesson in curriculum().lessons}

RIGHT = {
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
    "solvability": ["λa b x. x", "λa. K I", "K (K I)"],
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
    "church-rosser": ["[a, b, c, d]", "[d, b, c, a]"],
    "fixed-point-theorem": ["λy f. f (y f)", "λf. f (f (f Ω))", "Y Y"],
    "solvability": ["λa b. a", "Ω", "λa b. λx. y"],
    "scott-curry": ["λf a b. f a b", "λf a b. b", "λf a b. f (Y f) a b", "Y"],
    "infinite-lists": ["[a, b, a, b, a, b, a]"],
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
