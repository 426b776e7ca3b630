"""The golden examples fit the schema, and the probe answers every kind of request in it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from jupyterlab_heapscope.probe.handlers import HANDLERS

from .schema import DEFINITION_OF, assert_fits

PROTOCOL = Path(__file__).parents[2] / "protocol"
DEFINITIONS: dict[str, Any] = json.loads((PROTOCOL / "messages.schema.json").read_text("utf-8"))["$defs"]


def named(union: str) -> set[str]:
    """Kinds in one of the schema's unions."""
    names = {ref["$ref"].rpartition("/")[2] for ref in DEFINITIONS[union]["oneOf"]}
    return {kind for kind, name in DEFINITION_OF.items() if name in names}


@pytest.mark.parametrize("kind", sorted(DEFINITION_OF))
def test_the_golden_example_fits(kind: str) -> None:
    message = json.loads((PROTOCOL / "examples" / f"{kind}.json").read_text("utf-8"))
    assert message["kind"] == kind
    assert_fits(message, DEFINITION_OF[kind])


def test_there_is_one_example_of_each_kind() -> None:
    assert {path.stem for path in (PROTOCOL / "examples").glob("*.json")} == set(DEFINITION_OF)
    assert named("Request") | named("KernelMessage") == set(DEFINITION_OF)


def test_the_probe_has_a_handler_for_each_request() -> None:
    assert set(HANDLERS) == named("Request")
    replies = {kind for _, kind in HANDLERS.values()}
    assert replies == named("KernelMessage") - {"run_started", "sample", "report", "error"}
