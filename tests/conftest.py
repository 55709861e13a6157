"""How the tests are run: laws without a clock, so that a busy machine fails none of them, and the
garbage collector told that terms a million deep are being built.

A law is tried on 30 examples, or as many as LAMB_EXAMPLES says: LAMB_EXAMPLES=2000 before a release.
"""

import gc
import os

from hypothesis import HealthCheck, settings

EXAMPLES = int(os.environ.get("LAMB_EXAMPLES", "30"))

settings.register_profile(
    "laws", max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("laws")
gc.set_threshold(500_000, 50, 50)
