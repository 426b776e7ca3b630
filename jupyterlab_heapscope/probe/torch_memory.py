"""Storages of torch's tensors, each counted once however many tensors view it."""

from __future__ import annotations

import sys
import types
from functools import partial
from typing import TYPE_CHECKING, Any, Callable

from .arrays import c_field
from .blocks import Block, Foreign
from .introspect import module_dict, static_base

if TYPE_CHECKING:
    from .blocks import ForeignMemory

_SUBCLASS = "A subclass of torch.Tensor has code of its own; its memory is not asked for."
_ELSEWHERE = "Tensors that are not in main memory are not counted."
_UNKNOWN = "torch could not tell what memory a tensor takes."


def torch_memory(kind: type) -> ForeignMemory | None:
    """Return what reads the storage of tensors, or of storages, of a type."""
    storage: Any = static_base(kind, "torch._C", "StorageBase")
    if storage is not None:
        return lambda obj: _guarded(_storage_blocks, storage, obj)
    tensor: Any = static_base(kind, "torch._C", "TensorBase")
    if tensor is None:
        return None
    if not (_is_named(kind, "torch", "Tensor") or _is_named(kind, "torch.nn.parameter", "Parameter")):
        return lambda _: Foreign([], _SUBCLASS)
    return lambda obj: _guarded(_tensor_blocks, tensor, obj)


def _is_named(kind: type, module: str, name: str) -> bool:
    return (module_dict(sys.modules.get(module)) or {}).get(name) is kind


def _guarded(read: Callable[[Any, Any], Foreign], base: Any, obj: Any) -> Foreign:
    try:
        return read(base, obj)
    except Exception:  # sparse, fake or released
        return Foreign([], _UNKNOWN)


def _builtin(name: str) -> Any:
    """Return a function of torch's C code, or None."""
    found = (module_dict(sys.modules.get("torch._C")) or {}).get(name)
    return found if type(found) is types.BuiltinFunctionType else None


def _tensor_blocks(tensor: Any, obj: Any) -> Foreign:
    stack_length, data_address = _builtin("_len_torch_function_stack"), _builtin("_data_address")
    if stack_length is None or stack_length():
        return Foreign([], _UNKNOWN)  # a mode of the notebook's would be called
    storage = tensor.__dict__["untyped_storage"](obj)
    # To ask the storage for its address would make a lazy copy real, where torch knows such.
    address = None if data_address is None else partial(data_address, obj)
    found = _storage_blocks(static_base(type(storage), "torch._C", "StorageBase"), storage, address)
    # Others than leaves would warn.
    gradient = c_field(obj, "grad") if c_field(obj, "is_leaf") and c_field(obj, "requires_grad") else None
    read = None if gradient is None else torch_memory(type(gradient))
    if read is None:
        return found
    of_gradient = read(gradient)
    return Foreign(found.blocks + of_gradient.blocks, found.note or of_gradient.note)


def _storage_blocks(base: Any, storage: Any, address: Callable[[], int] | None = None) -> Foreign:
    fields = base.__dict__
    if c_field(fields["device"].__get__(storage), "type") != "cpu":
        return Foreign([], _ELSEWHERE)
    key = address() if address is not None else fields["data_ptr"](storage)
    return Foreign([Block(key, fields["nbytes"](storage))])
