"""`--json`: one document, whatever happens."""

import json
import signal
import sys
from collections.abc import Iterator
from importlib import import_module
from io import BytesIO, TextIOWrapper
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import lamb
from lamb import __main__ as entry, __version__
from lamb.__main__ import main
from lamb.cli import evaluate as evaluating
from lamb.cli.progress import Progress
from tests.cli.command import OMEGA

PLACE = {"file": str, "line": int, "column": int, "text": str}
TEXT = str | None
TERM = {
    "text": TEXT,
    "size": int | None,
    "readings": [{"text": str, "kind": str, "value": object}],
    "more_readings": int,
}
NOTE = {"message": str, "place": (None, PLACE)}
RESULTS: dict[str, Any] = {
    "answer": {
        "status": str,
        "steps": int,
        "numbers": bool,
        "divergence": TEXT,
        "term": TERM,
        "shown": TEXT,
        "notes": [NOTE],
    },
    "assertion": {
        "verdict": str,
        "status": TEXT,
        "left": (None, TERM),
        "right": (None, TERM),
        "examples": int,
        "counterexample": object,
        "reason": TEXT,
        "notes": [NOTE],
    },
    "derivation": {
        "name": str,
        "verdict": str,
        "reason": str,
        "demand": str,
        "partial": bool,
        "steps": [{"operator": str, "place": PLACE, "verdict": str, "reason": str, "mistake": TEXT}],
    },
    "definition": {"name": str, "replaced": bool, "notes": [NOTE]},
    "import": {"what": str, "definitions": int},
    "error": {"error": str, "message": str, "hint": TEXT},
}


def conforms(value: Any, schema: Any) -> bool:
    """Whether *value* has the types, and the keys, that *schema* has."""
    match schema:
        case dict():
            return value.keys() == schema.keys() and all(conforms(value[key], schema[key]) for key in schema)
        case [of]:
            return isinstance(value, list) and all(conforms(item, of) for item in value)
        case (None, of):
            return value is None or conforms(value, of)
        case _:
            return isinstance(value, schema)


def check(document: dict[str, Any]) -> None:
    """The document is what `show/json.py` says."""
    assert list(document) == ["schema", "lamb", "ok", "exit", "error", "programs"]
    assert document["schema"] == "lamb.eval/1"
    assert document["lamb"] == __version__
    assert document["ok"] is (document["exit"] == 0)
    for program in document["programs"]:
        assert program.keys() == {"name", "results"}
        for result in program["results"]:
            kind = result["kind"]
            schema = {"kind": str, "place": (None, PLACE), **RESULTS[kind]}
            assert conforms(result, schema), result
            if kind == "assertion":
                assert all(conforms(term, TERM) for term in result["counterexample"].values())


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    def run(*words: str, text: bytes = b"") -> dict[str, Any]:
        monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(text)))
        code = main(["eval", "--json", *words])
        out = capsys.readouterr().out
        assert out.isascii()
        document: dict[str, Any] = json.loads(out)
        check(document)
        assert document["exit"] == code
        return document

    return run


def only_result(document: dict[str, Any]) -> Any:
    (program,) = document["programs"]
    (result,) = program["results"]
    return result


def test_an_answer_has_its_term_its_readings_and_its_place(run: Any) -> None:
    result = only_result(run("-e", "add 1 2"))
    assert result["place"] == {"file": "-e", "line": 1, "column": 1, "text": "add 1 2"}
    assert result["status"] == "normal form"
    assert result["term"]["text"] == "λf x. f (f (f x))"
    assert result["term"]["readings"][0] == {"text": "3", "kind": "nat", "value": 3}


def test_readings_are_values_of_json(run: Any) -> None:
    result = only_result(run("-e", "((1, true), [2, 3])"))
    assert result["term"]["readings"][0]["value"] == [[1, True], [2, 3]]


def test_an_answer_is_reported_as_it_would_be_printed_too(run: Any) -> None:
    shown = {"readings": "λf x. x    -- 0, false, nil", "debruijn": "λ λ 0", "blc": "000010"}
    for format, text in shown.items():
        assert only_result(run("-e", "sub 1 1", "--format", format))["shown"] == text


def test_every_kind_of_result_is_reported(run: Any) -> None:
    program = (
        b"import prelude\na = 1\nfcat\nassert a == 1\nassert a == 2\nassert forall n : nat. n == 0\n"
        b"eval good : I =d> \\x. x\neval bad : K =d> \\x. x\n"
    )
    document = run("-", text=program)
    results = document["programs"][0]["results"]
    kinds = "import definition answer assertion assertion assertion derivation derivation"
    assert [result["kind"] for result in results] == kinds.split()
    assert document["exit"] == 1
    assert results[2]["notes"]
    verdicts = [result["verdict"] for result in results if "verdict" in result]
    assert verdicts == ["holds", "fails", "fails", "holds", "fails"]
    assert results[5]["counterexample"]["n"]["readings"][0]["value"] == 1


def test_every_file_is_a_program_of_its_own(run: Any, tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / f"{name}.lc").write_text(f"{name} = 1\na b\n")
    first, second = (str(tmp_path / f"{name}.lc") for name in "ab")
    document = run(first, second, "-e", "b", "-e", "a")
    assert [program["name"] for program in document["programs"]] == [first, second, "-e", "-e"]
    texts = [program["results"][-1]["term"]["text"] for program in document["programs"]]
    assert texts == ["λx. b x", "λx. a x", "λf x. f x", "a"] or texts[2:] == ["λf x. f x", "a"]


@pytest.mark.parametrize(
    ("words", "text", "code", "kinds"),
    [
        (["-e", "(λx"], b"", 1, ["error"]),
        (["nowhere.lc"], b"", 1, ["error"]),
        (["-"], b"\xff", 1, ["error"]),
        (["."], b"", 1, ["error"]),
        (["-e", "x = x", "-e", "1"], b"", 1, ["error", "answer"]),
        (["-e", "x", "--format", "blc"], b"", 1, ["error"]),
        (["-e", OMEGA, "--steps", "1000"], b"", 3, ["answer"]),
        (["-e", OMEGA, "--steps", "1000", "-e", "("], b"", 1, ["answer", "error"]),
        (["-e", f"assert {OMEGA} == 1", "--seconds", "0"], b"", 3, ["assertion"]),
        ([], b"", 0, []),
    ],
)
def test_a_failure_is_reported_too(
    run: Any, words: list[str], text: bytes, code: int, kinds: list[str]
) -> None:
    document = run(*words, text=text)
    assert document["exit"] == code
    assert document["error"] is None
    assert [result["kind"] for program in document["programs"] for result in program["results"]] == kinds


@pytest.mark.parametrize("words", [["--stesp"], ["--steps", "x"], ["--format", "xml"], ["-e"]])
def test_a_wrong_command_line_is_reported_too(run: Any, words: list[str]) -> None:
    document = run(*words)
    assert document["exit"] == 2
    assert document["error"]
    assert document["programs"] == []


def test_an_interrupt_is_reported_with_what_there_was_before_it(
    run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def exit_of(result: Any) -> Any:
        raise KeyboardInterrupt

    monkeypatch.setattr(evaluating, "exit_of", exit_of)
    document = run("-e", "1")
    assert (document["exit"], document["error"]) == (130, "interrupted")
    assert only_result(document)["kind"] == "answer"


def test_an_interrupt_while_the_command_is_loaded_is_reported_too(
    run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def load(name: str) -> ModuleType:
        signal.raise_signal(signal.SIGINT)  # to this thread, as there is no other in a command
        return import_module(name)

    monkeypatch.setattr(entry, "import_module", load)
    document = run("-e", "never run")
    assert (document["exit"], document["error"]) == (130, "interrupted")


def test_an_interrupted_evaluation_says_what_it_reached(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Progress, "__call__", lambda self, steps: True)
    document = run("-e", OMEGA, "-e", "never run")
    assert document["exit"] == 130
    result = only_result(document)
    assert result["status"] == "interrupted"
    assert result["term"]["text"] == "(λx. x x) λx. x x"


def test_a_term_that_is_too_large_for_a_text_has_none(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lamb.show.lines.LARGEST", 10)
    term = only_result(run("-e", "6000"))["term"]
    assert term["text"] is None
    assert term["size"] == 12_003
    assert term["readings"][0]["value"] == 6_000


def test_readings_that_have_no_room_are_counted(run: Any) -> None:
    term = only_result(run("-e", "((0, 0), (0, (0, 0)))"))["term"]
    assert len(term["readings"]) + term["more_readings"] == 3**5


def test_names_that_no_encoding_knows_are_reported(run: Any, tmp_path: Path) -> None:
    document = run(str(tmp_path / "na\udcffme\x1b[31m“.lc"))
    assert "na\udcffme\x1b[31m“.lc" in document["programs"][0]["name"]


# ── Nothing is cut ────────────────────────────────────────────────────────────────────

SHARED = "f " + "(λx. p x x) (" * 13 + "q" + ")" * 13
LARGE = ["pow 10 8", "K (pow 10 8)", SHARED, "Y (λf. K f)", "f " * 5_500]
COMMANDS = [
    *("eval", "type", "compare --max 9", "combinators --max 20000", "lint"),
    *("step --max 9", "step --max 9 --combinators", "step --max 30 --big-step"),
    *(f"step --max 2 --terms --machine {name}" for name in ("krivine", "secd", "sestoft")),
]
FOR_PEOPLE = {"message", "explanation", "name", "reason", "what", "where", "instead"}


def texts(document: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """All texts of a document with their keys, but for sentences."""
    match document:
        case str() if key not in FOR_PEOPLE:
            yield key, document
        case dict():
            for inner, value in document.items():
                yield from texts(value, "cell" if key == "state" else inner)
        case list():
            for item in document:
                yield from texts(item, key)


@pytest.mark.parametrize("term", LARGE, ids=lambda term: term[:20])
@pytest.mark.parametrize("command", COMMANDS)
def test_a_text_is_whole_or_there_is_none(
    command: str, term: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(term.encode())))
    code = main([*command.split(), "--json", *(["-"] if command == "lint" else ["-e", term])])
    document = json.loads(capsys.readouterr().out)
    assert document["exit"] == code
    for key, text in texts(document):
        assert "…" not in text, key
        if key in ("term", "after", "value"):
            lamb.parse_term(text)


@pytest.mark.parametrize("term", LARGE, ids=lambda term: term[:20])
def test_a_normal_form_of_a_claim_is_whole_or_there_is_none(
    term: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    claims = f"assert {term} == f\nassert forall n : nat. n f == pow 10 8\nconf d : {term} =b> y"
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(claims.encode())))
    assert main(["check", "--json", "-"]) == 1
    document = json.loads(capsys.readouterr().out)
    assert not any("…" in text for _, text in texts(document))
    first, second, _ = document["files"][0]["claims"]
    assert second["right"] == "100000000"
    for side in (first["left"], first["right"]):
        assert side is None or lamb.parse_term(side)
