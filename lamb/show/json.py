"""JSON documents, for other programs. All have one envelope, and are ASCII: no encoding can spoil them.

Keys may be added to a document under the same schema; none goes or changes. The text of a term, a type or a
state is never cut: it is whole, or null where it is too large. The number or list that a normal form stands
for is exact all the same (`readings`); where there is neither, that is an error with exit code 3.

    {"schema", "lamb": "0.1.0", "ok": bool, "exit": 0 | 1 | 2 | 3 | 130,
     "error": null | what is wrong with the command line, or "interrupted", …}, with, besides,

    lamb.eval/1     "programs": [{"name": the file, "<stdin>" or "-e", "results": [result, …]}, …]
    lamb.check/1    "tally": tally, "files": [{"name", "tally": tally, "claims": [claim, …],
                    "errors": [error, …]}, …]
    lamb.compare/1  "comparisons": [{"term": text, "runs": [run, …]} | {"error": error}, …]
    lamb.type/1     "typings": [typing | {"error": error}, …], with a typing for each term and definition
    lamb.lint/1     "files": [{"name", "findings": [finding, …], "errors": [error, …]}, …]
    lamb.bohm/1     "terms": [{"term": text, "depth", "complete": bool, "unsolvable": int, "unknown": int,
                    "cut": int, "nodes": [{"binders": [name, …], "head": name | null, "leaf": null |
                    "unsolvable" | "unknown" | "cut", "parts": [number, …]}, …], the root first}
                    | {"error": error}, …]
    lamb.solvable/1 "terms": [{"term": text, "verdict": "solvable" | "unsolvable" | "unknown",
                    "form": text | null, "steps": int | null, "reason"} | {"error": error}, …]
    lamb.diamond/1  "terms": [{"term": text, "left": [text, …], "right": [text, …] (after each step),
                    "meeting": text, "development": text} | {"error": error}, …]
    lamb.machine/1  "runs": [{"machine", "strategy", "term": text, "columns": [its name, …],
                    "rules": {name: sentence}, "transitions": [{"number", "rule": str | null (the first
                    state), "state": {column: text}, "term": text | null (as --terms asks for)}, …],
                    "end": {"status", "form": str | null, "transitions", "steps": those of β, "term": text}},
                    …], "errors": [error, …]
    lamb.value/1    "evaluations": [{"passing": "name" | "value", "term": text, "value": text,
                    "definitions": {name: text}, "derivation": [{"rule", "term", "value",
                    "premises": [number, …]}, …]}, …], which `lamb.recheck_values` checks,
                    "errors": [error, …]
    lamb.trace/1    see `show/documents.py`

    result     {"kind": …, "place": place | null, …}, with, for each kind:
      answer      "status": "normal form" | "steps" | "nodes" | "seconds" | "interrupted"
                  | "diverged" (it is proved that there is none), "steps": int, "numbers": bool (whether
                  known arithmetic was done with integers, which takes no steps),
                  "term": term (with another status: as far as it came),
                  "shown": str | null (as it is printed, in the format that --format asks for),
                  "divergence": str | null (what can be seen of it, if it did not end),
                  "notes": [{"message", "place"}, …]
      assertion   "verdict": "holds" | "fails" | "undecided", "status": as above | null,
                  "left": term | null, "right": term | null (if it fails), "examples": int,
                  "counterexample": {name: term}, "reason": null | why a claim about a type fails,
                  "notes": as for an answer (if it does not hold)
      assumption  "names", "type": the type that they have
      derivation  "name", "verdict", "reason", "demand": "eval" | "conf", "partial": bool (whether it
                  fails only because an eval does not end in a normal form),
                  "steps": [{"operator", "place", "verdict", "reason", "mistake": str | null}, …]
      definition  "name", "replaced": bool, "notes": as for an answer
      import      "what", "definitions": int
      term        "term": term, of a session that does not evaluate
      error       as an error below
    run        {"strategy": its name, "finished": bool, "status": the form that was reached, or the limit,
                "steps": int, "largest": nodes, "term": text | null, "repeats": bool,
                "divergence": str | null, "parts": the step at which it leaves normal order | null}
    typing     {"name": of a definition | null, "term": text, "type": text, "context": {free name: type},
                "defined": {definition or numeral: type}, "derivation": [{"rule", "context", "term",
                "type", "premises": [number, …]}, …] | null (too long)}, which `lamb.recheck_types` checks
    tally      {"claims": int, "holding": int, "points": number, "worth": number}
    claim      {"kind": "eval" | "conf" | "assert", "name", "place": place,
                "verdict": "valid" | "invalid" | "partial" | "undecided",
                "stopped": null | "steps" | "nodes" | "seconds" | "interrupted",
                "points": number | null, "worth": number | null, …}, with, besides,
      eval, conf  "steps": [judgement, …], "ending": judgement | null (of the last term of an eval)
      assert      "left", "right": the normal forms that differ, or null, "examples": int,
                  "counterexample": {name: text}, "reason": null | why a claim about a type fails,
                  "notes": as for an answer
    judgement  {"operator", "place": place, "verdict": as above, "stopped": as above, "reason",
                "mistake": null | {"kind", "what", "where": str | null, "place": place | null,
                "instead": str | null}}, as far as --hint goes
    finding    {"code": "L001", …, "message", "hint": str, "place": place,
                "fix": null | [{"start": int, "end": int, "text": str}, …], in characters}
    error      {"error": its class, "message", "hint": str | null, "place": place | null}
    place      {"file", "line", "column", "text"}, counted from 1 and in characters
    term       {"text": str | null (too large), "size": nodes | null (more than 10¹⁵),
                "readings": [{"text", "kind", "value"}, …], "more_readings": int (of which there is
                no text)}; numbers of thousands of digits
                are null as values, and whole in the text
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from lamb.calculus.budget import Meter
from lamb.calculus.term import Term
from lamb.course.verdicts import Judgement, Verdict
from lamb.encodings.readings import Readings, readings
from lamb.errors import LambError, Place
from lamb.quantities import LARGEST_COUNTED
from lamb.results import Answer, Asked, Assumed, Checked, Defined, Derived, Exit, Imported, Note, Result
from lamb.show.lines import WORDS, Claim, Look, earned, name_of, place_of, plain, render
from lamb.version import __version__

if TYPE_CHECKING:  # start-up counts
    from lamb.course.linting import Finding

LONGEST_NUMBER = 14_000  # bits: Python, for one, reads no number of more than 4,300 digits

Json = dict[str, Any]


def beginning_of(schema: str) -> Json:
    """The beginning of a document."""
    return {"schema": schema, "lamb": __version__}


def outcome_of(code: int, problem: str | None) -> Json:
    """The outcome of a command, and the *problem* that stopped it."""
    return {"ok": code == Exit.FINE, "exit": int(code), "error": problem}


def document(schema: str, code: Exit, problem: str | None, **contents: Any) -> str:
    """A document for other programs: its envelope, and its contents."""
    return json.dumps(beginning_of(schema) | outcome_of(code, problem) | contents, indent=1) + "\n"


# ── Results ───────────────────────────────────────────────────────────────────────────


def described(result: Result, look: Look) -> Json:
    """A result as JSON."""
    place = described_place(result.place)
    match result:
        case Answer(outcome=outcome):
            term = _term(result.reached, result.readings, look, result.meter)  # before its time is gone
            return {
                "kind": "answer",
                "place": place,
                "status": outcome.status.value,
                "steps": outcome.steps,
                "numbers": outcome.numbers_used,
                "divergence": str(result.divergence) if result.divergence else None,
                "term": term,
                "shown": plain(render(result, look).answer) if outcome.finished else None,
                "notes": _notes(result.notes),
            }
        case Checked(verdict=verdict, stopped=stopped):
            status = stopped.value if stopped else None
            return {
                "kind": "assertion",
                "place": place,
                "verdict": verdict.value,
                "status": status,
                **_findings(result, lambda term: _term(term, readings(term), look)),
            }
        case Assumed(names=names, type=type):
            return {"kind": "assumption", "place": place, "names": list(names), "type": str(type)}
        case Derived():
            return _derivation(result)
        case Defined(name=name, replaced=replaced, notes=notes):
            document = {"kind": "definition", "place": place, "name": name, "replaced": replaced}
            return document | {"notes": _notes(notes)}
        case Asked(term=term):
            return {"kind": "term", "place": place, "term": _term(term, Readings(), look)}
        case Imported(what=what, definitions=definitions):
            return {"kind": "import", "place": place, "what": what, "definitions": definitions}
        case LambError():
            return {"kind": "error", **described_error(result)}


def _notes(notes: Sequence[Note]) -> list[Json]:
    return [{"message": note.message, "place": described_place(note.place)} for note in notes]


def described_error(error: LambError) -> Json:
    """An error in a program, as JSON."""
    return {
        "place": described_place(error.place),
        "error": type(error).__name__,
        "message": error.message,
        "hint": error.hint,
    }


def described_finding(finding: Finding) -> Json:
    """A finding of `lamb lint` as JSON."""
    return {
        "code": finding.code,
        "message": finding.message,
        "hint": finding.hint,
        "place": described_place(finding.place),
        "fix": [edit._asdict() for edit in finding.edits] or None,
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
    return {"file": place.source.name, "line": place.line, "column": place.column, "text": place.text}


def _term(term: Term, found: Readings, look: Look, meter: Meter | None = None) -> Json:
    """A term: its text, unless it is too large for one, its size and its readings."""
    return {
        "text": look.with_values(format="term", elided=False).whole_text(term, meter),
        "size": term.size if term.size <= LARGEST_COUNTED else None,
        **described_readings(found),
    }


def described_readings(found: Readings) -> Json:
    """The first readings as JSON, and how many more there are."""
    known = [{"text": str(one), "kind": one.kind, "value": _value(one.value)} for one in found]
    return {"readings": known, "more_readings": found.more}


def _value(value: object) -> object:
    """The value of a reading, for programs that read numbers of some thousand digits at most."""
    match value:
        case int() if value.bit_length() > LONGEST_NUMBER:
            return None
        case list() | tuple():
            return [_value(part) for part in value]
    return value


# ── Claims ────────────────────────────────────────────────────────────────────────────


def described_claim(result: Claim, look: Look, hint: int) -> Json:
    """A claim as JSON, as far as a hint goes."""
    common: Json = {
        "kind": result.kind if isinstance(result, Derived) else "assert",
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
    return common | _findings(result, lambda term: _text(term, look))


def _findings(checked: Checked, described: Callable[[Term], object]) -> Json:
    """What was found of an assertion, its terms as they are *described*."""
    return {
        "left": described(checked.left) if checked.left else None,
        "right": described(checked.right) if checked.right else None,
        "examples": checked.examples,
        "counterexample": {name: described(term) for name, term in checked.counterexample.items()},
        "reason": checked.reason.message if checked.reason else None,
        "notes": _notes(checked.notes),
    }


def _text(term: Term, look: Look) -> str | None:
    """A term as it would be typed, or what is typed for it, if that is too long; None if there is neither."""
    text = look.with_values(format="term", elided=True).whole_text(term)
    return text or next(map(str, readings(term)), None)


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
    mistake = judgement.mistake if hint >= 1 else None
    if mistake is None:
        return None
    return {
        "kind": mistake.kind,
        "what": mistake.what,
        "where": mistake.where if hint >= 2 else None,
        "place": described_place(judgement.underlined(hint)),
        "instead": judgement.told(hint).instead or None,
    }
