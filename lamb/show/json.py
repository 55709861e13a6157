"""`lamb eval --json`: everything that is known about the results, for other programs to read.

One document, whatever happens; keys may be added to it under the same schema, none goes or changes.

    {"schema": "lamb.eval/1", "lamb": "0.1.0",
     "ok": bool, "exit": 0 | 1 | 2 | 3 | 130,
     "error": null | what is wrong with the command line, or "interrupted",
     "programs": [{"name": the file, "<stdin>" or "-e", "results": [result, …]}, …]}

    result     {"kind": …, "place": place | null, …}, with, for each kind:
      answer      "status": "normal form" | "steps" | "nodes" | "seconds" | "interrupted",
                  "steps": int, "numbers": bool (whether known arithmetic was done with integers, which
                  takes no steps), "term": term (with another status: as far as it came),
                  "shown": str | null (as it is printed, in the format that --format asks for),
                  "divergence": str | null (what can be seen of it, if it did not end),
                  "notes": [{"message", "place"}, …]
      assertion   "verdict": "holds" | "fails" | "undecided", "status": as above | null,
                  "left": term | null, "right": term | null (if it fails), "examples": int,
                  "counterexample": {name: term}
      derivation  "name", "verdict", "reason", "demand": "eval" | "conf", "partial": bool (whether it
                  fails only because an eval does not end in a normal form),
                  "steps": [{"operator", "place", "verdict", "reason", "mistake": str | null}, …]
      definition  "name", "replaced": bool
      import      "what", "definitions": int
      error       "error": its class, "message", "hint": str | null
    place      {"file", "line", "column", "text"}, counted from 1 and in characters
    term       {"text": str | null (too large), "size": nodes | null (more than 10¹⁵),
                "readings": [{"text", "kind", "value"}, …]}; numbers of thousands of digits
                are null as values, and whole in the text

The document is ASCII, so that no encoding can spoil it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from lamb.calculus.budget import Meter
from lamb.calculus.term import Term
from lamb.course.verdicts import Judgement, Verdict
from lamb.encodings.readings import Reading, readings
from lamb.errors import LambError, Place
from lamb.quantities import LARGEST_COUNTED
from lamb.results import Answer, Asked, Checked, Defined, Derived, Exit, Imported, Note, Result
from lamb.show.lines import Look, claim, plain, render
from lamb.version import __version__

SCHEMA = "lamb.eval/1"
LONGEST_TEXT = 1_000  # characters of a program that a place quotes
LONGEST_NUMBER = 14_000  # bits: Python, for one, reads no number of more than 4,300 digits

Json = dict[str, Any]


def document(schema: str, code: Exit, error: str | None, **contents: Any) -> str:
    """A document for other programs: what all have in common, and what is in this one."""
    envelope = {
        "schema": schema,
        "lamb": __version__,
        "ok": code == Exit.FINE,
        "exit": int(code),
        "error": error,
    }
    return json.dumps(envelope | contents, indent=1) + "\n"


class EvaluationJson:
    """A program, which reads everything at the end."""

    def __init__(self, write: Callable[[str], object], look: Look) -> None:
        self.write = write
        self.look = look
        self.programs: list[Json] = []

    def begin(self, name: str) -> None:
        self.programs.append({"name": name, "results": []})

    def show(self, result: Result) -> None:
        self.programs[-1]["results"].append(described(result, self.look))

    def end(self, code: Exit, error: str | None) -> None:
        self.write(document(SCHEMA, code, error, programs=self.programs))


def described(result: Result, look: Look) -> Json:
    """A result as JSON."""
    place = described_place(result.place)
    match result:
        case Answer(outcome=outcome):
            return {
                "kind": "answer",
                "place": place,
                "status": outcome.status.value,
                "steps": outcome.steps,
                "numbers": outcome.numbers_used,
                "divergence": str(result.divergence) if result.divergence else None,
                "term": _term(outcome.term, result.readings, look, result.meter),
                "shown": plain(render(result, look).answer) if outcome.finished else None,
                "notes": [_note(note) for note in result.notes],
            }
        case Checked(stopped=status):
            return {
                "kind": "assertion",
                "place": place,
                "verdict": result.verdict.value,
                "status": status.value if status else None,
                "left": _side(result.left, look),
                "right": _side(result.right, look),
                "examples": result.examples,
                "counterexample": {name: _side(term, look) for name, term in result.counterexample.items()},
            }
        case Derived():
            return _derivation(result)
        case Defined(name=name, replaced=replaced):
            return {"kind": "definition", "place": place, "name": name, "replaced": replaced}
        case Asked(term=term):
            return {"kind": "term", "place": place, "term": _term(term, (), look)}
        case Imported(what=what, definitions=definitions):
            return {"kind": "import", "place": place, "what": what, "definitions": definitions}
        case LambError():
            return {"kind": "error", **described_error(result)}


def described_error(error: LambError) -> Json:
    """What is wrong with a program, as JSON."""
    return {
        "place": described_place(error.place),
        "error": type(error).__name__,
        "message": error.message,
        "hint": error.hint,
    }


def _derivation(derived: Derived) -> Json:
    partial = derived.verdict is Verdict.PARTIAL
    return {
        "kind": "derivation",
        "place": described_place(derived.flaw.place if derived.flaw else derived.place),
        "name": derived.name,
        "verdict": Verdict.FAILS.value if partial else derived.verdict.value,
        "reason": derived.reason,
        "demand": derived.kind,
        "partial": partial,
        "steps": [
            {
                "operator": step.operator,
                "place": described_place(step.place),
                "verdict": step.verdict.value,
                "reason": step.reason,
                "mistake": step.mistake.told(2).message if step.mistake else None,
            }
            for step in derived.steps
        ],
    }


def described_place(place: Place | None) -> Json | None:
    if place is None:
        return None
    text = place.text if len(place.text) <= LONGEST_TEXT else place.text[: LONGEST_TEXT - 1] + "…"
    return {"file": place.source.name, "line": place.line, "column": place.column, "text": text}


def _note(note: Note) -> Json:
    return {"message": note.message, "place": described_place(note.place)}


def _side(term: Term | None, look: Look) -> Json | None:
    return _term(term, readings(term), look) if term else None


def _term(term: Term, found: tuple[Reading, ...], look: Look, meter: Meter | None = None) -> Json:
    """A term: its text, unless it is too large for one, its size and its readings."""
    return {
        "text": replace(look, format="term", elided=False).whole_text(term, meter),
        "size": term.size if term.size <= LARGEST_COUNTED else None,
        "readings": [{"text": str(one), "kind": one.kind, "value": _value(one.value)} for one in found],
    }


def _value(value: object) -> object:
    """What a term can be read as, for programs that read numbers of some thousand digits at most."""
    match value:
        case int() if value.bit_length() > LONGEST_NUMBER:
            return None
        case list() | tuple():
            return [_value(part) for part in value]
    return value


# ── Claims ──────────────────────────────────────────────────────────────────────────
# Claims and how many of them hold: the derivations and assertions of a file.
#
# valid       it holds
# invalid     a step of it does not hold, or the assertion does not
# partial     every step holds, but an `eval` does not end in a normal form
# undecided   a search was given up


Claim: TypeAlias = Derived | Checked

WORDS = {
    Verdict.HOLDS: "valid",
    Verdict.FAILS: "invalid",
    Verdict.PARTIAL: "partial",
    Verdict.UNDECIDED: "undecided",
}


def name_of(result: Claim) -> str:
    """What a claim is called: a derivation by its name, an assertion by its text."""
    return result.name if isinstance(result, Derived) else claim(result.place)


def place_of(result: Claim) -> Place:
    """Where a claim begins."""
    if isinstance(result, Derived):
        return result.place
    source, start, end = result.place
    return Place(source, max(0, source.text.rfind("assert", 0, start)), end)


@dataclass
class Tally:
    """How many claims there are, how many hold, and the points for them."""

    claims: int = 0
    holding: int = 0
    points: float = 0
    worth: float = 0
    for_points: bool = False

    def add(self, result: Claim) -> None:
        self.claims += 1
        self.holding += result.verdict is Verdict.HOLDS
        if result.points is not None:
            self.for_points = True
            self.worth += result.points
            self.points += earned(result)

    def __str__(self) -> str:
        """In words: `5 of 7 hold, 12 of 15 points`."""
        if not self.claims:
            return "nothing was checked"
        hold = "holds" if self.claims == 1 else "hold"
        points = f", {self.points:g} of {self.worth:g} points" if self.for_points else ""
        return f"{self.holding:,} of {self.claims:,} {hold}{points}"


def earned(result: Claim) -> float:
    """The points for a claim: all or none."""
    return result.points or 0.0 if result.verdict is Verdict.HOLDS else 0.0


@dataclass
class CheckedFile:
    """A file, its claims, and what is wrong with it."""

    name: str
    claims: list[Claim] = field(default_factory=list)
    errors: list[LambError] = field(default_factory=list)

    def take(self, found: Claim | LambError) -> None:
        """Note what was found in it."""
        if isinstance(found, LambError):
            self.errors.append(found)
        else:
            self.claims.append(found)


def tally(claims: Iterable[Claim]) -> Tally:
    """How the claims do together."""
    counted = Tally()
    for result in claims:
        counted.add(result)
    return counted


# ── Document ────────────────────────────────────────────────────────────────────────
# `lamb check --json`: every claim, its verdict and its steps, for other programs to read.
#
# One document, whatever happens; keys may be added to it under the same schema, none goes or changes.
#
#     {"schema": "lamb.check/1", "lamb": "0.1.0", "ok": bool, "exit": 0 | 1 | 2 | 3 | 130,
#      "error": null | what is wrong with the command line, or "interrupted",
#      "tally": tally, "files": [{"name", "tally": tally, "claims": [claim, …], "errors": [error, …]}, …]}
#
#     tally       {"claims": int, "holding": int, "points": number, "worth": number}
#     claim       {"kind": "eval" | "conf" | "assert", "name", "place": place,
#                  "verdict": "valid" | "invalid" | "partial" | "undecided",
#                  "stopped": null | "steps" | "nodes" | "seconds" | "interrupted",
#                  "points": number | null, "worth": number | null, …}, with, besides,
#       eval, conf  "steps": [judgement, …], "ending": judgement | null (of the last term of an eval)
#       assert      "left", "right": the normal forms that differ, or null, "examples": int,
#                   "counterexample": {name: text}
#     judgement   {"operator", "place": place, "verdict": as above, "stopped": as above, "reason",
#                  "mistake": null | {"kind", "what", "where": str | null, "place": place | null,
#                  "instead": str | null}}, as far as --hint goes
#     error       {"error": its class, "message", "hint": str | null, "place": place | null}
#     place       {"file", "line", "column", "text"}, counted from 1 and in characters
#
# The document is ASCII, so that no encoding can spoil it.


CHECK_SCHEMA = "lamb.check/1"


class CheckJson:
    """A program, which reads everything at the end."""

    def __init__(self, write: Callable[[str], object], look: Look, hint: int) -> None:
        self.write = write
        self.look = look
        self.hint = hint

    def show(self, found: Claim | LambError) -> None:
        """Nothing yet."""

    def finish(self, file: CheckedFile) -> None:
        """Nothing yet."""

    def end(self, files: list[CheckedFile], code: Exit, problem: str | None) -> None:
        tally = _tally(result for file in files for result in file.claims)
        described_files = [_file(file, self.look, self.hint) for file in files]
        self.write(document(CHECK_SCHEMA, code, problem, tally=tally, files=described_files))


def _file(file: CheckedFile, look: Look, hint: int) -> Json:
    return {
        "name": file.name,
        "tally": _tally(file.claims),
        "claims": [_claim(result, look, hint) for result in file.claims],
        "errors": [described_error(error) for error in file.errors],
    }


def _tally(claims: Iterable[Claim]) -> Json:
    found = tally(claims)
    return {
        "claims": found.claims,
        "holding": found.holding,
        "points": found.points,
        "worth": found.worth,
    }


def _claim(result: Claim, look: Look, hint: int) -> Json:
    kind = result.kind if isinstance(result, Derived) else "assert"
    common: Json = {
        "kind": kind,
        "name": name_of(result),
        "place": described_place(place_of(result)),
        "verdict": WORDS[result.verdict],
        "stopped": result.stopped.value if result.stopped else None,
        "points": None if result.points is None else earned(result),
        "worth": result.points,
    }
    if isinstance(result, Derived):
        return common | {
            "steps": [_judgement(step, hint) for step in result.steps],
            "ending": _judgement(result.ending, hint) if result.ending else None,
        }
    return common | _assertion(result, look)


def _assertion(result: Checked, look: Look) -> Json:
    def text(term: Term | None) -> str | None:
        return look.beginning(term) if term is not None else None

    return {
        "left": text(result.left),
        "right": text(result.right),
        "examples": result.examples,
        "counterexample": {name: text(term) for name, term in result.counterexample.items()},
    }


def _judgement(judgement: Judgement, hint: int) -> Json:
    return {
        "operator": judgement.operator,
        "place": described_place(judgement.place),
        "verdict": WORDS[judgement.verdict],
        "stopped": judgement.stopped.value if judgement.stopped else None,
        "reason": judgement.reason if hint else "",
        "mistake": _mistake(judgement, hint),
    }


def _mistake(judgement: Judgement, hint: int) -> Json | None:
    if hint < 1 or judgement.mistake is None:
        return None
    mistake = judgement.mistake
    return {
        "kind": mistake.kind,
        "what": mistake.what,
        "where": mistake.where if hint >= 2 else None,
        "place": described_place(judgement.underlined(hint)),
        "instead": judgement.told(hint).instead or None,
    }
