"""The dimensions: for each a text, a term or a folder that doubles, and what is done with it.

Sizes are in characters of the text, unless the curve says otherwise. The first size is so small that it
takes some hundredths of a second.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from functools import reduce
from pathlib import Path
from typing import NamedTuple

from lamb.__main__ import main
from lamb.analysis.graph import reduction_graph
from lamb.analysis.machines.transitions import machine_trace
from lamb.calculus.budget import Budget
from lamb.calculus.reduction import redexes
from lamb.calculus.term import App, Free, Lam, Term, Var
from lamb.encodings.blc import from_blc, to_blc
from lamb.encodings.readings import readings
from lamb.encodings.values import encode
from lamb.machine.machine import normalize
from lamb.machine.trace import trace
from lamb.notation import parse_term
from lamb.notation.printer import pretty
from lamb.pictures.tree import tree as tree_of
from lamb.pictures.tromp import diagram as diagram_of
from lamb.session import Session
from lamb.show.machines import Texts, machine_json


class Work(NamedTuple):
    """So much of something, and what is timed."""

    size: int
    action: Callable[[], object]


class Curve(NamedTuple):
    """A dimension: *what* doubles, the number to begin with, and the work for a number in a folder."""

    what: str
    first: int
    make: Callable[[int, Path], Work]


CURVES: dict[str, Curve] = {}


def curve(what: str, first: int) -> Callable[[Callable[..., Work]], Callable[..., Work]]:
    """Add a curve, which has the name of its function."""

    def added(make: Callable[..., Work]) -> Callable[..., Work]:
        CURVES[make.__name__.replace("_", " ")] = Curve(what, first, make)
        return make

    return added


def lamb(command: str, text: str, *options: str) -> Work:
    """What a command does with a text on standard input, however long it takes."""

    def run() -> None:
        sys.stdin = io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8")
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
            main([command, "--seconds", "none", *options, "-"])

    return Work(len(text), run)


# ── The shape of a term ───────────────────────────────────────────────────────────────


@curve("λs inside each other", 1_000)
def depth(n: int, _: Path) -> Work:
    return lamb("eval", "λx." * n + "x")


@curve("brackets inside each other", 2_000)
def brackets(n: int, _: Path) -> Work:
    return lamb("eval", "(" * n + "x" + ")" * n)


@curve("arguments of a name", 1_000)
def arguments(n: int, _: Path) -> Work:
    return lamb("eval", "f" + " x" * n)


@curve("functions inside each other's argument", 1_000)
def nested_arguments(n: int, _: Path) -> Work:
    return lamb("eval", "f (" * n + "x" + ")" * n)


@curve("leaves of a term that is as wide as deep", 1_000)
def width(n: int, _: Path) -> Work:
    return lamb("step", balanced([f"(λx{number}. x{number} y)" for number in range(n)]), "--max", "1")


def balanced(level: list[str]) -> str:
    """The text of a term with these leaves, no deeper than it has to be."""
    while len(level) > 1:
        level = [f"({' '.join(level[at : at + 2])})" for at in range(0, len(level), 2)]
    return level[0]


@curve("elements of a list", 250)
def elements(n: int, _: Path) -> Work:
    return lamb("eval", f"[{', '.join(f'a{number}' for number in range(n))}]")


@curve("`let`s in one term", 250)
def lets(n: int, _: Path) -> Work:
    return lamb(
        "eval", "let x0 = 1;" + "".join(f"x{at} = succ x{at - 1};" for at in range(1, n)) + f"in x{n - 1}"
    )


@curve("binders that have to be renamed", 125)
def binders(n: int, _: Path) -> Work:
    inner = reduce(lambda term, at: App(term, Var(at)), range(n), Free("x"))
    term = reduce(lambda body, _: Lam("x", body), range(n), inner)
    return Work(term.size, lambda: pretty(term))


@curve("binders that are renamed, one after the other", 30)
def captures(n: int, _: Path) -> Work:
    return lamb("step", f"(λy. {'λx.' * n} y x) x", "--max", "2")


# ── The length of a name, a number, a comment ─────────────────────────────────────────


@curve("letters of a name", 5_000)
def name_of_a_variable(n: int, _: Path) -> Work:
    return lamb("eval", f"(λ{'x' * n}. {'x' * n}) (λy. y)")


@curve("letters of a name that is not defined", 5_000)
def unknown_name(n: int, _: Path) -> Work:
    return lamb("eval", f"{'succ' * (n // 4)} 1")


@curve("names that are not defined", 250)
def unknown_names(n: int, _: Path) -> Work:
    return lamb("eval", " ".join(f"(fact{at} 1)" for at in range(n)))


@curve("characters of a comment", 25_000)
def comment(n: int, _: Path) -> Work:
    return lamb("eval", f"{{- {'a ' * (n // 2)} -}} I")


@curve("comments inside each other", 5_000)
def nested_comments(n: int, _: Path) -> Work:
    return lamb("eval", "{-" * n + "-}" * n + " I")


@curve("lines of a comment", 2_500)
def comment_lines(n: int, _: Path) -> Work:
    return lamb("eval", "-- x\n" * n + "x = y")


@curve("comments in a line", 2_500)
def comments(n: int, _: Path) -> Work:
    return lamb("eval", "{--}" * n + " I")


@curve("syntax errors in a file", 50)
def errors(n: int, _: Path) -> Work:
    return lamb("check", "".join(f"x{at} = (λx. x\n" for at in range(n)))


@curve("brackets that are never closed", 1_000)
def open_brackets(n: int, _: Path) -> Work:
    return lamb("eval", "f (" * n)


# ── Statements ────────────────────────────────────────────────────────────────────────


@curve("definitions, each by the one before", 125)
def definitions(n: int, _: Path) -> Work:
    return lamb("eval", "d0 = I\n" + "".join(f"d{at} = λx. d{at - 1} x\n" for at in range(1, n)))


@curve("definitions at the prompt, each by the one before", 62)
def definitions_at_the_prompt(n: int, _: Path) -> Work:
    text = "d0 = I\n" + "".join(f"d{at} = λx. d{at - 1} x\n" for at in range(1, n))
    return Work(len(text), lambda: list(Session().run(text)))


@curve("definitions with a line of documentation each", 125)
def documented(n: int, _: Path) -> Work:
    return lamb("eval", "".join(f"-- It is number {at}.\nd{at} x = x\n" for at in range(n)))


@curve("queries", 62)
def queries(n: int, _: Path) -> Work:
    return lamb("eval", "".join(f"add {at} 1\n" for at in range(n)))


@curve("queries, as JSON", 62)
def queries_in_json(n: int, _: Path) -> Work:
    return lamb("eval", "add 2 1\n" * n, "--json")


@curve("assertions", 62)
def assertions(n: int, _: Path) -> Work:
    return lamb("check", "".join(f"assert add {at} 1 == {at + 1}\n" for at in range(n)))


@curve("derivations of one step", 25)
def derivations(n: int, _: Path) -> Work:
    return lamb("check", "".join(f"eval d{at} : (λx. x) a =b> a\n" for at in range(n)))


@curve("steps of a derivation, of terms of one size", 25)
def steps_of_a_derivation(n: int, _: Path) -> Work:
    return lamb("check", "eval d : (λx. x x) (λx. x x)" + "\n =b> (λx. x x) (λx. x x)" * n)


@curve("steps of a derivation whose terms get shorter", 10)
def shrinking_derivation(n: int, _: Path) -> Work:
    terms = ["(λx. x) (" * at + "a" + ")" * at for at in range(n, -1, -1)]
    return lamb("check", f"eval d : {' =b> '.join(terms)}\n")


@curve("wrong steps", 12)
def wrong_steps(n: int, _: Path) -> Work:
    return lamb("check", "".join(f"eval d{at} : (λx y. x) y a =b> (λy. y) a\n" for at in range(n)))


@curve("steps that a derivation leaves to normal and applicative order", 60)
def steps_of_an_order(n: int, _: Path) -> Work:
    term, end = f"{n} (λy. f y) x", f"{'f (' * n}x{')' * n}"
    return lamb("check", f"eval n : {term} =n*> {end}\neval p : {term} =p*> {end}\n")._replace(size=2 * n)


@curve("files, each of which imports the next", 12)
def files(n: int, folder: Path) -> Work:
    for at in range(n):
        (folder / f"f{at}.lc").write_text(
            f'd{at} = I\nimport "f{at + 1}.lc"\n' if at < n - 1 else "", "utf-8"
        )
    return lamb("eval", 'import "f0.lc"', "--root", str(folder))._replace(size=n)


@curve("files in a folder that is checked", 25)
def folder(n: int, folder: Path) -> Work:
    for at in range(n):
        (folder / f"f{at}.lc").write_text(f"assert add {at} 1 == {at + 1}\n", "utf-8")
    return lamb("check", "", str(folder))._replace(size=n)


# ── Steps ─────────────────────────────────────────────────────────────────────────────


OMEGA = "(λx. x x) (λx. x x)"
GROWING = "(λx. x x y) (λx. x x y)"


def traced(text: str, number: int, *options: str) -> Work:
    return lamb("step", text, "--max", str(number), *options)._replace(size=number)


@curve("steps of a term that stays as it is", 125)
def steps(n: int, _: Path) -> Work:
    return traced(OMEGA, n)


@curve("steps of a term that grows", 60)
def steps_that_grow(n: int, _: Path) -> Work:
    return traced(GROWING, n)


@curve("steps of 2 2 2 2", 31)
def steps_of_powers(n: int, _: Path) -> Work:
    return traced("2 2 2 2", n)


@curve("steps of a term that stays as it is, as JSON", 30)
def steps_in_json(n: int, _: Path) -> Work:
    return traced(OMEGA, n, "--format", "json")


@curve("steps of a term that grows, as LaTeX", 15)
def steps_in_latex(n: int, _: Path) -> Work:
    return traced(GROWING, n, "--format", "latex", "--width", "80")


@curve("characters of the states of the machine in small, as JSON", 50)
def states_in_json(n: int, _: Path) -> Work:
    work = traced("2 2 2 2 f x", n, "--machine", "strong", "--json")
    written = machine_json(
        machine_trace(parse_term("2 2 2 2 f x"), "strong", budget=Budget(steps=n)), Texts(limit=10_000)
    )
    return work._replace(size=len(str(written)))


@curve("steps of every strategy", 31)
def compared(n: int, _: Path) -> Work:
    return lamb("compare", "fact 4", "--steps", str(n))._replace(size=n)


@curve("steps of the machine", 5_000)
def machine(n: int, _: Path) -> Work:
    term = parse_term(OMEGA)
    return Work(n, lambda: normalize(term, budget=Budget(steps=n)))


@curve("steps of a term that grows, one by one in Python", 125)
def traces(n: int, _: Path) -> Work:
    term = parse_term(GROWING)
    return Work(n, lambda: [None for _ in trace(term, budget=Budget(steps=n))])


@curve("a numeral that is applied to the identity", 16_000)
def numerals(n: int, _: Path) -> Work:
    session = Session(numbers=False)
    return Work(n, lambda: list(session.run(f"{n} (λx. x) a")))


@curve("redexes side by side", 125)
def redexes_side_by_side(n: int, _: Path) -> Work:
    term = parse_term(balanced(["((λx. x) a)"] * n))
    return Work(n, lambda: [*redexes(term)])


@curve("parts of the paths to redexes inside each other", 60)
def nested_redexes(n: int, _: Path) -> Work:
    term = parse_term("(λx. x) (" * n + "a" + ")" * n)
    return Work(n * n // 2, lambda: [*redexes(term)])


@curve("η-redexes inside each other", 250)
def eta(n: int, _: Path) -> Work:
    names = [f"x{at}" for at in range(n)]
    return lamb("check", f"assert λ{' '.join(names)}. f {' '.join(names)} =eta= f\n")


# ── Pictures and encodings ────────────────────────────────────────────────────────────


def graph_of(most: int) -> Work:
    graph = reduction_graph(parse_term("2 2 2 2"), most=most)
    return Work(len(graph) + len(graph.edges), graph.picture)


@curve("terms and steps of a graph, found", 15)
def graph(n: int, _: Path) -> Work:
    term = parse_term("2 2 2 2")
    found = reduction_graph(term, most=n)
    return Work(len(found) + len(found.edges), lambda: reduction_graph(term, most=n))


@curve("terms and steps of a graph, drawn", 15)
def picture(n: int, _: Path) -> Work:
    return graph_of(n)


def grown(n: int) -> Term:
    return reduce(lambda term, at: Lam(f"x{at}", App(term, Var(0))), range(n), Free("a"))


@curve("nodes of a term that is drawn as a tree", 31)
def tree(n: int, _: Path) -> Work:
    term = grown(n)
    return Work(term.size, lambda: tree_of(term, most=term.size))


@curve("nodes of a term that is drawn as a diagram", 31)
def diagram(n: int, _: Path) -> Work:
    term = grown(n)
    return Work(term.size, lambda: diagram_of(term, most=term.size))


@curve("elements of a list that is read", 62)
def read(n: int, _: Path) -> Work:
    term = encode([*range(n)])
    return Work(n, lambda: readings(term))


@curve("bits, there and back", 250)
def bits(n: int, _: Path) -> Work:
    term = parse_term("λy. " + "(λx. x) (" * n + "y" + ")" * n)
    return Work(term.size, lambda: from_blc(to_blc(term)))


@curve("nodes of two terms that are compared", 5_000)
def alpha(n: int, _: Path) -> Work:
    one, other = grown(n), grown(n)
    return Work(one.size, lambda: one == other and hash(one) == hash(other))
