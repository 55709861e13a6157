"""Worksheets: made exercises as an assignment, in Markdown, in LaTeX, and as a notebook."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from random import Random
from string import ascii_lowercase
from typing import NamedTuple

from lamb.calculus.reduction import Rule
from lamb.classroom.making.kinds import KINDS
from lamb.classroom.making.made import Distractor, MadeExercise
from lamb.records import Record
from lamb.show.documents import escaped
from lamb.show.latex import ARROWS, POSTAMBLE, PREAMBLE, in_mathematics, in_text


class Option(NamedTuple):
    """An answer to choose, by its letter; the right one has no mistake."""

    letter: str
    text: str
    mistake: Distractor | None


class Worksheet(Record):
    """Exercises under a title. *source* is the command line that made them; with *solutions*, they are at
    the end.
    """

    title: str
    source: str
    exercises: tuple[MadeExercise, ...]
    solutions: bool = True

    def numbered(self) -> Iterator[tuple[int, MadeExercise, list[Option]]]:
        """The exercises with their numbers and what there is to choose from, in an order of its own."""
        for number, exercise in enumerate(self.exercises, 1):
            answers = [(exercise.answer, None), *((one.text, one) for one in exercise.distractors)]
            if len(answers) > 1:
                Random(f"{exercise.given}/{number}").shuffle(answers)  # noqa: S311  (nothing secret)
            yield (
                number,
                exercise,
                [
                    Option(letter, text, mistake)
                    for letter, (text, mistake) in zip(ascii_lowercase, answers, strict=False)
                ],
            )


def right(options: Iterable[Option]) -> str:
    """The letter of the right answer."""
    return next(option.letter for option in options if option.mistake is None)


# ── An assignment ─────────────────────────────────────────────────────────────────────


def assignment(sheet: Worksheet) -> str:
    """The exercises as an assignment for `lamb class release` and `lamb class grade`, solutions included."""
    title = sheet.title[:1].upper() + sheet.title[1:]  # “exercise 3: …” would be one
    head = f"-- {title}\n-- {sheet.source}\n"
    parts = (_assigned(number, exercise) for number, exercise in enumerate(sheet.exercises, 1))
    return "\n".join([head, *parts])


def _assigned(number: int, exercise: MadeExercise) -> str:
    name = f"{exercise.kind}{number}"
    lines = [f"-- exercise {name}: {KINDS[exercise.kind].what}", f"-- {exercise.task}"]
    if exercise.rows:
        word = "eval" if exercise.kind == "normalize" else "conf"
        lines += ["-- points: 1", "-- operators: =a> =b>", f"{word} {name} :", f"  {exercise.given}"]
        lines += [f"  {operator} {term}" for operator, term in exercise.rows]
    else:
        lines += [f"--   {exercise.given}", "-- points: 1"]
        lines += ["-- marking: whole"] if len(exercise.asks) > 1 else []
        lines += [*(f"-- asks: {one}" for one in exercise.asks), f"{name} = {exercise.answer}"]
    return "\n".join(lines) + "\n"


# ── Markdown ──────────────────────────────────────────────────────────────────────────


def markdown(sheet: Worksheet) -> str:
    """The exercises in Markdown."""
    lines = [f"# {escaped(sheet.title)}", ""]
    for number, exercise, options in sheet.numbered():
        lines += [f"**{number}.** {escaped(exercise.task)}", "", f"        {exercise.given}", ""]
        lines += [*(f"* {one.letter}) `{one.text}`" for one in options if len(options) > 1), ""]
    if sheet.solutions:
        lines += ["## Solutions", ""]
        for number, exercise, options in sheet.numbered():
            lines += [*_solved(number, exercise, options), ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def _solved(number: int, exercise: MadeExercise, options: list[Option]) -> Iterator[str]:
    letter = f"{right(options)}) " if len(options) > 1 else ""
    yield f"**{number}.** {letter}`{exercise.answer}`"
    if exercise.rows:
        yield ""
        yield f"        {exercise.given}"
        yield from (f"        {operator} {term}" for operator, term in exercise.rows)
    yield ""
    yield from (f"* {one.letter}: {escaped(one.mistake.what)}" for one in options if one.mistake)


# ── LaTeX ─────────────────────────────────────────────────────────────────────────────

LATEX = {"=a>": ARROWS[Rule.ALPHA], "=b>": ARROWS[Rule.BETA]}
TOGETHER = "\\begin{minipage}[t]{\\linewidth}"  # on one page
ROOM = "\\vspace{30mm}"  # for an answer by hand
MARGINS = (
    "\\usepackage[T1]{fontenc}\n\\usepackage[a4paper,margin=25mm]{geometry}\n"
    "\\setlength{\\parindent}{0pt}\n\\setlength{\\parskip}{4pt}\n"
)


def latex(sheet: Worksheet) -> str:
    """The exercises as a document for `pdflatex`, with the solutions on a page of their own."""
    preamble = PREAMBLE.replace("\\usepackage{amsmath}\n", f"\\usepackage{{amsmath}}\n{MARGINS}")
    lines = [preamble, f"\\section*{{{in_text(sheet.title)}}}", "\\begin{enumerate}"]
    for _, exercise, options in sheet.numbered():
        lines += [f"\\item {TOGETHER}{in_text(exercise.task)}", f"  \\[{formula(exercise.given)}\\]"]
        lines += [f"  ({one.letter})\\ ${formula(one.text)}$\\\\" for one in options if len(options) > 1]
        lines += [f"  \\end{{minipage}}{ROOM if len(options) == 1 else ''}"]
    lines += ["\\end{enumerate}"]
    if sheet.solutions:
        lines += ["\\newpage", "\\section*{Solutions}", "\\begin{enumerate}"]
        for _, exercise, options in sheet.numbered():
            lines += _solved_in_latex(exercise, options)
        lines += ["\\end{enumerate}"]
    return "\n".join([*lines, POSTAMBLE])


def _solved_in_latex(exercise: MadeExercise, options: list[Option]) -> Iterator[str]:
    letter = f"({right(options)})\\ " if len(options) > 1 else ""
    yield f"\\item {letter}${formula(exercise.answer)}$"
    if exercise.rows:
        steps = "".join(f" \\\\\n  {LATEX[operator]}\\ & {formula(term)}" for operator, term in exercise.rows)
        yield f"  \\begin{{align*}}\n  & {formula(exercise.given)}{steps}\n  \\end{{align*}}"
    yield from (f"  ({one.letter})\\ {in_text(one.mistake.what)}\\\\" for one in options if one.mistake)


def formula(text: str) -> str:
    """A term or a type, in mathematics."""
    return r"\to ".join(map(in_mathematics, text.split("→")))


# ── A notebook ────────────────────────────────────────────────────────────────────────


def notebook(sheet: Worksheet) -> str:
    """The exercises as a notebook for the kernel of `lamb kernel install`: a cell for each answer."""
    cells = [_cell("title", "markdown", f"# {escaped(sheet.title)}")]
    for number, exercise, _ in sheet.numbered():
        name = f"{exercise.kind}{number}"
        given = "" if exercise.rows else f"\n\n        {exercise.given}"
        cells.append(_cell(f"{name}-text", "markdown", f"**{number}.** {escaped(exercise.task)}{given}"))
        cells.append(_cell(name, "code", _begun(name, exercise)))
    if sheet.solutions:
        text = "\n".join(line for one in sheet.numbered() for line in (*_solved(*one), ""))
        details = f"<details><summary>Solutions</summary>\n\n{text}\n</details>"
        cells.append(_cell("solutions", "markdown", details))
    kernel = {"display_name": "λ-calculus", "language": "lambda-calculus", "name": "lamb"}
    whole = {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(whole, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def _begun(name: str, exercise: MadeExercise) -> str:
    """A cell to go on in."""
    if not exercise.rows:
        return f"-- {name} = …"
    word = "eval" if exercise.kind == "normalize" else "conf"
    return f"{word} {name} :\n  {exercise.given}\n  -- go on here: an operator and a term a line"


def _cell(name: str, kind: str, text: str) -> dict[str, object]:
    code: dict[str, object] = {"execution_count": None, "outputs": []} if kind == "code" else {}
    return {"cell_type": kind, "id": name, "metadata": {}, "source": text.splitlines(keepends=True), **code}


# ── The formats ───────────────────────────────────────────────────────────────────────


class WorksheetFormat(NamedTuple):
    """The end of a file's name, what it is, and how it is written."""

    suffix: str
    what: str
    write: Callable[[Worksheet], str]


WORKSHEETS: Mapping[str, WorksheetFormat] = {
    "lc": WorksheetFormat(".lc", "an assignment, with solutions", assignment),
    "markdown": WorksheetFormat(".md", "Markdown", markdown),
    "latex": WorksheetFormat(".tex", "LaTeX; -o sheet.pdf runs pdflatex", latex),
    "notebook": WorksheetFormat(".ipynb", "a notebook", notebook),
}
