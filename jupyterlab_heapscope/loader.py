"""Puts the probe into a kernel from a map of its sources; nothing is written to disk.

Runs once a boot, in a namespace of its own (see boot.py), and must stand alone: standard library
only, valid for Python 3.9. It never raises and never prints: what went wrong is left where the
front end can read it, in `sys.modules["_heapscope"].__boot__`.
"""

from __future__ import annotations

import builtins
import contextlib
import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import json
import linecache
import sys
import traceback
import types
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

PACKAGE = "_heapscope"
_TRIES = 3


_HEAP_TYPE = 1 << 9


def _own_builtins() -> dict[str, Any]:
    """Return Python's own functions and types: what a cell puts in their place, or beside them, is the notebook's."""
    singletons = tuple(map(type, (None, Ellipsis, NotImplemented)))
    return {
        name: value
        for name, value in vars(builtins).items()
        if name == "__import__"
        or (type(value) is type(len) and type(getattr(value, "__self__", None)) is types.ModuleType)
        or any(type(value) is kind for kind in singletons)
        or (type(value) is type and not type.__dict__["__flags__"].__get__(value) & _HEAP_TYPE)
    }


class ProbeModule(types.ModuleType):
    """A module of the probe. After close() it waits for the collector; a later probe knows it by its class."""


class SourceMap(importlib.abc.MetaPathFinder, importlib.abc.InspectLoader):
    """Finder and loader of one package whose sources are in a dict of path to text."""

    def __init__(self, files: dict[str, str]) -> None:
        """Take the sources by their path below the package."""
        self._files = files
        self._builtins = _own_builtins()

    def _path(self, fullname: str) -> str | None:
        tail = fullname[len(PACKAGE) + 1 :].replace(".", "/")
        for path in ((tail + "/__init__.py").lstrip("/"), tail + ".py"):
            if path in self._files:
                return path
        return None

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> importlib.machinery.ModuleSpec | None:
        """Answer for the probe's own modules only."""
        if fullname.partition(".")[0] != PACKAGE or self._path(fullname) is None:
            return None
        return importlib.util.spec_from_loader(fullname, self, origin=self._origin(fullname))

    def _origin(self, fullname: str) -> str:
        return f"<{PACKAGE}>/{self._path(fullname)}"

    def is_package(self, fullname: str) -> bool:
        """Whether the module has modules below it."""
        return (self._path(fullname) or "").endswith("__init__.py")

    def get_source(self, fullname: str) -> str | None:
        """Return the module's text; linecache asks for it when a traceback shows a line."""
        return self._files.get(self._path(fullname) or "")

    def get_code(self, fullname: str) -> types.CodeType:
        """Compile without docstrings, which would only take room in the user's heap."""
        source = self.get_source(fullname) or ""
        return compile(source, self._origin(fullname), "exec", dont_inherit=True, optimize=2)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType:
        """Return an empty module."""
        return ProbeModule(spec.name)

    def exec_module(self, module: types.ModuleType) -> None:
        """Run the module and let linecache fetch its lines when they are wanted."""
        linecache.lazycache(self._origin(module.__name__), module.__dict__)
        module.__dict__["__builtins__"] = self._builtins
        exec(self.get_code(module.__name__), module.__dict__)


def _remove_modules() -> None:
    for name in [n for n in list(sys.modules) if n == PACKAGE or n.startswith(PACKAGE + ".")]:
        del sys.modules[name]
    for name in [n for n in list(linecache.cache) if n.startswith(f"<{PACKAGE}>/")]:
        del linecache.cache[name]


def _close_older() -> None:
    """Take back another version of the probe, or what a failed boot left."""
    close = getattr(sys.modules.get(PACKAGE), "close", None)
    if close is not None:
        close()
    orphan = getattr(_request_target(), "__self__", None)
    if orphan is not None:
        orphan.close_probe()  # the notebook took its module out of sys.modules
    _remove_modules()


def _request_target() -> Any:
    manager = getattr(sys.modules.get("comm"), "get_comm_manager", lambda: None)()
    return getattr(manager, "targets", {}).get("jupyterlab_heapscope.request")


@contextlib.contextmanager
def _findable(files: dict[str, str]) -> Iterator[None]:
    tree = SourceMap(files)
    sys.meta_path.insert(0, tree)
    try:
        yield
    finally:
        sys.meta_path.remove(tree)


def _say(module: types.ModuleType, digest: str, error: str | None) -> None:
    # Percent-encoded, so that its repr is itself between quotes: see protocol/README.md.
    outcome = json.dumps({"digest": digest, "error": error})
    module.__dict__["__boot__"] = quote(outcome, safe="")


def _forget_boot_source() -> None:
    """IPython keeps the lines of all that it runs; this request's are a copy of the whole probe."""
    name = sys._getframe(2).f_code.co_filename
    if len(linecache.getlines(name)) == 1:
        linecache.cache.pop(name, None)
    # So does ipykernel with the message, until the next cell.
    with contextlib.suppress(Exception):
        sys.modules["IPython"].get_ipython().kernel.get_parent()["content"].update(code="", user_expressions={})


def _boot(digest: str, files: dict[str, str], record_frames: int | None) -> None:
    module = sys.modules.get(PACKAGE)
    if module is not None and getattr(module, "__digest__", None) == digest:
        module.resume()
        return
    _close_older()
    with _findable(files):
        module = importlib.import_module(PACKAGE)
        module.start(digest, record_frames)
    module.__dict__["__digest__"] = digest
    _say(module, digest, None)


def _leave_failure(digest: str) -> None:
    """Leave a bare module that says what failed, and makes the next boot try again."""
    error = traceback.format_exc()[-4000:]
    _remove_modules()
    failed = sys.modules[PACKAGE] = types.ModuleType(PACKAGE)
    _say(failed, digest, error)


def boot(digest: str, files: dict[str, str], record_frames: int | None) -> None:
    """Install and start the probe, unless this very version of it runs already: that goes on as it was told."""
    for _ in range(_TRIES):
        try:
            return _boot(digest, files, record_frames)
        except KeyboardInterrupt:
            _leave_failure(digest)  # meant for a cell: once more
        except BaseException:
            return _leave_failure(digest)


if __name__ == "<heapscope boot>":
    # The namespace that boot.py writes; a front end may add how deep to record from the start.
    boot(globals()["digest"], globals()["files"], globals().get("record_frames"))
    _forget_boot_source()
