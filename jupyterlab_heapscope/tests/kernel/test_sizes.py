"""Sizes asked of a real kernel: what its own names, Out and tracebacks hold."""

from __future__ import annotations

import json
from typing import Any

import pytest

from .live import LiveKernel

ALL: dict[str, Any] = {"budget_ms": 60_000, "object_budget": 10**9, "count": 2000}


def deep_size(kernel: LiveKernel, name: str, **changed: Any) -> Any:
    fields: dict[str, Any] = {"frame_id": "global", "name": name, "path": [], "budget_ms": 60_000}
    address = changed.pop("address", None) or kernel.value(f"hex(id({name}))")
    return kernel.request("deep_size_request", **{**fields, "object_budget": 10**9, "address": address, **changed})


def sizes(kernel: LiveKernel, **changed: Any) -> dict[str, Any]:
    """What the answer says of each name."""
    answer = kernel.request("variable_sizes_request", **{**ALL, **changed})
    assert answer["complete"], answer
    return {item["name"]: item for item in answer["items"]}


def test_deep_size_of_a_name_and_of_its_members(kernel: LiveKernel) -> None:
    kernel.run_and_report("texts = [f'text {number}' * 10 for number in range(1000)]\nnested = {'key': texts}")
    by_hand = kernel.value("sum(map(__import__('sys').getsizeof, texts), __import__('sys').getsizeof(texts))")
    size = deep_size(kernel, "texts")
    assert (size["deep_bytes"], size["object_count"], size["complete"]) == (by_hand, 1001, True)
    assert size["rows"]["type"] == ["str", "list"]
    member = deep_size(kernel, "nested", path=[0], address=kernel.value("hex(id(texts))"))
    assert member["deep_bytes"] == by_hand
    assert deep_size(kernel, "nested", path=[0])["code"] == "changed"
    cut = deep_size(kernel, "texts", object_budget=1)
    assert (cut["complete"], cut["cut_because"]) == (False, "objects")
    address = kernel.value("hex(id(texts))")
    kernel.run_and_report("del texts")
    assert deep_size(kernel, "texts", address=address)["code"] == "not_found"


def test_what_each_name_holds_alone(kernel: LiveKernel) -> None:
    kernel.run_and_report("rows = [[number] for number in range(100_000, 110_000)]")
    kernel.run_and_report("half = rows[::2]\nalias = half\nalone = 'x' * 1_000_000\nimport json")
    found = sizes(kernel)
    getsizeof = "__import__('sys').getsizeof"
    every = kernel.value(f"sum(map({getsizeof}, rows), 10_000 * 28 + {getsizeof}(rows))")
    shared = kernel.value(f"sum(map({getsizeof}, half), 5_000 * 28)")
    assert found["rows"]["deep_bytes"] == every
    assert (found["rows"]["exclusive_bytes"], found["rows"]["shared_bytes"]) == (every - shared, shared)
    assert found["half"]["deep_bytes"] == shared + kernel.value(f"{getsizeof}(half)")
    assert found["half"]["exclusive_bytes"] == found["alias"]["exclusive_bytes"] == 0
    assert (found["half"]["held_by"], found["alias"]["held_by"]) == (["alias"], ["half"])
    assert found["alone"]["exclusive_bytes"] == kernel.value(f"{getsizeof}(alone)")
    assert not found["alone"]["held_outside"]
    assert (found["json"]["exclusive_bytes"], found["json"]["held_outside"]) == (0, True)
    assert found["get_ipython"]["deep_bytes"] < 10_000


def test_what_out_and_a_traceback_hold_is_not_freed_with_its_name(kernel: LiveKernel) -> None:
    kernel.run_and_report("shown = 'x' * 1_000_000\ncaught = 'y' * 1_000_000")
    assert sizes(kernel)["shown"]["exclusive_bytes"] > 1_000_000
    kernel.run_and_report("shown")
    found = sizes(kernel)
    assert found["shown"]["exclusive_bytes"] == 0
    assert {"_", "_2", "Out"} <= set(found["shown"]["held_by"])
    assert found["caught"]["exclusive_bytes"] > 1_000_000
    kernel.run_and_report("def fail(local):\n    1 / 0\nfail(caught)")
    found = sizes(kernel)
    assert (found["caught"]["exclusive_bytes"], found["caught"]["held_outside"]) == (0, True)


def test_what_leads_to_the_modules_and_the_shell(kernel: LiveKernel) -> None:
    """A thread leads to stderr, that to the shell: those are the program's, but the thread is the name's."""
    kernel.run_and_report(
        "import logging, multiprocessing, sys, threading\nfrom concurrent.futures import ThreadPoolExecutor\n"
        "thread = threading.Thread(target=str)\nthread.start()\nthread.join()\n"
        "pool = ThreadPoolExecutor(2)\npool_sum = sum(pool.map(int, range(9)))\npool.shutdown()\n"
        "queue = multiprocessing.Queue()\nqueue.put(1)\n"
        "handler = logging.StreamHandler()\nlog = logging.getLogger('named')\n"
        "class App: pass\napp = App()\napp.modules, app.shell = sys.modules, get_ipython()\n"
        "for one in (thread, pool, queue, handler, app): one.payload = [b'x' * 1_000_000]\n"
        "del one"
    )
    found = sizes(kernel)  # complete: nothing was taken for another thread's doing
    left_out = "(globals(), get_ipython(), get_ipython().kernel, __import__('sys').modules)"
    tests = "__import__('jupyterlab_heapscope.tests.slow_closure', fromlist=['reached'])"
    shallow = "__import__('jupyterlab_heapscope.probe.shallow', fromlist=['shallow_size']).shallow_size"
    for name in ("thread", "pool", "queue", "handler", "app"):
        size = found[name]
        assert 1_000_000 < size["exclusive_bytes"] < 1_050_000, name
        assert size["shared_bytes"] == size["deep_bytes"] - size["exclusive_bytes"] >= 0
        slow = kernel.value(f"sum(map({shallow}, {tests}.reached({name}, {left_out}).values()))")
        assert size["deep_bytes"] == pytest.approx(slow, rel=0.02), name
    assert found["log"]["exclusive_bytes"] == 0  # the logging module has it


def test_deleting_a_name_frees_what_was_said(kernel: LiveKernel) -> None:
    """Truth from outside: the kernel's own tracemalloc."""
    kernel.run_and_report("import gc, tracemalloc\ntracemalloc.start()")
    kernel.run_and_report(
        "table = {f'key {number}': [number * 0.5] for number in range(20_000)}\npart = table['key 1']"
    )
    said = sizes(kernel)["table"]["exclusive_bytes"]
    traced = "(__import__('gc').collect(), __import__('tracemalloc').get_traced_memory()[0])[1]"
    before = kernel.value(traced)
    kernel.run_and_report("del table")
    freed = before - kernel.value(traced)
    assert said == pytest.approx(freed, rel=0.01, abs=50_000)  # a run leaves its source and more


def test_asking_changes_nothing(kernel: LiveKernel) -> None:
    kernel.run_and_report("class Kept:\n    pass\nkept = Kept()\nothers = [kept, Kept()]")
    counts = "(__import__('sys').getrefcount(kept), __import__('sys').getrefcount(others[1]))"
    kernel.run_and_report("import weakref\ngone = []\nreference = weakref.ref(others[1], gone.append)")
    before = kernel.value(counts)
    assert sizes(kernel)
    assert deep_size(kernel, "others")["complete"]
    assert kernel.value(counts) == before
    kernel.run_and_report("del others[1]\nat_once = len(gone)")
    assert kernel.value("at_once") == 1


def test_a_running_cell_and_one_that_starts(subshell_kernel: LiveKernel) -> None:
    kernel = subshell_kernel
    kernel.run_and_report("big = {number: [str(number)] for number in range(1_000_000)}", "cell-0")
    number = kernel.send_request("variable_sizes_request", **ALL)
    cell = kernel.start_cell("import time\ntime.sleep(1)")
    reply = kernel.wait_reply(number)
    assert reply.get("cut_because") == "next_run" or reply.get("code") == "cancelled"
    kernel.wait(lambda: any(message["kind"] == "run_started" for message in kernel.pushed))
    assert kernel.request("variable_sizes_request", **ALL)["code"] == "cancelled"
    assert kernel.wait_cell(cell) == []
    answer = kernel.request("variable_sizes_request", **{**ALL, "budget_ms": 20})
    assert (answer["complete"], answer["cut_because"]) == (False, "budget")


def test_one_large_name_does_not_take_the_sizes_of_the_others(kernel: LiveKernel) -> None:
    kernel.run_and_report("words = [f'word {number}' for number in range(20_000)]\nbuffer = [bytes(96_000_000)]")
    before = sizes(kernel)
    kernel.run_and_report("nested = [[number] for number in range(500_000)]")
    answer = kernel.request("variable_sizes_request", **{**ALL, "object_budget": 300_000})
    assert (answer["complete"], answer["cut_because"]) == (False, "objects")
    found = {item["name"]: item for item in answer["items"]}
    assert [item["name"] for item in answer["items"]][0] == "buffer"
    for name in ("words", "buffer"):
        assert found[name] == before[name]
        assert found[name]["deep_complete"]
    assert not found["nested"]["deep_complete"]
    assert found["nested"]["exclusive_bytes"] is None
    assert 10_000_000 < found["nested"]["deep_bytes"] < kernel.value("500_000 * (64 + 28 + 8)")
    assert [name for name, item in found.items() if not item["deep_complete"]] == ["nested"]


def test_the_largest_names_only(kernel: LiveKernel) -> None:
    kernel.run_and_report("for number in range(50): globals()[f'name{number}'] = 'x' * 10_000 * number")
    answer = kernel.request("variable_sizes_request", **{**ALL, "count": 3})
    assert [item["name"] for item in answer["items"]] == ["name49", "name48", "name47"]
    assert answer["truncated"]
    assert answer["total"] > 50
    assert len(json.dumps(answer)) < 3000


def test_names_come_in_the_order_of_what_they_hold(kernel: LiveKernel) -> None:
    kernel.run_and_report("text = 'x' * 100_000\nheld = ['x' * 200_000]")
    wanted: dict[str, Any] = {"filter": "", "hidden_groups": ["ipython"], "start": 0, "count": 10}

    def order() -> list[str]:
        return [item["name"] for item in kernel.request("variables_request", **wanted)["items"]]

    assert order() == ["text", "held"]
    sizes(kernel)
    assert order() == ["held", "text"]


def test_types_are_keys_in_a_bare_kernel(kernel: LiveKernel) -> None:
    """Telling them apart by `id` takes twice as long; typing_extensions, which is there, gives no reason to."""
    chosen = "next(m for n, m in __import__('sys').modules.items() if n == '_heapscope.buckets').partition().__name__"
    assert kernel.value(chosen) == "_by_type"
