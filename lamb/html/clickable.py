"""The term of a walk in HTML, with its redexes to click on.

Redexes are in each other, and so are their tags: a click is on the innermost one under the pointer. A
β-redex says which part of it is the function and which the argument, so that a style sheet can light up
where the argument would go. Only the part of a term that is shown is looked at.

Whatever can be clicked on carries the event that it sends: `data-event='{"kind": "contract", "number": 1}'`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import NamedTuple

from lamb.calculus.reduction import Path, Rule, subterm
from lamb.calculus.strategies import Unfolding
from lamb.calculus.term import App, Free, Lam, Term
from lamb.course.presentation import Shown, explained
from lamb.course.walk import Choice, Walk
from lamb.html.markup import LEVELS, Tagged, escaped, mark, marked
from lamb.notation.elision import Excerpt, Room, excerpt
from lamb.notation.syntax import Abstraction, Application, Expr, Name
from lamb.show.reductions import spans

WIDEST_LABEL = 60  # characters of a redex that is read out
TALLEST = 6  # redexes in each other that are underlined apart
EXPLAINED = 50_000  # nodes that are looked at to say what each redex would do
SPELLED = {Rule.BETA: "beta", Rule.DELTA: "delta", Rule.ETA: "eta"}


def button(html: str, kind: str, cls: str, attributes: str = "", **details: object) -> str:
    """A button that sends an event.

    >>> button("hint", "hint", "lamb-link")
    '<button type="button" class="lamb-link" data-event="{&quot;kind&quot;: &quot;hint&quot;}">hint</button>'
    """
    event = escaped(_event(kind, **details))
    return f'<button type="button" class="{cls}" data-event="{event}"{attributes}>{html}</button>'


def _event(kind: str, **details: object) -> str:
    return json.dumps({"kind": kind, **details})


class ClickableTerm(NamedTuple):
    """A term in HTML, with the *choices* in it, in the order of their numbers; *whole*: nothing is elided."""

    html: str
    choices: list[Choice]
    whole: bool


class _ShownRedex(NamedTuple):
    """A redex that is shown: its tree, the number of λs around it, and the number of the redex around it."""

    choice: Choice
    tree: Expr
    level: int
    above: int


def clickable_term(walk: Walk, room: int) -> ClickableTerm:
    """The term of a walk in at most *room* characters, around the next redex."""
    upcoming = walk.upcoming
    found = excerpt(walk.term, Room(room), upcoming[1] if upcoming else ())
    redexes = list(_redexes(walk, found))
    heights = _heights(redexes)
    explains = len(redexes) * walk.term.size <= EXPLAINED
    last = walk.taken[-1][-1] if walk.taken else None
    made = spans(found, last) if last and last.rule is not Rule.PARALLEL else []
    marks = [mark(*span, "lamb-new") for span in made]
    for redex, height in zip(redexes, heights, strict=True):
        choice = redex.choice
        shown = Shown(choice.rule, choice.path, walk.term, walk.term)
        about = f"{choice.rule.value}: {explained(shown)}" if explains else ""
        marks += _marks(redex, height, found, about)
    tall = min(max(heights, default=0), TALLEST)
    html = f'<code class="lamb-term" style="--tall:{tall}">{marked(found.text, found.tree, marks)}</code>'
    whole = not found.window and "…" not in found.text
    return ClickableTerm(html, [redex.choice for redex in redexes], whole)


def _redexes(walk: Walk, found: Excerpt) -> Iterator[_ShownRedex]:
    """The redexes that are shown, from the outside in and from left to right."""
    is_next = _is_next(walk)
    number = 0
    whole: tuple[Term, Expr, Path, int, int]
    whole = subterm(walk.term, found.window), found.tree, found.window, 0, 0
    todo = [whole]
    while todo:
        term, tree, path, level, above = todo.pop()
        match term, tree:  # that is shown as `…`
            case (Free(name), Name(shown)) if name != shown:
                continue
            case ((Lam() | App()), Name()):
                continue
        is_headless = isinstance(tree, Application) and isinstance(tree.fn, Name)  # its λ is elided
        for rule in walk.rules_at(term):
            if not (rule is Rule.BETA and is_headless):
                number += 1
                choice = Choice(number, rule, path, tree.start, tree.end, is_next(rule, path, term))
                yield _ShownRedex(choice, tree, level, above)
                above = number
        match term, tree:
            case Lam(_, body), Abstraction():
                todo.append((body, tree.body, (*path, "body"), level + 1, above))
            case App(fn, arg), Application():
                todo.append((arg, tree.arg, (*path, "arg"), level, above))
                todo.append((fn, tree.fn, (*path, "fn"), level, above))


def _is_next(walk: Walk) -> Callable[[Rule, Path, Term], bool]:
    """A test for redexes that are next by the strategy: one of them, or, in parallel, all that it needs."""
    upcoming, unfolding = walk.upcoming, Unfolding(walk.definitions, folded=True)
    if upcoming != (Rule.PARALLEL, ()):
        return lambda rule, path, term: (rule, path) == upcoming
    return lambda rule, path, term: (
        rule is Rule.BETA or (isinstance(term, Free) and unfolding.needs(term.name, path[-1:] == ("fn",)))
    )


def _heights(redexes: list[_ShownRedex]) -> list[int]:
    """For each redex, how many others are in each other within it."""
    heights = [0] * (len(redexes) + 1)
    for number in range(len(redexes), 0, -1):
        above = redexes[number - 1].above
        heights[above] = max(heights[above], heights[number] + 1)
    return heights[1:]


def _marks(redex: _ShownRedex, height: int, found: Excerpt, about: str) -> Iterator[Tagged]:
    """The tags of a redex and of its parts, from the outside in."""
    choice, tree = redex.choice, redex.tree
    classes = f"lamb-choice {SPELLED.get(choice.rule, 'combinator')}{' lamb-next' if choice.is_next else ''}"
    if choice.rule is Rule.BETA and redex.level < LEVELS:
        classes += f" r{redex.level}"
    text = found.text[choice.start : choice.end]
    clipped = text if len(text) <= WIDEST_LABEL else text[: WIDEST_LABEL - 1] + "…"
    label = f"{choice.rule.value}-redex {choice.number}{', next' if choice.is_next else ''}: {clipped}"
    attributes = {
        "role": "button",
        "tabindex": "-1",
        "aria-label": label,
        "style": f"--h:{min(height, TALLEST)}",
        **({"data-about": about} if about else {}),
        "data-event": _event("contract", number=choice.number),
    }
    yield mark(choice.start, choice.end, classes, attributes)
    if choice.rule is Rule.BETA and isinstance(tree, Application):
        yield mark(tree.fn.start, tree.fn.end, "lamb-function")
        yield mark(tree.arg.start, tree.arg.end, "lamb-argument")
