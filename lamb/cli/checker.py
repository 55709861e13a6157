"""One file, checked: its claims, what is wrong with it, and all that is printed of them.

A checker has no terminal, only its look and its surfaces, and what it finds is plain values: other processes
check, too.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from lamb.calculus.budget import Watch
from lamb.cli.progress import Progress
from lamb.cli.running import opened, session_for, watched
from lamb.cli.terminal import Surface
from lamb.course.points import all_points
from lamb.course.verdicts import Verdict
from lamb.errors import LambError, LoadError
from lamb.quantities import scored
from lamb.records import Record, value
from lamb.results import Checked, Derived, Exit, exit_of, worst
from lamb.show.json import Json, described_claim, described_error, document
from lamb.show.junit import JunitCase
from lamb.show.lines import (
    WORDS,
    Claim,
    Line,
    Look,
    Piece,
    Style,
    Tally,
    complaint,
    earned,
    flaws,
    name_of,
    place_of,
    plain,
    render,
)


class CheckedFile(Record, frozen=False):
    """A file, and what came of it so far: the *code* to exit with, the *tally* of its claims, the number of
    *errors* in it, and what is *said*, to standard error or not.

    *worth* counts claims that were not reached, too. *claims* and *flaws* are for documents, *cases* and
    *broken* for JUnit: the claims, and the errors.
    """

    name: str
    code: Exit = Exit.FINE
    worth: float = 0
    tally: Tally = value(default_factory=Tally)
    errors: int = 0
    said: list[tuple[bool, str]] = value(default_factory=list)
    claims: list[Json] = value(default_factory=list)
    flaws: list[Json] = value(default_factory=list)
    cases: list[JunitCase] = value(default_factory=list)
    broken: list[JunitCase] = value(default_factory=list)

    @property
    def lost(self) -> float:
        """The points for claims that were not reached."""
        return max(0.0, self.worth - self.tally.worth)

    @property
    def junit_cases(self) -> list[JunitCase]:
        """The cases of its claims and errors, to the first of which the points go that are lost."""
        broken = [
            case.with_values(worth=self.lost) if self.lost and not number else case
            for number, case in enumerate(self.broken)
        ]
        return [*self.cases, *broken]


def from_bytes(content: bytes) -> list[CheckedFile]:
    """The files that `Checker.whole` has told of."""
    return [*map(_from_json, json.loads(content))]


def _from_json(values: Json) -> CheckedFile:
    file = CheckedFile(*values.values())
    file.code, file.tally = Exit(file.code), Tally(*values["tally"].values())
    file.cases = [JunitCase(**case) for case in values["cases"]]
    file.broken = [JunitCase(**case) for case in values["broken"]]
    return file


def tally(files: Sequence[CheckedFile]) -> Tally:
    """The tally of all claims in some files."""
    found = Tally()
    for file in files:
        one = file.tally
        found.claims += one.claims
        found.holding += one.holding
        found.points += one.points
        found.worth += one.worth + file.lost
        found.for_points |= one.for_points or file.lost > 0
    return found


def check_document(files: Sequence[CheckedFile], code: Exit, problem: str | None) -> str:
    """The document of `lamb check --json`."""
    return document("lamb.check/1", code, problem, tally=_tally(files), files=[*map(_file, files)])


def _file(file: CheckedFile) -> Json:
    return {"name": file.name, "tally": _tally([file]), "claims": file.claims, "errors": file.flaws}


def _tally(files: Sequence[CheckedFile]) -> Json:
    found = tally(files)
    points, worth = round(found.points, 6), round(found.worth, 6)  # thirds add up
    return {"claims": found.claims, "holding": found.holding, "points": points, "worth": worth}


# ── Checking ──────────────────────────────────────────────────────────────────────────

STYLES: dict[Verdict, Style] = {
    Verdict.HOLDS: "comment",
    Verdict.FAILS: "error",
    Verdict.PARTIAL: "error",
    Verdict.UNDECIDED: "note",
}


class Checker(Record):
    """Checks files as the *options* of `lamb check` say. Lines are laid out for two *surfaces*."""

    options: argparse.Namespace
    look: Look
    surfaces: tuple[Surface, Surface]

    def found(
        self, file: CheckedFile, path: str, folder: Path | None, progress: Progress
    ) -> Iterator[CheckedFile]:
        """A file, which may have to be in a folder, each time that there is more to say of it."""
        for result in watched(self._results(file, path, folder, progress), progress):
            file.code = worst([file.code, exit_of(result)])
            if isinstance(result, LambError):
                self._note_error(file, result)
            else:
                self._note_claim(file, result)
            yield file
        self._sum_up(file)
        yield file

    def whole(self, named: bytes) -> bytes:
        """Files that were checked, of their paths, and of the folder that each has to be in, if any."""
        files: list[CheckedFile] = []
        for path, folder in json.loads(named):
            files.append(CheckedFile(path))
            for _ in self.found(files[-1], path, Path(folder) if folder else None, Progress()):
                pass
        return json.dumps([vars(file) for file in files], default=vars).encode()

    def lost(self, path: str, why: str) -> CheckedFile:
        """A file that could not be checked, for the process that did so broke down."""
        file = CheckedFile(path, Exit.WRONG)
        self._note_error(file, LoadError(f"“{path}” could not be checked: {why}"))
        self._sum_up(file)
        return file

    def _results(
        self, file: CheckedFile, path: str, folder: Path | None, watch: Watch
    ) -> Iterator[Claim | LambError]:
        """The claims of a program, and what is wrong with it. What it is worth is said to its *file*."""
        session = session_for(path, self.options, watch)
        try:
            source = opened(path, folder, session.files)
            file.worth = all_points(source)
            empty = True
            for result in session.check_program(source):
                if isinstance(result, Derived | Checked | LambError):
                    empty = False
                    yield result
            if empty and not self.options.expects:
                hint = "a claim begins with eval, conf or assert"
                raise LoadError(f"there is nothing to check in “{source.name}”", hint=hint)
        except LambError as error:
            yield error

    # ── what is printed ──

    def _note_error(self, file: CheckedFile, error: LambError) -> None:
        if self.options.json:
            file.flaws.append(described_error(error))
        else:
            of_file = error.place is None  # and not of what is in it
            file.said.append((of_file, self.surfaces[of_file].laid_out(complaint(error))))
        if self.options.junit:
            file.broken.append(
                JunitCase(
                    file.name, file.name, None, "error", type(error).__name__, error.message, str(error)
                )
            )
        file.errors += 1

    def _note_claim(self, file: CheckedFile, claim: Claim) -> None:
        if self.options.json:
            file.claims.append(described_claim(claim, self.look, self.options.hint))
        elif not (self.options.quiet and claim.verdict is Verdict.HOLDS):
            lines = (_verdict(claim), *self._explanation(claim))
            file.said.append((False, self.surfaces[0].laid_out(lines)))
        if self.options.junit:
            file.cases.append(self._case(file, claim))
        file.tally.add(claim)

    def _sum_up(self, file: CheckedFile) -> None:
        if not self.options.json:
            file.said.append((False, self.surfaces[0].laid_out([summary(file.name, [file])])))

    def _explanation(self, claim: Claim) -> tuple[Line, ...]:
        """All that is wrong with a claim, as far as a hint goes."""
        if self.options.hint < 1 or claim.verdict is Verdict.HOLDS:
            return ()
        if isinstance(claim, Derived):
            return flaws(claim, self.options.hint)
        return render(claim, self.look).remarks

    def _case(self, file: CheckedFile, claim: Claim) -> JunitCase:
        """A claim for JUnit: what is invalid or partial is a failure, what is undecided an error."""
        case = JunitCase(name_of(claim), file.name, place_of(claim).line)
        if claim.points is not None:
            case = case.with_values(points=earned(claim), worth=claim.points)
        if claim.verdict is Verdict.HOLDS:
            return case
        word = WORDS[claim.verdict]
        reason = f": {claim.reason}" if self.options.hint and isinstance(claim, Derived) else ""
        return case.with_values(
            tag="error" if claim.verdict is Verdict.UNDECIDED else "failure",
            kind=word,
            message=word + reason,
            text=plain(self._explanation(claim)),
        )


def _verdict(claim: Claim) -> Line:
    verdict = Piece(f"{WORDS[claim.verdict]}: ", STYLES[claim.verdict])
    points = f" ({scored(earned(claim), claim.points)})" if claim.points is not None else ""
    return (Piece(f"{place_of(claim)}: ", "place"), verdict, Piece(f"{name_of(claim)}{points}"))


def summary(name: str, files: Sequence[CheckedFile]) -> Line:
    """The tally of the claims of files, and the number of errors in them."""
    found = tally(files)
    errors = sum(file.errors for file in files)
    wrong = f", {errors} {'error' if errors == 1 else 'errors'}" if errors else ""
    good = found.holding == found.claims and not errors
    return (Piece(f"{name}: ", "place"), Piece(f"{found}{wrong}", "comment" if good else "note"))
