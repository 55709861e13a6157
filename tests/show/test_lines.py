"""What results look like."""

import pytest
from hypothesis import given

import lamb
from lamb.calculus.budget import Status
from lamb.calculus.numerals import church, is_numeral
from lamb.calculus.term import App, Free, Term, rebuilt
from lamb.encodings.values import with_numbers
from lamb.notation.printer import beginning
from lamb.show.lines import (
    FORMATS,
    LONGEST_BEGINNING,
    LONGEST_SHOWN,
    Format,
    Look,
    Rendered,
    complaint,
    indexed,
    plain,
    render,
)
from tests.cli.command import OMEGA
from tests.strategies import doubled, terms


def results(text: str, budget: lamb.Budget = lamb.Budget(steps=100_000)) -> list[lamb.Result]:  # noqa: B008
    return list(lamb.Session(budget=budget).run(lamb.Source(text, "demo.lc")))


def rendered(text: str, look: Look = Look()) -> list[Rendered]:  # noqa: B008
    return [render(result, look) for result in results(text)]


def answer(text: str, look: Look = Look()) -> str:  # noqa: B008
    *_, last = rendered(text, look)
    return plain(last.answer)


def remarks(text: str, look: Look = Look()) -> str:  # noqa: B008
    return "\n".join(plain(one.remarks) for one in rendered(text, look) if one.remarks)


# ── Answers ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (r"\x y. y x x", "λx y. y x x"),
        (r"\x y. y", "λx y. y    -- 0, false, nil"),
        ("zero = 0\n" + r"\x y. y", "λx y. y    -- 0, false, nil, zero"),
        ("x", "x"),
        ("f 3", "f λf x. f (f (f x))"),
        ("(1, true)", "λp. p (λf x. f x) λx y. x    -- (1, true)"),
        ("fact 5", "120"),
        (r"\s. " + " ".join(["s"] * 60), "λs. " + " ".join(["s"] * 60)),
    ],
)
def test_an_answer_is_its_term_and_what_it_can_be_read_as(written: str, shown: str) -> None:
    assert answer(written) == shown


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (
            "S",
            {
                "value": "λf g x. f x (g x)",
                "term": "λf g x. f x (g x)",
                "debruijn": "λ λ λ 2 0 (1 0)",
                "blc": "00000001011110100111010",
            },
        ),
        ("0", {"value": "0, false, nil", "term": "λf x. x", "debruijn": "λ λ 0", "blc": "000010"}),
        ("K", {"value": "true", "term": "λx y. x"}),
        (r"\x. x x x", {"value": "λx. x x x", "debruijn": "λ 0 0 0", "blc": "000101101010"}),
        ("fact 4", {"value": "24", "readings": "24"}),
        ("x", {"value": "x", "debruijn": "x"}),
        (r"x 2 \y. y", {"value": "x (λf x. f (f x)) λy. y", "debruijn": "x (λ λ 1 (1 0)) λ 0"}),
    ],
)
def test_a_format_is_what_it_says(written: str, shown: dict[Format, str]) -> None:
    assert {format: answer(written, Look(format=format)) for format in shown} == shown


@pytest.mark.parametrize("format", FORMATS)
def test_in_every_format_an_answer_is_one_line(format: Format) -> None:
    assert answer("fact 5", Look(format=format)).count("\n") == 0


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("f (add 1 2)", "f λf x. f (f (f x))    -- f 3"),
        ("I (f 1 2)", "f (λf x. f x) λf x. f (f x)    -- f 1 2"),
        ("K (K 2)", "λy y f x. f (f x)    -- λy y. 2"),
        ("f 100", "f 100"),
        ("f 3", "f λf x. f (f (f x))"),  # as it was written
        ("I (f 1)", "f λf x. f x"),
        ("I (f 0)", "f λf x. x"),
        ("f (2 x)", "f λx'. x (x x')"),
    ],
)
def test_an_answer_that_cannot_be_read_is_written_with_numbers(written: str, shown: str) -> None:
    assert answer(written) == shown


@given(terms())
def test_what_is_written_with_numbers_is_the_same_term(term: Term) -> None:
    applied = App(Free("f"), App(term, church(3)))
    named = with_numbers(applied)
    assert named is not None
    assert unfolded(named) == unfolded(applied)


def unfolded(term: Term) -> Term:
    """A term in which no number is a name."""
    return rebuilt(
        term,
        lambda node: church(int(node.name)) if isinstance(node, Free) and is_numeral(node.name) else None,
    )


def test_ascii_has_no_lambda() -> None:
    for format in FORMATS:
        assert answer("2", Look(format=format, ascii=True)).isascii()
    assert answer(r"\x. y x x", Look(ascii=True)) == r"\x. y x x"


def test_numerals_are_unfolded_where_a_number_is_an_index() -> None:
    assert indexed(lamb.parse_term("2 1")) == "(λ λ 1 (1 0)) λ λ 1 0"


def test_definitions_and_imports_look_like_nothing() -> None:
    assert rendered("a = 1\nimport prelude") == [Rendered(), Rendered()]


# ── Long terms ────────────────────────────────────────────────────────────────────────

WIDE = r"\s. " + " ".join(["s"] * LONGEST_SHOWN)


def test_a_term_that_is_only_elided_on_a_terminal_is_otherwise_whole() -> None:
    assert answer(WIDE) == "λ" + WIDE[1:]
    shown = answer(WIDE, Look(elided=True, whole="--format term shows it whole"))
    assert len(shown) < 2 * LONGEST_BEGINNING
    assert shown.startswith("λs. s s s")
    assert shown.endswith("…(20,000 nodes)    -- --format term shows it whole".replace("…", "… "))
    assert answer(WIDE, Look(format="term")) == "λ" + WIDE[1:]


def test_a_term_whose_text_would_fill_the_memory_is_elided_everywhere() -> None:
    term = doubled(lamb.Free("x"), 200)
    for format in FORMATS:
        assert "… (" in Look(format=format, elided=True).write(term)
        if format in ("readings", "value"):
            assert "… (" in Look(format=format).write(term)
            continue
        with pytest.raises(lamb.errors.BudgetError):  # no program can tell a part from the whole
            Look(format=format).write(term)


def test_the_beginning_of_a_term_is_the_beginning_of_its_print() -> None:
    spine = lamb.parse_term(" ".join(["f", *["(g x)"] * 1000]))
    shown = Look().beginning(spine)
    assert lamb.pretty(spine).startswith(shown.rstrip("… "))
    assert beginning(spine, 10_000) == spine


# ── What went wrong ───────────────────────────────────────────────────────────────────


def test_an_error_looks_like_its_text() -> None:
    (error,) = results("(λx. x")
    assert isinstance(error, lamb.LambError)
    assert plain(complaint(error)) == str(error)


@pytest.mark.parametrize(
    ("budget", "message"),
    [
        (lamb.Budget(steps=1_000), "no normal form within 1,000 steps"),
        (lamb.Budget(nodes=1_000), "no normal form within 1,000 nodes of memory"),
        (lamb.Budget(seconds=0), "no normal form within 0 s"),
    ],
)
def test_a_budget_that_ran_out_says_which_and_what_was_reached(budget: lamb.Budget, message: str) -> None:
    term = r"(\x y. x x (y y)) (\x y. x x (y y))"
    (result,) = results(term, budget)
    look = Look(budget=budget, hints=dict.fromkeys(Status, "try again"))
    first, *lines = plain(render(result, look).remarks).split("\n")
    assert first == f"demo.lc:1:1: {message}"
    assert lines[0].endswith(term)
    assert lines[-2].startswith("  reached: ")
    assert "λx y. x x (y y)" in lines[-2] or "y y" in lines[-2]
    assert lines[-1] == "  hint: try again"


@pytest.mark.parametrize(
    "term", ["Y", "iterate succ 0", r"(\x. x x x) (\x. x x x)", "Y (λf n. f (succ n)) 0"]
)
def test_what_was_reached_is_one_line_in_which_all_brackets_match(term: str) -> None:
    (result,) = results(term, lamb.Budget(steps=2_000))
    lines = plain(render(result, Look()).remarks).split("\n")
    (reached,) = (line.removeprefix("  reached: ") for line in lines if line.startswith("  reached: "))
    assert 20 < len(f"  reached: {reached}") <= Look().width
    assert reached.count("(") == reached.count(")")


def test_no_more_steps_are_advised_where_growth_is_seen() -> None:
    budget = lamb.Budget(steps=1_000)
    (result,) = results(r"(\x n. x x (\y. n)) (\x n. x x (\y. n)) z", budget)
    *_, seen, reached = plain(render(result, Look(hints=dict.fromkeys(Status, "try again"))).remarks).split(
        "\n"
    )
    assert seen == "  so far: it grows by 1 node every 2 steps"
    assert reached.startswith("  reached: ")


def test_an_interrupted_evaluation_says_what_was_reached() -> None:
    (result,) = lamb.Session(watch=lambda _: True).run(lamb.Source(OMEGA, "demo.lc"))
    first, *_, last = plain(render(result, Look()).remarks).split("\n")
    assert first.startswith("demo.lc:1:1: interrupted after ")
    assert last == "  reached: (λx. x x) λx. x x"


def test_a_free_name_that_may_be_a_slip_is_noted_and_the_answer_is_shown() -> None:
    (one,) = rendered("fcat 5")
    assert plain(one.remarks) == "demo.lc:1:1: note: “fcat” is not defined: did you mean “fact”?"
    assert plain(one.answer).startswith("fcat ")


# ── Assertions ────────────────────────────────────────────────────────────────────────


def test_an_assertion_that_holds_says_so() -> None:
    assert answer("assert add 1 2 == 3") == "assert add 1 2 == 3    -- holds"


def test_an_assertion_is_shown_on_one_line_and_without_comments() -> None:
    assert answer("assert 3  -- assert\n  == add 1  2") == "assert 3 == add 1 2    -- holds"
    long = answer("assert " + " ".join(["I"] * 100) + " == I")
    assert len(long) < 100
    assert long.endswith("…    -- holds")


def test_an_assertion_for_all_says_for_how_many_values_it_holds() -> None:
    claim = "assert forall b : bool. not (not b) == b"
    assert answer(claim) == f"{claim}    -- holds for 2 values"


def test_an_assertion_that_fails_shows_both_sides() -> None:
    (one,) = rendered("assert add 1 1 == 3")
    assert one.answer == ()
    first, *_, left, right = plain(one.remarks).split("\n")
    assert first.endswith("this does not hold")
    assert left == "  left:  λf x. f (f x)    -- 2"
    assert right.startswith("  right: λf x. f (f (f x))    -- 3")


def test_the_sides_of_an_assertion_are_first_read_as_both_can_be() -> None:
    assert "  left:  λx y. y    -- false, 0, nil\n" in remarks("assert or false false == true")
    assert remarks("assert sub 1 2 == 1").count("    -- 0, false, nil") == 1


@pytest.mark.parametrize(
    ("claim", "values"),
    [
        ("forall n m : nat. sub n m == sub m n", "n = 0, m = 1"),
        ("forall b : bool. b == true", "b = false"),
        ("forall l : list nat. length l == 0", "l = [0]"),
        ("forall l : list nat. length l == 1", "l = nil"),
        ("forall l : list (list bool). length l == 0", "l = [nil]"),
        ("forall p : pair nat bool. fst p == 0", "p = (1, false)"),
    ],
)
def test_a_counterexample_is_read_as_what_it_was_generated_as(claim: str, values: str) -> None:
    assert f"this does not hold for {values}\n" in remarks(f"assert {claim}")


def test_an_assertion_that_ran_out_of_steps_is_undecided() -> None:
    budget = lamb.Budget(steps=1_000)
    (result,) = results(f"assert {OMEGA} == 1", budget)
    shown = render(result, Look(budget=budget, hints={Status.STEPS: "try again"}))
    assert shown.answer == ()
    text = plain(shown.remarks)
    assert "this is undecided: no normal form within 1,000 steps\n" in text
    assert text.endswith("  hint: try again")


def test_a_search_that_is_given_up_says_after_how_many_values() -> None:
    (checked,) = lamb.Session(budget=lamb.Budget(steps=60)).run("assert forall n : nat. fact n == fact n")
    assert isinstance(checked, lamb.Checked)
    assert checked.examples > 1
    text = plain(render(checked, Look(budget=lamb.Budget(steps=60))).remarks)
    assert f"this is undecided after {checked.examples} values: " in text


def test_a_derivation_that_holds_says_so_and_one_that_does_not_says_where() -> None:
    assert answer(r"eval id : I =d> \x. x") == "derivation id    -- holds"
    first, line, carets = remarks(r"eval id : I =b> \x. x").split("\n")
    assert first.startswith("demo.lc:1:")
    assert line.index("=b>") == carets.index("^")
