"""`lamb type`: the simple types of terms, and their derivations."""

from __future__ import annotations

from functools import partial

from lamb.cli.running import EachTerm, Parser, new_parser, run
from lamb.results import Asked, Defined, Exit
from lamb.session import Session
from lamb.show.prooftrees import derivation_latex, derivation_lines, typing_json, typing_line

DESCRIPTION = """\
Find the principal simple types of terms and definitions: all other types that they have are instances.
Where there is none, the part that is to blame is shown, and why.

Of a FILE, every definition and every term that stands on its own is typed. Free names have any type, or
that of `assume x : a -> b`. Definitions may have another instance of their type wherever they are used."""

EPILOG = """\
examples:
  lamb type -e 'λf x. f (f x)'                prints λf x. f (f x) : (a → a) → a → a
  lamb type -e 'λx. x x'                      says why there is none
  lamb type -e 'S K K' --derivation           shows how it is derived, too
  lamb type -e 'K' --format latex             prints the derivation as a prooftree (bussproofs)
  lamb type -e 'let f = I in f f' --let       lets f have several types, as in ML

exit codes: 0 fine, 1 a term has no type or the program is wrong, 2 the command line is wrong,
3 a budget ran out, 130 interrupted"""


def parser() -> Parser:
    parser = new_parser("type", "[options] [FILE… | -] [-e TERM]…", DESCRIPTION, EPILOG)
    parser.add_programs()
    add = parser.add_argument
    add("--derivation", action="store_true", help="show how the types are derived")
    add("--let", action="store_true", help="let the x of let x = t in u have several types (Milner)")
    formats = "text (the default), or derivations as latex, svg or html"
    add("--format", choices=("text", "latex", "svg", "html"), default="text", help=formats)
    add("--json", action="store_true", help="print one JSON document, with the derivations")
    parser.add_output({".txt": "text", ".tex": "latex", ".svg": "svg", ".html": "html"})
    parser.add_width()
    parser.add_budget("each type", steps=None, seconds="10")
    return parser


class _Typing(EachTerm):
    schema = "lamb.type/1", "typings"
    nothing = "there is neither a term nor a definition here"
    signs = "⊢"

    def show(self, result: Asked | Defined, session: Session) -> Exit:
        typing = session.typing_of(result, let=self.options.let)
        name = result.name if isinstance(result, Defined) else None
        if self.options.json:
            self.described.append({"name": name, **typing_json(typing)})
            return Exit.FINE
        match self.options.format:
            case "latex":
                self.terminal.write(derivation_latex(typing) + "\n")
            case "svg":
                self.terminal.write(typing.tree().svg + "\n")
            case "html":
                self.terminal.write(typing.tree()._repr_mimebundle_()["text/html"] + "\n")
            case _:
                self.terminal.answer([typing_line(typing, self.look, name)])
        if self.options.derivation and self.options.format == "text":
            lines = derivation_lines(typing, self.look, self.width)
            self.terminal.answer([(), *lines, ()])
        return Exit.FINE


command = partial(run, parser, "there is nothing to type: name a FILE, or write -e TERM", _Typing)
