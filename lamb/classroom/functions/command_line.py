"""`lamb functions deploy`, `invoke`, `list`, `package` and `usage`."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from lamb.classroom.functions.invocation import Functions, InvocationReply
from lamb.classroom.functions.versions import CHECKER_SECONDS, LIMITS, Kind, Library, deployable, unanswered
from lamb.classroom.log.class_log import Serving
from lamb.classroom.log.journal import Journal
from lamb.classroom.log.views import VIEWS
from lamb.cli.running import Parser, UsageError, new_parser, number_of_seconds, obey, standard_input, whole
from lamb.cli.terminal import Terminal
from lamb.errors import LambError, reason_of
from lamb.files import write_whole
from lamb.quantities import counted
from lamb.results import Exit

DEPLOY = """\
Check a program and keep it as a new version of a function, which never changes.

The program defines a handler, and says in a comment what that takes and gives, in the sorts nat, bool, list
and pair:

  -- handler : nat -> nat
  handler = λn. mul n n"""

DEPLOY_EXAMPLES = """\
examples:
  lamb functions deploy square.lc                 keeps it as “square”
  lamb functions deploy square.lc --name sq --seconds 1
  lamb functions deploy week-1.lc --checker       marks what students send"""

LIST = "List the functions: the name, the last version and the signature of each."

INVOKE = """\
Call a function with a value in JSON, and print what it gives.

A function of several arguments takes an array with all of them."""

INVOKE_EXAMPLES = """\
examples:
  lamb functions invoke square 12                 prints 144
  lamb functions invoke add '[2, 3]'              prints 5
  echo '[true, 4]' | lamb functions invoke f -    reads the value from standard input

exit codes: 0 it has answered, 1 the value or the answer is wrong, 3 a budget ran out"""

PACKAGE = """\
Write functions as a zip that AWS Lambda runs, and a SAM template beside it that says what calls them.

The zip has the last version of each function, and text only. Nothing is uploaded: sam deploy does that. Where
an assignment claims something of all values, pip fetches Hypothesis for it."""

PACKAGE_EXAMPLES = """\
examples:
  lamb functions package out.zip                  all functions, called over HTTP
  lamb functions package out.zip square --trigger sqs --trigger s3
  sam deploy --guided --template-file out.yaml"""

_BUDGETS = {"steps", "nodes", "seconds", "diverged", "memory"}


# ── what they share ───────────────────────────────────────────────────────────────────


def add_folder(parser: Parser) -> None:
    """The option for the folder of the class."""
    where = "the folder of the class (default: the current one)"
    parser.add_argument("--class", type=Path, metavar="DIR", default=Path(), dest="folder", help=where)


def needing(name: str, nothing: str) -> Callable[[Parser, Sequence[str]], argparse.Namespace]:
    """A reader of options that says *nothing* where one is missing."""

    def read(parser: Parser, arguments: Sequence[str]) -> argparse.Namespace:
        options = parser.parse_intermixed_args(list(arguments))
        if getattr(options, name) is None and not options.help:
            raise UsageError(nothing)
        return options

    return read


# ── deploy ────────────────────────────────────────────────────────────────────────────


def deploy_parser() -> Parser:
    """The parser of the command line of `lamb functions deploy`."""
    parser = new_parser("functions deploy", "[options] FILE", DEPLOY, DEPLOY_EXAMPLES)
    add = parser.add_argument
    add("file", nargs="?", metavar="FILE", help="the program")
    add("--name", default="", help="the name of the function (default: that of the file)")
    add("--checker", action="store_true", help="the file is an assignment: the function marks submissions")
    add_folder(parser)
    limits = parser.add_argument_group("how far each invocation may go (1e6, 1_000_000 or none)").add_argument
    limits("--steps", type=whole, metavar="N", default=LIMITS["steps"], help="contractions (default: none)")
    nodes = f"memory, in nodes of terms (default: {LIMITS['nodes']:,})"
    limits("--nodes", type=whole, metavar="N", default=LIMITS["nodes"], help=nodes)
    seconds = f"time (default: {LIMITS['seconds']:g})"
    limits("--seconds", type=number_of_seconds, metavar="S", default=LIMITS["seconds"], help=seconds)
    return parser


def deploy(arguments: Sequence[str]) -> int:
    """Run `lamb functions deploy` and say with which code to exit."""
    return obey(deploy_parser(), arguments, needing("file", "name the FILE of a program"), _deploy)


def _deploy(options: argparse.Namespace, terminal: Terminal) -> None:
    limits = {"steps": options.steps, "nodes": options.nodes, "seconds": options.seconds}
    kind: Kind = "program"
    if options.checker:
        kind, limits["seconds"] = "checker", max(options.seconds or 0, CHECKER_SECONDS)
    version = deployable(options.file, options.name, kind=kind, limits=limits)
    library = Library(options.folder)
    before = library.numbers(version.function)
    kept = library.add(version)
    said = "is this already" if kept.number in before else "is deployed"
    terminal.write(f"{kept.function} : {kept.signature}    version {kept.number} {said}\n")
    if note := unanswered(kept):
        terminal.remark(f"note: {note}")


# ── invoke ────────────────────────────────────────────────────────────────────────────


def invoke_parser() -> Parser:
    """The parser of the command line of `lamb functions invoke`."""
    parser = new_parser("functions invoke", "[options] NAME VALUE", INVOKE, INVOKE_EXAMPLES)
    add = parser.add_argument
    add("name", nargs="?", metavar="NAME", help="the function")
    add("value", nargs="?", metavar="VALUE", default="-", help="JSON; - for standard input (default)")
    add("--version", type=int, metavar="N", dest="number", help="a version (default: the last one)")
    add("--verbose", action="store_true", help="say what it took, too")
    add_folder(parser)
    return parser


def invoke(arguments: Sequence[str]) -> int:
    """Run `lamb functions invoke` and say with which code to exit."""
    return obey(invoke_parser(), arguments, needing("name", "name a function"), _invoke)


def _invoke(options: argparse.Namespace, terminal: Terminal) -> Exit:
    Library(options.folder).version(options.name, options.number)  # which may be missing: said at once
    functions = Functions(options.folder, record=Journal(options.folder / "log").append)
    text = standard_input().text if options.value == "-" else options.value
    asked = functions.ask(options.name, text.rstrip(), number=options.number)
    invocation, reply = asked.result()
    if reply.outcome == "answered":
        terminal.write(f"{reply.answer}\n")
    else:
        terminal.remark(*reply.error.split("\n"))
    if options.verbose:
        took = f"{counted(invocation.contractions, 'contraction')}, {reply.seconds * 1000:.1f} ms"
        terminal.remark(f"version {invocation.version}: {took}, billed {100 * invocation.billed} ms")
    return exit_of_reply(reply)


def exit_of_reply(reply: InvocationReply) -> Exit:
    """The exit code that a reply comes to."""
    if reply.outcome == "answered":
        return Exit.FINE
    return Exit.BUDGET if reply.outcome in _BUDGETS else Exit.WRONG


# ── list ──────────────────────────────────────────────────────────────────────────────


def list_parser() -> Parser:
    """The parser of the command line of `lamb functions list`."""
    parser = new_parser("functions list", "[--class DIR]", LIST, "")
    add_folder(parser)
    return parser


def list_all(arguments: Sequence[str]) -> int:
    """Run `lamb functions list` and say with which code to exit."""
    return obey(list_parser(), arguments, Parser.parse_args, _list)


def _list(options: argparse.Namespace, terminal: Terminal) -> None:
    library = Library(options.folder)
    names = library.names()
    width = max(map(len, names), default=0)
    for name in names:
        version = library.version(name)
        terminal.write(f"{name:<{width}}  {version.number:>3}  {version.signature}\n")
    if not names:
        terminal.remark(f"no function is deployed in “{options.folder}”: lamb functions deploy FILE")


# ── package ───────────────────────────────────────────────────────────────────────────


def package_parser() -> Parser:
    """The parser of the command line of `lamb functions package`."""
    parser = new_parser("functions package", "[options] OUT.zip [NAME…]", PACKAGE, PACKAGE_EXAMPLES)
    add = parser.add_argument
    add("file", nargs="?", type=Path, metavar="OUT.zip", help="the zip to write; the template is OUT.yaml")
    add("names", nargs="*", metavar="NAME", help="functions (default: all)")
    triggers = "what calls them: http (default), sqs, s3 or kinesis; may be repeated"
    add("--trigger", action="append", choices=("http", "sqs", "s3", "kinesis"), help=triggers)
    add_folder(parser)
    return parser


def package(arguments: Sequence[str]) -> int:
    """Run `lamb functions package` and say with which code to exit."""
    return obey(package_parser(), arguments, needing("file", "name the zip to write: OUT.zip"), _package)


def _package(options: argparse.Namespace, terminal: Terminal) -> None:
    from lamb.classroom.functions.packing import chosen, package as packed, template

    file = options.file if options.file.suffix else options.file.with_suffix(".zip")
    beside = file.with_suffix(".yaml")
    versions = chosen(Library(options.folder), options.names)
    content = packed(versions)
    written = template(versions, file.name, options.trigger or ["http"])
    try:
        write_whole(file, content)
        write_whole(beside, written.encode())
    except OSError as error:
        raise LambError(f"“{file}” cannot be written: {reason_of(error)}") from None
    names = ", ".join(version.function for version in versions)
    terminal.write(f"{file}: {names}, {len(content) / 1e6:.1f} MB\n")
    terminal.write(f"{beside}: what calls them; sam deploy --guided --template-file {beside}\n")


# ── usage ─────────────────────────────────────────────────────────────────────────────

USAGE = """\
Say what the functions of a class have taken: invocations by trigger and outcome, the time that they ran and
waited, units of 100 ms that are billed, contractions, memory."""

USAGE_EXAMPLES = """\
examples:
  lamb functions usage --class demo
  lamb functions usage --json

billed      each invocation counts in units of 100 ms, of which it pays each one that it has begun"""


def usage_parser() -> Parser:
    """The parser of the command line of `lamb functions usage`."""
    parser = new_parser("functions usage", "[--class DIR] [--json]", USAGE, USAGE_EXAMPLES)
    add_folder(parser)
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    return parser


def usage(arguments: Sequence[str]) -> int:
    """Run `lamb functions usage` and say with which code to exit."""
    return obey(usage_parser(), arguments, Parser.parse_args, _usage)


def used(folder: Path) -> list[dict[str, Any]]:
    """The rows of the view of functions: of the last batch, and of what came since. Raises LogError."""
    view, serving = VIEWS["functions"], Serving(folder / "log")
    served = serving.current()
    table = serving.table(served, view, {})
    for event in Journal(folder / "log").since(served.number):
        view.add(table, view.of(event, None))
    return view.told(table)


def _usage(options: argparse.Namespace, terminal: Terminal) -> None:
    rows = used(options.folder) if (options.folder / "log").exists() else []
    if options.json:
        terminal.write(json.dumps({"functions": rows}, ensure_ascii=False) + "\n")
        return
    for row in rows:
        terminal.write(f"{row['function']}, version {row['version']}: {said(row)}\n")
    if not rows:
        terminal.remark(f"no function has been called in “{options.folder}”")


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
