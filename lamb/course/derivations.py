"""Derivations: reductions that somebody wrote down, checked step by step.

    eval id_zero :            -- ends in a normal form; `conf` need not
      id zero                 -- a term
      =d> (λx. x) (λf x. x)   -- an operator, and the term that its step leads to
      =b> λf x. x

The operators are those of Elsa (Jhala, UC San Diego). `=a>` and `=b>` look at the terms as they are
written; all others, and the demands for normal forms, see through definitions.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from lamb.calculus.budget import Budget
from lamb.calculus.eta import eta_normal
from lamb.calculus.machine import normalize
from lamb.calculus.numerals import church, is_numeral
from lamb.calculus.recursion import Recursion, unbounded
from lamb.calculus.reduction import Path, Rule, contract, innermost, redexes
from lamb.calculus.term import App, Lam, Term, free_names, replace_names

MOST_TERMS, MOST_NODES = 2_000, 1_000_000
"""How many terms a search may look at, and how many nodes they may have in all."""
SEARCH = Budget(steps=100_000, nodes=2_000_000, seconds=5)
LONGEST_NUMERAL = 5  # digits of one that is unfolded

BETA = frozenset({Rule.BETA})


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong with a derivation: step number *step* (from 1; 0 is the first term), and why.

    Not *decided*, if the search for an answer was given up.
    """

    step: int
    reason: str
    decided: bool = True


def first_flaw(
    terms: list[Term], operators: list[str], normalizes: bool, definitions: Mapping[str, Term]
) -> Flaw | None:
    """The first thing that is wrong with a derivation; None if it holds."""
    for number, operator in enumerate(operators, 1):
        flaw = _flaw_of_step(terms[number - 1], operator, terms[number], definitions)
        if flaw is not None:
            reason, decided = flaw
            return Flaw(number, reason, decided)
    if normalizes and next(redexes(unfold(terms[-1], definitions), rules=BETA), None):
        return Flaw(len(operators), "the last term is no normal form: it still has a redex")
    return None


Problem = tuple[str, bool]
"""What is wrong, and whether that is certain."""


def _flaw_of_step(left: Term, operator: str, right: Term, definitions: Mapping[str, Term]) -> Problem | None:
    step, _, form = operator.strip("<=>").partition(":")
    if operator.startswith("<"):
        left, right = right, left
    problem = STEPS[step](left, right, definitions)
    if problem is None and form:
        name, holds = FORMS[form]
        if not holds(unfold(right, definitions)):
            return f"{operator} asks for a {name} normal form, which this is not", True
    return problem


# ── What each operator claims ─────────────────────────────────────────────────────────

Claim = Callable[[Term, Term, Mapping[str, Term]], Problem | None]


def _alpha(left: Term, right: Term, _: Mapping[str, Term]) -> Problem | None:
    return None if left == right else ("these are not the same up to the names of bound variables", True)


def _beta(left: Term, right: Term, definitions: Mapping[str, Term]) -> Problem | None:
    reducts = [contract(left, path, rule) for rule, path in redexes(left, rules=BETA)]
    if right in reducts:
        return None
    if not reducts:
        folded = any(name in definitions or is_numeral(name) for name in free_names(left))
        hint = ": unfold a definition first, with =d>" if folded else ""
        return f"there is no β-redex to contract{hint}", True
    return "no single β-step leads here", True


def _eta(left: Term, right: Term, definitions: Mapping[str, Term]) -> Problem | None:
    start, end = unfold(left, definitions), unfold(right, definitions)
    rules = frozenset({Rule.ETA})
    if any(contract(start, path, rule) == end for rule, path in redexes(start, rules=rules)):
        return None
    same = eta_normal(start) == eta_normal(end)
    return ("this is more than one η-step" if same else "no single η-step leads here"), True


def _delta(left: Term, right: Term, definitions: Mapping[str, Term]) -> Problem | None:
    if unfold(left, definitions) == unfold(right, definitions):
        return None
    return "these differ by more than definitions", True


def _next_by(choose: Callable[[Term], Path | None], order: str) -> Claim:
    def claim(left: Term, right: Term, definitions: Mapping[str, Term]) -> Problem | None:
        start = unfold(left, definitions)
        path = choose(start)
        if path is None:
            return "there is no redex left to contract", True
        if contract(start, path, Rule.BETA) == unfold(right, definitions):
            return None
        return f"this is not the step that {order} order makes", True

    return claim


def _steps_by(choose: Callable[[Term], Path | None], order: str) -> Claim:
    def claim(left: Term, right: Term, definitions: Mapping[str, Term]) -> Problem | None:
        term, end = unfold(left, definitions), unfold(right, definitions)
        nodes = steps = 0
        while term != end:
            path = choose(term)
            if path is None:
                return f"{order} order does not come past this term", True
            if steps >= MOST_TERMS or nodes > MOST_NODES:
                return f"{order} order did not come past this term within {steps:,} steps", False
            term = contract(term, path, Rule.BETA)
            steps += 1
            nodes += term.size
        return None

    return claim


def _any_steps(left: Term, right: Term, definitions: Mapping[str, Term]) -> Problem | None:
    start, end = unfold(left, definitions), unfold(right, definitions)
    reached = _reaches(start, end)
    if reached:
        return None
    if reached is False:
        return "no steps lead here", True
    one, other = normalize(start, budget=SEARCH), normalize(end, budget=SEARCH)
    if one.finished and other.finished and one.term != other.term:
        return "these have different normal forms, so no steps lead from one to the other", True
    if one.finished and one.term == end:
        return None
    return "no steps that lead here were found, and the search was given up", False


def _to_normal_form(left: Term, right: Term, definitions: Mapping[str, Term]) -> Problem | None:
    end = unfold(right, definitions)
    if next(redexes(end, rules=BETA), None):
        return "this is no normal form: it still has a redex", True
    outcome = normalize(unfold(left, definitions), budget=SEARCH)
    if not outcome.finished:
        return f"no normal form was found within the budget ({outcome.status.value})", False
    return None if outcome.term == end else ("this is not the normal form", True)


def _reaches(start: Term, end: Term) -> bool | None:
    """Whether *start* β-reduces to *end*; None if there were too many terms to look at."""
    seen, queue, nodes = {start}, deque([start]), 0
    while queue:
        term = queue.popleft()
        if term == end:
            return True
        nodes += term.size
        for rule, path in redexes(term, rules=BETA):
            if len(seen) >= MOST_TERMS or nodes > MOST_NODES:
                return True if end in queue else None
            reduct = contract(term, path, rule)
            if reduct not in seen:
                seen.add(reduct)
                queue.append(reduct)
    return False


def outermost(term: Term) -> Path | None:
    """The β-redex of normal order."""
    return next((path for _, path in redexes(term, rules=BETA)), None)


STEPS: Mapping[str, Claim] = {
    "a": _alpha,
    "b": _beta,
    "e": _eta,
    "d": _delta,
    "n": _next_by(outermost, "normal"),
    "p": _next_by(innermost, "applicative"),
    "*": _any_steps,
    "n*": _steps_by(outermost, "normal"),
    "p*": _steps_by(innermost, "applicative"),
    "~": _to_normal_form,
}


# ── Normal forms, and definitions ─────────────────────────────────────────────────────


def _is_strong(term: Term) -> bool:
    return next(redexes(term, rules=BETA), None) is None


def _is_weak(term: Term) -> bool:
    """No redex outside every λ."""
    return all("body" in path for _, path in redexes(term, rules=BETA))


def _is_head(term: Term) -> bool:
    """No redex at the head, under the leading λs."""
    while isinstance(term, Lam):
        term = term.body
    while isinstance(term, App):
        if isinstance(term.fn, Lam):
            return False
        term = term.fn
    return True


FORMS: Mapping[str, tuple[str, Callable[[Term], bool]]] = {
    "s": ("strong", _is_strong),
    "w": ("weak", _is_weak),
    "h": ("head", _is_head),
}


@unbounded
def unfold(
    term: Term, definitions: Mapping[str, Term], known: dict[str, Term] | None = None
) -> Recursion[Term]:
    """*term* with every name unfolded that has a definition, and every numeral."""
    known = {} if known is None else known
    for name in free_names(term) - known.keys():
        if name in definitions:
            known[name] = yield definitions[name], definitions, known
        elif is_numeral(name) and len(name) <= LONGEST_NUMERAL:
            known[name] = church(int(name))
    return replace_names(term, known)
