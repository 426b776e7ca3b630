"""What reading the traces would take: hooks read them only where it is little."""

from __future__ import annotations

from typing import Callable, TypeVar

from .run import cpu_seconds
from .tracing import tracer

_Result = TypeVar("_Result")

_BUDGET_S = 0.05
_S_A_BYTE = 12e-9
"""Of tracemalloc's own memory, one frame deep; until it was measured here."""
_LEAST_BYTES = 1_000_000
"""Less says nothing of more."""


class ReadingCost:
    """Reckons with the memory of tracemalloc's tables, which it tells at once, and the last reading's time."""

    def __init__(self) -> None:
        """Begin with nothing measured."""
        self._s_a_byte: float | None = None
        self._frames = 0

    def expected_s(self) -> float:
        """Return the CPU seconds that reading would take now."""
        frames = tracer().get_traceback_limit()
        if self._s_a_byte is None or frames != self._frames:
            self._s_a_byte, self._frames = _S_A_BYTE * frames, frames
        return float(tracer().get_tracemalloc_memory() * self._s_a_byte)

    def fits(self) -> bool:
        """Whether a hook may read."""
        return self.expected_s() <= _BUDGET_S

    def measure(self, read: Callable[[], _Result]) -> _Result:
        """Read, and learn from it."""
        self.expected_s()
        memory, began = tracer().get_tracemalloc_memory(), cpu_seconds()
        result = read()
        if memory >= _LEAST_BYTES:
            self._s_a_byte = (cpu_seconds() - began) / memory
        return result
