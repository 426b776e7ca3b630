"""What a cell awaits: the frames of its coroutines, and the tasks that it waits for.

Only asyncio's own tasks are looked at, by their own code; what an awaiting object refers to is asked of the collector.
"""

from __future__ import annotations

import gc
import sys
import types
import weakref
from contextlib import suppress
from typing import Any, NamedTuple

from .frames import Entry
from .introspect import dict_lookup, type_lookup
from .text import safe_text, type_name

_MOST_FRAMES = 10_000
_MOST_TASKS = 20
# By what coroutines wait for futures, other coroutines and asynchronous generators.
_WAITERS = ("_asyncio.FutureIter", "coroutine_wrapper", "async_generator_asend", "async_generator_athrow")
_FRAME_AND_NEXT: tuple[tuple[type, str, str], ...] = (
    (types.CoroutineType, "cr_frame", "cr_await"),
    (types.GeneratorType, "gi_frame", "gi_yieldfrom"),
    (types.AsyncGeneratorType, "ag_frame", "ag_await"),
)


class Waiting(NamedTuple):
    """Where a task waits, outermost frame first, and for which tasks."""

    name: str
    entries: list[Entry]
    awaited: list[Any]


def current_task() -> weakref.ref[Any] | None:
    """Return the asyncio task that this thread runs, which is not kept alive; None where there is none."""
    names = _names("asyncio.tasks")
    find = dict_lookup(names, "current_task")
    if type(find) is not types.BuiltinFunctionType and not (
        type(find) is types.FunctionType and find.__globals__ is names
    ):
        return None  # there is no asyncio, or somebody put another one there
    with suppress(RuntimeError):  # no loop runs
        task = find()
        return weakref.ref(task) if _is_task(task) else None
    return None


def waiting_tasks(task: Any) -> list[Waiting]:
    """Return where a task waits, then those that it waits for, each once."""
    found: list[Waiting] = []
    pending, met = [task], {id(task)}
    while pending and len(found) < _MOST_TASKS:
        waiting = _waiting(pending.pop(0))
        found.append(waiting)
        for other in waiting.awaited:
            if id(other) not in met:
                met.add(id(other))
                pending.append(other)
    return found


def _waiting(task: Any) -> Waiting:
    kind = type(task)
    name = kind.get_name(task)
    entries: list[Entry] = []
    awaited: list[Any] = []
    pending = [kind.get_coro(task)]
    while pending and len(entries) < _MOST_FRAMES:
        awaiting = pending.pop()
        frame, further = _frame_and_next(awaiting)
        if frame is not None:
            entries.append(Entry(frame, frame.f_lineno or 0))
        if further is not None:
            pending.append(further)
        elif type_name(type(awaiting)) in _WAITERS:
            for referent in gc.get_referents(awaiting):
                awaited += _tasks_of(referent)
                pending += [referent] if _is_followed(referent) else []
    return Waiting(safe_text(name, 200) if type(name) is str else "Task", entries, awaited)


def _frame_and_next(awaiting: Any) -> tuple[types.FrameType | None, Any]:
    for kind, frame, further in _FRAME_AND_NEXT:
        if type(awaiting) is kind:
            return getattr(awaiting, frame), getattr(awaiting, further)
    return None, None


def _is_followed(obj: Any) -> bool:
    return any(type(obj) is kind for kind, _, _ in _FRAME_AND_NEXT)


def _tasks_of(future: Any) -> list[Any]:
    """Return a task itself, or the tasks that `gather` waits for."""
    if _is_task(future):
        return [future]
    kind = type(future)
    if kind is not dict_lookup(_names("asyncio.tasks"), "_GatheringFuture") or type_lookup(kind, "_children"):
        return []
    children = object.__getattribute__(future, "_children")
    return [child for child in children if _is_task(child)] if type(children) is list else []


def _is_task(obj: Any) -> bool:
    names = _names("asyncio.tasks")
    kinds = (dict_lookup(_names("_asyncio"), "Task"), dict_lookup(names, "_PyTask"))
    return any(type(obj) is kind for kind in kinds)


def _names(module: str) -> dict[str, Any]:
    return vars(sys.modules[module]) if type(sys.modules.get(module)) is types.ModuleType else {}
