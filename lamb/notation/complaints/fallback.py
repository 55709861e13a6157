"""The last complaint, for what no other rule knows: what was found, and what could have been."""

from __future__ import annotations

from lamb.notation.complaints.situation import END, Stuck
from lamb.notation.complaints.vocabulary import Complaint

IN_WORDS = (
    ("_ASSERT", "a statement"),
    ("NUMERAL", "a term"),
    ("NAME", "a name"),
    ("_DOT _ARROW", "“.”"),
    ("_DEFINES", "“=”"),
    ("EQUALS", "“==”"),
    ("STEP", "a step such as =b>"),
    ("_COLON", "“:”"),
    ("_IN", "“in”"),
    ("COMMA", "“,”"),
    ("SEMICOLON", "“;”"),
    ("RPAR", "“)”"),
    ("RSQB", "“]”"),
    ("$END _NEWLINE", "the end of the line"),
)


def unexpected(stuck: Stuck) -> Complaint:
    """Anything else."""
    words = [words for kinds, words in IN_WORDS if stuck.expected & set(kinds.split())]
    here = "; ".join(words[:4]) or "the end of the text"
    if stuck.found.kind == END:
        return Complaint("something is missing after this", stuck.found, f"what can follow: {here}")
    message = f"I did not expect “{stuck.written(stuck.found)}” here"
    return Complaint(message, stuck.found, f"what can stand here: {here}")
