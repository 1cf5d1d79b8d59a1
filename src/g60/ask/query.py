"""The query of an address: each key has several values, and none of them is trusted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

Query = Mapping[str, Iterable[str]]


def known_codes(query: Query, key: str, codes: tuple[str, ...]) -> frozenset[str]:
    """The values of a key that are among these codes."""
    return frozenset(codes).intersection(query.get(key, ()))


def last(query: Query, key: str) -> str:
    """The last value of a key; empty if it has none."""
    return next(reversed(list(query.get(key, ()))), "")
