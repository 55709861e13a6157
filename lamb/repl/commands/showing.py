"""Other ways to look at a term."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from contextlib import suppress
from typing import NamedTuple

from lamb.analysis.types import Typing
from lamb.calculus.numerals import is_numeral, times_left
from lamb.calculus.reduction import immense_numerals, unfold
from lamb.calculus.substitution import free_names
from lamb.calculus.term import App, Free, Lam, Term, nodes
from lamb.encodings.abstraction import ALGORITHMS, BASES, BULK, JOT, to_bulk_combinators
from lamb.encodings.blc import from_blc, to_blc
from lamb.encodings.combinators import atoms, to_jot
from lamb.encodings.readings import readings
from lamb.errors import EncodingError, LambError, Source, TypingError
from lamb.judging import placed
from lamb.notation.parser import parse_expression
from lamb.pictures.tromp import in_characters
from lamb.quantities import amount, counted
from lamb.repl.drawing import tree as tree_of
from lamb.repl.repl import Repl, command, misused
from lamb.show.lines import Line, Look, Piece, commented, indexed
from lamb.show.prooftrees import derivation_lines, typing_line

LARGEST_DERIVED = 60  # nodes of a term whose derivation is shown
LARGEST = 1_000_000  # nodes of a term that is written out
LONGEST = 2_000  # characters that are shown
SHORTEST_BITS = 4  # 0010 is the shortest closed term
_BITS = re.compile(r"[01\s]+")


def _shortened(text: str) -> str:
    """A text, or its beginning and how long it is."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}… ({len(text):,} characters)"


def written_out(term: Term, definitions: Mapping[str, Term]) -> Term:
    """A term with its definitions and all numerals unfolded. Raises LambError if it is too large."""
    whole = unfold(term, definitions)
    for numeral in immense_numerals(whole):
        raise LambError(f"the numeral {numeral:.20} is too large to be written out")
    if whole.size > LARGEST:
        raise LambError(f"this term is too large to be written out: it has {counted(whole.size, 'node')}")
    return whole


@command("type", "[TERM]", "its simple type, and how that is derived")
def show_type(repl: Repl, rest: str) -> None:
    """Finds the principal simple type of a term, of which all its types are instances, and shows how it is
    derived, if there is room. Where it has none, the reason is told, and the type that it has if the x of
    let x = t in u may have several, as in ML.

        :type K
          K : a → b → a
        :type λf x. f (f x)
        :type let f = I in f f
        :type fact
    """
    typing = typing_for(repl, rest)
    repl.say(typing_line(typing, repl.look))
    repl.page(*derived(typing, repl.look, repl.width))


def derived(typing: Typing, look: Look, width: int) -> list[Line]:
    """The derivation of a type, if there is room for it. Raises BudgetError if a type in it is too large."""
    has_room = 1 < typing.term.size <= LARGEST_DERIVED
    return list(derivation_lines(typing, look, width)) if has_room else []


def typing_for(repl: Repl, rest: str) -> Typing:
    """The typing of the term behind a command, or of the last one. Raises TypingError where it has none."""
    term = repl.term_for("type", rest)
    try:
        return repl.session.typing(term)
    except TypingError as error:
        with suppress(LambError):
            error.hint = f"with let as in ML it has the type {repl.session.typing(term, let=True).said}"
        source = Source(rest, ":type")
        raise placed(error, parse_expression(source) if rest else None, source) from None


@command("debruijn", "[TERM]", "with de Bruijn's indices for names")
def debruijn(repl: Repl, rest: str) -> None:
    """Shows a term without names for its bound variables: each is the number of λs between it and its own,
    counted from 0. Numerals are unfolded, other names are not.

        :debruijn λx y. x
          λ λ 1
        :debruijn λf x. f (f x) K
          λ λ 1 (1 0) K
    """
    term = written_out(repl.term_for("debruijn", rest), {})
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
    bits = to_blc(written_out(repl.term_for("blc", rest), repl.session.definitions))
    return repl.say(commented(_shortened(bits), f"{len(bits):,} bits"))


def _decoded(repl: Repl, bits: str) -> Line:
    try:
        term = from_blc(bits)
    except EncodingError as error:
        hint = f"these are bits; the number {bits} is written ({bits})"
        raise EncodingError(error.message, hint=hint) from None
    text = repl.look.beginning(term)
    definitions = repl.session.definitions
    found = readings(term, definitions.names_of(term), types=definitions.types)
    return commented(text, found.listed(text))


@command("ski", "[BASIS] [TERM]", "without variables: S, K, I and others")
def ski(repl: Repl, rest: str) -> None:
    """Translates a term to combinators, which have no variables, its definitions and numerals unfolded. The
    basis may be named: ski (if none is), sk, bckwi, iota, jot (bits), or all. Before it, naive takes λs out
    without η, and linear does not make large terms much larger; bulk has combinators of many arguments, too.

        :ski λf g x. f (g x)
          S (K S) K    -- 4 atoms
        :ski bckwi λf x. f (f x)
          W B    -- 2 atoms
        :ski jot K
          11100    -- 5 bits
        :ski naive λx y. x
          S (K K) I    -- 4 atoms
        :ski bulk λx y z. z (y x)
          B2 = B B B    -- 3 atoms
          B2 (C I) (C I)    -- 5 atoms
    """
    choice: dict[str, str] = {"basis": "ski", "algorithm": "eta"}
    for option, words in ("algorithm", ALGORITHMS), ("basis", (*BASES, JOT, BULK)):
        word, _, after = rest.partition(" ")
        if word in words:
            choice[option], rest = word, after.strip()
    if choice["basis"] == BULK:
        session = repl.session
        found = to_bulk_combinators(
            repl.term_for("ski", rest),
            definitions=session.definitions,
            budget=session.budget,
            watch=session.watch,
        )
        for name, term in found.definitions.items():
            repl.say(commented(f"{name} = {repl.look.beginning(term)}", counted(atoms(term), "atom")))
        return repl.say(commented(repl.look.beginning(found.term), counted(atoms(found.term), "atom")))
    is_jot = choice["basis"] == JOT
    if is_jot:
        choice["basis"] = "sk"
    term = repl.session.to_combinators(repl.term_for("ski", rest), **choice)  # type: ignore[arg-type]
    if is_jot:
        bits = to_jot(term)
        return repl.say(commented(_shortened(bits), counted(len(bits), "bit")))
    return repl.say(commented(repl.look.beginning(term), counted(atoms(term), "atom")))


@command("convert", "TO [TERM]", "in another notation, or from there")
def convert(repl: Repl, rest: str) -> None:
    """Writes a term TO another notation; with “from”, reads one that is written there. They are debruijn,
    debruijn1, levels, bruijn, blc, blc8, ski, sk, bckwi, iota, bulk, jot, lazyk, unlambda, elsa, mikrokosmos,
    lci, lambdulus, lambdulus-words, codewars, codewars-scott, codewars-binary, codewars-negabinary, ait,
    scheme, haskell, ocaml, python, javascript and latex.

        :convert python λx y. y x
          lambda x: lambda y: y(x)
        :convert from haskell \\x y -> y x
          λx y. y x
    """
    from lamb.foreign.conversion import statements, write_program
    from lamb.foreign.dialects import dialect_named

    definitions = repl.session.definitions
    notation, _, text = rest.partition(" ")
    if not notation:
        raise misused("convert", "to which notation?")
    if notation == "from":
        notation, _, text = text.strip().partition(" ")
        target = dialect_named("lamb")
        program = statements(text, ":convert", dialect_named(notation), repl.session.budget.meter())
    else:
        target = dialect_named(notation)
        program = repl.term_for("convert", text)
    for line in write_program(program, target, definitions).split("\n"):
        repl.say((Piece(_shortened(line)),))


@command("tree", "[TERM]", "as a tree of functions and arguments")
def tree(repl: Repl, rest: str) -> None:
    """Draws a term: under λx its body, under @ the function and the argument of an application. What is
    too large or too deep for the screen is written in a line. A name by itself is drawn as its definition.

        :tree (λx. x x) y
          @
          ├── λx
          │   └── @
          │       ├── x
          │       └── x
          └── y
    """
    repl.page(
        *tree_of(
            term_of_tree(repl, rest),
            repl.width,
            ascii=repl.look.ascii,
            strokes=not repl.terminal.encodes("│"),
        )
    )


def term_of_tree(repl: Repl, rest: str) -> Term:
    """The term behind the command, or what it means if it is a name by itself, as a diagram shows it."""
    match repl.term_for("tree", rest):
        case Free(name) if name in repl.session.definitions:
            return repl.session.definitions[name]
        case term:
            return term


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
    term = repl.term_for("diagram", rest)
    rows = in_characters(term, repl.session.definitions, repl.width, ascii=not repl.terminal.encodes("┼"))
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
    term = repl.term_for("size", rest)
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


class Measure(NamedTuple):
    """The numbers of λs, applications, redexes and names to unfold, and the depth of the lowest node."""

    lambdas: int = 0
    applications: int = 0
    redexes: int = 0
    unfolds: int = 0
    depth: int = 1


def measure(term: Term, definitions: Container[str]) -> Measure:
    """The measure of a term; numerals and the names of *definitions* unfold. Linear in its distinct nodes.

    >>> from lamb.notation import parse_term
    >>> measure(parse_term("(λx. x 2) y"), {"y"})
    Measure(lambdas=1, applications=2, redexes=1, unfolds=2, depth=4)
    """
    measures: dict[int, Measure] = {}
    for node in nodes(term, whole=False):
        match node:
            case Lam() | App() if not node.written:  # a numeral, or what is below its λs
                lambdas, times = 2 * isinstance(node, Lam), times_left(node)
                found = Measure(lambdas, times, depth=lambdas + times + 1)
            case Lam(_, body):
                inner = measures[id(body)]
                found = inner._replace(lambdas=inner.lambdas + 1, depth=inner.depth + 1)
            case App(fn, arg):
                one, other = measures[id(fn)], measures[id(arg)]
                found = Measure(
                    one.lambdas + other.lambdas,
                    one.applications + other.applications + 1,
                    one.redexes + other.redexes + isinstance(fn, Lam),
                    one.unfolds + other.unfolds,
                    max(one.depth, other.depth) + 1,
                )
            case Free(name):
                found = Measure(unfolds=int(name in definitions or is_numeral(name)))
            case _:
                found = Measure()
        measures[id(node)] = found
    return measures[id(term)]


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
