"""What a type really is, read without running code of the user.

Nothing here asks an object: `type(x)` and the descriptors of `type` itself answer. Types are
compared and kept by identity only, because a metaclass may define `__eq__` and `__hash__`;
names are compared only when they are exact `str`, for the same reason.
"""

from __future__ import annotations

import builtins
import types
from itertools import repeat
from operator import is_
from typing import TYPE_CHECKING, Any, Callable

if TYPE_CHECKING:
    from collections.abc import Iterable

type_dict: Callable[[type], Any] = type.__dict__["__dict__"].__get__
_mro: Callable[[type], tuple[type, ...] | None] = type.__dict__["__mro__"].__get__
type_flags: Callable[[type], int] = type.__dict__["__flags__"].__get__
basic_size: Callable[[type], int] = type.__dict__["__basicsize__"].__get__
item_size: Callable[[type], int] = type.__dict__["__itemsize__"].__get__
_type_module: Callable[[type], object] = type.__dict__["__module__"].__get__
_type_qualname: Callable[[type], object] = type.__dict__["__qualname__"].__get__
_module_dict: Callable[[Any], object] = vars(types.ModuleType)["__dict__"].__get__

# Bits of tp_flags, the same in 3.9 to 3.15 where they exist.
INLINE_VALUES = 1 << 2
MANAGED_WEAKREF = 1 << 3
MANAGED_DICT = 1 << 4
IMMUTABLE_TYPE = 1 << 8
HEAP_TYPE = 1 << 9
HAVE_GC = 1 << 14

MISSING: Any = object()


def type_mro(kind: type) -> tuple[type, ...]:
    """Return the bases in order; a type of C that was never made ready has none (seen on 3.9)."""
    return _mro(kind) or (kind,)


FROZEN_DICT: Any = getattr(builtins, "frozendict", None)
"""From Python 3.15, and no subclass of dict."""
# Folder of the probe's own code: a real one in tests, made up by the loader in a kernel.
OWN_FOLDER = (lambda: 0).__code__.co_filename.replace("\\", "/").rpartition("/")[0] + "/"


def is_own_file(filename: str) -> bool:
    """Whether a code object's file name is of the probe."""
    return filename.replace("\\", "/").startswith(OWN_FOLDER)


def _all_exact_str(names: Iterable[object]) -> bool:
    return all(map(is_, map(type, names), repeat(str)))


def has_plain_names(mapping: dict[Any, Any]) -> bool:
    """Whether all keys are exact str, so that looking one up runs no code of the user."""
    return _all_exact_str(dict.__iter__(mapping))


def _scan(items: Iterable[tuple[Any, Any]], name: str, default: Any) -> Any:
    for key, value in items:
        if type(key) is str and key == name:
            return value
    return default


def dict_lookup(mapping: dict[Any, Any], name: str, default: Any = None) -> Any:
    """Return `mapping[name]`; a key of a user's type is never hashed or compared."""
    if has_plain_names(mapping):
        return dict.get(mapping, name, default)
    return _scan(list(dict.items(mapping)), name, default)


def type_lookup(kind: type, name: str, default: Any = None) -> Any:
    """Return what `kind` itself, not its bases, has under `name`."""
    names = type_dict(kind)
    if names is None:  # as with type_mro
        return default
    if not type_flags(kind) & HEAP_TYPE or _all_exact_str(names):
        return names.get(name, default)
    return _scan(list(names.items()), name, default)


def mro_values(kind: type) -> dict[str, Any]:
    """Return every name that an instance would find in its class or the bases of that."""
    values: dict[str, Any] = {}
    for base in reversed(type_mro(kind)):
        names = type_dict(base)
        if _all_exact_str(names):
            values.update(names)
        else:
            values.update(item for item in list(names.items()) if type(item[0]) is str)
    return values


def is_descriptor(value: object) -> bool:
    """Whether finding `value` in a class would call a method of it."""
    values = mro_values(type(value))
    return any(name in values for name in ("__get__", "__set__", "__delete__"))


def descriptor_name(found: Any) -> object:
    """Return the name that CPython gave one of its own descriptors."""
    return found.__name__


def genuine_descriptor(kind: type, name: str, descriptor: type) -> Any:
    """Return CPython's own descriptor of this name from the MRO, or None.

    A class can put anything under a name: a property, or a real descriptor of another name.
    """
    for base in type_mro(kind):
        found = type_lookup(base, name, MISSING)
        if type(found) is descriptor and descriptor_name(found) == name:
            return found
    return None


def is_subtype(kind: type, base: type) -> bool:
    """Whether `kind` derives from `base`, whose metaclass must be `type` itself."""
    return type(base) is type and issubclass(kind, base)


def is_heap_type(kind: type) -> bool:
    """Whether a class statement (or a C extension's type spec) made this type."""
    return bool(type_flags(kind) & HEAP_TYPE)


def module_dict(module: object) -> dict[str, Any] | None:
    """Return the namespace of a real module, lazy ones and subclasses included."""
    if not is_subtype(type(module), types.ModuleType):
        return None
    namespace = _module_dict(module)
    return namespace if type(namespace) is dict else None


def exact_str(text: object, limit: int) -> str | None:
    """Return at most `limit` characters of a str (or of a subclass, as exact str)."""
    if not is_subtype(type(text), str):
        return None
    whole: Any = text
    return str.__getitem__(whole, slice(0, limit))


def type_names(kind: type, limit: int = 400) -> tuple[str | None, str]:
    """Return module and qualified name, cut; None for a module that is not text."""
    module = type_lookup(kind, "__module__") if is_heap_type(kind) else _type_module(kind)
    return exact_str(module, limit), exact_str(_type_qualname(kind), limit) or "?"


def static_base(kind: type, module: str, name: str) -> type | None:
    """Return the C type of this name in the MRO, such as numpy's ndarray, or None.

    A class statement cannot forge one, and no library has to be looked up in `sys.modules`.
    """
    for base in type_mro(kind):
        if not is_heap_type(base) and _type_qualname(base) == name and _type_module(base) == module:
            return base
    return None
