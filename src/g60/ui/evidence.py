"""A value with its evidence, as the browser draws it: in the card, in tables, beside charts."""

from g60.worded import cited, drawn

__all__ = ["cited", "drawn"]
