"""Both comms: requests with their replies on one, what the probe tells by itself on the other.

They are never mixed: ipykernel 7 sends a comm's next message to the shell that last sent on it, so
a report sent by the main shell would make the next request wait for the running cell.
"""

from __future__ import annotations

from contextlib import suppress
from contextvars import copy_context
from json import JSONEncoder, loads
from os import getpid
from typing import Any, Callable

REQUEST_TARGET = "jupyterlab_heapscope.request"
PUSH_TARGET = "jupyterlab_heapscope.push"
_GOODBYE = '{"kind":"closed","request_id":null}'
_MOST_CLIENTS = 16
_MOST_CHARACTERS = 100_000

encode = JSONEncoder(separators=(",", ":"), allow_nan=False).encode
"""JSON as it goes over the wire: ASCII, in one line."""


class Channel:
    """The comms of all front ends of this kernel; messages are JSON texts in `data["message"]`."""

    def __init__(
        self,
        answer: Callable[[str, Callable[[str], None]], None],
        settle: Callable[[], None],
        close_probe: Callable[[], None],
    ) -> None:
        """Take requests to `answer`, which never raises and gives the reply, now or later, to its second argument.

        `settle` is called when it returns.
        """
        self._answer = answer
        self._settle = settle
        self.close_probe = close_probe
        """For the loader, which finds a probe without a module by its comm target."""
        self._process = getpid()
        self._requesters: dict[str, Any] = {}
        self._listeners: dict[str, Any] = {}
        self._manager: Any = None

    def open(self) -> None:
        """Offer both targets."""
        # The kernel has `comm` loaded where it has comms at all.
        import comm  # noqa: PLC0415

        self._manager = comm.get_comm_manager()
        self._manager.register_target(REQUEST_TARGET, self._on_request_comm)
        self._manager.register_target(PUSH_TARGET, self._on_push_comm)

    @property
    def has_listeners(self) -> bool:
        """Whether a push would reach anyone."""
        return bool(self._listeners)

    def push(self, text: str) -> None:
        """Send to every front end; a child process that the notebook forked stays silent."""
        if getpid() != self._process:
            return
        for comm in list(self._listeners.values()):
            _send(comm, text)

    def close(self) -> None:
        """Withdraw the targets and close the comms."""
        for target in (REQUEST_TARGET, PUSH_TARGET):
            if self._manager is not None and target in self._manager.targets:
                self._manager.unregister_target(target, None)
        for clients in (self._requesters, self._listeners):
            while clients:
                self._dismiss(clients.popitem()[1])

    def is_ours(self, comm_id: str, target: str) -> bool:
        """Whether a comm with this id, or one to be opened with this target, is of the probe."""
        if target in (REQUEST_TARGET, PUSH_TARGET):
            return True
        comms = (*self._requesters.values(), *self._listeners.values())
        return any(comm.comm_id == comm_id for comm in comms)

    def _on_push_comm(self, comm: Any, message: Any) -> None:
        self._admit(self._listeners, comm, message)

    def _on_request_comm(self, comm: Any, message: Any) -> None:
        if not self._admit(self._requesters, comm, message):
            return

        def on_message(message: Any) -> None:
            # A reply from another thread is one to this message, too: ipykernel 7 would else send
            # the comm's next request to the main shell.
            context = copy_context()
            self._answer(_text_of(message), lambda text: context.copy().run(_send, comm, text))
            self._settle()

        comm.on_msg(on_message)
        # Around each message `handle_msg` fires IPython's pre_execute and post_execute, to which
        # matplotlib flushes its figures, in the middle of the running cell. A request is no execution.
        comm.handle_msg = on_message

    def _admit(self, clients: dict[str, Any], comm: Any, message: Any) -> bool:
        """Note a front end's comm; it replaces the one that a reloaded page left."""
        client_id = _client_id(_text_of(message))
        if client_id is None:
            _close(comm)
            return False
        older = clients.pop(client_id, None)
        if older is not None:
            self._dismiss(older)
        clients[client_id] = comm
        comm.on_close(lambda _: self._forget(clients, client_id, comm))
        while len(clients) > _MOST_CLIENTS:
            self._dismiss(clients.pop(next(iter(clients))))
        return True

    def _dismiss(self, comm: Any) -> None:
        """Let go of a comm by a message: JupyterLab logs an error for a comm_close of what it did not make itself."""
        try:
            _send(comm, _GOODBYE)
            comm._closed = True  # else its end as garbage would send a comm_close
            self._manager.unregister_comm(comm)
        except Exception:
            return  # already closed from the other side

    @staticmethod
    def _forget(clients: dict[str, Any], client_id: str, comm: Any) -> None:
        if clients.get(client_id) is comm:
            del clients[client_id]


def _send(comm: Any, text: str) -> None:
    """Send, or let it be: the next message may go through, and a page asks for the reports that it missed."""
    # A page that is gone raises nothing here; what does is the notebook's, such as a mock of `json.dumps`.
    with suppress(Exception):
        comm.send({"message": text})


def _close(comm: Any) -> None:
    try:
        comm.on_close(None)
        comm.close()
    except Exception:
        return  # already closed from the other side


def _text_of(message: Any) -> str:
    """Return the JSON text in a comm message, '' for anything else."""
    try:
        text = message["content"]["data"]["message"]
    except (KeyError, TypeError):
        return ""
    return text if type(text) is str and len(text) <= _MOST_CHARACTERS else ""


def _client_id(text: str) -> str | None:
    try:
        client_id = loads(text)["client_id"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return client_id if type(client_id) is str and 0 < len(client_id) <= 100 else None  # noqa: PLR2004
