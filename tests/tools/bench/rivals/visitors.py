"""https://pypi.org/project/lambda-calculus/"""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

from tests.tools.bench.rivals.bits import Syntax, from_bits, to_bits
from tests.tools.bench.rivals.running import Rival, main


def rival() -> Rival:
    from lambda_calculus import Abstraction, Application, Variable  # type: ignore[import-not-found]
    from lambda_calculus.visitors.normalisation import BetaNormalisingVisitor  # type: ignore[import-not-found]

    def look(term: Any) -> tuple[Any, ...]:
        match term:
            case Variable():
                return "var", term.name
            case Abstraction():
                return "lam", term.bound, term.body
            case _:
                return "app", term.abstraction, term.argument

    syntax = Syntax(Variable, Abstraction, Application, look)
    return Rival(
        version("lambda-calculus"),
        lambda bits: from_bits(bits, syntax),
        BetaNormalisingVisitor().skip_intermediate,
        lambda term: to_bits(term, syntax),
    )


if __name__ == "__main__":
    main(rival())
