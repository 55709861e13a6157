"""What to say about a text that is not in the language.

    situation      where the parser stopped: the word that cannot stand there, and what had been begun
    expressions    mistakes in terms: words, λs, brackets, commas
    statements     mistakes in definitions, derivations, assertions and imports

Each rule knows one kind of mistake by its situation, and says what is wrong, where, and what to do now.
All this is imported only for an error.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from lamb.errors import ParseError, Place, Source
from lamb.notation.complaints import expressions, statements
from lamb.notation.complaints.situation import Complaint, Stuck, stuck

if TYPE_CHECKING:
    from lark import UnexpectedInput

Rule: TypeAlias = Callable[[Stuck], Complaint | None]

# They are tried in this order; the last one always has something to say.
RULES: tuple[Rule, ...] = (
    expressions.never_closed,
    expressions.wrong_closer,
    expressions.empty,
    expressions.unfinished_string,
    expressions.unknown_step,
    expressions.other_lambda,
    expressions.unknown_character,
    expressions.no_term,
    statements.unfinished_import,
    expressions.reserved,
    expressions.text_in_quotes,
    expressions.no_variable,
    expressions.no_dot,
    statements.unfinished_derivation,
    statements.unfinished_forall,
    statements.no_in,
    statements.no_definition,
    statements.misplaced_definition,
    statements.misplaced_comparison,
    statements.misplaced_step,
    statements.unfinished_assertion,
    statements.misplaced_mark,
    expressions.dot_without_lambda,
    expressions.misplaced_comma,
    expressions.second_line,
    expressions.unexpected,
)


def complaint(source: Source, text: str, unexpected: UnexpectedInput) -> ParseError:
    """The error to raise for what Lark did not expect. *text* is the source without its comments."""
    situation = stuck(text, unexpected)
    found = next(found for rule in RULES if (found := rule(situation)))
    return ParseError(found.message, Place(source, found.place.start, found.place.end), found.hint)
