"""Assertions: claims for one case, or for all that can be generated."""

from __future__ import annotations

from functools import partial
from itertools import count
from pathlib import Path

import pytest

import lamb
from lamb import Budget, Checked, Session, Status, Verdict
from lamb.course.assertions import check, check_larger
from lamb.errors import Source
from lamb.notation.names import CONSTRUCTORS
from lamb.notation.parser import parse
from lamb.notation.syntax import Assertion
from lamb.prelude import prelude
from tests.clocks import Clock
from tests.sessions import answer, results


def checked(text: str, session: Session | None = None) -> Checked:
    """What came of the last claim in a text."""
    found = results(text, session)[-1]
    assert isinstance(found, Checked)
    return found


# ── One case ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("add 1 2 == 3", Verdict.HOLDS),
        ("add 1 2 == 4", Verdict.FAILS),
        ("λx. x == λy. y", Verdict.HOLDS),
        ("λx. f x == f", Verdict.FAILS),
        ("λx. f x =eta= f", Verdict.HOLDS),
        ("f =eta= λx. f x", Verdict.HOLDS),
        ("λx. x x =eta= f", Verdict.FAILS),
        ("λx y. f x y =eta= f", Verdict.HOLDS),
        ("K != I", Verdict.HOLDS),
        ("add 1 2 != 3", Verdict.FAILS),
        ("λx. f x != f", Verdict.HOLDS),
        ("Ω != I", Verdict.UNDECIDED),
        ("forall n : nat. n != succ n", Verdict.HOLDS),
        ("forall n : nat. mul n n != n", Verdict.FAILS),
        ("Ω == Ω", Verdict.UNDECIDED),
        ("a == Ω", Verdict.UNDECIDED),
        ("K a Ω == a", Verdict.HOLDS),
        ("[1, 2] == λc n. c 1 (c 2 n)", Verdict.HOLDS),
        ("unknown == unknown", Verdict.HOLDS),
        ("unknown == other", Verdict.FAILS),
    ],
)
def test_a_claim_holds_or_fails_or_is_not_decided(claim: str, verdict: Verdict) -> None:
    found = checked(f"assert {claim}", Session(budget=Budget(steps=1_000)))
    assert found.verdict is verdict
    assert (found.stopped is Status.STEPS) == (verdict is Verdict.UNDECIDED)


def test_a_claim_that_fails_shows_both_normal_forms() -> None:
    found = checked("assert add 1 2 == I 4")
    assert (found.left, found.right) == (lamb.church(3), lamb.church(4))
    assert found.counterexample == {}
    assert found.place.text == "add 1 2 == I 4"


@pytest.mark.parametrize(
    "claim",
    ["plus 1 2 == 3", "Ω == plus 1 2", "forall plux : nat. plus plux 1 == succ plux"],
)
def test_a_claim_that_does_not_hold_has_a_note_on_names_without_a_definition(claim: str) -> None:
    (note,) = checked(f"assert {claim}", Session(budget=Budget(steps=1_000))).notes
    assert note.message == "“plus” is not defined: did you mean “add”?"
    assert note.place is not None
    assert note.place.text == "plus"


def test_a_claim_that_holds_has_no_notes() -> None:
    assert checked("assert plus 1 2 == (λx. plus 1 x) 2").notes == ()


def test_a_claim_sees_later_definitions_of_its_program() -> None:
    source = lamb.Source("assert half-of 4 == 2\nhalf-of = half", "demo.lc")
    (found, _) = Session().run_program(source)
    assert isinstance(found, Checked)
    assert found.verdict is Verdict.HOLDS


# ── All cases ─────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "claim",
    [
        "n : nat. add n 0 == n",
        "m n : nat. add m n == add n m",
        "p q : bool. not (and p q) == or (not p) (not q)",
        "xs : list nat. reverse (reverse xs) == xs",
        "xs ys : list bool. length (append xs ys) == add (length xs) (length ys)",
        "p : pair nat bool. pair (fst p) (snd p) == p",
        "xs : list (list nat), n : nat. length (cons [n] xs) == succ (length xs)",
        "n : nat, b : bool. fst (n, b) == n",
        "n : nat. λx. n x =eta= n",
    ],
)
def test_a_true_claim_about_all_holds(claim: str) -> None:
    found = checked(f"assert forall {claim}")
    assert found.verdict is Verdict.HOLDS
    assert found.examples > 1
    assert found.counterexample == {}


@pytest.mark.parametrize(
    ("claim", "values"),
    [
        ("n : nat. n == 5", {"n": "0"}),
        ("n : nat. lt n 7 == true", {"n": "7"}),
        ("m n : nat. sub m n == sub n m", {"m": "0", "n": "1"}),
        ("m n : nat. add m n == m", {"m": "0", "n": "1"}),
        ("b : bool. b == true", {"b": "false"}),
        ("b : bool. b == false", {"b": "true"}),
        ("p q : bool. and p q == or p q", {"p": "false", "q": "true"}),
        ("xs : list nat. reverse xs == xs", {"xs": "[0, 1]"}),
        ("xs : list nat. is-nil xs == true", {"xs": "[0]"}),
        ("xs : list nat. lt (length xs) 3 == true", {"xs": "[0, 0, 0]"}),
        ("p : pair nat nat. fst p == snd p", {"p": "(0, 1)"}),
        ("xs : list (list bool). length (concat xs) == 0", {"xs": "[[false]]"}),
        ("n : nat, b : bool. if b n 3 == n", {"n": "0", "b": "false"}),
    ],
)
def test_a_false_claim_is_shown_by_its_smallest_counterexample(claim: str, values: dict[str, str]) -> None:
    found = checked(f"assert forall {claim}")
    assert found.verdict is Verdict.FAILS
    assert list(found.counterexample) == list(values)
    for name, value in values.items():
        expected = lamb.normalize(lamb.parse_term(value), definitions=prelude()).term
        assert lamb.normalize(found.counterexample[name]).term == expected
    assert found.left is not None
    assert found.left != found.right


def test_a_claim_is_tried_on_the_same_values_every_time() -> None:
    claims = [checked("assert forall m n : nat. lt (mul m n) 20 == true") for _ in range(2)]
    assert claims[0].counterexample == claims[1].counterexample
    assert claims[0].verdict is Verdict.FAILS


def test_a_claim_that_never_ends_is_not_decided() -> None:
    found = checked("assert forall n : nat. add n Ω == n", Session(budget=Budget(steps=500)))
    assert (found.verdict, found.stopped) == (Verdict.UNDECIDED, Status.STEPS)


def test_a_counterexample_counts_though_other_cases_never_end() -> None:
    found = checked("assert forall n : nat. is-zero n Ω n == 4", Session(budget=Budget(steps=500)))
    assert found.verdict is Verdict.FAILS
    assert lamb.read_numeral(found.counterexample["n"]) == 1


@pytest.mark.parametrize("claim", ["Ω == a", "forall n : nat. add n Ω == n"])
def test_an_interrupted_claim_is_not_decided(claim: str) -> None:
    found = checked(f"assert {claim}", Session(watch=lambda steps: True))
    assert (found.verdict, found.stopped) == (Verdict.UNDECIDED, Status.INTERRUPTED)


def test_a_generalized_name_hides_a_definition_and_no_other() -> None:
    session = Session()
    assert (
        checked("n = nonsense\nk = n\nassert forall n : nat. (λx. n) k == n", session).verdict
        is Verdict.HOLDS
    )
    assert checked("assert forall cons nil : nat. [cons] == λc. c cons", session).verdict is Verdict.FAILS
    assert checked("assert forall cons nil : nat. head [cons] == cons", session).verdict is Verdict.HOLDS
    assert answer("n", session) == "nonsense"


def test_checking_leaves_no_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    checked("assert forall xs : list nat. reverse xs == xs")
    assert list(tmp_path.iterdir()) == []


# ── Within a budget ───────────────────────────────────────────────────────────────────


def ticking(seconds: float) -> Budget:
    """So many seconds, of a clock that goes on by one each time it is read."""
    now = count()
    return Budget(seconds=seconds, clock=lambda: next(now))


def test_many_short_reductions_are_held_to_the_time_as_one_long_one_is() -> None:
    looks = 100
    found = checked("assert forall n : nat. n == n", Session(budget=ticking(looks / 2)))
    assert (found.verdict, found.stopped) == (Verdict.UNDECIDED, Status.SECONDS)


def test_values_that_take_long_to_generate_are_held_to_the_time_too() -> None:
    sort = "nat"
    for _ in range(14):
        sort = f"list ({sort})"
    clock = Clock()
    found = checked(f"assert forall x : {sort}. x == x", Session(budget=Budget(seconds=20, clock=clock)))
    assert (found.verdict, found.stopped) == (Verdict.UNDECIDED, Status.SECONDS)
    assert clock.looks < 50


def test_a_counterexample_that_is_found_in_time_is_kept() -> None:
    claim = "assert forall l : list nat. l == nil"
    whole = checked(claim)
    short = checked(claim, Session(budget=ticking(60)))
    assert whole.verdict is short.verdict is Verdict.FAILS
    assert short.counterexample["l"].size >= whole.counterexample["l"].size


def test_a_claim_about_many_names_is_checked_like_any_other() -> None:
    names = " ".join(f"n{number}" for number in range(40))
    assert checked(f"assert forall {names} : bool. n7 == n7").verdict is Verdict.HOLDS


# ── Values larger than the generated ones ─────────────────────────────────────────────


@pytest.mark.parametrize(
    "claim",
    [
        "n : nat. leq n 12 == true",
        "xs : list bool. leq (length xs) 5 == true",
        "xs : list (list nat). leq (length (head xs)) 5 == true",
        "p : pair nat (list bool). leq (length (snd p)) 5 == true",
    ],
)
def test_what_holds_of_small_values_only_fails_for_larger_ones(claim: str) -> None:
    (statement,) = parse(Source(f"assert forall {claim}")).statements
    assert isinstance(statement, Assertion)
    normalize = partial(lamb.normalize, definitions=prelude(), budget=Budget(steps=100_000))
    assert check(statement, CONSTRUCTORS, normalize).holds
    assert check_larger(statement, CONSTRUCTORS, normalize, "seed").holds is False
