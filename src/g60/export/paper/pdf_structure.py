"""The structure of a PDF for those who have it read out: headings, paragraphs, lists, figures with their descriptions.

Each marked part of a page (ink.py) becomes an element of the tree, in the order in which it is painted. Entries that
follow each other are one list; parts of one run are one paragraph.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from g60.export.paper.ink import Marked

FIGURE, ENTRY = "Figure", "LI"


@dataclass(slots=True)
class _Tree:
    """The tree as it grows; `numbers` is what the parent tree holds: for each page its parts, for each link its own."""

    pdf: Pdf
    top: Object
    numbers: list[tuple[int, Object]] = field(default_factory=list)

    def element(self, kind: str, parent: Object, **entries: object) -> Object:
        """A new element at the end of its parent's children."""
        made = self.pdf.make_indirect(
            Dictionary({"/Type": Name.StructElem, "/S": Name(f"/{kind}"), "/P": parent, "/K": Array([])})
        )
        for key, value in entries.items():
            made[f"/{key}"] = value
        parent.K.append(made)
        return made


def add_structure(pdf: Pdf, marked: Sequence[Sequence[Marked]], links: Sequence[Sequence[tuple[int, Object]]]) -> None:
    """Add the tree of all pages. `links` are each page's annotations, with the number of the part that each is of."""
    root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=Array([])))
    tree = _Tree(pdf, root)
    tree.top = tree.element("Document", root)
    after = len(marked)  # links have the numbers after those of the pages
    for number, (parts, notes) in enumerate(zip(marked, links, strict=True)):
        after = _add_page(tree, number, parts, notes, after)
    tree.numbers.sort(key=lambda entry: entry[0])
    flat = [part for number, held in tree.numbers for part in (number, held)]
    root.ParentTree = pdf.make_indirect(Dictionary(Nums=Array(flat)))
    root.ParentTreeNextKey = after
    pdf.Root.StructTreeRoot = root
    pdf.Root.MarkInfo = Dictionary(Marked=True)


def _add_page(
    tree: _Tree, number: int, parts: Sequence[Marked], notes: Sequence[tuple[int, Object]], after: int
) -> int:
    """Add the parts and links of a page; the next number that a link may have."""
    page = tree.pdf.pages[number].obj
    page.StructParents, page.Tabs = number, Name.S
    held: list[Object] = []
    listing: Object | None = None
    last: tuple[int, Object] = (0, tree.top)
    for place, part in enumerate(parts):
        if part.run and part.run == last[0]:
            last[1].K.append(place)
            held.append(last[1])
            continue
        if part.role == ENTRY:
            listing = listing or tree.element("L", tree.top)
            element = tree.element("LBody", tree.element(ENTRY, listing), Pg=page)
        else:
            listing = None
            element = tree.element(part.role, tree.top, Pg=page)
        if part.role == FIGURE:
            element.Alt = String(part.alt)
            if part.box:
                element.A = Dictionary(O=Name.Layout, BBox=[round(at, 2) for at in part.box], Placement=Name.Block)
        element.K.append(place)
        held.append(element)
        last = part.run, element
    for place, note in notes:
        owner = held[place] if 0 <= place < len(held) else tree.top
        link = tree.element("Link", owner, Pg=page)
        link.K.append(Dictionary(Type=Name.OBJR, Obj=note, Pg=page))
        note.StructParent = after
        tree.numbers.append((after, link))
        after += 1
    tree.numbers.append((number, tree.pdf.make_indirect(Array(held))))
    return after
