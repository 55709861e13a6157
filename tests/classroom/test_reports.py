"""What is made of marks says what the marks say, whatever students are called and write."""

from __future__ import annotations

import csv
import json
import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

import lamb
from lamb import App, Lam, Term
from lamb.classroom.events import Mark, StepMark
from lamb.classroom.reports.formats import (
    FORMATS,
    canvas,
    csv_of,
    file_names,
    files_of,
    html_page,
    marks_csv,
    moodle,
    table_lines,
    write_reports,
)
from lamb.classroom.reports.likeness import fingerprints, pairs, shared_answers
from lamb.classroom.reports.sheet import Fingerprint, Sheet, number
from lamb.classroom.reports.summary import failed_steps, tallies, troubles
from lamb.show.lines import plain
from tests.effort import often
from tests.strategies import terms

names = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12) | st.sampled_from(
    ["=cmd|'/C calc'!A0", "+1", "-1", "@x", "\t=1", " =1", "<b>", "a|b", "../../etc", "CON", "a\nb", '"', "'"]
)
outcomes = st.sampled_from(["holds", "partial", "fails", "undecided", "missing", "unreadable"])
steps = st.builds(
    StepMark, st.just("=b>"), st.integers(1, 9), names, outcomes, st.sampled_from(["", "capture"])
)


@st.composite
def sheets(draw: st.DrawFn) -> Sheet:
    titles = {name: draw(names) for name in draw(st.lists(names, min_size=1, max_size=3, unique=True))}
    marks = {
        student: tuple(
            Mark(
                exercise,
                draw(outcomes),
                draw(st.integers(0, 8)) / 3,
                3.0,
                tuple(draw(st.lists(st.sampled_from(["capture", "doubled"]), max_size=2))),
                draw(st.just("") | names),
                tuple(draw(st.lists(names, max_size=2))),
                tuple(draw(st.lists(steps, max_size=2))),
            )
            for exercise in titles
        )
        for student in draw(st.lists(names, max_size=4, unique=True))
    }
    return Sheet(draw(names), titles, marks)


def mark(exercise: str, points: float, mistake: str = "", wrong: str = "") -> Mark:
    outcome = "holds" if points == 2 else "fails"
    failed = (StepMark("=b>", 3, wrong, "fails", mistake),) if wrong else ()
    return Mark(exercise, outcome, points, 2, (mistake,) if mistake else (), wrong, ("see above",), failed)  # type: ignore[arg-type]


# ── Every format ──────────────────────────────────────────────────────────────────────


@given(sheets(), st.randoms())
def test_the_same_marks_make_the_same_bytes_in_any_order(sheet: Sheet, random: st.DataObject) -> None:
    students = list(sheet.marks)
    random.shuffle(students)  # type: ignore[attr-defined]
    again = sheet.with_values(marks={name: sheet.marks[name] for name in students})
    assert files_of(again) == files_of(sheet)


@given(sheets())
def test_points_are_the_same_in_every_format(sheet: Sheet) -> None:
    files = files_of(sheet)
    rows = list(csv.reader(StringIO(files["marks.csv"].decode(), newline="")))[2:]
    suites = list(ET.fromstring(files["junit.xml"]))
    for student, row, suite in zip(sheet.students, rows, suites, strict=True):
        points = sheet.points(student)
        assert row[-1] == number(points)
        result = json.loads(files[f"gradescope/{file_names(sheet.students)[student]}.json"])
        assert result["score"] == round(points, 2)
        assert [test["score"] for test in result["tests"]] == [
            round(m.points, 2) for m in sheet.marks[student]
        ]
        github = json.loads(files[f"github/{file_names(sheet.students)[student]}.json"])
        assert github["max_score"] == round(3.0 * len(sheet.titles), 2)
        assert sum(test["score"] for test in github["tests"]) == pytest.approx(points, abs=0.05)
        values = [float(one.get("value", "")) for one in suite.iterfind(".//property[@name='points']")]
        assert sum(values) == pytest.approx(points, abs=1e-3)
        failing = sum(m.outcome in ("fails", "partial", "unreadable") for m in sheet.marks[student])
        assert int(suite.get("failures", "")) == failing


@given(st.lists(names, unique=True))
def test_names_of_files_are_safe_and_no_two_the_same(students: list[str]) -> None:
    files = file_names(students).values()
    assert len({file.casefold() for file in files}) == len(students)
    assert not [file for file in files if re.search(r'[/\\:*?"<>|\0-\x1f]|^[. ]|[. ]$', file)]


def test_files_are_written_below_the_folder(tmp_path: Path) -> None:
    sheet = Sheet("homework", {"a": "First"}, {"../../out": (mark("a", 2),), "/etc/x": (mark("a", 0),)})
    written = write_reports(sheet, tmp_path / "reports")
    assert all(path.resolve().is_relative_to(tmp_path / "reports") for path in written)
    assert len(written) == sum(2 if "*" in one.file else 1 for one in FORMATS.values())


# ── Spreadsheets ──────────────────────────────────────────────────────────────────────


@given(sheets())
def test_no_cell_is_a_formula_and_every_name_is_there(sheet: Sheet) -> None:
    for text in (marks_csv(sheet), moodle(sheet), canvas(sheet)):
        rows = list(csv.reader(StringIO(text, newline="")))
        assert len({len(row) for row in rows}) == 1
        assert not any(re.match(r"\s*[=+\-@]|[\t\r]", cell) for row in rows for cell in row)
    found = [row[0] for row in csv.reader(StringIO(marks_csv(sheet), newline=""))][2:]
    assert [name.removeprefix("'") for name in found] == [name.removeprefix("'") for name in sheet.students]


@given(st.lists(st.lists(names, min_size=2, max_size=2)))
def test_csv_is_read_back(rows: list[list[str]]) -> None:
    read = list(csv.reader(StringIO(csv_of(rows), newline="")))
    assert [[cell.removeprefix("'") for cell in row] for row in read] == [
        [cell.removeprefix("'") for cell in row] for row in rows
    ]


def test_moodle_and_canvas_know_their_students_by_number() -> None:
    one, other = "Ann Lee_4711", "leeann_12"
    sheet = Sheet("hw1", {"a": ""}, {one: (mark("a", 2),), other: (mark("a", 0),)})
    assert "Participant 4711,Ann Lee,Submitted for grading,2,2,Yes,,a: 2 of 2. see above" in moodle(sheet)
    assert canvas(sheet).splitlines()[:2] == [
        "Student,ID,SIS Login ID,Section,hw1",
        "Points Possible,,,,2",
    ]
    assert "leeann,12,,,0" in canvas(sheet)


def test_what_a_person_has_to_look_at_has_no_points_yet() -> None:
    open_one = Mark("a", "undecided", 0, 2)
    sheet = Sheet("hw", {"a": "A", "b": "B"}, {"ann": (open_one, mark("b", 2))})
    assert marks_csv(sheet).splitlines()[2] == "ann,,2,2"
    assert (
        "1 of 2 exercises are for a person" in files_of(sheet, ["gradescope"])["gradescope/ann.json"].decode()
    )
    assert "| ann | a | undecided |" in files_of(sheet, ["report"])["report.md"].decode()


@given(sheets(), st.integers(20, 100))
def test_a_table_is_no_wider_than_the_terminal(sheet: Sheet, width: int) -> None:
    lines = [plain([line]) for line in table_lines(sheet, width)]
    assert len(lines) == len(sheet.students) + 2
    for student, line in zip(sheet.students, lines[1:], strict=False):
        assert line.endswith(number(sheet.points(student)))
    if any(lines[0].split() == ["student", *name.split(), "points"] for name in sheet.titles):
        assert len({lamb.errors.columns(line) for line in lines}) == 1


# ── Feedback ──────────────────────────────────────────────────────────────────────────


class _Read(HTMLParser):
    """The tags and the text of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


TAGS = "html head meta title style body h1 p section h2 span pre ol li code"


@given(sheets())
def test_a_page_shows_text_as_it_is_and_has_only_our_tags(sheet: Sheet) -> None:
    for student in sheet.students:
        page = _Read(html_page(sheet, student))
        assert page.tags <= {*TAGS.split()}
        for line in (line for one in sheet.marks[student] for line in one.feedback):
            assert lamb.html.markup.shown(line) in page.text


def test_one_student_reads_nothing_of_another() -> None:
    sheet = Sheet("hw", {"a": "A"}, {"ann": (mark("a", 2),), "bob": (mark("a", 0, "capture", "=b> wrong"),)})
    files = files_of(sheet)
    for name, content in files.items():
        if "/ann" in name:
            assert b"bob" not in content
            assert b"wrong" not in content


# ── What failed most ──────────────────────────────────────────────────────────────────


def _told(mark: Mark) -> set[str]:
    in_steps = {step.mistake for step in mark.steps} - {""}
    return set() if mark.outcome in ("holds", "missing") else in_steps or {*mark.mistakes}


@given(sheets())
def test_troubles_count_each_student_once(sheet: Sheet) -> None:
    for tally in tallies(sheet):
        assert sum(tally.outcomes.values()) == len(sheet.students)
        assert 0 <= tally.share <= 1
    found = {(one.exercise, one.mistake): set(one.students) for one in troubles(sheet)}
    for exercise in sheet.titles:
        for mistake in ("capture", "doubled"):
            made = {student for student, one in sheet.of(exercise) if mistake in _told(one)}
            assert found.get((exercise, mistake), set()) == made
    times = [len(one.students) for one in troubles(sheet)]
    assert times == sorted(times, reverse=True)


def test_the_commonest_wrong_line_is_told() -> None:
    wrong = ["=b> y", "=b> z", "=b> y"]
    marks = {f"s{at}": (mark("a", 0, "capture", line),) for at, line in enumerate(wrong)}
    sheet = Sheet("hw", {"a": "A"}, marks | {"t": (mark("a", 2),)})
    (one,) = troubles(sheet)
    assert (one.wrong, one.times, len(one.students)) == ("=b> y", 2, 3)
    assert [(step.text, step.times) for step in failed_steps(sheet)] == [("=b> y", 2), ("=b> z", 1)]
    report = files_of(sheet, ["report"])["report.md"].decode()
    assert "| a | capture | 3 | <code>=b&#62; y</code> | 2 |" in report


# ── Equal answers ─────────────────────────────────────────────────────────────────────


def renamed(term: Term) -> Term:
    """The term with other names for its bound variables."""
    match term:
        case Lam(hint, body):
            return Lam(f"{hint}q", renamed(body))
        case App(fn, arg):
            return App(renamed(fn), renamed(arg))
    return term


@given(terms(names=st.sampled_from("abc")), terms(names=st.sampled_from("abc")))
@often(3)
def test_a_fingerprint_is_that_of_a_term_up_to_alpha(one: Term, other: Term) -> None:
    prints = [fingerprints(f"t = {lamb.pretty(term)}")["t"].code for term in (one, renamed(one), other)]
    assert prints[0] == prints[1]
    assert (prints[0] == prints[2]) == (one == other)


@given(terms(), terms())
def test_a_fingerprint_sees_through_definitions_in_any_order(one: Term, other: Term) -> None:
    lines = [f"h = {lamb.pretty(one)}", f"g = {lamb.pretty(other)}", "t = h g (λx. h)"]
    whole = f"t = ({lamb.pretty(one)}) ({lamb.pretty(other)}) (λx. {lamb.pretty(one)})"
    codes = {
        fingerprints("\n".join(text))["t"].code
        for text in (lines, lines[::-1], [lines[1], lines[2], lines[0]], [whole])
    }
    assert len(codes) == 1


def test_a_derivation_is_its_operators_and_its_terms() -> None:
    steps = "conf d : (λx. x) a =b> a"
    same, other = "conf d : (λy. y) a\n  =b> a -- so", "conf d : (λx. x) a =d> a"
    assert fingerprints(steps)["d"] == fingerprints(same)["d"] != fingerprints(other)["d"]


def test_the_size_of_definitions_may_double_with_each() -> None:
    text = "\n".join(["d0 = λx. x", *(f"d{at + 1} = d{at} d{at}" for at in range(200))])
    assert len(fingerprints(text)) == 201


def test_circles_and_nonsense_have_some_fingerprint() -> None:
    assert fingerprints("a = b\nb = a").keys() == {"a", "b"}
    assert fingerprints("a = (((\nb = λx. x").keys() == {"b"}


LONG = "λp q. p (q (λa b. b) (λa b. a)) (λx. x q p)"
ODD = LONG.replace("x q p", "x p q")


def test_students_who_share_rare_answers_are_named_and_others_are_not() -> None:
    answers = {f"s{at:02}": f"a = λx. x (λy. y x {' x' * at}) (λz. z)\nb = {LONG}" for at in range(30)}
    answers["s07"] = f"help = λs t. s\na = help ({LONG}) x\nb = {ODD}"
    answers["s21"] = f"b = {ODD}\na = (λu v. u) ({LONG}) x"
    answers["s03"] = answers["s04"] = "a = λx. x\nb = λx. x"
    marks = {student: (mark("a", 0), mark("b", 2)) for student in answers}
    prints = {student: fingerprints(text) for student, text in answers.items()}
    sheet = Sheet("hw", {"a": "A", "b": "B"}, marks, prints, fingerprints(f"b = {LONG}"))
    shared = list(shared_answers(sheet))
    (most, *_) = (one for one in shared if one.exercise == "b")
    assert (len(most.students), most.answered, most.is_model) == (26, 30, True)
    (found,) = pairs(shared)
    assert found.students == ("s07", "s21")
    assert [one.exercise for one in found.shared] == ["a", "b"]
    assert (
        "| s07 and s21 | a (wrong, 2 of 30), b (right, 2 of 30)"
        in files_of(sheet, ["report"])["report.md"].decode()
    )


codes = st.dictionaries(st.sampled_from("abcdefgh"), st.sampled_from([1, 2, 3, 9]), min_size=2)


@given(st.lists(codes, min_size=2, max_size=8))
def test_a_pair_shares_all_that_it_is_said_to_share(classes: list[dict[str, int]]) -> None:
    """Each student answers some exercises with one of four answers, of which 9 is the model's."""
    answers = {
        f"s{at}": {name: Fingerprint(str(code), 40) for name, code in one.items()}
        for at, one in enumerate(classes)
    }
    marks = {student: tuple(mark(name, 0) for name in one) for student, one in answers.items()}
    model = {name: Fingerprint("9", 40) for name in "abcdefgh"}
    found = pairs(list(shared_answers(Sheet("hw", dict.fromkeys("abcdefgh", ""), marks, answers, model))))
    for pair in found:
        one, other = (answers[student] for student in pair.students)
        for shared in pair.shared:
            assert one[shared.exercise] == other[shared.exercise] != model[shared.exercise]
        assert pair.surprise == pytest.approx(sum(shared.surprise for shared in pair.shared))
