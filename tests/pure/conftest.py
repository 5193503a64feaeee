"""Hypothesis for the pure packages: few examples by default, many where the environment asks for them.

`make fuzz` sets `CONSULT_FUZZ_EXAMPLES=5000`.
"""

import os

from hypothesis import HealthCheck, settings

FEW = 25

settings.register_profile(
    "consult",
    max_examples=int(os.environ.get("CONSULT_FUZZ_EXAMPLES", FEW)),
    deadline=None,
    database=None,
    derandomize="CONSULT_FUZZ_EXAMPLES" not in os.environ,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("consult")
