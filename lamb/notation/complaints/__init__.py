"""Complaints about texts that are not in the language.

    situation      where the parser stopped: the word that cannot stand there, and what had been begun
    expressions    mistakes in terms: words, λs, brackets, commas
    borrowed       what other languages write, and this one writes otherwise
    statements     mistakes in definitions, derivations, assertions and imports

Each rule knows one kind of mistake by its situation, and says what is wrong, where, and what to do now.
All this is imported only for an error.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TypeAlias

from lamb.errors import ParseError, Place, Source
from lamb.notation.complaints import borrowed, expressions, statements
from lamb.notation.complaints.situation import (
    CLOSERS,
    DEFINES,
    DOTS,
    END,
    KEYWORDS,
    UNKNOWN,
    Complaint,
    Stuck,
)
from lamb.notation.layout import COMPARES

Rule: TypeAlias = Callable[[Stuck], Complaint | None]

# In the order in which they are tried, each with the kinds of words it is about (None: all).
# The last one always has something to say.
RULES: tuple[tuple[Collection[str] | None, Rule], ...] = (
    (None, expressions.never_closed),
    (CLOSERS, expressions.wrong_closer),
    (("RPAR",), expressions.empty),
    ((UNKNOWN,), expressions.unfinished_string),
    ((UNKNOWN,), expressions.endless_name),
    (None, expressions.unknown_step),
    (("_ARROW", UNKNOWN), statements.almost_a_step),
    ((*DOTS, UNKNOWN), expressions.other_lambda),
    (None, statements.unfinished_data),
    ((*DOTS, *DEFINES, "_COLON", "_BAR", UNKNOWN), borrowed.borrowed),
    ((UNKNOWN,), expressions.unknown_character),
    (None, expressions.no_term),
    (None, statements.unfinished_import),
    ((*KEYWORDS, *DEFINES), expressions.reserved),
    (None, expressions.no_variable),
    (None, expressions.no_dot),
    (None, statements.unfinished_derivation),
    (None, statements.unfinished_forall),
    (None, statements.no_in),
    (None, statements.no_definition),
    (DEFINES, statements.misplaced_definition),
    (COMPARES, statements.misplaced_comparison),
    (("STEP",), statements.misplaced_step),
    ((END,), statements.unfinished_assertion),
    (DOTS, expressions.dot_without_lambda),
    (("COMMA",), expressions.misplaced_comma),
    (("SEMICOLON", "_COLON", "STRING"), statements.misplaced_mark),
    ((END,), expressions.second_line),
    (None, expressions.unexpected),
)


def complaint(source: Source, situation: Stuck) -> ParseError:
    """The error to raise for a situation in a text."""
    kind = situation.found.kind
    rules = (rule for kinds, rule in RULES if kinds is None or kind in kinds)
    found = next(found for rule in rules if (found := rule(situation)))
    return ParseError(found.message, Place(source, found.place.start, found.place.end), found.hint)
