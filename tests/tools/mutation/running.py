"""One run of some tests in a process of its own, with limits of time and memory."""

from __future__ import annotations

import os
import resource
import signal
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

MEMORY = 3 << 30  # bytes
EXAMPLES = 25
OPTIONS = [
    *("-x", "-q", "--tb=no", "-p", "no:cacheprovider", "--hypothesis-profile=mutation"),
    *("-W", "ignore:Module already imported:pytest.PytestAssertRewriteWarning"),
]


def pytest_run(
    checkout: Path, arguments: Sequence[str], plugins: Sequence[Any] = (), *, keeps: bool = False
) -> int:
    """Run tests of a checkout here, the same examples each time; it *keeps* what Python compiles, or not."""
    import pytest
    from hypothesis import HealthCheck, settings

    sys.dont_write_bytecode = not keeps
    os.chdir(checkout)
    os.environ["LAMB_EXAMPLES"] = str(EXAMPLES)
    sys.path.insert(0, str(checkout))
    for name in [name for name in sys.modules if name.partition(".")[0] in ("lamb", "tests")]:
        del sys.modules[name]  # they are those of another checkout
    settings.register_profile(
        "mutation",
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    return int(pytest.main([*OPTIONS, *arguments], plugins=list(plugins)))


def in_a_fork(run: Callable[[], int], seconds: float) -> tuple[int, float]:
    """The exit code of *run* in another process, -9 if it was ended, and the seconds it took."""
    begun = time.monotonic()
    child = os.fork()
    if not child:
        _limit(seconds)
        code = 3
        try:
            code = run()
        finally:
            os._exit(code)
    while time.monotonic() - begun < 3 * seconds:  # others may be busy: mostly the limit is the processor's
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status), time.monotonic() - begun
        time.sleep(0.02)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return -9, time.monotonic() - begun


def _limit(seconds: float) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds) + 1))
