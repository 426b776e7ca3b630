"""`./run test`: every check there is, counted and added up."""

from __future__ import annotations

import argparse
import subprocess
import time
from typing import Callable

from . import setup
from .checks import (
    Check,
    browser_check,
    lint_checks,
    other_python_checks,
    unit_checks,
    wheel_check,
)
from .kernels import make_kernels
from .lanes import run_all, write_summary
from .reports import Tally
from .workspace import MAIN, ROOT, UI_TESTS, Venv

WORTH_TELLING_S = 2


class Setup:
    """Steps that checks need. One that fails counts as a failure; what can be tried without it still is."""

    def __init__(self) -> None:
        """Nothing has been set up yet."""
        self._failures: list[str] = []

    @property
    def tally(self) -> Tally:
        """The failures so far; a step that went well is no test."""
        return Tally(failed=len(self._failures), notes=self._failures)

    def step(self, name: str, work: Callable[[], object]) -> None:
        """Do one step."""
        start = time.monotonic()
        try:
            work()
        except (subprocess.CalledProcessError, OSError, ValueError) as error:
            self._failures.append(f"set up {name}: {error}")
            print(f"could not set up {name}: {error}", flush=True)
        if (seconds := time.monotonic() - start) > WORTH_TELLING_S:
            print(f"--- set up {name} ({seconds:.0f} s)", flush=True)

    def python(self) -> None:
        """What testing the probe needs."""
        self.step("Python packages", lambda: setup.python_environment(MAIN, "test"))
        self.step("Node.js", setup.node)
        self.step("kernels", make_kernels)

    def sources(self) -> None:
        """What reading and testing the front end's sources needs."""
        self.step("npm packages", lambda: setup.node_packages(ROOT))
        self.step("npm packages of ui-tests", lambda: setup.node_packages(UI_TESTS))
        self.step("the probe's sources for the front end", lambda: MAIN.run("node", "scripts/bundle-probe.mjs"))

    def browser(self) -> None:
        """What the browser tests need besides."""
        self.step("the extension", setup.front_end)
        self.step("Chromium", setup.chromium)

    def older_lab(self, version: str, venv: Venv) -> None:
        """A second environment with an older JupyterLab that finds the same built extension."""
        packages = f"jupyterlab=={version}.*"
        self.step(f"JupyterLab {version}", lambda: setup.python_environment(venv, "kernel", packages))
        self.step(f"the extension in JupyterLab {version}", lambda: setup.link_front_end(venv))


def chosen_checks(names: list[str]) -> list[Check]:
    """The checks that were asked for, in the order in which they run; all without names."""
    everything = [
        *lint_checks(),
        *unit_checks(),
        wheel_check(),
        browser_check("lab", "lab"),
        browser_check("notebook", "notebook"),
        *other_python_checks(),
    ]
    known = {check.name: check for check in everything}
    if unknown := [name for name in names if name not in known]:
        raise SystemExit(f"no such check: {', '.join(unknown)}; there are {', '.join(known)}")
    return [known[name] for name in names] if names else everything


def run_checks(checks: list[Check], setting_up: Setup, older_lab: tuple[str, Venv] | None) -> Tally:
    """Set up what the checks need, run them and print the counts."""

    def prepare_front() -> None:
        setting_up.sources()
        if any(check.wants_front_end for check in checks):
            setting_up.browser()
        if older_lab:
            setting_up.older_lab(*older_lab)

    setting_up.python()
    results = run_all(checks, prepare_front)
    write_summary(results)
    before = setting_up.tally
    lines = list(before.notes)
    for name, (tally, seconds) in results.items():
        lines.append(f"{name:<12} {tally!s:<36} {seconds:6.0f} s")
        lines += [f"    {note}" for note in tally.notes]
    total = sum((tally for tally, _ in results.values()), before)
    print("", *lines, "", f"tests: {total}", sep="\n", flush=True)
    return total


def main(arguments: list[str]) -> int:
    """Run the checks.

    Returns:
        1 where anything failed, else 0.
    """
    parser = argparse.ArgumentParser(prog="./run test", description=__doc__)
    parser.add_argument("--lab", metavar="VERSION", help="one smoke story in that JupyterLab, such as 4.2")
    parser.add_argument("names", nargs="*", help="only these checks, such as eslint pytest lab")
    options = parser.parse_args(arguments)
    checks = chosen_checks(options.names) if options.names or not options.lab else []
    older_lab = None
    if options.lab:
        older_lab = options.lab, Venv(ROOT / f".venv-lab{options.lab.replace('.', '')}", behind=(MAIN.bin,))
        checks.append(browser_check(f"lab-{options.lab}", "older-lab", venv=older_lab[1]))
    return 1 if run_checks(checks, Setup(), older_lab).failed else 0
