"""Feedback: a page a student, with all that the marks have to say to that student, and no more."""

from __future__ import annotations

from collections.abc import Iterator

from lamb.classroom.marks import Mark, StepMark
from lamb.classroom.reports.sheet import WORDS, Sheet, number
from lamb.classroom.reports.summary import quoted
from lamb.html.style import escaped as escaped_html, page_style
from lamb.show.documents import escaped

OURS = """\
.lamb.feedback{max-width:50em;margin:2em auto;padding:0 1em;font-family:system-ui,sans-serif}
.feedback pre{overflow-x:auto}
.feedback h2{font-size:1.2em;border-top:1px solid var(--lamb-soft);padding-top:.6em}
.feedback .points{float:right;font-weight:normal}
"""


def markdown_page(sheet: Sheet, student: str) -> str:
    """The page of a student, in Markdown."""
    return "\n".join(_markdown(sheet, student)) + "\n"


def _markdown(sheet: Sheet, student: str) -> Iterator[str]:
    yield f"# {escaped(sheet.assignment)}: {escaped(student)}"
    yield f"\n{_sum(sheet, student)}"
    yield from (f"\n{escaped(problem)}" for problem in sheet.problems.get(student, ()))
    for mark in sheet.marks[student]:
        yield f"\n## {escaped(sheet.title(mark.exercise))}: {_points(mark)}"
        yield from ("", WORDS[mark.outcome].capitalize() + ".")
        if mark.wrong and not mark.steps:
            yield f"\nThe first wrong line: {quoted(mark.wrong)}"
        if mark.steps:
            yield ""
            yield from (f"* {_verdict(step)} {quoted(step.text)}" for step in mark.steps)
        yield from (f"\n{escaped(line)}" for line in mark.feedback)


def html_page(sheet: Sheet, student: str) -> str:
    """The page of a student, in HTML that needs nothing but itself."""
    title = escaped_html(f"{sheet.assignment}: {student}")
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<style>{page_style()}{OURS}</style>\n</head>\n"
        f'<body class="lamb feedback">\n<h1>{title}</h1>\n<p>{_sum(sheet, student)}</p>\n'
        + "".join(f"<p>{escaped_html(problem)}</p>\n" for problem in sheet.problems.get(student, ()))
        + "".join(f"<section>\n{_html(sheet, mark)}</section>\n" for mark in sheet.marks[student])
        + "</body>\n</html>\n"
    )


def _html(sheet: Sheet, mark: Mark) -> str:
    title = (
        f'<h2>{escaped_html(sheet.title(mark.exercise))} <span class="points">{_points(mark)}</span></h2>\n'
    )
    wrong = f"<pre>{escaped_html(mark.wrong)}</pre>\n" if mark.wrong and not mark.steps else ""
    steps = "".join(
        f'<li class="{step.outcome}">{_verdict(step)} <code>{escaped_html(step.text)}</code></li>\n'
        for step in mark.steps
    )
    return (
        f'{title}<p class="{mark.outcome}">{WORDS[mark.outcome].capitalize()}.</p>\n{wrong}'
        + (f"<ol>\n{steps}</ol>\n" if steps else "")
        + "".join(f"<p>{escaped_html(line)}</p>\n" for line in mark.feedback)
    )


def _sum(sheet: Sheet, student: str) -> str:
    return f"{number(sheet.points(student))} of {number(sheet.total)} points"


def _points(mark: Mark) -> str:
    return f"{number(mark.points)} of {number(mark.out_of)}"


def _verdict(step: StepMark) -> str:
    return {"holds": "✓", "fails": "✗"}.get(step.outcome, "?")
