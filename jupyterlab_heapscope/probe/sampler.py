"""Looks at the process from a thread of its own while a cell runs, and only then."""

from __future__ import annotations

from contextlib import suppress
from sys import _current_frames
from typing import TYPE_CHECKING, Any, Callable, NamedTuple

from .own_thread import OwnThread, unheard
from .run import Run, cpu_seconds
from .text import safe_text
from .threads import MAIN_IDENT, Flag

if TYPE_CHECKING:
    from .messages import Location

_SHARE = 0.01
"""Most of one core that the sampler may take."""
_SLOWEST_MS = 5_000.0
_FRAMES_SEEN = 60
_LONG_MS = 100.0
"""A run that takes longer is announced, without samples too."""


class Place(NamedTuple):
    """Where the main thread is."""

    function: str
    location: Location


class Sampler:
    """A daemon thread that sleeps until a run begins, and wakes once an interval until it ended.

    A run wakes the thread only where none did within the last interval: short runs that follow each
    other quickly cost next to nothing.
    """

    def __init__(self, take: Callable[[Run], None], interval_ms: int) -> None:
        """Take what to do with a run; the thread starts with the first run."""
        self._take = take
        self.interval_ms = interval_ms
        self._run: Run | None = None
        self._wanted = Flag()
        self._closing = Flag()
        self._cost_ms = 0.0
        self._thread: OwnThread | None = None

    def start_run(self, run: Run) -> None:
        """Begin to sample a run, about 1 µs when one began less than an interval ago."""
        run.next_sample_ms = self.pace_ms()
        self._run = run
        self._wake()

    def set_interval(self, interval_ms: int) -> None:
        """Change the interval, of the run in progress too; with 0 a run is looked at until it is announced."""
        self.interval_ms = interval_ms
        run = self._run
        if run is not None and interval_ms:
            run.next_sample_ms = run.age_ms() + self.pace_ms()
            self._wake()

    def end_run(self) -> None:
        """Sample no more."""
        self._run = None

    def close(self) -> None:
        """End the thread."""
        self._run = None
        self._closing.set()
        self._wanted.set()
        thread = self._thread
        if thread is not None:
            thread.await_end(1.0)

    def pace_ms(self) -> float:
        """Return the interval that keeps the sampler's share of a core small."""
        return min(_SLOWEST_MS, max(self.interval_ms or _LONG_MS, self._cost_ms / _SHARE))

    def _wake(self) -> None:
        if self._thread is None or not self._thread.is_running:
            self._thread = OwnThread(self._work, "heapscope-sampler")
            with suppress(RuntimeError):  # no thread, no samples
                self._thread.start()
        if not self._wanted.is_set():
            self._wanted.set()

    def _work(self) -> None:
        # What the notebook made listen to all threads raises what it likes: the next run starts another.
        with suppress(BaseException):
            while not self._closing.is_set():
                unheard()
                self._look()

    def _look(self) -> None:
        """Sample the run, or wait until that is due."""
        run = self._run
        if run is None or not self._is_looked_at(run):
            self._wanted.clear()
            if not self._is_looked_at(self._run):
                self._wanted.wait()
                # No run that begins from now on has to be sampled earlier, whether this one still lasts or not.
                self._closing.wait(self.pace_ms() / 1e3)
            return
        wait_ms = run.next_sample_ms - run.age_ms()
        if wait_ms > 0:
            self._closing.wait(wait_ms / 1e3)
        elif self._run is run:
            self._sample(run)

    def _is_looked_at(self, run: Run | None) -> bool:
        return run is not None and (self.interval_ms > 0 or not run.announced)

    def _sample(self, run: Run) -> None:
        began = cpu_seconds()
        self._take(run)
        cost = cpu_seconds() - began
        run.sampler_seconds += cost
        self._cost_ms = 0.7 * self._cost_ms + 0.3 * cost * 1e3
        # Not an interval after the last one: a late sample is not followed by a burst.
        run.next_sample_ms = max(run.next_sample_ms + self.pace_ms(), run.age_ms() + self.pace_ms() / 2)


def main_thread_place(cells: Any) -> Place | None:
    """Return the innermost frame of a cell's code on the main thread, else the innermost frame.

    Between taking a frame and letting it go nothing gives the interpreter's lock away, so no
    function of the notebook returns meanwhile: its locals would then die on this thread.
    """
    frame = _current_frames().get(MAIN_IDENT)
    innermost = frame
    for _ in range(_FRAMES_SEEN):
        if frame is None:
            break
        if cells.is_cell(frame.f_code.co_filename):
            innermost = frame
            break
        frame = frame.f_back
    if innermost is None:
        return None
    code, line = innermost.f_code, innermost.f_lineno or 0
    del frame, innermost
    name = getattr(code, "co_qualname", code.co_name)  # from Python 3.11
    return Place(safe_text(name), cells.location(code.co_filename, line))
