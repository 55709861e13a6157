"""Reductions: walked through, listed, compared, and asked about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from lamb.analysis.comparison import Comparison, compare
from lamb.analysis.equality import Equality
from lamb.analysis.graph import ReductionGraph, reduction_graph
from lamb.calculus.budget import Budget, Exhausted, Status
from lamb.calculus.strategies import Strategy
from lamb.calculus.term import Term
from lamb.course.dialogue import proposed
from lamb.course.mistakes.subterms import differences
from lamb.course.walk import WALKED, CombinatorWalk, Walk
from lamb.encodings.readings import readings
from lamb.errors import LambError, ParseError
from lamb.pictures.graph_text import graph_lines
from lamb.quantities import counted
from lamb.repl.repl import Repl, command, misused
from lamb.repl.walking import Walking, excerpt_of, proposal_lines, text_of, underline
from lamb.show.comparisons import comparison
from lamb.show.lines import Line, Piece, Style, complaint, ways_further
from lamb.show.prooftrees import derivation_lines
from lamb.show.reductions import Gap, Plan, Reduction, View, finished, readings_of, row_lines, unfinished

if TYPE_CHECKING:  # start-up counts
    from lamb.analysis.machines.bigstep import Evaluation
    from lamb.analysis.machines.transitions import MachineTrace

FIRST, LAST = 40, 5  # lines of a trace that are shown
TRACED = Budget(steps=1_000, nodes=1_000_000)
COMPARED = Budget(steps=1_000, nodes=1_000_000, seconds=2)
_STEP = re.compile(r"=([abed~*]|[np]\*?)(:[swh])?>|<([abed~*]|[np]\*?)(:[swh])?=")


@command("step", "[TERM]", "walk through a reduction, step by step")
def step(repl: Repl, rest: str) -> None:
    """Shows a term with its redexes, each underlined and numbered; > is the next one of the strategy.
    Without a TERM, the last one that was evaluated.

        :step (λx. x x) ((λy. y) z)

    Then:
      Enter or n   the next step                 r    run on to the end
      2            contract redex number 2       b    go back
      s value      by another strategy           h    what the next step leads to
      = TERM       is this the next step?        p    predict each step
      :command     any other, of this term       q    leave

    The walk ends where nothing is left to contract. “combinators” before a term translates it, and reduces
    it by the rules of S, K, I and others.

        :step combinators S K K x
    """
    Walking(repl, walk_for(repl, rest)).begin()


def walk_for(repl: Repl, rest: str) -> Walk:
    """The walk that the text behind :step asks for. Raises LambError if its term is too large."""
    term, by_rules = reduced(repl, "step", rest)
    if not by_rules:
        return walk_of(repl, term)
    _refuse_too_large(term)
    return CombinatorWalk(term, budget=repl.session.budget, watch=repl.progress)


def reduced(repl: Repl, command: str, rest: str) -> tuple[Term, bool]:
    """The term that the text behind a command asks for, and whether it is one of combinators."""
    combinators, rest = _word(rest, ["combinators"])
    term = repl.term_for(command, rest)
    return (repl.session.to_combinators(term, basis="all"), True) if combinators else (term, False)


def _refuse_too_large(term: Term) -> None:
    if term.size > WALKED:
        raise LambError(f"this term is too large to walk through: it has {counted(term.size, 'node')}")


def walk_of(repl: Repl, term: Term) -> Walk:
    """A walk through a term's reduction. Raises LambError if the term is too large."""
    _refuse_too_large(term)
    session = repl.session
    nodes = min(session.budget.nodes or WALKED, WALKED)
    return Walk(
        term,
        session.definitions,
        session.definitions.constructors,
        strategy=session.strategy,
        budget=replace(session.budget, nodes=nodes),
        watch=repl.progress,
    )


@command("trace", "[TERM]", "list the steps of a reduction")
def trace(repl: Repl, rest: str) -> None:
    """Lists the steps of a reduction by the strategy. Under each term (or in it, where there are colours),
    ^^^ is what the next step contracts, and ~~~ what the last one has made. Of many steps, the first 40
    and the last 5 are shown, and no more than 1,000 are made, unless :budget steps says otherwise.
    “combinators” before a term translates it, and reduces it by the rules of S, K, I and others.

        :trace (λx y. x) y z
        :trace add 1 2
        :trace combinators S K K x
    """
    term, by_rules = reduced(repl, "trace", rest)
    budget, look = repl.session.budget.or_else(TRACED), repl.look
    strategy = Strategy.NORMAL if by_rules else repl.session.strategy
    plan = Plan(strategy, budget=budget, ends_with_a_cycle=True, combinators=by_rules)
    reduction = Reduction(term, {} if by_rules else repl.session.definitions, plan, repl.progress)
    view = View(
        repl.width,
        colored=repl.terminal.out_colored,
        ascii=look.ascii,
        digits=max(3, min(7, len(str(budget.steps)))),
        measure=look.measure,
    )
    with repl.progress.watching():
        lines = list(_lines(reduction, view))
    repl.page(*lines)
    if reduction.status is Status.NORMAL_FORM:
        repl.say(finished(reduction, readings_of(reduction.term, repl.session.definitions), view))
        return
    _give_up(repl, unfinished(reduction), reduction.status, budget)


def _give_up(repl: Repl, why: str, status: Status | None, budget: Budget) -> None:
    """Say why a budget ended a reduction, and how it goes further."""
    ways = ways_further(budget, ":budget {name} {limit}")
    hint = ways.get(status) if status else None
    repl.terminal.remark(*complaint(LambError(why, hint=hint)))


def _lines(reduction: Reduction, view: View) -> Iterator[Line]:
    """The first lines of a reduction, and the last ones, each with what follows it."""
    for row in reduction.listed(FIRST, LAST):
        if isinstance(row, Gap):
            yield (Piece(view.margin() + view.room().ellipsis),)
        else:
            yield from row_lines(row, view)


@command("machine", "NAME [TERM]", "a machine at work, state by state")
def machine(repl: Repl, rest: str) -> None:
    """Shows the states of a machine that evaluates a term: the code that it is at, what its variables stand
    for, and what waits; one transition a line, with its rule. The machines are krivine (if none is named),
    secd, cek, sestoft and strong; “terms” before a term adds the term that each state stands for.

        :machine (λx. x x) a
        :machine secd (λx. x x) a
        :machine sestoft terms (λx. x x) (I a)
    """
    from lamb.show.machines import Columns, Texts, ending, final, listed

    trace, terms = machine_for(repl, rest)
    texts = Texts(limit=repl.width, ascii=repl.look.ascii, terms=terms)
    with repl.progress.watching():
        found = list(listed(trace, texts, FIRST, LAST))
    table = Columns(trace, texts, repl.width, repl.look.measure)
    table.fit(found)
    repl.page(table.head(), *map(table.line, found))
    if trace.status is Status.NORMAL_FORM:
        repl.say(final(trace, texts, readings_of(trace.state.term(), repl.session.definitions)))
        return
    _give_up(repl, ending(trace), trace.status, trace.meter.budget)


def machine_for(repl: Repl, rest: str) -> tuple[MachineTrace, bool]:
    """The machine that the text behind a command asks for, and whether terms are to be shown as well."""
    from lamb.analysis.machines.transitions import MACHINES, machine_trace

    name, rest = _word(rest, [*MACHINES])
    terms, rest = _word(rest, ["terms"])
    trace = machine_trace(
        repl.term_for("machine", rest),
        name or "krivine",
        definitions=repl.session.definitions,
        budget=repl.session.budget.or_else(TRACED),
        watch=repl.progress,
    )
    return trace, bool(terms)


def _word(text: str, known: Sequence[str]) -> tuple[str, str]:
    """The word that a text begins with, if that is known, and the rest."""
    word, _, rest = text.partition(" ")
    return (word, rest.strip()) if word in known else ("", text)


@command("bigstep", "[HOW] [TERM]", "its value, and how that is derived")
def bigstep(repl: Repl, rest: str) -> None:
    """Evaluates a term in one big step, and shows the derivation of its value: what a judgement follows from
    stands above it. HOW is name (if it is left out) or value.

        :bigstep (λx. x) a
        :bigstep value (λx. x x) (I a)
    """
    repl.page(*derivation_lines(evaluation_for(repl, rest), repl.look, repl.width))


def evaluation_for(repl: Repl, rest: str) -> Evaluation:
    """The evaluation that the text behind a command asks for. Raises BudgetError."""
    from lamb.analysis.machines.bigstep import big_step

    how, rest = _word(rest, ["name", "value"])
    term, session = repl.term_for("bigstep", rest), repl.session
    with repl.progress.watching():
        return big_step(
            term,
            "value" if how == "value" else "name",
            definitions=session.definitions,
            budget=session.budget.or_else(TRACED),
            watch=repl.progress,
        )


@command("compare", "[TERM]", "all strategies side by side")
def compare_strategies(repl: Repl, rest: str) -> None:
    """Reduces a term by every strategy: how many steps each takes, how large the term becomes, where it
    first does something else than normal order, and where it stops. 1,000 steps each, unless :budget
    steps says otherwise.

        :compare (λx. a) ((λx. x x) λx. x x)
    """
    found = comparison_for(repl, rest)
    with repl.progress.watching():
        list(found)
    repl.say(*comparison(found, replace(repl.look, budget=found.budget), repl.width))


def comparison_for(repl: Repl, rest: str) -> Comparison:
    """The comparison that the text behind :compare asks for."""
    term, budget = repl.term_for("compare", rest), repl.session.budget.or_else(COMPARED)
    return compare(term, repl.session.definitions, budget=budget, watch=repl.progress)


@command("graph", "[TERM]", "all that it reduces to, and how")
def graph(repl: Repl, rest: str) -> None:
    """Lists all terms that a term reduces to, each with a number, and behind → the numbers of those that one
    step leads to: ×2 if two redexes do, δ if a name is unfolded. The first 40 are shown; :budget nodes and
    :budget seconds say how far to look.

        :graph (λx. x x) ((λy. y) z)
    """
    repl.page(*graph_lines(graph_for(repl, rest), repl.width))
    if repl.progress.interrupted:
        raise KeyboardInterrupt  # which says that this is not all


def graph_for(repl: Repl, rest: str) -> ReductionGraph:
    """The reduction graph of the term behind a command, or of the last one."""
    term = repl.term_for("graph", rest)
    session = repl.session
    with repl.progress.watching():
        return reduction_graph(term, session.definitions, budget=session.budget, watch=repl.progress)


@command("check", "TERM ; STEP", "is this the next step? If not, why not?")
def check(repl: Repl, rest: str) -> None:
    """Says whether STEP is what the strategy makes of TERM in one step, and if not, what is wrong with it.
    … in it stands for anything. :set hints 3 says the right step, too.

        :check (λx. x x) ((λy. y) z) ; (λy. y) z ((λy. y) z)
        :check (λx y. x) y ; λy. y
        :check mul 2 3 ; … 2 3

    With the operators of a derivation between terms, each step is judged (:help derivations).

        :check (λx. x) a =b> a
    """
    if _STEP.search(rest):
        repl.run(f"conf this: {rest}")
        return
    term, written = _halves(repl, rest)
    proposal = proposed(walk_of(repl, term), written, repl.settings.hints)
    repl.say(*proposal_lines(proposal, repl))


def _halves(repl: Repl, rest: str) -> tuple[Term, str]:
    """The term before the last “;” (or “=>”) before which there is one, and the text after it."""
    halves = [(rest[: mark.start()], rest[mark.end() :].strip()) for mark in re.finditer(r";|=>", rest)]
    if not halves:
        raise misused("check", "a term and its next step are separated by “;”")
    for before, after in reversed(halves):
        with suppress(ParseError):
            return repl.parsed(before, "check"), after
    return repl.parsed(halves[-1][0], "check"), ""


@command("alpha", "TERM == TERM", "are they the same up to α, β, η?")
def alpha(repl: Repl, rest: str) -> None:
    """Says whether two terms are the same but for the names of bound variables (α), whether they have the
    same normal form, all definitions unfolded (β), and whether they have it up to η. And if not, where
    they differ first.

        :alpha λx. x == λy. y
        :alpha S K K == I
        :alpha λx. f x == f
    """
    left, equals, right = rest.partition("==")
    if not equals:
        raise misused("alpha", "two terms are separated by “==”")
    one, other = (repl.parsed(text, "alpha") for text in (left, right))
    equal(one, other, repl)


def equal(one: Term, other: Term, repl: Repl) -> bool | None:
    """Say if two terms are the same up to α, up to β, and up to η. True if they are up to any of these, None
    if that is not known.
    """
    session = repl.session
    found = Equality(one, other, session.definitions, session.budget, repl.progress, session.normalize)
    if found.alpha:
        return _say("α", True, "the same but for the names of bound variables", repl)
    _say("α", False, "they differ as they are written", repl)
    repl.say(*_difference(one, other, repl))
    with repl.progress.watching():
        return _equal_when_reduced(found, repl)


def _equal_when_reduced(found: Equality, repl: Repl) -> bool | None:
    last = found.outcomes[-1]
    if last.status is Status.INTERRUPTED and repl.progress.interrupted:
        return _say("β", None, "interrupted", repl)
    if found.reduct is not None:
        text = text_of(repl, found.reduct)
        read = readings(found.reduct, types=repl.session.definitions.types) if last.finished else None
        comment = read.listed(text) if read else ""
        return _say("β", True, f"both reduce to {text}" + (f"    -- {comment}" if comment else ""), repl)
    if found.beta is None:
        which = "the left one" if len(found.outcomes) == 1 else "the right one"
        return _say("β", None, f"{which} has {repl.look.limit(last.status)}", repl)
    if found.endless is not None:
        which = "right" if found.endless is found.one else "left"
        return _say("β", False, f"only the {which} one has a normal form", repl)
    _say("β", False, "their normal forms differ", repl)
    left, right = (outcome.term for outcome in found.outcomes)
    if (left, right) != (found.one, found.other):
        repl.say(*_difference(left, right, repl))
    try:
        left, _ = found.eta_normal_forms
    except Exhausted as exhausted:
        return _say("η", None, f"not known {found.budget.within(exhausted.status)}", repl)
    why = f"both do what {text_of(repl, left)} does" if found.eta else "they differ in what they do"
    return _say("η", found.eta, why, repl)


def _say(rule: str, same: bool | None, why: str, repl: Repl) -> bool | None:
    name = {"α": "alpha", "β": "beta ", "η": "eta  "}[rule] if repl.look.ascii else rule
    verdicts: dict[bool | None, tuple[str, Style]] = {
        True: ("yes", "comment"),
        False: ("no ", "error"),
        None: ("not known", "note"),
    }
    repl.say((Piece(f"up to {name}  "), Piece(*verdicts[same]), Piece(f"  {why}")))
    return same


def _difference(one: Term, other: Term, repl: Repl) -> list[Line]:
    """Both terms, and marks under the first parts that differ."""
    path = next(differences(one, other))[0].path
    lines: list[Line] = []
    for label, term in (("  left   ", one), ("  right  ", other)):
        found = excerpt_of(repl, term, path)
        lines.append((Piece(label, "note"), Piece(found.text)))
        node = found.at(path)
        if path and node is not None:
            lines.append((Piece(" " * len(label) + underline(repl, found, node), "hint"),))
    return lines
