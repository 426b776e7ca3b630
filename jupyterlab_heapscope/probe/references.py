"""What objects refer to, read for many objects of one type at once.

`gc.get_referents` leaves out the str keys of dicts, and knows nothing of what code objects and
numpy arrays hold; for those there are readers of their own.
"""

from __future__ import annotations

import gc
import sys
import types
from collections import deque
from functools import partial
from itertools import chain, islice
from operator import is_
from typing import TYPE_CHECKING, Any, Callable, NamedTuple

from .arrays import ndarray_type
from .introspect import FROZEN_DICT, HAVE_GC, dict_lookup, is_subtype, module_dict, type_flags

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

HEAVY_BYTES = 2 << 20
"""Containers beyond this shallow size are read in parts: some 100,000 references each."""
_PART = 65_536
_TOGETHER = 2_048
"""Objects that are read at once, if they are not too long together."""
_MOST_SHARED_KEYS = 30
"""CPython lets the dicts of a class's instances share their keys up to this many."""
_MOST_SHAPES = 4
"""Dicts after which the same keys are expected to begin anew."""
_CODE = (lambda: 0).__code__
# What a code object really holds: attributes that are made when they are asked for are no members.
_CODE_FIELDS = [
    field.__get__
    for name, field in vars(types.CodeType).items()
    if type(field) is types.MemberDescriptorType and type(field.__get__(_CODE)) in (tuple, str, bytes)
]
# 3.12's _asyncio tells the collector of its free list, too; to refer to one of those is to free it twice.
_MODULES_TELL_DEAD_OBJECTS = sys.version_info[:2] == (3, 12)
_SEQUENCES = (list, tuple, set, frozenset, deque)


class Refs(NamedTuple):
    """Objects that containers refer to; `shared` if one reference may be in it twice."""

    objects: list[Any]
    shared: bool = False


Opener = Callable[["list[Any]"], "Iterable[Refs]"]
"""Reads what objects of one type refer to."""


Names = Callable[["list[Any]"], "list[Any]"]
"""Returns those of some dicts' keys that a walk is to be told of, not all of them again and again."""


def names_not_in(met: dict[int, object]) -> Names:
    """Return what tells of names only where not all of them are in `met` by their id."""
    return lambda keys: keys if set(map(id, keys)).difference(met) else []


def opener(kind: type, names: Names | None) -> Opener | None:
    """Return the reader for a type; None if its objects refer to nothing.

    Without `names` it tells of each reference to a key.
    """
    if kind is dict:
        return partial(_open_dicts, names)
    for base in (dict, FROZEN_DICT):
        if base is not None and is_subtype(kind, base):
            return partial(_open_mappings, base)
    if kind is types.CodeType:
        return _open_code
    ndarray = ndarray_type(kind)
    if ndarray is not None:
        return partial(_open_arrays, ndarray)
    if _MODULES_TELL_DEAD_OBJECTS and is_subtype(kind, types.ModuleType):
        return _open_modules
    return open_plain if type_flags(kind) & HAVE_GC else None


def open_plain(objects: list[Any]) -> Iterable[Refs]:
    """Read the referents of objects for which `gc.get_referents` tells all."""
    return [Refs(gc.get_referents(*objects))]


def open_heavy(objects: list[Any], kind: type, open_light: Opener) -> Iterator[Refs]:
    """Read containers of one type a few at a time, the largest in parts."""
    has_length = kind is dict or any(kind is sequence for sequence in _SEQUENCES)
    for start in range(0, len(objects), _TOGETHER):
        together = objects[start : start + _TOGETHER]
        if not has_length:
            yield from open_light(together)
            continue
        for batch in _batches(together):
            if len(batch[0]) <= _PART:
                yield from open_light(batch)
                continue
            yield from in_parts(iter(batch[0]))
            if kind is dict:
                yield from in_parts(iter(batch[0].values()))


def _batches(containers: list[Any]) -> Iterator[list[Any]]:
    """Return them in batches of a part's length at most; a longer one is alone."""
    batch: list[Any] = []
    total = 0
    for container in containers:
        if batch and total + len(container) > _PART:
            yield batch
            batch, total = [], 0
        batch.append(container)
        total += len(container)
    if batch:
        yield batch


def in_parts(items: Iterator[Any], length: int = _PART) -> Iterator[Refs]:
    """Read items some at a time. Keeps no part while it waits: that would look like one more referrer."""
    return map(Refs, iter(lambda: list(islice(items, length)), []))


def object_count(array: Any) -> int:
    """Return how many objects a numpy array (of no subclass) refers to; 0 where it owns none."""
    return sum(int(part.size) for part in _object_arrays(array)) if array.base is None else 0


def array_parts(array: Any, length: int = _PART) -> Iterator[Refs]:
    """Read the objects in a numpy array (of no subclass) some at a time."""
    for part in _object_arrays(array):
        items = part.flat
        for start in range(0, len(items), length):
            yield Refs(items[start : start + length].tolist())


def _object_arrays(array: Any) -> Iterator[Any]:
    """Yield an array of objects itself; of a structured one views of those fields that are such, at any depth."""
    dtype = array.dtype
    if dtype.char == "O":
        yield array
    elif dtype.hasobject and dtype.names is not None and all(type(key) is str for key in dtype.fields):
        for name in dtype.names:
            if dtype.fields[name][0].hasobject:
                yield from _object_arrays(array[name])


def _open_dicts(names: Names | None, objects: list[Any]) -> Iterator[Refs]:
    """Keys of small dicts may belong to many dicts though they count one reference only."""
    yield Refs(list(chain.from_iterable(map(dict.values, objects))))
    if max(map(len, objects)) > _MOST_SHARED_KEYS:
        large = [obj for obj in objects if len(obj) > _MOST_SHARED_KEYS]
        yield Refs(list(chain.from_iterable(large)))
        objects = [obj for obj in objects if len(obj) <= _MOST_SHARED_KEYS]
    keys = list(chain.from_iterable(objects))
    if names is not None and keys:
        keys = names(_first_turn(keys, objects))
    if keys:
        yield Refs(keys, shared=True)


def _first_turn(keys: list[Any], dicts: list[Any]) -> list[Any]:
    """Return the keys up to where the same ones begin anew: dicts of records have the same names in turn."""
    length = 0
    for one in dicts[:_MOST_SHAPES]:
        length += len(one)
        if length and all(map(is_, islice(keys, length, None), keys)):
            return keys[:length]
    return keys


def _open_mappings(base: Any, objects: list[Any]) -> Iterator[Refs]:
    """Read keys and values by the base class's own code, and what else the objects refer to."""
    for obj in objects:
        keys, values = list(base.__iter__(obj)), list(base.values(obj))
        inside = set(map(id, keys)) | set(map(id, values))
        yield Refs([other for other in gc.get_referents(obj) if id(other) not in inside], shared=True)
        yield Refs(values)
        yield Refs(keys, shared=len(keys) <= _MOST_SHARED_KEYS)


_YOUNGEST_OF_OLD = 20_000
_FEWEST_INTERNED = 500


def interned_names(tracked: list[Any]) -> list[str]:
    """Return the names that CPython interned, where its table of them is a tracked dict (3.14).

    The table's references are not in the names' counts. While the result is held, no such name
    looks as if it had a single referrer.
    """
    probe = sys.intern("heapscope looks for the table of interned names")
    for obj in tracked[:_YOUNGEST_OF_OLD]:  # it is as old as the interpreter
        if type(obj) is dict and len(obj) > _FEWEST_INTERNED and dict_lookup(obj, probe) is probe:
            return list(obj)
    return []


def _open_modules(objects: list[Any]) -> Iterator[Refs]:
    yield Refs([names for names in map(module_dict, objects) if names is not None])


def _open_code(objects: list[Any]) -> Iterator[Refs]:
    for field in _CODE_FIELDS:
        yield Refs(list(map(field, objects)))


def _open_arrays(ndarray: Any, objects: list[Any]) -> Iterator[Refs]:
    """Read the owners of borrowed buffers, the objects in arrays, and attributes."""
    fields = ndarray.__dict__
    bases = list(map(fields["base"].__get__, objects))
    yield Refs([base for base in bases if base is not None])
    for array, base in zip(objects, bases):
        if base is None and fields["dtype"].__get__(array).hasobject:
            # Slices and fields of a subclass's array would be made by the subclass.
            yield from array_parts(array if type(array) is ndarray else fields["view"](array, ndarray))
    yield Refs(gc.get_referents(*objects))
