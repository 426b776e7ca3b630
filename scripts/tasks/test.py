"""`./run test`: every check there is, counted and added up."""

from __future__ import annotations

import argparse
import subprocess
from typing import Callable

from . import setup
from .checks import (
    Check,
    browser_check,
    lint_checks,
    other_python_checks,
    timed,
    unit_checks,
    write_summary,
)
from .reports import Tally
from .workspace import MAIN, ROOT, UI_TESTS, Venv

SMOKE = "tests/lab/smoke.spec.ts"


class Setup:
    """Steps that checks need. One that fails counts as a failure; what can be tried without it still is."""

    def __init__(self) -> None:
        """Nothing has been set up yet."""
        self.tally = Tally()

    def step(self, name: str, work: Callable[[], str | None | object]) -> object:
        """Do one step; give what it gives, or None where it failed."""
        try:
            return work()
        except (subprocess.CalledProcessError, OSError, ValueError) as error:
            self.tally += Tally(failed=1, notes=[f"set up {name}: {error}"])
            print(f"could not set up {name}: {error}", flush=True)
            return None


def older_lab(version: str) -> Venv:
    """A second environment with an older JupyterLab that finds the same built extension."""
    venv = Venv(ROOT / f".venv-lab{version.replace('.', '')}", behind=(MAIN.bin,))
    setup.python_environment(venv, "older-lab", f"jupyterlab=={version}.*")
    setup.link_front_end(venv)
    return venv


def prepare(setting_up: Setup, with_browser: bool) -> str | None:
    """Everything that the checks need; gives the Chromium to use."""
    step = setting_up.step
    step("Python packages", lambda: setup.python_environment(MAIN, "test"))
    step("Node.js", setup.node)
    step("npm packages", lambda: setup.node_packages(ROOT))
    step("the probe's sources for the front end", lambda: MAIN.run("node", "scripts/bundle-probe.mjs"))
    step("npm packages of ui-tests", lambda: setup.node_packages(UI_TESTS))
    if not with_browser:
        return None
    step("the extension", setup.front_end)
    step("kernels", lambda: MAIN.run("python", "ui-tests/make_kernels.py"))
    found = step("Chromium", setup.chromium)
    return str(found) if found else None


def chosen_checks(names: list[str], lab: str | None, chromium: str | None) -> list[Check]:
    """The checks that were asked for, in the order in which they run."""
    everything = [
        *lint_checks(),
        *unit_checks(),
        browser_check("lab", "lab", chromium=chromium),
        browser_check("notebook", "notebook", chromium=chromium),
        *other_python_checks(),
    ]
    if lab:
        everything = [browser_check(f"lab-{lab}", "lab", SMOKE, venv=older_lab(lab), chromium=chromium)]
    known = {check.name: check for check in everything}
    if unknown := [name for name in names if name not in known]:
        raise SystemExit(f"no such check: {', '.join(unknown)}; there are {', '.join(known)}")
    return [known[name] for name in names] if names else everything


def main(arguments: list[str]) -> int:
    """Run the checks.

    Returns:
        1 where anything failed, else 0.
    """
    parser = argparse.ArgumentParser(prog="./run test", description=__doc__)
    parser.add_argument("--lab", metavar="VERSION", help="one smoke story in that JupyterLab, such as 4.2")
    parser.add_argument("names", nargs="*", help="only these checks, such as eslint pytest lab")
    options = parser.parse_args(arguments)
    with_browser = bool(options.lab) or not options.names or bool({"lab", "notebook"} & set(options.names))
    setting_up = Setup()
    chromium = prepare(setting_up, with_browser)
    tallies: dict[str, Tally] = {}
    lines = []
    for check in chosen_checks(options.names, options.lab, chromium):
        tally, seconds = timed(check)
        tallies[check.name] = tally
        lines.append(f"{check.name:<12} {tally!s:<36} {seconds:6.0f} s")
        lines += [f"    {note}" for note in tally.notes]
    write_summary(tallies)
    total = sum(tallies.values(), setting_up.tally)
    print("", *lines, *setting_up.tally.notes, "", f"tests: {total}", sep="\n", flush=True)
    return 1 if total.failed else 0
