"""`python -m jupyterlab_heapscope boot` prints the source that the front end injects."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from .boot import read_boot_source


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="python -m jupyterlab_heapscope", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("boot", help="print the source that puts the probe into a kernel")
    parser.parse_args(arguments)
    # As bytes: what a console's encoding cannot say would otherwise stop it half-way.
    sys.stdout.buffer.write(read_boot_source().encode("utf-8") + b"\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
