"""The yardstick: what Python itself needs for a known piece of work, on this machine and now.

A machine is slower when others use it too, and so are both: a workload's time divided by the
yardstick's, taken just before it, says more than either. The work is of the same kind, functions that
call functions: the Ackermann function, and trees built and counted of closures.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Tree = Callable[[Any], Any]


def work() -> int:
    """Some 400,000 calls of Python functions.

    >>> work()
    34283
    """
    return sum(_ackermann(2, 150) for _ in range(5)) + _leaves(_full(15))


def _ackermann(m: int, n: int) -> int:
    if m == 0:
        return n + 1
    return _ackermann(m - 1, 1 if n == 0 else _ackermann(m, n - 1))


def _full(depth: int) -> Tree:
    """A full binary tree: a function of what to do with two subtrees, or 1."""
    if depth == 0:
        return lambda both: 1
    left, right = _full(depth - 1), _full(depth - 1)
    return lambda both: both(left, right)


def _leaves(tree: Tree) -> int:
    count: int = tree(lambda left, right: _leaves(left) + _leaves(right))
    return count
