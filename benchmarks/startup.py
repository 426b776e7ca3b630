"""JupyterLab's start with Heapscope and without: from the navigation to the launcher, in pairs, nothing cached.

The statistic is the median over the pairs of the difference; `extra` has the spread and what is loaded of Heapscope.
"""

from __future__ import annotations

import gzip
import statistics
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, Response

from ._lab import EXTENSION, chromium, lab_server
from ._measure import Case

PAIRS = 15


def run(quick: bool) -> dict[str, Case]:
    """One case; `ours_ms` is the start with Heapscope, the peer is the same JupyterLab without it."""
    with lab_server(with_heapscope=True) as ours, lab_server(with_heapscope=False) as bare, chromium() as browser:
        for address in (ours, bare):
            _start_ms(browser, address)  # the servers' first page is slower
        pairs = [(_start_ms(browser, ours), _start_ms(browser, bare)) for _ in range(3 if quick else PAIRS)]
        loaded = _loaded(browser, ours)
    differences = sorted(with_it - without for with_it, without in pairs)
    lower, middle, upper = statistics.quantiles(differences, n=4)
    return {
        "launcher visible": {
            "ours_ms": statistics.median(with_it for with_it, _ in pairs),
            "peers_ms": {"without": statistics.median(without for _, without in pairs)},
            "extra": {
                "difference ms, quartiles": [round(value) for value in (lower, middle, upper)],
                "pairs": len(pairs),
                "scripts at start, gzipped kB": round(sum(loaded.values()) / 1000, 1),
                "files": len(loaded),
            },
        }
    }


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
