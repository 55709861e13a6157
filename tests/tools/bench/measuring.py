"""How long something takes: the least and the median of several runs, each beside the yardstick."""

from __future__ import annotations

import gc
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import TypeVar

from tests.tools.bench import yardstick

T = TypeVar("T")


@dataclass(frozen=True)
class Figure:
    """Seconds, and the same in yardsticks."""

    least: float
    median: float
    ratio: float
    median_ratio: float


def timed(action: Callable[[], T]) -> tuple[float, T]:
    """The seconds that an action takes, and what comes of it."""
    begin = time.perf_counter()
    result = action()
    return time.perf_counter() - begin, result


def measured(action: Callable[[], object], runs: int) -> Figure:
    """What so many runs of an action take."""
    seconds, ratios = [], []
    for _ in range(runs):
        gc.collect()
        unit, _ = timed(yardstick.work)
        taken, _ = timed(action)
        seconds.append(taken)
        ratios.append(taken / unit)
    return Figure(min(seconds), median(seconds), min(ratios), median(ratios))


def peak(action: Callable[[], object]) -> int:
    """The bytes that an action holds at most, as Python counts them, besides what was there before."""
    gc.collect()
    tracemalloc.start()
    try:
        action()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
