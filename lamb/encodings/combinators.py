"""Combinatory logic: terms without variables (Schönfinkel 1924; Curry 1930).

    t ::= S | K | I | B | C | W | ι | name | t t

    I x      →  x                S f g x  →  f x (g x)        W f x  →  f x x
    K x y    →  x                B f g x  →  f (g x)          ι f    →  f S K
                                 C f x y  →  f y x

S and K alone say what any closed λ-term says; so do B, C, K and W, and so does ι by itself (Barker 2001).
Terms of combinators are terms: applications of names, of which these seven mean what stands above. Those that
are equal to a λ-term are found by bracket abstraction (`abstraction.py`).
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from functools import cache

from lamb.calculus.budget import Budget, Watch, tick
from lamb.calculus.reduction import Context, Path, Rule, Step, around, context_at, path_of, places
from lamb.calculus.strategies import Strategy
from lamb.calculus.substitution import replace_names, substitute
from lamb.calculus.term import App, Free, Lam, Term, preorder
from lamb.encodings.blc import MOST_BITS
from lamb.errors import EncodingError
from lamb.machine.trace import Start, Trace
from lamb.notation import parse_term

S, K, I, B, C, W = map(Free, "SKIBCW")  # noqa: E741

RULES: Mapping[str, str] = {
    "S": "λf g x. f x (g x)",
    "K": "λx y. x",
    "I": "λx. x",
    "B": "λf g x. f (g x)",
    "C": "λf x y. f y x",
    "W": "λf x. f x x",
    "ι": "λf. f S K",
}
"""What each combinator does with as many arguments as it takes."""

MOST_ARGUMENTS = 3
COMBINATORY = tuple(Rule(name) for name in RULES)


@cache
def rules() -> Mapping[str, Term]:
    """The rules of the combinators, as terms."""
    return {name: parse_term(text) for name, text in RULES.items()}


@cache
def meanings() -> Mapping[str, Term]:
    """The λ-terms that the combinators stand for."""
    return {name: replace_names(rule, rules()) for name, rule in rules().items()}


def from_combinators(term: Term) -> Term:
    """*term* with the λ-terms that its combinators stand for. Linear in its size.

    >>> from_combinators(parse_term("K x"))
    App(Lam('x', Lam('y', Var(1))), Free('x'))
    """
    return replace_names(term, meanings())


def atoms(term: Term) -> int:
    """The size of a term of combinators: the number of combinators and names in it."""
    return (term.size + 1) // 2


# ── Reduction ─────────────────────────────────────────────────────────────────────────


def rule_text(combinator: str) -> str:
    """The rule of a combinator.

    >>> rule_text("S")
    'S f g x is f x (g x)'
    """
    return f"{combinator} {' '.join(_arguments(combinator))} is {RULES[combinator].split('. ')[1]}"


def _arguments(combinator: str) -> list[str]:
    return RULES[combinator].removeprefix("λ").split(". ")[0].split()


def combinator_trace(
    term: Term,
    *,
    budget: Budget = Budget(),  # noqa: B008  (it never changes)
    watch: Watch | None = None,
) -> Trace:
    """The steps of a term of combinators by their own rules, the leftmost of the outermost redexes first.

    That ends at the normal form, if there is one (Curry and Feys 1958, 4E). A step costs the same however
    large the term is, until its terms are asked for.
    """
    start = Start(term, Strategy.NORMAL, {}, budget, watch, folded=False, eta=False, combinators=True)
    return Trace(start, lambda meter: meter.each(_steps(term)))


def _steps(term: Term) -> Generator[Step, None, None]:
    context: Context = None
    while True:
        tick(1)
        while isinstance(term, App):  # down to its head
            tick(1)
            context, term = ("fn", term, context), term.fn
        step = _step(term, context)
        if step is not None:
            yield step
            term, context = step.contractum, step.context
            continue
        while context is not None and context[0] == "arg":  # up, where all is in normal form
            tick(1)
            term, context = around(context, term), context[2]
        if context is None:
            return
        node = around(context, term)  # and on to the next argument
        assert isinstance(node, App)
        term, context = node.arg, ("arg", node, context[2])


def rule_at(node: Term) -> Rule | None:
    """The rule of the combinator that a term is, with all its arguments and no more; None if it is none.

    >>> rule_at(parse_term("K x y")), rule_at(parse_term("K x")), rule_at(parse_term("K x y z"))
    (<Rule.K: 'K'>, None, None)
    """
    for number in range(1, MOST_ARGUMENTS + 1):
        if not isinstance(node, App):
            return None
        node = node.fn
        if isinstance(node, Free) and node.name in RULES:
            return Rule(node.name) if len(_arguments(node.name)) == number else None
    return None


def combinator_redexes(term: Term) -> Iterator[tuple[Rule, Path]]:
    """The redexes of a term of combinators, by rule and path, from the outside in and left to right."""
    for node, context in places(term):
        if (rule := rule_at(node)) is not None:
            yield rule, path_of(context)


def combinator_step(term: Term, path: Path) -> Step:
    """The step of the redex at a path. Raises ValueError if there is none."""
    context, node = context_at(term, path)
    if rule_at(node) is None:
        raise ValueError("there is no redex of combinators at this path")
    while isinstance(node, App):
        tick(1)
        context, node = ("fn", node, context), node.fn
    step = _step(node, context)
    assert step is not None
    return step


def _step(head: Term, context: Context) -> Step | None:
    """The step of a head that has all its arguments."""
    if not isinstance(head, Free) or head.name not in RULES:
        return None
    rest: Term = rules()[head.name]
    redex: Term = head
    outer = context
    for _ in _arguments(head.name):
        if outer is None or outer[0] != "fn":
            return None
        application = outer[1]
        assert isinstance(application, App)
        assert isinstance(rest, Lam)
        redex = around(outer, redex)
        rest, outer = substitute(rest.body, application.arg), outer[2]
    return Step(Rule(head.name), outer, redex, rest)


# ── Jot ───────────────────────────────────────────────────────────────────────────────
# Barker's Jot (2001): every string of bits is a program. The empty one is I; w0 is w S K, and w1 is B w,
# which is λx y. w (x y). Then 11100 is K, 11111000 is S, and 1tu is the application of t to u.

_JOT = {"K": "11100", "S": "11111000"}


def to_jot(term: Term) -> str:
    """The bits of a term of S and K. Raises EncodingError where it has anything else, or too many bits.

    >>> to_jot(parse_term("S K K"))
    '11111110001110011100'
    """
    bits: list[str] = []
    if 3 * term.size > MOST_BITS:
        raise EncodingError(f"this term has more than {MOST_BITS:,} bits")
    for node, _ in preorder(term):
        match node:
            case App():
                bits.append("1")
            case Free(name) if name in _JOT:
                bits.append(_JOT[name])
            case Free(name):
                raise EncodingError(f"“{name}” is free: Jot has no names", hint="bind it with a λ")
            case _:
                raise EncodingError("Jot has no λ", hint='translate it first: to_combinators(…, basis="sk")')
    return "".join(bits)


def from_jot(bits: str) -> Term:
    """The term of combinators that a string of bits stands for. Raises EncodingError for other signs.

    >>> from_jot("10")
    App(App(App(Free('B'), Free('I')), Free('S')), Free('K'))
    """
    if len(bits) > MOST_BITS:
        raise EncodingError(f"there are {len(bits):,} bits; {MOST_BITS:,} is the most")
    term: Term = I
    for number, bit in enumerate(bits, 1):
        if bit not in "01":
            raise EncodingError(f"at bit {number}: {bit!r} is no bit")
        term = App(B, term) if bit == "1" else App(App(term, S), K)
    return term
