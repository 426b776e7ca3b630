"""From a report's arrival in the page to the frame that shows its row in the Timeline, over many runs of `pass`.

Time runs from the WebSocket's message event, before JupyterLab has unpacked it, to the animation frame after the one
in which the row of that prompt number is in the page.
"""

from __future__ import annotations

import json
import statistics

from playwright.sync_api import Page

from ._lab import chromium, lab_server
from ._measure import Case

RUNS = 100
NOTEBOOK = "pixels.ipynb"
# Notes when each report came, and when its row was painted: rows are looked for in each frame.
WATCH = r"""
window.heapscopeReports = [];
window.WebSocket = class extends WebSocket {
  constructor(...args) {
    super(...args);
    this.addEventListener('message', event => {
      const bytes = event.data;
      const text = typeof bytes === 'string' ? bytes : new TextDecoder().decode(bytes);
      if (!text.includes('\\"kind\\":\\"report\\"')) {
        return;
      }
      const prompt = /\\"execution_count\\":(\d+)/.exec(text)[1];
      const report = { came: performance.now(), painted: null };
      window.heapscopeReports.push(report);
      const look = () => {
        const rows = [...document.querySelectorAll('.jp-Heapscope-cellRef')];
        if (rows.some(row => row.textContent === `[${prompt}]`)) {
          requestAnimationFrame(() => { report.painted = performance.now(); });
        } else {
          requestAnimationFrame(look);
        }
      };
      look();
    });
  }
};
"""


def statistic(quick: bool) -> str:
    """What the figures are."""
    return f"95th percentile of {_runs(quick)} runs"


def run(quick: bool) -> dict[str, Case]:
    """One case, with panel, chip and badges shown."""
    cell: dict[str, object] = {"cell_type": "code", "id": "only", "source": "pass", "metadata": {}, "outputs": []}
    cell["execution_count"] = None
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    notebook = json.dumps({"cells": [cell], "metadata": kernel, "nbformat": 4, "nbformat_minor": 5})
    with lab_server(with_heapscope=True, files={NOTEBOOK: notebook}) as address, chromium() as browser:
        page = browser.new_context(viewport={"width": 1400, "height": 900}).new_page()
        page.add_init_script(WATCH)
        page.goto(f"{address}/lab/tree/{NOTEBOOK}?reset")
        page.locator(".jp-Heapscope-memoryChip").wait_for(timeout=60_000)
        _command(page, "heapscope:toggle-panel")
        page.locator(".jp-Heapscope-rssFigure[data-bytes]").wait_for(timeout=60_000)
        delays = [_delay_ms(page) for _ in range(_runs(quick))]
    delays.sort()
    return {
        "report to row": {
            "ours_ms": statistics.quantiles(delays, n=20)[-1],
            "peers_ms": {},
            "extra": {
                "median ms": round(statistics.median(delays)),
                "worst ms": round(delays[-1]),
            },
        }
    }


def _runs(quick: bool) -> int:
    return 20 if quick else RUNS


def _delay_ms(page: Page) -> float:
    known = page.evaluate("window.heapscopeReports.length")
    _command(page, "notebook:run-cell")
    page.wait_for_function("known => window.heapscopeReports[known]?.painted", arg=known, timeout=30_000)
    page.wait_for_timeout(100)  # what follows a report (the census) belongs to no other run
    delay = "known => window.heapscopeReports[known].painted - window.heapscopeReports[known].came"
    return float(page.evaluate(delay, known))


def _command(page: Page, name: str) -> None:
    page.evaluate("name => window.jupyterapp.commands.execute(name).then(() => null)", name)
