"""Other answers to the exercises of the notebooks than the solutions: several right ones, and wrong ones
that look right. Students who copy what stands under a question get no points either.
"""

from __future__ import annotations

import json
import re
from functools import partial
from itertools import product
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from lamb.course.exercises.__main__ import released
from lamb.course.exercises.submission import NotYet
from lamb.notebook.exercise import exercise
from tests.course.exercises.students import session

SOLVED = sorted((Path(__file__).parents[3] / "notebooks/instructor/solutions").glob("*.ipynb"))


def checks(path: Path, *, for_students: bool = False) -> dict[str, str]:
    """The cells that check, hidden tests included or not, by the names of their exercises."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    cells: list[Any] = released(notebook)["cells"] if for_students else notebook["cells"]
    marks = [(cell["metadata"].get("nbgrader", {}).get("grade_id", ""), cell) for cell in cells]
    return {
        name.removesuffix("-check"): "".join(cell["source"])
        for name, cell in marks
        if name.endswith("-check")
    }


CHECKS = {name: check for path in SOLVED for name, check in checks(path).items()}
RELEASED = {name: check for path in SOLVED for name, check in checks(path, for_students=True).items()}

QUOTED = "var x = λv a l. v x\napp t u = λv a l. a t u\nlam f = λv a l. l f\n"

RIGHT = {
    "few": ["few = (λf x. f (x y)) z", "few = (λg. λh. g (h y)) z"],
    "drawn": ["drawn = λa. a (λb. b a) a", "drawn x = (x (λy. y x)) x"],
    "open-one": ["open-one = λx. a b", "open-one x = x (b a)"],
    "closed": ["closed = λf g x. f x (λy. x g)", "closed f g x = f x λy. x g"],
    "clear": ["clear = λx. x (λy. λz. z) (λw. x)"],
    "alike": [
        "first = true\nsecond = false\nthird = true\nfourth = false\nfifth = false\nsixth = true",
        "first = λa b. a\nsecond = not true\nthird = K\nfourth = K I\nfifth = 0\nsixth = true",
    ],
    "contracted": ["contracted = f (λy. y) (λy. y)", "contracted = f (λa. a) λb. b"],
    "redexes": ["redexes = 3", "redexes = λf x. f (f (f x))", "redexes = add 1 2"],
    "careful": ["careful = λz. g x (g x z)", "careful y = g x (g x y)"],
    "growing": [
        "growing = (λx. x x x) (λx. x x x)",
        "growing = (λx. f (x x)) (λx. f (x x))",
        "w = λx. x x x\ngrowing = w w",
        "growing = (λx. x x y) (λx. x x y)",
    ],
    "terms": ["terms = 4", "terms = succ 3"],
    "lazy": ["lazy = (λx y. y) ((λx. x x) (λx. x x))", "Ω = (λx. x x) (λx. x x)\nlazy = K I Ω"],
    "value": ["value = λy. (λz. z) a", "value x = (λy. y) a"],
    "dear": ["dear = (λx. f x x x x) ((λy. y) ((λy. y) a))"],
    "unless": ["unless p x y = p y x", "unless = λp a b. if p b a", "unless p = not p"],
    "my-and": ["my-and p q = p q false\nmy-or p q = p true q", "my-and p q = p q p\nmy-or p q = p p q"],
    "my-xor": ["my-xor p q = p (not q) q"],
    "stubborn": ["stubborn = (λx. x x) (λx. x x)", "stubborn = Y I"],
    "or-of": ["or-of f p q = f (f p p) (f q q)", "no f p = f p p\nor-of = λf p q. f (no f p) (no f q)"],
    "tautology-3": [
        "tautology-2 t = and (and (t true true) (t true false)) (and (t false true) (t false false))\n"
        "tautology-3 t = and (tautology-2 (t true)) (tautology-2 (t false))",
        "both t = and (t true) (t false)\ntautology-3 t = both λp. both λq. both λr. t p q r",
    ],
    "island": [
        "exactly-one = λa b c. a (nor b c) (xor b c)\n"
        "island a b c = and (iff a (nor a (or b c))) (iff b (exactly-one a b c))",
        "exactly-one a b c = or (and a (and (not b) (not c))) (or (and b (nor a c)) (and c (nor a b)))\n"
        "island a b c = and (iff a (not (or a (or b c)))) (iff b (exactly-one a b c))",
    ],
    "four": ["four = λf x. f (f (f (f x)))", "four = (λf x. f (f x)) λf x. f (f x)"],
    "twice-plus": ["twice-plus m n f x = m f (m f (n f x))"],
    "my-mul": [
        "my-mul m n f = m (n f)\nmy-pow m n = n m",
        "my-mul m n f x = m (n f) x\nmy-pow m n = n m",
    ],
    "big": ["big = (λn. n n n n) (λf x. f (f x))"],
    "divisible-by-3": [
        "tick = λs a b c. s b c a\ndivisible-by-3 n = n tick (λa b c. a) true false false",
        "divisible-by-3 n = fst (n (λp. (fst (snd p), (snd (snd p), fst p))) (true, (false, false)))",
        "rec divisible-by-3 n = leq n 2 (is-zero n) (divisible-by-3 (sub n 3))",
        "rec divisible-by-3 n = is-zero n true (is-zero (pred n) false (is-zero (pred (pred n)) false "
        "(divisible-by-3 (pred (pred (pred n))))))",
        "divisible-by-3 n = is-zero (n (λs. is-zero s 2 (pred s)) 0)",
    ],
    "my-fact": [
        "my-fact n = snd (n (λp. (succ (fst p), mul (fst p) (snd p))) (1, 1))",
        "my-fact n = n (λf i a. f (succ i) (mul i a)) (λi a. a) 1 1",
    ],
    "between": [
        "between low n high = and (is-zero (sub low n)) (is-zero (sub n high))",
        "between a n b = nor (not (is-zero (sub a n))) (not (is-zero (sub n b)))",
    ],
    "regroup": ["regroup p = (fst (fst p), (snd (fst p), snd p))", "regroup p = p λq c. q λa b. (a, (b, c))"],
    "largest": ["largest list = list max 0", "largest = foldr max 0", "largest l = l (λx y. leq x y y x) 0"],
    "my-append": [
        "my-append l m = l cons m",
        "my-append l m = foldr cons m l",
        "my-append l m c n = l c (m c n)",
    ],
    "split": [
        "split p l = l (λx s. p x (cons x (fst s), snd s) (fst s, cons x (snd s))) ([], [])",
        "keep p l = l (λx r. p x (cons x r) r) []\nsplit p l = (keep p l, keep (λx. not (p x)) l)",
    ],
    "my-reverse": ["my-reverse l = l (λx rest done. rest (cons x done)) I []"],
    "second-or": [
        "second-or d list = list d (λfirst rest. rest d (λsecond others. second))",
        "head-or d l = l d (λx rest. x)\nsecond-or d l = l d (λx rest. head-or d rest)",
    ],
    "my-sort": [
        "my-insert n l = snd (l (λx p. (cons x (fst p), leq n x (cons n (cons x (fst p))) (cons x (snd p)))) "
        "([], [n]))\nmy-sort l = l my-insert []",
    ],
    "sums": [
        "sums = λself n. is-zero n 0 (add n (self self (pred n)))",
        "sums self n = if (leq n 0) 0 (add (self self (sub n 1)) n)",
        "less = pred\nsums = λs n. is-zero n n (add (s s (less n)) n)",
    ],
    "my-gcd": [
        "rec my-gcd m n = is-zero n m (my-gcd n (mod m n))",
        "my-gcd = Y (λg m n. is-zero m n (is-zero n m (leq m n (g m (sub n m)) (g (sub m n) n))))",
    ],
    "fibs": [
        "rec go a b = cons a (go b (add a b))\nfibs = go 0 1",
        "rec go p = cons (fst p) (go (snd p, add (fst p) (snd p)))\nfibs = go (0, 1)",
        "rec fibs = cons 0 (cons 1 (zip-with add fibs (tail fibs)))",
    ],
    "patient": ["patient = λself n. is-zero n (λu. 0) (λu. add n (self (pred n))) I"],
    "another": ["another = S K S", "another = S K (K K)", "another = S K (S K K)"],
    "half": ["half = S I I", "half = S (S K K) I", "half = S I (S K K)"],
    "two": ["two = S (S (K S) K) I", "two = S (S (K S) K) (S K K)"],
    "proof": ["proof = λf g x. g (f x)", "proof f g = λx. (λy. g y) (f x)"],
    "named": ["named = λf a b. f b a", "named x y z = x z y"],
    "decoded": ["decoded = λx. λy. y x", "decoded a b = b a"],
    "pictured": ["pictured = λx y. y (y x)"],
    "size": [
        QUOTED + "rec size t = t (λx. 1) (λt u. succ (add (size t) (size u))) (λf. succ (size (f (var I))))",
        QUOTED + "rec size t = t (K 1) (λa b. add 1 (add (size a) (size b))) (λf. add (size (f (var 0))) 1)",
    ],
}

TABLE = "".join(f"(eq n {n} {str(n % 3 == 0).lower()} " for n in range(25)) + "false" + ")" * 25
"""A function of n by a table, as far as it goes."""

WRONG = {
    "few": ["few = (λf. λx. f x y) z", "few = ((λf. (λx. (f (x y)))) z)", "few = λx. z (x y)"],
    "drawn": ["drawn = λx. x ((λy. y x) x)", "drawn = λx. x (λy. x y) x"],
    "open-one": ["open-one = λa b. a b", "open-one = a b"],
    "closed": ["closed = λf g. f g (λy. f g)", "closed = λf g x. f x (λy. y g)"],
    "clear": ["clear = λx. x (λx. λx. x) (λy. x)", "clear = λx. x (λy. λz. y) (λw. x)"],
    "alike": ["first = true\nsecond = true\nthird = true\nfourth = true\nfifth = true\nsixth = true"],
    "contracted": ["contracted = f f (λy. y)", "contracted = λy. f y y"],
    "redexes": ["redexes = 2", "redexes = three", "redexes = λf x. f (f x)"],
    "careful": ["careful = λx. g x (g x x)", "careful = g x (g x z)"],
    "growing": [
        "growing = (λx. x x) (λx. x x)",
        "growing = (λy. y y) (λz. z z)",
        "Ω = (λx. x x) (λx. x x)\ngrowing = Ω",
        "growing = K ((λx. x x) (λx. x x))",
        "growing = (λx. x) ((λx. x x) (λx. x x))",
        "growing = (λx. x x x) (λx. x)",
        "growing = f ((λx. x x) (λx. x x))",
    ],
    "terms": ["terms = 5", "terms = 8"],
    "lazy": ["lazy = (λx. a) ((λx. x x) (λx. x x))", "lazy = (λx. x x) (λx. x x)", "lazy = λx. x"],
    "value": ["value = λy. a", "value = λy. (λz. z) b"],
    "dear": ["dear = f a", "dear = (λx. f x x) ((λy. y) a)"],
    "unless": ["unless p x y = coffee", "unless p x y = p x y", "unless p x y = p coffee tea"],
    "my-and": ["my-and p q = p true q\nmy-or p q = p q false", "my-and = and\nmy-or = or"],
    "my-xor": ["my-xor = xor", "my-xor p q = p q (not q)"],
    "stubborn": ["stubborn = true", "stubborn = false"],
    "or-of": [
        "or-of f p q = p true q",
        "or-of f p q = p p q",
        "or-of f p q = f (λx y. x) (λx y. y) (p p q) (p q p)",
        "or-of f p q = f p (f p p) (p p q) (p q p)",
        "or-of f = or",
        "or-of f p q = or p q",
    ],
    "tautology-3": [
        "tautology-3 t = t true true true",
        "tautology-3 t = and (t true true true) (t false false false)",
    ],
    "island": [
        "exactly-one a b c = xor a (xor b c)\nisland a b c = a false (b (c false true) false)",
        "exactly-one a b c = eq 1 (add (a 1 0) (add (b 1 0) (c 1 0)))\nisland a b c = false",
    ],
    "four": ["four = 4", "four = λf x. f (f (f x))"],
    "twice-plus": ["twice-plus m n = add m (add m n)", "twice-plus m n f x = m f (n f x)"],
    "my-mul": ["my-mul = mul\nmy-pow = pow", "my-mul m n = n m\nmy-pow m n = n m"],
    "big": ["big = 65536", "big = (λn. n n n) (λf x. f (f x))"],
    "divisible-by-3": [
        f"divisible-by-3 n = {TABLE}",
        "divisible-by-3 n = is-zero (mod n 3)",
        "my-mod = mod\ndivisible-by-3 n = is-zero (my-mod n 3)",
        "divisible-by-3 n = or (is-zero n) (or (eq n 3) (or (eq n 6) (or (eq n 9) (eq n 12))))",
    ],
    "my-fact": [
        "my-fact = fact",
        "my-fact n = eq n 5 120 (eq n 3 6 1)",
        "rec my-fact n = is-zero n 1 (mul n (my-fact (pred n)))",
    ],
    "between": [
        "between low n high = and (leq low n) (leq n high)",
        "between low n high = is-zero (sub low n)",
    ],
    "regroup": ["regroup p = (1, (2, 3))", "regroup p = (x, (y, z))", "regroup p = p"],
    "largest": ["largest l = l max 1", "largest = maximum", "largest l = l K 0"],
    "my-append": ["my-append = append", "my-append l m = m cons l"],
    "split": ["split p l = (filter p l, filter (λx. not (p x)) l)", "split p l = ([2, 4], [1, 3])"],
    "my-reverse": ["my-reverse = reverse", "my-reverse l = l (λx r. cons x r) []"],
    "second-or": [
        "second-or = λd l. list d (λfirst rest. rest d (λsecond others. second))",
        "second-or = λx list. list d (λfirst rest. rest d (λsecond others. second))",
        "second-or = λd l. l d (λfirst rest. rest d (λsecond others. b))",
        "second-or = λd l. l d (λfirst rest. rest d (λsecond others. K second list))",
        "second-or = λd l. l d (λfirst rest. rest d (λsecond others. others second (λx y. second)) (list))",
    ],
    "my-sort": ["my-insert = insert\nmy-sort = sort", "my-insert n l = cons n l\nmy-sort l = l my-insert []"],
    "sums": [
        "sums = λself n. is-zero n 0 (is-zero (pred n) 1 10)",
        "sums = λself n. n (λp q. add q (p (succ q))) (λq. 0) 1",
        "sums = λself n. eq n 0 0 (eq n 1 1 (eq n 2 3 (eq n 3 6 10)))",
        "rec sums self n = is-zero n 0 (add n (sums self (pred n)))",
        "sums self n = is-zero n 0 (add n (self (pred n)))",
    ],
    "my-gcd": ["my-gcd = gcd", "my-gcd m n = min m n", "my-gcd m n = is-zero n m 4"],
    "fibs": [
        "fibs = [0, 1, 1, 2, 3, 5, 8, 13, 21]",
        "fibs = [0, 1, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233, 377, 610, 987, 1597, 2584]",
        "rec from n = cons (fib n) (from (succ n))\nfibs = from 0",
        "rec tail-of n = cons n (tail-of n)\nfibs = append [0, 1, 1, 2, 3, 5, 8, 13, 21] (tail-of 34)",
    ],
    "patient": ["patient = λself n. is-zero n 0 (add n (self (pred n)))", "patient = λself. triangular"],
    "another": ["another = K a", "another = S K K", "another = I", "another = λx. x", "another = K"],
    "half": ["half = K (f f)", "half = S I", "half = λx. x x", "half = f"],
    "two": ["two = K (K (f (f x)))", "two = 2", "two = S I I", "two = K (S (K f) f)"],
    "proof": ["proof = λf g x. f (g x)", "proof = λf g x. x", "proof = λf g x. g (f y)", "proof = Y"],
    "named": ["named = λf a b. f a b"],
    "decoded": ["decoded = λx. λy. x y"],
    "pictured": ["pictured = λx y. x (x y)"],
    "size": [
        QUOTED + "rec size t = t (λx. 1) (λt u. add (size t) (size u)) (λf. succ (size (f (var I))))",
        QUOTED + "size t = t (λx. 1) (λt u. 5) (λf. f (var I) (λx. 2) (λt u. 9) (λg. 3))",
        QUOTED + "rec size t = t (λx. 1) (λt u. 5) (λf. succ (size (f (var I))))",
    ],
}

DERIVED = {"self", "swapped", "inside", "together", "short", "turing", "fixed-square"}
"""Exercises whose answers are derivations, or three terms of which one has many right answers."""


def cases(answers: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(name, text) for name, texts in answers.items() for text in texts]


def marked(name: str, text: str) -> float | None:
    """The points that the checks of an exercise give to what a text defines, where they give a share of them.

    Raises NotYet.
    """
    asked = SimpleNamespace(exercise=partial(exercise, session=session(text)))
    *first, last = re.split(r"\n(?=lamb)", CHECKS[name])
    names: dict[str, Any] = {"lamb": asked, "product": product}
    for cell in first:
        exec(cell, names)
    if "partial=True" in last:
        names["lamb"] = asked
        exec("earned = " + last, names)
        earned: float = names["earned"]
        return earned
    exec(last, names)
    return None


def test_every_exercise_has_answers_here() -> None:
    assert CHECKS.keys() - DERIVED == RIGHT.keys() == WRONG.keys()


@pytest.mark.parametrize(("name", "text"), cases(RIGHT))
def test_right_answers_pass(name: str, text: str) -> None:
    assert marked(name, text) in (None, 3)


@pytest.mark.parametrize(("name", "text"), cases(WRONG))
def test_wrong_answers_do_not(name: str, text: str) -> None:
    try:
        earned = marked(name, text)
    except NotYet:
        return
    assert earned is not None
    assert earned < 3


@pytest.mark.parametrize("name", RELEASED)
def test_what_students_see_does_not_print_an_answer(name: str) -> None:
    copied = re.findall(r'"is the term ([^"#]+)"', RELEASED[name])
    copied += re.findall(r'"(?:assert )?[\w-]+ == ([^" ]+)', RELEASED[name])
    assert copied == []
