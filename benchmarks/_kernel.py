"""A real ipykernel with one client, for what only a kernel can tell."""

from __future__ import annotations

import ast
import json
import uuid
from types import TracebackType
from typing import Any
from urllib.parse import unquote

from jupyter_client.manager import start_new_kernel

from jupyterlab_heapscope.boot import read_boot_source

REQUEST_TARGET = "jupyterlab_heapscope.request"
PUSH_TARGET = "jupyterlab_heapscope.push"


class Kernel:
    """Runs cells one after the other; a context that ends the kernel."""

    def __init__(self, kernel_name: str = "python3") -> None:
        """Start the kernel of that name and wait until it answers."""
        self._manager, self._client = start_new_kernel(kernel_name=kernel_name)
        self._client_id = uuid.uuid4().hex
        self._comms: dict[str, str] = {}

    def __enter__(self) -> Kernel:
        """Return the running kernel."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the kernel."""
        self._client.stop_channels()
        self._manager.shutdown_kernel(now=True)

    def run(self, code: str, *, store_history: bool = True) -> None:
        """Run a cell to its end.

        Raises:
            RuntimeError: the cell raised.
        """
        self._execute(code, store_history=store_history)

    def value(self, expression: str) -> Any:
        """The literal that an expression gives in the kernel, by a silent request."""
        content = self._execute("", silent=True, store_history=False, user_expressions={"value": expression})
        return ast.literal_eval(content["user_expressions"]["value"]["data"]["text/plain"])

    def cpu_ms(self) -> float:
        """CPU time of the kernel's process, all threads."""
        return float(self.value('__import__("time").process_time()')) * 1000

    def boot(self) -> None:
        """Put the probe in as the front end does, and listen to its reports.

        Raises:
            RuntimeError: the probe could not be put in.
        """
        self._execute(read_boot_source(), silent=True, store_history=False)
        outcome = json.loads(unquote(self.value('__import__("sys").modules["_heapscope"].__boot__')))
        if outcome["error"]:
            raise RuntimeError(outcome["error"])
        for target in (REQUEST_TARGET, PUSH_TARGET):
            comm = self._comms[target] = uuid.uuid4().hex
            data = _envelope({"client_id": self._client_id})
            self._send("comm_open", {"comm_id": comm, "target_name": target, "data": data})

    def close_probe(self) -> None:
        """Make the probe take everything back."""
        request = _envelope({"kind": "close_request", "request_id": 1})
        self._send("comm_msg", {"comm_id": self._comms[REQUEST_TARGET], "data": request})

    def _execute(self, code: str, **options: Any) -> dict[str, Any]:
        reply = self._client.execute_interactive(code, output_hook=lambda _: None, timeout=300, **options)
        content: dict[str, Any] = reply["content"]
        if content["status"] != "ok":
            raise RuntimeError("\n".join(content.get("traceback", ["the cell was aborted"])))
        return content

    def _send(self, kind: str, content: dict[str, Any]) -> None:
        # Without subshells: handled in order, before the next cell.
        self._client.shell_channel.send(self._client.session.msg(kind, content))


def _envelope(message: dict[str, Any]) -> dict[str, str]:
    return {"message": json.dumps(message)}
