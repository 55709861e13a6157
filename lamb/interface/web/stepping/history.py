"""The steps of a walk as a list, to click back into.

start   (λx y. x) y
α       (λx y'. x) y      not clicked on: it is part of the next step
1  β    λy'. y            a step; the one that the walk is at is marked
2  …                      steps that were taken back are there until other ones are taken
"""

from __future__ import annotations

from itertools import count

from lamb.calculus.reduction import Rule
from lamb.calculus.term import Term
from lamb.course.presentation.presented import Shown
from lamb.course.walk import Walk
from lamb.interface.steps import spans
from lamb.interface.web.escaping import escaped
from lamb.interface.web.stepping.events import sends
from lamb.notation.elision import Line, excerpt

WIDTH = 90  # characters of a term
MOST_BEFORE, MOST_AHEAD = 40, 10  # steps around the present one that are listed


class History:
    """The list. What a line looks like is found out once, for as long as it is listed."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[Shown, str]] = {}

    def html(self, walk: Walk) -> str:
        """The steps of a walk around the present one."""
        steps = [*walk.taken, *walk.ahead]
        first, last = max(0, walk.steps - MOST_BEFORE), walk.steps + MOST_AHEAD
        items = [_item(0, walk, "", _start(walk.start))]
        if first:
            items.append(f"<li class='lamb-soft'>{first:,} steps</li>")
        known = {}
        for number, lines in zip(count(first + 1), steps[first:last], strict=False):
            for line in lines:
                known[id(line)] = (line, self._term(line))
            *renamings, step = (known[id(line)] for line in lines)
            items += [_renaming(line, html) for line, html in renamings]
            items.append(_item(number, walk, step[0].rule.value, step[1]))
        if len(steps) > last:
            items.append(f"<li class='lamb-soft'>{len(steps) - last:,} more that were taken back</li>")
        self._known = known
        return f"<ol>{''.join(items)}</ol>"

    def _term(self, line: Shown) -> str:
        known = self._known.get(id(line))
        return known[1] if known else _after(line)


def _item(number: int, walk: Walk, rule: str, term: str) -> str:
    event = escaped(sends("go", step=number)["data-event"])
    ahead = " lamb-ahead" if number > walk.steps else ""
    current = ' aria-current="step"' if number == walk.steps else ""
    return (
        f'<li><button type="button" class="lamb-step{ahead}" data-event="{event}"{current}>'
        f"<span>{number or 'start'}</span><b>{rule}</b><code>{term}</code></button></li>"
    )


def _renaming(line: Shown, term: str) -> str:
    return (
        f'<li class="lamb-step lamb-renaming"><span></span><b>{line.rule.value}</b><code>{term}</code></li>'
    )


def _start(term: Term) -> str:
    return escaped(excerpt(term, Line(WIDTH)).text)


def _after(line: Shown) -> str:
    """What a step leads to; what is new in it is marked."""
    found = excerpt(line.after, Line(WIDTH), line.path)
    new = spans(found, line)[:1] if line.rule is not Rule.PARALLEL else []
    if not new:
        return escaped(found.text)
    start, end = new[0]
    text = found.text
    return (
        f'{escaped(text[:start])}<mark class="contractum">{escaped(text[start:end])}</mark>'
        f"{escaped(text[end:])}"
    )
