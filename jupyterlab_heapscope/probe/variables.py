"""The notebook's names and what they refer to."""

from __future__ import annotations

import re
import types
from heapq import nlargest
from itertools import compress
from operator import not_
from typing import TYPE_CHECKING, Any, NamedTuple

from .clock import perf_counter
from .describe import describe
from .glances import Glances, each_name, names_of
from .introspect import is_subtype
from .run import time_is_up
from .shallow import size_plan
from .text import name_text, type_name

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from .glances import Key
    from .shallow import Plan

_CHOICE_S = 0.3
_PAGE_S = 0.1
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
    key: Key


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
    began, glances = perf_counter(), Glances()
    names = names_of(namespace)
    fitting, is_cut = _fitting(namespace, names, (hidden, wanted, deep_sizes), glances)
    chosen = nlargest(wanted.start + wanted.most, fitting, key=lambda found: found.size)[wanted.start :]
    items: list[Any] = []

    def read(place: int, name: object, value: object) -> None:
        group = name_group(name, value, hidden)
        items.append({"name": name_text(name), "object": describe(value), "group": group})

    keys = [found.key for found in chosen]
    is_cut |= each_name(lambda: namespace, keys, read, glances, time_is_up(_PAGE_S))
    return {
        "items": items,
        "filter": wanted.filter,
        "start": wanted.start,
        "fitting": len(fitting),
        "total": len(names),
        "truncated": is_cut,
        "took_ms": (perf_counter() - began) * 1000,
    }


def _fitting(
    namespace: dict[Any, Any],
    names: list[Key],
    asked: tuple[frozenset[str], Wanted, Mapping[int, int]],
    glances: Glances,
) -> tuple[list[_Named], bool]:
    """Return the names that fit, and whether time was up before all were looked at."""
    hidden, wanted, deep_sizes = asked
    words = wanted.filter.lower().split()
    plans: dict[int, Plan] = {}
    found: list[_Named] = []

    def read(place: int, name: Any, value: object) -> None:
        if name_group(name, value, hidden) not in wanted.hidden_groups:
            size = max(deep_sizes.get(id(value), 0), size_to_sort(value, plans))
            found.append(_Named(size, (place, name if type(name) is str else None)))

    def read_if_type_fits(place: int, name: Any, value: object) -> None:
        # The texts of keys that are no exact str are known only now.
        if _has_all(words, type_name(type(value))) or (type(name) is not str and _has_all(words, name_text(name))):
            read(place, name, value)

    is_late = time_is_up(_CHOICE_S)
    fitting, others = _by_name(words, names)  # the names come first: looking at many objects takes long
    is_cut = each_name(lambda: namespace, fitting, read, glances, is_late)
    is_cut |= each_name(lambda: namespace, others, read_if_type_fits, glances, is_late)
    found.sort(key=lambda named: named.key[0])
    return found, is_cut


def _by_name(words: list[str], names: list[Key]) -> tuple[list[Key], list[Key]]:
    """Return the names that contain all words, and the others."""
    fits = [name is not None and _has_all(words, name_text(name)) if words else True for _, name in names]
    return list(compress(names, fits)), list(compress(names, map(not_, fits)))


def _has_all(words: list[str], text: str) -> bool:
    lower = text.lower()
    return all(word in lower for word in words)


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
