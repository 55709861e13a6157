"""Large numerals that are written out as far as somebody walks into them.

The numeral of 20! has 4,865,804,016,353,280,003 nodes, and still an answer may be it. As nobody can
look at all of them, they are made when they are looked at: a node is *unwritten* while its part is
missing, and becomes an ordinary `Lam` or `App` as soon as it is asked for it.

    λf. …                    the whole numeral; its size, 2n + 3, says which one it is
    λf x. f (f (f (…)))      after a walk three applications deep

To everybody else an unwritten node is what it becomes; `written` tells those that have to know.
"""

from __future__ import annotations

from typing import Final

from lamb.calculus.term import App, Lam, Node, Term, Var, _App, _Fields, _Lam, nodes

WRITTEN_AT_ONCE: Final = 1_000  # applications

_become = vars(object)["__class__"].__set__  # past the guard of terms, and past what is said below
_set_size, _set_body, _set_arg = (  # the same for fields
    vars(fields)[field].__set__ for fields, field in ((_Fields, "size"), (_Lam, "body"), (_App, "arg"))
)
_F: Final = Var(1)


class _Numeral(Lam):
    """λf x. f (f … x), of which only the hint is there."""

    __slots__ = ()
    written = False
    __class__ = property(lambda _: Lam)

    @property
    def body(self) -> Term:  # type: ignore[override]
        """The rest, which is there from now on."""
        inner = Lam("x", _times(self.size // 2 - 1))
        _set_body(self, inner)
        _become(self, Lam)
        return inner


class _Times(App):
    """f (f … x), of which only the first f is there."""

    __slots__ = ()
    written = False
    __class__ = property(lambda _: App)

    @property
    def arg(self) -> Term:  # type: ignore[override]
        """The rest, which is there from now on."""
        rest = _times(self.size // 2 - 1)
        _set_arg(self, rest)
        _become(self, App)
        return rest


def _times(number: int) -> Term:
    """f (f … x) with *number* times f."""
    if number > WRITTEN_AT_ONCE:
        return _unwritten_times(2 * number + 1)
    term: Term = Var(0)
    for _ in range(number):
        term = App(_F, term)
    return term


def unwritten(number: int) -> Term:
    """Church's numeral, of which hardly anything is there. Time and space are constant."""
    return _unwritten_numeral(2 * number + 3)


def _unwritten_numeral(size: int) -> Term:
    return _sized(Lam("f", Lam("x", _F)), size, _Numeral)


def _unwritten_times(size: int) -> Term:
    return _sized(App(_F, _F), size, _Times)


def _sized(node: Term, size: int, kind: type[Node]) -> Term:
    _set_size(node, size)
    _become(node, kind)
    return node


_Numeral.unwritten = staticmethod(_unwritten_numeral)
_Times.unwritten = staticmethod(_unwritten_times)


def times_left(node: Term) -> int:
    """How many f an unwritten node stands for.

    >>> times_left(unwritten(10**9))
    1000000000
    """
    return node.size // 2 - (1 if isinstance(node, Lam) else 0)


def written_size(term: Term) -> int:
    """The size of a term in which each unwritten part counts as one node. Linear in what is shared."""
    sizes: dict[int, int] = {}
    for node in nodes(term, whole=False):
        match node:
            case Lam() | App() if not node.written:
                sizes[id(node)] = 1
            case Lam(_, body):
                sizes[id(node)] = sizes[id(body)] + 1
            case App(fn, arg):
                sizes[id(node)] = sizes[id(fn)] + sizes[id(arg)] + 1
            case _:
                sizes[id(node)] = 1
    return sizes[id(term)]
