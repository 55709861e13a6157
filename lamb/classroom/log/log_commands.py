"""`lamb class insight`, `batch`, `export` and `forget`: what the log of a class comes to, and has in it."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

from lamb.classroom.class_judge import judge_of
from lamb.classroom.log.batch import Done, Means, batch as make_batch, workers
from lamb.classroom.log.class_log import ClassLog, merged_view
from lamb.classroom.log.journal import Journal
from lamb.classroom.log.views import VIEWS
from lamb.classroom.service.roster import Pseudonyms
from lamb.cli.running import Parser, UsageError, new_parser, obey, whole
from lamb.cli.terminal import Terminal
from lamb.errors import LambError, columns, did_you_mean
from lamb.quantities import counted
from lamb.results import Exit
from lamb.show.json import document
from lamb.show.lines import Line, Piece, Sentence, Style, TableRow

INSIGHT = """\
Say what a class has done: how many have begun and solved each exercise, and the mistakes that most students
make, each with the line that comes most often; or all of one view."""

INSIGHT_EPILOG = """\
examples:
  lamb class insight demo
  lamb class insight demo mistakes
  lamb class insight demo steps --exercise square --json
  lamb class insight class-1 class-2 class-3            several classes, as if they were one

views: exercises, steps, mistakes, students (by their pseudonyms), functions, and changes: the best marks of
students that are other by today's judge than by the one before the last batch

The views are those of the last `lamb class batch`, merged with all that came since. Of more than 100
different wrong lines of a mistake, and of more than 400 students, numbers are estimates, and said to be."""

BATCH = """\
Make all views of a class anew from its whole log, by the assignments as they are today, and say which marks
are other than before. It may be ended at any time, and be run while the class is at work."""

BATCH_EPILOG = """\
examples:
  lamb class batch demo                             with all processors
  lamb class batch demo --processes 1               in this process alone
  lamb class batch demo --cluster tcp://host:8786   with the workers of a Dask cluster
  lamb class batch demo --store s3://bucket/demo    the master dataset is there

The log is kept in demo/log/events, a Delta Lake table to which rows are only added, unless --store names
another place; AWS_ENDPOINT_URL, AWS_ACCESS_KEY_ID and the like say how it is reached. The machines of a
cluster need to have the same lamb, and to reach that place. A cluster is trusted with all that it is sent."""

EXPORT = """\
Write what a class has sent, one event a line, in JSON: for a student who asks for it, and for programs."""

EXPORT_EPILOG = """\
examples:
  lamb class export demo > log.jsonl
  lamb class export demo --student 4xv2q7…    of one student, by the pseudonym"""

FORGET = """\
Delete the key by which names become pseudonyms: then no one can tell any more who sent what, nor can what
students send later be added to what they sent before. What is in the log stays. Copies of the key that have
been made have to be deleted, too; and what students have written about themselves in answers stays there.

To forget one student, take that one from the class on the teacher's page."""

FORGET_EPILOG = """\
examples:
  lamb class forget demo --yes"""

SHOWN = (*VIEWS, "changes")
GONE = "no longer asked"
MOST_ROWS = 12  # of mistakes, in the overview
WIDEST_LINE = 50  # columns of a wrong line in a table


def _parser(name: str, usage: str, description: str, epilog: str) -> Parser:
    parser = new_parser(f"class {name}", usage, description, epilog)
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER", help="the folder of a class")
    return parser


def insight_parser() -> Parser:
    """The parser of the command line of `lamb class insight`."""
    parser = _parser("insight", "FOLDER… [VIEW] [--exercise NAME] [--json]", INSIGHT, INSIGHT_EPILOG)
    add = parser.add_argument
    add("--exercise", metavar="NAME", help="of one exercise alone")
    add("--student", metavar="PSEUDONYM", help="of one student alone")
    add("--json", action="store_true", help="one JSON document, with the rows of each view")
    return parser


def batch_parser() -> Parser:
    """The parser of the command line of `lamb class batch`."""
    parser = _parser("batch", "FOLDER [--processes N] [--cluster A] [--store A]", BATCH, BATCH_EPILOG)
    add = parser.add_argument
    add("--processes", type=whole, metavar="N", help="at work at once (default: one a processor)")
    add("--cluster", metavar="ADDRESS", default="", help="a Dask scheduler, to work there")
    add("--store", metavar="ADDRESS", default="", help="the master dataset: a folder, or s3://…")
    add("--json", action="store_true", help="one JSON document")
    return parser


def export_parser() -> Parser:
    """The parser of the command line of `lamb class export`."""
    parser = _parser("export", "FOLDER [--student PSEUDONYM]", EXPORT, EXPORT_EPILOG)
    parser.add_argument("--student", metavar="PSEUDONYM", help="what one student has sent")
    return parser


def forget_parser() -> Parser:
    """The parser of the command line of `lamb class forget`."""
    parser = _parser("forget", "FOLDER --yes", FORGET, FORGET_EPILOG)
    parser.add_argument("--yes", action="store_true", help="do it: there is no way back")
    return parser


def insight(arguments: Sequence[str]) -> int:
    """Run `lamb class insight` and say with which code to exit."""
    return obey(insight_parser(), arguments, _of_classes, _insight)


def batch(arguments: Sequence[str]) -> int:
    """Run `lamb class batch` and say with which code to exit."""
    return obey(batch_parser(), arguments, _of_a_class, _batch)


def export(arguments: Sequence[str]) -> int:
    """Run `lamb class export` and say with which code to exit."""
    return obey(export_parser(), arguments, _of_a_class, _export)


def forget(arguments: Sequence[str]) -> int:
    """Run `lamb class forget` and say with which code to exit."""
    return obey(forget_parser(), arguments, _of_a_class, _forget)


def _of_classes(parser: Parser, arguments: Sequence[str]) -> argparse.Namespace:
    """The options, with the folders of classes and perhaps a view behind them."""
    options = parser.parse_intermixed_args(list(arguments))
    options.view = None
    last = options.folders[-1] if len(options.folders) > 1 else None
    if last is not None and (str(last) in SHOWN or not last.is_dir()):
        options.view = str(options.folders.pop())
        if options.view not in SHOWN:
            hint = did_you_mean(options.view, SHOWN, f"the views are {', '.join(SHOWN)}")
            raise UsageError(f"“{options.view}” is neither a folder nor a view: {hint}")
    return _with_folders(options)


def _of_a_class(parser: Parser, arguments: Sequence[str]) -> argparse.Namespace:
    options = _with_folders(parser.parse_args(arguments))
    if len(options.folders) > 1:
        raise UsageError("one class at a time")
    options.folder = next(iter(options.folders), None)
    return options


def _with_folders(options: argparse.Namespace) -> argparse.Namespace:
    """The options, if they name folders that are there. Raises UsageError and LambError."""
    if options.help:
        return options
    if not options.folders:
        raise UsageError("which class? give its folder")
    for folder in options.folders:
        if not folder.is_dir():
            hint = f"`lamb class new {folder.name}` makes a class to begin with"
            raise LambError(f"there is no folder “{folder}”", hint=hint)
    return options


# ── insight ───────────────────────────────────────────────────────────────────────────


def _insight(options: argparse.Namespace, terminal: Terminal) -> None:
    judges = [judge_of(folder) for folder in options.folders]
    asked = {(one.name, each.name) for judge in judges for one in judge.assignments for each in one.exercises}
    with ExitStack() as opened:
        logs = [
            opened.enter_context(closing(ClassLog(folder / "log", judge)))
            for folder, judge in zip(options.folders, judges, strict=True)
        ]
        chosen = [options.view] if options.view else ["exercises", "mistakes"]
        views = {name: _rows(logs, name, options) for name in chosen}
        number, served = sum(log.journal.last for log in logs), sum(log.batch.number for log in logs)
        if any(log.is_of_another_judge for log in logs):
            terminal.remark(
                "an assignment has been changed since the last batch: `lamb class batch` marks anew"
            )
    if options.json:
        terminal.write(
            document("lamb.class.insight/1", Exit.FINE, None, number=number, batch=served, **views)
        )
        return
    if options.view:
        rows = (
            row if "mistake" not in row or _is_asked(row, asked) else row | {"mistake": GONE}
            for row in views[options.view]
        )
        terminal.answer(_table(_flat(rows)))
        return
    terminal.answer([f"{counted(number, 'event')} so far, {served:,} of them in the last batch"])
    terminal.answer(_table(_progress(views["exercises"], asked)))
    if mistakes := [row for row in views["mistakes"] if _is_asked(row, asked)]:
        terminal.answer(["", "what most students do wrong:", *_table(_mistakes(mistakes))])


def _rows(logs: Sequence[ClassLog], name: str, options: argparse.Namespace) -> list[dict[str, Any]]:
    """The rows of a view of all logs that are asked for."""
    asked = {"exercise": options.exercise, "student": options.student}
    keys = VIEWS[name].keys if name in VIEWS else ("student", "assignment", "exercise")
    wanted = {key: value for key, value in asked.items() if value is not None}
    if missing := [key for key in wanted if key not in keys and name == options.view]:
        raise LambError(f"the view {name} is not by {missing[0]}", hint=f"leave --{missing[0]} out")
    where = {key: value for key, value in wanted.items() if key in keys}
    if name != "changes":
        return merged_view(logs, name, **where)
    changes = (row for log in logs for row in log.changes())
    return [row for row in changes if all(row[key] == value for key, value in where.items())]


def _is_asked(row: Mapping[str, Any], asked: Container[tuple[str, str]]) -> bool:
    """False for a row about an exercise that is not asked any more: it was renamed, say."""
    return (row["assignment"], row["exercise"]) in asked


def _progress(
    rows: Iterable[dict[str, Any]], asked: Container[tuple[str, str]]
) -> Iterator[dict[str, object]]:
    """How each exercise goes."""
    for row in rows:
        reached = row["out_of"] * row["attempts"]
        share = f"{100 * row['points'] / reached:.0f} %" if reached else "–"
        yield {
            "exercise": f"{row['assignment']}/{row['exercise']}",
            "begun": row["begun"],
            "solved": row["solved"],
            "attempts": row["attempts"],
            "points": share if _is_asked(row, asked) else GONE,
        }


def _mistakes(rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, object]]:
    for row in sorted(rows, key=lambda row: (-row["students"], -row["attempts"]))[:MOST_ROWS]:
        yield {
            "exercise": f"{row['assignment']}/{row['exercise']}",
            "mistake": row["mistake"],
            "students": row["students"],
            "attempts": row["attempts"],
            "commonest wrong line": _commonest(row["lines"]),
        }


def _commonest(lines: Sequence[dict[str, Any]]) -> str:
    if not lines:
        return ""
    first = lines[0]
    return f"{first['line']}  ({'' if first['exact'] else 'about '}{first['attempts']:,})"


def _flat(rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, object]]:
    """Rows whose values are numbers and texts."""
    for row in rows:
        yield {
            name: _commonest(found)
            if name == "lines"
            else ", ".join(f"{word} {number}" for word, number in found.items() if word != "at")
            if isinstance(found, dict)
            else f"{found:g}"
            if isinstance(found, float)
            else found
            for name, found in row.items()
        }


def _table(rows: Iterable[dict[str, object]]) -> list[Line]:
    """Rows below their headings, numbers to the right.

    >>> from lamb.show.lines import plain
    >>> print(plain(_table([{"exercise": "square", "begun": 12}, {"exercise": "twice", "begun": 3}])))
    exercise  begun
    square       12
    twice         3
    """
    found = list(rows)
    if not found:
        return [Sentence((Piece("nothing so far"),))]
    right = [isinstance(value, int) or str(value).endswith(" %") for value in found[0].values()]
    lines = [list(found[0]), *([_cell(value) for value in row.values()] for row in found)]
    widths = [max(map(columns, column)) for column in zip(*lines, strict=True)]
    written: list[Line] = []
    for line in lines:
        *before, last = (
            " " * (width - columns(cell)) + cell if is_right else cell + " " * (width - columns(cell))
            for cell, width, is_right in zip(line, widths, right, strict=True)
        )
        style: Style = "plain" if written else "note"
        begun = "".join(f"{cell}  " for cell in before)
        end = (Piece(last.rstrip(), style),) if last.strip() else ()
        written.append(TableRow((Piece(begun if end else begun.rstrip(), style), *end)))
    return written


def _cell(value: object) -> str:
    text = f"{value:,}" if isinstance(value, int) else str(value)
    return text if len(text) <= WIDEST_LINE + 20 else text[:WIDEST_LINE] + "…" + text[-15:]


# ── batch ─────────────────────────────────────────────────────────────────────────────


def _batch(options: argparse.Namespace, terminal: Terminal) -> None:
    log, judge = options.folder / "log", judge_of(options.folder)
    processes = options.processes or os.cpu_count() or 1
    with workers(processes, options.cluster) as each:
        done = make_batch(log, judge, Means(options.store, each, _progress_line(terminal)))
    with closing(ClassLog(log, judge)) as found:
        changes = found.changes()
    if options.json:
        values = {name: getattr(done, name) for name in Done.__match_args__} | {"changes": changes}
        terminal.write(document("lamb.class.batch/1", Exit.FINE, None, **values))
        return
    judged = f"{counted(done.answers, 'different answer')}, of which {done.judged:,} judged now"
    terminal.answer([f"{counted(done.number, 'event')}, {judged}"])
    if changes:
        shown = _table(_flat(changes[:MOST_ROWS]))
        terminal.answer([f"{counted(done.changed, 'best mark')} changed:", *shown])
        if len(changes) > MOST_ROWS:
            more = f"lamb class insight {options.folder} changes"
            terminal.answer([f"… and {len(changes) - MOST_ROWS:,} more: {more}"])


def _progress_line(terminal: Terminal) -> Callable[[str, int, int], None]:
    """What says on one line of the screen how far a batch is, if a person looks at it."""
    screen = terminal.screen

    def tell(phase: str, done: int, of: int) -> None:
        if screen is not None:
            told = "" if phase == "serving" else f"{phase} … {done:,} of {of:,}"
            print(f"\r\x1b[K{told}", end="", file=screen, flush=True)

    return tell


# ── export and forget ─────────────────────────────────────────────────────────────────


def _export(options: argparse.Namespace, terminal: Terminal) -> None:
    with closing(Journal(options.folder / "log")) as journal:
        for event in journal.since(0):
            values = {name: getattr(event, name) for name in event.__match_args__}
            if options.student in (None, values.get("student")):
                terminal.write(json.dumps(values) + "\n")


def _forget(options: argparse.Namespace, terminal: Terminal) -> None:
    pseudonyms = Pseudonyms(options.folder / "secrets")
    if not options.yes:
        raise LambError("this cannot be undone", hint=f"lamb class forget {options.folder} --yes")
    if not pseudonyms.forget():
        raise LambError(f"there is no key “{pseudonyms.path}”: it was deleted, or never needed")
    terminal.answer([f"{pseudonyms.path} is deleted: the log tells no more who is who"])
