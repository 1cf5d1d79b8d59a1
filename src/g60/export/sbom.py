"""The bill of materials in CycloneDX 1.6 (JSON): the packages that run the program, the data, Leaflet and the fonts."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from g60.contract.i18n import text
from g60.contract.schema import DATASETS
from g60.export.packages import Package, asked_for, packages, plain_name, project

Part = dict[str, Any]
SPECIFICATION = "1.6"
# Names under which the serial number is made from the contents: the same contents have the same number.
SPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:g60:sbom")
LANG = "en"
# What packages carry that is no code of theirs: the package, a name, its licence in SPDX.
CARRIED = (
    ("justmytype-intl-cjk", "Noto Sans SC", "OFL-1.1"),
    ("xstatic-leaflet", "Leaflet", "BSD-2-Clause"),
)


def as_json(at: datetime, files: Mapping[str, str] | None = None) -> bytes:
    """The bill of materials, with the time at which it was made.

    Args:
        at: that time.
        files: the SHA-256 of each file of an archive by its name, where it is the bill of an archive.
    """
    return json.dumps(bill(at, files or {}), ensure_ascii=False, indent=2).encode() + b"\n"


def bill(at: datetime, files: Mapping[str, str]) -> Part:
    """The bill as values of JSON."""
    known = packages()
    parts = [_package(one, files) for one in known] + list(_carried(known)) + list(_data())
    own = _own()
    told = json.dumps([own, parts], sort_keys=True)
    return {
        "$schema": f"http://cyclonedx.org/schema/bom-{SPECIFICATION}.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": SPECIFICATION,
        "serialNumber": f"urn:uuid:{uuid.uuid5(SPACE, told)}",
        "version": 1,
        "metadata": {"timestamp": f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}", "component": own},
        "components": parts,
        "dependencies": _dependencies(own["bom-ref"], known),
    }


def _own() -> Part:
    told = project()
    version = str(told["version"])
    reference = f"pkg:generic/{told['name']}@{version}"
    return {"type": "application", "bom-ref": reference, "name": str(told["name"]), "version": version}


def _reference(one: Package) -> str:
    return f"pkg:pypi/{one.name}@{one.version}"


def _package(one: Package, files: Mapping[str, str]) -> Part:
    reference = _reference(one)
    part: Part = {"type": "library", "bom-ref": reference, "name": one.name, "version": one.version, "purl": reference}
    if one.licence:
        # Only an expression is SPDX by rule; what stands in the older fields is a name.
        part["licenses"] = [{"expression": one.licence} if one.is_spdx else {"license": {"name": one.licence}}]
    held = [name for name in files if plain_name(name.split("-")[0]) == one.name]
    if held:
        part["externalReferences"] = [
            {"type": "distribution", "url": f"wheels/{name}", "hashes": [{"alg": "SHA-256", "content": files[name]}]}
            for name in held
        ]
    return part


def _carried(known: Iterable[Package]) -> Iterable[Part]:
    versions = {one.name: one.version for one in known}
    for package, name, licence in CARRIED:
        if package in versions:
            kind = "data" if licence.startswith("OFL") else "library"
            reference = f"pkg:pypi/{package}@{versions[package]}#{plain_name(name.replace(' ', '-'))}"
            yield {"type": kind, "bom-ref": reference, "name": name, "licenses": [{"license": {"id": licence}}]}


def _data() -> Iterable[Part]:
    """The files of `geodata/`, each with the terms under which it may be passed on."""
    for dataset in DATASETS:
        terms = {"license": {"name": text(f"licence_{dataset.licence}", LANG)}}
        yield {"type": "data", "bom-ref": f"geodata/{dataset.file}", "name": dataset.file, "licenses": [terms]}


def _dependencies(own: str, known: Iterable[Package]) -> list[Part]:
    references = {one.name: _reference(one) for one in known}
    asked = [plain_name(one.name) for one in asked_for()]
    told = [{"ref": own, "dependsOn": sorted({references[name] for name in asked if name in references})}]
    for one in known:
        told.append({"ref": _reference(one), "dependsOn": sorted(references[n] for n in one.needs if n in references)})
    return told
