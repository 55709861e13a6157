"""`lamb check --json`: every claim, its verdict and its steps, for other programs to read.

One document, whatever happens; keys may be added to it under the same schema, none goes or changes.

    {"schema": "lamb.check/1", "lamb": "0.1.0", "ok": bool, "exit": 0 | 1 | 2 | 3 | 130,
     "error": null | what is wrong with the command line, or "interrupted",
     "tally": tally, "files": [{"name", "tally": tally, "claims": [claim, …], "errors": [error, …]}, …]}

    tally       {"claims": int, "holding": int, "points": number, "worth": number}
    claim       {"kind": "eval" | "conf" | "assert", "name", "place": place,
                 "verdict": "valid" | "invalid" | "partial" | "undecided",
                 "stopped": null | "steps" | "nodes" | "seconds" | "interrupted",
                 "points": number | null, "worth": number | null, …}, with, besides,
      eval, conf  "steps": [judgement, …], "ending": judgement | null (of the last term of an eval)
      assert      "left", "right": the normal forms that differ, or null, "examples": int,
                  "counterexample": {name: text}
    judgement   {"operator", "place": place, "verdict": as above, "stopped": as above, "reason",
                 "mistake": null | {"kind", "what", "where": str | null, "place": place | null,
                 "instead": str | null}}, as far as --hint goes
    error       {"error": its class, "message", "hint": str | null, "place": place | null}
    place       {"file", "line", "column", "text"}, counted from 1 and in characters

The document is ASCII, so that no encoding can spoil it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from lamb import __version__
from lamb.calculus.term import Term
from lamb.course.verdicts import Judgement
from lamb.errors import LambError
from lamb.interface import flaws
from lamb.interface.checks.claims import WORDS, CheckedFile, Claim, earned, name_of, place_of, tally
from lamb.interface.exits import Exit
from lamb.interface.look import Look
from lamb.interface.report import described_error, described_place
from lamb.interface.terminal import Terminal
from lamb.results import Checked, Derived

SCHEMA = "lamb.check/1"

Json = dict[str, Any]


class Machine:
    """A program, which reads everything at the end."""

    def __init__(self, terminal: Terminal, look: Look, hint: int) -> None:
        self.terminal = terminal
        self.look = look
        self.hint = hint

    def show(self, found: Claim | LambError) -> None:
        """Nothing yet."""

    def finish(self, file: CheckedFile) -> None:
        """Nothing yet."""

    def end(self, files: list[CheckedFile], code: Exit, problem: str | None) -> None:
        document: Json = {
            "schema": SCHEMA,
            "lamb": __version__,
            "ok": code == Exit.FINE,
            "exit": int(code),
            "error": problem,
            "tally": _tally(result for file in files for result in file.claims),
            "files": [_file(file, self.look, self.hint) for file in files],
        }
        self.terminal.write(json.dumps(document, indent=1) + "\n")


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
        "place": described_place(flaws.place(judgement, hint)),
        "instead": (mistake.now or None) if hint >= 3 else None,
    }
