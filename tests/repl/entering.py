"""A prompt without a terminal: what is entered, and what it says."""

from __future__ import annotations

from collections.abc import Iterable
from io import StringIO

from lamb.cli.progress import Progress
from lamb.cli.terminal import Terminal
from lamb.repl.homes import Homes
from lamb.repl.repl import Repl


class Prompt(Repl):
    """A prompt of 80 columns on streams of text. *script* answers whatever a command asks."""

    def __init__(self, homes: Homes = Homes(), *, colored: bool = False) -> None:  # noqa: B008
        terminal = Terminal()
        terminal.out = terminal.err = self.screen = StringIO()
        terminal.color("always" if colored else "never")
        super().__init__(terminal, homes=homes)
        self.settings.width = 80
        self.script: list[str] = []
        self.read = self._answer

    def _answer(self, prompt: str) -> str:
        if not self.script:
            raise EOFError
        return self.script.pop(0)

    def said(self, *texts: str, script: Iterable[str] = ()) -> str:
        """What is said to some inputs, one after the other."""
        self.script = list(script)
        for text in texts:
            self.enter(text)
        said = self.screen.getvalue()
        self.screen.seek(0)
        self.screen.truncate()
        assert "Traceback" not in said
        return said.rstrip("\n")

    def terms(self) -> dict[str, object]:
        """The user's definitions, and what they mean."""
        return {name: self.session.definitions[name] for name in self.session.definitions.entries}


class _Interrupting(Progress):
    """Somebody presses Ctrl-C as soon as anything runs: once, or *hard*, again and again."""

    hard = False

    def __call__(self, steps: int) -> bool:
        if self.hard:
            raise KeyboardInterrupt
        self.interrupted = True
        return super().__call__(steps)


def interrupted(prompt: Prompt, *, hard: bool = False) -> Prompt:
    """A prompt whose evaluations are all interrupted."""
    progress = _Interrupting()
    progress.hard = hard
    prompt.progress = prompt.session.watch = progress
    return prompt
