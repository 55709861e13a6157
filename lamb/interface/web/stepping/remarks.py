"""What is said beside a walk: what the last step did, and that a term is the last, or was there before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from lamb.calculus.divergence import Cycle, Divergence
from lamb.calculus.quantities import counted
from lamb.calculus.reduction import Rule
from lamb.course.presentation.explanation import explained
from lamb.course.walk import Choice, Walk
from lamb.definitions import Definitions
from lamb.interface.endings import readings_of
from lamb.interface.render import shown_readings
from lamb.interface.web.escaping import escaped

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
