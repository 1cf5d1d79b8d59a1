"""Fields that several datasets have, and the form of a table: one CSV file."""

from __future__ import annotations

from g60.contract.codes import NATURES
from g60.contract.dataset import Dataset, Field

# The years that a plan or a value of it can have; 20335 is a slip of the keyboard.
YEARS = (1900, 2100)
NAMES = (Field("name_zh", required=True), Field("name_en", required=True))
# 约束性 or 预期性, where a document says it.
NATURE = Field("nature", "code", codes=NATURES)
SHORT_NAMES = (Field("short_zh", required=True), Field("short_en", required=True))


def year(name: str, *, required: bool = False) -> Field:
    """A field that holds a year which a plan or a value of it can have."""
    return Field(name, "integer", required=required, minimum=YEARS[0], maximum=YEARS[1])


def table(
    name: str,
    *fields: Field,
    key: str = "id",
    prefix: str = "",
    cited: bool = True,
    licence: str = "facts",
    optional: tuple[Field, ...] = (),
) -> Dataset:
    """A dataset without geometry, whose file is called as itself."""
    return Dataset(name, f"{name}.csv", key, fields, prefix, cited, licence=licence, optional=optional)
