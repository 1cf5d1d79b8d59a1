"""Links as messengers and mail programs spoil them, repaired before they are read.

What such programs add is dropped: tracking parameters, a full stop or a bracket after the link, invisible characters.
What they escape or percent-encode once more is read. A part that is still not understood stays as it is, so that the
reader is told of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import parse_qsl, unquote

from g60.ask.query import Query
from g60.contract.spelling import narrow

# The text that a reader has written: it may hold any sign.
WORDS = "q"
# The keys of a permalink. `from_query` reads them; those of one page alone (a table, a document) are left as they are.
_SELECTION = ("unit", "industry", "kind", "list", "plan", WORDS, "near", "within", "focus", "compare")
_VIEW = ("map", "layers", "base", "scene", "theme", "lang", "v", "at", "since", "pair", "draft", "w", "task", "about")
_REST = ("grouped", "sorted", "light", "owner", "judged", "grade", "by", "nearly", "allowed", "path")
KEYS = frozenset((*_SELECTION, *_VIEW, *_REST))

# Parameters of advertising, statistics and messengers: exact names, and beginnings of names.
_TRACKING = re.compile(
    r"(?:utm_|hm(?:sr|pl|cu|kw|ci)$|mc_[ce]id$|pk_|mtm_|_hs|sharer_|share_|wt_|bd_|bx|ADTAG$|AD(?:UIN|SESSION|PUBNO)$)"
    r"|(?:(?:fb|g|d|y)clid|gclsrc|gbraid|wbraid|msclkid|twclid|ttclid|li_fat_id|igshid|igsh|_ga|_gl|_openstat|ref|ref_src"
    r"|isappinstalled|clicktime|enterid|nsukey|chksm|wxfrom|weixin|srcid|sessionid|subscene|ascene|devicetype|version"
    r"|exportkey|pass_ticket|wx_header|spm|scm|tt_from|vd_source|unique_k|bbid|qhclickid|timestamp|_t|_wv|_wwv"
    r"|dtaction|ddtab|from_source|share|xhsshare|appuid|apptime|sfclkid)$",
    re.IGNORECASE,
)
# WeChat names the chat that a link was opened in; `from` names a page of ours where a correction is proposed.
_FROM_CHAT = frozenset({"singlemessage", "groupmessage", "timeline", "message", "chat", "moments", "wechat", "qq"})
# Where WeChat adds one of these, its `scene` is the place in WeChat that the link was opened in, and not ours.
_WECHAT_SCENE = frozenset({"clicktime", "enterid", "ascene", "subscene", "wxfrom"})

_AMPERSAND = re.compile(r"&(?:amp;|#0*38;|#x0*26;)+|\\u0026", re.IGNORECASE)
_EQUALS = re.compile(r"\\u003d|&#0*61;", re.IGNORECASE)
_ESCAPED = re.compile(r"%[0-9A-Fa-f]{2}")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u2069\ufeff\\s]")
# What a sentence goes on with after a link.
_AFTER_CODES = ".,;:!?)]}>\"'|*_`~"
_AFTER_WORDS = "。，、；：！？…"
_CLOSING = {"）": "（", ")": "(", "》": "《", "】": "【", "”": "“", "」": "「"}
# What the codes, numbers and dates of a permalink are written in; anything else is no value of ours.
_CODES = re.compile(r"[\w.,;/+-]+", re.ASCII)
_ROUNDS = 3
_LONGEST = 4000


def repaired(query: Query) -> dict[str, list[str]]:
    """The query without what its way has added to it and has made of it."""
    pairs = [(key, value) for key, values in query.items() for value in values]
    for _ in range(_ROUNDS):
        pairs = [found for key, value in pairs for found in _unfolded(key[:_LONGEST], value[:_LONGEST])]
    dropped = _WECHAT_SCENE.intersection(key for key, _ in pairs)
    found: dict[str, list[str]] = {}
    for place, (key, value) in enumerate(pairs):
        plain = _trimmed(key, value, is_last=place == len(pairs) - 1)
        if _is_added(key, plain) or (key == "scene" and dropped):
            continue
        kept = found.setdefault(key, [])
        if plain not in kept:
            kept.append(plain)
    return found


def _is_added(key: str, value: str) -> bool:
    """Whether a messenger has added a part: a tracking parameter, or a sign that is no parameter at all."""
    if key in KEYS:
        return not value
    return bool(_TRACKING.match(key)) or (key == "from" and value in _FROM_CHAT) or not re.search(r"\w", key)


def _unfolded(key: str, value: str) -> Iterator[tuple[str, str]]:
    """The parts that one holds: itself, or several that were escaped or encoded into it."""
    key = re.sub(r"^(?:amp;|#0*38;|&)+", "", _INVISIBLE.sub("", key), flags=re.IGNORECASE)
    if key == WORDS:
        yield from _unfolded_words(value)
        return
    if value and key not in KEYS:
        yield key, value
        return
    whole = _EQUALS.sub("=", _AMPERSAND.sub("&", f"{key}={value}" if value else key))
    if _ESCAPED.search(whole):
        whole = unquote(whole)
    parts = parse_qsl(whole, keep_blank_values=True, separator="&")
    # A key that stands alone and names nothing of ours is no part that was folded.
    yield from parts if value or any(name in KEYS for name, _ in parts) else [(key, value)]


def _unfolded_words(value: str) -> Iterator[tuple[str, str]]:
    """The words of the search line, and what was escaped into them of the parts after them."""
    keys = "|".join(sorted(KEYS))
    words, *others = re.split(rf"(?:&(?:amp;)?|\\u0026)(?=(?:{keys})=)", value)
    yield WORDS, _decoded(words)
    for other in others:
        yield from _unfolded(*other.split("=", 1))


def _decoded(words: str) -> str:
    """Words that were percent-encoded twice; `50%25` that a reader wrote stays."""
    plain, spaces = words, "%20" in words
    for _ in range(_ROUNDS):
        if not _ESCAPED.search(plain):
            break
        try:
            plain = unquote(plain, errors="strict")
        except UnicodeDecodeError:
            return words
    return plain if spaces or not plain.isascii() else words


def _trimmed(key: str, value: str, *, is_last: bool) -> str:
    """A value without what follows a link in a sentence."""
    if key == WORDS:
        return _without_end(value) if is_last else value
    if key not in KEYS:
        return value
    plain = narrow(_INVISIBLE.sub("", value))
    cut = re.split(r"[^\x21-\x7e]", plain)[0].rstrip(_AFTER_CODES)
    return cut if _CODES.fullmatch(cut) else value


def _without_end(words: str) -> str:
    """Words without the full stop, comma or closing bracket of the sentence that the link stood in."""
    while words and (words[-1] in _AFTER_WORDS or _closes_nothing(words)):
        words = words[:-1]
    return words


def _closes_nothing(words: str) -> bool:
    opening = _CLOSING.get(words[-1])
    return opening is not None and words.count(opening) < words.count(words[-1])


def difference(raw: Query, cleaned: Query) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The parts that a repair has taken off an address, and those that it has put there."""
    before, after = set(_pairs(raw)), set(_pairs(cleaned))
    return sorted(before - after), [pair for pair in _pairs(cleaned) if pair not in before]


def _pairs(query: Query) -> Iterable[tuple[str, str]]:
    return [(key, value) for key, values in query.items() for value in values]
