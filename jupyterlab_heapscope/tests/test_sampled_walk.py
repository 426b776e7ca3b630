"""Estimates of a sampled walk against the complete one."""

from __future__ import annotations

import gc
import sys
import weakref
from collections.abc import Iterator
from typing import Any

import pytest

from jupyterlab_heapscope.probe import census
from jupyterlab_heapscope.probe.census import CensusTaker
from jupyterlab_heapscope.probe.heap_walk import HeapWalk
from jupyterlab_heapscope.probe.sampled_walk import SampledWalk

from .hostile import FIRED, HOSTILE
from .sample_heap import Pair, Row, changing
from .schema import assert_walk_fits

ENOUGH = 20_000
"""Objects from which on a type is looked at: a rare one may be in a unit that was not read."""


def large_heap() -> list[Any]:
    """Objects alone, shared by many, under keys, in large containers and small ones."""
    texts = [f"text {number}" for number in range(3_000)]
    return [
        [Row(number) for number in range(60_000)],
        [Pair((number * 1.5, f"of {number}"), texts[number % 3_000]) for number in range(60_000)],
        {f"key {number}": (number + 1000, f"value {number}") for number in range(80_000)},
        [{f"only {number}": number * 2.5} for number in range(20_000)],
        list(range(10_000, 250_000)),
        [[texts[number % 3_000], texts[number % 7]] for number in range(40_000)],
    ]


@pytest.fixture
def in_names() -> Iterator[None]:
    """The heap in a module's names, as a notebook's is."""
    names = {f"large_{number}": part for number, part in enumerate(large_heap())}
    globals().update(names)
    kept = list(names)
    names.clear()
    gc.collect()
    gc.disable()
    yield
    gc.enable()
    for name in kept:
        del globals()[name]


def exact() -> dict[type, tuple[int, int]]:
    objects = gc.get_objects()  # before there is a walk
    walk = HeapWalk(lambda: None, lambda kind: False)
    walk.run(objects)
    return {found.type: (found.count, found.bytes) for found in walk.sums.values()}


def sampled(share: float) -> SampledWalk:
    objects = gc.get_objects()
    walk = SampledWalk(share, lambda: None, lambda kind: False)
    walk.run(objects)
    return walk


@pytest.mark.parametrize("share", [0.1, 0.3, 0.6])
@pytest.mark.usefixtures("in_names")
def test_the_truth_is_within_the_error(share: float) -> None:
    truth, walk = exact(), sampled(share)
    whole = walk.estimate()
    count, size = (sum(figures[at] for figures in truth.values()) for at in (0, 1))
    # The error holds 95 of 100 cases: so twice of it, since this is to hold always.
    assert abs(whole.objects - count) < 2 * whole.objects_error
    assert abs(whole.bytes - size) < 2 * whole.bytes_error
    assert whole.objects_error < count * 0.35
    far = []
    for key, found in walk.sums.items():
        number, _ = truth.get(found.type, (0, 0))
        estimate = walk.estimate(key)
        if number > ENOUGH and abs(estimate.objects - number) > 2 * estimate.objects_error + 0.01 * number:
            far.append((found.type, number, estimate))
    assert not far


@pytest.mark.usefixtures("in_names")
def test_all_is_the_same_as_the_complete_walk() -> None:
    truth, walk = exact(), sampled(1.0)
    for key, found in walk.sums.items():
        if truth.get(found.type, (0, 0))[0] > ENOUGH:
            # Some are held by C code, too, which no container tells of.
            assert walk.estimate(key).objects == pytest.approx(truth[found.type][0], rel=0.1), found.type
    assert walk.estimate().objects_error == pytest.approx(0, abs=1)


def test_a_large_container_that_one_unit_leads_to_widens_the_error() -> None:
    kept = [[{f"key {number}": f"value {number}" for number in range(100_000)}]]
    gc.collect()  # the dict is tracked no longer, up to Python 3.13
    walk = sampled(0.3)
    estimate = walk.estimate(id(str))
    assert abs(estimate.objects - exact()[str][0]) < 2 * estimate.objects_error
    del kept


def test_objects_in_structured_arrays_that_a_name_leads_to(monkeypatch: pytest.MonkeyPatch) -> None:
    numpy = pytest.importorskip("numpy")
    kept = [numpy.zeros(length, dtype=[("id", "i8"), ("point", "O")]) for length in (200_000, *[500] * 40)]
    monkeypatch.setitem(globals(), "named", kept)
    for number, array in enumerate(kept):
        array["point"] = [complex(number, at) for at in range(len(array))]  # hardly anything else has any
    truth = exact()[complex][0]
    assert 220_000 <= truth < 221_000
    for _ in range(5):
        estimate = sampled(0.3).estimate(id(complex))
        # The last part of an array is shorter than the others, which their spread does not tell.
        assert abs(estimate.objects - truth) < 2 * estimate.objects_error + 8192
        assert estimate.objects > 150_000
        kept.insert(0, [[] for _ in range(1000)])  # what is read shifts


@pytest.mark.one_python
def test_huge_objects_stand_for_themselves_only() -> None:
    kept: list[Any] = [large_heap(), [bytearray(2_000_000) for _ in range(20)]]
    kept.append(kept[1][:])  # met twice, counted once
    for share in (0.05, 0.5):
        walk = sampled(share)
        met = id(bytearray) in walk.sums
        assert not met or walk.estimate(id(bytearray)).bytes < 21 * 2_000_000
    assert sampled(1.0).estimate(id(bytearray)).bytes >= 20 * 2_000_000
    del kept


def test_what_the_collector_tracks_is_counted_one_by_one() -> None:
    kept = large_heap()
    walk = sampled(0.02)
    estimate = walk.estimate(id(Row))
    assert (estimate.objects, estimate.objects_error) == (60_000, 0)
    assert walk.estimate(id(Pair)).objects == 60_000
    del kept


def test_nothing_is_kept_and_no_trap_fires() -> None:
    marked = Row(1)
    reference = weakref.ref(marked)
    held = [marked, *(hostile.make() for hostile in HOSTILE)]
    FIRED.clear()
    before = sys.getrefcount(marked)
    walk = sampled(0.5)
    assert FIRED == []
    assert sys.getrefcount(marked) == before
    del marked, held
    assert reference() is None
    assert walk.tracked_count > 1000


@pytest.mark.one_python
def test_a_heap_beyond_the_budget_is_sampled(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = large_heap()
    taker = CensusTaker()
    full = taker.take(600_000, lambda: False, 1, 1)
    monkeypatch.setattr(census, "_TRACKED_ONLY", 0.0)
    monkeypatch.setattr(census, "_VAGUE", float("inf"))  # how good an estimate is, others test
    taker._pace_s = 60 / full["tracked_count"]  # as if the walk had taken a minute
    monkeypatch.setattr(census, "_pace", lambda *_: taker._pace_s)  # and would still
    fields = taker.take(20_000, lambda: False, 2, 2)
    assert_walk_fits("census", fields)
    assert (fields["complete"], fields["cut_because"], fields["object_count_delta"]) == (False, None, None)
    assert fields["sampled"]["share"] == pytest.approx(0.8 / 3 / 1.9, abs=0.02)
    assert len(fields["sampled"]["count_error"]) == len(fields["rows"]["type"])
    assert fields["object_count"] > fields["tracked_count"] > 100_000
    assert taker.take(600_000, lambda: False, 3, 3)["previous_run_id"] == 1
    del kept


def test_a_census_that_took_too_long_is_sampled_the_next_time() -> None:
    kept = large_heap()
    taker = CensusTaker()
    taker._pace_s = 0
    assert taker.take(30, lambda: False, 1, 1)["cut_because"] == "budget"
    assert taker._pace_s > 0
    again = taker.take(100, lambda: False, 2, 2)
    assert again["sampled"] is not None or again["cut_because"] == "budget"  # on a slow machine
    del kept


@pytest.mark.one_python
def test_a_census_that_was_slow_once_is_whole_again() -> None:
    gc.collect()  # what other tests left would go in between
    kept = large_heap()
    taker = CensusTaker()
    whole = taker.take(60_000, lambda: False, 1, 1)["object_count"]
    taker._pace_s = 1  # as if the machine had slept in the middle of a census
    fields = taker.take(60_000, lambda: False, 2, 2)
    assert fields["complete"]
    assert fields["object_count"] == pytest.approx(whole, abs=1000), "the walk that showed it is not counted"
    del kept


def test_an_estimate_that_says_nothing_is_withheld(monkeypatch: pytest.MonkeyPatch) -> None:
    taker = CensusTaker()
    taker._pace_s = 1
    monkeypatch.setattr(census, "_pace", lambda *_: 1)
    monkeypatch.setattr(census, "_VAGUE", 0.0)
    fields = taker.take(60_000, lambda: False, 1, 1)
    assert (fields["complete"], fields["cut_because"], fields["sampled"]) == (False, "budget", None)


def test_few_objects_on_which_much_hangs_are_not_missed() -> None:
    pandas = pytest.importorskip("pandas")
    numpy = pytest.importorskip("numpy")
    columns = {
        name: numpy.array([f"{name}{number}" for number in range(200_000)], dtype=object) for name in ("a", "b", "c")
    }
    kept = [{"deep": [pandas.DataFrame({name: pandas.Series(items, dtype=object) for name, items in columns.items()})]}]
    rest = [[number, {"k": (number,)}] for number in range(100_000)]
    columns.clear()
    whole = exact()[str][0]
    for share in (0.1, 0.2):
        found = sampled(share).estimate(id(str))
        assert whole > 600_000
        assert abs(found.objects - whole) <= found.objects_error < 0.5 * whole
    del kept, rest


def test_the_heap_changes_meanwhile() -> None:
    with changing(20_000):
        for _ in range(3):
            assert sampled(0.5).estimate().objects > 20_000
