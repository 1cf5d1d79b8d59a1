"""What every file says of itself: title, sentence, version, date, map review, to whom its lines are owed."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime

from g60.ask.selection import Selection
from g60.catalog.catalog import Catalog
from g60.contract import settings
from g60.contract.i18n import text
from g60.evidence.sentence import conditions, sentence
from g60.record.versions import JIAXING

# The licences of the corridor's line and of some points ask to be named wherever the geometry goes.
ATTRIBUTION = "© OpenStreetMap contributors, ODbL; GeoNames, CC BY 4.0"
FILE_NAME_LETTERS = 60
_NOT_IN_FILE_NAMES = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\s_\u200b-\u200f\u202a-\u202e\u2060-\u2069]+')
# What turns the direction of all that follows it.
_TURNS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# What the XML of office files cannot hold, and lone halves of a character.
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Imprint:
    """The lines at the head and foot of a file, in one language."""

    title: str
    sentence: str
    version: str
    date: str
    review: str
    attribution: str


def imprint(catalog: Catalog, picked: Catalog, selection: Selection, lang: str) -> Imprint:
    """What a file of this selection says of itself."""
    return Imprint(
        title=text("title", lang),
        sentence=xml_text(sentence(catalog, picked, selection, lang)),
        version=text("handout_version", lang, version=catalog.version, data=catalog.fingerprint[:12]),
        date=text("handout_date", lang, date=day_in_jiaxing().isoformat()),
        review=text("map_map_review", lang),
        attribution=ATTRIBUTION,
    )


def day_in_jiaxing() -> date:
    """Today in Jiaxing, whose days are those of the record and of every file, wherever the server stands.

    SOURCE_DATE_EPOCH (seconds since 1970) names another moment, so that files can be made again.
    """
    named = settings.given("SOURCE_DATE_EPOCH")
    moment = datetime.fromtimestamp(int(named), UTC) if named else datetime.now(UTC)
    return (moment + JIAXING).date()


def xml_text(words: str) -> str:
    """A text as XML can hold it: what it cannot becomes the sign for an unknown character."""
    return _NOT_IN_XML.sub("\ufffd", words)


def plain(words: str, most: int = 0) -> str:
    """A text on one line, as a file can hold it; what turns the direction of writing becomes a visible sign.

    With `most`, a longer text is its beginning and ….
    """
    flat = " ".join(unicodedata.normalize("NFC", words).split())
    clean = _TURNS.sub("\ufffd", xml_text(flat))
    return clean if not most or len(clean) <= most else f"{clean[:most]}…"


def file_name(catalog: Catalog, selection: Selection, lang: str, ending: str) -> str:
    """A name that says what is inside, as in 嘉兴科创地图_海宁_半导体.xlsx, and that every system can store."""
    words = [text("title", lang), *(conditions(catalog, selection, lang) or [text("whole_city", lang)])]
    parts = [_NOT_IN_FILE_NAMES.sub("-", part).strip("-.“”") for part in words]
    joined = "_".join(part for part in parts if part)
    return f"{joined[:FILE_NAME_LETTERS].rstrip('-_. ')}.{ending}"
