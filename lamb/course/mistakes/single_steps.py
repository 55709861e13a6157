"""Single steps that no wrong rule makes: right ones with a wrong operator, and right ones miswritten.

The operator is wrong where η is called β, another redex is contracted than the strategy's, or a step goes
backwards. What is miswritten has other names, variables of another λ, or other brackets. Where no mistake is
known, the right step that comes nearest is shown, and the first difference from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from itertools import islice

from lamb.calculus.numerals import is_numeral
from lamb.calculus.reduction import Rule, contract
from lamb.calculus.strategies import ORDERS, Strategy
from lamb.calculus.substitution import free_names
from lamb.calculus.term import App, Free, Lam, Term, spine
from lamb.course.mistakes.attempt import STRATEGIES, AttemptedStep
from lamb.course.mistakes.repairs import (
    RENAME_FIRST,
    Wording,
    beta_repair,
    explained,
    nearest_step,
    repaired,
    result,
    right_steps,
    right_terms,
)
from lamb.course.mistakes.subterms import (
    Leaf,
    Subterm,
    bracketed,
    contractions_to,
    differ_in_brackets,
    differences,
    first_difference,
    leaves_that_differ,
    named,
    next_by,
    node_at,
    quote,
)
from lamb.course.verdicts import Mistake, Stretch
from lamb.notation.printer import write

STEPS = {
    "a": "a renaming of bound variables (α)",
    "d": "an unfolding or folding of definitions (δ)",
    "b": "a β-step",
    "e": "an η-step",
    "n": "the β-step that normal order makes",
    "p": "the β-step that applicative order makes",
}
"""The claims of the operators of one step."""

TAKES = {
    "n": "the leftmost of the outermost redexes",
    "p": "the leftmost of the redexes that have none inside",
}
"""The redex that the strategy of an operator contracts."""


def steps_made(attempt: AttemptedStep) -> Iterator[tuple[str, Subterm | None]]:
    """The letters of the operators of one step that lead from left to right, and the redex of each."""
    start, end = attempt.seen_start, attempt.seen_end
    if attempt.written_start == attempt.written_end:
        yield "a", None
    if start == end:
        yield "d", None
    written = contractions_to(attempt.written_end, attempt.written_start, "b")
    yield from (("b", redex) for redex in islice(written, 1))
    for letter, strategy in STRATEGIES.items():
        following = next_by(start, ORDERS[strategy])
        if following is not None and following.replaced_by(following.contractum) == end:
            yield letter, following
    yield from (("e", redex) for redex in islice(contractions_to(end, start, "e"), 1))


def made_rightly(attempt: AttemptedStep) -> Term | None:
    """The term that the step leads to, if it is right up to α and has an operator of one step."""
    for letter, redex in steps_made(attempt):
        if letter == attempt.step:
            return attempt.written_end if redex is None else result(attempt, redex)
    return None


def only_renamed(attempt: AttemptedStep, plainly: Term) -> Mistake:
    """A step that is right, but for names, where names count. *plainly* is what it leads to with the
    names that it has by itself.
    """
    what = "bound variables were renamed: where names count, that is a step of its own"
    where = f"but for the names of its bound variables, {write(attempt.right, limit=200)} is right"
    repair = ((attempt.operator, attempt.plainly(attempt.as_written(plainly))), ("=a>", attempt.right))
    return repaired(Wording("renamed-silently", what, where), repair)


def unchanged(attempt: AttemptedStep) -> Mistake | None:
    """Nothing was done, though the operator says so."""
    if attempt.step not in {"b", "n", "p", "e"} or write(attempt.left) != write(attempt.right):
        return None
    redex = nearest_step(attempt)
    todo = f"the next redex is {attempt.text(redex)}" if redex else "there is nothing to contract"
    wording = Wording("unchanged", "nothing was changed", f"both sides are the same; {todo}")
    return explained(attempt, wording, redex, attempt.place("left", redex.path) if redex else None)


def wrong_operator(attempt: AttemptedStep) -> Mistake | None:
    """The term is right for another operator."""
    made = dict(steps_made(attempt))
    best = next((letter for letter in "adbenp" if letter in made), None)
    if best is None or (best in STRATEGIES and attempt.step == "b"):
        return None
    if attempt.step in STRATEGIES and best in "bnp":
        return another_redex(attempt)
    letters = [letter for letter in "bnp" if letter in made] if best in "bnp" else [best]
    operators = " or ".join(f"={letter}>" for letter in letters)
    redex = made[best]
    contracted = f"{attempt.text(redex)} was contracted" if redex is not None else "no redex was contracted"
    this = STEPS["b" if best in STRATEGIES else best]
    where = f"this is {this}, not {STEPS[attempt.step]}: {contracted}; its operator is {operators}"
    wording = Wording("wrong-operator", "the term is right, but its operator is not", where)
    place = attempt.place("left", redex.path) if redex is not None else None
    return repaired(wording, ((f"={letters[0]}>", attempt.right),), place)


def another_redex(attempt: AttemptedStep) -> Mistake | None:
    """A β-step, but not the one that the strategy makes."""
    if attempt.step not in STRATEGIES:
        return None
    contracted = next(contractions_to(attempt.seen_end, attempt.seen_start, "b"), None)
    if contracted is None:
        return None
    following = next(right_steps(attempt))
    order, takes = STRATEGIES[attempt.step].value, TAKES[attempt.step]
    where = f"you contracted {attempt.text(contracted)}; {order} takes {takes}: {attempt.text(following)}"
    what = "this is a β-step, but not the one that the strategy makes"
    wording = Wording("another-redex", what, where)
    return explained(attempt, wording, following, attempt.place("left", following.path))


def went_backwards(attempt: AttemptedStep) -> Mistake | None:
    """A step that holds from right to left."""
    made = [letter for letter, _ in steps_made(attempt.reversed())]
    letter = attempt.step if attempt.step in made else next((made for made in made if made in "be"), None)
    if letter is None:
        return None
    step = (f"={letter}>", attempt.left) if attempt.backwards else (f"<{letter}=", attempt.right)
    where = f"{STEPS[letter]} leads from the right term to the left one, not from left to right"
    wording = Wording("backwards", "the step goes the other way", where)
    return repaired(wording, (step,))


# ── Definitions ─────────────────────────────────────────────────────────────────────


MOST_NAMED = 3
"""Names of what was written that are told."""


def unfolded_silently(attempt: AttemptedStep) -> Mistake | None:
    """=b> where a name has to be unfolded first, or was unfolded or folded after it."""
    redexes = contractions_to(attempt.seen_end, attempt.seen_start, "b")
    redex = next(redexes, None) if attempt.step == "b" else None
    if redex is None:
        return None
    exposed = attempt.exposing(redex.path)
    contracted = contract(exposed, redex.path, Rule.BETA)
    repair = beta_repair(attempt, redex)
    if contracted != attempt.written_end:
        repair = (*repair, ("=d>", attempt.right))
    what = "a definition was unfolded or folded, and that is a step of its own"
    wording = Wording("unfolded", what, _which(attempt, redex, exposed, contracted))
    return repaired(wording, repair, attempt.place("left", redex.path))


def _which(attempt: AttemptedStep, redex: Subterm, exposed: Term, contracted: Term) -> str:
    """The names that were unfolded, and where."""
    start = attempt.written_start
    if exposed != start:
        names = _meaningful(attempt, start) - _meaningful(attempt, exposed) or _meaningful(attempt, start)
        return f"{_listed(names)} has to be unfolded with =d> before {attempt.text(redex)} is a β-redex"
    names = _meaningful(attempt, contracted) ^ _meaningful(attempt, attempt.written_end)
    return f"after the β-step, {_listed(names) or 'a name'} was unfolded or folded as well"


def _meaningful(attempt: AttemptedStep, term: Term) -> set[str]:
    return {name for name in free_names(term) if name in attempt.definitions or is_numeral(name)}


def _listed(names: set[str]) -> str:
    return " and ".join(quote(name) for name in sorted(names))


def wrong_meaning(attempt: AttemptedStep) -> Mistake | None:
    """=d>, but to something that the name does not stand for."""
    if attempt.step != "d":
        return None
    start, end = attempt.written_start, attempt.written_end
    wrong = _only_wrong(attempt, start, end) or _only_wrong(attempt, end, start)
    if wrong is None:
        return None
    name, written = wrong
    assert isinstance(name.node, Free)
    meaning = attempt.meaning(name.node.name)
    assert meaning is not None
    seen, definitions = attempt.seen(written.node), attempt.definitions
    really = [quote(other) for other in definitions if definitions[other] == seen][:MOST_NAMED]
    others = f", which is {' or '.join(really)}" if really else ""
    quoted = quote(named(meaning)), quote(named(written.node))
    where = f"{quote(name.node.name)} stands for {quoted[0]}, not for {quoted[1]}{others}"
    wording = Wording("wrong-meaning", "a name does not stand for what was written", where)
    return explained(attempt, wording, None, attempt.place("right", written.path))


def _only_wrong(attempt: AttemptedStep, one: Term, other: Term) -> tuple[Subterm, Subterm] | None:
    """A defined name in *one* where *other* has something else, if all the rest is the same."""
    wrong: tuple[Subterm, Subterm] | None = None
    for left, right in differences(one, other):
        if attempt.seen(left.node) == attempt.seen(right.node):
            continue
        is_name = isinstance(left.node, Free) and attempt.meaning(left.node.name) is not None
        if not is_name or right.node.open or (wrong is not None and wrong[0].node != left.node):
            return None
        wrong = wrong or (left, right)
    return wrong


# ── The nearest right step ────────────────────────────────────────────────────────────


def nearest(attempt: AttemptedStep) -> Mistake:
    """The first difference from the right step that comes nearest."""
    if attempt.step in {"a", "d"}:
        redex, right, after = None, attempt.start, ""
    else:
        redex = nearest_step(attempt)
        if redex is None:
            return _no_redex(attempt)
        right, after = result(attempt, redex), f"contracting {attempt.text(redex)}, "
    place: Stretch | None = None
    where, advice = "nothing differs but names", ""
    if found := first_difference(attempt.as_written(right), attempt.written_end):
        expected, written = found
        where = f"you wrote {attempt.text(written, 'right')} where something else should stand"
        if not written.path:
            where = "you do not come to this term" if after else "this is another term"
        place = attempt.place("right", written.path)
        advice = f"it should be {attempt.text_of(expected)}"
    wording = Wording("difference", f"this is not {STEPS[attempt.step]}", after + where, advice)
    return explained(attempt, wording, redex, place)


def _no_redex(attempt: AttemptedStep) -> Mistake:
    """There is nothing to contract on the left side."""
    kind, left, leave_out = "no-redex", quote(attempt.left), "leave this step out"
    if attempt.step == "e":
        where = f"nothing in {left} looks like “λx. f x”, without “x” in “f”"
        return Mistake(kind, "there is no η-redex to contract", where, advice=leave_out)
    hidden = next_by(attempt.seen_start, ORDERS[Strategy.NORMAL]) if attempt.step == "b" else None
    if hidden is None:
        where = f"in {left} no λ stands before an argument: it is a normal form"
        return Mistake(kind, "there is no β-redex to contract", where, advice=leave_out)
    exposed = attempt.exposing(hidden.path)
    what = "there is no β-redex until a definition is unfolded"
    wording = Wording("unfolded", what, f"{attempt.text(hidden)} has no λ yet: =d> unfolds it")
    repair = (("=d>", attempt.plainly(exposed)),)
    return repaired(wording, repair, attempt.place("left", hidden.path))


SIMILAR = 0.6
"""The least that two names have in common, of 1, if one may be a slip of the pen for the other."""


def _miswritten(attempt: AttemptedStep, judge: Callable[[list[Leaf]], Wording | None]) -> Mistake | None:
    """The mistake in the first right term that differs in variables only, if the judge knows it."""
    for step in right_terms(attempt):
        leaves = leaves_that_differ(step.right, step.written)
        wording = judge(leaves) if leaves else None
        if leaves and wording:
            leaf = leaves[0]
            place = attempt.place("right", leaf.written.path)
            return explained(attempt, wording.naming(leaf._asdict()), step.redex, place)
    return None


# ── Names ─────────────────────────────────────────────────────────────────────────────

ANOTHER_NAME = Wording(
    "name",
    "one name stands where another should",
    "this “{found}” is not what the step leads to",
    "it should be “{renamed}”",
)
FREE_RENAMED = Wording(
    "name",
    "a free variable was renamed: only a bound variable can have another name",
    "no λ binds “{expected}”, so it cannot become “{found}”",
    "it should be “{expected}”",
)
RENAMED_ALONE = Wording(
    "half-renamed",
    "a variable was renamed, but not the λ that binds it",
    "“{expected}” became “{found}”, but its λ is still “λ{expected}”",
)


def misspelt(attempt: AttemptedStep) -> Mistake | None:
    """`add`, written `ad`: a name that the left term does not have."""
    known = free_names(attempt.start) | free_names(attempt.written_start)

    def is_slip(leaf: Leaf) -> bool:
        if leaf.found in known or not isinstance(leaf.written.node, Free):
            return False
        return SequenceMatcher(None, leaf.found, leaf.expected).ratio() >= SIMILAR

    return _miswritten(attempt, lambda leaves: _wrong_name(attempt, leaves) if is_slip(leaves[0]) else None)


def another_name(attempt: AttemptedStep) -> Mistake | None:
    """`x`, written `y`."""
    return _miswritten(attempt, lambda leaves: _wrong_name(attempt, leaves))


def _wrong_name(attempt: AttemptedStep, leaves: list[Leaf]) -> Wording | None:
    if len({(leaf.expected, leaf.found) for leaf in leaves}) > 1:
        return None
    if attempt.step == "a" and leaves[0].is_renamed_alone:
        return RENAMED_ALONE
    free = isinstance(leaves[0].right.node, Free)
    return FREE_RENAMED if attempt.step == "a" and free else ANOTHER_NAME


# ── Bindings ──────────────────────────────────────────────────────────────────────────

CAPTURED = Wording(
    "capture",
    "a variable was captured",
    "the free “{found}” is captured by “λ{found}”",
    RENAME_FIRST,
)
CAPTURED_BY_RENAMING = Wording(
    "capture",
    "a λ was renamed to a name that is in use under it",
    "“λ{before}” became “λ{found}”, which captures the “{found}” under it",
    "take a name that does not occur there",
)
CAPTURED_BELOW = Wording(
    "capture",
    "a λ was renamed to a name that an inner λ has",
    "“λ{expected}” became “λ{renamed}”, and now the inner “λ{renamed}” captures its variable",
    "choose a name that is not bound under it",
)
LEFT_BEHIND = Wording(
    "half-renamed",
    "a λ was renamed, but not all of its variables",
    "“λ{expected}” became “λ{renamed}”: each “{expected}” that belongs to it becomes “{renamed}”",
)
OF_AN_INNER_LAMBDA = Wording(
    "shadowed",
    "a variable of an inner λ was renamed",
    "this “{expected}” is bound by the inner “λ{expected}”: it does not become “{found}”",
)


def captured_by_substitution(attempt: AttemptedStep) -> Mistake | None:
    """λy'. y y', written λy. y y."""
    return _miswritten(attempt, lambda leaves: CAPTURED if all(map(_is_caught, leaves)) else None)


def _is_caught(leaf: Leaf) -> bool:
    return leaf.is_captured and leaf.before == leaf.found and leaf.renamed == leaf.expected


def wrong_binding(attempt: AttemptedStep) -> Mistake | None:
    """λx. x y, written λz. x y or λy. y y."""
    return _miswritten(attempt, _binding)


def _binding(leaves: list[Leaf]) -> Wording | None:
    if all(leaf.is_captured or leaf.is_left_behind for leaf in leaves):
        if not leaves[0].is_captured:
            return LEFT_BEHIND
        if leaves[0].renamed == leaves[0].found != leaves[0].expected:
            return CAPTURED_BELOW
        return CAPTURED if _is_caught(leaves[0]) else CAPTURED_BY_RENAMING
    return OF_AN_INNER_LAMBDA if all(leaf.is_of_an_inner_lambda for leaf in leaves) else None


# ── Brackets ──────────────────────────────────────────────────────────────────────────

BRACKETS = Wording(
    "brackets",
    "the names are right, but the brackets are not",
    "{read}",
    "it should be {expected}",
)
UNBRACKETED = Wording(
    "brackets",
    "a λ that is applied needs brackets",
    "without them, its argument is in its body: {found}",
    "put the λ in brackets",
)


def wrong_brackets(attempt: AttemptedStep, *, numbered: bool = False) -> Mistake | None:
    """f (f x), written f f x."""
    for step in right_terms(attempt):
        if differ_in_brackets(step.right, step.written, numbered=numbered):
            difference = first_difference(step.right, step.written)
            assert difference is not None
            expected, found = difference
            written, there = node_at(attempt.right, found.path)
            names = {"found": attempt.text(found, "right"), "expected": attempt.text_of(expected)}
            names["read"] = "{expected} is read as {0}, so {found} is another term".format(
                attempt.bracketed(expected), **names
            )
            if there and bracketed(written) != names["found"]:
                names["read"] = f"you wrote {names['found']}, which is read as {bracketed(written)}"
            unbracketed = isinstance(found.node, Lam) and isinstance(spine(expected.node)[0], Lam)
            wording = UNBRACKETED if unbracketed and isinstance(expected.node, App) else BRACKETS
            return explained(attempt, wording.naming(names), step.redex, attempt.place("right", found.path))
    return None


def wrong_brackets_and_names(attempt: AttemptedStep) -> Mistake | None:
    """λx. f (f x), written λy. f f y."""
    return wrong_brackets(attempt, numbered=True)
