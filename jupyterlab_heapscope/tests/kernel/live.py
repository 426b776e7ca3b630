"""A real kernel with the probe in it, spoken to as the front end does. Each message is held against the schema."""

from __future__ import annotations

import ast
import json
import queue
import time
import uuid
from typing import Any, Callable
from urllib.parse import unquote

from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import KernelManager

from jupyterlab_heapscope.boot import read_boot_source

from ..schema import DEFINITION_OF, assert_fits

REQUEST_TARGET = "jupyterlab_heapscope.request"
PUSH_TARGET = "jupyterlab_heapscope.push"
BOOT_STATE = '__import__("sys").modules["_heapscope"].__boot__'
PATIENCE_S = 30.0
CELL = {"silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": False}

Message = dict[str, Any]


class LiveKernel:
    """One kernel process; the probe comes in with `boot`, the comms with `connect`."""

    def __init__(self, name: str) -> None:
        """Start the kernel of that name."""
        self.manager = KernelManager(kernel_name=name)
        self.manager.start_kernel()
        self.client: BlockingKernelClient = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=PATIENCE_S)
        self.iopub: list[Message] = []
        self.idle: set[str] = set()
        """Ids of what the kernel is through with."""
        self.pushed: list[Message] = []
        self.replies: dict[int, Message] = {}
        self.errors: list[Message] = []
        self.subshell: str | None = None
        self._request_comm = ""
        self._push_comm = ""
        self._numbers = iter(range(1, 10**9))

    def stop(self) -> None:
        """End the process."""
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)

    def value(self, expression: str) -> Any:
        """Evaluate an expression in the kernel by a silent request, which is no run."""
        content = {"code": "", "silent": True, "store_history": False, "user_expressions": {"it": expression}}
        answer = self._shell_reply(self._send("execute_request", content))["content"]["user_expressions"]["it"]
        assert answer["status"] == "ok", answer
        return ast.literal_eval(answer["data"]["text/plain"])

    def boot(self, source: str | None = None) -> Message:
        """Send the boot request; return what the kernel says of it."""
        content = {
            "code": "",
            "silent": True,
            "store_history": False,
            "user_expressions": {"outcome": f"({source or read_boot_source()},{BOOT_STATE})[1]"},
            "allow_stdin": False,
            "stop_on_error": False,
        }
        reply = self._shell_reply(self._send("execute_request", content))
        state = reply["content"]["user_expressions"]["outcome"]["data"]["text/plain"]
        outcome: Message = json.loads(unquote(ast.literal_eval(state)))
        return outcome

    def connect(self, subshell: bool = False, client_id: str = "test") -> None:
        """Open both comms, on a subshell if asked for."""
        if subshell:
            message = self.client.session.msg("create_subshell_request", {})
            self.client.control_channel.send(message)
            self.subshell = self.client.control_channel.get_msg(timeout=PATIENCE_S)["content"]["subshell_id"]
        self._request_comm = self.open_comm(REQUEST_TARGET, client_id)
        self._push_comm = self.open_comm(PUSH_TARGET, client_id)
        self.request("hello_request")  # so that both are open

    def open_comm(self, target: str, client_id: str) -> str:
        """Open one comm as a front end of this id does."""
        return self.open_comm_with(target, {"message": json.dumps({"client_id": client_id})})

    def open_comm_with(self, target: str, data: Message) -> str:
        """Open a comm with any data."""
        comm_id = uuid.uuid4().hex
        self._send("comm_open", {"comm_id": comm_id, "target_name": target, "data": data}, self.subshell)
        return comm_id

    def send_request(self, kind: str, **fields: Any) -> int:
        """Send a request without waiting; return its number."""
        number = next(self._numbers)
        self.send_text(json.dumps({"kind": kind, "request_id": number, **fields}))
        return number

    def send_text(self, text: object) -> None:
        """Send anything as the message of the request comm."""
        content = {"comm_id": self._request_comm, "data": {"message": text}}
        self._send("comm_msg", content, self.subshell)

    def request(self, kind: str, **fields: Any) -> Message:
        """Send a request and wait for its reply."""
        return self.wait_reply(self.send_request(kind, **fields))

    def wait_reply(self, number: int) -> Message:
        """Wait for the reply to a request."""
        self.wait(lambda: number in self.replies)
        return self.replies.pop(number)

    def start_cell(self, code: str, cell_id: str | None = None, **options: Any) -> str:
        """Run a cell without waiting; return the id of its message."""
        content = {**CELL, "code": code}
        metadata = {"cellId": cell_id} if cell_id else {}
        return self._send("execute_request", {**content, **options}, metadata=metadata)

    def start_console_cell(self, code: str) -> str:
        """Run code on the subshell, as a console there does; return the id of its message."""
        return self._send("execute_request", {**CELL, "code": code}, self.subshell)

    def wait_cell(self, message_id: str) -> list[Message]:
        """Wait for a cell's end; return the outputs that belong to it."""
        self.wait(lambda: message_id in self.idle)
        return self.outputs(message_id)

    def outputs(self, message_id: str) -> list[Message]:
        """Return what a front end would show below the cell so far."""
        shown = ("stream", "display_data", "execute_result", "error", "clear_output", "update_display_data")
        return [m for m in self.iopub if m["msg_type"] in shown and m["parent_header"].get("msg_id") == message_id]

    def run_cell(self, code: str, cell_id: str | None = None, **options: Any) -> list[Message]:
        """Run a cell to its end; return its outputs."""
        return self.wait_cell(self.start_cell(code, cell_id, **options))

    def printed(self, code: str) -> str:
        """Run a cell; return what it printed."""
        return text_of(self.run_cell(code))

    def run_and_report(self, code: str, cell_id: str | None = None, **options: Any) -> Message:
        """Run a cell; return the run of the report that follows it."""
        before = len(self.reports())
        self.run_cell(code, cell_id, **options)
        self.wait(lambda: len(self.reports()) > before)
        run: Message = self.reports()[-1]["run"]
        return run

    def reports(self) -> list[Message]:
        """Return the reports that were pushed so far."""
        return [message for message in self.pushed if message["kind"] == "report"]

    def wait(self, condition: Callable[[], object], patience_s: float = PATIENCE_S) -> None:
        """Take messages in until the condition holds."""
        end = time.monotonic() + patience_s
        while not condition():
            assert time.monotonic() < end, f"nothing came; last: {self.iopub[-3:]}"
            self._take(0.1)

    def drain(self, seconds: float) -> None:
        """Take in the messages that come within a time."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self._take(end - time.monotonic())

    def _take(self, seconds: float) -> None:
        try:
            message = self.client.get_iopub_msg(timeout=max(0.0, seconds))
        except queue.Empty:
            return
        self.iopub.append(message)
        content = message["content"]
        if message["msg_type"] == "status" and content["execution_state"] == "idle":
            self.idle.add(message["parent_header"].get("msg_id"))
        if message["msg_type"] != "comm_msg":
            return
        if content["comm_id"] not in (self._push_comm, self._request_comm):
            return
        said = json.loads(content["data"]["message"])
        assert_fits(said, DEFINITION_OF[said["kind"]])
        if content["comm_id"] == self._push_comm:
            self.pushed.append(said)
        else:
            number: int | None = said["request_id"]
            if number is None:
                self.errors.append(said)
            else:
                self.replies[number] = said

    def _send(self, kind: str, content: Message, subshell: str | None = None, metadata: Message | None = None) -> str:
        message = self.client.session.msg(kind, content, metadata=metadata)
        if subshell is not None:
            message["header"]["subshell_id"] = subshell
        self.client.shell_channel.send(message)
        message_id: str = message["header"]["msg_id"]
        return message_id

    def _shell_reply(self, message_id: str) -> Message:
        while True:
            reply: Message = self.client.get_shell_msg(timeout=PATIENCE_S)
            if reply["parent_header"].get("msg_id") == message_id:
                return reply


def text_of(outputs: list[Message]) -> str:
    """What streams of outputs say together; there may be nothing but streams."""
    assert all(message["msg_type"] == "stream" for message in outputs), outputs
    return "".join(message["content"]["text"] for message in outputs).strip()
