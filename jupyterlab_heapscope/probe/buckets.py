"""Objects partitioned by type at C speed."""

from __future__ import annotations

import sys
from collections import defaultdict, deque
from types import FunctionType
from typing import Any, Callable

from .introspect import module_dict, type_lookup, type_mro

Partition = Callable[[list[Any]], list[tuple[type, list[Any]]]]
"""Returns the objects of each type, in their order."""


def partition() -> Partition:
    """Return the fastest way that runs no code of the metaclasses that there are now."""
    return _by_type if _types_hash_by_identity() else _by_id_of_type


def _by_type(objects: list[Any]) -> list[tuple[type, list[Any]]]:
    buckets: Any = defaultdict(list)
    deque(map(list.append, map(buckets.__getitem__, map(type, objects)), objects), 0)
    return list(buckets.items())


def _by_id_of_type(objects: list[Any]) -> list[tuple[type, list[Any]]]:
    buckets: Any = defaultdict(list)
    deque(map(list.append, map(buckets.__getitem__, map(id, map(type, objects))), objects), 0)
    return [(type(bucket[0]), bucket) for bucket in buckets.values()]


def _types_hash_by_identity() -> bool:
    """Whether all metaclasses hash as `type` does, so that types may be keys of a dict.

    They may compare as they like: a dict compares only what hashes alike, which two addresses do not.
    """
    pending: list[type] = [type]
    while pending:
        meta = pending.pop()
        if not all(_is_hash_of_type(type_lookup(base, "__hash__", object.__hash__)) for base in type_mro(meta)):
            return False
        pending += type.__subclasses__(meta)
    return True


def _is_hash_of_type(method: object) -> bool:
    """Whether a method is the one that all types have, or one of typing's, which does no more.

    In every ipykernel typing_extensions has such a metaclass, and typing itself from Python 3.14 on.
    """
    if type(method) is not FunctionType:
        return method is object.__hash__
    libraries = (sys.modules.get(name) for name in ("typing", "typing_extensions"))
    return any(method.__globals__ is module_dict(library) for library in libraries)
