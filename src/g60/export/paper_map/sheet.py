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
TYPE_SCALES = {"a4": 0.8, "a3": 1.0, "a2": 1.25, "a1": 1.6, "a0": 2.05}


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

    def pt(self, size: float) -> float:
        """A type size of the A3 layout in points, as mm on this paper."""
        return size * MM_PER_PT * self.unit

    def px(self, size: float) -> float:
        """A width or size of the symbology in CSS pixels, as mm on this paper."""
        return size * MM_PER_PX * self.unit
