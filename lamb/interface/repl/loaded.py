"""What the prompt needs once something is typed: the parser, the session, and what can be completed."""

from __future__ import annotations

from lamb.interface.repl.completion import Completions, takes_term
from lamb.interface.repl.homes import Homes
from lamb.interface.repl.repl import Repl
from lamb.interface.terminal import Terminal
from lamb.notation.parser import is_incomplete


class Loaded:
    """A session at the prompt, and what can be written there."""

    takes_term = staticmethod(takes_term)

    def __init__(self, terminal: Terminal, homes: Homes) -> None:
        self.repl = Repl(terminal, homes=homes)
        self.completions = Completions(self.repl)
        takes_term("help")  # which loads the commands
        is_incomplete("")  # and this the grammar
