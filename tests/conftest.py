"""How Hypothesis tries the laws: without a clock, so that a busy machine fails no test."""

from hypothesis import HealthCheck, settings

settings.register_profile("laws", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("laws")
