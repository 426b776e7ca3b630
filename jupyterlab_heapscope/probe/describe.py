"""One object in a few words and figures, without running any of its code."""

from __future__ import annotations

import types
from array import array
from collections import deque
from itertools import islice
from typing import TYPE_CHECKING, Any, Callable

from .arrays import (
    array_base,
    array_shape,
    dtype_name,
    ndarray_type,
    numpy_number,
    shape_text,
    table_name,
    table_shape,
)
from .introspect import (
    FROZEN_DICT,
    HEAP_TYPE,
    IMMUTABLE_TYPE,
    dict_lookup,
    exact_str,
    is_subtype,
    module_dict,
    type_flags,
)
from .parts import member_count
from .shallow import shallow_size
from .text import counted, int_bits, safe_text, scalar_text, type_name

if TYPE_CHECKING:
    from .messages import ObjectSummary

__all__ = ["describe", "safe_text", "type_name"]

_PREVIEW_ITEMS = 10
_PREVIEW_ITEM_LIMIT = 24
_PREVIEW_LIMIT = 80
_LONG_TEXT = 200
_MOST_PARAMETERS = 12
# Length and iterator of each container by the base class's own C code, so that they hold for
# subclasses too; brackets for the preview of an exact one.
_CONTAINERS: tuple[tuple[type, Callable[[Any], int], str, str], ...] = (
    (list, list.__len__, "[", "]"),
    (tuple, tuple.__len__, "(", ")"),
    (dict, dict.__len__, "{", "}"),
    (set, set.__len__, "{", "}"),
    (frozenset, frozenset.__len__, "frozenset({", "})"),
    (deque, deque.__len__, "deque([", "])"),
    *([(FROZEN_DICT, FROZEN_DICT.__len__, "frozendict({", "})")] if FROZEN_DICT else []),
)
_FUNCTIONS = (
    types.FunctionType,
    types.BuiltinFunctionType,
    types.MethodType,
    types.MethodDescriptorType,
    types.WrapperDescriptorType,
    types.MethodWrapperType,
    types.ClassMethodDescriptorType,
)
# C types whose objects take attributes as those of a class statement do.
_OPEN_TYPES = (BaseException, types.SimpleNamespace)
_SCALARS = (int, float, complex, type(None), type(Ellipsis), type(NotImplemented))


def describe(obj: object) -> ObjectSummary:
    """Describe one object; see ObjectSummary in the protocol. Never raises."""
    kind = type(obj)
    members = _guarded(member_count, obj, 0)
    words = _guarded(_words, obj, ("other", None, None))
    category, text, shape = words
    if shape is None and category == "instance" and members:
        shape = counted(members, "attribute")
    return {
        "address": hex(id(obj)),
        "type": type_name(kind),
        "category": category,
        "text": text,
        "shape": shape,
        "shallow_bytes": _guarded(shallow_size, obj, None),
        "member_count": members,
    }


def _guarded(read: Callable[[Any], Any], obj: object, otherwise: Any) -> Any:
    """Read one figure; what changes or is released meanwhile leaves out only that figure."""
    try:
        return read(obj)
    except Exception:
        return otherwise


def _words(obj: Any) -> tuple[str, str | None, str | None]:
    """Return category, text and shape."""
    kind = type(obj)
    for describe_kind in (_plain, _container, _named, _array):
        words = describe_kind(obj, kind)
        if words is not None:
            return words
    by_class_statement = type_flags(kind) & (HEAP_TYPE | IMMUTABLE_TYPE) == HEAP_TYPE
    if by_class_statement or any(is_subtype(kind, base) for base in _OPEN_TYPES):
        return "instance", None, None
    return "other", None, None


def _plain(obj: Any, kind: type) -> tuple[str, str | None, str | None] | None:
    if is_subtype(kind, str):
        length = str.__len__(obj)
        shape = counted(length, "character") if length > _LONG_TEXT else None
        return "text", scalar_text(obj), shape
    for binary in (bytes, bytearray):
        if is_subtype(kind, binary):
            return "text", scalar_text(obj), counted(binary.__len__(obj), "byte")
    if any(is_subtype(kind, scalar) for scalar in _SCALARS):
        bits = int_bits(obj) if is_subtype(kind, int) else None
        shape = f"{bits:,} bits" if bits else None
        number = obj if kind in _SCALARS or kind is bool else numpy_number(obj)
        return "scalar", None if number is None and obj is not None else scalar_text(number), shape
    number = numpy_number(obj)
    return None if number is None else ("scalar", scalar_text(number), None)


def _container(obj: Any, kind: type) -> tuple[str, str | None, str | None] | None:
    for base, length, opening, closing in _CONTAINERS:
        if is_subtype(kind, base):
            count = length(obj)
            text = _preview(obj, opening, closing) if kind is base else None
            return "container", text, counted(count, "item")
    if kind is range:
        return "container", _range_text(obj), None
    return None


def _preview(container: Any, opening: str, closing: str) -> str | None:
    """Return `[70, 85, 92]`, or None unless all of it is few and short scalars."""
    is_dict = type(container) in (dict, FROZEN_DICT)
    items = list(islice(container.items() if is_dict else container, _PREVIEW_ITEMS + 1))
    if len(items) > _PREVIEW_ITEMS:
        return None
    parts = []
    for item in items:
        texts = [_short_text(part) for part in (item if is_dict else (item,))]
        if None in texts:
            return None
        parts.append(": ".join(map(str, texts)))
    if type(container) is tuple and len(parts) == 1:
        parts[0] += ","
    if not parts and (type(container) is set or type(container) is frozenset):
        return f"{type(container).__name__}()"
    text = opening + ", ".join(parts) + closing
    return text if len(text) <= _PREVIEW_LIMIT else None


def _range_text(span: range) -> str | None:
    bounds = [scalar_text(bound) for bound in (span.start, span.stop, span.step)]
    if None in bounds:
        return None
    return f"range({', '.join(map(str, bounds[: 2 if span.step == 1 else 3]))})"


def _short_text(item: object) -> str | None:
    text = scalar_text(item, _PREVIEW_ITEM_LIMIT)
    return None if text is None or len(text) > _PREVIEW_ITEM_LIMIT * 2 else text


def _named(obj: Any, kind: type) -> tuple[str, str | None, str | None] | None:
    if is_subtype(kind, type):
        return "class", safe_text(f"class {type_name(obj)}"), None
    if kind is types.FunctionType:
        return "function", _signature(obj), None
    if kind is types.MethodType and type(obj.__func__) is types.FunctionType:
        return "function", _signature(obj.__func__), None
    if any(kind is function for function in _FUNCTIONS):
        name = exact_str(obj.__name__, _LONG_TEXT) if kind is not types.MethodType else None
        return "function", None if name is None else safe_text(name), None
    namespace = module_dict(obj)
    if namespace is not None:
        name = exact_str(dict_lookup(namespace, "__name__"), _LONG_TEXT)
        return "module", None if name is None else safe_text(name), None
    return None


def _signature(function: types.FunctionType) -> str:
    code = function.__code__
    count = code.co_argcount + code.co_kwonlyargcount
    names = [safe_text(name, 40) for name in code.co_varnames[:count]]
    if len(names) > _MOST_PARAMETERS:
        names[_MOST_PARAMETERS:] = ["…"]
    return safe_text(f"{safe_text(function.__qualname__, 200)}({', '.join(names)})")


def _array(obj: Any, kind: type) -> tuple[str, str | None, str | None] | None:
    ndarray = ndarray_type(kind)
    if ndarray is not None:
        view = " view" if array_base(obj, ndarray) is not None else ""
        return "array", dtype_name(obj, ndarray) + view, shape_text(array_shape(obj, ndarray))
    if is_subtype(kind, array):
        return "array", None, counted(array.__len__(obj), "item")
    if kind is memoryview:
        return "array", None, counted(obj.nbytes, "byte")
    table = table_name(kind)
    return None if table is None else ("table", None, table_shape(obj, table))
