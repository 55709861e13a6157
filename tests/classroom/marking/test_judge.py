"""The judge: points are the teacher's, and so is what names mean in claims."""

from __future__ import annotations

from functools import lru_cache

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from lamb.calculus.recursion import Recursion, unbounded
from lamb.calculus.term import App, Lam, Term
from lamb.classroom.events import Mark
from lamb.classroom.marking.assignment import read_assignment
from lamb.classroom.marking.judge import judge, judge_all
from lamb.errors import LambError, Source
from lamb.notation.names import remove_names, restore_names
from lamb.notation.parser import parse
from lamb.notation.printer import write
from lamb.notation.syntax import Definition
from tests.classroom.marking.coursework import ANSWERS, assignment, program, submissions
from tests.effort import EXAMPLES

laws = settings(
    max_examples=EXAMPLES // 2, suppress_health_check=[HealthCheck.nested_given, HealthCheck.too_slow]
)

RIGHT = program([ways[0] for ways in ANSWERS.values()])


@lru_cache(1_000)
def marks(text: str) -> tuple[Mark, ...]:
    return judge_all(assignment, text)


def points(text: str) -> list[float]:
    return [mark.points for mark in marks(text)]


def verdicts(text: str) -> list[tuple[str, float]]:
    return [(mark.outcome, mark.points) for mark in marks(text)]


def mark_of(name: str, text: str) -> Mark:
    return judge(assignment, name, text)


def mark_of_all(name: str, text: str) -> Mark:
    return next(mark for mark in judge_all(assignment, text) if mark.exercise == name)


# ── laws ──


def test_the_model_solution_gets_all_points() -> None:
    assert verdicts(assignment.source.text) == [("holds", each.points) for each in assignment.exercises]


def test_right_answers_get_all_points() -> None:
    assert verdicts(RIGHT) == [("holds", each.points) for each in assignment.exercises]


@laws
@given(submissions())
def test_marks_are_within_their_points_and_the_same_again(statements: list[str]) -> None:
    found = judge_all(assignment, program(statements))
    assert found == marks(program(statements))
    for mark, exercise in zip(found, assignment.exercises, strict=True):
        assert mark.out_of == exercise.points
        assert 0 <= mark.points <= mark.out_of
        assert (mark.outcome == "holds") == (mark.points == mark.out_of)
        assert mark.outcome == "holds" or mark.feedback


@laws
@given(submissions(), st.data())
def test_the_order_of_statements_does_not_matter(statements: list[str], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(statements))
    assert verdicts(program(statements)) == verdicts(program(shuffled))


@laws
@given(submissions(), st.data())
def test_a_submission_with_a_definition_deleted_never_gets_more(
    statements: list[str], data: st.DataObject
) -> None:
    asked = [text for text in statements if not text.startswith("and")]  # one's own `and` may do harm
    if asked:
        deleted = data.draw(st.sampled_from(asked))
        fewer = [text for text in statements if text is not deleted]
        assert all(
            less <= more
            for less, more in zip(points(program(fewer)), points(program(statements)), strict=True)
        )


@unbounded
def renamed(term: Term) -> Recursion[Term]:
    """A term with all bound names replaced."""
    match term:
        case Lam(hint, body):
            return Lam(f"{hint}x'", (yield (body,)))
        case App(fn, arg):
            return App((yield (fn,)), (yield (arg,)))
    return term


@laws
@given(submissions())
def test_names_of_bound_variables_do_not_matter(statements: list[str]) -> None:
    other: list[str] = []
    for text in statements:
        written = text
        for statement in parse(Source(text), errors=True).statements:
            if isinstance(statement, Definition) and not statement.recursive:
                body = write(restore_names(renamed(remove_names(statement.term))))
                written = f"{statement.name} = {body}"
        other.append(written)
    assert verdicts(program(statements)) == verdicts(program(other))


@laws
@given(st.text())
def test_no_text_makes_the_judge_raise(text: str) -> None:
    assert all(mark.points <= mark.out_of for mark in judge_all(assignment, text))


# ── what students try ──


def test_what_a_student_redefines_means_what_it_did_in_claims() -> None:
    assert mark_of("nand", "and p q = true\nnot p = true\nboth = 0\nnand p q = λx y. x").points == 2
    assert mark_of("nand", "true = λx y. y\nnand p q = true").points == 0


def test_claims_and_points_of_a_student_do_not_count() -> None:
    mark = mark_of("nand", "-- points: 100\nassert true == true\n")
    assert (mark.outcome, mark.points, mark.out_of) == ("missing", 0, 3)


def test_a_hidden_definition_is_not_there_for_students() -> None:
    assert mark_of("nand", "nand p q = secret-helper (both p q)").points == 0


def test_a_name_without_definition_is_nothing() -> None:
    asked = read_assignment(
        Source("-- exercise second\n-- points: 1\nsecond x y = y\nassert second a b == b\n", "t.lc")
    )
    assert judge(asked, "second", "second x y = b").points == 0


def test_an_answer_may_have_the_free_names_of_the_model() -> None:
    asked = read_assignment(
        Source("-- exercise app\n-- points: 1\napp x = f x\nassert app a == f a\n", "t.lc")
    )
    assert judge(asked, "app", "λu. f u").points == 1


def test_a_forbidden_name_costs_all_points_and_says_so() -> None:
    mark = mark_of("nand", "nand p q = not (and p q)")
    assert mark.points == 0
    assert mark.mistakes == ("condition",)
    assert "“and”" in mark.feedback[0]


def test_what_never_ends_is_undecided() -> None:
    mark = mark_of("nand", "rec nand = nand")
    assert (mark.outcome, mark.points) == ("undecided", 0)
    assert "100,000 steps" in mark.feedback[0]


def test_the_wrong_line_is_of_the_definition_that_is_wrong() -> None:
    asked = read_assignment(
        Source(
            "-- exercise up, down: There and back\n-- points: 2\nup n = succ n\ndown n = pred n\n"
            "assert up 2 == 3\nassert forall n : nat. down (up n) == n\n",
            "t.lc",
        )
    )
    assert judge(asked, "up", "up n = succ n\n-- and\ndown n = n").wrong == "down n = n"
    assert judge(asked, "up", "up n = n\ndown n = pred n").wrong == "up n = n"
    assert judge(asked, "up", "up n = succ n\nrec down n = down n").wrong == "rec down n = down n"


def test_a_syntax_error_costs_its_own_exercise_only() -> None:
    found = marks("nand = )\ndouble n = add n n\ntriple = mul 3\n")
    assert [mark.outcome for mark in found[:2]] == ["unreadable", "holds"]
    assert found[0].wrong == "nand = )"


def test_a_name_that_is_nearly_right_is_told() -> None:
    assert "but there is “Nand”" in mark_of_all("nand", RIGHT.replace("nand", "Nand")).feedback[0]
    assert mark_of_all("nand", "and p q = p").feedback == ("there is no definition of “nand”",)


def test_what_belongs_to_no_exercise_and_cannot_be_read_is_told() -> None:
    told = mark_of_all("nand", "I am sorry (really").feedback
    assert told[0] == "there is no definition of “nand”"
    assert "never closed" in told[1]


def test_a_circle_costs_its_own_exercise_only() -> None:
    found = marks("nand = even\neven = nand\ndouble n = add n n\ntriple = mul 3\n")
    assert [mark.outcome for mark in found[:2]] == ["fails", "holds"]
    assert found[0].mistakes == ("circle",)


def test_no_file_is_imported() -> None:
    mark = mark_of("nand", 'import "/etc/passwd"\nnand p q = p')
    assert any("no file is imported" in sentence for sentence in mark.feedback)


def test_a_submission_that_is_huge_is_not_read() -> None:
    mark = mark_of("nand", "nand p q = p (not q) true\n" + "-- x\n" * 100_000)
    assert mark.outcome == "unreadable"
    assert "200,000 characters" in mark.feedback[0]


def test_the_last_of_two_definitions_counts() -> None:
    mark = mark_of("nand", "nand = λp q. p (not q) true\nnand = λp q. p")
    assert mark.points == 1.0
    assert any("more than once" in sentence for sentence in mark.feedback)


def test_a_term_alone_is_an_answer_to_an_exercise() -> None:
    assert mark_of("nand", "λp q. p (not q) true").outcome == "holds"


def test_letters_are_names_where_a_student_says_so() -> None:
    assert (
        mark_of("double", "-- letters: on\ndouble = λnfx.nf(nfx)\ntriple = λnfx.nf(nf(nfx))").outcome
        == "holds"
    )


def test_an_exercise_that_is_not_there_is_said() -> None:
    with pytest.raises(LambError, match="there is no exercise “nanb”"):
        judge(assignment, "nanb", "")


def test_a_data_type_that_is_given_has_values_in_claims() -> None:
    text = (
        "data tree = leaf | node tree tree\n-- exercise turned\n-- points: 1\n"
        "rec turned t = tree-case leaf (λl r. node (turned r) (turned l)) t\n"
        "assert forall t : tree. turned (turned t) == t\n"
    )
    asked = read_assignment(Source(text, "t.lc"))
    assert judge(asked, "turned", text).points == 1
    assert judge(asked, "turned", "turned t = leaf").mistakes == ("claim",)


# ── derivations ──

START = "eval kix :\n  (λx y. x) (λx. x) z w\n"


@pytest.mark.parametrize(
    ("steps", "earned"),
    [
        ("  =b> (λy x. x) z w\n  =b> (λx. x) w\n  =b> w", 5),
        ("  =b> (λy x. y) z w\n  =b> (λx. z) w\n  =b> z", 3.75),  # a wrong step, and the rest follows
        ("  =b> (λy x. x) z w\n  =b> (λx. x) w", 2.5),  # unfinished
        ("  =b> w", 0),
        ("  =*> w", 0),  # which is not allowed
        ("  =b> (λy x. x) z w\n" + "  <b= (λx y. x) (λx. x) z w\n  =b> (λy x. x) z w\n" * 5, 0.71),
        ("", 0),
    ],
)
def test_part_marks_of_a_derivation(steps: str, earned: float) -> None:
    assert mark_of("kix", START + steps).points == earned


def test_a_step_that_follows_from_a_mistake_is_no_second_one() -> None:
    mark = mark_of("kix", START + "  =b> (λy x. y) z w\n  =b> (λx. x) w\n  =b> w")
    assert [step.mistake == "follows" for step in mark.steps] == [False, True, False]
    assert mark.points == 3.75


def test_a_derivation_that_begins_elsewhere_is_worth_nothing() -> None:
    mark = mark_of("kix", "eval kix :\n  w w\n  =b> w w")
    assert mark.points == 0
    assert mark.mistakes[0] == "other-start"


def test_whole_means_all_points_or_none() -> None:
    assert mark_of("there", "conf there :\n  (λx. x) a\n  =b> a").points == 0
