"""Lanes: places for work that takes time, so that those who need much of it keep none of the others waiting.

Each student has some seconds at once, and a share of each second from then on. One who has used that up waits
in the slow lane, for those who have, too; the others have the fast lane for themselves. (Fair queueing, as
Nagle has it: On packet switches with infinite storage, RFC 970.)
"""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from lamb.classroom.service.rates import Rate, TooSoon

SHARE = 0.05  # of a second, each second
MOST_WAITING = 10  # questions of one student


class Lanes:
    """The two lanes, with so many places each; one who is not slow has *at_once* seconds at once."""

    def __init__(self, fast: int, slow: int, at_once: float, clock: Callable[[], float]) -> None:
        self._fast, self._slow = asyncio.Semaphore(fast), asyncio.Semaphore(slow)
        self._time = Rate(SHARE, at_once, clock)
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._waiting: Counter[str] = Counter()

    @asynccontextmanager
    async def place(self, student: str) -> AsyncIterator[None]:
        """A place for a student, who has one at a time. Raises TooSoon where too many wait for that."""
        if self._waiting[student] >= MOST_WAITING:
            raise TooSoon(1.0)
        self._waiting[student] += 1
        try:
            async with self._turns[student], self._lane(student):
                yield
        finally:
            self._waiting[student] -= 1

    def _lane(self, student: str) -> asyncio.Semaphore:
        return self._slow if self._time.is_used_up(student) else self._fast

    def charge(self, student: str, seconds: float) -> None:
        """Count the time that a student's question has taken."""
        self._time.charge(student, seconds)
