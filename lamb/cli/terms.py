"""What commands have in common that say something of each term and definition of programs."""

from __future__ import annotations

import argparse
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from typing import TypeAlias

from lamb.cli.running import Progress, programs
from lamb.cli.terminal import Terminal
from lamb.errors import LambError
from lamb.results import Asked, Defined, Exit, Result, exit_of
from lamb.session import Session
from lamb.show.json import Json, described_error
from lamb.show.lines import complaint

Document: TypeAlias = Callable[[list[Json], Exit, str | None], str]


class EachTerm(ABC):
    """Shows something of each term when it comes, or all in JSON at the end, as a *document*."""

    def __init__(self, options: argparse.Namespace, terminal: Terminal, document: Document) -> None:
        self.options = options
        self.terminal = terminal
        self.document = document
        self.described: list[Json] = []
        self.progress = Progress()

    @abstractmethod
    def show(self, result: Asked | Defined, session: Session) -> Exit:
        """Show one, or add it to what is *described*; returns its code. Raises LambError, which is told."""

    def codes(self, progress: Progress) -> Iterator[Exit]:
        self.progress = progress
        for program in programs(self.options, progress):
            for result in program.results:
                with progress.watching():
                    code = self._take(result, program.session)
                yield code

    def _take(self, result: Result, session: Session) -> Exit:
        error: Result = result
        if isinstance(result, Asked | Defined):
            try:
                return self.show(result, session)
            except LambError as found:
                error = found
        if isinstance(error, LambError):
            if self.options.json:
                self.described.append({"error": described_error(error)})
            else:
                self.terminal.remark(*complaint(error))
        return exit_of(error)

    def end(self, code: Exit, problem: str | None) -> None:
        if self.options.json:
            self.terminal.write(self.document(self.described, code, problem))
        elif problem:
            self.terminal.remark(problem)
