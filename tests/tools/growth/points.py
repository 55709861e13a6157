"""The sizes of one curve, in a process of its own: `python -m tests.tools.growth.points NAME …`.

For each it prints, in a line, the size, the seconds of a processor, and the most bytes that the process has
grown by. After the name come the number of doublings and the seconds that end them.
"""

from __future__ import annotations

import gc
import json
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.tools.growth.curves import CURVES
from tests.tools.growth.fitting import Point

WARM = 4  # times smaller is what runs first, which loads all that is needed
UNIT = 1 if sys.platform == "darwin" else 1_024  # of the memory that the system tells
HANGS = 60  # seconds of a processor, after which a curve is given up


def points(name: str, doublings: int, seconds: float) -> Iterator[Point]:
    """What the sizes of a curve take, each of which is twice as large as the one before."""
    curve = CURVES[name]
    with tempfile.TemporaryDirectory() as folder:
        curve.make(max(2, curve.first // WARM), Path(folder)).action()
    begun = held()
    for doubled in range(doublings + 1):
        with tempfile.TemporaryDirectory() as folder:
            work = curve.make(curve.first << doubled, Path(folder))
            gc.collect()
            begin = time.process_time()
            work.action()
            taken = time.process_time() - begin
        yield Point(size=work.size, seconds=taken, bytes=held() - begun)
        if taken > seconds:
            break


def held() -> int:
    """The bytes that this process has held at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * UNIT


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CPU, (HANGS, HANGS))
    for one in points(sys.argv[1], int(sys.argv[2]), float(sys.argv[3])):
        print(json.dumps(one), flush=True)
