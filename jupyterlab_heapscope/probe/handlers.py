"""What each kind of request does."""

from __future__ import annotations

import sys
from gc import collect as collect_garbage
from gc import get_count, get_stats
from typing import TYPE_CHECKING, Any, Callable

from .budget import Budget
from .channel import encode
from .clock import perf_counter
from .collector import collector_state
from .deep_size import deep_size as measure_deep_size
from .greeting import hello
from .limit import read_limit
from .members import LookupFailed, find_member, read_members
from .outcome import fields_of
from .report import Absences, memory_now
from .run import epoch_ms
from .variable_sizes import variable_sizes as measure_variables
from .variables import Wanted, read_variables
from .walks import WatchedWalk

if TYPE_CHECKING:
    from .session import Session

Handler = Callable[["Session", dict[str, Any]], Any]
"""Takes a request that keeps to the rules; returns the reply's fields, or its encoded text.

`kind` and `request_id` are added to fields.
"""

_GLANCE_S = 0.002
_CELL_RUNS = "A cell is running. The heap is counted when it has ended."


def memory(session: Session, request: dict[str, Any]) -> dict[str, Any]:
    """Read the process's figures now."""
    session.limit = read_limit()
    absences = Absences()
    figures = memory_now(session.process, session.limit, absences)
    return {"at_ms": epoch_ms(), "memory": figures, "absent": absences.items}


def configure(session: Session, request: dict[str, Any]) -> dict[str, Any]:
    """Take settings over."""
    session.configure(request["settings"])
    return {"settings": session.settings}


def history(session: Session, request: dict[str, Any]) -> str:
    """Return a page of the ring, whose reports are encoded already."""
    page = session.history.page(request["after_run_id"], request["count"])
    counts = session.object_counts.after(request["after_run_id"], page.last_run_id)
    fields = {"object_counts": counts, "start": page.start, "total": page.total, "truncated": page.truncated}
    rest = encode(fields)
    items = ",".join(page.items)
    collections = ",".join(session.history.collections(request["after_run_id"], page))
    head = f'"kind":"history","request_id":{request["request_id"]}'
    return f'{{{head},"items":[{items}],"collections":[{collections}],{rest[1:]}'


def collect(session: Session, request: dict[str, Any]) -> dict[str, Any]:
    """Run gc.collect(), keep what it did, and tell the other front ends."""
    collected = _collected(session)
    message = encode({"kind": "collection", "request_id": None, **collected})
    session.history.append_collection(collected["after_run_id"], message)
    session.channel.push(message)
    return collected


def _collected(session: Session) -> dict[str, Any]:
    absences, process = Absences(), session.process
    before, uncollectable = process.rss(), _uncollectable()
    counts_before = list(get_count())
    running, at_ms = session.hooks.run is not None, epoch_ms()
    try:
        session.walks.hold()  # what a walk holds is reachable
        began = perf_counter()
        unreachable = collect_garbage()
        took_ms = round((perf_counter() - began) * 1e3, 3)
    finally:
        session.walks.release()
    reason = process.absent_because.get("rss", "")
    return {
        "at_ms": at_ms,
        "after_run_id": session.hooks.last_run_id,
        "while_running": running,
        "unreachable": unreachable,
        "uncollectable": max(0, _uncollectable() - uncollectable),
        "took_ms": took_ms,
        "rss_before_bytes": absences.note("rss_before_bytes", before, reason),
        "rss_after_bytes": absences.note("rss_after_bytes", process.rss(), reason),
        "counts_before": counts_before,
        "counts_after": list(get_count()),
        "collector": collector_state(),
        "absent": absences.items,
    }


def _uncollectable() -> int:
    return sum(generation.get("uncollectable", 0) for generation in get_stats())


def collector(session: Session, request: dict[str, Any]) -> dict[str, Any]:
    """Tell the collector's state."""
    return {"collector": collector_state()}


def stack(session: Session, request: dict[str, Any]) -> dict[str, Any]:
    """Read the global frame, and tracebacks or the running threads."""
    error = session.last_error()
    running = session.hooks.run
    moment = "running" if running is not None else "rest" if error is None else "exception"
    fields = session.stack.read(moment, request["hidden_groups"], error)
    return {
        "moment": moment,
        "run_id": session.hooks.last_run_id,
        "execution_count": running.execution_count if running is not None else session.last_execution_count,
        "exception": None if error is None else fields_of(error),
        "exception_is_of_run": error is not None and id(error) == session.last_outcome.error_id,
        "recursion_limit": sys.getrecursionlimit(),
        **fields,
    }


def frames(session: Session, request: dict[str, Any]) -> dict[str, Any]:
    """Read a page of single frames."""
    return session.stack.frames(request["stack_id"], request["start"], request["count"], session.last_error())


def members(session: Session, request: dict[str, Any]) -> dict[str, Any]:
    """Read the members of an object, found from a frame."""

    def find_root() -> object:
        return session.stack.find(request["frame_id"], request["name"], session.last_error())

    page = read_members(find_root, request["path"], request["address"], request["start"], request["count"])
    return {**{name: request[name] for name in ("frame_id", "name", "path")}, "members": page}


def variables(session: Session, request: dict[str, Any]) -> dict[str, Any]:
    """Read a page of the notebook's names."""
    running = session.hooks.run
    wanted = Wanted(request["filter"], request["hidden_groups"], request["start"], request["count"])
    page = read_variables(session.namespace(), session.hidden_names(), wanted, session.deep_sizes)
    return {
        "run_id": session.hooks.last_run_id,
        "execution_count": session.last_execution_count if running is None else running.execution_count,
        "while_running": running is not None,
        **page,
    }


def census(session: Session, request: dict[str, Any]) -> dict[str, Any]:
    """Count the heap, unless a cell runs."""
    session.between_runs.census_begins()
    taken = _walked(
        session,
        lambda walk: session.census.take(
            request["budget_ms"], walk.has_to_end, session.hooks.last_run_id, session.last_execution_count
        ),
    )
    counted = {**taken, "delta_is_of_run": not session.between_runs.changed_beside()}
    if counted["complete"]:
        session.object_counts.note(counted)
        session.between_runs.census_taken(counted["run_id"])
    return counted


def deep_size(session: Session, request: dict[str, Any]) -> dict[str, Any]:
    """Size all that an object leads to; it is found from a frame."""

    def measure(walk: WatchedWalk) -> dict[str, Any]:
        budget = Budget(request["budget_ms"], request["object_budget"], walk.has_to_end, walk.takes_much)
        obj = _object_of(session, request, walk)
        return measure_deep_size(obj, budget, _left_out(session))

    size = _walked(session, measure)
    found = {name: request[name] for name in ("frame_id", "name", "path", "address")}
    return {"run_id": session.hooks.last_run_id, "execution_count": session.last_execution_count, **found, **size}


def _object_of(session: Session, request: dict[str, Any], walk: WatchedWalk) -> object:
    """Find the object that is asked about; who has the turn may wait for this walk to end."""
    while not session.turn.acquire(timeout=_GLANCE_S):
        if walk.has_to_end():
            raise LookupFailed("cancelled", "The probe is busy with another request. Try again.")
    try:
        named = session.stack.find(request["frame_id"], request["name"], session.last_error())
    finally:
        session.turn.release()
    return find_member(named, request["path"], request["address"])


def variable_sizes(session: Session, request: dict[str, Any]) -> dict[str, Any]:
    """Size all names of the notebook, and what each holds alone."""

    def measure(walk: WatchedWalk) -> dict[str, Any]:
        budget = Budget(request["budget_ms"], request["object_budget"], walk.has_to_end, walk.takes_much)
        names, hidden = session.namespace(), session.hidden_names()
        return measure_variables(names, hidden, _left_out(session), budget, request["count"])

    sizes = _walked(session, measure)
    session.deep_sizes = {int(item["address"], 16): item["deep_bytes"] or 0 for item in sizes["items"]}
    return {"run_id": session.hooks.last_run_id, "execution_count": session.last_execution_count, **sizes}


def _walked(session: Session, take: Callable[[WatchedWalk], dict[str, Any]]) -> dict[str, Any]:
    """Walk the heap, unless a cell runs; anew when garbage was collected in between."""
    while True:
        with session.walks.walk() as walk:
            if walk.is_outdated():
                raise LookupFailed("cancelled", _CELL_RUNS)
            watched = WatchedWalk(walk, session.process.rss, session.limit.bytes)
            fields = take(watched)
            if fields["cut_because"] != "next_run" or walk.is_outdated():
                watched.has_to_end()  # reads RSS once more
                return {**fields, "rss_before_bytes": watched.before, "peak_rss_bytes": watched.peak}


def _left_out(session: Session) -> list[object]:
    """Return what ties a notebook's objects to the kernel and so to each other: no value owns it."""
    shell = session.shell
    return [session.namespace(), shell, getattr(shell, "kernel", None), sys.modules]


def baseline(session: Session, request: dict[str, Any]) -> dict[str, Any]:
    """Set or clear the census's baseline, and tell the other front ends."""
    census = session.census
    state = census.set_baseline() if request["action"] == "set" else census.clear_baseline()
    session.push({"kind": "baseline", "request_id": None, **state})
    return state


def recording(session: Session, request: dict[str, Any]) -> dict[str, Any]:
    """Switch tracemalloc's recording, and tell the other front ends."""
    session.recorder.set_mode(request["mode"])
    state = session.recorder.state()
    session.push({"kind": "recording", "request_id": None, "recording": state})
    return {"recording": state}


def allocations(session: Session, request: dict[str, Any]) -> dict[str, Any]:
    """Read the sites of the last recorded run."""
    return session.recorder.sites(request["group_by"], request["order_by"], request["count"])


def close(session: Session, request: dict[str, Any]) -> dict[str, Any]:
    """Take everything back when the reply is out."""
    session.close_wanted = True
    return {}


HANDLERS: dict[str, tuple[Handler, str]] = {
    "hello_request": (hello, "hello"),
    "configure_request": (configure, "configuration"),
    "history_request": (history, "history"),
    "memory_request": (memory, "memory"),
    "collect_request": (collect, "collection"),
    "collector_request": (collector, "collector"),
    "stack_request": (stack, "stack"),
    "frames_request": (frames, "frames"),
    "members_request": (members, "members"),
    "variables_request": (variables, "variables"),
    "census_request": (census, "census"),
    "deep_size_request": (deep_size, "deep_size"),
    "variable_sizes_request": (variable_sizes, "variable_sizes"),
    "baseline_request": (baseline, "baseline"),
    "recording_request": (recording, "recording"),
    "allocations_request": (allocations, "allocations"),
    "close_request": (close, "closed"),
}
"""Each kind of request with its handler and the kind of its reply."""

WALKS = frozenset(("census_request", "deep_size_request", "variable_sizes_request"))
"""Those that take long, and are answered beside the others."""
