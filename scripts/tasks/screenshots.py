"""`./run screenshots`: the pictures of docs/screenshots, taken anew from the examples."""

from __future__ import annotations

from . import setup
from .checks import browser_check
from .workspace import MAIN, ROOT

FOLDER = ROOT / "docs" / "screenshots"

SHRINK = """
import sys
from PIL import Image

for path in sys.argv[1:]:
    picture = Image.open(path).convert("RGB")
    picture.quantize(256, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(path, optimize=True)
"""
"""Pillow comes with matplotlib; the rare colours are those that mean something, and stay."""


def main(arguments: list[str]) -> int:
    """Set up what is missing, take all pictures and shrink them.

    Returns:
        1 where a picture could not be taken, else 0.
    """
    if arguments:
        raise SystemExit("./run screenshots takes no arguments")
    setup.python_environment(MAIN, "test")
    setup.page_in(MAIN)
    failed = browser_check("screenshots", "screenshots").run().failed
    MAIN.run("python", "-c", SHRINK, *sorted(FOLDER.glob("*.png")))
    return 1 if failed else 0
