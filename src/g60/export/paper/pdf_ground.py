"""Where the map of a page lies on the earth, in the words of ISO 32000: programs of maps measure in the file by it."""

from __future__ import annotations

from pikepdf import Array, Dictionary, Name, String

from g60.contract.crs import METRIC
from g60.export.paper.ink import PT
from g60.export.paper_map.drawing import Placed

EPSG = int(METRIC.removeprefix("EPSG:"))
# The corners of the viewport, in parts of its sides: lower left, upper left, upper right, lower right.
CORNERS = ((0, 0), (0, 1), (1, 1), (1, 0))
# EPSG:4549 in the words that readers of PDF know (Esri's names; metres; Gauss-Krüger at 120° E).
WKT = (
    'PROJCS["CGCS2000_3_Degree_GK_CM_120E",GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",'
    'DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],'
    'UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",500000.0],'
    'PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",120.0],PARAMETER["Scale_Factor",1.0],'
    'PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]'
)


def viewport(placed: Placed, height: float, name: str) -> Dictionary:
    """The viewport of a map on a page so many mm high."""
    box = placed.box
    degrees = [part for lon, lat in placed.corners for part in (round(lat, 8), round(lon, 8))]
    corners = Array([part for corner in CORNERS for part in corner])
    measure = Dictionary(
        Type=Name.Measure,
        Subtype=Name.GEO,
        Bounds=corners,
        LPTS=corners,
        GPTS=Array(degrees),
        GCS=Dictionary(Type=Name.PROJCS, EPSG=EPSG, WKT=String(WKT)),
        PDU=Array([Name.KM, Name.SQKM, Name.DEG]),
    )
    edges = (box.x, height - box.bottom, box.right, height - box.y)
    return Dictionary(
        Type=Name.Viewport, Name=String(name), BBox=[round(edge * PT, 4) for edge in edges], Measure=measure
    )
