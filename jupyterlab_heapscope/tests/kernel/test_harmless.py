"""The list of docs/harmless.md is whole: nothing else in the process is another with the probe."""

from __future__ import annotations

from typing import Any

from .live import LiveKernel

# What a process has, by kind, as literals that can be compared.
INVENTORY = """(lambda atexit, gc, linecache, os, signal, sys, threading, warnings, shell, comm: {
    "modules": set(sys.modules),
    "finders": len(sys.meta_path) + len(sys.path_hooks),
    "linecache": set(linecache.cache),
    "threads": {thread.name for thread in threading.enumerate()},
    "files": {path for path in (os.path.realpath("/proc/self/fd/" + name) for name in os.listdir("/proc/self/fd"))
              if "/fd/" not in path},
    "gc callbacks": len(gc.callbacks),
    "gc": (gc.isenabled(), gc.get_threshold(), gc.get_debug(), gc.get_freeze_count()),
    "events": {event: len(callbacks) for event, callbacks in shell.events.callbacks.items()},
    "comm targets": set(comm.get_comm_manager().targets),
    "kernel": set(vars(shell.kernel)),
    "shell": set(vars(shell)),
    "names": {name for name in shell.user_ns if not name.startswith("_i")},
    "builtins": set(vars(__import__("builtins"))),
    "exit functions": atexit._ncallbacks(),
    "tracing": (sys.gettrace() is None, sys.getprofile() is None),
    "limits": (sys.getrecursionlimit(), sys.getswitchinterval()),
    "hooks": (sys.displayhook.__class__.__name__, sys.excepthook.__qualname__, sys.unraisablehook.__qualname__),
    "signals": {number: str(signal.getsignal(number)) for number in range(1, 32)},
    "warnings": len(warnings.filters),
    "environment": dict(os.environ),
    "path": list(sys.path),
})(*map(__import__, "atexit gc linecache os signal sys threading warnings".split()),
   get_ipython(), __import__("comm"))"""

PACKAGE = "_heapscope"


def inventory(kernel: LiveKernel) -> dict[str, Any]:
    kernel.drain(0.1)
    found: dict[str, Any] = kernel.value(INVENTORY)
    return found


def added(before: Any, after: Any) -> set[str]:
    assert before <= after
    return set(after - before)


def test_the_list_of_what_is_another_is_whole(bare: LiveKernel) -> None:
    bare.run_cell("import gc, time; time.sleep(0.2)")
    before = inventory(bare)
    assert bare.boot()["error"] is None
    bare.connect()
    bare.run_cell("time.sleep(0.25)")
    after = inventory(bare)

    modules = added(before["modules"], after["modules"])
    assert PACKAGE in modules
    assert {name.partition(".")[0] for name in modules} == {PACKAGE}
    assert added(before["threads"], after["threads"]) == {"heapscope-sampler"}
    files = {path.rpartition("/")[2] for path in added(before["files"], after["files"])}
    assert files == {"statm", "status", "clear_refs"}
    assert {name for name in added(before["linecache"], after["linecache"]) if "ipykernel" not in name} == {
        name for name in after["linecache"] if name.startswith(f"<{PACKAGE}>/")
    }
    assert after["gc callbacks"] - before["gc callbacks"] == 2
    more = {event: count - before["events"][event] for event, count in after["events"].items()}
    assert {event for event, count in more.items() if count} == {"pre_run_cell", "post_run_cell"}
    targets = {"jupyterlab_heapscope.request", "jupyterlab_heapscope.push"}
    assert added(before["comm targets"], after["comm targets"]) == targets
    assert added(before["kernel"], after["kernel"]) == {"set_parent", "_publish_status"}
    told = {"modules", "threads", "files", "linecache", "gc callbacks", "events", "comm targets", "kernel"}
    assert {kind: after[kind] for kind in after.keys() - told} == {kind: before[kind] for kind in before.keys() - told}


AUDIT = """
import sys, threading, time
heard, on = set(), True
def hook(event, given):
    name = threading.current_thread().name
    if on and name.startswith(("heapscope", "subshell")):
        heard.add(event)
        if raises and event in ("sys._current_frames", "gc.get_referents", "gc.get_objects"):
            raise KeyboardInterrupt
raises = False
sys.addaudithook(hook)
"""
OF_THE_PROBE = {"builtins.id", "gc.get_referents", "gc.get_objects", "sys._current_frames", "sys._getframe"}
OF_ITS_OBJECTS = {"object.__getattr__", "array.__new__", "function.__new__"}
OF_SYSTEM = {"_thread.start_joinable_thread", "time.sleep", "ctypes.call_function", "ctypes.string_at"}
"""Heard with later Pythons and libraries; the threads of subshells run code of ipykernel too."""


def test_what_audit_hooks_hear_is_harmless_and_what_they_raise_is_printed_nowhere(
    subshell_kernel: LiveKernel,
) -> None:
    kernel = subshell_kernel
    kernel.run_cell(AUDIT)
    kernel.run_cell("time.sleep(0.3)")
    assert kernel.request("census_request", budget_ms=60_000)["complete"]
    heard = set(kernel.value("sorted(heard)"))
    assert "builtins.id" in heard
    assert heard <= OF_THE_PROBE | OF_ITS_OBJECTS | OF_SYSTEM
    kernel.run_cell("raises = True")
    assert kernel.run_cell("time.sleep(0.3)") == []
    assert kernel.request("census_request", budget_ms=60_000)["kind"] == "error"
    kernel.run_cell("raises = False")
    assert kernel.request("census_request", budget_ms=60_000)["complete"]
    kernel.run_cell("on = False")
