"""Hold our types against those of GHC: see `tests/tools/haskell/__init__.py`."""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from collections.abc import Iterator
from itertools import islice

import lamb
from lamb.analysis.types import Type, is_instance
from lamb.calculus.substitution import free_names
from lamb.errors import TypingError
from tests.tools.kinds.kinds import BY_NAME

AT_ONCE = 500  # terms that one GHC is asked about
LARGEST = 300  # nodes
TYPE = re.compile(r".* ::\s+(?P<type>.*)", re.DOTALL)

REFUSED = re.compile(r"error:\s*•\s*(?:Occurs check|Couldn't match)")


def main() -> int:
    """1 if a term has another type in Haskell."""
    parser = argparse.ArgumentParser(prog="python -m tests.tools.haskell", description=__doc__)
    parser.add_argument("--terms", type=int, default=1_000)
    options = parser.parse_args()
    terms, typed, differ = closed_terms(), 0, 0
    for begun in range(0, options.terms, AT_ONCE):
        some = [*islice(terms, min(AT_ONCE, options.terms - begun))]
        for term, theirs in zip(some, haskell_types(some), strict=True):
            ours = our_type(term)
            typed += ours is not None
            if not agree(ours, theirs):
                differ += 1
                print(f"{lamb.pretty(term)}\n  ours:   {ours}\n  theirs: {theirs}", flush=True)
    print(f"{options.terms:,} terms, {typed:,} of them with a type; {differ} differ")
    return int(differ > 0)


def closed_terms() -> Iterator[lamb.Term]:
    """Closed terms that are not large, of two kinds in turn."""
    number = 0
    while True:
        for name in ("uniform", "simply_typed"):
            term = BY_NAME[name].term(number)
            if term.size <= LARGEST and not free_names(term):
                yield term
        number += 1


def our_type(term: lamb.Term) -> Type | None:
    try:
        return lamb.principal_type(term).type
    except TypingError:
        return None


def haskell_types(terms: list[lamb.Term]) -> Iterator[Type | None]:
    """The types that GHC finds; None where there is none. Raises ValueError if it says anything else."""
    asked = [f":type {lamb.convert(lamb.pretty(term), target='haskell').strip()}" for term in terms]
    lines = "".join(f'{line}\nputStrLn "#"\n' for line in asked)
    words = ["ghc", "--interactive", "-v0", "-ignore-dot-ghci", "-w"]
    said = subprocess.run(words, input=lines, capture_output=True, text=True, check=True)
    *answers, _ = said.stdout.split("#\n")
    if len(answers) != len(terms) or len(REFUSED.findall(said.stderr)) != said.stderr.count("error:"):
        raise ValueError(said.stderr[-2_000:])
    found = [TYPE.match(answer) for answer in answers]
    for one in found:
        yield lamb.parse_type(" ".join(one["type"].split())) if one else None


def agree(ours: Type | None, theirs: Type | None) -> bool:
    """True if both are the same up to the names of their variables, or there is none."""
    if ours is None or theirs is None:
        return ours is theirs
    return is_instance(ours, theirs) and is_instance(theirs, ours)


if __name__ == "__main__":
    sys.exit(main())
