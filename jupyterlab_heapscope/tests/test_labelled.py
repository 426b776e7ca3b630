"""Arrays with fields of objects, and pandas' tables for lookups: what goes away with them is what was said."""

from __future__ import annotations

import gc
import sys
from typing import Any

import pytest

from .hostile import FIRED, trap
from .test_foreign import SMALL, exclusive, extra, measured


def test_objects_in_structured_arrays() -> None:
    numpy = pytest.importorskip("numpy")
    named: dict[str, Any] = {"rows": numpy.zeros(20_000, dtype=[("id", "i8"), ("text", "O")])}
    named["rows"]["text"] = [f"row {number}" * 9 for number in range(20_000)]
    texts = sum(map(sys.getsizeof, named["rows"]["text"].tolist()))
    assert 0 < extra(named["rows"], 320_000 + texts) < 500
    assert exclusive(named)["rows"] == pytest.approx(320_000 + texts, abs=500)
    named["some"] = named["rows"]["text"][:10_000].tolist()
    half = sum(map(sys.getsizeof, named["some"]))
    assert exclusive(named)["rows"] == pytest.approx(320_000 + texts - half, abs=500)
    names = ("__array_finalize__", "__getitem__", "__iter__", "__len__")
    kind: Any = type("Trapped", (numpy.ndarray,), {name: trap(name) for name in names[1:]})
    made = numpy.ndarray.__new__(kind, 1000, named["rows"].dtype)
    made.view(numpy.ndarray)["text"] = [f"own {number}" for number in range(1000)]
    kind.__array_finalize__ = trap(names[0])
    FIRED.clear()
    assert 0 < extra(made, 16_000 + sum(sys.getsizeof(f"own {number}") for number in range(1000))) < 1000
    assert FIRED == []


@pytest.mark.parametrize("labels", ["numbers", "texts"])
def test_pandas_tables_for_lookups(labels: str) -> None:
    """Truth from outside: tracemalloc."""
    pandas = pytest.importorskip("pandas")
    tracemalloc = pytest.importorskip("tracemalloc")

    def made() -> Any:
        index = [number * 7 % 100_003 for number in range(50_000)]
        if labels == "texts":
            index = pandas.Index([f"label {number}" for number in index], dtype=object)
        series = pandas.Series([0.5] * 50_000, index=index)
        assert series.iloc[1] == series["label 7" if labels == "texts" else 7]
        return series

    made()
    gc.collect()
    tracemalloc.start()
    try:
        named = {"series": made()}
        gc.collect()
        taken = tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()
    fields = measured(named["series"])
    assert fields["deep_bytes"] == pytest.approx(taken, rel=0.02, abs=SMALL)
    if labels == "texts":
        assert "for lookups" in fields["notes"][0]
    else:
        assert fields["notes"] == []
        assert exclusive(named)["series"] == pytest.approx(taken, rel=0.02, abs=SMALL)
