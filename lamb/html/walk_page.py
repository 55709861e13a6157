"""A walk on a page: events in, HTML out. The conversation itself is in `course/dialogue.py`.

    stepping = Stepping(Walk(parse_term("(λx. x x) ((λy. y) z)")))
    stepping.obey({"kind": "contract", "number": 2, "at": 0})
    stepping.shown()["said"]      step 1, β: “z” takes the place of y, which occurs once. (λx. x x) z

An event is what the page sends when its reader clicks or types; `shown` is the HTML for each place of the
page. The page itself is in `notebook/stepper.js`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import count
from typing import NamedTuple

from lamb.analysis.divergence import Cycle
from lamb.calculus.reduction import Path, Rule, subterm
from lamb.calculus.strategies import Strategy, TooLarge, Unfolding, named
from lamb.calculus.term import App, Free, Lam, Term
from lamb.course.dialogue import Dialogue, Hint, Position, Proposal, Ran, Returned
from lamb.course.presentation import Shown, explained
from lamb.course.verdicts import USUAL_HINT
from lamb.course.walk import Choice, Walk
from lamb.definitions import Definitions
from lamb.display import view
from lamb.errors import LambError, Place
from lamb.html.markup import LEVELS, Rendering, Tagged, colours, escaped, mark, marked, tagged, terms_style
from lamb.notation.elision import Excerpt, Room, excerpt
from lamb.notation.syntax import Abstraction, Application, Expr, Name
from lamb.quantities import counted
from lamb.show.reductions import readings_of, spans

LARGEST = 30_000  # nodes of a term that is walked through
MOST_HELD = 1_000_000  # nodes in a run
LONGEST = 5.0  # seconds of a run
MOST_STEPS = 10_000  # of a walk
ROOM, MOST_ROOM = 600, 10_000  # characters of the term
LONGEST_SAID = 200  # characters of a term that is read out
WIDEST = 300  # characters of a step that is given away
WIDTH = 90  # characters of a term in the history
MOST_BEFORE, MOST_AHEAD = 40, 10  # steps around the present one that are listed

PICTURES = ("tree", "diagram")
"""The pictures that follow a walk."""

MOST_DRAWN = 300  # nodes

_POINTED_AT = ".lamb-choice.r{level}:is(:hover:not(:has(.lamb-choice:hover)),:focus-visible)"
_PLACES = ",".join(f"{_POINTED_AT.format(level=level)}>.lamb-function .v{level}" for level in range(LEVELS))

STYLE = f"{colours()}{terms_style(LEVELS)}{_PLACES}{{background:var(--lamb-goes);border-radius:3px}}"
"""The style sheet, but for the page around it. In a β-redex under the pointer, the places light up where its
argument would go.
"""

RULES = {
    Rule.ALPHA: "renaming",
    Rule.BETA: "β-step",
    Rule.DELTA: "definition",
    Rule.ETA: "η-step",
    Rule.PARALLEL: "parallel step",
}
COMBINATOR = "rule of a combinator"
CHOICES = [[one.short, one.value, one.in_words] for one in Strategy]
"""The strategies to choose from: for an event, for a reader, and which redex each contracts."""


class Stepping:
    """The dialogue of a walk with a page, and which parts of the page its reader wants.

    *hints* is how much is said at first about a wrong step, from 1 to 3. The walk's budget is made small
    enough for a reader to wait for. Raises LambError if the term is too large.
    """

    def __init__(self, walk: Walk, *, hints: int = USUAL_HINT) -> None:
        refuse_too_large(walk.term)
        walk.largest = min(walk.largest or LARGEST, LARGEST)
        nodes, seconds = walk.budget.nodes or MOST_HELD, walk.budget.seconds or LONGEST
        walk.budget = replace(walk.budget, nodes=min(nodes, MOST_HELD), seconds=min(seconds, LONGEST))
        walk.watch = None  # that of a cell, which has ended; Ctrl-C is heard without one
        self.walk = walk
        self.pictures: frozenset[str] = frozenset()
        self._dialogue = Dialogue(walk, hints=max(1, hints), most_steps=MOST_STEPS)
        self._number = 0  # of events so far: a redex can be clicked on until the next one
        self._room = ROOM
        self._listed: dict[int, tuple[Shown, str]] = {}  # the lines in the history, and their terms in HTML
        self.refresh()

    def refresh(self) -> None:
        """Look where the walk is now, with nothing to be said about how it came there."""
        self._arrive(replace(self._dialogue.position, moved=False, remark=None))

    def _arrive(self, position: Position) -> None:
        self._position = position
        self._term = clickable_term(position.walk, self._room)

    def obey(self, event: object) -> None:
        """Do what an event says. An event that cannot be obeyed is answered; what is no event is ignored."""
        try:
            position = self._obey(event)
        except LambError as error:
            position = replace(self._position, moved=False, remark=error)
        if position is not None:
            self._number += 1
            self._arrive(position)

    def _obey(self, event: object) -> Position | None:
        """The position that an event leads to; None if this is no event. Raises LambError."""
        match event:
            case {"kind": "forward"}:
                return self._dialogue.take_next()
            case {"kind": "back"}:
                return self._dialogue.back()
            case {"kind": "go", "step": int(step)}:
                return self._dialogue.go_to(step)
            case {"kind": "contract", "number": int(number), "at": self._number}:
                if 1 <= number <= len(self._term.choices):
                    return self._dialogue.contract(self._term.choices[number - 1])
            case {"kind": "run"}:
                return self._dialogue.run()
            case {"kind": "strategy", "name": str(name)}:
                return self._dialogue.switch_to(named(name))
            case {"kind": "ask", "text": str(text)}:
                return self._dialogue.propose(text)
            case {"kind": "hint"}:
                return self._dialogue.hint()
            case {"kind": "picture", "name": str(name), "on": bool(on)}:
                self.pictures = self.pictures | ({name} & set(PICTURES)) if on else self.pictures - {name}
            case {"kind": "more"}:
                self._room = min(4 * self._room, MOST_ROOM)
            case _:
                return None
        return replace(self._position, moved=False, remark=None)

    def shown(self) -> dict[str, object]:
        """All that a page shows but the history and the pictures, by the place where it belongs."""
        position = self._position
        walk, taken, ended = position.walk, last_step(position), end_of(position, self._term.choices)
        remark, answer = remark_of(position), answer_of(position)
        arrival = arrived(walk, taken, ended) if position.moved else ""
        return {
            "number": self._number,
            "step": walk.steps,
            "term": self._term.html,
            "choices": about(self._term, walk.strategy),
            "taken": taken.html,
            "ended": ended.html,
            "remark": remark.html,
            "answer": answer.html,
            "is_right": position.is_right,
            "is_first": not walk.steps,
            "is_last": position.upcoming is None,
            "stops": bool(remark.text),
            "strategy": walk.strategy.short,
            "strategies": CHOICES,
            "pictures": sorted(self.pictures),
            "said": ". ".join(filter(None, [answer.text, remark.text, arrival])),
        }

    def history(self) -> str:
        """The steps of the walk, to click back into.

        start   (λx y. x) y
        α       (λx y'. x) y      not clicked on: it is part of the next step
        1  β    λy'. y            a step; the one that the walk is at is marked
        2  …                      steps that were taken back are there until other ones are taken
        """
        walk = self._position.walk
        history, at = [*walk.taken, *walk.ahead], walk.steps
        first, last = max(0, at - MOST_BEFORE), at + MOST_AHEAD
        items = [_item(0, at, "", escaped(excerpt(self.walk.start, Room(WIDTH)).text))]
        if first:
            items.append(f"<li class='lamb-soft'>{first:,} steps</li>")
        listed = {}  # a line is written once, for as long as it is listed
        for number, lines in zip(count(first + 1), history[first:last], strict=False):
            for line in lines:
                listed[id(line)] = self._listed.get(id(line)) or (line, _result(line))
            *renamings, step = (listed[id(line)] for line in lines)
            for line, html in renamings:
                shown = f"<span></span><b>{line.rule.value}</b><code>{html}</code>"
                items.append(f'<li class="lamb-step lamb-renaming">{shown}</li>')
            items.append(_item(number, at, step[0].rule.value, step[1]))
        if len(history) > last:
            items.append(f"<li class='lamb-soft'>{len(history) - last:,} more that were taken back</li>")
        self._listed = listed
        return f"<ol>{''.join(items)}</ol>"

    def drawn(self) -> dict[str, str]:
        """The pictures that are wanted, by their names; of a large term, its top."""
        return {
            name: str(view(name)(self.walk.term, most=MOST_DRAWN).svg)
            for name in PICTURES
            if name in self.pictures
        }


def refuse_too_large(term: Term) -> None:
    """Raises LambError for a term that is too large to be walked through here."""
    if term.size > LARGEST:
        raise LambError(f"this term is too large to step through: it has {counted(term.size, 'node')}")


# ── The words of each place ───────────────────────────────────────────────────────────


def sentence(text: str) -> Rendering:
    return Rendering(text, f"<p>{_capitalized(text)}</p>")


def _capitalized(text: str) -> str:
    """A sentence in HTML.

    >>> _capitalized("it repeats for ever")
    'It repeats for ever.'
    """
    return escaped(f"{text[0].upper()}{text[1:]}.")


def about(term: ClickableTerm, strategy: Strategy) -> str:
    """The number of redexes to click on, and which comes next."""
    choices, whole = term.choices, term.whole
    more = "" if whole else f" {button('show more of the term', 'more', 'lamb-link')}"
    if not choices:
        return f"No redex {'is left' if whole else 'is shown'}.{more}"
    number = counted(len(choices), "redex", "redexes") + ("" if whole else " shown")
    marked = sum(choice.is_next for choice in choices)
    if len(choices) == marked == 1:
        return f"{number}, which is next by {strategy.value}: click on it to contract it.{more}"
    what = {0: "none of them is", 1: "the marked one is"}.get(marked, "the marked ones are")
    return f"{number}: click on one to contract it. By {strategy.value}, {what} next.{more}"


def last_step(position: Position) -> Rendering:
    """A sentence on the last step, after one on each renaming for it."""
    said = [(line.rule, explained(line)) for line in position.last_step]
    html = "".join(
        f'<p><b class="lamb-rule" title="{RULES.get(rule, COMBINATOR)}">{rule.value}</b> {escaped(words)}</p>'
        for rule, words in said
    )
    return Rendering("; ".join(f"{rule.value}: {words}" for rule, words in said), html)


def end_of(position: Position, choices: Sequence[Choice]) -> Rendering:
    """The end of the strategy, the readings of the term, and the kind of *choices* that are left."""
    if not position.ended:
        return Rendering()
    walk, definitions = position.walk, position.walk.definitions
    if not isinstance(definitions, Definitions):
        definitions = Definitions(definitions)
    text, form = position.ended, walk.strategy.form
    html = f"<strong>{form.capitalize()}</strong>{text.removeprefix(form)}."
    if comment := readings_of(walk.term, definitions).listed(walk.text):
        text += f"; it reads as {comment}"
        html += f' It can be read as <code class="lamb-reading">{escaped(comment)}</code>.'
    if choices:
        is_folded = all(choice.rule is Rule.DELTA for choice in choices)
        left = f"{walk.strategy.value} leaves the redexes alone that there are"
        rest = "there are names that can still be unfolded" if is_folded else left
        text += f"; {rest}"
        html += f' <span class="lamb-soft">{_capitalized(rest)}</span>'
    return Rendering(text, html)


def remark_of(position: Position) -> Rendering:
    """The reply to the last event."""
    match position.remark:
        case TooLarge() as refusal:
            return sentence(refusal.message)
        case LambError() as error:
            return complaint(error)
        case KeyboardInterrupt():
            return sentence("this was interrupted")
        case Returned() as returned:
            return sentence(str(returned))
        case Ran(ended=False, divergence=Cycle()) as ran:
            return sentence(ran.endless)
        case Ran(steps=0, ended=False, divergence=None):
            return sentence("the next step would make too large a term")
        case Ran(steps, ended=False) as ran:
            on = f"{counted(steps, 'step')} on, and this is not the end"
            return sentence("; ".join(filter(None, [on, ran.endless])))
    return Rendering()


def answer_of(position: Position) -> Rendering:
    """The answer to the step that was typed, or to the question for a hint."""
    match position.answer:
        case Proposal() as proposal:
            return _verdict(proposal, position)
        case Hint(None):
            return sentence("there is nothing left to do")
        case Hint(Shown(after=after), leads=True):
            return _leads_to(after, position)
        case Hint(Shown() as following):
            what = f"{following.rule.value}: {explained(following)}"
            return Rendering(what, f"<p>{escaped(what)}.</p>")
        case LambError() as error:
            return complaint(error)
    return Rendering()


def _verdict(proposal: Proposal, position: Position) -> Rendering:
    """The verdict on a proposal, with as much of its mistake as the hints say."""
    if proposal.reply.right:
        return Rendering(proposal.message, '<p class="lamb-fine">✓ Yes, this is the next step.</p>')
    html = f"<p><strong class='lamb-wrong'>✗ No:</strong> {escaped(proposal.message)}.</p>"
    if place := proposal.underlined:
        html += f"<figure><figcaption>{place.source.name}</figcaption>{quoted(place)}</figure>"
    if proposal.solution is not None:
        html += _leads_to(proposal.solution, position).html
    elif proposal.has_more:
        html += f"<p>{button('tell me more', 'hint', 'lamb-link')}</p>"
    return Rendering(f"no: {proposal.message}", html)


def _leads_to(after: Term, position: Position) -> Rendering:
    upcoming = position.upcoming
    text = excerpt(after, Room(WIDEST), upcoming[1] if upcoming else ()).text
    return Rendering(f"it is {text}", f"<p>It is <code>{escaped(text)}</code></p>")


def complaint(error: LambError) -> Rendering:
    """An error in what was typed or clicked on, and where it is."""
    where = quoted(error.place) if error.place else ""
    hint = f"<p class='lamb-soft'>{escaped(error.hint)}</p>" if error.hint else ""
    html = f"<p><strong class='lamb-wrong'>{escaped(error.message)}</strong></p>{where}{hint}"
    return Rendering(error.message, html)


def quoted(place: Place) -> str:
    """The line that a place is on, with carets under it, and without its number."""
    text, carets = (line.partition("| ")[2] for line in place.quote().split("\n"))
    return f"<pre>{escaped(text)}\n<span class='lamb-wrong'>{escaped(carets)}</span></pre>"


def arrived(walk: Walk, taken: Rendering, ended: Rendering) -> str:
    """The place that a step has led to, to be read out."""
    text = walk.text
    term = text if len(text) <= LONGEST_SAID else text[:LONGEST_SAID] + "…"
    step = f"step {walk.steps}, {taken.text}" if walk.steps else "the start"
    return ". ".join(filter(None, [step, term, ended.text]))


def _item(number: int, at: int, rule: str, term: str) -> str:
    ahead = " lamb-ahead" if number > at else ""
    current = ' aria-current="step"' if number == at else ""
    html = f"<span>{number or 'start'}</span><b>{rule}</b><code>{term}</code>"
    return f"<li>{button(html, 'go', f'lamb-step{ahead}', current, step=number)}</li>"


def _result(line: Shown) -> str:
    """The term that a step leads to, in which the part is marked that is new."""
    found = excerpt(line.after, Room(WIDTH), line.path)
    new = spans(found, line)[:1] if line.rule is not Rule.PARALLEL else []
    return tagged(found.text, [Tagged(*span, "mark", {"class": "contractum"}) for span in new])


# ── The term ──────────────────────────────────────────────────────────────────────────
# Redexes are in each other, and so are their tags: a click is on the innermost one under the pointer. A
# β-redex says which part of it is the function and which the argument, so that a style sheet can light up
# where the argument would go. Only the part of a term that is shown is looked at.
#
# What can be clicked on carries the event that it sends: `data-event='{"kind": "contract", "number": 1}'`.

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
