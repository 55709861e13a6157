"""https://pypi.org/project/lambdacalc/"""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

from tests.tools.bench.rivals.bits import Syntax, from_bits, to_bits
from tests.tools.bench.rivals.running import Rival, main


def rival() -> Rival:
    from lambdacalc import Apply, Lambda, Variable  # type: ignore[import-not-found]

    def look(term: Any) -> tuple[Any, ...]:
        match term:
            case Variable():
                return "var", term.name
            case Lambda():
                return "lam", term.var.name, term.body
            case _:
                return "app", term.func, term.arg

    syntax = Syntax(
        lambda name: Variable(name, "bound"),
        lambda name, body: Lambda(Variable(name, "bound"), body),
        Apply,
        look,
    )
    return Rival(
        version("lambdacalc"),
        lambda bits: from_bits(bits, syntax),
        lambda term: term.calculate([]),
        lambda term: to_bits(term, syntax),
    )


if __name__ == "__main__":
    main(rival())
