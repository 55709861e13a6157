"""Claims about an answer as it is written: its shape, its redexes, its brackets and binders."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from lamb.calculus.numerals import is_numeral
from lamb.calculus.reduction import Rule, redexes as redexes_of
from lamb.calculus.strategies import is_head_normal, is_normal, is_weak_head_normal, is_weak_normal
from lamb.calculus.substitution import free_names
from lamb.calculus.term import App, Free, Lam, Term, Var, nodes
from lamb.course.learning.answer import LessonAnswer
from lamb.course.learning.text import term_at, text_at
from lamb.course.learning.wording import LARGEST, Refusal, counted, kind, quoted, shown
from lamb.errors import Place
from lamb.notation.names import NAME, notes_on
from lamb.notation.printer import pretty, write

FORMS: Mapping[str, tuple[Callable[[Term], bool], str]] = {
    "head normal form": (is_head_normal, "at its head"),
    "weak normal form": (is_weak_normal, "outside of every λ"),
    "weak head normal form": (is_weak_head_normal, "at its head"),
}
"""The forms that are less than a normal form, and where a term that is in one has no redex."""

# ── The outermost node ────────────────────────────────────────────────────────────────


def variable() -> Refusal:
    return lambda answer: _unless(isinstance(answer.term, Free | Var), answer, "a variable")


def application() -> Refusal:
    return lambda answer: _unless(isinstance(answer.term, App), answer, "an application")


def abstraction() -> Refusal:
    return lambda answer: _unless(isinstance(answer.term, Lam), answer, "an abstraction")


def _unless(right: bool, answer: LessonAnswer, wanted: str) -> str | None:
    return None if right else f"{quoted(answer)} is {kind(answer.term)}, and {wanted} is wanted"


# ── Redexes ───────────────────────────────────────────────────────────────────────────


def normal() -> Refusal:
    def refuse(answer: LessonAnswer) -> str | None:
        if is_normal(answer.term):
            return None
        return f"{quoted(answer)} is no normal form: {_redex(answer.term)} can still be contracted"

    return refuse


def not_normal() -> Refusal:
    def refuse(answer: LessonAnswer) -> str | None:
        if not is_normal(answer.term):
            return None
        return f"{quoted(answer)} is a normal form: there is no λ in it that stands before an argument"

    return refuse


def redexes(wanted: int) -> Refusal:
    def refuse(answer: LessonAnswer) -> str | None:
        found = sum(1 for _ in redexes_of(answer.term, rules=frozenset({Rule.BETA})))
        if found == wanted:
            return None
        return f"{quoted(answer)} has {counted(found, 'redex', 'es')}, not {wanted}"

    return refuse


def _redex(term: Term) -> str:
    """The outermost redex, if it can be shown by itself; or a word for it."""
    found = [node for node in nodes(term) if isinstance(node, App) and isinstance(node.fn, Lam)]
    closed = [node for node in found if not node.open]
    return shown(closed[-1]) if closed else "a redex under a λ"


# ── Other normal forms ────────────────────────────────────────────────────────────────


def in_form(form: str) -> Refusal:
    """It is in one of these forms, as it stands."""
    test, where = FORMS[form]

    def refuse(answer: LessonAnswer) -> str | None:
        return None if test(answer.term) else f"{quoted(answer)} is no {form}: there is a redex {where}"

    return refuse


def not_in_form(form: str) -> Refusal:
    test, where = FORMS[form]

    def refuse(answer: LessonAnswer) -> str | None:
        return f"{quoted(answer)} is a {form}: there is no redex {where}" if test(answer.term) else None

    return refuse


# ── What is written, letter by letter ─────────────────────────────────────────────────


def without_lambda() -> Refusal:
    def refuse(answer: LessonAnswer) -> str | None:
        inside = (answer.term, *answer.own.values())
        found = any(isinstance(node, Lam) for term in inside for node in nodes(term))
        return "there is a λ in it, and it can be done without" if found else None

    return refuse


def brackets(most: int) -> Refusal:
    def refuse(answer: LessonAnswer) -> str | None:
        found = answer.text.count("(")
        if found <= most:
            return None
        return f"this has {counted(found, 'pair')} of brackets, and {most or 'none'} will do"

    return refuse


def short(most: int) -> Refusal:
    def refuse(answer: LessonAnswer) -> str | None:
        found = len(answer.text.strip())
        return None if found <= most else f"this has {counted(found, 'character')}, and {most} will do"

    return refuse


def different_binders() -> Refusal:
    def refuse(answer: LessonAnswer) -> str | None:
        seen: set[str] = set()
        for node in nodes(answer.term):
            if isinstance(node, Lam) and node.hint in seen:
                return f"“{node.hint}” is still bound more than once"
            if isinstance(node, Lam):
                seen.add(node.hint)
        return None

    return refuse


# ── Names ───────────────────────────────────────────────────────────────────────────
# Claims about the names in an answer: its free variables, what it defines, what it may use.


MOST_LISTED = 5
NUMERALS = "numerals"
"""What a list of names says for all of 0, 1, 2 …"""

SUGAR = {"Y": "rec", "pair": "( , )", "cons": "[ ]", "nil": "[ ]"}
"""What is written where these names are meant."""


# ── Free variables ────────────────────────────────────────────────────────────────────


def closed() -> Refusal:
    def refuse(answer: LessonAnswer) -> str | None:
        free = _variables(answer)
        if not free:
            return None
        slips = [message for _, message in notes_on(answer.tree, answer.known)]
        return slips[0] if slips else f"{_listed(free)} {_are(free)} free here: no λ binds {_it(free)}"

    return refuse


def free_variables(wanted: int) -> Refusal:
    def refuse(answer: LessonAnswer) -> str | None:
        free = _variables(answer)
        if len(free) == wanted:
            return None
        found = f"only {_listed(free)} {_are(free)} free here" if free else "nothing is free here"
        if len(free) > wanted:
            found = f"{_listed(free)} {_are(free)} free here"
        return f"{found}, and {wanted or 'no'} free variable{'s' * (wanted != 1)} {_be(wanted)} wanted"

    return refuse


def exactly_free(wanted: tuple[str, ...]) -> Refusal:
    def refuse(answer: LessonAnswer) -> str | None:
        free = _variables(answer)
        if free == sorted(wanted):
            return None
        return f"free here: {_listed(free) or 'nothing'}; wanted: {_listed(sorted(wanted)) or 'nothing'}"

    return refuse


def _variables(answer: LessonAnswer) -> list[str]:
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
    def refuse(answer: LessonAnswer) -> str | None:
        if answer.name == name:
            return None
        if answer.name is None:
            return f"give it its name, in the last line: {name} = …"
        return f"this defines “{answer.name}”; the name that is wanted is “{name}”"

    return refuse


def only(allowed: tuple[str, ...]) -> Refusal:
    """Of the prelude's names and the numerals, only these may occur."""

    def refuse(answer: LessonAnswer) -> str | None:
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

    def refuse(answer: LessonAnswer) -> str | None:
        for name in _defined(answer):
            if name in forbidden or (NUMERALS in forbidden and is_numeral(name)):
                return f"this uses {_used(name, answer)}, which is what you are to do without"
            reached = _reached(name, answer.library) & set(forbidden)
            if reached:
                return f"this uses “{name}”, which is made with “{min(reached)}”: do without"
        return None

    return refuse


def _used(name: str, answer: LessonAnswer) -> str:
    """A name that an answer uses, and what it is there for if nobody has written it."""
    unwritten = name in SUGAR and name not in NAME.findall(answer.text)
    return f"“{name}” (for {SUGAR[name]})" if unwritten else f"“{name}”"


def _defined(answer: LessonAnswer) -> list[str]:
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


# ── Sameness ────────────────────────────────────────────────────────────────────────
# Claims that an answer is a certain term, as it stands: nothing is reduced.


def same(place: Place) -> Refusal:
    """The answer is the term, as it stands: nothing is reduced, bound names do not count."""
    wanted = term_at(place)

    def refuse(answer: LessonAnswer) -> str | None:
        return None if answer.written == wanted else f"{quoted(answer)} {_how_it_differs(answer, wanted)}"

    return refuse


def _how_it_differs(answer: LessonAnswer, wanted: Term) -> str:
    """The little that can be said of a wrong term without giving the right one away."""
    if answer.term.size <= LARGEST and _without_brackets(answer.term) == _without_brackets(wanted):
        return "has everything in its place, but its brackets, or their absence, make another term of it"
    outcomes = answer.normalize(answer.term), answer.normalize(wanted)
    if all(outcome.finished for outcome in outcomes) and outcomes[0].term == outcomes[1].term:
        return "reduces to the same as the term that is wanted, but it is not that term"
    if kind(answer.term) != kind(wanted):
        return f"is {kind(answer.term)}, and {kind(wanted)} is wanted"
    return "is another term than the one that is wanted"


def _without_brackets(term: Term) -> str:
    return pretty(term).replace("(", "").replace(")", "")


def another(place: Place) -> Refusal:
    """The answer is not the term, whatever its bound names are."""
    unwanted = term_at(place)

    def refuse(answer: LessonAnswer) -> str | None:
        return f"{quoted(answer)} is the very term that is not wanted" if answer.written == unwanted else None

    return refuse


def variant(place: Place) -> Refusal:
    """The answer is the same term with other names for some bound variables."""
    wanted, text = term_at(place), text_at(place)

    def refuse(answer: LessonAnswer) -> str | None:
        if answer.written != wanted:
            return f"{quoted(answer)} is not “{text}” with its bound variables renamed"
        return "the names are still the same: choose others" if write(answer.tree) == text else None

    return refuse
