"""JupyterLab's start with Heapscope and without: from the navigation to the launcher, nothing cached.

Each round starts it with Heapscope once and without twice, in an order that turns. What the two starts without differ
by is the spread of the machine; what Heapscope adds is to be read beside it.
"""

from __future__ import annotations

import gzip
import statistics
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, Response

from ._lab import EXTENSION, chromium, lab_server
from ._measure import Case

ROUNDS = 21


def statistic(quick: bool) -> str:
    """What the figures are."""
    return f"medians of {_rounds(quick)} rounds; of differences the quartiles"


def run(quick: bool) -> dict[str, Case]:
    """One case; `ours_ms` is the start with Heapscope, the peer is the same JupyterLab without it."""
    with lab_server(with_heapscope=True) as ours, lab_server(with_heapscope=False) as bare, chromium() as browser:
        for address in (ours, bare):
            _start_ms(browser, address)  # the servers' first page is slower
        starts: list[list[float]] = [[], [], []]
        for number in range(_rounds(quick)):
            order = [(turn + number) % 3 for turn in range(3)]
            for which in order:
                starts[which].append(_start_ms(browser, ours if which == 0 else bare))
        loaded = _loaded(browser, ours)
    with_it, without, again = starts
    return {
        "launcher visible": {
            "ours_ms": statistics.median(with_it),
            "peers_ms": {"without": statistics.median(without + again)},
            "extra": {
                "added ms": _quartiles(with_it, without),
                "without against without ms": _quartiles(again, without),
                "scripts at start, gzipped kB": round(sum(loaded.values()) / 1000, 1),
                "files": len(loaded),
            },
        }
    }


def _rounds(quick: bool) -> int:
    return 3 if quick else ROUNDS


def _quartiles(these: list[float], those: list[float]) -> list[int]:
    return [round(value) for value in statistics.quantiles([one - other for one, other in zip(these, those)], n=4)]


def _start_ms(browser: Browser, address: str) -> float:
    with _fresh_page(browser) as page:
        page.goto(f"{address}/lab?reset")
        page.locator(".jp-Launcher").wait_for(timeout=60_000)
        return float(page.evaluate("performance.now()"))


def _loaded(browser: Browser, address: str) -> dict[str, int]:
    """Gzipped size of each script of Heapscope that the page loads before a notebook is open."""
    sizes: dict[str, int] = {}

    def note(response: Response) -> None:
        name = response.url.partition("?")[0]
        if f"/{EXTENSION}/" in name and name.endswith(".js"):
            sizes[name] = len(gzip.compress(response.body(), 6))

    with _fresh_page(browser) as page:
        page.on("response", note)
        page.goto(f"{address}/lab?reset")
        page.locator(".jp-Launcher").wait_for()
        page.wait_for_timeout(3000)
    return sizes


@contextmanager
def _fresh_page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    try:
        yield context.new_page()
    finally:
        context.close()
