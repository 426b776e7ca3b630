"""A slow and simple closure of the heap in plain Python, to hold the fast walk against."""

from __future__ import annotations

import builtins
import gc
import sys
import types
from collections import Counter
from typing import Any, Callable

_CODE_NAMES = ("co_consts", "co_names", "co_filename", "co_name", "co_qualname", "co_linetable", "co_exceptiontable")


def closure(roots: list[Any]) -> list[Any]:
    """Return the objects of `roots` and all untracked ones that they lead to, each once."""
    found = {id(root): root for root in roots}
    pending = list(found.values())
    while pending:
        for referent in _referents(pending.pop()):
            if id(referent) not in found and not gc.is_tracked(referent):
                found[id(referent)] = referent
                pending.append(referent)
    return list(found.values())


def count_by_type(objects: list[Any]) -> dict[type, int]:
    """Return how many objects of each type there are."""
    return dict(Counter(map(type, objects)))


def _referents(obj: Any) -> list[Any]:
    referents = gc.get_referents(obj)
    for mapping in (dict, getattr(builtins, "frozendict", dict)):
        if issubclass(type(obj), mapping):
            referents += list(mapping.keys(obj))
    if type(obj) is types.CodeType:
        names = [name for name in _CODE_NAMES if hasattr(obj, name)]
        referents += [getattr(obj, name) for name in names]
    numpy = sys.modules.get("numpy")
    if numpy is not None and issubclass(type(obj), numpy.ndarray):
        if obj.base is not None:
            referents.append(obj.base)
        elif obj.dtype.hasobject:
            for item in obj.flat:
                referents += _objects_in(item.item() if obj.dtype.names else item, obj.dtype)
    return referents


def _objects_in(value: Any, dtype: Any) -> list[Any]:
    """Return the objects in an item of an array, which numpy gives as tuples of fields and arrays of the same."""
    if dtype.subdtype is not None:
        base, shape = dtype.subdtype
        rows = value.flat if hasattr(value, "flat") else _flat(value, len(shape))
        return [obj for one in rows for obj in _objects_in(one, base)]
    if dtype.names is None:
        return [value] if dtype.kind == "O" else []
    parts = zip(value, dtype.names)
    return [obj for part, name in parts if dtype[name].hasobject for obj in _objects_in(part, dtype[name])]


def _flat(value: Any, depth: int) -> list[Any]:
    return [value] if depth == 0 else [one for part in value for one in _flat(part, depth - 1)]


_OF_THE_PROGRAM = (
    type,
    types.ModuleType,
    types.CodeType,
    types.FrameType,
    types.TracebackType,
    types.GetSetDescriptorType,
    types.MemberDescriptorType,
    types.MethodDescriptorType,
    types.WrapperDescriptorType,
    types.ClassMethodDescriptorType,
    type(None),
    type(Ellipsis),
    type(NotImplemented),
    bool,
)


def reached(root: object, left_out: tuple[object, ...] = ()) -> dict[int, Any]:
    """Return what belongs to a value, by id: all that can be reached but what is the program's, or left out."""
    found = {id(root): root}
    barred = set(map(id, left_out))
    pending: list[Any] = [root]
    while pending:
        obj = pending.pop()
        referents = _referents(obj)
        if type(obj) is types.FunctionType:
            programs = (obj.__globals__, builtins.__dict__)
            referents = [other for other in referents if not any(other is names for names in programs)]
        for referent in referents:
            is_barred = id(referent) in barred or issubclass(type(referent), _OF_THE_PROGRAM)
            if id(referent) not in found and not is_barred:
                found[id(referent)] = referent
                pending.append(referent)
    return found


def exclusive_bytes(
    named: dict[str, object], held_outside: list[object], size: Callable[[Any], int]
) -> dict[str, tuple[int, int]]:
    """Return deep and exclusive bytes of each name, from the sets of what each reaches."""
    reach = {name: reached(value) for name, value in named.items()}
    holders = Counter(key for found in reach.values() for key in found)
    outside = {key for obj in held_outside for key in reached(obj)}
    return {
        name: (
            sum(map(size, found.values())),
            sum(size(obj) for key, obj in found.items() if holders[key] == 1 and key not in outside),
        )
        for name, found in reach.items()
    }
