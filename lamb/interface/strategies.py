"""The names of strategies on a command line."""

from __future__ import annotations

import argparse

from lamb.calculus.strategies import Strategy
from lamb.errors import LambError

STRATEGIES = {
    "normal": Strategy.NORMAL,
    "applicative": Strategy.APPLICATIVE,
    "name": Strategy.CALL_BY_NAME,
    "value": Strategy.CALL_BY_VALUE,
    "head": Strategy.HEAD,
    "weak-head": Strategy.WEAK_HEAD,
    "parallel": Strategy.PARALLEL,
}


def strategy(text: str) -> Strategy:
    """The strategy of a name in a command line."""
    try:
        return named(text)
    except LambError as error:
        raise argparse.ArgumentTypeError(f"{error.message}: {error.hint}") from None


def named(text: str) -> Strategy:
    """The strategy of a name, short or long. Raises LambError.

    >>> named("weak-head").value, named("Call-by-Value").value
    ('weak head reduction', 'call by value')
    """
    words = text.lower().replace("-", " ").replace("_", " ")
    for name, found in STRATEGIES.items():
        if words in (name.replace("-", " "), found.value, found.name.lower().replace("_", " ")):
            return found
    raise LambError(f"there is no strategy “{text}”", hint=f"the strategies are {', '.join(STRATEGIES)}")
