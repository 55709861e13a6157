"""Exercises about steps: one step, all of them, and the one that a strategy makes."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from random import Random

from lamb.calculus.reduction import Rule, contract, redexes
from lamb.calculus.strategies import ORDERS, Strategy, Unfolding, next_redex, steps
from lamb.calculus.term import Term
from lamb.classroom.making.difficulty import Bounds, difficulty, reduction
from lamb.classroom.making.distractors import Options, distractors, wrong_ends
from lamb.classroom.making.made import Distractor, MadeExercise, Request, numbered
from lamb.classroom.making.textbook import Author, Draft, is_plain
from lamb.course.learning.form import code_of
from lamb.course.presentation import Shown, presented
from lamb.notation.names import remove_names
from lamb.notation.printer import pretty
from lamb.notation.syntax import Application

OPERATORS: Mapping[Rule, str] = {Rule.ALPHA: "=a>", Rule.BETA: "=b>"}

# ── One step ──────────────────────────────────────────────────────────────────────────


def beta(random: Random, request: Request) -> MadeExercise | None:
    """(λx y. x y) a → λy. a y"""
    return _one_step("beta", "Make the β-step.", random, request)


def alpha(random: Random, request: Request) -> MadeExercise | None:
    """(λx y. x y) y → (λx z. x z) y → λz. y z"""
    task = "Rename bound variables so that nothing is captured, and make the β-step."
    return _one_step("alpha", task, random, request)


def _one_step(kind: str, task: str, random: Random, request: Request) -> MadeExercise | None:
    captures = request.wanted.captures or Bounds(0, 0)
    author = Author(random, clashing=captures.most > 0)
    fn = author.tree(Draft(random.randint(2, 5), lambdas=random.choice((1, 1, 2, 2, 3))))
    author.trap(fn, captures.least)
    arg = author.tree(Draft(random.choice((1, 1, 2, 3)), lambdas=random.choice((0, 0, 0, 1))))
    term = remove_names(author.around(Application(fn, arg)))
    if not is_plain(term) or len(list(redexes(term))) != 1:
        return None
    rows = _step_of(term, Strategy.NORMAL)
    found = difficulty(term, rows)
    after = rows[-1].after
    if not request.wanted.has(found) or after == term:
        return None
    wrong = distractors(random, term, {after}, Options(request.distractors, request.wanted.width))
    if len(wrong) < request.distractors:
        return None
    written = tuple((OPERATORS[row.rule], pretty(row.after)) for row in rows)
    key = numbered(term), found.captures
    return MadeExercise(kind, task, pretty(term), pretty(after), found, written, (), wrong, key)


def _step_of(term: Term, strategy: Strategy) -> list[Shown]:
    """The next step of a strategy as a person writes it down, renamings included."""
    return list(presented(term, islice(steps(term, ORDERS[strategy], Unfolding({})), 1)))


# ── Many steps ────────────────────────────────────────────────────────────────────────


def normalize(random: Random, request: Request) -> MadeExercise | None:
    """(λx y. y x) a (λz. z) → (λy. y a) (λz. z) → (λz. z) a → a"""
    wanted = request.wanted
    span = wanted.steps or Bounds(1, 1)
    author = Author(random, clashing=wanted.captures is not None and wanted.captures.most > 0)
    binders = random.choice((1, 2, 2, 3))
    tree = author.tree(Draft(random.randint(2, 4), lambdas=binders, redexes=int(random.random() < 0.3)))
    for _ in range(random.randint(max(1, binders - 1), binders + 1)):
        lambdas = random.choice((0, 1, 1, 2))
        tree = Application(tree, author.tree(Draft(random.randint(1, 3), lambdas=lambdas)))
    term = remove_names(tree)
    rows = reduction(term, span.most) if is_plain(term, 2) else None
    if not rows or not wanted.has(found := difficulty(term, rows)):
        return None
    end = rows[-1].after
    starts = [term, *(row.after for row in rows[:-1] if row.rule is Rule.BETA)]
    wrong = wrong_ends(random, starts, end, Options(request.distractors, wanted.width))
    if len(wrong) < request.distractors:
        return None
    written = tuple((OPERATORS[row.rule], pretty(row.after)) for row in rows)
    task = "Reduce the term to its normal form, one step a line."
    return MadeExercise(
        "normalize", task, pretty(term), pretty(end), found, written, (), wrong, numbered(term)
    )


# ── Which redex ───────────────────────────────────────────────────────────────────────

ORDERS_ASKED = (Strategy.NORMAL, Strategy.APPLICATIVE, Strategy.CALL_BY_NAME, Strategy.CALL_BY_VALUE)


def strategy_step(random: Random, request: Request) -> MadeExercise | None:
    """(λx. a) ((λy. y) b), by applicative order → (λx. a) b"""
    wanted = request.wanted
    author = Author(random, clashing=wanted.captures is not None and wanted.captures.most > 0)
    tree = author.tree(Draft(random.randint(5, 7), redexes=random.choice((2, 2, 3))))
    strategy = random.choice(ORDERS_ASKED)
    term = remove_names(tree)
    paths = [path for _, path in redexes(term)]
    if not (2 <= len(paths) <= 4 and is_plain(term, 2)):
        return None
    rows = _step_of(term, strategy)
    if not rows or not wanted.has(found := difficulty(term, rows)):
        return None
    after = rows[-1].after
    others = _other_steps(term, strategy, after)
    right = {after, term, *(contract(term, path, Rule.BETA) for path in paths)}
    left = request.distractors - len(others)
    more = distractors(random, term, right, Options(max(0, left), wanted.width))
    wrong = (*others[: request.distractors], *more)
    if not others or len(wrong) < request.distractors:
        return None
    task = f"Make the step that {strategy.value} makes, and no other."
    asks = (f"is the term #{code_of(after)}",)
    key = numbered(term), strategy.value
    return MadeExercise("strategy", task, pretty(term), pretty(after), found, (), asks, wrong, key)


def _other_steps(term: Term, strategy: Strategy, after: Term) -> list[Distractor]:
    """The steps that contract another redex than the strategy does."""
    found: dict[Term, str] = {}
    for other in ORDERS_ASKED:
        following = next_redex(term, other)
        if following is not None:
            found.setdefault(contract(term, following[1], Rule.BETA), f"this is the step of {other.value}")
    for _, path in redexes(term):
        found.setdefault(
            contract(term, path, Rule.BETA), "this is a β-step, but none that the strategy makes"
        )
    return [Distractor(pretty(step), "another-redex", what) for step, what in found.items() if step != after]
