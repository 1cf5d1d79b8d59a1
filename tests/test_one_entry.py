"""A layer, a field, a page, a format and a text are one entry each; an entry that lacks something is named by file.

The project is copied, entries are put into the copy, and the copy is run: nothing else of it is changed.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parents[1]
PARTS = ("src", "layers", "pages", "geodata", "app.py")

DATASET = '    _areas("test_field", "test_fields"),\n'
LAYER = """    MapLayer(
        "tests",
        "test_fields",
        "test_field",
        Symbol("disc", "zone", width=1.2, dash=(2, 2), fill=0.3, schematic=True),
        *(255, "plan", "test_field", "zone"),
        subjects=True,
    ),
"""
FIELD = '        Field("motto_zh"),\n'
PAGE = '    ("trial", text("nav_trial", "zh"), False),\n'
FORMAT = '    "count": Handout("txt", "text/plain", _listed(lambda *given: b"%d" % len(given[1].entities)), "list"),\n'
TEXTS = """
kind_test_field = { zh = "试验区", en = "Test field" }
count_test_field = { zh = "{count} 个试验区", en = "{count} test fields" }
count_test_field_one = { zh = "{count} 个试验区", en = "{count} test field" }
map_layer_tests = { zh = "试验区图层", en = "Test fields" }
field_motto_zh = { zh = "格言", en = "Motto" }
meaning_motto_zh = { zh = "载体的格言。", en = "The carrier's motto." }
nav_trial = { zh = "试验页", en = "Trial" }
handout_format_count = { zh = "条目数", en = "Count" }
handout_about_count = { zh = "有几条。", en = "How many entries." }
"""
KINDS = "high_tech_zone"


def copy(folder: Path) -> Path:
    for part in PARTS:
        source = HERE / part
        if source.is_dir():
            shutil.copytree(source, folder / part, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
        else:
            shutil.copy(source, folder / part)
    return folder


def put(folder: Path, path: str, before: str, entry: str) -> None:
    """Puts an entry before a line of a file that stands there once."""
    file = folder / path
    content = file.read_text("utf-8")
    assert content.count(before) == 1, (path, before)
    file.write_text(content.replace(before, entry + before), "utf-8")


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    given = {key: value for key, value in os.environ.items() if not key.startswith("G60_")}
    given |= {"PYTHONPATH": os.pathsep.join([str(folder / "src"), str(folder)]), "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        [sys.executable, *arguments], cwd=folder, env=given, capture_output=True, encoding="utf-8", check=False
    )


def two_features(folder: Path) -> str:
    """The data of the fifth kind: two zones again, under other ids; returns the rows of their citations."""
    zones = json.loads((folder / "geodata/high_tech_zones.geojson").read_text("utf-8"))
    zones["features"] = zones["features"][:2]
    cited = [line.split(",", 1) for line in (folder / "geodata/citations.csv").read_text("utf-8").splitlines()]
    rows = ""
    for number, feature in enumerate(zones["features"], 1):
        old, feature["id"] = feature["id"], f"test-{number}"
        feature["properties"] |= {"kind": "test_field", "name_zh": f"甲{number}", "name_en": f"Alpha {number}"}
        rows += "".join(f"test-{number},{rest}\n" for subject, rest in cited if subject == old)
    (folder / "geodata/test_fields.geojson").write_text(json.dumps(zones, ensure_ascii=False), "utf-8")
    return rows


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project with one more layer, field, page, format, and their texts."""
    folder = copy(tmp_path_factory.mktemp("grown"))
    put(folder, "src/g60/contract/schema.py", ")\n# Their text is a whole cell", DATASET)
    put(folder, "src/g60/contract/schema.py", '        Field("place_zh"),\n', FIELD)
    put(folder, "src/g60/contract/symbology.py", '    MapLayer("", "water"', LAYER)
    put(folder, "src/g60/ui/shell.py", '    ("meeting", text(', PAGE)
    put(folder, "src/g60/export/handouts.py", '    "csv": Handout(', FORMAT)
    shutil.copy(folder / "pages/industry.py", folder / "pages/trial.py")
    texts = folder / "src/g60/contract/i18n.toml"
    texts.write_text(texts.read_text("utf-8") + TEXTS, "utf-8")
    citations = folder / "geodata/citations.csv"
    rows = two_features(folder)
    carriers = folder / "geodata/carriers.csv"
    head, *lines = carriers.read_text("utf-8").splitlines()
    place = head.split(",").index("place_zh")
    assert '"' not in head
    carriers.write_text(with_column(head, lines, place), "utf-8")
    ids = [line.split(",", 1)[0] for line in lines]
    rows += "".join(f"{one},motto_zh,{'stated,plan,格言处,1' if not n else 'missing,,,'},,\n" for n, one in enumerate(ids))
    citations.write_text(citations.read_text("utf-8") + rows, "utf-8")
    return folder
