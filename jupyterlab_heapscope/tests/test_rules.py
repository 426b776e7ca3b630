"""Malformed requests against the schema itself: both find the same ones at fault."""

from __future__ import annotations

import copy
import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from jupyterlab_heapscope.probe.handlers import HANDLERS
from jupyterlab_heapscope.probe.rules import fault_of

PROTOCOL = Path(__file__).parents[2] / "protocol"
SCHEMA = json.loads((PROTOCOL / "messages.schema.json").read_text("utf-8"))


def _pattern(_: Any, pattern: str, value: Any, __: Any) -> Iterator[jsonschema.ValidationError]:
    """As ECMAScript has it: `$` is the very end. Python's lets a line break follow."""
    if isinstance(value, str) and not re.search(pattern.replace("$", r"\Z"), value):
        yield jsonschema.ValidationError(f"{value!r} does not match {pattern}")


pytestmark = pytest.mark.one_python

VALIDATOR = jsonschema.validators.extend(jsonschema.Draft202012Validator, {"pattern": _pattern})(
    {"$ref": "#/$defs/Request", "$defs": SCHEMA["$defs"]}
)
ODD: list[Any] = [
    None,
    True,
    False,
    -1,
    0,
    2**53,
    10**400,
    0.5,
    "",
    "x" * 500,
    "0x1\n",
    [],
    [[]],
    {},
    {"a": 1},
    "on",
    [1] * 200,
]


def example(kind: str) -> dict[str, Any]:
    request: dict[str, Any] = json.loads((PROTOCOL / "examples" / f"{kind}.json").read_text("utf-8"))
    return request


@pytest.mark.parametrize("kind", sorted(HANDLERS))
def test_the_golden_request_has_no_fault(kind: str) -> None:
    assert fault_of(example(kind)) is None


@pytest.mark.parametrize("kind", sorted(HANDLERS))
def test_each_field_is_needed_and_no_other(kind: str) -> None:
    for name in example(kind).keys() - {"kind"}:
        request = example(kind)
        del request[name]
        assert fault_of(request) == f"The field {name} is missing."
    assert fault_of({**example(kind), "more": 1}) == "There is no field more."


def mutated(kind: str, chance: random.Random) -> dict[str, Any]:
    """Put something odd into one place of a request."""
    request = copy.deepcopy(example(kind))
    names = sorted(request.keys() - {"kind"})
    name = chance.choice(names)
    value = request[name]
    if type(value) is dict and chance.random() < 0.8:
        value[chance.choice([*sorted(value), "other"])] = chance.choice(ODD)
    elif type(value) is list and chance.random() < 0.5:
        value.append(chance.choice(ODD))
    else:
        request[name] = chance.choice(ODD)
    return request


@pytest.mark.parametrize("kind", sorted(HANDLERS))
def test_faults_are_those_of_the_schema(kind: str) -> None:
    chance = random.Random(kind)
    faulty = 0
    for _ in range(300):
        request = mutated(kind, chance)
        fault = fault_of(request)
        assert (fault is None) == VALIDATOR.is_valid(request), (request, fault)
        faulty += fault is not None
    assert faulty > 100
