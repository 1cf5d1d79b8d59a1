"""`make pins`: has the package index withdrawn one of the pinned releases?

pip itself is asked, with what it would install and nothing installed. A withdrawn ("yanked") release can still be
installed by its exact number: nobody notices unless somebody asks.

Exit status: 0 none is withdrawn; 1 some are, each named with the reason; 2 the index could not be asked.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCKS = ("requirements.lock", "requirements-dev.lock")
NONE_WITHDRAWN, WITHDRAWN, NOT_ASKED = 0, 1, 2
# Of a release that is for another platform only, the mark of the platform is left out: withdrawn is withdrawn.
PIN = re.compile(r"^([A-Za-z0-9._-]+==[^ \\\n]+)", re.M)


class NotAskedError(Exception):
    """The package index gave no answer; the words are pip's last ones."""


def main() -> int:
    """The exit status of `make pins`."""
    pins = [pin for name in LOCKS for pin in PIN.findall((ROOT / name).read_text("utf-8"))]
    try:
        withdrawn = ask(pins)
    except NotAskedError as error:
        print(
            f"The package index could not be asked, so nothing is known of {len(pins)} pins: {error}", file=sys.stderr
        )
        return NOT_ASKED
    for name, reason in withdrawn.items():
        print(f"{name} was withdrawn: {reason or 'no reason is given'}. Choose another release, then: make lock")
    if not withdrawn:
        print(f"None of {len(pins)} pinned releases was withdrawn.")
    return WITHDRAWN if withdrawn else NONE_WITHDRAWN


def ask(pins: list[str], *options: str) -> dict[str, str]:
    """The withdrawn ones of these pins, each with the reason that is given; raises NotAskedError.

    Args:
        pins: names with their exact versions.
        *options: further options of pip.
    """
    with tempfile.TemporaryDirectory() as folder:
        report, asked = Path(folder) / "report.json", Path(folder) / "pins.txt"
        asked.write_text("\n".join(pins), "utf-8")
        call = [sys.executable, "-m", "pip", "install", "--disable-pip-version-check", "--dry-run", "--no-deps"]
        call += ["--ignore-installed", "--quiet", f"--report={report}", "-r", str(asked), *options]
        done = subprocess.run(call, capture_output=True, text=True, check=False)
        if done.returncode:
            said = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
            raise NotAskedError(" ".join(said) or done.stderr[-300:])
        found = json.loads(report.read_text("utf-8"))["install"]
    withdrawn = [one["metadata"] for one in found if one["is_yanked"]]
    reasons = dict.fromkeys((f"{one['name']} {one['version']}" for one in withdrawn), "")
    for name in reasons:
        # pip warns of each: its name, and the reason in the next sentence.
        held = re.escape(name.split()[0])
        why = re.search(rf"yanked version: '{held}' candidate.*\n.*being yanked: (.*)", done.stderr, re.I)
        reasons[name] = why[1].strip() if why else ""
    return reasons


if __name__ == "__main__":
    sys.exit(main())
