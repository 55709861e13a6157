"""Meters that remember what traversals tell them, or stop them at once."""

from __future__ import annotations

from typing import NoReturn

from lamb.calculus.budget import TICK, Exhausted, Meter, Status


class Recording(Meter):
    """What it has been *told*, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[int] = []

    def tick(self, visited: int = TICK) -> None:
        self.told.append(visited)


class Stopping(Meter):
    """Stops whatever tells it anything."""

    def tick(self, visited: int = TICK) -> NoReturn:
        raise Exhausted(Status.SECONDS)
