"""What is shown of an exception in a real kernel: what it came from, and those that IPython calls a success."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from .live import LiveKernel

CHAINED = """
def load():
    held = [0] * 1000
    raise OSError("disk")
def run():
    try:
        load()
    except OSError as error:
        raise RuntimeError("no data") from error
run()
"""
GROUP = """
def part():
    held = [0] * 1000
    raise ValueError("part")
errors = []
try:
    part()
except ValueError as error:
    errors.append(error)
raise ExceptionGroup("parts", errors)
"""
FAILING = "def inner():\n    inside = [1, 2]\n    raise KeyError('gone')\ninner()\n"


def shown(kernel: LiveKernel) -> Any:
    return kernel.request("stack_request", hidden_groups=["ipython"])


def innermost(stack: Any) -> Any:
    return stack["groups"][-1]["first"]


def test_the_frames_of_a_cause_can_be_opened(kernel: LiveKernel) -> None:
    kernel.run_cell(CHAINED)
    stack = shown(kernel)
    assert stack["exception"]["type"] == "RuntimeError"
    assert [one["stack_id"] for one in stack["stacks"]] == ["global", "traceback", "cause:1"]
    cause = stack["stacks"][2]
    assert cause["name"] == "OSError"
    load = innermost(cause)
    assert (load["function"], [slot["name"] for slot in load["locals"]["items"]]) == ("load", ["held"])
    held = load["locals"]["items"][0]["object"]
    place = {"frame_id": load["frame_id"], "name": "held", "path": [], "address": held["address"]}
    assert kernel.request("members_request", **place, start=0, count=5)["members"]["total"] == 1000
    kernel.run_cell("x = 1")
    assert kernel.request("members_request", **place, start=0, count=5)["code"] == "not_found"


@pytest.mark.skipif(sys.version_info < (3, 11), reason="exception groups came with 3.11")
def test_the_frames_of_a_groups_members_can_be_opened(kernel: LiveKernel) -> None:
    kernel.run_cell(GROUP)
    stacks = shown(kernel)["stacks"]
    assert [one["stack_id"] for one in stacks] == ["global", "traceback", "member:1"]
    part = innermost(stacks[2])
    assert (stacks[2]["name"], part["function"]) == ("ValueError", "part")
    assert [slot["name"] for slot in part["locals"]["items"]] == ["held"]


@pytest.mark.parametrize("magic", ["%run {path}", "%%time\n{code}"])
def test_an_exception_that_a_magic_shows(kernel: LiveKernel, tmp_path: Path, magic: str) -> None:
    script = tmp_path / "failing.py"
    script.write_text(FAILING, "utf-8")
    run = kernel.run_and_report(magic.format(path=script, code=FAILING))
    assert (run["status"], run["exception"]) == ("error", {"type": "KeyError", "message": "gone"})
    stack = shown(kernel)
    assert (stack["moment"], stack["exception"]["type"]) == ("exception", "KeyError")
    traceback = stack["stacks"][1]
    functions = [group["first"]["function"] for group in traceback["groups"]]
    assert (functions[0], functions[-1]) == ("<module>", "inner")
    assert [slot["name"] for slot in innermost(traceback)["locals"]["items"]] == ["inside"]
    # The next one is no part of it.
    assert kernel.run_and_report("x = 1")["status"] == "ok"
    assert shown(kernel)["moment"] == "rest"


def test_an_exception_of_a_widgets_callback_until_the_next_run(kernel: LiveKernel) -> None:
    kernel.run_cell(
        "def clicked(comm, message):\n"
        "    try:\n        held = [0] * 1000\n        1 / 0\n"
        "    except ZeroDivisionError: get_ipython().showtraceback()\n"
        "get_ipython().kernel.comm_manager.register_target('widget', clicked)"
    )
    assert (shown(kernel)["moment"], shown(kernel)["exception_is_of_run"]) == ("rest", False)
    kernel.open_comm_with("widget", {})
    stack = shown(kernel)
    assert (stack["moment"], stack["exception"]["type"]) == ("exception", "ZeroDivisionError")
    assert (stack["exception_is_of_run"], innermost(stack["stacks"][1])["function"]) == (False, "clicked")
    kernel.run_cell("x = 1")
    assert (shown(kernel)["moment"], shown(kernel)["exception"]) == ("rest", None)
    kernel.run_cell(FAILING)
    assert (shown(kernel)["moment"], shown(kernel)["exception_is_of_run"]) == ("exception", True)
