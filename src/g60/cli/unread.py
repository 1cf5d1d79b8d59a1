"""Arguments that a call would leave unread: each is refused, with what to do, rather than passed over."""

from __future__ import annotations

import argparse
from collections.abc import Iterable

from g60.contract.errors import RefusedError

SELECTION = ("unit", "industry", "kind", "list", "plan", "query", "near", "within", "focus")


def refuse_without(asked: argparse.Namespace, names: Iterable[str], other: str) -> None:
    """Raise RefusedError for arguments that do nothing without another one, which the call lacks."""
    for name in _given(asked, names):
        raise RefusedError("error_argument_without", name=name, other=other)


def refuse_beside(asked: argparse.Namespace, names: Iterable[str], other: str) -> None:
    """Raise RefusedError for arguments that contradict another one, or do nothing beside it."""
    for name in _given(asked, names):
        raise RefusedError("error_argument_beside", name=name, other=other)


def _given(asked: argparse.Namespace, names: Iterable[str]) -> list[str]:
    """The flags that a call gives, of arguments whose default is nothing."""
    flags = {"account": "as"}
    return [f"--{flags.get(name, name).replace('_', '-')}" for name in names if getattr(asked, name, None)]
