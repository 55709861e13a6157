"""What is in a term, counted as a tree, though each of its parts is looked at only once."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import TYPE_CHECKING, NamedTuple

from lamb.calculus.numerals import is_numeral
from lamb.calculus.term import App, Free, Lam, Term, nodes
from lamb.calculus.unwritten import times_left
from lamb.course.derivations.conditions import immense_numerals, unfold
from lamb.errors import LambError, Source
from lamb.notation.names import notes_on, remove_names
from lamb.notation.parser import parse_expression
from lamb.quantities import counted
from lamb.repl.commands import misused
from lamb.show.lines import Piece

if TYPE_CHECKING:
    from lamb.repl.repl import Repl


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


# ── Terms ───────────────────────────────────────────────────────────────────────────
# The terms that stand behind a command.


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
        repl.terminal.remark((Piece("note: ", "note"), Piece(message)))
    return repl.without_answers(remove_names(expr, definitions.constructors))


def written_out(term: Term, definitions: Mapping[str, Term]) -> Term:
    """A term with its definitions and all numerals unfolded. Raises LambError if it is too large."""
    whole = unfold(term, definitions)
    for numeral in immense_numerals(whole):
        raise LambError(f"the numeral {numeral:.20} is too large to be written out")
    if whole.size > LARGEST:
        raise LambError(f"this term is too large to be written out: it has {counted(whole.size, 'node')}")
    return whole
