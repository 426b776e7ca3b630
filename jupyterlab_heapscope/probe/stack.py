"""The stack as the panel shows it: the global frame, then tracebacks or running threads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable

from .chains import Chain, raised_chains, running_chains
from .clock import perf_counter
from .folding import Fold, folds
from .frames import Entry, frame_locals, function_name, unreadable_because
from .glances import Glances, each_name, named, names_of
from .introspect import MISSING
from .members import LookupFailed, page_of, slot
from .outline import GONE, Outline, locals_page
from .parts import Member
from .run import cpu_seconds, time_is_up
from .text import name_text
from .variables import name_group

if TYPE_CHECKING:
    from typing import Protocol

    from .messages import Location

    class Cells(Protocol):
        """Knows which cell a code object's file name stands for."""

        def location(self, filename: str, line: int) -> Location:
            """Return the cell, or the file, of a line."""

        def is_cell(self, filename: str) -> bool:
            """Whether a cell's code has this file name."""


_GLOBAL_NAMES = 500
_OUTER_GROUPS = 20
_INNER_GROUPS = 40
# CPU time of the thread: a busy machine alone leaves nothing out.
_GLOBAL_BUDGET_S = 0.4
_READ_BUDGET_S = 0.012
_PAGE_BUDGET_S = 0.05
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
        group = _group(Fold(0, 1, 1), [frame["function"]], frame, frame)
        stacks = [_stack("global", "Global frame", True, 1, [group], False)]
        glances = Glances()
        glances.begin()
        outlines = [self._outline(chain) for chain in self._chains(moment, error)]
        deadline = cpu_seconds() + _READ_BUDGET_S
        stacks += [self._folded(outline, deadline, glances) for outline in outlines]
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
            glances = Glances()
            glances.begin()
            outline = self._outline(self._chain(stack_id, error))
            deadline = cpu_seconds() + _PAGE_BUDGET_S
            total = len(outline.spots)
            wanted = range(start, min(start + count, total))
            found = [self._frame(outline, index, deadline, glances) for index in wanted]
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
            namespace: Any = self._namespace()
        else:
            stack_id, _, index = frame_id.rpartition(":")
            chain = self._chain(stack_id, error)
            if not index.isdecimal() or int(index) >= len(chain.entries):
                raise LookupFailed("not_found", GONE)
            namespace, reason = frame_locals(chain.entries[int(index)], chain.is_running)
            if namespace is None:
                raise LookupFailed("not_found", reason or GONE)
        found: object = named(namespace, name)
        if found is MISSING:
            raise LookupFailed("not_found", "This name is gone. Refresh the view.")
        return found

    def _chains(self, moment: str, error: BaseException | None) -> list[Chain]:
        if moment == "exception" and error is not None:
            return raised_chains(error, self._cells.is_cell)
        return running_chains(self._cells.is_cell, self._task()) if moment == "running" else []

    def _chain(self, stack_id: str, error: BaseException | None) -> Chain:
        moment = "running" if stack_id.startswith(("thread:", "task:")) else "exception"
        for chain in self._chains(moment, error):
            if chain.stack_id == stack_id:
                return chain
        raise LookupFailed("not_found", GONE)

    def _global_frame(self, hidden_groups: list[str]) -> tuple[dict[str, Any], int]:
        """Describe the global frame less some groups of names; also return how many those are."""
        namespace, hidden = self._namespace(), self._hidden()
        items: list[Any] = []
        shown_count = hidden_count = 0

        def read(place: int, name: object, value: object) -> None:
            nonlocal shown_count, hidden_count
            if hidden_groups and name_group(name, value, hidden) in hidden_groups:
                hidden_count += 1
                return
            shown_count += 1
            if shown_count <= _GLOBAL_NAMES:
                items.append(slot(Member(name_text(name), "variable", value)))

        names = names_of(namespace)
        is_cut = each_name(lambda: namespace, names, read, Glances(), time_is_up(_GLOBAL_BUDGET_S))
        if is_cut:
            shown_count = len(names) - hidden_count
        page = page_of(items, 0, shown_count, shown_count)
        nowhere = {"file": "", "line": 0, "cell_id": None, "execution_count": None, "run_id": None}
        frame = {
            "frame_id": "global",
            "function": "<module>",
            "location": nowhere,
            "locals": page,
            "locals_absent_because": None,
        }
        return frame, hidden_count

    def _folded(self, outline: Outline, deadline: float, glances: Glances) -> dict[str, Any]:
        """Describe a stack with what recurs folded, the innermost frames first."""
        folded = folds(outline.spots)
        is_long = len(folded) > _OUTER_GROUPS + _INNER_GROUPS
        if is_long:
            folded[_OUTER_GROUPS:-_INNER_GROUPS] = []
        groups = []
        for fold in reversed(folded):
            start, count, length = fold
            last = self._frame(outline, start + count - 1, deadline, glances)
            first = self._frame(outline, start, deadline, glances) if count > 1 else last
            functions = [function_name(spot.code) for spot in outline.spots[start : start + length]]
            groups.append(_group(fold, functions, first, last))
        groups.reverse()
        total, truncated = len(outline.spots), is_long or outline.is_cut
        return _stack(outline.stack_id, outline.name, outline.is_main, total, groups, truncated)

    def _frame(self, outline: Outline, index: int, deadline: float, glances: Glances) -> dict[str, Any]:
        spot = outline.spots[index]
        is_innermost = index == len(outline.spots) - 1
        page, reason = None, unreadable_because(spot.code, outline.is_running)
        if reason is None and cpu_seconds() > deadline and not is_innermost:
            reason = _TOO_LONG
        if reason is None:
            page, reason = locals_page(outline, index, glances)
        return {
            "frame_id": f"{outline.stack_id}:{index}",
            "function": function_name(spot.code),
            "location": self._cells.location(spot.code.co_filename, spot.line),
            "locals": page,
            "locals_absent_because": reason,
        }

    def _outline(self, chain: Chain) -> Outline:
        stack_id, name, is_main, is_running, entries, is_cut = chain
        # A traceback refers to its frames anyway.
        find = (lambda: self._running_entries(stack_id)) if is_running else (lambda: entries)
        return Outline(stack_id, name, is_main, [entry.spot() for entry in entries], find, is_running, is_cut)

    def _running_entries(self, stack_id: str) -> list[Entry]:
        chains = running_chains(self._cells.is_cell, self._task())
        return next((chain.entries for chain in chains if chain.stack_id == stack_id), [])


def _group(fold: Fold, functions: list[str], first: dict[str, Any], last: dict[str, Any]) -> dict[str, Any]:
    return {
        "start": fold.start,
        "count": fold.frame_count,
        "functions": functions,
        "first": first,
        "last": last if fold.frame_count > 1 else None,
    }


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
