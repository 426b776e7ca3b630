"""Memory that objects hold outside of themselves, read from their library's own C code only.

Numpy's owners, bytearrays, `array.array` and `io.BytesIO` tell of theirs by `__sizeof__`; a view
leads to its owner. Here are those that do neither. No library is imported, nothing lazy is
evaluated, and no buffer is copied. Where memory cannot be asked for harmlessly, a note says so.
"""

from __future__ import annotations

import gc
import sys
import types
from itertools import chain
from typing import TYPE_CHECKING, Any, Callable

from .arrays import c_field, ndarray_type
from .blocks import Block, Foreign
from .introspect import MISSING, descriptor_name, module_dict, static_base, type_lookup, type_mro, type_names
from .torch_memory import torch_memory

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .blocks import ForeignMemory

_POLARS_ESTIMATE = "Memory of polars is polars' own estimate; what several of its objects share is counted for each."
_OPAQUE: dict[tuple[str, str], str] = {
    ("builtins", "PyLazyFrame"): "A lazy frame of polars is not evaluated; what it holds cannot be read.",
    ("builtins", "PyCapsule"): "Memory behind a capsule of a C library cannot be read.",
    ("jaxlib._jax", "ArrayImpl"): "Memory of jax arrays cannot be read.",
    ("jaxlib.xla_extension", "ArrayImpl"): "Memory of jax arrays cannot be read.",
    ("tensorflow.python.framework.ops", "EagerTensor"): "Memory of TensorFlow's tensors cannot be read.",
    ("cupy._core.core", "_ndarray_base"): "Arrays of cupy are in the memory of the graphics card.",
    ("PIL._imaging", "ImagingCore"): "Memory of Pillow's images cannot be read.",
    ("_io", "StringIO"): "The text in a StringIO cannot be sized without being copied.",
    ("sqlite3", "Connection"): "Memory of SQLite cannot be read: its cache, and a database in memory.",
    **dict.fromkeys(
        (
            ("zlib", "Compress"),
            ("zlib", "Decompress"),
            ("zlib", "_ZlibDecompressor"),
            ("_lzma", "LZMACompressor"),
            ("_lzma", "LZMADecompressor"),
            ("_bz2", "BZ2Compressor"),
            ("_bz2", "BZ2Decompressor"),
            ("compression.zstd", "ZstdCompressor"),
            ("compression.zstd", "ZstdDecompressor"),
        ),
        "Memory of compressors and decompressors cannot be read.",
    ),
}
_LOOKUP = (
    "A table for lookups, made by pandas' index, holds its labels, too: more may be freed with the name than is said."
)
_STRING_DTYPE = "numpy keeps longer texts of StringDType arrays in memory that cannot be read."
_ARROW = "pyarrow could not tell what memory an object takes."
_MOST_CHUNKS = 10_000
_BORROWERS = ("torch", "pyarrow")
_LARGE = 4_096
_C_DATA = ("Array", "Structure", "Union")
_C_DATA_WITHIN = 16
"""Bytes that ctypes keeps in the object itself, which are counted with it."""
_NOTHING = Foreign([])
_CALLABLES = (types.MethodDescriptorType, types.WrapperDescriptorType)


def foreign_memory(kind: type) -> ForeignMemory | None:
    """Return what reads the memory that objects of a type hold outside; None for none."""
    for base in type_mro(kind):
        module, name = type_names(base)
        note = _OPAQUE.get((module or "", name))
        if note is not None:
            return _unread(note)
    readers = (_array, _mapped, _c_data, _polars, _arrow, _lookup_table, torch_memory)
    return next(filter(None, (find(kind) for find in readers)), None)


def _unread(note: str) -> ForeignMemory:
    return lambda _: Foreign([], note)


def _c_method(kind: type, name: str) -> Any:
    """Return a C method that `kind` itself defines under its own name, or None."""
    found = type_lookup(kind, name, MISSING)
    is_own = any(type(found) is known for known in _CALLABLES) and found.__objclass__ is kind
    return found if is_own and descriptor_name(found) == name else None


def _array(kind: type) -> ForeignMemory | None:
    """Large owners tell the address of their memory, since torch and arrow may have borrowed it."""
    ndarray: Any = ndarray_type(kind)
    if ndarray is None:
        return None
    fields = ndarray.__dict__
    may_be_borrowed = any(name in sys.modules for name in _BORROWERS)

    def read(array: Any) -> Foreign:
        dtype = fields["dtype"].__get__(array)
        if dtype.char == "T":
            return Foreign([], _STRING_DTYPE)
        size = fields["nbytes"].__get__(array)
        is_plain = may_be_borrowed and size >= _LARGE and dtype.names is None
        if not is_plain or fields["base"].__get__(array) is not None or not fields["flags"].__get__(array).owndata:
            return _NOTHING
        address, _ = fields["__array_interface__"].__get__(array)["data"]
        return Foreign([Block(address, size)], None, size)

    return read


def _mapped(kind: type) -> ForeignMemory | None:
    """A memory map counts by its whole length, whether its pages have been read or not."""
    length = _c_method(kind, "__len__") if type_names(kind) == ("mmap", "mmap") else None
    if length is None:
        return None

    def read(mapped: Any) -> Foreign:
        try:
            return Foreign([Block(id(mapped), length(mapped))])
        except ValueError:  # closed
            return _NOTHING

    return read


def _c_data(kind: type) -> ForeignMemory | None:
    """What ctypes allocated for an instance is the owner's alone; views lead to it."""
    ctypes = module_dict(sys.modules.get("_ctypes"))
    bases = [ctypes.get(name) for name in _C_DATA] if ctypes is not None else []
    size_of = ctypes.get("sizeof") if ctypes is not None else None
    if type(size_of) is not types.BuiltinFunctionType:
        return None
    if not any(known is base for known in type_mro(kind) for base in bases):
        return None
    size: Any = size_of

    def read(obj: Any) -> Foreign:
        owns = c_field(obj, "_b_needsfree_") and c_field(obj, "_b_base_") is None
        taken = size(obj) if owns else 0
        return Foreign([Block(id(obj), taken)]) if taken > _C_DATA_WITHIN else _NOTHING

    return read


def _polars(kind: type) -> ForeignMemory | None:
    estimate = _c_method(kind, "estimated_size")
    if estimate is None or type_names(kind) not in {("builtins", "PyDataFrame"), ("builtins", "PySeries")}:
        return None
    return lambda obj: Foreign([Block(id(obj), estimate(obj))], _POLARS_ESTIMATE)


def _lookup_table(kind: type) -> ForeignMemory | None:
    """What pandas' index makes at its first lookup; one of objects refers to them without telling the collector."""
    module, name = type_names(kind)
    is_table = module == "pandas._libs.hashtable" and name.endswith("HashTable") and _c_method(kind, "__len__")
    size_of = _cython_method(kind, "sizeof") if is_table else None
    if size_of is None:
        return None
    note = _LOOKUP if name == "PyObjectHashTable" else None

    def read(table: Any) -> Foreign:
        try:
            size = size_of(table)
        except Exception:  # half built
            return _NOTHING
        return Foreign([Block(id(table), size)], note if size >= _LARGE else None)  # not for the names of columns

    return read


def _cython_method(kind: type, name: str) -> Any:
    """Return a method that Cython compiled, or None; a class statement can make nothing that is called by C code."""
    found = type_lookup(kind, name, MISSING)
    function = type(found)
    is_compiled = type_names(function)[1] == "cython_function_or_method" and _c_method(function, "__call__")
    return found if is_compiled else _c_method(kind, name)


def _arrow(kind: type) -> ForeignMemory | None:
    """Pyarrow's classes are C types, whose methods nobody can replace."""
    readers: dict[str, Callable[[Any, Any], Iterator[Block]]] = {
        "Buffer": lambda _, obj: _of_buffer(obj),
        "Array": _of_array,
        "ChunkedArray": _of_chunked,
        "Table": _of_table,
        "RecordBatch": _of_batch,
    }
    for name, read_blocks in readers.items():
        base: Any = static_base(kind, "pyarrow.lib", name)
        if base is not None:
            fields = base.__dict__
            return lambda obj: _arrow_blocks(fields, read_blocks, obj)  # noqa: B023 - returned at once
    return None


def _arrow_blocks(fields: Any, read_blocks: Callable[[Any, Any], Iterator[Block]], obj: Any) -> Foreign:
    """Return the buffers by address; what has none that may be asked for counts for the object."""
    try:
        total = fields["get_total_buffer_size"](obj) if "get_total_buffer_size" in fields else 0
        blocks = dict(read_blocks(fields, obj)) if _arrow_runs_no_foreign_code() else {}
    except Exception:  # not on the CPU, or released
        return Foreign([], _ARROW)
    rest = total - sum(blocks.values())
    if rest > 0:
        blocks[id(obj)] = rest
    return Foreign([Block(*block) for block in blocks.items()])


def _arrow_runs_no_foreign_code() -> bool:
    """Whether reading a column makes no object of a class that is not pyarrow's or pandas'."""
    lib = module_dict(sys.modules.get("pyarrow.lib")) or {}
    pending = [kind for kind in (lib.get("BaseExtensionType"),) if kind is not None]
    while pending:
        kind = pending.pop()
        module, _ = type_names(kind)
        if (module or "").partition(".")[0] not in {"pyarrow", "pandas"}:
            return False
        pending += type.__subclasses__(kind)
    return True


def _of_buffer(buffer: object) -> Iterator[Block]:
    if buffer is not None and c_field(buffer, "is_cpu"):
        yield Block(c_field(buffer, "address"), c_field(buffer, "size"))


def _of_array(fields: Any, array: object) -> Iterator[Block]:
    yield from chain.from_iterable(map(_of_buffer, fields["buffers"](array)))
    for referent in gc.get_referents(array):  # to ask for its dictionary would make it keep one
        if static_base(type(referent), "pyarrow.lib", "Array") is not None:
            yield from _of_array(fields, referent)


def _of_made(array: object) -> Iterator[Block]:
    """Read an array that was made here, and is nobody's."""
    base: Any = static_base(type(array), "pyarrow.lib", "Array")
    yield from chain.from_iterable(map(_of_buffer, base.__dict__["buffers"](array)))
    dictionary = c_field(array, "dictionary")
    if dictionary is not None:
        yield from _of_made(dictionary)


def _of_chunked(fields: Any, chunked: object) -> Iterator[Block]:
    if fields["num_chunks"].__get__(chunked) <= _MOST_CHUNKS:
        yield from chain.from_iterable(map(_of_made, fields["chunks"].__get__(chunked)))


def _of_table(fields: Any, table: object) -> Iterator[Block]:
    for index in range(fields["num_columns"].__get__(table)):
        column = fields["_column"](table, index)
        chunked: Any = static_base(type(column), "pyarrow.lib", "ChunkedArray")
        yield from _of_chunked(chunked.__dict__, column)


def _of_batch(fields: Any, batch: object) -> Iterator[Block]:
    return _of_made(fields["to_struct_array"](batch))  # to ask for a column would make it keep its schema
