"""Strongly connected components: which nodes of a directed graph lie on cycles together.

Two nodes are in the same component if each can be reached from the other (Tarjan 1972, *Depth-first
search and linear graph algorithms*, section 4). The search keeps its own stack.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

UNSEEN, DONE = -1, -2


def components(targets: Sequence[Sequence[int]]) -> list[list[int]]:
    """The components of the graph in which edges lead from node *n* to each of `targets[n]`.

    Each is in ascending order, and comes after all that can be reached from it. Linear in the edges.

    >>> components([[1], [2], [1], [0, 3]])
    [[1, 2], [0], [3]]
    """
    search = _Search(targets)
    for node in range(len(targets)):
        if search.order[node] == UNSEEN:
            search.visit(node)
    return search.found


class _Search:
    def __init__(self, targets: Sequence[Sequence[int]]) -> None:
        self.targets = targets
        self.order = [UNSEEN] * len(targets)  # in which nodes were come to, until their component is found
        self.lowest = [0] * len(targets)  # the earliest of them that can be come back to
        self.pending: list[int] = []  # nodes whose component is not found yet, in order
        self.found: list[list[int]] = []
        self._count = 0

    def visit(self, root: int) -> None:
        """Find the components of all nodes that can be reached from *root*."""
        stack = [(root, self._enter(root))]
        while stack:
            node, rest = stack[-1]
            for target in rest:
                if self.order[target] == UNSEEN:
                    stack.append((target, self._enter(target)))
                    break
                if self.order[target] != DONE:
                    self._can_come_back(node, self.order[target])
            else:
                stack.pop()
                self._leave(node)
                if stack and self.order[node] != DONE:
                    self._can_come_back(stack[-1][0], self.lowest[node])

    def _enter(self, node: int) -> Iterator[int]:
        self.order[node] = self.lowest[node] = self._count
        self._count += 1
        self.pending.append(node)
        return iter(self.targets[node])

    def _can_come_back(self, node: int, to: int) -> None:
        self.lowest[node] = min(self.lowest[node], to)

    def _leave(self, node: int) -> None:
        """If there is no way back to what is before *node*, what is after it is a component."""
        if self.lowest[node] == self.order[node]:
            component = []
            while self.order[node] != DONE:
                component.append(self.pending.pop())
                self.order[component[-1]] = DONE
            self.found.append(sorted(component))
