"""https://pypi.org/project/lamb-engine/, without its prompt, its counter and its limit of a million steps."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

from tests.tools.bench.rivals.bits import Syntax, from_bits, to_bits
from tests.tools.bench.rivals.running import Rival, main


def rival() -> Rival:
    from lamb_engine import Runner, nodes  # type: ignore[import-not-found]

    runner = Runner(None, None)

    def look(term: Any) -> tuple[Any, ...]:
        match term:
            case nodes.Bound():
                return "var", term.identifier
            case nodes.Func():
                return "lam", term.input.identifier, term.left
            case _:
                return "app", term.left, term.right

    syntax = Syntax(
        nodes.Macro,
        lambda name, body: nodes.Func(nodes.Macro(name), body),
        nodes.Call,
        look,
    )

    def read(bits: str) -> Any:
        root = nodes.Root(from_bits(bits, syntax)).set_runner(runner)
        nodes.prepare(root)
        return root

    def normalize(root: Any) -> Any:
        kind = None
        while kind is not nodes.ReductionType.NOTHING:
            kind, root = nodes.reduce(root)
        return root

    return Rival(version("lamb-engine"), read, normalize, lambda root: to_bits(root.left, syntax))


if __name__ == "__main__":
    main(rival())
