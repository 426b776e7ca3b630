"""`./run demo`: JupyterLab on the example notebook, the panel open beside it."""

from __future__ import annotations

import argparse
import json
import os
import shutil
from urllib.parse import quote

from . import setup
from .workspace import MAIN, ROOT, is_root

EXAMPLE = "examples/memory-management.ipynb"
WORKSPACE = ROOT / "scripts" / "demo-workspace.json"
SETTINGS = MAIN.path / "share" / "jupyter" / "lab" / "settings" / "overrides.json"
NO_NEWS = {"@jupyterlab/apputils-extension:notification": {"fetchNews": "false"}}


def lab_command(notebook: str, *more: str) -> tuple[str, ...]:
    """The command that starts JupyterLab for a user; the address that it prints leads to a notebook."""
    root = ("--allow-root",) if is_root() else ()
    return ("jupyter", "lab", f"--LabApp.default_url=/lab/tree/{quote(notebook)}", *root, *more)


def trust_examples() -> None:
    """Sign the examples, so that what their metadata asks for (recording) is honoured."""
    notebooks = sorted((ROOT / "examples").glob("*.ipynb"))
    setup.once(MAIN, "trust", notebooks, MAIN.bin, lambda: MAIN.run("jupyter", "trust", *notebooks))


def without_news() -> None:
    """Let JupyterLab not ask whether it may fetch news."""
    SETTINGS.parent.mkdir(parents=True, exist_ok=True)
    SETTINGS.write_text(json.dumps(NO_NEWS))


def workspace() -> str:
    """Lay the window out anew, apart from the user's own workspaces.

    Returns:
        JupyterLab's argument for it.
    """
    fresh, used = (MAIN.path / "demo" / name for name in ("fresh", "workspaces"))

    def make() -> None:
        MAIN.run("jupyter", "lab", "workspaces", "import", WORKSPACE, env={"JUPYTERLAB_WORKSPACES_DIR": str(fresh)})

    setup.once(MAIN, "demo-workspace", [WORKSPACE], fresh, make)
    shutil.rmtree(used, ignore_errors=True)
    shutil.copytree(fresh, used)
    return f"--LabApp.workspaces_dir={used}"


def main(arguments: list[str]) -> int:
    """Set up what is missing and start JupyterLab; arguments that are not known here are passed on to it.

    Returns:
        JupyterLab's exit status.
    """
    parser = argparse.ArgumentParser(prog="./run demo", description=__doc__)
    parser.add_argument("--notebook", default=EXAMPLE, help="open this one instead")
    options, more = parser.parse_known_args(arguments)
    setup.python_environment(MAIN, "demo")
    if not setup.front_end_is_built():
        setup.node()
        setup.node_packages(ROOT)
    setup.front_end()
    trust_examples()
    without_news()
    command = lab_command(options.notebook, workspace(), *more)
    print("+", *command, flush=True)
    os.chdir(ROOT)
    # In place of this process, so that Ctrl+C reaches JupyterLab alone.
    os.execvpe(MAIN.which(command[0]) or command[0], command, MAIN.env)
