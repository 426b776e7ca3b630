"""The notebook's names and what they refer to."""

from __future__ import annotations

import re
import types
from time import perf_counter
from typing import Any

from .describe import describe
from .introspect import is_subtype
from .text import name_text

_BUDGET_S = 0.1
# What IPython puts into the namespace of its own accord.
_IPYTHON_NAME = re.compile(r"In|Out|_{1,3}|_i{1,3}|_i?\d+|_[dio]h|__\w+__|exit|quit|get_ipython|open")
_FUNCTIONS = (types.FunctionType, types.BuiltinFunctionType, types.MethodType)


def name_group(name: object, value: object, hidden: frozenset[str]) -> str:
    """Return `ipython`, `module`, `class`, `function` or `data`."""
    if type(name) is str and (name in hidden or _IPYTHON_NAME.fullmatch(name)):
        return "ipython"
    kind = type(value)
    if is_subtype(kind, types.ModuleType):
        return "module"
    if is_subtype(kind, type):
        return "class"
    is_function = any(kind is function for function in _FUNCTIONS)
    return "function" if is_function else "data"


def namespace_items(namespace: dict[Any, Any]) -> list[tuple[Any, Any]]:
    """Return names and objects at one moment; other threads may be adding names."""
    for _ in range(5):
        try:
            return list(dict.items(namespace))
        except RuntimeError:
            continue
    return []


def read_variables(namespace: dict[Any, Any], hidden: frozenset[str], start: int, count: int) -> dict[str, Any]:
    """Return the fields of Variables that tell of the names: a page in order of creation."""
    began = perf_counter()
    named = namespace_items(namespace)
    items = []
    for name, value in named[start : start + count]:
        if perf_counter() - began > _BUDGET_S:
            break
        group = name_group(name, value, hidden)
        items.append({"name": name_text(name), "object": describe(value), "group": group})
    wanted = max(0, min(count, len(named) - start))
    return {
        "items": items,
        "start": start,
        "total": len(named),
        "truncated": len(items) < wanted,
        "took_ms": (perf_counter() - began) * 1000,
    }
