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
    found = sorted(picture.getcolors(picture.width * picture.height), reverse=True)
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for _, colour in found[:256] for part in colour])
    picture.quantize(palette=palette, dither=Image.Dither.NONE).save(path, optimize=True)
"""
"""Keeps the 256 most frequent colours as they are: areas and marks; the edges of letters take the nearest. Pillow
comes with matplotlib."""


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
