"""The search that follows the branches of the code: Atheris (libFuzzer for Python)."""

from __future__ import annotations

import sys
from pathlib import Path


def search(name: str, seconds: int, found: Path) -> int:
    """Look for so long. libFuzzer ends the process itself, and writes what it found to a folder."""
    import atheris  # type: ignore[import-not-found,unused-ignore]

    with atheris.instrument_imports(include=["lamb"]):
        from tests.tools.fuzz.judged import judged
        from tests.tools.fuzz.targets import TARGETS
    target = judged(TARGETS[name])
    corpus = found / f"{name}-corpus"
    corpus.mkdir(exist_ok=True)
    options = [
        f"-max_total_time={seconds}",
        f"-artifact_prefix={found}/{name}-",
        "-max_len=512",
        "-timeout=600",  # by a clock on the wall; `judged` asks the processor's
        "-rss_limit_mb=3000",
        "-print_final_stats=1",
        "-verbosity=0",
    ]

    def one(content: bytes) -> None:
        target(content)

    atheris.Setup([sys.argv[0], *options, str(corpus)], one)
    atheris.Fuzz()
    return 0
