"""How the tests are run: laws without a clock, so that a busy machine fails none of them, and the
garbage collector told that terms a million deep are being built.
"""

import gc

from hypothesis import HealthCheck, settings

from tests.effort import EXAMPLES

settings.register_profile(
    "laws", max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("laws")
gc.set_threshold(500_000, 50, 50)
