"""What came of a reduction that was shown step by step, in a line.

normal form after 12 steps (7 β, 5 δ)    -- 5
no normal form within 1,000 steps; it grows by 4 nodes every 2 steps
"""

from __future__ import annotations

from dataclasses import replace

from lamb.calculus.budget import Status
from lamb.calculus.divergence import Cycle
from lamb.calculus.quantities import counted
from lamb.calculus.reduction import Rule, Table
from lamb.calculus.term import Term
from lamb.course.unfolding import unfold
from lamb.definitions import Definitions
from lamb.encodings.readings import Reading, readings
from lamb.interface.look import ways_further
from lamb.interface.render import Line, Piece, shown_readings
from lamb.interface.stepping import Reduction
from lamb.interface.steps import View
from lamb.notation.printer import pretty

COUNTED = (Rule.BETA, Rule.DELTA, Rule.ETA)
LARGEST_READ = 100_000  # nodes of a normal form that is unfolded to be read


def finished(reduction: Reduction, values: tuple[Reading, ...], view: View) -> Line:
    """That a reduction has come to what its strategy stops at, and what that can be read as."""
    form = reduction.plan.strategy.form
    steps = f" after {counted(reduction.steps, 'step')}{_rules(reduction, view)}"
    text = f"{form}{steps}" if reduction.steps else f"this is a {form} already"
    term = reduction.term
    shown = pretty(term) if term.size <= len(max(values, key=len, default="")) else ""
    comment = shown_readings(shown, values)
    return (Piece(text), *([Piece(f"    -- {comment}", "comment")] if comment else []))


def _rules(reduction: Reduction, view: View) -> str:
    """How many steps there were of each rule, if that says more than how many there were."""
    counts = [f"{reduction.counts[rule]:,} {view.name(rule)}" for rule in COUNTED if reduction.counts[rule]]
    renamings = reduction.counts[Rule.ALPHA]
    parts = [", ".join(counts), counted(renamings, "renaming") if renamings else ""]
    said = "; ".join(part for part in parts if part)
    return f" ({said})" if said else ""


def unfinished(reduction: Reduction) -> str:
    """Why a reduction did not come to an end, and what can be said about that."""
    status = reduction.status or Status.STEPS
    if status is Status.INTERRUPTED:
        return f"interrupted after {counted(reduction.steps, 'step')}"
    budget = replace(reduction.plan.budget, steps=reduction.steps)
    message = f"no {reduction.plan.strategy.form} {budget.within(status)}"
    diagnosis = reduction.divergence()
    if isinstance(diagnosis, Cycle):
        return str(diagnosis)
    return f"{message}; {diagnosis}" if diagnosis else message


def hint(reduction: Reduction) -> str | None:
    """How to go ten times as far."""
    ways = ways_further(reduction.plan.budget, "--{name} {limit}", "if there is an end at all")
    way = ways.get(reduction.status) if reduction.status else None
    return way.replace("--steps", "--max") if way else None


def readings_of(term: Term, definitions: Table) -> tuple[Reading, ...]:
    """What a normal form, in which names may be folded, can be read as."""
    if term.size > LARGEST_READ:
        return readings(term)
    whole = unfold(term, definitions)
    names = definitions.names_of(whole) if isinstance(definitions, Definitions) else []
    return readings(whole, {whole: names} if names else {})
