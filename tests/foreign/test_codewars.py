"""Programs as they are written for Codewars: what their tests would ask of them comes out, from the file and
from what it is converted to.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import pytest
from hypothesis import given, settings, strategies as st

import lamb
from lamb import Answer, Budget, BudgetError, LambError, Session, Term
from lamb.errors import Source
from lamb.foreign.dialects import dialect_named
from lamb.foreign.encoded import read_binary_scott, read_negabinary
from lamb.foreign.writing import write_term
from tests.clocks import Clock

COMBINATORS = r"""
#import combinators.lc
B = \ f g x . f (g x)
K = \ x _ . x
I = \ x . x
Y = \ f . ( \ x . f (x x) ) ( \ x . f (x x) )
#import booleans.lc
Yes = \ y _n . y
No  = \ _y n . n
"""

CHURCH = (
    COMBINATORS
    + r"""
Next = \ n s z . s (n s z)
Times = \ m n s . m (n s)
is-zero = \ n . n (\_.No) Yes
Before = \ n s z . n ( \ f g . g (f s) ) (\_.z) \x.x
Two-before = \ n . Before (Before n)
Before = \ n . n ( \ k _ m . k m (Next m) ) K 0 0  # Two-before means the one above
_ = ()
Minus = \ m n . n Two-before m
Factorial = \ n . is-zero n 1
                 (Times n (Factorial (Two-before (Next n))))
"""
)

SCOTT = (
    COMBINATORS
    + r"""
# data Nat = Zero | Next Nat
Next = \ n . \ _zero next . next n   # one more
Before = \ n . n () I
Plus = \ m n . m n (B Next (Plus n))
Minus = \ m n . n m ( \ n-1 . m 0 ( \ m-1 . Minus m-1 n-1 ) )

# data List a = Nil | Cons a (List a)
Nil = \ nil _cons . nil
Cons = \ x xs .
         \ _nil cons .
             cons x xs
Head = \ xs . xs () K
Tail = \ xs . xs () ( \ _ xs . xs )
Sum = \ xs . xs 0 \ x xs .

# in the middle of it
#

      Plus x (Sum xs)
From = \ n . Cons n (From (Next n))
Take = \ n xs . n Nil ( \ n-1 . xs Nil \ x xs' . Cons x (Take n-1 xs') )
"""
)

BINARY = (
    COMBINATORS
    + r"""
Even = \ n . \ _end even _odd . even n
Odd  = \ n . \ _end _even odd . odd n
Next = \ n . n 1 Odd (B Even Next)
Plus = \ m n . m n
           ( \ m' . n m ( \ n' . Even (Plus m' n') ) ( \ n' . Odd (Plus m' n') ) )
           ( \ m' . n m ( \ n' . Odd (Plus m' n') ) ( \ n' . Even (Next (Plus m' n')) ) )
is-even = \ n . n Yes (K Yes) (K No)
"""
)

NEGABINARY = (
    COMBINATORS
    + r"""
Even = \ n . \ _end even _odd . even n
Odd  = \ n . \ _end _even odd . odd n
Doubled = \ n . n 0 (K (Even n)) (K (Even n))     # and negative
Beside = ( \ x y f . f x y )
           ( \ n . n  1 Odd (B Doubled (Beside No)) )   # the next one
           ( \ n . n -1 (B Odd (Beside Yes)) Doubled )  # the one before
Next = Beside Yes
Before = Beside No
Plus = \ m n . m n
           ( \ m' . n m ( \ n' . Doubled (Plus m' n') ) ( \ n' . Odd (Plus m' n') ) )
           ( \ m' . n m ( \ n' . Odd (Plus m' n') ) ( \ n' . Doubled (Before (Plus m' n')) ) )
"""
)

PROGRAMS = {
    "codewars": CHURCH,
    "codewars-scott": SCOTT,
    "codewars-binary": BINARY,
    "codewars-negabinary": NEGABINARY,
}


@cache
def sessions(notation: str) -> tuple[Session, Session]:
    """A session with the program in a notation, and one with it as one of ours. No term changes them."""

    def session(notation: str, program: str) -> Session:
        made = Session(notation=notation)
        assert not [one for one in made.run_program(Source(program)) if isinstance(one, LambError)]
        return made

    program = PROGRAMS[notation]
    return session(notation, program), session("lamb", lamb.convert(program, source=notation))


def asked(notation: str, term: str) -> tuple[Answer | LambError, Answer | LambError]:
    """What the program in a notation answers to a term, and what it does as one of ours."""

    def answer(session: Session, term: str) -> Answer | LambError:
        (result,) = session.run(term)
        assert isinstance(result, Answer | LambError)
        return result

    here, there = sessions(notation)
    return answer(here, term), answer(there, lamb.convert(term, source=notation))


def normal_form(notation: str, term: str) -> tuple[Term, Answer]:
    """The normal form that both answer to a term, and the first answer."""
    here, there = asked(notation, term)
    assert isinstance(here, Answer)
    assert isinstance(there, Answer)
    assert here.outcome.finished
    assert here.outcome.term == there.outcome.term
    return here.outcome.term, here


def number(notation: str, term: str) -> object:
    """The number that the answer to a term reads as; it has one such reading."""
    _, answer = normal_form(notation, term)
    (found,) = [one for one in answer.readings if one.kind in ("nat", "int")]
    assert found == str(found.value)
    return found.value


def listed(numbers: Sequence[int]) -> str:
    return "".join(f"(Cons {one} " for one in numbers) + "Nil" + ")" * len(numbers)


@pytest.mark.parametrize("notation", PROGRAMS)
@settings(max_examples=10)
@given(n=st.integers(0, 300))
def test_a_number_is_read_in_its_encoding(notation: str, n: int) -> None:
    assert number(notation, str(n)) == n
    assert number(notation, f"Next {n}") == n + 1


@given(n=st.integers())
def test_numbers_to_the_base_minus_two_may_be_negative(n: int) -> None:
    (answer,) = Session(notation="codewars-negabinary").run(str(n))
    assert isinstance(answer, Answer)
    assert [one.value for one in answer.readings.values] == [n]


@settings(max_examples=10)
@given(m=st.integers(-30, 30), n=st.integers(-30, 30))
def test_negative_numbers_are_added(m: int, n: int) -> None:
    assert number("codewars-negabinary", f"Plus {m} {n}") == m + n
    assert number("codewars-negabinary", f"Before {m}") == m - 1


@settings(max_examples=10)
@given(m=st.integers(0, 1000), n=st.integers(0, 1000))
def test_binary_numbers_are_added(m: int, n: int) -> None:
    assert number("codewars-binary", f"Plus {m} {n}") == m + n
    assert normal_form("codewars-binary", f"is-even {n} yes no")[0] == lamb.Free("no" if n % 2 else "yes")


@settings(max_examples=10)
@given(numbers=st.lists(st.integers(0, 12), max_size=5), m=st.integers(0, 6))
def test_a_library_of_lists_runs(numbers: list[int], m: int) -> None:
    assert number("codewars-scott", f"Sum {listed(numbers)}") == sum(numbers)
    taken, _ = normal_form("codewars-scott", f"Take {m} {listed(numbers)}")
    assert taken == normal_form("codewars-scott", listed(numbers[:m]))[0]
    assert number("codewars-scott", f"Sum (Take {m} (From 3))") == sum(range(3, 3 + m))
    assert number("codewars-scott", f"Minus 9 {m}") == 9 - m


@pytest.mark.parametrize(
    ("term", "value"),
    [("Before 5", 4), ("Two-before 5", 3), ("Minus 9 3", 3), ("Factorial 5", 120), ("Times 6 7", 42)],
)
def test_a_definition_means_what_was_defined_above_it(term: str, value: int) -> None:
    assert number("codewars", term) == value


def test_other_encodings_are_numbers_in_pairs_too() -> None:
    (answer,) = Session(notation="codewars-negabinary").run(r"\ p . p -1 2")
    assert isinstance(answer, Answer)
    assert answer.readings.values == ("(-1, 2)",)
    assert answer.readings[0].value == (-1, 2)


@pytest.mark.parametrize("term", ["λx y. y", "λx. x", "λf x. f (f x)", "λa b. b λc d. a", "λa b. b λc d. b"])
def test_what_is_no_numeral_of_scott_is_none(term: str) -> None:
    (answer,) = Session(notation="codewars-scott").run(term.replace("λ", "\\"))
    assert isinstance(answer, Answer)
    assert not [one for one in answer.readings if one.kind == "nat"]


@pytest.mark.parametrize("digits", [1, 6_000])
def test_many_digits_are_read_at_once(digits: int) -> None:
    """A number with as many digits is a term as deep, which is read in one go."""
    term = lamb.parse_term("λz x y. z")
    for _ in range(digits):
        term = lamb.Lam("_", lamb.Lam("_", lamb.Lam("t", lamb.App(lamb.Var(0), term))))
    assert read_binary_scott(term) == 2**digits - 1
    negative = read_negabinary(term)
    assert negative is not None
    assert 3 * negative == 1 - (-2) ** digits


# ── What has no value ──


@pytest.mark.parametrize("term", ["()", "_", "_x Yes", "Head Nil", "Before 0 (Next 0)", "() (Head Nil)"])
def test_what_has_no_value_is_an_error_where_that_is_needed(term: str) -> None:
    here, there = asked("codewars-scott", term)
    assert isinstance(here, LambError)
    assert here.message == "this needs the value of “()”, which has none"
    assert here.place
    assert here.place.text == term
    assert isinstance(there, Answer)  # where it is a name like any other


def test_what_has_no_value_may_be_in_an_answer() -> None:
    assert lamb.pretty(normal_form("codewars-scott", "Cons () Nil")[0]) == (
        "λ_ cons. cons undefined λnil _. nil"
    )
    assert lamb.pretty(normal_form("codewars-scott", r"\ x . () x")[0]) == "λx. undefined x"


@pytest.mark.parametrize("name", ["undefined", "undefined'"])
def test_a_name_of_the_program_is_not_the_term_without_a_value(name: str) -> None:
    assert isinstance(asked("codewars", rf"( \ {name} . () ) Yes")[0], LambError)
    assert normal_form("codewars", rf"( \ {name} . {name} ) Yes")[0] == normal_form("codewars", "Yes")[0]
    session = Session(notation="codewars")
    defined, answer, error = session.run(f"{name} = \\ x . x\n{name} y\n() y")
    assert isinstance(defined, lamb.Defined)
    assert isinstance(answer, Answer)
    assert answer.outcome.term == lamb.Free("y")
    assert isinstance(error, LambError)


def test_names_with_primes_stay_apart() -> None:
    written = r"\ undefined undefined' . undefined"
    assert lamb.parse_term(lamb.convert(written, source="codewars")) == lamb.parse_term("λx y. x")


def test_elsewhere_undefined_is_a_name() -> None:
    (answer,) = Session(notation="haskell").run("undefined x")
    assert isinstance(answer, Answer)


def test_names_that_bind_nothing_come_back() -> None:
    for written in (r"f = \ _ x _ . x ()", r"f = \ g _ . g (\ _ . g)"):
        assert lamb.convert(lamb.convert(written, source="codewars"), target="codewars") == written
    used = lamb.Lam("_", lamb.Lam("_", lamb.Var(1)))
    assert (
        lamb.parse_term(lamb.convert(write_term(used, dialect_named("codewars")), source="codewars")) == used
    )
    assert lamb.convert("λ_ _ x. x", target="haskell") == r"\_ _ x -> x"
    assert lamb.convert("undefined = 1\nundefined", target="codewars") == "undefined = 1\nundefined"


def test_a_definition_of_a_name_that_binds_nothing_is_none() -> None:
    """It is between a preloaded program and a solution."""
    assert lamb.convert("f = 1\n_ = ()\n_f = f\ng = f _f", source="codewars") == "f = 1\ng = f undefined"


def test_a_number_of_ours_is_the_same_one_in_other_encodings() -> None:
    assert lamb.convert("two = 2", target="codewars") == "two = 2"
    assert lamb.convert("two = 2", target="codewars-scott") == r"two = \ f x . f (f x)"


# ── Names that are defined twice ──


def test_an_earlier_definition_gets_a_name_that_stands_nowhere() -> None:
    text = "f = x\nf = f' f''\ng = f\nf' = 1\nf' = 2"
    read = ["f''' = x", "f = f' f''", "g = f", "f'''' = 1", "f' = 2"]
    assert lamb.convert(text, source="codewars").split("\n") == read


def test_a_name_may_be_defined_many_times() -> None:
    text = "f = \\ x . x y\n" * 1_500 + "g = f\n" + "f = f\n" * 2
    read = lamb.convert(text, source="codewars").split("\n")
    assert read[0] == "f'1501 = λx. x y"
    assert read[-4:] == ["f'' = λx. x y", "g = (λf. f) f''", "rec f' = f", "rec f = f"]
    assert len("\n".join(read)) < 3 * len(text)


@pytest.mark.parametrize("text", ["f = x\n", "f = f\n", "f = g\ng = f\n"])
def test_seconds_are_kept_where_names_are_defined_many_times(text: str) -> None:
    with pytest.raises(BudgetError):
        lamb.convert(text * 10_000, source="codewars", budget=Budget(seconds=3, clock=Clock()))


# ── Complaints ──


@pytest.mark.parametrize("text", [r"f = \ x", r"f = \ . x", r"f = \ () . x", "f = \\"])
def test_what_is_missing_of_a_lambda_is_said(text: str) -> None:
    with pytest.raises(
        LambError, match=r"<text>:1:5: “.” cannot stand here without variables and “[.]” after it"
    ):
        lamb.convert(text, source="codewars")


@pytest.mark.parametrize(
    ("notation", "text", "hint"),
    [
        ("codewars", "f x = x", r"a definition is written f = \ x y . x"),
        ("codewars", "f = x\n  g = f", r"a definition is written f = \ x y . x"),
        ("codewars", "x = -1", "codewars-negabinary"),
        ("codewars-binary", "x = -1", "codewars-negabinary"),
        ("codewars-scott", "x = -1", "codewars-negabinary"),
        ("codewars-scott", "x = 1000000", "codewars-binary"),
        ("codewars", "f =", r"a definition is written f = \ x y . x"),
    ],
)
def test_a_complaint_says_what_now(notation: str, text: str, hint: str) -> None:
    with pytest.raises(LambError) as raised:
        lamb.convert(text, source=notation)
    assert hint in str(raised.value.hint)
