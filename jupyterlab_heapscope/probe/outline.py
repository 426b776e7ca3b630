"""A stack that is described: its frames are looked at in glances, and their names one at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable, NamedTuple

from .frames import Entry, Spot, frame_locals, local_names
from .glances import Glances, each_name
from .members import page_of, slot
from .parts import Member
from .text import name_text

if TYPE_CHECKING:
    from .glances import Key

GONE = "This frame is gone: the code went on. Refresh the view."
_LOCAL_NAMES = 50


class Outline(NamedTuple):
    """A stack as it is described: the frames of a running thread are found anew for each glance."""

    stack_id: str
    name: str
    is_main: bool
    spots: list[Spot]
    find_entries: Callable[[], list[Entry]]
    is_running: bool
    is_cut: bool
    """Whether there are more frames."""


def locals_page(outline: Outline, index: int, glances: Glances) -> tuple[dict[str, Any] | None, str | None]:
    """Return a page of a frame's names, or None and the reason."""
    if glances.are_over():
        glances.begin()
    names, reason = _local_names(outline, index)
    if names is None:
        return None, reason
    code = outline.spots[index].code
    shared = code.co_cellvars + code.co_freevars
    items: list[Any] = []

    def read(place: int, name: object, value: object) -> None:
        items.append(slot(Member(name_text(name), _local_kind(name, shared), value)))

    each_name(lambda: _locals(outline, index)[0], names[:_LOCAL_NAMES], read, glances)
    return page_of(items, 0, len(names), len(names)), None


def _local_names(outline: Outline, index: int) -> tuple[list[Key] | None, str | None]:
    namespace, reason = _locals(outline, index)
    return None if namespace is None else local_names(namespace), reason


def _locals(outline: Outline, index: int) -> tuple[Any, str | None]:
    """Return what has the names of a frame that is still there, or None and the reason."""
    entries = outline.find_entries()
    if index >= len(entries) or entries[index].frame.f_code is not outline.spots[index].code:
        return None, GONE
    return frame_locals(entries[index], outline.is_running)


def _local_kind(name: object, shared: tuple[str, ...]) -> str:
    return "cell" if type(name) is str and name in shared else "variable"
