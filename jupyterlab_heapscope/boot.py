"""The source that puts the probe into a kernel, as the front end builds it too (src/kernel/boot.ts)."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

_HERE = Path(__file__).resolve().parent
# Only the type checker reads it.
_LEFT_OUT = {"messages.py"}


def read_files() -> dict[str, str]:
    """Return the probe's sources by their path below probe/, sorted."""
    root = _HERE / "probe"
    paths = sorted(path.relative_to(root).as_posix() for path in root.rglob("*.py"))
    return {path: _read(root / path) for path in paths if path not in _LEFT_OUT}


def read_loader() -> str:
    """Return the source of the loader."""
    return _read(_HERE / "loader.py")


def _read(path: Path) -> str:
    return path.read_text("utf-8").replace("\r\n", "\n")


def _literal(value: object) -> str:
    """Return JSON, which for strings, integers and dicts of them is a Python literal as well."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def source_digest(loader: str, files: dict[str, str]) -> str:
    """Return the content digest by which a kernel knows that it has this very probe."""
    return hashlib.sha256(_literal([loader, files]).encode("utf-8")).hexdigest()[:16]


def boot_source(loader: str, files: dict[str, str], digest: str, record_frames: int | None = None) -> str:
    """Return the one expression that a silent execute_request runs; `record_frames` as protocol/README.md has it."""
    namespace: dict[str, object] = {"__name__": "<heapscope boot>", "digest": digest, "files": files}
    if record_frames is not None:
        namespace["record_frames"] = record_frames
    return f'__import__("builtins").exec({_literal(loader)},{_literal(namespace)})'


def read_boot_source() -> str:
    """Return the boot source of the probe in this package."""
    loader, files = read_loader(), read_files()
    return boot_source(loader, files, source_digest(loader, files))
