"""Workloads around the machine: parsing, printing, tracing, reading, checking, drawing."""

from __future__ import annotations

from pathlib import Path

import lamb
from lamb import App, Budget, Free, Lam, LambError, Outcome, Result, Session, Source, Strategy, Term, Var
from lamb.notation.parser import parse
from lamb.results import Checked, Derived
from tests.tools.bench.texts import read
from tests.tools.bench.workloads import Workload

NOTEBOOKS = Path(__file__).parents[3] / "notebooks"
OMEGA = App(Lam("x", App(Var(0), Var(0))), Lam("x", App(Var(0), Var(0))))


def around() -> list[Workload]:
    """All of them."""
    return [*written(), *reduced(), *stepped(), *shown(), *taught()]


def written() -> list[Workload]:
    """Texts to terms and back."""
    return [
        Workload(
            "parsing",
            "A program of a megabyte, parsed",
            lambda: "".join(f"f{number} = λx y. x (y f{number - 1})\n" for number in range(1, 33_001)),
            lambda text: parse(Source(text)),
            lambda program: len(program.statements) == 33_000,
        ),
        Workload(
            "printing",
            "A term of 147,452 nodes, printed",
            lambda: balanced(14),
            lamb.pretty,
            lambda text: lamb.parse_term(text) == balanced(14),
        ),
    ]


def reduced() -> list[Workload]:
    """Answers that are too big, and those that never come."""
    return [
        Workload(
            "nest",
            "A normal form with 2¹²⁸ leaves, of which none is written down",
            lambda: nest(128),
            lambda term: lamb.normalize(term).term,
            lambda term: bool(term.size == 2**130 - 3),
        ),
        Workload(
            "endless",
            "A million steps of Ω",
            lambda: OMEGA,
            lambda term: lamb.normalize(term, budget=Budget(steps=1_000_000)),
            _used_up,
        ),
    ]


def stepped() -> list[Workload]:
    """Reductions one step at a time."""
    return [
        _stepped("trace", "factorial-5", Strategy.NORMAL, 27_223),
        _stepped("applicative-trace", "factorial-4", Strategy.APPLICATIVE, 2_000),
        _stepped("parallel-trace", "factorial-4", Strategy.PARALLEL, 18),
        Workload(
            "comparison",
            "All strategies compared on 2 2 2",
            lambda: lamb.parse_term("2 2 2"),
            lambda term: list(lamb.compare(term)),
            lambda runs: runs[0].steps == 64 and runs[0].finished,
        ),
        Workload(
            "graph",
            "500 of the terms that 2 2 2 reduces to, and the steps between them",
            lambda: lamb.parse_term("2 2 2"),
            lambda term: lamb.reduction_graph(term, most=500),
            lambda graph: (len(graph), len(graph.edges)) == (500, 1302),
        ),
    ]


def shown() -> list[Workload]:
    """What an answer stands for, and what it looks like."""
    return [
        Workload(
            "readings",
            "A list of 120 pairs of a number and a list, read",
            lambda: lamb.encode([(number, [number]) for number in range(120)]),
            lamb.readings,
            lambda found: found[0].value == [(number, [number]) for number in range(120)],
        ),
        Workload(
            "pictures",
            "A term of 508 nodes as a tree and as a diagram",
            lambda: balanced(6),
            lambda term: [term.tree(), term.diagram()],
            lambda pictures: all(picture.svg.endswith("</svg>") for picture in pictures),
        ),
    ]


def taught() -> list[Workload]:
    """Homework, and a program with its claims."""
    return [
        Workload(
            "homework",
            "A student's file, checked",
            lambda: (NOTEBOOKS / "homework.lc").read_text(encoding="utf-8"),
            lambda text: list(Session().check_program(Source(text))),
            lambda results: (
                [result.verdict is lamb.Verdict.HOLDS for result in results if isinstance(result, Derived)]
                == [True, False]
            ),
        ),
        Workload(
            "queens",
            "A program of the notebooks, with the prelude and its claims",
            lambda: NOTEBOOKS / "programs" / "queens.lc",
            lambda path: list(Session().run_file(path)),
            _holds,
        ),
    ]


def balanced(depth: int) -> Term:
    """A normal form with 2ⁿ leaves, none of them shared."""
    if depth == 0:
        return Lam("x", App(Free("f"), Var(0)))
    return Lam("x", App(App(Var(0), balanced(depth - 1)), balanced(depth - 1)))


def nest(depth: int) -> Term:
    """`(λx. p x x) ((λx. p x x) … a)`, so many times."""
    term: Term = Free("a")
    for _ in range(depth):
        term = App(Lam("x", App(App(Free("p"), Var(0)), Var(0))), term)
    return term


def _stepped(name: str, text: str, strategy: Strategy, steps: int) -> Workload:
    def count(term: Term) -> int:
        return sum(1 for _ in lamb.trace(term, strategy=strategy, budget=Budget(steps=steps)))

    what = f"{steps:,} steps of {strategy.value}, one by one"
    return Workload(
        name, what, lambda: read("contests", text).term, count, lambda counted: bool(counted == steps)
    )


def _used_up(outcome: Outcome) -> bool:
    return outcome.status is lamb.Status.STEPS and outcome.steps == 1_000_000


def _holds(results: list[Result]) -> bool:
    """Whether everything that is claimed holds, and nothing went wrong."""
    wrong = any(isinstance(result, LambError) for result in results)
    return not wrong and {result.verdict for result in results if isinstance(result, Checked)} == {
        lamb.Verdict.HOLDS
    }
