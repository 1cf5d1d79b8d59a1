"""A small archive: the real start scripts and texts with a small server, and packages that stand for the real ones."""

from __future__ import annotations

import base64
import ensurepip
import hashlib
import json
import shutil
import sys
import sysconfig
import zipfile
from pathlib import Path

from deploy import bundle, start

ROOT = Path(__file__).parents[1]
# Stands for the server: it answers /healthz as the app does.
SERVER = """
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
class Alive(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"alive")
    def log_message(self, *_):
        pass
port = next(int(one.split("=")[1]) for one in sys.argv if one.startswith("--server.port="))
HTTPServer(("127.0.0.1", port), Alive).serve_forever()
"""
# Stands for the project's own build: an editable wheel without code.
BACKEND = """
import base64, hashlib, zipfile
def build_editable(folder, config_settings=None, metadata_directory=None):
    about = "g60-0.dist-info"
    files = {f"{about}/METADATA": "Metadata-Version: 2.1\\nName: g60\\nVersion: 0\\n",
             f"{about}/WHEEL": "Wheel-Version: 1.0\\nGenerator: t\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n"}
    with zipfile.ZipFile(f"{folder}/g60-0-py3-none-any.whl", "w") as packed:
        for name, content in files.items():
            packed.writestr(name, content)
        packed.writestr(f"{about}/RECORD", "".join(f"{name},,\\n" for name in files))
    return "g60-0-py3-none-any.whl"
"""


def wheel(folder: Path, name: str, files: dict[str, str]) -> Path:
    """A wheel of a package's modules."""
    path = folder / f"{name}-1.0-py3-none-any.whl"
    about = f"{name}-1.0.dist-info"
    files = {
        **files,
        f"{about}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n",
        f"{about}/WHEEL": "Wheel-Version: 1.0\nGenerator: t\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    with zipfile.ZipFile(path, "w") as packed:
        for member, content in files.items():
            packed.writestr(member, content)
        summed = ((one, base64.urlsafe_b64encode(hashlib.sha256(files[one].encode()).digest())) for one in files)
        lines = [f"{one},sha256={told.rstrip(b'=').decode()},{len(files[one])}\n" for one, told in summed]
        packed.writestr(f"{about}/RECORD", "".join(lines) + f"{about}/RECORD,,\n")
    return path


def summed_up(folder: Path) -> None:
    """Write the checksums of what the archive holds now."""
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    names = [name for name in names if not name.startswith(".venv/")]
    lines = (f"{start.sha256(folder / name)}  {name}\n" for name in names if name != start.SUMS)
    (folder / start.SUMS).write_text("".join(lines), "utf-8")


def pip_wheel() -> Path:
    """The wheel of pip that comes with Python; Debian keeps it in a folder of its own."""
    places = (
        Path(ensurepip.__file__).parent / "_bundled",
        Path(sysconfig.get_config_var("WHEEL_PKG_DIR") or "/nowhere"),
    )
    return next(wheel for place in places for wheel in sorted(place.glob("pip-*.whl")))


def unpacked(folder: Path) -> Path:
    """An unpacked archive of the real start scripts and texts with a small server, in a folder."""
    wheels = folder / start.WHEELS
    wheels.mkdir(parents=True)
    shutil.copytree(ROOT / "src/g60/contract", folder / "src/g60/contract", ignore=shutil.ignore_patterns("__pyc*"))
    shutil.copyfile(ROOT / "src/g60/__init__.py", folder / "src/g60/__init__.py")
    for name in bundle.SCRIPTS:
        (folder / name).write_text(bundle.filled((bundle.DEPLOY / name).read_text("utf-8")), "utf-8")
    pip = pip_wheel()
    shutil.copyfile(pip, wheels / pip.name)
    wheel(wheels, "streamlit", {"streamlit/__init__.py": "", "streamlit/__main__.py": SERVER})
    (folder / "app.py").write_text("", "utf-8")
    (folder / "backend.py").write_text(BACKEND, "utf-8")
    built = '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n'
    (folder / "pyproject.toml").write_text(built, "utf-8")
    lines = (
        "{}=={} --hash=sha256:{}\n".format(*one.name.split("-")[:2], start.sha256(one)) for one in wheels.iterdir()
    )
    (wheels / f"{start.machine()}.txt").write_text("".join(lines), "utf-8")
    version = "{}.{}".format(*sys.version_info)
    about = {"python": version, "platforms": {start.machine(): {"packages": 2, "installed_bytes": 20_000_000}}}
    (folder / start.ABOUT).write_text(json.dumps(about), "utf-8")
    summed_up(folder)
    return folder
