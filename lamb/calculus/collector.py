"""The garbage collector, told that much is being built.

A reduction makes many objects and few circles, and Python looks for circles every 700 objects.
Looking more rarely while it runs halves the time of big results.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

RARELY = 5_000_000  # objects


@contextmanager
def fewer_collections() -> Iterator[None]:
    """Look for circles of garbage more rarely meanwhile; nests."""
    before = gc.get_threshold()
    gc.set_threshold(max(RARELY, before[0]) if before[0] else 0, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
