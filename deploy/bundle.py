"""`make bundle`: one archive from which the atlas is set up on a machine without a network.

It holds the project's own files, the wheels of the packages that run it for each platform, the start scripts,
checksums, and the bill of materials. Tests and their packages are not in it. Each wheel's hash is one of the lock's.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from deploy.start import ABOUT, SUMS, WHEELS, sha256
from g60.contract.i18n import LANGUAGES, table, text
from g60.export import packages, sbom

ROOT = Path(__file__).resolve().parents[1]
DEPLOY = ROOT / "deploy"
# The wheels of compiled packages are made for one Python.
PYTHON = "3.11"
# What pip calls a platform: all names under which wheels for it may be filed.
TAGS = {
    "linux-x86_64": [f"manylinux_2_{minor}_x86_64" for minor in range(5, 29)] + ["manylinux2014_x86_64"],
    "linux-aarch64": [f"manylinux_2_{minor}_aarch64" for minor in range(17, 29)] + ["manylinux2014_aarch64"],
    "windows-amd64": ["win_amd64"],
}
USUAL = ("linux-x86_64", "windows-amd64")
# What runs the atlas. Tests, benchmarks and the tools of development stay behind.
OWN = (
    *("app.py", "pages", "layers", "src", "geodata", "docs", "deploy", ".streamlit/config.toml"),
    *("pyproject.toml", "requirements.txt", "requirements.lock", "README.md", "CHANGELOG.md", "SECURITY.md"),
)
NEVER = re.compile(r"(^|/)(__pycache__|[^/]+\.egg-info)(/|$)|\.(pyc|db|sqlite3|env)$|(^|/)secrets\.toml$")
SCRIPTS = ("start.py", "start.sh", "start.ps1", "start.cmd")
# pip installs the others, setuptools the project itself.
INSTALLERS = ("pip", "setuptools")
# Compiled to bytecode, modules take about a third more room than in their wheel.
ROOM = 1.35
PIN = re.compile(
    r"^([A-Za-z0-9._-]+)==(\S+)(?: ; [^\\\n]*)? \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n?)+)", re.M
)
GLIBC = re.compile(r"manylinux_2_(\d+)_")
# The file that a person looks for first, and the encoding in which Windows PowerShell 5 reads Chinese.
READ_ME, WITH_MARK = "READ-ME.txt", "utf-8-sig"


class UnmadeError(Exception):
    """The archive cannot be made; its words say why."""


def main(arguments: list[str] | None = None) -> int:
    """The exit status of `make bundle`."""
    parser = argparse.ArgumentParser(prog="make bundle", description=__doc__)
    parser.add_argument("platforms", nargs="*", metavar="PLATFORM", help=f"of {', '.join(TAGS)}; else {USUAL}")
    parser.add_argument("-o", "--output", type=Path, default=ROOT / "build", metavar="DIR")
    asked = parser.parse_args(arguments)
    platforms = tuple(asked.platforms) or USUAL
    if unknown := set(platforms) - set(TAGS):
        parser.error(f"no platform {', '.join(sorted(unknown))}; there are {', '.join(TAGS)}")
    try:
        archive = make(platforms, asked.output)
    except UnmadeError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{archive} ({archive.stat().st_size / 1e6:,.0f} MB) for {', '.join(platforms)}, Python {PYTHON}")
    return 0


def make(platforms: Iterable[str], output: Path) -> Path:
    """The archive for these platforms, written into a folder; raises UnmadeError."""
    version = str(packages.project()["version"])
    folder = output / f"atlas-{version}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    copy_own(folder)
    told = {platform: add_wheels(platform, folder / WHEELS, output / "wheels") for platform in platforms}
    finish(folder, version, told)
    return pack(folder)


def copy_own(folder: Path) -> None:
    """Copy the project's own files."""
    for name in own_files():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, target)


def own_files() -> Iterator[str]:
    """The names of the project's own files that run it."""
    for name in OWN:
        found = sorted((ROOT / name).rglob("*")) if (ROOT / name).is_dir() else [ROOT / name]
        names = (str(path.relative_to(ROOT).as_posix()) for path in found if path.is_file())
        yield from (one for one in names if not NEVER.search(one))


# Wheels --------------------------------------------------------------------------------------------


def pins(platform: str, lock: str) -> dict[str, tuple[str, str]]:
    """The packages that run the atlas on a platform: version and the hashes of the lock, as the lock writes them."""
    wanted = {*packages.needed(platform), *INSTALLERS}
    held = {packages.plain_name(name): (version, hashes) for name, version, hashes in PIN.findall(lock)}
    if missing := wanted - set(held):
        raise UnmadeError(f"requirements.lock lacks {', '.join(sorted(missing))}: make lock")
    return {name: held[name] for name in sorted(wanted)}


def add_wheels(platform: str, wheels: Path, kept: Path) -> Mapping[str, Any]:
    """Put a platform's wheels into the archive's folder with the list of their hashes; what the archive says of them.

    Args:
        platform: a key of `TAGS`.
        wheels: the archive's folder of wheels.
        kept: where downloads stay, for the next archive.
    """
    wanted = pins(platform, (ROOT / "requirements.lock").read_text("utf-8"))
    from_index = kept / platform
    from_index.mkdir(parents=True, exist_ok=True)
    asked = kept / f"{platform}.txt"
    asked.write_text("".join(f"{name}=={version} \\\n{hashes}" for name, (version, hashes) in wanted.items()), "utf-8")
    download(platform, asked, from_index)
    wheels.mkdir(exist_ok=True)
    lines, size, glibc = [], 0, 0
    for name, (version, hashes) in wanted.items():
        wheel = wheel_of(name, version, hashes, from_index)
        shutil.copyfile(wheel, wheels / wheel.name)
        lines.append(f"{name}=={version} --hash=sha256:{sha256(wheel)}\n")
        with zipfile.ZipFile(wheel) as packed:
            size += sum(entry.file_size for entry in packed.infolist())
        # A wheel may be filed under several names; the lowest is what it needs.
        glibc = max(glibc, min(map(int, GLIBC.findall(wheel.name)), default=0))
    (wheels / f"{platform}.txt").write_text("".join(lines), "utf-8")
    told = {"packages": len(wanted), "installed_bytes": int(size * ROOM)}
    return {**told, "glibc": f"2.{glibc}"} if platform.startswith("linux") else told


def download(platform: str, asked: Path, into: Path) -> None:
    """Ask the package index for the wheels of a platform; raises UnmadeError."""
    call = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--require-hashes"]
    call += ["--no-deps", "--only-binary=:all:", f"--python-version={PYTHON}", "--implementation=cp"]
    call += [f"--platform={tag}" for tag in TAGS[platform]]
    done = subprocess.run([*call, f"--dest={into}", "-r", str(asked)], capture_output=True, text=True, check=False)
    if done.returncode:
        wrong = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
        raise UnmadeError(f"The wheels for {platform} were not to be had from the package index: {' '.join(wrong)}")


def wheel_of(name: str, version: str, hashes: str, folder: Path) -> Path:
    """The wheel of a package, whose hash is one of the lock's; raises UnmadeError."""
    for wheel in sorted(folder.glob("*.whl")):
        held, number, *_ = wheel.name.split("-")
        if packages.plain_name(held) == name and number == version and sha256(wheel) in hashes:
            return wheel
    raise UnmadeError(f"no wheel of {name} {version} in {folder} has a hash of requirements.lock")


# The archive ---------------------------------------------------------------------------------------


def finish(folder: Path, version: str, told: Mapping[str, Mapping[str, Any]]) -> None:
    """Write the start scripts, the read-me, the bill of materials, what the archive says of itself, and checksums."""
    for name in SCRIPTS:
        encoding = WITH_MARK if name.endswith(".ps1") else "utf-8"
        ending = "\n" if name.endswith((".py", ".sh")) else "\r\n"
        (folder / name).write_text(filled((DEPLOY / name).read_text("utf-8")), encoding, newline=ending)
    room = math.ceil(max(one["installed_bytes"] for one in told.values()) / 1e8) / 10
    values = {"version": version, "python": PYTHON, "known": ", ".join(told), "room": room}
    said = (text("bundle_read_me", lang, **values) for lang in LANGUAGES)
    (folder / READ_ME).write_text("\n\n".join(said), WITH_MARK, newline="\r\n")
    found = {path.name: sha256(path) for path in sorted((folder / WHEELS).glob("*.whl"))}
    (folder / "sbom.cdx.json").write_bytes(sbom.as_json(made_at(), files=found))
    about = {"version": version, "made": f"{made_at():%Y-%m-%d}", "python": PYTHON, "platforms": told}
    (folder / ABOUT).write_text(json.dumps(about, indent=2), "utf-8")
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    (folder / SUMS).write_text("".join(f"{sha256(folder / name)}  {name}\n" for name in names), "utf-8", newline="\n")


def filled(script: str) -> str:
    """A start script with the texts and the Python that it names."""
    script = script.replace("@python@", PYTHON)
    for code in re.findall(r"@(bundle_[a-z_]+)_(?:zh|en)@", script):
        for lang in LANGUAGES:
            said = table()[code][lang].format(python=PYTHON)
            if "'" in said:
                raise UnmadeError(f"{code} has an apostrophe, which ends the string of a script")
            script = script.replace(f"@{code}_{lang}@", said)
    return script


def made_at() -> datetime:
    """The day that the archive bears: that of SOURCE_DATE_EPOCH, else now."""
    given = os.environ.get("SOURCE_DATE_EPOCH")
    return datetime.fromtimestamp(int(given), UTC) if given else datetime.now(UTC)


def pack(folder: Path) -> Path:
    """The folder as a ZIP beside it, the same bytes for the same files and day."""
    archive = folder.with_name(f"{folder.name}.zip")
    stamp = made_at().timetuple()[:6]
    with zipfile.ZipFile(archive, "w") as packed:
        for path in sorted(folder.rglob("*")):
            if path.is_dir():
                continue
            name = f"{folder.name}/{path.relative_to(folder).as_posix()}"
            entry = zipfile.ZipInfo(name, stamp)
            entry.external_attr = (0o100755 if path.suffix == ".sh" else 0o100644) << 16
            entry.create_system = 3
            entry.compress_type = zipfile.ZIP_STORED if path.suffix == ".whl" else zipfile.ZIP_DEFLATED
            with path.open("rb") as file, packed.open(entry, "w") as into:
                shutil.copyfileobj(file, into, 1 << 20)
    return archive


if __name__ == "__main__":
    sys.exit(main())
