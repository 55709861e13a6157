"""Claims about the names in an answer: its free variables, what it defines, what it may use."""

from __future__ import annotations

from collections.abc import Mapping

from lamb.calculus.numerals import is_numeral
from lamb.calculus.substitution import free_names
from lamb.calculus.term import Term
from lamb.course.learning.answer import Answer
from lamb.course.learning.claims.wording import Refusal
from lamb.notation.names import NAME
from lamb.notation.spelling import notes_on

MOST_LISTED = 5
NUMERALS = "numerals"
"""What a list of names says for all of 0, 1, 2 …"""

SUGAR = {"Y": "rec", "pair": "( , )", "cons": "[ ]", "nil": "[ ]"}
"""What is written where these names are meant."""


# ── Free variables ────────────────────────────────────────────────────────────────────


def closed() -> Refusal:
    def refuse(answer: Answer) -> str | None:
        free = _variables(answer)
        if not free:
            return None
        slips = [message for _, message in notes_on(answer.tree, answer.known)]
        return slips[0] if slips else f"{_listed(free)} {_are(free)} free here: no λ binds {_it(free)}"

    return refuse


def free_variables(wanted: int) -> Refusal:
    def refuse(answer: Answer) -> str | None:
        free = _variables(answer)
        if len(free) == wanted:
            return None
        found = f"only {_listed(free)} {_are(free)} free here" if free else "nothing is free here"
        if len(free) > wanted:
            found = f"{_listed(free)} {_are(free)} free here"
        return f"{found}, and {wanted or 'no'} free variable{'s' * (wanted != 1)} {_be(wanted)} wanted"

    return refuse


def exactly_free(wanted: tuple[str, ...]) -> Refusal:
    def refuse(answer: Answer) -> str | None:
        free = _variables(answer)
        if free == sorted(wanted):
            return None
        return f"free here: {_listed(free) or 'nothing'}; wanted: {_listed(sorted(wanted)) or 'nothing'}"

    return refuse


def _variables(answer: Answer) -> list[str]:
    """The free names that nobody has defined."""
    return sorted(name for name in answer.names if name not in answer.library and not is_numeral(name))


def _be(number: int) -> str:
    return "is" if number == 1 else "are"


def _are(names: list[str]) -> str:
    return _be(len(names))


def _it(names: list[str]) -> str:
    return "it" if len(names) == 1 else "them"


# ── Defined names ─────────────────────────────────────────────────────────────────────


def defining(name: str) -> Refusal:
    def refuse(answer: Answer) -> str | None:
        if answer.name == name:
            return None
        if answer.name is None:
            return f"give it its name, in the last line: {name} = …"
        return f"this defines “{answer.name}”; the name that is wanted is “{name}”"

    return refuse


def only(allowed: tuple[str, ...]) -> Refusal:
    """Of the prelude's names and the numerals, only these may occur."""

    def refuse(answer: Answer) -> str | None:
        for name in _defined(answer):
            if name not in allowed and not (NUMERALS in allowed and is_numeral(name)):
                return f"this uses {_used(name, answer)}, which is defined already: {_may_use(allowed)}"
        return None

    return refuse


def _may_use(allowed: tuple[str, ...]) -> str:
    if not allowed:
        return "nothing that is defined may be used here"
    return f"here you may use {_listed(allowed)}" if len(allowed) <= MOST_LISTED else "do without it here"


def without(forbidden: tuple[str, ...]) -> Refusal:
    """These may not occur, nor anything of the prelude's that is made with them."""

    def refuse(answer: Answer) -> str | None:
        for name in _defined(answer):
            if name in forbidden or (NUMERALS in forbidden and is_numeral(name)):
                return f"this uses {_used(name, answer)}, which is what you are to do without"
            reached = _reached(name, answer.library) & set(forbidden)
            if reached:
                return f"this uses “{name}”, which is made with “{min(reached)}”: do without"
        return None

    return refuse


def _used(name: str, answer: Answer) -> str:
    """A name that an answer uses, and what it is there for if nobody has written it."""
    unwritten = name in SUGAR and name not in NAME.findall(answer.text)
    return f"“{name}” (for {SUGAR[name]})" if unwritten else f"“{name}”"


def _defined(answer: Answer) -> list[str]:
    """What is used of the prelude, and the numerals."""
    return sorted(name for name in answer.names if name in answer.library or is_numeral(name))


def _reached(name: str, library: Mapping[str, Term]) -> set[str]:
    """The library's names that the definition of one leads to."""
    reached: set[str] = set()
    todo = [name]
    while todo:
        at = todo.pop()
        if at in library:
            new = free_names(library[at]) - reached
            reached |= new
            todo += new
    return reached


def _listed(names: list[str] | tuple[str, ...]) -> str:
    quoted = [name if name == NUMERALS else f"“{name}”" for name in names]
    return " and ".join([", ".join(quoted[:-1]), quoted[-1]] if len(quoted) > 1 else quoted)
