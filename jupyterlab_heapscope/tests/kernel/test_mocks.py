"""What a cell puts in the place of standard functions is for the code of the notebook, not for the probe."""

from __future__ import annotations

from .live import LiveKernel

PUT_IN_PLACE = """
import builtins, gc, json, os, sys, threading, time
if "heard" not in globals():
    heard, undo = [], []
    def put(holder, name):
        real = getattr(holder, name)
        def stand_in(*given, **named):
            caller = sys._getframe(1).f_code.co_filename
            if "heapscope" in caller:
                heard.append((name, caller))
            return real(*given, **named)
        setattr(holder, name, stand_in)
        undo.append(lambda: setattr(holder, name, real))
    functions = {time: dir(time), os: dir(os), os.path: dir(os.path), json: ["loads", "dumps"]}
    functions[builtins] = set(dir(builtins)) - {"locals", "globals", "vars", "dir", "eval", "exec"}  # see their caller
    functions[gc] = ["collect", "enable", "disable", "isenabled", "get_stats", "get_count", "get_threshold"]
    functions[threading] = ["current_thread", "main_thread", "enumerate"]
    functions[threading.Event] = ["wait", "set", "clear", "is_set"]
    functions[threading.Thread] = ["start", "run", "join", "is_alive"]
    put(threading.Thread, "__init__")
    for holder, names in functions.items():
        for name in names:
            if callable(getattr(holder, name)) and not isinstance(getattr(holder, name), type) and name[0] != "_":
                put(holder, name)
    wait, now = time.sleep, time.monotonic
"""
BUSY = """
import subprocess
child = subprocess.Popen(["sleep", "60"])
end = now() + 2
while now() < end: wait(0.01)
child.kill(); child.wait()
"""


def test_what_the_notebook_added_to_builtins_is_its_own(bare: LiveKernel) -> None:
    kernel = bare
    kernel.run_cell(
        "import builtins, gc, weakref\nclass Added(list): pass\n"
        "builtins.added = Added([] for _ in range(50_000)); alive = weakref.ref(added)\n"
        "builtins.push = added.append"
    )
    assert kernel.boot()["error"] is None
    kernel.connect()
    rows = kernel.request("census_request", budget_ms=60_000)["rows"]
    assert dict(zip(rows["type"], rows["count"]))["list"] > 50_000
    kernel.run_cell("del builtins.added, builtins.push")
    assert kernel.value("alive() is None")


def test_functions_that_a_running_cell_replaces_are_not_called_by_the_probe(subshell_kernel: LiveKernel) -> None:
    kernel = subshell_kernel
    kernel.request("recording_request", mode="on")
    kernel.run_and_report("1")
    cell = kernel.start_cell(PUT_IN_PLACE + BUSY)
    kernel.wait(lambda: kernel.pushed and kernel.pushed[-1]["kind"] == "sample")
    for kind in ("memory_request", "hello_request", "collector_request", "collect_request"):
        assert kernel.request(kind)["kind"] != "error"
    assert cell not in kernel.idle
    kernel.wait_cell(cell)
    # They stay for the cells that follow.
    kernel.run_and_report("pass")
    assert kernel.request("allocations_request", group_by="line", order_by="bytes", count=10)["kind"] == "allocations"
    assert kernel.request("census_request", budget_ms=60_000)["complete"]
    assert kernel.printed("[put_back() for put_back in undo]; print(sorted(set(heard)), len(undo) > 200)") == "[] True"
    assert [message for message in kernel.pushed if message["kind"] == "error"] == []


FAILING_SENDS = """
import json, time
real = json.dumps
def fail(given, **named):
    if type(given) is dict and "comm_id" in given: raise ValueError("the mock's")
    return real(given, **named)
json.dumps = fail
time.sleep(0.5)
json.dumps = real
"""


def test_a_send_that_failed_silences_nobody(kernel: LiveKernel) -> None:
    assert kernel.run_and_report(FAILING_SENDS)["run_id"] == 1
    assert kernel.run_and_report("x = 1")["run_id"] == 2


def test_a_getsizeof_that_raises_is_not_asked(kernel: LiveKernel) -> None:
    raising = "import sys\nreal = sys.getsizeof\ndef raises(*given): raise TypeError('mine')\nsys.getsizeof = raises"
    assert kernel.run_and_report(raising)["status"] == "ok"
    assert kernel.run_and_report("x = 1")["status"] == "ok"
    assert kernel.request("census_request", budget_ms=60_000)["kind"] == "census"
    assert [message for message in kernel.pushed if message["kind"] == "error"] == []
