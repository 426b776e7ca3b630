"""The example notebooks, run top to bottom in a real kernel: what they tell is what the kernel measures."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from jupyter_client.manager import start_new_kernel

pytestmark = pytest.mark.one_python

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
MIB = 2**20
TIMEOUT_S = 180

STATUS = "{line.split(':')[0]: line.split()[1] for line in open('/proc/self/status') if line.startswith('Vm')}"


def memory(kib_of: str) -> str:
    """An expression for a line of /proc/self/status, in bytes."""
    return f"int({STATUS}[{kib_of!r}]) * 1024"


@dataclass
class Run:
    """One run of a cell: how it ended, the process before and after, and what it printed or showed."""

    error: str | None
    rss_before: int
    rss_after: int
    texts: list[str]

    @property
    def grown(self) -> int:
        """By how many bytes the process grew."""
        return self.rss_after - self.rss_before


class Notebook:
    """A notebook file and a kernel of its own to run it in."""

    def __init__(self, path: Path) -> None:
        """Start the kernel."""
        cells = json.loads(path.read_text())["cells"]
        self.sources = {cell["id"]: "".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"}
        self.manager, self.client = start_new_kernel(kernel_name="python3")
        self.answers: dict[str, Any] = {}

    def ask(self, expression: str) -> Any:
        """A value of the kernel, without a trace in the notebook."""
        reply = self.client.execute_interactive("", silent=True, user_expressions={"it": expression}, timeout=TIMEOUT_S)
        answer = reply["content"]["user_expressions"]["it"]
        assert answer["status"] == "ok", answer
        return ast.literal_eval(answer["data"]["text/plain"])

    def run(self, cell_id: str) -> Run:
        """Run a cell as a front end does."""
        texts: list[str] = []

        def collect(message: dict[str, Any]) -> None:
            content = message["content"]
            texts.append(content.get("text") or content.get("data", {}).get("text/plain", ""))

        before = self.ask(memory("VmRSS"))
        reply = self.client.execute_interactive(self.sources[cell_id], output_hook=collect, timeout=TIMEOUT_S)
        after = self.ask(memory("VmRSS"))
        return Run(reply["content"].get("ename"), before, after, list(filter(None, texts)))

    def run_all(self, questions: dict[str, dict[str, str]]) -> dict[str, Run]:
        """Run every cell, errors or not; after some of them ask the kernel something."""
        runs = {}
        for cell_id in self.sources:
            runs[cell_id] = self.run(cell_id)
            self.answers |= {name: self.ask(text) for name, text in questions.get(cell_id, {}).items()}
        return runs

    def close(self) -> None:
        """End the kernel."""
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


LAST_FRAMES = (
    "[frame.f_code.co_name for frame, _ in "
    "__import__('traceback').walk_tb(__import__('sys').last_value.__traceback__)].count('recursive_function')"
)
LAST_FRAME = "list(__import__('traceback').walk_tb(__import__('sys').last_value.__traceback__))[-1][0]"
FULL_COLLECTIONS = "__import__('gc').get_stats()[-1]['collections']"

MEMORY_QUESTIONS = {
    "recursion-limit": {"limit": "__import__('sys').getrecursionlimit()"},
    "recursion": {"frames": LAST_FRAMES},
    "cycle": {"collections before": FULL_COLLECTIONS},
    "cycle-del": {"alive after del": "watcher() is not None", "collections after del": FULL_COLLECTIONS},
    "collect": {"alive after collect": "watcher() is not None"},
}
ORDERS_QUESTIONS = {
    "recursion": {"frames": LAST_FRAMES},
    "traceback": {"scaled": f"{LAST_FRAME}.f_locals['scaled'].nbytes"},
    "features": {"figures": "len(plt.get_fignums())", "features": "sum(matrix.nbytes for matrix in features)"},
    "del": {
        "holders": f"[Out[4] is price.base, _4 is price.base, {LAST_FRAME}.f_locals['values'] is price.base]",
        "array": "price.base.nbytes",
    },
    "free-array": {"owns": "price.base is None"},
    "trim": {"peak": memory("VmHWM"), "figures left": "len(plt.get_fignums())"},
}


@pytest.fixture(scope="module")
def memory_management() -> Iterator[tuple[dict[str, Run], dict[str, Any]]]:
    notebook = Notebook(EXAMPLES / "memory-management.ipynb")
    yield notebook.run_all(MEMORY_QUESTIONS), notebook.answers
    notebook.close()


@pytest.fixture(scope="module")
def orders_tour() -> Iterator[tuple[dict[str, Run], dict[str, Any]]]:
    for library in ("numpy", "pandas", "matplotlib", "ipympl"):
        pytest.importorskip(library)
    notebook = Notebook(EXAMPLES / "orders-tour.ipynb")
    yield notebook.run_all(ORDERS_QUESTIONS), notebook.answers
    notebook.close()


Story = tuple[dict[str, Run], dict[str, Any]]


@pytest.mark.parametrize("name", ["memory-management", "orders-tour"])
def test_notebooks_are_clean(name: str) -> None:
    notebook = json.loads((EXAMPLES / f"{name}.ipynb").read_text())
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert notebook["metadata"]["kernelspec"]["name"] == "python3"
    assert all(not cell["outputs"] and cell["execution_count"] is None for cell in code)
    ids = [cell["id"] for cell in notebook["cells"]]
    assert len(set(ids)) == len(ids)


def test_only_the_recursion_raises(memory_management: Story) -> None:
    runs, _ = memory_management
    assert {name: run.error for name, run in runs.items() if run.error} == {"recursion": "RecursionError"}


def test_names_are_labels(memory_management: Story) -> None:
    runs, _ = memory_management
    assert runs["names"].texts == ["(True, True)"]
    assert runs["rebinding"].texts == ["(30, 31, False)"]
    assert runs["sharing"].texts == ["[70, 85, 92, 99]"]
    assert ast.literal_eval(runs["zeros"].texts[0])[0] == 1
    before, after = ast.literal_eval(runs["reference-count"].texts[0])
    assert before - after == 2


def test_the_overflow_is_counted_and_costs_little(memory_management: Story) -> None:
    runs, answers = memory_management
    assert answers["limit"] - 100 < answers["frames"] < answers["limit"]
    assert runs["recursion"].grown < 20 * MIB


def test_the_big_list_goes_at_once(memory_management: Story) -> None:
    runs, _ = memory_management
    size = 8 * 50_000_000
    assert runs["big-list"].grown == pytest.approx(size, rel=0.02)
    assert runs["big-list-del"].grown == pytest.approx(-size, rel=0.02)


def test_only_the_collector_frees_a_cycle(memory_management: Story) -> None:
    runs, answers = memory_management
    assert runs["collector-off"].texts == ["False"]
    assert answers["collections before"] == answers["collections after del"]
    assert answers["alive after del"]
    assert not answers["alive after collect"]
    assert runs["cycle"].grown == pytest.approx(100 * MIB, rel=0.05)
    assert abs(runs["cycle-del"].grown) < 2 * MIB
    assert runs["collect"].grown == pytest.approx(-100 * MIB, rel=0.05)


def test_the_automatic_collector_keeps_up(memory_management: Story) -> None:
    runs, _ = memory_management
    assert ast.literal_eval(runs["automatic"].texts[0])[0] > 10
    assert runs["automatic"].grown < 10 * MIB


def test_three_cells_of_the_tour_raise_on_purpose(orders_tour: Story) -> None:
    runs, answers = orders_tour
    errors = {name: run.error for name, run in runs.items() if run.error}
    assert errors == {"recursion": "RecursionError", "traceback": "ValueError", "free-traceback": "ValueError"}
    assert 2_900 < answers["frames"] < 3_000
    assert "".join(runs["recursion"].texts).count("x =") == 4
    assert runs["recursion"].grown < 30 * MIB


def test_the_traceback_keeps_305_mib(orders_tour: Story) -> None:
    runs, answers = orders_tour
    size = 5_000_000 * 8 * 8
    assert answers["scaled"] == size
    assert runs["array"].grown == pytest.approx(size, rel=0.05)
    assert runs["traceback"].grown == pytest.approx(size, rel=0.05)


def test_the_loop_leaks_features_and_figures(orders_tour: Story) -> None:
    runs, answers = orders_tour
    assert answers["figures"] == 12
    assert answers["features"] == pytest.approx(401 * MIB, rel=0.01)
    assert runs["features"].grown > 395 * MIB
    assert answers["figures left"] == 0


def test_del_frees_nothing_while_others_hold(orders_tour: Story) -> None:
    runs, answers = orders_tour
    assert answers["holders"] == [True, True, True]
    assert answers["array"] == 5_000_000 * 8 * 8
    assert abs(runs["del"].grown) < 2 * MIB


def test_each_holder_lets_go(orders_tour: Story) -> None:
    runs, answers = orders_tour
    traceback = runs["free-traceback"].grown + runs["collect-again"].grown
    assert traceback == pytest.approx(-305 * MIB, rel=0.05)
    assert answers["owns"]
    assert runs["free-array"].grown == pytest.approx(-(305 - 38) * MIB, rel=0.05)
    assert runs["free-features"].grown + runs["trim"].grown < -380 * MIB


def test_the_tour_fits_into_two_gib(orders_tour: Story) -> None:
    _, answers = orders_tour
    assert answers["peak"] < 2 * 2**30
