"""The frames of a cell that awaits, whose thread runs none of its code meanwhile."""

from __future__ import annotations

import time
from typing import Any

import pytest

from .live import LiveKernel

AWAITING = """import asyncio
done, loop = asyncio.Event(), asyncio.get_running_loop()
async def job(n):
    held = [0] * n
    await done.wait()
async def both():
    {how}
await both()
"""


def functions(stack: Any) -> list[str]:
    return [group["first"]["function"] for group in stack["groups"]]


def waiting(kernel: LiveKernel, code: str, function: str) -> tuple[str, list[Any]]:
    """Start a cell; return its message's id, and the stacks once one of them is in a function."""
    cell = kernel.start_cell(code)
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        stack = kernel.request("stack_request", hidden_groups=[])
        stacks = stack["stacks"][1:]
        if stack["moment"] == "running" and any(function in functions(one) for one in stacks):
            return cell, stacks
        time.sleep(0.1)
    raise AssertionError(stacks)


@pytest.mark.parametrize(
    ("how", "tasks"),
    [
        ("await job(4)", []),
        ("await asyncio.ensure_future(job(4))", [4]),
        ("await asyncio.gather(job(4), job(3))", [4, 3]),
    ],
)
def test_a_cell_that_awaits(subshell_kernel: LiveKernel, how: str, tasks: list[int]) -> None:
    kernel = subshell_kernel
    cell, stacks = waiting(kernel, AWAITING.format(how=how), "job")
    main, *others = [stack for stack in stacks if stack["is_main"]]
    assert main["stack_id"].startswith("thread:")
    assert functions(main)[:2] == ["<module>", "both"]
    assert main["groups"][0]["first"]["location"]["line"] == 8
    assert ("job" in functions(main)) == (not tasks)
    assert [stack["stack_id"] for stack in others] == [f"task:{number + 1}" for number in range(len(tasks))]
    for stack, size in zip(others, tasks):
        assert functions(stack)[0] == "job"
        page = kernel.request("frames_request", stack_id=stack["stack_id"], start=0, count=5)
        job = page["items"][0]
        assert job["location"]["line"] == 5
        if job["locals"] is None:
            assert job["locals_absent_because"].endswith(".")  # before Python 3.13
        else:
            assert job["locals"]["items"][0]["object"]["text"] == str(size)
    kernel.start_console_cell("loop.call_soon_threadsafe(done.set)")
    kernel.wait_cell(cell)
    left = "import gc; gc.collect(); print([task for task in asyncio.all_tasks() if 'job' in repr(task)])"
    assert kernel.printed(left) == "[]"


def test_code_that_a_cell_awaits_by_ipython_ends_no_run_nor_keeps_it_from_its_end(kernel: LiveKernel) -> None:
    # IPython tells of its start, and not of its end.
    inner = "time.sleep(0.1); await get_ipython().run_cell_async('x = 5', transformed_cell='x = 5')"
    run = kernel.run_and_report(f"import time; {inner}; {inner}; get_ipython().run_cell('x'); time.sleep(0.1)")
    assert (run["run_id"], run["status"]) == (1, "ok")
    assert run["duration_ms"] >= 300
    assert kernel.request("stack_request", hidden_groups=[])["moment"] == "rest"
    assert kernel.run_and_report("1")["run_id"] == 2


def test_a_run_that_ipython_ends_with_another_info_ends(kernel: LiveKernel) -> None:
    kernel.run_cell("class Hasty:\n    def visit(self, tree): raise KeyboardInterrupt\nhasty = Hasty()")
    kernel.run_cell("get_ipython().ast_transformers.append(hasty)")
    assert kernel.run_and_report("1")["run_id"] == 3
    assert kernel.request("stack_request", hidden_groups=[])["moment"] != "running"
