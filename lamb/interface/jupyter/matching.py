"""Completion inside `%%lamb` cells and `%lamb` lines, where nothing of Python's is offered.

%%lamb --str|            options, and what they take
twice f x = f (tw|       names, commands, words of the language
\\alp|                    left to IPython, which knows what becomes α
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from IPython.core.completer import CompletionContext, SimpleCompletion, SimpleMatcherResult, context_matcher

if TYPE_CHECKING:
    from lamb.interface.jupyter.desk import Desk
    from lamb.interface.repl.candidates import Candidate

_CELL = re.compile(r"(?:%%[^\n]*\n)*\s*%%lamb\b(?P<options>[^\n]*)(?P<program>\n.*)?", re.DOTALL)
_LINE = re.compile(
    r"(?:.*[\s=(,])?%lamb\b(?P<options>(?:\s+--\w+(?:[ =]\S+)?)*\s*(?:--?\w*)?)(?P<program>.*)"
)
_SYMBOL = re.compile(r"\\\w+$")

Matcher = Callable[[CompletionContext], SimpleMatcherResult]


def matcher(desk: Callable[[], Desk]) -> Matcher:
    """What can stand at the cursor of a notebook, where that is λ-calculus."""

    @context_matcher(identifier="lamb", priority=200)
    def complete(context: CompletionContext) -> SimpleMatcherResult:
        before = written(context)
        found = _CELL.fullmatch(before) or _LINE.fullmatch(context.text_until_cursor)
        if found is None or _SYMBOL.search(before):
            return {"completions": [], "suppress": False}
        return _offered(*_candidates(found, desk()))

    matches: Matcher = complete
    return matches


def written(context: CompletionContext) -> str:
    """All that stands before the cursor."""
    lines = context.full_text.split("\n")
    return "\n".join([*lines[: context.cursor_line], context.text_until_cursor])


def _candidates(found: re.Match[str], desk: Desk) -> tuple[str, list[Candidate]]:
    """What a word that has been begun can be, and how it begins."""
    from lamb.interface.jupyter.options import completed

    if not found["program"]:
        return completed(found["options"])
    program = found["program"]
    start, end, candidates = desk.complete(program, len(program))
    return program[start:end], candidates


def _offered(fragment: str, candidates: list[Candidate]) -> SimpleMatcherResult:
    """Candidates as IPython has them. Without any, those of Python would come: so the word stays as it is."""
    texts = [one.text for one in candidates] or [fragment]
    return {
        "completions": [SimpleCompletion(text, type="function") for text in texts],
        "matched_fragment": fragment,
        "suppress": True,
        "ordered": True,
    }
