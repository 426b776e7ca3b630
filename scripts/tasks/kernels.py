"""Kernels for the tests, in the git-ignored `ui-tests/.kernels/`: an old ipykernel, another Python, a shell."""

from __future__ import annotations

import json
import shutil

from . import setup
from .workspace import MAIN, ROOT, UI_TESTS, Argument, Venv

FOLDER = UI_TESTS / ".kernels"

KERNELS = FOLDER / "share" / "jupyter"
"""What JUPYTER_PATH has to name."""

PYTHON_KERNELS = {
    # kernelspec: (dependency group of pyproject.toml, name in the launcher)
    "ipykernel6": ("old-kernel", "Python with ipykernel 6"),
    "other-python": ("kernel", "Other Python"),
}


def make_kernels() -> None:
    """Make the environments and their kernelspecs; JupyterLab finds them through JUPYTER_PATH."""
    for name, (group, title) in PYTHON_KERNELS.items():
        venv = Venv(FOLDER / name)
        setup.python_environment(venv, group)
        make_spec(venv, name, "ipykernel", "install", "--name", name, "--display-name", title)
    if shutil.which("bash"):
        make_spec(MAIN, "bash", "bash_kernel.install")
    write_mortal_spec()


def make_spec(venv: Venv, name: str, *module: str) -> None:
    """Let a Python module write the kernelspec of that name."""
    made = KERNELS / "kernels" / name
    command: tuple[Argument, ...] = ("python", "-m", *module, "--prefix", FOLDER)
    setup.once(venv, f"kernelspec-{name}", [str(ROOT)], made, lambda: venv.run(*command))


MORTAL = """
import pathlib, runpy, sys
lived = pathlib.Path(sys.argv[-1] + ".lived")
lived.exists() and sys.exit("has died for good")
lived.touch()
runpy.run_module("ipykernel_launcher", run_name="__main__")
"""


def write_mortal_spec() -> None:
    """A kernel that starts once: the server's attempts to restart it fail."""
    spec = KERNELS / "kernels" / "mortal"
    spec.mkdir(parents=True, exist_ok=True)
    argv = [str(MAIN.bin / "python"), "-c", MORTAL, "-f", "{connection_file}"]
    content = {"argv": argv, "display_name": "Python that dies for good", "language": "python"}
    (spec / "kernel.json").write_text(json.dumps(content, indent=2))
