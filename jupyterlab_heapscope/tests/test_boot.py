"""The boot source: one expression, the same on both sides, that never raises."""

from __future__ import annotations

import ast
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import pytest

from jupyterlab_heapscope.boot import read_boot_source, read_files, read_loader, source_digest

ROOT = Path(__file__).parents[2]


def run_python(code: str) -> str:
    # By its input: an argument may not be that long.
    done = subprocess.run(
        [sys.executable, "-"], input=code, capture_output=True, text=True, cwd=ROOT, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout.strip()


def test_the_front_ends_bundle_has_the_same_digest(tmp_path: Path) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("there is no node here; the command ./run test brings one")
    (tmp_path / "src" / "kernel").mkdir(parents=True)
    (tmp_path / "jupyterlab_heapscope").symlink_to(ROOT / "jupyterlab_heapscope")
    subprocess.run([node, ROOT / "scripts" / "bundle-probe.mjs"], check=True, cwd=tmp_path)
    bundle = (tmp_path / "src" / "kernel" / "probe.generated.ts").read_text("utf-8")
    found = re.search(r'digest = "(\w+)"', bundle)
    assert found
    assert found[1] == source_digest(read_loader(), read_files())


def test_one_expression_with_both_texts_inside() -> None:
    tree = ast.parse(read_boot_source(), mode="eval").body
    assert isinstance(tree, ast.Call)
    assert ast.unparse(tree.func) == "__import__('builtins').exec"
    loader, namespace = (ast.literal_eval(argument) for argument in tree.args)
    assert loader == read_loader()
    assert namespace["files"] == read_files()
    assert "messages.py" not in namespace["files"]


@pytest.mark.parametrize("path", ["loader.py", *(f"probe/{path}" for path in read_files())])
def test_sources_parse_as_python_3_9(path: str) -> None:
    ast.parse((ROOT / "jupyterlab_heapscope" / path).read_text("utf-8"), feature_version=(3, 9))


def test_the_command_prints_it() -> None:
    printed = subprocess.run(
        [sys.executable, "-m", "jupyterlab_heapscope", "boot"], capture_output=True, cwd=ROOT, check=True
    ).stdout
    assert printed.decode("utf-8") == read_boot_source() + "\n"


def test_without_a_shell_it_says_so_and_leaves_nothing_else() -> None:
    code = f"""
import gc, linecache, sys
before, finders, callbacks = set(sys.modules), list(sys.meta_path), list(gc.callbacks)
{read_boot_source()}
own = [name for name in sys.modules if name.startswith("_heapscope")]
assert own == ["_heapscope"], own
assert sys.meta_path == finders and gc.callbacks == callbacks
assert not [name for name in linecache.cache if "heapscope" in name]
print(sys.modules["_heapscope"].__boot__)
"""
    state = json.loads(unquote(run_python(code)))
    assert state["digest"] == source_digest(read_loader(), read_files())
    assert "There is no IPython shell in this process." in state["error"]


def test_it_works_after_the_notebook_took_exec_away() -> None:
    say = "import sys; sys.stdout.write(sys.modules['_heapscope'].__boot__)"
    code = f"exec = print = open = None\n{read_boot_source()}\n{say}"
    assert "no%20IPython%20shell" in run_python(code)
