"""The kinds: that all evaluators agree on them, and that each is what it says."""

from __future__ import annotations

from itertools import product

import pytest

import lamb
from lamb import App, Budget, Lam, Outcome, Status, Term
from tests.effort import EXAMPLES
from tests.tools.kinds import recursion, textbook
from tests.tools.kinds.arithmetic import COMPARISONS, expression
from tests.tools.kinds.combinators import COMBINATORS
from tests.tools.kinds.kinds import BY_NAME, KINDS, Kind
from tests.tools.kinds.law import Agreed, agree
from tests.tools.kinds.lists import listed
from tests.tools.kinds.making import OMEGA, PRELUDE, drawing, subterms
from tests.tools.kinds.simply_typed import types
from tests.tools.kinds.uniform import term_numbered, terms_of

EACH = max(20, EXAMPLES)  # terms


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_all_evaluators_agree(kind: Kind) -> None:
    """The definition, the machine with and without integers, and a textbook that shares nothing with them."""
    found = [agreed(kind, number) for number in range(EACH)]
    ended = [one for one in found if one.ended]
    assert len(ended) > 0.8 * EACH
    assert sum(one.textbook_ended for one in ended) > 0.9 * len(ended)


def agreed(kind: Kind, number: int) -> Agreed:
    try:
        return agree(kind.term(number), kind.definitions)
    except AssertionError as error:
        error.add_note(f"python -m tests.tools.kinds --kind {kind.name} --number {number}")
        raise


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_number_always_means_the_same_closed_term_and_few_are_alike(kind: Kind) -> None:
    terms = [kind.term(number) for number in range(EACH)]
    assert [kind.term(number) for number in range(EACH)] == terms
    assert all(not term.open for term in terms)
    assert len(set(terms)) > 0.7 * EACH


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_what_is_printed_of_a_term_reads_as_the_term(kind: Kind) -> None:
    for number in range(EACH):
        term = kind.term(number)
        assert lamb.parse_term(lamb.pretty(term)) == term
        assert lamb.parse_term(textbook.write(textbook.read(lamb.pretty(term)))) == term


# ── Each is what it says ──────────────────────────────────────────────────────────────


def terms(name: str, most: int = EACH) -> list[Term]:
    return [BY_NAME[name].term(number) for number in range(most)]


def all_closed(size: int, scope: int = 0) -> set[str]:
    """Every term of a size, written in prefix form, by trying everything."""
    if size == 1:
        return {str(index) for index in range(scope)}
    found = {f"λ{body}" for body in all_closed(size - 1, scope + 1)}
    for left in range(1, size - 1):
        found |= {
            f"@{a} {b}" for a, b in product(all_closed(left, scope), all_closed(size - 1 - left, scope))
        }
    return found


def prefix(term: Term) -> str:
    match term:
        case Lam(_, body):
            return f"λ{prefix(body)}"
        case App(fn, arg):
            return f"@{prefix(fn)} {prefix(arg)}"
        case lamb.Var(index):
            return str(index)
    raise AssertionError("a name")


@pytest.mark.parametrize("size", range(1, 9))
def test_uniform_numbers_every_closed_term_of_a_size_once(size: int) -> None:
    numbered = [prefix(term_numbered(number, size)) for number in range(terms_of(size, 0))]
    assert len(set(numbered)) == len(numbered)
    assert set(numbered) == all_closed(size)


def test_uniform_knows_how_many_there_are() -> None:
    """Sequence A135501 of the On-Line Encyclopedia of Integer Sequences, from size 2 on."""
    counts = [1, 2, 4, 13, 42, 139, 506, 1_915, 7_558, 31_092, 132_170, 580_466, 2_624_545]
    assert [terms_of(size, 0) for size in range(2, 15)] == counts


def test_redex_rich_terms_have_redexes_in_redexes() -> None:
    counts = [len(list(lamb.redexes(term))) for term in terms("redex_rich")]
    assert min(counts) >= 1
    assert sum(counts) > 4 * EACH


def test_simply_typed_terms_have_a_type_and_end() -> None:
    for term in terms("simply_typed"):
        assert types(term)
        assert lamb.normalize(term, budget=Budget(steps=100_000)).finished


@pytest.mark.parametrize("text", ["λx. x x", "s s", "c c", "(λf. f (f c) (f s)) s", "p (λx. x) c"])
def test_what_has_no_simple_type_is_found_to_have_none(text: str) -> None:
    assert not types(lamb.parse_term(text))


def test_arithmetic_comes_to_what_python_says() -> None:
    for number in range(EACH):
        term, value = expression(drawing("sums", number), 3)
        for numbers in (False, True):
            outcome = lamb.normalize(term, definitions=PRELUDE, numbers=numbers)
            assert lamb.read_numeral(outcome.term) == value
    assert any(name in lamb.pretty(term) for term in terms("arithmetic") for name in COMPARISONS)


def test_lists_come_to_what_python_says() -> None:
    for number in range(EACH):
        term, items = listed(drawing("items", number), 3)
        expected = lamb.normalize(lamb.parse_term(f"[{', '.join(items)}]"), definitions=PRELUDE)
        assert lamb.normalize(term, definitions=PRELUDE).term == expected.term


def test_recursion_comes_to_what_python_says_and_is_recursion() -> None:
    for number in range(EACH):
        term, value = recursion.called(drawing("calls", number))
        outcome = lamb.normalize(term, definitions=recursion.DEFINITIONS)
        assert lamb.read_numeral(outcome.term) == value
    written = " ".join(map(lamb.pretty, terms("recursion", 50)))
    assert all(how in written for how in ("Y", "Z", "Θ", "-rec", "make make"))


def test_discarded_terms_hold_something_endless_and_end() -> None:
    eager = 0
    for term in terms("discarded"):
        parts = subterms(term)
        assert any(part in (OMEGA, lamb.Free("Ω")) or part == lamb.Free("Y") for part in parts)
        assert lamb.normalize(term, definitions=PRELUDE, budget=Budget(steps=2_000)).finished
        eagerly = lamb.trace(
            term, definitions=PRELUDE, strategy=lamb.Strategy.APPLICATIVE, budget=Budget(500, 50_000)
        )
        for _ in eagerly:
            pass
        eager += eagerly.status is Status.NORMAL_FORM
    assert eager < 0.2 * EACH


def test_combinators_have_no_lambda_of_their_own() -> None:
    for term in terms("combinators"):
        assert all(isinstance(part, App | lamb.Free) for part in subterms(term))
    assert all(name in " ".join(map(lamb.pretty, terms("combinators"))) for name in COMBINATORS)


def test_sharing_chains_take_the_machine_far_fewer_steps() -> None:
    found = [agree(term, PRELUDE) for term in terms("sharing")]
    assert sum(one.by_definition > 2 * one.by_machine for one in found) > 0.5 * EACH


def test_whoever_does_not_rename_is_wrong_about_capture_prone_terms() -> None:
    wrong = 0
    for term in terms("capture_prone"):
        text = lamb.pretty(term)
        with_care = textbook.Reduction({}, 500).normal(textbook.read(text))
        without = textbook.Reduction({}, 500, textbook.capture).normal(textbook.read(text))
        assert lamb.normalize(term).term == lamb.parse_term(textbook.write(with_care))
        wrong += lamb.parse_term(textbook.write(without)) != lamb.parse_term(textbook.write(with_care))
    assert wrong > 0.3 * EACH


# ── The textbook ──────────────────────────────────────────────────────────────────────


def test_the_textbook_reads_what_it_writes() -> None:
    for text in ("λx. x", "λx y. x y (λz. z) x", "f (λx. x) y", "(λx. x x) (λx. x x)"):
        assert textbook.write(textbook.read(textbook.write(textbook.read(text)))) == textbook.write(
            textbook.read(text)
        )
        assert lamb.parse_term(textbook.write(textbook.read(text))) == lamb.parse_term(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(λx y. x) y", "λz. y"),
        ("(λx y. x y) (λz. y)", "λz. y"),
        ("2 s", "λx. s (s x)"),
        ("(λx. a) ((λx. x x) (λx. x x))", "a"),
        ("(λx. λy. λv0. x) (y v0)", "λa b. y v0"),
    ],
)
def test_the_textbook_substitutes_and_renames(text: str, expected: str) -> None:
    said = textbook.Reduction({}, 100).normal(textbook.read(text))
    assert lamb.parse_term(textbook.write(said)) == lamb.parse_term(expected)


def test_the_textbook_gives_up() -> None:
    for text in ("(λx. x x) (λx. x x)", "(λx. f (x x)) (λx. f (x x))", "200 s z"):
        with pytest.raises(textbook.GivenUp):
            textbook.Reduction({}, 300).normal(textbook.read(text))


def test_a_textbook_that_does_not_rename_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(textbook, "substitute", textbook.capture)
    with pytest.raises(AssertionError, match="the textbook comes to another term"):
        agree(lamb.parse_term("(λx y. x) y"), {})


@pytest.mark.parametrize("wrong", ["steps", "term", "endless"])
def test_a_machine_that_is_wrong_is_found(monkeypatch: pytest.MonkeyPatch, wrong: str) -> None:
    def normalize(term: Term, **_: object) -> Outcome:
        if wrong == "endless":
            return Outcome(Status.STEPS, 1, lambda: term)
        return Outcome(Status.NORMAL_FORM, 9 if wrong == "steps" else 1, lambda: lamb.Free("a"))

    monkeypatch.setattr(lamb, "normalize", normalize)
    with pytest.raises(AssertionError):
        agree(lamb.parse_term("(λx. x) a" if wrong != "term" else "(λx. x) b"), PRELUDE)
