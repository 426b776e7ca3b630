"""Measures one run of a cell between its two hooks, and says it in a report."""

from __future__ import annotations

from gc import get_freeze_count
from typing import TYPE_CHECKING, Any, Callable

from .channel import encode
from .collector import CollectionLog, collector_state
from .costly import Costly
from .limit import Limit
from .outcome import Outcome
from .process import ProcessReader, Reading
from .report import Absences, process_memory, run_fields
from .run import Run, cpu_seconds

if TYPE_CHECKING:
    from .allocations import AllocationRecorder
    from .messages import ProcessMemory, RecordedRun

_TOO_SHORT = "The exact peak is switched off, and the run was shorter than the sampling interval."


_IMPRECISE = 1_000_000


class RunWatch:
    """The parts that are read at the start and the end of each run."""

    def __init__(
        self, process: ProcessReader, recorder: AllocationRecorder, failed: Callable[[str, BaseException], None]
    ) -> None:
        """Take the parts; `failed` is told of each part that fails, whose figures are left out."""
        self._process = process
        self._recorder = recorder
        self._failed = failed
        self._collections = CollectionLog()
        self._frozen = Costly("collector.frozen", get_freeze_count)
        self._children = Costly("children", process.children)
        self._resets_peak = False

    def begin(self, run: Run, source: object, exact_peak: bool) -> None:
        """Make the figures start anew."""
        self._resets_peak = exact_peak
        text = source if type(source) is str else ""
        try:
            run.recording = self._recorder.before_run(run.run_id, run.execution_count, text)
            run.hook_seconds += self._recorder.waited_s()
        except Exception as caught:
            self._failed("allocations", caught)
        self._collections.begin()
        if exact_peak:
            self._process.reset_peak()
        run.rss_before = self._process.rss()

    def end(self, run: Run, outcome: Outcome, limit: Limit, began: float, own_bytes: int) -> tuple[str, ProcessMemory]:
        """Return the encoded RunReport, and the process then; `began` is when the hook did, in CPU seconds."""
        duration_ms = run.age_ms()
        reading = self._process.read()
        collections = self._collections.end(run.started_ns)
        absences, skipped = Absences(), Absences()
        peak = self._peak(run, reading, absences)
        recorded = self._recorded(duration_ms, absences, skipped)
        if recorded is not None:
            reading = reading._replace(rss=self._least_rss(reading))
        if run.began_in_walk:
            skipped.note("rss_after_bytes", None, "A count still held objects when it began.")
        if not self._process.may_have_children():
            self._children.forget()
        children = self._children.of_run(run.run_id, skipped)
        memory = process_memory(reading, children, limit, self._process, absences)
        fields = {
            **run_fields(run, duration_ms, outcome, reading, collections),
            **peak,
            "collector": collector_state(self._frozen.of_run(run.run_id, skipped)),
            "recorded": recorded,
            "absent": absences.items,
        }
        text = encode(fields)
        run.hook_seconds += cpu_seconds() - began
        cost = (
            f'{{"hook_ms":{round(run.hook_seconds * 1e3, 3)},"sampler_ms":{round(run.sampler_seconds * 1e3, 3)},'
            f'"own_bytes":{own_bytes},"skipped":{encode(skipped.items) if skipped.items else "[]"}}}'
        )
        return f'{text[:-1]},"probe":{cost}}}', memory

    def close(self) -> None:
        """Take the collector's callbacks back."""
        self._collections.close()

    def _peak(self, run: Run, reading: Reading, absences: Absences) -> dict[str, Any]:
        """Return the highest RSS of the run and how it is known."""
        known = [size for size in (run.rss_before, reading.rss) if size is not None]
        exact = reading.peak if self._resets_peak else None
        # The system adds up what its cores counted: a sample may stand a little above the mark.
        if exact is not None and run.highest_sample - exact < _IMPRECISE:
            return {"peak_rss_bytes": max([exact, run.highest_sample, *known]), "peak_source": "exact"}
        if run.sample_count and known:  # of a cell that reset the mark itself, too
            return {"peak_rss_bytes": max([run.highest_sample, *known]), "peak_source": "sampled"}
        absences.note("peak_rss_bytes", None, self._process.absent_because.get("peak", _TOO_SHORT))
        return {"peak_rss_bytes": None, "peak_source": None}

    def _least_rss(self, reading: Reading) -> int | None:
        """Return the RSS without tracemalloc's tables, if those are gone now, nor what reading them took."""
        now = self._process.rss()
        return reading.rss if now is None or reading.rss is None else min(now, reading.rss)

    def _recorded(self, duration_ms: float, absences: Absences, skipped: Absences) -> RecordedRun | None:
        try:
            recorded = self._recorder.after_run(duration_ms)
            because = self._recorder.put_off_because()
            if because is not None:
                skipped.note("allocations", None, because)
            return recorded
        except Exception as caught:
            self._failed("allocations", caught)
            absences.note("recorded", None, "Reading the traces failed; see the probe's error.")
            return None
