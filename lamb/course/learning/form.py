"""Claims about an answer as it is written: its shape, its redexes, its letters, its names.

Each function returns why the answer is refused, or None; `claims.py` has the lines that ask for them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from hashlib import sha256

from lamb.analysis.types import Type, Typing, principal_type
from lamb.calculus.budget import TICK, tick
from lamb.calculus.numerals import is_numeral
from lamb.calculus.reduction import Rule, redexes as redexes_of, unfold
from lamb.calculus.strategies import is_head_normal, is_normal, is_weak_head_normal, is_weak_normal
from lamb.calculus.substitution import free_names, needed
from lamb.calculus.term import App, Free, Lam, Term, Var, nodes
from lamb.course.learning.answer import LARGEST_SHOWN, ClaimTerm, LessonAnswer, kind, listed, quoted, shown
from lamb.errors import TypingError
from lamb.notation.names import NAME
from lamb.notation.printer import pretty, write
from lamb.notation.spelling import notes_on
from lamb.quantities import counted

FORMS: Mapping[str, tuple[Callable[[Term], bool], str]] = {
    "head normal form": (is_head_normal, "at its head"),
    "weak normal form": (is_weak_normal, "outside of every λ"),
    "weak head normal form": (is_weak_head_normal, "at its head"),
}
"""The forms that are less than a normal form, and where a term that is in one has no redex."""

NUMERALS = "numerals"
"""The word for 0, 1, 2 … in a list of names."""

WRITTEN_AS = {"Y": "rec", "pair": "( , )", "cons": "[ ]", "nil": "[ ]"}
"""The notation that stands for these names."""

MOST_LISTED = 5
CODE = 12  # hexadecimal digits
LARGEST_CODED = 1_000_000  # nodes of a tree

# ── Shape and redexes ─────────────────────────────────────────────────────────────────


def of_kind(answer: LessonAnswer, *, wanted: str) -> str | None:
    found = kind(answer.term)
    return None if found == wanted else f"{quoted(answer)} is {found}, and {wanted} is wanted"


def normal(answer: LessonAnswer) -> str | None:
    if is_normal(answer.term):
        return None
    found = [node for node in nodes(answer.term) if isinstance(node, App) and isinstance(node.fn, Lam)]
    closed = [node for node in found if not node.open]
    redex = shown(closed[-1]) if closed else "a redex under a λ"
    return f"{quoted(answer)} is no normal form: {redex} can still be contracted"


def not_normal(answer: LessonAnswer) -> str | None:
    if not is_normal(answer.term):
        return None
    return f"{quoted(answer)} is a normal form: there is no λ in it that stands before an argument"


def in_form(answer: LessonAnswer, form: str, *, wanted: bool = True) -> str | None:
    test, where = FORMS[form]
    if test(answer.term) == wanted:
        return None
    of_it = f"no {form}: there is a" if wanted else f"a {form}: there is no"
    return f"{quoted(answer)} is {of_it} redex {where}"


def redexes(answer: LessonAnswer, wanted: int) -> str | None:
    found = sum(1 for _ in redexes_of(answer.term, rules=frozenset({Rule.BETA})))
    if found == wanted:
        return None
    return f"{quoted(answer)} has {counted(found, 'redex', 'redexes')}, not {wanted}"


# ── Letters ───────────────────────────────────────────────────────────────────────────


def without_lambda(answer: LessonAnswer) -> str | None:
    terms = (answer.term, *answer.meaning.own.values())
    found = any(isinstance(node, Lam) for term in terms for node in nodes(term))
    return "there is a λ in it, and it can be done without" if found else None


def brackets(answer: LessonAnswer, most: int) -> str | None:
    found = answer.text.count("(")
    if found <= most:
        return None
    return f"this has {counted(found, 'pair')} of brackets, and {most or 'none'} will do"


def short(answer: LessonAnswer, most: int) -> str | None:
    found = len(answer.text.strip())
    return None if found <= most else f"this has {counted(found, 'character')}, and {most} will do"


def different_binders(answer: LessonAnswer) -> str | None:
    seen: set[str] = set()
    for node in nodes(answer.term):
        if isinstance(node, Lam):
            if node.hint in seen:
                return f"“{node.hint}” is still bound more than once"
            seen.add(node.hint)
    return None


# ── Free variables ────────────────────────────────────────────────────────────────────


def closed(answer: LessonAnswer) -> str | None:
    free = variables(answer)
    return unbound(answer, free) if free else None


def unbound(answer: LessonAnswer, free: list[str]) -> str:
    """The complaint about names that should not be free; a slip in one of them, if that is likely."""
    slips = [message for _, message in notes_on(answer.tree, answer.known)]
    return slips[0] if slips else f"{_are_free(free)}: no λ binds {'it' if len(free) == 1 else 'them'}"


def free_variables(answer: LessonAnswer, wanted: int) -> str | None:
    free = variables(answer)
    if len(free) == wanted:
        return None
    found = _are_free(free) if free else "nothing is free here"
    only = "only " if 0 < len(free) < wanted else ""
    number = "1 free variable is" if wanted == 1 else f"{wanted or 'no'} free variables are"
    return f"{only}{found}, and {number} wanted"


def exactly_free(answer: LessonAnswer, wanted: tuple[str, ...]) -> str | None:
    free = variables(answer)
    if free == sorted(wanted):
        return None
    return f"free here: {_names(free) or 'nothing'}; wanted: {_names(sorted(wanted)) or 'nothing'}"


def of_type(answer: LessonAnswer, wanted: Type) -> str | None:
    try:
        found = _typing(answer)
    except TypingError as error:
        return f"{quoted(answer)} has no simple type: {error.message}"
    if found.has(wanted):
        return None
    return f"the principal type of {quoted(answer)} is {found.said}, and {wanted} is no instance of it"


def without_type(answer: LessonAnswer) -> str | None:
    try:
        found = _typing(answer)
    except TypingError:
        return None
    return f"{quoted(answer)} has the type {found.said}, and none is wanted"


def _typing(answer: LessonAnswer) -> Typing:
    return principal_type(answer.term, definitions=answer.definitions, budget=answer.limits.budget)


def variables(answer: LessonAnswer) -> list[str]:
    """The free names that are not defined."""
    return sorted(name for name in answer.names if name not in answer.library and not is_numeral(name))


def _are_free(names: list[str]) -> str:
    return f"{_names(names)} {'is' if len(names) == 1 else 'are'} free here"


def _names(names: list[str]) -> str:
    return listed([name if name == NUMERALS else f"“{name}”" for name in names])


# ── Defined names ─────────────────────────────────────────────────────────────────────


def defining(answer: LessonAnswer, name: str) -> str | None:
    given = answer.meaning.name
    if given == name:
        return None
    if given is None:
        return f"give it its name, in the last line: {name} = …"
    return f"this defines “{given}”; the name that is wanted is “{name}”"


def only(answer: LessonAnswer, allowed: tuple[str, ...]) -> str | None:
    """Of the library's names and the numerals, only these may occur."""
    for name in _defined(answer):
        if not _is_among(name, allowed):
            hint = "do without it here"
            if len(allowed) <= MOST_LISTED:
                hint = f"here you may use {_names([*allowed])}"
            if not allowed:
                hint = "nothing that is defined may be used here"
            return f"this uses {_used(name, answer)}, which is defined already: {hint}"
    return None


def without(answer: LessonAnswer, forbidden: tuple[str, ...]) -> str | None:
    """These names may not occur, nor names of the library that are made with them."""
    for name in _defined(answer):
        if _is_among(name, forbidden):
            return f"this uses {_used(name, answer)}, which is what you are to do without"
        made_with = {
            free for used in needed([name], answer.library) for free in free_names(answer.library[used])
        }
        if reached := made_with & set(forbidden):
            return f"this uses “{name}”, which is made with “{min(reached)}”: do without"
    return None


def _defined(answer: LessonAnswer) -> list[str]:
    """The names of the library that are used, and the numerals."""
    return sorted(name for name in answer.names if name in answer.library or is_numeral(name))


def _is_among(name: str, names: tuple[str, ...]) -> bool:
    return name in names or (NUMERALS in names and is_numeral(name))


def _used(name: str, answer: LessonAnswer) -> str:
    """A name that an answer uses, and the notation that it is used by, if it is not written itself."""
    unwritten = name in WRITTEN_AS and name not in NAME.findall(answer.text)
    return f"“{name}” (for {WRITTEN_AS[name]})" if unwritten else f"“{name}”"


# ── Sameness ──────────────────────────────────────────────────────────────────────────


def same(answer: LessonAnswer, wanted: ClaimTerm) -> str | None:
    """The answer is the term as it stands; names of bound variables do not count."""
    if answer.written == wanted.term:
        return None
    return f"{quoted(answer)} {_how_it_differs(answer, wanted.term)}"


def _how_it_differs(answer: LessonAnswer, wanted: Term) -> str:
    """The difference, told without giving the right term away."""
    if answer.term.size <= LARGEST_SHOWN and _without_brackets(answer.term) == _without_brackets(wanted):
        return "has everything in its place, but its brackets, or their absence, make another term of it"
    outcomes = answer.normalize(answer.term), answer.normalize(wanted)
    if all(outcome.finished for outcome in outcomes) and outcomes[0].term == outcomes[1].term:
        return "reduces to the same as the term that is wanted, but it is not that term"
    if kind(answer.term) != kind(wanted):
        return f"is {kind(answer.term)}, and {kind(wanted)} is wanted"
    return "is another term than the one that is wanted"


def _without_brackets(term: Term) -> str:
    return pretty(term).replace("(", "").replace(")", "")


def code_of(term: Term) -> str:
    """A code that α-equal terms share, numerals written out, and no others do, as far as can be known.

    Linear in the tree. Of a tree that is too large to be walked through, what is shared counts once: then
    equal terms of which different parts are shared may have different codes.
    """
    term = unfold(term, {})
    inner = nodes(term) if term.size > LARGEST_CODED else _postorder(term)
    return sha256(" ".join(map(_letter, inner)).encode()).hexdigest()[:CODE]


def _postorder(term: Term) -> list[Term]:
    """Each node of a tree, its parts before it and from left to right."""
    found, todo = list[Term](), [term]
    while todo:
        found.append(node := todo.pop())
        if len(found) % TICK == 0:
            tick()
        match node:
            case Lam(_, body):
                todo.append(body)
            case App(fn, arg):
                todo += fn, arg
    return found[::-1]


def _letter(node: Term) -> str:
    match node:
        case App():
            return "@"
        case Lam():
            return "λ"
        case Var(index):
            return f"{index}"
        case Free(name):
            return f"“{name}”"
    raise AssertionError(node)


def same_code(answer: LessonAnswer, code: str) -> str | None:
    """The answer is the term with a code, so that a check need not print it."""
    right = code_of(answer.written) == code
    return None if right else f"{quoted(answer)} is another term than the one that is wanted"


def another(answer: LessonAnswer, unwanted: ClaimTerm) -> str | None:
    """The answer is not the term, with any names of bound variables."""
    if answer.written != unwanted.term:
        return None
    return f"{quoted(answer)} is the very term that is not wanted"


def variant(answer: LessonAnswer, wanted: ClaimTerm) -> str | None:
    """The answer is the term with other names for some bound variables."""
    if answer.written != wanted.term:
        return f"{quoted(answer)} is not “{write(wanted.tree)}” with its bound variables renamed"
    renamed = write(answer.tree) != write(wanted.tree)
    return None if renamed else "the names are still the same: choose others"
