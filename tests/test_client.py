"""The joiner: what it puts together runs, and what it refuses is named with file and line."""

import re
import shutil
import subprocess
from collections.abc import Mapping

import pytest

from layers import client
from layers.client import BUNDLES, ROOMS, ClientError, join

SOUND = {
    "map.js": 'import "./ground/land.js";\n',
    "ground/land.js": (
        "// Land.\n\n"
        'import { label, MOST } from "../base/text.js";\n\n'
        "// Draws it.\nexport function drawLand() {\n  // why\n  return label(MOST);\n}\n"
    ),
    "base/text.js": "export const MOST = 3;\n\nexport function label(n) {\n  return String(n);\n}\n",
}


def joined(files: Mapping[str, str], **options: object) -> str:
    return join("map.js", files.get, **options)  # type: ignore[arg-type]


def refused(change: Mapping[str, str]) -> str:
    with pytest.raises(ClientError) as error:
        joined({**SOUND, **change})
    return str(error.value)


def test_modules_are_joined_in_the_order_of_their_imports_in_one_scope() -> None:
    script = joined(SOUND)
    assert script.index("MOST = 3") < script.index("function drawLand")
    assert script.startswith("(function () {")
    assert not re.search(r"^(?:import|export)\b|//", script, re.MULTILINE)


def test_a_module_bundle_exports_what_its_entry_exports() -> None:
    files = {"map.js": 'import { MOST } from "./base/text.js";\n\nexport const TWICE = MOST * 2;\n'}
    script = joined({**SOUND, **files}, module=True, given={"STYLE": "a{}"})
    assert script.startswith('const STYLE = "a{}";\n')
    assert script.endswith("export { TWICE };\n")


def test_a_name_that_the_other_module_does_not_export_is_refused() -> None:
    change = {"ground/land.js": 'import {\n  label,\n  caption,\n} from "../base/text.js";\n\nlabel(caption);\n'}
    assert refused(change) == "ground/land.js:1: base/text.js exports no caption (entry map.js)"


def test_a_private_name_is_not_exported() -> None:
    change = {"base/text.js": SOUND["base/text.js"].replace("export const", "const")}
    assert refused(change) == "ground/land.js:3: base/text.js exports no MOST (entry map.js)"


def test_a_file_that_is_not_there_is_refused() -> None:
    change = {"map.js": '// The map.\nimport "./ground/land.js";\nimport "./ground/sea.js";\n'}
    assert refused(change) == "map.js:3: there is no file ground/sea.js (entry map.js)"


def test_a_name_that_two_modules_define_is_refused() -> None:
    change = {"ground/land.js": SOUND["ground/land.js"] + "\nlet MOST = 4;\n"}
    assert refused(change) == "ground/land.js:11: MOST is defined already, by base/text.js:1 (entry map.js)"


def test_a_name_that_a_module_defines_twice_is_refused() -> None:
    change = {"base/text.js": SOUND["base/text.js"] + "function label() {}\n"}
    assert "base/text.js:6: label is defined twice in this module" in refused(change)


def test_a_constant_of_the_bundle_is_a_name_too() -> None:
    with pytest.raises(ClientError, match=r"base/text\.js:1: MOST is defined already, by a constant of the bundle"):
        joined(SOUND, given={"MOST": 1})


def test_a_room_imports_only_from_rooms_before_it() -> None:
    change = {"base/text.js": 'import { drawLand } from "../ground/land.js";\n' + SOUND["base/text.js"]}
    assert "base/text.js:1: base must not import ground/land.js (entry map.js)" in refused(change)


@pytest.mark.parametrize("path", ["../map.js", "../attic/old.js", "../../secret.js"])
def test_nobody_imports_an_entry_or_what_is_in_no_room(path: str) -> None:
    change = {"base/text.js": f'import "{path}";\n' + SOUND["base/text.js"], "attic/old.js": ""}
    assert "base/text.js:1: base must not import " in refused(change)


def test_imports_in_a_circle_are_refused() -> None:
    change = {
        "base/text.js": 'import { b } from "./b.js";\n' + SOUND["base/text.js"],
        "base/b.js": '\nimport { label } from "./text.js";\n\nexport const b = label;\n',
    }
    circle = "base/text.js -> base/b.js -> base/text.js"
    assert refused(change) == f"base/b.js:2: the imports go in a circle: {circle} (entry map.js)"


@pytest.mark.parametrize(
    "line",
    [
        'import * as text from "./text.js";',
        'import label from "./text.js";',
        'import { label as words } from "./text.js";',
        "import { label } from './text.js';",
        "export default function () {}",
        "export { label };",
        'export * from "./text.js";',
        "const { label } = text;",
        "let one, two;",
    ],
)
def test_other_forms_are_refused(line: str) -> None:
    change = {"ground/land.js": f"// Land.\n\n{line}\n", "ground/text.js": "export const label = 1;\n"}
    assert refused(change).startswith("ground/land.js:3: ")


def test_every_fault_is_named_at_once() -> None:
    faults = refused({"map.js": 'import "./ground/land.js";\nimport "./sea.js";\nimport "./ground/air.js";\n'})
    assert [fault.partition(":")[2][:1] for fault in faults.splitlines()] == ["2", "2", "3"]


# What is served ----------------------------------------------------------------------------------


SCRIPTS = [name for name, bundle in BUNDLES.items() if bundle.entry]


@pytest.mark.parametrize("name", SCRIPTS)
def test_every_bundle_can_be_joined_and_is_served_by_its_hash(name: str) -> None:
    file, script = client.script(name)
    assert client.served(file) == script
    assert client.served(f"{name}.000000000000.js") is None
    assert re.fullmatch(rf"{name}\.[0-9a-f]{{12}}\.js", file)


def test_a_style_sheet_is_served_by_its_hash() -> None:
    file, sheet = client.style("atlas")
    assert client.served(file) == sheet
    assert b"--atlas" in sheet


@pytest.mark.parametrize("name", BUNDLES)
def test_a_bundle_under_a_spoiled_name_is_not_served(name: str) -> None:
    for file in (name, f"{name}.", f"{name}.000000000000", f"{name}.css", f"{name}.js", f"{name}.000000000000.cs²s"):
        assert client.served(file) is None


def test_an_unknown_file_is_not_served() -> None:
    assert client.served("../map.js") is None
    assert client.served("atlas.js") is None


def test_every_module_of_a_room_is_in_a_bundle() -> None:
    folder = client.files("layers").joinpath("web")
    there = {f"{room}/{part.name}" for room in ROOMS for part in _scripts(folder.joinpath(room))}
    joined_ones = {path for name in SCRIPTS for path in client.modules_of(BUNDLES[name].entry)}
    # A script of its own, for browsers that cannot read the others: it stands first in the pack.
    assert there - joined_ones == {"hosts/old.js"}


def _scripts(folder: object) -> list[object]:
    return [part for part in folder.iterdir() if part.name.endswith(".js")] if folder.is_dir() else []  # type: ignore[attr-defined]


@pytest.mark.skipif(not shutil.which("node"), reason="Node is a tool of development")
@pytest.mark.parametrize("name", SCRIPTS)
def test_a_joined_script_is_well_formed(name: str) -> None:
    kind = "module" if BUNDLES[name].module else "commonjs"
    script = client.script(name)[1]
    run = ["node", f"--input-type={kind}", "--check"]
    subprocess.run(run, input=script, check=True, capture_output=True)
