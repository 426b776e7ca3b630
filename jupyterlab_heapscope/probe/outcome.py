"""How a run ended: what IPython says of it, read without running code of an exception's class."""

from __future__ import annotations

import builtins
import sys
from types import TracebackType
from typing import TYPE_CHECKING, Any, Callable, NamedTuple, cast

from .introspect import is_subtype, type_mro
from .text import safe_text, type_name

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Literal

    from .messages import Exception as ExceptionFields

_args_of: Callable[[BaseException], tuple[object, ...]] = BaseException.__dict__["args"].__get__
traceback_of: Callable[[BaseException], TracebackType | None] = BaseException.__dict__["__traceback__"].__get__
"""Reads an exception's traceback; no class can have its own way."""
_RELATIONS: tuple[tuple[str, Callable[[BaseException], BaseException | None]], ...] = (
    ("cause", BaseException.__dict__["__cause__"].__get__),
    ("context", BaseException.__dict__["__context__"].__get__),
)
_Group: type = getattr(builtins, "BaseExceptionGroup", type(None))  # since 3.11
_members_of: Callable[[BaseException], object] | None = (
    _Group.__dict__["exceptions"].__get__ if "exceptions" in _Group.__dict__ else None
)
_MOST_CHAINED = 50


class Outcome(NamedTuple):
    """The end of a run. The exception is known by its id only, so that it is not kept alive."""

    status: Literal["ok", "error", "interrupted"]
    exception: ExceptionFields | None
    error_id: int | None


def outcome_of(result: Any, shown_before: int) -> Outcome:
    """Read an ExecutionResult; None stands for a run that was cancelled. `shown_before` is of when the run began.

    IPython calls `%run` and `%%time` a success though they have shown an exception.
    """
    if result is None:
        return Outcome("interrupted", None, None)
    error = getattr(result, "error_before_exec", None)
    if error is None:
        error = getattr(result, "error_in_exec", None)
    if error is None and last_shown() != shown_before:
        error = _last_value()
    if error is None:
        return Outcome("ok", None, None)
    status: Literal["interrupted", "error"] = "interrupted" if _means_interrupt(type(error)) else "error"
    return Outcome(status, fields_of(error), id(error))


def fields_of(error: BaseException) -> ExceptionFields:
    """Return the fields of Exception."""
    return {"type": type_name(type(error)), "message": message_of(error)}


def last_error(error_id: int | None, shown_before: int) -> BaseException | None:
    """Return the exception that IPython keeps for post-mortem, if it has a traceback.

    It is the one of that id, the last run's, or one that was shown since `shown_before` was read: a callback's.
    """
    last = _last_value()
    is_new = last is not None and (id(last) == error_id or id(last) != shown_before)
    return last if last is not None and is_new and traceback_of(last) is not None else None


def last_shown() -> int:
    """Return what tells the exception that IPython showed last from any other; it is not kept alive."""
    return id(_last_value())


def chained(error: BaseException) -> list[tuple[str, BaseException]]:
    """Return the exceptions that one came from, the nearest first, each once.

    Each is a `cause` (it is what was raised `from`), a `context` (it was being handled) or a `member` of an exception
    group. The context holds memory all the same where a cause, or `from None`, hides it.
    """
    found: list[tuple[str, BaseException]] = []
    met, waiting = {id(error)}, [error]
    while waiting and len(found) < _MOST_CHAINED:
        for relation, other in _related(waiting.pop(0)):
            if id(other) not in met:
                met.add(id(other))
                waiting.append(other)
                found.append((relation, other))
    return found


def _related(raised: BaseException) -> Iterator[tuple[str, BaseException]]:
    for relation, read in _RELATIONS:
        other = read(raised)
        if other is not None:
            yield relation, other
    if _members_of is not None and is_subtype(type(raised), _Group):
        members = _members_of(raised)
        for member in members if type(members) is tuple else ():
            if is_subtype(type(member), BaseException):
                yield "member", member


def _last_value() -> BaseException | None:
    last = sys.__dict__.get("last_value")
    return cast(BaseException, last) if is_subtype(type(last), BaseException) else None


def _means_interrupt(kind: type) -> bool:
    # Code that awaits is cancelled when the kernel is interrupted.
    cancelled = getattr(sys.modules.get("asyncio"), "CancelledError", KeyboardInterrupt)
    return any(base is KeyboardInterrupt or base is cancelled for base in type_mro(kind))


def message_of(error: BaseException) -> str | None:
    """Return the first exact str among the arguments: for an OSError what it is about."""
    arguments = _args_of(error)
    return next((safe_text(argument) for argument in arguments if type(argument) is str), None)
