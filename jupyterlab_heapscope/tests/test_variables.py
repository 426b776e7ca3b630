"""The notebook's names."""

from __future__ import annotations

import itertools
import sys
import threading
import time
from typing import Any, Callable

import pytest

from jupyterlab_heapscope.probe import variables
from jupyterlab_heapscope.probe.variables import Wanted, read_variables

from .schema import assert_fits

ALL = Wanted(filter="", hidden_groups=(), start=0, most=2000)


def read(namespace: Any, deep_sizes: Any = None, **wanted: Any) -> Any:
    fields = read_variables(namespace, frozenset({"hidden"}), ALL._replace(**wanted), deep_sizes or {})
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


def names_of(page: Any) -> list[str]:
    return [item["name"] for item in page["items"]]


def test_the_largest_first_in_pages() -> None:
    namespace = {f"name{i}": "x" * (i // 2) * 100 for i in range(30)}
    page = read(namespace, start=10, most=5)
    assert names_of(page) == ["name18", "name19", "name16", "name17", "name14"]  # equals by age
    assert (page["start"], page["fitting"], page["total"], page["truncated"]) == (10, 30, 30, False)
    assert read(namespace, start=100, most=5)["items"] == []


def test_the_largest_of_many_is_found() -> None:
    namespace = {**{f"v{i:05}": i for i in range(10_000)}, "huge": "<b>x</b>" * 500_000, "sys": sys}
    page = read(namespace, most=10)
    assert names_of(page)[0] == "huge"
    assert (page["fitting"], page["total"], len(page["items"])) == (10_002, 10_002, 10)
    assert names_of(read(namespace, filter="HUGE", most=10)) == ["huge"]


def test_deep_sizes_order_where_they_are_known() -> None:
    held = ["x" * 1000]
    namespace: dict[str, Any] = {"text": "x" * 500, "held": held}
    assert names_of(read(namespace)) == ["text", "held"]
    assert names_of(read(namespace, {id(held): 1100})) == ["held", "text"]


def test_filter_and_hidden_groups() -> None:
    namespace = {"sys": sys, "order_list": [1, 2, 3], "orders": {}, "Total": 1, "hidden": 2}
    assert names_of(read(namespace, hidden_groups=["module", "ipython"])) == ["order_list", "orders", "Total"]
    found = read(namespace, filter=" LIST  order")
    assert (names_of(found), found["filter"]) == (["order_list"], " LIST  order")
    assert (found["fitting"], found["total"]) == (1, 5)
    assert names_of(read(namespace, filter="dict")) == ["orders"]
    assert names_of(read(namespace, filter="module sys")) == []


def test_a_name_that_fits_is_found_though_time_is_up_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    def after_three_glances(seconds: float) -> Callable[[], bool]:
        glances = itertools.count()
        return lambda: next(glances) > 3

    monkeypatch.setattr(variables, "time_is_up", after_three_glances)
    namespace = {**{f"name{i}": [] for i in range(300_000)}, "wanted": 1}
    page = read(namespace, filter="WANT")
    assert (names_of(page), page["fitting"], page["truncated"]) == (["wanted"], 1, True)


def test_keys_of_any_type_come_in_the_order_of_size() -> None:
    sizes = [10**6, 100, 50, 10**5, 200, 300]
    page = read({(place,): bytearray(size) for place, size in enumerate(sizes)})
    assert names_of(page) == ["(0,)", "(3,)", "(5,)", "(4,)", "(1,)", "(2,)"]
    shown = [item["object"]["shallow_bytes"] for item in page["items"]]
    assert shown == sorted(shown, reverse=True)


def test_names_of_any_type() -> None:
    namespace = {1: "a", "b\ud800": 2, (1, 2): 3, "x" * 1000: 4}
    assert sorted(names_of(read(namespace))) == ["(1, 2)", "1", "b\ufffd", "x" * 399 + "…"]
    assert names_of(read(namespace, filter="(1,")) == ["(1, 2)"]


def test_many_names_keep_the_budget() -> None:
    namespace = {f"name{i}": type(f"Class{i}", (), {})() for i in range(2000)}
    began = time.perf_counter()
    page = read_variables(namespace, frozenset(), ALL, {})
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
            page = read_variables(namespace, frozenset(), ALL, {})
            assert page["total"] >= 200
    finally:
        stop.set()
        thread.join()
