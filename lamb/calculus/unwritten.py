"""Large numerals, whose nodes are made when they are asked for.

The numeral of 20! has 4,865,804,016,353,280,003 nodes, and still an answer may be it. A node is *unwritten*
while its part is missing, and becomes an ordinary `Lam` or `App` as soon as it is asked for it.

    λf. …                    the whole numeral; its size, 2n + 3, says which one it is
    λf x. f (f (f (…)))      after a walk three applications deep

An unwritten node looks like what it becomes; only `written` tells them apart.
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


def times(number: int, body: Term = Var(0)) -> Term:  # noqa: B008  (terms never change)
    """f (f … *body*) with *number* times f, all of which are there."""
    for _ in range(number):
        body = App(_F, body)
    return body


def _times(number: int) -> Term:
    """f (f … x) with *number* times f."""
    return _unwritten_times(2 * number + 1) if number > WRITTEN_AT_ONCE else times(number)


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
    """The number of f that an unwritten node stands for.

    >>> times_left(unwritten(10**9))
    1000000000
    """
    return node.size // 2 - (1 if isinstance(node, Lam) else 0)


def written_size(term: Term) -> int:
    """The size of a term in which each unwritten part counts as one node. Linear in what is shared."""
    sizes: dict[int, int] = {}
    for node in nodes(term, whole=False):
        size = 1
        if node.written:
            match node:
                case Lam(_, body):
                    size += sizes[id(body)]
                case App(fn, arg):
                    size += sizes[id(fn)] + sizes[id(arg)]
        sizes[id(node)] = size
    return sizes[id(term)]
