"""What is timed: something to be done, and how its result is known to be right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.tools.bench.texts import read, texts


@dataclass(frozen=True)
class Workload:
    """An *action* on what has been *prepared*; only the action is timed."""

    name: str
    what: str
    prepare: Callable[[], Any]
    action: Callable[[Any], object]
    fine: Callable[[Any], bool]


def programs() -> list[Workload]:
    """The normal forms of the programs beside this file."""
    return [_program(name) for name in texts("programs")]


def _program(name: str) -> Workload:
    text = read("programs", name)
    return Workload(
        name,
        text.what,
        lambda: text,
        lambda text: text.session.normalize(text.term).term,
        lambda term: bool(term == text.answer),
    )


def workloads() -> list[Workload]:
    """All of them."""
    from tests.tools.bench.around import around

    return [*programs(), *around()]
