"""Results as styled lines, for every front end.

A result becomes lines, and a line pieces of text with a style each, which a terminal makes colours of and
a notebook HTML. The *answer* is what was asked for, *remarks* are all there is to say about it. Definitions
and imports answer no question, and have no lines.

    λf x. f (f x)    -- 2        a term and what it can be read as
    120                          the reading alone, where the term would be wide
    assert a == b    -- holds    a claim that was checked
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import nullcontext, suppress
from typing import Literal, NamedTuple, TypeAlias, get_args

from lamb.calculus.budget import TICK, Budget, Exhausted, Meter, Status, tick
from lamb.calculus.numerals import church, is_numeral
from lamb.calculus.reduction import Rule
from lamb.calculus.substitution import names_in
from lamb.calculus.term import App, Free, Lam, Term, Var
from lamb.course.verdicts import USUAL_HINT, Judgement, Verdict
from lamb.encodings.blc import to_blc
from lamb.encodings.readings import Readings, reading_of_sort, readings
from lamb.encodings.values import with_numbers
from lamb.errors import BudgetError, EncodingError, LambError, Place, Source, columns
from lamb.notation.layout import blank, comments
from lamb.notation.printer import beginning, pretty
from lamb.quantities import counted, scored
from lamb.records import Record, value
from lamb.results import Answer, Asked, Assumed, Checked, Defined, Derived, Imported, Note, Result

Format: TypeAlias = Literal["readings", "value", "term", "debruijn", "blc"]
FORMATS: tuple[Format, ...] = get_args(Format)

LARGEST = 5_000_000  # nodes of a term that is written whole
SMALL = 100_000  # nodes of one whose names may be as long as they like
LONGEST = 100_000_000  # characters of the names of a larger one
LONGEST_SHOWN = 10_000  # characters of a term, where there is no end to scrolling back
LONGEST_BEGINNING = 200  # characters of a term that is only there to give an idea
REACHED = "  reached: "
LONGEST_CLAIM = 72  # characters of an assertion's text


# ── Terms as text ─────────────────────────────────────────────────────────────────────


def fits(term: Term, most: int | None = None) -> bool:
    """True if *term* can be written whole: it has at *most* so many nodes, and no name in it is so long
    that it makes a book of it.
    """
    if term.size > (LARGEST if most is None else min(most, LARGEST)):
        return False
    longest = max(map(len, names_in(term)), default=0) if term.size > SMALL else 0
    return term.size * longest <= LONGEST


def write(term: Term, format: Format, *, ascii: bool = False) -> str:
    """*term* as text, all of it. Raises EncodingError where there are no bits for it."""
    if format == "debruijn":
        return indexed(term, ascii=ascii)
    if format == "blc":
        return to_blc(term)
    return pretty(term, ascii=ascii)


def indexed(term: Term, *, ascii: bool = False) -> str:
    r"""*term* with de Bruijn's indices: a variable is the number of λs between it and its own.

        t ::= λ t    t t    0, 1, …    x

    Brackets are as in terms with names. Numerals are unfolded, since a number is an index here; raises
    EncodingError if one is too large.

    >>> from lamb.notation import parse_term
    >>> indexed(parse_term("λf x. f (f x) y λz. z"))
    'λ λ 1 (1 0) y λ 0'
    """
    written: list[str] = []
    left = LARGEST  # of the nodes that numerals may unfold to
    todo: list[Term | str] = [term]  # what is left to write, the next one last
    while todo:
        item = todo.pop()
        if len(written) % TICK == 0:
            tick()
        match item:
            case str():
                written.append(item)
            case Var(index):
                written.append(str(index))
            case Free(name) if is_numeral(name):
                if len(name) > len(str(left)) or int(name) > left:
                    raise EncodingError(f"the numeral {name:.20} is too large to be unfolded")
                left -= int(name)
                todo.append(church(int(name)))
            case Free(name):
                written.append(name)
            case Lam(_, body):
                written.append("\\ " if ascii else "λ ")
                todo.append(body)
            case App():
                todo += _reversed_parts(item)
    return "".join(written)


def _reversed_parts(term: Term) -> Iterator[Term | str]:
    """The parts of an application from right to left. A λ at its right end needs no brackets."""
    at_end = True
    while isinstance(term, App):
        needs_brackets = isinstance(term.arg, App) or (_is_abstraction(term.arg) and not at_end)
        yield from (")", term.arg, "(", " ") if needs_brackets else (term.arg, " ")
        at_end, term = False, term.fn
    yield from (")", term, "(") if _is_abstraction(term) else (term,)


def _is_abstraction(term: Term) -> bool:
    return isinstance(term, Lam) or (isinstance(term, Free) and is_numeral(term.name))


class Look(Record):
    """The *format* of terms; whether they are *elided* where they are long, and how to see them *whole*
    then; what the reader may do when a *budget* runs out, in *hints*; readings stand alone where a term
    is wider than *width*; the *measure* of how wide a text is where it is shown.
    """

    format: Format = "readings"
    ascii: bool = False
    elided: bool = False
    whole: str = ""
    width: int = 72
    budget: Budget = value(default_factory=Budget)
    hints: Mapping[Status, str] = value(default_factory=dict)
    measure: Callable[[str], int] = columns

    def write(self, term: Term, meter: Meter | None = None) -> str:
        """A term; or, where it is too long, its beginning, and how many nodes it has.

        Raises BudgetError instead where the format is for programs, which cannot tell a part from the whole.
        """
        text = self.whole_text(term, meter)
        if text is not None and not (self.elided and len(text) > LONGEST_SHOWN):
            return text
        if not self.elided and self.format not in ("readings", "value"):
            raise too_large(term)
        how = f"    -- {self.whole}" if self.elided and self.whole else ""
        return f"{self.beginning(term)} ({counted(term.size, 'node')}){how}"

    def whole_text(self, term: Term, meter: Meter | None = None) -> str | None:
        """All of a term; None where it has no room, in memory or in what is left of a *meter*'s seconds."""
        if self.elided and term.size > LONGEST_SHOWN:
            return None
        with suppress(Exhausted), meter or nullcontext():
            if term.size <= LONGEST_SHOWN or fits(term, self.budget.nodes):
                return write(term, self.format, ascii=self.ascii)
        return None

    def beginning(self, term: Term) -> str:
        """Enough of a term to recognize it by."""
        if self.format == "debruijn":
            return indexed(beginning(term, LONGEST_BEGINNING // 2), ascii=self.ascii)
        return pretty(term, limit=LONGEST_BEGINNING, ascii=self.ascii)

    def limit(self, status: Status) -> str:
        """The limit that was reached."""
        if status is Status.INTERRUPTED:
            return "interrupted"
        if getattr(self.budget, status.value, "") is None:  # it was the limit of another budget
            return f"no normal form before the {status.value} ran out"
        return f"no normal form {self.budget.within(status)}"

    def hint(self, status: Status | None) -> str | None:
        """The way to go further."""
        return self.hints.get(status) if status else None


def whole(text: str) -> str | None:
    """A text for another program; None if something was left out of it. (No name has such signs.)"""
    return None if "…" in text or "..." in text else text


def too_large(term: Term) -> BudgetError:
    """The error of a normal form that would have to be written whole."""
    message = f"the normal form is too large to be written: {counted(term.size, 'node')}"
    return BudgetError(message, hint="--format value writes what it can be read as")


def ways_further(
    budget: Budget, option: str, unless: str = "if there is a normal form at all"
) -> dict[Status, str]:
    """The ways to go ten times as far; *option* says how a limit is set, `--{name} {limit}` perhaps."""
    limits = {
        Status.STEPS: f"{10 * (budget.steps or 1):_}",
        Status.NODES: f"{10 * (budget.nodes or 1):_}",
        Status.SECONDS: f"{10 * (budget.seconds or 1):g}",
    }
    return {
        status: f"{option.format(name=status.value, limit=limit)} goes ten times as far, {unless}"
        for status, limit in limits.items()
    }


# ── Lines ─────────────────────────────────────────────────────────────────────────────


Style: TypeAlias = Literal[
    "plain", "comment", "place", "error", "note", "hint", "redex", "contractum", "new redex"
]


class Piece(NamedTuple):
    """A stretch of text that looks alike."""

    text: str
    style: Style = "plain"


Line: TypeAlias = tuple[Piece, ...]


class Sentence(tuple[Piece, ...]):
    """A sentence, which may be broken between words; other lines have terms or sources in them."""

    __slots__ = ()


class TableRow(Sentence):
    """A row of a table, whose last piece goes on below where it begins, if there is room."""

    __slots__ = ()


class Rendered(NamedTuple):
    """A result as lines: the answer, and the remarks about it."""

    answer: tuple[Line, ...] = ()
    remarks: tuple[Line, ...] = ()


def name_of_rule(rule: Rule, *, ascii: bool = False) -> str:
    """The sign of a rule, or its name."""
    if not ascii or rule.value.isascii():
        return rule.value
    return "all" if rule is Rule.PARALLEL else rule.name.lower()


def plain(lines: Iterable[Line]) -> str:
    """The lines as one text, without their styles."""
    return "\n".join("".join(piece.text for piece in line) for line in lines)


def render(result: Result, look: Look) -> Rendered:
    """*result* as lines."""
    match result:
        case Answer():
            notes = tuple(noted(note) for note in result.notes)
            if result.outcome.finished:
                answer = read_term(result.outcome.term, result.readings, look, result.meter, result.term)
                return Rendered((answer,), notes)
            return Rendered((), notes + _stopped(result, look))
        case Checked(verdict=Verdict.HOLDS):
            values = f" for {result.examples:,} values" if result.sorts else ""
            return Rendered((commented(name_of(result), f"holds{values}"),))
        case Checked(reason=LambError() as reason):
            return Rendered((), (*complaint(reason), *map(noted, result.notes)))
        case Checked(verdict=Verdict.FAILS):
            message, sides = difference(result, look)
            failed = complaint(LambError(message, result.place))
            return Rendered((), (*failed, *sides, *map(noted, result.notes)))
        case Checked(stopped=status):
            what = look.limit(status) if status else "for an unknown reason"
            after = f" after {counted(result.examples, 'value')}" if result.sorts else ""
            undecided = LambError(f"this is undecided{after}: {what}", result.place, look.hint(status))
            return Rendered((), (*complaint(undecided), *map(noted, result.notes)))
        case Derived(verdict=Verdict.HOLDS):
            return Rendered((commented(f"derivation {result.name}", "holds"),))
        case Derived():
            return Rendered((), flaws(result))
        case LambError():
            return Rendered((), complaint(result))
        case Asked(notes=notes) | Defined(notes=notes):
            return Rendered((), tuple(map(noted, notes)))
        case Imported() | Assumed():
            return Rendered()


def read_term(
    term: Term, found: Readings, look: Look, meter: Meter | None = None, asked: Term | None = None
) -> Line:
    """A term and its readings, in the format that was asked for; written in what remains of its time. A term
    that cannot be read is written with numbers, unless that is what was *asked*.
    """
    if look.format == "value" and found:
        return (Piece(shortened(found.values.listed(), look)),)
    if look.format not in ("value", "readings"):
        return (Piece(look.write(term, meter)),)
    if found and term.size > look.width:  # no text is shorter than its term's size
        return (Piece(shortened(found.listed(), look)),)
    text = look.write(term, meter)
    if look.format == "value":
        return (Piece(text),)
    comment = found.listed(text)
    named = None if found or term.size > LONGEST_SHOWN else with_numbers(term)
    if named is not None and (named != asked or len(text) > look.width):
        comment = pretty(named, ascii=look.ascii)
    if not comment:
        return (Piece(text),)
    return commented(text, comment) if len(text) <= look.width else (Piece(comment),)


def shortened(readings: str, look: Look) -> str:
    """Readings as they are; of very long ones, where long terms are elided too, the two ends."""
    if not look.elided or len(readings) <= LONGEST_SHOWN:
        return readings
    ellipsis = "..." if look.ascii else "…"
    ends = f"{readings[:LONGEST_BEGINNING]} {ellipsis} {readings[-LONGEST_BEGINNING:]}"
    return f"{ends} ({counted(len(readings), 'character')})"


def commented(text: str, comment: str, style: Style = "plain") -> Line:
    """A text, and behind it a comment, if there is one."""
    shown = Piece(text, style)
    return (shown, Piece(f"    -- {comment}", "comment")) if comment else (shown,)


def _stopped(answer: Answer, look: Look) -> tuple[Line, ...]:
    status = answer.outcome.status
    interrupted = f"interrupted after {answer.outcome.steps:,} steps"
    message = interrupted if status is Status.INTERRUPTED else look.limit(status)
    reached = (Piece(REACHED, "note"), Piece(_around_head(answer.outcome.beginning, look)))
    what, *place = complaint(LambError(message, answer.place))
    from lamb.analysis.divergence import Cycle  # start-up counts, and most terms end

    seen = answer.divergence
    if isinstance(seen, Cycle):
        proof = seen.proof if status is Status.DIVERGED else str(seen)  # as the message says so, or does not
        return (what, *place, reached, Sentence((Piece("  proof: ", "note"), Piece(proof))))
    if seen:
        return (what, *place, Sentence((Piece("  so far: ", "note"), Piece(str(seen)))), reached)
    return (what, *place, reached, *hinted(look.hint(status)))


def _around_head(term: Term, look: Look) -> str:
    """As much of a term around its head as a line has room for."""
    if look.format == "debruijn":
        return look.beginning(term)
    from lamb.notation.elision import Room, around_head  # start-up counts, and most terms end

    return around_head(term, Room(look.width - len(REACHED), look.measure, look.ascii)).text


def claim(place: Place) -> str:
    """A claim as it is written, but on one line and without comments."""
    text = blank(place.text, comments(Source(place.text)))
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_CLAIM else line[: LONGEST_CLAIM - 1] + "…"


def difference(checked: Checked, look: Look) -> tuple[str, tuple[Line, ...]]:
    """The values for which an assertion fails, in a message, and the two normal forms that differ."""
    values = ", ".join(
        f"{name} = {value or look.beginning(term)}"
        for name, term in checked.counterexample.items()
        for value in [reading_of_sort(term, checked.sorts.get(name, ""), checked.types)]
    )
    message = f"this does not hold for {values}" if values else "this does not hold"
    sides = [("  left:  ", checked.left), ("  right: ", checked.right)]
    read = [(side, term, readings(term, types=checked.types)) for side, term in sides if term is not None]
    kinds = [{reading.kind for reading in found} for _, _, found in read]
    alike = set.intersection(*kinds) if kinds else set()
    return message, tuple(
        (Piece(side, "note"), *_side(look.beginning(term), found, alike)) for side, term, found in read
    )


def _side(text: str, found: Readings, alike: Collection[str]) -> Line:
    """A side of a claim, and what it can be read as: first as the other one can be, too."""
    first = Readings(sorted(found, key=lambda reading: reading.kind not in alike), found.more)
    return commented(text, first.listed(text))


# ── Derivations ───────────────────────────────────────────────────────────────────────


def flaws(derived: Derived, hint: int = USUAL_HINT) -> tuple[Line, ...]:
    """All that is wrong with a derivation, as far as a hint goes."""
    return tuple(line for flaw in derived.flaws for line in _flaw(flaw, hint))


def _flaw(flaw: Judgement, hint: int) -> tuple[Line, ...]:
    """The flaw of a step, the part of the text that it is about, the step, and what to do."""
    told, at = flaw.told(hint), flaw.underlined(hint)
    what, *quoted = complaint(LambError(told.message, at))
    step = _quoted(flaw.place) if at.line != flaw.place.line else []
    advice = told.instead
    if flaw.stopped is not None and flaw.stopped is not Status.INTERRUPTED:
        advice = f"a larger --{flaw.stopped.value} searches further"
    return (what, *quoted, *step, *hinted(advice))


# ── Errors and notes ──────────────────────────────────────────────────────────────────


def complaint(error: LambError) -> tuple[Line, ...]:
    """The text of `str(error)`, with styles."""
    if isinstance(error, CellFailed):
        return error.lines
    place = (Piece(f"{error.place}: ", "place"),) if error.place else ()
    quoted = _quoted(error.place) if error.place else []
    return (Sentence((*place, Piece(error.message, "error"))), *quoted, *hinted(error.hint))


def _quoted(place: Place) -> list[Line]:
    return [(Piece(line),) for line in place.quote().split("\n")]


def hinted(hint: str | None) -> tuple[Line, ...]:
    """A hint as a line, if there is one."""
    return (Sentence((Piece(f"  hint: {hint}", "hint"),)),) if hint else ()


def noted(note: Note) -> Line:
    place = (Piece(f"{note.place}: ", "place"),) if note.place else ()
    return Sentence((*place, Piece("note: ", "note"), Piece(note.message)))


class CellFailed(LambError):
    """A *result* is not what was wanted; *lines* are all there is to say about it."""

    def __init__(self, lines: tuple[Line, ...], result: Answer | Checked | Derived | None = None) -> None:
        errors = [piece.text for line in lines for piece in line if piece.style == "error"]
        super().__init__(errors[0] if errors else plain(lines[:1]))
        self.place = result.place if result else None
        self.lines = lines
        self.result = result

    def __str__(self) -> str:
        return plain(self.lines)


# ── Claims ────────────────────────────────────────────────────────────────────────────

Claim: TypeAlias = Derived | Checked

WORDS = {
    Verdict.HOLDS: "valid",
    Verdict.FAILS: "invalid",
    Verdict.PARTIAL: "partial",
    Verdict.UNDECIDED: "undecided",
}


def name_of(result: Claim) -> str:
    """The name of a derivation, or the text of an assertion, or of a term and what is expected of it."""
    if isinstance(result, Derived):
        return result.name
    return claim(place_of(result)) + (f"  -- {result.expected}" if result.expected else "")


def place_of(result: Claim) -> Place:
    """The place where a claim begins."""
    source, start, end = result.place
    if isinstance(result, Derived) or result.expected or source.text.startswith(":test", start):
        return result.place
    return Place(source, max(0, source.text.rfind("assert", 0, start)), end)


def earned(result: Claim) -> float:
    """The points for a claim: all or none."""
    return result.points or 0.0 if result.verdict is Verdict.HOLDS else 0.0


class Tally(Record, frozen=False):
    """The number of claims, and of those that hold; the points for them."""

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
        hold = "holds" if self.claims == 1 else "hold"
        held = f"{self.holding:,} of {self.claims:,} {hold}" if self.claims else "nothing was checked"
        points = f", {scored(self.points, self.worth)}" if self.for_points else ""
        return held + points
