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
from dataclasses import replace
from typing import Any

from lamb import __version__
from lamb.calculus.budget import Remainder
from lamb.calculus.quantities import LARGEST_COUNTED
from lamb.calculus.term import Term
from lamb.course.verdicts import Verdict
from lamb.encodings.readings import Reading, readings
from lamb.errors import LambError
from lamb.interface.exits import Exit
from lamb.interface.look import Look
from lamb.interface.render import plain, render
from lamb.interface.terminal import Terminal
from lamb.results import Answer, Asked, Checked, Defined, Derived, Imported, Note, Result
from lamb.source import Place

SCHEMA = "lamb.eval/1"
LONGEST_TEXT = 1_000  # characters of a program that a place quotes
LONGEST_NUMBER = 14_000  # bits: Python, for one, reads no number of more than 4,300 digits

Json = dict[str, Any]


class Report:
    """A program, which reads everything at the end."""

    def __init__(self, terminal: Terminal, look: Look) -> None:
        self.terminal = terminal
        self.look = look
        self.programs: list[Json] = []

    def begin(self, name: str) -> None:
        self.programs.append({"name": name, "results": []})

    def show(self, result: Result) -> None:
        self.programs[-1]["results"].append(described(result, self.look))

    def end(self, code: Exit, error: str | None) -> None:
        document = {
            "schema": SCHEMA,
            "lamb": __version__,
            "ok": code == Exit.FINE,
            "exit": int(code),
            "error": error,
            "programs": self.programs,
        }
        self.terminal.write(json.dumps(document, indent=1) + "\n")


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
                "term": _term(outcome.term, result.readings, look, result.remainder),
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
                "mistake": step.mistake.message(2) if step.mistake else None,
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


def _term(term: Term, found: tuple[Reading, ...], look: Look, remainder: Remainder | None = None) -> Json:
    """A term: its text, unless it is too large for one, its size and its readings."""
    return {
        "text": replace(look, format="term", elided=False).whole_text(term, remainder),
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
