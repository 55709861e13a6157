"""What looks for faults that no test sees: which tests it chooses, and what it says."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.tools.mutation.faults import FOLDERS, Fault, files, sample
from tests.tools.mutation.footprints import AT_MOST, TESTS, Footprints
from tests.tools.mutation.results import EQUIVALENT, Results
from tests.tools.mutation.running import in_a_fork

CHECKOUT = Path(__file__).parents[3]
SECONDS = {"far::quick": 0.1, "far::slow": 2.0, "test_term::slow": 3.0, "far::endless": AT_MOST + 1}


def fault(diff: str) -> Fault:
    return Fault("lamb/calculus/term.py", 0, 7, "", diff)


def test_short_and_near_tests_come_first_and_none_that_takes_for_ever() -> None:
    near = Footprints(SECONDS, {"lamb/calculus/term.py": {7: list(SECONDS)}})
    assert near.near("lamb/calculus/term.py", 7) == ["far::quick", "test_term::slow", "far::slow"]


def test_the_first_line_of_a_function_is_reached_by_those_who_reach_the_next() -> None:
    near = Footprints(SECONDS, {"lamb/calculus/term.py": {3: [], 5: ["far::quick"]}})
    assert near.near("lamb/calculus/term.py", 3) == ["far::quick"]
    assert near.near("lamb/calculus/term.py", 6) == ["far::quick"]  # when the module was loaded?
    assert near.near("lamb/machine/readback.py", 3) == []


def test_the_tests_of_each_folder_are_among_those_that_are_chosen_from() -> None:
    folders = {folder for folder in FOLDERS if (CHECKOUT / folder).is_dir()}
    assert folders | {folder.replace("lamb/", "tests/") for folder in folders} <= {*TESTS}


def test_results_are_kept_and_the_last_one_counts(tmp_path: Path) -> None:
    results = Results(tmp_path / "results")
    results.add(fault("- a\n+ b"), "unseen", 1.0)
    results.add(fault("- a\n+ c"), "unseen", 1.0)
    results.add(fault("- a\n+ b"), "seen", 1.0)
    again = Results(tmp_path / "results")
    assert [found.diff for found in again.open()] == ["- a\n+ c"]
    assert fault("- a\n+ b").name in again
    assert "| all | 2 | 1 | 0 | 1 | 50% |" in again.table()


def test_a_fault_that_nobody_can_see_is_none_that_tests_have_missed(tmp_path: Path) -> None:
    results = Results(tmp_path / "results")
    results.equivalent.add(fault("- a\n+ b").name)
    results.add(fault("- a\n+ b"), "unseen", 1.0)
    assert not results.open()
    assert "| all | 1 | 0 | 1 | 0 |" in results.table()


def test_each_fault_that_nobody_can_see_has_a_reason() -> None:
    rows = [row for row in EQUIVALENT.read_text(encoding="utf-8").splitlines() if row.startswith("lamb/")]
    names = [row.split()[0] for row in rows]
    assert len(set(names)) == len(names)
    assert all(len(row.split()) > 3 and (CHECKOUT / row.split(":")[0]).exists() for row in rows)


def test_a_fork_ends_with_its_own_code() -> None:
    assert in_a_fork(lambda: 5, 10)[0] == 5
    assert in_a_fork(lambda: 1 // 0, 10)[0] == 3


def test_faults_are_drawn_alike_and_are_programs_that_differ_in_one_place() -> None:
    pytest.importorskip("mutmut")
    drawn, again = (list(sample(CHECKOUT, "lamb/calculus/reduction.py", 8, 1)) for _ in range(2))
    assert drawn == again
    assert len({one.number for one in drawn}) == 8
    original = (CHECKOUT / "lamb/calculus/reduction.py").read_text(encoding="utf-8")
    for one in drawn:
        assert ast.dump(ast.parse(one.text)) != ast.dump(ast.parse(original))
    assert "lamb/calculus/reduction.py" in files(CHECKOUT, ["lamb/calculus"])
