"""Exercises made to order are distinct, as difficult as asked for, and right; what is wrong is wrong."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from itertools import islice
from pathlib import Path
from shutil import which

import pytest
from hypothesis import given

import lamb
from lamb import Strategy, Term
from lamb.calculus.reduction import Rule, redexes
from lamb.calculus.substitution import free_names
from lamb.classroom.making.exercises_command import command
from lamb.classroom.making.kinds import KINDS, series, write_fully
from lamb.classroom.making.made import Bounds, MadeExercise, Request, Wanted, wrong_steps
from lamb.classroom.making.worksheet import WORKSHEETS, Worksheet, assignment, right
from lamb.classroom.marking.assignment import read_assignment
from lamb.classroom.marking.judge import judge
from lamb.classroom.marking.release import flaws, released
from lamb.course.mistakes.diagnosis import diagnose
from lamb.errors import LambError, Source
from lamb.notation.names import CONSTRUCTORS, restore_names
from tests.effort import EXAMPLES
from tests.strategies import terms

COUNT = min(max(6, EXAMPLES // 2), 1_000)
kinds = pytest.mark.parametrize("kind", KINDS)


USUAL = Wanted(60)


@cache
def made(kind: str, seed: str = "7", wanted: Wanted = USUAL, count: int = COUNT) -> tuple[MadeExercise, ...]:
    return tuple(islice(series(kind, seed, Request(wanted)), count))


def sheet(*kinds: str) -> Worksheet:
    return Worksheet("Title", "source", tuple(one for kind in kinds for one in made(kind)))


# ── Right, and distinct ───────────────────────────────────────────────────────────────


@kinds
def test_a_seed_has_one_series_and_no_exercise_twice(kind: str) -> None:
    again = tuple(islice(series(kind, "7", Request(USUAL)), 3))
    assert again == made(kind)[:3]
    assert len({exercise.key for exercise in made(kind)}) == COUNT
    assert {exercise.given for exercise in again} != {one.given for one in made(kind, "8", count=3)}


def _beta(term: Term) -> Term:
    (step,) = (lamb.contract(term, path, rule) for rule, path in redexes(term))
    return step


def _strategy(exercise: MadeExercise) -> Term:
    strategy = next(one for one in Strategy if f"that {one.value} makes" in exercise.task)
    return next(lamb.trace(lamb.parse_term(exercise.given), strategy=strategy)).after


ANSWERS: dict[str, Callable[[MadeExercise], str | Term]] = {
    "beta": lambda one: _beta(lamb.parse_term(one.given)),
    "alpha": lambda one: _beta(lamb.parse_term(one.given)),
    "normalize": lambda one: lamb.normalize(lamb.parse_term(one.given)).term,
    "strategy": _strategy,
    "free": lambda one: " ".join(sorted(free_names(lamb.parse_term(one.given)))),
    "brackets": lambda one: lamb.parse_term(one.given),
}


@pytest.mark.parametrize("kind", ANSWERS)
def test_the_engine_has_the_same_answer(kind: str) -> None:
    for exercise in made(kind):
        wanted = ANSWERS[kind](exercise)
        assert wanted == (exercise.answer if isinstance(wanted, str) else lamb.parse_term(exercise.answer))


def test_a_term_of_a_type_has_it_and_brackets_are_few() -> None:
    for exercise in made("types"):
        assert str(lamb.principal_type(lamb.parse_term(exercise.answer))) == exercise.given
    for exercise in made("brackets"):
        assert exercise.answer.count("(") < exercise.given.count("(")


@given(terms())
def test_full_brackets_are_read_as_the_same_term(term: Term) -> None:
    text = write_fully(restore_names(term))
    assert lamb.parse_term(text) == term
    assert text.count("(") == sum(char in "@λ" for char in text.replace(" ", "@").replace(".@", "."))


# ── As difficult as it was asked for ──────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("kind", "steps", "captures", "width"),
    [
        ("normalize", (4, 4), (0, 0), 60),
        ("normalize", (2, 3), (1, 2), 40),
        ("beta", None, (0, 0), 20),
        ("alpha", None, (2, 2), 60),
    ],
)
def test_difficulty_is_as_it_was_asked_for(
    kind: str, steps: tuple[int, int] | None, captures: tuple[int, int], width: int
) -> None:
    wanted = Wanted(width, steps and Bounds(*steps), Bounds(*captures))
    for exercise in made(kind, "2", wanted, 4):
        operators = [operator for operator, _ in exercise.rows]
        assert operators.count("=b>") in (Bounds(*steps) if steps else Bounds(1, 1))
        assert operators.count("=a>") in Bounds(*captures)
        assert max(len(text) for text in (exercise.given, *(text for _, text in exercise.rows))) <= width
        if kind == "normalize":
            taken = sum(step.rule is Rule.BETA for step in lamb.trace(lamb.parse_term(exercise.given)))
            assert taken == exercise.difficulty.steps == operators.count("=b>")


@pytest.mark.parametrize("kind", ["beta", "alpha", "normalize"])
def test_renamings_are_those_that_are_needed(kind: str) -> None:
    """Each line of a solution leads to the next letter by letter, where names count."""
    for number, exercise in enumerate(made(kind)):
        word = "eval" if kind == "normalize" else "conf"
        steps = "\n".join(f"  {operator} {term}" for operator, term in exercise.rows)
        text = f"{word} it{number} :\n  {exercise.given}\n{steps}\n"
        (derived,) = lamb.Session(strict_alpha=True).run(text)
        assert derived.verdict is lamb.Verdict.HOLDS  # type: ignore[union-attr]


def test_what_is_too_rare_is_said_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lamb.classroom.making.kinds.TRIES", 200)
    with pytest.raises(LambError, match=r"(?:only \d+ exercises?|no exercise) of this kind"):
        made("beta", "1", Wanted(12, captures=Bounds(2, 2)), 50)


# ── Wrong answers ─────────────────────────────────────────────────────────────────────


@kinds
def test_wrong_answers_differ_from_the_right_one_and_from_each_other(kind: str) -> None:
    for exercise in made(kind):
        wrong = [one.text for one in exercise.distractors]
        assert len({exercise.answer, *wrong}) == 4
        assert all(one.mistake and one.what for one in exercise.distractors)
        if kind != "free":
            parsed = {lamb.parse_term(text) for text in (exercise.answer, *wrong)}
            assert len(parsed) == 4


@pytest.mark.parametrize("kind", ["beta", "alpha"])
def test_a_wrong_step_is_called_what_the_diagnosis_calls_it(kind: str) -> None:
    for exercise in made(kind):
        start = lamb.parse_term(exercise.given)
        for one in exercise.distractors:
            wrong = lamb.parse_term(one.text)
            assert wrong in wrong_steps(start)
            found = diagnose(restore_names(start), "=b>", restore_names(wrong), {}, CONSTRUCTORS)
            assert (found.kind, found.what) == (one.mistake, one.what)


def test_a_capture_is_among_the_wrong_answers_where_one_threatens() -> None:
    captured = ["capture" in {one.mistake for one in exercise.distractors} for exercise in made("alpha")]
    assert sum(captured) > COUNT // 2


# ── Assignments ───────────────────────────────────────────────────────────────────────


@kinds
def test_an_assignment_of_them_can_be_released_and_is_marked_rightly(kind: str) -> None:
    exercises = made(kind)[:3]
    read = read_assignment(Source(assignment(sheet(kind).with_values(exercises=exercises)), f"{kind}.lc"))
    assert list(flaws(read)) == []
    for exercise, asked in zip(exercises, read.exercises, strict=True):
        assert f"{asked.name} = " not in released(read)
        for one in exercise.distractors:
            text = f"{asked.name} = {one.text}"
            if exercise.rows:
                word = "eval" if kind == "normalize" else "conf"
                text = f"{word} {asked.name} :\n  {exercise.given}\n  =b> {one.text}\n"
            mark = judge(read, asked.name, text)
            assert mark.outcome != "holds"
            assert mark.points == 0 or exercise.rows
            if kind in ("beta", "alpha"):
                assert one.mistake in mark.mistakes


GOLDEN = {
    "beta": "7011a042b14f",
    "alpha": "af932393141c",
    "normalize": "4b735bdc6534",
    "strategy": "33a933a810d2",
    "free": "e1323822b943",
    "brackets": "81fb1d10b4e7",
    "types": "fd3d6f71443b",
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_seed_means_the_same_everywhere(kind: str) -> None:
    """The bytes of a series: teachers have handed out what a seed has made."""
    text = "\n".join(
        repr((one.given, one.answer, one.rows, [(wrong.text, wrong.mistake) for wrong in one.distractors]))
        for one in made(kind)[:5]
    )
    assert sha256(text.encode()).hexdigest()[:12] == GOLDEN[kind]


# ── Worksheets ────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("form", WORKSHEETS)
def test_every_format_has_every_exercise_and_its_solution_on_request(form: str) -> None:
    whole = sheet("beta", "types")
    text = WORKSHEETS[form].write(whole)
    assert WORKSHEETS[form].write(whole) == text
    without = WORKSHEETS[form].write(whole.with_values(solutions=False))
    assert ("Solutions" in text) == (form != "lc")
    assert "Solutions" not in without
    if form != "latex":
        assert all(exercise.given in text for exercise in whole.exercises)


def test_the_right_answer_stands_anywhere() -> None:
    letters = {right(options) for _, _, options in sheet(*KINDS).numbered()}
    assert letters == {*"abcd"}


def test_a_notebook_has_a_cell_for_each_answer() -> None:
    cells = json.loads(WORKSHEETS["notebook"].write(sheet("normalize", "free")))["cells"]
    assert sum(cell["cell_type"] == "code" for cell in cells) == 2 * COUNT
    assert len({cell["id"] for cell in cells}) == len(cells)


@pytest.mark.skipif(which("pdflatex") is None, reason="there is no pdflatex")
def test_a_worksheet_on_paper(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in "one.pdf", "other.pdf":
        assert command(["--kind", "beta,types,free", "--count", "2", "-o", str(tmp_path / name)]) == 0
    assert (tmp_path / "one.pdf").read_bytes() == (tmp_path / "other.pdf").read_bytes()


# ── The command ───────────────────────────────────────────────────────────────────────


def test_the_command_writes_what_the_end_of_a_name_says(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for form, (suffix, _, _) in WORKSHEETS.items():
        path = tmp_path / f"sheet{suffix}"
        assert command(["--kind", "beta", "--count", "2", "--seed", "7", "-o", str(path)]) == 0
        assert capsys.readouterr().out == f"{path} is written: 2 exercises\n"
        assert command(["--kind", "beta", "--count", "2", "--seed", "7", "--format", form]) == 0
        assert capsys.readouterr().out == path.read_text(encoding="utf-8")


def test_an_assignment_that_was_written_by_hand_is_never_overwritten(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "week-1.lc"
    words = ["--kind", "free", "--count", "1", "-o", str(path), "--seed"]
    for text in "-- a title\n-- mine\nx = 1\n", "x = 1":
        path.write_text(text, encoding="utf-8")
        assert command([*words, "1"]) == 1
        assert path.read_text(encoding="utf-8") == text
        assert "is there already, and was not made by this command" in capsys.readouterr().err
    path.unlink()
    assert command([*words, "1"]) == command([*words, "2"]) == 0
    assert "--seed 2" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("odd", ["\udcff", "x\nconf y :", "exercise z: Z", "{-", "λ \0"])
def test_any_title_and_any_seed_leave_the_assignment_in_order(odd: str, tmp_path: Path) -> None:
    path = tmp_path / "odd.lc"
    assert command(["--kind", "free", "--count", "1", "--seed", odd, "--title", odd, "-o", str(path)]) == 0
    read = read_assignment(Source(path.read_text(encoding="utf-8"), "odd.lc"))
    assert [one.name for one in read.exercises] == ["free1"]


def test_what_is_written_in_ascii_is_the_same_assignment(tmp_path: Path) -> None:
    words = ["--kind", "beta,types", "--count", "2", "-o"]
    assert command([*words, str(tmp_path / "greek.lc")]) == 0
    assert command([*words, str(tmp_path / "plain.lc"), "--ascii"]) == 0
    plain = (tmp_path / "plain.lc").read_text(encoding="ascii")
    greek = (tmp_path / "greek.lc").read_text(encoding="utf-8")
    assert plain == greek.replace("λ", "\\").replace("→", "->").replace("β", "beta")
    assert list(flaws(read_assignment(Source(plain, "plain.lc")))) == []


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--kind", "gamma"], 2, "there is no kind “gamma”: there are beta, alpha"),
        (["--count", "0"], 2, "--count is a number from 1 to 10,000, not “0”"),
        (["--width", "x"], 2, "--width is a number from 12 to 200"),
        (["--steps", "3"], 2, "exercises of the kind beta are one step long"),
        (["--kind", "free", "--captures", "1"], 2, "exercises of the kind free make no steps"),
        (["--kind", "normalize", "--steps", "4-2"], 2, "from the smaller number to the greater: 2-4"),
        (["--kind", "normalize", "--steps", "many"], 2, "--steps is a number, or two like 2-4"),
        (["-o", "sheet.pdf", "--format", "lc"], 2, "a PDF is made of LaTeX, not of lc"),
        (["-o", "sheet.doc"], 2, "has to end in one of .lc, .md, .tex, .ipynb, .pdf"),
        (["-o", "/no/such/folder/a.lc", "--count", "1"], 2, "cannot be written: no such file"),
        (["--captures", "9", "--count", "1"], 1, "no exercise of this kind is as difficult as that"),
    ],
)
def test_what_cannot_be_made_is_said(
    words: list[str],
    code: int,
    said: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("lamb.classroom.making.kinds.TRIES", 20)
    assert command(words) == code
    assert said in capsys.readouterr().err
