"""Which catalog is meant, in a form that another process understands: a catalog itself is too large to be sent."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from g60.catalog.catalog import Catalog
from g60.contract.errors import RefusedError
from g60.record.catalogs import Catalogs, catalogs_in
from g60.record.people import VISITOR, Person


@dataclass(frozen=True, slots=True)
class Held:
    """A version of the record, or a draft that a person sees, by data folder and database.

    `fingerprint`: that of the catalog which is meant; empty where any will do.
    """

    folder: Path
    url: str
    version: int
    draft: int = 0
    person: Person = VISITOR
    fingerprint: str = ""

    def catalogs(self) -> Catalogs:
        """All catalogs of the folder and the database, in this process."""
        return catalogs_in(self.folder, self.url)

    def catalog(self) -> Catalog:
        """The catalog, made in this process if it is not there yet.

        Raises RefusedError where its data is no longer that which was meant: a draft that has been edited since.
        """
        if self.draft:
            found = self.catalogs().draft(self.person, self.draft).catalog
        else:
            found = self.catalogs().version(self.version)
        if self.fingerprint and found.fingerprint != self.fingerprint:
            raise RefusedError("queue_data_changed")
        return found
