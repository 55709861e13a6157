"""The terms behind a command: read, measured, written out, and compared."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from typing import NamedTuple, TypeAlias

from lamb.calculus.budget import Exhausted, Meter, Status
from lamb.calculus.numerals import is_numeral
from lamb.calculus.reduction import Path, eta_normal
from lamb.calculus.term import App, Free, Lam, Term, nodes
from lamb.calculus.unwritten import times_left
from lamb.course.derivations.conditions import immense_numerals, unfold
from lamb.encodings.readings import readings
from lamb.errors import LambError, Source, columns
from lamb.notation.elision import Room, excerpt
from lamb.notation.names import notes_on, remove_names
from lamb.notation.parser import parse_expression
from lamb.quantities import counted
from lamb.repl.repl import Repl, misused
from lamb.repl.walking import text_of
from lamb.results import Note
from lamb.show.lines import Line, Piece, Style, noted, shown_readings
from lamb.show.reductions import NARROWEST

LARGEST = 1_000_000  # nodes of a term that is written out


def term_for(repl: Repl, command: str, text: str) -> Term:
    """The term that is written behind a command, or else the last one that was evaluated.

    Names stay names, but answers like `it` are written out. Raises LambError.
    """
    if text:
        return parsed(repl, Source(text, f":{command}"))
    if repl.asked is None:
        raise misused(command, f":{command} needs a term: none has been evaluated yet")
    return repl.asked


def parsed(repl: Repl, source: Source) -> Term:
    """The term in a text. What looks like a slip in it is said. Raises ParseError."""
    definitions = repl.session.definitions
    expr = parse_expression(source)
    for _, message in notes_on(expr, definitions):
        repl.terminal.remark(noted(Note(message)))
    return repl.without_answers(remove_names(expr, definitions.constructors))


def written_out(term: Term, definitions: Mapping[str, Term]) -> Term:
    """A term with its definitions and all numerals unfolded. Raises LambError if it is too large."""
    whole = unfold(term, definitions)
    for numeral in immense_numerals(whole):
        raise LambError(f"the numeral {numeral:.20} is too large to be written out")
    if whole.size > LARGEST:
        raise LambError(f"this term is too large to be written out: it has {counted(whole.size, 'node')}")
    return whole


# ── Measuring ───────────────────────────────────────────────────────────────────────


class Measure(NamedTuple):
    """How many λs, applications, redexes and names to unfold there are, and how *deep* the lowest node is."""

    lambdas: int = 0
    applications: int = 0
    redexes: int = 0
    unfolds: int = 0
    depth: int = 1


def measure(term: Term, definitions: Container[str]) -> Measure:
    """What is in a term; numerals and the names of *definitions* unfold. Linear in its distinct nodes.

    >>> from lamb.notation import parse_term
    >>> measure(parse_term("(λx. x 2) y"), {"y"})
    Measure(lambdas=1, applications=2, redexes=1, unfolds=2, depth=4)
    """
    measures: dict[int, Measure] = {}
    for node in nodes(term, whole=False):
        match node:
            case Lam() | App() if not node.written:  # a numeral, or what is below its λs
                lambdas, times = 2 * isinstance(node, Lam), times_left(node)
                found = Measure(lambdas, times, depth=lambdas + times + 1)
            case Lam(_, body):
                inner = measures[id(body)]
                found = inner._replace(lambdas=inner.lambdas + 1, depth=inner.depth + 1)
            case App(fn, arg):
                one, other = measures[id(fn)], measures[id(arg)]
                found = Measure(
                    one.lambdas + other.lambdas,
                    one.applications + other.applications + 1,
                    one.redexes + other.redexes + isinstance(fn, Lam),
                    one.unfolds + other.unfolds,
                    max(one.depth, other.depth) + 1,
                )
            case Free(name):
                found = Measure(unfolds=int(name in definitions or is_numeral(name)))
            case _:
                found = Measure()
        measures[id(node)] = found
    return measures[id(term)]


# ── Comparing ───────────────────────────────────────────────────────────────────────
# Whether two terms are the same: as they are written, in what they reduce to, in what they do.


def sameness(one: Term, other: Term, repl: Repl) -> Iterator[Line]:
    """What there is to say: up to α, up to β, and up to η."""
    if one == other:
        yield _verdict("α", True, "the same but for the names of bound variables", repl)
        return
    yield _verdict("α", False, "they differ as they are written", repl)
    yield from _difference(one, other, repl)
    normal_forms: list[Term] = []
    for term, which in ((one, "the left one"), (other, "the right one")):
        outcome = repl.session.normalize(term)
        if not outcome.finished:
            stopped = outcome.status is Status.INTERRUPTED
            why = "interrupted" if stopped else f"{which} has {repl.look.limit(outcome.status)}"
            yield _verdict("β", None, why, repl)
            return
        normal_forms.append(outcome.term)
    left, right = normal_forms
    if left == right:
        text = text_of(repl, left)
        comment = shown_readings(text, readings(left))
        shown = f"{text}    -- {comment}" if comment else text
        yield _verdict("β", True, f"both reduce to {shown}", repl)
        return
    yield _verdict("β", False, "their normal forms differ", repl)
    if (left, right) != (one, other):
        yield from _difference(left, right, repl)
    budget = repl.session.budget
    try:
        with Meter(budget, repl.progress, memory=True):
            left, right = eta_normal(left), eta_normal(right)
    except Exhausted as exhausted:
        yield _verdict("η", None, f"not known {budget.within(exhausted.status)}", repl)
        return
    why = f"both do what {text_of(repl, left)} does" if left == right else "they differ in what they do"
    yield _verdict("η", left == right, why, repl)


def _verdict(rule: str, same: bool | None, why: str, repl: Repl) -> Line:
    name = {"α": "alpha", "β": "beta ", "η": "eta  "}[rule] if repl.look.ascii else rule
    verdicts: dict[bool | None, tuple[str, Style]] = {
        True: ("yes", "comment"),
        False: ("no ", "error"),
        None: ("not known", "note"),
    }
    return (Piece(f"up to {name}  "), Piece(*verdicts[same]), Piece(f"  {why}"))


def _difference(one: Term, other: Term, repl: Repl) -> list[Line]:
    """Both terms, and marks under the first parts that differ."""
    path = first_difference(one, other)
    lines: list[Line] = []
    for label, term in (("  left   ", one), ("  right  ", other)):
        room = max(NARROWEST, repl.width - len(label))
        found = excerpt(term, Room(room, columns, repl.look.ascii), path)
        lines.append((Piece(label, "note"), Piece(found.text)))
        node = found.at(path)
        if path and node is not None:
            blank, marks = columns(found.text[: node.start]), columns(found.text[node.start : node.end])
            lines.append((Piece(" " * (len(label) + blank) + "^" * marks, "hint"),))
    return lines


Way: TypeAlias = "tuple[str, Way] | None"
"""A path, the last step first."""


def first_difference(one: Term, other: Term) -> Path:
    """The way to the first parts, from left to right, in which two different terms are not alike.

    >>> from lamb.notation import parse_term
    >>> first_difference(parse_term("λx. f x a"), parse_term("λx. f x b"))
    ('body', 'arg')
    """
    todo: list[tuple[Term, Term, Way]] = [(one, other, None)]
    while todo:
        one, other, way = todo.pop()
        match one, other:
            case _ if one is other:
                pass
            case Lam(_, body), Lam(_, other_body):
                todo.append((body, other_body, ("body", way)))
            case App(fn, arg), App(other_fn, other_arg):
                todo += (arg, other_arg, ("arg", way)), (fn, other_fn, ("fn", way))
            case _ if one != other:
                path: list[str] = []
                while way is not None:
                    step, way = way
                    path.append(step)
                return tuple(reversed(path))
    return ()
