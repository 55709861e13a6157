"""Small texts whose terms, answers or searches are immense."""

from __future__ import annotations

from tests.tools.nasty.case import BUDGET, FINE, WRONG, Case, case

OMEGA = "(λx. x x) (λx. x x)"
GROWING = "(λx. x x x) (λx. x x x)"
LONG = "f " * 5_000 + "x"
BUSY = "(λx. x (x x)) ((λy z. z y y) " * 100 + "a" + ")" * 100


def nest(depth: int) -> str:
    """A term whose normal form has 2ⁿ nodes as a tree, and n as what it is."""
    return "(λx. p x x) (" * depth + "q" + ")" * depth


def doubling(many: int) -> str:
    """Definitions of which each stands for twice as much as the one before."""
    return "d0 = λx. x x\n" + "".join(f"d{number + 1} = d{number} d{number}\n" for number in range(many))


TERMS: tuple[Case, ...] = (
    case("Ω", OMEGA, BUDGET, "no normal form"),
    case("a term that grows", GROWING, BUDGET, "no normal form"),
    case("a numeral of a thousand digits, applied", "9" * 1_000 + " f x", BUDGET),
    case("a shared answer", nest(129), FINE, "10^39 nodes"),
    case("a very shared answer", nest(3_000), FINE, "more than 10^308 nodes"),
    case("a shared answer of twelve characters", "10000 (λx. p x x) q", FINE, "more than 10^308 nodes"),
    case("powers of powers", "2 2 2 2 2", FINE, "2003529930406846"),
    case("a claim about Ω", f"assert {OMEGA} == {OMEGA}", BUDGET, "undecided"),
    case("a claim about Ω for all", f"assert forall n : nat. {OMEGA} == n", BUDGET, "undecided"),
    case("a claim that takes long", "assert forall n : nat. pow 3 (add 8 n) K == pow 3 (add n 8) K", BUDGET),
    case("a step between long terms", f"eval a : (λx. x x) ({LONG}) =b> {LONG} y", WRONG, "not a β-step"),
    case("a step from Ω", f"conf a : {OMEGA} =*> y", WRONG, "no steps"),
    case("a step that grows", f"conf a : {GROWING} =~> y", WRONG, "repeats for ever"),
    case(
        "a step between numerals", "conf a : " + " ".join(map(str, range(99_500, 99_999))) + " =d> x", WRONG
    ),
    case("doubled definitions", doubling(500) + "conf a : d500 =d> x", WRONG, "definitions"),
    case("an answer of many nodes", "30000 f", FINE, "λx. f (f"),
    case("a long list", str(list(range(1_000))), FINE, "998, 999]"),
    case("a wrong step that takes long to explain", f"conf a : {BUSY} =*> b", WRONG, "normal form"),
    case("a wrong first step that takes long to explain", f"conf a : {BUSY} =b> b", WRONG, "β-step"),
    case("an answer so far that is shared", "Y S", BUDGET, "no normal form"),
    case("a λ after a hyphen", "x-λy. y", WRONG, "“-” means nothing here"),
    case("a name as long as can be", "λ" + "x" * 1_000 + ". " + "(λx. x x) (" * 9 + "y" + ")" * 9, FINE),
    case("a thousand primes", "λx. " * 500 + "(λy. " * 2 + "x" + ")" * 2, FINE),
)
