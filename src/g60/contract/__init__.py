"""The definitions that every other room uses: fields, code lists, quantities, texts, symbology, errors."""
