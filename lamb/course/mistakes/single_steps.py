"""Right terms with a wrong operator: η called β, another redex than the strategy's, a step backwards."""

from __future__ import annotations

from collections.abc import Iterator

from lamb.calculus.budget import tick
from lamb.calculus.numerals import is_numeral
from lamb.calculus.reduction import Rule, contract
from lamb.calculus.strategies import ORDERS, Strategy
from lamb.calculus.substitution import free_names
from lamb.calculus.term import App, Free, Lam, Term
from lamb.course.mistakes.attempt import STRATEGIES, Attempt
from lamb.course.mistakes.differences import first_difference
from lamb.course.mistakes.repairs import Words, explained, nearest_step, result, right_steps
from lamb.course.mistakes.subterms import Subterm, beta, eta_redexes, named, next_by, quote, redexes
from lamb.course.mistakes.sugar import exposing
from lamb.course.verdicts import Mistake, Repair, Stretch
from lamb.notation.printer import write

STEPS = {
    "a": "a renaming of bound variables (α)",
    "d": "an unfolding or folding of definitions (δ)",
    "b": "a β-step",
    "e": "an η-step",
    "n": "the β-step that normal order makes",
    "p": "the β-step that applicative order makes",
}
"""What each operator of one step claims."""


def beta_steps(start: Term, end: Term) -> Iterator[Subterm]:
    """The β-redexes of *start* that contract to *end*."""
    for redex in redexes(start):
        new = beta(redex.node)
        tick(new.size)
        if start.size - redex.node.size + new.size == end.size and redex.filled(new) == end:
            yield redex


def eta_steps(start: Term, end: Term) -> Iterator[Subterm]:
    """The η-redexes of *start* that contract to *end*."""
    for redex, new in eta_redexes(start):
        tick(new.size)
        if start.size - redex.node.size + new.size == end.size and redex.filled(new) == end:
            yield redex


def steps_made(attempt: Attempt) -> Iterator[tuple[str, Subterm | None]]:
    """The letters of the operators of one step that lead from left to right, and the redex of each."""
    start, end = attempt.seen_start, attempt.seen_end
    if attempt.written_start == attempt.written_end:
        yield "a", None
    if start == end:
        yield "d", None
    for redex in beta_steps(attempt.written_start, attempt.written_end):
        yield "b", redex
        break
    for letter, strategy in STRATEGIES.items():
        redex_by = next_by(start, ORDERS[strategy])
        if redex_by is not None and redex_by.filled(beta(redex_by.node)) == end:
            yield letter, redex_by
    for redex in eta_steps(start, end):
        yield "e", redex
        break


def made_rightly(attempt: Attempt) -> Term | None:
    """What the step leads to, if it is right up to α and has an operator of one step."""
    for letter, redex in steps_made(attempt):
        if letter == attempt.step:
            return attempt.written_end if redex is None else result(attempt, redex)
    return None


def only_renamed(attempt: Attempt, plainly: Term) -> Mistake:
    """A step that is right, but for names: what there is to say where names count. *plainly* is what it
    leads to with the names that it has by itself.
    """
    right = attempt.show_as_it_is(plainly)
    return Mistake(
        "renamed-silently",
        "bound variables were renamed on the way, which is a step of its own where names count",
        f"but for the names of its bound variables, {write(attempt.right, limit=200)} is right",
        right,
        None,
        ((attempt.operator, right), ("=a>", attempt.right)),
    )


def unchanged(attempt: Attempt) -> Mistake | None:
    """Nothing was done, though the operator says so."""
    if attempt.step not in {"b", "n", "p", "e"} or write(attempt.left) != write(attempt.right):
        return None
    subterm = nearest_step(attempt)
    todo = (
        f"the next redex is {attempt.text(subterm)}"
        if subterm is not None
        else "there is nothing to contract"
    )
    return explained(
        attempt,
        Words(
            "unchanged", "nothing was changed, though a step is claimed", f"both sides are the same; {todo}"
        ),
        subterm,
        attempt.place("left", subterm.path) if subterm is not None else None,
    )


def wrong_operator(attempt: Attempt) -> Mistake | None:
    """The term is right for another operator."""
    made = dict(steps_made(attempt))
    best = next((letter for letter in "adbenp" if letter in made), None)
    if best is None or (best in "np" and attempt.step == "b"):
        return None
    redex = made[best]
    if attempt.step in STRATEGIES and best in "bnp":
        return another_redex(attempt, next(beta_steps(attempt.seen_start, attempt.seen_end)))
    letters = [best] if best not in "bnp" else [letter for letter in "bnp" if letter in made]
    what_it_is = STEPS["b" if best in "np" else best]
    where = f": {attempt.text(redex)} was contracted" if redex is not None else ""
    if best in "ad":
        where = ": no redex was contracted"
    others = "".join(f" or ={letter}>" for letter in letters[1:])
    return Mistake(
        "wrong-operator",
        "the term is right, but its operator is not",
        f"this is {what_it_is}, not {STEPS[attempt.step]}{where}; its operator is ={letters[0]}>{others}",
        attempt.right,
        attempt.place("left", redex.path) if redex is not None else None,
        ((f"={letters[0]}>", attempt.right),),
    )


def another_redex_contracted(attempt: Attempt) -> Mistake | None:
    """A β-step, but not the one that the strategy makes."""
    if attempt.step not in STRATEGIES:
        return None
    redex = next(beta_steps(attempt.seen_start, attempt.seen_end), None)
    return another_redex(attempt, redex) if redex is not None else None


def another_redex(attempt: Attempt, contracted: Subterm) -> Mistake:
    """The strategy's redex is next, and not the one that was contracted."""
    following = next(iter(right_steps(attempt)))
    which = {
        "n": "the leftmost of the outermost redexes",
        "p": "the leftmost of the redexes that have none inside",
    }[attempt.step[0]]
    order = STRATEGIES[attempt.step[0]].value
    return explained(
        attempt,
        Words(
            "another-redex",
            f"another redex was contracted than the one that is next in {order}",
            f"you contracted {attempt.text(contracted)}; {order} takes {which}, which is "
            f"{attempt.text(following)}",
        ),
        following,
        attempt.place("left", following.path),
    )


def went_backwards(attempt: Attempt) -> Mistake | None:
    """A step that holds from right to left."""
    made = [letter for letter, _ in steps_made(attempt.reversed())]
    letter = attempt.step if attempt.step in made else next((made for made in made if made in "be"), None)
    if letter is None:
        return None
    operator = f"={letter}>" if attempt.backwards else f"<{letter}="
    repair: Repair = ((operator, attempt.right),)
    return Mistake(
        "backwards",
        "the step goes the other way",
        f"{STEPS[letter]} leads from the right term to the left one, not from left to right",
        attempt.right,
        None,
        repair,
    )


# ── Definitions ─────────────────────────────────────────────────────────────────────
# Definitions unfolded without saying so, or unfolded to something else.


MOST_NAMED = 3
"""Names of what was written that are told."""


def unfolded_silently(attempt: Attempt) -> Mistake | None:
    """=b> where a name has to be unfolded first, or was unfolded or folded after it."""
    if attempt.step != "b":
        return None
    for redex in beta_steps(attempt.seen_start, attempt.seen_end):
        exposed = exposing(attempt.written_start, redex.path, attempt.environment.definitions)
        contracted = contract(exposed, redex.path, Rule.BETA)
        steps = [("=d>", exposed)] if exposed != attempt.written_start else []
        steps.append((attempt.operator, contracted))
        if contracted != attempt.written_end:
            steps.append(("=d>", attempt.written_end))
        repair: Repair = tuple((operator, attempt.show_written(term)) for operator, term in steps)
        return Mistake(
            "unfolded",
            "a definition was unfolded or folded in a step that does not say so",
            _which(attempt, redex, exposed, contracted),
            repair[0][1],
            attempt.place("left", redex.path),
            repair,
        )
    return None


def _which(attempt: Attempt, redex: Subterm, exposed: Term, contracted: Term) -> str:
    """Which names were unfolded, and where."""
    before = _meaningful(attempt, attempt.written_start) - _meaningful(attempt, exposed)
    if exposed != attempt.written_start:
        names = before or _meaningful(attempt, attempt.written_start)
        return (
            f"{_listed(names)} has to be unfolded before {attempt.text(redex)} is a β-redex: =b> contracts "
            "only what is written, and =d> unfolds"
        )
    names = _meaningful(attempt, contracted) ^ _meaningful(attempt, attempt.written_end)
    return (
        f"after the contraction of {attempt.text(redex)}, {_listed(names) if names else 'a name'} was "
        "unfolded or folded as well: that is a step of its own, =d>"
    )


def _meaningful(attempt: Attempt, term: Term) -> set[str]:
    return {name for name in free_names(term) if name in attempt.environment.definitions or is_numeral(name)}


def _listed(names: set[str]) -> str:
    return " and ".join(quote(name) for name in sorted(names))


# ── A name that does not mean what was written ────────────────────────────────────────


def wrong_meaning(attempt: Attempt) -> Mistake | None:
    """=d>, but to something that the name does not stand for."""
    if attempt.step != "d":
        return None
    unfolded = _only_wrong(attempt, attempt.written_start, attempt.written_end)
    if unfolded is not None:
        return _wrong_meaning(attempt, *unfolded)
    folded = _only_wrong(attempt, attempt.written_end, attempt.written_start)
    return _wrong_meaning(attempt, *folded) if folded is not None else None


def _only_wrong(attempt: Attempt, one: Term, other: Term) -> tuple[Subterm, Subterm] | None:
    """A defined name in *one* where *other* has something else, if all the rest is the same."""
    wrong: tuple[Subterm, Subterm] | None = None
    stack = [(Subterm(one), Subterm(other))]
    while stack:
        left, right = stack.pop()
        match left.node, right.node:
            case Lam(), Lam():
                stack.append((left.part("body"), right.part("body")))
            case App(), App():
                stack += (left.part("arg"), right.part("arg")), (left.part("fn"), right.part("fn"))
            case Free(name), _ if attempt.meaning(name) is not None and not right.node.open:
                if attempt.seen(left.node) != attempt.seen(right.node):
                    if wrong is not None and wrong[0].node != left.node:
                        return None
                    wrong = wrong or (left, right)
            case _:
                if left.node != right.node and attempt.seen(left.node) != attempt.seen(right.node):
                    return None
    return wrong


def _wrong_meaning(attempt: Attempt, name: Subterm, written: Subterm) -> Mistake:
    assert isinstance(name.node, Free)
    meaning = attempt.meaning(name.node.name)
    assert meaning is not None
    seen = attempt.seen(written.node)
    others = attempt.environment.definitions
    really = [quote(other) for other in others if others[other] == seen][:MOST_NAMED]
    hint = f", which is {' or '.join(really)}" if really else ""
    return explained(
        attempt,
        Words(
            "wrong-meaning",
            "a name does not stand for what was written",
            f"{quote(name.node.name)} stands for {quote(named(meaning))}, not for "
            f"{quote(named(written.node))}{hint}",
        ),
        None,
        attempt.place("right", written.path),
    )


# ── Nearest ─────────────────────────────────────────────────────────────────────────
# Where no mistake is known: the right step that comes nearest, and where what was written differs.


def nearest(attempt: Attempt) -> Mistake:
    """The first difference from what is right."""
    if attempt.step in {"a", "d"}:
        return _difference(attempt, attempt.start, "")
    subterm = nearest_step(attempt)
    if subterm is None:
        return no_redex(attempt)
    return _difference(attempt, result(attempt, subterm), f"contracting {attempt.text(subterm)}, ", subterm)


def _difference(attempt: Attempt, right: Term, after: str, subterm: Subterm | None = None) -> Mistake:
    where, place, advice = first_place(attempt, right)
    what = f"this is not {STEPS[attempt.step]}"
    return explained(attempt, Words("difference", what, f"{after}{where}", advice), subterm, place)


def first_place(attempt: Attempt, right: Term) -> tuple[str, Stretch | None, str]:
    """The first place where the right side differs from what is *right*: in words, in the text, and what
    should stand there.
    """
    found = first_difference(attempt.as_written(right), attempt.written_end)
    if found is None:
        return "nothing differs but names", None, ""
    expected, written = found
    return (
        f"you wrote {attempt.text_right(written)} where something else should stand",
        attempt.place("right", written.path),
        f"it should be {attempt.text_of(expected.node, expected.names)}",
    )


def no_redex(attempt: Attempt) -> Mistake:
    """There is nothing to contract on the left side."""
    if attempt.step == "e":
        return Mistake(
            "no-redex",
            "there is no η-redex to contract",
            f"nothing in {quote(attempt.left)} looks like “λx. f x”, without “x” in “f”",
            advice="leave this step out",
        )
    hidden = next_by(attempt.seen_start, ORDERS[Strategy.NORMAL]) if attempt.step == "b" else None
    if hidden is None:
        return Mistake(
            "no-redex",
            "there is no β-redex to contract",
            f"in {quote(attempt.left)} no λ stands before an argument: it is a normal form",
            advice="leave this step out",
        )
    exposed = attempt.show_written(
        exposing(attempt.written_start, hidden.path, attempt.environment.definitions)
    )
    repair: Repair = (("=d>", exposed),)
    return Mistake(
        "unfolded",
        "there is no β-redex until a definition is unfolded",
        f"{attempt.text(hidden)} has no λ yet: =b> contracts only what is written, and =d> unfolds",
        exposed,
        attempt.place("left", hidden.path),
        repair,
    )
