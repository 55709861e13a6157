"""Terms from bits and back, however a rival writes them.

00 t       an abstraction
01 t u     an application
1…1 0      the variable of the i-th λ outwards, with i times 1, counted from 1

Nothing here recurses, so that a rival that runs out of stack does so by itself.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple


class Syntax(NamedTuple):
    """How terms are written: made of variables, whose names are numbers of λs, and taken apart again.

    *look* returns `("var", name)`, `("lam", name, body)` or `("app", fn, arg)`.
    """

    var: Callable[[str], Any]
    lam: Callable[[str, Any], Any]
    app: Callable[[Any, Any], Any]
    look: Callable[[Any], tuple[Any, ...]]


def from_bits(bits: str, syntax: Syntax) -> Any:
    """The term that bits stand for; the variable of the n-th λ from outside is called `x` and n."""
    made: list[Any] = []
    waiting: list[list[Any]] = []  # of each λ and application that is open: its kind, and what it has
    depth = at = 0
    while at < len(bits):
        if bits[at] == "1":
            end = bits.index("0", at)
            made.append(syntax.var(f"x{depth - (end - at)}"))
            at = end + 1
            depth = _close(made, waiting, depth, syntax)
        else:
            is_lam = bits[at + 1] == "0"
            waiting.append(["lam"] if is_lam else ["app", 2])
            depth += is_lam
            at += 2
    (term,) = made
    return term


def _close(made: list[Any], waiting: list[list[Any]], depth: int, syntax: Syntax) -> int:
    """Put together what is complete, and return how many λs are open."""
    while waiting:
        if waiting[-1][0] == "lam":
            depth -= 1
            made[-1] = syntax.lam(f"x{depth}", made[-1])
        elif waiting[-1][1] == 2:
            waiting[-1][1] = 1
            return depth
        else:
            arg = made.pop()
            made[-1] = syntax.app(made[-1], arg)
        waiting.pop()
    return depth


def to_bits(term: Any, syntax: Syntax) -> str:
    """The bits of a closed term."""
    bits: list[str] = []
    scopes: dict[Any, list[int]] = {}
    depth = 0
    todo: list[tuple[Any, Any]] = [(None, term)]
    while todo:
        left, term = todo.pop()
        if left is not None:  # the λ of that name is over
            scopes[left[0]].pop()
            depth -= 1
            continue
        match syntax.look(term):
            case "var", name:
                bits.append("1" * (depth - scopes[name][-1]) + "0")
            case "lam", name, body:
                bits.append("00")
                scopes.setdefault(name, []).append(depth)
                depth += 1
                todo += ((name,), None), (None, body)
            case _, fn, arg:
                bits.append("01")
                todo += (None, arg), (None, fn)
    return "".join(bits)
