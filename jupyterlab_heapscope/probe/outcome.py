"""How a run ended: what IPython says of it, read without running code of an exception's class."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import TYPE_CHECKING, Any, Callable, NamedTuple, cast

from .introspect import type_mro
from .text import safe_text, type_name

if TYPE_CHECKING:
    from typing import Literal

    from .messages import Exception as ExceptionFields

_args_of: Callable[[BaseException], tuple[object, ...]] = BaseException.__dict__["args"].__get__
_traceback_of: Callable[[BaseException], TracebackType | None] = BaseException.__dict__["__traceback__"].__get__


class Outcome(NamedTuple):
    """The end of a run. The exception is known by its id only, so that it is not kept alive."""

    status: Literal["ok", "error", "interrupted"]
    exception: ExceptionFields | None
    error_id: int | None


def outcome_of(result: Any) -> Outcome:
    """Read an ExecutionResult; None stands for a run that was cancelled."""
    if result is None:
        return Outcome("interrupted", None, None)
    error = getattr(result, "error_before_exec", None)
    if error is None:
        error = getattr(result, "error_in_exec", None)
    if error is None:
        return Outcome("ok", None, None)
    kind = type(error)
    fields: ExceptionFields = {"type": type_name(kind), "message": message_of(error)}
    return Outcome("interrupted" if _means_interrupt(kind) else "error", fields, id(error))


def last_traceback(error_id: int | None) -> TracebackType | None:
    """Return the traceback that IPython keeps for post-mortem, if it is of this very exception."""
    last = sys.__dict__.get("last_value")
    if error_id is None or last is None or id(last) != error_id:
        return None
    return _traceback_of(cast(BaseException, last))


def _means_interrupt(kind: type) -> bool:
    # Code that awaits is cancelled when the kernel is interrupted.
    cancelled = getattr(sys.modules.get("asyncio"), "CancelledError", KeyboardInterrupt)
    return any(base is KeyboardInterrupt or base is cancelled for base in type_mro(kind))


def message_of(error: BaseException) -> str | None:
    """Return the first exact str among the arguments: for an OSError what it is about."""
    arguments = _args_of(error)
    return next((safe_text(argument) for argument in arguments if type(argument) is str), None)
