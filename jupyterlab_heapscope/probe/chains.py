"""The stacks to be shown: of an exception and of those that it came from, or of threads that run."""

from __future__ import annotations

import sys
from _thread import get_ident
from typing import TYPE_CHECKING, Any, Callable, NamedTuple

from .frames import (
    Entry,
    below_kernel,
    from_cell,
    from_user_code,
    running_entries,
    thread_name,
    traceback_entries,
)
from .outcome import chained, traceback_of
from .tasks import Waiting, waiting_tasks
from .text import type_name
from .threads import MAIN_IDENT

if TYPE_CHECKING:
    IsCell = Callable[[str], bool]

_MOST_CHAINED = 5


class Chain(NamedTuple):
    """A stack whose frames are to be described."""

    stack_id: str
    name: str
    is_main: bool
    is_running: bool
    entries: list[Entry]
    is_cut: bool


def raised_chains(error: BaseException, is_cell: IsCell) -> list[Chain]:
    """Return the stack of an exception, then those of the exceptions that it came from."""
    found = [_raised_chain("traceback", "Traceback", error, is_cell)]
    for relation, other in chained(error):
        chain = _raised_chain(f"{relation}:{len(found)}", type_name(type(other)), other, is_cell)
        if chain.entries:
            found.append(chain)
        if len(found) > _MOST_CHAINED:
            break
    return found


def _raised_chain(stack_id: str, name: str, error: BaseException, is_cell: IsCell) -> Chain:
    entries, is_cut = traceback_entries(traceback_of(error))
    # One that was caught has no frames above the place where it was.
    shown = from_cell(entries, is_cell) or below_kernel(entries)
    return Chain(stack_id, name, True, False, shown, is_cut)


def running_chains(is_cell: IsCell, task: Any) -> list[Chain]:
    """Return the stacks of the notebook's threads that run now, the main one first.

    While the cell awaits, its thread runs none of its code: then the frames are those of its `task`, if there is one,
    and the tasks that this waits for have stacks of their own.
    """
    reader = get_ident()
    found = []
    for ident, frame in sys._current_frames().items():
        if ident == reader and ident != MAIN_IDENT:
            continue
        entries, is_cut = running_entries(frame)
        if ident == MAIN_IDENT:
            shown = from_cell(entries, is_cell)
            entries = entries if is_cut and not shown else shown  # the cell's own frame may be among those cut
        else:
            entries = from_user_code(entries)
        if entries or ident == MAIN_IDENT:
            found.append(Chain(f"thread:{ident}", thread_name(ident), ident == MAIN_IDENT, True, entries, is_cut))
    found.sort(key=lambda chain: not chain.is_main)
    if task is None or found[0].entries:
        return found
    own, *others = (_waiting_chain(at, waiting, is_cell) for at, waiting in enumerate(waiting_tasks(task)))
    return [found[0]._replace(entries=own.entries), *filter(_has_entries, others), *found[1:]]


def _waiting_chain(at: int, waiting: Waiting, is_cell: IsCell) -> Chain:
    entries = from_cell(waiting.entries, is_cell) or below_kernel(waiting.entries)
    return Chain(f"task:{at}", waiting.name, True, True, entries, False)


def _has_entries(chain: Chain) -> bool:
    return bool(chain.entries)
