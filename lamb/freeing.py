"""Deep data, freed without the host's stack.

When the last reference to a thing goes, CPython frees it, and what only it holds, and so on: a
recursion in C, as deep as the data. Everywhere but in a browser Python breaks it off now and then.
There, since 3.13, it does not see how much of the browser's stack is left, and 5,000 tuples in each
other are the end of the interpreter. (Telling it of a smaller stack, as 3.14 allows, does not help:
what frees a tuple takes nothing of the stack that it looks at.) So in a browser

* a deep node, of a term or of a tree, hands its parts to `free` when it dies: the parts wait in a
  list, and are freed one after the other (`__del__` in `calculus/term.py` and `notation/syntax.py`);
* tuples and lists cannot do so. While something builds many of them, a `Nursery` holds them all side
  by side: Python tells it each time that 500 more have been made. When there are twice as many, it
  lets go of those that nothing else holds, and then of their parts;
* what is handed out with such tuples in it, a step or an unfinished outcome, dismantles them itself
  (`dismantle`).

Elsewhere none of this is done: `IN_BROWSER` is false, and a node is freed as Python frees it. In a
browser a run takes up to three times as long, and holds as much garbage as data.
"""

from __future__ import annotations

import gc
import sys
from _thread import RLock  # which `threading` only hands on: start-up counts
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final, TypeVar

Item = TypeVar("Item")

IN_BROWSER: Final = sys.platform == "emscripten"
"""True if deep data has to be freed with care."""

SHALLOW: Final = 500
"""Nodes of a term that may be freed on the stack; a browser has room for 3,000."""
YOUNG: Final = 500
"""Objects that may be made before they are held."""
FEW: Final = 50_000
"""Objects that a nursery holds before it looks for the first time which of them nothing else holds."""

_waiting: list[object] = []
_freeing: list[bool] = []


def free(node: object, *fields: str) -> None:
    """Take its parts from a dying node, and free them: now, or when the node whose part it is is gone."""
    for field in fields:
        _waiting.append(getattr(node, field, None))
        with suppress(AttributeError):
            object.__delattr__(node, field)
    if _freeing:
        return
    _freeing.append(True)
    while _waiting:
        _waiting.pop()
    _freeing.pop()


def dismantle(things: list[Any]) -> None:
    """Free the tuples and lists among *things* that nothing else holds, and all such in them."""
    while things:
        thing = things.pop()
        if thing.__class__ in _NESTING and sys.getrefcount(thing) <= _ALONE:
            things.extend(gc.get_referents(thing))  # a tuple that was never finished has holes


def _references_when_alone() -> int:
    """The number of references that Python counts of what only a local variable holds, in a loop as above."""
    count = 0
    things: list[Any] = [[]]
    while things:
        thing = things.pop()
        if thing.__class__ in _NESTING:
            count = sys.getrefcount(thing)
    return count


_NESTING: Final = frozenset({tuple, list})
_ALONE: Final = _references_when_alone() if hasattr(sys, "getrefcount") else 0  # PyPy does not count


class Nursery:
    """Holds the tuples and lists that are made while it is open."""

    def __init__(self) -> None:
        self._held: dict[int, Any] = {}
        self._enough = FEW

    def __enter__(self) -> None:
        gc.freeze()
        self._threshold = gc.get_threshold()
        gc.set_threshold(YOUNG, *self._threshold[1:])
        gc.callbacks.append(self._before_collection)
        self._enabled = gc.isenabled()
        gc.enable()
        _open.append(self)

    def __exit__(self, *_: object) -> None:
        _open.remove(self)
        gc.callbacks.remove(self._before_collection)
        gc.set_threshold(*self._threshold)
        if not self._enabled:
            gc.disable()
        self._hold()
        gc.unfreeze()

    def __len__(self) -> int:
        return len(self._held)

    def clear(self) -> None:
        """Free all that nothing else holds, and hold nothing any more."""
        self._release()
        self._held.clear()

    def _before_collection(self, phase: str, _: object) -> None:
        """Called before and after Python looks for circles in what is new."""
        if phase == "start":
            self._hold()

    def _hold(self) -> None:
        for thing in gc.get_objects(generation=0):
            if thing.__class__ not in _NESTING:
                continue
            holders = sys.getrefcount(thing) - _ALONE - 1
            if thing.__class__ is list or not _may_grow(len(thing), holders):
                self._held[id(thing)] = thing
        gc.freeze()  # what is held is new no more
        if len(self._held) > self._enough:
            self._release()
            self._enough = max(FEW, 2 * len(self._held))

    def _release(self) -> None:
        """Let go of what nothing else holds, and then of its parts that nothing else holds."""
        things = list(self._held.values())
        while things:
            thing = things.pop()
            if sys.getrefcount(thing) <= _ALONE + (id(thing) in self._held):  # of whatever class
                self._held.pop(id(thing), None)
                things.extend(gc.get_referents(thing))


def _may_grow(length: int, holders: int) -> bool:
    """True if a tuple may be what `tuple(…)` is making, which fails where another holds it, too.

    It begins with a tuple of ten, goes on with one of 25, and then with larger ones than any that is deep.
    """
    return length > _GROWING[-1] or (length in _GROWING and holders <= 1)


_GROWING: Final = 10, 25
_open: list[Nursery] = []


@contextmanager
def nursery() -> Iterator[None]:
    """In a browser, hold the tuples and lists that are made meanwhile, and free them with care; nests."""
    if not IN_BROWSER or _open:
        yield
        return
    opened = Nursery()
    try:
        with opened:
            yield
    finally:
        opened.clear()


def each_in_nursery(items: Generator[Item, None, None]) -> Iterator[Item]:
    """The items that a generator makes, which in a browser it makes in a nursery."""
    return _each_in_nursery(items) if IN_BROWSER else items


def _each_in_nursery(items: Generator[Item, None, None]) -> Iterator[Item]:
    own = Nursery()
    try:
        while True:
            with own:
                item = next(items, None)
            if item is None:
                return
            yield item
            del item
    finally:
        with own:
            items.close()
        own.clear()


# ── Collector ───────────────────────────────────────────────────────────────────────
#
# A reduction makes many objects and few circles, and Python looks for circles every 700 objects. Looking more
# rarely while it runs halves the time of big results.


RARELY = 5_000_000  # objects
MANY = 100_000  # objects

_lock = RLock()  # a collection may end a generator that is in `fewer_collections`
_usual: list[tuple[int, int, int]] = []  # the thresholds to go back to, once for each that runs


@contextmanager
def fewer_collections() -> Iterator[None]:
    """Look for circles of garbage more rarely until all that asked for it are done, in any thread.

    PyPy knows itself when to look.
    """
    if IN_BROWSER:
        with nursery():
            yield
        return
    if not hasattr(gc, "get_threshold"):
        yield
        return
    with _lock:
        usual = _usual[0] if _usual else gc.get_threshold()
        _usual.append(usual)
        gc.set_threshold(max(RARELY, usual[0]) if usual[0] else 0, *usual[1:])
    try:
        yield
    finally:
        with _lock:
            usual = _usual.pop()
            if not _usual:
                _call_all_old()
                gc.set_threshold(*usual)


def _call_all_old() -> None:
    """Keep Python from looking through all that has been built as soon as it may: half a second for
    some millions of objects. What is old is looked at when there is a quarter more of it.
    """
    if gc.get_count()[0] > MANY and hasattr(gc, "freeze") and not gc.get_freeze_count():
        gc.freeze()
        gc.unfreeze()
