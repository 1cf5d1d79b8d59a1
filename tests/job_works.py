"""Work for a queue that is tested: what is made, what fails, what takes too long. Workers import it by its name."""

import os
import time

from g60.contract.errors import SheetError
from g60.export.progress import Progress


def echo(tell: Progress, words: str) -> bytes:
    tell(1, 2, words)
    return words.encode()


def sleeps(_: Progress, seconds: float) -> bytes:
    time.sleep(seconds)
    return b"slept"


def refuses(_: Progress) -> bytes:
    raise SheetError("error_scale_form", given="big")


def breaks(_: Progress) -> bytes:
    raise ZeroDivisionError


def eats(_: Progress, megabytes: int) -> bytes:
    return bytes(megabytes << 20)


def dies(_: Progress) -> bytes:
    os.abort()


def process_id(_: Progress) -> bytes:
    return str(os.getpid()).encode()


def memory_of_the_process(_: Progress) -> bytes:
    raise MemoryError
