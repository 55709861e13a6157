"""Assertions: claims that two terms have the same normal form, for one case or for all.

A claim about all numbers, booleans or lists is tried on values that Hypothesis generates, small and
strange ones first; a counterexample is made as small as it can be.

A comment behind a term claims what comes of it:

    fact 5                     -- => 120
    (λx. x x) λx. x x          -- diverges
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import lru_cache, reduce
from typing import TYPE_CHECKING, Any, NamedTuple

from lamb.calculus.budget import Exhausted, Status, anew, tick
from lamb.calculus.reduction import eta_normal
from lamb.calculus.term import App, Free, Term
from lamb.encodings.constructed import NO_TYPES, Types, flaw_of, generated
from lamb.encodings.values import boolean, list_of, pair
from lamb.errors import DefinitionError, Place, Source
from lamb.machine.readback import Outcome
from lamb.notation.layout import Stretch
from lamb.notation.names import Constructors, remove_names
from lamb.notation.parser import parse_expression
from lamb.notation.syntax import Abstraction, Application, Assertion, Expr, Query, Relation, Sort

if TYPE_CHECKING:
    from random import Random

    from hypothesis.strategies import SearchStrategy


EXAMPLES = 100
GENERATED = 100  # nodes that are visited in the time in which a value is generated
LARGEST_NAT = 12
LONGEST_LIST = 5
DEPTH = 4  # of values of data types
LARGER_EXAMPLES = 3
LARGER_NATS = (LARGEST_NAT + 1, 2 * LARGEST_NAT)
LARGER_LISTS = (LONGEST_LIST + 1, LONGEST_LIST + 4)

Normalize = Callable[[Term], Outcome]


@dataclass(frozen=True)
class AssertionOutcome:
    """Two terms, and whether the claim about their normal forms *holds*: None where one was not reached."""

    holds: bool | None
    left: Term | None = None
    right: Term | None = None
    stopped: Status | None = None
    values: Mapping[str, Term] = field(default_factory=dict)
    examples: int = 1


def check(
    assertion: Assertion,
    constructors: Constructors,
    normalize: Normalize,
    types: Types = NO_TYPES,
    source: Source | None = None,
) -> AssertionOutcome:
    """Compare both sides of an assertion, for generated values of its generalized names.

    Raises DefinitionError where there are none of a sort; with its place, if the *source* is known.
    """
    for generator in assertion.generators:
        if flaw := flaw_of(generator.sort, types):
            place = Place(source, flaw.piece.start, flaw.piece.end) if source else None
            raise DefinitionError(flaw.message, place, flaw.hint)
    sorts, compare = _comparison(assertion, constructors, normalize)
    return _search(sorts, compare, types) if sorts else compare([])


def check_larger(
    assertion: Assertion, constructors: Constructors, normalize: Normalize, seed: str
) -> AssertionOutcome:
    """Compare both sides for some values that are larger than those of `check`, at random by a *seed*.

    The first that differs or is undecided, or else the last.
    """
    from random import Random  # start-up counts

    sorts, compare = _comparison(assertion, constructors, normalize)
    random = Random(seed)  # noqa: S311  (no secret)
    for _ in range(LARGER_EXAMPLES):
        found = compare([_larger(sort, random) for sort in sorts])
        if not found.holds:
            break
    return found


_Compare = Callable[[list[Term]], AssertionOutcome]


def _comparison(
    assertion: Assertion, constructors: Constructors, normalize: Normalize
) -> tuple[list[Sort], _Compare]:
    """The sorts of the generalized names, and the comparison of both sides for values of these."""
    sorts = assertion.sorts
    left, right = (
        remove_names(_abstracted(assertion, side), constructors) for side in (assertion.left, assertion.right)
    )

    def compare(values: list[Term]) -> AssertionOutcome:
        sides = reduce(App, values, left), reduce(App, values, right)
        try:
            found = _compare(normalize(sides[0]), normalize(sides[1]), assertion.relation)
        except Exhausted as exhausted:
            found = AssertionOutcome(None, stopped=exhausted.status)
        return replace(found, values=dict(zip(sorts, values, strict=True)))

    return list(sorts.values()), compare


def both_sides(assertion: Assertion) -> Expr:
    """A tree with both sides, in which the generalized names are bound."""
    return _abstracted(assertion, Application(assertion.left, assertion.right))


def _abstracted(assertion: Assertion, side: Expr) -> Expr:
    """The function of the generalized names that a side is."""
    for name in reversed(assertion.sorts):
        side = Abstraction(name, side)
    return side


def _compare(left: Outcome, right: Outcome, relation: Relation) -> AssertionOutcome:
    for outcome in (left, right):
        if not outcome.finished:
            raise Exhausted(outcome.status)
    with anew():
        same = left.term == right.term or (
            relation == "=eta=" and eta_normal(left.term) == eta_normal(right.term)
        )
    return AssertionOutcome(same == (relation != "!="), left.term, right.term)


# ── Generated values ──────────────────────────────────────────────────────────────────


class _Stopped(KeyboardInterrupt):
    """The search was interrupted, or has no time left; Hypothesis, too, stops at once."""

    def __init__(self, status: Status) -> None:
        self.status = status


def _search(sorts: list[Sort], compare: _Compare, types: Types) -> AssertionOutcome:
    """The smallest comparison that fails; else one that is undecided; else that all examples hold."""
    from hypothesis.errors import NoSuchExample

    examples = 0
    unproved: list[AssertionOutcome] = []

    def fails(values: list[Term]) -> bool:
        nonlocal examples
        examples += 1
        found = compare(values)
        if not found.holds:
            unproved.append(found)
        if found.stopped in (Status.INTERRUPTED, Status.SECONDS):
            raise _Stopped(found.stopped)
        return found.holds is False

    try:
        if types or any(map(fails, _usual(tuple(sorts)))):
            examples, unproved = 0, []
            return compare(_find(tuple(sorts), fails, types))
    except _Stopped as stopped:  # while a counterexample was made smaller, perhaps
        undecided = AssertionOutcome(None, stopped=stopped.status)
        worst = ([found for found in unproved if found.holds is False] or unproved or [undecided])[-1]
        return replace(worst, examples=examples)
    except NoSuchExample:  # another time it did not fail: the reduction takes nearly all of the memory
        pass
    return replace(unproved[0] if unproved else AssertionOutcome(True), examples=examples)


@lru_cache(64)
def _usual(sorts: tuple[Sort, ...]) -> list[list[Term]]:
    """The values that are tried where all of them hold: always the same ones, so they are made once."""
    from hypothesis.errors import NoSuchExample

    tried: list[list[Term]] = []

    def passes(values: list[Term]) -> bool:
        tried.append(values)
        return False

    with suppress(NoSuchExample):
        _find(sorts, passes, NO_TYPES)
    return tried


def _find(sorts: tuple[Sort, ...], fails: Callable[[list[Term]], bool], types: Types) -> list[Term]:
    """The smallest values that fail. Raises NoSuchExample where none is found."""
    from hypothesis import HealthCheck, Phase, find, settings, strategies

    quietly = settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    with _storing_elsewhere():
        return find(
            strategies.tuples(*(_values(sort, types) for sort in sorts)).map(list), fails, settings=quietly
        )


@contextmanager
def _storing_elsewhere() -> Iterator[None]:
    """Keep Hypothesis from leaving a folder of its own in the user's folder."""
    from tempfile import TemporaryDirectory

    from hypothesis.configuration import set_hypothesis_home_dir, storage_directory

    before = storage_directory(intent_to_write=False).path
    with TemporaryDirectory() as elsewhere:
        set_hypothesis_home_dir(elsewhere)
        try:
            yield
        finally:
            set_hypothesis_home_dir(before)


def _values(sort: Sort, types: Types, depth: int = DEPTH) -> SearchStrategy[Any]:
    """Terms for the values of a sort, numerals folded, and values of data types as their constructors."""
    from hypothesis import strategies

    match sort:
        case Sort("nat"):
            return strategies.integers(0, LARGEST_NAT).map(_metered(lambda number: Free(str(number))))
        case Sort("bool"):
            return strategies.booleans().map(_metered(boolean))
        case Sort("list", (of,)):
            return strategies.lists(
                _values(of, types, depth - 1), max_size=LONGEST_LIST if depth == DEPTH else max(0, depth)
            ).map(_metered(list_of))
        case Sort("pair", (fst, snd)):
            return strategies.tuples(_values(fst, types, depth), _values(snd, types, depth)).map(
                lambda parts: pair(*parts)
            )
        case _:
            return strategies.composite(_made)(sort, types, depth).map(_metered(lambda made: made))


def _made(draw: Callable[[Any], Any], sort: Sort, types: Types, depth: int) -> Term:
    """A value of a data type that Hypothesis draws."""
    from hypothesis import strategies

    def choose(number: int) -> int:
        chosen: int = draw(strategies.integers(0, number - 1))
        return chosen

    def other(part: Sort, left: int) -> Term:
        if part.name in types:
            return _made(draw, part, types, left)
        made: Term = draw(_values(part, types, left))
        return made

    return generated(sort, types, depth, choose, other)


def _metered(make: Callable[[Any], Term]) -> Callable[[Any], Term]:
    """*make*, which stops the search where the meter that is running stops it."""

    def made(value: Any) -> Term:
        try:
            tick(GENERATED)
        except Exhausted as exhausted:
            raise _Stopped(exhausted.status) from None
        return make(value)

    return made


def _larger(sort: Sort, random: Random) -> Term:
    """A value larger than the generated ones; the items of a list are of any size."""
    match sort:
        case Sort("nat"):
            return Free(str(random.randint(*LARGER_NATS)))
        case Sort("bool"):
            return boolean(random.random() < 1 / 2)
        case Sort("list", (of,)):
            return list_of([_larger(of, random) for _ in range(random.randint(*LARGER_LISTS))])
        case Sort("pair", (fst, snd)):
            return pair(_larger(fst, random), _larger(snd, random))
    raise AssertionError(f"no larger values are known of {sort}")


_EXPECTED = re.compile(r"[ \t]*--[ \t]*(?P<text>=>[ \t]*(?P<term>\S.*?)|diverges)[ \t\r]*$", re.MULTILINE)


class Expectation(NamedTuple):
    """The text of a comment, and the place of the *term* whose normal form is expected; None if there should
    be none.
    """

    text: str
    term: Place | None


def expectation(place: Place) -> Expectation | None:
    """The expectation behind a term, at the end of its line."""
    found = _EXPECTED.match(place.source.text, place.end)
    if not found:
        return None
    term = Place(place.source, *found.span("term")) if found["term"] else None
    return Expectation(found["text"], term)


def equation(query: Query, expected: Place) -> Assertion:
    """The claim that a term has the normal form of the expected one. Raises ParseError."""
    claim = Assertion(query.term, parse_expression(Stretch(expected)))
    claim.at(query.start, query.end)
    return claim
