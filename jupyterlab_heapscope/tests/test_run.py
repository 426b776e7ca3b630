"""What is kept of a run."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from jupyterlab_heapscope.probe.run import Run, label_of


@pytest.mark.parametrize(
    ("source", "label"),
    [
        ("pass", "pass"),
        ("\n\n# Load\n  # more\nimport numpy\nx = 1", "import numpy"),
        ("%%time\nx = 1", "%%time"),
        ("@cache\ndef f(): ...", "def f(): ..."),
        ("# only a comment", "# only a comment"),
        ("", ""),
        ("x" * 5000, "x" * 119 + "…"),
        ("\ud800 = 1", "\ufffd = 1"),
        (None, ""),
    ],
)
def test_labels(source: object, label: str) -> None:
    assert label_of(source) == label


def test_a_long_run_keeps_few_points_from_start_to_end() -> None:
    run = Run(1, SimpleNamespace(raw_cell="", cell_id=7), None, "")
    for index in range(36_000):
        run.add_point(index * 100.0, index)
    assert 100 <= len(run.points()) < 200
    times = [point["at_ms"] for point in run.points()]
    gaps = {round(later - earlier) for earlier, later in zip(times, times[1:])}
    assert len(gaps) == 1
    assert times[-1] > 36_000 * 99
    assert run.highest_sample == 35_999
    assert run.cell_id is None
