"""What can be known of a term: its Böhm tree, whether it is solvable, and how two of its steps come
together."""

from __future__ import annotations

import re

from lamb.analysis.diamond import Diamond, diamond
from lamb.analysis.solvability import DEPTH, BohmTree, Solvability, Solvable, bohm_tree, solvability
from lamb.calculus.term import Term
from lamb.repl.repl import Repl, command
from lamb.show.lines import Piece
from lamb.show.theory import bohm_lines, diamond_lines

_NUMBERS = re.compile(r"(\d+)(?:\s+(\d+))?\s+(?=\S)")


@command("bohm", "[DEPTH] [TERM]", "its Böhm tree: all that can be seen of it")
def bohm(repl: Repl, rest: str) -> None:
    """Shows the Böhm tree of a term, to the depth 4: the head normal form of the term, and of all parts
    below it. ⊥ is a part that is proved to have none, ? one of which that is not known, and … goes on below.

    A number before the term is another depth.

        :bohm λx. x Ω (λy. (λz. z) x y)
        :bohm 6 Y
    """
    repl.page(*bohm_lines(bohm_for(repl, rest), repl.look))


def bohm_for(repl: Repl, rest: str, depth: int = DEPTH) -> BohmTree:
    """The Böhm tree that the text behind :bohm asks for, to a *depth* if it names no other."""
    if (found := _NUMBERS.match(rest)) and not found[2]:
        depth, rest = int(found[1][:4]), rest[found.end() :]
    term = repl.term_for("bohm", rest)
    with repl.progress.watching():
        return bohm_tree(term, depth=depth, definitions=repl.session.definitions, watch=repl.progress)


@command("solvable", "[TERM]", "is there a head normal form?")
def solvable(repl: Repl, rest: str) -> None:
    """Says whether a term is solvable: it is if it has a head normal form, which is shown. That it has none
    can be proved for some terms only: of others it is not known.

        :solvable λx. x Ω
        :solvable Ω
    """
    found = solvability_of(repl, repl.term_for("solvable", rest))
    if isinstance(found, Solvable):
        repl.say((Piece(repl.look.beginning(found.form)),))
    repl.say((Piece(str(found), "note"),))


def solvability_of(repl: Repl, term: Term) -> Solvability:
    """What is known of the solvability of a term in the session of a prompt."""
    with repl.progress.watching():
        return solvability(term, definitions=repl.session.definitions, watch=repl.progress)


@command("diamond", "[N M] [TERM]", "two steps, and how they come together")
def show_diamond(repl: Repl, rest: str) -> None:
    """Takes two β-steps from a term, of its first two redexes or of those with two numbers, and shows how
    both sides come to the same term: each contracts what the other step has left of its redex. t* is where
    all steps come together, the complete development of the term. Definitions stay folded.

        :diamond (λx. x x) ((λy. y) z)
        :diamond 1 3 (λx. x) a ((λx. x) b ((λx. x) c))
    """
    repl.page(*diamond_lines(diamond_for(repl, rest), repl.look))


def diamond_for(repl: Repl, rest: str, first: int = 1, second: int = 2) -> Diamond:
    """The diamond that the text behind :diamond asks for, of two redexes if it names no others."""
    if (found := _NUMBERS.match(rest)) and found[2]:
        first, second, rest = int(found[1][:4]), int(found[2][:4]), rest[found.end() :]
    term = repl.term_for("diamond", rest)
    with repl.progress.watching():
        return diamond(term, first, second, watch=repl.progress)
