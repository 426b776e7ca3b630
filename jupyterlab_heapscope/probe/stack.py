"""The stack as the panel shows it: the global frame, then tracebacks or running threads."""

from __future__ import annotations

import types
from time import perf_counter
from typing import TYPE_CHECKING, Any, Callable

from .chains import Chain, raised_chains, running_chains
from .frames import frame_names, function_name, runs, unreadable_because
from .introspect import MISSING, dict_lookup
from .members import LookupFailed, slot_page
from .parts import Member
from .run import cpu_seconds
from .text import name_text
from .variables import name_group, namespace_items

if TYPE_CHECKING:
    from typing import Protocol

    from .messages import Location

    class Cells(Protocol):
        """Knows which cell a code object's file name stands for."""

        def location(self, filename: str, line: int) -> Location:
            """Return the cell, or the file, of a line."""

        def is_cell(self, filename: str) -> bool:
            """Whether a cell's code has this file name."""


_LEAST_FOLDED = 4
_GLOBAL_NAMES = 500
_LOCAL_NAMES = 50
_OUTER_GROUPS = 20
_INNER_GROUPS = 40
# CPU time of the thread: a busy machine alone leaves nothing out.
_READ_BUDGET_S = 0.012
_PAGE_BUDGET_S = 0.05
_GONE = "This frame is gone: the code went on. Refresh the view."
_TOO_LONG = "Left out to keep the view quick: unfold the stack to read them."


class StackReader:
    """Reads frames and their names; keeps nothing between two calls."""

    def __init__(
        self,
        cells: Cells,
        namespace_getter: Callable[[], dict[str, Any]],
        hidden_getter: Callable[[], frozenset[str]],
        task_getter: Callable[[], object] = lambda: None,
    ) -> None:
        """Take where the notebook's namespace is, which names in it are IPython's, and which task runs the cell."""
        self._cells = cells
        self._namespace = namespace_getter
        self._hidden = hidden_getter
        self._task = task_getter

    def read(
        self,
        moment: str,
        hidden_groups: list[str],
        error: BaseException | None,
    ) -> dict[str, Any]:
        """Return `stacks`, `hidden_count` and `took_ms` of the message Stack."""
        began = perf_counter()
        frame, hidden_count = self._global_frame(hidden_groups)
        group = {"start": 0, "count": 1, "first": frame, "last": None}
        stacks = [_stack("global", "Global frame", True, 1, [group], False)]
        chains = self._chains(moment, error)
        deadline = cpu_seconds() + _READ_BUDGET_S
        stacks += [self._folded(chain, deadline) for chain in chains]
        return {
            "stacks": stacks,
            "hidden_count": hidden_count,
            "took_ms": (perf_counter() - began) * 1000,
        }

    def frames(
        self,
        stack_id: str,
        start: int,
        count: int,
        error: BaseException | None,
    ) -> dict[str, Any]:
        """Return the fields of Frames: single frames from `start`, 0 being the outermost.

        Raises LookupFailed when there is no such stack any more.
        """
        if stack_id == "global":
            found, total = [self._global_frame([])[0]][start : start + count], 1
        else:
            chain = self._chain(stack_id, error)
            deadline = cpu_seconds() + _PAGE_BUDGET_S
            total = len(chain.entries)
            wanted = range(start, min(start + count, total))
            found = [self._frame(chain, index, deadline) for index in wanted]
        return {
            "stack_id": stack_id,
            "items": found,
            "start": start,
            "total": total,
            "truncated": False,
        }

    def find(self, frame_id: str, name: str, error: BaseException | None) -> object:
        """Return the object that a name of a frame refers to; raises LookupFailed."""
        if frame_id == "global":
            found = dict_lookup(self._namespace(), name, MISSING)
            if found is not MISSING:
                return found
            named = namespace_items(self._namespace())
        else:
            stack_id, _, index = frame_id.rpartition(":")
            chain = self._chain(stack_id, error)
            if not index.isdecimal() or int(index) >= len(chain.entries):
                raise LookupFailed("not_found", _GONE)
            local_names, reason = frame_names(chain.entries[int(index)], chain.is_running)
            if local_names is None:
                raise LookupFailed("not_found", reason or _GONE)
            named = local_names
        for key, value in named:
            if name_text(key) == name:
                return value
        raise LookupFailed("not_found", "This name is gone. Refresh the view.")

    def _chains(self, moment: str, error: BaseException | None) -> list[Chain]:
        if moment == "exception" and error is not None:
            return raised_chains(error, self._cells.is_cell)
        return running_chains(self._cells.is_cell, self._task()) if moment == "running" else []

    def _chain(self, stack_id: str, error: BaseException | None) -> Chain:
        moment = "running" if stack_id.startswith(("thread:", "task:")) else "exception"
        for chain in self._chains(moment, error):
            if chain.stack_id == stack_id:
                return chain
        raise LookupFailed("not_found", _GONE)

    def _global_frame(self, hidden_groups: list[str]) -> tuple[dict[str, Any], int]:
        """Describe the global frame less some groups of names; also return how many those are."""
        named, hidden = namespace_items(self._namespace()), self._hidden()
        shown = [
            Member(name_text(name), "variable", value)
            for name, value in named
            if not hidden_groups or name_group(name, value, hidden) not in hidden_groups
        ]
        page = slot_page(shown[:_GLOBAL_NAMES], 0, len(shown), len(shown))
        nowhere = {"file": "", "line": 0, "cell_id": None, "execution_count": None, "run_id": None}
        frame = {
            "frame_id": "global",
            "function": "<module>",
            "location": nowhere,
            "locals": page,
            "locals_absent_because": None,
        }
        return frame, len(named) - len(shown)

    def _folded(self, chain: Chain, deadline: float) -> dict[str, Any]:
        """Describe a stack with its equal neighbours folded, the innermost frames first."""
        folded = runs(chain.entries, _LEAST_FOLDED)
        is_long = len(folded) > _OUTER_GROUPS + _INNER_GROUPS
        if is_long:
            folded[_OUTER_GROUPS:-_INNER_GROUPS] = []
        groups = []
        for start, count in reversed(folded):
            last = self._frame(chain, start + count - 1, deadline)
            first = self._frame(chain, start, deadline) if count > 1 else last
            groups.append(
                {
                    "start": start,
                    "count": count,
                    "first": first,
                    "last": last if count > 1 else None,
                }
            )
        groups.reverse()
        total = len(chain.entries)
        return _stack(chain.stack_id, chain.name, chain.is_main, total, groups, is_long or chain.is_cut)

    def _frame(self, chain: Chain, index: int, deadline: float) -> dict[str, Any]:
        entry = chain.entries[index]
        code = entry.frame.f_code
        is_innermost = index == len(chain.entries) - 1
        reason = unreadable_because(entry, chain.is_running)
        if reason is None and cpu_seconds() > deadline and not is_innermost:
            reason = _TOO_LONG
        named = None
        if reason is None:
            named, reason = frame_names(entry, chain.is_running)
        return {
            "frame_id": f"{chain.stack_id}:{index}",
            "function": function_name(code),
            "location": self._cells.location(code.co_filename, entry.line),
            "locals": None if named is None else _locals_page(named, code),
            "locals_absent_because": reason,
        }


def _locals_page(named: list[tuple[Any, Any]], code: types.CodeType) -> dict[str, Any]:
    shared = code.co_cellvars + code.co_freevars
    members = [Member(name_text(name), _local_kind(name, shared), value) for name, value in named[:_LOCAL_NAMES]]
    return {**slot_page(members, 0, len(named), len(named))}


def _local_kind(name: object, shared: tuple[str, ...]) -> str:
    return "cell" if type(name) is str and name in shared else "variable"


def _stack(  # noqa: PLR0913, PLR0917  # the fields of the message
    stack_id: str,
    name: str,
    is_main: bool,
    frame_count: int,
    groups: list[dict[str, Any]],
    truncated: bool,
) -> dict[str, Any]:
    return {
        "stack_id": stack_id,
        "name": name,
        "is_main": is_main,
        "frame_count": frame_count,
        "groups": groups,
        "truncated": truncated,
    }
