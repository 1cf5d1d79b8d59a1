"""People: who may do what. Reading is open to everybody; every other act is asked of `may`.

A clerk edits the rows of their own units, an editor all rows; a publisher publishes and restores too; an admin does
everything and keeps the list of people. Personal data is a name and an account; both can be blanked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from g60.contract.codes import LIST_SEPARATOR, UNITS, split
from g60.contract.errors import RefusedError
from g60.record.database import has_begun, now, reading, writing
from g60.record.tables import PEOPLE
from g60.record.text import clean_line

ROLES = ("clerk", "editor", "publisher", "admin")
# The acts, and the roles that may do each. A clerk's `edit` is limited to rows of their units.
ACTS: dict[str, tuple[str, ...]] = {
    "read": (),
    "correct": (),
    "see_drafts": ROLES,
    "read_documents": ROLES,
    "edit": ROLES,
    "add_document": ("editor", "publisher", "admin"),
    "answer": ("editor", "publisher", "admin"),
    "publish": ("publisher", "admin"),
    "restore": ("publisher", "admin"),
    "administer": ("admin",),
    "backup": ("admin",),
}
# Acts that everybody may do, signed in or not.
OPEN_ACTS = ("read", "correct")
# The account of whoever works at the machine itself: the command line, and the page where G60_EDIT=local allows it.
LOCAL_ACCOUNT = "local"
NAME_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Person:
    """A person of the record, or a visitor (number 0), who may only read and send corrections."""

    id: int = 0
    account: str = ""
    name: str = ""
    roles: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()


VISITOR = Person()


@dataclass(frozen=True, slots=True)
class OwnedRow:
    """What `may` needs to know of a row: the units that it belongs to, before and after the act ("" for none)."""

    units: frozenset[str] = frozenset()


def may(person: Person, act: str, row: OwnedRow | None = None) -> bool:
    """Whether a person may do an act, on a row where the act is about one. The only place that decides this."""
    if act in OPEN_ACTS:
        return True
    allowed = person.roles.intersection(ACTS[act])
    if not allowed:
        return False
    if allowed == {"clerk"} and act == "edit":
        return row is None or (bool(row.units) and row.units <= person.units)
    return True


def require(person: Person, act: str, row: OwnedRow | None = None) -> None:
    """Raises RefusedError if the person may not do the act."""
    if not may(person, act, row):
        units = LIST_SEPARATOR.join(sorted(row.units)) if row else ""
        raise RefusedError("error_not_allowed" if person.id else "error_not_signed_in", act=act, units=units)


def as_account(given: str) -> str:
    """An account in one spelling: no control characters, and an e-mail address in lower case.

    Of ASCII letters only: others become ASCII in lower case, and would be another person's address.
    """
    account = clean_line(given)
    return account.lower() if "@" in account and "#" not in account and account.isascii() else account


def person_of(account: str, url: str = "") -> Person:
    """The person with an account; the visitor if there is none, or if they were taken out. Raises DatabaseError."""
    account = as_account(account)
    if not account or not has_begun(url):
        return VISITOR
    with reading(url) as connection:
        row = connection.execute(sa.select(PEOPLE).where(PEOPLE.c.account == account)).mappings().first()
    return _person(row) if row is not None and row["active"] else VISITOR


def person_in(connection: sa.Connection, person: Person) -> Person:
    """The person as the table has them now, within a transaction: a role may have been taken away meanwhile.

    Who was taken out is still that person, without any role.
    """
    row = connection.execute(sa.select(PEOPLE).where(PEOPLE.c.id == person.id)).mappings().first()
    return VISITOR if row is None else _person(row)


def _person(row: Mapping[Any, Any]) -> Person:
    return Person(
        row["id"], row["account"] or "", row["name"], frozenset(split(row["roles"])), frozenset(split(row["units"]))
    )


def name_of(row: Mapping[Any, Any]) -> str:
    """The name of the person in a joined row; empty for nobody and for a person whose data was blanked."""
    return "" if row["blanked_at"] else row["name"] or ""


def local_person(url: str = "") -> Person:
    """Whoever works at the machine itself, an admin; entered on first use. Raises DatabaseError."""
    found = person_of(LOCAL_ACCOUNT, url)
    return found if found.id else add_person(LOCAL_ACCOUNT, LOCAL_ACCOUNT, roles=("admin",), by=None, url=url)


def add_person(
    account: str,
    name: str,
    *,
    roles: tuple[str, ...],
    by: Person | None,
    units: tuple[str, ...] = (),
    url: str = "",
) -> Person:
    """Enter a person, or change the roles and units of one who is there. `by` is None for the machine itself.

    Raises RefusedError for an unknown role or unit, a clerk without a unit, an empty account or name, one that is too
    long, or if `by` may not; DatabaseError if it cannot be stored.
    """
    account, name = as_account(account), clean_line(name)
    if not account or not name or max(len(account), len(name)) > NAME_LENGTH:
        raise RefusedError("error_person_name", most=NAME_LENGTH)
    unknown = sorted({*roles} - {*ROLES}) + sorted({*units} - {*UNITS})
    if unknown or not roles or ("clerk" in roles and not units):
        raise RefusedError("error_person_role", given=LIST_SEPARATOR.join(unknown), known=LIST_SEPARATOR.join(ROLES))
    given = {
        "name": name,
        "roles": LIST_SEPARATOR.join(roles),
        "units": LIST_SEPARATOR.join(units),
        "active": True,
    }
    with writing(url) as connection:
        if by is not None:
            require(person_in(connection, by), "administer")
        known = connection.scalar(sa.select(PEOPLE.c.id).where(PEOPLE.c.account == account))
        if known is None:
            made = {"account": account, "made_at": now(), "blanked_at": ""}
            connection.execute(PEOPLE.insert().values(**given, **made))
        else:
            connection.execute(PEOPLE.update().where(PEOPLE.c.id == known).values(**given))
        row = connection.execute(sa.select(PEOPLE).where(PEOPLE.c.account == account)).mappings().one()
    return _person(row)


def remove_person(account: str, *, by: Person | None, blank: bool = False, url: str = "") -> None:
    """Take all roles from a person; with `blank`, their name and account too. What they did stays in the history.

    Raises RefusedError if nobody has the account or `by` may not; DatabaseError if it cannot be stored.
    """
    account = as_account(account)
    with writing(url) as connection:
        if by is not None:
            require(person_in(connection, by), "administer")
        known = connection.scalar(sa.select(PEOPLE.c.id).where(PEOPLE.c.account == account))
        if known is None:
            raise RefusedError("error_person_unknown", account=account[:NAME_LENGTH])
        values: dict[str, object] = {"active": False, "roles": "", "units": ""}
        if blank:
            values |= {"account": None, "name": "", "blanked_at": now()}
        connection.execute(PEOPLE.update().where(PEOPLE.c.id == known).values(**values))


def people(url: str = "") -> list[Person]:
    """The people with a role, in the order of their entry; raises DatabaseError."""
    if not has_begun(url, current=True):
        return []
    with reading(url, current=True) as connection:
        rows = connection.execute(sa.select(PEOPLE).where(PEOPLE.c.active).order_by(PEOPLE.c.id)).mappings().all()
    return [_person(row) for row in rows]
