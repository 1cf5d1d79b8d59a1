"""A browser of a test's own, which can be killed as a whole and opened again with what it had kept."""

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from tests.conftest import CHROMIUM_FLAGS


def opened_again(
    browser: Browser, chromium_path: str, folder: Path, viewport: ViewportSize
) -> Iterator[Callable[[], Page]]:
    """Yields what opens, at each call, a browser in the same folder; none is left over."""
    contexts: list[BrowserContext] = []

    def opened() -> Page:
        context = browser.browser_type.launch_persistent_context(
            folder, executable_path=chromium_path, args=list(CHROMIUM_FLAGS), viewport=viewport, locale="zh-CN"
        )
        contexts.append(context)
        return context.pages[0]

    yield opened
    contexts[-1].close()


def kill(folder: Path) -> None:
    """Ends the browser of a folder at once, as a machine does that loses its power."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            said = (process / "cmdline").read_bytes().decode(errors="replace").split("\0")
        except OSError:
            continue
        if f"--user-data-dir={folder}" in said and not any(part.startswith("--type=") for part in said):
            os.kill(int(process.name), signal.SIGKILL)
