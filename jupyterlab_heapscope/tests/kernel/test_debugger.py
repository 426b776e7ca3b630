"""JupyterLab's debugger: what is seen of a cell that stands at a breakpoint."""

from __future__ import annotations

import time
from typing import Any

import pytest

from .live import PATIENCE_S, LiveKernel

CODE = """
import threading
def f():
    values = [1, 2]
    total = sum(values)
    return total
thread = threading.Thread(target=lambda: wait(), name="of the cell")
def wait():
    ends.wait(60)
ends = threading.Event()
thread.start()
f()
ends.set()
thread.join()
"""


def debug(kernel: LiveKernel, number: int, command: str, **arguments: Any) -> Any:
    """Send a request of the debugger's protocol; return the body of its reply."""
    content = {"type": "request", "seq": number, "command": command, "arguments": arguments}
    message = kernel.client.session.msg("debug_request", content)
    kernel.client.control_channel.send(message)
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        reply = kernel.client.control_channel.get_msg(timeout=PATIENCE_S)
        if reply["parent_header"].get("msg_id") == message["header"]["msg_id"]:
            return reply["content"].get("body")
    raise AssertionError(command)


def functions(stack: Any) -> list[str]:
    return [group["first"]["function"] for group in stack["groups"]]


def test_frames_of_the_debugger_are_not_the_cells(subshell_kernel: LiveKernel) -> None:
    pytest.importorskip("debugpy")  # without it ipykernel has no debugger
    kernel = subshell_kernel
    start = {"clientID": "test", "adapterID": "", "pathFormat": "path", "linesStartAt1": True, "columnsStartAt1": True}
    debug(kernel, 1, "initialize", **start)
    debug(kernel, 2, "attach")
    debug(kernel, 3, "configurationDone")
    path = debug(kernel, 4, "dumpCell", code=CODE)["sourcePath"]
    debug(kernel, 5, "setBreakpoints", source={"path": path}, breakpoints=[{"line": 5}], sourceModified=False)
    cell = kernel.start_cell(CODE)
    kernel.wait(lambda: any(message["content"].get("event") == "stopped" for message in kernel.iopub))
    stacks = kernel.request("stack_request", hidden_groups=[])["stacks"]
    _, main, *others = stacks
    assert functions(main) == ["<module>", "f"]
    assert [(stack["name"], functions(stack)[0]) for stack in others] == [("of the cell", "<lambda>")]
    assert not {"do_wait_suspend", "_do_wait_suspend"} & {name.rpartition(".")[2] for name in functions(others[0])}
    thread = next(one for one in debug(kernel, 6, "threads")["threads"] if one["name"] == "MainThread")
    debug(kernel, 7, "continue", threadId=thread["id"])
    kernel.wait_cell(cell)
