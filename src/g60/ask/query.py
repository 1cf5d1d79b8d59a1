"""The parameters of an address as they come in: several values for a key, none of them trusted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

Query = Mapping[str, Iterable[str]]


def known_codes(query: Query, key: str, codes: tuple[str, ...]) -> frozenset[str]:
    """The values of a key that are codes of this list."""
    return frozenset(codes).intersection(query.get(key, ()))


def last(query: Query, key: str) -> str:
    """The last value of a key; empty where it has none."""
    return next(reversed(list(query.get(key, ()))), "")
