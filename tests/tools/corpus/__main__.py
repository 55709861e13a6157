"""Hold notations and combinators against terms by others: see `tests/tools/corpus/__init__.py`."""

from __future__ import annotations

import argparse
import gzip
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from time import process_time
from typing import NamedTuple

import lamb
from lamb import Budget, Lam, Term, Var
from lamb.calculus.budget import Meter
from lamb.calculus.reduction import eta_normal
from lamb.calculus.substitution import free_names
from lamb.calculus.term import App, nodes
from lamb.encodings.combinators import atoms
from lamb.errors import BudgetError, LambError
from lamb.foreign.conversion import statements, write_program
from lamb.foreign.dialects import DIALECTS, Dialect
from lamb.notation.names import remove_names
from lamb.notation.parser import Program
from lamb.notation.syntax import Query


class Case(NamedTuple):
    """A closed term without numerals, and its normal form."""

    name: str
    term: Term
    form: Term


def main() -> int:
    """1 if something is not as it should be."""
    parser = argparse.ArgumentParser(prog="python -m tests.tools.corpus", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("what", choices=("notations", "combinators", "sizes"))
    parser.add_argument("--largest", type=int, default=20_000, metavar="NODES")
    parser.add_argument("--seconds", type=float, default=5.0, help="for the normal form of a term")
    options = parser.parse_args()
    if options.what == "sizes":
        return sizes()
    cases = [case for case in cases_in(options.folder) if case.term.size <= options.largest]
    print(f"{len(cases):,} terms of {sum(case.term.size for case in cases):,} nodes")
    if options.what == "notations":
        return int(sum(round_trip(dialect, cases) for dialect in DIALECTS.values()) > 0)
    return int(sum(by_combinators(how, cases, options.seconds) for how in WAYS) > 0)


def cases_in(folder: Path) -> Iterator[Case]:
    for file in sorted(folder.glob("*.tsv.gz")):
        with gzip.open(file, "rt", encoding="utf-8") as rows:
            for number, row in enumerate(rows, 1):
                *_, text, bits = row.rstrip("\n").split("\t")
                read = lamb.from_blc if set(text) <= {"0", "1"} else lamb.parse_term
                term = read(text)
                if not free_names(term):
                    yield Case(f"{file.name}:{number}", term, lamb.from_blc(bits))


def differs(case: Case, what: str) -> int:
    print(f"{case.name}: {what}", flush=True)
    return 1


# ── Notations ─────────────────────────────────────────────────────────────────────────


def round_trip(dialect: Dialect, cases: list[Case]) -> int:
    """The number of terms that do not come back from a notation; by way of combinators, up to η."""
    begun, wrong = process_time(), 0
    for case in cases:
        try:
            back = read_back(write_program(case.term, dialect, {}), dialect)
        except LambError as error:
            wrong += differs(case, f"{dialect.name}: {error.message}")
            continue
        same = back == case.term
        if dialect.combinators and not same:
            budget = Budget(seconds=5)
            left, right = (lamb.normalize(one, budget=budget) for one in (back, case.term))
            same = not (left.finished and right.finished) or eta_normal(left.term) == eta_normal(right.term)
        if not same:
            wrong += differs(case, f"{dialect.name}: another term")
    print(f"{dialect.name:20} {wrong:4} wrong {process_time() - begun:8.1f} s", flush=True)
    return wrong


def read_back(text: str, dialect: Dialect) -> Term:
    read = statements(text, "text", dialect, Meter(Budget()))
    if not isinstance(read, Program):
        return read
    (query,) = read.statements
    assert isinstance(query, Query)
    return remove_names(query.term)


# ── Combinators ───────────────────────────────────────────────────────────────────────

WAYS = ("eta", "linear")


def by_combinators(algorithm: str, cases: list[Case], seconds: float) -> int:
    """The number of terms that reach another normal form, up to η, by the rules of combinators and by β."""
    begun, wrong, stopped, steps = process_time(), 0, 0, 0
    for case in cases:
        budget = Budget(seconds=seconds)
        try:
            found = lamb.to_combinators(case.term, basis="all", algorithm=algorithm, budget=budget)
            traced = lamb.combinator_trace(found, budget=Budget(steps=20_000, seconds=seconds))
            last = found
            for step in traced:
                last = step.after
            steps += traced.steps
            outcome = lamb.normalize(lamb.from_combinators(last), budget=budget)
        except BudgetError:
            stopped += 1
            continue
        if not outcome.finished:
            stopped += 1
        elif eta_normal(outcome.term) != eta_normal(case.form):
            wrong += differs(case, f"{algorithm}: another normal form")
    said = f"{wrong} wrong, {stopped} stopped, {steps:,} steps by the rules of combinators"
    print(f"{algorithm:8} {said}, {process_time() - begun:.1f} s", flush=True)
    return wrong


# ── Sizes ─────────────────────────────────────────────────────────────────────────────


def drawn(size: int, depth: int, chance: random.Random) -> Term:
    """A term of so many nodes, below so many λs, whose variables are any of theirs."""
    parts: list[Term] = [Var(chance.randrange(depth)) for _ in range((size - depth + 1) // 2)]
    while len(parts) > 1:
        at = chance.randrange(len(parts) - 1)
        parts[at : at + 2] = [App(parts[at], parts[at + 1])]
    (term,) = parts
    for _ in range(depth):
        term = Lam("x", term)
    return term


def sizes() -> int:
    """A table: the combinators of the linear translation for each node, written out and as a shared graph."""
    chance = random.Random(1)
    print("  nodes     λs   atoms/node   shared nodes/node   s   with definitions, atoms/node")
    for size in (1_000, 10_000, 100_000):
        for depth in (10, 100, size // 4):
            term = drawn(size, depth, chance)
            begun = process_time()
            found = lamb.to_combinators(term, basis="all", algorithm="linear")
            seconds = process_time() - begun
            shared = sum(1 for _ in nodes(found, whole=False))
            bulk = lamb.to_bulk_combinators(term)
            defined = atoms(bulk.term) + sum(1 + atoms(one) for one in bulk.definitions.values())
            row = f"{term.size:7,} {depth:6,} {atoms(found) / size:12.2f} {shared / size:19.2f}"
            print(f"{row} {seconds:6.2f} {defined / size:12.2f}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
