"""What `lamb check` says to people.

homework.lc:7:6: valid: id_zero (2 of 2 points)
homework.lc:12:6: invalid: not_true (0 of 3 points)
homework.lc:14:3: …what is wrong with the step, and its line
homework.lc: 1 of 2 hold, 2 of 5 points
"""

from __future__ import annotations

from collections.abc import Iterable

from lamb.course.verdicts import Verdict
from lamb.errors import LambError
from lamb.interface.checks.claims import WORDS, CheckedFile, Claim, earned, name_of, place_of, tally
from lamb.interface.exits import Exit
from lamb.interface.look import Look
from lamb.interface.render import Line, Piece, Style, complaint, flaws, render
from lamb.interface.terminal import Terminal
from lamb.results import Derived

STYLES: dict[Verdict, Style] = {
    Verdict.HOLDS: "comment",
    Verdict.FAILS: "error",
    Verdict.PARTIAL: "error",
    Verdict.UNDECIDED: "note",
}


class People:
    """People, who read each verdict as it comes; *quiet* ones want to hear of no good."""

    def __init__(self, terminal: Terminal, look: Look, hint: int, *, quiet: bool) -> None:
        self.terminal = terminal
        self.look = look
        self.hint = hint
        self.quiet = quiet

    def show(self, found: Claim | LambError) -> None:
        if isinstance(found, LambError):
            self.terminal.answer(complaint(found))
        elif not self.quiet or found.verdict is not Verdict.HOLDS:
            self.terminal.answer((_verdict(found), *explanation(found, self.look, self.hint)))

    def finish(self, file: CheckedFile) -> None:
        self.terminal.answer([_summary(file.name, [file])])

    def end(self, files: list[CheckedFile], code: Exit, problem: str | None) -> None:
        if len(files) > 1:
            self.terminal.answer([_summary(f"{len(files):,} files", files)])
        if problem:
            self.terminal.remark(problem)


def _verdict(result: Claim) -> Line:
    verdict = Piece(f"{WORDS[result.verdict]}: ", STYLES[result.verdict])
    points = f" ({earned(result):g} of {result.points:g} points)" if result.points is not None else ""
    return (Piece(f"{place_of(result)}: ", "place"), verdict, Piece(f"{name_of(result)}{points}"))


def explanation(result: Claim, look: Look, hint: int) -> tuple[Line, ...]:
    """All that is wrong with a claim, as far as a hint goes."""
    if hint < 1 or result.verdict is Verdict.HOLDS:
        return ()
    return flaws(result, hint) if isinstance(result, Derived) else render(result, look).remarks


def _summary(name: str, files: Iterable[CheckedFile]) -> Line:
    """How the claims of files do."""
    checked = list(files)
    found = tally(result for file in checked for result in file.claims)
    errors = sum(len(file.errors) for file in checked)
    wrong = f", {errors} {'error' if errors == 1 else 'errors'}" if errors else ""
    good = found.holding == found.claims and not errors
    return (Piece(f"{name}: ", "place"), Piece(f"{found}{wrong}", "comment" if good else "note"))
