"""`lamb step`: reductions as people see them, in processes and on terminals."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from hypothesis import given, strategies as st

import lamb as library
from lamb import recheck_values
from lamb.__main__ import main
from lamb.analysis.machines.transitions import MACHINES
from lamb.calculus.budget import Budget, Exhausted, Status
from lamb.calculus.reduction import Rule
from lamb.calculus.strategies import STRATEGIES, Strategy
from lamb.calculus.term import Term
from lamb.cli.running import strategy
from lamb.show import documents
from lamb.show.lines import Line, plain
from lamb.show.reductions import Plan, Reduction, Row, View, row_lines
from tests.cli.command import LAMB, OMEGA, Ended, Screen, as_seen, environment, lamb
from tests.strategies import DEFINITIONS, clashing, programs

NARROW, WIDE = 30, 100
UNBROKEN = 5_000  # columns: parallel reduction makes terms that no memory has room for as text


def step(*arguments: str | Path, **env: str) -> Ended:
    return lamb("step", *arguments, **env)


# ── Laws ──


def screen(term: Term, view: View, chosen: Strategy) -> list[tuple[str, list[str]]]:
    """Each line with a term in it, and the rows of marks below it."""
    reduction = Reduction(term, DEFINITIONS, Plan(chosen, budget=Budget(steps=8, nodes=5_000)))
    texts = [plain(row_lines(row, view)).split("\n") for row in reduction.rows()]
    without_reasons = [[line for line in text if not line.lstrip().startswith("--")] for text in texts]
    return [(text, rows) for text, *rows in without_reasons]


@given(clashing(most=30) | programs, st.integers(NARROW, WIDE), st.sampled_from(Strategy))
def test_no_line_is_wider_than_it_may_be(term: Term, width: int, chosen: Strategy) -> None:
    for text, rows in screen(library.parse_term(library.pretty(term)), View(width), chosen):
        assert all(len(line) <= width for line in (text, *rows))


@given(clashing(most=30) | programs, st.integers(NARROW, WIDE), st.sampled_from(Strategy))
def test_marks_stand_under_the_term(term: Term, width: int, chosen: Strategy) -> None:
    for text, rows in screen(library.parse_term(library.pretty(term)), View(width), chosen):
        assert len(rows) <= 2
        for row in rows:
            assert set(row.strip()) <= set(" ~^")
            assert row.strip()
            assert len(row) <= len(text)
            first = text[len(row) - len(row.lstrip())]
            assert not first.isspace()


@given(clashing(most=30) | programs, st.sampled_from(Strategy))
def test_colours_change_nothing_but_the_marks(term: Term, chosen: Strategy) -> None:
    written = library.parse_term(library.pretty(term))
    coloured = screen(written, View(UNBROKEN, colored=True), chosen)
    assert [text for text, _ in screen(written, View(UNBROKEN), chosen)] == [text for text, _ in coloured]


# ── Whole reductions ──


def test_a_variable_would_be_captured() -> None:
    ended = step("-e", "(λx y. x) y z")
    assert ended.code == 0
    assert (
        ended.out
        == """\
         (λx y. x) y z
             ^
      α  (λx y'. x) y z    -- y would be captured by this λy, so it becomes y'
             ~~
         ^^^^^^^^^^^^
   1  β  (λy'. y) z
         ~~~~~~~~
         ^^^^^^^^^^
   2  β  y
         ~
normal form after 2 steps (2 β; 1 renaming)
"""
    )


def test_numerals_and_definitions_are_folded_until_they_are_needed() -> None:
    assert (
        step("-e", "add 1 2", "--explain").out
        == """\
         add 1 2
         ^^^
         -- “add” is unfolded to what it stands for
   1  δ  (λm n f x. m f (n f x)) 1 2
         ~~~~~~~~~~~~~~~~~~~~~~~
         ^^^^^^^^^^^^^^^^^^^^^^^^^
         -- “1” takes the place of m, which occurs once
   2  β  (λn f x. 1 f (n f x)) 2
         ~~~~~~~~~~~~~~~~~~~~~
         ^^^^^^^^^^^^^^^^^^^^^^^
         -- “2” takes the place of n, which occurs once
   3  β  λf x. 1 f (2 f x)
         ~~~~~~~~~~~~~~~~~
               ^
         -- 1 is unfolded: it is applied
   4  δ  λf x. (λf x. f x) f (2 f x)
               ~~~~~~~~~~~
               ^^^^^^^^^^^^^
         -- “f” takes the place of f, which occurs once
   5  β  λf x. (λx. f x) (2 f x)
               ~~~~~~~~~
               ^^^^^^^^^^^^^^^^^
         -- “2 f x” takes the place of x, which occurs once
   6  β  λf x. f (2 f x)
               ~~~~~~~~~
                  ^
         -- 2 is unfolded: it is applied
   7  δ  λf x. f ((λf x. f (f x)) f x)
                  ~~~~~~~~~~~~~~~
                  ^^^^^^^^^^^^^^^^^
         -- “f” takes the place of f, which occurs 2 times
   8  β  λf x. f ((λx. f (f x)) x)
                  ~~~~~~~~~~~~~
                 ^^^^^^^^^^^^^^^^^
         -- “x” takes the place of x, which occurs once
   9  β  λf x. f (f (f x))
                 ~~~~~~~~~
normal form after 9 steps (6 β, 3 δ)    -- 3
"""
    )


def test_a_wide_term_is_elided_around_the_redex() -> None:
    row = " ".join(f"(g{number} a)" for number in range(30))
    assert (
        step("-e", f"f {row} ((λx. x x) y) {row}", "--width", "60").out
        == """\
         … (g28 a) (g29 a) ((λx. x x) y) (g0 a) (g1 a) …
                           ^^^^^^^^^^^^^
   1  β  … (g27 a) (g28 a) (g29 a) (y y) (g0 a) (g1 a) …
                                   ~~~~~
normal form after 1 step (1 β)
"""
    )


def test_all_redexes_at_once() -> None:
    assert (
        step("-e", "(λx. x) a ((λx. x) b)", "--strategy", "parallel", "--explain").out
        == """\
         (λx. x) a ((λx. x) b)
         ^^^^^^^^^ ^^^^^^^^^^^
         -- 2 redexes are contracted at once
   1  ∥  a b
normal form after 1 step
"""
    )


def test_in_ascii_everything_is_spelled_out() -> None:
    ended = step("-e", "(λx y. x) y z", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert (
        ended.out
        == """\
             (\\x y. x) y z
                 ^
      alpha  (\\x y'. x) y z    -- y would be captured by this \\y, so it becomes y'
                 ~~
             ^^^^^^^^^^^^
   1  beta   (\\y'. y) z
             ~~~~~~~~
             ^^^^^^^^^^
   2  beta   y
             ~
normal form after 2 steps (2 beta; 1 renaming)
"""
    )


def test_marks_are_as_wide_as_what_they_mark() -> None:
    text, marks, *_ = step("-e", "größe 変 ((λx. x) 変数)").out.split("\n")
    assert text.endswith("größe 変 ((λx. x) 変数)")
    assert marks.count("^") == len("((λx. x) ") + 4 + len(")")
    assert marks.index("^") == text.index("((") + len("変")
    text, marks, *_ = step("-e", "größe ((λx. x) ö)", PYTHONIOENCODING="ascii", PYTHONUTF8="0").out.split(
        "\n"
    )
    assert text.endswith("gr\\xf6\\xdfe ((\\x. x) \\xf6)")
    assert marks.index("^") == text.index("((")
    assert len(marks) == len(text)


# ── How much is shown ──


def test_from_one_step_to_another() -> None:
    ended = step("-e", "add 1 2", "--from", "3", "--to", "4")
    assert ended.code == 0
    assert (
        ended.out
        == """\
        (λn f x. 1 f (n f x)) 2
        ^^^^^^^^^^^^^^^^^^^^^^^
  3  β  λf x. 1 f (2 f x)
        ~~~~~~~~~~~~~~~~~
              ^
  4  δ  λf x. (λf x. f x) f (2 f x)
              ~~~~~~~~~~~
        …
"""
    )


def test_a_window_shows_what_the_whole_shows() -> None:
    whole = step("-e", "pred 2", "--width", "none").out
    part = step("-e", "pred 2", "--width", "none", "--from", "11", "--to", "20").out
    steps = [line.split("  ", 2)[1:] for line in part.split("\n") if line.strip()[:2].isdigit()]
    assert len(steps) == 10
    assert all("  ".join(line) in whole for line in steps)


def test_beyond_the_end_there_is_only_the_end() -> None:
    ended = step("-e", "(λx. x) a", "--from", "5")
    assert (ended.code, ended.out.split("\n")[0].strip()) == (0, "a")
    assert "normal form after 1 step" in ended.out


def test_definitions_are_unfolded_at_once_if_that_is_wanted() -> None:
    first, *_ = step("-e", "add 1 2", "--unfold").out.split("\n")
    assert first.strip() == "(λm n f x. m f (n f x)) 1 2"


def test_eta_follows_at_the_normal_form() -> None:
    out = step("-e", "λx y. f x y", "--eta").out
    assert "1  η  λx. f x" in out
    assert "2  η  f" in out


# ── What came of it ──


@pytest.mark.parametrize(
    ("arguments", "last"),
    [
        (["-e", "x"], "this is a normal form already"),
        (["-e", "3"], "this is a normal form already"),
        (["-e", "(λx. x) 3"], "normal form after 1 step (1 β)"),
        (["-e", "pair (add 1 1) true"], "normal form after 12 steps (8 β, 4 δ)    -- (2, true)"),
        (["-e", "add 1 2", "--strategy", "head"], "head normal form after 6 steps (4 β, 2 δ)"),
        (["-e", "add 1 2", "--strategy", "weak-head"], "weak head normal form after 3 steps (2 β, 1 δ)"),
        (["-e", "λx. (λy. y) x", "--strategy", "value"], "this is a weak normal form already"),
    ],
)
def test_the_last_line_says_what_came_of_it(arguments: list[str], last: str) -> None:
    ended = step(*arguments)
    assert ended.code == 0
    assert ended.out.split("\n")[-2].startswith(last)


def test_what_repeats_is_found_out_and_is_no_result() -> None:
    ended = step("-e", OMEGA)
    assert ended.code == 3
    assert "it repeats for ever" in ended.err
    assert "normal form" not in ended.out


def test_what_grows_is_said_to_grow() -> None:
    ended = step("-e", "(λx. x x x) λx. x x x", "--max", "20")
    assert ended.code == 3
    assert "no normal form within 20 steps; it grows by 7 nodes every step" in ended.err
    assert "--max 200 " in ended.err


def test_an_eager_strategy_that_never_ends_is_not_said_to_prove_anything() -> None:
    ended = step("-e", f"(λx. a) ({OMEGA})", "--strategy", "applicative")
    assert ended.code == 3
    assert "no normal form" not in ended.err
    assert "there is no" not in ended.err


def test_other_budgets_are_named() -> None:
    assert "no normal form within 0 s" in step("-e", "fact 5", "--seconds", "0").err


# ── Files ──


def test_every_term_of_a_file_is_reduced_with_its_definitions(tmp_path: Path) -> None:
    file = tmp_path / "demo.lc"
    file.write_text("twice (λx. x) a\ntwice f x = f (f x)\nassert a == b\nI b\n", encoding="utf-8")
    ended = step(file)
    assert ended.code == 0
    assert ended.out.count("normal form after") == 2
    assert "1  δ  (λf x. f (f x)) (λx. x) a" in ended.out
    assert ended.err == ""


def test_terms_share_a_session() -> None:
    ended = step("-e", "double n = add n n", "-e", "double 2", "--to", "1")
    assert "1  δ  (λn. add n n) 2" in ended.out


def test_a_wrong_file_says_where(tmp_path: Path) -> None:
    file = tmp_path / "demo.lc"
    file.write_text("twice f x = f (f x)\nbad = λx. (x\n", encoding="utf-8")
    ended = step(file)
    assert (ended.code, ended.out) == (1, "")
    assert "demo.lc:2:11: this “(” is never closed" in ended.err


def test_where_there_is_no_term_it_says_so() -> None:
    ended = step("-e", "I x = x")
    assert (ended.code, ended.out) == (1, "")
    assert "there is no term" in ended.err


# ── Other formats ──


@pytest.mark.parametrize(
    ("format", "expected"),
    [("latex", "\\to_{\\beta}\\ & a\n"), ("markdown", "| 1 | β | <code>a</code> |")],
)
def test_a_reduction_can_be_put_on_paper(format: str, expected: str) -> None:
    ended = step("-e", "(λx. x) a", "--format", format)
    assert (ended.code, ended.err) == (0, "")
    assert expected in ended.out


def test_in_json_there_is_one_document_whatever_happens() -> None:
    ended = step("--json", "-e", "(λx y. x) y", "-e", "λx.", "-e", OMEGA)
    document = json.loads(ended.out)
    assert (ended.code, document["exit"], ended.err) == (1, 1, "")
    assert [error["error"] for error in document["errors"]] == ["ParseError"]
    assert [[one["rule"] for one in trace["steps"]] for trace in document["traces"]] == [
        ["alpha", "beta"],
        ["beta"],
    ]
    assert document["traces"][1]["end"]["form"] is None


def test_json_is_closed_when_it_is_interrupted() -> None:
    process = subprocess.Popen(
        [*LAMB, "step", "--json", "-e", OMEGA, "--max", "none"], stdout=subprocess.PIPE, env=environment()
    )
    assert process.stdout is not None
    begun = [process.stdout.readline() for _ in range(20)]
    process.send_signal(signal.SIGINT)
    rest = process.stdout.read()
    process.stdout.close()
    assert process.wait(60) == 130
    document = json.loads(b"".join(begun) + rest)
    assert document["exit"] == 130
    assert len(document["traces"][0]["steps"]) >= 10


# ── The command line ──


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--strategy", "foo"], "there is no strategy “foo”"),
        (["--from", "3", "--to", "2"], "--from 3 comes after --to 2"),
        (["--from", "30", "--max", "20"], "--from 30 is more than --max 20"),
        (["--eta", "--strategy", "head"], "--eta needs a strategy"),
        (["--width", "5"], "--width 5 is too narrow"),
        (["--explian"], "did you mean --explain?"),
    ],
)
def test_a_wrong_command_line_is_explained(arguments: list[str], complaint: str) -> None:
    ended = step("-e", "x", *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert complaint in ended.err


def test_wrong_options_are_refused_in_json_too() -> None:
    ended = step("--json", "--explian", "-e", "x")
    document = json.loads(ended.out)
    assert (ended.code, document["exit"], document["traces"]) == (2, 2, [])
    assert "did you mean --explain?" in document["error"]


def test_no_step_at_all_is_shown_if_nobody_wants_one() -> None:
    ended = step("-e", "(λx. x) a", "--max", "0")
    assert ended.code == 3
    assert ended.out.strip() == "(λx. x) a"


def test_help_has_examples() -> None:
    ended = step("--help")
    assert ended.code == 0
    assert all(
        word in ended.out for word in ("examples:", "lamb step -e", "--strategy", "weak-head", "exit codes")
    )


def test_the_help_has_all_strategies_and_machines_and_where_they_stop() -> None:
    lines = step("--help").out.splitlines()
    for one in Strategy:
        assert any(re.match(rf"  {one.short} .* {one.form}\b", line) for line in lines)
    for machine in MACHINES:
        assert any(line.startswith(f"  {machine} ") for line in lines)


def test_strategies_have_short_names_and_long_ones() -> None:
    assert set(STRATEGIES.values()) == set(Strategy)
    for name, found in STRATEGIES.items():
        assert strategy(name) is strategy(found.value) is strategy(found.name) is found


# ── Terminals ──


def test_a_terminal_with_colours_has_the_redex_underlined() -> None:
    shown = Screen("step", "-e", "(λx. x) a b")
    shown.end()
    assert "\x1b[1;4m(λx. x) a\x1b[0m b" in shown.text
    assert "\x1b[35ma\x1b[0m b" in shown.text
    assert "^" not in shown.text


@pytest.mark.parametrize("env", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_a_terminal_without_colours_has_marks(env: dict[str, str]) -> None:
    shown = Screen("step", "-e", "(λx. x) a b", **env)
    shown.end()
    assert "\x1b" not in shown.text
    assert "^^^^^^^^^" in shown.text


def test_lines_fit_the_terminal() -> None:
    shown = Screen("step", "-e", "fact 3", "--to", "60", "--explain", NO_COLOR="1")
    assert shown.end() == 0
    assert 60 < max(map(len, as_seen(shown.text))) <= 80


def test_the_first_step_of_an_endless_reduction_appears_at_once() -> None:
    process = subprocess.Popen(
        [*LAMB, "step", "-e", OMEGA, "--max", "none"], stdout=subprocess.PIPE, env=environment()
    )
    assert process.stdout is not None
    first = [process.stdout.readline().decode() for _ in range(3)]
    assert first[2].lstrip().startswith("1  β")
    process.stdout.close()
    assert process.wait(60) in (0, 3)


def test_ctrl_c_ends_it_cleanly() -> None:
    shown = Screen("step", "-e", OMEGA, "--max", "none", TERM="dumb")
    shown.read_until(r"10  β")
    shown.type("\x03")
    assert shown.end() == 130
    assert "interrupted" in shown.text
    assert "Traceback" not in shown.text


@pytest.mark.parametrize("moment", range(0, 400, 13))
def test_a_document_is_whole_whenever_ctrl_c_is_pressed(
    moment: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """That is, at any line of the code that writes it."""
    lines = 0

    def pressing(frame: FrameType, event: str, _: object) -> Any:
        nonlocal lines
        if frame.f_code.co_filename != documents.__file__ or frame.f_code.co_name == "__init__":
            return None
        lines += event == "line"
        if lines == moment:
            lines += 1
            signal.raise_signal(signal.SIGINT)
        return pressing

    before = sys.gettrace()
    sys.settrace(pressing)
    try:
        code = main(["step", "--json", "--max", "20", "-e", OMEGA, "-e", "x"])
    finally:
        sys.settrace(before)
    assert json.loads(capsys.readouterr().out)["exit"] == code
    assert code in (3, 130)


def test_ctrl_c_ends_it_while_it_skips_steps_too() -> None:
    shown = Screen("step", "-e", OMEGA, "--from", "1e12", TERM="dumb")
    shown.read_until("Ctrl-C stops")
    shown.type("\x03")
    assert shown.end() == 130
    assert "interrupted after" in shown.text
    assert "Traceback" not in shown.text


def test_rules_have_names() -> None:
    assert {View().name(rule) for rule in Rule} == {rule.value for rule in Rule}
    assert all(View(ascii=True).name(rule).isascii() for rule in Rule)


def test_latex_can_be_a_whole_document() -> None:
    out = lamb("step", "-e", "I x", "--format", "latex", "--standalone").out
    assert out.startswith("\\documentclass{article}\n")
    assert out.endswith("\\end{document}\n")
    assert "\\documentclass" not in lamb("step", "-e", "I x", "--format", "latex").out


@pytest.mark.parametrize("late", [0, 1])
def test_a_line_that_takes_too_long_to_be_shown_ends_the_reduction(
    late: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def show(row: Row, view: View) -> list[Line]:
        if row.number == late:
            raise Exhausted(Status.SECONDS)
        return row_lines(row, view)

    monkeypatch.setattr("lamb.cli.step.row_lines", show)
    assert main(["step", "--seconds", "60", "-e", "(λx. x) y"]) == 3
    assert "within 60 s" in capsys.readouterr().err


def test_a_step_that_takes_too_long_to_be_presented_ends_the_reduction(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def late(*_: object, **__: object) -> None:
        raise Exhausted(Status.SECONDS)

    monkeypatch.setattr("lamb.show.reductions.presented", late)
    reduction = Reduction(library.parse_term("(λx. x) y"), {}, Plan())
    assert list(reduction.lines()) == []
    assert reduction.status is Status.SECONDS


# ── Machines ──────────────────────────────────────────────────────────────────────────


def test_a_machine_is_shown_state_by_state() -> None:
    ended = lamb("step", "--machine", "cek", "-e", "(λx. x) a", "--explain", "--terms")
    assert ended.out == (
        "               control     environment   continuation   stands for\n"
        "               (λx. x) a                                (λx. x) a\n"
        "   1  app      λx. x                     arg a\n"
        "   2  arg      a                         fun λx. x\n"
        "   3  fun      x           x = a                        a\n"
        "   4  var      a\n"
        "weak normal form after 4 transitions (1 β): a\n"
        "  app     first the function; that its argument is left to do is the continuation\n"
        "  arg     the function is there, and waits for its argument, which is next\n"
        "  fun     the argument is there: the variable of the λ stands for it (β)\n"
        "  var     what the variable stands for, in the environment that belongs to it\n"
    )
    assert (ended.err, ended.code) == ("", 0)


def test_derivations_of_values_in_every_format() -> None:
    by_value = ["step", "--big-step", "--strategy", "value", "-e", "(λx. x) a"]
    assert lamb(*by_value).out.split("\n")[-2:] == ["        (λx. x) a ⇓ a", ""]
    assert r"\TrinaryInfC" in lamb(*by_value, "--format", "latex").out
    assert lamb(*by_value, "--format", "svg").out.startswith("<svg")
    assert "<svg" in lamb(*by_value, "--format", "html").out
    assert recheck_values.complaint(json.loads(lamb(*by_value, "--json").out)) is None
    assert "<table" in lamb("step", "--machine", "cek", "-e", "(λx. x) a", "--format", "html").out
    ended = lamb("step", "--big-step", "-e", OMEGA)
    assert ended.err.startswith("-e:1:1: no value by name within 1,000 steps")
    assert ended.code == 3
    assert lamb("step", "-e", "x", "--format", "svg").code == 2
    assert lamb("step", "-e", "x", "--big-step", "--strategy", "head").code == 2


def test_a_machine_that_does_not_end_says_so() -> None:
    ended = lamb("step", "--machine", "strong", "-e", OMEGA, "--max", "5", "--json")
    document = json.loads(ended.out)
    (found,) = document["runs"]
    assert (document["schema"], document["exit"], ended.code) == ("lamb.machine/1", 3, 3)
    assert (found["end"]["status"], found["end"]["transitions"], found["end"]["form"]) == ("steps", 5, None)
    ended = lamb("step", "--machine", "krivine", "-e", OMEGA, "--max", "5")
    assert ended.err.startswith("-e:1:1: no weak head normal form within 5 transitions\n")
    assert ended.err.endswith("  hint: --max 50 goes ten times as far\n")


@pytest.mark.parametrize(
    ("arguments", "said", "code"),
    [
        (["--machine", "turing", "-e", "x"], "--machine cannot be “turing”", 2),
        (["--machine", "cek", "-e", "x", "--eta"], "--machine goes without --eta", 2),
        (["--machine", "cek", "-e", "x", "--from", "3"], "goes without --from", 2),
        (["--machine", "cek", "-e", "x", "--width", "3"], "--width 3 is too narrow", 2),
        (["--machine", "cek", "-e", "x = 1"], "there is no term here", 1),
        (["--machine", "cek", "-e", "(x"], "-e:1:1: this “(” is never closed", 1),
    ],
)
def test_what_a_machine_cannot_do(arguments: list[str], said: str, code: int) -> None:
    ended = lamb("step", *arguments)
    assert said in ended.err
    assert ended.code == code


@pytest.mark.parametrize(
    ("end", "options"),
    [(".txt", []), (".json", ["--json"]), (".tex", ["--format", "latex"]), (".MD", ["--format", "markdown"])],
)
def test_a_file_is_written_in_the_format_that_its_name_says(
    end: str, options: list[str], tmp_path: Path
) -> None:
    file = tmp_path / f"two{end}"
    ended = lamb("step", "-e", "2 2", "-o", file)
    assert (ended.out, ended.err, ended.code) == ("", "", 0)
    assert file.read_text(encoding="utf-8") == lamb("step", "-e", "2 2", *options).out


def test_a_file_is_written_in_the_format_that_is_named(tmp_path: Path) -> None:
    file = tmp_path / "two"
    assert lamb("step", "-e", "2 2", "--big-step", "--format", "svg", "-o", file).code == 0
    assert file.read_text(encoding="utf-8").startswith("<svg")


def test_no_file_is_written_of_what_is_wrong(tmp_path: Path) -> None:
    for file, options, said in (
        (tmp_path / "two.pdf", ["-e", "2 2"], "ends in none of .txt, .json, .tex, .md, .svg, .html"),
        (tmp_path / "two.md", ["-e", "(2 2"], "is never closed"),
        (tmp_path / "no" / "two.md", ["-e", "2 2"], "cannot be written: no such file or directory"),
    ):
        ended = lamb("step", *options, "-o", file)
        assert said in ended.err
        assert ended.code in (1, 2)
        assert not file.exists()
