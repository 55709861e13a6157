"""`lamb step` at work: the terms of programs, reduced in front of somebody."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import Protocol

from lamb.calculus.budget import Status
from lamb.calculus.reduction import Rule
from lamb.calculus.term import Term
from lamb.course.presentation.presented import Shown
from lamb.errors import LambError
from lamb.interface.endings import finished, hint, readings_of, unfinished
from lamb.interface.exits import Exit, OutOfMemoryError, exit_of, worst
from lamb.interface.look import Look
from lamb.interface.programs import Program, programs
from lamb.interface.progress import Progress
from lamb.interface.render import Line, Piece, complaint, render
from lamb.interface.stepping import Plan, Reduction
from lamb.interface.steps import View, first_lines, step_lines
from lamb.interface.terminal import Terminal, is_terminal
from lamb.results import Asked, Result
from lamb.session import Session


class Audience(Protocol):
    """Who is told about reductions. If it is *live*, every line is seen when it comes."""

    live: bool

    def begin(self, term: Term, following: Shown | None) -> None:
        """A reduction is shown from this term on; and its first line, if there is one."""
        ...

    def show(self, number: int, line: Shown, following: Shown | None) -> None:
        """A line, the number of the step that it leads to, and the line after it, if there is one."""
        ...

    def finish(self, asked: Asked, reduction: Reduction, session: Session) -> None:
        """The reduction has ended, or been left."""
        ...

    def hear(self, result: Result) -> None:
        """What a program has yielded."""
        ...

    def end(self, code: Exit, problem: str | None) -> None:
        """That was all."""
        ...


class Reductions:
    """The job: each term that stands on its own, as it was planned."""

    def __init__(self, options: argparse.Namespace, plan: Plan, audience: Audience) -> None:
        self.options = options
        self.plan = plan
        self.audience = audience
        self.shown = 0

    def codes(self, progress: Progress) -> Iterator[Exit]:
        """Reduce the terms; after each line, the exit code so far."""
        code = Exit.FINE
        for program in programs(self.options, progress):
            for result in program.results:
                with progress.watching():
                    for found in self._take(result, program, progress):
                        code = worst([code, found])
                        yield code
        if code is Exit.FINE and not self.shown:
            error = LambError("there is no term to reduce here, only definitions", hint="add one: -e TERM")
            self.audience.hear(error)
            yield Exit.WRONG

    def _take(self, result: Result, program: Program, progress: Progress) -> Iterator[Exit]:
        self.audience.hear(result)
        if not isinstance(result, Asked):
            yield exit_of(result)
            return
        self.shown += 1
        reduction = Reduction(result.term, program.session.definitions, self.plan, progress)
        try:
            reduction.skip()
            if self.audience.live:
                progress.erase()
                progress.screen = None  # its lines are progress enough
            for _ in self._lines(reduction):
                if progress(reduction.steps):
                    reduction.interrupted = True
                    break
                yield Exit.FINE
            self.audience.finish(result, reduction, program.session)
        except MemoryError:
            pass  # what has filled it is gone after this
        else:
            yield _exit(reduction)
            return
        now = "a lower --nodes stops earlier, and says where"
        self.audience.hear(OutOfMemoryError("the memory ran out", result.place, now))
        yield Exit.BUDGET

    def _lines(self, reduction: Reduction) -> Iterator[None]:
        """Show line after line, each when the one after it is known."""
        term, number, lines = reduction.term, reduction.steps, reduction.lines()
        following = next(lines, None)
        self.audience.begin(following.before if following else term, following)
        yield
        while following is not None:
            line, following = following, next(lines, None)
            number += line.rule is not Rule.ALPHA
            self.audience.show(number, line, following)
            yield

    def end(self, code: Exit, problem: str | None) -> None:
        self.audience.end(code, problem)


def _exit(reduction: Reduction) -> Exit:
    if reduction.status is Status.INTERRUPTED:
        return Exit.INTERRUPTED
    return Exit.FINE if reduction.status is Status.NORMAL_FORM or reduction.is_as_planned else Exit.BUDGET


class Reader:
    """A person, who reads each line as it comes."""

    def __init__(self, terminal: Terminal, view: View) -> None:
        self.terminal = terminal
        self.view = view
        self.live = is_terminal(terminal.out)
        self._begun = False

    def begin(self, term: Term, following: Shown | None) -> None:
        if self._begun:
            self.terminal.write("\n")
        self._begun = True
        self._write(first_lines(term, following, self.view))

    def show(self, number: int, line: Shown, following: Shown | None) -> None:
        self._write(step_lines(number, line, following, self.view))

    def _write(self, lines: list[Line]) -> None:
        self.terminal.answer(lines)
        self.terminal.flush()

    def finish(self, asked: Asked, reduction: Reduction, session: Session) -> None:
        if reduction.status is Status.NORMAL_FORM:
            values = readings_of(reduction.term, session.definitions)
            self._write([finished(reduction, values, self.view)])
        elif reduction.is_as_planned:
            self._write([(Piece(self.view.margin() + self.view.room().ellipsis),)])
        else:
            error = LambError(unfinished(reduction), asked.place, hint(reduction))
            self.terminal.remark(*complaint(error))

    def hear(self, result: Result) -> None:
        remarks = render(result, Look(ascii=self.view.ascii)).remarks
        if remarks:
            self.terminal.remark(*remarks)

    def end(self, code: Exit, problem: str | None) -> None:
        if problem:
            self.terminal.remark(problem)
