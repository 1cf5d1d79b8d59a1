"""What everything else agrees on: fields, code lists, quantities, texts in two languages, symbology, errors."""
