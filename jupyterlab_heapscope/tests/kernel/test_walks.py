"""Walks through the heap of a real kernel, and what may come while one is under way."""

from __future__ import annotations

import time

import pytest

from .conftest import started
from .live import LiveKernel

HEAP = "import gc; gc.collect(); heap = [{'a': [index]} for index in range(300_000)]"
SLOW = 60_000
"""A budget that no walk here needs, ms."""


def test_the_first_cells_change_is_its_own(kernel: LiveKernel) -> None:
    # The probe's own constants are new, and the first walk makes the collector look at them.
    assert kernel.request("census_request", budget_ms=SLOW)["complete"]
    kernel.run_cell("kept = [{} for _ in range(1000)]")
    taken = kernel.request("census_request", budget_ms=SLOW)
    assert taken["complete"]
    deltas = dict(zip(taken["rows"]["type"], taken["rows"]["count_delta"]))
    assert 950 < taken["object_count_delta"] < 1250, deltas  # IPython compiles and notes it
    assert abs(deltas["tuple"]) < 200, deltas  # 110 on 3.14; those that the collector unties were 398


@pytest.mark.one_python
def test_after_a_walk_requests_are_answered_beside_a_cell_as_before(subshell_kernel: LiveKernel) -> None:
    kernel = subshell_kernel
    for _ in range(3):
        assert kernel.request("census_request", budget_ms=SLOW)["complete"]
        cell = kernel.start_cell("import time\nend = time.monotonic() + 1\nwhile time.monotonic() < end: pass")
        kernel.wait(lambda: kernel.pushed and kernel.pushed[-1]["kind"] in ("run_started", "sample"))
        began = time.monotonic()
        assert kernel.request("memory_request")["kind"] == "memory"
        assert kernel.request("census_request", budget_ms=SLOW)["code"] == "cancelled"
        assert kernel.request("memory_request")["kind"] == "memory"
        assert time.monotonic() - began < 0.8
        kernel.wait_cell(cell)


def test_a_cell_that_starts_while_a_walk_begins_frees_what_it_deletes(subshell_kernel: LiveKernel) -> None:
    kernel = subshell_kernel
    kernel.run_cell(HEAP)
    kernel.run_cell("import weakref\nclass Node: pass\nnodes = [Node() for _ in range(1000)]")
    for delay in range(12):
        kernel.run_cell("nodes = [Node() for _ in range(1000)]; seen = [weakref.ref(node) for node in nodes]")
        number = kernel.send_request("census_request", budget_ms=SLOW)
        time.sleep(delay / 200)
        assert kernel.printed("nodes.clear(); print(sum(ref() is not None for ref in seen))") == "0"
        kernel.wait_reply(number)


def test_closing_while_a_walk_is_under_way(kernel: LiveKernel) -> None:
    kernel.run_cell(HEAP)
    kernel.send_request("census_request", budget_ms=SLOW)
    kernel.send_request("variable_sizes_request", budget_ms=SLOW, object_budget=10**9, count=100)
    began = time.monotonic()
    assert kernel.request("close_request")["kind"] == "closed"
    assert time.monotonic() - began < 2
    names = "[t.name for t in __import__('threading').enumerate() if t.name.startswith('heapscope')]"
    kernel.wait(lambda: kernel.value(names) == [])
    assert kernel.printed("gc.collect(); print(len(heap))") == "300000"


def test_without_room_for_a_thread_a_walk_says_so(kernel: LiveKernel) -> None:
    kernel.run_cell(
        "import threading\nget_ident = threading.get_ident\nthreading.get_ident = lambda: get_ident()"  # as gevent does
    )
    reply = kernel.request("census_request", budget_ms=SLOW)
    assert reply["code"] == "unsupported"
    assert "gevent" in reply["message"]
    assert kernel.run_and_report("1")["status"] == "ok"
    kernel.run_cell("threading.get_ident = get_ident")
    assert kernel.request("census_request", budget_ms=SLOW)["complete"]


def test_a_child_process_of_a_walked_kernel_lives_and_ends(kernel: LiveKernel) -> None:
    kernel.run_cell(HEAP)
    number = kernel.send_request("census_request", budget_ms=SLOW)
    fork = "pid = os.fork()\nif pid == 0: gc.collect(); os._exit(7)\nprint(os.waitpid(pid, 0)[1] >> 8)"
    # Python 3.12 and later warn of the threads that ipykernel itself has.
    assert kernel.printed(f"import os, warnings\nwarnings.simplefilter('ignore')\n{fork}") == "7"
    kernel.wait_reply(number)
    assert kernel.request("census_request", budget_ms=SLOW)["complete"]


def test_interrupts_while_garbage_is_collected_leave_walks_free() -> None:
    kernel = started("ipykernel6")
    try:
        assert kernel.boot()["error"] is None
        kernel.connect()
        kernel.run_cell(HEAP)
        for delay in range(5):
            walk = kernel.send_request("census_request", budget_ms=SLOW)
            collect = kernel.send_request("collect_request")
            time.sleep(delay / 30)
            kernel.manager.interrupt_kernel()
            kernel.wait_reply(walk)
            kernel.wait_reply(collect)
        assert kernel.request("census_request", budget_ms=SLOW)["complete"]
    finally:
        kernel.stop()


LISTEN = """
import threading
heard = set()
def hear(frame, event, argument):
    heard.add(threading.current_thread().name)
    raise ValueError
threading.settrace(hear); threading.setprofile(hear)
"""


def test_what_the_notebook_sets_for_all_threads_neither_hears_nor_ends_walks(subshell_kernel: LiveKernel) -> None:
    kernel = subshell_kernel
    cell = kernel.start_cell(LISTEN)
    kernel.wait_cell(cell)
    assert kernel.request("census_request", budget_ms=SLOW)["complete"]
    kernel.run_and_report("import time; time.sleep(0.3)")
    assert kernel.request("census_request", budget_ms=SLOW)["complete"]
    assert kernel.outputs(cell) == []
    assert kernel.printed("print([name for name in heard if name.startswith('heapscope')])") == "[]"


def test_what_a_callback_takes_between_two_cells_is_not_the_next_cells(kernel: LiveKernel) -> None:
    kernel.run_cell(
        "kept = []\ndef opened(comm, message): kept.extend([] for _ in range(20_000))\n"
        "get_ipython().kernel.comm_manager.register_target('widget', opened)"
    )
    kernel.run_cell("x = 1")
    kernel.request("census_request", budget_ms=SLOW)
    kernel.run_cell("x = 1")
    quiet = kernel.request("census_request", budget_ms=SLOW)
    assert (quiet["delta_is_of_run"], abs(quiet["object_count_delta"]) < 1_000) == (True, True)
    kernel.open_comm_with("widget", {})
    kernel.request("collector_request")  # comes after it: on a subshell the cell would not wait
    kernel.run_cell("x = 1")
    mixed = kernel.request("census_request", budget_ms=SLOW)
    assert (mixed["delta_is_of_run"], mixed["object_count_delta"] > 19_000) == (False, True)
    kernel.run_cell("kept.clear()")
    own = kernel.request("census_request", budget_ms=SLOW)
    assert (own["delta_is_of_run"], own["object_count_delta"] < -19_000) == (True, True)
