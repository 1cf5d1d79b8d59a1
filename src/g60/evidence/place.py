"""Where a body is, in the words of a map's reader: the town that is nearest to its point."""

from __future__ import annotations

from g60.catalog import ground
from g60.catalog.catalog import Catalog, Citation
from g60.catalog.measures import WITH_POINT
from g60.contract.i18n import LANGUAGES, text
from g60.evidence.facts import Fact

HERE_KM = 1.0  # nearer than this, no distance is told: points of towns are no better known


def nearest_town(catalog: Catalog, subject: str, lang: str) -> Fact | None:
    """The town that is nearest to a carrier's point, derived; None for what has no point, or is no carrier.

    How far it is is told in whole kilometres: neither point is better known.
    """
    whole = catalog.whole or catalog
    if not whole.has_carrier(subject):
        return None
    row = whole.entity(subject).to_dict()
    if row["location_grade"] not in WITH_POINT:
        return None
    near = ground.nearest_town(row["lon"], row["lat"])
    town = ground.towns().loc[near.town]
    names = {one: text(f"town_{town['kind']}", one, name=town[f"name_{one}"]) for one in LANGUAGES}
    code = "ground_nearest_here" if near.km < HERE_KM else "ground_nearest"
    words = text(code, lang, town=names[lang], km=f"{near.km:.0f}")
    reach = row["uncertainty_m"]
    notes = [
        text(
            "ground_nearest_note",
            one,
            grade=row["location_grade"],
            radius=f"{reach:,.0f} m" if reach > 0 else text("ground_radius_unknown", one),
        )
        for one in LANGUAGES
    ]
    return Fact("nearest_town", words, Citation("derived", note=notes[0], note_en=notes[1]))
