"""A term as rows of vertices, to be drawn: each before what is in it, with its name and its binder.

number  node            name  depth  inner   binder
0       λx. f (x x)     x     0      1
1       f (x x)               1      2, 3
2       f               f     1
3       x x                   1      4, 5
4       x               x     1              0
5       x               x     1              0
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lamb.calculus.term import App, Free, Lam, Term, Var
from lamb.interface.pictures.portion import Portion
from lamb.notation.names import named


@dataclass(slots=True)
class Vertex:
    """A node of a term that is drawn.

    The *name* is that of a variable, of the variable that an abstraction binds, or a free one; the
    *depth* is the number of λs around. *inner* are the numbers of its parts, *binder* is that of a
    variable's abstraction, *bound* are those of an abstraction's variables. A `…` stands for nodes
    that are *cut*.
    """

    node: Term
    name: str
    depth: int
    inner: tuple[int, ...] = ()
    binder: int | None = None
    bound: list[int] = field(default_factory=list)
    cut: int = 0

    @property
    def is_redex(self) -> bool:
        """Whether it is an abstraction applied to something."""
        return isinstance(self.node, App) and isinstance(self.node.fn, Lam)


def vertices(portion: Portion) -> list[Vertex]:
    """The vertices of what is shown of a term, the root being the first."""
    found: list[Vertex] = []
    binders: list[int] = []  # around the vertex
    depths: list[int] = [0]  # of the next vertices, the nearest last
    for number, (node, name) in enumerate(named(portion.term)):
        depth = depths.pop()
        del binders[depth:]
        vertex = Vertex(node, name, depth)
        match node:
            case Lam():
                vertex.inner = (number + 1,)
                binders.append(number)
                depths.append(depth + 1)
            case App(fn, _):
                vertex.inner = (number + 1, number + 1 + fn.size)
                depths += depth, depth
            case Var(index):
                vertex.binder = binders[-1 - index]
                found[vertex.binder].bound.append(number)
            case Free():
                vertex.cut = portion.cut.get(id(node), 0)
        found.append(vertex)
    return found


def scopes(drawn: list[Vertex]) -> Iterator[int]:
    """The numbers of the abstractions, from the outside in."""
    return (number for number, vertex in enumerate(drawn) if isinstance(vertex.node, Lam))
