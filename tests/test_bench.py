"""The benchmark is right, whatever the time: its answers, the names of its figures, and its picture."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st

from lamb import Lam, Term, to_blc
from tests.strategies import terms
from tests.tools.bench.chart import chart
from tests.tools.bench.measuring import measured, peak
from tests.tools.bench.race import CONTESTS, RIVALS, Result, judged, raced
from tests.tools.bench.results import load
from tests.tools.bench.rivals.bits import Syntax, from_bits, to_bits
from tests.tools.bench.rivals.running import Rival, main
from tests.tools.bench.startup import COMMANDS
from tests.tools.bench.tables import report, short
from tests.tools.bench.texts import read, texts
from tests.tools.bench.workloads import Workload, workloads

ROOT = Path(__file__).parents[1]
WORKLOADS = workloads()
LONG = {"parsing", "printing", "combinators", "powers", "queens"}  # whose parts other tests try

TUPLES = Syntax(
    lambda *name: ("var", *name), lambda *parts: ("lam", *parts), lambda *parts: ("app", *parts), tuple
)


@pytest.mark.parametrize(
    "workload", [work for work in WORKLOADS if work.name not in LONG], ids=lambda work: work.name
)
def test_what_is_timed_is_done_right(workload: Workload) -> None:
    assert workload.fine(workload.action(workload.prepare()))


@pytest.mark.parametrize("name", [name for name in CONTESTS if name != "powers-2222"])
def test_the_answer_of_a_contest_is_right(name: str) -> None:
    text = read("contests", name)
    assert text.session.normalize(text.term).term == text.answer


def test_all_contests_are_fought() -> None:
    assert sorted(CONTESTS) == texts("contests")


def test_no_two_workloads_have_the_same_name() -> None:
    names = [workload.name for workload in WORKLOADS]
    assert len(set(names)) == len(names)


def test_a_figure_is_no_less_than_the_least() -> None:
    figure = measured(lambda: sum(range(1_000)), 2)
    assert 0 < figure.least <= figure.median
    assert 0 < figure.ratio <= figure.median_ratio


def test_memory_is_what_is_held_at_most() -> None:
    assert 1_000_000 <= peak(lambda: (bytes(600_000), bytes(400_000))) < 1_100_000


# ── rivals ──


@given(terms(1, names=st.nothing()).map(lambda body: Lam("x", body)))
def test_a_rival_gets_the_term_that_was_meant_and_gives_it_back(term: Term) -> None:
    bits = to_blc(term)
    assert to_bits(from_bits(bits, TUPLES), TUPLES) == bits


def test_a_rival_gets_names_that_no_binder_around_has() -> None:
    assert from_bits("0000110", TUPLES) == ("lam", "x0", ("lam", "x1", ("var", "x0")))


def test_lamb_takes_part_in_the_race() -> None:
    result = raced("ours", "factorial-3", runs=1)
    assert result.gave_up is None
    assert result.seconds is not None


def test_who_takes_too_long_is_told_so() -> None:
    assert raced("ours", "factorial-3", seconds=0.001) == Result(None, "> 0.001 s")


def test_a_wrong_answer_is_no_time() -> None:
    said = {"version": "1", "seconds": [0.5, 0.25], "bits": "0010"}
    assert judged(said, "0010") == Result(0.25, None, "1")
    assert judged(said, "000010") == Result(None, "wrong answer", "1")


def test_a_rival_that_runs_out_of_stack_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fall(term: object) -> object:
        return fall(term)

    assert judged(_said(fall, monkeypatch, capsys), "0010") == Result(None, "RecursionError", "1")
    assert judged(_said(lambda term: term, monkeypatch, capsys), "0010").gave_up is None


def _said(
    normalize: Callable[[Any], Any], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> dict[str, Any]:
    """What a rival says that reduces by *normalize*."""
    monkeypatch.setattr("sys.argv", ["rival", "2"])
    monkeypatch.setattr("sys.stdin", io.StringIO("0010\n"))
    main(Rival("1", str, normalize, str))
    said: dict[str, Any] = json.loads(capsys.readouterr().out)
    return said


# ── what is shown of it ──


def test_the_figures_that_are_kept_are_those_of_this_benchmark() -> None:
    kept = load()
    assert list(kept["work"]) == [workload.name for workload in WORKLOADS]
    assert [figure["what"] for figure in kept["work"].values()] == [workload.what for workload in WORKLOADS]
    assert list(kept["start"]) == list(COMMANDS)
    assert list(kept["race"]) == list(CONTESTS)
    assert all(list(found) == list(RIVALS) for found in kept["race"].values())


def test_lamb_gives_up_in_no_contest() -> None:
    assert [found["lamb"]["gave_up"] for found in load()["race"].values()] == [None] * len(CONTESTS)


def test_the_picture_is_what_is_drawn_of_the_figures() -> None:
    picture = ROOT / "notebooks/pictures/speed.svg"
    assert picture.read_text(encoding="utf-8") == chart(load()).svg


def test_a_report_has_all_figures() -> None:
    kept = load()
    text = report(kept)
    for name in [*kept["work"], *kept["start"], *CONTESTS.values(), *RIVALS]:
        assert name in text


def test_the_readme_shows_the_figures_that_are_kept() -> None:
    assert short(load()) in (ROOT / "README.md").read_text(encoding="utf-8")
