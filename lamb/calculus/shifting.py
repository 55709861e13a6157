"""Shifts of one run, which share what they make.

A normal form that is used under more λs has to be shifted, and what it consists of may have been
shifted for another one already. Here a node is shifted once for each number of λs that it comes
under, and two nodes that are made of the same parts are one. So a normal form that is a shared graph
stays one: 32 of `λx. p x (λz. x)` in each other have 1,000 nodes, and not 2³².
"""

from __future__ import annotations

from lamb.calculus.term import TICK, App, Lam, Term, Tick, Var


class Shifts:
    """What has been shifted. *tick* is told of the nodes that were visited, and stops it by raising."""

    def __init__(self, tick: Tick) -> None:
        self._tick = tick
        self._shifted: dict[tuple[int, int, int], tuple[Term, Term]] = {}  # with the term, for its id
        self._made: dict[object, Term] = {}

    def shift(self, term: Term, by: int) -> Term:
        """*term* with *by* added to every variable that points out of it. Linear in what is new."""
        if not by or not term.open:
            return term
        shifted = self._shifted
        done: list[Term] = []
        stack = [(term, 0)]
        visited = 0
        while stack:
            node, depth = stack.pop()
            visited += 1
            if visited == TICK:
                self._tick(visited)
                visited = 0
            if depth < 0:  # its parts are done
                depth = ~depth
                if isinstance(node, App):
                    arg = done.pop()
                    new = self._application(done.pop(), arg)
                elif isinstance(node, Lam):
                    new = self._abstraction(node.hint, done.pop())
                shifted[id(node), depth, by] = node, new
                done.append(new)
            elif node.open <= depth:
                done.append(node)
            elif isinstance(node, Var):
                done.append(self._variable(node.index + by))
            elif (id(node), depth, by) in shifted:
                done.append(shifted[id(node), depth, by][1])
            else:
                stack.append((node, ~depth))
                if isinstance(node, App):
                    stack += (node.arg, depth), (node.fn, depth)
                elif isinstance(node, Lam):
                    stack.append((node.body, depth + 1))
        self._tick(visited)
        return done.pop()

    def _application(self, fn: Term, arg: Term) -> Term:
        key = id(fn), id(arg)
        if key not in self._made:
            self._made[key] = App(fn, arg)
        return self._made[key]

    def _abstraction(self, hint: str, body: Term) -> Term:
        key = hint, id(body)
        if key not in self._made:
            self._made[key] = Lam(hint, body)
        return self._made[key]

    def _variable(self, index: int) -> Term:
        if index not in self._made:
            self._made[index] = Var(index)
        return self._made[index]
