"""A data folder whose every name, word and alias is hostile: what a stranger could put into a spreadsheet."""

import csv
import json
import shutil
from pathlib import Path

from g60.contract.dataset import Dataset
from g60.contract.schema import CARRIERS, INDUSTRY_TABLE, SOURCES, UNIT_TABLE

# Each would set `window.hacked`, fetch from another host, or be evaluated as a template, if anything took it for
# more than text. None holds a semicolon: in a list cell that would only split it.
ATTACKS = (
    "<script>window.hacked=1</script>",
    "<img src=x onerror=window.hacked=1>",
    "{{7*7}}{% raw %}",
    "${window.hacked=1}`+(window.hacked=1)+`",
    "'\"><svg onload=window.hacked=1>",
    "[x](javascript:window.hacked=1)![i](http://198.51.100.7/x.png)",
    "\\u003cscript\\u003e\\",
    "\u202e\u200fاسم\u202c",
    "=1+1",
    "</title></style><base href=//198.51.100.7>",
)
LONG = "长" * 10_000

# The text fields of each table; codes, numbers and lists of codes stay what they are.
TEXTS = {
    CARRIERS: ("name_zh", "name_en", "fields_zh", "aliases", "place_zh", "address_zh"),
    UNIT_TABLE: ("name_zh", "name_en", "short_zh", "short_en"),
    INDUSTRY_TABLE: ("name_zh", "name_en", "short_zh", "short_en", "box"),
    SOURCES: ("title_zh", "title_en", "issuer_zh", "number"),
}
AREA_TEXTS = ("name_zh", "name_en", "positioning_zh", "industries_zh", "concept_zh", "aliases")


def hostile(value: str, number: int) -> str:
    """A value with an attack before it and another behind it; an empty one stays empty."""
    first, second = ATTACKS[number % len(ATTACKS)], ATTACKS[(number * 7 + 3) % len(ATTACKS)]
    return f"{first}{value}{second}" if value else value


def hostile_copy(shipped: Path, folder: Path) -> Path:
    """The shipped data in another folder, every text of it hostile."""
    shutil.copytree(shipped, folder, dirs_exist_ok=True)
    for dataset, fields in TEXTS.items():
        _rewrite_table(folder, dataset, fields)
    for path in folder.glob("*.geojson"):
        _rewrite_features(path)
    return folder


def _rewrite_table(folder: Path, dataset: Dataset, fields: tuple[str, ...]) -> None:
    path = folder / dataset.file
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for number, row in enumerate(rows):
        for place, field in enumerate(fields):
            row[field] = hostile(row[field], number + place)
    if dataset is CARRIERS:
        rows[0]["name_zh"] = LONG
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _rewrite_features(path: Path) -> None:
    collection = json.loads(path.read_text("utf-8"))
    for number, feature in enumerate(collection["features"]):
        properties = feature["properties"]
        for place, field in enumerate(AREA_TEXTS):
            if properties.get(field):
                properties[field] = hostile(properties[field], number + place)
        # Names of properties can be hostile too.
        properties |= {"a b.c": ATTACKS[0], ATTACKS[0]: 1, "__proto__": {"hacked": 1}, "constructor.prototype": 1}
    path.write_text(json.dumps(collection, ensure_ascii=False), "utf-8")
