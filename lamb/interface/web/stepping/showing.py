"""What is said around the term: what can be clicked on, what is next, and where a step has led."""

from __future__ import annotations

from lamb.calculus.quantities import counted
from lamb.calculus.strategies import Strategy
from lamb.course.walk import Walk
from lamb.interface.strategies import STRATEGIES
from lamb.interface.web.stepping.choices import Offer
from lamb.interface.web.stepping.events import button
from lamb.interface.web.stepping.remarks import Remark

LONGEST_SAID = 200  # characters of a term that is read out

ORDERS = {
    Strategy.NORMAL: "the leftmost of the outermost redexes comes first",
    Strategy.APPLICATIVE: "the leftmost of the innermost redexes comes first: arguments before they are used",
    Strategy.CALL_BY_NAME: "outermost first, but never under a λ",
    Strategy.CALL_BY_VALUE: "arguments first, and never under a λ",
    Strategy.HEAD: "only the redex at the head, under λs as well",
    Strategy.WEAK_HEAD: "only the redex at the head, and not under a λ",
    Strategy.PARALLEL: "all redexes that there are, in one step",
}
SHORT = {strategy: name for name, strategy in STRATEGIES.items()}
CHOICES = [[SHORT[strategy], strategy.value, order] for strategy, order in ORDERS.items()]
"""The strategies to choose from: for an event, for a reader, and in what order each contracts."""


def about(offered: Offer, strategy: Strategy) -> str:
    """What can be clicked on, and what comes next."""
    choices, whole = offered.choices, offered.whole
    more = "" if whole else f" {button('show more of the term', 'more', cls='lamb-link')}"
    if not choices:
        return f"No redex {'is left' if whole else 'is shown'}.{more}"
    number = counted(len(choices), "redex", "redexes") + ("" if whole else " shown")
    marked = sum(choice.is_next for choice in choices)
    if len(choices) == marked == 1:
        return f"{number}, which is next by {strategy.value}: click on it to contract it.{more}"
    what = {0: "none of them is", 1: "the marked one is"}.get(marked, "the marked ones are")
    return f"{number}: click on one to contract it. By {strategy.value}, {what} next.{more}"


def arrival(walk: Walk, taken: Remark, ended: Remark) -> str:
    """Where a step has led, to be read out."""
    text = walk.text
    term = text if len(text) <= LONGEST_SAID else text[:LONGEST_SAID] + "…"
    step = f"step {walk.steps}, {taken.text}" if walk.steps else "the start"
    return ". ".join(filter(None, [step, term, ended.text]))
