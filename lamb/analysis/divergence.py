"""Divergence: what can be seen of a reduction that does not end.

Whether a term has a normal form cannot be decided (Church 1936). But if a strategy comes back to a
term that it has seen, it goes round for ever, and that can be found without remembering all terms:
one of them is enough (Brent 1980, *An improved Monte Carlo factorization algorithm*, section 2).
And terms that grow do so in a rhythm more often than not.

A growing term may be seen to repeat, too. In normal order, nothing around the part that is reduced has a
say in its reduction, and it is not left before it has a normal form. So if the same part has to be reduced
inside itself, as in Y = λf. f (f (f …)), or at its own head, there is none: M →⁺ C[M], a loop of rewriting.

Nor is there one where the part comes back with other terms for its variables, M →⁺ C[Mσ], as that of a
recursion does which waits for its argument: fact n needs fact (pred n). Let each term that σ has for a
variable be *neutral*, headed by a variable once it is reduced. Such a term takes arguments as a variable
does, and drops none: what stands around Mσ in C stays around it whatever neutral terms are in the place of
variables. So the Böhm tree of M (Barendregt 1984, section 10.1) has that of Mσ in it, which has that of Mσσ,
and so on for ever.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias

from lamb.calculus.budget import Budget, Exhausted, Status, Watch, tick
from lamb.calculus.numerals import is_numeral
from lamb.calculus.reduction import Path, Step, Table, around, is_applied, path_of
from lamb.calculus.strategies import Strategy
from lamb.calculus.substitution import replace_variables, shift
from lamb.calculus.term import App, Free, Lam, Term, Var, spine
from lamb.quantities import IMMENSE, counted
from lamb.records import Record

if TYPE_CHECKING:
    from lamb.machine.trace import Trace

LONGEST_RHYTHM = 64  # steps
BEATS = 4  # that make a rhythm
MOST_AROUND = 8  # parts that are looked at around one
TO_THE_HEAD = Budget(steps=100, nodes=5_000)
BUDGET = Budget(steps=1_000, nodes=50_000, seconds=0.2)
FIRST_LOOK = 6_000  # steps of a run
SHARE = 1 / 80  # of its time, for looking: below 2 %, with what it takes to begin
WINDOW = LONGEST_RHYTHM * BEATS + 1  # sizes that are remembered


class Cycle(Record):
    """After step *step* the term is again what it was after step *earlier* (0: to begin with).

    With *inside*, this is so of the part that is reduced next, which is inside the earlier one, or at its
    head; or it is so but for its variables, if it has *others*. This is a proof: the strategy never ends.
    """

    step: int
    earlier: int
    inside: bool = False
    others: bool = False

    def __str__(self) -> str:
        return f"{self.proof}: {'so it goes on' if self.others else 'it repeats'} for ever"

    @property
    def proof(self) -> str:
        """What is the same again, from which it follows that there is no end."""
        if self.others:
            return f"{self._same}, but for its arguments, inside a larger term"
        if self.inside:
            return f"{self._same}, inside a larger term"
        before = f"step {self.earlier}" if self.earlier else "the start"
        return f"step {self.step} is α-equal to {before}"

    @property
    def _same(self) -> str:
        return f"step {self.step + 1} reduces the same part as step {self.earlier + 1}"


class Growth(Record):
    """So far the term has been growing by *nodes* every *steps* steps. This is no proof."""

    nodes: int
    steps: int

    def __str__(self) -> str:
        every = f"{self.steps} steps" if self.steps > 1 else "step"
        return f"it grows by {counted(self.nodes, 'node')} every {every}"


Divergence: TypeAlias = Cycle | Growth


class Detector:
    """Looks at the terms of a reduction as they pass, and remembers one of them and some sizes."""

    def __init__(self, term: Term) -> None:
        self.steps = 0
        self.largest = term.size  # nodes of any term so far
        self.period: int | None = None  # steps after which the terms come again, once that is known
        self._remembered = term
        self._since = 0  # steps
        self._found = 0  # the step at which the period was
        self._power = 1  # of two, as in Brent: steps until another term is remembered
        self._sizes = deque([term.size], maxlen=WINDOW)

    @property
    def size(self) -> int:
        """The nodes of the latest term."""
        return self._sizes[-1]

    def see(self, term: Term) -> None:
        """Look at the term that the next step has led to."""
        self._see(term.size, lambda: term)

    def follow(self, step: Step) -> None:
        """Look at the next step. Its term is only put together where its size does not tell it apart."""
        size = self._sizes[-1] + step.growth
        self._see(size if size < IMMENSE else step.after.size, lambda: step.after)

    def _see(self, size: int, term: Callable[[], Term]) -> None:
        self.steps += 1
        self.largest = max(self.largest, size)
        self._sizes.append(size)
        if self.period is not None:
            return
        self._since += 1
        if size == self._remembered.size and term() == self._remembered:
            self.period = self._since
            self._found = self.steps
        elif self._since == self._power:  # look for longer cycles from here
            self._remembered, self._since, self._power = term(), 0, 2 * self._power

    def growth(self) -> Growth | None:
        """The shortest rhythm in which the latest terms have grown, at least half of those remembered."""
        sizes = list(self._sizes)
        for steps in range(1, min(LONGEST_RHYTHM, (len(sizes) - 1) // BEATS) + 1):
            latest = sizes[-max(BEATS * steps, len(sizes) // 2) - 1 :]
            beats = {late - early for early, late in zip(latest, latest[steps:], strict=False)}
            if len(beats) == 1 and (nodes := beats.pop()) > 0:
                return Growth(nodes, steps)
        return None

    def divergence(self, again: Callable[[], Iterable[Step]]) -> Divergence | None:
        """The divergence of a reduction that has not ended.

        *again* takes its steps once more, to find out where a cycle begins; if they end too early,
        it is said to begin where it was found.
        """
        if self.period is None:
            return self.growth()
        early, late = _terms(again()), islice(_terms(again()), self.period, None)
        pairs = enumerate(zip(early, late, strict=False))
        earlier = next((number for number, (one, other) in pairs if one == other), self._found - self.period)
        return Cycle(earlier + self.period, earlier)


def _terms(steps: Iterable[Step]) -> Iterator[Term]:
    """The terms of a reduction, the one it begins with included."""
    for number, step in enumerate(steps):
        if not number:
            yield step.before
        yield step.after


class Loops:
    """Looks at the steps of a reduction in normal order, for a part that comes back inside itself."""

    def __init__(self, definitions: Table) -> None:
        self._definitions = definitions
        self._arrivals: list[tuple[Path, Term, int]] = []
        """The place of the reduction, and those around it: the part first reduced at each, and when."""
        self._steps = 0  # before the one that is looked at
        self._remembered: Term | None = None
        self._path: Path = ()
        self._since = 0
        self._power = 1  # as in `Detector`

    def see(self, step: Step) -> Cycle | None:
        """Look at the next step."""
        part, context = step.redex, step.context
        while context is not None and is_applied(context):
            part, context = around(context, part), context[2]
        path = path_of(context)
        below = path[len(self._path) :]
        inside = self._remembered is not None and path[: len(self._path)] == self._path
        if inside and self._is_again(part, below):
            return Cycle(self._steps, self._steps - self._since, inside=True)
        if (earlier := self._with_others(part, path)) is not None:
            return Cycle(self._steps, earlier, inside=True, others=True)
        if not inside or self._since == self._power:
            self._power *= 2 if inside else 1
            self._remembered, self._path, self._since = part, path, 0
        self._since += 1
        self._steps += 1
        return None

    def _is_again(self, part: Term, below: Path) -> bool:
        """True if the remembered part has come back as the one at the end of a path in it."""
        remembered = self._remembered
        assert remembered is not None
        if below:
            return part.size == remembered.size and part == shift(remembered, below.count("body"))
        while isinstance(part, App) and part.size > remembered.size:
            part = part.fn
            if part == remembered:
                return True
        return False

    def _with_others(self, part: Term, path: Path) -> int | None:
        """The step at which the part around was first reduced that is this one with other, neutral terms for
        its variables; None if there is none.
        """
        arrivals = self._arrivals
        while arrivals and arrivals[-1][0] != path[: len(arrivals[-1][0])]:
            arrivals.pop()
        if arrivals and arrivals[-1][0] == path:
            return None
        for _, earlier, step in arrivals[: -MOST_AROUND - 1 : -1]:
            terms = terms_for_variables(earlier, part) if earlier.open else None
            if terms is None or all(isinstance(term, Var) for term in terms.values()):
                continue  # the same part is looked for apart
            if all(is_neutral(term, self._definitions) for term in terms.values()):
                return step
        arrivals.append((path, part, self._steps))
        return None


def terms_for_variables(pattern: Term, term: Term) -> dict[int, Term] | None:
    """The terms for the variables that point out of a pattern which make *term* of it; None if none do.

    >>> terms_for_variables(App(Var(0), Lam("x", Var(1))), App(Var(3), Lam("x", Var(4))))
    {0: Var(3)}
    """
    found: dict[int, Term] = {}
    todo = [(pattern, term, 0)]
    while todo:
        tick(1)
        one, other, depth = todo.pop()
        if one.open <= depth:
            if one != other:
                return None
            continue
        match one, other:
            case Lam(_, body), Lam(_, other_body):
                todo.append((body, other_body, depth + 1))
            case App(fn, arg), App(other_fn, other_arg):
                todo += (arg, other_arg, depth), (fn, other_fn, depth)
            case Var(index), _:
                outside = _outside(other, depth)
                if outside is None or found.setdefault(index - depth, outside) != outside:
                    return None
            case _:
                return None
    return found


def _outside(term: Term, depth: int) -> Term | None:
    """A term as it reads outside of so many λs; None if it mentions a variable of theirs."""
    mentioned = False

    def above(index: int, within: int) -> Term:
        nonlocal mentioned
        mentioned = mentioned or index - within < depth
        return Var(index - depth) if not mentioned else Var(index)

    outside = replace_variables(term, above) if depth and term.open else term
    return None if mentioned else outside


def is_neutral(term: Term, definitions: Table) -> bool:
    """True if a term is known to be headed by a variable, or a name without meaning, once it is reduced.

    >>> from lamb.notation import parse_term
    >>> [is_neutral(parse_term(text), {}) for text in ("(λx. x) y z", "λx. y", "2 y")]
    [True, False, False]
    """
    from lamb.machine.trace import trace  # start-up counts, and most terms end

    if isinstance(term, Var):
        return True
    closed = replace_variables(term, lambda index, depth: Free(f"↑{index - depth}"))
    reduced = trace(closed, strategy=Strategy.WEAK_HEAD, definitions=definitions, budget=TO_THE_HEAD)
    for step in reduced:
        closed = step.after
    return reduced.status is Status.NORMAL_FORM and is_headed_by_variable(closed, definitions)


def is_headed_by_variable(term: Term, definitions: Table) -> bool:
    """True if a variable, or a name without meaning, is at the head of an application."""
    head, _ = spine(term)
    return isinstance(head, Var) or (
        isinstance(head, Free) and not (is_numeral(head.name) or head.name in definitions)
    )


def diagnose(term: Term, definitions: Table | None = None, budget: Budget = BUDGET) -> Divergence | None:
    """The divergence of a term's reduction in normal order within a budget; None if it ends.

    A cycle means that there is no normal form, since normal order finds every one.
    """
    from lamb.machine.trace import trace  # start-up counts, and most terms end

    meter = budget.meter()
    _, _, divergence = followed(
        term, definitions or {}, lambda: trace(term, definitions=definitions, budget=meter.left())
    )
    return divergence


def followed(
    term: Term, definitions: Table, again: Callable[[], Trace]
) -> tuple[Trace, Term, Divergence | None]:
    """The steps of *term* that *again* takes, to their end or a proof that they have none; the term that they
    lead to; and their divergence, None if they end at a normal form.
    """
    detector, loops, steps = Detector(term), Loops(definitions), again()
    for step in steps:
        term = step.after
        detector.see(term)
        if detector.period is not None:
            break
        if loop := loops.see(step):
            return steps, term, loop
    return steps, term, None if steps.status is Status.NORMAL_FORM else detector.divergence(again)


class DivergenceWatch:
    """Stops a run, as a watch, when *found* proves that its term has no normal form; or when *watch* does.

    It looks after 6,000 steps, and again when they have doubled, for a small share of the time since then.
    """

    def __init__(
        self, term: Term, definitions: Mapping[str, Term], budget: Budget, watch: Watch | None
    ) -> None:
        self.found: Cycle | None = None
        self._term = term
        self._definitions = definitions
        self._clock = budget.clock
        self._watch = watch
        self._looked = self._clock()
        self._next = FIRST_LOOK

    def __call__(self, steps: int) -> bool | Status:
        stop = self._watch is not None and self._watch(steps)
        if not stop and self.found is None and steps >= self._next:
            self._next = 2 * steps
            seconds = min(SHARE * (self._clock() - self._looked), BUDGET.seconds or 0)
            budget = Budget(BUDGET.steps, None, seconds, self._clock)  # nodes would take too long to count
            with suppress(Exhausted):  # the run has no room for a look
                seen = diagnose(self._term, self._definitions, budget)
                self.found = seen if isinstance(seen, Cycle) else None
            self._looked = self._clock()
        return stop or (Status.DIVERGED if self.found else False)
