"""What a rival does in its process: bits in, and how it fared out, as JSON."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

ENOUGH = 5  # seconds, after which there is no further run


@dataclass(frozen=True)
class Rival:
    """How it reads bits, reduces a term to its normal form, and writes bits."""

    version: str
    read: Callable[[str], Any]
    normalize: Callable[[Any], Any]
    write: Callable[[Any], str]


def main(rival: Rival) -> None:
    """Normalize the term on standard input as often as the command says; only that is timed."""
    bits = sys.stdin.read().strip()
    said: dict[str, Any] = {"version": rival.version, "seconds": []}
    try:
        for _ in range(int(sys.argv[1])):
            if sum(said["seconds"]) > ENOUGH:
                break
            term = rival.read(bits)
            begin = time.perf_counter()
            result = rival.normalize(term)
            said["seconds"].append(time.perf_counter() - begin)
            said["bits"] = rival.write(result)
    except (RecursionError, MemoryError) as error:
        said["gave_up"] = type(error).__name__
    json.dump(said, sys.stdout)
