"""Every check of `./run test`: its command, and where its counts stand."""

from __future__ import annotations

import os
import socket
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Callable
from xml.etree.ElementTree import ParseError

from .kernels import KERNELS
from .reports import Tally, read_jest, read_junit, read_playwright
from .workspace import MAIN, RESULTS, ROOT, UI_TESTS, Argument, Venv

PACKAGE = "jupyterlab_heapscope"


@dataclass
class Check:
    """One command of `./run test`."""

    name: str
    command: Sequence[Argument]
    report: Path | None = None
    """What the command writes; without one the command itself counts as one test."""
    read: Callable[[Path], Tally] = read_junit
    cwd: Path = ROOT
    env: dict[str, str] = field(default_factory=dict)
    venv: Venv = MAIN
    wants_front_end: bool = False
    """Whether the built extension has to be there."""
    beside: bool = False
    """Whether it may run beside the others; what it prints is then shown when it is through."""
    needs: Callable[[], str | None] = lambda: None
    """Says why the check cannot run here, which then counts as skipped; None where it can."""

    def run(self, output: IO[str] | None = None) -> Tally:
        """Run the command and count; what it prints goes to `output`, or is shown.

        A command that failed counts as one failure even where its report shows none, as does a report that is
        missing: a runner that broke down never passes for green.
        """
        if reason := self.needs():
            return Tally(skipped=1, notes=[f"skipped: {reason}"])
        if self.report:
            RESULTS.mkdir(exist_ok=True)
            self.report.unlink(missing_ok=True)
        status = self.venv.run(*self.command, cwd=self.cwd, env=self.env, check=False, output=output)
        if not self.report:
            return Tally(passed=int(not status), failed=int(bool(status)))
        try:
            tally = self.read(self.report)
        except (OSError, ValueError, KeyError, ParseError) as error:
            return Tally(failed=1, notes=[f"no report: {error}"])
        if status and not tally.failed:
            tally += Tally(failed=1, notes=[f"exit status {status}"])
        return tally


def lint_checks() -> list[Check]:
    """Checks that read the sources."""
    return [
        Check("eslint", ["jlpm", "eslint", ".", "--max-warnings=0"]),
        Check("tsc", ["jlpm", "tsc", "-p", "tsconfig.test.json", "--noEmit"]),
        Check("tsc-ui", ["jlpm", "tsc", "-p", "ui-tests", "--noEmit"]),
        Check("prettier", ["jlpm", "prettier", "--check", "."]),
        Check("stylelint", ["jlpm", "stylelint", "style/**/*.css"]),
        Check("ruff", ["ruff", "check", "."]),
        Check("mypy", ["mypy"]),
        Check("python39", ["vermin", "-q", "-t=3.9-", "--violations", *injected_sources()]),
        Check("protocol", ["node", "scripts/generate-protocol.mjs", "--check"]),
    ]


def injected_sources() -> list[Path]:
    """What runs in the kernels of users, which may be older than the server's Python."""
    only_for_types = "messages.py"
    probe = (ROOT / PACKAGE / "probe").rglob("*.py")
    return [ROOT / PACKAGE / "loader.py", *sorted(path for path in probe if path.name != only_for_types)]


def unit_checks() -> list[Check]:
    """Tests without a browser."""
    jest, pytest = RESULTS / "jest.json", RESULTS / "pytest.xml"
    return [
        Check("jest", ["jlpm", "jest", "--silent", "--json", f"--outputFile={jest}"], jest, read_jest),
        Check(
            "pytest",
            ["python", "-m", "pytest", f"--junitxml={pytest}", PACKAGE],
            pytest,
            env={"JUPYTER_PATH": str(KERNELS)},
            beside=True,
        ),
    ]


def wheel_check() -> Check:
    """Whether `pip install` brings everything."""
    return Check("wheel", ["python", "scripts/check-wheel.py"], wants_front_end=True)


def browser_check(name: str, app: str, venv: Venv = MAIN) -> Check:
    """Browser tests in JupyterLab (`lab`, `older-lab`) or Notebook 7 (`notebook`)."""
    report = RESULTS / f"{name}.json"
    env = {"UI_TEST_APP": app, "UI_TEST_PORT": str(free_port()), "PLAYWRIGHT_JSON_OUTPUT_FILE": str(report)}
    return Check(name, ["jlpm", "playwright", "test"], report, read_playwright, UI_TESTS, env, venv, True)


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def other_python_checks() -> list[Check]:
    """The probe's tests on other Pythons, but those that take long and find the same on each.

    `HEAPSCOPE_PYTHONS` names a folder with a script `make`, so that `make FOLDER run VERSION PROJECT COMMAND…`
    runs a command with that Python, the project being its current folder.
    """
    folder = os.environ.get("HEAPSCOPE_PYTHONS")
    return [_other_python(Path(folder), version) for version in ("3.13", "3.14", "3.15")] if folder else []


def _other_python(folder: Path, version: str) -> Check:
    make = folder / "make"
    inside: list[Argument] = [make, folder, "run", version, ROOT]
    report = RESULTS / f"pytest-{version}.xml"

    def missing() -> str | None:
        if not make.exists():
            return f"Python {version} is not there: {make} is missing"
        tried = subprocess.run([*map(str, inside), "python", "-V"], capture_output=True, check=False)
        return f"Python {version} is not there: {make} exits with {tried.returncode}" if tried.returncode else None

    where = report.relative_to(ROOT)
    pytest = ["python", "-B", "-m", "pytest", "-p", "no:cacheprovider", f"--junitxml={where}"]
    pytest += ["-m", "not one_python", PACKAGE]
    return Check(f"pytest-{version}", [*inside, *pytest], report, beside=True, needs=missing)
