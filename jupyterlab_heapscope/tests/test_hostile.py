"""Objects that would do harm if any code of theirs ran: none may, whatever is asked."""

from __future__ import annotations

from contextlib import suppress
from typing import Any, Callable

import pytest

from jupyterlab_heapscope.probe.describe import describe
from jupyterlab_heapscope.probe.members import read_members
from jupyterlab_heapscope.probe.variables import Wanted, read_variables

from .hostile import FIRED, HOSTILE, Emptied, Fired, Hostile, trap
from .schema import assert_fits
from .stacks import fits, reader

every = pytest.mark.parametrize("hostile", HOSTILE, ids=lambda hostile: hostile.name)


def armed(hostile: Hostile) -> Any:
    """Make the object after showing on another one that its trap fires."""
    FIRED.clear()
    with suppress(Fired, AttributeError, SystemError):  # Python itself does not like what some raise
        hostile.provoke(hostile.make())
    assert FIRED
    made = hostile.make()
    FIRED.clear()
    return made


@every
def test_describe(hostile: Hostile) -> None:
    made = armed(hostile)
    summary = describe(made)
    assert FIRED == []
    assert_fits(summary, "ObjectSummary")


@every
def test_members(hostile: Hostile) -> None:
    made = armed(hostile)
    page = read_members(lambda: made, [], hex(id(made)), 0, 100)
    for index in range(min(3, page["total"])):
        address = page["items"][index]["object"]["address"]
        assert_fits(read_members(lambda: made, [index], address, 0, 100), "SlotPage")
    assert FIRED == []
    assert_fits(page, "SlotPage")
    assert not page["truncated"]


@every
def test_variables_and_stack(hostile: Hostile) -> None:
    made = armed(hostile)
    namespace = {"made": made, "held": [made], "keyed": {"made": made}}
    variables = read_variables(namespace, frozenset(), Wanted("e", ["module"], 0, 10), {})
    stack = reader(namespace).read("exception", ["module"], _raise_with(made))
    assert FIRED == []
    moment = {"run_id": 1, "execution_count": 1, "while_running": False}
    assert_fits({"kind": "variables", "request_id": 1, **moment, **variables}, "Variables")
    fits(stack, "exception")


def _raise_with(made: Any) -> Exception:
    code = compile("def f(local):\n    1 / 0\nf(made)\n", "<cell 1>", "exec")
    try:
        exec(code, {"made": made})
    except ZeroDivisionError as error:
        return error
    raise AssertionError("it did not raise")


def test_a_c_method_under_a_false_name_is_not_called() -> None:
    proof, kept = Emptied([1, 2]), Emptied([1, 2])
    proof.__sizeof__()
    assert proof == []
    assert describe(kept)["shallow_bytes"]
    assert kept == [1, 2]


def _array() -> Any:
    numpy = pytest.importorskip("numpy")
    hooks = ("__array_wrap__", "__repr__", "__getitem__", "tolist", "ravel", "__len__")
    fields = ("shape", "dtype", "base", "flat", "nbytes")
    traps: dict[str, Any] = {name: trap(f"array {name}") for name in hooks}
    traps.update({name: property(trap(f"array {name}")) for name in fields})
    kind: Any = type("Trapped", (numpy.ndarray,), traps)
    made = kind((3, 4))
    kind.__array_finalize__ = trap("array __array_finalize__")
    return made


def _table() -> Any:
    pandas = pytest.importorskip("pandas")
    names = ("shape", "axes", "index", "columns", "values")
    traps: dict[str, Any] = {name: property(trap(f"table {name}")) for name in names}
    traps.update({name: trap(f"table {name}") for name in ("__len__", "__getattr__", "__repr__")})
    return type("Trapped", (pandas.DataFrame,), traps)({"a": [1, 2], "b": ["x", "y"]})


@pytest.mark.parametrize(("make", "words"), [(_array, ("array", "(3, 4)")), (_table, ("table", "2 × 2"))])
def test_arrays_and_tables_with_every_hook_trapped(make: Callable[[], Any], words: tuple[str, str]) -> None:
    made = armed(Hostile("", make, lambda made: made.shape))
    summary = describe(made)
    read_members(lambda: made, [], hex(id(made)), 0, 10)
    assert FIRED == []
    assert (summary["category"], summary["shape"]) == words
