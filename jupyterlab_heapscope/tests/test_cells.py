"""Which cell a file name is of, with the compiler that IPython uses."""

from __future__ import annotations

from typing import Any

from IPython.core.compilerop import CachingCompiler

from jupyterlab_heapscope.probe.cells import CellMap


def new_compiler() -> Any:
    """IPython's own, which ships no types."""
    return CachingCompiler()  # type: ignore[no-untyped-call]


def compiled(compiler: Any, text: str, number: int) -> str:
    """Name a text as IPython does when it runs it."""
    name: str = compiler.cache(text, number)
    return name


def test_a_line_of_a_cell() -> None:
    compiler = new_compiler()
    cells = CellMap(compiler)
    cells.register(4, "id-4", 9)
    name = compiled(compiler, "x = 1", 4)
    assert cells.location(name, 1) == {
        "file": name,
        "line": 1,
        "cell_id": "id-4",
        "execution_count": 4,
        "run_id": 9,
    }
    assert cells.is_cell(name)


def test_a_file_is_no_cell() -> None:
    cells = CellMap(new_compiler())
    location = cells.location("/usr/lib/" + "x" * 500 + ".py", -1)
    assert (location["cell_id"], location["execution_count"], location["run_id"]) == (None, None, None)
    assert location["line"] == 0
    assert len(location["file"]) == 400
    assert location["file"].endswith(".py")
    assert not cells.is_cell("/usr/lib/x.py")


def test_equal_texts_are_of_the_last_run() -> None:
    compiler = new_compiler()
    cells = CellMap(compiler)
    compiler.get_code_name = lambda raw, text, number: f"cell-{text}"  # as ipykernel: by the text alone
    cells.register(1, "a", 1)
    compiled(compiler, "x", 1)
    cells.register(2, "b", 2)
    assert cells.location(compiled(compiler, "x", 2), 1)["cell_id"] == "b"


def test_cells_of_before_the_boot_have_their_number() -> None:
    compiler = new_compiler()
    name = compiled(compiler, "x", 3)
    location = CellMap(compiler).location(name, 1)
    assert (location["execution_count"], location["cell_id"]) == (3, None)


def test_after_a_reset_old_numbers_are_of_no_new_cell() -> None:
    compiler = new_compiler()
    cells = CellMap(compiler)
    cells.register(1, "old", 1)
    old = compiled(compiler, "old", 1)
    cells.register(2, "reset", 2)
    compiled(compiler, "%reset -f", 2)
    cells.register(1, "new", 3)
    new = compiled(compiler, "new", 1)
    assert cells.location(old, 1)["cell_id"] is None
    assert cells.location(new, 1)["cell_id"] == "new"


def test_a_run_without_a_prompt_is_not_of_the_next_cell() -> None:
    compiler = new_compiler()
    cells = CellMap(compiler)
    hidden = compiled(compiler, "hidden", 5)
    cells.disown(5)
    cells.register(5, "next", 2)
    shown = compiled(compiler, "shown", 5)
    assert cells.location(hidden, 1)["cell_id"] is None
    assert cells.location(shown, 1)["cell_id"] == "next"


def test_only_so_many_are_remembered() -> None:
    compiler = new_compiler()
    cells = CellMap(compiler)
    first = compiled(compiler, "first", 1)
    for number in range(1, 3000):
        cells.register(number, f"id-{number}", number)
    assert cells.count == 2000
    assert cells.table_bytes < 200_000
    assert cells.location(first, 1) == {**cells.location(first, 1), "execution_count": 1, "cell_id": None}
