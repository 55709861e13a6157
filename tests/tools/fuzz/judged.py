"""A law that also takes no longer and holds no more than it may.

The time is a processor's, so that nothing is slow only because the machine is busy.
"""

from __future__ import annotations

import resource
import signal
from collections.abc import Callable
from functools import wraps

SECONDS = 8.0
"""Of a processor, for one text: several times what the budgets of `targets.py` let it take."""
MEMORY = 256 << 20
"""Bytes by which one text may raise the most that the process has ever held."""

Law = Callable[[bytes], int]


class Overdrawn(Exception):
    """A text has taken more than it may."""


def judged(law: Law) -> Law:
    """The law, which raises Overdrawn where it takes too long or too much."""

    def late(*_: object) -> None:
        raise Overdrawn(f"more than {SECONDS:g} s of a processor")

    @wraps(law)
    def held(content: bytes) -> int:
        before, handler = most_held(), signal.signal(signal.SIGPROF, late)
        signal.setitimer(signal.ITIMER_PROF, SECONDS)
        try:
            interesting = law(content)
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
            signal.signal(signal.SIGPROF, handler)
        if most_held() - before > MEMORY:
            raise Overdrawn(f"{most_held() - before >> 20} MB more than before")
        return interesting

    return held


def most_held() -> int:
    """The most that this process has held, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
