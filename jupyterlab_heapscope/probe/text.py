"""Untrusted text and short values of builtin scalars, cut before anything is formatted."""

from __future__ import annotations

import re
from typing import Any

from .introspect import exact_str, is_subtype, type_names

TEXT_LIMIT = 400
"""Longest text in a message."""
_VALUE_LIMIT = 200
_KEY_LIMIT = 60
_INT_BITS = 1024
_SURROGATES = re.compile("[\ud800-\udfff]")
_REPR_TYPES = (float, complex, bool, type(None), type(Ellipsis), type(NotImplemented))


def safe_text(text: object, limit: int = TEXT_LIMIT) -> str:
    """Return at most `limit` characters; lone surrogates become U+FFFD; `?` for no text."""
    cut = exact_str(text, limit + 1)
    if cut is None:
        return "?"
    if len(cut) > limit:
        cut = cut[: limit - 1] + "…"
    return cut if cut.isascii() else _SURROGATES.sub("\ufffd", cut)


def type_name(kind: type) -> str:
    """Qualified name of a type; builtins, and types without a textual module, bare."""
    module, qualname = type_names(kind)
    if module is None or module == "builtins":
        return safe_text(qualname)
    return safe_text(f"{module}.{qualname}")


def counted(count: int, noun: str) -> str:
    """Return `1 item`, `12 items`, `1,200 items`."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def int_bits(value: int) -> int | None:
    """Bits of an int that is too long to be written out, else None."""
    bits = int.bit_length(value)
    return bits if bits > _INT_BITS else None


def scalar_text(value: Any, limit: int = _VALUE_LIMIT) -> str | None:
    """Return `repr` of an exact builtin scalar, str or bytes, cut; None for anything else."""
    kind = type(value)
    if kind is int:
        return None if int_bits(value) else repr(value)
    if any(kind is known for known in _REPR_TYPES):
        return repr(value)
    if kind is str or kind is bytes or kind is bytearray:
        cut = repr(value[:limit])
        return safe_text(cut + "…" if len(value) > limit else cut)
    return None


def key_text(key: object) -> str:
    """Name of a dict's key, or of an item of a set: its value if that is short, else its type."""
    text = scalar_text(key, _KEY_LIMIT)
    if text is None and type(key) is tuple and len(key) <= 4:  # noqa: PLR2004
        parts = [scalar_text(part, _KEY_LIMIT // 4) for part in key]
        if all(part is not None for part in parts):
            text = f"({', '.join(part or '' for part in parts)}{',' * (len(parts) == 1)})"
    return safe_text(text) if text is not None else f"<{type_name(type(key))}>"[:TEXT_LIMIT]


def name_text(name: object) -> str:
    """Return a variable's or attribute's name as text; namespaces may hold keys of any type."""
    return safe_text(name) if is_subtype(type(name), str) else key_text(name)
