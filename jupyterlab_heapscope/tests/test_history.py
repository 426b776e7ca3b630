"""The ring of reports."""

from __future__ import annotations

import sys

from jupyterlab_heapscope.probe.history import History


def filled(budget: int, count: int = 10) -> History:
    history = History(budget)
    for run_id in range(1, count + 1):
        history.append(run_id, f'{{"run_id":{run_id}}}' + " " * 1000)
    return history


def ids(history: History, after: int = 0, count: int = 500) -> list[int]:
    return [int(item.split(":")[1].split("}")[0]) for item in history.page(after, count).items]


def test_pages_from_the_oldest() -> None:
    history = filled(10**6)
    assert ids(history) == list(range(1, 11))
    assert history.page(0, 500)[1:] == (0, 10, False, 10)
    assert ids(history, after=4, count=3) == [5, 6, 7]
    assert history.page(4, 3)[1:] == (4, 6, False, 7)
    assert history.page(10, 3) == ([], 10, 0, False, 10)


def test_the_oldest_go_first_and_it_says_so() -> None:
    history = filled(5000)
    kept = ids(history)
    assert kept == list(range(11 - len(kept), 11))
    assert 3 <= len(kept) <= 4
    assert history.size_bytes <= 5000
    assert history.size_bytes > sum(map(sys.getsizeof, history.page(0, 500).items))
    assert history.page(0, 500).truncated
    assert not history.page(kept[0] - 1, 500).truncated


def test_a_smaller_budget_holds_at_once() -> None:
    history = filled(10**6)
    history.set_budget(0)
    assert history.page(0, 500) == ([], 0, 0, True, 0)
    assert history.size_bytes == 0
    history.append(11, "x")
    assert history.size_bytes == 0


def test_a_report_that_is_told_again_replaces_the_first() -> None:
    history = filled(10**6)
    size = history.size_bytes
    history.append(10, '{"run_id":10}' + "-" * 1000)
    assert ids(history) == list(range(1, 11))
    assert history.page(9, 1).items[0].endswith("-")
    assert history.size_bytes == size


def test_collections_come_with_the_reports_that_they_follow() -> None:
    history = filled(10**6)
    for run_id in (0, 3, 3, 5, 10):
        history.append_collection(run_id, f"after {run_id}")
    pages = [(0, 3), (3, 3), (6, 10)]
    told = [history.collections(after, history.page(after, count)) for after, count in pages]
    assert told == [["after 0"], ["after 3", "after 3", "after 5"], ["after 10"]]
    assert history.collections(10, history.page(10, 5)) == ["after 10"]


def test_only_the_last_collections_are_kept() -> None:
    history = filled(10**6)
    for _ in range(1_000):
        history.append_collection(10, "x" * 1_000)
    assert len(history.collections(0, history.page(0, 500))) == 50
    assert 50_000 < history.collections_bytes < 60_000
