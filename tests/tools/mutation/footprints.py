"""Which tests come by which lines, and how long each takes: found out once, with coverage.py."""

from __future__ import annotations

import json
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.tools.mutation.faults import FOLDERS
from tests.tools.mutation.running import in_a_fork, pytest_run

TESTS = (
    *("tests/calculus", "tests/machine", "tests/analysis", "tests/notation", "tests/encodings"),
    *("tests/tools/kinds", "lamb/calculus", "lamb/machine", "lamb/analysis", "lamb/notation"),
    *("tests/course", "lamb/course", "tests/test_definitions.py", "tests/show", "tests/pictures"),
)
LEFT_OUT = [  # those that take minutes when each line is watched
    "tests/calculus/test_depth.py",
    "tests/test_freeing.py::test_a_nursery_lets_go_as_it_grows",
    "tests/machine/test_machine.py::test_what_runs_in_circles_runs_in_constant_memory",
    "tests/analysis/test_reduction_graph.py::test_a_deep_term_needs_no_stack",
    "tests/calculus/test_strategies.py::test_the_first_step_of_an_immense_term_is_there_at_once",
    "tests/encodings/test_blc.py::test_bits_that_would_fill_the_memory_are_not_made",
    "tests/notation/test_parser.py::test_deep_terms_are_read_and_printed",
    "tests/notation/test_parser.py::test_deep_terms_that_are_written_in_two_ways",
    "tests/notation/test_parser.py::test_deep_sugar_is_read_and_printed",
    "tests/notation/test_parser.py::test_an_error_in_a_deep_or_long_text_is_found_quickly_and_quoted_shortly",
]
TOO_LONG = 3.0  # seconds: such tests are left out
OWN = 0.3  # so much shorter does a test seem that is about the module
AT_MOST = 12.0  # seconds of tests for one fault


class Footprints:
    """What was found out."""

    def __init__(self, seconds: dict[str, float], lines: dict[str, dict[int, list[str]]]) -> None:
        self.seconds = seconds
        self.lines = lines

    def near(self, file: str, line: int) -> list[str]:
        """The tests that come by a line: the shortest first, and those of its module before others.

        The first line of a function is run when the module is loaded; the next ones say who calls it.
        Of a line that was run by no test, all tests of the file may say something: it may have been run
        when the module was loaded.
        """
        of_file = self.lines.get(file, {})
        own = Path(file).stem
        reached: list[str] = next(filter(None, (of_file.get(at, []) for at in range(line, line + 30))), [])
        reached = reached or list({test for tests in of_file.values() for test in tests})
        found = sorted(reached, key=lambda test: self.seconds[test] * (OWN if own in test else 1))
        chosen, left = [], AT_MOST
        for test in found:
            left -= self.seconds[test]
            if left > 0:
                chosen.append(test)
        return chosen


def footprints(checkout: Path, kept: Path) -> Footprints:
    """Those that are kept in a file, or else found out and kept there."""
    if not kept.exists():
        code, _ = in_a_fork(lambda: _walk(checkout, kept), 3_600)
        if code:
            raise SystemExit(f"the tests fail without any fault, or are none: pytest ended with {code}")
    found = json.loads(kept.read_text(encoding="utf-8"))
    lines = {file: {int(line): tests for line, tests in of.items()} for file, of in found["lines"].items()}
    return Footprints(found["seconds"], lines)


def _walk(checkout: Path, kept: Path) -> int:
    """Run all tests and note where each comes by."""
    import coverage
    import pytest

    failed: set[str] = set()
    watching = coverage.Coverage(data_file=None, include=[f"{checkout}/{folder}/*" for folder in FOLDERS])
    seconds: dict[str, float] = defaultdict(float)

    class Notes:
        @pytest.hookimpl(hookwrapper=True)
        def pytest_runtest_protocol(self, item: Any) -> Iterator[None]:
            test = item.nodeid.split("[")[0]
            watching.switch_context(test)
            begun = time.process_time()
            yield
            seconds[test] += time.process_time() - begun
            watching.switch_context("nothing")

        def pytest_runtest_logreport(self, report: Any) -> None:
            if report.failed:
                failed.add(report.nodeid.split("[")[0])

    with watching.collect():
        tests = [test for test in TESTS if (checkout / test).exists()]
        options = ["--maxfail=9", *[f"--deselect={test}" for test in LEFT_OUT]]
        code = pytest_run(checkout, [*options, *tests], [Notes()], keeps=True)
    data = watching.get_data()
    lines: dict[str, dict[int, list[str]]] = {}
    for file in data.measured_files():
        by_line = data.contexts_by_lineno(file)
        lines[Path(file).resolve().relative_to(checkout).as_posix()] = {
            line: [test for test in tests if test not in failed and seconds.get(test, TOO_LONG) < TOO_LONG]
            for line, tests in by_line.items()
        }
    kept.write_text(json.dumps({"seconds": seconds, "lines": lines}), encoding="utf-8")
    return 0 if lines and len(failed) < 9 else code
