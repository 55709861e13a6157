"""Claims about an answer as it is written: its shape, its redexes, its brackets and binders."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from lamb.calculus.normal_forms import is_head_normal, is_normal, is_weak_head_normal, is_weak_normal
from lamb.calculus.reduction import Rule
from lamb.calculus.reduction import redexes as redexes_of
from lamb.calculus.term import App, Free, Lam, Term, Var, nodes
from lamb.course.learning.answer import Answer
from lamb.course.learning.claims.wording import Refusal, counted, kind, quoted, shown

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


def _unless(right: bool, answer: Answer, wanted: str) -> str | None:
    return None if right else f"{quoted(answer)} is {kind(answer.term)}, and {wanted} is wanted"


# ── Redexes ───────────────────────────────────────────────────────────────────────────


def normal() -> Refusal:
    def refuse(answer: Answer) -> str | None:
        if is_normal(answer.term):
            return None
        return f"{quoted(answer)} is no normal form: {_redex(answer.term)} can still be contracted"

    return refuse


def not_normal() -> Refusal:
    def refuse(answer: Answer) -> str | None:
        if not is_normal(answer.term):
            return None
        return f"{quoted(answer)} is a normal form: there is no λ in it that stands before an argument"

    return refuse


def redexes(wanted: int) -> Refusal:
    def refuse(answer: Answer) -> str | None:
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

    def refuse(answer: Answer) -> str | None:
        return None if test(answer.term) else f"{quoted(answer)} is no {form}: there is a redex {where}"

    return refuse


def not_in_form(form: str) -> Refusal:
    test, where = FORMS[form]

    def refuse(answer: Answer) -> str | None:
        return f"{quoted(answer)} is a {form}: there is no redex {where}" if test(answer.term) else None

    return refuse


# ── What is written, letter by letter ─────────────────────────────────────────────────


def without_lambda() -> Refusal:
    def refuse(answer: Answer) -> str | None:
        inside = (answer.term, *answer.own.values())
        found = any(isinstance(node, Lam) for term in inside for node in nodes(term))
        return "there is a λ in it, and it can be done without" if found else None

    return refuse


def brackets(most: int) -> Refusal:
    def refuse(answer: Answer) -> str | None:
        found = answer.text.count("(")
        if found <= most:
            return None
        return f"this has {counted(found, 'pair')} of brackets, and {most or 'none'} will do"

    return refuse


def short(most: int) -> Refusal:
    def refuse(answer: Answer) -> str | None:
        found = len(answer.text.strip())
        return None if found <= most else f"this has {counted(found, 'character')}, and {most} will do"

    return refuse


def different_binders() -> Refusal:
    def refuse(answer: Answer) -> str | None:
        seen: set[str] = set()
        for node in nodes(answer.term):
            if isinstance(node, Lam) and node.hint in seen:
                return f"“{node.hint}” is still bound more than once"
            if isinstance(node, Lam):
                seen.add(node.hint)
        return None

    return refuse
