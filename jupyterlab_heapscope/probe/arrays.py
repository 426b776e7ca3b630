"""Shapes of numpy arrays and pandas tables, read from their C fields only."""

from __future__ import annotations

import types
from typing import Any

from .attributes import attribute
from .introspect import genuine_descriptor, is_heap_type, static_base, type_mro, type_names

_DTYPE_KINDS = {"b": "bool", "f": "float", "i": "int", "u": "uint", "c": "complex"}
_OTHER_KINDS = {"O": "object", "S": "bytes", "U": "str", "T": "StringDType", "V": "void"}
_TIMES = {"M": "datetime64", "m": "timedelta64"}
_TABLES = ("DataFrame", "Series", "Index")


def c_field(obj: object, name: str) -> Any:
    """Read a field of a C extension's object by its own getter, or None."""
    for kind in (types.GetSetDescriptorType, types.MemberDescriptorType):
        getter = genuine_descriptor(type(obj), name, kind)
        if getter is not None:
            try:
                return getter.__get__(obj)
            except Exception:  # half built, closed or released
                return None
    return None


def ndarray_type(kind: type) -> type | None:
    """Return numpy's ndarray if `kind` is it or derives from it."""
    return static_base(kind, "numpy", "ndarray")


def array_shape(array: object, ndarray: type) -> tuple[int, ...]:
    """Return the shape of an array; ndarray is its C base, so that no override is asked."""
    shape: tuple[int, ...] = ndarray.__dict__["shape"].__get__(array)
    return shape


def array_base(array: object, ndarray: type) -> object:
    """Return the object that owns the array's buffer; None when the array does."""
    return ndarray.__dict__["base"].__get__(array)


def dtype_name(array: object, ndarray: type) -> str:
    """Return `float64`, `object`, `datetime64` and the like."""
    dtype = ndarray.__dict__["dtype"].__get__(array)
    code, size = c_field(dtype, "kind"), c_field(dtype, "itemsize")
    if code in _DTYPE_KINDS and code != "b" and type(size) is int:
        return f"{_DTYPE_KINDS[code]}{size * 8}"
    names = {**_DTYPE_KINDS, **_OTHER_KINDS, **_TIMES}
    return names.get(code, "unknown") if type(code) is str else "unknown"


def shape_text(shape: tuple[int, ...]) -> str:
    """Return `(5,000,000, 8)`."""
    sizes = ", ".join(f"{size:,}" for size in shape)
    return f"({sizes},)" if len(shape) == 1 else f"({sizes})"


def table_name(kind: type) -> str | None:
    """Return the pandas class that `kind` is or derives from."""
    for base in type_mro(kind):
        module, name = type_names(base)
        of_pandas = module is not None and (module + ".").startswith("pandas.")
        if of_pandas and name in _TABLES and is_heap_type(base):
            return name
    return None


def table_shape(table: object, name: str) -> str | None:
    """Return `2,190,000 × 5` for a frame, `365 items` for a column, None if it is not clear."""
    if name == "Index":
        rows = _index_length(table)
        return None if rows is None else _items(rows)
    manager = attribute(table, "_mgr")
    blocks, axes = _field(manager, "blocks"), _field(manager, "axes")
    if type(axes) is not list or type(blocks) is not tuple:
        return None
    lengths = [_index_length(axis) for axis in axes]
    if name == "Series":
        rows = lengths[0] if len(lengths) == 1 else None
        return None if rows is None else _items(rows)
    columns, rows = lengths if len(lengths) == 2 else (None, None)  # noqa: PLR2004
    by_blocks = _blocks_shape(blocks)
    if by_blocks is not None:
        columns, rows = by_blocks
    return None if columns is None or rows is None else f"{rows:,} × {columns:,}"


def _field(obj: object, name: str) -> Any:
    """Read a field whether C or Python code of pandas declares it."""
    found = c_field(obj, name)
    return attribute(obj, name) if found is None else found


def _items(count: int) -> str:
    return f"{count:,} item" if count == 1 else f"{count:,} items"


def _blocks_shape(blocks: tuple[object, ...]) -> tuple[int, int] | None:
    """Columns and rows as the blocks hold them; None unless all are plain arrays."""
    columns = rows = 0
    for block in blocks:
        values = c_field(block, "values")
        ndarray = ndarray_type(type(values))
        shape = array_shape(values, ndarray) if ndarray else ()
        if len(shape) != 2:  # noqa: PLR2004  # an extension array
            return None
        columns, rows = columns + shape[0], shape[1]
    return (columns, rows) if blocks else None


def _index_length(index: object) -> int | None:
    """Length of a pandas index: of its range, its codes or the array behind it."""
    span = attribute(index, "_range")
    if type(span) is range:
        return range.__len__(span)
    codes = attribute(index, "_codes")
    holder = attribute(index, "_data") if codes is None else _first(codes)
    for _ in range(3):  # an extension array keeps the plain one inside
        ndarray = ndarray_type(type(holder))
        if ndarray is not None:
            shape = array_shape(holder, ndarray)
            return shape[0] if len(shape) == 1 else None
        holder = _field(holder, "_ndarray")
    return None


def numpy_number(value: object) -> Any:
    """Return a numpy scalar number as Python's own, or None for anything else."""
    kind = type(value)
    if is_heap_type(kind):
        return None
    if not any(static_base(kind, "numpy", name) for name in ("number", "bool", "bool_")):
        return None
    generic: Any = static_base(kind, "numpy", "generic")
    return generic.__dict__["item"](value)


def _first(values: object) -> object:
    if issubclass(type(values), list) and list.__len__(values):  # type: ignore[arg-type]
        return list.__getitem__(values, 0)  # type: ignore[call-overload]
    return None
