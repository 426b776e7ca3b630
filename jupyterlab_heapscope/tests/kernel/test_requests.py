"""Requests of every kind, malformed ones, and those that come while a cell runs."""

from __future__ import annotations

import json
import random
import time
from typing import Any

import pytest

from ..test_rules import mutated
from .live import LiveKernel

STORY = [
    "import numpy as np",
    "class Person:\n    def __init__(self, name, age):\n        self.name = name\n        self.age = age",
    "person1 = Person('John', 30)\nnumbers = list(range(1000))",
    "def fail(depth):\n    local = 'kept'\n    return fail(depth - 1) if depth else 1 / 0\nfail(20)",
]


def address_of(kernel: LiveKernel, name: str) -> str:
    found: str = kernel.value(f"hex(id({name}))")
    return found


def test_every_kind_is_answered(kernel: LiveKernel) -> None:
    for number, code in enumerate(STORY):
        kernel.run_and_report(code.replace("import numpy as np", "import math"), f"cell-{number}")
    stack = kernel.request("stack_request", hidden_groups=["ipython"])
    assert (stack["moment"], stack["execution_count"]) == ("exception", 4)
    assert stack["exception"] == {"type": "ZeroDivisionError", "message": "division by zero"}
    assert [one["stack_id"] for one in stack["stacks"]] == ["global", "traceback"]
    assert stack["recursion_limit"] == kernel.value('__import__("sys").getrecursionlimit()')
    traceback = stack["stacks"][1]
    inner = traceback["groups"][-1]["last"] or traceback["groups"][-1]["first"]
    assert inner["function"] == "fail"
    assert (inner["location"]["cell_id"], inner["location"]["execution_count"]) == ("cell-3", 4)
    assert inner["locals"]["items"][-1]["object"]["text"] == "'kept'"
    frames = kernel.request("frames_request", stack_id="traceback", start=1, count=5)
    assert len(frames["items"]) == 5
    variables = kernel.request("variables_request", filter="", hidden_groups=[], start=0, count=500)
    found = {variable["name"]: variable for variable in variables["items"]}
    assert found["person1"]["object"]["type"] == "__main__.Person"
    assert {name for name, variable in found.items() if variable["group"] != "ipython"} == {
        *("math", "Person", "person1", "numbers", "fail")
    }
    members = kernel.request(
        "members_request",
        **{"frame_id": "global", "name": "person1", "path": [], "start": 0, "count": 10},
        address=address_of(kernel, "person1"),
    )
    assert {slot["name"]: slot["object"]["text"] for slot in members["members"]["items"]} == {
        "name": "'John'",
        "age": "30",
    }
    assert kernel.request("collector_request")["collector"]["enabled"]
    assert kernel.request("memory_request")["memory"]["rss_bytes"] > 0


def test_what_is_gone_or_another(kernel: LiveKernel) -> None:
    kernel.run_cell("x = [1]")
    request = {"frame_id": "global", "name": "x", "path": [], "start": 0, "count": 10}
    address = address_of(kernel, "x")
    assert kernel.request("members_request", **request, address=address)["kind"] == "members"
    assert kernel.request("members_request", **request, address="0x1")["code"] == "changed"
    kernel.run_cell("del x")
    assert kernel.request("members_request", **request, address=address)["code"] == "not_found"
    assert kernel.request("frames_request", stack_id="traceback", start=0, count=5)["code"] == "not_found"


def test_the_traceback_lasts_until_the_next_run(kernel: LiveKernel) -> None:
    kernel.run_cell("1/0")
    assert kernel.request("stack_request", hidden_groups=[])["moment"] == "exception"
    kernel.run_cell("x = 1")
    stack = kernel.request("stack_request", hidden_groups=[])
    assert (stack["moment"], stack["exception"]) == ("rest", None)
    kernel.run_cell("try: 1/0\nexcept ZeroDivisionError: pass")
    assert kernel.request("stack_request", hidden_groups=[])["moment"] == "rest"


def test_collect_finds_what_gc_finds(kernel: LiveKernel) -> None:
    kernel.run_cell("import gc; gc.collect(); gc.disable()\nfor _ in range(500):\n    x = []; x.append(x)\ndel x")
    collected = "sum(g['collected'] for g in __import__('gc').get_stats())"
    before = kernel.value(collected)
    reply = kernel.request("collect_request")
    assert reply["unreachable"] >= 500
    assert kernel.value(collected) - before == reply["unreachable"]
    assert not reply["while_running"]
    assert not reply["collector"]["enabled"]


def test_census_and_its_difference(kernel: LiveKernel) -> None:
    kernel.run_cell("class Person:\n    __slots__ = ('name',)\npeople = []")
    first = kernel.request("census_request", budget_ms=20_000)
    assert first["complete"]
    assert first["run_id"] == 1
    assert kernel.request("baseline_request", action="set")["baseline_run_id"] == 1
    kernel.run_cell("people = [Person() for _ in range(1234)]")
    second = kernel.request("census_request", budget_ms=20_000)
    row = second["rows"]["type"].index("__main__.Person")
    assert second["rows"]["count"][row] == 1234
    assert second["rows"]["count_delta"][row] == second["rows"]["count_since_baseline"][row] == 1234
    assert second["object_count"] - first["object_count"] == second["object_count_delta"]
    assert kernel.request("baseline_request", action="clear")["baseline_run_id"] is None


def test_recording_one_run(kernel: LiveKernel) -> None:
    assert kernel.request("recording_request", mode="next")["recording"]["mode"] == "next"
    run = kernel.run_and_report("blocks = [bytes(10_000) for _ in range(100)]", "cell-a")
    assert run["recorded"]["traced_delta_bytes"] == pytest.approx(1_003_300, rel=0.05)
    assert kernel.reports()[-1]["recording"]["mode"] == "off"
    sites = kernel.request("allocations_request", group_by="line", order_by="bytes_delta", count=5)
    top = sites["items"][0]
    assert (top["location"]["cell_id"], top["location"]["line"]) == ("cell-a", 1)
    assert top["count_delta"] in (100, 101, 102)  # with the list and its items
    assert top["bytes_delta"] == pytest.approx(100 * 10_033, rel=0.01)
    assert kernel.run_and_report("1")["recorded"] is None
    assert not kernel.value('__import__("tracemalloc").is_tracing()')


def test_collections_are_kept_and_told_to_all(kernel: LiveKernel) -> None:
    kernel.run_cell("pass")
    kernel.request("census_request", budget_ms=20_000)
    collection = kernel.request("collect_request")
    kernel.request("baseline_request", action="set")
    pushed = [message for message in kernel.pushed if message["kind"] in ("collection", "baseline")]
    assert [message["kind"] for message in pushed] == ["collection", "baseline"]
    assert pushed[0] == {**collection, "request_id": None}
    assert kernel.request("history_request", after_run_id=0, count=10)["collections"] == [pushed[0]]


def test_a_hook_reads_no_traces_that_take_long(kernel: LiveKernel) -> None:
    kernel.request("recording_request", mode="on")
    kernel.run_cell("rows = [str(number) for number in range(400_000)]")
    report = kernel.run_and_report("pass")
    assert report["probe"]["hook_ms"] < 50
    assert report["recorded"]["traced_bytes"] > 400_000 * 50
    assert [one["figure"] for one in report["probe"]["skipped"]] == ["allocations"]
    sites = kernel.request("allocations_request", group_by="line", order_by="bytes", count=1)
    assert sites["run_id"] == report["run_id"]
    assert sites["items"][0]["count"] >= 399_000
    assert sites["note"] == "The changes include what ran since tracing began: reading after each cell takes too long."
    report = kernel.run_and_report("del rows[:1000]")
    sites = kernel.request("allocations_request", group_by="line", order_by="bytes", count=1)
    assert (sites["run_id"], sites["items"][0]["count_delta"], sites["note"]) == (report["run_id"], -1000, None)
    kernel.request("recording_request", mode="off")


def test_what_one_front_end_changes_the_others_hear(kernel: LiveKernel) -> None:
    kernel.request("recording_request", mode="on")
    kernel.wait(lambda: any(m["kind"] == "recording" and m["recording"]["mode"] == "on" for m in kernel.pushed))


KEY = """
import sys
asked = []
class Key:
    def __hash__(self): return hash('exit')
    def __eq__(self, other):
        asked.append(sys._getframe(1).f_code.co_filename)
        return False
del exit
globals()[Key()] = 1
globals().get('exit')
"""


def test_keys_of_the_notebooks_types_are_not_compared(kernel: LiveKernel) -> None:
    kernel.run_cell(KEY)
    assert kernel.value("len(asked)") > 0, "the trap does not fire: what is shown below shows nothing"
    kernel.request("variables_request", filter="", hidden_groups=[], start=0, count=500)
    kernel.request("stack_request", hidden_groups=["ipython"])
    kernel.request("census_request", budget_ms=5000)
    assert [file for file in kernel.value("asked") if "heapscope" in file] == []


TRAP = """
import sys, signal
def trace(frame, event, arg):
    if frame.f_code.co_name == '_reply' and 'heapscope' in frame.f_code.co_filename:
        sys.settrace(None); signal.raise_signal(signal.SIGINT)
sys.settrace(trace)
"""


def test_an_interrupted_request_is_answered(bare: LiveKernel) -> None:
    bare.boot()
    bare.connect()
    bare.run_cell(TRAP)
    assert bare.request("memory_request")["code"] == "cancelled"
    assert bare.request("memory_request")["kind"] == "memory"


def test_malformed_requests(kernel: LiveKernel) -> None:
    odd: list[Any] = [
        None,
        5,
        "",
        "{",
        "[]",
        '"x"',
        "nul",
        "[" * 50_000,
        '{"a":' * 20_000,
        "x" * 2_000_000,
        {"kind": "x"},
    ]
    for text in odd:
        kernel.send_text(text)
    kernel.wait(lambda: len(kernel.errors) == len(odd))
    assert {error["code"] for error in kernel.errors} == {"bad_request"}
    kernel.send_text('{"kind": "memory_request", "request_id": ' + "9" * 5000 + "}")
    kernel.wait(lambda: len(kernel.errors) == len(odd) + 1)
    assert kernel.request("hello_request")["kind"] == "hello"


def test_fuzz(kernel: LiveKernel) -> None:
    """Each is answered, by an error where the schema is broken; the next one is answered, too."""
    from jupyterlab_heapscope.probe.handlers import HANDLERS  # noqa: PLC0415

    chance = random.Random(4)
    kinds = sorted(set(HANDLERS) - {"close_request"})
    count = 0
    for index in range(1000):
        request = mutated(chance.choice(kinds), chance)
        if request.get("budget_ms") == 2000 or request.get("mode") == "on":
            continue  # changed elsewhere: a valid one that takes long
        kernel.send_text(json.dumps({**request, "request_id": 10**6 + index} if index % 2 else request))
        count += 1
    kernel.send_text(json.dumps({"kind": "memory_request", "request_id": 10**7}))
    assert kernel.wait_reply(10**7)["kind"] == "memory"
    assert kernel.run_and_report("1")["status"] == "ok"
    assert count > 800
    failed = [message for message in kernel.replies.values() if message.get("code") == "failed"]
    assert failed == []


BUSY = """
import time
def busy(seconds):
    local = 'here'
    end = time.time() + seconds
    while time.time() < end:
        keep = [[index] for index in range(1000)]
busy({})
"""


def test_requests_while_a_cell_runs(subshell_kernel: LiveKernel) -> None:
    kernel = subshell_kernel
    cell = kernel.start_cell(BUSY.format(2), "cell-busy")
    kernel.wait(lambda: any(message["kind"] == "run_started" for message in kernel.pushed))
    began = time.monotonic()
    stack = kernel.request("stack_request", hidden_groups=[])
    assert time.monotonic() - began < 1
    assert (stack["moment"], stack["execution_count"], stack["run_id"]) == ("running", 1, 1)
    main = next(one for one in stack["stacks"] if one["is_main"] and one["stack_id"] != "global")
    names = kernel.request("variables_request", filter="", hidden_groups=[], start=0, count=10)
    assert (names["run_id"], names["execution_count"], names["while_running"]) == (1, 1, True)
    functions = [group["first"]["function"] for group in main["groups"]]
    assert functions[:2] == ["<module>", "busy"]
    assert main["groups"][1]["first"]["location"]["cell_id"] == "cell-busy"
    assert kernel.request("collect_request")["while_running"]
    assert kernel.request("census_request", budget_ms=1000)["code"] == "cancelled"
    assert kernel.request("hello_request")["running_run_id"] == 1
    assert kernel.request("variables_request", filter="", hidden_groups=[], start=0, count=10)["items"]
    assert not any(m["msg_type"] == "execute_reply" for m in kernel.iopub)
    assert kernel.wait_cell(cell) == []
    assert kernel.reports()[-1]["run"]["status"] == "ok"


def statuses(kernel: LiveKernel) -> list[tuple[str, str]]:
    """Each status with the id of the message that it is of."""
    found = (message for message in kernel.iopub if message["msg_type"] == "status")
    return [(message["content"]["execution_state"], message["parent_header"].get("msg_id", "")) for message in found]


@pytest.mark.one_python
def test_requests_beside_a_cell_leave_the_kernels_status_alone(subshell_kernel: LiveKernel) -> None:
    kernel = subshell_kernel
    cell = kernel.start_cell("import time\nfor _ in range(20): time.sleep(0.05)")
    time.sleep(0.3)
    for _ in range(3):
        kernel.request("memory_request")
        time.sleep(0.1)
    kernel.wait_cell(cell)
    told = statuses(kernel)
    assert told[told.index(("busy", cell)) :] == [("busy", cell), ("idle", cell)]


def test_requests_between_cells_leave_it_alone_too(subshell_kernel: LiveKernel) -> None:
    kernel = subshell_kernel
    kernel.run_cell("1")
    before = statuses(kernel)
    for _ in range(3):
        kernel.request("memory_request")
    kernel.drain(0.2)
    assert statuses(kernel) == before


def test_a_cell_makes_the_census_give_up(subshell_kernel: LiveKernel) -> None:
    kernel = subshell_kernel
    kernel.run_cell("heap = [{'a': [index]} for index in range(1_000_000)]")
    full = kernel.request("census_request", budget_ms=60_000)
    assert full["complete"]
    number = kernel.send_request("census_request", budget_ms=60_000)
    time.sleep(full["took_ms"] / 4000)
    run = kernel.run_and_report("import gc; enabled = gc.isenabled()")
    reply = kernel.wait_reply(number)
    assert reply.get("cut_because") == "next_run" or reply.get("code") == "cancelled"
    assert kernel.value("enabled")
    assert run["duration_ms"] < full["took_ms"] / 4


def test_the_first_cell_is_not_compared_with_a_heap_that_holds_the_boot(kernel: LiveKernel) -> None:
    kernel.request("hello_request")
    sizes = []
    for _ in range(2):
        rows = kernel.request("census_request", budget_ms=60_000)["rows"]
        sizes.append(rows["bytes"][rows["type"].index("str")])
        kernel.run_cell("pass")
    assert abs(sizes[1] - sizes[0]) < 50_000


@pytest.mark.one_python
def test_other_requests_do_not_wait_for_a_census(kernel: LiveKernel) -> None:
    kernel.run_cell("import gc; gc.disable(); heap = [{'a': [index]} for index in range(500_000)]")
    kernel.run_cell("for _ in range(1000): knot = []; knot.append(knot)")
    number = kernel.send_request("census_request", budget_ms=60_000)
    assert kernel.request("memory_request")["kind"] == "memory"
    assert number not in kernel.replies
    # The walk gives up for it, since what that holds would not be found, and begins anew.
    assert kernel.request("collect_request")["unreachable"] >= 999
    assert number not in kernel.replies
    assert kernel.wait_reply(number)["complete"]


@pytest.mark.one_python
def test_many_requests_beside_many_cells(subshell_kernel: LiveKernel) -> None:
    kernel = subshell_kernel
    numbers = []
    for round_ in range(30):
        cell = kernel.start_cell(BUSY.format(0.02) if round_ % 3 else "1/0")
        for kind, fields in (
            ("stack_request", {"hidden_groups": []}),
            ("census_request", {"budget_ms": 50}),
            ("variables_request", {"filter": "", "hidden_groups": [], "start": 0, "count": 100}),
            ("recording_request", {"mode": ("off", "next", "on")[round_ % 3]}),
            ("allocations_request", {"group_by": "line", "order_by": "count", "count": 10}),
            ("collect_request", {}),
        ):
            numbers.append(kernel.send_request(kind, **fields))
        kernel.wait_cell(cell)
    kernel.wait(lambda: all(number in kernel.replies for number in numbers))
    assert {reply.get("code") for reply in kernel.replies.values()} <= {None, "cancelled"}
    kernel.wait(lambda: len(kernel.reports()) == 30)
    assert [message for message in kernel.pushed if message["kind"] == "error"] == []


@pytest.mark.one_python
def test_the_stack_of_a_notebook_with_many_names_is_cut_in_time(kernel: LiveKernel) -> None:
    kernel.run_and_report("for number in range(400_000): globals()[f'name_{number}'] = number")
    answer = kernel.request("stack_request", hidden_groups=[])
    names = answer["stacks"][0]["groups"][0]["first"]["locals"]
    assert names["total"] >= 400_000
    assert len(names["items"]) >= 100
    assert answer["took_ms"] < 5000
