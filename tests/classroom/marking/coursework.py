"""An assignment, and answers to it: right ones, wrong ones, and such as do harm."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st

from lamb.classroom.marking.assignment import Assignment, read_assignment
from lamb.errors import Source

TEXT = """\
-- Week 1: choose, count, reduce.

-- Asks for both.
both p q = p q p

-- exercise nand: Not both
-- Define `nand`: it is false only where both are true.
-- points: 3
-- asks: may not use and
-- hint: what does `both` give?
nand p q = secret-helper (both p q)
secret-helper b = b false true
assert nand true false == true
assert nand false false == true
-- hidden
assert forall p q : bool. nand p q == not (and p q)

-- exercise double, triple: Counting
-- Define `double` and `triple`.
double n = add n n
triple n = add n (double n)
-- points: 1
assert double 2 == 4
assert forall n : nat. triple n == add n (double n)   -- points: 2

-- exercise kix: A reduction
-- Reduce the term, one step a line.
-- points: 5
-- operators: =b>
eval kix :
  (λx y. x) (λx. x) z w
  =b> (λy x. x) z w
  =b> (λx. x) w
  =b> w

-- exercise there: Back and forth
-- points: 2
-- marking: whole
conf there :
  (λx. x) a
  =b> a
  <b= (λx. a) b
"""

assignment: Assignment = read_assignment(Source(TEXT, "week-1.lc"))

ANSWERS: dict[str, tuple[str, ...]] = {
    "nand": (
        "nand p q = p (not q) true",
        "nand = λp q. not (both p q)",
        "nand p q = not (and p q)",
        "nand p q = true",
        "nand = λp q. p",
        "nand = (λx. x x x) (λx. x x x)",
        "rec nand = nand",
        "nand = nand",
        "nand p q = secret-helper (both p q)",
        "nand = )",
        "",
    ),
    "double": ("double n = add n n", "double = mul 2", "double n = n", "double n f x = n f (n f x)", ""),
    "triple": (
        "triple n = mul 3 n",
        "triple n = add n (double n)",
        "triple n = double n",
        "triple = 3 succ",
        "",
    ),
    "kix": (
        "eval kix :\n  (λx y. x) (λx. x) z w\n  =b> (λy x. x) z w\n  =b> (λx. x) w\n  =b> w",
        "eval kix :\n  (λx y. x) (λx. x) z w\n  =b> (λy x. y) z w\n  =b> (λx. z) w\n  =b> z",
        "eval kix :\n  (λx y. x) (λx. x) z w\n  =b> (λy x. x) z w",
        "conf kix :\n  (λx y. x) (λx. x) z w\n  =*> w",
        "eval kix :\n  (λx y. x) (λx. x) z w\n  =b> w",
        "eval kix :\n  w",
        "eval kix :\n  (λx y. x) (λx. x) z w\n  =b> )",
        "",
    ),
    "there": (
        "conf there :\n  (λx. x) a\n  =b> a\n  <b= (λx. a) b",
        "conf there :\n  (λx. x) a\n  =b> a",
        "eval there :\n  (λx. x) a\n  <b= (λx. a) b",
        "",
    ),
}
"""For each name, statements that a student may write, right ones first; nothing is no answer."""


@st.composite
def submissions(draw: st.DrawFn) -> list[str]:
    """The statements of a student, one for each name that is asked, in any order, and some of their own."""
    chosen = [draw(st.sampled_from(ways)) for ways in ANSWERS.values()]
    own = draw(
        st.lists(st.sampled_from(("mine = λx. x", "and = λp q. p", "twice f x = f (f x)")), unique=True)
    )
    return draw(st.permutations([text for text in (*chosen, *own) if text]))


def program(statements: Sequence[str]) -> str:
    """The statements as a text."""
    return "\n\n".join(statements) + "\n"
