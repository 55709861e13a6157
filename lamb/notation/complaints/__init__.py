"""What to say about a text that is not in the language.

    situation      where the parser stopped: the word that cannot stand there, and what had been begun
    terms          mistakes in terms
    statements     mistakes in definitions, derivations, assertions and imports

Each rule knows one kind of mistake by its situation, and says what is wrong, where, and what to do now.
All this is imported only for an error.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from lamb.errors import ParseError, Place, Source
from lamb.notation.complaints import (
    statements,
    statements as definitions,
    statements as derivations,
    statements as fallback,
    terms,
    terms as abstractions,
    terms as brackets,
    terms as words,
)
from lamb.notation.complaints.situation import Complaint, Stuck, stuck

if TYPE_CHECKING:
    from lark import UnexpectedInput

Rule: TypeAlias = Callable[[Stuck], Complaint | None]

# They are tried in this order; the last one always has something to say.
RULES: tuple[Rule, ...] = (
    brackets.never_closed,
    brackets.wrong_closer,
    brackets.empty,
    words.unfinished_string,
    words.unknown_step,
    abstractions.other_lambda,
    words.unknown_character,
    terms.no_term,
    terms.no_program,
    statements.unfinished_import,
    words.reserved,
    words.text_in_quotes,
    abstractions.no_variable,
    abstractions.no_dot,
    derivations.unfinished_derivation,
    statements.unfinished_forall,
    definitions.no_in,
    definitions.no_definition,
    definitions.misplaced_definition,
    statements.misplaced_comparison,
    derivations.misplaced_step,
    abstractions.dot_without_lambda,
    statements.unfinished_assertion,
    terms.misplaced_comma,
    definitions.misplaced_semicolon,
    derivations.misplaced_colon,
    terms.second_line,
    fallback.unexpected,
)


def complaint(source: Source, text: str, unexpected: UnexpectedInput) -> ParseError:
    """The error to raise for what Lark did not expect. *text* is the source without its comments."""
    situation = stuck(text, unexpected)
    found = next(found for rule in RULES if (found := rule(situation)))
    return ParseError(found.message, Place(source, found.place.start, found.place.end), found.hint)
