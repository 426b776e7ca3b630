"""`./run dev`: JupyterLab and an extension that is rebuilt whenever a source changes; reload the page to see it."""

from __future__ import annotations

import subprocess

from . import setup
from .demo import EXAMPLE, lab_command, without_news
from .workspace import MAIN, ROOT


def main(arguments: list[str]) -> int:
    """Build once, then watch and serve until JupyterLab ends; the arguments are JupyterLab's.

    Returns:
        JupyterLab's exit status.
    """
    setup.python_environment(MAIN, "test")
    setup.node()
    setup.node_packages(ROOT)
    setup.forget(MAIN, "front-end")  # what is watched is not what users get
    MAIN.run("jlpm", "build")
    setup.link_front_end(MAIN)
    without_news()
    watcher = subprocess.Popen([str(MAIN.which("jlpm")), "watch"], cwd=ROOT, env=MAIN.env)
    try:
        return MAIN.run(*lab_command(EXAMPLE, *arguments), check=False)
    finally:
        watcher.terminate()
        watcher.wait()
