"""What modules of the client answer: they run in Node, or where there is none in a browser."""

import json
import shutil
import subprocess
from collections.abc import Mapping
from typing import Any

import pytest

from layers.client import join
from tests.conftest import ROOT

WEB = ROOT / "layers" / "web"
ENTRY = "hosts/asked_by_a_test.js"


def answers(request: pytest.FixtureRequest, names: Mapping[str, str], call: str, given: Any) -> Any:
    """What `call` comes to, an expression over the names of some modules (`names`, by path) and over `given`."""
    entry = "".join(f'import {{ {said} }} from "../{path}";\n' for path, said in names.items())
    module = join(ENTRY, lambda path: entry if path == ENTRY else (WEB / path).read_text("utf-8"), module=True)
    code = f"{module}\nconst given = {json.dumps(given)};\n"
    if node := shutil.which("node"):
        script = f"{code}console.log(JSON.stringify({call.strip()}));"
        done = subprocess.run([node, "--input-type=module"], input=script, capture_output=True, text=True, check=True)
        return json.loads(done.stdout)
    page = request.getfixturevalue("browser").new_page()
    page.set_content(f'<script type="module">{code}window.answered = [{call.strip()}];</script>')
    page.wait_for_function("window.answered")
    return page.evaluate("window.answered[0]")
