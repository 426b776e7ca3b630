"""Stacks at rest and of a traceback."""

from __future__ import annotations

import sys
import time

import pytest

from jupyterlab_heapscope.probe import frames
from jupyterlab_heapscope.probe.members import LookupFailed
from jupyterlab_heapscope.probe.stack import StackReader

from .cell_files import CellFiles, run_cell
from .schema import assert_fits
from .stacks import Names, fits, names, reader


def raised(source: str, namespace: Names) -> Exception:
    """Run a cell that raises; return the exception as the kernel has it."""
    try:
        run_cell(source, namespace)
    except Exception as error:
        return error
    raise AssertionError("the cell did not raise")


def test_at_rest_only_the_global_frame() -> None:
    namespace: Names = {"__name__": "__main__", "In": [], "_3": 1, "x": 5, "sys": sys, "f": reader}
    read = reader(namespace).read("rest", ["ipython", "module"], None)
    fits(read, "rest")
    (stack,) = read["stacks"]
    assert stack["stack_id"] == "global"
    assert names(stack["groups"][0]["first"]) == ["x", "f"]
    assert read["hidden_count"] == 4
    everything = reader(namespace).read("rest", [], None)["stacks"][0]["groups"][0]["first"]
    assert names(everything) == list(namespace)


def test_traceback_shows_the_frames_of_the_cell_and_below() -> None:
    source = (
        "class Order:\n"
        "    def total(self, rate):\n"
        "        price = 2.5\n"
        "        return price * rate / self.count\n"
        "order = Order()\n"
        "order.count = 0\n"
        "order.total(3)\n"
    )
    namespace: Names = {"__name__": "__main__"}
    error = raised(source, namespace)
    stacks = reader(namespace)
    read = stacks.read("exception", [], error)
    fits(read, "exception")
    stack = read["stacks"][1]
    assert (stack["stack_id"], stack["frame_count"], stack["truncated"]) == ("traceback", 2, False)
    module, total = [group["first"] for group in stack["groups"]]
    assert module["function"] == "<module>"
    assert module["location"]["line"] == 7
    assert module["locals"] == {"items": [], "start": 0, "total": 0, "truncated": False}
    assert total["function"].endswith("total")
    assert total["location"] == CellFiles().location("<cell 1>", 4)
    assert names(total) == ["self", "rate", "price"]
    assert stacks.find("traceback:1", "price", error) == 2.5
    assert stacks.find("global", "order", error) is namespace["order"]
    assert stacks.find("traceback:1", "self", error) is namespace["order"]


@pytest.mark.parametrize(
    ("frame_id", "name"),
    [
        ("traceback:1", "nothing"),
        ("traceback:9", "price"),
        ("traceback:x", "price"),
        ("thread:1:0", "price"),
        ("global", "nothing"),
        ("", ""),
        ("::", "x"),
        ("traceback:²", "price"),
    ],
)
def test_names_that_are_not_there(frame_id: str, name: str) -> None:
    namespace: Names = {}
    error = raised("def f():\n    price = 1\n    1/0\nf()", namespace)
    with pytest.raises(LookupFailed) as failed:
        reader(namespace).find(frame_id, name, error)
    assert failed.value.code == "not_found"
    assert failed.value.message


def test_equal_recursive_frames_fold_and_unfold() -> None:
    namespace: Names = {}
    error = raised(
        "def down(depth):\n    if depth == 0:\n        raise ValueError\n    return down(depth - 1)\ndown(900)\n",
        namespace,
    )
    stacks = reader(namespace)
    stack = stacks.read("exception", [], error)["stacks"][1]
    assert [(group["start"], group["count"]) for group in stack["groups"]] == [
        (0, 1),
        (1, 900),
        (901, 1),
    ]
    folded = stack["groups"][1]
    assert folded["first"]["locals"]["items"][0]["object"]["text"] == "900"
    assert folded["last"]["locals"]["items"][0]["object"]["text"] == "1"
    assert folded["last"]["frame_id"] == "traceback:900"
    page = stacks.frames("traceback", 450, 200, error)
    assert_fits({"kind": "frames", "request_id": 1, **page}, "Frames")
    assert (page["start"], page["total"], len(page["items"])) == (450, 902, 200)
    assert page["items"][0]["frame_id"] == "traceback:450"
    assert page["items"][0]["locals"]["items"][0]["object"]["text"] == "451"
    assert stacks.find("traceback:450", "depth", error) == 451
    assert stacks.frames("traceback", 5000, 10, error)["items"] == []


def test_recursion_through_other_functions_folds_in_whole_rounds() -> None:
    namespace: Names = {}
    error = raised(
        "def even(n):\n    return odd(n - 1)\ndef odd(n):\n    return even(n - 1) if n > 0 else 1 / 0\neven(20)\n",
        namespace,
    )
    read = reader(namespace).read("exception", [], error)
    fits(read, "exception")
    groups = read["stacks"][1]["groups"]
    # even(20) to odd(1), which calls even(0); odd(-1) fails at another column of the same line.
    assert [(group["start"], group["count"], group["functions"]) for group in groups] == [
        (0, 1, ["<module>"]),
        (1, 22, ["even", "odd"]),
    ]
    (n,) = groups[1]["last"]["locals"]["items"]
    assert (groups[1]["last"]["function"], n["object"]["text"]) == ("odd", "-1")


def test_very_deep_recursion_that_does_not_fold_is_cut_and_says_so() -> None:
    namespace: Names = {}
    functions = "".join(
        f"def step_{at}(n):\n    return step_{(at + 1) % 5}(n - 1) if n > 0 else 1 / 0\n" for at in range(5)
    )
    error = raised(f"{functions}step_0(600)\n", namespace)
    read = reader(namespace).read("exception", [], error)
    fits(read, "exception")
    stack = read["stacks"][1]
    assert stack["truncated"]
    assert stack["frame_count"] > len(stack["groups"])
    assert stack["groups"][0]["start"] == 0
    assert stack["groups"][-1]["start"] == stack["frame_count"] - 1


def test_ipythons_frames_are_left_out_above_a_cell_and_above_a_script() -> None:
    script = compile("def inner():\n    1 / 0\ninner()\n", "/home/script.py", "exec")
    call = "def call(code):\n    exec(code)\n"
    ipython: Names = {}
    exec(compile(call, "/lib/IPython/core/shell.py", "exec"), ipython)
    for code, functions in ((script, ["<module>", "inner"]), (compile("1 / 0", "/lib/IPython/core/x.py", "exec"), [])):
        try:
            ipython["call"](code)
        except ZeroDivisionError as error:
            # This test's own frame stands for none that IPython would show.
            read = reader({}).read("exception", [], error.with_traceback(error.__traceback__.tb_next))  # type: ignore[union-attr]
        stack = read["stacks"][1]
        assert [group["first"]["function"] for group in stack["groups"]] == functions
        assert stack["frame_count"] == len(functions)


CHAINED = """
def load():
    held = bytearray(1000)
    raise OSError('disk')
def handle():
    try:
        load()
    except OSError as error:
        kept = 'in handle'
        raise RuntimeError('no data') {how}
handle()
"""


@pytest.mark.parametrize(("how", "relation"), [("from error", "cause"), ("", "context"), ("from None", "context")])
def test_what_an_exception_came_from_has_a_stack_of_its_own(how: str, relation: str) -> None:
    namespace: Names = {}
    error = raised(CHAINED.format(how=how), namespace)
    stacks = reader(namespace)
    read = stacks.read("exception", [], error)
    fits(read, "exception")
    assert [stack["stack_id"] for stack in read["stacks"]] == ["global", "traceback", f"{relation}:1"]
    came_from = read["stacks"][2]
    assert (came_from["name"], came_from["is_main"]) == ("OSError", True)
    handle, load = [group["first"] for group in came_from["groups"]]
    assert (handle["function"], load["function"], names(load)) == ("handle", "load", ["held"])
    assert stacks.find(load["frame_id"], "held", error) == bytearray(1000)
    assert stacks.frames(f"{relation}:1", 1, 5, error)["items"] == [load]
    with pytest.raises(LookupFailed):
        stacks.frames("cause:2", 0, 5, error)


def test_chains_of_exceptions_may_be_long_or_go_round() -> None:
    chain: list[Exception] = [raised(f"{kind}['key']", {}) for kind in ("{}",) * 20]
    for one, other in zip(chain, chain[1:]):
        one.__cause__ = other
    stacks = reader({}).read("exception", [], chain[0])["stacks"]
    assert [stack["stack_id"] for stack in stacks[2:]] == [f"cause:{number}" for number in range(1, 6)]
    one, other = chain[:2]
    one.__cause__, other.__cause__, other.__context__ = other, one, other
    stacks = reader({}).read("exception", [], one)["stacks"]
    assert [stack["stack_id"] for stack in stacks[2:]] == ["cause:1"]


def test_a_stack_deeper_than_is_read_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    error = raised("def down(n):\n    return down(n - 1) if n else 1 / 0\ndown(300)\n", {})
    monkeypatch.setattr(frames, "MOST_FRAMES", 100)
    stack = reader({}).read("exception", [], error)["stacks"][1]
    assert stack["truncated"]
    monkeypatch.setattr(frames, "MOST_FRAMES", 1_000)
    assert not reader({}).read("exception", [], error)["stacks"][1]["truncated"]


def test_names_of_class_bodies_and_closures() -> None:
    namespace: Names = {}
    error = raised(
        "def outer():\n"
        "    kept = 'by inner'\n"
        "    def inner():\n"
        "        class Body:\n"
        "            attribute = 1\n"
        "            kept + 1\n"
        "    inner()\n"
        "outer()\n",
        namespace,
    )
    stack = reader(namespace).read("exception", [], error)["stacks"][1]
    _, outer, inner, body = [group["first"] for group in stack["groups"]]
    kinds = {slot["name"]: slot["name_kind"] for slot in outer["locals"]["items"]}
    assert kinds == {"kept": "cell", "inner": "variable"}
    assert [slot["name_kind"] for slot in inner["locals"]["items"]] == ["cell"]
    assert "attribute" in names(body)


def test_three_thousand_frames_are_read_quickly() -> None:
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(4000)
    namespace: Names = {}
    try:
        error = raised("def down(n):\n    return down(n - 1) if n else 1 / 0\ndown(3000)\n", namespace)
    finally:
        sys.setrecursionlimit(limit)
    stacks = reader(namespace)
    best = min(_timed(stacks, error) for _ in range(5))
    assert best < 0.020


def _timed(stacks: StackReader, error: Exception) -> float:
    began = time.process_time()
    assert stacks.read("exception", [], error)["stacks"][1]["frame_count"] > 3000
    return time.process_time() - began


def test_unfolded_frames_with_many_names_keep_the_budget() -> None:
    many = "".join(f"    name_{i} = [{i}, {i}, {i}]\n" for i in range(60))
    functions = "".join(
        f"def step_{at}(n):\n{many}    return step_{(at + 1) % 5}(n - 1) if n else 1 / 0\n" for at in range(5)
    )
    namespace: Names = {}
    error = raised(f"{functions}step_0(199)\n", namespace)
    read = reader(namespace).read("exception", [], error)
    fits(read, "exception")
    assert read["took_ms"] < 200
    absent = [g["first"]["locals_absent_because"] for g in read["stacks"][1]["groups"]]
    assert absent[-1] is None  # the innermost first
    assert any(absent)
