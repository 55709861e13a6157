"""The terms that stand behind a command."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from lamb.calculus.quantities import counted
from lamb.calculus.term import Term
from lamb.course.unfolding import immense_numerals, unfold
from lamb.errors import LambError
from lamb.interface.render import Piece
from lamb.interface.repl.commands import misused
from lamb.notation.names import remove_names
from lamb.notation.parser import parse_expression
from lamb.notation.spelling import notes_on
from lamb.source import Source

if TYPE_CHECKING:
    from lamb.interface.repl.repl import Repl

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
