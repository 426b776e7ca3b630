"""Counts out of the reports that the test runners write."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.etree import ElementTree


@dataclass
class Tally:
    """How many tests passed, failed and were skipped, with a line for each failure or skip worth naming."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    notes: list[str] = field(default_factory=list)

    def __add__(self, other: Tally) -> Tally:
        """Both together."""
        return Tally(
            self.passed + other.passed,
            self.failed + other.failed,
            self.skipped + other.skipped,
            self.notes + other.notes,
        )

    def __str__(self) -> str:
        """`3 passed, 1 failed`, and the skipped ones where there are any."""
        skipped = f", {self.skipped} skipped" if self.skipped else ""
        return f"{self.passed} passed, {self.failed} failed{skipped}"


def read_jest(path: Path) -> Tally:
    """The report of `jest --json`; a file of tests that could not even start is one failure."""
    report = json.loads(path.read_text())
    tally = Tally(report["numPassedTests"], report["numFailedTests"], report["numPendingTests"])
    tally.failed += report["numRuntimeErrorTestSuites"]
    for suite in report["testResults"]:
        failed = [test["fullName"] for test in suite["assertionResults"] if test["status"] == "failed"]
        if suite["status"] == "failed":
            tally.notes += failed or [f"{suite['name']}: could not start"]
    return tally


def read_junit(path: Path) -> Tally:
    """The JUnit report of pytest; errors of fixtures are failures, and skips are told by their reason."""
    tally = Tally()
    reasons: Counter[str] = Counter()
    for case in ElementTree.parse(path).iter("testcase"):
        name = f"{case.get('classname')}::{case.get('name')}"
        if case.find("failure") is not None or case.find("error") is not None:
            tally.failed += 1
            tally.notes.append(name)
        elif (skip := case.find("skipped")) is not None:
            tally.skipped += 1
            reasons[skip.get("message", "")] += 1
        else:
            tally.passed += 1
    tally.notes += [f"{count} skipped: {reason}" for reason, count in reasons.most_common()]
    return tally


def read_playwright(path: Path) -> Tally:
    """Playwright's JSON report; a test that passed when tried again has passed, and is named."""
    report = json.loads(path.read_text())
    stats = report["stats"]
    tally = Tally(stats["expected"] + stats["flaky"], stats["unexpected"], stats["skipped"])
    for title, status in _playwright_tests(report["suites"]):
        if status in ("unexpected", "flaky"):
            tally.notes.append(f"{status}: {title}")
    for error in report["errors"]:
        tally.failed += 1
        tally.notes.append(error.get("message", "error").splitlines()[0])
    return tally


def _playwright_tests(suites: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    for suite in suites:
        for spec in suite.get("specs", []):
            for test in spec["tests"]:
                yield f"{spec['file']}: {spec['title']}", test["status"]
        yield from _playwright_tests(suite.get("suites", []))
