"""What an object is made of: attributes, items, what a function closes over.

The order is that of the object itself and the same each time, so that a path of indices leads
to the same object again and nothing need be kept alive between two requests.
"""

from __future__ import annotations

import types
from collections import deque
from contextlib import suppress
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any, Callable, NamedTuple

from .arrays import array_base, ndarray_type
from .attributes import attributes
from .introspect import FROZEN_DICT, is_heap_type, is_subtype, type_dict
from .text import key_text, name_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_DEEPEST_WALK = 200_000
"""Dicts and sets have no index: items past this one would take too long to reach."""


class Member(NamedTuple):
    """One member: its name as text, what kind of name that is, and the object."""

    name: str
    name_kind: str
    value: object


class _Part(NamedTuple):
    """Members of one kind: how many there are, and a function for some of them."""

    length: int
    page: Callable[[int, int], list[Member]]


def member_count(obj: object) -> int:
    """Return how many members an object has."""
    return sum(part.length for part in _parts(obj))


def members(obj: object, start: int, count: int) -> list[Member]:
    """Return some of the members in their order; fewer where the object ends."""
    found: list[Member] = []
    for part in _parts(obj):
        if start < part.length and len(found) < count:
            found += part.page(start, min(count - len(found), part.length - start))
        start = max(0, start - part.length)
    return found


def _parts(obj: Any) -> Iterator[_Part]:
    kind = type(obj)
    if is_subtype(kind, type):
        if is_heap_type(obj):
            yield _listed("attribute", _class_attributes(obj))
        return
    if is_subtype(kind, types.ModuleType):
        return
    if kind is types.FunctionType:
        yield _listed("cell", _closure(obj))
    elif kind is types.MethodType:
        yield _listed("attribute", [("__self__", obj.__self__), ("__func__", obj.__func__)])
    elif is_heap_type(kind) or not _is_container(kind):
        yield _listed("attribute", attributes(obj))
    yield from _items(obj, kind)
    ndarray = ndarray_type(kind)
    base = array_base(obj, ndarray) if ndarray is not None else None
    if base is not None:
        yield _listed("attribute", [("base", base)])


def _listed(name_kind: str, named: list[tuple[object, object]]) -> _Part:
    def page(start: int, count: int) -> list[Member]:
        return [Member(name_text(name), name_kind, value) for name, value in named[start : start + count]]

    return _Part(len(named), page)


def _is_container(kind: type) -> bool:
    return any(issubclass(kind, base) for base in (list, tuple, dict, set, frozenset, deque))


def _items(obj: Any, kind: type) -> Iterator[_Part]:
    """Items of a container, by the base class's own code where a subclass has its own."""
    sequences: tuple[Any, ...] = (list, tuple)
    iterables: tuple[Any, ...] = (deque, set, frozenset)
    for base in sequences:
        if issubclass(kind, base):
            yield _Part(base.__len__(obj), _indexed(partial(_slice, base, obj)))
    for base in iterables:
        if issubclass(kind, base):
            yield _Part(base.__len__(obj), _indexed(partial(_walk, base, obj)))
    mappings: tuple[Any, ...] = (dict, FROZEN_DICT) if FROZEN_DICT else (dict,)
    for base in mappings:
        if issubclass(kind, base):
            yield _Part(base.__len__(obj), partial(_keyed, base, obj))


def _slice(base: Any, obj: Any, start: int, stop: int) -> Iterable[object]:
    items: Iterable[object] = base.__getitem__(obj, slice(start, stop))
    return items


def _walk(base: Any, obj: Any, start: int, stop: int) -> Iterable[object]:
    return islice(base.__iter__(obj), start, stop) if start <= _DEEPEST_WALK else ()


def _indexed(read: Callable[[int, int], Iterable[object]]) -> Callable[[int, int], list[Member]]:
    def page(start: int, count: int) -> list[Member]:
        found = list(read(start, start + count))
        return [Member(str(index), "index", value) for index, value in enumerate(found, start)]

    return page


def _keyed(base: Any, obj: Any, start: int, count: int) -> list[Member]:
    if start > _DEEPEST_WALK:
        return []
    found = list(islice(base.items(obj), start, start + count))
    return [Member(key_text(key), "key", value) for key, value in found]


def _class_attributes(kind: type) -> list[tuple[object, object]]:
    """Names that a class statement gave the class, without Python's own."""
    return [
        (name, value)
        for name, value in list(type_dict(kind).items())
        if not (type(name) is str and name.startswith("__") and name.endswith("__"))
    ]


def _closure(function: types.FunctionType) -> list[tuple[object, object]]:
    named: list[tuple[object, object]] = []
    for name, cell in zip(function.__code__.co_freevars, function.__closure__ or ()):
        with suppress(ValueError):  # not filled yet
            named.append((name, cell.cell_contents))
    return named
