"""How hard the tests try: enough for every change, and more where the environment asks for it.

`LAMB_EXAMPLES=2000` before a release tries each law on so many examples, and diagnoses so many mistakes of
each kind. `LAMB_DEPTH=1000000` goes so deep, in some minutes.
"""

import os

from hypothesis import settings
from hypothesis.internal.conjecture import providers

EXAMPLES = int(os.environ.get("LAMB_EXAMPLES", "15"))
DEPTH = int(os.environ.get("LAMB_DEPTH", "2000"))  # Python's stack ends at 1,000
DEEPER = 10 * DEPTH  # so deep that what takes time in proportion to the square is noticed


def read_no_sources() -> None:
    """Keep Hypothesis from reading every file of a checkout, for constants to try: half a minute where none
    are kept.
    """
    providers.is_local_module_file = lambda path: False


def often(times: int) -> settings:
    """For a law whose examples are quick: so many times as many as others have."""
    return settings(max_examples=times * EXAMPLES)
