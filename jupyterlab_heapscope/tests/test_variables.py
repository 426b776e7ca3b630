"""The notebook's names."""

from __future__ import annotations

import sys
import threading
import time
from typing import Any

import pytest

from jupyterlab_heapscope.probe.variables import read_variables

from .schema import assert_fits


def read(namespace: Any, start: int = 0, count: int = 2000) -> Any:
    fields = read_variables(namespace, frozenset({"hidden"}), start, count)
    assert_fits(
        {"kind": "variables", "request_id": 1, "run_id": 1, "execution_count": None, "while_running": True, **fields},
        "Variables",
    )
    return fields


@pytest.mark.parametrize(
    ("name", "value", "group"),
    [
        ("x", 1, "data"),
        ("_x", 1, "data"),
        ("In1", 1, "data"),
        ("sys", sys, "module"),
        ("f", lambda: 0, "function"),
        ("len", len, "function"),
        ("C", int, "class"),
        ("hidden", 1, "ipython"),
        *[
            (name, 1, "ipython")
            for name in ("In", "Out", "_", "__", "___", "_i", "_ii", "_iii", "_i12", "_7", "_ih", "_oh", "_dh")
        ],
        *[(name, 1, "ipython") for name in ("exit", "quit", "get_ipython", "open", "__name__")],
    ],
)
def test_groups(name: str, value: object, group: str) -> None:
    assert read({name: value})["items"][0]["group"] == group


def test_order_and_pages() -> None:
    namespace = {f"name{i}": i for i in range(30)}
    page = read(namespace, 10, 5)
    assert [item["name"] for item in page["items"]] == [f"name{i}" for i in range(10, 15)]
    assert (page["start"], page["total"], page["truncated"]) == (10, 30, False)
    assert read(namespace, 100, 5)["items"] == []


def test_names_of_any_type() -> None:
    namespace = {1: "a", "b\ud800": 2, (1, 2): 3, "x" * 1000: 4}
    names = [item["name"] for item in read(namespace)["items"]]
    assert names == ["1", "b\ufffd", "(1, 2)", "x" * 399 + "…"]


def test_many_names_keep_the_budget() -> None:
    namespace = {f"name{i}": type(f"Class{i}", (), {})() for i in range(2000)}
    began = time.perf_counter()
    page = read_variables(namespace, frozenset(), 0, 2000)
    assert time.perf_counter() - began < 1
    assert page["total"] == 2000
    assert page["truncated"] == (len(page["items"]) < 2000)


def test_names_come_and_go_meanwhile() -> None:
    namespace: dict[str, Any] = {f"name{i}": i for i in range(200)}
    stop = threading.Event()

    def change() -> None:
        count = 0
        while not stop.is_set():
            namespace[f"new{count % 50}"] = count
            namespace.pop(f"new{(count + 25) % 50}", None)
            count += 1

    thread = threading.Thread(target=change)
    thread.start()
    try:
        for _ in range(50):
            page = read_variables(namespace, frozenset(), 0, 2000)
            assert page["total"] >= 200
    finally:
        stop.set()
        thread.join()
