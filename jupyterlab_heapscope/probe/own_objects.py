"""The objects of the probe itself, to be left out of what it counts."""

from __future__ import annotations

import builtins
import gc
import sys
import types
from array import array
from collections import Counter, OrderedDict, deque
from importlib.machinery import ModuleSpec
from sys import getrefcount
from typing import Any, Callable, ForwardRef, NamedTuple

from .buckets import partition
from .introspect import dict_lookup, is_heap_type, is_own_file, is_subtype, module_dict, type_lookup
from .references import opener
from .shallow import size_plan

PACKAGE = __name__.rpartition(".")[0]
_LOADER = "<heapscope boot>"
"""Where the loader's classes are defined; see boot.py."""
_CONTAINERS = (dict, list, tuple, set, frozenset, deque, OrderedDict, array)
_NOTHING = (0, 0, 0)
_ATOMS = (str, int, float, bytes)


class _Sample(NamedTuple):
    at: int


# What only that has which refers to it.
_PARTS = (
    property,
    staticmethod,
    classmethod,
    types.CellType,
    types.MethodWrapperType,
    ForwardRef,
    ModuleSpec,  # not asked for its name: that would make it a dict, to be counted
    type(_Sample.__dict__["at"]),
)
_MAKERS = ("collections", "contextlib", "typing")
"""Modules whose `namedtuple`, `contextmanager` and `NamedTuple` (which makes a function since 3.14) the probe has."""
_FIELDS = (types.MemberDescriptorType, types.GetSetDescriptorType)
# What getrefcount says of an object that only a dict of ours refers to.
_HELD_HERE = next(map(getrefcount, {0: object()}.values()))


def is_own_type(kind: type) -> bool:
    """Whether a class is defined in the probe."""
    module = type_lookup(kind, "__module__") if is_heap_type(kind) else None
    return type(module) is str and (_is_own_name(module) or module == _LOADER)


def _is_own_name(module: str) -> bool:
    return module == PACKAGE or module.startswith(PACKAGE + ".")


Sums = dict[int, "tuple[int, int, int]"]
"""Count, bytes and how many are tracked, by id of the type."""


class OwnObjects:
    """Sums of the probe's objects. Its code stays as it is, so that is looked through only once."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._modules: frozenset[int] = frozenset()
        """Their ids."""
        self._code: Sums = {}
        self._constants: frozenset[int] = frozenset()

    def sums(self, instances: list[Any]) -> Sums:
        """Sum the probe's code, `instances` of its classes and what is in them.

        A str or number that others use too is not the probe's. Among the instances are modules: also those of a
        probe that was closed, until the collector frees them.
        """
        modules = {id(module): module for module in [*_imported(), *filter(_is_module, instances)]}
        code_sums, constants, known = self._code, self._constants, frozenset(modules)
        if known != self._modules:
            code = _closure(list(modules.values()), _is_own, frozenset())
            code_sums = _sums_of(code)
            constants = frozenset(id(obj) for obj in code if type(obj) in _CONTAINERS)
        state = _sums_of(_closure(instances, _is_state, constants))
        # Only now, since this was not there yet when the heap was walked.
        self._modules, self._code, self._constants = known, code_sums, constants
        return {
            key: tuple(map(sum, zip(code_sums.get(key, _NOTHING), state.get(key, _NOTHING))))  # type: ignore[misc]
            for key in code_sums.keys() | state.keys()
        }


def _imported() -> list[Any]:
    return [module for name, module in list(sys.modules.items()) if type(name) is str and _is_own_name(name)]


def _is_module(obj: Any) -> bool:
    return is_subtype(type(obj), types.ModuleType)


def _closure(roots: list[Any], is_own: Callable[[Any], bool], known: frozenset[int]) -> list[Any]:
    """Return all objects that roots lead to through such as are the probe's, and are its alone."""
    found: dict[int, Any] = {}
    atoms: dict[int, Any] = {}
    references: Counter[int] = Counter()
    pending = list(roots)
    while pending:
        obj = pending.pop()
        if id(obj) in found or id(obj) in known or not is_own(obj):
            continue
        found[id(obj)] = obj
        for referent in _referents(obj):
            if type(referent) in _ATOMS:
                atoms[id(referent)] = referent
                references[id(referent)] += 1
            else:
                pending.append(referent)
    counts = zip(atoms, map(getrefcount, atoms.values()))
    alone = [key for key, count in counts if count - _HELD_HERE <= references[key]]
    return [*found.values(), *map(atoms.__getitem__, alone)]


def _sums_of(objects: list[Any]) -> Sums:
    return {
        id(kind): (len(bucket), size_plan(kind)(bucket), sum(map(gc.is_tracked, bucket)))
        for kind, bucket in partition()(objects)
    }


def _referents(obj: Any) -> list[Any]:
    read = opener(type(obj), None)
    return [] if read is None else [referent for refs in read([obj]) for referent in refs.objects]


def _is_state(obj: Any) -> bool:
    """Whether an object is made as the probe runs: an instance, what is in it, a closure."""
    kind = type(obj)
    if kind is types.FunctionType:
        return obj.__closure__ is not None and _is_own_code(obj)
    if is_subtype(kind, type) or _is_module(obj) or kind is types.CodeType:
        return False
    return _is_own(obj)


def _is_own(obj: Any) -> bool:
    kind = type(obj)
    if any(kind is container for container in _CONTAINERS):
        return obj is not _BUILTINS
    ask = _ASK.get(id(kind))
    if ask is not None:
        return ask(obj)
    if any(kind is field for field in _FIELDS):
        return is_own_type(obj.__objclass__)
    if is_subtype(kind, type):
        return is_own_type(obj)
    return any(kind is part for part in _PARTS) or is_own_type(kind) or _is_own_module(obj)


def _is_own_function(function: types.FunctionType) -> bool:
    return _is_own_code(function) or _is_made_for_us(function)


def _is_code_for_us(code: types.CodeType) -> bool:
    """Whether it is of the probe or the loader, or a method's that is compiled for each named tuple."""
    name = code.co_filename
    return _is_own_code(code) or (type(name) is str and name == "<string>")


def _is_made_for_us(function: types.FunctionType) -> bool:
    """Whether it is of the loader, or a part of what the standard library made of our classes and functions."""
    name = dict_lookup(function.__globals__, "__name__")
    if type(name) is not str:
        return False
    is_wrapper = name in _MAKERS and function.__closure__ is not None
    return is_wrapper or name == _LOADER or name.startswith("namedtuple_")


def _is_own_code(obj: Any) -> bool:
    code = obj.__code__ if type(obj) is types.FunctionType else obj
    return type(code) is types.CodeType and is_own_file(code.co_filename)


def _is_own_module(obj: Any) -> bool:
    namespace = module_dict(obj)
    name = None if namespace is None else dict_lookup(namespace, "__name__")
    return type(name) is str and _is_own_name(name)


_BUILTINS = vars(builtins)
_ASK: dict[int, Callable[[Any], bool]] = {
    id(types.MethodType): lambda method: _is_own_code(method.__func__),
    id(types.FunctionType): _is_own_function,
    id(types.CodeType): _is_code_for_us,
}
"""By id of the type: a comparison of types would ask the metaclass."""
