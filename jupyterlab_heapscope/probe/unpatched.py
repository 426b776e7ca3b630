"""The functions of `os` as they were when the probe came: those that a cell puts in their place are for its own code.

A `mock.patch` would else be called by the probe's threads and requests, and be used up by them. Elsewhere names are
imported one by one; of these not every system has all.
"""

from __future__ import annotations

import os as _os
from typing import TYPE_CHECKING, Any

__all__ = ["os"]


class _Functions:
    """The functions of a module, and its numbers."""

    def __init__(self, module: Any) -> None:
        kept = {name: value for name, value in vars(module).items() if callable(value) or type(value) is int}
        self.__dict__.update(kept)


if TYPE_CHECKING:
    import os
else:
    os = _Functions(_os)
