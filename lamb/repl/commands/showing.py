"""Other ways to look at a term."""

from __future__ import annotations

import re

from lamb.calculus.substitution import free_names
from lamb.encodings.blc import from_blc, to_blc
from lamb.encodings.readings import readings
from lamb.errors import EncodingError
from lamb.quantities import amount, counted
from lamb.repl.drawing import diagram, tree as tree_of
from lamb.repl.repl import Repl, command, misused
from lamb.repl.terms import measure, term_for, written_out
from lamb.show.formats import indexed
from lamb.show.lines import Line, Piece, shown_readings

LONGEST = 2_000  # characters that are shown
SHORTEST_BITS = 4  # 0010 is the shortest closed term
_BITS = re.compile(r"[01\s]+")


def _shortened(text: str) -> str:
    """A text, or its beginning and how long it is."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}… ({len(text):,} characters)"


@command("debruijn", "[TERM]", "with de Bruijn's indices for names")
def debruijn(repl: Repl, rest: str) -> None:
    """Shows a term without names for its bound variables: each is the number of λs between it and its own,
    counted from 0. Numerals are unfolded, other names are not.

        :debruijn λx y. x
          λ λ 1
        :debruijn λf x. f (f x) K
          λ λ 1 (1 0) K
    """
    term = written_out(term_for(repl, "debruijn", rest), {})
    repl.say((Piece(_shortened(indexed(term, ascii=repl.look.ascii))),))


@command("blc", "[TERM | BITS]", "as binary lambda calculus, or back")
def blc(repl: Repl, rest: str) -> None:
    """Shows the bits of a closed term, its definitions and numerals unfolded: 00 is λ, 01 an application,
    1…10 a variable, with as many 1s as λs up to its own. What has only 0 and 1 in it, four or more of
    them, is taken for bits, and the term is shown.

        :blc λx y. x
          0000110    -- 7 bits
        :blc 0000110
          λx x'. x    -- true, K, none, scott-zero, scott-nil
    """
    if _BITS.fullmatch(rest) and len("".join(rest.split())) >= SHORTEST_BITS:
        return repl.say(_decoded(repl, rest))
    bits = to_blc(written_out(term_for(repl, "blc", rest), repl.session.definitions))
    return repl.say((Piece(_shortened(bits)), Piece(f"    -- {len(bits):,} bits", "comment")))


def _decoded(repl: Repl, bits: str) -> Line:
    try:
        term = from_blc(bits)
    except EncodingError as error:
        hint = f"these are bits; the number {bits} is written ({bits})"
        raise EncodingError(error.message, hint=hint) from None
    text = repl.look.beginning(term)
    equal = repl.session.definitions.names_of(term)
    comment = shown_readings(text, readings(term, {term: equal} if equal else {}))
    return (Piece(text), Piece(f"    -- {comment}" if comment else "", "comment"))


@command("tree", "[TERM]", "as a tree of functions and arguments")
def tree(repl: Repl, rest: str) -> None:
    """Draws a term: under λx its body, under @ the function and the argument of an application. What is
    too large or too deep for the screen is written in a line.

        :tree (λx. x x) y
          @
          ├── λx
          │   └── @
          │       ├── x
          │       └── x
          └── y
    """
    term = term_for(repl, "tree", rest)
    repl.page(*tree_of(term, repl.width, ascii=repl.look.ascii, strokes=not repl.draws("│")))


@command("diagram", "[TERM]", "as a diagram of bars, stems and links")
def show_diagram(repl: Repl, rest: str) -> None:
    """Draws a term as John Tromp does: each λ is a bar, its variables are stems that hang from it, and an
    application is a link from the stem of its function to that of its argument. Definitions are unfolded
    as far as there is room; free names stand above.

        :diagram λf x. f (f x)
          ┬─┬──
          ┼─┼─┬
          │ ├─┘
          ├─┘
          │
    """
    term = term_for(repl, "diagram", rest)
    rows = diagram(term, repl.session.definitions, repl.width, ascii=not repl.draws("┼"))
    repl.page(*((Piece(row),) for row in rows))


@command("size", "[TERM]", "how large it is, and what is in it")
def size(repl: Repl, rest: str) -> None:
    """Counts the nodes of a term as it is written, its λs and applications, its redexes, how deep it is,
    and names what is free in it.

        :size (λx. x x) y
          6 nodes: 1 λ, 2 applications, 3 variables and names; 4 deep
          1 redex
          free: y
    """
    term = term_for(repl, "size", rest)
    definitions = repl.session.definitions
    found = measure(term, definitions)
    leaves = term.size - found.lambdas - found.applications
    lambda_ = "\\" if repl.look.ascii else "λ"
    repl.say(
        f"{counted(term.size, 'node')}: {amount(found.lambdas)} {lambda_}, "
        f"{counted(found.applications, 'application')}, {amount(leaves)} variables and names; "
        f"{amount(found.depth)} deep"
    )
    names = f", and {counted(found.unfolds, 'name')} to unfold" if found.unfolds else ""
    repl.say(f"{counted(found.redexes, 'redex', 'redexes')}{names}")
    free = sorted(name for name in free_names(term) if name not in definitions and not name.isdigit())
    if free:
        repl.say(f"free: {_shortened(' '.join(free))}")


@command("time", "TERM", "evaluate it, and say how long it took")
def time(repl: Repl, rest: str) -> None:
    """Evaluates a term, and says how many seconds and steps that took. :set time on does so for every
    answer.

        :time fact 5
    """
    if not rest:
        raise misused("time", "which term?")
    before, repl.settings.time = repl.settings.time, True
    try:
        repl.run(rest)
    finally:
        repl.settings.time = before
