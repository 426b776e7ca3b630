"""Attributes of an instance, found without attribute access.

From 3.11 an instance keeps its attribute values inline and makes a `__dict__` only when it is
asked for one. Asking would cost the user's object that dict for ever, so the names are first
looked for where classes declare them (`__init__`, annotations, `__static_attributes__`), and
each is believed only if together they account for everything the instance refers to. Only
where they do not (attributes set from outside, subclasses of containers) is the dict asked for.
"""

from __future__ import annotations

import gc
import sys
import types
from collections import Counter
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from .introspect import (
    MANAGED_DICT,
    MISSING,
    dict_lookup,
    genuine_descriptor,
    is_descriptor,
    is_heap_type,
    is_subtype,
    mro_values,
    type_dict,
    type_flags,
    type_lookup,
    type_mro,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_CONTAINERS = (list, tuple, dict, set, frozenset)
_INITIALISERS = ("__init__", "__new__", "__post_init__", "__setstate__")
_MOST_CANDIDATES = 400
_SMALL_DICT = 100
_MANAGED = sys.version_info >= (3, 11)


def attributes(obj: object) -> list[tuple[object, object]]:
    """Names and values: those of `__dict__` in its order, then the slots that are filled."""
    kind = type(obj)
    slots = _slots(obj, kind)
    if _dict_descriptor(kind) is None:
        return slots
    named = _without_dict(obj, kind, slots)
    if named is None:
        named = list(dict.items(_dict_of(obj, kind)))
    return named + slots


def attribute(obj: object, name: str) -> Any:
    """Return one attribute of the instance's `__dict__`, or None; makes no dict."""
    kind = type(obj)
    if _dict_descriptor(kind) is None:
        return None
    referents = gc.get_referents(obj)
    if _may_be_own_dict(referents):
        return dict_lookup(_dict_of(obj, kind), name)
    value = _plain_attribute(obj, mro_values(kind), name)
    return None if value is MISSING else value


def _dict_descriptor(kind: type) -> Any:
    """Return what reads the real `__dict__`: some C types have it as a plain field."""
    getter = genuine_descriptor(kind, "__dict__", types.GetSetDescriptorType)
    return getter or genuine_descriptor(kind, "__dict__", types.MemberDescriptorType)


def _dict_of(obj: object, kind: type) -> dict[Any, Any]:
    found = _dict_descriptor(kind).__get__(obj)
    return found if is_subtype(type(found), dict) else {}


def _slots(obj: object, kind: type) -> list[tuple[object, object]]:
    found: list[tuple[object, object]] = []
    for base in type_mro(kind):
        if not is_heap_type(base):
            continue
        for name, member in list(type_dict(base).items()):
            if type(member) is not types.MemberDescriptorType or type(name) is not str:
                continue
            if member.__objclass__ is base and member.__name__ == name:
                with suppress(AttributeError):  # not filled
                    found.append((name, member.__get__(obj)))
    return found


def _without_dict(obj: object, kind: type, slots: list[tuple[object, object]]) -> list[tuple[object, object]] | None:
    """Return the attributes without making a dict; None where that cannot be done."""
    if any(issubclass(kind, container) for container in _CONTAINERS):
        return None
    referents = gc.get_referents(obj)
    if not _MANAGED or not type_flags(kind) & MANAGED_DICT:
        has_dict = any(is_subtype(type(referent), dict) for referent in referents)
        return None if has_dict else []
    held = _Held(referents)
    held.take(kind)
    for _, value in slots:
        held.take(value)
    if not held.count:
        return []
    if _may_be_own_dict(referents):
        return None
    named: list[tuple[object, object]] = []
    class_values = mro_values(kind)
    for name in _declared_names(kind):
        value = _plain_attribute(obj, class_values, name)
        if value is not MISSING and held.take(value):
            named.append((name, value))
            if not held.count:
                return named
    return None


class _Held:
    """What an instance refers to, to be accounted for one by one."""

    def __init__(self, referents: list[object]) -> None:
        """Start with everything open."""
        self.count = len(referents)
        self._times = Counter(map(id, referents))

    def take(self, value: object) -> bool:
        """Cross out one reference to `value`; False if there is none left."""
        if not self._times[id(value)]:
            return False
        self._times[id(value)] -= 1
        self.count -= 1
        return True


def _may_be_own_dict(referents: list[object]) -> bool:
    """Whether a referent may be the instance's own `__dict__`, made by someone before.

    Looking a name up in that one could run the `__eq__` of a hostile key, and it can be had
    without making it.
    """
    return any(
        is_subtype(type(referent), dict)
        and (
            type(referent) is not dict
            or len(referent) > _SMALL_DICT
            or not all(type(key) is str for key in list(referent))
        )
        for referent in referents
    )


def _plain_attribute(obj: object, class_values: dict[str, Any], name: str) -> Any:
    """Read one attribute where no descriptor of the class could run, else MISSING."""
    if name in class_values and is_descriptor(class_values[name]):
        return MISSING
    try:
        return object.__getattribute__(obj, name)
    except AttributeError:
        return MISSING


def _declared_names(kind: type) -> list[str]:
    """Names that the classes of the MRO set or declare, each once.

    In the order in which they are set when an instance is made: base classes first.
    """
    bases = [base for base in reversed(type_mro(kind)) if is_heap_type(base)]
    names: dict[str, None] = {}
    for base in bases:
        for initialiser in _INITIALISERS:
            function = type_lookup(base, initialiser)
            if type(function) is types.FunctionType:
                names.update(_exact(function.__code__.co_names))
                names.update(_exact(function.__code__.co_consts))
    for base in bases:
        for listed in ("__match_args__", "__static_attributes__", "__annotations__"):
            declared = type_lookup(base, listed)
            if type(declared) is tuple or type(declared) is dict:
                names.update(_exact(list(declared)))
    return list(names)[:_MOST_CANDIDATES]


def _exact(names: Iterable[object]) -> Iterator[tuple[str, None]]:
    return ((name, None) for name in names if type(name) is str)
