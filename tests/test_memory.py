"""The process takes its memory so that it can give it back: threads leave nothing behind in places of their own."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
# Sixteen threads at once make what a filter over 100,000 carriers makes; then how many places the allocator has.
CODE = """
import ctypes, os, re, threading
import numpy as np, pyarrow as pa
from g60.ui import memory
memory.begin()
print(pa.default_memory_pool().backend_name)
together = threading.Barrier(16)
def work():
    together.wait()
    for _ in range(50):
        masks = [np.ones(100_000, dtype=bool) for _ in range(8)]
    together.wait()
threads = [threading.Thread(target=work) for _ in range(16)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
libc = ctypes.CDLL("libc.so.6")
libc.fdopen.restype = ctypes.c_void_p
reading, writing = os.pipe()
stream = ctypes.c_void_p(libc.fdopen(writing, b"w"))
libc.malloc_info(0, stream)
libc.fclose(stream)
print(len(re.findall("<heap nr=", os.fdopen(reading).read())))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the places of threads are those of Linux's allocator")
def test_threads_share_a_few_places_of_memory() -> None:
    done = subprocess.run(
        [sys.executable, "-c", CODE], cwd=ROOT, capture_output=True, timeout=60, check=True, text=True
    )
    pool, places = done.stdout.split()
    assert pool == "system"
    assert int(places) <= 2
