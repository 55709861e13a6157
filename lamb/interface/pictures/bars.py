"""Tromp's diagrams: which lines they are made of, and where, on a grid.

    ┬─┬──        row 0    the bar of λf
    ┼─┼─┬        row 1    the bar of λx
    │ ├─┘        row 2    the link of f x
    ├─┘          row 3    the link of f (f x)
    │            row 4

An abstraction is a bar above its body, a variable a stem that hangs from its bar, in a column of its
own, and an application a link below both of its parts, from the leftmost stem of the function, which
goes on downwards, to that of the argument, which ends there. The leftmost stem of all goes on to the
last row. A free name is a stem that begins above everything, in row -1.

There are as many lines as a term has nodes, and twice their number with that of the places where
stems cross bars is the length of the term in binary lambda calculus (Tromp, “Lambda Diagrams”,
https://tromp.github.io/cl/diagrams.html).
"""

from __future__ import annotations

from typing import NamedTuple

from lamb.calculus.term import App, Lam
from lamb.interface.pictures.vertices import Vertex

ABOVE = -1
"""The row from which the stems of free names hang."""


class Bar(NamedTuple):
    """The abstraction of a number, in a row, above the columns from *left* to *right*."""

    number: int
    row: int
    left: int
    right: int


class Stem(NamedTuple):
    """The variable or name of a number, in a column, from the row *top* to the row *bottom*."""

    number: int
    column: int
    top: int
    bottom: int


class Link(NamedTuple):
    """The application of a number, in a row, from the column of one stem to that of another."""

    number: int
    row: int
    left: int
    right: int


class Lines(NamedTuple):
    """The lines of a diagram, each kind in the order of the term; the last row is *bottom*."""

    bars: list[Bar]
    stems: list[Stem]
    links: list[Link]
    bottom: int


def lines(drawn: list[Vertex]) -> Lines:
    """The lines of a term. Linear."""
    first, last = _columns(drawn)
    heights = _heights(drawn)
    bars, links = [], []
    ends = [heights[0]] * (last[0] + 1)
    for number, vertex in enumerate(drawn):
        match vertex.node:
            case Lam():
                bars.append(Bar(number, vertex.depth, first[number], last[number]))
            case App():
                row = vertex.depth + heights[number] - 1
                fn, arg = vertex.inner
                links.append(Link(number, row, first[fn], first[arg]))
                ends[first[arg]] = row
    stems = [
        Stem(
            number,
            first[number],
            ABOVE if vertex.binder is None else drawn[vertex.binder].depth,
            ends[first[number]],
        )
        for number, vertex in enumerate(drawn)
        if not vertex.inner
    ]
    return Lines(bars, stems, links, heights[0])


def _columns(drawn: list[Vertex]) -> tuple[list[int], list[int]]:
    """The columns of the leftmost and of the rightmost stem of each vertex."""
    first, last = [0] * len(drawn), [0] * len(drawn)
    column = sum(not vertex.inner for vertex in drawn)
    for number in reversed(range(len(drawn))):
        inner = drawn[number].inner
        if inner:
            first[number], last[number] = first[inner[0]], last[inner[-1]]
        else:
            column -= 1
            first[number] = last[number] = column
    return first, last


def _heights(drawn: list[Vertex]) -> list[int]:
    """How many bars and links are above each other in each vertex."""
    heights = [0] * len(drawn)
    for number in reversed(range(len(drawn))):
        inner = drawn[number].inner
        if inner:
            heights[number] = 1 + max(heights[part] for part in inner)
    return heights
