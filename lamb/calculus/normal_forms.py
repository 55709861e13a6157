"""Normal forms: where there is nothing left to contract, or nothing that counts.

    normal            no redex                          λx. x (λy. y)
    weak normal       no redex outside every λ          λx. (λy. y) x
    head normal       no redex at the head, under λs    λx. x ((λy. y) x)
    weak head normal  no redex at the head              x ((λy. y) x), and every abstraction

These look at β alone, and at terms as they are: names are not unfolded. A βη-normal form has no
η-redex either (Barendregt 1984, 3.3 and 8.3; Peyton Jones 1987, 11.3).
"""

from __future__ import annotations

from lamb.calculus.eta import eta_contractum
from lamb.calculus.strategies import ORDERS, Strategy, find
from lamb.calculus.term import App, Free, Lam, Term, Tick, nodes, unheard
from lamb.calculus.unfolding import Unfolding

LARGE = 1_000_000
"""Nodes of a term, as a tree, that is looked through for a redex before anybody reduces it."""


def is_normal(term: Term) -> bool:
    """Whether there is no β-redex in *term*. Linear in its size, or in its shared part."""
    return not any(isinstance(node, App) and isinstance(node.fn, Lam) for node in nodes(term, whole=False))


def has_no_redex(term: Term, unfolding: Unfolding, tick: Tick = unheard) -> bool:
    """Whether there is neither a β-redex in *term* nor a name that is to be unfolded.

    Linear in its shared part, of which *tick* is told: of a term that has 2³⁰ nodes as a tree, it is
    worth asking before anybody goes through them.
    """
    for node in nodes(term, whole=False, tick=tick):
        match node:
            case (Lam() | App()) as unwritten if not unwritten.written:
                pass
            case App(Lam(), _):
                return False
            case App(Free(name), _) if unfolding.needs(name, True):
                return False
            case Free(name) if unfolding.needs(name, False):
                return False
    return True


def is_eta_normal(term: Term) -> bool:
    """Whether there is no η-redex in *term*."""
    return all(eta_contractum(node) is None for node in nodes(term, whole=False))


def is_beta_eta_normal(term: Term) -> bool:
    """Whether there is neither a β- nor an η-redex in *term*."""
    return is_normal(term) and is_eta_normal(term)


def is_weak_normal(term: Term) -> bool:
    """Whether every β-redex of *term* is in the body of an abstraction."""
    return find(term, None, ORDERS[Strategy.CALL_BY_NAME]) is None


def is_head_normal(term: Term) -> bool:
    """Whether *term* is λx₁ … xₙ. y t₁ … tₘ, for any n and m and with any t."""
    return find(term, None, ORDERS[Strategy.HEAD]) is None


def is_weak_head_normal(term: Term) -> bool:
    """Whether *term* is an abstraction, or y t₁ … tₘ."""
    return find(term, None, ORDERS[Strategy.WEAK_HEAD]) is None
