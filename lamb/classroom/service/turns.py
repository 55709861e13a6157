"""Turns: one question of each student at a time, so that those of one wait for each other, not others."""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from lamb.classroom.service.rates import TooSoon

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
