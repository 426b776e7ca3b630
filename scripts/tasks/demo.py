"""`./run demo`: JupyterLab on the example notebook, the panel attached."""

from __future__ import annotations

import argparse
import os

from . import setup
from .workspace import MAIN, ROOT, is_root

EXAMPLE = "examples/memory-management.ipynb"


def lab_command(*more: str) -> tuple[str, ...]:
    """The command that starts JupyterLab for a user, without its news."""
    root = ("--allow-root",) if is_root() else ()
    return ("jupyter", "lab", "--LabApp.news_url=None", *root, *more)


def trust_examples() -> None:
    """Sign the examples, so that what their metadata asks for (recording) is honoured."""
    notebooks = sorted((ROOT / "examples").glob("*.ipynb"))
    setup.once(MAIN, "trust", notebooks, MAIN.bin, lambda: MAIN.run("jupyter", "trust", *notebooks))


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
    command = lab_command(*more, options.notebook)
    print("+", *command, flush=True)
    os.chdir(ROOT)
    # In place of this process, so that Ctrl+C reaches JupyterLab alone.
    os.execvpe(MAIN.which(command[0]) or command[0], command, MAIN.env)
