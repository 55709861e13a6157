"""Something that is made while the user reads."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Generic, TypeVar

Made = TypeVar("Made")


class Background(Generic[Made]):
    """What *make* gives: made in another thread once that is started, and at the latest when it is wanted."""

    def __init__(self, make: Callable[[], Made]) -> None:
        self.make = make
        self._made: Future[Made] | None = None

    def start(self, then: Callable[[], None] | None = None) -> None:
        """Begin to make it, and call *then* when it is there."""
        if self._made is None:
            pool = ThreadPoolExecutor(1)
            self._made = pool.submit(self.make)
            pool.shutdown(wait=False)
            if then is not None:
                self._made.add_done_callback(lambda _: then())

    def now(self) -> Made | None:
        """It, if it is there already."""
        if self._made is None or not self._made.done() or self._made.exception() is not None:
            return None
        return self._made.result()

    def __call__(self) -> Made:
        """It, as soon as it is there."""
        self.start()
        assert self._made is not None
        return self._made.result()
