"""Objects partitioned by type at C speed."""

from __future__ import annotations

from collections import defaultdict, deque
from typing import Any, Callable

from .introspect import MISSING, type_lookup, type_mro

Partition = Callable[[list[Any]], list[tuple[type, list[Any]]]]
"""Returns the objects of each type, in their order."""


def partition() -> Partition:
    """Return the fastest way that runs no code of the metaclasses that there are now."""
    return by_type if _types_hash_by_identity() else _by_id_of_type


def by_type(objects: list[Any]) -> list[tuple[type, list[Any]]]:
    """Sort by type; only where `partition` returns it."""
    buckets: Any = defaultdict(list)
    deque(map(list.append, map(buckets.__getitem__, map(type, objects)), objects), 0)
    return list(buckets.items())


def _by_id_of_type(objects: list[Any]) -> list[tuple[type, list[Any]]]:
    kinds = list(map(type, objects))
    ids = list(map(id, kinds))
    buckets: Any = defaultdict(list)
    deque(map(list.append, map(buckets.__getitem__, ids), objects), 0)
    kind_of = dict(zip(ids, kinds))
    return [(kind_of[key], bucket) for key, bucket in buckets.items()]


def _types_hash_by_identity() -> bool:
    """Whether no metaclass defines `__hash__` or `__eq__`, so that types may be keys of a dict."""
    pending: list[type] = [type]
    while pending:
        meta = pending.pop()
        for base in type_mro(meta):
            if base is type or base is object:
                continue
            if any(type_lookup(base, name, MISSING) is not MISSING for name in ("__hash__", "__eq__")):
                return False
        pending += type.__subclasses__(meta)
    return True
