"""Where things lie, and how commands are run there."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Union

Argument = Union[str, Path]

ROOT = Path(__file__).resolve().parents[2]
UI_TESTS = ROOT / "ui-tests"
RESULTS = ROOT / ".results"
"""Machine-readable reports of the checks; git-ignored."""

SYSTEM_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


def is_root() -> bool:
    """Whether this is the superuser, who needs `--allow-root` and may install packages of the system."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


@dataclass(frozen=True)
class Venv:
    """A virtual environment in the tree; commands run with its folder first on PATH."""

    path: Path
    behind: tuple[Path, ...] = ()
    """Folders that come after this environment's own on PATH."""

    @property
    def bin(self) -> Path:
        """The folder with the environment's commands."""
        return self.path / ("Scripts" if os.name == "nt" else "bin")

    @property
    def env(self) -> dict[str, str]:
        """The variables that its commands see."""
        variables = dict(os.environ)
        system = SYSTEM_PATH if os.name == "posix" else ""
        folders = [str(self.bin), *map(str, self.behind), os.environ.get("PATH", ""), system]
        variables["PATH"] = os.pathsep.join(filter(None, folders))
        variables["VIRTUAL_ENV"] = str(self.path)
        variables["HOME"] = str(self.home())
        variables.pop("PYTHONHOME", None)
        return variables

    def home(self) -> Path:
        """The user's home folder, or one in here where there is none that can be written."""
        given = os.environ.get("HOME", "")
        if given and os.access(given, os.W_OK):
            return Path(given)
        own = self.path / "home"
        own.mkdir(parents=True, exist_ok=True)
        return own

    def which(self, command: str) -> str | None:
        """The full path of a command."""
        return shutil.which(command, path=self.env["PATH"])

    def run(
        self,
        *command: Argument,
        cwd: Path = ROOT,
        env: Mapping[str, str] | None = None,
        check: bool = True,
        output: IO[str] | None = None,
    ) -> int:
        """Run a command and show what it prints, or write that to `output`.

        Returns:
            Its exit status; 127 where there is no such command.

        Raises:
            subprocess.CalledProcessError: It failed, and `check` is set.
        """
        print("+", *command, flush=True, file=output)
        found = self.which(str(command[0]))
        if not found:
            print(f"{command[0]}: not found", file=output or sys.stderr)
            status = 127
        else:
            words = [found, *map(str, command[1:])]
            errors = subprocess.STDOUT if output else None
            variables = {**self.env, **(env or {})}
            status = subprocess.run(words, cwd=cwd, env=variables, stdout=output, stderr=errors, check=False).returncode
        if check and status:
            raise subprocess.CalledProcessError(status, [str(word) for word in command])
        return status


MAIN = Venv(ROOT / ".venv")
