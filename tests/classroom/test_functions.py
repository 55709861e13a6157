"""Functions: signatures, versions, and what comes of calling them."""

from __future__ import annotations

import json
import re
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from lamb.__main__ import main
from lamb.calculus.term import App, Lam, Var
from lamb.classroom.events import Invocation
from lamb.classroom.functions.invocation import Functions, ReadyFunction, units
from lamb.classroom.functions.signatures import (
    Signature,
    Unreadable,
    ValueRefused,
    arguments_in,
    json_of,
    signature_in,
)
from lamb.classroom.functions.versions import LIMITS, Library, NoSuchFunction, Version, deployable, version_in
from lamb.classroom.log.views import VIEWS, of
from lamb.classroom.marking.assignment import read_assignment
from lamb.classroom.marking.judge import judge_all
from lamb.encodings.values import encode
from lamb.errors import LambError, LoadError, ParseError, Source
from lamb.machine.machine import normalize
from lamb.notation.syntax import Sort

NAT, BOOL = Sort("nat"), Sort("bool")
ASSIGNMENT = """-- exercise square: the square of a number
-- points: 2
square n = mul n n
assert square 2 == double 2
assert square 3 == 9
"""
SQUARE = "-- handler : nat -> nat\nhandler = λn. mul n n\n"

sorts = st.recursive(
    st.sampled_from([NAT, BOOL]),
    lambda inner: st.one_of(
        inner.map(lambda sort: Sort("list", (sort,))),
        st.tuples(inner, inner).map(lambda parts: Sort("pair", parts)),
    ),
    max_leaves=4,
)


def values(sort: Sort) -> st.SearchStrategy[object]:
    """Values of a sort, as JSON has them."""
    match sort:
        case Sort("nat"):
            return st.integers(0, 30)
        case Sort("bool"):
            return st.booleans()
        case Sort("list", (of,)):
            return st.lists(values(of), max_size=3)
        case Sort(_, (first, second)):
            return st.tuples(values(first), values(second)).map(list)
    raise AssertionError(sort)


valued = sorts.flatmap(lambda sort: st.tuples(st.just(sort), values(sort)))


def value_of(sort: Sort, value: object) -> object:
    """The value in Python: a pair is a tuple."""
    match sort, value:
        case Sort("pair", of), [*parts]:
            return tuple(value_of(*each) for each in zip(of, parts, strict=True))
        case Sort("list", (of,)), [*items]:
            return [value_of(of, item) for item in items]
    return value


# ── signatures and JSON ──


@given(st.lists(sorts, min_size=2, max_size=4))
def test_a_signature_is_read_as_it_is_written(written: list[Sort]) -> None:
    signature = Signature(tuple(written[:-1]), written[-1])
    assert signature_in(Source(f"-- A program.\n-- handler : {signature}\nhandler = x")) == signature


@given(valued, st.sampled_from([None, 1]))
def test_json_is_read_as_what_it_stands_for_and_written_back(
    sorted_value: tuple[Sort, object], indent: int | None
) -> None:
    sort, value = sorted_value
    text = json.dumps(value, indent=indent)
    (term,) = arguments_in(Source(text), Signature((sort,), sort))
    assert normalize(term).term == normalize(encode(value_of(sort, value))).term
    assert json.loads(json_of(normalize(term).term, sort)) == value


@given(st.lists(valued, min_size=2, max_size=3))
def test_several_arguments_are_one_array(several: list[tuple[Sort, object]]) -> None:
    takes, given_values = zip(*several, strict=True)
    together = arguments_in(Source(json.dumps(given_values)), Signature(takes, NAT))
    alone = [arguments_in(Source(json.dumps(value)), Signature((sort,), NAT))[0] for sort, value in several]
    assert list(together) == alone


@given(sorts, st.one_of(st.text('[]{},:"tru0159 -.e\\\n'), st.text()))
def test_any_text_is_a_value_or_is_refused_with_a_place(sort: Sort, text: str) -> None:
    refused = None
    try:
        (term,) = arguments_in(Source(text), Signature((sort,), sort))
    except ValueRefused as error:
        refused = error
    if refused:
        assert refused.place is not None
    else:
        assert json.loads(json_of(normalize(term).term, sort)) == json.loads(text)


@pytest.mark.parametrize(
    ("signature", "text", "message"),
    [
        ("nat -> nat", "-1", "1:1: a natural number belongs here, not “-1”"),
        ("nat -> nat", "1.5", "1:1: a natural number belongs here, not “1.5”"),
        ("nat -> nat", "true", "1:1: a natural number belongs here, not “true”"),
        ("nat -> nat", "", "1:1: the value ends before it is whole"),
        ("nat -> nat", "1 2", "1:3: the value has ended, but more follows"),
        ("nat -> nat", "9" * 1001, "1:1: a number has at most 1,000 digits"),
        ("bool -> nat", '"true"', "1:1: true or false belongs here, not a text"),
        ("bool -> nat", "null", "1:1: true or false belongs here, not null"),
        ("list nat -> nat", "[1, 2,\n true]", "2:2: a natural number belongs here, not “true”"),
        ("list nat -> nat", "[1 2]", "1:4: “,” or “]” belongs here, not “2”"),
        ("list nat -> nat", "{}", "1:1: an array belongs here, not an object"),
        ("pair nat bool -> nat", "[1]", "1:3: an array of two belongs here, not “]”"),
        ("nat -> nat -> nat", "1", "an array of 2 arguments, nat -> nat -> nat, belongs here, not “1”"),
    ],
)
def test_what_is_wrong_with_a_value_has_words_and_a_place(signature: str, text: str, message: str) -> None:
    wanted = signature_in(Source(f"-- handler : {signature}"))
    assert wanted is not None
    with pytest.raises(ValueRefused) as raised:
        arguments_in(Source(text, "value"), wanted)
    assert message in str(raised.value)


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("nat", "a handler takes one value at least"),
        ("nat -> int", "“int” is no sort of values"),
        ("list -> nat", "“->” is no sort of values"),
        ("list list nat -> nat", "a list in another sort needs brackets"),
        ("(nat -> nat", "here “\\)” is missing"),
        ("nat -> ", "here a sort is missing"),
        ("nat nat -> nat", "“nat” does not belong into a signature"),
        ("(" * 30 + "nat", "nested more than 20 deep"),
        ("nat" + " -> nat" * 30, "20 at most"),
    ],
)
def test_what_is_wrong_with_a_signature_has_words_and_a_place(written: str, message: str) -> None:
    with pytest.raises(ParseError, match=message) as raised:
        signature_in(Source(f"handler = x -- handler : {written}"))
    assert raised.value.place is not None


def test_an_answer_of_another_sort_is_said_to_be_none() -> None:
    with pytest.raises(Unreadable):
        json_of(Lam("x", App(Var(0), Var(0))), NAT)


# ── deploying ──


def deployed(folder: Path, text: str, name: str = "f", **others: str) -> Version:
    """The version that a program makes, kept in a folder."""
    for other, content in others.items():
        (folder / f"{other}.lc").write_text(content, encoding="utf-8")
    (folder / f"{name}.lc").write_text(text, encoding="utf-8")
    return Library(folder).add(deployable(folder / f"{name}.lc"))


def test_the_same_program_is_the_same_version_and_another_one_the_next(tmp_path: Path) -> None:
    assert deployed(tmp_path, SQUARE).number == 1
    assert deployed(tmp_path, SQUARE).number == 1
    assert deployed(tmp_path, SQUARE.replace("mul", "add")).number == 2
    functions = Functions(tmp_path)
    assert functions.invoke("f", 5) == 10
    assert functions.invoke("f", 5, number=1) == 25


def test_versions_that_are_added_at_a_time_have_numbers_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "f.lc").write_text(SQUARE, encoding="utf-8")
    version = deployable(tmp_path / "f.lc")
    different = [version.with_values(limits={**version.limits, "steps": steps}) for steps in range(20)]
    with ThreadPoolExecutor(8) as threads:
        numbers = [kept.number for kept in threads.map(lambda one: Library(tmp_path).add(one), different)]
    assert sorted(numbers) == list(range(1, 21))
    assert sorted(path.name for path in (tmp_path / "functions/f").iterdir()) == sorted(
        f"{number}.json" for number in numbers
    )


@given(st.data())
def test_a_version_that_was_changed_is_refused(data: st.DataObject) -> None:
    version = Version("f", 1, "program", "nat -> nat", {"f.lc": SQUARE}, {}, {"steps": None})
    text = version.written()
    assert version_in(text, "f") == version
    at = data.draw(st.integers(0, len(text) - 1))
    changed = text[:at] + data.draw(st.characters(min_codepoint=33, max_codepoint=126)) + text[at + 1 :]
    with suppress(LoadError):
        assert version_in(changed, "f") == version


def test_a_version_has_all_that_it_imports(tmp_path: Path) -> None:
    deployed(
        tmp_path,
        'import "lib.lc"\n-- handler : list nat -> nat\nhandler = twice_all',
        lib='import "more.lc"\ntwice_all l = sum (map twice l)',
        more="twice n = add n n\ntwice_all_unused = x",
    )
    for name in ("lib", "more", "f"):
        (tmp_path / f"{name}.lc").unlink()
    assert Functions(tmp_path).invoke("f", [1, 2, 3]) == 12


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("handler = λn. n", "does not say what its handler takes and gives"),
        ("-- handler : nat -> nat\nhandle = λn. n", "no “handler” is defined"),
        ("-- handler : nat -> nat\nhandler = λn. foo n\nfoo = λn. bar n", "3:1: “bar” is not defined"),
        ("-- handler : nat -> nat\nhandler = λn. (n", "1 | handler"),
        ("-- handler : nat -> bool\nhandler = λn. mul n n", "handler 2 is 4, which is no bool"),
        ("-- handler : nat -> nat\nhandler = λn. n\nassert handler 1 == 2", "this claim fails"),
        ("-- handler : nat -> nat\n-- handler : nat -> nat\nhandler = λn. n", "has a signature already"),
        ('-- handler : nat -> nat\nimport "/etc/passwd"\nhandler = λn. n', "outside the folder"),
    ],
)
def test_what_is_wrong_with_a_program_is_said_before_it_is_kept(
    tmp_path: Path, text: str, message: str
) -> None:
    with pytest.raises(LambError) as raised:
        deployed(tmp_path, text)
    assert re.search(message, str(raised.value))
    assert not (tmp_path / "functions").exists()


def test_the_normal_form_is_kept_where_integers_do_none_of_the_work(tmp_path: Path) -> None:
    without = deployed(tmp_path, "-- handler : bool -> bool\nhandler = λb. not (not b)", "b")
    assert without.normal_form
    assert Functions(tmp_path).invoke("b", True) is True
    assert not deployed(tmp_path, SQUARE).normal_form
    endless = "-- handler : nat -> nat\nrec handler n = if (is-zero n) 0 (handler (pred n))"
    assert not deployed(tmp_path, endless, "g").normal_form
    assert Functions(tmp_path).invoke("g", 5) == 0


# ── invoking ──


@given(valued)
def test_the_identity_gives_back_what_it_is_given(sorted_value: tuple[Sort, object]) -> None:
    sort, value = sorted_value
    limits = {"steps": None, "nodes": None, "seconds": None}
    text = f"-- handler : {Signature((sort,), sort)}\nhandler = λx. x"
    version = Version("f", 1, "program", "", {"f.lc": text}, {}, limits)
    assert ReadyFunction(version).reply(json.dumps(value)).value == value


def test_what_comes_of_an_invocation_is_recorded(tmp_path: Path) -> None:
    endless = "-- handler : nat -> nat\nhandler = λn. (λx. x x) (λx. x x)"
    deployed(tmp_path, SQUARE)
    (tmp_path / "g.lc").write_text(endless, encoding="utf-8")
    limits = {"steps": 100, "nodes": None, "seconds": None}
    Library(tmp_path).add(deployable(tmp_path / "g.lc", limits=limits))
    records: list[Invocation] = []
    times = iter(range(100, 200))
    functions = Functions(tmp_path, record=records.append, clock=lambda: float(next(times)))
    asked = [
        functions.ask("f", "3", key="a", trigger="stream"),
        functions.ask("f", "[3]"),
        functions.ask("g", "1"),
    ]
    replies = [future.result()[1] for future in asked]
    assert [reply.outcome for reply in replies] == ["answered", "refused", "steps"]
    assert [reply.answer for reply in replies] == ["9", "", ""]
    assert [record.outcome for record in records] == ["answered", "refused", "steps"]
    first = records[0]
    assert (first.key, first.function, first.version, first.trigger) == ("a", "f", 1, "stream")
    assert (first.queued, first.ended, first.billed) == (100.0, 101.0, 1)
    assert first.contractions == replies[0].contractions > 0
    assert len({record.key for record in records}) == 3


@given(st.lists(st.floats(0, 2e9), min_size=2, max_size=2))
def test_a_clock_that_jumps_makes_no_time_negative(times: list[float]) -> None:
    version = Version("f", 1, "program", "nat -> nat", {"f.lc": SQUARE}, {}, dict(LIMITS))
    with tempfile.TemporaryDirectory() as folder:
        Library(folder).add(version)
        clock = iter(times)
        invocation, reply = Functions(folder, clock=lambda: next(clock)).ask("f", "3").result()
    assert reply.answer == "9"
    assert times[0] == invocation.queued <= invocation.started <= invocation.ended
    (row,) = VIEWS["functions"].told(of(invocation)["functions"])
    assert row["waited"] >= 0
    assert row["ran"] >= 0


@given(st.floats(0, 1e6))
def test_each_begun_unit_is_billed(seconds: float) -> None:
    assert units(seconds) >= 1
    assert (units(seconds) - 1) * 0.1 <= seconds + 1e-6
    assert units(seconds) * 0.1 >= seconds - 1e-6


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    deployed(tmp_path, SQUARE, "square")
    with pytest.raises(NoSuchFunction, match="there is no function"):
        Functions(tmp_path).invoke("sqare", 1)
    with pytest.raises(NoSuchFunction, match="no version 7"):
        Functions(tmp_path).invoke("square", 1, number=7)
    for name in ("../square", "square/..", "", "\0", "x" * 1000):
        with pytest.raises(NoSuchFunction):
            Functions(tmp_path).invoke(name, 1)


# ── checkers ──


def test_an_assignment_is_a_function_that_marks(tmp_path: Path) -> None:
    (tmp_path / "given.lc").write_text("double n = add n n\n", encoding="utf-8")
    text = ASSIGNMENT.replace("-- exercise", 'import "given.lc"\n\n-- exercise', 1)
    (tmp_path / "week.lc").write_text(text, encoding="utf-8")
    Library(tmp_path).add(deployable(tmp_path / "week.lc", kind="checker"))
    (tmp_path / "given.lc").unlink()
    functions = Functions(tmp_path)
    assignment = read_assignment(Source(ASSIGNMENT.replace("double 2", "4"), "week.lc"))
    for answer in ("square n = mul n n", "square n = add n n", "square = (", ""):
        marks = [json.loads(json.dumps(mark, default=vars)) for mark in judge_all(assignment, answer)]
        assert functions.invoke("week", answer) == marks
        assert functions.invoke("week", {"exercise": "square", "text": answer}) == marks[0]
    for wrong, message in [
        ("12", "this is no submission"),
        ('{"exercise": "cube", "text": ""}', "cube"),
        ('"x', "value:1:1: this is no JSON"),
        ("[" * 100_000, "this is no JSON"),
    ]:
        reply = functions.ask("week", wrong).result()[1]
        assert reply.outcome == "refused"
        assert message in reply.error


# ── the command line ──


def test_a_program_is_deployed_listed_and_called(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "square.lc").write_text(SQUARE, encoding="utf-8")
    where = ["--class", str(tmp_path)]
    assert main(["functions", "deploy", str(tmp_path / "square.lc"), *where]) == 0
    assert main(["functions", "list", *where]) == 0
    assert main(["functions", "invoke", "square", "12", *where]) == 0
    out = capsys.readouterr().out
    assert out == "square : nat -> nat    version 1 is deployed\nsquare    1  nat -> nat\n144\n"
    assert main(["functions", "invoke", "square", "[12]", *where]) == 1
    assert "value:1:1: a natural number belongs here, not an array" in capsys.readouterr().err
    assert main(["functions", "usage", *where]) == 0
    assert "2 invocations (2 python; 1 answered, 1 refused)" in capsys.readouterr().out
    assert main(["functions", "usage", "--json", *where]) == 0
    (row,) = json.loads(capsys.readouterr().out)["functions"]
    assert (row["function"], row["version"], row["billed"]) == ("square", 1, 2)
    assert main(["functions", "invoke", *where]) == 2


@pytest.mark.parametrize(
    ("text", "note"),
    [
        (SQUARE, ""),
        (
            "-- handler : nat -> nat\nrec handler n = handler (succ n)",
            "handler 2 has no answer within 1,000 steps",
        ),
        (
            "-- handler : bool -> nat\nhandler b = b 1 ((λx. x x) (λx. x x))",
            "it was tried on 2 values, and has an answer for 1",
        ),
    ],
)
def test_a_handler_without_answers_is_deployed_with_a_note(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, note: str
) -> None:
    (tmp_path / "f.lc").write_text(text, encoding="utf-8")
    command = ["functions", "deploy", str(tmp_path / "f.lc"), "--class", str(tmp_path)]
    assert main([*command, "--steps", "1000"]) == 0
    told = capsys.readouterr()
    assert "version 1 is deployed" in told.out
    assert bool(told.err) == bool(note)
    assert note in told.err


def test_a_budget_that_runs_out_has_an_exit_code(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "f.lc").write_text(SQUARE, encoding="utf-8")
    where = ["--class", str(tmp_path)]
    assert main(["functions", "deploy", str(tmp_path / "f.lc"), "--steps", "2", *where]) == 0
    assert "note: handler 2 has no answer within 2 steps" in capsys.readouterr().err
    assert main(["functions", "invoke", "f", "12", *where]) == 3
    assert "there is no answer within 2 steps" in capsys.readouterr().err
