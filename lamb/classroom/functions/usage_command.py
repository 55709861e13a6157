"""`lamb functions usage`: what the functions of a class have taken, summed up."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from lamb.classroom.functions.command_line import add_folder, telling
from lamb.classroom.log.journal import Journal
from lamb.classroom.log.serving import Serving
from lamb.classroom.log.views import VIEWS
from lamb.cli.options import Parser, new_parser
from lamb.cli.running import obey
from lamb.cli.terminal import Terminal
from lamb.quantities import counted
from lamb.results import Exit

DESCRIPTION = """\
Say what the functions of a class have taken: invocations by trigger and outcome, the time that they ran and
waited, units of 100 ms that are billed, contractions, memory."""

EPILOG = """\
examples:
  lamb functions usage --class demo
  lamb functions usage --json

billed      each invocation counts in units of 100 ms, of which it pays each one that it has begun"""

VIEW = "functions"


def parser() -> Parser:
    """The parser of the command line of `lamb functions usage`."""
    parser = new_parser("functions usage", "[--class DIR] [--json]", DESCRIPTION, EPILOG)
    add_folder(parser)
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    return parser


def command(arguments: Sequence[str]) -> int:
    """Run `lamb functions usage` and say with which code to exit."""
    return obey(parser(), arguments, Parser.parse_args, _usage)


def used(folder: Path) -> list[dict[str, Any]]:
    """The rows of the view of functions: of the last batch, and of what came since. Raises LogError."""
    view, serving = VIEWS[VIEW], Serving(folder / "log")
    served = serving.current()
    table = serving.table(served, view, {})
    for event in Journal(folder / "log").since(served.number):
        view.add(table, view.of(event, None))
    return view.told(table)


@telling
def _usage(options: argparse.Namespace, terminal: Terminal) -> Exit:
    rows = used(options.folder) if (options.folder / "log").exists() else []
    if options.json:
        terminal.write(json.dumps({"functions": rows}, ensure_ascii=False) + "\n")
        return Exit.FINE
    for row in rows:
        terminal.write(f"{row['function']}, version {row['version']}: {said(row)}\n")
    if not rows:
        terminal.remark(f"no function has been called in “{options.folder}”")
    return Exit.FINE


def said(row: Mapping[str, Any]) -> str:
    """A row in words.

    >>> counts = {"invocations": 3, "triggers": {"http": 2, "file": 1}, "outcomes": {"answered": 3}}
    >>> print(said(counts | dict(ran=0.25, waited=0.0, billed=4, contractions=90, memory=30_000_000)))
    3 invocations (2 http, 1 file; 3 answered)
      ran 0.25 s, waited 0.00 s, billed 4 units of 100 ms, 90 contractions, 30 MB at most
    """
    triggers, outcomes = (
        ", ".join(f"{number:,} {word}" for word, number in row[name].items())
        for name in ("triggers", "outcomes")
    )
    billed = f"billed {counted(row['billed'], 'unit')} of 100 ms"
    reduced = counted(row["contractions"], "contraction")
    return (
        f"{counted(row['invocations'], 'invocation')} ({triggers}; {outcomes})\n"
        f"  ran {row['ran']:.2f} s, waited {row['waited']:.2f} s, {billed}, {reduced}, "
        f"{row['memory'] / 1e6:.0f} MB at most"
    )
