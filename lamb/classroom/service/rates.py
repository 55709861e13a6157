"""Rates and turns: how often each may ask, and how much at once. One who asks too often waits; others do not.

Each has a bucket of *burst* drops, into which *rate* drops a second fall; a question takes one out. (Turner,
New directions in communications, 1986: the leaky bucket as a meter.)
"""

from __future__ import annotations

import asyncio
from collections import Counter, OrderedDict, defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from lamb.errors import LambError

MOST = 10_000  # buckets that are remembered


class TooSoon(LambError):
    """A question that may come again after so many *seconds*."""

    def __init__(self, seconds: float) -> None:
        super().__init__("this is too much at once", hint="wait a moment")
        self.seconds = int(seconds) + 1


class Rate:
    """How often each may ask: *rate* times a second, after *burst* times at once."""

    def __init__(self, rate: float, burst: float, clock: Callable[[], float]) -> None:
        self._rate, self._burst, self._clock = rate, burst, clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, name: str) -> float:
        """The seconds after which *name* may ask again: 0 if that is now, which is counted."""
        drops = self._drops(name)
        late = max(0.0, (1.0 - drops) / self._rate)
        self._leave(name, drops if late else drops - 1.0)
        return late

    def must(self, name: str) -> None:
        """Count a question of *name*. Raises TooSoon."""
        if late := self.wait(name):
            raise TooSoon(late)

    def _drops(self, name: str) -> float:
        drops, then = self._buckets.get(name, (self._burst, 0.0))
        return min(self._burst, drops + max(0.0, self._clock() - then) * self._rate)

    def _leave(self, name: str, drops: float) -> None:
        self._buckets[name] = (drops, self._clock())
        self._buckets.move_to_end(name)
        if len(self._buckets) > MOST:  # the one that has been silent for longest
            self._buckets.popitem(last=False)


MOST_WAITING = 10  # questions of one student


class Turns:
    """Whose question is answered now, and who waits."""

    def __init__(self) -> None:
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._waiting: Counter[str] = Counter()

    @asynccontextmanager
    async def turn(self, student: str) -> AsyncIterator[None]:
        """The turn of a student. Raises TooSoon where too many wait for that."""
        if self._waiting[student] >= MOST_WAITING:
            raise TooSoon(1.0)
        self._waiting[student] += 1
        try:
            async with self._turns[student]:
                yield
        finally:
            self._waiting[student] -= 1
