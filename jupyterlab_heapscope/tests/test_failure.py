"""What the probe says of its own faults."""

from __future__ import annotations

from jupyterlab_heapscope.probe.failure import failure


def test_a_fault_asks_for_a_report() -> None:
    message = failure("census", KeyError("x"), 7)
    assert message["code"] == "failed"
    assert "Please report" in message["message"]


def test_too_little_memory_is_no_fault_to_report() -> None:
    message = failure("variable_sizes_request", MemoryError(), 7)
    assert message["code"] == "failed"
    assert "too little memory" in message["message"]
    assert "report" not in message["message"]
