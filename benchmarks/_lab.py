"""A real JupyterLab server and a real Chromium, for what only a page can tell."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, sync_playwright

EXTENSION = "jupyterlab-heapscope"


@contextmanager
def lab_server(*, with_heapscope: bool, files: dict[str, str] | None = None) -> Iterator[str]:
    """Start JupyterLab with settings of its own, in a folder with these files, and yield its address."""
    with TemporaryDirectory() as folder:
        root = Path(folder)
        config = root / "config" / "labconfig"
        config.mkdir(parents=True)
        disabled = {} if with_heapscope else {EXTENSION: True}
        (config / "page_config.json").write_text(json.dumps({"disabledExtensions": disabled}))
        (root / "files").mkdir()
        for name, text in (files or {}).items():
            (root / "files" / name).write_text(text)
        port = _free_port()
        options = {"ServerApp.token": "", "ServerApp.password": "", "ServerApp.open_browser": False}
        options |= {"ServerApp.port": port, "ServerApp.root_dir": str(root / "files"), "LabApp.news_url": None}
        options |= {"LabApp.expose_app_in_browser": True, "ServerApp.allow_root": True}
        words = [f"--{name}={value}" for name, value in options.items()]
        variables = {
            "JUPYTER_CONFIG_DIR": str(root / "config"),
            "JUPYTER_DATA_DIR": str(root / "data"),
            "IPYTHONDIR": str(root / "ipython"),
        }
        server = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", *words],
            env={**os.environ, **variables},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(f"{address}/api")
            yield address
        finally:
            server.terminate()
            server.wait(30)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the Chromium that `$CHROMIUM` names, or Playwright's own."""
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-dev-shm-usage"]
        browser = playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM"), args=arguments)
        try:
            yield browser
        finally:
            browser.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(url: str, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while True:
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
