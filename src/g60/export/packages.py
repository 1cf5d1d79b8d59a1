"""The packages that the program needs to run: name, version, licence and what each needs in its turn.

All is read from the metadata of what is installed; which packages the program itself asks for stands in pyproject.toml.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any, NamedTuple

# It comes with streamlit, which the program always needs.
from packaging.requirements import Requirement

PROJECT = Path(__file__).parents[3]
# The extras of pyproject.toml that an operator may turn on by a setting.
EXTRAS = ("postgresql", "signin")
# For a machine where another platform's packages are asked for: what pip there would answer to a marker.
PLATFORMS: Mapping[str, Mapping[str, str]] = {
    name: {"sys_platform": system, "platform_system": kind, "os_name": family, "platform_machine": processor}
    for name, system, kind, family, processor in (
        ("linux-x86_64", "linux", "Linux", "posix", "x86_64"),
        ("linux-aarch64", "linux", "Linux", "posix", "aarch64"),
        ("windows-amd64", "win32", "Windows", "nt", "AMD64"),
    )
}
# A licence that is given as its whole text is none that a table can show.
LICENCE_AT_MOST = 60
# How the lines of the older metadata begin that name a licence.
CLASSIFIER = "License :: OSI Approved :: "


class Package(NamedTuple):
    """An installed package. `licence` is what its own metadata says, empty where that says nothing.

    `is_spdx` says that the licence is an expression of SPDX, and `needs` which packages it needs itself.
    """

    name: str
    version: str
    licence: str
    is_spdx: bool
    needs: tuple[str, ...]


def project() -> Mapping[str, Any]:
    """The project's own entry in pyproject.toml."""
    told: Mapping[str, Any] = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
    return told


def asked_for(extras: Iterable[str] = EXTRAS) -> tuple[Requirement, ...]:
    """What pyproject.toml asks for: to run, and for these extras."""
    told = project()
    further = (line for extra in extras for line in told["optional-dependencies"][extra])
    return tuple(map(Requirement, (*told["dependencies"], *further)))


def needed(platform: str = "") -> dict[str, tuple[str, ...]]:
    """The names of all packages that run the program, each with those that it needs itself.

    Args:
        platform: a key of `PLATFORMS`; without it, the platform of this machine. A package that is only needed there
            and is not installed here has no needs of its own.
    """
    found: dict[str, tuple[str, ...]] = {}
    seen: set[tuple[str, frozenset[str]]] = set()
    waiting = list(asked_for())
    while waiting:
        one = waiting.pop()
        name, extras = plain_name(one.name), frozenset(one.extras)
        if (name, extras) in seen:
            continue
        seen.add((name, extras))
        further = [other for other in _requires(name) if _applies(other, extras, platform)]
        found[name] = tuple(sorted({*found.get(name, ()), *(plain_name(other.name) for other in further)}))
        waiting += further
    return dict(sorted(found.items()))


@cache
def packages() -> tuple[Package, ...]:
    """The packages that are installed and run the program, by name, without those of an extra that is not there."""
    found = []
    for name, needs in needed().items():
        try:
            told = metadata.metadata(name)
        except metadata.PackageNotFoundError:
            continue
        by_rule = bool(_one(told, "License-Expression"))
        found.append(Package(name, str(told["Version"]), licence_of(told), by_rule, needs))
    return tuple(found)


def plain_name(name: str) -> str:
    """A package's name in the form in which two spellings of it are the same."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _one(told: metadata.PackageMetadata, name: str) -> str:
    return str(next(iter(told.get_all(name) or []), ""))


def licence_of(told: metadata.PackageMetadata) -> str:
    """The licence in a package's metadata: its expression, else its classifiers, else its field where that is short."""
    if expression := _one(told, "License-Expression"):
        return expression
    classifiers = [line for line in told.get_all("Classifier") or [] if line.startswith(CLASSIFIER)]
    field = _one(told, "License").strip()
    short = field if len(field) <= LICENCE_AT_MOST and "\n" not in field else ""
    # "BSD License" says less than the field's "BSD-3-Clause"; "MIT License" the same as "MIT".
    return short or ", ".join(line.removeprefix(CLASSIFIER) for line in classifiers)


def _requires(name: str) -> list[Requirement]:
    try:
        return [Requirement(line) for line in metadata.requires(name) or []]
    except metadata.PackageNotFoundError:
        return []


def _applies(one: Requirement, extras: frozenset[str], platform: str) -> bool:
    if one.marker is None:
        return True
    surroundings = dict(PLATFORMS[platform]) if platform else {}
    return any(one.marker.evaluate({**surroundings, "extra": extra}) for extra in extras or {""})
