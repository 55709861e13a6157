"""What is answered to somebody who types the next step of a walk: more and more, if more is asked for.

1   what kind of mistake it is
2   where, in the words of the term, which is underlined
3   what the next step leads to
"""

from __future__ import annotations

from dataclasses import dataclass

from lamb.course.asking import Reply
from lamb.course.mistakes import Mistake
from lamb.course.presentation.explanation import explained
from lamb.course.presentation.presented import Shown
from lamb.course.walk import Walk
from lamb.errors import LambError
from lamb.interface.web.escaping import escaped
from lamb.interface.web.stepping.events import button
from lamb.interface.web.stepping.remarks import Remark, plain
from lamb.notation.elision import Line, excerpt
from lamb.source import Place, Source

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
    text = excerpt(after, Line(WIDEST), path).text
    return Remark(f"it is {text}", f"<p>It is <code>{escaped(text)}</code></p>")
