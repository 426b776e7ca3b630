"""What belongs to a value, and so to its deep size.

Everything that can be reached belongs to it, but for what is the program's and not the value's:
modules, classes, code, frames and tracebacks are neither counted nor entered. A function is
counted with its closure and defaults, without its module's names. A weak reference does not hold
what it refers to. None, True, False, `...` and NotImplemented take no memory of the notebook's.
"""

from __future__ import annotations

import gc
import types
from collections import OrderedDict
from typing import TYPE_CHECKING, Any

from .introspect import is_heap_type, is_subtype, type_names
from .own_objects import is_own_type
from .references import Refs, open_plain, opener

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .references import Names, Opener

_OF_THE_PROGRAM = (
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
_CYTHON = "_cython"
"""Modules of Cython's own types; its functions tell the collector of their module's names."""
_FUNCTION_NAMESPACES = [
    vars(types.FunctionType)[name].__get__
    for name in ("__globals__", "__builtins__")
    if type(vars(types.FunctionType).get(name)) is types.MemberDescriptorType
]


def is_of_the_program(kind: type) -> bool:
    """Whether objects of a type belong to the program (or the probe) and to no value."""
    if any(kind is known for known in _OF_THE_PROGRAM):
        return True
    if is_subtype(kind, type) or is_subtype(kind, types.ModuleType) or is_own_type(kind):
        return True
    module, _ = type_names(kind) if is_heap_type(kind) else (None, "")
    return module is not None and module.startswith(_CYTHON)


def reader(kind: type, names: Names | None) -> Opener | None:
    """Return what reads what belongs to objects of a type, as `opener` does; None if they refer to nothing."""
    if kind is types.FunctionType:
        return _open_functions
    read = opener(kind, names)
    return _twice_the_keys(read) if read is not None and is_subtype(kind, OrderedDict) else read


def root_reader(root: object, names: Names | None) -> Opener | None:
    """Return what reads the object that is asked about; a class is asked for its attributes."""
    kind = type(root)
    if is_subtype(kind, type):
        return open_plain if is_heap_type(root) else None  # type: ignore[arg-type]
    return None if is_of_the_program(kind) else reader(kind, names)


def _open_functions(objects: list[Any]) -> Iterator[Refs]:
    programs = {id(read(function)) for read in _FUNCTION_NAMESPACES for function in objects}
    yield Refs([referent for referent in gc.get_referents(*objects) if id(referent) not in programs])


def _twice_the_keys(read: Opener) -> Opener:
    """An OrderedDict refers to each key from its table and from its order."""

    def both(objects: list[Any]) -> Iterator[Refs]:
        yield from read(objects)
        for obj in objects:
            yield Refs(list(OrderedDict.__iter__(obj)), shared=True)

    return both
