"""A census difference is a run's own only where nothing else changed the heap."""

from __future__ import annotations

from typing import Any

import pytest

from jupyterlab_heapscope.probe.between_runs import BetweenRuns


@pytest.fixture
def between() -> BetweenRuns:
    """The run before was counted."""
    found = BetweenRuns()
    found.census_taken(1)
    return found


def many() -> list[Any]:
    return [[] for _ in range(20_000)]


def test_what_the_run_itself_takes_is_its_own(between: BetweenRuns) -> None:
    between.run_begins(2)
    kept = many()
    between.run_ends()
    between.census_begins()
    assert kept
    assert not between.changed_beside()


def test_before_the_run(between: BetweenRuns) -> None:
    kept = many()
    between.run_begins(2)
    between.run_ends()
    between.census_begins()
    assert between.changed_beside()
    between.census_taken(2)
    kept.clear()
    between.run_begins(3)
    assert between.changed_beside()


def test_after_the_run(between: BetweenRuns) -> None:
    between.run_begins(2)
    between.run_ends()
    kept = many()
    between.census_begins()
    assert kept
    assert between.changed_beside()


def test_the_next_run_begins_anew(between: BetweenRuns) -> None:
    kept = many()
    between.run_begins(2)
    between.census_taken(2)
    between.run_begins(3)
    between.run_ends()
    between.census_begins()
    assert kept
    assert not between.changed_beside()


def test_a_later_census_has_what_came_before_it(between: BetweenRuns) -> None:
    kept = many()
    between.census_taken(1)
    between.run_begins(2)
    assert kept
    assert not between.changed_beside()


def test_without_a_census_of_the_run_before_nothing_is_said(between: BetweenRuns) -> None:
    between.run_begins(2)
    between.run_begins(3)
    kept = many()
    between.run_ends()
    between.census_begins()
    assert kept
    assert not between.changed_beside()
