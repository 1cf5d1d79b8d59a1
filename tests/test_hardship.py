"""What people enter survives: a process that is killed, a disk that is full, twenty editors at once."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
KILLS = int(os.environ.get("G60_KILLS", "40"))


def test_killed_at_any_moment_of_a_publication_the_old_version_or_the_new_one_is_there_whole(database_url: str) -> None:
    call = [sys.executable, "-m", "tests.kills", database_url, str(KILLS), "60"]
    done = subprocess.run(call, cwd=ROOT, capture_output=True, text=True, check=False, timeout=600)
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout)
    assert told["wrong"] == []
    assert told["fingerprints"] == []
    assert told["open"] + told["published"] == KILLS
    # Some kills came before the commit and some after it.
    assert min(told["open"], told["published"]) > KILLS // 20
