"""Messages of kind `error`."""

from __future__ import annotations

import traceback
from typing import TYPE_CHECKING, Literal

from .outcome import message_of
from .text import safe_text, type_name

if TYPE_CHECKING:
    from .messages import Error

Code = Literal["bad_request", "unknown_kind", "not_found", "changed", "unsupported", "cancelled", "failed"]
_DETAIL_LIMIT = 8000


def error(code: Code, part: str, message: str, request_id: int | None = None, detail: str | None = None) -> Error:
    """Return an error message."""
    return {
        "kind": "error",
        "request_id": request_id,
        "code": code,
        "part": safe_text(part, 60),
        "message": safe_text(message),
        "detail": detail,
    }


def failure(part: str, caught: BaseException, request_id: int | None = None) -> Error:
    """Return the error message for a fault of the probe itself."""
    # Not str(caught): it may be of a class of the notebook.
    frames = "".join(traceback.format_tb(caught.__traceback__))
    detail = safe_text(f"{frames}{type_name(type(caught))}: {message_of(caught)}"[-_DETAIL_LIMIT:], _DETAIL_LIMIT)
    message = "The probe failed here; the notebook is not affected. Please report this with its detail."
    if isinstance(caught, MemoryError):
        message = "The kernel has too little memory left for this; the notebook is not affected."
    return error("failed", part, message, request_id, detail)
