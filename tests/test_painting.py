"""Pages are painted for many readers at once, and the process survives it."""

import subprocess
import sys
import textwrap
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# PDFium ends the process without a word when two threads are in it: only another process can tell.
PAINTING = textwrap.dedent(
    """
    from concurrent.futures import ThreadPoolExecutor
    from pathlib import Path

    from g60.ask.selection import Selection
    from g60.ask.view import View
    from g60.catalog.catalog import Catalog
    from g60.catalog.sources import FolderSource
    from g60.export.paper import SheetOptions, compose
    from g60.export.paper.pdf import to_pdf_bytes
    from g60.export.paper.png import to_png_bytes

    catalog = Catalog.load(FolderSource(Path("geodata")))
    document = compose(catalog, Selection(), View(), SheetOptions(), pages=False).document
    pdf = to_pdf_bytes(document)
    with ThreadPoolExecutor(12) as pool:
        painted = list(pool.map(lambda _: to_png_bytes(document, pdf, 0.25), range(60)))
    assert len(set(painted)) == 1 and painted[0].startswith(b"\\x89PNG")
    print("painted", len(painted))
    """
)


def test_sixty_pictures_at_once_are_all_painted_alike() -> None:
    command = [sys.executable, "-c", PAINTING]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "painted 60"), done.stderr[-2000:]
