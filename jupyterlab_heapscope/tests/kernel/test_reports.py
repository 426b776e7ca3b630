"""What is told of runs, against what the kernel says by itself."""

from __future__ import annotations

import time

import pytest

from .live import LiveKernel, text_of

MIB = 2**20
SETTINGS = {"sample_interval_ms": 100, "exact_peak": True, "history_bytes": 2_000_000, "traceback_frames": 1}


def test_a_run_and_its_cell(kernel: LiveKernel) -> None:
    before = time.time() * 1e3
    run = kernel.run_and_report("# first\n\nimport time\ntime.sleep(0.05)\n1 + 1", "cell-a")
    assert run["run_id"] == 1
    assert run["cell_id"] == "cell-a"
    assert run["execution_count"] == 1
    assert run["label"] == "import time"
    assert before <= run["started_at_ms"] <= time.time() * 1e3
    assert 50 <= run["duration_ms"] < 500
    assert run["status"] == "ok"
    assert run["exception"] is None
    assert run["absent"] == []
    assert kernel.run_and_report("2")["cell_id"] is None


def test_rss_and_the_exact_peak(kernel: LiveKernel) -> None:
    run = kernel.run_and_report("kept = b'x' * (50 * 2**20)\ngone = b'x' * (120 * 2**20)\ndel gone")
    assert run["rss_after_bytes"] - run["rss_before_bytes"] == pytest.approx(50 * MIB, rel=0.05)
    assert run["peak_source"] == "exact"
    assert run["peak_rss_bytes"] - run["rss_before_bytes"] == pytest.approx(170 * MIB, rel=0.05)
    run = kernel.run_and_report("del kept")
    assert run["rss_after_bytes"] - run["rss_before_bytes"] == pytest.approx(-50 * MIB, rel=0.05)
    assert kernel.reports()[-1]["memory"]["rss_bytes"] == run["rss_after_bytes"]


def test_sampled_peak_where_the_exact_one_is_off(kernel: LiveKernel) -> None:
    kernel.request("configure_request", settings={**SETTINGS, "exact_peak": False, "sample_interval_ms": 20})
    run = kernel.run_and_report("import time\nbig = b'x' * (60 * 2**20)\ntime.sleep(0.2)\ndel big")
    assert run["peak_source"] == "sampled"
    assert run["peak_rss_bytes"] - run["rss_before_bytes"] == pytest.approx(60 * MIB, rel=0.05)
    assert 3 <= len(run["samples"]) <= 12
    run = kernel.run_and_report("pass")
    assert run["peak_rss_bytes"] is None
    assert [item["figure"] for item in run["absent"]] == ["peak_rss_bytes"]


def test_samples_while_a_cell_runs(kernel: LiveKernel) -> None:
    code = "import time\ndef wait():\n    time.sleep(0.85)\nwait()"
    run = kernel.run_and_report(code, "cell-a")
    kinds = [message["kind"] for message in kernel.pushed]
    assert kinds[0] == "run_started"
    assert kinds[-1] == "report"
    samples = [message for message in kernel.pushed if message["kind"] == "sample"]
    assert 2 <= len(samples) <= 5
    assert 5 <= len(run["samples"]) <= 9
    assert {(sample["function"], sample["location"]["line"]) for sample in samples} == {("wait", 3)}
    assert {sample["location"]["cell_id"] for sample in samples} == {"cell-a"}
    assert kernel.pushed[0]["run_id"] == run["run_id"]
    assert {point["at_ms"] for point in run["samples"]} > {sample["at_ms"] for sample in samples}
    kernel.request("configure_request", settings={**SETTINGS, "sample_interval_ms": 0})
    kernel.pushed.clear()
    assert kernel.run_and_report(code)["samples"] == []
    # The page is to show that it runs.
    assert [message["kind"] for message in kernel.pushed] == ["run_started", "report"]


@pytest.mark.one_python
def test_a_page_that_comes_while_a_cell_runs_is_told(subshell_kernel: LiveKernel) -> None:
    kernel = subshell_kernel
    cell = kernel.start_cell("import time\nfor _ in range(20): time.sleep(0.1)", "the-cell")
    kernel.wait(lambda: any(message["kind"] == "sample" for message in kernel.pushed))
    kernel.pushed.clear()
    hello = kernel.request("hello_request")
    kernel.wait(lambda: any(message["kind"] == "sample" for message in kernel.pushed))
    started = [message for message in kernel.pushed if message["kind"] == "run_started"]
    assert len(started) == 1
    assert (started[0]["run_id"], started[0]["cell_id"]) == (hello["running_run_id"], "the-cell")
    assert 100 <= started[0]["elapsed_ms"] <= 2500
    kernel.wait_cell(cell)
    kernel.pushed.clear()
    kernel.request("hello_request")
    kernel.drain(0.2)
    assert kernel.pushed == []


@pytest.mark.one_python
def test_a_console_on_a_subshell_hides_no_run_of_the_notebook(subshell_kernel: LiveKernel) -> None:
    kernel = subshell_kernel
    console = kernel.start_console_cell("import time\nprint('go')\ntime.sleep(2)")
    kernel.wait(lambda: kernel.outputs(console))
    for number in range(3):
        run = kernel.run_and_report(f"block_{number} = bytearray(50_000_000)", f"cell-{number}")
        assert run["cell_id"] == f"cell-{number}"
        assert run["rss_after_bytes"] - run["rss_before_bytes"] == pytest.approx(50_000_000, abs=4_000_000)
    kernel.wait_cell(console)
    assert kernel.request("census_request", budget_ms=20_000)["complete"]
    assert len(kernel.reports()) == 3


def test_exceptions(kernel: LiveKernel) -> None:
    run = kernel.run_and_report("raise ValueError('a scale of 0')")
    assert (run["status"], run["exception"]) == ("error", {"type": "ValueError", "message": "a scale of 0"})
    run = kernel.run_and_report("this is no python")
    assert (run["status"], run["exception"]["type"]) == ("error", "SyntaxError")
    run = kernel.run_and_report("class E(Exception):\n    def __bool__(self): return False\nraise E")
    assert (run["status"], run["exception"]) == ("error", {"type": "__main__.E", "message": None})


def test_an_interrupt(kernel: LiveKernel) -> None:
    cell = kernel.start_cell("import time\nprint('go')\ntime.sleep(30)")
    kernel.wait(lambda: kernel.outputs(cell))
    kernel.manager.interrupt_kernel()
    kernel.wait_cell(cell)
    kernel.wait(kernel.reports)
    run = kernel.reports()[-1]["run"]
    assert run["status"] == "interrupted"
    assert run["duration_ms"] < 20_000


def test_an_interrupt_within_the_hooks(kernel: LiveKernel) -> None:
    """It comes in the probe's own code at a cell's start or end; no report is lost, and it is no fault."""
    trap = (
        "import sys, signal\ndef at(place, stop=[]):\n"
        "    def trace(frame, event, arg):\n"
        "        code = frame.f_code\n"
        "        if code.co_name == place and 'heapscope' in code.co_filename:\n"
        "            sys.settrace(None); signal.raise_signal(signal.SIGINT)\n"
        "    sys.settrace(trace)\n"
    )
    kernel.run_and_report(trap)
    for place in ("_end", "_ended", "outcome_of", "append", "_send"):
        run = kernel.run_and_report(f"at({place!r})")
        assert run["status"] == "ok"
    kernel.run_cell("at('_begin')")
    assert [m["content"]["ename"] for m in kernel.run_cell("import time; time.sleep(5)")] == ["KeyboardInterrupt"]
    assert [message for message in kernel.pushed if message["kind"] == "error"] == []
    history = [run["run_id"] for run in kernel.request("history_request", after_run_id=0, count=500)["items"]]
    assert history == sorted(set(history))


@pytest.mark.parametrize("limit", [43, 60])
def test_a_low_recursion_limit(kernel: LiveKernel, limit: int) -> None:
    kernel.run_cell(
        f"import sys\nfor limit in range({limit}, 500):\n    try: sys.setrecursionlimit(limit); break\n"
        "    except RecursionError: pass"
    )
    assert "Error in callback" not in str(kernel.run_cell("1 + 1"))
    kernel.run_cell("sys.setrecursionlimit(1000)")
    assert kernel.run_and_report("x = 1")["status"] == "ok"


def test_an_interrupt_of_awaiting_code(kernel: LiveKernel) -> None:
    cell = kernel.start_cell("import asyncio\nprint('go')\nawait asyncio.sleep(2)")
    kernel.wait(lambda: kernel.outputs(cell))
    kernel.manager.interrupt_kernel()
    kernel.wait_cell(cell)
    kernel.wait(kernel.reports)
    assert kernel.reports()[-1]["run"]["status"] == "interrupted"
    assert kernel.run_and_report("1")["status"] == "ok"


def test_awaiting_code(kernel: LiveKernel) -> None:
    run = kernel.run_and_report("import asyncio\nawait asyncio.sleep(0.25)\n7")
    assert run["duration_ms"] >= 250
    assert run["status"] == "ok"


TASK_THAT_RUNS_A_CELL = """
import asyncio
async def later():
    await asyncio.sleep(0.3)
    get_ipython().run_cell("inner = 1")
task = asyncio.create_task(later())
"""


def test_a_task_of_an_earlier_cell_that_runs_one_ends_not_the_one_that_awaits(kernel: LiveKernel) -> None:
    kernel.run_and_report(TASK_THAT_RUNS_A_CELL)
    run = kernel.run_and_report("await asyncio.sleep(1)\nbig = bytearray(80_000_000)", "the-cell")
    assert (run["status"], run["cell_id"]) == ("ok", "the-cell")
    assert run["duration_ms"] >= 1000
    assert run["rss_after_bytes"] - run["rss_before_bytes"] >= 75_000_000
    assert kernel.run_and_report("inner")["status"] == "ok"
    assert [message["run"]["run_id"] for message in kernel.reports()] == [1, 2, 3]


def test_collections_within_a_run(kernel: LiveKernel) -> None:
    code = "import gc\ngc.collect()\nl = []; l.append(l); del l\nprint(gc.collect(), gc.get_stats()[2]['collections'])"
    run = kernel.run_and_report(code)
    full = [event for event in run["gc_events"] if event["generation"] == 2]
    assert len(full) == 2
    assert full[1]["collected"] >= 1
    assert run["gc_event_count"] >= 2
    assert run["gc_pause_ms"] > sum(event["pause_ms"] for event in full) - 0.01
    assert all(0 <= event["at_ms"] <= run["duration_ms"] for event in run["gc_events"])


def test_what_is_no_run(kernel: LiveKernel) -> None:
    kernel.run_and_report("x = 1")
    kernel.value("x")
    kernel.run_cell("")
    run = kernel.run_and_report("get_ipython().run_cell('1/0'); get_ipython().run_cell('  '); y = 2")
    assert run["run_id"] == 2
    assert run["label"].startswith("get_ipython")
    assert (run["status"], run["exception"]["type"]) == ("error", "ZeroDivisionError")  # that it has shown
    assert [report["run"]["run_id"] for report in kernel.reports()] == [1, 2]


def test_a_run_that_is_not_stored(kernel: LiveKernel) -> None:
    run = kernel.run_and_report("x = 1", "cell-a", store_history=False)
    assert run["execution_count"] is None
    assert kernel.run_and_report("x", "cell-b")["execution_count"] == 1


def test_history_keeps_what_nobody_heard(bare: LiveKernel) -> None:
    bare.boot()
    for number in range(5):
        bare.run_cell(f"x = {number}", f"cell-{number}")
    bare.connect()
    history = bare.request("history_request", after_run_id=0, count=3)
    assert [run["cell_id"] for run in history["items"]] == ["cell-0", "cell-1", "cell-2"]
    assert (history["start"], history["total"], history["truncated"]) == (0, 5, False)
    history = bare.request("history_request", after_run_id=3, count=500)
    assert [run["run_id"] for run in history["items"]] == [4, 5]
    bare.request("configure_request", settings={**SETTINGS, "history_bytes": 2500})
    history = bare.request("history_request", after_run_id=0, count=500)
    assert [run["run_id"] for run in history["items"]] in ([5], [4, 5])
    assert history["truncated"]


@pytest.mark.one_python
def test_history_keeps_the_counts_of_objects(kernel: LiveKernel) -> None:
    counted = {}
    for number in range(3):
        run = kernel.run_and_report(f"x = [[] for _ in range({number}000)]")
        counted[run["run_id"]] = kernel.request("census_request", budget_ms=60_000)["object_count"]
    kernel.request("census_request", budget_ms=60_000)
    history = kernel.request("history_request", after_run_id=0, count=2)
    first, second = history["object_counts"]
    assert {one["run_id"]: one["object_count"] for one in (first, second)} == {1: counted[1], 2: counted[2]}
    assert (second["previous_run_id"], second["object_count_delta"]) == (1, counted[2] - counted[1])


def test_a_forked_child_stays_silent(kernel: LiveKernel) -> None:
    # The child goes on behind the cell, as one that forgets os._exit() does.
    code = "import os, signal\npid = os.fork()\nif not pid:\n    signal.alarm(2)\n"
    kernel.start_cell(code)
    kernel.wait(kernel.reports)
    kernel.drain(0.7)
    assert len(kernel.reports()) == 1
    run = kernel.run_and_report("import os\nos.waitpid(pid, 0)[0] == pid")
    assert run["run_id"] == 2
    assert len(kernel.reports()) == 2


def test_a_process_pool_works(kernel: LiveKernel) -> None:
    code = "import multiprocessing as m\nwith m.get_context('fork').Pool(2) as pool: print(pool.map(abs, [-1, -2]))"
    assert kernel.printed(code) == "[1, 2]"
    kernel.wait(kernel.reports)
    assert len(kernel.reports()) == 1


def test_many_child_processes_cost_the_hook_little_and_are_gone_at_once(kernel: LiveKernel) -> None:
    kernel.run_cell("import subprocess\nworkers = [subprocess.Popen(['sleep', '60']) for _ in range(60)]")
    runs = [kernel.run_and_report("pass") for _ in range(5)]
    skipped = [item["figure"] for run in runs for item in run["probe"]["skipped"]]
    assert skipped.count("children") >= 4
    assert kernel.reports()[-1]["memory"]["children"]["count"] == 60
    kernel.run_cell("for one in workers: one.kill()\nfor one in workers: one.wait()")
    assert kernel.run_and_report("pass")["probe"]["skipped"] == []
    assert kernel.reports()[-1]["memory"]["children"] == {"count": 0, "rss_bytes": 0}


def test_closed_descriptors(kernel: LiveKernel) -> None:
    code = "import os\nfor n in os.listdir('/proc/self/fd'):\n    path = os.path.realpath('/proc/self/fd/' + n)\n"
    code += "    if path.startswith('/proc') and path.endswith(('statm', 'status', 'clear_refs')): os.close(int(n))"
    run = kernel.run_and_report(code)
    assert run["absent"] == []
    run = kernel.run_and_report("block = b'x' * (40 * 2**20)\ndel block")
    assert run["peak_rss_bytes"] - run["rss_before_bytes"] == pytest.approx(40 * MIB, rel=0.1)


def test_the_notebook_cleared_its_events(kernel: LiveKernel) -> None:
    kernel.run_cell("for callbacks in get_ipython().events.callbacks.values(): callbacks.clear()")
    kernel.run_cell("1")
    kernel.drain(0.2)
    assert kernel.reports() == []
    kernel.request("hello_request")
    assert kernel.run_and_report("2")["status"] == "ok"


def test_the_hook_costs_little_and_its_state_stays_small(kernel: LiveKernel) -> None:
    for _ in range(60):
        kernel.run_cell("pass")
    kernel.wait(lambda: len(kernel.reports()) == 60)
    costs = sorted(report["run"]["probe"]["hook_ms"] for report in kernel.reports())
    assert 0 < costs[30] < 1.0
    own = [report["run"]["probe"]["own_bytes"] for report in kernel.reports()]
    assert 0 < own[0] < own[-1] < 60 * 3000


@pytest.mark.one_python
def test_a_cell_during_which_recording_is_switched_on_is_not_traced(subshell_kernel: LiveKernel) -> None:
    kernel = subshell_kernel
    kernel.run_cell("import time, tracemalloc")
    looks = "seen, end = 0, time.monotonic() + 2\nwhile time.monotonic() < end: seen += tracemalloc.is_tracing()"
    cell = kernel.start_cell(f"{looks}\nprint(seen)")
    kernel.wait(lambda: kernel.pushed and kernel.pushed[-1]["kind"] == "sample")
    for frames in (2, 3, 4, 5):
        settings = {"sample_interval_ms": 100, "exact_peak": True, "history_bytes": 2_000_000}
        kernel.request("configure_request", settings={**settings, "traceback_frames": frames})
        assert kernel.request("recording_request", mode="on")["recording"]["allocation_slowdown"] is None
        kernel.request("recording_request", mode="off")
    assert cell not in kernel.idle
    assert text_of(kernel.wait_cell(cell)) == "0"
    kernel.request("recording_request", mode="on")
    assert kernel.run_and_report("pass")["recorded"] is not None
    assert kernel.reports()[-1]["recording"]["allocation_slowdown"] >= 1, "measured before the first recorded run"
