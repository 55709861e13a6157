"""The claims of checks: which answers pass, and the messages that the others get."""

from __future__ import annotations

import pytest
from hypothesis import given

import lamb
from lamb import LambError, Term
from lamb.course.learning.claims import RULES, claims
from lamb.course.learning.form import code_of
from tests.course.learning.pages import answered, lesson, page, said
from tests.strategies import shared

PASSING = {
    "assert answer a b == b a": ["λx y. y x", "T"],
    "assert answer a == b a": ["λx. b x", "b"],
    "assert forall n : nat. answer n == succ n": ["succ", "λn f x. n f (f x)", "add 1"],
    "assert forall p q : bool. answer p q == answer q p": ["and", "xor", "λp q. true"],
    "has a normal form": ["λx. x", "fact 4", "K a Ω"],
    "has no normal form": ["Ω", "Y", "(λx. x x x) (λx. x x x)"],
    "is the term #5b690918c97a": ["λx. x", "λy. y"],
    "has the normal form #5b690918c97a": ["I", "S K K", "λx. I x"],
    "grows with every step": [
        "(λx. x x x) (λx. x x x)",
        "(λx. f (x x)) (λx. f (x x))",
        "w3 = λx. x x x\nw3 w3",
    ],
    "is a fixed-point combinator": ["Y", "λf. (λx. f (x x)) (λx. f (x x))", "Θ", "λf. Θ f", "Y (S I)"],
    "answer I has no normal form": ["λx. Ω", "Y"],
    "is the term λx. x y": ["λx. x y", "λz. (z y)"],
    "is not the term Ω": ["ω ω", "x"],
    "is an α-variant of λx. y x": ["λz. y z"],
    "is a variable": ["x", "zero?"],
    "is an application": ["f x", "Ω ω"],
    "is an abstraction": ["λx. x", "\\x -> x"],
    "is a normal form": ["x y", "λx. x"],
    "is no normal form": ["(λx. x) y", "f ((λx. x) y)"],
    "has 2 redexes": ["(λx. x) ((λy. y) z)"],
    "has 1 redex": ["(λx. x) y"],
    "has no λ": ["S K K", "x"],
    "has at most 1 pair of brackets": ["f (x y)", "f x"],
    "has at most 7 characters": ["λx. x"],
    "binds no name twice": ["λx y. x (λz. z)"],
    "is closed": ["λx. x", "K 3"],
    "has 2 free variables": ["x y", "λz. x y z"],
    "has 1 free variable": ["K x"],
    "has the free variables x y": ["y x x"],
    "has the type (a -> b) -> a -> b": ["λx. x", "I", "λf x. f x", "app = λf. f\napp"],
    "has no simple type": ["ω", "λx. x x"],
    "defines two": ["two = 2", "one = 1\ntwo = succ one", "let two = 2", "rec two = 2"],
    "may use true numerals": ["true 3 x"],
    "may use nothing": ["λx. x"],
    "may not use and or": ["not", "λp q. p q false", "xor"],
    "is the next step of (λx. x x) y": ["y y"],
    "is the next step of (λx. x x) ((λy. y) z) by applicative order": ["(λx. x x) z", "… z"],
    "is a head normal form": ["x ((λy. y) z)", "λx. x Ω"],
    "is no head normal form": ["λx. (λy. y) x", "(λy. y) x"],
    "is a weak normal form": ["λx. (λy. y) x", "x"],
    "is no weak normal form": ["x ((λy. y) z)"],
    "is a weak head normal form": ["x ((λy. y) z)", "λx. (λy. y) x"],
    "is no weak head normal form": ["(λx. x) y", "(λx y. x) a b"],
    "reduces to λf x. f x": ["succ 0", "pred 2", "(λy. y) λf x. f x"],
    "(λx. x x) (I I) reduces to answer": ["(λx. x x) I", "I I (I I)", "I"],
    "answer 2 reduces to 4": ["λn. add n n", "mul 2"],
    "reads as 5": ["5", "add 2 3", "λf x. f (f (f (f (f x))))"],
    "reads as [1, 2]": ["[1, 2]", "cons 1 [2]"],
    "answer 1 reads as true": ["λn. is-zero (pred n)", "K true"],
    "takes at most 1 step": ["(λx. x) y", "x"],
    "takes exactly 2 steps": ["(λx. x) ((λx. x) y)"],
    "takes at least 1,000 steps": ["fact 6"],
    "answer 3 takes at most 100 steps": ["λn. add n n"],
    "takes exactly 4 steps by applicative order": ["(λx. z) ((λx. x) ((λx. x) ((λx. x) y)))"],
    "answer (Ω) takes exactly 1 step by call by name": ["λx. y"],
    "takes fewer steps by normal order than by applicative order": ["(λx. z) Ω", "(λx. z) (I I)"],
    "ends by normal order": ["(λx. z) Ω"],
    "ends by call by value": ["λx. Ω", "x"],
    "answer Ω ends by call by name": ["λx. y"],
    "does not end by applicative order": ["(λx. z) Ω"],
    "answer Ω does not end by call by value": ["λx. y", "I"],
}

REFUSED = {
    ("is the term #5b690918c97a", "I I"): "“I I” is another term than the one that is wanted",
    ("has the normal form #5b690918c97a", "K I"): "(0, false or nil), which is not right",
    ("has the normal form #5b690918c97a", "Ω"): "this does not come to an end",
    ("grows with every step", "Ω"): "step 1 leads from 9 nodes to 9: it has to grow with every step",
    ("grows with every step", "K Ω"): "step 1 leads from 13 nodes to 10",
    ("grows with every step", "I x"): "this ends after 1 step",
    ("grows with every step", "x"): "this is a normal form already",
    ("is a fixed-point combinator", "λf. f (f (f x))"): "gives “f” 3 times, and then ends with x",
    ("is a fixed-point combinator", "λf. f (f Ω)"): "gives “f” 2 times, and then does not come to an end",
    ("is a fixed-point combinator", "λf. 300 f Ω"): "no end and no repetition is seen after “f” 200 times",
    ("assert answer d a == a", "λx y. a"): "“a” is free here: no λ binds it",
    ("assert answer d == a", "λx. c"): "“c” is free here: no λ binds it",
    ("assert forall n : nat. answer n == min n 12 -- nat", "λn. n"): "for n = ",
    ("assert forall l : list nat. answer l == length l", "λl. min 5 (length l)"): "and should give",
    ("assert answer a b == b a", "λx y. x y"): "“(λx y. x y) a b” gives a b, and should give b a",
    ("assert answer a == b", "f = λx. x"): "“f a” gives a, and should give b",
    ("assert answer == 2", "pair 1 1"): "((1, 1)), and should give 2",
    ("assert answer == 2", "3"): "your answer gives 3, and should give 2",
    ("assert answer true == false -- bool", "I"): "“I true” gives true, and should give false",
    ("assert answer 0 == false -- bool", "K true"): "“(K true) 0” gives true, and should give false",
    (
        "assert forall n : nat. answer n == pred n",
        "λn. n",
    ): "for n = 1: “(λn. n) n” gives 1, and should give 0",
    ("assert answer == f", "λx. f x"): "(the same up to η, but that is not enough here)",
    ("assert answer a == a", "λx. Ω"): "“(λx. Ω) a” does not come to an end within 10,000 steps",
    ("has a normal form", "Y I"): "this does not come to an end",
    ("has a normal form", "(λx. x x x) (λx. x x x)"): "this does not come to an end",
    ("has no normal form", "(λx. x) y"): "this ends after a step, with y",
    ("has no normal form", "x"): "this is a normal form already",
    ("answer I has no normal form", "λx. x"): "“(λx. x) I” ends, with λx. x (1), and should not",
    ("is the term f (g x)", "f g x"): "brackets",
    ("is the term f x", "x"): "“x” is a variable, and an application is wanted",
    ("is the term f x", "(λy. f y) x"): "reduces to the same",
    ("is the term f x", "f y"): "another term",
    ("is not the term Ω", "Ω"): "the very term that is not wanted",
    ("is an α-variant of λx. y x", "λx. y x"): "choose others",
    ("is an α-variant of λx. y x", "λy. y y"): "is not “λx. y x” with its bound variables renamed",
    ("is a variable", "λx. x"): "“λx. x” is an abstraction, and a variable is wanted",
    ("is an application", "x"): "“x” is a variable, and an application is wanted",
    ("is an abstraction", "x y"): "“x y” is an application, and an abstraction is wanted",
    ("is a normal form", "f ((λx. x) y)"): "(λx. x) y can still be contracted",
    ("is a normal form", "λx. (λy. y) x"): "a redex under a λ can still be contracted",
    ("is no normal form", "x"): "is a normal form",
    ("has 2 redexes", "(λx. x) y"): "has 1 redex, not 2",
    ("has no λ", "f λx. x"): "there is a λ in it",
    ("has no λ", "i = λx. x\ni i"): "there is a λ in it",
    ("has at most 0 pairs of brackets", "(f x)"): "this has 1 pair of brackets, and none will do",
    ("has at most 4 characters", "λx. x"): "this has 5 characters, and 4 will do",
    ("binds no name twice", "λx. x λx. x"): "“x” is still bound more than once",
    ("is closed", "λx. y"): "“y” is free here: no λ binds it",
    ("is closed", "λx. suc x"): "did you mean “succ”?",
    ("has 2 free variables", "λx. x"): "nothing is free here, and 2 free variables are wanted",
    ("has 1 free variable", "x y z"): "“x”, “y” and “z” are free here, and 1 free variable is wanted",
    ("has the free variables x y", "x"): "free here: “x”; wanted: “x” and “y”",
    ("has the type a -> a", "λx. x x"): "“λx. x x” has no simple type: “x” would need a type",
    ("has the type a -> a", "K"): "the principal type of “K” is a → b → a, and a → a is no instance of it",
    ("has no simple type", "K"): "“K” has the type a → b → a, and none is wanted",
    ("defines two", "λf x. f (f x)"): "give it its name, in the last line: two = …",
    ("defines two", "too = 2"): "this defines “too”; the name that is wanted is “two”",
    ("may use true", "false"): "this uses “false”, which is defined already: here you may use “true”",
    ("may use nothing", "λx. 3"): "this uses “3”, which is defined already",
    ("may use K", "f = not\nf"): "this uses “not”",
    ("may use nothing", "[a, b]"): "this uses “cons”",
    ("may use K", "rec f = f"): "this uses “Y”",
    ("may not use and or", "and"): "this uses “and”, which is what you are to do without",
    ("may not use Y", "rec f n = f n\nf"): "this uses “Y” (for rec), which is what you are to do without",
    ("may not use cons", "λx. [x]"): "this uses “cons” (for [ ]), which is what you are to do without",
    ("may not use and or", "nand"): "this uses “nand”, which is made with “and”",
    ("is the next step of (λx. x x) y", "y x"): "only some occurrences",
    ("is the next step of (λx. x x) y", "y ("): "this “(” is never closed",
    (
        "is a head normal form",
        "λx. (λy. y) x",
    ): "“λx. (λy. y) x” is no head normal form: there is a redex at its head",
    ("is no weak normal form", "λx. I x"): "is a weak normal form: there is no redex outside of every λ",
    ("reduces to λx. x", "K"): "should reduce to “λx. x”: no",
    ("(λx. x x) (I I) reduces to answer", "Ω"): "“(λx. x x) (I I)” should reduce to “Ω”: no",
    ("answer 2 reduces to 4", "λn. succ n"): "“(λn. succ n) 2” should reduce to “4”: no",
    ("reduces to x y", "(λx. x x x) (λx. x x x) y"): "no way there was found within 10,000 steps",
    ("reduces to a", "1000000"): "too large",
    ("reads as 5", "6"): "this gives 6, and should give 5",
    ("reads as 5", "Ω"): "this does not come to an end",
    ("answer 1 reads as true", "K false"): "“(K false) 1” gives false, and should give true",
    ("takes at most 1 step", "I (I x)"): "this takes 3 steps, and should take at most 1",
    ("takes at most 1 step", "Ω"): "this does not come to an end within 10,000 steps",
    ("takes at least 1,000 steps", "x"): "this takes 0 steps, and should take at least 1,000",
    ("takes exactly 2 steps by applicative order", "x"): "by applicative order",
    ("takes fewer steps by normal order than by applicative order", "Ω"): "by normal order",
    ("takes fewer steps by normal order than by applicative order", "(λx. x) y"): "this takes 1 step by",
    (
        "ends by applicative order",
        "(λx. z) Ω",
    ): "this does not come to an end within 10,000 steps by applicative order",
    ("answer Ω ends by call by name", "I"): "“I Ω” does not come to an end",
    ("does not end by normal order", "(λx. z) Ω"): "this ends after 1 step by normal order, and should not",
    ("does not end by normal order", "x"): "this ends at once by normal order, and should not",
    ("assert 2 == answer", "3"): "your answer gives 3, and should give 2",
    ("is closed", "one = 1\nadd one x"): "“x” is free here",
}


@pytest.mark.parametrize(("check", "text"), [(check, text) for check in PASSING for text in PASSING[check]])
def test_what_does_what_is_asked_passes(check: str, text: str) -> None:
    came = answered(check, text)
    assert (came.passed, came.message) == (True, "That is right.")


@pytest.mark.parametrize(("check", "text"), REFUSED)
def test_what_does_not_is_refused_with_a_word(check: str, text: str) -> None:
    assert REFUSED[check, text] in said(check, text)


def test_every_rule_is_tried_here() -> None:
    words = {rule.split()[0:3][-1] for rule in RULES}
    tried = " ".join(PASSING)
    assert {word for word in words if word.islower() and word.isalpha() and word not in tried} == set()


def test_the_first_claim_that_does_not_hold_is_what_is_said() -> None:
    check = "is closed\n-- a comment\n\nassert answer a == b"
    assert "free" in said(check, "λx. y")
    assert "gives" in said(check, "λx. x")


@pytest.mark.parametrize(
    ("check", "place", "hint"),
    [
        ("is a normal fomr", (0, 1), "did you mean “is a normal form”?"),
        ("is closed\nbites", (1, 1), "README.md"),
        ("is the term λx", (0, 13), "put a “.”"),
        ("assert answer ==", (0, 15), "write one after it"),
        ("is the next step of x by magic", (0, 26), "there are normal order"),
    ],
)
def test_a_mistake_in_a_check_has_its_place(check: str, place: tuple[int, int], hint: str) -> None:
    text = page(check)
    first = text[: text.index("```check")].count("\n") + 2
    with pytest.raises(LambError) as found:
        claims(lesson(text).exercise.check)
    below, column = place
    assert str(found.value).startswith(f"lessons/01-not.md:{first + below}:{column}: ")
    assert hint in str(found.value)
    assert check.splitlines()[-1] in str(found.value)


@given(shared())
def test_the_code_of_a_term_does_not_tell_what_parts_of_it_are_shared(term: Term) -> None:
    assert code_of(term) == code_of(lamb.parse_term(lamb.pretty(term)))
