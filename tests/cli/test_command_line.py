"""`lamb` from a shell: what it prints where, its exit codes, and what it does with nasty input."""

import gc
import io
import os
import re
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import lamb as library
from lamb import __main__ as entry
from lamb.__main__ import HELP, main
from lamb.cli.evaluate import EPILOG
from lamb.results import Exit, OutOfMemoryError
from tests.cli.command import LAMB, LONG, OMEGA, environment, lamb

Captured = pytest.CaptureFixture[str]


# ── What is printed where ─────────────────────────────────────────────────────────────


def test_results_go_to_standard_output_and_the_rest_to_standard_error() -> None:
    ended = lamb("eval", "-e", "fcat 5", "-e", "(", "-e", "fact 5")
    assert ended.out == "fcat λf x. f (f (f (f (f x))))\n120\n"
    assert "did you mean “fact”?" in ended.err
    assert "never closed" in ended.err
    assert ended.code == 1


def test_both_streams_are_in_order_where_they_are_one() -> None:
    command = [*LAMB, "eval", "-e", "1", "-e", "(", "-e", "2"]
    both = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment(), check=False
    ).stdout.decode()
    assert both.index("-- 1") < both.index("never closed") < both.index("-- 2")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["-e", "1"], 0),
        (["-e", ""], 0),
        (["-e", "x = 1"], 0),
        (["-e", "assert 1 == 1"], 0),
        (["-e", "assert 1 == 2"], 1),
        (["-e", "(λ"], 1),
        (["-e", "x = x"], 1),
        (["-e", 'import "nowhere.lc"'], 1),
        (["nowhere.lc"], 1),
        (["-e", "x", "--format", "blc"], 1),
        (["-e", OMEGA, "--steps", "1000"], 3),
        (["-e", OMEGA, "--seconds", "0"], 3),
        (["-e", r"(\x. x x x) (\x. x x x)", "--nodes", "1000"], 3),
        (["-e", f"assert {OMEGA} == 1", "--steps", "1000"], 3),
        (["-e", f"assert forall b : bool. b == {OMEGA}", "--steps", "1000"], 3),
        (["-e", OMEGA, "-e", "assert 1 == 2", "--steps", "1000"], 1),
        (["--stesp", "1"], 2),
        (["--steps", "9" * 5000, "-e", "1"], 2),
        (["--format", "xml", "-e", "1"], 2),
    ],
)
def test_the_exit_code_says_what_came_of_it(words: list[str], code: int, capsys: Captured) -> None:
    assert main(["eval", *words]) == code
    written = capsys.readouterr()
    assert "Traceback" not in written.err
    assert bool(written.err) is (code != 0)


def test_memory_that_runs_out_is_reported(capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    def normalize(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr("lamb.session.normalize", normalize)
    assert main(["eval", "-e", "1", "-e", "a = 1"]) == 3
    assert capsys.readouterr().err.startswith("the memory ran out\n  hint: ")


@pytest.mark.parametrize("error", [MemoryError, SystemError])
@pytest.mark.parametrize(
    "words", [["compare", "-e", "x"], ["step", "-e", "x"], ["check", "-"], ["eval", "-e", "x"]]
)
def test_memory_that_runs_out_anywhere_is_reported(
    words: list[str], error: type[Exception], capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    def parse(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("lamb.session.parse", parse)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"x")))
    assert main(words) == 3
    assert "the memory ran out" in "".join(capsys.readouterr())


def test_what_filled_the_memory_is_gone_when_that_is_said(
    capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While an error is being dealt with, all that was under way is kept."""
    shown: list[object] = []

    def show(_: object, result: object) -> None:
        shown.append(result)
        if len(shown) == 1:
            raise MemoryError
        assert sys.exc_info() == (None, None, None)

    monkeypatch.setattr("lamb.cli.evaluate._Evaluation._show", show)
    assert main(["eval", "-e", "x"]) == 3
    assert isinstance(shown[1], OutOfMemoryError)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a process is held to its memory")
@pytest.mark.parametrize(
    "words", [["eval", "--nodes", "none", "-e", "Y (λr n. c n (r (s n))) 0"], ["check", "-"], ["step", "-"]]
)
def test_a_process_that_may_have_no_more_memory_says_so(words: list[str]) -> None:
    """All is loaded already, and ten megabytes are left."""
    held = """
import resource, sys
import lamb.session, lamb.analysis.divergence, lamb.cli.evaluate, lamb.cli.check, lamb.cli.step
from lamb.__main__ import main
pages = int(open("/proc/self/statm").read().split()[0])
most = pages * resource.getpagesize() + 10_000_000
resource.setrlimit(resource.RLIMIT_AS, (most, most))
sys.exit(main())
"""
    text = f"f {'x ' * 50_000}"
    ended = subprocess.run(
        [sys.executable, "-c", held, *words],
        capture_output=True,
        text=True,
        check=False,
        input=text,
        timeout=LONG,
    )
    assert ended.returncode == 3
    assert "the memory ran out" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert "SystemError" not in ended.stderr


def test_omega_takes_no_memory_and_ends_by_itself() -> None:
    measured = (
        "import resource, subprocess, sys\n"
        "code = subprocess.run(sys.argv[1:]).returncode\n"
        "print(code, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)\n"
    )
    command = [sys.executable, "-c", measured, *LAMB, "eval", "-e", OMEGA, "--steps"]
    most = []
    for steps in "1000", "none":
        ended = subprocess.run([*command, steps], capture_output=True, env=environment(), check=True)
        code, megabytes = map(int, ended.stdout.split())
        assert code == 3
        most.append(megabytes)
    assert b"it repeats for ever" in ended.stderr
    assert most[1] - most[0] < 10


# ── Programs ──────────────────────────────────────────────────────────────────────────


def test_a_program_may_come_from_standard_input() -> None:
    assert lamb(text="add 2 3").out == "λf x. f (f (f (f (f x))))    -- 5\n"
    assert lamb("eval", text="fact a\na = 5").out == "120\n"
    assert lamb("eval", "-", "-e", "b", text="b = a\na = c").out == "c\n"
    assert lamb().out == ""


def test_every_file_is_run_in_a_session_of_its_own(tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "one.lc").write_text("a = one\na b")
    (tmp_path / "two.lc").write_text("b = two\na b")
    assert main(["eval", str(tmp_path / "one.lc"), str(tmp_path / "two.lc"), "-e", "b a"]) == 0
    assert capsys.readouterr().out == "one b\na two\ntwo a\n"


def test_a_program_imports_from_its_folder_and_from_those_that_are_named(
    tmp_path: Path, capsys: Captured
) -> None:
    for folder in "library", "program":
        (tmp_path / folder).mkdir()
    (tmp_path / "library" / "names.lc").write_text('import "more.lc"')
    (tmp_path / "library" / "more.lc").write_text("name = found")
    program = tmp_path / "program" / "main.lc"
    program.write_text('import "../library/names.lc"\nname')
    assert main(["eval", str(program)]) == 1
    assert "outside the folder" in capsys.readouterr().err
    assert main(["eval", str(program), "--root", str(tmp_path / "library")]) == 0
    assert capsys.readouterr().out == "found\n"


def test_without_the_prelude_there_are_no_names(capsys: Captured) -> None:
    assert main(["eval", "--no-prelude", "-e", "I x"]) == 0
    assert capsys.readouterr().out == "I x\n"


# ── Help ──────────────────────────────────────────────────────────────────────────────

EXAMPLE = re.compile(r"^  (?P<command>(?:echo|lamb).*?)(?:\n {30,}|  +)prints (?P<out>.*)$", re.MULTILINE)
examples = [match.groups() for match in EXAMPLE.finditer(HELP + EPILOG)]


def test_the_help_has_examples() -> None:
    assert len(examples) >= 8


@pytest.mark.parametrize(("command", "out"), examples)
def test_the_examples_in_the_help_are_true(command: str, out: str, tmp_path: Path) -> None:
    echo, _, words = command.rpartition(" | ")
    text = "".join(word + "\n" for word in shlex.split(echo)[1:])
    shown = lamb(*shlex.split(words)[1:], text=text, cwd=tmp_path).out
    assert shown.startswith("{") if out == "one JSON document" else shown == f"{out}\n"


@pytest.mark.parametrize("words", [["--help"], ["help"], ["-h"], ["eval", "--help"], ["eval", "-h", "x"]])
def test_help_is_printed_and_is_no_error(words: list[str], capsys: Captured) -> None:
    assert main(words) == 0
    written = capsys.readouterr()
    assert "exit codes:" in written.out
    assert written.err == ""
    assert max(map(len, written.out.splitlines())) <= 110


def test_the_version_is_that_of_the_package(capsys: Captured) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"lamb {library.__version__}\n"


@pytest.mark.parametrize(
    ("words", "hint"), [(["evl", "x"], "`lamb eval`"), (["add", "2", "3"], "`lamb 'add 2 3'`")]
)
def test_a_misspelt_command_is_a_usage_error_with_a_suggestion(
    words: list[str], hint: str, capsys: Captured
) -> None:
    assert main(words) == 2
    written = capsys.readouterr()
    assert written.out == ""
    assert f"did you mean {hint}?" in written.err


@pytest.mark.parametrize(
    "words", [["add 2 3"], ["-e", "add 2 3"], ["five.lc"], ["run", "five.lc"], ["../five"]]
)
def test_a_program_or_a_term_alone_is_evaluated(
    words: list[str], tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here").mkdir()
    for file in tmp_path / "five", tmp_path / "here" / "five.lc":
        file.write_text("add 2 3")
    monkeypatch.chdir(tmp_path / "here")
    assert main(words) == 0
    assert capsys.readouterr().out == "λf x. f (f (f (f (f x))))    -- 5\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["help", "step"], "usage: lamb step"),
        (["version"], f"lamb {library.__version__}"),
        (["eval", "add 2 3"], "hint: write -e before a term: -e 'add 2 3'"),
        (["step", "add", "2", "3"], "hint: write -e before a term: -e 'add 2 3'"),
        (["tree", "λx. x x"], "hint: write -e before a term: -e 'λx. x x'"),
        (["size", "\\x.x"], "hint: write -e before a term: -e '\\x.x'"),
    ],
)
def test_words_of_other_tools_are_obeyed_or_lead_to_the_right_one(
    words: list[str], said: str, capsys: Captured
) -> None:
    main(words)
    assert said in "".join(capsys.readouterr())


def test_what_is_piped_may_have_commands_of_the_prompt(tmp_path: Path) -> None:
    assert "fact = " in lamb(text=":info fact").out
    assert "fact = " in lamb("repl", text=":info fact").out
    ended = lamb(text="double n = add n n\n:step double 1\n\ndouble 2\n:nothing\n")
    assert "λf x. f (f (f (f x)))    -- 4" in ended.out
    assert "there is no command “:nothing”" in ended.err
    assert ended.code == 1
    assert lamb(text="1\n:quit\n2").out == "λf x. f x    -- 1\n"
    assert "Lesson 1" in lamb("learn", LAMB_HOME=str(tmp_path)).out


# ── Encodings, colours, and nasty names and contents ──────────────────────────────────


def test_where_lambda_cannot_be_encoded_it_is_a_backslash() -> None:
    ended = lamb("eval", "-", "-e", "5", text="(λx. →", PYTHONIOENCODING="ascii")
    assert ended.out == "\\f x. f (f (f (f (f x))))    -- 5\n"
    assert ended.err.isascii()
    assert "-> " not in ended.out
    ended = lamb("eval", text="λgröße. größe größe größe", PYTHONIOENCODING="ascii")
    assert ended.out == "\\gr\\xf6\\xdfe. gr\\xf6\\xdfe gr\\xf6\\xdfe gr\\xf6\\xdfe\n"


@pytest.mark.parametrize(
    "command",
    [
        *("eval", "eval --format term", "eval --format debruijn", "compare --steps 9", "check"),
        *("step --explain", "step --format markdown", "step --strategy parallel --eta", "step --width 30"),
    ],
)
def test_there_is_one_way_to_write_ascii(command: str, capsys: Captured, tmp_path: Path) -> None:
    (tmp_path / "greek.lc").write_text("λδ. δ y\n(λδ y. δ) y δ\neval β : δ =β> x\nassert δ == λβ. β\n(")
    (tmp_path / "right.lc").write_text("(λδ y. δ) y δ\nassert λδ. δ == λβ. β\n")
    for file in tmp_path.iterdir():
        main([*command.split(), "--ascii", str(file)])
        said = "".join(capsys.readouterr())
        assert said.isascii()
        assert "\\u0" not in said
        assert "delta" in said


def test_in_the_c_locale_nothing_is_refused() -> None:
    ended = lamb("eval", "-", text="λx. x x x\nfcat\n(", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert ended.code == 1
    assert ended.err.isascii()
    assert '"("' in ended.err


def test_colours_are_for_those_who_ask() -> None:
    assert "\x1b" not in repr(lamb("eval", "-e", "1", "-e", "("))
    ended = lamb("eval", "-e", "1", "-e", "(", "--color", "always", NO_COLOR="1")
    assert "\x1b[" in ended.out
    assert "\x1b[" in ended.err
    plain = re.sub(r"\x1b\[[\d;]*m", "", ended.out + ended.err)
    without = lamb("eval", "-e", "1", "-e", "(", "--color", "never")
    assert plain == without.out + without.err


@pytest.mark.parametrize(
    "name",
    [
        "-e.lc",
        "--json",
        "a b.lc",
        "[bold]:x:.lc",
        "\x1b[31mred\x07.lc",
        "new\nline.lc",
        "“λ”.lc",
        "\udcff.lc",
        "\u202eevil.lc",
        "%s{0}.lc",
    ],
)
def test_a_file_may_have_a_nasty_name(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("fact 5\n)")
    ended = lamb("eval", "--", name, cwd=tmp_path)
    assert ended.code == 1
    assert "this “)”" in ended.err or "“)”" in ended.err
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u202e]", ended.err)
    (tmp_path / name).write_text("fact 5")
    assert lamb("eval", "--", name, cwd=tmp_path).out == "120\n"


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xfe\x00",
        b"\x00",
        b"\x1b[2J\x1b]0;title\x07",
        b"x \x9b31m",
        b"x \xc2\x9b31m",
        "λx. \u202e x".encode(),
        b"[bold]",
        b":x:",
        b"\xef\xbb\xbf(",
        b"x" * 100_000 + b" (",
        b"{-",
        b"\r",
        b"(\r\n(",
        "“x”".encode(),
        b"\xf0\x9f\x92\xa9",
    ],
)
def test_a_file_may_have_nasty_contents(content: bytes, tmp_path: Path, capsys: Captured) -> None:
    file = tmp_path / "nasty.lc"
    file.write_bytes(content)
    assert main(["eval", str(file)]) in {0, 1}
    written = capsys.readouterr()
    assert "Traceback" not in written.err
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", written.out + written.err)


def test_what_is_no_file_is_an_error(tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "dangling").symlink_to("nowhere")
    names = [".", "loop", "dangling", "x" * 5000, "a/b/c", "loop/x.lc", "", "/dev/null/x"]
    for name in names:
        assert main(["eval", str(tmp_path / name)]) == 1
        assert capsys.readouterr().err


# ── Streams that end ──────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("first", ["head -1", "true"])
def test_a_reader_that_goes_away_is_no_error(first: str, tmp_path: Path) -> None:
    program = tmp_path / "long.lc"
    program.write_text(f"λ{'x' * 400}. x\n" * 300)  # more than a pipe holds
    shell = f"{shlex.join([*LAMB, 'eval', str(program)])} | {first}"
    ended = subprocess.run(["sh", "-c", shell], capture_output=True, env=environment(), check=True)
    assert ended.stderr == b""


def test_a_full_disk_is_an_error() -> None:
    if not os.path.exists("/dev/full"):
        pytest.skip("there is no /dev/full")
    with open("/dev/full", "w") as full:
        ended = subprocess.run(
            [*LAMB, "eval", "-e", "1"], stdout=full, stderr=subprocess.PIPE, env=environment(), check=False
        )
    assert ended.returncode == 1
    assert ended.stderr.decode() == "lamb: the results cannot be written: no space left on device\n"


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", ">&- 2>&- <&-"])
def test_streams_may_be_closed(closed: str) -> None:
    shell = f"{shlex.join([*LAMB, 'eval', '-e', '1', '-e', '('])} {closed}"
    ended = subprocess.run(["sh", "-c", shell], capture_output=True, env=environment(), check=False)
    assert ended.returncode == 1
    assert b"Traceback" not in ended.stderr


# ── Start-up ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("words", "most", "unwanted"),
    [
        (["--version"], 55, "lark rich argparse dataclasses lamb.session json"),
        (["--help"], 55, "lark rich argparse dataclasses lamb.session json"),
        (
            ["eval", "-e", "I x"],
            120,
            "lark dataclasses inspect pathlib rich prompt_toolkit hypothesis difflib shlex shutil threading",
        ),
        (["check", "FILE"], 150, "lark rich prompt_toolkit hypothesis xml shlex tempfile"),
        (["step", "-e", "I x"], 145, "lark pathlib rich prompt_toolkit hypothesis shutil"),
        (["type", "-e", "I"], 145, "lark pathlib rich prompt_toolkit hypothesis shutil"),
    ],
)
def test_a_command_loads_only_what_it_needs(
    words: list[str], most: int, unwanted: str, tmp_path: Path
) -> None:
    """It has at *most* so many modules more than Python itself."""
    file = tmp_path / "program.lc"
    file.write_text("assert I x == x", encoding="utf-8")
    words = [str(file) if word == "FILE" else word for word in words]
    code = (
        "import sys\nown = set(sys.modules)\nfrom lamb.__main__ import main\nmain(sys.argv[1:])\n"
        "print(*set(sys.modules) - own, file=sys.stderr)"
    )
    ended = subprocess.run(
        [sys.executable, "-S", "-c", code, *words],
        capture_output=True,
        check=True,
        env=environment(PYTHONPATH=os.pathsep.join(filter(None, sys.path))),
    )
    loaded = set(ended.stderr.decode().split())
    assert not set(unwanted.split()) & loaded
    assert len(loaded) <= most


LOOKS_THROUGH_MEMORY = """
import gc, os
from lamb.__main__ import main
gc.set_threshold(0)
code = main(["eval", "-e", "(λx. x x) 500", "--no-numbers", "--nodes", "500000"])
gc.callbacks.append(lambda phase, info: info["collected"] > 10000 and os.write(1, b"seen"))
"""


@pytest.mark.skipif(not hasattr(gc, "freeze"), reason="PyPy ends a process at once")
def test_a_process_ends_without_looking_through_what_it_held() -> None:
    """That took longer than the evaluation, past its budget, and nobody saw why."""
    command = [sys.executable, "-c", LOOKS_THROUGH_MEMORY]
    ended = subprocess.run(command, capture_output=True, env=environment(), check=True, encoding="utf-8")
    assert "no normal form within 500,000 nodes" in ended.stderr
    assert ended.stdout == ""


def test_a_ctrl_c_that_nothing_hears_is_the_last_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(words: list[str]) -> int:
        raise KeyboardInterrupt

    before = signal.getsignal(signal.SIGINT)
    monkeypatch.setattr(entry, "_run", interrupted)
    try:
        assert main() == Exit.INTERRUPTED
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN  # or it would end with a traceback
    finally:
        signal.signal(signal.SIGINT, before)
