"""From the text of a request to the text of its reply; whatever comes, there is one."""

from __future__ import annotations

from json import loads
from typing import TYPE_CHECKING, Any, Callable, cast

from .channel import encode
from .failure import Code, error, failure
from .handlers import HANDLERS, WALKS
from .members import LookupFailed
from .outcome import message_of
from .rules import fault_of
from .threads import is_on_main_thread

if TYPE_CHECKING:
    from .messages import Error
    from .session import Session

_PATIENCE_S = 60.0
_MAIN_PATIENCE_S = 0.005
_LARGEST_ID = 2**53 - 1


class Desk:
    """Answers one request after the other; walks through the heap beside them."""

    def __init__(self, session: Session) -> None:
        """Answer from this session."""
        self._session = session

    def answer(self, text: str, reply: Callable[[str], None]) -> None:
        """Give the reply to a request, later if that is a walk."""
        request = _parse(text)
        request_id = _request_id(request)
        fault = _fault(request, request_id)
        if fault is not None:
            reply(encode(fault))
        elif request["kind"] in WALKS:
            self._later(request, reply)
        else:
            reply(self._in_turn(request))

    def _later(self, request: dict[str, Any], reply: Callable[[str], None]) -> None:
        try:
            self._session.errands.add(lambda: reply(self._outcome(request)))
        except RuntimeError as caught:
            message = f"This is done on a thread of its own, and none could be started. {message_of(caught) or ''}"
            reply(encode(error("unsupported", request["kind"], message, request["request_id"])))
        except BaseException as caught:
            reply(_failed(request, caught))

    def _in_turn(self, request: dict[str, Any]) -> str:
        # On the main shell a cell may wait behind this request.
        turn = self._session.turn
        if not turn.acquire(timeout=_MAIN_PATIENCE_S if is_on_main_thread() else _PATIENCE_S):
            message = "The probe is busy with another request. Try again."
            return encode(error("cancelled", request["kind"], message, request["request_id"]))
        try:
            return self._outcome(request)
        finally:
            turn.release()

    def _outcome(self, request: dict[str, Any]) -> str:
        try:
            return self._reply(request)
        except BaseException as caught:
            return _failed(request, caught)

    def _reply(self, request: dict[str, Any]) -> str:
        handler, reply_kind = HANDLERS[request["kind"]]
        reply = handler(self._session, request)
        if type(reply) is str:
            return reply
        return encode({"kind": reply_kind, "request_id": request["request_id"], **reply})


def _failed(request: dict[str, Any], caught: BaseException) -> str:
    kind, request_id = request["kind"], request["request_id"]
    if isinstance(caught, LookupFailed):
        return encode(error(cast(Code, caught.code), kind, caught.message, request_id))
    if isinstance(caught, KeyboardInterrupt):  # on the main shell, where no cell runs now
        return encode(error("cancelled", kind, "The kernel was interrupted. Try again.", request_id))
    return encode(failure(kind, caught, request_id))


def _parse(text: str) -> dict[str, Any]:
    try:
        request = loads(text)
    except (ValueError, RecursionError):
        return {}
    return request if type(request) is dict else {}


def _request_id(request: dict[str, Any]) -> int | None:
    request_id = request.get("request_id")
    return request_id if type(request_id) is int and 0 <= request_id <= _LARGEST_ID else None


def _fault(request: dict[str, Any], request_id: int | None) -> Error | None:
    kind = request.get("kind")
    if type(kind) is not str:
        return error("bad_request", "request", "This is no request: JSON with a `kind` is expected.", request_id)
    if kind not in HANDLERS:
        return error("unknown_kind", kind, "The probe does not know this request. Reload the page.", request_id)
    fault = fault_of(request)
    return None if fault is None else error("bad_request", kind, fault, request_id)
