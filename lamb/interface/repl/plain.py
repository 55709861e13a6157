"""The prompt where a terminal can do nothing but show text (`TERM=dumb`, or none is named)."""

from __future__ import annotations

import sys
from io import TextIOWrapper

from lamb.interface.repl.inputs import INDENTATION, is_whole


class Plain:
    """Reads an input line by line."""

    def __init__(self, prompt: str, continuation: str) -> None:
        self.prompt, self.continuation = prompt, continuation
        if isinstance(sys.stdin, TextIOWrapper):
            sys.stdin.reconfigure(errors="replace")

    def read(self) -> str:
        """What is typed next. Raises EOFError when there is no more, and KeyboardInterrupt."""
        try:
            text = input(self.prompt)
            while not is_whole(text):
                text = f"{text}\n{_continued(text, input(self.continuation))}"
        except (EOFError, KeyboardInterrupt):
            print()
            raise
        return text


def _continued(text: str, line: str) -> str:
    """A line that follows *text*, indented if it would otherwise begin a statement in the middle of one."""
    if line[:1].isspace() or not line or not _is_unfinished(text):
        return line
    return INDENTATION + line


def _is_unfinished(text: str) -> bool:
    from lamb.notation.parser import is_incomplete

    return is_incomplete(text)
