"""Laws about all bytes. Each raises where its law does not hold, and says how interesting the bytes were."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

import lamb
from lamb import Budget, Session, Status
from lamb.calculus.term import nodes
from lamb.errors import LambError, ParseError, Source
from lamb.html.bundles import bundle
from lamb.notation.names import remove_names, restore_names
from lamb.notation.parser import is_incomplete, parse, parse_expression
from lamb.notation.printer import pretty, write
from lamb.notation.syntax import Query
from lamb.results import Derived
from lamb.show.json import described
from lamb.show.lines import Look, render
from tests.strategies import DEFINITIONS
from tests.tools.fuzz.drawing import Draw
from tests.tools.nasty.running import PLACED, harmful, lamb_eval

Target = Callable[[bytes], int]

SMALL = Budget(steps=2_000, nodes=200_000)
FEW = 150  # steps


def reading(content: bytes) -> int:
    """A text is in the language, and what is written of it is, too; or it is said where it is not."""
    text = Draw(content).text()
    try:
        program = parse(Source(text, "a.lc"))
    except ParseError as error:
        complained(text, error)
        return 0
    for statement in program.statements:
        assert 0 <= statement.start <= statement.end <= len(text)
        if isinstance(statement, Query):
            term = remove_names(statement.term)
            assert remove_names(parse_expression(Source(write(statement.term)))) == term
    return len(program.statements)


def complained(text: str, error: ParseError) -> None:
    """Whether an error is about a place in the text, and can be shown."""
    assert error.place is not None
    assert 0 <= error.place.start <= error.place.end <= len(text)
    assert error.hint
    assert not set(harmful(str(error)))
    assert is_incomplete(text) == error.incomplete


def printing(content: bytes) -> int:
    """What is printed of a term is that term, and its parts stand where they are said to."""
    term = Draw(content).term()
    for ascii in (False, True):
        assert lamb.parse_term(pretty(term, ascii=ascii)) == term
    tree = restore_names(term)
    parsed = parse_expression(Source(write(tree, places=True)))
    assert (parsed.start, parsed.end) == (tree.start, tree.end)
    return term.size


def bits(content: bytes) -> int:
    """A term comes back from its bits, and bits stand for a term or are refused."""
    text = "".join(f"{byte:08b}" for byte in content)
    for end in range(max(0, len(text) - 8), len(text) + 1):
        try:
            term = lamb.from_blc(text[:end])
        except lamb.EncodingError:
            continue
        assert lamb.to_blc(term) == text[:end]
        return len(nodes(term))
    return 0


def reducing(content: bytes) -> int:
    """The machine comes to what the definition of normal order comes to."""
    term = Draw(content).term((*DEFINITIONS, "0", "1", "2", "3", "a", "b"))
    steps = lamb.trace(term, definitions=DEFINITIONS, budget=Budget(nodes=200_000))
    last = term
    for step in islice(steps, FEW):
        last = step.after
    outcome = lamb.normalize(term, definitions=DEFINITIONS, budget=SMALL)
    if steps.status is Status.NORMAL_FORM:
        assert outcome.finished, (term, steps.steps)
        assert outcome.term == last
        assert outcome.steps <= steps.steps
    elif outcome.finished:
        assert steps.steps <= FEW
    lamb.readings(outcome.term)
    return steps.steps


def evaluating(content: bytes) -> int:
    """`lamb eval` ends as it should, says where something is wrong, and does a terminal no harm."""
    text = Draw(content).text()
    code, out, err = lamb_eval(text.encode(), "--steps", "2000", "--nodes", "100000", "--no-prelude")
    assert code in (0, 1, 3)
    assert (err != "") >= (code != 0)
    if code:
        assert PLACED.search(err), err
    assert not set(harmful(out + err))
    return len(out)


def deriving(content: bytes) -> int:
    """Every derivation is judged, and what is said of it can be shown in every way."""
    draw = Draw(content)
    words = [draw.one(("eval", "conf")), "d :", write(restore_names(draw.term()))]
    for _ in range(draw.byte % 4 + 1):
        words += draw.one(OPERATORS), write(restore_names(draw.term()))
    session = Session(budget=Budget(steps=300, nodes=100_000, seconds=2), strict_alpha=draw.byte % 4 == 0)
    found = 0
    for result in session.run(" ".join(words)):
        if isinstance(result, Derived):
            found += 1 + len(result.flaws)
        elif isinstance(result, LambError):
            assert result.place is not None
        render(result, Look())
        described(result, Look())
        bundle(result)
    return found


OPERATORS = (
    *("=a>", "=b>", "=e>", "=d>", "=n>", "=p>", "=*>", "=n*>", "=p*>", "=~>"),
    *("<b=", "<a=", "<d=", "<*=", "=b:w>", "=*:h>", "=~:s>"),
)

TARGETS: dict[str, Target] = {
    "parse": reading,
    "print": printing,
    "blc": bits,
    "machine": reducing,
    "eval": evaluating,
    "derivations": deriving,
}
