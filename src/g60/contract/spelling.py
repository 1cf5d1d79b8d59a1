"""Two plain forms of a text: the width in which people write codes and numbers, and the form that search compares."""

from __future__ import annotations

import re
import unicodedata

# The marks that an input method or a reader puts between two syllables (xi'an), and those of Latin letters (ù, ǔ).
_BETWEEN = re.compile("['\u2018\u2019\u02bc\u0300-\u036f]")
# The letter ü; pinyin is typed as v: lv for lü.
_UMLAUT = "u\u0308"


def narrow(raw: str) -> str:
    """A text with full-width letters, digits and signs in their usual width: `１：２０万，` as `1:20万,`."""
    return unicodedata.normalize("NFKC", raw).replace("、", ",")


def search_form(raw: str) -> str:
    """A text as search compares it: one width, lower case, without apostrophes and accents, ü as v, single spaces.

    The client has the same function (panel/search.js).
    """
    plain = unicodedata.normalize("NFKD", raw).lower().replace(_UMLAUT, "v")
    # A single space is left alone: a long list has millions of them.
    return re.sub("  +", " ", _BETWEEN.sub("", plain)).strip(" ")
