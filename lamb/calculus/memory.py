"""How much memory a run holds, reckoned in nodes of terms.

Heaps and stacks count as well as the answer, so it is Python's own blocks that are counted. Asking
takes long when there are many, so it is done more rarely then.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Final

BLOCKS_PER_NODE: Final = 2
SELDOM: Final = 8  # questions for one answer that is not the last one again
MANY: Final = 1_000_000  # nodes

MEASURABLE: Final = hasattr(sys, "getallocatedblocks")
"""Whether Python counts its blocks; PyPy does not."""

_allocated_blocks: Callable[[], int] = getattr(sys, "getallocatedblocks", lambda: 0)


class Memory:
    """What has been taken since it was made."""

    def __init__(self) -> None:
        self._before = _allocated_blocks()
        self._asked = 0
        self._nodes = 0

    def held(self) -> int:
        """About how many nodes are in memory."""
        if self._asked % (SELDOM if self._nodes > MANY else 1) == 0:
            self._nodes = (_allocated_blocks() - self._before) // BLOCKS_PER_NODE
        self._asked += 1
        return self._nodes
