"""A census difference is a run's own only where nothing else changed the heap before it."""

from __future__ import annotations

from typing import Any

from jupyterlab_heapscope.probe.between_runs import BetweenRuns


def test_nothing_between() -> None:
    between = BetweenRuns()
    between.census_taken(1)
    between.run_begins(2)
    assert not between.changed_before(2)


def test_many_objects_come_or_go_between_two_runs() -> None:
    between = BetweenRuns()
    between.census_taken(1)
    kept: list[Any] = [[] for _ in range(20_000)]
    between.run_begins(2)
    assert between.changed_before(2)
    assert not between.changed_before(1)
    between.census_taken(2)
    kept.clear()
    between.run_begins(3)
    assert between.changed_before(3)


def test_a_later_census_has_what_came_before_it() -> None:
    between = BetweenRuns()
    between.census_taken(1)
    kept: list[Any] = [[] for _ in range(20_000)]
    between.census_taken(1)
    between.run_begins(2)
    assert kept
    assert not between.changed_before(2)


def test_without_a_census_of_the_run_before_nothing_is_said() -> None:
    between = BetweenRuns()
    between.run_begins(1)
    between.census_taken(1)
    between.run_begins(2)
    kept: list[Any] = [[] for _ in range(20_000)]
    between.run_begins(3)
    assert kept
    assert not between.changed_before(3)
