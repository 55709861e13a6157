"""Principal types as Haskell infers them, beside ours. Outside of the quick tests.

    python -m tests.tools.haskell --terms 10000          needs GHC: `apt-get install ghc`

Closed terms, half of them at random and half made to have a type, are written as Haskell by `lamb.convert`,
and GHC is asked for their types. Where one of the two finds a type and the other none, or where the types are
not instances of each other, the terms are printed and the exit code is 1.
"""
