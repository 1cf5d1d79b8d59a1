"""Garbage of ended sessions: a cycle that holds a file is found without a run of a page."""

import gc
import os
import threading
from collections.abc import Iterator

import pytest

from g60.ui.garbage import Collecting

PATIENCE_S = 10


class Cycle:
    """Holds itself and an open file, and says when it is gone."""

    def __init__(self, gone: threading.Event) -> None:
        self.itself = self
        self.file = os.open(os.devnull, os.O_RDONLY)
        self.gone = gone

    def __del__(self) -> None:
        os.close(self.file)
        self.gone.set()


@pytest.fixture
def not_by_itself() -> Iterator[None]:
    """Python's own collection is off."""
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("not_by_itself")
def test_what_holds_itself_and_a_file_is_collected_in_time() -> None:
    gone = threading.Event()
    Cycle(gone)
    collecting = Collecting(every=0.05)
    try:
        assert gone.wait(PATIENCE_S)
    finally:
        collecting.end()


@pytest.mark.usefixtures("not_by_itself")
def test_once_it_has_ended_it_collects_no_more() -> None:
    collecting = Collecting(every=0.01)
    collecting.end()
    gone = threading.Event()
    Cycle(gone)
    assert not gone.wait(0.2)
    gc.collect()
    assert gone.is_set()
