"""This project, under the conditions of the others."""

from __future__ import annotations

from tests.tools.bench.rivals.running import Rival, main


def rival() -> Rival:
    import lamb

    return Rival(lamb.__version__, lamb.from_blc, lambda term: lamb.normalize(term).term, lamb.to_blc)


if __name__ == "__main__":
    main(rival())
