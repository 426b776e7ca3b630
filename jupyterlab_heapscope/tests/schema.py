"""Holds what the probe makes against the definitions of the wire's schema."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

import jsonschema

_SCHEMA = json.loads((Path(__file__).parents[2] / "protocol" / "messages.schema.json").read_text("utf-8"))

DEFINITION_OF: dict[str, str] = {
    definition["properties"]["kind"]["const"]: name
    for name, definition in _SCHEMA["$defs"].items()
    if "const" in definition.get("properties", {}).get("kind", {})
}
"""The definition of each kind of message."""


def assert_fits(value: Any, definition: str) -> None:
    """Raise unless `value`, sent as JSON, fits `$defs/definition`."""
    _validator(definition).validate(json.loads(json.dumps(value, allow_nan=False)))


@functools.cache
def _validator(definition: str) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator({"$ref": f"#/$defs/{definition}", "$defs": _SCHEMA["$defs"]})


def assert_walk_fits(kind: str, fields: dict[str, Any]) -> None:
    """Raise unless a walk's fields fit its message, where the handler adds what happened beside it."""
    added: dict[str, Any] = {"request_id": 1, "rss_before_bytes": None, "peak_rss_bytes": None}
    if kind == "census":
        added["delta_is_of_run"] = True
    assert_fits({"kind": kind, **added, **fields}, DEFINITION_OF[kind])
