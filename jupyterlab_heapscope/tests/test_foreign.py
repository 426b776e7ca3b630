"""Memory that libraries keep outside of Python's objects: counted once, for its owner, and nothing evaluated."""

from __future__ import annotations

import array
import ctypes
import gc
import gzip
import io
import mmap
import sys
from typing import Any

import pytest

from jupyterlab_heapscope.probe.budget import Budget
from jupyterlab_heapscope.probe.deep_size import deep_size
from jupyterlab_heapscope.probe.held_heap import HeldHeap

from .hostile import FIRED, trap

MB = 1_000_000
SMALL = 20_000
"""More than what surrounds a buffer takes."""


def measured(root: Any) -> Any:
    fields = deep_size(root, Budget(600_000, 10**9, lambda: False), ())
    assert fields["complete"]
    return fields


def extra(root: Any, buffers: int) -> int:
    """Bytes beyond those of the buffers, without anything that is not exact."""
    fields = measured(root)
    assert fields["notes"] == []
    return int(fields["deep_bytes"]) - buffers


def exclusive(named: dict[str, Any]) -> dict[str, int]:
    heap = HeldHeap(named.items(), (), Budget(600_000, 10**9, lambda: False))
    assert heap.measure() is None
    return {name: holding.exclusive_bytes or 0 for holding in heap.holdings for name in holding.names}


def test_views_of_pythons_own_buffers() -> None:
    owners: list[Any] = [b"x" * MB, bytearray(MB), array.array("B", [0]) * MB, mmap.mmap(-1, MB)]
    owners.append((ctypes.c_char * MB)())
    for owner in owners:
        view = memoryview(owner)
        for root in (owner, [view], [view, owner, view[10:20], memoryview(view)]):
            assert 0 < extra(root, MB) < 1500
    closed = mmap.mmap(-1, MB)
    closed.close()
    assert extra(closed, 0) < 1000
    written = io.BytesIO()
    written.write(bytes(MB))
    assert 0 < extra(written, MB) < 1000 + MB  # it may take more than is written
    part = (ctypes.c_char * MB).from_buffer(owners[1])
    assert 0 < extra([part, owners[1]], MB) < 1500


def test_numpy_views_lead_to_their_owner() -> None:
    numpy = pytest.importorskip("numpy")
    owner = numpy.zeros(MB, dtype="u1")
    assert 0 < extra([owner, owner[1:], owner[::2], owner.reshape(10, -1)], MB) < 1500
    assert 0 < extra(owner[5:10], MB) < 500
    mapped = mmap.mmap(-1, MB)
    assert 0 < extra([numpy.frombuffer(mapped, "u1"), numpy.frombuffer(mapped, "u1")[10:]], MB) < 1500
    assert 0 < extra(numpy.zeros(1000, dtype=[("a", "i4"), ("b", "f8")]), 12_000) < 500
    texts = numpy.array([f"text {number}" for number in range(1000)], dtype=object).reshape(10, 100)
    items = sum(map(sys.getsizeof, texts.ravel()))
    assert 0 < extra([texts, texts.T, texts[:5]], 8000 + items) < 1000


def test_who_owns_a_numpy_buffer() -> None:
    numpy = pytest.importorskip("numpy")
    named: dict[str, Any] = {"owner": numpy.zeros(MB, dtype="u1"), "alone": numpy.zeros(MB, dtype="u1")}
    assert exclusive(named)["owner"] > MB
    named["view"] = named["owner"][10:]
    found = exclusive(named)
    assert found["alone"] > MB
    assert found["owner"] == 0  # the view keeps it
    assert found["view"] < 500
    del named["owner"]
    assert exclusive(named)["view"] > MB


def test_string_arrays_of_numpy_say_that_they_are_not_exact() -> None:
    numpy = pytest.importorskip("numpy")
    if not hasattr(numpy.dtypes, "StringDType"):
        pytest.skip("numpy 2 has them")
    assert "StringDType" in measured(numpy.array(["x" * 100], dtype=numpy.dtypes.StringDType()))["notes"][0]


def test_texts_in_memory_and_databases_say_that_they_are_not_counted() -> None:
    sqlite3 = pytest.importorskip("sqlite3")
    written = io.StringIO("text" * 1000)
    assert "StringIO" in measured([written])["notes"][0]
    assert "StringIO" in measured(type("Made", (io.StringIO,), {})())["notes"][0]
    with sqlite3.connect(":memory:") as connection:
        connection.set_trace_callback(trap("trace"))
        FIRED.clear()
        assert "SQLite" in measured({"key": connection})["notes"][0]
        assert FIRED == []
    connection.close()


def test_compressors_say_that_they_are_not_counted() -> None:
    zlib, lzma, bz2 = map(pytest.importorskip, ("zlib", "lzma", "bz2"))
    made = [zlib.compressobj(), zlib.decompressobj(), lzma.LZMACompressor(), lzma.LZMADecompressor()]
    made += [bz2.BZ2Compressor(), bz2.BZ2Decompressor()]
    if sys.version_info >= (3, 14):
        zstd = pytest.importorskip("compression.zstd")
        made += [zstd.ZstdCompressor(), zstd.ZstdDecompressor()]
    for compressor in made:
        assert "ompressors" in measured([compressor])["notes"][0]
    with gzip.open(io.BytesIO(), "wb") as file:
        assert "ompressors" in measured(file)["notes"][0]


def test_pandas_tables() -> None:
    pandas = pytest.importorskip("pandas")
    numpy = pytest.importorskip("numpy")
    table = pandas.DataFrame({"a": numpy.arange(10_000), "b": numpy.arange(10_000) * 0.5})
    table["text"] = pandas.Series([f"row {number}" for number in range(10_000)], dtype=object)
    size = int(table.memory_usage(deep=True).sum())
    assert 0 < extra(table, size) < SMALL
    assert 0 < extra([table, table["a"], table[["b"]], table.iloc[5:]], size) < SMALL
    series = table["a"].copy()
    assert 0 < extra({"series": series}, series.nbytes) < SMALL
    named = {"table": table, "column": series}
    del table, series
    found = exclusive(named)
    assert found["table"] == pytest.approx(size, abs=SMALL)
    assert found["column"] == pytest.approx(80_000, abs=SMALL)


def test_arrow() -> None:
    pyarrow = pytest.importorskip("pyarrow")
    texts = [f"row {number}" for number in range(10_000)]
    table = pyarrow.table({"a": pyarrow.array(list(range(10_000))), "text": texts})
    size = table.get_total_buffer_size()
    assert 0 < extra(table, size) < 1000
    batch = table.to_batches()[0]
    before = gc.get_referents(batch)
    parts = [table, table["a"], table.column(1), table.slice(5), table["a"].chunk(0), batch]
    assert 0 < extra(parts, size) < 2000
    assert gc.get_referents(batch) == before
    encoded = table["text"].chunk(0).dictionary_encode()
    before = gc.get_referents(encoded)
    assert 0 < extra([encoded, table], encoded.get_total_buffer_size() + size) < 1000
    assert gc.get_referents(encoded) == before
    assert 0 < extra([encoded, encoded.dictionary], encoded.get_total_buffer_size()) < 1000
    nested = pyarrow.array([[number] for number in range(1000)])
    assert 0 < extra(nested, nested.get_total_buffer_size()) < 1000
    assert 0 < extra(pyarrow.py_buffer(b"x" * MB), MB) < 1000
    assert 0 < extra(pyarrow.array(range(10_000)).to_numpy(), 80_000) < 1000
    named: dict[str, Any] = {"table": table, "column": table["a"], "other": pyarrow.array(range(1000))}
    del table, parts, batch
    found = exclusive(named)
    assert found["table"] == pytest.approx(size - 80_000, abs=2000)
    assert found["column"] < 1000
    assert found["other"] == pytest.approx(8000, abs=1000)


def test_polars_estimates_and_lazy_frames() -> None:
    polars = pytest.importorskip("polars")
    calls: list[object] = []
    table = polars.DataFrame(
        {"a": list(range(10_000)), "text": [f"some longer text {number}" for number in range(10_000)]}
    )
    for root in (table, table["text"], {"key": table}, table["a"].to_numpy()):
        fields = measured(root)
        size = root.nbytes if hasattr(root, "nbytes") else table.estimated_size()
        size = table["text"].estimated_size() if type(root) is polars.Series else size
        assert 0 < fields["deep_bytes"] - size < 1000
        assert "estimate" in fields["notes"][0]
    lazy = table.lazy().select(polars.col("a").map_elements(calls.append, return_dtype=polars.Int64))
    fields = measured(lazy)
    assert "not evaluated" in fields["notes"][0]
    assert calls == []
    assert lazy.collect().height == 10_000  # the trap works
    assert calls != []


def test_torch() -> None:
    torch = pytest.importorskip("torch")
    tensor = torch.zeros(250_000)
    assert 0 < extra([tensor, tensor[5:], tensor.view(500, 500), tensor.untyped_storage()], MB) < 1000
    assert 0 < extra(tensor[:3], MB) < 500
    assert 0 < extra(tensor.numpy()[5:], MB) < 1000
    layer = torch.nn.Linear(500, 500)
    weights = sum(one.nbytes for one in layer.parameters())
    assert 0 < extra(layer, weights) < SMALL
    layer(torch.zeros(1, 500)).sum().backward()
    assert 0 < extra(layer, 2 * weights) < SMALL
    assert measured(torch.zeros(10, device="meta"))["notes"]
    assert measured(torch.eye(10).to_sparse())["notes"]
    hooked = type("Hooked", (torch.Tensor,), {"__torch_function__": classmethod(trap("__torch_function__"))})
    FIRED.clear()
    made = torch.Tensor.as_subclass(tensor, hooked)
    FIRED.clear()
    assert measured(made)["notes"]
    assert FIRED == []
    named: dict[str, Any] = {"tensor": torch.zeros(250_000)}
    assert exclusive(named)["tensor"] > MB
    named["view"] = named["tensor"][10:]
    assert max(exclusive(named).values()) < 1000


@pytest.mark.parametrize("borrower", ["torch", "pyarrow"])
def test_memory_that_a_library_borrowed_from_numpy_counts_once(borrower: str) -> None:
    library = pytest.importorskip(borrower)
    numpy = pytest.importorskip("numpy")

    def borrow(array: Any) -> Any:
        return library.from_numpy(array) if borrower == "torch" else library.array(array)

    owner = numpy.arange(MB // 8)
    named: dict[str, Any] = {"owner": owner, "borrowed": borrow(owner)}
    assert 0 < extra([owner, named["borrowed"], owner[5:]], MB) < 1000
    assert 0 < extra([named["borrowed"], owner], MB) < 1000
    del owner
    assert max(exclusive(named).values()) < 500
    named = dict(reversed(named.items()))
    assert max(exclusive(named).values()) < 500
    del named["owner"]
    assert exclusive(named)["borrowed"] > MB


def test_sparse_matrices() -> None:
    sparse = pytest.importorskip("scipy.sparse")
    matrix = sparse.random(300, 300, 0.1, format="csr")
    size = matrix.data.nbytes + matrix.indices.nbytes + matrix.indptr.nbytes
    assert 0 < extra([matrix, matrix.data, matrix.T], size) < 3000


def test_lazy_arrays_are_not_evaluated() -> None:
    dask_array = pytest.importorskip("dask.array")
    numpy = pytest.importorskip("numpy")
    calls: list[object] = []

    def note(block: Any) -> Any:
        calls.append(block.shape)
        return block

    lazy = dask_array.from_array(numpy.zeros(10_000), chunks=1000).map_blocks(note, dtype=float, meta=numpy.zeros(0))
    assert 0 < extra(lazy, 80_000) < 100_000
    assert calls == []
    lazy.compute()
    assert calls != []


def test_xarray() -> None:
    xarray = pytest.importorskip("xarray")
    numpy = pytest.importorskip("numpy")
    assert 0 < extra(xarray.DataArray(numpy.zeros(MB // 8)), MB) < SMALL


def test_no_library_is_imported() -> None:
    before = set(sys.modules)
    measured([object(), b"x", memoryview(b"x"), (ctypes.c_int * 3)(), [measured]])
    assert set(sys.modules) == before


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("builtins", "PyDataFrame"),
        ("builtins", "PySeries"),
        ("mmap", "mmap"),
        ("pyarrow.lib", "Table"),
        ("pyarrow.lib", "Array"),
        ("torch", "Tensor"),
        ("torch._C", "TensorBase"),
        ("numpy", "ndarray"),
        ("pandas._libs.hashtable", "PyObjectHashTable"),
    ],
)
def test_a_class_that_claims_to_be_a_librarys_is_not_asked(module: str, name: str) -> None:
    names = ("estimated_size", "sizeof", "__len__", "nbytes", "buffers", "get_total_buffer_size", "untyped_storage")
    traps: dict[str, Any] = {method: trap(method) for method in names}
    traps.update({field: property(trap(field)) for field in ("num_columns", "base", "dtype", "is_leaf", "columns")})
    made: Any = type(name, (), {**traps, "__module__": module})()
    FIRED.clear()
    assert extra([made], 0) < 1000
    assert FIRED == []
