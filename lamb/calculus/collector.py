"""The garbage collector, told that much is being built.

A reduction makes many objects and few circles, and Python looks for circles every 700 objects.
Looking more rarely while it runs halves the time of big results.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from lamb.calculus.freeing import IN_BROWSER, garden

RARELY = 5_000_000  # objects
MANY = 100_000  # objects


@contextmanager
def fewer_collections() -> Iterator[None]:
    """Look for circles of garbage more rarely meanwhile; nests. PyPy knows itself when to look."""
    if IN_BROWSER:
        with garden():
            yield
        return
    if not hasattr(gc, "get_threshold"):
        yield
        return
    before = gc.get_threshold()
    gc.set_threshold(max(RARELY, before[0]) if before[0] else 0, *before[1:])
    try:
        yield
    finally:
        _call_all_old()
        gc.set_threshold(*before)


def _call_all_old() -> None:
    """Keep Python from looking through all that has been built as soon as it may: half a second for
    some millions of objects. What is old is looked at when there is a quarter more of it.
    """
    if gc.get_count()[0] > MANY and hasattr(gc, "freeze") and not gc.get_freeze_count():
        gc.freeze()
        gc.unfreeze()
