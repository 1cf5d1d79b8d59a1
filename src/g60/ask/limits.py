"""What the client needs to read an address as the server does, as plain JSON values: a meeting pack has no server."""

from __future__ import annotations

from typing import Any

from g60.ask import near_and_ring as drawn
from g60.ask import selection as asked
from g60.ask import view as seen
from g60.contract.codes import SLUG_LENGTH
from g60.contract.symbology import LAYERS, OFF_LAYERS


def as_payload() -> dict[str, Any]:
    """Bounds, decimals, counts and lengths of the parts of an address, and the layers that it may name."""
    return {
        "slug": SLUG_LENGTH,
        "list": {"most": asked.LISTS_AT_MOST, "bytes": asked.LISTS_BYTES},
        "plan": {"most": asked.PLANS_AT_MOST, "bytes": asked.PLANS_BYTES},
        "compare": {"most": asked.COMPARED_AT_MOST, "bytes": asked.COMPARED_BYTES},
        "words": {"read": asked.QUERY_TEXT_READ, "bytes": asked.QUERY_TEXT_BYTES},
        "sheet": drawn.SHEET,
        "decimals": drawn.DECIMALS,
        "km": {"bounds": drawn.RADIUS_KM, "decimals": drawn.KM_DECIMALS},
        "ring": {"corners": drawn.CORNERS, "letters": drawn.LONGEST},
        "place": {"decimals": seen.PLACE_DECIMALS, "most": seen.PLACE_AT_MOST},
        "layers": {"known": LAYERS, "off": OFF_LAYERS, "shade_letters": seen.CODE_AT_MOST},
    }
