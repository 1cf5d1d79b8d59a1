"""Who acts in a call: whoever works at the machine itself, or the person that the call names."""

from __future__ import annotations

import argparse

from g60.contract.errors import RefusedError
from g60.record.people import Person, local_person, person_of

SHOWN_LENGTH = 80


def add_acting(call: argparse.ArgumentParser) -> None:
    """Add the argument that names the person."""
    call.add_argument("--as", dest="account", default="", metavar="ACCOUNT")


def acting_person(asked: argparse.Namespace) -> Person:
    """The person of a call; raises RefusedError if nobody has the account, DatabaseError."""
    if not asked.account:
        return local_person()
    found = person_of(asked.account)
    if not found.id:
        raise RefusedError("error_person_unknown", account=asked.account[:SHOWN_LENGTH])
    return found
