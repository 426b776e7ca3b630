"""A notebook gives the same with the probe and without, whatever is asked of the probe meanwhile."""

from __future__ import annotations

import functools
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from .conftest import KERNELS, WAYS, started
from .live import LiveKernel, Message, text_of

OTHER_EACH_TIME = re.compile(r"0x[0-9a-f]+|ipykernel_\d+|\d+ms|\x1b\[[0-9;]*m")

# Cells, apart by lines of dashes.
CELLS = Path(__file__).with_name("story.txt").read_text("utf-8").rstrip("\n").split("\n----\n")


def shown(message: Message) -> tuple[str, Any]:
    """An output as text, without what differs from process to process."""
    return message["msg_type"], OTHER_EACH_TIME.sub("#", str(message["content"]))


def merged(outputs: list[Message]) -> list[tuple[str, Any]]:
    """Outputs, where neighbouring pieces of one stream are one: how it is cut is a matter of time."""
    texts: list[tuple[str, Any]] = []
    for message in outputs:
        if message["msg_type"] == "stream":
            name = f"stream {message['content']['name']}"
            before = texts.pop()[1] if texts and texts[-1][0] == name else ""
            texts.append((name, before + OTHER_EACH_TIME.sub("#", message["content"]["text"])))
        else:
            texts.append(shown(message))
    return texts


def ask_everything(kernel: LiveKernel) -> None:
    """Requests of all kinds, none of which the notebook may feel."""
    kernel.request("stack_request", hidden_groups=[])
    kernel.request("variables_request", filter="", hidden_groups=[], start=0, count=500)
    kernel.request("census_request", budget_ms=2000)
    kernel.request("memory_request")
    kernel.request("history_request", after_run_id=0, count=5)
    kernel.request("allocations_request", group_by="line", order_by="bytes", count=10)
    kernel.request("collector_request")


def story(kernel: LiveKernel, probed: bool) -> list[tuple[str, list[tuple[str, Any]]]]:
    told = []
    for number, code in enumerate(CELLS):
        told.append((code, merged(kernel.run_cell(code, f"cell-{number}"))))
        if probed and number % 5 == 0:
            ask_everything(kernel)
    return told


@functools.cache
def story_without(name: str) -> list[tuple[str, list[tuple[str, Any]]]]:
    """Told once for all tests."""
    kernel = started(name)
    told = story(kernel, probed=False)
    kernel.stop()
    return told


@pytest.mark.parametrize(("name", "subshell", "recording"), [(*WAYS[0], "on"), (*WAYS[1], "off"), (*WAYS[2], "on")])
def test_a_notebook_gives_the_same(name: str, subshell: bool, recording: str) -> None:
    expected = story_without(name)
    kernel = started(name)
    assert kernel.boot()["error"] is None
    kernel.connect(subshell)
    kernel.request("recording_request", mode=recording)
    for told, wanted in zip(story(kernel, probed=True), expected):
        assert told == wanted
    kernel.wait(lambda: len(kernel.reports()) == len(CELLS))
    assert [message for message in kernel.pushed if message["kind"] == "error"] == []
    kernel.stop()


THREAD = """
import threading, time
from IPython.display import display
def work():
    for number in range(300):
        print(number, flush=True)
        display(number)
        time.sleep(0.003)
thread = threading.Thread(target=work)
thread.start()
"""
WANTED = [str(number) for number in range(300)]


def flood(kernel: LiveKernel, until: float) -> int:
    count = 0
    while time.monotonic() < until:
        kernel.request("memory_request")
        count += 1
    return count


def texts(outputs: list[Message]) -> tuple[list[str], list[str]]:
    """What was printed and what was displayed."""
    streams = [message for message in outputs if message["msg_type"] == "stream"]
    displays = [message["content"]["data"] for message in outputs if message["msg_type"] == "display_data"]
    return text_of(streams).split(), [data["text/plain"] for data in displays]


@pytest.mark.one_python
def test_what_threads_print_stays_with_their_cell(subshell_kernel: LiveKernel) -> None:
    kernel = subshell_kernel
    cell = kernel.start_cell(THREAD + "thread.join()")
    assert flood(kernel, time.monotonic() + 1.0) > 10
    assert texts(kernel.wait_cell(cell)) == (WANTED, WANTED)


@pytest.mark.one_python
def test_threads_that_outlive_their_cell(kernel: LiveKernel) -> None:
    cell = kernel.start_cell(THREAD)
    kernel.wait_cell(cell)
    flood(kernel, time.monotonic() + 0.5)
    kernel.boot()  # as a page that is loaded again
    kernel.connect()
    flood(kernel, time.monotonic() + 0.5)
    kernel.wait(lambda: any(message["content"].get("data", {}).get("text/plain") == "299" for message in kernel.iopub))
    printed, displayed = texts(kernel.outputs(cell))
    assert printed == WANTED
    # With ipykernel 6 displays of threads go to the last cell or comm, with and without the probe.
    assert displayed == WANTED


def test_requests_fire_no_events_of_the_notebook(kernel: LiveKernel) -> None:
    kernel.run_cell(
        "seen = []\nfor name in ('pre_execute', 'post_execute'):\n"
        "    get_ipython().events.register(name, lambda name=name: seen.append(name))"
    )
    ask_everything(kernel)
    # post_execute of the cell above, then pre_execute of this one.
    assert kernel.printed("print(seen)") == "['post_execute', 'pre_execute']"


@pytest.fixture(params=KERNELS)
def names(request: pytest.FixtureRequest) -> Iterator[str]:
    yield request.param


@pytest.mark.parametrize("how", ["at once", "by IPython"])
def test_the_exit_code(names: str, how: str) -> None:
    codes = []
    for probed in (False, True):
        kernel = started(names)
        if probed:
            kernel.boot()
            kernel.connect()
            kernel.run_and_report("import time; time.sleep(0.15)")
        kernel.start_cell(
            "import os, threading\nthreading.Timer(0.1, lambda: os.kill(os.getpid(), 15)).start()\nexit(3)"
        )
        process = kernel.manager.provisioner.process  # type: ignore[union-attr]
        codes.append(process.wait(timeout=20))
        kernel.stop()
    assert codes[0] == codes[1]
