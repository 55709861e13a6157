"""What is said beside a walk: what the last step did, and that a term is the last, or was there before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from typing import NamedTuple

from lamb.analysis.divergence import Cycle, Divergence
from lamb.calculus.reduction import Rule
from lamb.calculus.term import Term
from lamb.course.presentation import Shown, explained
from lamb.course.verdicts import Mistake
from lamb.course.walk import Choice, Reply, Walk
from lamb.definitions import Definitions
from lamb.errors import LambError, Place, Source
from lamb.html.choices import button, sends
from lamb.html.style import escaped
from lamb.notation.elision import Room, excerpt
from lamb.quantities import counted
from lamb.show.lines import shown_readings
from lamb.show.reductions import readings_of, spans

NAMES = {
    Rule.ALPHA: "renaming",
    Rule.BETA: "β-step",
    Rule.DELTA: "definition",
    Rule.ETA: "η-step",
    Rule.PARALLEL: "parallel step",
}
LOOKED_BACK = 100  # steps in which a term is looked for


class Remark(NamedTuple):
    """Something to be said, as text and in HTML."""

    text: str = ""
    html: str = ""


def plain(text: str) -> Remark:
    """A remark that is nothing but a sentence."""
    return Remark(text, f"<p>{sentence(text)}</p>")


def sentence(text: str) -> str:
    """Words of ours as a sentence in HTML.

    >>> sentence("it repeats for ever")
    'It repeats for ever.'
    """
    return escaped(f"{text[0].upper()}{text[1:]}.")


def taken(walk: Walk) -> Remark:
    """What the last step has done, and why something was renamed for it."""
    lines = walk.taken[-1] if walk.taken else []
    sentences = [(line, explained(line)) for line in lines]
    html = "".join(
        f'<p><b class="lamb-rule" title="{NAMES[line.rule]}">{line.rule.value}</b> {escaped(sentence)}</p>'
        for line, sentence in sentences
    )
    return Remark("; ".join(f"{line.rule.value}: {sentence}" for line, sentence in sentences), html)


def ended(walk: Walk, choices: Sequence[Choice]) -> Remark:
    """That the strategy has come to its end, what the term can be read as, and which *choices* there are
    all the same.
    """
    steps = f"after {counted(walk.steps, 'step')}" if walk.steps else "already"
    form = walk.strategy.form
    definitions = walk.definitions
    if not isinstance(definitions, Definitions):
        definitions = Definitions(definitions)
    comment = shown_readings(walk.text, readings_of(walk.term, definitions))
    rest = ""
    if any(choice.rule is not Rule.DELTA for choice in choices):
        rest = f"{walk.strategy.value} leaves the redexes alone that there are"
    elif choices:
        rest = "there are names that can still be unfolded"
    text = "; ".join(part for part in (f"{form} {steps}", comment and f"it reads as {comment}", rest) if part)
    reads = f' It can be read as <code class="lamb-reading">{escaped(comment)}</code>.' if comment else ""
    remains = f' <span class="lamb-soft">{sentence(rest)}</span>' if rest else ""
    html = f"<strong>{escaped(form.capitalize())}</strong> {escaped(steps)}.{reads}{remains}"
    return Remark(text, html)


def repeated(walk: Walk) -> Remark:
    """That the term has been there before, if it has."""
    if not walk.taken:
        return Remark()
    first = max(0, walk.steps - LOOKED_BACK)
    terms = [walk.start, *(lines[-1].after for lines in walk.taken)]
    for number in range(first, walk.steps):
        if terms[number].size == walk.term.size and terms[number] == walk.term:
            where = f"after step {number}" if number else "at the start"
            return plain(f"this is the term that there was {where}: going on like this repeats for ever")
    return Remark()


def went_on(walk: Walk, steps: int, divergence: Divergence | None) -> Remark:
    """How far a run came, and what can be said if it did not come to an end."""
    if walk.upcoming is None:
        return Remark()
    text = f"{counted(steps, 'step')} on, and this is not the end"
    match divergence:
        case Cycle():
            text = f"this never ends: {divergence}"
        case None if not steps:
            text = "the next step would make too large a term"
        case None:
            pass
        case _:
            text += f"; this does not seem to end: {divergence}"
    return plain(text)


# ── History ─────────────────────────────────────────────────────────────────────────
# The steps of a walk as a list, to click back into.
#
# start   (λx y. x) y
# α       (λx y'. x) y      not clicked on: it is part of the next step
# 1  β    λy'. y            a step; the one that the walk is at is marked
# 2  …                      steps that were taken back are there until other ones are taken


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
    return escaped(excerpt(term, Room(WIDTH)).text)


def _after(line: Shown) -> str:
    """What a step leads to; what is new in it is marked."""
    found = excerpt(line.after, Room(WIDTH), line.path)
    new = spans(found, line)[:1] if line.rule is not Rule.PARALLEL else []
    if not new:
        return escaped(found.text)
    start, end = new[0]
    text = found.text
    return (
        f'{escaped(text[:start])}<mark class="contractum">{escaped(text[start:end])}</mark>'
        f"{escaped(text[end:])}"
    )


# ── Verdicts ────────────────────────────────────────────────────────────────────────
# What is answered to somebody who types the next step of a walk: more and more, if more is asked for.
#
# 1   what kind of mistake it is
# 2   where, in the words of the term, which is underlined
# 3   what the next step leads to


WIDEST = 300  # characters of a step that is given away
MOST_HINTS = 3


@dataclass(frozen=True, slots=True)
class Verdict:
    """A wrong step that was typed, what was replied, and how much of that is said."""

    text: str
    reply: Reply
    hints: int

    def remark(self, walk: Walk) -> Remark:
        """What to say."""
        mistake = self.reply.mistake
        if self.reply.right or mistake is None:
            return Remark(
                "yes, this is the next step", "<p class='lamb-fine'>✓ Yes, this is the next step.</p>"
            )
        message = mistake.message(min(self.hints, 2))
        lines = [f"<p><strong class='lamb-wrong'>✗ No:</strong> {escaped(message)}.</p>"]
        lines += _underlined(walk, self.text, mistake) if self.hints >= 2 else []
        more = walk.upcoming is not None
        if more and self.hints >= MOST_HINTS:
            lines.append(given_away(walk, result=True).html)
        elif more:
            lines.append(f"<p>{button('tell me more', 'hint', cls='lamb-link')}</p>")
        return Remark(f"no: {message}", "".join(lines))


def _underlined(walk: Walk, text: str, mistake: Mistake) -> list[str]:
    """The term that the mistake is in, and where it is."""
    if mistake.place is None:
        return []
    side, start, end = mistake.place
    if start >= end:
        return []
    whose = "the term" if side == "left" else "your step"
    source = Source(walk.text if side == "left" else text)
    return [f"<figure><figcaption>{whose}</figcaption>{quoted(Place(source, start, end))}</figure>"]


def quoted(place: Place) -> str:
    """The line that a place is on, with carets under it, and without its number."""
    lines = [line.partition("| ")[2] for line in place.quote().split("\n")]
    return f"<pre>{escaped(lines[0])}\n<span class='lamb-wrong'>{escaped(lines[1])}</span></pre>"


def complaint(error: LambError) -> Remark:
    """What is wrong with something that was typed, and where."""
    where = quoted(error.place) if error.place else ""
    hint = f"<p class='lamb-soft'>{escaped(error.hint)}</p>" if error.hint else ""
    html = f"<p><strong class='lamb-wrong'>{escaped(error.message)}</strong></p>{where}{hint}"
    return Remark(error.message, html)


def given_away(walk: Walk, *, result: bool) -> Remark:
    """What the next step does; and, if that is wanted as well, its *result*."""
    upcoming, choice = walk.upcoming, walk.next
    if upcoming is None or choice is None:
        return plain("there is nothing left to do")
    after = walk.after(choice)
    rule, path = upcoming
    what = f"{rule.value}: {explained(Shown(rule, path, walk.term, after))}"
    if not result:
        return Remark(what, f"<p>{escaped(what)}.</p>")
    text = excerpt(after, Room(WIDEST), path).text
    return Remark(f"it is {text}", f"<p>It is <code>{escaped(text)}</code></p>")
