"""The one object of the running probe: wires its parts, and holds what a run leaves behind."""

from __future__ import annotations

import os
import sys
import threading
from typing import TYPE_CHECKING, Any, Callable

from .allocations import AllocationRecorder
from .between_runs import BetweenRuns
from .cells import CellMap
from .census import CensusTaker
from .channel import Channel, encode
from .errands import Errands
from .failure import failure
from .glances import addresses
from .history import History
from .hooks import Hooks
from .limit import read_limit
from .object_counts import ObjectCounts
from .outcome import Outcome, last_error, last_shown, outcome_of
from .own import own_bytes
from .parent import OutputParent
from .process import process_reader
from .report import traced_bytes
from .requests import Desk
from .run import Run, epoch_ms
from .sampler import Place, Sampler, main_thread_place
from .stack import StackReader
from .tasks import current_task
from .walks import Walks
from .watch import RunWatch

if TYPE_CHECKING:
    from .messages import Settings

_SETTINGS: Settings = {
    "sample_interval_ms": 100,
    "exact_peak": True,
    "history_bytes": 2_000_000,
    "traceback_frames": 1,
}
_MOST_FAULTS = 20
_PUSH_EVERY_MS = 200.0
"""Samples may be closer, and are in the report: what is looked at needs no more messages."""


class Session:
    """The running probe of this process."""

    def __init__(self, digest: str, close_probe: Callable[[], None]) -> None:
        """Make all parts; `close_probe` takes back what is outside of the session too."""
        self.shell = _ipython_shell()
        self.digest = digest
        self.boot_id = os.urandom(16).hex()
        self.booted_at_ms = epoch_ms()
        self.settings: Settings = {**_SETTINGS}
        self.last_execution_count: int | None = None
        self.last_outcome = Outcome("ok", None, None)
        self._shown_before = last_shown()
        """When the last run began or ended."""
        self._close_probe = close_probe
        self.close_wanted = False
        self.has_newcomer = False
        self._told: set[str | None] = set()
        self.cells = CellMap(self.shell.compile)
        self.recorder = AllocationRecorder(self.cells, lambda: self.hooks.cell_runs)
        self.census = CensusTaker()
        self.object_counts = ObjectCounts()
        self.between_runs = BetweenRuns()
        self.deep_sizes: dict[int, int] = {}
        """Bytes of the notebook's largest objects by `id`, as last measured. To sort by only: they may be gone."""
        self._task = current_task()
        """That runs the cell."""
        self.stack = StackReader(self.cells, self.namespace, self.hidden_names, lambda: self._task and self._task())
        self.process = process_reader()
        self.limit = read_limit()
        self.history = History(self.settings["history_bytes"])
        self.walks = Walks(lambda: self.hooks.cell_runs)
        self.errands = Errands()
        # Reentrant: an interrupt that comes when the main thread has just got it locks nobody out of the main shell.
        self.turn = threading.RLock()
        """Held while a request is answered: the readers keep state between requests."""
        self.sampler = Sampler(self._sample, self.settings["sample_interval_ms"])
        self.channel = Channel(Desk(self).answer, self._settle, close_probe)
        self._parent = OutputParent(self.shell, self.channel.is_ours)
        self.hooks = Hooks(self.shell, self._parent.request_id, self._started, self._ended, self._failed)
        self._watch = RunWatch(self.process, self.recorder, self._failed)

    def open(self) -> None:
        """Begin to listen."""
        self.hooks.open()
        self._parent.open()
        self.channel.open()

    def resume(self) -> None:
        """Mend what the notebook undid."""
        self.hooks.open()

    def close(self) -> None:
        """Take everything back; also while a cell runs, from another thread."""
        parts = (
            self.hooks,
            self.walks,
            self.errands,
            self.sampler,
            self._watch,
            self.recorder,
            self.census,
            self.channel,
            self._parent,
            self.process,
        )
        for part in parts:
            try:
                part.close()
            except Exception as caught:
                # The others are to be taken back all the same.
                self._failed("close", caught)

    def namespace(self) -> dict[str, Any]:
        """Return the notebook's global names."""
        namespace: dict[str, Any] = self.shell.user_ns
        return namespace

    def hidden_names(self) -> frozenset[str]:
        """Return the names that IPython put there itself and that still mean the same."""
        now = addresses(self.shell.user_ns)
        hidden = addresses(self.shell.user_ns_hidden)
        return frozenset(name for name, address in hidden.items() if now.get(name) == address)

    def last_error(self) -> BaseException | None:
        """Return the exception of the last run, or one that was shown after it; None while a run is under way."""
        return None if self.hooks.run is not None else last_error(self.last_outcome.error_id, self._shown_before)

    def configure(self, settings: Settings) -> None:
        """Take settings over, from now on."""
        self.settings = {**settings}
        self.sampler.set_interval(settings["sample_interval_ms"])
        self.history.set_budget(settings["history_bytes"])
        self.recorder.configure(settings["traceback_frames"])

    def record_from_start(self, traceback_frames: int) -> None:
        """Record allocations from the first cell on; where that fails, so does the front end's request, which tells."""
        self.settings["traceback_frames"] = traceback_frames
        try:
            self.recorder.configure(traceback_frames)
            self.recorder.set_mode("on")
        except Exception as caught:
            self._failed("allocations", caught)

    def exact_peak(self) -> bool:
        """Whether peaks are exact: asked for, and possible here."""
        return self.settings["exact_peak"] and "peak" not in self.process.absent_because

    def push(self, message: Any) -> None:
        """Tell all front ends."""
        if self.channel.has_listeners:
            self.channel.push(encode(message))

    def _settle(self) -> None:
        run = self.hooks.run
        if self.has_newcomer and run is not None:
            run.announced = True
            self.push(run.started_message())
        self.has_newcomer = False
        if self.close_wanted:
            self._close_probe()

    def _started(self, run: Run | None, info: Any) -> None:
        has_let_go = self.walks.cancel()
        if run is None:
            return
        run.began_in_walk = not has_let_go
        self.between_runs.run_begins(run.run_id)
        self._shown_before, self._task = last_shown(), current_task()
        if run.execution_count is not None:
            self.cells.register(run.execution_count, run.cell_id, run.run_id)
        self._watch.begin(run, getattr(info, "raw_cell", None), self.exact_peak())
        self.sampler.start_run(run)

    def _ended(self, run: Run, result: Any, began: float) -> None:
        self.sampler.end_run()
        outcome = outcome_of(result, self._shown_before)
        report, memory = self._watch.end(
            run, outcome, self.limit, began, own_bytes(self.history, self.object_counts, self.cells)
        )
        if run.execution_count is None:
            self.cells.disown(self.shell.execution_count)
        self.last_execution_count, self.last_outcome = run.execution_count, outcome
        self.history.append(run.run_id, report)
        if self.channel.has_listeners:
            rest = encode({"memory": memory, "recording": self.recorder.state()})
            self.channel.push(f'{{"kind":"report","run":{report},{rest[1:]}')
        self.between_runs.run_ends()
        self._shown_before = last_shown()

    def _sample(self, run: Run) -> None:
        """Runs on the sampler's thread."""
        try:
            if not self.sampler.interval_ms:
                return self._announce(run)
            place = main_thread_place(self.cells)  # first: see there
            rss, at_ms = self.process.rss(), run.age_ms()
            if rss is not None:
                run.add_point(at_ms, rss)
            if self.channel.has_listeners and self.hooks.run is run:
                self._push_sample(run, at_ms, rss, place)
        except Exception as caught:
            self.sampler.set_interval(0)
            self._failed("sampler", caught)

    def _announce(self, run: Run) -> None:
        """Tell that it runs, once; who comes later is told by `_settle`."""
        if not run.announced:
            run.announced = True
            self.push(run.started_message())

    def _push_sample(self, run: Run, at_ms: float, rss: int | None, place: Place | None) -> None:
        self._announce(run)
        if rss is None or at_ms < run.next_push_ms:
            return
        run.next_push_ms = at_ms + _PUSH_EVERY_MS
        self.push(
            {
                "kind": "sample",
                "run_id": run.run_id,
                "at_ms": at_ms,
                "rss_bytes": rss,
                "traced_bytes": traced_bytes(),
                "function": place.function if place else None,
                "location": place.location if place else None,
            }
        )

    def _failed(self, part: str, caught: BaseException) -> None:
        """Tell of a fault of the probe, each kind of it once."""
        message = failure(part, caught)
        if message["detail"] not in self._told and len(self._told) < _MOST_FAULTS:
            self._told.add(message["detail"])
            self.push(message)


def _ipython_shell() -> Any:
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    if shell is None:
        raise RuntimeError("There is no IPython shell in this process.")
    return shell
