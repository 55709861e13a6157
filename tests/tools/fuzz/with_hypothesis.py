"""The search where there is no Atheris: Hypothesis, led by how interesting the bytes have been."""

from __future__ import annotations

import time
from pathlib import Path

from hypothesis import HealthCheck, given, settings, strategies as st, target

from tests.tools.fuzz.judged import judged
from tests.tools.fuzz.targets import TARGETS

AT_ONCE = 300  # examples, between two looks at the clock


def search(name: str, seconds: int, found: Path) -> int:
    """Look for about so long; 1 if something was found, which is written to a folder."""
    law, last, tried = judged(TARGETS[name]), b"", 0

    @settings(max_examples=AT_ONCE, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(st.binary(max_size=512))
    def holds(content: bytes) -> None:
        nonlocal last, tried
        last, tried = content, tried + 1
        target(float(min(law(content), 10**6)))

    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            holds()
        except Exception:
            (found / f"{name}-found").write_bytes(last)
            print(f"{name}: found {last!r} after {tried:,}")
            raise
    print(f"{name}: nothing found in {tried:,} tries")
    return 0
