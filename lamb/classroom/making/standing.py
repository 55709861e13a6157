"""Exercises about terms as they stand: their free variables, their brackets, and their types."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from lamb.analysis.types import principal_type
from lamb.calculus.recursion import Recursion, unbounded
from lamb.calculus.strategies import is_normal
from lamb.calculus.substitution import free_names
from lamb.calculus.term import App, Free, Lam, Term, Var, nodes
from lamb.classroom.making.difficulty import Difficulty
from lamb.classroom.making.made import Distractor, MadeExercise, Request, numbered
from lamb.classroom.making.textbook import Author, Draft, is_plain
from lamb.course.learning.form import code_of
from lamb.course.mistakes.rules import associativity, lambda_scope
from lamb.course.presentation import hints_of
from lamb.errors import TypingError
from lamb.notation import parse_term, parse_type
from lamb.notation.names import remove_names, restore_names
from lamb.notation.printer import pretty
from lamb.notation.syntax import Abstraction, Application, Expr, Name

# ── Free variables ────────────────────────────────────────────────────────────────────


def free(random: Random, request: Request) -> MadeExercise | None:
    """(λx. x y) x → x y"""
    author = Author(random, clashing=True)
    term = remove_names(author.tree(Draft(random.randint(4, 7), redexes=random.choice((1, 1, 2)))))
    names, bound = free_names(term), hints_of(term)
    given = pretty(term)
    clash = bool(names & bound)
    if not (is_plain(term) and len(names) > 1 and clash and len(given) <= request.wanted.width):
        return None
    wrong = _chosen(random, [*_wrong_names(names, bound)], request.distractors, _list(names))
    if len(wrong) < request.distractors:
        return None
    answer = _list(names)
    return MadeExercise(
        "free",
        "Write down its free variables: each once, in the order of the alphabet, like a b c.",
        given,
        answer,
        Difficulty(0, 0, len(given)),
        asks=(f"is the term #{code_of(parse_term(answer))}",),
        distractors=wrong,
        key=numbered(term),
    )


def _wrong_names(names: set[str], bound: set[str]) -> Iterator[tuple[str, str, str]]:
    both = names & bound
    yield _list(names | bound), "bound-as-free", "a variable that a λ binds was taken for a free one"
    yield _list(names - both), "free-as-bound", "a λ does not bind a variable that is outside of it"
    yield _list(bound), "bound-as-free", "these are the variables that λs bind"
    for name in sorted(names):
        yield _list(names - {name}), "forgotten", "a free variable was forgotten"


def _list(names: set[str]) -> str:
    return " ".join(sorted(names))


def _chosen(
    random: Random, found: list[tuple[str, str, str]], number: int, right: str
) -> tuple[Distractor, ...]:
    """So many wrong answers, no two the same, the first ones rather than the last."""
    different = {text: Distractor(text, *rest) for text, *rest in reversed(found) if text and text != right}
    chosen = [different[text] for text in dict.fromkeys(text for text, _, _ in found) if text in different]
    return tuple(random.sample(chosen[:number], min(number, len(chosen))))


# ── Brackets ──────────────────────────────────────────────────────────────────────────


def brackets(random: Random, request: Request) -> MadeExercise | None:
    """((λx. (x y)) (a b)) → (λx. x y) (a b)"""
    author = Author(random, clashing=False)
    term = remove_names(author.tree(Draft(random.randint(4, 6), redexes=random.choice((0, 1, 1)))))
    answer, given = pretty(term), write_fully(restore_names(term))
    needed = answer.count("(")
    if not (is_plain(term) and needed and _is_usual(term, needed) and len(given) <= request.wanted.width):
        return None
    wrong = _chosen(random, [*_without_a_pair(answer, term)], request.distractors, answer)
    if len(wrong) < request.distractors:
        return None
    most = "1 pair of brackets" if needed == 1 else f"{needed} pairs of brackets"
    return MadeExercise(
        "brackets",
        f"Write the term with as few brackets as it needs: {needed}.",
        given,
        answer,
        Difficulty(0, 0, len(given)),
        asks=(f"is the term #{code_of(term)}", f"has at most {most}"),
        distractors=wrong,
        key=numbered(term),
    )


@unbounded
def write_fully(expr: Expr) -> Recursion[str]:
    """A tree with a pair of brackets for each application and each λ.

    >>> from lamb.notation.parser import parse_expression
    >>> from lamb.errors import Source
    >>> write_fully(parse_expression(Source("(λx y. x y) a")))
    '((λx. (λy. (x y))) a)'
    """
    match expr:
        case Abstraction(hint, body):
            return f"(λ{hint}. {(yield (body,))})"
        case Application(fn, arg):
            return f"({(yield (fn,))} {(yield (arg,))})"
        case Name(name):
            return name
    raise AssertionError("an exercise has no sugar")


def _is_usual(term: Term, needed: int) -> bool:
    """True if no λ is written without brackets as a last argument: not all textbooks do that."""
    return needed == sum(
        isinstance(node.fn, Lam) + (not isinstance(node.arg, Var | Free))
        for node in nodes(term)
        if isinstance(node, App)
    )


def _without_a_pair(text: str, term: Term) -> Iterator[tuple[str, str, str]]:
    """The terms that are written when one or two needed pairs of brackets are left out."""
    for start, end in pairs_of(text):
        left = f"{text[:start]}{text[start + 1 : end]}{text[end + 1 :]}"
        rule = lambda_scope if text[start + 1] == "λ" else associativity
        if parse_term(left) != term:
            yield left, rule.wording.kind, rule.wording.what
            yield from _without_a_pair(left, term)


def pairs_of(text: str) -> list[tuple[int, int]]:
    """The places of the brackets that belong together.

    >>> pairs_of("(a (b)) (c)")
    [(3, 5), (0, 6), (8, 10)]
    """
    found, opened = [], []
    for at, char in enumerate(text):
        if char == "(":
            opened.append(at)
        elif char == ")":
            found.append((opened.pop(), at))
    return found


# ── Types ─────────────────────────────────────────────────────────────────────────────


def types(random: Random, request: Request) -> MadeExercise | None:
    """(a → b) → a → b → λf x. f x"""
    author = Author(random, clashing=False)
    term = remove_names(author.tree(Draft(random.randint(2, 5), lambdas=random.choice((2, 2, 3, 3)))))
    found = _type_of(term)
    if not (found and _is_pure(term) and len(found) <= request.wanted.width):
        return None
    others = {_drawn_for(random): None for _ in range(4 * request.distractors)}
    wrong = [
        (pretty(other), "another-type", f"its principal type is {its_type}")
        for other in others
        if _is_pure(other) and (its_type := _type_of(other)) and not _has(other, found)
    ]
    chosen = _chosen(random, wrong, request.distractors, pretty(term))
    if len(chosen) < request.distractors:
        return None
    return MadeExercise(
        "types",
        "Write a closed term that has this type.",
        found,
        pretty(term),
        Difficulty(0, 0, len(found)),
        asks=("is closed", f"has the type {found}"),
        distractors=chosen,
        key=found,
    )


def _drawn_for(random: Random) -> Term:
    author = Author(random, clashing=False)
    return remove_names(author.tree(Draft(random.randint(2, 4), lambdas=random.choice((2, 3)))))


def _is_pure(term: Term) -> bool:
    return is_normal(term) and not free_names(term) and is_plain(term)


def _type_of(term: Term) -> str:
    """The principal type of a closed term; empty if it has none."""
    try:
        return str(principal_type(term))
    except TypingError:
        return ""


def _has(term: Term, wanted: str) -> bool:
    return principal_type(term).has(parse_type(wanted))
