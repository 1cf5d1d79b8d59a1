"""A layer, a field, a page, a format and a text are one entry each; an entry that lacks something is named by file.

The project is copied, entries are put into the copy, and the copy is run: nothing else of it is changed.
"""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from g60.checks import entries
from g60.contract.schema import AREA_KINDS
from g60.contract.symbology import MapLayer, Symbol

HERE = Path(__file__).parents[1]
PARTS = ("src", "layers", "pages", "geodata", "app.py")

DATASET = '    _areas("test_field", "test_fields", districts=True),\n'
LAYER = """    MapLayer(
        "tests",
        "test_fields",
        "test_field",
        Symbol("disc", "zone", width=1.2, dash=(2, 2), fill=0.3, schematic=True),
        *(255, "plan", "test_field", "zone"),
        subjects=True,
    ),
"""
FIELD = '    Field("motto_zh"),\n'
PAGE = '    ("trial", text("nav_trial", "zh"), False),\n'
FORMAT = '    "count": Handout("txt", "text/plain", _listed(lambda *given: b"%d" % len(given[1].entities)), "list"),\n'
TEXTS = """
left_out_test_fields = { zh = "试验田", en = "Test fields" }
kind_test_field = { zh = "试验区", en = "Test field" }
count_test_field = { zh = "{count} 个试验区", en = "{count} test fields" }
count_test_field_one = { zh = "{count} 个试验区", en = "{count} test field" }
tally_test_field = { zh = "试验区", en = "test fields" }
map_kind_test_field = { zh = "试验区", en = "Test field" }
field_count_test_field = { zh = "试验区", en = "Test fields" }
unit_of_count_test_field = { zh = "{value} 个", en = "{value}" }
preset_test_field = { zh = "全部试验区", en = "All test fields" }
map_layer_tests = { zh = "试验区图层", en = "Test fields" }
field_motto_zh = { zh = "格言", en = "Motto" }
meaning_motto_zh = { zh = "载体的格言。", en = "The carrier's motto." }
nav_trial = { zh = "试验页", en = "Trial" }
handout_format_count = { zh = "条目数", en = "Count" }
handout_about_count = { zh = "有几条。", en = "How many entries." }
"""
MOTTO = "求实"


def copy(folder: Path) -> Path:
    for part in PARTS:
        source = HERE / part
        if source.is_dir():
            # With what Python has compiled: of a changed file it is compiled again.
            shutil.copytree(source, folder / part, ignore=shutil.ignore_patterns("*.egg-info"))
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


def rows_of(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def write_rows(file: Path, columns: list[str], rows: list[dict[str, str]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, columns, lineterminator="\n", restval="")
        writer.writeheader()
        writer.writerows(rows)


def add_data(geodata: Path) -> None:
    """Two areas of the fifth kind, which are two zones under other names; a motto of one carrier; their citations."""
    cited = rows_of(geodata / "citations.csv")
    zones = json.loads((geodata / "high_tech_zones.geojson").read_text("utf-8"))
    zones["features"] = zones["features"][:2]
    more = []
    for number, feature in enumerate(zones["features"], 1):
        more += [row | {"subject": f"test-{number}"} for row in cited if row["subject"] == feature["id"]]
        feature["id"] = f"test-{number}"
        feature["properties"] |= {"kind": "test_field", "name_zh": f"甲{number}", "name_en": f"Alpha {number}"}
    (geodata / "test_fields.geojson").write_text(json.dumps(zones, ensure_ascii=False), "utf-8")
    carriers = rows_of(geodata / "carriers.csv")
    carriers[0]["motto_zh"] = MOTTO
    columns = list(rows_of(geodata / "carriers.csv")[0])
    columns.insert(columns.index("place_zh"), "motto_zh")
    write_rows(geodata / "carriers.csv", columns, carriers)
    for row in carriers:
        known = {"evidence": "stated", "source": "plan", "locator": "标题", "line": "10"}
        own = known if row.get("motto_zh") else {"evidence": "missing"}
        more.append({"subject": row["id"], "field": "motto_zh"} | own)
    write_rows(geodata / "citations.csv", list(cited[0]), cited + more)


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project with one more layer, field, page and format, and their texts."""
    folder = copy(tmp_path_factory.mktemp("grown"))
    put(folder, "src/g60/contract/schema.py", ")\n# Their text is a whole cell", DATASET)
    put(folder, "src/g60/contract/schema.py", '    Field("place_zh"),\n', FIELD)
    put(folder, "src/g60/contract/symbology.py", '    MapLayer("", "water"', LAYER)
    put(folder, "src/g60/ui/page_list.py", '    ("meeting", text(', PAGE)
    put(folder, "src/g60/export/handouts.py", '    "csv": Handout(', FORMAT)
    page = (folder / "pages/industry.py").read_text("utf-8")
    (folder / "pages/trial.py").write_text(page.replace('"industry"', '"trial"'), "utf-8")
    with (folder / "src/g60/contract/i18n.toml").open("a", encoding="utf-8") as texts:
        texts.write(TEXTS)
    add_data(folder / "geodata")
    return folder


# Run in the copy: where each of the entries appears, as JSON.
PROBE = """
import io, json, sys, tempfile, zipfile
from pathlib import Path
import pyogrio
from streamlit.testing.v1 import AppTest
from g60.ask.permalink import to_query
from g60.ask.selection import Selection
from g60.ask.view import View
from g60.catalog.catalog import Catalog
from g60.catalog.sources import FolderSource
from g60.cli import main
from g60.contract import dictionary, symbology
from g60.evidence.card import card
from g60.evidence.sentence import sentence
from g60.export.handouts import HANDOUTS, Order, house_options, quiet
from g60.ui import events, handouts, listing
from layers import client
from layers.compose import build_map, message, sheet
from layers.known import known

catalog = Catalog.load(FolderSource(Path("geodata")))
everything, chosen = Selection(), Selection(kinds=frozenset({"test_field"}))
hidden = View.from_query({"layers": ["-tests"]})
made = sheet(catalog)
address = "test_fields." + made.versions["test_fields"]

def file(code, selection=everything, view=View(lang="en")):
    return HANDOUTS[code].make(catalog, Order(selection, view, house_options()), quiet)

found = {
    "map": [feature["id"] for feature in json.loads(made.files[address])["features"]],
    "script": "test_fields" in build_map(catalog).get_root().render(),
    "legend": [layer for layer in symbology.as_payload()["layers"] if layer["code"] == "tests"],
    "hidden": [sorted(hidden.hidden), to_query(everything, hidden)],
    "event": sorted(events.happened({"type": "layers", "layers": "tests"}, catalog, everything, View())[1].hidden),
    "preset": list(events.PRESETS["test_field"](catalog)),
    "address": to_query(chosen, View()),
    "message": json.dumps(message(catalog, chosen, View()), separators=(",", ":")),
    "list": str(listing.groups(catalog, "en")),
    "sentence": [sentence(catalog, catalog.pick(one), one, "en") for one in (everything, chosen)],
    "marks": "test_field" in client.script_text("results"),
    "pack": json.dumps(known(catalog), ensure_ascii=False),
    "svg": file("svg").decode(),
    "svg_hidden": file("svg", view=hidden).decode(),
    "kml": file("kml").decode(),
    "geojson": file("geojson").decode(),
    "csv": file("csv").decode("utf-8-sig"),
    "count": file("count", chosen).decode(),
    "dictionary": dictionary.as_markdown(),
    "card": [[entry.label, entry.words] for entry in card(catalog, "carrier-01", "en").entries],
    "area_card": card(catalog, "test-1", "zh").title,
}
with zipfile.ZipFile(io.BytesIO(file("zip"))) as archive:
    found["zip"] = archive.namelist()
    found["licences"] = archive.read("LICENCES.md").decode()
    found["zip_carriers"] = archive.read("data/carriers.csv").decode("utf-8-sig").partition("\\n")[0]
with zipfile.ZipFile(io.BytesIO(file("xlsx"))) as archive:
    found["xlsx"] = "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml"))
with tempfile.TemporaryDirectory() as place:
    path = Path(place) / "a.gpkg"
    path.write_bytes(file("gpkg"))
    found["gpkg"] = [str(name) for name, _ in pyogrio.list_layers(path)]
    found["gpkg_fields"] = [str(name) for name in pyogrio.read_info(path, layer="carrier")["fields"]]
    styles = pyogrio.read_dataframe(path, layer="layer_styles", read_geometry=False)
    found["qgis"] = styles.set_index("f_table_name")["styleQML"].to_dict()
app = AppTest.from_file("pages/index.py", default_timeout=60)
app.run()
found["exceptions"] = [str(one.value) for one in app.exception]
found["navigation"] = [str(link.proto.label) for link in app.get("page_link")]
app.session_state["handout_for"] = "data"
app.button(key="handouts_open").click().run()
found["dialog"] = list(app.radio(key="handout_format_for_data").options)
Path("found.json").write_text(json.dumps(found, ensure_ascii=False), "utf-8")
"""


@pytest.fixture(scope="module")
def found(grown: Path) -> dict[str, Any]:
    done = run(grown, "-c", PROBE)
    assert done.returncode == 0, done.stderr[-3000:]
    answer: dict[str, Any] = json.loads((grown / "found.json").read_text("utf-8"))
    return answer


def test_the_grown_project_passes_its_own_check(grown: Path) -> None:
    done = run(grown, "-m", "g60", "check")
    assert done.returncode == 0, done.stdout


def test_a_layer_appears_on_map_legend_and_in_the_address(found: dict[str, Any]) -> None:
    assert found["map"] == ["test-1", "test-2"]
    assert found["script"]
    assert [(one["group"], one["symbol"], one["label"], one["text"]) for one in found["legend"]] == [
        ("plan", "test_field", "zone", "layer_tests")
    ]
    assert found["hidden"] == [["tests"], {"layers": ["-tests"]}]
    assert found["event"] == ["tests"]
    assert found["address"] == {"kind": ["test_field"]}
    assert "test-field" in found["message"]


def test_a_kind_is_counted_listed_and_compared(found: dict[str, Any]) -> None:
    everything, chosen = found["sentence"]
    assert "2 test fields" in everything
    assert "Test field" in found["list"]
    assert "2 test fields" in chosen
    assert found["preset"] == ["test-1", "test-2"]
    assert "Test field" in found["pack"]
    assert "Alpha 1" in found["pack"]
    assert found["marks"]
    assert found["area_card"] == "甲1"


def test_a_layer_appears_on_sheets_and_in_files(found: dict[str, Any]) -> None:
    assert 'data-id="test-1"' in found["svg"]
    assert 'data-id="legend:test_field"' in found["svg"]
    assert 'data-id="test-1"' not in found["svg_hidden"]
    assert "legend:test_field" not in found["svg_hidden"]
    assert 'id="style-test_field"' in found["kml"]
    assert "#style-test_field" in found["kml"]
    assert "test-2" in found["geojson"]
    assert "test_field" in found["gpkg"]
    assert "SimpleFill" in found["qgis"]["test_field"]
    assert "data/test_fields.geojson" in found["zip"]
    assert "data/test_fields.geojson" in found["licences"]
    assert "test_fields.geojson" in found["dictionary"]


def test_a_field_appears_on_card_and_in_files(found: dict[str, Any]) -> None:
    assert ["Motto", MOTTO] in found["card"]
    assert MOTTO in found["pack"]
    assert ">Motto<" in found["xlsx"]
    assert MOTTO in found["xlsx"]
    assert "motto_zh" in found["gpkg_fields"]
    assert MOTTO in found["kml"]
    assert MOTTO in found["csv"]
    assert "motto_zh" in found["zip_carriers"].split(",")
    assert "motto_zh" in found["dictionary"]
    assert "The carrier's motto." in found["dictionary"]


def test_a_page_and_a_format_appear_where_they_are_chosen(found: dict[str, Any], grown: Path) -> None:
    assert found["exceptions"] == []
    assert "试验页" in found["navigation"]
    assert "条目数" in found["dialog"]
    assert found["count"] == "2"
    done = run(grown, "-m", "g60", "list", "--kind", "test_field", "--format", "txt")
    assert (done.returncode, done.stdout.strip()) == (0, "2")
    assert "tests" in run(grown, "-m", "g60", "render", "--help").stdout


# Bad input ---------------------------------------------------------------------------------------


def test_each_lack_of_an_entry_has_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    assert list(entries.check_entries()) == []
    odd = Symbol("spiral", "mauve")
    layers = (MapLayer("x", "x", "x", odd, group="attic"), MapLayer("y", "y", "y", z=1))
    monkeypatch.setattr(entries, "MAP_LAYERS", layers)
    monkeypatch.setattr(entries, "SYMBOLS", {"x": odd})
    found = [(issue.code, issue.field, issue.value) for issue in entries.check_entries()]
    assert set(found) == {
        *(("kind_without_layer", kind, "") for kind in AREA_KINDS),
        *(("text_missing", "x", code) for code in ("map_layer_x", "map_legend_attic")),
        *(("layer_part_unknown", "x", part) for part in ("attic", "spiral", "mauve")),
        ("layer_without_symbol", "y", "y"),
    }
    (fault,) = entries.client_issues(["base/text.js:7: base/theme.js exports no nothing"])
    assert (fault.code, fault.file) == ("client_fault", "layers/web/base/text.js:7")
    assert fault.detail == "base/theme.js exports no nothing"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return copy(tmp_path / "project")


def checked(folder: Path) -> str:
    done = run(folder, "-m", "g60", "check", "--lang", "en")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout


def test_a_field_without_a_text_is_named(project: Path) -> None:
    put(project, "src/g60/contract/schema.py", '    Field("place_zh"),\n', FIELD)
    answer = checked(project)
    assert "contract/schema.py carriers.motto_zh: the text field_motto_zh is missing (zh, en)" in answer
    assert "the text meaning_motto_zh is missing" in answer


def test_a_layer_without_a_symbol_and_a_kind_without_a_layer_are_named(project: Path) -> None:
    put(
        project,
        "src/g60/contract/symbology.py",
        '    MapLayer("", "water"',
        '    MapLayer("x", "reference", "y", group="plan"),\n',
    )
    put(project, "src/g60/contract/schema.py", ")\n# Their text is a whole cell", DATASET)
    answer = checked(project)
    assert "contract/symbology.py x: the layer has no symbol y" in answer
    assert "contract/symbology.py test_field: this kind of area has no layer of its own" in answer
    assert "contract/schema.py test_field: the text kind_test_field is missing" in answer


def test_a_format_without_a_text_is_named(project: Path) -> None:
    put(project, "src/g60/export/handouts.py", '    "csv": Handout(', FORMAT)
    assert "export/handouts.py count: the text handout_format_count is missing" in checked(project)


def test_a_value_without_evidence_is_named_and_is_words_on_the_page(project: Path) -> None:
    cited = rows_of(project / "geodata/citations.csv")
    left = [row for row in cited if (row["subject"], row["field"]) != ("lake-juanhu", "area_km2")]
    assert len(left) == len(cited) - 1
    write_rows(project / "geodata/citations.csv", list(cited[0]), left)
    answer = checked(project)
    assert "lake_districts.geojson" in answer
    assert "area_km2: this field of lake-juanhu has no citation" in answer
    page = """
from streamlit.testing.v1 import AppTest
app = AppTest.from_file("pages/index.py", default_timeout=60).run()
assert not app.exception, app.exception
print(*(one.value for one in app.text), sep="\\n")
"""
    done = run(project, "-c", page)
    assert done.returncode == 0, done.stderr[-2000:]
    assert "lake-juanhu" in done.stdout


def test_a_client_that_imports_a_missing_name_stops_check_and_start(project: Path) -> None:
    module = project / "layers/web/ground/areas.js"
    module.write_text(module.read_text("utf-8").replace("import { symbolOf }", "import { nothing }"), "utf-8")
    assert "layers/web/ground/areas.js:5: a fault of the client: base/theme.js exports no nothing" in checked(project)
    done = run(project, "-c", "import app")
    assert done.returncode == 1
    assert "layers/web/ground/areas.js:5" in done.stderr
    assert "Traceback" not in done.stderr
