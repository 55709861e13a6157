"""The kinds of exercises, about steps and about terms as they stand; and series of them.

The same seed makes the same exercises everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from random import Random
from typing import NamedTuple

from lamb.analysis.types import principal_type
from lamb.calculus.recursion import Recursion, unbounded
from lamb.calculus.reduction import Rule, contract, redexes
from lamb.calculus.strategies import ORDERS, Strategy, Unfolding, is_normal, next_redex, steps
from lamb.calculus.substitution import free_names, hints_of
from lamb.calculus.term import App, Free, Lam, Term, Var, nodes
from lamb.classroom.making.made import (
    Bounds,
    Difficulty,
    Distractor,
    MadeExercise,
    Options,
    Request,
    difficulty,
    distractors,
    numbered,
    reduction,
    wrong_ends,
)
from lamb.classroom.making.textbook import Author, Draft, is_plain
from lamb.course.learning.form import code_of
from lamb.course.mistakes.rules import associativity, lambda_scope
from lamb.course.presentation import Shown, presented
from lamb.errors import LambError, TypingError
from lamb.notation import parse_term, parse_type
from lamb.notation.names import remove_names, restore_names
from lamb.notation.printer import pretty
from lamb.notation.syntax import Abstraction, Application, Expr, Name
from lamb.quantities import counted

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


# ── Free variables ────────────────────────────────────────────────────────────────────


def free(random: Random, request: Request) -> MadeExercise | None:
    """(λx. x y) x → x y"""
    author = Author(random, clashing=True)
    term = remove_names(author.tree(Draft(random.randint(4, 7), redexes=random.choice((1, 1, 2)))))
    names, bound = free_names(term), hints_of(term)
    given = pretty(term)
    clash = bool(names & bound)
    if not (is_plain(term) and len(names) > 1 and clash and len(given) <= request.wanted.width):
        return None
    wrong = _chosen(random, [*_wrong_names(names, bound)], request.distractors, _list(names))
    if len(wrong) < request.distractors:
        return None
    answer = _list(names)
    return MadeExercise(
        "free",
        "Write down its free variables: each once, in the order of the alphabet, like a b c.",
        given,
        answer,
        Difficulty(0, 0, len(given)),
        asks=(f"is the term #{code_of(parse_term(answer))}",),
        distractors=wrong,
        key=numbered(term),
    )


def _wrong_names(names: set[str], bound: set[str]) -> Iterator[tuple[str, str, str]]:
    both = names & bound
    yield _list(names | bound), "bound-as-free", "a variable that a λ binds was taken for a free one"
    yield _list(names - both), "free-as-bound", "a λ does not bind a variable that is outside of it"
    yield _list(bound), "bound-as-free", "these are the variables that λs bind"
    for name in sorted(names):
        yield _list(names - {name}), "forgotten", "a free variable was forgotten"


def _list(names: set[str]) -> str:
    return " ".join(sorted(names))


def _chosen(
    random: Random, found: list[tuple[str, str, str]], number: int, right: str
) -> tuple[Distractor, ...]:
    """So many wrong answers, no two the same, the first ones rather than the last."""
    different = {text: Distractor(text, *rest) for text, *rest in reversed(found) if text and text != right}
    chosen = [different[text] for text in dict.fromkeys(text for text, _, _ in found) if text in different]
    return tuple(random.sample(chosen[:number], min(number, len(chosen))))


# ── Brackets ──────────────────────────────────────────────────────────────────────────


def brackets(random: Random, request: Request) -> MadeExercise | None:
    """((λx. (x y)) (a b)) → (λx. x y) (a b)"""
    author = Author(random, clashing=False)
    term = remove_names(author.tree(Draft(random.randint(4, 6), redexes=random.choice((0, 1, 1)))))
    answer, given = pretty(term), write_fully(restore_names(term))
    needed = answer.count("(")
    if not (is_plain(term) and needed and _is_usual(term, needed) and len(given) <= request.wanted.width):
        return None
    wrong = _chosen(random, [*_without_a_pair(answer, term)], request.distractors, answer)
    if len(wrong) < request.distractors:
        return None
    most = "1 pair of brackets" if needed == 1 else f"{needed} pairs of brackets"
    return MadeExercise(
        "brackets",
        f"Write the term with as few brackets as it needs: {needed}.",
        given,
        answer,
        Difficulty(0, 0, len(given)),
        asks=(f"is the term #{code_of(term)}", f"has at most {most}"),
        distractors=wrong,
        key=numbered(term),
    )


@unbounded
def write_fully(expr: Expr) -> Recursion[str]:
    """A tree with a pair of brackets for each application and each λ.

    >>> from lamb.notation.parser import parse_expression
    >>> from lamb.errors import Source
    >>> write_fully(parse_expression(Source("(λx y. x y) a")))
    '((λx. (λy. (x y))) a)'
    """
    match expr:
        case Abstraction(hint, body):
            return f"(λ{hint}. {(yield (body,))})"
        case Application(fn, arg):
            return f"({(yield (fn,))} {(yield (arg,))})"
        case Name(name):
            return name
    raise AssertionError("an exercise has no sugar")


def _is_usual(term: Term, needed: int) -> bool:
    """True if no λ is written without brackets as a last argument: not all textbooks do that."""
    return needed == sum(
        isinstance(node.fn, Lam) + (not isinstance(node.arg, Var | Free))
        for node in nodes(term)
        if isinstance(node, App)
    )


def _without_a_pair(text: str, term: Term) -> Iterator[tuple[str, str, str]]:
    """The terms that are written when one or two needed pairs of brackets are left out."""
    for start, end in pairs_of(text):
        left = f"{text[:start]}{text[start + 1 : end]}{text[end + 1 :]}"
        rule = lambda_scope if text[start + 1] == "λ" else associativity
        if parse_term(left) != term:
            yield left, rule.wording.kind, rule.wording.what
            yield from _without_a_pair(left, term)


def pairs_of(text: str) -> list[tuple[int, int]]:
    """The places of the brackets that belong together.

    >>> pairs_of("(a (b)) (c)")
    [(3, 5), (0, 6), (8, 10)]
    """
    found, opened = [], []
    for at, char in enumerate(text):
        if char == "(":
            opened.append(at)
        elif char == ")":
            found.append((opened.pop(), at))
    return found


# ── Types ─────────────────────────────────────────────────────────────────────────────


def types(random: Random, request: Request) -> MadeExercise | None:
    """(a → b) → a → b → λf x. f x"""
    author = Author(random, clashing=False)
    term = remove_names(author.tree(Draft(random.randint(2, 5), lambdas=random.choice((2, 2, 3, 3)))))
    found = _type_of(term)
    if not (found and _is_pure(term) and len(found) <= request.wanted.width):
        return None
    others = {_drawn_for(random): None for _ in range(4 * request.distractors)}
    wrong = [
        (pretty(other), "another-type", f"its principal type is {its_type}")
        for other in others
        if _is_pure(other) and (its_type := _type_of(other)) and not _has(other, found)
    ]
    chosen = _chosen(random, wrong, request.distractors, pretty(term))
    if len(chosen) < request.distractors:
        return None
    return MadeExercise(
        "types",
        "Write a closed term that has this type.",
        found,
        pretty(term),
        Difficulty(0, 0, len(found)),
        asks=("is closed", f"has the type {found}"),
        distractors=chosen,
        key=found,
    )


def _drawn_for(random: Random) -> Term:
    author = Author(random, clashing=False)
    return remove_names(author.tree(Draft(random.randint(2, 4), lambdas=random.choice((2, 3)))))


def _is_pure(term: Term) -> bool:
    return is_normal(term) and not free_names(term) and is_plain(term)


def _type_of(term: Term) -> str:
    """The principal type of a closed term; empty if it has none."""
    try:
        return str(principal_type(term))
    except TypingError:
        return ""


def _has(term: Term, wanted: str) -> bool:
    return principal_type(term).has(parse_type(wanted))


TRIES = 3_000
"""Terms that are drawn for one exercise, before such exercises are said to be too rare."""


class MadeKind(NamedTuple):
    """A kind in a few words, the usual steps and captures of its exercises (None where they make no steps),
    and how one is drawn: None if what was drawn is not as it was asked for.
    """

    what: str
    steps: Bounds | None
    captures: Bounds | None
    draw: Callable[[Random, Request], MadeExercise | None]


KINDS: Mapping[str, MadeKind] = {
    "beta": MadeKind("one β-step", Bounds(1, 1), Bounds(0, 2), beta),
    "alpha": MadeKind("a β-step that needs a renaming", Bounds(1, 1), Bounds(1, 2), alpha),
    "normalize": MadeKind("all steps to the normal form", Bounds(2, 5), Bounds(0, 1), normalize),
    "strategy": MadeKind("the step that a strategy makes", Bounds(1, 1), Bounds(0, 1), strategy_step),
    "free": MadeKind("the free variables of a term", None, None, free),
    "brackets": MadeKind("the same term with fewer brackets", None, None, brackets),
    "types": MadeKind("a term of a simple type", None, None, types),
}


def series(kind: str, seed: str, request: Request) -> Iterator[MadeExercise]:
    """The exercises of a kind that a seed has, no two the same up to α and the choice of free names.

    Raises LambError where no more are found.
    """
    chosen = KINDS[kind]
    if chosen.steps and chosen.captures:
        request = request.with_values(wanted=request.wanted.or_else(chosen.steps, chosen.captures))
    seen: set[object] = set()
    drawn = last = 0
    while drawn - last < TRIES:
        made = chosen.draw(Random(f"{seed}/{kind}/{drawn}"), request)  # noqa: S311  (nothing secret)
        drawn += 1
        if made is not None and made.key not in seen:
            seen.add(made.key)
            last = drawn
            yield made
    found = f"only {counted(len(seen), 'exercise')}" if seen else "no exercise"
    message = f"{found} of this kind {'are' if len(seen) > 1 else 'is'} as difficult as that"
    raise LambError(message, hint="ask for fewer, for a greater --width, or for other --steps and --captures")
