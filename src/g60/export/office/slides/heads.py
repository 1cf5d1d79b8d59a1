"""The head of a slide: in how many lines title and sentence stand, and that no line of a title is one letter long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from pptx.oxml.ns import qn
from pptx.util import Mm, Pt

from g60.export.office.drawingml import a
from g60.export.office.slides.master import SENTENCE_PT, TITLE_PT, TITLES_PT, Frame
from g60.export.office.titles import (
    COMMON,
    NARROWER,
    Words,
    filled_lines,
    is_whole,
    longest_word,
    title_lines,
    title_room,
)
from g60.export.paper_map.drawing import MM_PER_PT, Box
from g60.export.paper_map.lines import wrap
from g60.export.paper_map.typeface import printable, width
from g60.export.plain_text import plain, shortened

LEADING, TITLE_LEADING = 1.32, 1.2


@dataclass(frozen=True, slots=True)
class Head:
    """The words of a slide's head as they have room, the size of its title, and the lines of each."""

    title: str
    size: float
    titles: int
    sentence: str
    sentences: int

    def frame(self, frame: Frame) -> Frame:
        """The frame of a slide with this head."""
        return replace(frame, titles=self.titles, sentences=self.sentences)


def head_of(title: str, sentence: str, wide: float, words: Words = COMMON) -> Head:
    """A title on one line where it has room, else on two; a sentence below it, cut where two lines do not hold it."""
    room = wide * NARROWER
    size = _one_line(title, room)
    titles = 1 if size else 2
    size = size or TITLES_PT
    if titles == 2 and len(title_lines(title, wide, size, words)) > 2:
        title = shortened(title, room * 1.8, size * MM_PER_PT, bold=True)
    lines = wrap(sentence, room, SENTENCE_PT * MM_PER_PT)
    if len(lines) > 2:
        sentence = shortened(sentence, room * 1.85, SENTENCE_PT * MM_PER_PT)
    return Head(title, size, titles, sentence, min(len(lines), 2))


def _one_line(title: str, room: float) -> float:
    """The size in points at which a title stands on one line, between those of one line and of two; 0 for none."""
    natural = width(printable(title), TITLE_PT * MM_PER_PT, bold=True)
    size = int(min(TITLE_PT, TITLE_PT * room / natural) * 2) / 2 if natural else TITLE_PT
    return size if size >= TITLES_PT else 0.0


def has_room(title: str, box: Box, size: float, words: Words = COMMON) -> bool:
    """Whether a title of a size has room in a box, line below line, and none of its words is broken."""
    em = size * MM_PER_PT
    high = len(title_lines(title, box.w, size, words)) * em * TITLE_LEADING
    return high <= box.h and longest_word(title, em) <= box.w * NARROWER


def cover_size(title: str, box: Box, sizes: Sequence[float], words: Words = COMMON) -> float:
    """The largest of these sizes in which a title has room with no word in two lines, else with room, else the last."""
    fitting = [one for one in sizes if has_room(title, box, one, words)]
    whole = [one for one in fitting if is_whole(title_lines(title, box.w, one, words), words)]
    return next(iter(whole or fitting), sizes[-1])


def narrowed(shape: Any, title: str, wide: float, size: float, words: Words = COMMON) -> None:
    """Keeps the right of a title's box free, so that a program breaks its lines between words, and evenly.

    Where no width does that, the lines are broken in the text.
    """
    lines = title_lines(title, wide, size, words)
    if lines == filled_lines(title, wide, size, words):
        shape.text_frame.margin_right = Mm(wide - title_room(title, wide, size, words))
        return
    write_lines(shape.text_frame.paragraphs[0], lines, size)


def write_lines(paragraph: Any, lines: Sequence[str], size: float) -> None:
    """Writes lines into a paragraph as such, in type of so many points; a break of lines has its size too."""
    paragraph.text = "\v".join(lines)
    for run in paragraph.runs:
        run.font.size = Pt(size)
    for end in paragraph._p.findall(qn("a:br")):
        end.append(a("rPr", sz=str(round(size * 100))))


def fitting_lines(lines: Sequence[str], box: Box, sizes: Sequence[float]) -> tuple[list[str], float]:
    """Lines of text in the largest of these sizes in which all have room in a box; the longest is cut if none has."""
    said = [plain(line) for line in lines if line]
    for size in sizes:
        em = size * MM_PER_PT
        high = sum(len(wrap(line, box.w * NARROWER, em)) for line in said) * em * LEADING
        if high <= box.h:
            return said, size
    em = sizes[-1] * MM_PER_PT
    free = int(box.h / (em * LEADING)) - len(said) + 1
    longest = max(said, key=len)
    return [shortened(line, box.w * NARROWER * (free - 0.4), em) if line is longest else line for line in said], sizes[
        -1
    ]
