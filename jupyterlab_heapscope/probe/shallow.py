"""Shallow sizes: an object alone, with its gc header and what CPython keeps around it.

The plan of a type says how to size many of its objects at once without running code of the
user: a `__sizeof__` is called only if it is a C method of that very name.
"""

from __future__ import annotations

import gc
import sys
import types
from typing import TYPE_CHECKING, Any, Callable, cast

from .introspect import (
    HAVE_GC,
    HEAP_TYPE,
    INLINE_VALUES,
    MANAGED_DICT,
    MANAGED_WEAKREF,
    basic_size,
    descriptor_name,
    is_heap_type,
    is_subtype,
    item_size,
    type_flags,
    type_lookup,
    type_mro,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

Plan = Callable[["Sequence[Any]"], int]
"""Bytes of some objects that are all exactly of the plan's type."""

_POINTER = tuple.__itemsize__
_GC_HEADER = sys.getsizeof(()) - tuple.__sizeof__(())
_HAS_VALUES = sys.version_info >= (3, 11)
_VALUES_EMBEDDED = sys.version_info >= (3, 13)


def shallow_size(obj: object) -> int:
    """Bytes of one object alone."""
    return size_plan(type(obj))([obj])


def size_plan(kind: type) -> Plan:
    """Return the function that sizes objects of exactly this type."""
    if is_subtype(kind, type):
        return _size_types
    header = _header_size(kind)
    sizeof = _c_sizeof(kind)
    fixed = basic_size(kind) + header
    if sizeof is object.__sizeof__ and item_size(kind) == 0:
        own: Plan = lambda objects: len(objects) * fixed  # noqa: E731  # one of three plans
    else:
        own = _summed(sizeof, header, fixed)
    values = _values_plan(kind)
    if values is None:
        return own
    inline = values
    return lambda objects: own(objects) + inline(objects)


def _header_size(kind: type) -> int:
    """Bytes before the address of an object: gc header, managed dict and weakref pointers."""
    flags = type_flags(kind)
    header = _GC_HEADER if flags & HAVE_GC else 0
    managed = 0
    if sys.version_info >= (3, 12):
        managed = MANAGED_DICT | MANAGED_WEAKREF
    elif _HAS_VALUES:
        managed = MANAGED_DICT
    return header + (2 * _POINTER if flags & managed else 0)


def _c_sizeof(kind: type) -> Callable[[Any], int]:
    """Return the first `__sizeof__` of the MRO that is C code, passing over the user's."""
    for base in type_mro(kind):
        found: Any = type_lookup(base, "__sizeof__")
        is_c_code = type(found) is types.MethodDescriptorType and found.__objclass__ is base
        if is_c_code and descriptor_name(found) == "__sizeof__":
            return cast("Callable[[Any], int]", found)
    return object.__sizeof__


def _summed(sizeof: Callable[[Any], int], header: int, fixed: int) -> Plan:
    def plan(objects: Sequence[Any]) -> int:
        try:
            return sum(map(sizeof, objects)) + len(objects) * header
        except Exception:  # a C extension may refuse for an object that is half built or closed
            return len(objects) * fixed

    return plan


def _size_types(kinds: Sequence[Any]) -> int:
    """Only types that a class statement made have a gc header."""
    heap = sum(bool(type_flags(kind) & HEAP_TYPE) for kind in kinds)
    return sum(map(type.__sizeof__, kinds)) + heap * _GC_HEADER


# Attribute values that an instance keeps itself instead of in a dict (from 3.11). The first
# instances of a class get room for 30 names, later ones for one more than are in use.
_MOST_NAMES = 30
_SAMPLE = 48


def _values_plan(kind: type) -> Plan | None:
    flags = type_flags(kind)
    if not all(map(is_heap_type, type_mro(kind)[:-1])):
        return None
    if _VALUES_EMBEDDED:
        if not flags & INLINE_VALUES:
            return None
        offset = basic_size(kind)
        return lambda objects: _sum_of_few(objects, lambda obj: _embedded(obj, offset))
    if _HAS_VALUES and flags & MANAGED_DICT:
        return lambda objects: _sum_of_few(objects, _separate)
    return None


def _sum_of_few(objects: Sequence[Any], size: Callable[[Any], int]) -> int:
    """Sum a size that is mostly the same for all instances, reading few of many.

    It falls from the oldest instance to the youngest: where both ends and some between them agree, all do but for
    the odd first one.
    """
    if len(objects) > _SAMPLE:
        sizes = set(map(size, [*objects[:: len(objects) // _SAMPLE], objects[-1]]))
        if len(sizes) == 1:
            return sizes.pop() * len(objects)
    return sum(map(size, objects))


def _names_in_use(obj: object) -> int:
    """Number of names with a value; 0 for an instance that was asked for its `__dict__`."""
    referents = gc.get_referents(obj)
    if len(referents) == 2 and type(referents[0]) is dict:  # noqa: PLR2004  # and the type
        return 0
    return len(referents) - 1


def _separate(obj: object) -> int:
    """3.11 and 3.12: a block of its own; only the class knows its length exactly."""
    names = _names_in_use(obj)
    return _round_up(names + 3) + (names + 1) * _POINTER if names else 0


def _embedded(obj: object, offset: int) -> int:
    """From 3.13: at the end of the object, with room for as many as its first byte says."""
    room = _first_byte(id(obj) + offset) if _first_byte else _names_in_use(obj) + 1
    return _POINTER + room * _POINTER + _round_up(room)


def _round_up(size: int) -> int:
    return -(-size // _POINTER) * _POINTER


def _byte_reader() -> Callable[[int], int] | None:
    """Return what reads a byte of memory, if the layout is the one that is known."""
    if not _VALUES_EMBEDDED:
        return None
    try:
        from ctypes import string_at  # noqa: PLC0415  # not there on every platform
    except ImportError:
        return None

    class Trial:
        def __init__(self) -> None:
            self.one = self.two = self.three = None

    if not type_flags(Trial) & INLINE_VALUES:
        return None
    trial = Trial()
    room, used, embedded, valid = string_at(id(trial) + basic_size(Trial), 4)
    if (used, embedded, valid) != (3, 1, 1) or not used < room <= _MOST_NAMES:
        return None
    return lambda address: string_at(address, 1)[0]


_first_byte = _byte_reader()
