"""What a reader asked of a sheet, and the paper that it is printed on: its size, and how large type and marks are."""

from __future__ import annotations

from dataclasses import dataclass

from g60.export.paper_map.drawing import MM_PER_PT, MM_PER_PX

# Short and long edge in mm.
PAPERS: dict[str, tuple[int, int]] = {
    "a4": (210, 297),
    "a3": (297, 420),
    "a2": (420, 594),
    "a1": (594, 841),
    "a0": (841, 1189),
}
ORIENTATIONS = ("landscape", "portrait")
# How much larger type and marks are than on A3: a larger sheet is read from farther, and also holds more.
TYPE_SCALES = {"a4": 0.8, "a3": 1.0, "a2": 1.35, "a1": 1.8, "a0": 2.5}
# The smallest type of a paper, and the smallest of a name on its map, in points. A4 is read in the hand, A0 hangs on a
# wall and is read from 1.5 m.
LEAST_TYPE = {"a4": 6.0, "a3": 7.0, "a2": 9.0, "a1": 12.0, "a0": 16.0}
LEAST_NAME = {"a4": 6.0, "a3": 7.0, "a2": 11.0, "a1": 16.0, "a0": 24.0}
SMALLEST = 5.4  # points of the A3 layout: what is this small or smaller has the smallest type
STEP = 0.4  # how much of a difference in size is left among types near the smallest


@dataclass(frozen=True, slots=True)
class SheetOptions:
    """What a reader asked of a sheet beside the selection and the view. What is empty is chosen for them."""

    paper: str = "a3"
    orientation: str = "landscape"
    scale: int | None = None
    title: str = ""
    date: str = ""  # YYYY-MM-DD
    address: str = ""  # where others can open the app, with a slash at its end; links and the QR code begin with it
    maker: str = ""
    review: str = ""  # the map-review number (审图号), where there is one
    centre: tuple[float, float] | None = None  # longitude, latitude
    zoom: int = 2  # pixels of a PNG for each CSS pixel


@dataclass(frozen=True, slots=True)
class Paper:
    """Paper of a size and orientation in mm, and its units."""

    name: str  # a key of PAPERS
    orientation: str
    enlarged: float = 1.0  # a page that holds little has larger type

    @property
    def width(self) -> float:
        """The width in mm."""
        return float(PAPERS[self.name][self.orientation == "landscape"])

    @property
    def height(self) -> float:
        """The height in mm."""
        return float(PAPERS[self.name][self.orientation != "landscape"])

    @property
    def unit(self) -> float:
        """How many mm a millimetre of the A3 layout takes."""
        return TYPE_SCALES[self.name] * self.enlarged

    @property
    def least_type(self) -> float:
        """The smallest type in points."""
        return LEAST_TYPE[self.name]

    @property
    def least_name(self) -> float:
        """The smallest type of a name on the map in points."""
        return LEAST_NAME[self.name]

    def pt(self, size: float) -> float:
        """A type size of the A3 layout in points, as mm on this paper; never smaller than can be read."""
        return self._at_least(self.least_type, size)

    def name_pt(self, size: float) -> float:
        """The size of a name on the map, as `pt` gives other types."""
        return self._at_least(self.least_name, size)

    def _at_least(self, least: float, size: float) -> float:
        """A size as mm; sizes near the smallest come closer together, and the larger stays the larger."""
        raised = least + max(0.0, size - SMALLEST) * STEP * self.unit if least else 0.0
        return max(size * self.unit, raised) * MM_PER_PT

    def px(self, size: float) -> float:
        """A width or size of the symbology in CSS pixels, as mm on this paper."""
        return size * MM_PER_PX * self.unit
