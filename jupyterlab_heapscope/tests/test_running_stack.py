"""Stacks of threads that run."""

from __future__ import annotations

import sys
import threading
import weakref
from typing import Any

import pytest

from jupyterlab_heapscope.probe import frames
from jupyterlab_heapscope.probe.members import LookupFailed

from .cell_files import run_cell
from .stacks import Names, fits, names, reader

live_locals = sys.version_info >= (3, 13)


class Paused:
    """A cell that runs in a thread and waits somewhere down its calls."""

    def __init__(self, source: str, namespace: Names) -> None:
        """Give the cell `inside` to set and `go_on` to wait for."""
        self.inside, self.go_on = threading.Event(), threading.Event()
        namespace.update(inside=self.inside, go_on=self.go_on)
        self.thread = threading.Thread(target=run_cell, args=(source, namespace), name="worker 1")

    def __enter__(self) -> str:
        """Start the cell; return its stack's id once it waits."""
        self.thread.start()
        assert self.inside.wait(10)
        return f"thread:{self.thread.ident}"

    def __exit__(self, *_: object) -> None:
        """Let the cell go on and end."""
        self.go_on.set()
        self.thread.join(10)


WAIT = "def wait(n):\n    marker = 'seen'\n    inside.set()\n    go_on.wait(10)\n    return n\n"


def test_running_threads() -> None:
    namespace: Names = {}
    with Paused(WAIT + "wait(3)\n", namespace) as stack_id:
        stacks = reader(namespace)
        read = stacks.read("running", [], None)
        fits(read)
        main = read["stacks"][1]
        assert main["is_main"]
        assert (main["frame_count"], main["groups"]) == (0, [])  # no cell runs in it
        worker = next(stack for stack in read["stacks"] if stack["stack_id"] == stack_id)
        assert worker["name"] == "worker 1"
        shown = [group["first"] for group in worker["groups"]]
        wait = next(frame for frame in shown if frame["function"] == "wait")
        assert wait["location"]["line"] == 4
        if live_locals:
            assert names(wait) == ["n", "marker"]
            assert stacks.find(wait["frame_id"], "marker", None) == "seen"
        else:
            assert wait["locals"] is None
            assert wait["locals_absent_because"].endswith(".")
            with pytest.raises(LookupFailed):
                stacks.find(wait["frame_id"], "marker", None)
    with pytest.raises(LookupFailed):
        reader(namespace).frames(stack_id, 0, 5, None)


def test_the_main_thread_is_cut_at_the_cell() -> None:
    namespace: Names = {}
    seen: list[Any] = []

    def read_from_a_thread() -> None:
        def read() -> None:
            seen.append(reader(namespace).read("running", [], None))

        thread = threading.Thread(target=read)
        thread.start()
        thread.join(10)

    namespace["read"] = read_from_a_thread
    run_cell("def inner():\n    read()\ninner()\n", namespace)
    main = seen[0]["stacks"][1]
    fits(seen[0])
    functions = [group["first"]["function"] for group in main["groups"]]
    assert functions[:2] == ["<module>", "inner"]
    assert main["is_main"]
    assert [stack["is_main"] for stack in seen[0]["stacks"][2:]] == [False for _ in seen[0]["stacks"][2:]]


def test_a_cell_deeper_than_is_read_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Any] = []

    def read_from_a_thread() -> None:
        thread = threading.Thread(target=lambda: seen.append(reader({}).read("running", [], None)))
        thread.start()
        thread.join(10)

    source = "def down(n):\n    return down(n - 1) if n else read()\ndown(300)\n"
    for most, is_cut in ((100, True), (10_000, False)):
        monkeypatch.setattr(frames, "MOST_FRAMES", most)
        run_cell(source, {"read": read_from_a_thread})
        main = seen.pop()["stacks"][1]
        assert (main["truncated"], main["frame_count"] > 300) == (is_cut, not is_cut)
        last = main["groups"][-1]["last"] or main["groups"][-1]["first"]
        assert last["function"]


def test_reading_live_frames_keeps_nothing_alive() -> None:
    namespace: Names = {"weakref": weakref, "gone": []}
    source = (
        "class Big:\n"
        "    pass\n"
        "def work():\n"
        "    big = Big()\n"
        "    seen = weakref.ref(big, lambda _: gone.append(True))\n"
        "    inside.set()\n"
        "    go_on.wait(10)\n"
        "    del big\n"
        "    gone.append(bool(gone))\n"
        "work()\n"
    )
    with Paused(source, namespace) as stack_id:
        reader(namespace).read("running", [], None)
        reader(namespace).frames(stack_id, 0, 100, None)
    assert namespace["gone"] == [True, True]
