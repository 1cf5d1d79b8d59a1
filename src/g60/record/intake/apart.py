"""A process of its own for each file: limits of memory and time, no network, no file but what it is given."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import IO, Any

from g60.contract import settings
from g60.contract.causes import cause
from g60.contract.errors import WriteError
from g60.record.intake.kinds import ZIP, kind_of
from g60.record.intake.sheets import FileRefusedError, Reading

# Seconds that a reader may take, by the processor and by the clock.
PROCESSOR_SECONDS, CLOCK_SECONDS = 8, 60
WATCH_SECONDS = 0.2
ANSWER_MOST = 400_000_000
# GDAL's drivers but those of Shapefiles and GeoPackages: none of them is there to be misled.
SKIPPED_DRIVERS = ",".join(
    (
        *("MEM", "PCIDSK", "PDS4", "VICAR", "PDF", "MBTiles", "EEDA", "OGCAPI", "GDALG", "MapInfo File", "LVBAG"),
        *("S57", "DGN", "OGR_VRT", "CSV", "GML", "GPX", "LIBKML", "KML", "GeoJSON", "GeoJSONSeq", "ESRIJSON"),
        *("TopoJSON", "OGR_GMT", "SQLite", "WAsP", "OpenFileGDB", "DXF", "FlatGeobuf", "GeoRSS", "VFK", "PGDUMP"),
        *("OSM", "GPSBabel", "OGR_PDS", "WFS", "OAPIF", "EDIGEO", "Idrisi", "ODS", "XLSX", "Elasticsearch", "Carto"),
        *("AmigoCloud", "SXF", "Selafin", "JML", "PLSCENES", "CSW", "VDV", "MVT", "NGW", "MapML", "GTFS", "PMTiles"),
        *("JSONFG", "MiraMonVector", "ADBC", "AVCBin", "AVCE00", "AIVector", "HTTP"),
    )
)
ROOT = Path(__file__).parents[3]
# What the other process says before the cause, where the temporary folder does not take what it writes.
UNWRITTEN = b"unwritten "


def read(data: bytes, watch: Callable[[], None] | None = None) -> Reading:
    """A file as sheets. Raises FileRefusedError with the reason, WriteError without room for a temporary file.

    `watch` is called while the other process works; what it raises ends that process.
    """
    # What can be told from the first bytes needs no other process.
    answer, status = _asked(["read", kind_of(data)], data, watch)
    try:
        told = json.loads(answer) if len(answer) <= ANSWER_MOST else None
    except ValueError:
        told = None
    if not isinstance(told, dict):
        # Stopped by a limit; a library that found something else than it expected ends with the status 1.
        raise FileRefusedError("broken") if status == 1 else FileRefusedError("heavy", seconds=PROCESSOR_SECONDS)
    if "refused" in told:
        raise FileRefusedError(str(told["refused"]), **told["values"])
    reading = Reading.from_json(told)
    reading.sha256 = hashlib.sha256(data).hexdigest()
    return reading


def mark(data: bytes, marks: Sequence[Mapping[str, str]], sheets: Sequence[Mapping[str, Any]] | None) -> bytes:
    """A workbook with its cells marked (`marking.marked`). Raises FileRefusedError if that takes too much.

    Raises WriteError where the temporary folder does not take what is written.
    """
    order = json.dumps({"marks": marks, "sheets": sheets}, ensure_ascii=False).encode("utf-8", "replace")
    answer, _ = _asked(["mark", str(len(order))], order + data)
    if not answer.startswith(ZIP):
        if answer.startswith(UNWRITTEN):
            raise WriteError("error_import_disk", detail=answer.removeprefix(UNWRITTEN).decode())
        raise FileRefusedError("heavy", seconds=PROCESSOR_SECONDS)
    return answer


def _on_disk(data: bytes) -> IO[bytes]:
    """A file without a name that holds the data; raises WriteError where the temporary folder cannot take it."""
    try:
        given = tempfile.TemporaryFile()  # noqa: SIM115 - who asked for it closes it
        try:
            given.write(data)
            given.seek(0)
        except OSError:
            with suppress(OSError):  # what is not yet written has no room still
                given.close()
            raise
    except OSError as error:
        raise WriteError("error_import_disk", detail=cause(error)) from error
    return given


def _asked(order: Sequence[str], data: bytes, watch: Callable[[], None] | None = None) -> tuple[bytes, int]:
    """What a process of its own answers, and its exit status."""
    environment = {
        "PYTHONPATH": str(ROOT),
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "PATH": settings.environment().get("PATH", ""),
        "LC_ALL": "C.UTF-8",
        "PROJ_NETWORK": "OFF",
        "PYTHONDONTWRITEBYTECODE": "1",
        "GDAL_SKIP": SKIPPED_DRIVERS,
    }
    call = [sys.executable, "-m", "g60.record.intake.child", str(PROCESSOR_SECONDS), *order]
    # Given as a file: in Python 3.11, what a pipe has not taken when `communicate` times out is never sent.
    with _on_disk(data) as given:
        environment["TMPDIR"] = tempfile.gettempdir()
        with subprocess.Popen(
            call, stdin=given, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
        ) as child:
            ends = monotonic() + CLOCK_SECONDS
            try:
                while True:
                    try:
                        answer, _ = child.communicate(timeout=WATCH_SECONDS if watch else CLOCK_SECONDS)
                        return answer, child.returncode
                    except subprocess.TimeoutExpired as error:
                        if watch is None or monotonic() > ends:
                            raise FileRefusedError("slow", seconds=CLOCK_SECONDS) from error
                        watch()
            except BaseException:
                child.kill()
                child.communicate()
                raise
