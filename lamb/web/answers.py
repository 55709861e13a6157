"""Answers to the questions of a page. A question is JSON, and so is its answer; a page knows no λ-calculus.

    answer({"kind": "run", "program": "fact 5"})["results"][0]["html"]          120, in HTML
    answer({"kind": "walk", "program": "(λx. x) y", "events": [{"kind": "forward"}]})["shown"]["term"]

Nothing is kept between two questions: a walk is asked about with all events so far. The last few walks are
remembered, so that another event is only the work of that event. Places in a program are counted as
JavaScript does, in UTF-16. Each question has a budget, of which no part is unlimited.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from time import perf_counter
from typing import TYPE_CHECKING, Any, TypeAlias

from lamb.calculus.budget import Budget
from lamb.calculus.strategies import Strategy, named
from lamb.calculus.term import Free
from lamb.course.verdicts import HINTS, USUAL_HINT, Judgement, Verdict
from lamb.display import view
from lamb.errors import LambError, Place, Source
from lamb.html.markup import lines_html
from lamb.html.renderings import rendered_derivation, rendered_result, table_of
from lamb.notation.printer import pretty, write
from lamb.prelude import prelude as standard
from lamb.repl.lexing import paint
from lamb.results import Answer, Asked, Checked, Defined, Derived, Imported, Result
from lamb.session import Session
from lamb.show.lines import Look, complaint

if TYPE_CHECKING:  # what only some questions need is imported by them: a browser's Python starts slowly
    from lamb.course.learning.study import Curriculum
    from lamb.course.walk import Walk
    from lamb.html.walk_page import Stepping

Json: TypeAlias = dict[str, Any]

LONGEST_PROGRAM = 200_000  # characters
LONGEST_ANSWERED = 200  # results of a program that are shown
MOST_EVENTS = 10_000
MOST_WALKS = 8  # that are remembered
SECONDS, MOST_SECONDS = 2.0, 60.0
NODES = 3_000_000
LARGEST_DRAWN = 400  # nodes
MOST_GRAPHED = 150  # terms
MOST_JUDGED = 300  # judgements of a derivation
SHOWN_STEPS = 50  # of a reduction that is copied
NAME = "program"
VIEWS = (
    *("tree", "diagram", "graph", "bohm", "diamond"),
    *("type", "compare", "machine", "value", "combinators", "steps"),
)


class Unanswerable(LambError):
    """A question that is none."""


def answer_text(question: str) -> str:
    """The answer to a question, both as the text of a JSON document."""
    try:
        asked = json.loads(question)
    except (ValueError, RecursionError):
        asked = None
    return json.dumps(answer(asked), ensure_ascii=False)


def answer(question: object) -> Json:
    """The answer to a question. One that cannot be answered has the key `error`: a message, in HTML too."""
    try:
        match question:
            case {"kind": str(kind), **parts} if kind in _ANSWERS:
                return _ANSWERS[kind](_Question(parts))
        raise Unanswerable("this is no question that a page asks")
    except LambError as error:
        return {"error": error.message, "html": lines_html(complaint(error))}
    except MemoryError:
        return {"error": "the memory ran out", "html": "<p>The memory ran out.</p>"}


REHEARSAL = """\
(λx. x) ((λy. y) λz. z)
assert fact 3 == 7
eval step : (λx y. x) y =b> λy. y
assert )
"""
"""A program with something of most kinds in it, mistakes included."""


def rehearse() -> None:
    """Ask what a page may ask, so that all is imported that an answer needs; but not of the course, whose
    lessons take much memory.
    """
    about: Json = {
        "program": REHEARSAL,
        "form": "latex",
        "notation": "python",
        "hints": HINTS[-1],
        "seconds": MOST_SECONDS,
    }
    for kind in ("run", "walk", "copy", "convert", "names"):
        answer({"kind": kind, **about})
    for kind in VIEWS:
        answer({"kind": "look", "view": kind, **about})
    _walks.clear()


class _Question:
    """The parts of a question, each of the type that it has to have. Raises Unanswerable."""

    def __init__(self, parts: Mapping[object, object]) -> None:
        self._parts = parts

    def text(self, name: str, default: str | None = None) -> str:
        value = self._parts.get(name, default)
        if not isinstance(value, str):
            raise Unanswerable(f"“{name}” is a text")
        return value

    def number(self, name: str, default: float, most: float) -> float:
        value = self._parts.get(name, default)
        if isinstance(value, bool) or not isinstance(value, int | float) or not value >= 0:
            raise Unanswerable(f"“{name}” is a number that is not negative")
        return min(value, most)

    def list_of(self, name: str) -> list[Any]:
        value = self._parts.get(name, [])
        if not isinstance(value, list):
            raise Unanswerable(f"“{name}” is a list")
        return value

    @property
    def program(self) -> Source:
        text = self.text("program")
        if len(text) > LONGEST_PROGRAM:
            raise Unanswerable(f"this program is too long for the page: it has {len(text):,} characters")
        return Source(text, NAME)

    @property
    def place(self) -> int | None:
        """The unit of the program that is asked about, if one is."""
        return int(self.number("at", 0, LONGEST_PROGRAM)) if "at" in self._parts else None

    @property
    def budget(self) -> Budget:
        return Budget(nodes=NODES, seconds=self.number("seconds", SECONDS, MOST_SECONDS))

    @property
    def hints(self) -> int:
        return int(self.number("hints", USUAL_HINT, HINTS[-1]))


# ── A program ─────────────────────────────────────────────────────────────────────────


class _Places:
    """Places in a text, in UTF-16: what is outside of the first plane takes two units."""

    def __init__(self, text: str) -> None:
        self._wide = [at for at, char in enumerate(text) if char > "\uffff"] if not text.isascii() else []

    def __call__(self, at: int) -> int:
        return at + sum(wide < at for wide in self._wide) if self._wide else at

    def found(self, unit: int) -> int:
        """The place that begins at a unit."""
        for wide in self._wide:
            if unit <= wide:
                break
            unit -= 1
        return unit


def _read(question: _Question) -> Json:
    """The words of a program, each with its kind."""
    source = question.program
    place = _Places(source.text)
    painting = paint(source.text, Session().definitions)
    return {"words": [[place(start), place(end), kind] for start, end, kind in painting.tokens]}


def _run(question: _Question) -> Json:
    """The words of a program, its results, and what is wrong with it."""
    source, budget, hints = question.program, question.budget, question.hints
    place = _Places(source.text)
    look = Look(elided=True, budget=budget)
    results: list[Json] = []
    remarks: list[Json] = []
    for result in _results(Session(budget=budget), source, budget):
        if len(results) < LONGEST_ANSWERED:
            results.append(_shown(result, look, hints, place))
        remarks += _remarks(result, source, place, hints)
    return {**_read(question), "results": results, "remarks": remarks}


def _results(session: Session, source: Source, budget: Budget) -> Iterator[Result]:
    """The results of a program, all of which together have the seconds of a budget."""
    begun, seconds = perf_counter(), budget.seconds or 0.0
    for result in session.run_program(source):
        yield result
        session.budget = replace(budget, seconds=max(0.0, seconds - (perf_counter() - begun)))


def _shown(result: Result, look: Look, hints: int, place: _Places) -> Json:
    """A result in HTML, its kind, and where its statement stands."""
    kinds = {Answer: "answer", Asked: "term", Checked: "claim", Derived: "derivation", Defined: "definition"}
    shown: Json = {"kind": kinds.get(type(result), "error" if isinstance(result, LambError) else "import")}
    match result:
        case LambError():
            shown["html"] = lines_html(complaint(result))
        case Derived():
            shown["html"] = rendered_derivation(result, hints).html
        case Answer() | Asked() | Defined():  # notes stand in the margin
            shown["html"] = rendered_result(replace(result, notes=()), look).html
        case _:
            shown["html"] = rendered_result(result, look).html
    if result.place is not None and result.place.source.name == NAME:
        shown |= {"start": place(result.place.start), "end": place(result.place.end)}
    match result:
        case Answer(outcome=outcome):
            shown["ended"] = outcome.finished
            shown["title"] = pretty(result.term, limit=120)
        case Checked() | Derived():
            shown["verdict"] = result.verdict.value
        case Defined(name):
            shown["title"] = name
        case Imported(what=what):
            shown["title"] = what
    return shown


def _remarks(result: Result, source: Source, place: _Places, hints: int) -> Iterator[Json]:
    """What is wrong, or may not be meant, and where: for the margin of the program."""

    def remark(how: str, where: Place | None, message: str, hint: str = "", **more: object) -> Json:
        start, end = (where.start, where.end) if where and where.source.name == NAME else (0, 0)
        if start == end:
            end = min(end + 1, len(source.text))
        told = {"how": how, "start": place(start), "end": place(end), "message": message}
        return told | ({"hint": hint} if hint else {}) | more

    match result:
        case LambError(message=message, hint=hint):
            yield remark("error", result.place, message, hint or "")
        case Answer(notes=notes) | Asked(notes=notes) | Defined(notes=notes):
            for note in notes:
                yield remark("info", note.place, note.message)
        case Checked(verdict=Verdict.FAILS):
            yield remark("error", result.place, "this does not hold")
        case Derived():
            for flaw in result.flaws:
                how = "error" if flaw.verdict is Verdict.FAILS else "warning"
                told = flaw.told(hints)
                more: Json = {"more": hints < HINTS[-1] and flaw.mistake is not None}
                if hints == HINTS[-1] and (repair := _repair(flaw)):
                    start, end = flaw.place.start, flaw.place.end
                    more["repair"] = {"start": place(start), "end": place(end), "text": repair}
                yield remark(how, flaw.underlined(hints), told.message, told.instead, **more)


def _repair(flaw: Judgement) -> str:
    """The steps that should stand in the place of a wrong one; empty where they are not known."""
    repair = flaw.mistake.repair if flaw.mistake else ()
    return " ".join(f"{operator} {write(term)}" for operator, term in repair)


# ── A term of a program ───────────────────────────────────────────────────────────────


def _asked(question: _Question) -> tuple[Session, Asked]:
    """The query of a program at a place, or its last, and a session with the definitions of the program."""
    source, budget = question.program, question.budget
    session = Session(budget=budget, evaluates=False)
    asked: list[Asked] = []
    for result in _results(session, source, budget):
        match result:
            case Asked():
                asked.append(result)
            case LambError() if not asked and not isinstance(result.place, Place):
                raise result
    if (unit := question.place) is not None:
        at = _Places(source.text).found(unit)
        asked = [one for one in asked if one.place.start <= at <= one.place.end]
    if not asked:
        raise Unanswerable("there is no term here", hint="write one on a line of its own")
    session.strategy = named(question.text("strategy", Strategy.NORMAL.value))
    session.budget = budget
    return session, asked[-1]


_walks: OrderedDict[str, Stepping] = OrderedDict()
"""The last walks, each by what was asked of it."""


def _walk(question: _Question) -> Json:
    """Where a walk is after its events, which are those of `html/walk_page.py`."""
    from lamb.html.walk_page import Stepping

    events = question.list_of("events")
    if len(events) > MOST_EVENTS:
        raise Unanswerable(f"this walk is too long for a page: it has {len(events):,} events")
    rules = question.text("rules", "")
    begin = [question.text("program"), question.place, question.text("strategy", ""), rules]

    def key(number: int) -> str:
        return json.dumps([begin, question.hints, events[:number]])

    stepping = _walks.pop(key(len(events) - 1), None) if events else None
    if stepping is not None:
        stepping.obey(events[-1])
    else:
        session, asked = _asked(question)
        stepping = Stepping(_begun(session, asked, rules), hints=question.hints)
        for event in events:
            stepping.obey(event)
    _walks[key(len(events))] = stepping
    while len(_walks) > MOST_WALKS:
        _walks.popitem(last=False)
    return {"shown": stepping.shown(), "past": stepping.history(), "pictures": stepping.drawn()}


def _begun(session: Session, asked: Asked, rules: str) -> Walk:
    """A walk through the reduction of a term, or of its combinators by their own *rules*."""
    if rules == "combinators":
        from lamb.course.walk import CombinatorWalk

        return CombinatorWalk(session.to_combinators(asked.term, basis="all"), budget=session.budget)
    if rules:
        raise Unanswerable("the rules are those of combinators, or the usual ones")
    return session.walk(asked.term)


def _look(question: _Question) -> Json:
    """A term of a program in another way: a *view* of it, in HTML, and as SVG where it is a picture."""
    session, asked = _asked(question)
    term, wanted, definitions = asked.term, question.text("view"), session.definitions
    match wanted:
        case "tree" | "diagram":
            if isinstance(term, Free) and term.name in definitions:
                term = definitions[term.name]
            more = {"definitions": definitions} if wanted == "diagram" else {}
            picture = view(wanted)(term, most=LARGEST_DRAWN, **more)
        case "graph":
            from lamb.analysis.graph import reduction_graph

            graph = reduction_graph(term, definitions, most=MOST_GRAPHED, budget=session.budget)
            picture = graph.picture()
        case "bohm":
            from lamb.analysis.solvability import bohm_tree

            picture = bohm_tree(term, definitions=definitions).picture()
        case "diamond":
            from lamb.analysis.diamond import diamond

            picture = diamond(term, definitions=definitions).picture()
        case "type":
            typing = session.typing_of(asked)
            picture = typing.tree()
        case "compare":
            from lamb.analysis.comparison import compare
            from lamb.html.bundles import comparison_table

            return {"html": comparison_table(compare(term, definitions, budget=session.budget)).html}
        case "machine":
            from lamb.html.bundles import machines_html

            return {"html": machines_html(term, definitions, session.budget)}
        case "value":
            from lamb.analysis.machines.bigstep import big_step

            budget = replace(session.budget, steps=MOST_JUDGED)
            picture = big_step(term, definitions=definitions, budget=budget).tree()
        case "combinators":
            from lamb.encodings.combinators import combinator_trace

            translated = session.to_combinators(term, basis="all")
            return {"html": table_of(combinator_trace(translated, budget=session.budget)).html}
        case "steps":
            return {"html": table_of(session.trace(term)).html}
        case _:
            raise Unanswerable(f"a term can be seen as {', '.join(VIEWS)}")
    return {"html": picture.svg, "svg": picture.svg, "alt": picture.alt}


def _copy(question: _Question) -> Json:
    """The reduction of a term as text: *form* is markdown or latex."""
    from lamb.show.documents import Export, LatexDerivation, MarkdownTable, Write, exported

    session, asked = _asked(question)
    budget = replace(session.budget, steps=SHOWN_STEPS)
    exports: dict[str, Callable[[Write], Export]] = {"markdown": MarkdownTable, "latex": LatexDerivation}
    form = question.text("form")
    if form not in exports:
        raise Unanswerable("a reduction can be copied as markdown or latex")
    strategy, definitions = session.strategy, session.definitions
    text = exported(asked.term, exports[form], strategy=strategy, definitions=definitions, budget=budget)
    return {"text": text}


def _convert(question: _Question) -> Json:
    """A program in another notation."""
    from lamb.foreign.conversion import convert

    source, target = question.program, question.text("notation")
    return {"text": convert(source.text, target=target, budget=question.budget, name=source.name)}


def _names(question: _Question) -> Json:
    """The names of the prelude, with the first lines of what is said about them, and of the notations."""
    from lamb.foreign.dialects import DIALECTS

    library = standard()
    names = [[name, library.documentation(name).partition("\n")[0]] for name in library]
    others = [one for one in DIALECTS.values() if one.name != "lamb" and one.bits != "bytes"]
    return {"names": names, "notations": [[one.name, one.said] for one in others]}


# ── The course ────────────────────────────────────────────────────────────────────────


@cache
def _course() -> Curriculum:
    from lamb.course.learning.study import curriculum

    return curriculum()


def _lessons(question: _Question) -> Json:
    """All lessons, in their order."""
    course = _course()
    return {"lessons": [{"name": one.name, "title": one.title, "about": one.about} for one in course.lessons]}


def _lesson(question: _Question) -> Json:
    """What there is to read of a lesson."""
    from lamb.html.lesson_page import lesson_html

    return lesson_html(_course().find(question.text("name")))


def _attempt(question: _Question) -> Json:
    """The reply to an answer."""
    from lamb.course.learning.study import attempt
    from lamb.html.lesson_page import feedback_html

    exercise = _course().find(question.text("name")).exercise
    feedback = attempt(exercise, question.program.text, budget=replace(question.budget, steps=100_000))
    stars = _stars(question.program.text, exercise.solution) if feedback.passed else 0
    return {"passed": feedback.passed, "stars": stars, "html": feedback_html(feedback)}


def _stars(text: str, solution: str) -> int:
    """Three stars for an answer as short as the solution, two for one half as long again, or else one."""
    words, enough = map(_length, (text, solution))
    return 3 if words <= enough else 2 if 2 * words <= 3 * enough else 1


def _length(text: str) -> int:
    """The number of words in a text, comments left out."""
    return sum(kind not in ("space", "comment") for *_, kind in paint(text).tokens)


def _solution(question: _Question) -> Json:
    """The solution of a lesson's exercise."""
    from lamb.html.lesson_page import prose_html

    solution = _course().find(question.text("name")).exercise.solution
    return {"text": solution, "html": prose_html(f"  {solution.strip()}".replace("\n", "\n  "))}


_ANSWERS: dict[str, Callable[[_Question], Json]] = {
    "read": _read,
    "run": _run,
    "walk": _walk,
    "look": _look,
    "copy": _copy,
    "convert": _convert,
    "names": _names,
    "lessons": _lessons,
    "lesson": _lesson,
    "attempt": _attempt,
    "solution": _solution,
}
