"""The notebook's names and what they refer to."""

from __future__ import annotations

import re
import types
from heapq import nlargest
from time import perf_counter
from typing import TYPE_CHECKING, Any, NamedTuple

from .describe import describe
from .introspect import is_subtype
from .shallow import size_plan
from .text import name_text, type_name

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from .shallow import Plan

_CHOICE_S = 0.3
_PAGE_S = 0.1
_CHECK_EVERY = 100
# What IPython puts into the namespace of its own accord.
_IPYTHON_NAME = re.compile(r"In|Out|_{1,3}|_i{1,3}|_i?\d+|_[dio]h|__\w+__|exit|quit|get_ipython|open")
_FUNCTIONS = (types.FunctionType, types.BuiltinFunctionType, types.MethodType)


class Wanted(NamedTuple):
    """Which names are asked for; see VariablesRequest in the protocol."""

    filter: str
    hidden_groups: Collection[str]
    start: int
    most: int


class _Named(NamedTuple):
    size: int
    name: object
    value: object
    group: str


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


def read_variables(
    namespace: dict[Any, Any], hidden: frozenset[str], wanted: Wanted, deep_sizes: Mapping[int, int]
) -> dict[str, Any]:
    """Return the fields of Variables that tell of the names; `deep_sizes` are bytes by `id`, where they are known."""
    began = perf_counter()
    named = namespace_items(namespace)
    fitting, is_cut = _fitting(named, hidden, wanted, deep_sizes)
    chosen = nlargest(wanted.start + wanted.most, fitting, key=lambda found: found.size)[wanted.start :]
    deadline = perf_counter() + _PAGE_S
    items = []
    for _, name, value, group in chosen:
        if perf_counter() > deadline:
            is_cut = True
            break
        items.append({"name": name_text(name), "object": describe(value), "group": group})
    return {
        "items": items,
        "filter": wanted.filter,
        "start": wanted.start,
        "fitting": len(fitting),
        "total": len(named),
        "truncated": is_cut,
        "took_ms": (perf_counter() - began) * 1000,
    }


def _fitting(
    named: list[tuple[Any, Any]], hidden: frozenset[str], wanted: Wanted, deep_sizes: Mapping[int, int]
) -> tuple[list[_Named], bool]:
    """Return the names that fit, and whether time was up before all were looked at."""
    deadline = perf_counter() + _CHOICE_S
    words = wanted.filter.lower().split()
    plans: dict[int, Plan] = {}
    found: list[_Named] = []
    for at, (name, value) in enumerate(named):
        if at % _CHECK_EVERY == 0 and perf_counter() > deadline:
            return found, True
        group = name_group(name, value, hidden)
        if group not in wanted.hidden_groups and _fits(words, name, value):
            size = max(deep_sizes.get(id(value), 0), size_to_sort(value, plans))
            found.append(_Named(size, name, value, group))
    return found, False


def _fits(words: list[str], name: object, value: object) -> bool:
    """Whether the name, or the name of the type, contains all words."""
    if not words:
        return True
    texts = (name_text(name).lower(), type_name(type(value)).lower())
    return any(all(word in text for word in words) for text in texts)


def size_to_sort(value: object, plans: dict[int, Plan]) -> int:
    """Return bytes to sort by, 0 where they cannot be had; there is a plan for each type, by its `id`."""
    kind = type(value)
    try:
        plan = plans.get(id(kind))
        if plan is None:
            plan = plans[id(kind)] = size_plan(kind)
        return plan([value])
    except Exception:  # what a C extension refuses, or what is released meanwhile
        return 0
