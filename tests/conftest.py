"""How the tests are run: laws without a clock, so that a busy machine fails none of them, and the
garbage collector told that terms a million deep are being built, and that thousands of tests stay.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Generator, Iterator
from pathlib import Path
from traceback import format_exception
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, core, settings

from lamb.freeing import MANY
from tests.effort import EXAMPLES, read_no_sources

if TYPE_CHECKING:
    from tests.notebook.shells import Shell

settings.register_profile(
    "laws", max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("laws")
gc.set_threshold(MANY, 50, 50)
read_no_sources()

# It would have pytest write a report of each counterexample to a claim, twice: half of the time of judging.
core.format_exception = lambda error, frames: "".join(format_exception(type(error), error, frames))

# A background job is told to ignore Ctrl-C, and so would be all that the tests start and stop.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# Another library of JSON's would make 38 parsers for forms that no notebook has: a second in each process.
sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]


@pytest.hookimpl(wrapper=True)
def pytest_collect_file(file_path: Path) -> Generator[None, list[pytest.Collector], list[pytest.Collector]]:
    """Doctest imports no file without an example, and looks through none: half of the time of collecting."""
    collectors = yield
    if file_path.suffix != ".py" or b">>>" in file_path.read_bytes():
        return collectors
    return [one for one in collectors if type(one) is pytest.Module]


@pytest.hookimpl(optionalhook=True, tryfirst=True)
def pytest_xdist_auto_num_workers() -> int | None:
    """With `-n auto`, one process more than processors: some tests wait, for a terminal or for a kernel."""
    if "PYTEST_XDIST_AUTO_NUM_WORKERS" in os.environ or not hasattr(os, "sched_getaffinity"):
        return None
    return len(os.sched_getaffinity(0)) + 1


@pytest.fixture(scope="module", autouse=True)
def collector() -> None:
    """What there is before the tests of a module is looked through by no collection in them: all tests, and
    all that has been imported, which took a third of the time of the tests that build much.
    """
    gc.collect()
    if hasattr(gc, "freeze"):  # not in PyPy
        gc.freeze()


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shell]:
    """An IPython without a kernel, for the tests of a module."""
    from tests.notebook.shells import ipython

    with ipython(tmp_path_factory.mktemp("ipython")) as shell:
        yield shell
