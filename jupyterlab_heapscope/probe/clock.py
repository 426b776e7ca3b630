"""The clocks that the probe reads; the notebook's own time may stand still."""

from __future__ import annotations

import time as _time
from functools import partial

# freezegun puts others in the place of functions of `time` in every module that has one by whatever name, found by
# its identity. These are objects of their own.
perf_counter = partial(_time.perf_counter)
perf_counter_ns = partial(_time.perf_counter_ns)
time = partial(_time.time)
