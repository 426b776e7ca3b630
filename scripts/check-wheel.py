"""Installs the project as a user does and checks that nothing is missing: python scripts/check-wheel.py."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[1]
LABEXTENSION = "share/jupyter/labextensions/jupyterlab-heapscope"
EXPECTED = (
    "jupyterlab_heapscope/loader.py",
    "jupyterlab_heapscope/probe/__init__.py",
    f"{LABEXTENSION}/install.json",
    f"{LABEXTENSION}/package.json",
    f"{LABEXTENSION}/static/style.js",
    f"{LABEXTENSION}/schemas/jupyterlab-heapscope/package.json.orig",
)


def main() -> None:
    """Install into a folder of its own, look for the files, and let the installed copy print the boot source."""
    with TemporaryDirectory() as folder:
        target = Path(folder)
        pip = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", folder, str(ROOT)]
        subprocess.run(pip, check=True)
        missing = [name for name in EXPECTED if not (target / name).exists()]
        if missing:
            sys.exit(f"not in the wheel: {', '.join(missing)}")
        boot = [sys.executable, "-m", "jupyterlab_heapscope", "boot"]
        printed = subprocess.run(boot, cwd=target, capture_output=True, text=True, check=True).stdout
        compile(printed, "<boot>", "exec")
        print(f"the wheel is whole, and boot prints {len(printed):,} characters of Python")


if __name__ == "__main__":
    main()
