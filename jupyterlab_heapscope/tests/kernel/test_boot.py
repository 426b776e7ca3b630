"""Boot and close in a real kernel: what comes goes again."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from jupyterlab_heapscope.boot import boot_source, read_files, read_loader, source_digest

from .live import LiveKernel

# Everything that the probe may have touched in a process, as text that can be compared.
TRACES = """(lambda gc, sys, os, threading, linecache, tracemalloc, shell, comm: repr([
    gc.callbacks, gc.isenabled(), gc.get_threshold(),
    sorted(name for name in sys.modules if "heapscope" in name), sys.meta_path, sys.path_hooks,
    sorted(name for name in linecache.cache if "heapscope" in name),
    [name for name, entry in linecache.cache.items() if len(entry) > 2 and "heapscope" in "".join(entry[2])[:20000]],
    sorted(thread.name for thread in threading.enumerate() if not thread.name.startswith(("subshell", "Dummy"))),
    sorted(link for link in map(lambda n: os.path.realpath("/proc/self/fd/" + n), os.listdir("/proc/self/fd"))
           if link.startswith("/proc") and "/fd/" not in link),
    shell.events.callbacks, sorted(comm.get_comm_manager().targets), sorted(comm.get_comm_manager().comms),
    sys.gettrace(), sys.getprofile(), tracemalloc.is_tracing(),
]))(*map(__import__, "gc sys os threading linecache tracemalloc".split()), get_ipython(), __import__("comm"))"""


def traces(kernel: LiveKernel) -> str:
    found: str = kernel.value(f'{TRACES}.replace(__import__("os").getpid().__str__(), "PID")')
    return found


def test_close_leaves_nothing(bare: LiveKernel) -> None:
    bare.run_cell("x = 1")
    before = traces(bare)
    assert bare.boot()["error"] is None
    bare.connect()
    bare.request("recording_request", mode="on")
    bare.run_cell("import time; time.sleep(0.25)")
    during = traces(bare)
    for trace in ("Phases", "_heapscope.session", "heapscope-sampler", "statm", "pre_run_cell", "heapscope.push"):
        assert trace in during
    assert bare.request("close_request")["kind"] == "closed"
    bare.drain(0.2)
    after = traces(bare)
    assert after == before
    assert bare.printed("print(x)") == "1"
    bare.drain(0.2)
    assert len(bare.reports()) == 1


def test_after_close_the_collector_frees_the_probe(bare: LiveKernel) -> None:
    assert bare.boot()["error"] is None
    bare.connect()
    bare.run_cell("x = 1")
    assert bare.request("census_request", budget_ms=10_000)["complete"]
    bare.request("close_request")
    # ipykernel keeps a thread that sent a message for ten seconds.
    left = """(lambda gc, vars: (gc.collect(), sum(
        "_heapscope" in str(vars(kind).get("__module__")) for kind in gc.get_objects() if isinstance(kind, type)
    ))[1])(__import__("gc"), type.__dict__["__dict__"].__get__)"""
    bare.wait(lambda: not bare.value(left))


def test_a_census_leaves_out_a_closed_probe_that_waits_for_the_collector(bare: LiveKernel) -> None:
    bare.run_cell("import gc; gc.collect(); gc.disable()")

    def functions() -> int:
        assert bare.boot()["error"] is None
        bare.connect()
        bare.run_cell("x = 1")
        rows = bare.request("census_request", budget_ms=10_000)["rows"]
        bare.request("close_request")
        return int(rows["count"][rows["type"].index("function")])

    first, second, third = functions(), functions(), functions()
    # Each probe has some 690.
    assert max(abs(second - first), abs(third - second)) < 30, (first, second, third)


def test_close_in_the_middle_of_a_cell(subshell_kernel: LiveKernel) -> None:
    kernel = subshell_kernel
    cell = kernel.start_cell("import time\nfor _ in range(10): time.sleep(0.1)\nprint('done')")
    kernel.wait(lambda: any(message["kind"] == "sample" for message in kernel.pushed))
    kernel.request("close_request")
    assert "done" in str(kernel.wait_cell(cell))
    kernel.drain(0.2)
    assert kernel.reports() == []
    during = traces(kernel)
    assert "heapscope" not in during
    assert "/statm" not in during


def test_a_second_boot_changes_nothing(kernel: LiveKernel) -> None:
    first = kernel.request("hello_request")
    kernel.run_and_report("1")
    assert kernel.boot() == {"digest": first["digest"], "error": None}
    second = kernel.request("hello_request")
    assert second["boot_id"] == first["boot_id"]
    assert second["last_run_id"] == 1
    assert kernel.run_and_report("2")["run_id"] == 2
    assert len(kernel.reports()) == 2


def test_a_boot_may_record_from_the_first_cell_on(bare: LiveKernel) -> None:
    loader, files = read_loader(), read_files()
    digest = source_digest(loader, files)
    assert bare.boot(boot_source(loader, files, digest, record_frames=3))["error"] is None
    bare.run_cell("kept = [bytes(1000) for _ in range(100)]")  # queued before anyone could ask
    bare.connect()
    hello = bare.request("hello_request")
    assert (hello["recording"]["mode"], hello["recording"]["traceback_frames"]) == ("on", 3)
    assert hello["settings"]["traceback_frames"] == 3
    first = bare.request("history_request", after_run_id=0, count=10)["items"][0]
    assert first["recorded"]["traced_delta_bytes"] > 100_000


def test_a_boot_that_cannot_record_is_a_boot(bare: LiveKernel) -> None:
    bare.run_cell("import sys; sys.modules['_tracemalloc'] = None")
    loader, files = read_loader(), read_files()
    source = boot_source(loader, files, source_digest(loader, files), record_frames=3)
    assert bare.boot(source)["error"] is None
    bare.connect()
    assert bare.request("hello_request")["recording"]["mode"] == "off"
    assert bare.request("recording_request", mode="on")["kind"] == "error"


def test_a_boot_leaves_a_probe_as_it_was_told(kernel: LiveKernel) -> None:
    loader, files = read_loader(), read_files()
    kernel.boot(boot_source(loader, files, source_digest(loader, files), record_frames=3))
    hello = kernel.request("hello_request")
    assert (hello["recording"]["mode"], hello["settings"]["traceback_frames"]) == ("off", 1)


def test_a_probe_whose_module_was_removed_is_replaced(kernel: LiveKernel) -> None:
    first = kernel.request("hello_request")
    kernel.run_cell("import sys\nfor name in [n for n in sys.modules if 'heapscope' in n]: del sys.modules[name]")
    assert kernel.boot()["error"] is None
    kernel.connect()
    assert kernel.request("hello_request")["boot_id"] != first["boot_id"]
    kernel.pushed.clear()
    assert kernel.run_and_report("x = 1")["run_id"] == 1
    kernel.request("close_request")
    kernel.drain(0.2)
    assert len(kernel.reports()) == 1
    during = traces(kernel)
    assert "heapscope" not in during
    assert "Phases" not in during
    assert "/statm" not in during


def test_another_version_replaces_the_probe(bare: LiveKernel) -> None:
    loader, files = read_loader(), read_files()
    files["__init__.py"] += "\nVERSION = 'other'\n"
    other = source_digest(loader, files)
    assert bare.boot()["error"] is None
    bare.connect()
    first = bare.request("hello_request")
    assert bare.boot(boot_source(loader, files, other)) == {"digest": other, "error": None}
    bare.connect()
    second = bare.request("hello_request")
    assert (second["digest"], first["digest"]) == (other, source_digest(loader, read_files()))
    assert second["boot_id"] != first["boot_id"]
    bare.run_and_report("1")
    assert len(bare.reports()) == 1


def test_a_boot_that_fails_says_why_and_the_next_one_works(bare: LiveKernel) -> None:
    loader, files = read_loader(), read_files()
    before = traces(bare)
    for name, source in (("session.py", "1/0\n"), ("channel.py", "def ("), ("__init__.py", "raise SystemExit\n")):
        broken = {**files, name: source}
        outcome = bare.boot(boot_source(loader, broken, source_digest(loader, broken)))
        assert outcome["error"]
        assert name in outcome["error"] or "SystemExit" in outcome["error"]
    assert traces(bare).replace("'_heapscope'", "") == before
    assert bare.boot()["error"] is None


def test_the_boot_shows_nothing(bare: LiveKernel) -> None:
    bare.run_cell("try: 1/0\nexcept ZeroDivisionError: pass\nx = 5")
    state = "(sorted(globals()), len(In), len(Out), _, get_ipython().execution_count)"
    before = bare.value(state)
    bare.iopub.clear()
    bare.boot()
    bare.drain(0.2)
    assert {message["msg_type"] for message in bare.iopub} == {"status"}
    assert bare.value(state) == before
    assert bare.value('hasattr(__import__("sys"), "last_value")') is False


def test_python_runs_it_in_a_damaged_namespace(bare: LiveKernel) -> None:
    bare.run_cell("exec = eval = getattr = print = len = type = sorted = None\nimport builtins")
    assert bare.boot()["error"] is None
    bare.connect()
    assert bare.run_and_report("x = 1")["status"] == "ok"


@pytest.fixture
def connected(bare: LiveKernel) -> Iterator[LiveKernel]:
    bare.boot()
    bare.connect()
    yield bare


def test_a_page_that_comes_back_replaces_its_comms(connected: LiveKernel) -> None:
    comms = 'len([c for c in __import__("comm").get_comm_manager().comms.values() if "heapscope" in c.target_name])'
    assert connected.value(comms) == 2
    connected.connect()
    connected.request("hello_request")
    assert connected.value(comms) == 2
    for number in range(20):
        connected.connect(client_id=f"page-{number}")
    connected.request("hello_request")
    assert connected.value(comms) == 32
    connected.run_and_report("1")


def test_a_page_that_is_let_go_hears_it_by_a_message(connected: LiveKernel) -> None:
    goodbye = '{"kind":"closed","request_id":null}'
    connected.connect()
    heard = [m for m in connected.iopub if m["content"].get("data", {}).get("message") == goodbye]
    assert len(heard) == 2
    connected.request("close_request")
    connected.drain(0.2)
    assert connected.pushed[-1] == json.loads(goodbye)
    assert connected.errors[-1] == json.loads(goodbye)
    connected.value("__import__('gc').collect()")
    connected.drain(0.2)
    assert [m for m in connected.iopub if m["msg_type"] == "comm_close"] == []


def test_a_comm_without_a_proper_id_is_closed(connected: LiveKernel) -> None:
    for data in ({}, {"message": 1}, {"message": "{}"}, {"message": '{"client_id": ""}'}, {"message": "[" * 9000}):
        comm = connected.open_comm_with("jupyterlab_heapscope.request", data)
        connected.wait(
            lambda comm=comm: any(  # type: ignore[misc]
                m["msg_type"] == "comm_close" and m["content"]["comm_id"] == comm for m in connected.iopub
            )
        )
    assert connected.request("hello_request")["kind"] == "hello"


def test_the_probes_lines_show_in_tracebacks(connected: LiveKernel) -> None:
    module = '__import__("sys").modules["_heapscope.session"].__dict__'
    line = connected.value(f'__import__("linecache").getline("<_heapscope>/session.py", 1, {module})')
    assert line == '"""The one object of the running probe: wires its parts, and holds what a run leaves behind."""\n'
