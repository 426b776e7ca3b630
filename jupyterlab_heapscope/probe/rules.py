"""Checks a request against the rules that are generated from the schema."""

from __future__ import annotations

import re
from typing import Any

from .request_rules import REQUEST_RULES

_TYPES: dict[str, type] = {"integer": int, "string": str, "boolean": bool, "array": list, "object": dict}
_NOUNS = {"integer": "a whole number", "string": "a text", "boolean": "true or false"}


def fault_of(request: dict[str, Any]) -> str | None:
    """Return what is wrong with a request of a known kind, or None."""
    fields = {name: value for name, value in request.items() if name != "kind"}
    return _fields_fault(fields, REQUEST_RULES[request["kind"]], "")


def _fields_fault(fields: dict[str, Any], rules: dict[str, Any], path: str) -> str | None:
    for name in rules:
        if name not in fields:
            return f"The field {path}{name} is missing."
    for name, value in fields.items():
        if name not in rules:
            return f"There is no field {path}{name[:60]}."
        fault = _value_fault(value, rules[name], path + name)
        if fault is not None:
            return fault
    return None


def _value_fault(value: Any, rule: dict[str, Any], path: str) -> str | None:
    if "enum" in rule:
        allowed = rule["enum"]
        return None if type(value) is str and value in allowed else f"{path} must be one of {', '.join(allowed)}."
    kind = rule["type"]
    given: type = type(value)
    if given is not _TYPES[kind]:  # exact: to isinstance a bool is an int, too
        return f"{path} must be {_NOUNS.get(kind, f'an {kind}')}."
    if kind == "integer":
        return _number_fault(value, rule, path)
    if kind == "string":
        return _text_fault(value, rule, path)
    if kind == "array":
        return _array_fault(value, rule, path)
    return _fields_fault(value, rule["properties"], path + ".") if kind == "object" else None


def _number_fault(value: int, rule: dict[str, Any], path: str) -> str | None:
    if value < rule.get("minimum", value) or value > rule.get("maximum", value):
        return f"{path} must be from {rule.get('minimum')} to {rule.get('maximum')}."
    return None


def _text_fault(value: str, rule: dict[str, Any], path: str) -> str | None:
    if len(value) > rule.get("maxLength", len(value)):
        return f"{path} is longer than {rule['maxLength']} characters."
    # fullmatch: `$` would let a line break through.
    if "pattern" in rule and not re.fullmatch(rule["pattern"].strip("^$"), value):
        return f"{path} does not match {rule['pattern']}."
    return None


def _array_fault(value: list[Any], rule: dict[str, Any], path: str) -> str | None:
    if len(value) > rule.get("maxItems", len(value)):
        return f"{path} has more than {rule['maxItems']} items."
    faults = (_value_fault(item, rule["items"], f"{path}[{index}]") for index, item in enumerate(value))
    return next((fault for fault in faults if fault is not None), None)
