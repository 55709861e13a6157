"""`lamb check`: verdicts, hints, points, reports and exit codes, from end to end."""

from __future__ import annotations

import json
import os
import time
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st

from lamb import Budget, Derived, Session, Source, Verdict
from lamb.__main__ import main
from lamb.cli import check as command
from lamb.cli.check import parser
from lamb.cli.running import budget_of
from lamb.notation.printer import write as written
from lamb.workers import Lost, Prepare
from tests.cli.command import Ended, Screen, lamb
from tests.sessions import write

HOMEWORK = Path(__file__).parents[1] / "golden" / "homework.lc"

GOOD = "let id = \\x -> x\neval good : id a =d> (\\x -> x) a =b> a\n"
BAD = "let id = \\x -> x\nconf bad : id a =b> a\n"
PARTIAL = "eval partial : (\\x -> x) a\n"
ENDLESS = "conf endless : (\\s -> s s z) (\\s n -> s s (i n)) =~> a\n"
EMPTY = "let id = \\x -> x\nid id\n"
BROKEN = "eval broken : (x\n"

CASES = {
    "good": (GOOD, 0, "valid"),
    "bad": (BAD, 1, "invalid"),
    "partial": (PARTIAL, 1, "partial"),
    "assertion": ("assert add 1 1 == 2\n", 0, "valid"),
    "wrong-assertion": ("assert add 1 1 == 3\n", 1, "invalid"),
    "endless-assertion": ("assert Y I == 3\n", 3, "undecided"),
}
LONG = {"endless": (ENDLESS, 3, "undecided")}  # undecided, too, after a longer search


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a file of each kind, and something that is no program."""
    for name, (text, _, _) in CASES.items():
        (tmp_path / f"{name}.lc").write_text(text)
    (tmp_path / "notes.txt").write_text("eval")
    return tmp_path


def check(*arguments: str | Path, text: str | bytes = "") -> Ended:
    return lamb("check", *arguments, "--steps", "1e4", text=text)


def report(*arguments: str | Path, text: str | bytes = "") -> Any:
    return json.loads(check(*arguments, "--json", text=text).out)


# ── Verdicts and exit codes ───────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", [*CASES, *LONG])
def test_each_verdict_has_its_exit_code(tmp_path: Path, name: str) -> None:
    text, code, verdict = {**CASES, **LONG}[name]
    (tmp_path / f"{name}.lc").write_text(text)
    ended = check(tmp_path / f"{name}.lc")
    assert ended.code == code
    assert f"{name}.lc:" in ended.out
    assert f": {verdict}: " in ended.out


def test_a_claim_is_said_to_stand_where_it_stands() -> None:
    ended = check("-", text="x = y\n\n  \nconf  here : x =d> y\nassert\n  x == y")
    assert ended.out.splitlines()[:2] == [
        "<stdin>:4:7: valid: here",
        "<stdin>:5:1: valid: assert x == y",
    ]


def test_a_folder_stands_for_its_programs_in_the_order_of_their_names(folder: Path) -> None:
    document = report(folder)
    assert [Path(file["name"]).name for file in document["files"]] == sorted(f"{name}.lc" for name in CASES)
    assert document["exit"] == 1
    assert document["tally"] == {"claims": 6, "holding": 2, "points": 0, "worth": 0}


def test_one_bad_file_stops_no_other(folder: Path) -> None:
    (folder / "broken.lc").write_text(BROKEN)
    (folder / "latin.lc").write_bytes(b"eval caf\xe9 : x")
    ended = check(folder / "broken.lc", folder / "missing.lc", folder / "latin.lc", folder / "good.lc")
    assert ended.code == 1
    assert "never closed" in ended.out
    assert "there is no file" in ended.err
    assert "not UTF-8" in ended.err
    assert "valid: good" in ended.out
    assert ended.out.endswith("4 files: 1 of 1 holds, 3 errors\n")


def test_a_file_without_a_claim_is_wrong_and_its_terms_are_not_evaluated() -> None:
    ended = check("-", text=EMPTY + "(\\x -> x x) (\\x -> x x)\n")
    assert ended.code == 1
    assert "there is nothing to check in “<stdin>”" in ended.err
    assert "nothing was checked, 1 error" in ended.out


def test_a_file_of_a_folder_that_others_import_needs_no_claim(tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "lib.lc").write_text("two = λf x. f (f x)\n")
    (tmp_path / "spare.lc").write_text("three = 3\n")
    (tmp_path / "broken.lc").write_text('{- import "spare.lc" -}\nassert (')
    (tmp_path / "work.lc").write_text('{- here -} import\n  "parts/lib.lc"\nassert two == 2\n')
    ended = check(tmp_path)
    assert ended.code == 1
    assert "nothing to check in" in ended.err
    assert "lib.lc" not in ended.err
    (tmp_path / "spare.lc").unlink()
    (tmp_path / "broken.lc").unlink()
    assert check(tmp_path).code == 0
    assert check(tmp_path / "parts" / "lib.lc").code == 1


def test_a_folder_without_programs_is_wrong(tmp_path: Path) -> None:
    ended = check(tmp_path)
    assert ended.code == 1
    assert "no .lc files" in ended.err


def test_a_folder_is_checked_with_the_folders_in_it(folder: Path) -> None:
    write(folder, a__b__inner=GOOD, **{".hidden__inner": GOOD, "a__._inner": "what macOS adds to an archive"})
    names = [Path(file["name"]).relative_to(folder) for file in report(folder)["files"]]
    assert Path("a/b/inner.lc") in names
    assert Path(".hidden/inner.lc") not in names


def test_of_a_folder_only_ordinary_files_in_it_are_read(tmp_path: Path) -> None:
    write(tmp_path, secret="eval secret : \\x -> x", folder__good=GOOD)
    (tmp_path / "folder" / "link.lc").symlink_to(tmp_path / "secret.lc")
    (tmp_path / "folder" / "more").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "folder" / "pipe.lc")
    ended = check(tmp_path / "folder")
    assert "secret" not in ended.out
    assert "link.lc” leads out of the folder" in ended.err
    assert "pipe.lc” is no ordinary file" in ended.err
    assert ended.out.endswith("3 files: 1 of 1 holds, 2 errors\n")


def test_a_root_has_what_its_programs_import(tmp_path: Path) -> None:
    write(tmp_path, lib__two="two = 2", hw__main='import "two.lc"\nassert two == 2')
    assert check(tmp_path / "hw" / "main.lc").code == 1
    assert check(tmp_path / "hw" / "main.lc", "--root", tmp_path / "lib").code == 0


@pytest.mark.parametrize("flaw", ["conf b : (x\n", "x = 1\nx = 2\n", 'import "nowhere.lc"\n', "{- "])
def test_what_a_file_is_worth_does_not_depend_on_its_errors(tmp_path: Path, flaw: str) -> None:
    (tmp_path / "hw.lc").write_text(
        "-- points: 3\n" + GOOD.splitlines()[1] + "\nassert x == x -- points: 2\n" + flaw
    )
    junit = tmp_path / "report.xml"
    document = report(tmp_path / "hw.lc", "--junit", junit)
    assert document["tally"]["worth"] == 5
    found = [float(one.get("value", "")) for one in ET.parse(junit).iterfind(".//property[@name='worth']")]
    assert sum(found) == 5


def test_a_wrong_command_line_is_told_apart(tmp_path: Path) -> None:
    for arguments in (["--hint", "4"], ["--hnt", "1"], ["--junit", str(tmp_path / "no" / "report.xml")]):
        ended = check("-", *arguments)
        assert ended.code == 2
        assert "lamb check: " in ended.err
    assert lamb("check", "--json", "--hint", "x").code == 2
    assert json.loads(lamb("check", "--json", "--hint", "x").out)["exit"] == 2


def test_the_help_has_examples() -> None:
    ended = lamb("check", "--help")
    assert ended.code == 0
    assert "lamb check homework.lc --hint 3" in ended.out


def test_queries_and_imports_do_not_get_in_the_way(folder: Path) -> None:
    text = 'import "good.lc"\nimport prelude\nfact 3\neval other : id b =~> b\neval sum : add 1 1 =~> 2\n'
    (folder / "importing.lc").write_text(text)
    ended = check(folder / "importing.lc")
    assert ended.code == 0
    assert "2 of 2 hold" in ended.out


# ── Searches without an end ───────────────────────────────────────────────────────────


def test_its_seconds_are_those_of_the_processor() -> None:
    """So that the mark of a derivation does not depend on how busy the machine is."""
    budget = budget_of(parser().parse_args(["homework.lc", "--seconds", "2"]))
    assert (budget.seconds, budget.clock) == (2, time.process_time)


@pytest.mark.parametrize("option", ["--steps 1000", "--nodes 1e4", "--seconds 0.01"])
def test_a_search_without_an_end_ends_and_says_what_ran_out(option: str) -> None:
    name, value = option.split()
    ended = lamb("check", "-", name, value, text=ENDLESS)
    assert ended.code == 3
    assert "undecided: endless" in ended.out
    assert f"a larger {name} searches further" in ended.out


def test_searches_end_by_themselves() -> None:
    operators = "=*> a", "=~> a", "=n*> a", "=p*> a", "<*= a", "<~= a"
    text = "omega = (\\x -> x x) (\\x -> x x)\ngrow = (\\x -> x x x) (\\x -> x x x)\n"
    text += "".join(f"conf c{number} : grow {step}\n" for number, step in enumerate(operators))
    text += "conf d : omega =~> a\n"
    ended = lamb("check", "-", "--seconds", "0.05", text=text)
    assert ended.code in (1, 3)
    assert "=*> a" in ended.out


def test_definitions_that_explode_do_not() -> None:
    text = "pair = \\x y p -> p x y\nfst = \\p -> p (\\x y -> x)\nd0 = a\n"
    text += "".join(f"d{number + 1} = pair d{number} d{number}\n" for number in range(60))
    text += "conf right : fst d60 =*> d59\nconf wrong : d60 =d> d59\neval unfinished : fst d60 =d> fst d60\n"
    document = report("-", text=text)
    verdicts = [claim["verdict"] for claim in document["files"][0]["claims"]]
    assert verdicts == ["valid", "invalid", "partial"]


def test_ctrl_c_ends_it_and_what_was_checked_is_reported(tmp_path: Path) -> None:
    text = GOOD + ENDLESS.replace("=~>", "=n*>")
    (tmp_path / "endless.lc").write_text(text)
    out, junit = tmp_path / "out.json", tmp_path / "report.xml"
    with out.open("wb") as file:
        screen = Screen(
            "check", str(tmp_path / "endless.lc"), "--seconds", "none", "--steps", "none", "--nodes", "none",
            "--json", "--junit", str(junit), out=file.fileno(),
        )  # fmt: skip
        screen.read_until(r"steps, ")
        screen.type("\x03")
        assert screen.end() == 130
    document = json.loads(out.read_text())
    assert document["exit"] == 130
    assert document["files"][0]["claims"][0]["verdict"] == "valid"
    assert ET.parse(junit).getroot().find(".//testcase[@name='good']") is not None


# ── Hints ─────────────────────────────────────────────────────────────────────────────


def test_hints_tell_more_and_more() -> None:
    hints = [check("-", "--hint", str(hint), text=BAD).out for hint in range(4)]
    assert [len(hint.splitlines()) for hint in hints] == [2, 5, 5, 6]
    assert hints == sorted(hints, key=len)
    assert hints[0].splitlines()[0] == "<stdin>:2:6: invalid: bad"
    assert "conf bad : id a =b> a\n" in hints[1]
    assert "^" in hints[1]
    assert "“id”" not in hints[1]
    assert "“id”" in hints[2]
    assert "hint: write =d> (λx. x) a =b> a" in hints[3]
    assert check("-", text=BAD).out == hints[2]


def test_hints_are_graded_for_programs_too() -> None:
    def mistake(hint: int) -> Any:
        (claim,) = report("-", "--hint", str(hint), text=BAD)["files"][0]["claims"]
        return claim["steps"][0]["mistake"]

    assert mistake(0) is None
    assert mistake(1)["what"]
    assert mistake(1)["where"] is None
    assert mistake(2)["where"]
    assert mistake(2)["instead"] is None
    assert "=d>" in mistake(3)["instead"]


def test_quiet_says_nothing_about_what_holds() -> None:
    ended = check("-", "-q", text=GOOD + "conf bad : id a =b> a\n")
    assert "good" not in ended.out
    assert "invalid: bad" in ended.out
    assert "<stdin>: 1 of 2 hold" in ended.out


def test_names_count_when_alpha_is_strict() -> None:
    text = "conf silent : (\\x y -> x) a =b> \\z -> a\n"
    assert check("-", text=text).code == 0
    ended = check("-", "--strict-alpha", text=text)
    assert ended.code == 1
    assert "a renaming needs a step of its own" in ended.out


def test_a_control_character_never_reaches_the_terminal() -> None:
    assert "\x1b" not in check("-", text="eval a : x =b> y -- \x1b[31m\n").out


def test_all_of_it_can_be_ascii(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "wrong.lc").write_text("assert forall n : nat. add n 1 == n\n")
    assert main(["check", "--ascii", "--hint", "3", str(tmp_path / "wrong.lc")]) == 1
    out = capsys.readouterr().out
    assert "\\f x. f x" in out
    assert out.isascii()


# ── Points ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("-- points: 3\neval a : x\n", (3, 3)),
        ("eval a : x  # points: 2.5\n", (2.5, 2.5)),
        ("# Two lines.\n# Points: 4\neval a : x\n", (4, 4)),
        ("{- points: 2 -}\nassert x == x\n", (2, 2)),
        ("assert x == y -- points: 2\n", (0, 2)),
        ("assert x == -- points: 2\n  y\n", (0, 2)),
        ("-- points: 1\nconf a : x =b> y\n", (0, 1)),
        ("-- points: 1\n\neval a : x\n", (None, None)),
        ("-- no points here: 3\neval a : x\n", (None, None)),
        ("eval b : x -- points: 3\neval a : x\n", (None, None)),
    ],
)
def test_points_stand_above_a_claim_or_behind_its_first_line(
    text: str, points: tuple[float | None, float | None]
) -> None:
    claim = report("-", text=text)["files"][0]["claims"][-1]
    assert (claim["points"], claim["worth"]) == points


def test_points_are_added_up(tmp_path: Path) -> None:
    for name, worth in ("a", 2), ("b", 0.5):
        text = f"-- points: {worth}\neval good : x\n-- points: 1\nconf bad : x =b> x\nconf free : x =a> x\n"
        (tmp_path / f"{name}.lc").write_text(text)
    ended = check(tmp_path)
    assert "a.lc: 2 of 3 hold, 2 of 3 points" in ended.out
    assert "b.lc: 2 of 3 hold, 0.5 of 1.5 points" in ended.out
    assert ended.out.endswith("2 files: 4 of 6 hold, 2.5 of 4.5 points\n")


# ── Reports ───────────────────────────────────────────────────────────────────────────


def test_the_document_is_ascii_and_says_what_it_is(folder: Path) -> None:
    ended = check(folder, "--json")
    assert ended.out.isascii()
    document = json.loads(ended.out)
    assert list(document) == ["schema", "lamb", "ok", "exit", "error", "tally", "files"]
    assert document["schema"] == "lamb.check/1"
    for file in document["files"]:
        assert list(file) == ["name", "tally", "claims", "errors"]
        for claim in file["claims"]:
            assert claim["kind"] in ("eval", "conf", "assert")
            assert claim["place"]["line"] > 0


def test_every_step_is_reported() -> None:
    text = "eval two : (\\x -> x) a =b> b =b> c <b= (\\x -> x) c =a> (\\y -> y) c\n"
    (claim,) = report("-", text=text)["files"][0]["claims"]
    assert [step["operator"] for step in claim["steps"]] == ["=b>", "=b>", "<b=", "=a>"]
    assert [step["verdict"] for step in claim["steps"]] == ["invalid", "invalid", "valid", "valid"]
    assert claim["ending"]["verdict"] == "partial"
    assert claim["steps"][2]["place"]["text"] == "<b= (\\x -> x) c"


def test_graders_get_junit(folder: Path, tmp_path: Path) -> None:
    (folder / "broken.lc").write_text(BROKEN)
    (folder / "points.lc").write_text("-- points: 2\nconf a : x =b> y\n")
    junit = tmp_path / "report.xml"
    check(folder, "--junit", junit)
    root = ET.parse(junit).getroot()
    assert root.tag == "testsuites"
    suites = {Path(suite.get("name", "")).stem: suite for suite in root}
    assert suites.keys() == CASES.keys() | {"broken", "points"}
    for name, (_, code, verdict) in CASES.items():
        (case,) = suites[name].findall("testcase")
        found = [*case.findall("failure"), *case.findall("error")]
        assert [element.get("type") for element in found] == ([verdict] if code else [])
        assert case.find("error" if code == 3 else "failure") is (found[0] if found else None)
    assert suites["broken"].find("testcase/error") is not None
    values = {element.get("name"): element.get("value") for element in suites["points"].iter("property")}
    assert values == {"points": "0", "worth": "2"}
    for counted, tag in ("tests", "testcase"), ("failures", "failure"), ("errors", "error"):
        assert int(root.get(counted, "")) == len(list(root.iter(tag)))
        assert sum(int(suite.get(counted, "")) for suite in root) == len(list(root.iter(tag)))


def test_junit_has_no_character_that_xml_forbids(tmp_path: Path) -> None:
    text = 'assert "<&>\x00\x0b\x1b]]>" == x\nconf a : x =b> y -- \x01<b>\ufffe\n'
    (tmp_path / "odd\x01<&.lc").write_text("conf a : f (x =b> y -- \x02 <&\n")
    (tmp_path / "more.lc").write_text(text)
    (tmp_path / "step.lc").write_text("conf a : (\\x -> x) y =b> z -- \x03 ]]> & <\n")
    check(tmp_path, "--junit", tmp_path / "report.xml")
    root = ET.parse(tmp_path / "report.xml").getroot()
    assert len(root) == 3
    assert any("<&" in suite.get("name", "") for suite in root)


def test_a_report_that_cannot_be_written_is_no_success(tmp_path: Path) -> None:
    ended = check("-", "--junit", tmp_path, text=GOOD)
    assert ended.code == 2
    assert "cannot be written" in ended.err


def test_a_report_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = tmp_path / "report.xml"
    old.write_text("old")

    def full(path: Path, content: bytes) -> int:
        raise OSError(28, "No space left on device", str(path), len(content))

    monkeypatch.setattr(Path, "write_bytes", full)
    (tmp_path / "good.lc").write_text(GOOD)
    assert main(["check", str(tmp_path / "good.lc"), "--junit", str(old)]) == 2
    assert old.read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["good.lc", "report.xml"]


def test_the_command_runs_in_the_same_process_too(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    assert main(["check", str(folder / "good.lc")]) == 0
    assert capsys.readouterr().out.endswith("good.lc: 1 of 1 holds\n")


# ── Processes ─────────────────────────────────────────────────────────────────────────


def backwards(prepare: Prepare, items: Sequence[bytes], **_: Any) -> Iterator[tuple[int, bytes]]:
    """`work_through`, in this process, the last item first."""
    work = prepare()
    for number, item in reversed([*enumerate(items)]):
        yield number, work(item)


def in_both_ways(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *arguments: str
) -> list[Any]:
    """What `lamb check` does alone, and with others: its code, what it writes, and its report."""
    found = []
    report = Path(arguments[0]) / "report.xml"
    for alone in (float("inf"), 0):
        monkeypatch.setattr(command, "ALONE", alone)
        code = main(["check", *arguments, "--junit", str(report), "--steps", "1e4"])
        found.append((code, capsys.readouterr(), report.read_bytes()))
    return found


@pytest.mark.parametrize(
    "options", [[], ["--json"], ["--quiet", "--hint", "3"], ["--color", "always"], ["--ascii"]]
)
def test_many_processes_say_what_one_does(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], folder: Path, options: list[str]
) -> None:
    (folder / "broken.lc").write_text("-- points: 2\n" + BROKEN)
    (folder / "latin.lc").write_bytes(b"eval caf\xe9 : x")
    (folder / "points.lc").write_text("-- points: 2\nconf a : x =b> y\n")
    monkeypatch.setattr("lamb.workers.work_through", backwards)
    alone, together = in_both_ways(monkeypatch, capsys, str(folder), str(folder / "missing"), *options)
    assert together == alone


def test_processes_check_for_real(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    alone, together = in_both_ways(monkeypatch, capsys, str(folder))
    assert together == alone


@given(st.integers(0, 5_000))
def test_shares_are_all_files_in_order_and_get_no_larger(files: int) -> None:
    shares = command._shares(files)
    assert [number for share in shares for number in share] == [*range(files)]
    assert [*map(len, shares)] == sorted(map(len, shares), reverse=True)


@pytest.mark.parametrize("together", [False, True])
def test_a_process_that_breaks_down_costs_its_own_file_only(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], folder: Path, together: bool
) -> None:
    if together:
        monkeypatch.setattr(command, "_shares", lambda files: [range(files)])

    def work_through(
        prepare: Prepare, items: Sequence[bytes], **_: Any
    ) -> Iterator[tuple[int, bytes | Lost]]:
        for number, answer in backwards(prepare, items):
            yield number, Lost.CRASH if b"wrong" in items[number] else answer

    monkeypatch.setattr("lamb.workers.work_through", work_through)
    monkeypatch.setattr(command, "ALONE", 0)
    assert main(["check", str(folder), "--steps", "1e4"]) == 1
    written = capsys.readouterr()
    lost = folder / "wrong-assertion.lc"
    assert f"“{lost}” could not be checked: the process that worked on it broke down" in written.err
    assert f"{lost}: nothing was checked, 1 error\n" in written.out
    assert written.out.endswith("6 files: 2 of 5 hold, 1 error\n")


def test_ctrl_c_keeps_what_has_been_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    def work_through(prepare: Prepare, items: Sequence[bytes], **_: Any) -> Iterator[tuple[int, bytes]]:
        yield 0, prepare()(items[0])
        raise KeyboardInterrupt

    monkeypatch.setattr("lamb.workers.work_through", work_through)
    monkeypatch.setattr(command, "ALONE", 0)
    assert main(["check", str(folder), "--quiet"]) == 130
    written = capsys.readouterr()
    assert written.out == f"{folder / 'assertion.lc'}: 1 of 1 holds\n"
    assert written.err == "interrupted\n"


# ── A page of homework ────────────────────────────────────────────────────────────────


def test_the_homework_has_three_mistakes_and_what_follows_from_them() -> None:
    ended = check(HOMEWORK)
    assert ended.code == 1
    assert "3 of 6 hold, 5.5 of 13.5 points" in ended.out
    document = report(HOMEWORK)
    kinds = [
        step["mistake"]["kind"]
        for claim in document["files"][0]["claims"]
        for step in claim.get("steps", [])
        if step["mistake"]
    ]
    assert kinds == ["unfolded", "brackets", "follows", "capture"]


def test_the_homework_is_repaired_by_what_its_messages_say() -> None:
    text = HOMEWORK.read_text(encoding="utf-8")
    repairs = []
    for result in Session().check_program(Source(text, "homework.lc")):
        for flaw in result.flaws if isinstance(result, Derived) else []:
            assert flaw.mistake is not None
            steps = " ".join(f"{operator} {written(term)}" for operator, term in flaw.mistake.repair)
            assert steps in str(flaw.mistake.told(3))
            if flaw.mistake.kind != "follows":
                repairs.append((flaw.place, steps))
    for place, steps in reversed(repairs):
        text = text[: place.start] + steps + text[place.end :]
    session = Session(budget=Budget(steps=10_000))
    verdicts = [
        result.verdict for result in session.check_program(Source(text)) if isinstance(result, Derived)
    ]
    assert verdicts == [Verdict.HOLDS] * 5
