"""The form of a dataset: its file, its fields, what a value of a field may be."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its name, the form of its values, whether it may be empty, and what a number is a number of."""

    name: str
    form: str = "text"  # text, slug, code, codes, list, number, integer, integers, date, period, sha256, extras
    required: bool = False
    codes: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    unit: str = ""

    @property
    def range(self) -> str:
        """The permitted numbers, for example 0 – 360 or ≥ 0; empty if there is no limit."""
        if self.minimum is None or self.maximum is None:
            return "" if self.minimum is None else f"≥ {self.minimum:g}"
        return f"{self.minimum:g} – {self.maximum:g}"


@dataclass(frozen=True, slots=True)
class Dataset:
    """One file of `geodata/`: its key and its fields. How many rows it has is never fixed."""

    name: str
    file: str
    key: str
    fields: tuple[Field, ...]
    subject_prefix: str = ""
    cited: bool = True
    geometry: tuple[str, ...] = field(default=())
    licence: str = "facts"  # of its file among the open data, as the text `licence_…` says it
    districts: bool = False  # areas side by side, which are counted by county and compared with each other
    # Fields whose columns a file may leave out, where none of its rows has a value. An empty one needs no citation.
    optional: tuple[Field, ...] = ()
    told_with: str = ""  # the dataset with the same fields whose description says what this one holds too

    @property
    def kind(self) -> str:
        """The one kind of its rows; empty if they are of several or of none."""
        codes = next((entry.codes for entry in self.fields if entry.name == "kind"), ())
        return codes[0] if len(codes) == 1 else ""

    @property
    def described(self) -> str:
        """The code of the text that says what it holds."""
        return f"dataset_{self.told_with or self.name}"

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the fields, in the order of the file."""
        return tuple(entry.name for entry in self.fields)

    @property
    def all_fields(self) -> tuple[Field, ...]:
        """The fields, those that may be left out last."""
        return self.fields + self.optional

    @property
    def all_columns(self) -> tuple[str, ...]:
        """Names of all fields, those that may be left out last."""
        return tuple(entry.name for entry in self.all_fields)

    @property
    def numbers(self) -> list[str]:
        """Names of the fields that hold numbers."""
        return [entry.name for entry in self.all_fields if entry.form in ("number", "integer")]
