"""`lamb combinators`: terms without variables, in the combinators of a basis."""

from __future__ import annotations

import argparse
from functools import partial

from lamb.calculus.term import Term
from lamb.cli.running import EachTerm, Parser, UsageError, new_parser, run
from lamb.cli.terminal import Terminal
from lamb.encodings.abstraction import ALGORITHMS, BASES, BULK, JOT, Algorithm, Basis, to_bulk_combinators
from lamb.encodings.combinators import atoms, to_jot
from lamb.errors import LambError
from lamb.quantities import counted
from lamb.results import Asked, Defined, Exit
from lamb.session import Session
from lamb.show.json import Json
from lamb.show.lines import commented

DESCRIPTION = """\
Translate terms and definitions to combinators, which have no variables: S f g x is f x (g x), K x y is x,
I x is x, B f g x is f (g x), C f x y is f y x, W f x is f x x, and ι f is f S K. Definitions and numerals are
unfolded; free names stay. Behind each stands its size, the number of its combinators and names."""

EPILOG = """\
bases:
  ski     S, K and I (the default)              iota    ι alone
  sk      S and K                               jot     the bits of Barker's Jot; no free names
  bckwi   B, C, K, W and I, as Curry had them   all     S, K, I, B, C and W, as Turner used them
  bulk    all of these, and those of many arguments, defined before: B2 f g x y is f (g x y); linear

algorithms:
  naive   λx. t u is S (λx. t) (λx. u) wherever x occurs; equal without η
  eta     and λx. t x is t (the default)
  linear  Kiselyov's, for large terms: n nodes under m λs become no more than about n log m, 29 n under 100;
          in bulk no more than 5 n, and 6 for each definition, however many λs there are

examples:
  lamb combinators -e 'λf g x. f (g x)'       prints S (K S) K
  lamb combinators -e 'add' --basis bckwi
  lamb combinators -e 'S K K' --basis jot
  lamb combinators -e 'λx y z. z (y x)' --basis bulk
                                              prints B2 = B B B, and B2 (C I) (C I)
  lamb step --combinators -e 'S K K x'        reduces them by their own rules

exit codes: 0 fine, 1 the program is wrong, 2 the command line is, 3 a budget ran out, 130 interrupted"""


def parser() -> Parser:
    parser = new_parser("combinators", "[options] [FILE… | -] [-e TERM]…", DESCRIPTION, EPILOG)
    parser.add_programs()
    add = parser.add_argument
    add(
        "--basis",
        choices=(*BASES, JOT, BULK),
        default="ski",
        help="the combinators that there are (see below)",
    )
    add("--algorithm", choices=ALGORITHMS, help="how λs are taken out (see below)")
    add("--json", action="store_true", help="print one JSON document")
    parser.add_budget("each translation", steps=None, seconds="10")
    return parser


class _Translation(EachTerm):
    schema = "lamb.combinators/1", "translations"
    nothing = "there is neither a term nor a definition here"
    signs = "ι"
    format = "term"

    def __init__(self, options: argparse.Namespace, terminal: Terminal) -> None:
        super().__init__(options, terminal)
        if options.basis == BULK and options.algorithm not in (None, "linear"):
            raise UsageError("only the linear translation has combinators of many arguments")
        self.written: set[str] = set()  # definitions of these

    def show(self, result: Asked | Defined, session: Session) -> Exit:
        try:
            self._show(result, session)
        except LambError as error:
            error.place = result.place
            raise
        return Exit.FINE

    def _show(self, result: Asked | Defined, session: Session) -> None:
        basis = self.options.basis
        name = result.name if isinstance(result, Defined) else None
        if basis == BULK:
            self._show_bulk(name, result.term, session)
            return
        algorithm: Algorithm = self.options.algorithm or "eta"
        used: Basis = "sk" if basis == JOT else basis
        term = session.to_combinators(result.term, basis=used, algorithm=algorithm)
        text = to_jot(term) if basis == JOT else self.look.write(term)
        unit, size = ("bit", len(text)) if basis == JOT else ("atom", atoms(term))
        if self.options.json:
            said = {"name": name, "basis": basis, "algorithm": algorithm, "text": text, f"{unit}s": size}
            self.described.append(said)
        else:
            self._write(name, text, counted(size, unit))

    def _show_bulk(self, name: str | None, term: Term, session: Session) -> None:
        """Show combinators of many arguments, after those of their definitions that have not been shown."""
        found = to_bulk_combinators(
            term, definitions=session.definitions, budget=session.budget, watch=session.watch
        )
        *made, whole = (self._described(*one) for one in (*found.definitions.items(), (name, found.term)))
        if self.options.json:
            more = {"basis": BULK, "algorithm": "linear", "definitions": made}
            self.described.append(whole | more)
            return
        for one in [*(one for one in made if one["name"] not in self.written), whole]:
            self._write(one["name"], one["text"], counted(one["atoms"], "atom"))
        self.written |= found.definitions.keys()

    def _write(self, name: str | None, text: str, size: str) -> None:
        self.terminal.answer([commented(f"{name} = {text}" if name else text, size)])

    def _described(self, name: str | None, term: Term) -> Json:
        return {"name": name, "text": self.look.write(term), "atoms": atoms(term)}


command = partial(run, parser, "there is nothing to translate: name a FILE, or write -e TERM", _Translation)
